"""Shortest paths under conditions, for an engine that would only filter what it has found.

Two breadth-first searches grow towards each other, the smaller frontier first, each step one query; the
condition stands in every step, so that what it leaves out never hides a way around it.
"""

from __future__ import annotations

import heapq
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from graph.errors import QueryTimeout
from graph.stores.shapes import MOST, by_label, link_of, order, type_pattern
from graph.stores.store import Limits, Params, Row, label_of

Parents = dict[str, set[str]]  # code -> codes one step nearer to the search's own end


class Step:
    """One step of a search: over visible links `r` of some types that meet a condition."""

    def __init__(
        self,
        read: Callable[[str, Params, int, Limits], list[Row]],
        clearance: int,
        types: Sequence[str],
        condition: str,
        params: Params,
    ) -> None:
        self._read, self.clearance, self.types = read, clearance, type_pattern(types)
        self.condition, self.params = condition, {**params, "clearance": clearance}
        self._until = time.monotonic() + MOST.seconds

    def search(self, a: str, b: str, limit: int, max_length: int) -> list[list[str]]:
        """The codes along the shortest paths between two different entities: at most `limit`, in order.

        None is longer than `max_length`. Raises QueryTimeout.
        """
        sides: list[Parents] = [{a: set()}, {b: set()}]
        frontiers = [{a}, {b}]
        for _ in range(max_length):
            side = 0 if len(frontiers[0]) <= len(frontiers[1]) else 1
            frontiers[side] = self._grow(frontiers[side], sides[side])
            met = frontiers[side] & sides[1 - side].keys()
            if met:
                return heapq.nsmallest(limit, _joined(sides, met))
            if not frontiers[side]:
                return []
        return []

    def links(self, nodes: Sequence[str]) -> list[Row]:
        """One link for each step of a path: the first by its own order where several join the two."""
        chosen: list[Row] = []
        for one, other in pairwise(nodes):
            rows = self._rows(
                f"MATCH (a:{label_of(one)} {{code: $one}})-[r{self.types}]-(b) WHERE b.code = $other AND "
                f"{self.condition} RETURN type(r) AS type, startNode(r).code AS start, "
                "endNode(r).code AS end_, properties(r) AS properties",
                {"one": one, "other": other},
            )
            chosen.append(min((link_of(row) for row in rows), key=order))
        return chosen

    def _grow(self, frontier: set[str], parents: Parents) -> set[str]:
        """The next frontier; `parents` learns every way into it."""
        nearer: Parents = defaultdict(set)
        for label, codes in by_label(sorted(frontier)):
            for row in self._rows(
                f"MATCH (a:{label})-[r{self.types}]-(b) WHERE a.code IN $codes AND {self.condition} "
                "RETURN DISTINCT a.code AS a, b.code AS b",
                {"codes": codes},
            ):
                if row["b"] not in parents:
                    nearer[row["b"]].add(row["a"])
        parents.update(nearer)
        return set(nearer)

    def _rows(self, cypher: str, params: Params) -> list[Row]:
        if time.monotonic() > self._until:
            raise QueryTimeout(f"The search for paths took longer than {MOST.seconds:g} seconds: narrow it.")
        return self._read(cypher, {**self.params, **params}, self.clearance, MOST)


def _joined(sides: list[Parents], met: set[str]) -> Iterator[list[str]]:
    """Every shortest path: each crosses the level where the searches met once, so none comes twice."""
    for middle in met:
        for before in _walks(sides[0], middle):
            for after in _walks(sides[1], middle):
                yield [*reversed(before), middle, *after]


def _walks(parents: Parents, code: str) -> Iterator[list[str]]:
    """Every way from a code back to the search's end, without the code itself, nearest first."""
    if not parents[code]:
        yield []
    for parent in parents[code]:
        for rest in _walks(parents, parent):
            yield [parent, *rest]
