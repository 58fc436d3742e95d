"""Results as a table in the terminal, CSV, XLSX and JSON.

Nothing that a cell holds is ever run: in CSV a text that a spreadsheet would take for a formula gets an apostrophe
before it, in XLSX every text is written as text. The same result gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from rich.table import Table

from queries.saved_query import Result

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX_CELL = 32_767
_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed stamp, no moment in time
_WIDEST = 60


def as_text(value: Any) -> str:
    """A value in one cell: lists joined by ``; ``, yes and no in words, maps as JSON, nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(map(as_text, value))
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return str(value)


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before one that would be, spaces aside."""
    return (
        f"'{text}"
        if text.lstrip(" \u00a0\u200b\ufeff").startswith(FORMULA_STARTS) or (text[:1] in "\t\r\n" and text)
        else text
    )


def to_csv(result: Result) -> str:
    """CSV with a header line, CRLF line ends and every text made safe. Numbers stay numbers."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(map(safe, result.columns))
    for row in result.rows:
        writer.writerow(_csv_cell(row[column]) for column in result.columns)
    return buffer.getvalue()


def _csv_cell(value: Any) -> str | int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return safe(as_text(value))


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
    book = Workbook()
    rows = book.active
    rows.title = "rows"
    _sheet(rows, result.columns, (tuple(row[column] for column in result.columns) for row in result.rows))
    asked = [
        ("query", result.query), ("title", result.title), ("revision", result.revision),
        ("rows", len(result.rows)), ("truncated", "yes" if result.truncated else "no"),
        *((f"parameter {name}", as_text(value)) for name, value in sorted(result.parameters.items())),
    ]  # fmt: skip
    _sheet(book.create_sheet("asked"), ("what", "value"), asked)
    for name in ("creator", "lastModifiedBy"):
        setattr(book.properties, name, "Dossier")
    book.properties.created = book.properties.modified = _FIXED
    buffer = io.BytesIO()
    book.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


def _sheet(sheet: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    widths = [len(column) for column in columns]
    for number, values in enumerate((columns, *rows), 1):
        for at, value in enumerate(values, 1):
            _write(sheet.cell(row=number, column=at), value)
            widths[at - 1] = max(widths[at - 1], min(len(as_text(value)), _WIDEST))
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width + 2
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"


def _write(cell: Any, value: Any) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**15:
        cell.value = value
        return
    text = "".join(letter for letter in as_text(value) if letter in "\t\n" or ord(letter) >= 32)
    cell.value = text[:XLSX_CELL]
    cell.data_type = "s"  # text, whatever it begins with
    if "\n" in text:
        cell.alignment = Alignment(wrap_text=True)


def _with_fixed_dates(content: bytes) -> bytes:
    """The same file with every time inside set to one moment: when somebody worked is nobody's business."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _core(data)
            new.writestr(zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _core(data: bytes) -> bytes:
    import re

    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)


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
