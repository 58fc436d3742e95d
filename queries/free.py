"""Somebody's own Cypher: read-only, for full clearance, within limits.

What may run is judged by the store from the statement's plan, never by looking for words in it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from typing import Any

from graph.errors import QueryRefused
from graph.model.levels import Level
from graph.stores.store import Limits
from queries.saved_query import Result, record_run

MAX_LENGTH = 20_000
NAME = "free"


def run(
    reader: Any,
    cypher: str,
    params: Mapping[str, Any] | None = None,
    *,
    limits: Limits = Limits(),  # noqa: B008
    record: bool = True,
) -> Result:
    """Run one statement over the whole graph. Columns and rows are plain data without an engine's internal
    ids.

    Raises:
        QueryRefused: the reader is not cleared for everything, or the statement may not run or does not
            parse.
        QueryTimeout: it took longer than ``limits.seconds``.
    """
    if reader.clearance < Level.SEALED:
        raise QueryRefused("A query of one's own sees the whole case: it needs full clearance (sealed).")
    if not cypher.strip() or len(cypher) > MAX_LENGTH:
        raise QueryRefused(f"Expected one statement of at most {MAX_LENGTH:,} letters.")
    started = time.perf_counter()
    answer = reader.free(cypher, dict(params or {}), limits)
    result = Result(
        query=NAME,
        title=NAME,
        columns=tuple(answer.columns),
        rows=[{column: plain(row[column]) for column in answer.columns} for row in answer.rows],
        parameters=dict(params or {}),
        revision=reader.revision,
        truncated=answer.truncated,
        seconds=time.perf_counter() - started,
    )
    if record:
        record_run(reader, result, hashlib.sha256(cypher.encode()).hexdigest())
    return result


def plain(value: Any) -> Any:
    """A value as JSON knows it; nodes, links and paths come from the store as plain data without its own ids."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
