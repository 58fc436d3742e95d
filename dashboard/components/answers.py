"""An answer as people read it: words for codes, names where they may be shown, and what it rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dashboard.components.icons import icon
from dashboard.components.markup import Component, dcc, grid, html
from dashboard.wording import Words
from graph.model.words import code_label
from queries.naming import name_of, title_of
from queries.reading import Row
from queries.saved_query import CODE, Result

# Columns whose codes have words in the model.
VOCABULARIES = {
    "method": "method", "methods": "method", "act": "act", "outcome": "outcome", "what": "figure_what",
    "counted_in": "counted_in", "role": "role", "degree": "degree", "class": "incident_class", "kind": "unit_kind",
    "link_kind": "unit_relation_kind", "basis_in_law": "basis_in_law",
}  # fmt: skip
HIDDEN = frozenset({"data_as_of"})
COUNTED = frozenset({"records", "undermining", "involvement_records"})
SHORT = frozenset({"level", "paths", "days", "n_sources", "n_independent", "low", "best", "high", "range", "step",
                   "incidents", "records", "from", "to", "month", "row"})  # fmt: skip


def names_for(reader: Any, answer: Result, words: Words, *, protected: bool) -> dict[str, str]:
    """Code to what it is called: units and places by name, others by what they are.

    Args:
        protected: names of protected people too, as far as this reader may see them; on the screen only.
    """
    codes = answer.codes
    found: dict[str, str] = {}
    for row in reader.nodes(codes):
        properties = row["properties"]
        own = name_of(row["label"], properties)
        found[properties["code"]] = own or ""
        if not own and row["label"] in ("Incident", "Unit", "Location"):
            found[properties["code"]] = title_of(row["label"], properties, words.language).split("\n")[0]
    if protected:
        found.update(reader.names_of(codes))
    return {code: name for code, name in found.items() if name}


def columns_of(answer: Result, words: Words, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Columns for the grid: those that are empty throughout, and names that their codes already carry, are left out."""
    filled = [
        column
        for column in answer.columns
        if column not in HIDDEN and any(row[column] not in (None, "", [], (), -1) for row in answer.rows)
    ]
    shown = [column for column in filled if not (column.endswith("_name") and column[:-5] in filled)]
    return [_column(column, answer, words, names) for column in shown]


def _column(column: str, answer: Result, words: Words, names: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "field": column,
        "headerName": heading(column, words),
        "headerTooltip": heading(column, words),
        "minWidth": 104 if column in ("from", "to") else 84 if column in SHORT else 130,
        "flex": 1 if column in SHORT else 2,
        "suppressHeaderFilterButton": column in SHORT,
    }
    if any(CODE.search(_text(row[column])) for row in answer.rows):
        told["cellRenderer"] = "DossierCodes"
        named = any(code in names for row in answer.rows for code in CODE.findall(_text(row[column])))
        told["minWidth"] = 260 if named else 150
        told["cellRendererParams"] = {"names": dict(names)}
    else:
        told["tooltipField"] = column
    return told


def heading(column: str, words: Words) -> str:
    """What a column is called."""
    return words.maybe(f"queries.column_{column}", words.maybe(f"column.{column}", column.replace("_", " ")))


def rows_of(answer: Result, words: Words, columns: list[dict[str, Any]]) -> list[Row]:
    """Rows for the grid, in words."""
    names = [column["field"] for column in columns]
    return [{name: cell(name, row[name], words) for name in names} for row in answer.rows]


def cell(column: str, value: Any, words: Words) -> Any:
    """One value in words; records are counted, for their ids say nothing to people."""
    if isinstance(value, bool):
        return words("ask.yes" if value else "ask.no")
    if column in COUNTED and isinstance(value, list | tuple):
        return len(value)
    if isinstance(value, list | tuple):
        return " · ".join(str(cell(column, each, words)) for each in value)
    if isinstance(value, str) and value:
        if column in VOCABULARIES:
            return code_label(VOCABULARIES[column], value, words.language)
        if value.isupper() and words.maybe(f"link.{value}", ""):
            return words(f"link.{value}")
        return words.maybe(f"queries.value_{value}", words.maybe(f"vetting.{value}", value))
    if value == -1:
        return None  # not stated
    if value is None or isinstance(value, int | float | str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _text(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def table(answer: Result, words: Words, names: Mapping[str, str], *, name: str = "query-grid") -> Component:
    """The grid. Codes in it open their cards."""
    columns = columns_of(answer, words, names)
    return grid.AgGrid(
        id=name,
        columnDefs=columns,
        rowData=rows_of(answer, words, columns),
        defaultColDef={"sortable": True, "filter": True, "resizable": True},
        dashGridOptions={
            "enableRtl": words.direction == "rtl",
            "animateRows": False,
            "headerHeight": 36,
            "rowHeight": 36,
            "localeText": {"noRowsToShow": words("table.empty")},
            "tooltipShowDelay": 300,
            "enableCellTextSelection": True,
        },
        className="ag-theme-quartz grid",
        style={"height": "100%", "width": "100%"},
    )


def plain_table(columns: list[str], rows: list[Row], words: Words, names: Mapping[str, str]) -> Component:
    """A few rows as a table of the page itself; codes open their cards."""
    head = html.Tr([html.Th(heading(column, words), scope="col") for column in columns])
    body = [html.Tr([html.Td(linked(cell(each, row.get(each), words), names)) for each in columns]) for row in rows]
    return html.Div(html.Table([html.Thead(head), html.Tbody(body)], className="plain-table"), className="scroll")


def linked(value: Any, names: Mapping[str, str]) -> list[Any]:
    """A value with the codes in it as buttons that open their cards."""
    text, parts, at = str("" if value is None else value), [], 0
    for found in CODE.finditer(text):
        parts += [html.Bdi(text[at : found.start()]), code_button(found[0], names)]
        at = found.end()
    return [*parts, html.Bdi(text[at:])]


def code_button(code: str, names: Mapping[str, str]) -> Component:
    """A code that opens its card, by what it is called where that may be shown."""
    name = names.get(code, "")
    told = [html.Bdi(name), " ", html.Code(code)] if name else [html.Code(code)]
    return html.Button(told, type="button", className="code-link", **{"data-card": code})


def cited(answer: Result, words: Words) -> Component:
    """How this run is cited: its number, the revision it rests on, and the hash of its rows."""
    text = words("queries.cite_text", run=answer.run, revision=answer.revision, hash=answer.hash, n=len(answer.rows))
    href = f"/{words.language}/queries/run-{answer.run}"
    return html.Details(
        [
            html.Summary(words("queries.cite")),
            html.P([html.Code(answer.run), " ", dcc.Link(words("queries.open_run"), href=href)]),
            html.P(text, className="note", id="query-citation"),
            copy_button("query-citation", words),
        ],
        className="cite",
    )


def copy_button(target: str, words: Words) -> Component:
    """A button that copies the text of an element."""
    return html.Button(
        [icon("table"), html.Span(words("queries.copy"))],
        type="button",
        className="secondary copy",
        **{"data-copy": target, "data-copied": words("queries.copied")},
    )
