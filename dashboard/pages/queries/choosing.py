"""The list of queries and past runs, and what is drawn in the middle for the one that the address names."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, no_update

from dashboard.components import questions
from dashboard.components.icons import icon
from dashboard.components.markup import Component, dcc, html
from dashboard.components.own_form import editor, with_parameters
from dashboard.desk import Desk
from dashboard.pages.queries.ids import Ids
from dashboard.wording import Words, words_of
from graph.errors import DossierError
from queries import own, runs
from queries.own import Draft, Shelf
from queries.runs import Past
from queries.saved_query import MAX_ROWS, SavedQuery, find

MOST_RUNS = 30
LIMITS = (100, 1_000, MAX_ROWS)
RUN = "run-"


def register(app: Dash, desk: Desk) -> None:
    """The list follows the address, what is typed into its field, and what was run or saved."""

    @app.callback(
        Output(Ids.LIST, "children"),
        Input("here-queries", "data"),
        Input(Ids.FIND, "value"),
        Input(Ids.DONE, "data"),
        State("words", "data"),
    )
    def listed(here: Any, text: Any, done: Any, told: Any) -> Any:
        parts = place(here)
        if parts is None:
            return no_update
        return listing(desk, words_of(told), chosen="/".join(parts[:1]), text=str(text or "")[:200])


def place(here: Any) -> list[str] | None:
    """The parts of the address below this page; None on every other page."""
    if not isinstance(here, dict) or here.get("page") != "queries":
        return None
    parts = here.get("parts")
    return [part for part in parts if isinstance(part, str)][:2] if isinstance(parts, list) else []


def stays(parts: list[str], drawn: Any) -> bool:
    """Whether what is drawn is still right: the same address, or the page without one after a look elsewhere."""
    if not isinstance(drawn, list) or not drawn:
        return False
    return parts == drawn or (not parts and drawn[-1] not in ("new", "edit", "copy"))


def listing(desk: Desk, words: Words, *, chosen: str, text: str) -> list[Component]:
    """Shipped queries, the case's own, those that are broken, and the last runs; kept to those that hold the text."""
    shelf = own.shelf(desk.folder)
    wanted = text.strip().lower()
    queries = [query for query in shelf.queries.values() if _holds(query, wanted, words)]
    queries.sort(key=lambda query: query.title(words.language))
    past = [
        run
        for run in runs.past(desk.reader(), desk.folder, limit=MOST_RUNS)
        if wanted in _title(run, shelf, words).lower()
    ]
    groups = [
        ("shipped", [_entry(query, words, chosen) for query in queries if query.shipped]),
        ("own", [_entry(query, words, chosen) for query in queries if not query.shipped]),
        ("broken", [_broken(each.name, each.fault, words) for each in shelf.broken if wanted in each.name]),
        ("past", [_run(run, shelf, words, chosen) for run in past]),
    ]
    found: list[Component] = []
    for name, entries in groups:
        if entries:
            found += [html.H2(words(f"queries.{name}")), html.Ul(entries)]
    return found or [html.P(words("queries.nothing_found"), className="note")]


def _holds(query: SavedQuery, wanted: str, words: Words) -> bool:
    texts = (query.name, query.title(words.language), query.description(words.language), query.title("en"))
    return any(wanted in text.lower() for text in texts)


def _title(run: Past, shelf: Shelf, words: Words) -> str:
    query = shelf.queries.get(run.query)
    if query:
        return query.title(words.language)
    return words("queries.typed") if run.obstacle == "free" else run.query


def _link(href: str, children: list[Any], *, on: bool) -> Component:
    return html.Li(dcc.Link(children, href=href, className="query-link chosen" if on else "query-link"))


def _entry(query: SavedQuery, words: Words, chosen: str) -> Component:
    href = f"/{words.language}/queries/{query.name}"
    return _link(href, [html.Span(query.title(words.language), dir="auto")], on=chosen == query.name)


def _broken(name: str, fault: str, words: Words) -> Component:
    return html.Li(
        [
            html.Span([icon("warning", "#a3281f"), html.Bdi(name)], className="broken"),
            html.Span(fault, className="note", dir="auto"),
        ]
    )


def _run(run: Past, shelf: Shelf, words: Words, chosen: str) -> Component:
    told = words.directed(words("queries.run_line", at=moment(run.at), n=run.rows, revision=run.revision))
    parts = [html.Span(_title(run, shelf, words), dir="auto"), html.Span(told, className="note")]
    return _link(f"/{words.language}/queries/{RUN}{run.id}", parts, on=chosen == RUN + run.id)


def moment(at: str) -> str:
    """A time of the records for people: to the minute, UTC."""
    return at[:16].replace("T", " ")


# --- the middle


def middle(desk: Desk, words: Words, parts: list[str]) -> list[Component]:
    """What the address names: a form, a past run, the editor; a hint where it names nothing."""
    first, second = [*parts, "", ""][:2]
    if not first:
        return [html.H1(words("queries.title")), html.P(words("queries.choose"), className="note")]
    try:
        if first == "new":
            return _editor(desk, words, Draft(), replaces="")
        if first.startswith(RUN):
            return past_run(desk, words, runs.find_run(desk.reader(), desk.folder, first.removeprefix(RUN)))
        query = own.shelf(desk.folder).queries.get(first) or find(first, desk.folder)
        if second == "edit" and not query.shipped:
            return _editor(desk, words, own.draft_of(query), replaces=query.name)
        if second == "copy":
            draft = own.draft_of(query, copy=True, language=words.language)
            named = Draft(
                name=own.name_for(query.name + "_own", desk.folder), title=draft.title, help=draft.help,
                parameters=draft.parameters, cypher=draft.cypher,
            )  # fmt: skip
            return _editor(desk, words, named, replaces="")
        return ask_form(query, words, {}, 0)
    except DossierError as error:
        return [html.P(words.said(error), className="error", role="alert")]


def _editor(desk: Desk, words: Words, draft: Draft, *, replaces: str) -> list[Component]:
    full = with_parameters(draft)
    checks = own.check(full, desk.reader(), desk.folder, replaces=replaces) if draft.cypher else []
    return editor(full, words, replaces=replaces, checks=checks)


def ask_form(query: SavedQuery, words: Words, given: dict[str, Any], limit: int) -> list[Component]:
    """Title, what it does, its fields, the limit, and Run."""
    language = words.language
    acts: list[Any] = []
    if not query.shipped:
        acts.append(dcc.Link(words("queries.edit"), href=f"/{language}/queries/{query.name}/edit"))
    if not query.compute:
        acts.append(dcc.Link(words("queries.copy_query"), href=f"/{language}/queries/{query.name}/copy"))
    description = query.description(language)
    return [
        html.Div(
            [html.H1(query.title(language), dir="auto"), html.Div(acts, className="query-acts")], className="query-head"
        ),
        *([html.P(description, className="note", dir="auto")] if description else []),
        html.Div(
            [questions.parameter_field(query, each, given, words, part="ask") for each in query.parameters],
            className="query-fields",
        ),
        html.Div(
            [
                html.Button(
                    [icon("ask", "#ffffff"), words("queries.run")],
                    type="button",
                    className="primary",
                    id={"ask": "run", "query": query.name},
                ),
                html.Button(words("queries.stop"), type="button", className="danger", id=Ids.STOP, disabled=True),
                _limit(limit, words),
                html.Details(
                    [html.Summary(words("queries.text")), html.Pre(query.text, dir="ltr")], className="cypher"
                ),
            ],
            className="query-run",
        ),
        html.Div(id=Ids.SAYS, className="error", role="alert"),
    ]


def _limit(limit: int, words: Words) -> Component:
    chosen = limit if limit in LIMITS else LIMITS[1]
    return html.Div(
        [
            html.Label(words("queries.limit"), htmlFor='{"limit":"rows"}'),
            dcc.Dropdown(
                id={"limit": "rows"},
                options=[{"label": f"{each:,}", "value": each} for each in LIMITS],
                value=chosen,
                clearable=False,
                searchable=False,
            ),
        ],
        className="query-limit",
    )


def past_run(desk: Desk, words: Words, run: Past) -> list[Component]:
    """A past run: what was asked, of which revision, what came back; and what can be done with it now."""
    shelf = own.shelf(desk.folder)
    query = shelf.queries.get(run.query)
    parameters = "; ".join(
        f"{name}: {_shown(value)}" for name, value in run.parameters.items() if value not in ("", [], None)
    )
    facts = [
        ("at", words("queries.run_at", at=moment(run.at), by=run.by)),
        ("given", parameters or words("queries.no_values")),
        ("found", words("queries.run_found", n=run.rows, seconds=f"{run.seconds:.2f}")),
        ("rests", words("queries.run_rests", revision=run.revision)),
        ("hash", run.result_hash),
    ]
    parts: list[Component] = [
        html.P(words("queries.past_run"), className="eyebrow"),
        html.H1(_title(run, shelf, words), dir="auto"),
        html.Dl(
            [
                html.Div(
                    [
                        html.Dt(words(f"queries.fact_{name}")),
                        html.Dd(html.Code(text) if name == "hash" else html.Bdi(text)),
                    ]
                )
                for name, text in facts
            ],
            className="run-facts",
        ),
    ]
    if run.obstacle:
        parts.append(html.P(words(f"queries.obstacle_{run.obstacle}"), className="warn-line"))
    if not run.can_run or query is None:
        return [*parts, html.Div(id=Ids.SAYS)]
    acts = [_act(act, run.id, words) for act in ("differences", "again", "as_then")]
    acts.append(html.Button(words("queries.stop"), type="button", className="danger", id=Ids.STOP, disabled=True))
    acts.append(dcc.Link(words("queries.open_query"), href=f"/{words.language}/queries/{run.query}"))
    others = [each for each in runs.past(desk.reader(), desk.folder, query=run.query, limit=10) if each.id != run.id]
    parts += [html.Div(acts, className="query-run"), html.Div(id=Ids.SAYS, className="error", role="alert")]
    if others:
        lines = [_other(run, each, words) for each in others]
        parts.append(html.Details([html.Summary(words("queries.other_runs")), html.Ul(lines)], className="other-runs"))
    return parts


def _act(act: str, run: str, words: Words) -> Component:
    return html.Button(
        words(f"queries.{act}"),
        type="button",
        className="primary" if act == "differences" else "secondary",
        id={"past": act, "run": run, "later": ""},
    )


def _other(run: Past, other: Past, words: Words) -> Component:
    earlier, later = sorted((run, other), key=lambda each: each.at)
    same = words("queries.same_hash") if run.result_hash == other.result_hash else words("queries.other_hash")
    line = words.directed(words("queries.run_line", at=moment(other.at), n=other.rows, revision=other.revision))
    return html.Li(
        [
            dcc.Link(line, href=f"/{words.language}/queries/{RUN}{other.id}"),
            html.Span(same, className="note"),
            html.Button(words("queries.compare"), type="button", className="secondary",
                        id={"past": "differences", "run": earlier.id, "later": later.id}),
        ]
    )  # fmt: skip


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
