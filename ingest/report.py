"""What a load did, for whoever loaded it."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One row that was not loaded.

    Attributes:
        row: number as the user's own program shows it.
        columns: headings of the cells concerned; () where it is the row as a whole.
        value: what stands there: for the loader's screen and the marked copy only, never for a log or an error.
    """

    file: str
    sheet: str
    row: int
    columns: tuple[str, ...]
    right: str
    value: str = ""
    path: Path | None = None

    @property
    def sentence(self) -> str:
        """Where, and what would be right; without the value."""
        sheet = f", sheet {self.sheet}" if self.sheet and self.sheet != Path(self.file).stem else ""
        columns = f", column {' and '.join(self.columns)}" if self.columns else ""
        return f"{self.file}{sheet}, row {self.row}{columns}: {self.right}."


@dataclass(slots=True, kw_only=True)
class LoadReport:
    """What became of the files of one command.

    Attributes:
        new, changed, unchanged: records by kind.
        vanished: records of an earlier load of the same file that it no longer holds; nothing is done about them.
        waiting: sentences on references to rows that have not been loaded.
        sentences: the whole in words, in order.
        loads: ids of the loads written, one a file.
    """

    dry_run: bool = False
    new: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    vanished: int = 0
    waiting: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    rows: int = 0
    seconds: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """The same for a script, without any value of a refused cell."""
        return {
            "dry_run": self.dry_run, "rows": self.rows, "new": dict(self.new), "changed": dict(self.changed),
            "unchanged": dict(self.unchanged), "vanished": self.vanished, "waiting": self.waiting,
            "refused": [one.sentence for one in self.refused], "loads": self.loads, "seconds": round(self.seconds, 3),
        }  # fmt: skip
