"""Refused rows, back in a copy of the user's own table: the cell marked, and a column that says why."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from graph.errors import LoadError
from ingest.mapping.compile import text_of
from ingest.readers import sniff
from ingest.readers.sniffing import XLSX
from ingest.readers.tables import Cell, Sheet, read_sheets
from ingest.report import LoadReport, Refusal

WHY = "why"
MARK = PatternFill("solid", fgColor="FFD7D2")
Refusals = dict[int, list[Refusal]]


def write_refused_copies(report: LoadReport, folder: Path) -> list[Path]:
    """One copy a file, with its refused rows alone, named ``<file> refused.<ending>``.

    A workbook stays a workbook with the cells marked; every other table becomes a CSV file. Put right, the copy can
    be loaded as it is.

    Raises:
        LoadError: the copy cannot be written.
    """
    by_path: dict[Path, list[Refusal]] = defaultdict(list)
    for refusal in report.refused:
        if refusal.path is not None:
            by_path[refusal.path].append(refusal)
    return [_write(path, refusals, folder) for path, refusals in by_path.items()]


def _write(path: Path, refusals: list[Refusal], folder: Path) -> Path:
    workbook = sniff(path) == XLSX
    target = folder / f"{path.stem} refused{'.xlsx' if workbook else '.csv'}"
    sheets = read_sheets(path)
    try:
        if workbook:
            _write_workbook(sheets, refusals, target)
        else:
            _write_csv(sheets[0], _by_row(refusals), target)
    except OSError as error:
        raise LoadError(f"{target.name}: cannot be written ({error.strerror or 'output error'}).") from None
    return target


def _by_row(refusals: Sequence[Refusal]) -> Refusals:
    rows: Refusals = defaultdict(list)
    for refusal in refusals:
        rows[refusal.row].append(refusal)
    return rows


def _header(sheet: Sheet, refusals: Refusals) -> int:
    """Number of the header row: the last row above the refused ones that holds every heading they name."""
    wanted = {column for row in refusals.values() for refusal in row for column in refusal.columns}
    rows = sheet.rows[: max(1, min(refusals) - 1)]
    fitting = (number for number, row in enumerate(rows, start=1) if wanted <= set(map(_heading, row)) and any(row))
    return next(fitting, 1)


def _heading(cell: Cell) -> str:
    return text_of(cell).rstrip("*").strip()


def _why(refusals: Sequence[Refusal]) -> str:
    return "; ".join(f"{' and '.join(one.columns)}: {one.right}" if one.columns else one.right for one in refusals)


def _write_csv(sheet: Sheet, refusals: Refusals, target: Path) -> None:
    header = _header(sheet, refusals)
    with target.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        for number, row in enumerate(sheet.rows, start=1):
            if number == header:
                writer.writerow([*map(text_of, row), WHY])
            elif number in refusals:
                width = len(sheet.rows[header - 1])
                cells = [text_of(cell) for cell in row] + [""] * (width - len(row))
                writer.writerow([*cells, _why(refusals[number])])
    target.chmod(0o600)


def _write_workbook(sheets: Sequence[Sheet], refusals: Sequence[Refusal], target: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    several = {refusal.sheet for refusal in refusals}
    for sheet in sheets:
        own = [one for one in refusals if one.sheet == sheet.name or several == {""}]
        if own:
            _copy_sheet(sheet, _by_row(own), book.create_sheet(sheet.name[:31]))
    book.save(target)
    target.chmod(0o600)


def _copy_sheet(sheet: Sheet, refusals: Refusals, copy: Worksheet) -> None:
    header = _header(sheet, refusals)
    headings = [_heading(cell) for cell in sheet.rows[header - 1]]
    _fill(copy, 1, [*headings, WHY])
    for at, (number, own) in enumerate(sorted(refusals.items()), start=2):
        row = sheet.rows[number - 1]
        _fill(copy, at, [*row, *[None] * (len(headings) - len(row)), _why(own)])
        for refusal in own:
            for column in refusal.columns:
                if column in headings:
                    cell = copy.cell(at, headings.index(column) + 1)
                    cell.fill = MARK
                    cell.comment = Comment(refusal.right, "Dossier")


def _fill(copy: Worksheet, number: int, cells: Sequence[Cell]) -> None:
    for at, value in enumerate(cells, start=1):
        cell = copy.cell(number, at)
        if isinstance(value, str):
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
            cell.data_type = "s"  # never a formula
        else:
            cell.value = value
