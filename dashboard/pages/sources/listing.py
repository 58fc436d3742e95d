"""The list of documents with its filters, and words found in their texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Dash, Input, Output, State, ctx, no_update

from dashboard.components.icons import icon
from dashboard.components.markup import Component, dcc, html
from dashboard.desk import Desk
from dashboard.pages.sources.ids import Ids
from dashboard.pages.sources.places import is_here, place_of
from dashboard.pages.sources.rows import dropdown_labels, pager, row_table, said_hits
from dashboard.wording import Words, words_of
from graph.dates import parse_period
from graph.errors import BadDate
from graph.model.words import code_label
from queries import sources as asking
from queries.sources import PAGE, SORTS, Filters
from queries.sources.listing import UNKNOWN

_MANY = (Ids.KINDS, Ids.SOURCES, Ids.LANGUAGES, Ids.LEVELS, Ids.LOADS)
_ONE = (Ids.TEXT, Ids.PICTURE, Ids.ORIGIN)
_WAIT = 0.3  # seconds after the last letter


def layout(words: Words) -> Component:
    """Filters at the side, the search above the list; what they offer comes with the case."""
    return html.Div(
        [
            html.Aside(_filters(words), className="source-filters", **{"aria-label": words("sources.filters")}),
            html.Div(
                [
                    html.H1(words("sources.title")),
                    _search(words),
                    html.Div(
                        [
                            html.Span(id=Ids.COUNT, className="counts", role="status", **{"aria-live": "polite"}),
                            html.Label(words("sources.sort"), htmlFor=Ids.SORT, className="source-sort-label"),
                            dcc.Dropdown(
                                id=Ids.SORT,
                                options=[{"label": words(f"sources.by_{name}"), "value": name} for name in SORTS],
                                value="entered",
                                clearable=False,
                                searchable=False,
                                className="source-sort",
                            ),
                            html.Div(id=Ids.PAGER, className="source-pages"),
                        ],
                        className="source-tools",
                    ),
                    html.Div(id=Ids.ROWS, className="source-rows"),
                    _tray(words),
                ],
                className="source-main",
            ),
        ],
        id=Ids.LIST,
        className="source-list",
    )


def _search(words: Words) -> Component:
    return html.Div(
        [
            html.Label(words("sources.search"), htmlFor=Ids.SEARCH),
            html.Div(
                [
                    icon("search"),
                    dcc.Input(
                        id=Ids.SEARCH,
                        type="text",
                        value="",
                        debounce=_WAIT,
                        autoComplete="off",
                        spellCheck="false",
                        placeholder=words("sources.search_hint"),
                    ),
                ],
                className="source-search-box",
            ),
        ],
        className="source-search",
        role="search",
    )


def _filters(words: Words) -> list[Component]:
    return [
        html.H2(words("sources.filters")),
        _field(words, "typed", _typed(Ids.TYPED)),
        *(_field(words, name, _dropdown(name_id, words, many=True)) for name, name_id in _named(_MANY)),
        html.Div(
            [_field(words, "since", _typed(Ids.SINCE)), _field(words, "until", _typed(Ids.UNTIL))],
            className="source-period",
        ),
        html.P(id=Ids.DATES_SAY, className="error", role="alert"),
        *(_field(words, name, _dropdown(name_id, words, many=False)) for name, name_id in _named(_ONE)),
        html.Button(words("sources.clear"), type="button", className="secondary", **{"data-clear-filters": "yes"}),
    ]


def _named(ids: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name.removeprefix("sources-").replace("-", "_"), name) for name in ids]


def _field(words: Words, name: str, control: Component) -> Component:
    return html.Div([html.Label(words(f"sources.{name}"), htmlFor=control.id), control], className="field")


def _typed(name: str) -> Component:
    return dcc.Input(id=name, type="text", value="", debounce=_WAIT, autoComplete="off", spellCheck="false")


def _dropdown(name: str, words: Words, *, many: bool) -> Component:
    options = [] if many else _either(name, words)
    return dcc.Dropdown(
        id=name,
        options=options,
        value=[] if many else None,
        multi=many,
        searchable=many,
        placeholder=words("sources.all"),
        labels=dropdown_labels(words),
    )


def _either(name: str, words: Words) -> list[dict[str, str]]:
    if name == Ids.ORIGIN:
        return [{"label": words("sources.in_a_group"), "value": "any"}]
    return [{"label": words(f"sources.{each}"), "value": each} for each in ("with", "without")]


def _tray(words: Words) -> Component:
    return html.Section(
        [
            html.Div(id=Ids.TRAY_LIST, className="tray-list"),
            html.Div(
                [
                    html.Label(words("sources.why_one"), htmlFor=Ids.TRAY_WHY),
                    dcc.Input(id=Ids.TRAY_WHY, type="text", value="", autoComplete="off"),
                    html.Button(words("sources.mark_one"), id=Ids.TRAY_DO, type="button", className="primary"),
                    html.Button(
                        words("sources.choose_none"), type="button", className="tool", **{"data-choose-none": ""}
                    ),
                ],
                className="tray-do",
            ),
            html.P(words("sources.one_help"), className="note"),
        ],
        id=Ids.TRAY,
        className="source-tray",
        hidden=True,
        **{"aria-label": words("sources.mark_one")},
    )


# --- callbacks


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of the list."""

    @app.callback(
        *(Output(name, "options") for name in _MANY),
        Input("here-sources", "data"),
        Input("revision", "data"),
        State("words", "data"),
    )
    def offer(here: Any, _: Any, told: Any) -> tuple[Any, ...]:
        if not is_here(here) or place_of(here).code:
            return (no_update,) * len(_MANY)
        return tuple(offers(desk, words_of(told)))

    @app.callback(
        Output(Ids.ROWS, "children"),
        Output(Ids.COUNT, "children"),
        Output(Ids.PAGER, "children"),
        Output(Ids.DATES_SAY, "children"),
        Input("here-sources", "data"),
        Input("revision", "data"),
        Input(Ids.NUMBER, "data"),
        Input(Ids.SEARCH, "value"),
        Input(Ids.SORT, "value"),
        *(Input(name, "value") for name in (*_MANY, *_ONE, Ids.TYPED, Ids.SINCE, Ids.UNTIL)),
        State(Ids.CHOSEN, "data"),
        State("words", "data"),
    )
    def draw(here: Any, _: Any, number: Any, text: Any, sort: Any, *given: Any) -> tuple[Any, ...]:
        *values, chosen, told = given
        if not is_here(here) or place_of(here).code:
            return (no_update,) * 4
        words = words_of(told)
        names = (*_MANY, *_ONE, Ids.TYPED, Ids.SINCE, Ids.UNTIL)
        # Another filter begins at the first page again.
        at = number if ctx.triggered_id in (Ids.NUMBER, "revision", "here-sources") and isinstance(number, int) else 1
        return drawn(
            desk,
            dict(zip(names, values, strict=True)),
            words,
            text=str(text or ""),
            sort=str(sort or ""),
            number=at,
            chosen=[str(each) for each in chosen] if isinstance(chosen, list) else [],
        )


def offers(desk: Desk, words: Words) -> list[list[dict[str, str]]]:
    """What each of the filters of many values offers, with how many documents have it."""
    found = asking.choices(desk.reader())
    language = words.language
    loads = {load.id: load for load in desk.case.evidence.loads()}

    def name_of(load: str) -> str:
        known = loads.get(load)
        return (
            f"{known.file or words.stored(known.dataset)} · {known.at[:10]}"
            if known
            else words("sources.entered_by_hand")
        )

    labels: list[list[tuple[str, str, int]]] = [
        [(code, code_label("document_kind", code, language), n) for code, n in found.kinds.items()],
        [(thread, name or words("sources.unnamed"), n) for thread, (name, n) in found.sources.items()],
        [
            (code, words("sources.unknown") if code == UNKNOWN else code_label("language", code, language), n)
            for code, n in found.languages.items()
        ],
        [(code, words(f"level.{code}"), n) for code, n in found.levels.items()],
        [(load, name_of(load), n) for load, n in reversed(found.loads.items())],
    ]
    return [
        [{"value": value, "label": f"{label} ({n:,})", "search": label} for value, label, n in each] for each in labels
    ]


def drawn(
    desk: Desk,
    given: Mapping[str, Any],
    words: Words,
    *,
    text: str,
    sort: str,
    number: int,
    chosen: list[str],
) -> tuple[Any, ...]:
    """Rows or found words, how many there are, the pager, and what is wrong with the dates."""
    since, wrong_since = _day(given.get(Ids.SINCE), "since_min")
    until, wrong_until = _day(given.get(Ids.UNTIL), "until_max")
    filters = filters_of(given, since=since, until=until)
    wrong = words("sources.bad_date") if wrong_since or wrong_until else ""
    reader = desk.reader()
    if text.strip():
        hits = asking.contexts(reader, text, filters, limit=PAGE)
        said = words("sources.found_most" if len(hits) == PAGE else "sources.found", n=len(hits))
        return said_hits(hits, words), said, [], wrong
    listed = asking.list_documents(
        reader, filters, sort="group" if filters.group and sort == "entered" else sort, number=number
    )
    if not listed.all:
        return _nothing_yet(words), "", [], wrong
    said = words("sources.count", n=f"{listed.total:,}", all=f"{listed.all:,}")
    return row_table(listed, words, chosen=chosen), said, pager(listed, words), wrong


def filters_of(given: Mapping[str, Any], *, since: str = "", until: str = "") -> Filters:
    """The filters that a browser names; what is of no known form counts as not given."""

    def many(name: str) -> frozenset[str]:
        value = given.get(name)
        return frozenset(str(each) for each in value[:200]) if isinstance(value, list) else frozenset()

    either = {"with": True, "without": False}
    return Filters(
        kinds=many(Ids.KINDS),
        sources=many(Ids.SOURCES),
        languages=many(Ids.LANGUAGES),
        levels=many(Ids.LEVELS),
        loads=many(Ids.LOADS),
        since=since,
        until=until,
        text=either.get(str(given.get(Ids.TEXT))),
        picture=either.get(str(given.get(Ids.PICTURE))),
        group="any" if given.get(Ids.ORIGIN) == "any" else "",
        typed=str(given.get(Ids.TYPED) or ""),
    )


def _day(typed: Any, bound: str) -> tuple[str, bool]:
    """The first or last day that a typed date allows, and whether it cannot be read."""
    text = str(typed or "").strip()
    if not text:
        return "", False
    try:
        return str(getattr(parse_period(text), bound)), False
    except BadDate:
        return "", True


def _nothing_yet(words: Words) -> Component:
    return html.Div(
        [
            html.H2(words("sources.empty")),
            html.P(words("sources.empty_text")),
            dcc.Link(words("sources.to_add"), href=f"/{words.language}/add"),
        ],
        className="box nothing-yet",
    )
