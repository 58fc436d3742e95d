"""Merges that the matcher made and no person accepted: an export does not rest on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.evidence.slices import Decision
from graph.identity import identity, pair_of
from graph.model.levels import Level
from queries.reading import Row


def unaccepted(evidence: Any, nodes: Mapping[str, Row], clearance: Level) -> list[tuple[str, str]]:
    """Pairs of codes by which the matcher alone joined records of these entities.

    An entity stands where what people judged joins all its records by itself, whatever the matcher said.
    """
    clusters = [tuple(node["properties"].get("records") or ()) for node in nodes.values()]
    clusters = [threads for threads in clusters if len(threads) > 1]
    if not clusters:
        return []
    known = evidence.slice([thread for threads in clusters for thread in threads])
    people = _clusters(known, [one for one in known.decisions if one.actor == "person"], clearance)
    made = [
        decision
        for decision in known.decisions
        if decision.type == "identity" and decision.verdict == "same" and decision.actor != "person"
        and decision.id not in known.withdrawn_decisions and decision.level <= clearance
    ]  # fmt: skip
    found: dict[tuple[str, str], None] = {}
    for threads in clusters:
        inside = set(threads)
        if len({people.get(thread, thread) for thread in threads}) > 1:
            found.update(
                (pair, None)
                for pair in _pairs(made)
                if inside.issuperset(pair) and people.get(pair[0], pair[0]) != people.get(pair[1], pair[1])
            )
    return [(known.codes[left], known.codes[right]) for left, right in found]


def _clusters(known: Any, decisions: Iterable[Decision], clearance: Level) -> dict[str, str]:
    """Thread to the first of those that people's verdicts alone join it with."""
    found = identity(
        decisions, clearance=int(clearance), usable=known.versions, kinds=known.kinds,
        withdrawn=known.withdrawn_decisions, two_people=known.two_people,
    )  # fmt: skip
    return {thread: cluster[0] for cluster in found.clusters for thread in cluster}


def _pairs(decisions: Iterable[Decision]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(pair_of(one.left, one.right) for one in decisions))
