"""From decisions to clusters: which records speak of one and the same thing.

Pure and deterministic: the same decisions in any order give the same clusters. Nothing here knows what a
record says.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from graph.evidence.slices import Decision
from graph.verdicts import settle

Pair = tuple[str, str]
JOINABLE = frozenset({"source", "person", "group", "unit", "location", "incident"})
"""Kinds whose records can be judged the same. Documents and figures stay what they are, each for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A union that did not happen, because it would have joined a pair judged different (or of two kinds)."""

    pair: Pair
    because: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What follows from the identity decisions that count.

    Attributes:
        clusters: every cluster of two threads or more, each sorted, in order of their first thread.
        refused: unions that were refused, in the order in which they were tried.
        unsure: pairs whose verdict is *unsure*, sorted. They join nothing and part nothing.
        waiting: pairs that one person called the same where the case asks for two, sorted.
    """

    clusters: tuple[tuple[str, ...], ...] = ()
    refused: tuple[Refused, ...] = ()
    unsure: tuple[Pair, ...] = ()
    waiting: tuple[Pair, ...] = ()


def pair_of(left: str, right: str) -> Pair:
    """The two threads in order, so that a pair has one name whoever stood left."""
    return (left, right) if left <= right else (right, left)


def identity(
    decisions: Iterable[Decision],
    *,
    clearance: int,
    usable: Container[str],
    kinds: Mapping[str, str],
    withdrawn: Container[str] = frozenset(),
    two_people: bool = False,
) -> Identity:
    """The clusters at a clearance.

    A decision counts where it is not withdrawn, its level is within the clearance, and both its threads are
    usable. Of a pair's decisions the latest counts, a person's before the matcher's whatever their order in
    time (:func:`graph.verdicts.settle`); so to withdraw one wakes the one before it. Unions are tried in the
    order people's first, then by descending score, then by ids; one that would join a pair judged *different*
    is refused.

    Args:
        decisions: in order of revision; those that are no identity decisions are passed over.
        usable: threads that can be seen at this clearance.
        kinds: kind of each thread; only two threads of one joinable kind can be the same.
        withdrawn: ids of withdrawn decisions.
        two_people: whether a person's *same* counts only once another person has said it too.
    """
    settled = {
        pair: settle(given, two_people=two_people)
        for pair, given in _given(decisions, clearance, usable, withdrawn).items()
    }
    verdicts = {pair: one.counts for pair, one in settled.items() if one.counts is not None}
    same = [decision for decision in verdicts.values() if decision.verdict == "same"]
    different = [pair for pair, decision in verdicts.items() if decision.verdict == "different"]
    unsure = tuple(sorted(pair for pair, decision in verdicts.items() if decision.verdict == "unsure"))
    clusters, refused = unite(same, different, kinds)
    waiting = tuple(sorted(pair for pair, one in settled.items() if one.waits is not None))
    return Identity(clusters=clusters, refused=refused, unsure=unsure, waiting=waiting)


def _given(
    decisions: Iterable[Decision], clearance: int, usable: Container[str], withdrawn: Container[str]
) -> dict[Pair, list[Decision]]:
    """The verdicts on each pair that are to be weighed, oldest first."""
    given: dict[Pair, list[Decision]] = {}
    for decision in decisions:
        if (
            decision.type != "identity"
            or decision.level > clearance
            or decision.id in withdrawn
            or decision.left not in usable
            or decision.right not in usable
            or decision.left == decision.right
        ):
            continue
        given.setdefault(pair_of(decision.left, decision.right), []).append(decision)
    for many in given.values():
        if len(many) > 1:
            many.sort(key=lambda one: one.revision)
    return given


class Same(Protocol):
    """A verdict *same* that counts."""

    @property
    def left(self) -> str:
        """A thread."""

    @property
    def right(self) -> str:
        """The other."""

    @property
    def actor(self) -> str:
        """Person, or anything else for a machine."""

    @property
    def score(self) -> float | None:
        """Of the machine."""


def _rank(one: Same) -> tuple[bool, float, str, str]:
    return one.actor != "person", -(1.0 if one.score is None else one.score), *pair_of(one.left, one.right)


def unite(
    verdicts: Iterable[Same], different: Iterable[Pair], kinds: Mapping[str, str]
) -> tuple[tuple[tuple[str, ...], ...], tuple[Refused, ...]]:
    """Clusters of two threads or more, and the unions that were refused: see :func:`identity`."""
    same = (pair_of(one.left, one.right) for one in sorted(verdicts, key=_rank))
    apart: dict[str, set[str]] = {}
    for left, right in different:
        apart.setdefault(left, set()).add(right)
        apart.setdefault(right, set()).add(left)
    members: dict[str, list[str]] = {}  # head to members
    head: dict[str, str] = {}
    refused: list[Refused] = []
    for pair in same:
        left, right = pair
        if kinds.get(left) != kinds.get(right) or kinds.get(left) not in JOINABLE:
            refused.append(Refused(pair=pair, because=pair))
            continue
        one, other = head.setdefault(left, left), head.setdefault(right, right)
        ours, theirs = members.setdefault(one, [one]), members.setdefault(other, [other])
        if one == other:
            continue
        if len(ours) < len(theirs):
            one, other, ours, theirs = other, one, theirs, ours
        because = _judged_apart(theirs, one, head, apart)
        if because is not None:
            refused.append(Refused(pair=pair, because=because))
            continue
        ours += theirs
        del members[other]
        for thread in theirs:
            head[thread] = one
    clusters = sorted(tuple(sorted(cluster)) for cluster in members.values() if len(cluster) > 1)
    return tuple(clusters), tuple(refused)


def _judged_apart(
    smaller: list[str], larger: str, head: Mapping[str, str], apart: Mapping[str, set[str]]
) -> Pair | None:
    """The first pair, by ids, that was judged different and would come together."""
    found = [
        pair_of(thread, enemy)
        for thread in smaller
        for enemy in apart.get(thread, ())
        if head.get(enemy, enemy) == larger
    ]
    return min(found, default=None)
