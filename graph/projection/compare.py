"""Two graphs as plain data that can be compared: nodes by id, links by ends, values sorted, order without
weight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import orjson

from graph.stores.store import LABELS, Limits, Link, Node, Store

Canonical = Counter[tuple[str, ...]]
_ALL = Limits(seconds=600.0, rows=100_000_000)


def canonical(nodes: Iterable[Node], links: Iterable[Link]) -> Canonical:
    """Nodes and links as they were projected."""
    found: Canonical = Counter((node.label, node.id, _text(node.properties)) for node in nodes)
    found.update((link.type, link.start, link.end, _text(link.properties)) for link in links)
    return found


def stored(store: Store) -> Canonical:
    """Nodes and links as a store holds them, over all clearances."""
    found: Canonical = Counter()
    for label in LABELS:
        answer = store.free(f"MATCH (n:{label}) RETURN properties(n) AS properties", {}, limits=_ALL)
        for row in answer.rows:
            properties = row["properties"]
            found[label, _id(properties["code"], properties["clear_min"]), _text(properties)] += 1
    answer = store.free(
        "MATCH (a)-[r]->(b) RETURN type(r) AS kind, a.code AS start, a.clear_min AS start_min, "
        "b.code AS finish, b.clear_min AS finish_min, properties(r) AS properties",
        {},
        limits=_ALL,
    )
    for row in answer.rows:
        start, end = _id(row["start"], row["start_min"]), _id(row["finish"], row["finish_min"])
        found[row["kind"], start, end, _text(row["properties"])] += 1
    return found


def _id(code: str, lowest: int) -> str:
    return f"{code}@{lowest}"


def _text(properties: dict[str, Any]) -> str:
    """Values as text, without what an engine adds to a map of its own and without what is not there."""
    kept = {key: value for key, value in properties.items() if value is not None and key not in ("id", "title", "type")}
    return orjson.dumps(kept, option=orjson.OPT_SORT_KEYS).decode()
