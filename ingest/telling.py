"""A load in words: what is new, changed, unchanged, vanished, refused and waiting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from graph.case import Case
from graph.evidence import Draft
from graph.model import KINDS
from graph.model.words import code_label, field_label, kind_label
from ingest.report import LoadReport, Refusal
from ingest.sentences import in_language, told
from ingest.sheets import SheetJob

LISTED = 10
NAMED = 4
"""So many sheets are named; an intake workbook has one a kind."""
_STATES = ("new", "changed", "unchanged")
_UNSAID = frozenset(("level", "document", "cites", "locator"))


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
    tables = ", ".join(names) if len(names) <= NAMED else told(language, "sheets", n=len(names))
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


def in_words(drafts: Sequence[Draft], language: str = "en") -> str:
    """The drafts of one row, for the preview of whoever loads it."""
    said = []
    for draft in drafts:
        if not draft.page:
            continue
        parts = [
            f"{field_label(name, language, kind=draft.kind).lower()} {_shown(value, draft.kind, name, language)}"
            for name, value in _in_order(draft)
            if name not in _UNSAID
        ]
        said.append(f"{kind_label(draft.kind, language)}: {('، ' if language == 'ar' else ', ').join(parts)}.")
    return " ".join(said)


def _in_order(draft: Draft) -> list[tuple[str, object]]:
    """Its values in the order of the workbook's columns: what it says before what it rests on."""
    values = draft.values
    return [(field.name, values[field.name]) for field in KINDS[draft.kind].all_fields if field.name in values]


def _shown(value: object, kind: str, name: str, language: str) -> str:
    if isinstance(value, dict):
        return str(value.get("words") or value.get("edtf") or value.get("key") or "")
    if isinstance(value, list):
        if value and all(part is None or isinstance(part, int) for part in value):
            return _numbers(value)
        return " | ".join(_shown(part, kind, name, language) for part in value)
    field = KINDS[kind].field(name)
    vocabulary = field.vocabulary if field is not None else ""
    return code_label(vocabulary, str(value), language) if vocabulary else str(value)


def _numbers(parts: list[int | None]) -> str:
    """An estimate as people write it: one number where all that is stated agrees."""
    low, high = parts[0], parts[-1]
    best = parts[1] if len(parts) == 3 else None
    if low == high and low is not None:
        return str(low)
    around = f"{'' if low is None else low}..{'' if high is None else high}"
    return f"{around} ({best})" if best is not None else around
