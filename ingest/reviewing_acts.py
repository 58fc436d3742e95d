"""One sitting of judging pairs: what each key does, what was done and can be undone, and who judged meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from graph.deciding import judge, take_back
from graph.evidence import Actor
from graph.evidence.pairs import PairVerdict
from graph.identity import pair_of
from graph.verdicts import same_person
from ingest.reviewing import Filter, Pair, Queue, WaitingPair, after, beside, standing

if TYPE_CHECKING:
    from graph.case import Case

Told = Literal["", "meanwhile", "gone", "nothing_to_undo", "both", "said_already"]
"""What whoever judges must hear: somebody judged the pair meanwhile (``both``: at the very same time), a record of it
is gone, or it waits for another person, since this one has said *same* already."""

MOST_DONE = 1_000
"""Verdicts of a sitting that can be undone one after the other; older ones are undone on the card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One verdict of this sitting."""

    pair: Pair
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Where somebody is in the queue.

    Attributes:
        pair: the one on the screen, None for none.
        shown: id of the verdict that stood on it when it was drawn, "" for none.
        later: put off, in this order, to the end of the queue.
        done: verdicts of this sitting, oldest first; ``count`` says how many there were in all.
    """

    pair: Pair | None = None
    shown: str = ""
    chosen: Filter = field(default_factory=Filter)
    later: tuple[Pair, ...] = ()
    done: tuple[Done, ...] = ()
    count: int = 0


class Judging:
    """Acts of one reviewer on one case; the queue is shared by all who review it."""

    def __init__(self, case: Case, queue: Queue, actor: Actor, clearance: int) -> None:
        self._case, self._queue, self._actor, self._clearance = case, queue, actor, clearance

    def verdict(self, now: Sitting, verdict: str, why: str = "") -> tuple[Sitting, Told]:
        """Judge the pair on the screen and go to the next. Where somebody has judged it since it was drawn, nothing is
        written and the pair is drawn again with what stands now.

        Raises:
            CaseError: there is no such verdict.
        """
        if now.pair is None:
            return self.opened(now, None), ""
        if len(self._case.evidence.visible(now.pair, self._clearance)) < 2:
            return self._next(now, now.pair), "gone"
        stands = self._found(now.pair)
        if (stands.decision if stands else "") != now.shown:
            return self.opened(now, now.pair), "meanwhile"
        if verdict == "same" and stands and stands.waits and same_person(stands.waits) == same_person(self._actor.name):
            return now, "said_already"
        before, revision = self._waiting(now), self._case.evidence.revision()
        written = judge(self._case, *now.pair, verdict, actor=self._actor, why=why.strip())
        told: Told = "" if self._case.evidence.revision() == revision + 1 else self._met(now, written)
        done = (*now.done, Done(pair=now.pair, decisions=tuple(written)))[-MOST_DONE:]
        kept = replace(now, done=done, count=now.count + 1, later=_without(now.later, now.pair))
        return self.opened(kept, after(before, self._waiting(kept), now.pair)), told

    def put_off(self, now: Sitting) -> Sitting:
        """Later: the pair goes to the end of the queue for this sitting."""
        if now.pair is None:
            return self.opened(now, None)
        kept = replace(now, later=(*_without(now.later, now.pair), now.pair))
        return self.opened(kept, after(self._waiting(now), self._waiting(kept), now.pair))

    def undo(self, now: Sitting) -> tuple[Sitting, Told]:
        """Take the last verdict of this sitting back and show its pair again.

        Raises:
            CaseError: it has been taken back already, elsewhere.
        """
        if not now.done:
            return now, "nothing_to_undo"
        last = now.done[-1]
        kept = replace(now, done=now.done[:-1], count=max(0, now.count - 1))
        take_back(self._case, last.decisions, actor=self._actor)
        return self.opened(kept, last.pair), ""

    def step(self, now: Sitting, by: int) -> Sitting:
        """Go on, or back, without a verdict."""
        return self.opened(now, beside(self._waiting(now), now.pair, by))

    def choose(self, now: Sitting, chosen: Filter) -> Sitting:
        """Look at other pairs; the one on the screen stays where it is among them."""
        kept = replace(now, chosen=chosen)
        there = {one.pair for one in self._waiting(kept)}
        return self.opened(kept, now.pair if now.pair in there else None)

    def opened(self, now: Sitting, pair: Pair | None) -> Sitting:
        """Put a pair on the screen, the first of the queue where none is named."""
        if pair is None:
            waiting = self._waiting(now)
            pair = waiting[0].pair if waiting else None
        return replace(now, pair=pair_of(*pair) if pair else None, shown=self._stands(pair) if pair else "")

    def _stands(self, pair: Pair) -> str:
        """Id of the verdict that counts on a pair; "" for none."""
        found = self._found(pair)
        return found.decision if found else ""

    def _found(self, pair: Pair) -> WaitingPair | PairVerdict | None:
        return self._queue.find(self._clearance, pair) or standing(self._case, pair, self._clearance)

    def _met(self, now: Sitting, written: list[str]) -> Told:
        """Whether somebody else judged the same pair between the look at it and the verdict."""
        given = [
            one
            for one in self._case.evidence.decisions_on(now.pair or (), clearance=self._clearance)
            if one.type == "identity" and {one.left, one.right} == set(now.pair or ()) and not one.withdrawn
        ]
        last = [one.id for one in given if one.actor == "person"][-2:]
        return "both" if len(last) == 2 and now.shown not in last and set(written) & set(last) else ""

    def _next(self, now: Sitting, pair: Pair) -> Sitting:
        kept = replace(now, later=_without(now.later, pair))
        waiting = self._waiting(kept)
        return self.opened(kept, after(waiting, [one for one in waiting if one.pair != pair], pair))

    def _waiting(self, now: Sitting) -> list[WaitingPair]:
        return self._queue.waiting(self._clearance, now.chosen, now.later, me=self._actor.name)


def _without(pairs: Iterable[Pair], pair: Pair) -> tuple[Pair, ...]:
    return tuple(one for one in pairs if one != pair)
