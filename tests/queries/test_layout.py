"""Positions for the canvas: all placed, apart, the same again, and what stands stays."""

from __future__ import annotations

import math
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from queries.layout import SPACING, SPRING_UP_TO, positions

Edge = tuple[str, str]


def a_tree(size: int) -> tuple[list[str], list[Edge]]:
    nodes = [f"P-{number}" for number in range(size)]
    return nodes, [(nodes[number], nodes[(number - 1) // 3]) for number in range(1, size)]


def test_the_same_graph_gives_the_same_picture_in_whatever_order_it_comes() -> None:
    nodes, links = a_tree(60)
    assert positions(nodes, links) == positions(nodes[::-1], [(b, a) for a, b in links[::-1]])


def test_more_than_two_thousand_nodes_are_laid_out_too_and_alike() -> None:
    nodes, links = a_tree(SPRING_UP_TO + 1)
    first = positions(nodes, links)
    assert set(first) == set(nodes) and first == positions(nodes, links)


def test_what_stands_stays_and_new_nodes_come_beside_what_they_touch() -> None:
    fixed = {"a": (0.0, 0.0), "b": (1000.0, 0.0)}
    placed = positions(["a", "b", "c", "d"], [("a", "b"), ("b", "c"), ("c", "d")], fixed)
    assert {code: placed[code] for code in fixed} == fixed
    assert math.dist(placed["c"], placed["b"]) <= 2 * SPACING < math.dist(placed["c"], placed["a"])
    assert math.dist(placed["d"], placed["c"]) <= 2 * SPACING


@settings(max_examples=40)
@given(
    st.integers(0, 40),
    st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=80),
    st.integers(0, 40),
)
def test_every_node_has_a_finite_place_of_its_own(size: int, edges: list[tuple[int, int]], held: int) -> None:
    nodes = [str(number) for number in range(size)]
    fixed = {str(number): (number * SPACING, 0.0) for number in range(min(held, size))}
    placed = positions(nodes, [(str(a), str(b)) for a, b in edges], fixed)
    assert set(placed) == set(nodes)
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in placed.values())
    assert all(one != other for one, other in combinations(placed.values(), 2))
