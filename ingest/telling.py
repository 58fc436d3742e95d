"""A load in words: what is new, changed, unchanged, vanished, refused and waiting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from graph.case import Case
from graph.model.words import field_label, kind_label
from ingest.report import LoadReport, Refusal
from ingest.roles import ROWS
from ingest.sentences import in_language, told
from ingest.sheets import SheetJob

LISTED = 10
NAMED = 4
"""So many sheets are named; an intake workbook has one a kind."""
_STATES = ("new", "changed", "unchanged")


def snapshot(report: LoadReport) -> dict[str, Counter[str]]:
    """The counts so far, to tell one file's from those before it."""
    return {state: Counter(kinds) for state, kinds in report.by_kind.items()}


def sentences(
    name: str, jobs: Sequence[SheetJob], report: LoadReport, before: dict[str, Counter[str]], *,
    refused: Sequence[Refusal], vanished: int, shown: Sequence[str],
) -> list[str]:  # fmt: skip
    """What became of one table file, in the language of the report."""
    language = report.language
    rows = sum(job.surveyed.rows for job in jobs)
    names = list(dict.fromkeys(job.table for job in jobs))
    called = [told(language, name) if name in ROWS else name for name in names]
    tables = ", ".join(called) if len(names) <= NAMED else told(language, "sheets", n=len(names))
    mapping = ", ".join(dict.fromkeys(job.mapping for job in jobs))
    head = {"rows": _count(rows, "row"), "number": f"{rows:,}"}
    said = [told(language, "read", name=name, mapping=mapping, tables=tables, **head)]
    for state in _STATES:
        kinds = report.by_kind.get(state, Counter()) - before.get(state, Counter())
        if kinds:
            key = f"would_{state}" if report.dry_run and state != "unchanged" else state
            said.append(f"  {told(language, key, listed=_listed(kinds, language))}")
    if vanished:
        counts = {"records": _count(vanished, "record"), "number": f"{vanished:,}"}
        said.append(f"  {told(language, 'vanished', **counts)}")
    if refused:
        number = len({(one.sheet, one.row) for one in refused})
        said.append(f"  {told(language, 'refused', rows=_count(number, 'row'), number=f'{number:,}')}")
        said += [f"    {refusal(one, language)}" for one in refused[:LISTED]]
    for job in jobs:
        said += [f"  {in_language(language, note)}" for note in (*job.notes, *job.sheet.notes)]
        said += [f"  {sentence}" for sentence in _orders(job, language)]
    return [*said, *(f"  {sentence}" for sentence in shown)]


def refusal(one: Refusal, language: str = "en") -> str:
    """Where a refused row stands, and what would be right there."""
    if language == "en":
        return str(one)
    place = one.file + (told(language, "in_sheet", sheet=one.sheet) if one.sheet else "")
    place += told(language, "in_row", row=one.row)
    place += told(language, "in_column", column=one.column) if one.column else ""
    return told(language, "expected", place=place, right=in_language(language, one.right))


def _listed(kinds: Counter[str], language: str) -> str:
    if language == "en":
        return ", ".join(f"{number} {kind_label(kind).lower()}" for kind, number in kinds.items())
    return "، ".join(f"{kind_label(kind, language)} {number}" for kind, number in kinds.items())


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _orders(job: SheetJob, language: str) -> list[str]:
    said = []
    for at, (order, row) in job.surveyed.orders.items():
        values = {"column": job.headings((at,))[0], "order": told(language, order), "row": row}
        said.append(told(language, "order_shown" if row else "order_said", **values))
    return said


def waiting(case: Case, threads: set[str], language: str = "en") -> list[str]:
    """What these records wait for: one sentence for each row, field and kind of row that has not been loaded."""
    counted: Counter[tuple[str, str, str, str]] = Counter(
        (one.place or told(language, "shared"), one.kind, one.field, one.ref_kind)
        for one in case.evidence.waiting()
        if one.thread in threads
    )
    return [
        told(
            language, "waits", place=place, field=field_label(name, language, kind=kind), number=number,
            wanted=_wanted(wanted, number, language), have="has" if number == 1 else "have",
        )
        for (place, kind, name, wanted), number in counted.items()
    ]  # fmt: skip


def _wanted(kind: str, number: int, language: str) -> str:
    if language == "en":
        return _count(number, (kind or "row").replace("_", " "))
    return kind_label(kind, language) if kind else told(language, "a_row")


def of_waiting(waiting: Sequence[str], language: str = "en") -> list[str]:
    """The same for a screen: how many, and the first of them."""
    if not waiting:
        return []
    more = [f"  {told(language, 'more', n=f'{len(waiting) - LISTED:,}')}"] if len(waiting) > LISTED else []
    return [told(language, "waiting"), *(f"  {one}" for one in waiting[:LISTED]), *more]
