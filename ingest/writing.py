"""Write one table file into a case: rows to drafts, drafts to transactions, and the whole in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.case import Case
from graph.errors import LoadError, Stopped
from graph.evidence import Actor, Added, Change, Draft, LoadInfo
from graph.model import Level
from ingest import telling
from ingest.documents import attach, missing_file
from ingest.mapping import RowRefused
from ingest.mapping.cells import text
from ingest.report import LoadReport, Refusal
from ingest.row_sentences import in_words
from ingest.sentences import told
from ingest.sheets import SheetJob

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]

ROWS = 5_000
"""Rows a transaction, unless strict."""
SHOWN = 10
"""Rows that a dry run shows as sentences."""
COMPARED = 400_000
"""Drafts that a dry run compares at once, which it must to tell what has vanished."""


@dataclass(slots=True)
class Batch:
    """Drafts of some rows, and how many rows of the file have been read with them."""

    drafts: list[Draft] = field(default_factory=list)
    done: int = 0


class TableLoad:
    """Loads the sheets of one file."""

    def __init__(
        self, case: Case, path: Path, jobs: Sequence[SheetJob], report: LoadReport, *, actor: Actor, strict: bool,
        on_progress: Progress | None = None, stop: Stop | None = None,
    ) -> None:  # fmt: skip
        self._case, self._path, self._jobs, self._report = case, path, jobs, report
        self._actor, self._strict, self._on_progress, self._stop = actor, strict, on_progress, stop
        self._refused: list[Refusal] = []
        self._shown: list[str] = []
        self._emitted: set[int] = set()
        self._threads: set[str] = set()
        self._kinds: set[tuple[str, str]] = set()
        self._load = ""
        self._total = 0

    def run(self) -> None:
        """Load the file, or say what loading it would do.

        Raises:
            LoadError: strict, and a row was refused. Stopped: the caller asked for it.
        """
        for job in self._jobs:
            job.prepare()
            self._report.headers[(str(job.path), job.name)] = job.header
        self._total = sum(job.surveyed.rows for job in self._jobs)
        self._report.rows += self._total
        before = telling.snapshot(self._report)
        earlier = self._earlier_loads()
        vanished = self._compare(earlier) if self._report.dry_run else self._write(earlier)
        self._report.vanished += vanished
        self._report.refused += self._refused
        self._report.shown += self._shown
        self._report.threads |= self._threads
        self._report.sentences += telling.sentences(
            self._path.name, self._jobs, self._report, before, refused=self._refused, vanished=vanished,
            shown=self._shown,
        )  # fmt: skip

    # --- writing

    def _write(self, earlier: set[str]) -> int:
        rows = self._total + 1 if self._strict else ROWS
        batches = self._batches(rows)
        vanished = 0
        for batch in batches:
            last = batch.done >= self._total
            info = LoadInfo(
                dataset=self._jobs[0].plan.dataset, file=self._path.name, mapping=self._mapping(), continues=self._load
            )
            with self._case.evidence.writing(self._actor, load=info) as change:
                self._take(change, batch.drafts)
                if self._strict and self._refused:
                    self._give_up()
                if last:
                    change.refused = self._refused_rows()
                    vanished = self._vanished(change, earlier)
                if change.changed_anything:
                    self._load = change.load_id
            self._pause(batch.done)
        if self._load:
            self._report.loads.append(self._load)
        return vanished

    def _take(self, change: Change, drafts: list[Draft]) -> None:
        added: Added = change.add(drafts)
        self._threads.update(added.threads)
        for draft, state, thread in zip(drafts, added.states, added.threads, strict=True):
            self._kinds.add((draft.dataset, draft.kind))
            self._report.count(state, draft.kind)
            if draft.kind == "document" and "file" in draft.values and state in ("new", "changed"):
                self._report.sentences += attach(change, thread, self._path.parent / draft.values["file"])
        for clash in added.same_key:
            language = self._report.language
            first = clash.first or told(language, "earlier_row")
            self._report.sentences.append(told(language, "same_key", second=clash.second, first=first))

    def _give_up(self) -> None:
        self._report.refused += self._refused
        rows = self._refused_rows()
        raise LoadError(
            f"{self._path.name}: {rows} row{'s' if rows != 1 else ''} refused, so nothing of it was loaded (strict). "
            f"First: {self._refused[0]}"
        )

    def _refused_rows(self) -> int:
        return len({(one.sheet, one.row) for one in self._refused})

    def _mapping(self) -> str:
        return ", ".join(dict.fromkeys(job.mapping for job in self._jobs))

    def _pause(self, done: int) -> None:
        if self._on_progress is not None:
            self._on_progress(done, self._total)
        if self._stop is not None and self._stop() and done < self._total:
            raise Stopped(
                f"{self._path.name}: stopped after {done} of {self._total} rows; what was loaded stays, and loading "
                "the file again completes it."
            )

    # --- what a dry run does

    def _compare(self, earlier: set[str]) -> int:
        whole: set[str] | None = None
        for batch in self._batches(max(ROWS, COMPARED // 8)):
            compared = self._case.evidence.compare(batch.drafts)
            found = Counter(zip(compared.states, (draft.kind for draft in batch.drafts), strict=True))
            for (state, kind), number in found.items():
                self._report.count(state, kind, number)
            whole = set(compared.vanished) if whole is None else whole & set(compared.vanished)
            self._pause(batch.done)
        return len(self._of_this_file(whole or set(), earlier))

    # --- what earlier loads of this file had

    def _earlier_loads(self) -> set[str]:
        return {
            one.id for one in self._case.evidence.loads() if one.file == self._path.name and not one.withdrawn
        }  # fmt: skip

    def _vanished(self, change: Change, earlier: set[str]) -> int:
        if not earlier:
            return 0
        gone: set[str] = set()
        for dataset, kind in sorted(self._kinds):
            gone |= set(change.vanished(dataset, kind)) - self._threads
        return len(self._of_this_file(gone, earlier))

    def _of_this_file(self, threads: set[str], earlier: set[str]) -> list[str]:
        """Those that an earlier load of this file brought: a dataset may come in many files."""
        if not threads or not earlier:
            return []
        views = self._case.evidence.records(sorted(threads), clearance=Level.SEALED)
        return [view.thread for view in views if view.load in earlier]

    # --- rows to drafts

    def _batches(self, rows: int) -> Iterator[Batch]:
        batch = Batch()
        done = taken = 0
        for job in self._jobs:
            for number, cells in job.rows():
                done += 1
                taken += 1
                batch.drafts += self._row(job, number, cells)
                if taken >= rows:
                    batch.done = done
                    yield batch
                    batch, taken = Batch(), 0
        if batch.drafts or done == 0 or taken:
            batch.done = done
            yield batch

    def _row(self, job: SheetJob, number: int, cells: Sequence[Any]) -> list[Draft]:
        clash = job.surveyed.clashing.get(number)
        if clash is not None:
            other, columns = clash
            self._refuse(
                job, number, cells, columns, f"a key of its own: row {other} has the same one and says something else"
            )
            return []
        page = job.page(number)
        try:
            drafts = job.plan.drafts(cells, page)
        except RowRefused as refused:
            for wrong in refused.wrongs:
                self._refuse(job, number, cells, wrong.columns, wrong.right)
            return []
        for draft in drafts:
            if draft.kind == "document" and "file" in draft.values:
                right = missing_file(self._path.parent, draft.values["file"])
                if right:
                    self._refuse(job, number, cells, (), right)
                    return []
        if self._report.dry_run and len(self._shown) < SHOWN:
            said = in_words(drafts, self._report.language)
            self._shown.append(told(self._report.language, "row", row=number, said=said))
        return [draft for draft in drafts if self._first_time(draft, page)]

    def _first_time(self, draft: Draft, page: str) -> bool:
        """What rows share goes in once; it is known by being the same object."""
        if draft.page == page:
            return True
        if id(draft) in self._emitted:
            return False
        self._emitted.add(id(draft))
        return True

    def _refuse(self, job: SheetJob, number: int, cells: Sequence[Any], columns: Sequence[int], right: str) -> None:
        column, places = job.headings(columns)
        self._refused.append(
            Refusal(
                file=self._path.name,
                sheet=job.name,
                row=number,
                column=column,
                right=right,
                value=" | ".join(text(cells[at]) for at in columns),
                path=self._path,
                places=places,
            )
        )
