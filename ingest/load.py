"""Load tables, intake workbooks and documents: one file, one load, one transaction.

A file is loaded whole or not at all (its refused rows apart), so that Ctrl-C, kill -9 or a full disk leave the case
as it was, and running the same command again completes. The same row twice adds nothing, in any order.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.case import Case
from graph.errors import LoadError, Stopped
from graph.evidence import Actor, Change, Draft, LoadInfo
from graph.model import KINDS, validate
from graph.model.words import field_label, kind_label
from ingest import documents, workbook
from ingest.mapping import all_mappings, find_plan, read_mapping
from ingest.mapping.compile import text_of
from ingest.mapping.find import dataset_records
from ingest.mapping.schema import Mapping
from ingest.readers import sniff
from ingest.readers.sniffing import CSV, JSONL, ODS, TEXT, TSV, XLS, XLSX
from ingest.readers.tables import Sheet, read_sheets
from ingest.report import LoadReport, Refusal
from ingest.rows import RawRecord, Row, TablePlan, Unreadable

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]

TABLES = frozenset((CSV, TSV, JSONL, XLSX, XLS, ODS))
CHUNK = 5_000
"""Drafts handed to the store at a time."""
SHOWN = 10
"""Rows that a dry run shows as sentences."""


@dataclass(slots=True, kw_only=True)
class _File:
    """One table file on its way in."""

    path: Path
    mapping: str
    sheets: list[tuple[Sheet, TablePlan]]
    stated: Sequence[RawRecord] = ()
    refused: list[Refusal] = field(default_factory=list)
    rows: int = 0
    seen: set[tuple[str, str, str]] = field(default_factory=set)
    shown: list[str] = field(default_factory=list)
    twice: dict[tuple[str, int], int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(max(0, len(sheet.rows) - plan.first + 1) for sheet, plan in self.sheets)


def load(
    case: Case,
    files: Sequence[Path],
    *,
    mapping: str | Path | None = None,
    dry_run: bool = False,
    strict: bool = False,
    actor: Actor,
    on_progress: Progress | None = None,
    stop: Stop | None = None,
) -> LoadReport:
    """Load files into a case, each recognised by its content.

    Args:
        mapping: name of a shipped mapping or of one in the case's ``mappings`` folder, or a mapping file; found by the
            table's columns where it is left out.
        dry_run: say what would happen, write nothing.
        strict: a file with any refused row is not loaded at all.
        on_progress: called with rows done and rows in all of the file being read.
        stop: asked now and then; once true, the file being loaded is left out and :class:`Stopped` raised.

    Raises:
        LoadError: a file that cannot be loaded as a whole; files before it are loaded.
        Stopped: see ``stop``.
    """
    started = time.monotonic()
    report = LoadReport(dry_run=dry_run)
    mappings = _mappings(case, mapping)
    for path in files:
        if not path.is_file():
            raise LoadError(f"{path.name}: there is no such file.")
        if _is_table(path, mapping is not None):
            file = _plan(path, mappings)
            _Loader(case, file, report, actor, strict, on_progress, stop).run()
        else:
            documents.load_document(case, path, report, actor=actor, on_progress=on_progress)
        report.seconds = time.monotonic() - started
    if not dry_run:
        case.refresh()
    report.seconds = time.monotonic() - started
    return report


def _is_table(path: Path, mapped: bool) -> bool:
    kind = sniff(path)
    return kind in TABLES or (mapped and kind == TEXT)


def _mappings(case: Case, wanted: str | Path | None) -> list[Mapping]:
    own = sorted((case.folder / "mappings").glob("*.yaml"))
    known = {**all_mappings(), **{one.mapping: one for one in map(read_mapping, own)}}
    if wanted is None:
        return list(known.values())
    if str(wanted) in known:
        return [known[str(wanted)]]
    if Path(wanted).is_file():
        return [read_mapping(Path(wanted))]
    raise LoadError(f"There is no mapping of that name or file; shipped are {', '.join(all_mappings())}.")


def _plan(path: Path, mappings: Iterable[Mapping]) -> _File:
    sheets = [sheet for sheet in read_sheets(path) if len(sheet.rows) and not sheet.hidden]
    if not sheets:
        raise LoadError(f"{path.name}: no sheet holds anything.")
    found = [(sheet, hit) for sheet in sheets if (hit := find_plan(sheet, mappings)) is not None]
    if not found and (planned := workbook.plans(sheets)):
        return _File(path=path, mapping="intake workbook", sheets=planned)
    if not found:
        raise LoadError(
            f"{path.name}: its columns fit no mapping. Write one (docs/mappings.md) and name it with --mapping, "
            "or copy the rows into the intake workbook that 'dossier template' writes."
        )
    used = {hit[0].mapping: hit[0] for _, hit in found}
    stated = [record for one in used.values() for record in dataset_records(one)]
    return _File(
        path=path, mapping=", ".join(used), sheets=[(sheet, plan) for sheet, (_, plan) in found], stated=stated
    )


class _Loader:
    """Loads one table file."""

    def __init__(
        self, case: Case, file: _File, report: LoadReport, actor: Actor, strict: bool,
        on_progress: Progress | None, stop: Stop | None,
    ) -> None:  # fmt: skip
        self._case, self._file, self._report, self._actor, self._strict = case, file, report, actor, strict
        self._on_progress, self._stop = on_progress, stop

    def run(self) -> None:
        """Load it, or say what loading would do."""
        self._file.twice = self._rows_with_one_key()
        if self._report.dry_run:
            self._compare()
        else:
            self._write()
        self._report.rows += self._file.rows
        self._report.refused += self._file.refused

    def _compare(self) -> None:
        drafts = [draft for chunk in self._chunks() for draft in chunk]
        compared = self._case.evidence.compare(drafts)
        self._count(drafts, compared.states)
        self._say(drafts, compared.states, len(compared.vanished) if self._loaded_before() else 0)

    def _write(self) -> None:
        plans = [plan for _, plan in self._file.sheets]
        info = LoadInfo(dataset=plans[0].dataset, file=self._file.path.name, mapping=self._file.mapping)
        states: list[str] = []
        drafts: list[Draft] = []
        threads: set[str] = set()
        before = self._loaded_before()
        with self._case.evidence.writing(self._actor, load=info) as change:
            for chunk in self._chunks():
                added = change.add(chunk)
                threads.update(added.threads)
                states += added.states
                drafts += chunk
            if self._strict and self._file.refused:
                self._not_loaded(change)
            change.refused = len(self._file.refused)
            vanished = self._vanished(change, plans) if before else 0
            load_id = change.load_id
        self._report.loads.append(load_id)
        self._count(drafts, states)
        self._say(drafts, states, vanished)
        self._report.waiting += self._waiting(threads)

    def _not_loaded(self, change: Change) -> None:
        refused = self._file.refused
        self._report.refused += refused
        raise LoadError(
            f"{self._file.path.name}: {len(refused)} rows refused, so nothing of it was loaded (--strict). "
            f"First: {refused[0].sentence}"
        )

    def _vanished(self, change: Change, plans: list[TablePlan]) -> int:
        return sum(len(change.vanished(plan.dataset, kind)) for plan in plans for kind in plan.kinds)

    def _loaded_before(self) -> bool:
        return any(one.file == self._file.path.name and not one.withdrawn for one in self._case.evidence.loads())

    def _waiting(self, threads: set[str]) -> list[str]:
        waiting = [one for one in self._case.evidence.waiting() if one.thread in threads]
        return [
            f"{one.place}: waits for a {one.ref_kind.replace('_', ' ') or 'row'} that has not been loaded "
            f"({field_label(one.field, kind=one.kind)})."
            for one in waiting
        ]

    # --- rows to drafts

    def _chunks(self) -> Iterator[list[Draft]]:
        file = self._file
        file.refused.clear()
        file.seen.clear()
        file.shown.clear()
        file.rows = 0
        drafts = self._drafts_of(file.stated, "", 0, ())
        done, total = 0, file.total
        for sheet, plan in file.sheets:
            for number, row in enumerate(sheet.rows, start=1):
                if number < plan.first or not any(cell not in (None, "") for cell in row):
                    continue
                done += 1
                drafts += self._row(sheet, plan, number, row)
                if len(drafts) >= CHUNK:
                    self._pause(done, total)
                    yield drafts
                    drafts = []
        file.rows = done
        self._pause(done, total)
        yield drafts

    def _pause(self, done: int, total: int) -> None:
        if self._stop is not None and self._stop():
            raise Stopped(f"{self._file.path.name}: stopped; nothing of this file was loaded.")
        if self._on_progress is not None:
            self._on_progress(done, max(total, done))

    def _row(self, sheet: Sheet, plan: TablePlan, number: int, row: Row) -> list[Draft]:
        other = self._file.twice.get((sheet.name, number))
        if other is not None:
            self._refuse(sheet, plan, number, row, (), f"a key of its own, for row {other} has the same one")
            return []
        try:
            records = plan.records(row)
        except Unreadable as bad:
            self._refuse(sheet, plan, number, row, bad.columns, f"expected {bad.right}")
            return []
        refused_before = len(self._file.refused)
        drafts = self._drafts_of(records, f"{self._file.path.name}, row {number}", number, row, sheet, plan)
        if len(self._file.refused) > refused_before:
            for draft in drafts:
                self._file.seen.discard((draft.kind, draft.dataset, draft.key))
            return []
        if self._report.dry_run and len(self._file.shown) < SHOWN:
            self._file.shown.append(f"Row {number}: " + " ".join(in_words(draft) for draft in drafts if draft.page))
        return drafts

    def _drafts_of(
        self, records: Sequence[RawRecord], page: str, number: int, row: Row,
        sheet: Sheet | None = None, plan: TablePlan | None = None,
    ) -> list[Draft]:  # fmt: skip
        drafts: list[Draft] = []
        for record in records:
            mark = (record.kind, record.dataset, record.key)
            if record.once:
                if mark in self._file.seen:
                    continue
                self._file.seen.add(mark)
            checked = validate(KINDS[record.kind], record.values)
            if checked.problems and sheet is not None and plan is not None:
                for problem in checked.problems:
                    columns = record.columns.get(problem.field, ())
                    right = (
                        problem.right if columns else f"{field_label(problem.field, kind=record.kind)}: {problem.right}"
                    )
                    self._refuse(sheet, plan, number, row, columns, f"expected {right}")
            drafts.append(Draft(kind=record.kind, dataset=record.dataset, key=record.key, values=checked.values,
                                page="" if record.once else page))  # fmt: skip
        return drafts

    def _refuse(
        self, sheet: Sheet, plan: TablePlan, number: int, row: Row, columns: tuple[str, ...], right: str
    ) -> None:
        cells = [text_of(row[at]) for at, heading in enumerate(plan.headings) if heading in columns and at < len(row)]
        name = sheet.name if len(self._file.sheets) > 1 else ""
        self._file.refused.append(
            Refusal(file=self._file.path.name, sheet=name, row=number, columns=columns, right=right,
                    value=" | ".join(cells), path=self._file.path)
        )  # fmt: skip

    def _rows_with_one_key(self) -> dict[tuple[str, int], int]:
        """Rows whose key another row has with other content: row to the other row. Neither can be taken for true."""
        clashes: dict[tuple[str, int], int] = {}
        for sheet, plan in self._file.sheets:
            first: dict[str, tuple[int, int]] = {}
            for number, row in enumerate(sheet.rows, start=1):
                key = plan.key(row) if number >= plan.first else ""
                if not key:
                    continue
                content = hash(tuple(map(text_of, row)))
                known = first.setdefault(key, (number, content))
                if known[1] != content:
                    clashes[sheet.name, number] = known[0]
                    clashes.setdefault((sheet.name, known[0]), number)
        return clashes

    # --- in words

    def _count(self, drafts: list[Draft], states: list[str]) -> None:
        into = {"new": self._report.new, "changed": self._report.changed, "unchanged": self._report.unchanged}
        for draft, state in zip(drafts, states, strict=True):
            if state in into:
                into[state][draft.kind] += 1

    def _say(self, drafts: list[Draft], states: list[str], vanished: int) -> None:
        file, say = self._file, self._report.sentences
        tables = ", ".join(dict.fromkeys(plan.table for _, plan in file.sheets))
        say.append(f"{file.path.name}: {file.rows} rows read as {file.mapping} ({tables}).")
        for verb, state in (("New", "new"), ("Changed", "changed"), ("Unchanged", "unchanged")):
            kinds: dict[str, int] = {}
            for draft, own in zip(drafts, states, strict=True):
                if own == state:
                    kinds[draft.kind] = kinds.get(draft.kind, 0) + 1
            if kinds:
                counted = ", ".join(f"{count} {kind_label(kind).lower()}" for kind, count in kinds.items())
                say.append(f"  {verb}: {counted}.")
        if vanished:
            say.append(
                f"  Not in this file any more: {vanished} records of earlier loads. Nothing was done about them."
            )
        if file.refused:
            rows = len({(one.sheet, one.row) for one in file.refused})
            say.append(f"  Refused: {rows} rows.")
        for sheet, plan in file.sheets:
            say += [f"  {note}" for note in (*plan.notes, *sheet.notes)]
        say += [f"  {sentence}" for sentence in file.shown]


def in_words(draft: Draft) -> str:
    """A draft as one sentence, for the preview of whoever loads it."""
    parts = []
    for name, value in draft.values.items():
        if name in ("level", "document", "cites", "locator"):
            continue
        parts.append(f"{field_label(name, kind=draft.kind)} {_shown(value)}")
    return f"{kind_label(draft.kind)}: {', '.join(parts)}."


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("words") or value.get("edtf") or value.get("key") or "")
    if isinstance(value, list):
        if value and all(part is None or isinstance(part, int) for part in value):
            return "..".join("" if part is None else str(part) for part in value)
        return " | ".join(map(_shown, value))
    return str(value)
