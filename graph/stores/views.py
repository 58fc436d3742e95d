"""A graph for each clearance in use.

The engine finds shortest paths first and filters after, so a hidden link would delete visible paths and
betray itself; and conditions on every step cost twice the time, forty times when counting. So a clearance
that some node or link excludes is read from a graph of its own, made when first asked for (the engine copies
on write) and kept in step by each batch. A clearance that nothing excludes is read from the master graph
itself.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

from graph.errors import StoreError
from graph.stores.kglite_calls import run
from graph.stores.store import Batch, GraphState
from graph.stores.writing import Spans, read_spans, spans_of, visible, write_batch, write_case


class Views:
    """The master graph, the graphs of the clearances in use, and a snapshot of each for readers."""

    def __init__(self, master: Any) -> None:
        self.master = master
        self._lock = threading.RLock()
        self._spans: Spans = read_spans(master)
        self._own: dict[int, Any] = {}
        self._snapshots: dict[int, Any] = {}
        self.whole = master.freeze()

    def snapshot(self, clearance: int) -> Any:
        """A frozen graph that holds what the clearance sees, and nothing else."""
        if not self._excludes(clearance):
            return self.whole
        ready = self._snapshots.get(clearance)
        if ready is not None:
            return ready
        with self._lock:
            if clearance not in self._own:
                self._own[clearance] = _without_hidden(self.master, clearance)
                self._snapshots[clearance] = self._own[clearance].freeze()
            return self._snapshots[clearance]

    def apply(self, batch: Batch, state: GraphState) -> None:
        """Take every graph to `state` by `batch`, or none: readers see the new ones when all are ready."""
        with self._lock:
            spans = self._spans | spans_of(batch)
            with self.master.begin() as change:
                write_batch(change, batch)
                write_case(change, state, spans)
            behind = dict(self._own)
            self._own.clear()
            for clearance, graph in behind.items():
                # The master has it already: a view that does not follow is made anew when next asked for.
                with contextlib.suppress(StoreError):
                    with graph.begin() as change:
                        write_batch(change, visible(batch, clearance))
                        write_case(change, state, set())
                    self._own[clearance] = graph
            self._spans = spans
            self._refresh()

    def each(self, change: Callable[[Any], None]) -> None:
        """Do something to every graph that alters no node and no link."""
        with self._lock:
            for graph in (self.master, *self._own.values()):
                change(graph)
            self._refresh()

    def _refresh(self) -> None:
        self._snapshots = {clearance: graph.freeze() for clearance, graph in self._own.items()}
        self.whole = self.master.freeze()

    def _excludes(self, clearance: int) -> bool:
        return any(not low <= clearance <= high for low, high in self._spans)


def _without_hidden(master: Any, clearance: int) -> Any:
    graph = master.copy()
    hidden = "{0}.clear_min > $clearance OR {0}.clear_max < $clearance"
    run(graph, f"MATCH (n) WHERE {hidden.format('n')} DETACH DELETE n", {"clearance": clearance})
    run(graph, f"MATCH ()-[r]->() WHERE {hidden.format('r')} DELETE r", {"clearance": clearance})
    return graph
