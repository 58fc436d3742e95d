"""Load tables, intake workbooks, documents and archives of documents; each file is recognised by its content.

A file is one load. A table is written in transactions of at most ``ROWS`` rows, so that what was committed stays when
the work is stopped or killed, and loading the same file again completes it; ``strict`` writes the file whole or not
at all. Nothing is added twice, whatever the order of rows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from graph.case import Case
from graph.collector import collector_paused
from graph.errors import CaseError, LoadError
from graph.evidence import Actor
from ingest import telling
from ingest.documents import load_document
from ingest.intake import intake_jobs, names_itself
from ingest.mapping import Mapping, explain, find_mapping, read_mapping, recognise, shipped_mappings
from ingest.readers import sniffing
from ingest.readers.tables import Sheet, read_sheets
from ingest.refused import write_refused_copy
from ingest.report import LoadReport, Refusal
from ingest.sentences import told
from ingest.sheets import SheetJob, job_of
from ingest.unpacking import load_archive
from ingest.writing import TableLoad

__all__ = ["LoadReport", "Refusal", "load", "write_refused_copy"]

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]

TABLES = frozenset(
    (sniffing.CSV, sniffing.TSV, sniffing.JSONL, sniffing.XLSX, sniffing.XLS, sniffing.ODS)
)  # fmt: skip


def load(
    case: Case,
    files: Sequence[Path],
    *,
    mapping: str | Path | Mapping | None = None,
    dry_run: bool = False,
    strict: bool = False,
    language: str = "en",
    actor: Actor,
    on_progress: Progress | None = None,
    stop: Stop | None = None,
) -> LoadReport:
    """Load files into a case.

    Args:
        mapping: a shipped mapping's name, one of the case's ``mappings`` folder, a mapping file or a mapping; where it
            is left out, tables are recognised by their columns.
        dry_run: say what would happen and write nothing.
        strict: a file with any refused row is not loaded at all.
        language: of the report's sentences, "en" or "ar".
        on_progress: called with rows done and rows in all of the file being read.
        stop: asked between transactions; once true, what was committed stays and :class:`Stopped` is raised.

    Returns:
        What happened; refused rows are listed in it, the rest went on.

    Raises:
        LoadError: a file that cannot be loaded as a whole (files before it are loaded), or a mapping that is none.
        Stopped: see ``stop``.
    """
    started = time.monotonic()
    report = LoadReport(dry_run=dry_run, language=language)
    wanted = [_wanted(case, mapping)] if mapping is not None else None
    for path in map(Path, files):
        if not path.is_file():
            raise LoadError(f"{path.name}: there is no such file.")
        if _is_table(path, mapped=wanted is not None):
            jobs = plan_jobs(path, wanted if wanted is not None else known_mappings(case))
            table = TableLoad(case, path, jobs, report, actor=actor, strict=strict, on_progress=on_progress, stop=stop)
            with collector_paused():
                table.run()
        elif sniffing.sniff(path) == sniffing.ZIP:
            load_archive(case, path, report, actor=actor, on_progress=on_progress, stop=stop)
        else:
            load_document(case, path, report, actor=actor, on_progress=on_progress)
        report.seconds = time.monotonic() - started
    if not dry_run:
        report.waiting = telling.waiting(case, report.threads, language)
        report.sentences += telling.of_waiting(report.waiting, language)
        case.refresh()
        if report.loads:
            report.sentences += _copied(case, language)
    report.seconds = time.monotonic() - started
    return report


def _wanted(case: Case, mapping: str | Path | Mapping) -> Mapping:
    return mapping if isinstance(mapping, Mapping) else find_mapping(mapping, folder=case.folder / "mappings")


def _copied(case: Case, language: str) -> list[str]:
    """Keep a rolling copy of the evidence; what was loaded stays loaded where that cannot be done."""
    try:
        case.evidence.backup()
    except CaseError as error:
        return [told(language, "no_copy", why=error)]
    return []


def _is_table(path: Path, *, mapped: bool) -> bool:
    kind = sniffing.sniff(path)
    if kind == sniffing.EMPTY:
        raise LoadError(f"{path.name}: the file is empty.")
    return kind in TABLES or (mapped and kind == sniffing.TEXT)


def known_mappings(case: Case) -> list[Mapping]:
    """The case's own mappings first, then the shipped ones.

    Raises:
        LoadError: one of the case's own cannot be taken.
    """
    own = sorted((case.folder / "mappings").glob("*.yaml"))
    return [*map(read_mapping, own), *shipped_mappings()]


def plan_jobs(path: Path, mappings: Sequence[Mapping]) -> list[SheetJob]:
    """How each sheet of a table file is read.

    Raises:
        LoadError: no sheet is known; says what one almost is, and what can be done.
    """
    sheets = [sheet for sheet in read_sheets(path) if not sheet.hidden]
    if not any(len(sheet.rows) for sheet in sheets):
        raise LoadError(f"{path.name}: no sheet holds anything.")
    intake = intake_jobs(path, sheets)
    if intake and names_itself(sheets):
        return intake
    jobs = [job for sheet in sheets if (job := _job(path, sheet, mappings, len(sheets))) is not None]
    if jobs or intake:
        return jobs or intake
    hints = [hint for sheet in sheets if (hint := explain(sheet.rows, mappings))]
    raise LoadError(
        f"{path.name}: {hints[0]}." if hints else
        f"{path.name}: its columns fit no mapping. Have one proposed ('dossier propose'), or copy the rows into the "
        "intake workbook that 'dossier template' writes."
    )  # fmt: skip


def _job(path: Path, sheet: Sheet, mappings: Sequence[Mapping], sheets: int) -> SheetJob | None:
    try:
        found = recognise(sheet.rows, mappings)
    except LoadError as error:
        raise LoadError(f"{path.name}: {error}.") from None
    return job_of(path, sheet.name if sheets > 1 else "", sheet, found) if found else None
