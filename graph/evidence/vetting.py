"""Lean reads for deciding and vetting: what kind a thread is, and how decisions stand by their ids."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.evidence.database import listed, rows
from graph.evidence.opened import Opened
from graph.evidence.withdrawals import withdrawn

_IN = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """A decision that does not count any more: who took it back, when (UTC, ISO 8601) and why."""

    decision: str
    by: str
    at: str
    why: str


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

    def withdrawn_decisions(self) -> frozenset[str]:
        """Ids of the decisions that do not count."""
        with self._database.reading() as connection:
            return withdrawn(connection).decisions

    def taken_back(self, decisions: Iterable[str], *, clearance: int) -> list[TakenBack]:
        """Who took back these decisions, as far as this clearance may know; only what counts."""
        with self._database.reading() as connection:
            out = withdrawn(connection).decisions
            found = rows(
                connection,
                'SELECT d.id, d."left", r.by, r.at, w.words FROM decision d JOIN revision r ON r.number = d.revision'
                " LEFT JOIN vault.why w ON w.id = d.id"
                f" WHERE d.type = 'withdraw_decision' AND d.level <= ? AND d.\"left\" {_IN} ORDER BY d.n",
                clearance,
                listed(set(decisions)),
            )
        return [
            TakenBack(decision=row[1], by=row[2], at=row[3], why=row[4] or "") for row in found if row[0] not in out
        ]
