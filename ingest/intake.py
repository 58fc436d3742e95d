"""A filled intake workbook: known by its sheets and headings in either language, columns in any order.

References between sheets are the user's own keys. The dataset's name, on the sheet *About*, says whose keys they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from graph.dates import parse_period
from graph.errors import BadDate
from graph.evidence import Draft
from graph.folding import fold
from graph.model import KINDS, Field, FieldType, Kind, validate
from graph.model.denied import OFFER, is_denied
from graph.model.words import LANGUAGES, field_help, field_label, kind_label
from ingest.mapping import RowRefused, Survey, Wrong
from ingest.mapping.cells import text
from ingest.mapping.table import settle
from ingest.readers.tables import Sheet
from ingest.sheets import SheetJob
from ingest.wording import ABOUT, DATASET, ORDERS

MAPPING = "intake workbook"
SEARCHED = 10  # rows in which the headings are looked for
ENOUGH = 2  # headings that make a row the header, if they are at least half of its words


class IntakeTable:
    """One sheet of the workbook: every column is a field of one kind.

    Attributes:
        dataset: whose keys these are.
    """

    def __init__(self, kind: Kind, fields: Sequence[Field], dataset: str, order: str | None) -> None:
        self.dataset, self._kind, self._given = dataset, kind, order
        self._key = next((at for at, field in enumerate(fields) if field.name == "key"), -1)
        self._fields = [(at, field) for at, field in enumerate(fields) if field.name != "key"]
        self._dates = [(at, field) for at, field in self._fields if field.type is FieldType.EDTF]
        self._columns = {field.name: at for at, field in self._fields}
        self._orders: dict[int, str | None] = {}
        self._unsettled: dict[int, str] = {}

    def survey(self, rows: Iterator[tuple[int, list[Any]]]) -> Survey:
        """Rows that claim one key, and the order of day and month in each column of dates."""
        survey = Survey()
        claims: dict[str, tuple[int, int]] = {}
        written: dict[int, dict[str, int]] = {at: {} for at, _ in self._dates}
        for number, cells in rows:
            survey.rows += 1
            for at, texts in written.items():
                if isinstance(cells[at], str) and (words := cells[at].strip()):
                    texts.setdefault(words, number)
            key = text(cells[self._key]) if self._key >= 0 else ""
            content = hash(tuple(map(text, cells)))
            first = claims.setdefault(key, (number, content)) if key else (number, content)
            if first[1] != content:
                survey.clashing.setdefault(first[0], (number, (self._key,)))
                survey.clashing[number] = (first[0], (self._key,))
        for at, texts in written.items():
            order, row, sentence = settle(texts, self._given)
            self._orders[at] = order
            if order and texts:
                survey.orders[at] = (order, row)
            if sentence:
                self._unsettled[at] = sentence.replace(
                    "in the mapping (order: dmy or order: mdy)", "on the first sheet"
                )
        return survey

    def drafts(self, cells: list[Any], page: str) -> list[Draft]:
        """The one draft of a row.

        Raises:
            RowRefused: it cannot be taken; says everything that is wrong with it.
        """
        raw: dict[str, Any] = {}
        wrongs: list[Wrong] = []
        for at, field in self._fields:
            cell = cells[at].strip() if isinstance(cells[at], str) else cells[at]
            if cell is None or cell == "":
                continue
            if isinstance(cell, str) and field.type is FieldType.EDTF:
                try:
                    cell = parse_period(cell, order=self._orders.get(at))  # type: ignore[arg-type]
                except BadDate as bad:
                    wrongs.append(Wrong(columns=(at,), right=self._unsettled.get(at) or bad.right))
            raw[field.name] = cell
        done = validate(self._kind, raw)
        already = {column for wrong in wrongs for column in wrong.columns}
        for problem in done.problems:
            at = self._columns.get(problem.field, -1)
            if at in already:
                continue
            label = field_label(problem.field, kind=self._kind.name)
            right = problem.right if at >= 0 else f"a column '{label}' with {problem.right}"
            wrongs.append(Wrong(columns=(at,) if at >= 0 else (), right=right))
        if wrongs:
            raise RowRefused(wrongs)
        key = text(cells[self._key]) if self._key >= 0 else ""
        return [Draft(kind=self._kind.name, dataset=self.dataset, key=key, values=done.values, page=page)]


@cache
def _kinds() -> dict[str, Kind]:
    return {
        fold(words): kind
        for kind in KINDS.values()
        for words in (kind.name, kind.name.replace("_", " "), *(kind_label(kind.name, one) for one in LANGUAGES))
    }


@cache
def _fields(kind: str) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for field in KINDS[kind].all_fields:
        for words in (field.name, *(field_label(field.name, one, kind=kind) for one in LANGUAGES)):
            found.setdefault(fold(words), field)
    return found


def _bare(cell: object) -> str:
    return fold(text(cell).rstrip("*").strip())


def intake_jobs(path: Path, sheets: Sequence[Sheet]) -> list[SheetJob]:
    """How each sheet of a filled workbook is read; [] where these are not the sheets of one."""
    known = [(sheet, kind) for sheet in sheets if (kind := _kinds().get(fold(sheet.name))) is not None]
    found = [(sheet, kind, header) for sheet, kind in known if (header := _header(sheet, kind))]
    if not found:
        return []
    about = _about(sheets)
    return [
        _job(path, sheet, kind, header, about.get("dataset") or DATASET, about.get("order"))
        for sheet, kind, header in found
    ]


def names_itself(sheets: Sequence[Sheet]) -> bool:
    """Whether a sheet says what only the template's first sheet does: these are the sheets of an intake workbook."""
    return bool(_about(sheets))


def _about(sheets: Sequence[Sheet]) -> dict[str, str]:
    """What the first sheet says: the name of the dataset, and the order of day and month."""
    said: dict[str, str] = {}
    labels = {fold(words[what]): what for words in ABOUT.values() for what in ("dataset", "order")}
    for sheet in sheets:
        if fold(sheet.name) in _kinds():
            continue
        for row in sheet.rows[:SEARCHED]:
            if len(row) > 1 and (what := labels.get(fold(text(row[0])))) and (answer := text(row[1])):
                said.setdefault(what, ORDERS.get(fold(answer), "") if what == "order" else answer)
    return said


def _header(sheet: Sheet, kind: Kind) -> int:
    """Number of the first row with enough headings of the kind, 0 where there is none."""
    fields = _fields(kind.name)
    for number, row in enumerate(sheet.rows[:SEARCHED], start=1):
        words = [_bare(cell) for cell in row if isinstance(cell, str) and cell.strip()]
        known = sum(word in fields for word in words)
        if known >= ENOUGH and 2 * known >= len(words):
            return number
    return 0


def _job(path: Path, sheet: Sheet, kind: Kind, header: int, dataset: str, order: str | None) -> SheetJob:
    words = tuple(text(cell).rstrip("*").strip() for cell in sheet.rows[header - 1])
    known = _fields(kind.name)
    taken: dict[str, int] = {}
    for at, word in enumerate(words):
        field = known.get(fold(word)) if word else None
        if field is not None:
            taken.setdefault(field.name, at)
    by_name = {field.name: field for field in kind.all_fields}
    fields = [by_name[name] for name in taken]
    others = [word for at, word in enumerate(words) if word and at not in taken.values()]
    denied = [other for other in others if is_denied(other)]
    notes = [f"Sheet {sheet.name}: columns not taken: {', '.join(others)}."] if others else []
    notes += [f"{OFFER}."] if denied else []
    return SheetJob(
        path=path, name=sheet.name, sheet=sheet, plan=IntakeTable(kind, fields, dataset, order or None),
        mapping=MAPPING, table=kind_label(kind.name), header=header, words=words,
        places=tuple(taken.values()), raw=True, first=header + 1 + _is_help(sheet, header, kind), notes=notes,
    )  # fmt: skip


def _is_help(sheet: Sheet, header: int, kind: Kind) -> bool:
    """Whether the row below the headings is the template's own line of help."""
    if len(sheet.rows) <= header:
        return False
    helps = {field_help(field.name, one, kind=kind.name) for field in kind.all_fields for one in LANGUAGES}
    cells = [words for cell in sheet.rows[header] if (words := text(cell))]
    return bool(cells) and sum(cell in helps for cell in cells) * 2 > len(cells)
