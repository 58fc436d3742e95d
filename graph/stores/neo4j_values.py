"""The Neo4j driver's values as plain ones, the same that the embedded store gives."""

from __future__ import annotations

import datetime as dt
from typing import Any

import neo4j.graph
import neo4j.spatial
import neo4j.time


def plain(value: Any) -> Any:
    """Dates as ISO text; nodes, links and paths as maps without engine ids."""
    if isinstance(value, neo4j.graph.Node):
        return {"label": next(iter(value.labels), None), "properties": _own(value)}
    if isinstance(value, neo4j.graph.Relationship):
        return {"type": value.type, "properties": _own(value)}
    if isinstance(value, neo4j.graph.Path):
        return {
            "nodes": [plain(node) for node in value.nodes],
            "links": [plain(r) for r in value.relationships],
        }
    if isinstance(value, neo4j.time.Duration):
        return {"months": value.months, "days": value.days, "seconds": value.seconds}
    if isinstance(value, (neo4j.time.Date, neo4j.time.DateTime, neo4j.time.Time)):
        return value.to_native().isoformat()
    if isinstance(value, neo4j.spatial.Point):
        return list(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def plain_param(value: Any) -> Any:
    """A parameter with dates as ISO text, since the graph holds no other dates."""
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [plain_param(item) for item in value]
    return value


def _own(element: Any) -> dict[str, Any]:
    return {key: plain(value) for key, value in element.items() if key != "id"}
