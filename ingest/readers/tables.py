"""Tables as rows of cells: CSV, TSV, JSON lines and workbooks.

Row numbers are those that the user's own program shows: ``rows[0]`` is row 1. In a CSV file a quoted cell may run
over several lines and is still one row, so ``CsvRow.line`` says where it begins. Workbooks are read in the locked
process; text tables by the standard library, line by line, so that a file of any size takes bounded memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias, overload

from graph.errors import LoadError
from ingest.readers import sniffing
from ingest.readers.csvs import CsvFile, CsvRow
from ingest.readers.document import ReadLimits
from ingest.readers.jsonl import json_rows
from ingest.readers.text import BIDI
from ingest.sandbox import Refused, run_confined

__all__ = ["Cell", "CsvRow", "Sheet", "csv_rows", "flag_bidi", "read_sheets"]

Cell: TypeAlias = str | int | float | bool | date | datetime | None
Row: TypeAlias = tuple[Cell, ...]

HELD_BYTES = 64 << 20  # a text table up to this size is kept in memory, a larger one read anew at each pass
OFFICE = frozenset((sniffing.XLSX, sniffing.XLS, sniffing.ODS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of a workbook, or the one table of a text file.

    Attributes:
        name: of the sheet; the file's name without its ending where a file is one table.
        rows: row 1 first; a row ends at its last used cell, () where it has none. Empty cells are None. Dates of
            a workbook are date or datetime, a clock time is text. Large text tables are read anew at each pass.
        hidden: whether the workbook hides it.
        notes: what is doubtful, with rows or lines; never a cell's content. Of a large text table that is read
            anew, notes are complete after the first full pass.
    """

    name: str
    rows: Sequence[Row]
    hidden: bool = False
    media_type: str = ""
    _notes: list[str] = field(default_factory=list)

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences, in the order found."""
        lazy = self.rows.notes if isinstance(self.rows, LazyRows) else ()
        return (*self._notes, *lazy)


class LazyRows(Sequence[Row]):
    """Rows of a large CSV file, read anew at each pass; counting them is one pass, remembered."""

    def __init__(self, table: CsvFile) -> None:
        self._table = table
        self._length = -1

    @property
    def notes(self) -> tuple[str, ...]:
        """What the passes so far met."""
        return tuple(self._table.notes)

    def __iter__(self) -> Iterator[Row]:
        return (row.cells for row in self._table)

    def __len__(self) -> int:
        if self._length < 0:
            self._length = sum(1 for _ in self._table)
        return self._length

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            forward = (at.start or 0) >= 0 and at.stop is not None and at.stop >= 0 and (at.step or 1) > 0
            return list(islice(self, at.start, at.stop, at.step) if forward else islice(self, *at.indices(len(self))))
        wanted = at if at >= 0 else len(self) + at
        found = next(islice(self, wanted, None), None) if wanted >= 0 else None
        if found is None:
            raise IndexError(at)
        return found


def read_sheets(path: Path, *, limits: ReadLimits | None = None) -> list[Sheet]:
    """All sheets of a table file, empty ones included.

    Raises:
        LoadError: not a table, empty, protected, damaged or too large; one sentence that says what would help.
    """
    limits = limits or ReadLimits()
    kind = sniffing.sniff(path)
    if kind == sniffing.EMPTY:
        raise LoadError(f"{path.name}: the file is empty.")
    beside = [note] if (note := sniffing.disagreement(path.name, kind)) else []
    if kind in OFFICE:
        return _workbook(path, kind, limits, beside)
    if kind == sniffing.JSONL:
        rows, notes = json_rows(path, limits.columns)
        return [Sheet(name=path.stem, rows=rows, media_type=kind, _notes=beside + notes)]
    if kind in (sniffing.CSV, sniffing.TSV) or (kind == sniffing.TEXT and path.suffix.lower() in (".txt", "", ".dat")):
        return [_text_table(path, kind, limits, beside)]
    raise LoadError(
        f"{path.name}: {sniffing.words_for(kind)}, not a table; tables can be CSV, TSV, XLSX or JSON lines."
    )


def csv_rows(path: Path, *, limits: ReadLimits | None = None) -> Iterator[CsvRow]:
    """Rows of a CSV or TSV file as they are read, with row and line numbers: for files of any size.

    Raises:
        LoadError: at the row where the file turns out not to be such a table.
    """
    return iter(CsvFile(path, limits or ReadLimits()))


def flag_bidi(rows: Sequence[Row]) -> list[int]:
    """Numbers of the rows with a cell that holds direction marks (kept: they are the source's own)."""
    return [number for number, row in enumerate(rows, start=1)
            if any(isinstance(cell, str) and not cell.isascii() and BIDI.search(cell) for cell in row)]  # fmt: skip


def _text_table(path: Path, kind: str, limits: ReadLimits, beside: list[str]) -> Sheet:
    table = CsvFile(path, limits)
    if path.stat().st_size > HELD_BYTES:
        return Sheet(name=path.stem, rows=LazyRows(table), media_type=kind, _notes=beside)
    rows = [row.cells for row in table]
    while rows and not rows[-1]:
        rows.pop()
    return Sheet(name=path.stem, rows=rows, media_type=kind, _notes=[*beside, *table.notes])


def _workbook(path: Path, kind: str, limits: ReadLimits, beside: list[str]) -> list[Sheet]:
    try:
        if path.stat().st_size > limits.bytes:
            raise LoadError(f"{path.name}: larger than {limits.bytes >> 20} MB; save the sheet as CSV.")
        content = path.read_bytes()
    except OSError as error:
        raise LoadError(f"{path.name}: cannot be opened ({error.strerror or 'input error'}).") from None
    try:
        result = run_confined("sheets", content, asdict(limits), memory=limits.memory,
                              seconds=limits.seconds, bare=limits.bare)  # fmt: skip
    except Refused as error:
        raise LoadError(f"{path.name}: the workbook {error}.") from None
    beside += [result.cage.missing] if result.cage.missing else []
    return [_sheet(sheet, kind, beside) for sheet in result.value["sheets"]]


def _sheet(sheet: dict[str, Any], kind: str, beside: list[str]) -> Sheet:
    rows = [_row(row) for row in sheet["rows"]]
    notes = [*beside, *map(str, sheet["notes"])]
    return Sheet(name=str(sheet["name"]), rows=rows, hidden=bool(sheet["hidden"]), media_type=kind, _notes=notes)


def _row(cells: list[Any]) -> Row:
    if any(type(cell) is list for cell in cells):
        return tuple(_cell(*cell) if type(cell) is list else cell for cell in cells)
    return tuple(cells)


def _cell(kind: str, text: str) -> Cell:
    if kind == "d":
        return date.fromisoformat(text)
    if kind == "t":
        return datetime.fromisoformat(text)
    return text
