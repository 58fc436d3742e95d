"""Results as a table in the terminal, CSV, XLSX and JSON.

Nothing that a cell holds is ever run: in CSV a text that a spreadsheet would take for a formula gets an apostrophe
before it, in XLSX every text is written as text. The same result gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.table import Table

from queries.cells import FORMULA_STARTS, XLSX_CELL, as_text, csv_text, safe, xlsx_bytes
from queries.saved_query import Result

__all__ = ["FORMULA_STARTS", "XLSX_CELL", "as_text", "safe", "to_csv", "to_json", "to_table", "to_xlsx"]


def to_csv(result: Result) -> str:
    """CSV with a header line, CRLF line ends and every text made safe. Numbers stay numbers."""
    return csv_text(result.columns, ([row[column] for column in result.columns] for row in result.rows))


def to_json(result: Result) -> str:
    """JSON: the query, its parameters, the revision it rests on, columns and rows."""
    return json.dumps(
        {
            "query": result.query,
            "title": result.title,
            "parameters": result.parameters,
            "revision": result.revision,
            "truncated": result.truncated,
            "columns": list(result.columns),
            "rows": result.rows,
        },
        ensure_ascii=False,
        indent=2,
        default=str,
    )


def to_xlsx(result: Result) -> bytes:
    """An XLSX workbook: one sheet with the rows, one that says what was asked. No formulas, nothing hidden."""
    asked = [
        ("query", result.query), ("title", result.title), ("revision", result.revision),
        ("rows", len(result.rows)), ("truncated", "yes" if result.truncated else "no"),
        *((f"parameter {name}", as_text(value)) for name, value in sorted(result.parameters.items())),
    ]  # fmt: skip
    rows = ([row[column] for column in result.columns] for row in result.rows)
    return xlsx_bytes({"rows": (result.columns, rows), "asked": (("what", "value"), asked)})


NARROW = 8
"""A terminal shows so many columns side by side; wider results are shown row by row."""


def to_table(result: Result, *, columns: Sequence[str] = ()) -> Table:
    """A table for the terminal. What a cell holds is never read as markup.

    Columns that are empty in every row are left out; where more than ``NARROW`` remain, each row becomes a block
    of names and values.

    Args:
        columns: keep to these, side by side.
    """
    from rich.text import Text

    shown = tuple(columns) or tuple(
        column for column in result.columns if any(as_text(row[column]) for row in result.rows)
    )
    title, caption = Text(result.title), Text(_caption(result))
    if not columns and len(shown) > NARROW:
        return _blocks(result, Table(title=title, caption=caption, show_header=False))
    table = Table(title=title, caption=caption, show_lines=False)
    for column in shown:
        table.add_column(Text(column), overflow="fold")
    for row in result.rows:
        table.add_row(*(Text(as_text(row[column])) for column in shown))
    return table


def _blocks(result: Result, table: Table) -> Table:
    """Each row as lines of column and value, empty ones left out, with a rule between rows."""
    from rich.text import Text

    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row in result.rows:
        for column in result.columns:
            if text := as_text(row[column]):
                table.add_row(Text(column), Text(text))
        table.add_section()
    return table


def _caption(result: Result) -> str:
    cut = ", cut at the limit" if result.truncated else ""
    return f"{len(result.rows)} rows{cut}; revision {result.revision}"
