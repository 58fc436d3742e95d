"""Which pairs to join: evidence between whole clusters decides, never one link alone.

Pairs are taken from the strongest down. Two clusters are joined if the evidence between all their records, taken
together, is still for it: each compared pair counts with its bits (held within :data:`MOST_FOR` and
:data:`MOST_AGAINST`, so that no single pair outvotes the rest), each pair that blocking never brought together counts
:data:`NOT_COMPARED`, and what is asked rises with the size of what would come out. A chain of chance links
therefore ends where its ends disagree.

Verdicts of people stand above any evidence: *same* joins first, *different* is never joined across, and where both
cannot stand, *different* does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log2

import numpy as np

from ingest.matching.scoring import Pairs

MOST_FOR = 8.0
MOST_AGAINST = -8.0
NOT_COMPARED = -1.0
"""Bits that a pair counts with that shares no two keys."""
RISE = 0.5
"""Bits asked of the mean link for each doubling of the joined cluster beyond a pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A standing verdict on two records (row numbers)."""

    left: int
    right: int
    same: bool


@dataclass(slots=True, kw_only=True)
class Clusters:
    """Who belongs together.

    Attributes:
        labels: each record's cluster: the smallest row number in it.
        joined: rows of the pairs that joined two clusters, strongest first.
        weakest: by cluster of two or more, the probability of the weakest link that holds it together.
        refused: verdicts *same* that a verdict *different* stands against.
    """

    labels: np.ndarray
    joined: list[int] = field(default_factory=list)
    weakest: dict[int, float] = field(default_factory=dict)
    refused: list[Verdict] = field(default_factory=list)


def choose(
    pairs: Pairs,
    size: int,
    *,
    threshold: float,
    standing: Iterable[Verdict] = (),
    apart: Sequence[object] | None = None,
    apart_bits: float = -8.0,
) -> Clusters:
    """Join records into clusters; the same input gives the same clusters.

    Args:
        size: how many records there are.
        threshold: bits that the link between two single records needs.
        standing: verdicts of people, in the order in which they count.
        apart: for each record, the list that names each of its people once (a source), or None; two records of one
            such list count ``apart_bits``, compared or not.
        apart_bits: see ``apart``; already in the bits of a compared pair.
    """
    growing = _Growing(size, apart, apart_bits)
    chosen = Clusters(labels=np.arange(size, dtype=np.int64))
    verdicts = list(standing)
    for verdict in verdicts:
        if not verdict.same:
            growing.keep_apart(verdict.left, verdict.right)
    for verdict in verdicts:
        if verdict.same and not growing.join(verdict.left, verdict.right):
            chosen.refused.append(verdict)
    strong = np.flatnonzero(pairs.bits >= threshold)
    within = _within_reach(pairs, strong, size, [verdict for verdict in verdicts if verdict.same])
    held = np.clip(pairs.bits[within], MOST_AGAINST, MOST_FOR)
    for left, right, bits in zip(pairs.left[within].tolist(), pairs.right[within].tolist(), held.tolist(), strict=True):
        growing.link(left, right, bits)
    strong = strong[np.lexsort((pairs.right[strong], pairs.left[strong], -pairs.bits[strong]))]
    links: list[tuple[int, float]] = []
    for row in strong.tolist():
        left, right = int(pairs.left[row]), int(pairs.right[row])
        if growing.agrees(left, right, threshold) and growing.join(left, right):
            chosen.joined.append(row)
            links.append((left, float(pairs.probability[row])))
    chosen.labels = growing.labels()
    for record, probability in links:
        label = int(chosen.labels[record])
        chosen.weakest[label] = min(probability, chosen.weakest.get(label, 1.0))
    return chosen


def _within_reach(pairs: Pairs, strong: np.ndarray, size: int, same: Sequence[Verdict]) -> np.ndarray:
    """Rows of the pairs whose two records some chain of strong pairs connects: no other can ever count."""
    parent = list(range(size))
    chains = zip(pairs.left[strong].tolist(), pairs.right[strong].tolist(), strict=True)
    for left, right in (*chains, *((verdict.left, verdict.right) for verdict in same)):
        one, other = _root(parent, left), _root(parent, right)
        parent[max(one, other)] = min(one, other)
    roots = np.fromiter((_root(parent, record) for record in range(size)), dtype=np.int64, count=size)
    return np.flatnonzero(roots[pairs.left] == roots[pairs.right])


def _root(parent: list[int], record: int) -> int:
    while parent[record] != record:
        parent[record] = record = parent[parent[record]]
    return record


class _Growing:
    """Clusters while they grow: for each, its size, its evidence towards others, and what it may not be joined with."""

    def __init__(self, size: int, apart: Sequence[object] | None, apart_bits: float) -> None:
        self._parent = list(range(size))
        self._size: dict[int, int] = {}
        self._links: dict[int, dict[int, tuple[float, int]]] = {}
        self._barred: dict[int, set[int]] = {}
        self._apart = apart
        self._apart_bits = apart_bits
        self._lists: dict[int, dict[object, int]] = {}

    def find(self, record: int) -> int:
        return _root(self._parent, record)

    def keep_apart(self, left: int, right: int) -> None:
        self._barred.setdefault(left, set()).add(right)
        self._barred.setdefault(right, set()).add(left)

    def link(self, left: int, right: int, bits: float) -> None:
        one, other = self.find(left), self.find(right)
        if one != other:
            self._add(one, other, bits, 1)
            self._add(other, one, bits, 1)

    def agrees(self, left: int, right: int, threshold: float) -> bool:
        """Whether the evidence between two clusters is for joining them."""
        one, other = self.find(left), self.find(right)
        if one == other:
            return False
        sizes = self._size.get(one, 1), self._size.get(other, 1)
        bits, compared = self._links[one][other]
        possible = sizes[0] * sizes[1]
        bits += NOT_COMPARED * (possible - compared)
        if possible > compared and self._apart is not None:
            listed, also = self._listed(one), self._listed(other)
            twice = sum(count * also[name] for name, count in listed.items() if name in also)
            bits += self._apart_bits * min(twice, possible - compared)
        return bits / possible >= threshold + RISE * log2(sum(sizes) / 2)

    def join(self, left: int, right: int) -> bool:
        """Join two records' clusters; False where a verdict forbids it."""
        keep, give = sorted((self.find(left), self.find(right)))
        if keep == give:
            return True
        if give in self._barred.get(keep, ()):
            return False
        listed = {**self._listed(keep)}
        for name, count in self._listed(give).items():
            listed[name] = listed.get(name, 0) + count
        self._lists[keep] = listed
        self._lists.pop(give, None)
        self._parent[give] = keep
        self._size[keep] = self._size.get(keep, 1) + self._size.pop(give, 1)
        for other, (bits, compared) in self._links.pop(give, {}).items():
            self._links[other].pop(give)
            if other != keep:
                self._add(keep, other, bits, compared)
                self._add(other, keep, bits, compared)
        for other in self._barred.pop(give, set()):
            self._barred[other].discard(give)
            self.keep_apart(keep, other)
        return True

    def labels(self) -> np.ndarray:
        return np.fromiter((self.find(record) for record in range(len(self._parent))), dtype=np.int64)

    def _add(self, one: int, other: int, bits: float, compared: int) -> None:
        links = self._links.setdefault(one, {})
        before = links.get(other, (0.0, 0))
        links[other] = (before[0] + bits, before[1] + compared)

    def _listed(self, cluster: int) -> dict[object, int]:
        if cluster in self._lists:
            return self._lists[cluster]
        name = self._apart[cluster] if self._apart is not None else None
        return {} if name is None else {name: 1}
