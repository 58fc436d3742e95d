"""The queue of pairs that wait for a person's verdict, by what a verdict is worth; and whether one still stands.

A queued pair is the matcher's own verdict *unsure* (docs/decisions/0006), or a person's *same* that waits for a second
person. A person's *unsure* is an answer: it leaves the queue and is found under a filter of its own, and so are the
verdicts *same* that another verdict keeps from taking effect. Nothing here holds a name.
"""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.clusters import cluster_of
from graph.evidence.pairs import Bearing, PairVerdict
from graph.identity import pair_of, unite
from graph.verdicts import same_person

if TYPE_CHECKING:
    from graph.case import Case

Pair = tuple[str, str]
MATCHER, PEOPLE, SECOND, REFUSED = "matcher", "people", "second", "refused"
WHOSE = (MATCHER, SECOND, PEOPLE, REFUSED)
"""Why a pair is looked at: nobody has settled it; it waits for a second person; a person was unsure; its *same* has no
effect, because two records that it would bring together were judged different."""
SURELY_OPEN = (0.5, 0.9)
"""Between these scores a pair may be the same or not: a person's verdict tells most."""
_UNSCORED = 0.7
_AGAIN = 500
"""Threads that changed at a time above which the queue is read anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPair:
    """One pair that waits.

    Attributes:
        left, right: threads.
        decision: id of the verdict *unsure* that stands; another one means that somebody has judged meanwhile.
        who: one of :data:`WHOSE`.
        waits: by whom the *same* was said that waits for a second person, "" for none.
        because: of a refused union, codes of the two that were judged different.
        loads: by which its records came in.
        gain: what a verdict is worth: how open it is, times how much hangs on the two.
    """

    left: str
    right: str
    left_code: str
    right_code: str
    kind: str
    decision: str
    who: str
    by: str
    score: float | None
    reasons: tuple[str, ...]
    loads: tuple[str, ...]
    gain: float
    waits: str = ""
    because: tuple[str, ...] = ()

    @property
    def pair(self) -> Pair:
        """Both threads."""
        return self.left, self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which pairs are looked at; "" for every kind, every load, everybody.

    Attributes:
        of: a thread: the pairs alone that have a record of the same thing at one end.
    """

    who: str = MATCHER
    kind: str = ""
    load: str = ""
    of: str = ""

    def lets(self, one: WaitingPair, me: str = "") -> bool:
        """Whether a pair is among them, for a reviewer of this name: a *same* of their own waits for somebody else."""
        whose = one.who == self.who or (
            self.who == MATCHER and one.who == SECOND and same_person(one.waits) != same_person(me)
        )
        return whose and self.kind in ("", one.kind) and (not self.load or self.load in one.loads)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A pair and where it stands in the queue; ``number`` counts from 1, 0 where it is not in it."""

    pair: Pair | None
    number: int
    total: int


class Queue:
    """The waiting pairs of one open case, kept in memory and brought up to date by what changed."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._lock = threading.Lock()
        self._kept: dict[int, _Kept] = {}
        self._refused: dict[int, tuple[int, tuple[WaitingPair, ...]]] = {}

    def all(self, clearance: int) -> tuple[WaitingPair, ...]:
        """Every waiting pair that a clearance sees, whoever was unsure; the one worth most first."""
        return self._now(clearance).ordered

    def find(self, clearance: int, pair: Pair) -> WaitingPair | None:
        """A waiting pair, whoever was unsure; None where it does not wait."""
        return self._now(clearance).by_pair.get(pair_of(*pair))

    def waiting(self, clearance: int, chosen: Filter, later: Iterable[Pair] = (), *, me: str = "") -> list[WaitingPair]:
        """The pairs of a filter, those put off at the end in the order in which they were."""
        put_off = {pair_of(*pair): number for number, pair in enumerate(later)}
        everything = self.refused(clearance) if chosen.who == REFUSED else self.all(clearance)
        found = [one for one in everything if chosen.lets(one, me)]
        if chosen.of:
            own = self.records_of(chosen.of, clearance)
            found = [one for one in found if not own.isdisjoint(one.pair)]
        return sorted(found, key=lambda one: put_off.get(one.pair, -1)) if put_off else found

    def records_of(self, thread: str, clearance: int) -> frozenset[str]:
        """The records that are one thing with this one."""
        return frozenset(cluster_of(self._case.evidence, thread, clearance, edge=False).threads)

    def refused(self, clearance: int) -> tuple[WaitingPair, ...]:
        """Pairs judged the same whose union is refused, with the pair judged different that refuses it."""
        revision = self._case.evidence.revision()
        known = self._refused.get(clearance)
        if known is None or known[0] != revision:
            known = self._refused[clearance] = revision, self._refusals(clearance)
        return known[1]

    def last_refused(self, clearance: int) -> int:
        """How many were refused when that was asked last: to count anew after each verdict would take too long."""
        return len(self._refused.get(clearance, (0, ()))[1])

    def _refusals(self, clearance: int) -> tuple[WaitingPair, ...]:
        evidence = self._case.evidence
        standing = {one.pair: one for one in evidence.pair_verdicts(clearance=clearance)}
        different = [pair for pair, one in standing.items() if one.verdict == "different"]
        if not different:
            return ()
        bearings = evidence.bearings({end for pair in standing for end in pair})
        kinds = {thread: one.kind for thread, one in bearings.items()}
        found = unite((one for one in standing.values() if one.verdict == "same"), different, kinds)[1]
        return tuple(
            replace(
                _waiting(standing[one.pair], bearings),
                who=REFUSED,
                because=tuple(bearings[end].code for end in one.because),
            )
            for one in found
        )

    def _now(self, clearance: int) -> _Kept:
        with self._lock:
            known = self._kept.get(clearance)
            revision = self._case.evidence.revision()
            if known is None or known.revision != revision:
                known = self._kept[clearance] = self._read(known, revision, clearance)
            return known

    def _read(self, known: _Kept | None, revision: int, clearance: int) -> _Kept:
        evidence = self._case.evidence
        if known is not None:
            changes = evidence.changes_since(known.revision)
            if not changes.whole and not changes.withdrawals and len(changes.threads) <= _AGAIN:
                kept = [one for one in known.ordered if changes.threads.isdisjoint(one.pair)]
                return _kept([*kept, *self._found(changes.threads, clearance)], changes.revision)
        return _kept(self._found(None, clearance), revision)

    def _found(self, threads: Iterable[str] | None, clearance: int) -> list[WaitingPair]:
        evidence = self._case.evidence
        open_ = [
            one for one in evidence.pair_verdicts(threads, clearance=clearance) if one.verdict == "unsure" or one.waits
        ]
        bearings = evidence.bearings({end for one in open_ for end in one.pair})
        return [_waiting(one, bearings) for one in open_]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    revision: int
    ordered: tuple[WaitingPair, ...]
    by_pair: Mapping[Pair, WaitingPair]


def _kept(pairs: Iterable[WaitingPair], revision: int) -> _Kept:
    ordered = tuple(sorted(pairs, key=lambda one: (-one.gain, one.pair)))
    return _Kept(revision=revision, ordered=ordered, by_pair={one.pair: one for one in ordered})


def _waiting(one: PairVerdict, bearings: Mapping[str, Bearing]) -> WaitingPair:
    left, right = bearings[one.left], bearings[one.right]
    return WaitingPair(
        left=one.left, right=one.right, left_code=left.code, right_code=right.code, kind=left.kind,
        decision=one.decision, who=SECOND if one.waits else PEOPLE if one.actor == "person" else MATCHER, by=one.by,
        score=one.score, reasons=one.reasons, waits=one.waits,
        loads=tuple(dict.fromkeys(load for load in (left.load, right.load) if load)),
        # Half of a merge that somebody has looked at already: a second look settles it.
        gain=round((1.0 if one.waits else openness(one.score)) * math.log2(2 + left.hanging + right.hanging), 6),
    )  # fmt: skip


def openness(score: float | None) -> float:
    """How much a verdict on a pair with this score would tell, in [0, 1]: nearly sure ones tell little."""
    given = _UNSCORED if score is None else min(max(score, 0.0), 1.0)
    low, high = SURELY_OPEN
    if given < low:
        return given / low
    return 1.0 if given <= high else 1.0 - 0.8 * (given - high) / (1.0 - high)


def place(waiting: list[WaitingPair], pair: Pair | None) -> Place:
    """Where a pair stands; the first of the queue where none is asked for."""
    if pair is None:
        return Place(pair=waiting[0].pair if waiting else None, number=1 if waiting else 0, total=len(waiting))
    wanted = pair_of(*pair)
    number = next((at for at, one in enumerate(waiting, start=1) if one.pair == wanted), 0)
    return Place(pair=wanted, number=number, total=len(waiting))


def beside(waiting: list[WaitingPair], pair: Pair | None, step: int) -> Pair | None:
    """The pair so many steps on (or back) from one, the ends stop; the first where that one is not in the queue."""
    if not waiting:
        return None
    at = place(waiting, pair).number - 1 if pair is not None else -1
    return waiting[0].pair if at < 0 else waiting[min(max(at + step, 0), len(waiting) - 1)].pair


def after(before: list[WaitingPair], now: list[WaitingPair], pair: Pair) -> Pair | None:
    """The pair that comes next once one has left the queue: the first behind it that still waits, else the first."""
    there = {one.pair for one in now}
    at = place(before, pair).number
    following = (one.pair for one in (*before[at:], *before[: max(at - 1, 0)]) if one.pair in there)
    return next(following, now[0].pair if now else None)


def together(pairs: Iterable[WaitingPair], pair: Pair) -> list[WaitingPair]:
    """Other waiting pairs that hang together with one: that share a record with it, over any number of steps."""
    touching: dict[str, list[WaitingPair]] = defaultdict(list)
    for one in pairs:
        for thread in one.pair:
            touching[thread].append(one)
    found: dict[Pair, WaitingPair] = {}
    fresh = set(pair)
    reached: set[str] = set()
    while fresh:
        thread = fresh.pop()
        reached.add(thread)
        for one in touching[thread]:
            found.setdefault(one.pair, one)
            fresh |= set(one.pair) - reached
    found.pop(pair_of(*pair), None)
    return list(found.values())


def standing(case: Case, pair: Pair, clearance: int) -> PairVerdict | None:
    """The verdict that counts on a pair now; None where there is none, or where a record of it is not seen."""
    wanted = pair_of(*pair)
    return next(
        (one for one in case.evidence.pair_verdicts([wanted[0]], clearance=clearance) if one.pair == wanted), None
    )
