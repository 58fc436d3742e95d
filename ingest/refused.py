"""Refused rows come back: a copy of the user's own table, with the cells marked and a column *why*."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from graph.errors import LoadError
from ingest.mapping.cells import text
from ingest.readers import sniff
from ingest.readers.sniffing import TSV, XLSX
from ingest.readers.tables import Cell, Sheet, read_sheets
from ingest.report import LoadReport, Refusal
from ingest.sentences import in_language

WHY = "why"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_MADE_HERE = re.compile(r" refused(?: ?\(\d+\))?$")
WHOLE = 50_000
"""Rows up to which the whole table is copied; of a larger one only the refused rows, below its header."""
_MARK = PatternFill("solid", fgColor="FFD7D2")
Refusals = dict[int, list[Refusal]]


def own_name(stem: str) -> str:
    """The name of the user's own table, also where the file is the copy made here: both are one dataset."""
    return _MADE_HERE.sub("", stem) or stem


def write_refused_copy(report: LoadReport, folder: Path) -> list[Path]:
    """Write a copy of each table that has refused rows, as ``<name> refused.csv`` or ``.xlsx``.

    A workbook stays a workbook (sheets without refused rows are left out); every other table becomes a CSV file. Put
    right, the copy can be loaded as it is: rows that were taken before are known again. What would be right is said
    in the report's language.

    Raises:
        LoadError: the copy cannot be written, or the table has gone since.
    """
    by_path: dict[Path, list[Refusal]] = defaultdict(list)
    for refusal in report.refused:
        if refusal.path is not None:
            by_path[refusal.path].append(replace(refusal, right=_wanted(refusal.right, report.language)))
    return [_write(path, refusals, report, folder) for path, refusals in by_path.items()]


def _write(path: Path, refusals: list[Refusal], report: LoadReport, folder: Path) -> Path:
    kind = sniff(path)
    target = folder / f"{path.stem} refused{'.xlsx' if kind == XLSX else '.tsv' if kind == TSV else '.csv'}"
    sheets = read_sheets(path)
    try:
        target.touch(mode=0o600)
        if kind == XLSX:
            _write_workbook(path, sheets, refusals, report, target)
        else:
            header = report.headers.get((str(path), ""), 1)
            _write_text(sheets[0], _by_row(refusals), header, target, "\t" if kind == TSV else ",")
    except OSError as error:
        raise LoadError(f"{target.name}: cannot be written ({error.strerror or 'output error'}).") from None
    return target


def _by_row(refusals: Sequence[Refusal]) -> Refusals:
    rows: Refusals = defaultdict(list)
    for refusal in refusals:
        rows[refusal.row].append(refusal)
    return rows


def _wanted(right: str, language: str) -> str:
    said = in_language(language, right)
    return f"المطلوب {said}" if language == "ar" else f"expected {said}"


def _why(refusals: Sequence[Refusal]) -> str:
    return "; ".join(f"{one.column}: {one.right}" if one.column else one.right for one in refusals)


def _rows(sheet: Sheet, refusals: Refusals, header: int) -> Iterator[tuple[int, Sequence[Cell], str]]:
    """Rows to copy, each as wide as the header, and what stands in the column *why*."""
    width = len(sheet.rows[header - 1])
    whole = len(sheet.rows) <= WHOLE
    for number, row in enumerate(sheet.rows, start=1):
        if whole or number <= header or number in refusals:
            why = WHY if number == header else _why(refusals.get(number, ()))
            yield number, [*row, *[None] * (width - len(row))], why


def _write_text(sheet: Sheet, refusals: Refusals, header: int, target: Path, mark: str) -> None:
    with target.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, delimiter=mark)
        for _, row, why in _rows(sheet, refusals, header):
            writer.writerow([*map(text, row), why])


def _write_workbook(
    path: Path, sheets: Sequence[Sheet], refusals: Sequence[Refusal], report: LoadReport, target: Path
) -> None:
    book = Workbook(write_only=True)
    alone = {refusal.sheet for refusal in refusals} == {""}
    for sheet in sheets:
        name = "" if alone else sheet.name
        own = [one for one in refusals if one.sheet == name]
        header = report.headers.get((str(path), name))
        if own and header and len(sheet.rows) >= header:
            _copy_sheet(sheet, _by_row(own), header, book.create_sheet(sheet.name[:31]))
        elif len(sheets) > 1 and len(sheet.rows) <= WHOLE and not sheet.hidden and header is None:
            _copy_plain(sheet, book.create_sheet(sheet.name[:31]))  # such as the first sheet, which names the dataset
    book.save(target)


def _copy_plain(sheet: Sheet, copy: Worksheet) -> None:
    for row in sheet.rows:
        copy.append([_cell(copy, value) for value in row])


def _copy_sheet(sheet: Sheet, refusals: Refusals, header: int, copy: Worksheet) -> None:
    headings = [cell for cell in sheet.rows[header - 1] if isinstance(cell, str)]
    copy.sheet_view.rightToLeft = 2 * sum(map(bool, map(_RIGHT_TO_LEFT.search, headings))) > len(headings)
    for number, row, why in _rows(sheet, refusals, header):
        cells = [_cell(copy, value) for value in row]
        for refusal in refusals.get(number, ()):
            for place in refusal.places:
                if place < len(cells):
                    cells[place].fill = _MARK
                    cells[place].comment = Comment(f"{refusal.right[:1].upper()}{refusal.right[1:]}.", "Dossier")
        copy.append([*cells, _cell(copy, why)])


def _cell(copy: Worksheet, value: Cell) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(copy, value=value)
    cell = WriteOnlyCell(copy, value=ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767])
    cell.data_type = "s"  # never a formula
    return cell
