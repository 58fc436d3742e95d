"""Writing batches into a kglite graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import kglite

from graph.errors import ForeignGraph, QueryRefused, StoreError
from graph.stores.kglite_calls import MissingProperty, rows_of, run
from graph.stores.store import LABELS, Batch, GraphState, Link, Node, Row, label_of

CHUNK = 5_000
Spans = set[tuple[int, int]]


def new_graph(state: GraphState | None) -> Any:
    """An empty graph with its indexes: ids unique in each label, and a lookup by code."""
    graph = kglite.KnowledgeGraph()
    graph.define_schema({"nodes": {label: {"primary_key": "id"} for label in LABELS}})
    for label in LABELS:
        run(graph, f"CREATE INDEX FOR (n:{label}) ON (n.code)")
    if state is not None:
        write_case(graph, state, set())
    return graph


def write_case(graph: Any, state: GraphState, spans: Spans) -> None:
    """Say in the graph whose it is and what it shows, and which spans of clearances occur in it."""
    told = {
        "id": "case",
        "case_id": state.case,
        "revision": state.revision,
        "schema": state.schema,
        "spans": sorted(f"{low}-{high}" for low, high in spans),
    }
    run(
        graph,
        "MERGE (c:`Case` {id: $id}) SET c.case_id = $case_id, c.revision = $revision, "
        "c.schema = $schema, c.spans = $spans",
        told,
    )


def read_state(graph: Any) -> GraphState | None:
    """What a graph says of itself, None where it is empty. Raises ForeignGraph where it is not a case's."""
    found = rows_of(run(graph, "MATCH (c:`Case`) RETURN c.case_id AS c, c.revision AS r, c.schema AS s"))
    if not found:
        if rows_of(run(graph, "MATCH (n) RETURN 1 AS one LIMIT 1")):
            raise ForeignGraph("This graph file holds something that is not a case.")
        return None
    told = found[0]
    if len(found) > 1 or not isinstance(told["r"], int) or not isinstance(told["s"], int) or not told["c"]:
        raise ForeignGraph("This graph file holds something that is not a case.")
    return GraphState(case=told["c"], revision=told["r"], schema=told["s"])


def read_spans(graph: Any) -> Spans:
    """The spans of clearances that occur in a graph, or once did."""
    found = rows_of(run(graph, "MATCH (c:`Case`) RETURN c.spans AS spans"))
    return {(int(span[0]), int(span[2])) for row in found for span in row["spans"] or []}


def spans_of(batch: Batch) -> Spans:
    """The spans of clearances that a batch brings."""
    nodes = {_span(node.properties) for node in batch.nodes}
    return nodes | {_span(link.properties) for link in batch.links}


def visible(batch: Batch, clearance: int) -> Batch:
    """The part of a batch that a clearance sees."""

    def seen(element: Node | Link) -> bool:
        low, high = _span(element.properties)
        return low <= clearance <= high

    return Batch(
        base=batch.base,
        revision=batch.revision,
        remove=batch.remove,
        nodes=[node for node in batch.nodes if seen(node)],
        links=[link for link in batch.links if seen(link)],
    )


def write_batch(graph: Any, batch: Batch, *, removing: bool = True) -> None:
    """Write a batch into a graph or a transaction on it. Raises StoreError where an id is taken or an end
    missing.
    """
    if removing:
        _remove(graph, batch.remove)
    nodes: dict[tuple[str, tuple[str, ...]], list[Row]] = defaultdict(list)
    for node in batch.nodes:
        properties = _set(node.properties)
        nodes[node.label, _sorted(tuple(properties))].append({**properties, "id": node.id})
    for (label, keys), rows in nodes.items():
        _create_nodes(graph, label, keys, rows)
    links: dict[tuple[str, str, str, tuple[str, ...]], list[Row]] = defaultdict(list)
    for link in batch.links:
        properties = _set(link.properties)
        row = {**properties, "start_": link.start, "end_": link.end}
        links[link.type, link.start_label, link.end_label, _sorted(tuple(properties))].append(row)
    for (type_, start, end, keys), rows in links.items():
        _create_links(graph, type_, start, end, keys, rows)


def _remove(graph: Any, codes: Sequence[str]) -> None:
    groups: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        label = label_of(code)
        if label is not None:
            groups[label].append(code)
    for label, group in groups.items():
        for chunk in chunks(group):
            run(graph, f"MATCH (n:{label}) WHERE n.code IN $codes DETACH DELETE n", {"codes": chunk})


def _create_nodes(graph: Any, label: str, keys: tuple[str, ...], rows: list[Row]) -> None:
    # A map in the pattern is twice as fast as SET +=, but may name only properties that the label already
    # has. The empty title keeps the engine from inventing one, which a node without a `name` would answer as
    # its name.
    fast = f"UNWIND $rows AS row CREATE (n:{label} {{id: row.id, title: null, {_map(keys)}}})"
    known = f"UNWIND $rows AS row CREATE (n:{label} {{id: row.id, title: null}}) SET {_sets('n', keys)}"
    for chunk in chunks(rows):
        try:
            try:
                run(graph, fast, {"rows": chunk})
            except MissingProperty:
                run(graph, known, {"rows": chunk})
        except QueryRefused:
            raise StoreError(f"The graph did not take {len(chunk)} {label} nodes: an id is taken.") from None


def _create_links(graph: Any, kind: str, start: str, end: str, keys: tuple[str, ...], rows: list[Row]) -> None:
    text = (
        f"UNWIND $rows AS row MATCH (a:{start} {{id: row.start_}}), (b:{end} {{id: row.end_}}) "
        f"CREATE (a)-[r:{kind} {{{_map(keys)}}}]->(b)"
    )
    for chunk in chunks(rows):
        made = (run(graph, text, {"rows": chunk}).stats or {}).get("relationships_created", 0)
        if made != len(chunk):
            raise StoreError(f"{len(chunk) - made} {kind} links lack an end in the graph.")


def chunks(rows: list[Any]) -> Iterator[list[Any]]:
    """A list in pieces of `CHUNK`."""
    for first in range(0, len(rows), CHUNK):
        yield rows[first : first + CHUNK]


def _map(keys: Iterable[str]) -> str:
    return ", ".join(f"{key}: row.{key}" for key in keys)


def _sets(name: str, keys: Iterable[str]) -> str:
    return ", ".join(f"{name}.{key} = row.{key}" for key in keys)


@lru_cache(maxsize=4_096)  # the same few sets of names come a million times
def _sorted(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(names))


def _set(properties: dict[str, Any]) -> dict[str, Any]:
    if None not in properties.values():
        return properties
    return {key: value for key, value in properties.items() if value is not None}


def _span(properties: Mapping[str, Any]) -> tuple[int, int]:
    return properties["clear_min"], properties["clear_max"]
