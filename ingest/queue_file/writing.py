"""The queue as a workbook: one pair a row, both records side by side, a drop-down for the verdict.

Every cell is text, so nothing in it is ever run. The file holds names; it says so on its first sheet, and up to which
level. The column *stands* says which verdict stood when the file was made, so that loading can tell what has been
judged meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from graph.case import Case
from graph.errors import LoadError
from graph.model.levels import LEVELS, Level
from graph.model.words import field_label, kind_label
from ingest.names.compare import Comparison
from ingest.names.said import explanation
from ingest.queue_file.words import COLUMNS, VERDICTS, reasons, words
from ingest.reviewing import Filter, Queue, WaitingPair
from ingest.reviewing_lines import Line, Shown
from ingest.reviewing_pair import Compared, Side, compare

MOST = 500
"""Pairs in one file."""
_LONGEST = 2_000
_HEAD, _ANSWER = PatternFill("solid", fgColor="E4EBF2"), PatternFill("solid", fgColor="FFF6DD")
_WIDTHS = {"number": 6, "left": 14, "right": 14, "kind": 11, "score": 8, "verdict": 14, "why": 28, "stands": 12}
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What went into a file; ``left_out``: waiting pairs that this level does not see; ``more``: that did not fit."""

    pairs: int
    left_out: int
    more: int


def write_queue(
    case: Case, path: Path, *, by: str, language: str = "en", level: Level = Level.CONFIDENTIAL, kind: str = "",
    most: int = MOST
) -> Written:  # fmt: skip
    """Write the waiting pairs that are worth most to judge.

    Args:
        by: who asks for it; printed on the first sheet.
        level: of the most sensitive record that may be in the file.
        kind: only pairs of this kind; "" for all.

    Raises:
        LoadError: another language, or a file that cannot be written.
    """
    said = words(language)
    queue = Queue(case)
    chosen = Filter(kind=kind)
    waiting = queue.waiting(level, chosen)
    hidden = len(queue.waiting(Level.SEALED, chosen)) - len(waiting)
    book = Workbook()
    about, sheet = book.worksheets[0], book.create_sheet(said["queue"])
    about.title = said["about"]
    rows = _rows(case, waiting[:most], level, language)
    _write_about(about, language, [
        said["title"],
        said["names_inside"],
        said["level"].format(level=_level(level), left_out=hidden),
        said["made"].format(
            day=datetime.now(UTC).date().isoformat(), by=by, revision=case.evidence.revision(), pairs=len(rows)
        ),
        said["how"],
        said["back"],
    ])  # fmt: skip
    _write_queue(sheet, rows, language)
    for one in book.worksheets:
        one.sheet_view.rightToLeft = language == "ar"
    book.active = 1
    try:
        book.save(path)
    except OSError as error:
        raise LoadError(f"{path.name}: cannot be written ({error.strerror or 'output error'}).") from None
    return Written(pairs=len(rows), left_out=hidden, more=max(0, len(waiting) - most))


def _level(level: Level) -> str:
    return next((name for name, one in LEVELS.items() if one == level), str(int(level)))


def _rows(case: Case, waiting: Sequence[WaitingPair], level: Level, language: str) -> list[list[str]]:
    reader = case.reader(level)
    rows: list[list[str]] = []
    for one in waiting:
        compared = compare(reader, one.left, one.right, language=language)
        if compared is not None:  # the record of one may have been withdrawn since the queue was read
            rows.append(_row(len(rows) + 1, one, compared, language))
    return rows


def _row(number: int, one: WaitingPair, compared: Compared, language: str) -> list[str]:
    told = reasons(language)
    by_column = {
        "number": str(number),
        "left": one.left_code,
        "right": one.right_code,
        "kind": kind_label(one.kind, language),
        "score": "" if one.score is None else f"{one.score:.2f}",
        "verdict": "",
        "why": "",
        "left_names": _names(compared.left),
        "right_names": _names(compared.right),
        "parts": _parts(compared, language),
        "reasons": "\n".join(told.get(code, code) for code in one.reasons if ":" not in code),
        "left_says": _says(compared.lines, language, left=True),
        "right_says": _says(compared.lines, language, left=False),
        "left_source": _sources(compared.left),
        "right_source": _sources(compared.right),
        "stands": one.decision,
    }
    return [by_column[name] for name in COLUMNS]


def _names(side: Side) -> str:
    return "\n".join(name.words for name in side.names)


def _parts(compared: Compared, language: str) -> str:
    table = explanation(Comparison(score=compared.name_score or 0.0, tokens=compared.tokens), language)
    return "\n".join(f"{line.left or '–'} · {line.right or '–'}: {line.reason}" for line in table)


def _says(lines: Sequence[Line], language: str, *, left: bool) -> str:
    return "\n".join(
        f"{field_label(line.field, language, kind=line.kind)}: {', '.join(map(_shown, values))}"
        for line in lines
        if (values := line.left if left else line.right)
    )


def _shown(value: Shown) -> str:
    return " ".join(filter(None, (value.text, value.more)))


def _sources(side: Side) -> str:
    return "\n".join(
        " · ".join(filter(None, (said.document, said.title, said.source, said.locator, said.quote)))
        for said in side.said
    )


def _write_about(sheet: Worksheet, language: str, lines: Sequence[str]) -> None:
    for at, line in enumerate(lines, start=1):
        cell = sheet.cell(at, 1)
        _put(cell, line, language)
        cell.font = Font(bold=at <= 2, size=14 if at == 1 else 11, color="9C1C1C" if at == 2 else None)
    sheet.column_dimensions["A"].width = 100


def _write_queue(sheet: Worksheet, rows: Sequence[Sequence[str]], language: str) -> None:
    said = words(language)
    for at, name in enumerate(COLUMNS, start=1):
        head = sheet.cell(1, at)
        _put(head, said[name], language)
        head.font, head.fill = Font(bold=True), _HEAD
        column = sheet.column_dimensions[get_column_letter(at)]
        column.width = _WIDTHS.get(name, 34)
        column.hidden = name == "stands"
    for number, row in enumerate(rows, start=2):
        for at, text in enumerate(row, start=1):
            cell = sheet.cell(number, at)
            _put(cell, text, language)
            if COLUMNS[at - 1] in ("verdict", "why"):
                cell.fill, cell.protection = _ANSWER, Protection(locked=False)
    letter = get_column_letter(COLUMNS.index("verdict") + 1)
    drop = DataValidation(
        type="list", formula1=f'"{",".join(said[verdict] for verdict in VERDICTS)}"', allow_blank=True,
        showErrorMessage=True, error=said["pick"], errorStyle="stop",
    )  # fmt: skip
    sheet.add_data_validation(drop)
    drop.add(f"{letter}2:{letter}{max(2, len(rows) + 1)}")
    sheet.freeze_panes = f"{get_column_letter(COLUMNS.index('left_names') + 1)}2"
    # No password: it keeps a slip of the hand out, nothing else. Sorting and filtering stay possible.
    sheet.protection.sheet, sheet.protection.sort, sheet.protection.autoFilter = True, False, False
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _put(cell: Cell, text: str, language: str) -> None:
    """Text, whatever it looks like: a name that begins with = is a name."""
    cell.value = _UNPRINTABLE.sub("", text)[:_LONGEST]
    cell.data_type, cell.number_format = "s", "@"
    cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=2 if language == "ar" else 0)
