"""Step 2: the columns of a table nobody knows: its first rows, and above each column what it is taken for."""

from __future__ import annotations

from typing import Any

from dashboard.components.markup import Component, dcc, html
from dashboard.pages.add.marks import asks, choice, columns_in_line, sentence, step
from dashboard.wording import Words
from graph.model.denied import is_denied
from graph.model.vocabularies import VOCABULARIES
from graph.model.words import code_label
from ingest.arrival import SHOWN, WIDE, DateOrder, SheetLook
from ingest.arrivals import Arrived
from ingest.layout import Layout, flaws, refused
from ingest.own_mappings import LONGEST
from ingest.roles import CODED, POSTS, ROLES, ROWS

ABOVE = 4
"""Rows above the headings that are shown."""
BELOW = 8
"""Rows below them."""


def table(found: Arrived, words: Words) -> list[Any]:
    """The second step; [] where the columns are not chosen here."""
    layout = found.layout
    if layout is None:
        return []
    sheet = next((one for one in found.look.sheets if one.name == layout.sheet), None)
    if sheet is None:
        return []
    told: list[Any] = [_settings(found, layout, words), _rows(sheet, layout, words)]
    rows = f"{sheet.rows:,}"
    shown = words("add.shown_rows", n=rows) if sheet.rows > 0 else words("add.shown_some")
    more = len(layout.headings) - WIDE
    shown += " " + words("add.more_columns", n=more) if more > 0 else ""
    told.append(html.P(shown, className="note"))
    if never := refused(layout):
        told.append(sentence(words("add.never", columns=columns_in_line(never, words)), words, className="add-never"))
    return [step(2, "columns", words), html.Div(told, className="box")]


def _settings(found: Arrived, layout: Layout, words: Words) -> Component:
    fields = []
    sheets = [one.name for one in found.look.sheets if one.head]
    if len(sheets) > 1:
        control = choice(((name, name) for name in sheets), layout.sheet, asks("sheet"), id="add-sheet")
        fields.append(_field(words("add.sheet"), "add-sheet", control))
    kinds = ((name, words(f"add.rows.{name}")) for name in ROWS)
    fields.append(_field(words("add.rows_are"), "add-rows", choice(kinds, layout.rows, asks("rows"), id="add-rows")))
    name = html.Div(dcc.Input(id="add-dataset", type="text", value=layout.dataset, debounce=True, maxLength=120,
                              autoComplete="off", spellCheck="false"), **asks("dataset"))  # fmt: skip
    fields.append(_field(words("add.dataset"), "add-dataset", name, words("add.dataset_help")))
    levels = ((code, code_label("level", code, words.language)) for code in VOCABULARIES["level"])
    fields.append(_field(words("add.level"), "add-level", choice(levels, layout.level, asks("level"), id="add-level")))
    return html.Div(fields, className="add-settings")


def _field(label: str, own: str, control: Component, help_: str = "") -> Component:
    return html.Div(
        [html.Label(label, htmlFor=own), control, *([html.P(help_, className="note")] if help_ else [])],
        className="add-field",
    )


def _rows(sheet: SheetLook, layout: Layout, words: Words) -> Component:
    first = max(1, layout.header - ABOVE)
    last = min(len(sheet.head), layout.header + BELOW)
    width = min(len(layout.headings), WIDE)
    picks = html.Tr([html.Td(className="add-corner"), *(html.Td(_pick(layout, at, words)) for at in range(width))])
    body = [_row(sheet, layout, number, width, words) for number in range(first, last + 1)]
    return html.Div(
        html.Table([html.Thead(picks), html.Tbody(body)], className="add-table"),
        className="add-scroll", tabIndex=0, role="region", **{"aria-label": words("add.step.columns")},
    )  # fmt: skip


def _row(sheet: SheetLook, layout: Layout, number: int, width: int, words: Words) -> Component:
    cells = sheet.head[number - 1] if number <= min(len(sheet.head), SHOWN) else ()
    is_header = number == layout.header
    said = words("add.headings_here", row=number) if is_header else words("add.make_headings", row=number)
    mark = html.Button(
        [f"{number}", *([html.Span(words("add.headings"), className="add-is-header")] if is_header else [])],
        type="button", title=said, className="add-row-number", disabled=is_header, **{"aria-label": said},
        **asks("header", value=number),
    )  # fmt: skip
    cell = html.Th if is_header else html.Td
    faded = "add-above" if number < layout.header else "add-header" if is_header else ""
    shown = [
        cell(
            html.Bdi(cells[at] if at < len(cells) else ""),
            className="" if layout.roles[at] else "add-left",
            **{"data-column": at},
        )
        for at in range(width)
    ]
    return html.Tr([html.Td(mark, className="add-corner"), *shown], className=faded)


def _pick(layout: Layout, at: int, words: Words) -> Component:
    heading = layout.headings[at] or words("add.no_heading")
    if is_denied(layout.headings[at]):
        return html.Span(words("add.never_stored"), className="tag bad")
    options = [("", words("add.not_loaded"))]
    options += [(role, role_label(role, layout.rows, words)) for role in ROLES[layout.rows]]
    return choice(
        options, layout.roles[at], asks("role", at=at), className="add-role" + ("" if layout.roles[at] else " none"),
        id=f"add-role-{at}", **{"aria-label": words("add.column", heading=heading)},
    )  # fmt: skip


def role_label(role: str, rows: str, words: Words) -> str:
    """What a role is called for rows of a kind."""
    own = f"{role}_posts" if rows == POSTS and role in ("unit", "until") else role
    return words(f"add.role.{own}")


def checks(found: Arrived, words: Words) -> list[Any]:
    """What stands in the way, how dates are read, and saving: all that follows from the columns as they are."""
    layout = found.layout
    if layout is None:
        return []
    told: list[Any] = []
    wrong = [
        words(
            f"add.flaw.{flaw.code}", heading=f"\u2068{layout.headings[flaw.column]}\u2069" if flaw.column >= 0 else ""
        )
        for flaw in flaws(layout)
    ]
    if wrong:
        told.append(html.Ul([html.Li(one) for one in wrong], className="add-flaws"))
    told += _dates(found, layout, words)
    lists = [layout.headings[at] for at, role in enumerate(layout.roles) if role in CODED]
    if lists:
        told.append(sentence(f"{columns_in_line(lists, words)}: {words('add.is_list')}", words, className="note"))
    if not wrong:
        told.append(_saving(found, words))
    return [html.Div(told, className="box add-check")]


def _dates(found: Arrived, layout: Layout, words: Words) -> list[Any]:
    lines = [_order(one, layout.order, words) for one in found.orders if one.state != "none"]
    if not lines:
        return []
    told: list[Any] = [html.H3(words("add.dates")), html.Ul([html.Li(words.directed(one)) for one in lines])]
    if layout.order or any(one.state in ("open", "contradictory") for one in found.orders):
        options = [(order, words(f"add.order.{order or 'none'}")) for order in ("", "dmy", "mdy")]
        control = choice(options, layout.order, asks("order"), id="add-order")
        told.append(_field(words("add.order_question"), "add-order", control))
    return told


def _order(one: DateOrder, chosen: str, words: Words) -> str:
    heading = f"\u2068{one.heading}\u2069"
    if chosen:
        return words("add.order_chosen", heading=heading, order=words(f"add.order.{chosen}"))
    if one.state == "settled":
        return words("add.order_settled", heading=heading, order=words(f"add.order.{one.order}"), row=one.row)
    return words(f"add.order_{one.state}", heading=heading, row=one.row, against=one.against)


def _saving(found: Arrived, words: Words) -> Component:
    if found.saved:
        return html.P(words("add.saved", name=f"\u2068{found.saved}\u2069"), className="add-good")
    return html.Details(
        [
            html.Summary(words("add.save_title")),
            html.P(words("add.save_help"), className="note"),
            html.Div(
                [
                    html.Label(words("add.save_name"), htmlFor="add-save-name"),
                    dcc.Input(id="add-save-name", type="text", value="", debounce=True, maxLength=LONGEST,
                              autoComplete="off", spellCheck="false"),
                    html.Button(words("add.save_it"), type="button", className="secondary", **asks("save")),
                    html.Button(words("add.save_replace"), type="button", className="add-link",
                                **asks("save", replace=True)),
                ],
                className="add-save",
                **{"data-add-form": "save"},
            ),
        ]
    )  # fmt: skip
