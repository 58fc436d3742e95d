"""Cells of tables that leave Dossier: text that is never run, and workbooks that say nothing of when they were made."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

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


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """CSV with a header line, CRLF line ends and every text made safe. Numbers stay numbers."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(map(safe, columns))
    for row in rows:
        writer.writerow(map(_csv_cell, row))
    return buffer.getvalue()


def _csv_cell(value: Any) -> str | int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return safe(as_text(value))


def xlsx_bytes(sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[Any]]]]) -> bytes:
    """A workbook of sheets (columns and rows) by name. No formulas, nothing hidden; the same input, the same bytes."""
    book = Workbook()
    first = book.active
    for name, (columns, rows) in sheets.items():
        target, first = first or book.create_sheet(), None
        target.title = name
        _sheet(target, columns, rows)
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
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
