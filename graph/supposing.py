"""What would change in the case graph if some decisions were made: computed in memory, written nowhere.

The slice that the decisions touch is projected twice by the projection's own functions, with them and without. So the
answer is what a real decision would bring, and costs what the change costs: the affected entities and their
neighbours, however large the case is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from graph.consequence import (
    Consequence,
    Contradiction,
    EntitySummary,
    LinkChange,
    LinkSummary,
    Range,
    RefusedUnion,
)
from graph.evidence.drafts import Changes, NewDecision
from graph.evidence.slices import Decision, Slice
from graph.evidence.supposed import Supposition
from graph.model.levels import Level
from graph.picture import Picture, difference
from graph.projection.reach import Evidence, Reach

if TYPE_CHECKING:
    from graph.case import Case

__all__ = [
    "Consequence",
    "Contradiction",
    "EntitySummary",
    "LinkChange",
    "LinkSummary",
    "Range",
    "RefusedUnion",
    "suppose",
]


class Store(Evidence, Protocol):
    """What supposing asks of the evidence store."""

    def supposed(self, decisions: Iterable[NewDecision]) -> Supposition: ...


def suppose(case: Case, decisions: Sequence[NewDecision], *, clearance: Level) -> Consequence:
    """What would change for a clearance if a person made these decisions now. Nothing is written.

    Raises:
        CaseError: one of them takes back a whole load.
    """
    if not decisions:
        return Consequence()
    evidence: Store = case.evidence
    while True:
        made = evidence.supposed(decisions)
        both = _Both(evidence, made)
        if evidence.revision() == made.changes.revision - 1:  # else somebody wrote while we read: once more
            return difference(both.before(clearance), both.after(clearance))


class _Both:
    """The slice that supposed decisions touch, as it is and as it would be."""

    def __init__(self, evidence: Evidence, made: Supposition) -> None:
        self._evidence, self._made = evidence, made
        self.case_id = evidence.case_id
        reach = Reach(self, made.changes, made.changes.revision - 1)
        self._focus = reach.focus
        self._slice = evidence.slice(reach.context())

    def before(self, clearance: int) -> Picture:
        """The picture as it is."""
        return Picture(self._slice, self._focus, clearance)

    def after(self, clearance: int) -> Picture:
        """The picture as it would be."""
        return Picture(self._with(self._slice), self._focus, clearance)

    def _with(self, known: Slice) -> Slice:
        """A slice with the supposed decisions, as the store would read it."""
        more = [
            one
            for one in self._made.decisions
            if one.type != "withdraw_decision" and (one.left in known.kinds or one.right in known.kinds)
        ]
        decisions: list[Decision] = [*known.decisions, *more]
        out = self._made.out.decisions
        return replace(
            known,
            decisions=decisions,
            withdrawn_decisions=out,
            erased=frozenset(one.left for one in decisions if one.type == "erase" and one.id not in out),
        )

    # What the projection's reach asks of the evidence

    def revision(self) -> int:
        """The number of the revision that the decisions would become."""
        return self._made.changes.revision

    def changes_since(self, _: int) -> Changes:
        """What they touch."""
        return self._made.changes

    def slice(self, threads: Iterable[str] | None = None, *, known_on: str | None = None) -> Slice:
        """As the store's, with them."""
        return self._with(self._evidence.slice(threads, known_on=known_on))

    def referring(self, threads: Iterable[str]) -> set[str]:
        """As the store's: decisions refer to nothing."""
        return self._evidence.referring(threads)

    def linked(self, threads: Iterable[str]) -> set[str]:
        """As the store's, over the supposed verdicts too."""
        reached = self._evidence.linked(threads)
        pairs = [(one.left, one.right) for one in self._made.decisions if one.type == "identity"]
        while True:
            fresh = {end for pair in pairs if set(pair) & reached for end in pair} - reached
            if not fresh:
                return reached
            reached |= self._evidence.linked(fresh)
