"""What a load did, for whoever loaded it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One reason why one row was not loaded.

    Attributes:
        sheet: "" where the file is one table.
        row: number as the user's own program shows it.
        column: headings of the cells concerned, as the user wrote them, joined by " and "; "" for the whole row.
        places: where these columns stand in the sheet (from 0).
        value: what stands there: for the loader's screen and the marked copy only, never for a log or an error.
    """

    file: str
    sheet: str
    row: int
    column: str
    right: str
    value: str = field(default="", repr=False)
    path: Path | None = None
    places: tuple[int, ...] = ()

    def __str__(self) -> str:
        sheet = f", sheet {self.sheet}" if self.sheet else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{sheet}, row {self.row}{column}: expected {self.right}."


@dataclass(slots=True, kw_only=True)
class LoadReport:
    """What became of the files of one load.

    Attributes:
        language: of the sentences, "en" or "ar".
        new, changed, unchanged: records (documents and sources too).
        by_kind: the same by state and kind.
        vanished: records of an earlier load of the same file that it no longer holds; nothing is done about them.
        waiting: sentences on references to rows that have not been loaded.
        loads: ids of the loads written, one a file, oldest first.
        headers: file and sheet to the row of the header, for the marked copy.
        sentences: the whole in words, in order.
        shown: the first rows as sentences, of a dry run; they stand among ``sentences`` too.
        left_out: files of an archive that were not loaded, a sentence each.
        threads: of all records that were taken in, known before or not.
    """

    dry_run: bool = False
    language: str = "en"
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0
    by_kind: dict[str, Counter[str]] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    headers: dict[tuple[str, str], int] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    rows: int = 0
    seconds: float = 0.0
    threads: set[str] = field(default_factory=set, repr=False)

    @property
    def load_id(self) -> str:
        """The load that was written last, "" where nothing was."""
        return self.loads[-1] if self.loads else ""

    @property
    def refused_rows(self) -> int:
        """How many rows were refused; a row may have several reasons."""
        return len({(one.path, one.sheet, one.row) for one in self.refused})

    def count(self, state: str, kind: str, number: int = 1) -> None:
        """Note what became of records of a kind."""
        self.by_kind.setdefault(state, Counter())[kind] += number
        if state in ("new", "changed", "unchanged"):
            setattr(self, state, getattr(self, state) + number)

    def as_dict(self) -> dict[str, Any]:
        """The same for a script, without any value of a refused cell."""
        return {
            "dry_run": self.dry_run, "rows": self.rows, "new": self.new, "changed": self.changed,
            "unchanged": self.unchanged, "vanished": self.vanished, "waiting": self.waiting,
            "by_kind": {state: dict(kinds) for state, kinds in self.by_kind.items()},
            "refused": [str(one) for one in self.refused], "loads": self.loads, "seconds": round(self.seconds, 3),
            "sentences": self.sentences, "shown": self.shown, "left_out": self.left_out,
        }  # fmt: skip
