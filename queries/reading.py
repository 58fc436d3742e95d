"""What the queries need of a reader: everything they see comes through it, within its clearance."""

from collections.abc import Sequence
from typing import Any, Literal, Protocol

from graph.stores.store import LABEL_OF, Limits, Path, Result, Row, Rows

__all__ = [
    "LABEL_OF",
    "OPEN_END",
    "OPEN_START",
    "Limits",
    "Path",
    "Reading",
    "Result",
    "Row",
    "Rows",
    "label_of",
]

OPEN_START = "0001-01-01"
OPEN_END = "9999-12-31"


class Reading(Protocol):
    """A view of a case at one clearance, for one user: the reads of a ``Store`` with the clearance bound.

    ``graph.reader.Reader`` is the real one. Where a reader also offers ``records``, ``search``,
    ``record_run`` or
    ``names_of``, more is shown; a view over a bare graph works without.
    """

    @property
    def clearance(self) -> int:
        """The highest level that this reader may see, 0..3."""

    @property
    def revision(self) -> int:
        """Revision of the evidence that the graph shows."""

    def rows(self, cypher: str, /, **params: Any) -> Rows:
        """Run a shipped read-only statement; ``$clearance`` is added here and cannot be given."""

    def neighbour_counts(self, code: str) -> Rows:
        """Rows of ``type``, ``direction``, ``label``, ``count``."""

    def neighbours(
        self,
        code: str,
        *,
        types: Sequence[str] = (),
        limit: int = 200,
        after: str | None = None,
        direction: Literal["in", "out"] | None = None,
        label: str | None = None,
    ) -> Rows:
        """Rows of ``link`` {type, start, end, properties} and ``node`` {label, properties}."""

    def nodes(self, codes: Sequence[str]) -> Rows:
        """Rows of ``label`` and ``properties``; what cannot be seen is absent."""

    def links_among(self, codes: Sequence[str]) -> Rows:
        """Rows of ``type``, ``start``, ``end``, ``properties``."""

    def paths(
        self,
        a: str,
        b: str,
        *,
        types: Sequence[str] = (),
        on_day: str | None = None,
        limit: int = 5,
        max_length: int = 8,
    ) -> list[Path]:
        """The shortest ways between two entities."""


def label_of(code: str) -> str:
    """The label that a code's first letter stands for, "" for none. Statements are anchored on it: only so
    is the
    code looked up in an index."""
    return LABEL_OF.get(code[:1], "")
