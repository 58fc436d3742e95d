"""From compared records of one kind to what should stand: which pairs are one, which a person should see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from graph.identity import Pair, pair_of
from ingest.matching import cluster, rivals
from ingest.matching.case.context import Listed
from ingest.matching.certain import names_agree
from ingest.matching.scoring import Pairs
from ingest.matching.spec import Kind

_LESS = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A pair of threads with what the matcher thinks of it; ``reasons`` are codes, never names."""

    pair: Pair
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A union that did not happen, because these two were judged different. ``by_people``: people asked for it."""

    pair: Pair
    because: Pair
    by_people: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What should stand on the records of one kind.

    Attributes:
        same: near certain, and nothing in their clusters against it.
        unsure: likely, for a person; of two clusters only the pair that agrees best.
        together: pairs that come together, people's *same* included.
    """

    same: tuple[Judged, ...] = ()
    unsure: tuple[Judged, ...] = ()
    together: tuple[Pair, ...] = ()
    refused: tuple[Refused, ...] = field(default=())


def settle(kind: Kind, listed: Listed, pairs: Pairs, people: Mapping[Pair, str]) -> Outcome:
    """What should stand.

    Args:
        people: what people have said of pairs (same, different, unsure): theirs always counts.
    """
    row_of = {thread: row for row, thread in enumerate(listed.threads)}
    said = {
        (row_of[left], row_of[right]): verdict
        for (left, right), verdict in sorted(people.items())
        if left in row_of and right in row_of
    }
    threshold = float(np.log2(kind.near_certain) - np.log2(1.0 - kind.near_certain))
    settled = rivals.settle(pairs, listed.sources)
    theirs = np.array([_rows(one, other) in said for one, other in zip(settled.left, settled.right, strict=True)], bool)
    likely = settled.near_certain & ~theirs
    near_certain = likely & names_are_sure(listed, settled, likely)
    queued = settled.queued | likely
    held = replace(settled, bits=np.where(near_certain, settled.bits, np.minimum(settled.bits, threshold - _LESS)))
    chosen = cluster.choose(
        held,
        len(listed.threads),
        threshold=threshold,
        standing=[
            cluster.Verdict(left=left, right=right, same=verdict == "same")
            for (left, right), verdict in said.items()
            if verdict != "unsure"
        ],
        apart=[source or None for source in listed.sources],
    )
    apart = _apart(said, chosen.labels)
    same, unsure, refused = [], [], _refused(listed, chosen, apart)
    best: set[tuple[int, int]] = set()
    for row in np.lexsort((settled.right, settled.left, -settled.bits)).tolist():
        left, right = int(settled.left[row]), int(settled.right[row])
        clusters = _rows(int(chosen.labels[left]), int(chosen.labels[right]))
        if _rows(left, right) in said or not (near_certain[row] or queued[row]):
            continue
        if clusters[0] == clusters[1]:
            if near_certain[row]:
                same.append(_judged(listed, settled, row))
        elif clusters in apart:
            if near_certain[row]:
                refused.append(
                    Refused(
                        pair=_threads(listed, left, right), because=_threads(listed, *apart[clusters]), by_people=False
                    )
                )
        elif clusters not in best:
            best.add(clusters)
            unsure.append(_judged(listed, settled, row, *_why_not(likely[row], near_certain[row])))
    return Outcome(
        same=tuple(sorted(same, key=lambda one: one.pair)),
        unsure=tuple(sorted(unsure, key=lambda one: one.pair)),
        together=tuple(
            _threads(listed, row, int(label)) for row, label in enumerate(chosen.labels.tolist()) if row != label
        ),
        refused=tuple(sorted(refused, key=lambda one: (one.pair, one.because))),
    )


def _rows(one: int, other: int) -> tuple[int, int]:
    return (int(one), int(other)) if one <= other else (int(other), int(one))


def _threads(listed: Listed, one: int, other: int) -> Pair:
    return pair_of(listed.threads[one], listed.threads[other])


def _judged(listed: Listed, pairs: Pairs, row: int, *more: str) -> Judged:
    return Judged(
        pair=_threads(listed, int(pairs.left[row]), int(pairs.right[row])),
        score=round(float(pairs.probability[row]), 4),
        reasons=(*pairs.reasons_of(row), *more),
    )


def names_are_sure(listed: Listed, pairs: Pairs, likely: np.ndarray) -> np.ndarray:
    """For the likely pairs of a kind with names, whether nobody need look at the names."""
    names = listed.records.names
    agree = np.ones(len(pairs), bool)
    if names:
        for row in np.flatnonzero(likely).tolist():
            agree[row] = names_agree(names[int(pairs.left[row])], names[int(pairs.right[row])])
    return agree


def _why_not(likely: bool, near_certain: bool) -> tuple[str, ...]:
    """Why a pair that is likely enough is not joined."""
    if near_certain:
        return ("cluster_disagrees",)
    return ("names_not_certain",) if likely else ()


def _apart(said: Mapping[tuple[int, int], str], labels: np.ndarray) -> dict[tuple[int, int], tuple[int, int]]:
    """Two clusters that a verdict *different* keeps apart, and the first such verdict."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for (left, right), verdict in said.items():
        if verdict == "different":
            found.setdefault(_rows(int(labels[left]), int(labels[right])), (left, right))
    return found


def _refused(
    listed: Listed, chosen: cluster.Clusters, apart: Mapping[tuple[int, int], tuple[int, int]]
) -> list[Refused]:
    """Verdicts *same* of people that contradict others; each stands in the record and joins nothing."""
    return [
        Refused(
            pair=_threads(listed, one.left, one.right),
            because=_threads(
                listed,
                *apart.get(_rows(int(chosen.labels[one.left]), int(chosen.labels[one.right])), (one.left, one.right)),
            ),
            by_people=True,
        )
        for one in chosen.refused
    ]


def queued_only(judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """Near-certain pairs as they are queued where nothing may be applied."""
    return tuple(Judged(pair=one.pair, score=one.score, reasons=(*one.reasons, "near_certain")) for one in judged)
