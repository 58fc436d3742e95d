"""A whole cluster looked at at once: how strongly its records hang together, where it is weakest, and what falls apart
if it is cut there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.clusters import Cluster
from graph.evidence.pairs import PairVerdict

SURE = 2.0
"""Strength of a verdict that a person gave: stronger than any score."""
_UNSCORED = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where a cluster is weakest.

    Attributes:
        link: the verdict that is given up there.
        apart: the records that then fall away from the others: the smaller side, of two equal ones the later.
    """

    link: PairVerdict
    apart: tuple[str, ...]


def strength(one: PairVerdict) -> float:
    """How strongly a verdict joins: a person's before any score, then by score."""
    if one.actor == "person":
        return SURE
    return _UNSCORED if one.score is None else one.score


def weakest(cluster: Cluster) -> Cut | None:
    """The weakest link without which the cluster would fall in two; None where it is one record.

    Found on a strongest spanning tree (Kruskal): any other way between the two sides is no stronger than the link that
    is cut, so the sides are those between which the least speaks for one.
    """
    tree = _strongest_tree(cluster.links())
    if not tree:
        return None
    link = tree[-1]
    side = _reached(link.right, tree[:-1])
    other = set(cluster.threads) - side
    smaller = min((side, other), key=lambda one: (len(one), link.left in one))
    return Cut(link=link, apart=tuple(sorted(smaller)))


def _strongest_tree(links: Iterable[PairVerdict]) -> list[PairVerdict]:
    """The links of a strongest spanning tree, the weakest last."""
    head: dict[str, str] = {}

    def find(thread: str) -> str:
        while thread in head:
            thread = head[thread]
        return thread

    tree = []
    for one in sorted(links, key=lambda one: (-strength(one), one.pair)):
        left, right = find(one.left), find(one.right)
        if left != right:
            head[right] = left
            tree.append(one)
    return tree


def _reached(thread: str, links: Iterable[PairVerdict]) -> set[str]:
    pairs = [one.pair for one in links]
    reached, fresh = {thread}, {thread}
    while fresh:
        fresh = {end for pair in pairs if not fresh.isdisjoint(pair) for end in pair} - reached
        reached |= fresh
    return reached
