"""The intake workbook, empty: one sheet a kind of record, in English or Arabic. :mod:`ingest.intake` reads it."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from graph.errors import LoadError
from graph.model import KINDS, FieldType, Kind
from graph.model.vocabularies import VOCABULARIES
from graph.model.words import LANGUAGES, code_label, field_help, field_label, kind_label
from ingest.wording import ABOUT, DATASET, LINES

ROWS = 2_000
"""Rows that the drop-downs and the text format of a new workbook reach."""
_LISTS = "_lists"
_HEAD, _ANSWER = PatternFill("solid", fgColor="E4EBF2"), PatternFill("solid", fgColor="FFF6DD")
_SMALL = Font(italic=True, color="5F6B76", size=9)
_WRAP = Alignment(wrap_text=True, vertical="top")


def write_template(path: Path, language: str = "en") -> None:
    """Write an empty intake workbook.

    Args:
        language: of sheets, headings, help and lists: en or ar (sheets from right to left).

    Raises:
        LoadError: another language, or a file that cannot be written.
    """
    if language not in LANGUAGES:
        raise LoadError(f"The intake workbook is written in one of: {', '.join(LANGUAGES)}.")
    try:
        empty_workbook(language).save(path)
    except OSError as error:
        raise LoadError(f"{path.name}: cannot be written ({error.strerror or 'output error'}).") from None


def empty_workbook(language: str) -> Workbook:
    """The workbook that :func:`write_template` writes: About, one sheet a kind, and a hidden sheet of lists."""
    book = Workbook()
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    columns: dict[str, str] = {}
    _write_about(book.worksheets[0], language, lists, columns)
    for kind in KINDS.values():
        _write_sheet(book.create_sheet(kind_label(kind.name, language)), kind, language, lists, columns)
    book.move_sheet(lists, len(KINDS))
    for sheet in book.worksheets:
        sheet.sheet_view.rightToLeft = language == "ar"
    return book


def _write_about(sheet: Worksheet, language: str, lists: Worksheet, columns: dict[str, str]) -> None:
    words = ABOUT[language]
    sheet.title = words["sheet"]
    sheet["A1"] = words["title"]
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A3"], sheet["B3"] = words["dataset"], DATASET
    sheet["A4"] = words["order"]
    for cell in (sheet["B3"], sheet["B4"]):
        cell.fill, cell.number_format = _ANSWER, "@"
    _offer(sheet, "B4", _list("order", [words["day first"], words["month first"]], lists, columns))
    for at, line in enumerate(LINES[language], start=6):
        sheet.cell(at, 1, line).alignment = _WRAP
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 90, 30


def _write_sheet(sheet: Worksheet, kind: Kind, language: str, lists: Worksheet, columns: dict[str, str]) -> None:
    for at, field in enumerate(kind.all_fields, start=1):
        letter = get_column_letter(at)
        head = sheet.cell(1, at, field_label(field.name, language, kind=kind.name) + (" *" if field.required else ""))
        head.font, head.fill = Font(bold=True), _HEAD
        help_ = sheet.cell(2, at, field_help(field.name, language, kind=kind.name))
        help_.font, help_.alignment = _SMALL, _WRAP
        column = sheet.column_dimensions[letter]
        column.width = 28 if field.type in (FieldType.WORDS, FieldType.NAMES) else 20
        column.number_format = "@"  # text: dates stay as people write them
        if field.type is FieldType.CODE and not field.many:
            labels = [code_label(field.vocabulary, code, language) for code in VOCABULARIES[field.vocabulary]]
            _offer(sheet, f"{letter}3:{letter}{ROWS}", _list(field.vocabulary, labels, lists, columns))
    sheet.row_dimensions[2].height = 48
    sheet.freeze_panes = "B3"


def _offer(sheet: Worksheet, cells: str, choices: str) -> None:
    drop = DataValidation(type="list", formula1=choices, allow_blank=True)
    drop.errorStyle = "warning"  # a case may have codes of its own
    sheet.add_data_validation(drop)
    drop.add(cells)


def _list(name: str, labels: list[str], lists: Worksheet, columns: dict[str, str]) -> str:
    """The range of a drop-down's choices; each list stands once, on the hidden sheet."""
    if name not in columns:
        letter = get_column_letter(len(columns) + 1)
        for at, label in enumerate(labels, start=1):
            lists[f"{letter}{at}"] = label
        columns[name] = f"{_LISTS}!${letter}$1:${letter}${len(labels)}"
    return columns[name]
