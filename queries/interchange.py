"""Nodes and links for other programs: GraphML through networkx. Codes only, never what lies in the vault."""

from __future__ import annotations

import io
from typing import Any

from queries.explore import Shown

INTERNAL = frozenset({"clear_min", "clear_max", "records", "aliases", "level"})
"""Left out: how the case is protected, and ids that mean something only inside it."""


def to_graphml(shown: Shown, *, names: bool = False) -> bytes:
    """GraphML of what is shown: nodes by code with their kind, links with their type.

    Lists are joined by ``; `` and nothing is empty in the sense of null, for readers of GraphML know neither.

    Args:
        names: also give the names that the graph itself holds (units, places, people drawn by name).
    """
    import networkx  # a tenth of a second that only this needs

    graph = networkx.MultiDiGraph()
    for code, node in sorted(shown.nodes.items()):
        left_out = INTERNAL if names else INTERNAL | {"name", "names"}
        graph.add_node(code, kind=node["label"], **_plain(node["properties"], left_out | {"code", "kind"}),
                       **_renamed(node["properties"]))  # fmt: skip
    ordered = sorted(
        shown.links, key=lambda link: (link["start"], link["end"], link["type"], repr(_plain(link["properties"])))
    )
    for number, link in enumerate(ordered):
        if link["start"] in graph and link["end"] in graph:
            graph.add_edge(
                link["start"], link["end"], key=f"e{number}", type=link["type"], **_plain(link["properties"])
            )
    buffer = io.BytesIO()
    networkx.write_graphml(graph, buffer, named_key_ids=True)
    return buffer.getvalue()


def _renamed(properties: dict[str, Any]) -> dict[str, Any]:
    """A node's own ``kind`` (battalion, town …) under another name: ``kind`` says what it is a node of."""
    return {"subkind": str(properties["kind"])} if properties.get("kind") else {}


def _plain(properties: dict[str, Any], left_out: frozenset[str] = INTERNAL) -> dict[str, str | int | float | bool]:
    found: dict[str, str | int | float | bool] = {}
    for key, value in sorted(properties.items()):
        if key in left_out or value is None:
            continue
        if isinstance(value, list | tuple):
            value = "; ".join(map(str, value))
        if isinstance(value, str):
            value = "".join(letter for letter in value if letter in "\t\n\r" or ord(letter) >= 32)
        found[key] = value
    return found
