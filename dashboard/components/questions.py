"""Saved questions: the list, the form made from their typed parameters, the answer as a table."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dashboard.components.icons import icon
from dashboard.components.markup import Component, dcc, html
from dashboard.components.suggestions import choices
from dashboard.desk import Desk
from dashboard.wording import Words
from graph.errors import DossierError
from queries import overview
from queries.overview import StartCard
from queries.parameters import suggest
from queries.saved_query import CODE, Result, SavedQuery, find, load_all


def panel(desk: Desk, words: Words) -> list[Any]:
    """Every question of the case, and below it the form of the one chosen."""
    try:
        queries = load_all(desk.folder)
    except DossierError as error:  # one broken file of the case's own must not take the others away
        return [html.P(words.said(error), className="error"), *_listed(load_all(), words)]
    return _listed(queries, words)


def _listed(queries: list[SavedQuery], words: Words) -> list[Any]:
    buttons = [
        html.Button(
            [html.Span(query.title(words.language), dir="auto"), icon("next")],
            type="button",
            className="question",
            **{"data-question": query.name},
        )
        for query in sorted(queries, key=lambda each: each.title(words.language))
    ]
    return [
        html.Div(id="form", className="form"),
        html.H2(words("ask.title")),
        html.Div(buttons, className="questions"),
    ]


def form(desk: Desk, wanted: Any, words: Words) -> Any:
    """Fields for one question, filled with what is given; nothing where the browser names no question."""
    if not isinstance(wanted, dict):
        return []
    try:
        query = find(str(wanted.get("name", "")), desk.folder)
    except DossierError as error:
        return html.P(words.said(error), className="error")
    asked = wanted.get("given")
    given: dict[str, Any] = asked if isinstance(asked, dict) else {}
    description = query.description(words.language)
    return [
        html.H2(query.title(words.language), dir="auto"),
        *([html.P(description, className="note", dir="auto")] if description else []),
        *(parameter_field(query, parameter, given, words) for parameter in query.parameters),
        html.Div(id="form-says", className="error", role="alert"),
        html.Button(
            [icon("ask", "#ffffff"), words("ask.run")],
            type="button",
            className="primary",
            id={"run": query.name},
        ),
    ]


def parameter_field(
    query: SavedQuery, parameter: Any, given: dict[str, Any], words: Words, *, part: str = "part"
) -> Component:
    """One parameter's field, with suggestions.

    Args:
        part: name under which its id says that it holds a value; pages that stand side by side need two.
    """
    value = given.get(parameter.name, parameter.default)
    value = ", ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)
    key = {part: "value", "param": parameter.name, "query": query.name}
    help_text = parameter.help.get(words.language) or parameter.help["en"]
    optional = "" if parameter.required else f" ({words('ask.optional')})"
    return html.Div(
        [
            html.Label(help_text + optional, dir="auto", htmlFor=_in_page(key)),
            dcc.Input(id=key, type="text", value=value, debounce=False, autoComplete="off", spellCheck="false"),
            html.Span(className="told", dir="auto"),
            html.Div(
                id={**key, part: "options"},
                className="found",
                role="listbox",
                **{"aria-label": help_text},
            ),
        ],
        className="combo field",
        **{"data-field": json.dumps(key)},
    )


def _in_page(key: dict[str, str]) -> str:
    """How Dash writes an id of several parts into the page."""
    return json.dumps(key, sort_keys=True, separators=(",", ":"))


def field(name: str, label: str, box: str) -> Component:
    """One field for an entity, with suggestions."""
    return html.Div(
        [
            html.Label(label, htmlFor=name),
            dcc.Input(id=name, type="text", value="", debounce=False, autoComplete="off", spellCheck="false"),
            html.Span(className="told", dir="auto"),
            html.Div(id=f"{box}-options", className="found", role="listbox", **{"aria-label": label}),
        ],
        className="combo field",
    )


def offers(desk: Desk, field_id: Any, typed: Any, words: Words) -> list[Any]:
    """What may be meant by the text in a field of a form; nothing where its query is not there any more."""
    name, text = field_id.get("param"), str(typed or "")[:200]
    try:
        query = find(str(field_id.get("query", "")), desk.folder)
    except DossierError:
        return []
    parameter = next((each for each in query.parameters if each.name == name), None)
    if parameter is None:
        return []
    found = suggest(desk.reader(), parameter, text, language=words.language)
    if [each.value for each in found] == [text.strip()]:
        return []  # it stands there already: a list would only cover what comes next
    return choices(found)


def run(desk: Desk, name: str, given: dict[str, Any]) -> Result:
    """Ask a saved question; what is empty is not given.

    Raises:
        DossierError: it cannot be asked like this, with a sentence that says why.
    """
    return find(name, desk.folder).run(desk.reader(), **{key: value for key, value in given.items() if value})


def rows(answer: Result, words: Words) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows and columns for the table: lists joined, records counted, columns that are empty throughout left out."""
    filled = [column for column in answer.columns if any(row[column] not in (None, "", [], ()) for row in answer.rows)]
    columns = [
        {
            "field": column,
            "headerName": words.maybe(f"column.{column}", column.replace("_", " ")),
            "tooltipField": column,
        }
        for column in filled
    ]
    shown = [{column: _cell(column, row[column], words) for column in filled} for row in answer.rows]
    return shown, columns


def _cell(column: str, value: Any, words: Words) -> Any:
    if isinstance(value, bool):
        return words("ask.yes" if value else "ask.no")
    if isinstance(value, list | tuple):
        if column == "records":
            return len(value)
        return " · ".join(map(str, value))
    if value is None or isinstance(value, int | float | str):
        return value
    return json.dumps(value, ensure_ascii=False)


def head(desk: Desk, answer: Result, words: Words) -> list[Any]:
    """How many rows there are, what they rest on, and the way onto the canvas."""
    codes = [code for code in answer.codes if CODE.fullmatch(code)]
    said = words("ask.rows", n=len(answer.rows), revision=answer.revision)
    parts: list[Any] = [html.Strong(find(answer.query, desk.folder).title(words.language), dir="auto"), html.Span(said)]
    if answer.truncated:
        parts.append(html.Span(words("ask.truncated"), className="error"))
    if codes:
        parts.append(
            html.Button(
                words("ask.to_canvas", n=len(codes)),
                type="button",
                className="secondary",
                **{"data-codes": json.dumps(codes)},
            )
        )
    return parts


def start_cards(reader: Any, words: Words) -> list[Any]:
    """Where to begin on an empty canvas, made from the case: each one click from an answer."""
    cards = overview.start_cards(reader, language=words.language)
    return [
        html.H2(words("start.title")),
        html.P(words("start.text" if cards else "start.none"), className="note"),
        start_buttons(cards, words),
    ]


def start_buttons(cards: Iterable[StartCard], words: Words) -> Component:
    """Start cards as buttons: they put codes on the canvas, ask a question, or both."""
    return html.Div([_start_card(each, words) for each in cards], className="starts")


def _start_card(card: StartCard, words: Words) -> Component:
    start = {"codes": card.codes, "query": card.query, "given": card.parameters}
    return html.Button(
        [
            html.Span(words.maybe(f"start.{card.kind}", ""), className="start-kind"),
            html.Span(words.directed(card.title), className="start-title", dir="auto"),
            html.Span(words.directed(card.text), className="start-text", dir="auto"),
        ],
        type="button",
        className="start",
        **{"data-start": json.dumps(start)},
    )
