"""The one way to look at a case: every read is bound to a clearance and to who is asking."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path as FilePath
from types import TracebackType
from typing import Any, Protocol, Self

from graph.clusters import Cluster, cluster_of
from graph.errors import QueryRefused
from graph.evidence import (
    CustodyLine,
    DecisionView,
    Evidence,
    NameHit,
    Package,
    PageHit,
    PageText,
    RecordView,
    RunRecord,
    Waiting,
)
from graph.evidence.codes import codes_in
from graph.evidence.entered import Entered
from graph.evidence.listing import DocumentRow, OnDocument
from graph.evidence.pairs import PairVerdict
from graph.evidence.vetting import TakenBack, VettingList
from graph.model.levels import Level
from graph.stores.store import USUAL, Direction, Limits, Path, Result, Rows, Store


class NameFinder(Protocol):
    """An index of a case's names, of which :mod:`graph` only knows that somebody may have made one."""

    def find(
        self, text: str, *, clearance: int, limit: int, kinds: Collection[str] | None, variants: bool
    ) -> list[NameHit] | None:
        """Records of some kinds that this clearance sees and a text may mean, exact hits first, so many of either sort;
        None where the index is not ready."""
        ...

    def close(self) -> None:
        """Forget every name."""
        ...


class Reader:
    """A view of a case at one clearance.

    Attributes:
        clearance: the highest level that this reader may see.
        revision: of the evidence that the graph shows.
        user: who is asking, for the record of runs.
        known_on: ISO day whose knowledge this view shows, "" for today's.
    """

    def __init__(
        self,
        *,
        evidence: Evidence,
        store: Store,
        clearance: Level,
        user: str = "",
        revision: int,
        known_on: str = "",
        folder: FilePath | None = None,
        owns_store: bool = False,
        finder: NameFinder | None = None,
    ) -> None:
        """Use :meth:`graph.case.Case.reader`."""
        self._finder = finder
        self._evidence, self._store, self._owns_store = evidence, store, owns_store
        self.clearance, self.user, self.revision, self.known_on = clearance, user, revision, known_on
        self.folder = folder

    # --- the case graph

    def rows(self, cypher: str, /, **params: Any) -> Rows:
        """Run a shipped read-only statement; ``$clearance`` is this reader's and cannot be given.

        Raises:
            QueryRefused, QueryTimeout: see :meth:`graph.stores.store.Store.rows`.
        """
        if "clearance" in params:
            raise QueryRefused("$clearance comes from whoever is asking; it cannot be given.")
        return self._store.rows(cypher, params, clearance=int(self.clearance))

    def free(self, cypher: str, params: dict[str, Any], limits: Limits = USUAL) -> Result:
        """Run somebody's own read-only Cypher over the whole graph.

        Raises:
            QueryRefused: this reader does not see everything, or the statement does more than read.
        """
        if self.clearance < Level.SEALED:
            raise QueryRefused("Free queries see the whole graph, so they need the clearance 'sealed'.")
        return self._store.free(cypher, {**params, "clearance": int(self.clearance)}, limits=limits)

    def explain(self, cypher: str, params: dict[str, Any]) -> None:
        """Judge somebody's own Cypher without running it.

        Raises:
            QueryRefused: as :meth:`free`; its ``at`` is the place of a mistake where the graph database says it.
        """
        if self.clearance < Level.SEALED:
            raise QueryRefused("Free queries see the whole graph, so they need the clearance 'sealed'.")
        self._store.explain(cypher, {**params, "clearance": int(self.clearance)})

    def neighbour_counts(self, code: str) -> Rows:
        """Rows of ``type``, ``direction``, ``label``, ``count``."""
        return self._store.neighbour_counts(code, clearance=int(self.clearance))

    def neighbours(
        self,
        code: str,
        *,
        types: Sequence[str] = (),
        limit: int = 200,
        after: str | None = None,
        direction: Direction | None = None,
        label: str | None = None,
    ) -> Rows:
        """Rows of ``link`` and ``node``: see :meth:`graph.stores.store.Store.neighbours`."""
        return self._store.neighbours(
            code,
            clearance=int(self.clearance),
            types=types,
            limit=limit,
            after=after,
            direction=direction,
            label=label,
        )

    def nodes(self, codes: Sequence[str]) -> Rows:
        """Rows of ``label`` and ``properties``, in the order asked; what cannot be seen is absent."""
        return self._store.nodes(codes, clearance=int(self.clearance))

    def links_among(self, codes: Sequence[str]) -> Rows:
        """Rows of ``type``, ``start``, ``end``, ``properties`` of every link between these."""
        return self._store.links_among(codes, clearance=int(self.clearance))

    def paths(
        self,
        a: str,
        b: str,
        *,
        types: Sequence[str] = (),
        on_day: str | None = None,
        limit: int = 5,
        max_length: int = 8,
    ) -> list[Path]:
        """The shortest ways between two entities: see :meth:`graph.stores.store.Store.shortest_paths`."""
        return self._store.shortest_paths(
            a,
            b,
            clearance=int(self.clearance),
            types=types,
            on_day=on_day,
            limit=limit,
            max_length=max_length,
        )

    # --- the evidence

    def record(self, thread: str) -> RecordView | None:
        """A record with its words, None where this reader sees none."""
        return next(iter(self.records([thread])), None)

    def records(self, threads: Iterable[str]) -> list[RecordView]:
        """The records among these threads that this reader sees, in the order asked."""
        return self._evidence.records(threads, self.clearance, known_on=self.known_on or None)

    def search(self, text: str, limit: int = 50) -> list[NameHit | PageHit]:
        """Names and codes first, then pages, as far as this reader sees them."""
        hits: list[NameHit | PageHit] = [*self.search_names(text, limit)]
        hits += self.search_pages(text, limit)
        return hits[:limit]

    def search_names(
        self, text: str, limit: int = 50, *, kinds: Collection[str] | None = None, variants: bool = True
    ) -> list[NameHit]:
        """Records of some kinds whose code or name begins so, then, where there is an index, names that sound so.

        Args:
            limit: so many exact hits, and so many variants.
            variants: whether names that are written otherwise are wanted at all.
        """
        level = int(self.clearance)
        if self._finder is not None and not self.known_on:
            found = self._finder.find(text, clearance=level, limit=limit, kinds=kinds, variants=variants)
            if found is not None:
                coded = self._evidence.search_codes(text, clearance=level)
                return [hit for hit in coded if kinds is None or hit.kind in kinds][:limit] + found
        hits = self._evidence.search_names(
            text, clearance=level, limit=limit if kinds is None else limit * 8, known_on=self.known_on or None
        )
        return [hit for hit in hits if kinds is None or hit.kind in kinds][:limit]

    def names_in(self, text: str, limit: int = 20) -> list[NameHit]:
        """Records whose names stand in a text: all of a name, or two words of it."""
        return self._evidence.names_in(text, clearance=int(self.clearance), limit=limit, known_on=self.known_on or None)

    def search_pages(self, text: str, limit: int = 50, *, variants: bool = True) -> list[PageHit]:
        """Pages that hold these words."""
        return self._evidence.search_pages(
            text, clearance=int(self.clearance), limit=limit, variants=variants, known_on=self.known_on or None
        )

    def names_of(self, codes: Iterable[str]) -> dict[str, str]:
        """Code to the first name of its record as written, for the codes this reader may see the names of."""
        threads = self._evidence.threads_by_code(codes)
        views = {view.thread: view for view in self.records(threads.values())}
        names = {}
        for code, thread in threads.items():
            given = views[thread].values.get("names") if thread in views else None
            if given:
                names[code] = str(given[0]["words"])
        return names

    def visible(self, threads: Iterable[str]) -> set[str]:
        """Those among these threads that this reader sees: cheaper than :meth:`records`."""
        return self._evidence.visible(threads, self.clearance, known_on=self.known_on or None)

    def decisions_on(self, threads: Iterable[str]) -> list[DecisionView]:
        """Every decision on these threads that this reader may know, oldest first; withdrawn ones are marked."""
        return self._evidence.decisions_on(threads, clearance=self.clearance, known_on=self.known_on or None)

    def taken_back(self, decisions: Iterable[str]) -> list[TakenBack]:
        """Who took back these decisions, when and why, as far as this reader may know."""
        return self._evidence.taken_back(decisions, clearance=int(self.clearance))

    def vetting_list(self) -> VettingList:
        """Every record that this reader sees, with its status, in the order of entry; cheap to ask for again."""
        return self._evidence.vetting_list(clearance=int(self.clearance))

    def referring(self, threads: Iterable[str], *, most: int = 1_000) -> set[str]:
        """Threads of the records that this reader sees and that refer to one of these; so many are looked at."""
        return self.visible(sorted(self._evidence.referring(threads))[:most])

    def threads_by_code(self, codes: Iterable[str]) -> dict[str, str]:
        """Code as given to thread, for those that name a record which this reader sees."""
        found = self._evidence.threads_by_code(codes)
        seen = self.visible(found.values())
        return {code: thread for code, thread in found.items() if thread in seen}

    def pages(self, document: str) -> list[PageText]:
        """The pages of a document (by thread) without their text, [] where this reader does not see it."""
        return self._evidence.pages(document, known_on=self.known_on or None) if self.visible([document]) else []

    def page(self, document: str, number: int) -> PageText | None:
        """One page of a document (by thread), None where it has no such page or this reader does not see it."""
        if not self.visible([document]):
            return None
        return self._evidence.page(document, number, known_on=self.known_on or None)

    def packages(self) -> list[Package]:
        """Packages given out, oldest first, of which this reader sees every record."""
        given = self._evidence.packages()
        if self.clearance >= Level.SEALED:
            return given
        seen = self.visible({thread for package in given for thread in package.records})
        return [package for package in given if seen.issuperset(package.records)]

    def runs(self) -> list[RunRecord]:
        """Runs of queries, oldest first, of which this reader sees everything that their parameters name."""
        runs = self._evidence.runs()
        if self.clearance >= Level.SEALED:
            return runs
        named = {run.id: codes_in(run.parameters) for run in runs}
        threads = self._evidence.threads_by_code({code for codes in named.values() for code in codes})
        seen = self.visible(threads.values())
        return [run for run in runs if all(threads.get(code) in seen for code in named[run.id])]

    def documents(self) -> tuple[DocumentRow, ...]:
        """Every document that this reader sees, in the order of entry; cheap to ask for again and again."""
        return self._evidence.documents(clearance=self.clearance, known_on=self.known_on or None)

    def records_on(self, document: str) -> list[OnDocument]:
        """Records that rest on a document (by thread) and that this reader sees, in the order of entry."""
        return self._evidence.records_on(document, clearance=self.clearance, known_on=self.known_on or None)

    def custody(self, document: str) -> list[CustodyLine]:
        """The chain of custody of a document (by thread) that this reader sees, oldest step first."""
        return self._evidence.custody(document) if self.record(document) else []

    def original(self, document: str) -> bytes | None:
        """The original of a document (by thread), None where this reader does not see the document.

        Raises:
            CaseError: the document has none. Damaged: it is not as it was stored.
        """
        return self._evidence.original(document) if self.record(document) else None

    def entered_since(self, revision: int) -> list[Entered]:
        """What came into the case after a revision, oldest first; nothing for a reader who does not see all."""
        return self._evidence.entered_since(revision) if self.clearance >= Level.SEALED else []

    def load_names(self, loads: Iterable[str]) -> dict[str, str]:
        """Load to the name of its dataset, for those of these that there are."""
        wanted = set(loads)
        return {load.id: load.dataset for load in self._evidence.loads() if load.id in wanted} if wanted else {}

    def waiting(self) -> list[Waiting]:
        """References to rows that have not been loaded, of records this reader sees."""
        lines = self._evidence.waiting()
        seen = {view.thread for view in self.records({line.thread for line in lines})}
        return [line for line in lines if line.thread in seen]

    def unsure_pairs(self) -> list[tuple[str, str]]:
        """Pairs of records (threads) that wait for a verdict, both seen by this reader."""
        return [one.pair for one in self.pair_verdicts() if one.verdict == "unsure"]

    def pair_verdicts(self, threads: Iterable[str] | None = None) -> list[PairVerdict]:
        """The verdicts that stand on pairs of which this reader sees both records, with an end among these threads."""
        return self._evidence.pair_verdicts(threads, clearance=int(self.clearance))

    def cluster(self, thread: str) -> Cluster:
        """The cluster of a record now, every verdict on its records, and the unions that were refused."""
        return cluster_of(self._evidence, thread, int(self.clearance), edge=False)

    def record_run(self, run: RunRecord) -> str:
        """Append a run of a query, under this reader's user; returns its id."""
        return self._evidence.record_run(run)

    # --- views of other days

    def as_known_at(self, revision: int) -> "Reader":
        """The case as it was known when a revision had just been entered; close it after use."""
        return self.as_known_on(self._evidence.moment_of(revision) or "0000")

    def as_known_on(self, day: str) -> "Reader":
        """The case as it was known at the end of an ISO day (UTC), in a graph of its own; close it after use."""
        from graph.projection import as_known_on

        return Reader(
            evidence=self._evidence,
            store=as_known_on(self._evidence, day),
            clearance=self.clearance,
            user=self.user,
            revision=self._evidence.revision_on(day),
            known_on=day,
            folder=self.folder,
            owns_store=True,
        )

    def close(self) -> None:
        """Let go of a graph that was made for this view alone."""
        if self._owns_store:
            self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
