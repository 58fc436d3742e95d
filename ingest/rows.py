"""One row on its way to records, whichever way the table was understood: by a mapping or as an intake workbook."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.tables import Cell

Row = Sequence[Cell]


class Unreadable(Exception):
    """A cell that a rule cannot turn into a field; ``columns`` are headings, ``right`` says what would be."""

    def __init__(self, columns: tuple[str, ...], right: str) -> None:
        self.columns, self.right = columns, right
        super().__init__(right)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """A record before validation.

    Attributes:
        values: field name to value as given.
        columns: field name to the headings that it was filled from, for messages.
        once: many rows state it; the first of each key is taken.
    """

    kind: str
    dataset: str
    key: str
    values: dict[str, Any]
    columns: Mapping[str, tuple[str, ...]]
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan:
    """How one sheet is read.

    Attributes:
        table: what it was recognised as ("events").
        header: number of its header row, counted from 1; ``first`` is the first row of data.
        headings: of the columns, as they stand in the file.
        key: what tells one row from another, "" where the content does.
        records: the records of one row.
        notes: sentences for the user, for example on columns that are missing.
    """

    table: str
    dataset: str
    header: int
    first: int
    headings: tuple[str, ...]
    key: Callable[[Row], str]
    records: Callable[[Row], list[RawRecord]]
    notes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = field(default=())
