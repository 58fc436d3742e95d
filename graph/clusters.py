"""What stands around one record: the records it is joined with, the verdicts between them, and unions refused.

The clusters are found by :func:`graph.identity.identity`, over no more decisions than can matter: those on the records
that verdicts *same* reach from the one that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from graph.evidence.pairs import PairVerdict
from graph.evidence.slices import Slice
from graph.identity import Identity, Refused, identity


class Evidence(Protocol):
    """What is asked of the evidence store."""

    def pair_verdicts(self, threads: Iterable[str] | None = None, *, clearance: int) -> list[PairVerdict]: ...
    def slice(self, threads: Iterable[str] | None = None, *, known_on: str | None = None) -> Slice: ...
    def visible(self, threads: Iterable[str], clearance: int, *, known_on: str | None = None) -> set[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """One thing of the case as its records and the verdicts on them.

    Attributes:
        threads: its records, sorted.
        around: records of other things that hang with it by an open pair or a refused union, sorted.
        verdicts: that stand between two of all these; without an edge, on every pair with one of its records.
        refused: unions with one of its records that were refused, and the pair judged different that refused each.
    """

    threads: tuple[str, ...]
    around: tuple[str, ...] = ()
    verdicts: tuple[PairVerdict, ...] = ()
    refused: tuple[Refused, ...] = ()

    def links(self) -> list[PairVerdict]:
        """The verdicts *same* that count between its own records."""
        own = set(self.threads)
        return [one for one in self.verdicts if one.verdict == "same" and own.issuperset(one.pair)]


def cluster_of(evidence: Evidence, thread: str, clearance: int, *, edge: bool = True) -> Cluster:
    """The cluster of a record at a clearance; the record alone where nothing is joined with it.

    Args:
        edge: find also what hangs at its edge; of a record with hundreds of open pairs that takes time.
    """
    known: dict[tuple[str, str], PairVerdict] = {}
    reached = _reached(evidence, {thread}, clearance, known)
    if edge:
        reached |= _reached(evidence, {end for pair in known for end in pair} - reached, clearance, known)
    found = _identity(evidence, reached, clearance)
    own = next((cluster for cluster in found.clusters if thread in cluster), (thread,))
    inside = set(own)
    refused = tuple(one for one in found.refused if not inside.isdisjoint(one.pair))
    verdicts = [known[pair] for pair in sorted(known) if edge or not inside.isdisjoint(pair)]
    near: set[str] = set()
    if edge:
        open_ = [one.pair for one in verdicts if one.verdict == "unsure" or one.waits] + [one.pair for one in refused]
        near = {end for pair in open_ if not inside.isdisjoint(pair) for end in pair} - inside
        # Of another thing all records belong together: whoever is asked about one is asked about the whole of it.
        near |= {end for cluster in found.clusters if not near.isdisjoint(cluster) for end in cluster}
        everything = inside | near
        verdicts = [one for one in verdicts if everything.issuperset(one.pair)]
    return Cluster(threads=own, around=tuple(sorted(near)), verdicts=tuple(verdicts), refused=refused)


def _reached(
    evidence: Evidence, threads: set[str], clearance: int, known: dict[tuple[str, str], PairVerdict]
) -> set[str]:
    """What verdicts *same* reach from these threads, these included; every verdict met on the way is noted."""
    reached: set[str] = set()
    fresh = threads
    while fresh:
        reached |= fresh
        fresh = _step(evidence, fresh, clearance, known) - reached
    return reached


def _step(
    evidence: Evidence,
    fresh: set[str],
    clearance: int,
    known: dict[tuple[str, str], PairVerdict],
) -> set[str]:
    """Read the verdicts on these threads; what *same* leads to from them."""
    found = evidence.pair_verdicts(fresh, clearance=clearance)
    known.update((one.pair, one) for one in found)
    return {end for one in found if one.verdict == "same" for end in one.pair}


def _identity(evidence: Evidence, threads: set[str], clearance: int) -> Identity:
    known = evidence.slice(threads)
    status = {
        one.left: one.verdict
        for one in known.decisions
        if one.type == "status" and one.id not in known.withdrawn_decisions and one.level <= clearance
    }
    retracted = {one for one, verdict in status.items() if verdict == "retracted"}
    return identity(
        known.decisions,
        clearance=clearance,
        usable=evidence.visible(threads, clearance) - retracted,
        kinds=known.kinds,
        withdrawn=known.withdrawn_decisions,
        two_people=known.two_people,
    )
