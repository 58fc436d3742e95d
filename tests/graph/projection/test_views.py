"""What holds for every slice: order does not matter, and a clearance sees what a case without the rest would show."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.evidence.slices import Decision, Slice
from graph.model.levels import LEVELS
from graph.projection import project
from graph.projection.compare import Canonical, canonical
from graph.stores.store import Link, Node
from tests.builders import slice_of
from tests.graph.projection.strategies import decisions, ground, rows

GIVEN_APART = frozenset({"clear_min", "clear_max", "name", "protected", "lat", "lon"})


@st.composite
def slices(draw: st.DrawFn) -> Slice:
    """A case with a public ground, some rows and some decisions, one of which may be withdrawn, as may a load."""
    loaded = draw(st.lists(rows(), max_size=12))
    made = [
        Decision(id=f"decision {number}", revision=number // 2, **one)
        for number, one in enumerate(draw(st.lists(decisions(), max_size=8)))
    ]
    withdrawn = draw(st.lists(st.sampled_from(made), max_size=1)) if made else []
    return slice_of(
        *ground(),
        loads=[("first", loaded[:6]), ("second", loaded[6:])],
        decisions=[one for one in made if one.type != "erase"],
        withdrawn_decisions=withdrawn,
        withdrawn_loads=draw(st.sampled_from([(), ("first",)])),
        erased=[one.left for one in made if one.type == "erase" and one not in withdrawn],
    )


def at(clearance: int, nodes: list[Node], links: list[Link]) -> Counter[str]:
    """What a clearance sees, by codes, without who is drawn by name (which follows from records of every level)."""
    found: Counter[str] = Counter()
    code = {node.id: node.properties["code"] for node in nodes}
    things: list[Any] = [*nodes, *links]
    for thing in things:
        if thing.properties["clear_min"] <= clearance <= thing.properties["clear_max"]:
            ends = (code[thing.start], code[thing.end]) if isinstance(thing, Link) else ()
            kept = sorted((key, value) for key, value in thing.properties.items() if key not in GIVEN_APART)
            found[repr((thing.type if isinstance(thing, Link) else thing.label, ends, kept))] += 1
    return found


def without_the_rest(slice_: Slice, clearance: int) -> Slice:
    """The slice of a case that never held anything above a clearance; level decisions are taken as given."""
    level = {
        one.left: int(LEVELS[one.verdict])
        for one in slice_.decisions
        if one.type == "level" and one.id not in slice_.withdrawn_decisions
    }
    kept = {
        thread: [version for version in versions if level.get(thread, version.level) <= clearance]
        for thread, versions in slice_.versions.items()
    }
    return replace(
        slice_,
        versions={thread: versions for thread, versions in kept.items() if versions},
        decisions=[one for one in slice_.decisions if one.level <= clearance or one.type == "level"],
    )


@settings(max_examples=150, deadline=None)
@given(slices())
def test_a_clearance_sees_what_a_case_would_show_that_never_held_the_rest(slice_: Slice) -> None:
    whole = project(slice_)
    for clearance in LEVELS.values():
        assert at(clearance, *whole) == at(3, *project(without_the_rest(slice_, clearance)))


@settings(max_examples=100, deadline=None)
@given(slices(), st.integers())
def test_the_order_in_which_evidence_is_read_does_not_matter(slice_: Slice, seed: int) -> None:
    threads = list(slice_.versions)
    random.Random(seed).shuffle(threads)
    shuffled = replace(slice_, versions={thread: slice_.versions[thread] for thread in threads})
    assert graph(shuffled) == graph(slice_)


@settings(max_examples=100, deadline=None)
@given(slices())
def test_spans_hold_together(slice_: Slice) -> None:
    """Of a code there is one node at each clearance at most, two neighbouring spans differ, and a link's span lies
    within the spans of both its ends."""
    nodes, links = project(slice_)
    by_id: dict[str, dict[str, Any]] = {node.id: dict(node.properties) for node in nodes}
    assert len(by_id) == len(nodes)
    seen: Counter[Any] = Counter(
        (one["code"], clearance)
        for one in by_id.values()
        for clearance in range(one["clear_min"], one["clear_max"] + 1)
    )
    assert not seen or max(seen.values()) == 1
    for one in by_id.values():
        following = by_id.get(f"{one['code']}@{one['clear_max'] + 1}")
        assert following is None or plain(following) != plain(one)
    for link in links:
        own: dict[str, Any] = dict(link.properties)
        for end in (by_id[link.start], by_id[link.end]):
            assert end["clear_min"] <= own["clear_min"] <= own["clear_max"] <= end["clear_max"]


def plain(properties: dict[str, Any]) -> dict[str, Any]:
    """Everything but the span."""
    return {key: value for key, value in properties.items() if key not in ("clear_min", "clear_max")}


def graph(slice_: Slice) -> Canonical:
    """The projection, to be compared."""
    return canonical(*project(slice_))
