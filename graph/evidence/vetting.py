"""Lean reads for deciding and vetting: kinds, decisions by their ids, and every record with its status.

The list of records is kept in memory until records come or go: a case may have a hundred thousand, and whoever vets
looks at the list after each decision. What was decided is read anew each time.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from graph.collector import collector_paused
from graph.evidence.database import listed, rows
from graph.evidence.opened import Opened
from graph.evidence.reading import newest, referring, revisions
from graph.evidence.visibility import usable, with_targets
from graph.evidence.withdrawals import withdrawn

_IN = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """A decision that does not count any more: who took it back, when (UTC, ISO 8601) and why."""

    decision: str
    by: str
    at: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToVet:
    """A record as the queue counts it: ``load`` of the version that counts, ``documents`` that it refers to."""

    thread: str
    kind: str
    load: str
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VettingList:
    """Every record that a clearance sees, in the order of entry, and the status of those that have one.

    Attributes:
        revision: of the evidence that it shows.
    """

    records: tuple[ToVet, ...]
    status: dict[str, str]
    revision: int


@dataclass(slots=True, kw_only=True)
class _Kept:
    """The list as it was made, and what it was made from."""

    mark: tuple[int, int, int]  # newest record, newest decision by which records come or go, newest resolved reference
    records: dict[str, ToVet]
    shown: VettingList


class Vetting(Opened):
    """The reads."""

    _vetting: dict[int, _Kept]
    _vetting_lock = threading.Lock()

    def vetting_list(self, *, clearance: int) -> VettingList:
        """Every record that this clearance sees, with its status. Sources and documents are no records."""
        with self._vetting_lock:
            if not hasattr(self, "_vetting"):
                self._vetting = {}
            kept = self._vetting.get(clearance)
            with self._database.reading() as connection, collector_paused():
                now = newest(connection)
                if kept is None or kept.shown.revision != now:
                    kept = self._vetting[clearance] = _brought_up(connection, kept, clearance, now)
        return kept.shown

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


MOST_FRESH = 200
"""So many new versions are looked at one by one; after a larger load the list is made anew."""
_COMING_AND_GOING = ("level", "erase", "withdraw_load", "withdraw_decision")


def _mark(connection: Connection) -> tuple[int, int, int]:
    found = rows(
        connection,
        "SELECT (SELECT coalesce(max(n), 0) FROM record),"
        f" (SELECT coalesce(max(n), 0) FROM decision WHERE type {_IN}),"
        " (SELECT coalesce(max(resolved), 0) FROM waiting)",
        listed(_COMING_AND_GOING),
    )
    return int(found[0][0]), int(found[0][1]), int(found[0][2])


def _status(connection: Connection, clearance: int) -> dict[str, str]:
    out = withdrawn(connection).decisions
    found = rows(
        connection,
        "SELECT id, \"left\", verdict FROM decision WHERE type = 'status' AND level <= ? ORDER BY n",
        clearance,
    )
    return {thread: verdict for own, thread, verdict in found if own not in out}


def _brought_up(connection: Connection, kept: _Kept | None, clearance: int, revision: int) -> _Kept:
    mark = _mark(connection)
    if kept is not None and mark == kept.mark:
        records = kept.records
    elif kept is not None and mark[1:] == kept.mark[1:] and mark[0] - kept.mark[0] <= MOST_FRESH:
        fresh = {row[0] for row in rows(connection, "SELECT DISTINCT thread FROM record WHERE n > ?", kept.mark[0])}
        touched = fresh | referring(connection, fresh)
        again = _records(connection, clearance, touched)
        records = {own: one for own, one in kept.records.items() if own in again or own not in touched} | again
    else:
        records = _records(connection, clearance)
    shown = VettingList(records=tuple(records.values()), status=_status(connection, clearance), revision=revision)
    return _Kept(mark=mark, records=records, shown=shown)


def _records(connection: Connection, clearance: int, among: set[str] | None = None) -> dict[str, ToVet]:
    """Thread to record, in the order of entry; all, or some."""
    where = "" if among is None else f" WHERE r.thread {_IN}"
    chosen = [] if among is None else [listed(among)]
    made = {number: one.load for number, one in revisions(connection).items()}
    gone = withdrawn(connection).loads
    loads: dict[str, str] = {}  # of versions, for what corrects them
    latest: dict[str, tuple[str, str]] = {}
    levels: dict[str, int] = {}
    dead: set[str] = set()
    found = rows(
        connection,
        f"SELECT r.id, r.thread, r.kind, r.revision, r.level, r.corrects FROM record r{where} ORDER BY r.n",
        *chosen,
    )
    for own, thread, kind, revision, level, corrects in found:
        load = loads[own] = loads.get(corrects, "") if corrects else made[revision]
        if load in gone or level > clearance:
            dead.add(thread)
            continue
        latest[thread] = (kind, load)
        levels[thread] = level
    hidden = _hidden(connection, set(latest), dead, clearance, among)
    counted = rows(
        connection,
        "SELECT r.thread, count(*) FROM reference r JOIN thread t ON t.id = r.target"
        f" WHERE t.kind = 'document'{' AND r.thread ' + _IN if among is not None else ''} GROUP BY r.thread",
        *chosen,
    )
    documents: dict[str, int] = {row[0]: row[1] for row in counted}
    return {
        thread: ToVet(thread=thread, kind=kind, load=load, documents=documents.get(thread, 0))
        for thread, (kind, load) in latest.items()
        if kind not in ("source", "document") and thread not in hidden
    }


def _hidden(
    connection: Connection, there: set[str], dead: set[str], clearance: int, among: set[str] | None
) -> set[str]:
    """Which of these a clearance does not see: by a decision on their level, or by what they refer to.

    Whatever might be touched is asked about exactly; of the others nothing is read.
    """
    if among is not None:
        return there - usable(with_targets(connection, there), clearance).keys()
    decided = {row[0] for row in rows(connection, "SELECT \"left\" FROM decision WHERE type IN ('level', 'erase')")}
    doubtful = (dead | decided) & {row[0] for row in rows(connection, "SELECT id FROM thread")}
    fresh = set(doubtful)
    while fresh:
        fresh = referring(connection, fresh) - doubtful
        doubtful |= fresh
    asked = doubtful & there
    return asked - usable(with_targets(connection, asked), clearance).keys() if asked else set()
