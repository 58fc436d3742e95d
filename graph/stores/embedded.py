"""The embedded store: kglite in this process, a file `graph.kgl` as checkpoint, or memory alone.

Every process loads the last checkpoint without a lease and applies later batches in memory; the file is a
cache, and whoever holds `graph.kgl.saving` while saving replaces it atomically. What a crash loses follows
again from the evidence.

- A graph object is single-owner: writes take a lock, reads run on frozen snapshots that are exchanged after
  each write. Reads may come from many threads.
- **No fork after a store is open**: a forked child's write would look done and be gone. A store refuses to
  work in another process than the one that opened it.
- The engine filters paths after its search, so each clearance in use gets a graph of its own, without what it
  excludes (`views.py`); the query texts need no conditions then.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path as File
from typing import Any

from graph.errors import ForeignGraph, QueryRefused, StoreError
from graph.stores import guard
from graph.stores.apart import Apart
from graph.stores.checkpoint import Checkpoint
from graph.stores.kglite_calls import MissingProperty, columns_of, declare, plain_params, rows_of, run, truncated
from graph.stores.reading import Reads
from graph.stores.shapes import check_clearance, gathered
from graph.stores.stopping import Stop, current
from graph.stores.store import (
    LEVELS,
    REBUILDING,
    USUAL,
    Batch,
    GraphState,
    Limits,
    Params,
    Result,
    Rows,
    check_batch,
)
from graph.stores.views import Views
from graph.stores.writing import new_graph, read_state, spans_of, write_batch, write_case

_TRIES = 20


class EmbeddedStore(Reads):
    """See `graph.stores.store.Store`."""

    name = "embedded"
    _filters_spans = False
    _searches_within = False

    def __init__(self, path: str | None = None) -> None:
        self._checkpoint = Checkpoint(File(path)) if path else None
        self._lock = threading.RLock()
        self._process = os.getpid()
        self._views: Views | None = None
        self._unsaved = self._replaces = False
        self._apart: Apart | None = None
        self._apart_shows: Any = None
        self._apart_lock = threading.Lock()

    # State

    def state(self) -> GraphState | None:
        """See `Store.state`."""
        return read_state(self._opened().whole)

    def claim(self, case: str, schema: int) -> None:
        """See `Store.claim`."""
        with self._lock:
            there = self.state()
            if there is None:
                self._replace(Views(new_graph(GraphState(case=case, revision=0, schema=schema))))
            elif there.case != case:
                raise ForeignGraph("This graph file holds another case.")

    def count(self) -> dict[str, int]:
        """See `Store.count`."""
        graph = self._opened().whole
        nodes = rows_of(run(graph, "MATCH (n) RETURN labels(n)[0] AS kind, count(*) AS count"))
        links = rows_of(run(graph, "MATCH ()-[r]->() RETURN type(r) AS kind, count(*) AS count"))
        return {row["kind"]: row["count"] for row in [*nodes, *links] if row["kind"] != "Case" and row["count"]}

    # Writing

    def apply(self, batch: Batch) -> None:
        """See `Store.apply`."""
        check_batch(batch)
        with self._lock:
            views = self._opened()
            there = self.state()
            if there is None or there.revision != batch.base:
                raise StoreError("The graph is not at the revision that these changes start from.")
            views.apply(batch, GraphState(case=there.case, revision=batch.revision, schema=there.schema))
            self._unsaved = True

    def rebuild(self, batches: Iterable[Batch], *, case: str, schema: int, revision: int) -> None:
        """See `Store.rebuild`. The new graph is built beside the old, which is read until the exchange.

        What the file holds plays no part: it is a cache, and a foreign or damaged one is replaced.
        """
        self._check_process()
        state = GraphState(case=case, revision=revision, schema=schema)
        graph = new_graph(GraphState(case=case, revision=REBUILDING, schema=schema))
        spans: set[tuple[int, int]] = set()
        for batch in gathered(batches):
            check_batch(batch)
            write_batch(graph, batch, removing=False)
            spans |= spans_of(batch)
        write_case(graph, state, spans)
        with self._lock:
            self._replace(Views(graph))

    def clear(self) -> None:
        """See `Store.clear`."""
        with self._lock:
            self._check_process()
            if self._checkpoint:
                self._checkpoint.remove()
            self._views = Views(new_graph(None))
            self._unsaved = False

    def save(self) -> None:
        """Write the checkpoint if something changed, unless another process is saving or has saved a later
        one.
        """
        with self._lock:
            if not self._checkpoint or not self._unsaved or self._views is None:
                return
            self._check_process()
            state = self.state()
            if state is not None and self._checkpoint.save(self._views.master, state, replaces=self._replaces):
                self._unsaved = self._replaces = False

    def close(self) -> None:
        """See `Store.close`. Does not save."""
        with self._lock:
            self._views = None
            self._end_apart()

    # Reading

    def _read(self, cypher: str, params: Params, clearance: int, limits: Limits) -> Rows:
        check_clearance(clearance)
        stop = current()
        if stop is not None:
            stop.check()
            limits = stop.limits(limits)
        answer = self._run(lambda views: views.snapshot(clearance), cypher, params, limits)
        if stop is not None:
            stop.check()
        return Rows(rows_of(answer), truncated=truncated(answer))

    def free(self, cypher: str, params: Params, *, limits: Limits = USUAL) -> Result:
        """See `Store.free`. Under a `Stop` it runs in a process of its own, which can be ended at any moment."""
        guard.check_text(cypher)
        given = {"clearance": max(LEVELS), **params}
        stop = current()
        if stop is not None:
            return self._free_apart(stop, cypher, plain_params(given), stop.limits(limits))
        self.explain(cypher, params, limits=limits)
        answer = self._run(lambda views: views.whole, cypher, given, limits)
        return Result(columns=columns_of(answer), rows=rows_of(answer), truncated=truncated(answer))

    def explain(self, cypher: str, params: Params, *, limits: Limits = USUAL) -> None:
        """See `Store.explain`."""
        guard.check_text(cypher)
        given = {"clearance": max(LEVELS), **params}
        with guard.explaining():
            plan = self._run(lambda views: views.whole, guard.EXPLAIN + cypher, given, limits)
        guard.check_embedded_plan([row.get("operation", "") for row in plan.to_list()])

    def _free_apart(self, stop: Stop, cypher: str, params: Params, limits: Limits) -> Result:
        while not self._apart_lock.acquire(timeout=0.1):
            stop.check()
        try:
            apart = self._start_apart()
            with stop.ending_by(apart.end):
                with guard.explaining():
                    plan = apart.ask(guard.EXPLAIN + cypher, params, limits)
                guard.check_embedded_plan([row.get("operation", "") for row in plan["rows"]])
                told = apart.ask(cypher, params, stop.limits(limits))
        finally:
            self._apart_lock.release()
        return Result(columns=told["columns"], rows=told["rows"], truncated=told["truncated"])

    def _start_apart(self) -> Apart:
        """The process beside this one if it still shows the graph as it is, else a new one."""
        self._opened()
        with self._lock:
            views = self._opened()
            shown = views.whole
            if self._apart is not None and self._apart.alive and self._apart_shows is shown:
                return self._apart
            content = views.master.to_bytes()
        self._end_apart()
        self._apart, self._apart_shows = Apart(content), shown
        return self._apart

    def _end_apart(self) -> None:
        if self._apart is not None:
            self._apart.close()
        self._apart = self._apart_shows = None

    def _run(self, pick: Callable[[Views], Any], cypher: str, params: Params, limits: Limits) -> Any:
        for _ in range(_TRIES):
            views = self._opened()
            try:
                return run(pick(views), cypher, params, limits)
            except MissingProperty as missing:
                # The engine refuses {role: $x} in a pattern while nothing of that label has a role: no error.
                views.each(partial(declare, label=missing.label, name=missing.name))
        raise QueryRefused("This query names too many properties that nothing here has.")

    # Within

    def _opened(self) -> Views:
        self._check_process()
        views = self._views
        if views is not None:
            return views  # readers do not wait for a writer
        with self._lock:
            if self._views is None:
                graph = self._checkpoint.load() if self._checkpoint else None
                self._views = Views(graph if graph is not None else new_graph(None))
            return self._views

    def _replace(self, views: Views) -> None:
        self._views = views
        self._unsaved = self._replaces = True

    def _check_process(self) -> None:
        if os.getpid() != self._process:
            raise StoreError("An embedded graph cannot be used by a forked process: open it there.")
