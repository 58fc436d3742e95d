"""Keeps a graph store at the revision of its evidence: catches up by what was touched, or rebuilds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from graph.errors import ForeignGraph
from graph.projection.build import Build, Incomplete, Span, project, uncollected
from graph.projection.compare import canonical, stored
from graph.projection.reach import Evidence, Reach
from graph.stores.store import (
    LABEL_OF,
    Batch,
    DamagedGraph,
    GraphState,
    Limits,
    Link,
    Node,
    Store,
    open_store,
)

SCHEMA = 1
"""Raised whenever the same evidence would give another graph than before: older graphs are then rebuilt."""

PART = 5_000
WHOLE_SHARE = 0.3
SMALL = 1_000  # so few are always brought up to date one by one
Progress = Callable[[int, int], None]
_ALL = Limits(seconds=300.0, rows=10_000_000)


class Projector:
    """One case's evidence and the graph that shows it.

    Args:
        disposable: the graph is a cache that belongs to this case alone (the embedded one): what is foreign
        or
            damaged in its place is replaced. A server that holds another case is never touched.
    """

    def __init__(self, evidence: Evidence, store: Store, *, disposable: bool | None = None) -> None:
        self._evidence, self._store = evidence, store
        self._disposable = store.name == "embedded" if disposable is None else disposable

    def catch_up(self, on_progress: Progress | None = None) -> bool:
        """Bring the graph to the evidence's revision; whether it had to be rebuilt for that.

        Raises:
            ForeignGraph: the server holds another case.
            StoreError: it stopped, or refused; the graph is then as it was, or says that it must be rebuilt.
        """
        while True:
            state = self._state()
            if state is None or state.revision > self._evidence.revision():
                self.rebuild(on_progress)
                return True
            if state.revision == self._evidence.revision():
                return False
            try:
                batch = self._batch(state.revision)
            except Incomplete:
                batch = None
            if batch is None:
                self.rebuild(on_progress)
                return True
            # Where somebody wrote while we read, the slice may hold more than the revision says: once more.
            if self._evidence.revision() == batch.revision:
                self._store.apply(batch)
                if on_progress is not None:
                    on_progress(len(batch.nodes) + len(batch.links), len(batch.nodes) + len(batch.links))

    def rebuild(self, on_progress: Progress | None = None) -> None:
        """Replace the graph by what follows from the whole evidence.

        Raises:
            ForeignGraph: the server holds another case.
        """
        with uncollected():
            while True:
                revision = self._evidence.revision()
                slice_ = self._evidence.slice()
                if revision == self._evidence.revision():
                    break
            nodes, links = project(slice_)
            del slice_
            self._store.rebuild(
                batches(nodes, links, on_progress), case=self._evidence.case_id, schema=SCHEMA, revision=revision
            )

    def follows(self) -> bool:
        """Whether the graph is the one that follows from the evidence, at the evidence's revision."""
        state = self._state()
        if state is None or state.revision != self._evidence.revision():
            return False
        return stored(self._store) == canonical(*project(self._evidence.slice()))

    def _state(self) -> GraphState | None:
        """What the graph shows, None where it must be rebuilt."""
        try:
            state = self._store.state()
        except (DamagedGraph, ForeignGraph):
            if not self._disposable:
                raise
            return None
        if state is None or not state.complete or state.schema != SCHEMA:
            return None
        if state.case != self._evidence.case_id:
            if not self._disposable:
                raise ForeignGraph("This graph database holds another case: use an empty database for this one.")
            return None
        return state

    def _batch(self, base: int) -> Batch | None:
        """What brings the graph from a revision to the newest; None where a rebuild is the shorter way."""
        if base <= 0:
            return None
        changes = self._evidence.changes_since(base)
        counts = self._store.count()
        total = sum(counts.get(label, 0) for label in LABEL_OF.values())
        if len(changes.threads) > max(SMALL, WHOLE_SHARE * total):
            return None
        reach = Reach(self._evidence, changes, base)
        if len(reach.focus) > max(SMALL, WHOLE_SHARE * total):
            return None
        slice_ = self._evidence.slice(reach.context())
        removed = sorted(slice_.codes[thread] for thread in reach.focus if thread in slice_.codes)
        others = [code for thread, code in slice_.codes.items() if thread not in reach.focus and code[:1] in LABEL_OF]
        build = Build(slice_, focus=reach.focus, spans=spans(self._store, others))
        return Batch(base=base, revision=changes.revision, remove=removed, nodes=build.nodes, links=build.links)


def as_known_on(evidence: Evidence, day: str) -> Store:
    """A graph in memory of what had been entered and decided by the end of an ISO day (UTC), whatever the
    case's own graph is kept in. Whoever asks for it closes it.
    """
    nodes, links = project(evidence.slice(known_on=day))
    store = open_store("memory:")
    store.rebuild(batches(nodes, links), case=evidence.case_id, schema=SCHEMA, revision=evidence.revision())
    return store


def batches(nodes: Sequence[Node], links: Sequence[Link], on_progress: Progress | None = None) -> Iterator[Batch]:
    """Nodes, then links, in parts; ``on_progress`` hears how many are on their way and how many there are."""
    total = len(nodes) + len(links)
    for at in range(0, len(nodes), PART):
        yield Batch(base=0, revision=0, nodes=nodes[at : at + PART])
        if on_progress is not None:
            on_progress(min(at + PART, len(nodes)), total)
    for at in range(0, len(links), PART):
        yield Batch(base=0, revision=0, links=links[at : at + PART])
        if on_progress is not None:
            on_progress(len(nodes) + min(at + PART, len(links)), total)


def spans(store: Store, codes: Sequence[str]) -> dict[str, list[Span]]:
    """The spans with which the nodes of these codes are stored."""
    found: dict[str, list[Span]] = {}
    by_label: dict[str, list[str]] = {}
    for code in codes:
        by_label.setdefault(LABEL_OF[code[0]], []).append(code)
    for label, group in sorted(by_label.items()):
        answer = store.free(
            f"MATCH (n:{label}) WHERE n.code IN $codes "
            "RETURN n.code AS code, n.clear_min AS lowest, n.clear_max AS highest",
            {"codes": group},
            limits=_ALL,
        )
        for row in answer.rows:
            found.setdefault(row["code"], []).append((row["lowest"], row["highest"]))
    return found
