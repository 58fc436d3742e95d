"""The names of an open case, ready to be searched at every clearance in use.

Each clearance has an index of its own, made of what it sees and of nothing else: so no count, rank or time of a search
depends on what is hidden. Indexes live in memory alone, are made in the background when a clearance first asks, and
follow the case by its revisions.
"""

from __future__ import annotations

from collections.abc import Collection
from threading import Event, Lock, Thread

from graph.collector import collector_paused
from graph.errors import DossierError
from graph.evidence import Evidence, NameHit
from ingest.names.search import Hit, search
from ingest.names.search_index import NameIndex

PATIENCE = 2.0
"""Seconds that the first search waits for an index; where it takes longer, the case is searched without until then."""
MOST_CHANGED = 2_000
"""Records that are brought up to date one by one; where more have changed the index is made anew."""
MORE = 3
"""So many times the hits wanted are looked for, since the case may have taken some out meanwhile."""


class _Kept:
    """The index of one clearance."""

    def __init__(self) -> None:
        self.index: NameIndex | None = None
        self.revision = -1
        self.maker: Thread | None = None
        self.awaited = False
        self.lock = Lock()


class CaseNames:
    """Finds records of a case by name; see :class:`graph.reader.NameFinder`."""

    def __init__(self, evidence: Evidence, *, patience: float = PATIENCE) -> None:
        self._evidence = evidence
        self._patience = patience
        self._kept: dict[int, _Kept] = {}
        self._lock = Lock()
        self._closed = Event()

    def find(
        self,
        text: str,
        *,
        clearance: int,
        limit: int,
        kinds: Collection[str] | None = None,
        variants: bool = True,
    ) -> list[NameHit] | None:
        """Records that a text may mean, exact hits first, so many of either sort; None while the index is made."""
        index = self._current(clearance)
        if index is None:
            return None
        found = search(index, text, limit=limit * MORE, variants=variants, groups=kinds, written_only=("document",))
        seen = self._evidence.visible([str(hit.record) for hit in (*found.exact, *found.variants)], clearance=clearance)
        hits = [hit for sort in (found.exact, found.variants) for hit in [h for h in sort if h.record in seen][:limit]]
        codes = self._evidence.codes([str(hit.record) for hit in hits])
        return [_told(hit, codes, index) for hit in hits]

    def close(self) -> None:
        """Stop what is being made, and forget every name."""
        self._closed.set()
        with self._lock:
            for kept in self._kept.values():
                if kept.maker is not None:
                    kept.maker.join()
            self._kept.clear()

    def _kept_for(self, clearance: int) -> _Kept:
        with self._lock:
            return self._kept.setdefault(clearance, _Kept())

    def _current(self, clearance: int) -> NameIndex | None:
        """The index of a clearance as of now; None where it is still being made."""
        if self._closed.is_set():
            return None
        kept = self._kept_for(clearance)
        with kept.lock:
            if kept.revision < self._evidence.revision():
                self._follow(kept, clearance)
            maker = kept.maker
            waits, kept.awaited = not kept.awaited, True
        if maker is not None and waits:
            maker.join(self._patience)
        return None if maker is not None and maker.is_alive() else kept.index

    def _follow(self, kept: _Kept, clearance: int) -> None:
        """Bring an index up to date, here where little has changed, else in the background."""
        if kept.maker is not None and kept.maker.is_alive():
            return
        if kept.index is not None:
            changes = self._evidence.changes_since(kept.revision)
            if not changes.whole and len(changes.threads) <= MOST_CHANGED:
                for now in self._evidence.named(changes.threads, clearance=clearance):
                    kept.index.put(now.thread, now.names, now.kind)
                kept.revision = changes.revision
                return
        self._make(kept, clearance)

    def _make(self, kept: _Kept, clearance: int) -> None:
        if kept.maker is None or not kept.maker.is_alive():
            kept.awaited = False
            kept.maker = Thread(target=self._made, args=(kept, clearance), name="names", daemon=True)
            kept.maker.start()

    def _made(self, kept: _Kept, clearance: int) -> None:
        """Put every name that a clearance sees into a new index, in place of the old one."""
        try:
            revision, index = self._evidence.revision(), NameIndex()
            with collector_paused():
                for one in self._evidence.all_named(clearance=clearance):
                    if self._closed.is_set():
                        return
                    index.put(one.thread, one.names, one.kind)
        except DossierError:
            return  # the case cannot be read now: the next search tries again, and is answered without an index
        kept.index, kept.revision = index, revision


def _told(hit: Hit, codes: dict[str, str], index: NameIndex) -> NameHit:
    thread = str(hit.record)
    return NameHit(
        thread=thread,
        code=codes.get(thread, ""),
        kind=index.group_of(thread),
        words=hit.name,
        matched=hit.name,
        exact=hit.exact,
    )
