"""A load in words: what is new, changed, unchanged, vanished, refused and waiting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from graph.case import Case
from graph.evidence import Draft
from graph.model import KINDS
from graph.model.words import field_label, kind_label
from ingest.report import LoadReport, Refusal
from ingest.sheets import SheetJob

LISTED = 10
NAMED = 4
"""So many sheets are named; an intake workbook has one a kind."""
_SAID = (("new", "New"), ("changed", "Changed"), ("unchanged", "Unchanged"))
_UNSAID = frozenset(("level", "document", "cites", "locator"))


def snapshot(report: LoadReport) -> dict[str, Counter[str]]:
    """The counts so far, to tell one file's from those before it."""
    return {state: Counter(kinds) for state, kinds in report.by_kind.items()}


def sentences(
    name: str, jobs: Sequence[SheetJob], report: LoadReport, before: dict[str, Counter[str]], *,
    refused: Sequence[Refusal], vanished: int, shown: Sequence[str],
) -> list[str]:  # fmt: skip
    """What became of one table file."""
    rows = sum(job.surveyed.rows for job in jobs)
    names = list(dict.fromkeys(job.table for job in jobs))
    tables = ", ".join(names) if len(names) <= NAMED else f"{len(names)} sheets"
    mapping = ", ".join(dict.fromkeys(job.mapping for job in jobs))
    said = [f"{name}: {_count(rows, 'row')} read as {mapping} ({tables})."]
    for state, word in _SAID:
        kinds = report.by_kind.get(state, Counter()) - before.get(state, Counter())
        if kinds:
            listed = ", ".join(f"{number} {kind_label(kind).lower()}" for kind, number in kinds.items())
            said.append(
                f"  {'Would be ' + word.lower() if report.dry_run and state != 'unchanged' else word}: {listed}."
            )
    if vanished:
        said.append(
            f"  No longer in this file: {_count(vanished, 'record')} of earlier loads; nothing is done about them."
        )
    if refused:
        number = len({(one.sheet, one.row) for one in refused})
        said.append(f"  Refused: {_count(number, 'row')}.")
        said += [f"    {one}" for one in refused[:LISTED]]
    for job in jobs:
        said += [f"  {note}" for note in (*job.notes, *job.sheet.notes)]
        said += [f"  {sentence}" for sentence in _orders(job)]
    return [*said, *(f"  {sentence}" for sentence in shown)]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _orders(job: SheetJob) -> list[str]:
    words = {"dmy": "day, month, year", "mdy": "month, day, year"}
    return [
        f"Dates such as 12/03/2015 in column {job.headings((at,))[0]} are read as {words[order]}"
        + (f": row {row} can be nothing else." if row else ", as the mapping says.")
        for at, (order, row) in job.surveyed.orders.items()
    ]


def waiting(case: Case, threads: set[str]) -> list[str]:
    """What these records wait for: one sentence for each row, field and kind of row that has not been loaded."""
    counted: Counter[tuple[str, str, str, str]] = Counter(
        (one.place or "what several rows share", one.kind, one.field, one.ref_kind)
        for one in case.evidence.waiting()
        if one.thread in threads
    )
    return [
        f"{place}: '{field_label(name, kind=kind)}' names {_count(number, (wanted or 'row').replace('_', ' '))} "
        f"that {'has' if number == 1 else 'have'} not been loaded."
        for (place, kind, name, wanted), number in counted.items()
    ]


def of_waiting(waiting: Sequence[str]) -> list[str]:
    """The same for a screen: how many, and the first of them."""
    if not waiting:
        return []
    more = [f"  … and {len(waiting) - LISTED:,} more"] if len(waiting) > LISTED else []
    head = "Waiting for rows that have not been loaded; until then these records are not drawn:"
    return [head, *(f"  {one}" for one in waiting[:LISTED]), *more]


def in_words(drafts: Sequence[Draft]) -> str:
    """The drafts of one row, for the preview of whoever loads it."""
    said = []
    for draft in drafts:
        if not draft.page:
            continue
        parts = [
            f"{field_label(name, kind=draft.kind).lower()} {_shown(value)}"
            for name, value in _in_order(draft)
            if name not in _UNSAID
        ]
        said.append(f"{kind_label(draft.kind)}: {', '.join(parts)}.")
    return " ".join(said)


def _in_order(draft: Draft) -> list[tuple[str, object]]:
    """Its values in the order of the workbook's columns: what it says before what it rests on."""
    values = draft.values
    return [(field.name, values[field.name]) for field in KINDS[draft.kind].all_fields if field.name in values]


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("words") or value.get("edtf") or value.get("key") or "")
    if isinstance(value, list):
        if value and all(part is None or isinstance(part, int) for part in value):
            return "..".join("" if part is None else str(part) for part in value)
        return " | ".join(map(_shown, value))
    return str(value).replace("_", " ")
