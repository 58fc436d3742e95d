"""How an answer, a comparison and a wait are drawn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dashboard.components import answers, chart
from dashboard.components.icons import icon
from dashboard.components.markup import Component, dcc, html
from dashboard.pages.queries.choosing import moment
from dashboard.pages.queries.ids import Ids
from dashboard.wording import Words
from graph.errors import DossierError
from queries import counting
from queries.charts import chart_of
from queries.counting import Counted
from queries.own import shelf
from queries.reading import Row
from queries.running import Asked
from queries.runs import Change, Comparison, Past
from queries.saved_query import Result, SavedQuery, find, result_hashes

FORMATS = ("csv", "xlsx", "json", "graphml")
FIGURES = {"victims_of_incident": "incident", "how_many": "about"}
"""Queries that answer how many, and the parameter that says of what."""
MOST_ROWS = 200


def waiting(one: Asked, words: Words) -> list[Component]:
    """What stands there while a question is answered."""
    text = words("queries.running", seconds=f"{one.seconds:.0f}")
    return [html.Div([html.Span(className="spinner"), html.Span(text)], className="waiting", role="status")]


def answered(reader: Any, folder: Path, answer: Result, words: Words, *, past: Past | None = None) -> list[Component]:
    """An answer: how many rows, the sentence, and tabs for the grid, the chart and what the run rests on.

    Args:
        past: the run that was had again as known then: whether its hash is the recorded one is said.
    """
    query = shelf(folder).queries.get(answer.query)
    if not answer.rows:
        return [
            _counts(answer, words),
            *_sentence(reader, answer, words),
            html.P(words("queries.no_rows"), className="said not"),
            *([answers.cited(answer, words)] if answer.run else []),
        ]
    names = answers.names_for(reader, answer, words, protected=False)
    drawn = charted(reader, query, answer, words) if query is not None else []
    tabs = [("table", True), ("chart", bool(drawn)), ("cite", bool(answer.run))]
    bodies = {
        "table": [html.Div(answers.table(answer, words, names), id=Ids.TABLE, className="query-grid")],
        "chart": [html.Div(drawn, id=Ids.CHART)],
        "cite": [answers.cited(answer, words)] if answer.run else [],
    }
    return [
        _counts(answer, words),
        *([_proof(answer, past, words)] if past else []),
        *_sentence(reader, answer, words),
        html.Div(
            [
                *(_tab(name, words, on=name == "table") for name, there in tabs if there),
                html.Span(className="grow"),
                _names_toggle(words),
            ],
            className="query-tabs",
            role="tablist",
        ),
        *(_panel(name, bodies[name], on=name == "table") for name, there in tabs if there),
    ]


def _proof(answer: Result, past: Past, words: Words) -> Component:
    if past.result_hash in result_hashes(answer.rows):
        return html.P([icon("check"), html.Span(words("queries.proven", n=len(answer.rows)))], className="good-line")
    why = words("queries.not_proven_edited" if past.obstacle == "edited" else "queries.not_proven")
    return html.P(why, className="warn-line")


def _tab(name: str, words: Words, *, on: bool) -> Component:
    return html.Button(
        words(f"queries.tab_{name}"),
        type="button",
        role="tab",
        className="table-tab",
        tabIndex=0 if on else -1,
        **{"data-qtab": name, "aria-selected": str(on).lower()},
    )


def _panel(name: str, children: list[Any], *, on: bool) -> Component:
    return html.Div(children, className=f"query-panel {name}", hidden=not on, role="tabpanel", **{"data-qpanel": name})


def _names_toggle(words: Words) -> Component:
    return dcc.Checklist(
        id=Ids.NAMES,
        options=[{"label": words("queries.with_names"), "value": "yes"}],
        value=[],
        className="with-names",
    )


def _counts(answer: Result, words: Words) -> Component:
    said = words("queries.counts", n=len(answer.rows), revision=answer.revision, seconds=f"{answer.seconds:.2f}")
    parts: list[Any] = [html.Span(words.directed(said), role="status")]
    if answer.truncated:
        parts.append(html.Span(words("queries.truncated", n=len(answer.rows)), className="warn"))
    parts.append(html.Span(className="grow"))
    if answer.codes:
        parts.append(
            html.Button(
                words("queries.to_canvas", n=len(answer.codes)),
                type="button",
                className="secondary",
                **{"data-codes": json.dumps(answer.codes)},
            )
        )
    saves = [html.Button(words(f"queries.save_{form}"), type="button", id={"query-save": form}) for form in FORMATS]
    parts.append(
        html.Details(
            [
                html.Summary([icon("save"), html.Span(words("queries.save"))], className="tool wide"),
                html.Div([*saves, html.P(words("queries.save_note"), className="note")], className="drop-body"),
            ],
            className="drop",
        )
    )
    return html.Div(parts, className="query-counts")


def _sentence(reader: Any, answer: Result, words: Words) -> list[Component]:
    """The sentence to copy, where the query answers how many."""
    told = said(reader, answer, words.language)
    if told is None:
        return []
    notes = [
        html.Li([answers.code_button(note.document, {}), html.Bdi(f" {words.stored(note.locator)}")])
        for note in told.notes
    ]
    return [
        html.Div(
            [
                html.P(
                    answers.linked(words.directed(told.text), {}),
                    className="said" if told.said else "said not",
                    dir="auto",
                ),
                html.Ol(notes, className="footnotes") if notes else None,
                html.Pre(told.to_copy(), id="query-sentence", hidden=True),
                answers.copy_button("query-sentence", words),
            ],
            className="query-sentence",
        )
    ]


def said(reader: Any, answer: Result, language: str) -> Counted | None:
    """The sentence for an answer, None where its query does not answer how many."""
    of = FIGURES.get(answer.query)
    if of is None:
        return None
    about = str(answer.parameters.get(of) or "")
    rows = answer.rows
    if answer.query != "how_many":
        try:
            rows = find("how_many").ask(reader, {"about": about}, record=False).rows
        except DossierError:
            return None
    return counting.sentence(reader, rows, about=about, language=language)


def charted(reader: Any, query: SavedQuery, answer: Result, words: Words, *, by: str = "") -> list[Component]:
    """The bars, with a button for each way to group them; [] where there are none."""
    found = chart_of(query, answer, by=by)
    if found is None:
        return []
    names = answers.names_for(reader, answer, words, protected=False)
    buttons = [
        html.Button(
            words(f"queries.by_{group}"),
            type="button",
            id={"chart-by": group},
            className="toggle-button",
            **{"aria-pressed": str(group == found.by).lower()},
        )
        for group in found.groups
    ]
    return [*([html.Div(buttons, className="chart-groups")] if buttons else []), *chart.draw(found, words, names)]


# --- differences


def compared(reader: Any, folder: Path, found: Comparison, words: Words) -> list[Component]:
    """What differs between two runs and why, or that nothing does."""
    names = {**answers.names_for(reader, found.then, words, protected=False),
             **answers.names_for(reader, found.now, words, protected=False)}  # fmt: skip
    parts: list[Component] = [html.H2(words("queries.differences_title"))]
    if not found.proven:
        parts.append(
            html.P(words("queries.not_proven_edited" if found.edited else "queries.not_proven"), className="warn-line")
        )
    elif found.same:
        text = words("queries.same", n=len(found.now.rows))
        parts.append(html.P([icon("check"), html.Span(text)], className="good-line", role="status"))
    else:
        parts.append(html.P(words("queries.proven", n=len(found.then.rows)), className="good-line"))
    if not found.same:
        counts = words("queries.differ", added=len(found.added), gone=len(found.gone), changed=len(found.changed))
        parts.append(html.P(words.directed(counts), className="said", role="status"))
        columns = _columns(found)
        for name, rows in (("added", found.added), ("gone", found.gone)):
            if rows:
                parts += [
                    html.H3(words(f"queries.rows_{name}")),
                    answers.plain_table(columns, rows[:MOST_ROWS], words, names),
                ]
        if found.changed:
            parts += [html.H3(words("queries.rows_changed")), _changes(found.changed[:MOST_ROWS], words, names)]
    parts.append(_reasons(found, words))
    return [html.Div(parts, className="differences", id=Ids.DIFFERENCES)]


def _columns(found: Comparison) -> list[str]:
    rows = [*found.added, *found.gone]
    wanted = [*found.keys, *(column for column in found.now.columns if column not in found.keys)]
    filled = [each for each in wanted if any(row.get(each) not in (None, "", [], -1) for row in rows)]
    return [each for each in filled if each not in answers.HIDDEN and not each.endswith("_name")][:9]


def _changes(changes: Sequence[Change], words: Words, names: dict[str, str]) -> Component:
    head = [html.Th(words("queries.changed_row"), scope="col"), html.Th(words("queries.changed_what"), scope="col")]
    body = [
        html.Tr([html.Td(_key(each.key, words, names)), html.Td(_columns_changed(each, words, names))])
        for each in changes
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="plain-table")


def _key(key: Row, words: Words, names: dict[str, str]) -> list[Any]:
    parts: list[Any] = []
    for column, value in key.items():
        shown = answers.cell(column, value, words)
        if shown not in (None, ""):
            parts += [*answers.linked(shown, names), " · "]
    return parts[:-1]


def _columns_changed(change: Change, words: Words, names: dict[str, str]) -> list[Component]:
    return [
        html.Div(
            [
                html.Span(answers.heading(column, words), className="what"),
                html.Del(answers.linked(_side(column, before, words), names)),
                html.Span("→", **{"aria-hidden": "true"}),
                html.Ins(answers.linked(_side(column, after, words), names)),
            ],
            className="change",
        )
        for column, (before, after) in change.columns.items()
    ]


def _side(column: str, value: Any, words: Words) -> str:
    shown = answers.cell(column, value, words)
    return str(shown) if shown not in (None, "") else "—"


def _reasons(found: Comparison, words: Words) -> Component:
    if not found.reasons:
        return html.P(words("queries.no_reasons"), className="note")
    lines = [
        html.Li(
            words.directed(
                words(
                    "queries.reason_load" if each.load else "queries.reason",
                    load=each.load, at=moment(each.at), by=each.by, records=each.records, decisions=each.decisions,
                    revision=each.revision,
                )
            ),
            dir="auto",
        )
        for each in found.reasons[:MOST_ROWS]
    ]  # fmt: skip
    return html.Details(
        [html.Summary(words("queries.reasons", n=len(found.reasons))), html.Ul(lines)],
        className="reasons",
        open=not found.same,
    )
