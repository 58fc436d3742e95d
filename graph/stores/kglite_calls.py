"""One way to call kglite: our limits in, our errors and plain values out."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import kglite

from graph.errors import QueryRefused, QueryTimeout, StoreError
from graph.stores.guard import misread
from graph.stores.store import Limits, Params, Row

# The engine prints its hints, which quote the query, to stderr: they are no business of a log.
kglite.set_query_warning_policy("silent")

_UNKNOWN = re.compile(r"Unknown property '([A-Za-z_][A-Za-z0-9_]*)' on ([A-Za-z_]+)")
_NODE, _LINK, _PATH = {"id", "labels", "properties"}, {"id", "start", "end", "type", "properties"}, {"nodes"}
_NO_LIMITS = Limits(seconds=0, rows=-1)


class MissingProperty(Exception):
    """A pattern asks for a property that no node of the label has yet. Never leaves this package."""

    def __init__(self, label: str, name: str) -> None:
        self.label, self.name = label, name
        super().__init__(name)


def run(graph: Any, cypher: str, params: Params | None = None, limits: Limits = _NO_LIMITS) -> Any:
    """Run one statement on a graph, snapshot or transaction. `limits` of 0 seconds and -1 rows mean none.

    Raises QueryTimeout, QueryRefused, MissingProperty or StoreError; no message repeats the query or a value.
    """
    try:
        answer = graph.cypher(
            cypher,
            params=plain_params(params or {}),
            timeout_ms=max(1, int(limits.seconds * 1000)) if limits.seconds else 0,
            row_limit=limits.rows if limits.rows >= 0 else None,
        )
    except kglite.CypherTimeoutError:
        raise QueryTimeout(f"The query took longer than {limits.seconds:g} seconds: narrow it.") from None
    except kglite.CypherSyntaxError as error:
        raise misread((error.line, error.col or 1) if error.line else None) from None
    except kglite.ReadOnlyError:
        raise QueryRefused("A query may read this graph, not change it.") from None
    except kglite.SchemaError as error:
        unknown = _UNKNOWN.search(str(error))
        if unknown:
            raise MissingProperty(unknown[2], unknown[1]) from None
        raise QueryRefused("The query names a variable, label or property that it does not have.") from None
    except kglite.FileError:
        raise StoreError("The graph file is gone.") from None
    except (kglite.KgError, ValueError, TypeError, OverflowError, RecursionError) as error:
        code = getattr(error, "code", None) or type(error).__name__
        raise QueryRefused(f"The graph engine refused the query ({code}).") from None
    if isinstance(answer, str):
        raise QueryRefused("A query returns rows; write them to a file afterwards.")
    return answer


def truncated(answer: Any) -> bool:
    """Whether there were more rows than the limit let through."""
    told = answer.diagnostics or {}
    return bool((told.get("total_rows") or 0) > len(answer))


def rows_of(answer: Any) -> list[Row]:
    """The rows of an answer in plain values."""
    return [{key: plain(value) for key, value in row.items()} for row in answer.to_list()]


def columns_of(answer: Any) -> list[str]:
    """The columns of an answer, in the order asked."""
    return list(answer.columns)


def plain(value: Any) -> Any:
    """Dates as ISO text; nodes, links and paths as the maps that every backend gives."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        keys = value.keys()
        if keys == _NODE:
            return {"label": (value["labels"] or [None])[0], "properties": _own(value["properties"])}
        if keys == _LINK:
            return {"type": value["type"], "properties": _own(value["properties"])}
        if keys >= _PATH and "relationships" in keys:
            return {"nodes": plain(value["nodes"]), "links": plain(value["relationships"])}
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return value


def _own(properties: Row) -> Row:
    return {key: plain(item) for key, item in properties.items() if key not in ("id", "title", "type")}


def plain_params(params: Params) -> Row:
    """Parameters with dates as ISO text, since the graph holds no other dates."""
    return {key: _param(value) for key, value in params.items()}


def _param(value: Any) -> Any:
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_param(item) for item in value]
    return value


def declare(graph: Any, label: str, name: str) -> None:
    """Make a property known to a label without leaving anything in the graph."""
    with graph.begin() as change:
        run(change, f"CREATE (n:{label} {{id: $id}})", {"id": " declared"})
        run(change, f"MATCH (n:{label} {{id: $id}}) SET n.{name} = 0", {"id": " declared"})
        run(change, f"MATCH (n:{label} {{id: $id}}) DELETE n", {"id": " declared"})
