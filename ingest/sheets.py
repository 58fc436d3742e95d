"""A sheet on its way in: how it is read, and the two passes over its rows.

Two kinds of plan make drafts of a row: a table of a mapping (:class:`ingest.mapping.Table`) and a sheet of the intake
workbook (:class:`ingest.intake.IntakeTable`). Both number their columns; ``places`` says where these stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from graph.evidence import Draft
from graph.model.denied import OFFER, is_denied
from ingest.mapping import Found, Survey
from ingest.mapping.cells import cells_of
from ingest.readers.tables import Sheet


class Plan(Protocol):
    """What makes drafts of the rows of a sheet."""

    dataset: str

    def survey(self, rows: Iterator[tuple[int, Any]]) -> Survey:
        """Read all rows once, for what no row can know alone."""

    def drafts(self, cells: Any, page: str) -> list[Draft]:
        """The drafts of a row; raises :class:`ingest.mapping.RowRefused`."""


@dataclass(slots=True, kw_only=True)
class SheetJob:
    """One sheet of one file.

    Attributes:
        name: of the sheet, "" where the file is one table.
        header: number of the header row; ``words`` are its cells.
        places: where each of the plan's columns stands, -1 where it does not.
        first: number of the first row of data.
        notes: sentences for the report.
    """

    path: Path
    name: str
    sheet: Sheet
    plan: Plan
    mapping: str
    table: str
    header: int
    words: tuple[str, ...]
    places: tuple[int, ...]
    raw: bool = False
    first: int = 0
    notes: list[str] = field(default_factory=list)
    surveyed: Survey = field(default_factory=Survey)

    def rows(self) -> Iterator[tuple[int, Any]]:
        """Row numbers and cells of the rows that hold anything."""
        if self.raw:
            return _raw_cells(self.sheet.rows, self.places, self.first)
        return cells_of(self.sheet.rows, self.places, self.header)

    def prepare(self) -> None:
        """The first pass."""
        self.surveyed = self.plan.survey(self.rows())

    def page(self, number: int) -> str:
        """How messages speak of a row."""
        sheet = f", sheet {self.name}" if self.name else ""
        return f"{self.path.name}{sheet}, row {number}"

    def headings(self, columns: Sequence[int]) -> tuple[str, tuple[int, ...]]:
        """The user's own words for columns of the plan, and where they stand."""
        places = tuple(self.places[at] for at in columns if at < len(self.places) and self.places[at] >= 0)
        return " and ".join(self.words[place].strip() for place in places), places


def _raw_cells(rows: Iterable[Sequence[Any]], places: Sequence[int], first: int) -> Iterator[tuple[int, list[Any]]]:
    for number, row in enumerate(rows, start=1):
        if number >= first and row:
            cells = [row[at] if 0 <= at < len(row) else None for at in places]
            if any(cell not in (None, "") and (not isinstance(cell, str) or cell.strip()) for cell in cells):
                yield number, cells


def job_of(path: Path, name: str, sheet: Sheet, found: Found) -> SheetJob:
    """The job of a sheet that a mapping knows."""
    notes = []
    if found.absent:
        notes.append(f"Columns that this file does not have: {', '.join(found.absent)}.")
    denied = [other for other in found.others if is_denied(other)]
    if denied:
        notes.append(f"Not taken from column {', '.join(denied)}. {OFFER}.")
    return SheetJob(
        path=path, name=name, sheet=sheet, plan=found.table, mapping=found.mapping.dataset,
        table=found.table.spec.name, header=found.header, words=found.words, places=found.places,
        first=found.header + 1, notes=notes,
    )  # fmt: skip
