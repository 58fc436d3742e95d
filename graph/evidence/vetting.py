"""Lean reads for deciding and vetting: what kind a thread is, and how decisions stand by their ids."""

from collections.abc import Iterable

from graph.evidence.database import listed, rows
from graph.evidence.opened import Opened
from graph.evidence.withdrawals import withdrawn

_IN = "IN (SELECT value FROM json_each(?))"


class Vetting(Opened):
    """The reads."""

    def kinds(self, threads: Iterable[str]) -> dict[str, str]:
        """The kind of each of these threads that there is."""
        with self._database.reading() as connection:
            found = rows(connection, f"SELECT id, kind FROM thread WHERE id {_IN}", listed(set(threads)))
        return {row[0]: row[1] for row in found}

    def levels_of(self, decisions: Iterable[str]) -> dict[str, int]:
        """The level of each decision with one of these ids; withdrawn ones included."""
        with self._database.reading() as connection:
            found = rows(connection, f"SELECT id, level FROM decision WHERE id {_IN}", listed(set(decisions)))
        return {row[0]: row[1] for row in found}

    def taken_back(self) -> frozenset[str]:
        """Ids of the decisions that do not count."""
        with self._database.reading() as connection:
            return withdrawn(connection).decisions
