"""One document: what it is, where it came from, what it was made from and what was made from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.evidence.drafts import CustodyLine, DecisionView
from graph.evidence.listing import MOST_ON_ONE, DocumentRow, OnDocument
from queries.facts import Fact, facts_of
from queries.sources.locators import Labels
from queries.sources.records import Record, records_of

_SHOWN_ELSEWHERE = frozenset(
    {"source", "title", "kind", "language", "file"}
    | {"translation_of", "transcript_of", "copy_of", "redaction_of", "derived_from"}
)
MOST_SHOWN = 300
"""Records on one page, or on a document without a page, that are shown at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another document and how the two belong together.

    Attributes:
        how: field of the model (``translation_of`` ...).
        made_from_it: the other one was made from this one; else this one from the other.
        checked: the decision that a translation was checked, None where nobody has.
    """

    how: str
    made_from_it: bool
    document: DocumentRow
    checked: DecisionView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A document of one origin with this one, and the verdicts that join the group, as far as they touch it."""

    document: DocumentRow
    decisions: tuple[DecisionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """A page in the list of pages, and how many records name it."""

    number: int
    label: str
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as a reader sees it.

    Attributes:
        facts: its own fields, filled ones only, labels in the language asked for.
        on_whole: records that rest on it and name none of its pages, the first ``MOST_SHOWN``; ``n_on_whole`` of all.
        n_records: records that rest on it; ``more`` where there are too many to look through; ``standing`` all of
            them, without their values.
        checked: the decision that this translation was checked, None for none.
    """

    row: DocumentRow
    facts: tuple[Fact, ...]
    related: tuple[Related, ...]
    partners: tuple[Partner, ...]
    pages: tuple[PageLine, ...]
    custody: tuple[CustodyLine, ...]
    on_whole: tuple[Record, ...]
    n_on_whole: int
    n_records: int
    more: bool
    standing: tuple[OnDocument, ...]
    checked: DecisionView | None = None


def find_row(reader: Any, code: str) -> DocumentRow | None:
    """The document with this code, in whatever spacing; None where the reader sees none."""
    asked = code.replace(" ", "")
    return next((row for row in reader.documents() if row.code.replace(" ", "") == asked), None)


def document(reader: Any, code: str, *, language: str = "en") -> Document | None:
    """All of a document but the text of its pages; None where the reader sees no document of this code."""
    row = find_row(reader, code)
    view = reader.record(row.thread) if row else None
    if row is None or view is None:
        return None
    pages = reader.pages(row.thread)
    standing = reader.records_on(row.thread)
    labels = Labels((page.number, page.label) for page in pages)
    on_page = Counter(number for one in standing for number in labels.named(one.locator))
    whole = [one.thread for one in standing if not labels.named(one.locator)]
    found = records_of(reader, whole[:MOST_SHOWN], language=language)
    rows = {each.thread: each for each in reader.documents()}
    related = _related(row, rows)
    said = reader.decisions_on([row.thread, *(each.document.thread for each in related)])
    checks = _checks(said)
    return Document(
        row=row,
        facts=tuple(fact for fact in facts_of(reader, [view], language) if fact.field not in _SHOWN_ELSEWHERE),
        related=tuple(_with_check(each, checks) for each in related),
        partners=_partners(row, rows, said),
        pages=tuple(
            PageLine(number=page.number, label=page.label, records=on_page[page.number]) for page in pages
        ),
        custody=tuple(reader.custody(row.thread)),
        on_whole=tuple(found[thread] for thread in whole[:MOST_SHOWN] if thread in found),
        n_on_whole=len(whole),
        n_records=len(standing),
        more=len(standing) >= MOST_ON_ONE,
        standing=tuple(standing),
        checked=checks.get(row.thread),
    )  # fmt: skip


def _related(row: DocumentRow, rows: dict[str, DocumentRow]) -> list[Related]:
    """What it was made from first, then what was made from it: translations, then the others."""
    above = [
        Related(how=how, made_from_it=False, document=rows[thread]) for how, thread in row.made_from if thread in rows
    ]
    below = [
        Related(how=how, made_from_it=True, document=other)
        for other in rows.values()
        for how, thread in other.made_from
        if thread == row.thread
    ]
    return above + sorted(below, key=lambda each: (each.how != "translation_of", each.how, each.document.code))


def _checks(decisions: Iterable[DecisionView]) -> dict[str, DecisionView]:
    """The latest decision that counts by which a translation was checked, by its thread."""
    return {one.left: one for one in decisions if one.type == "translation_checked" and not one.withdrawn}


def _with_check(related: Related, checks: dict[str, DecisionView]) -> Related:
    translation = related.how == "translation_of" and related.made_from_it
    check = checks.get(related.document.thread) if translation else None
    return Related(
        how=related.how, made_from_it=related.made_from_it, document=related.document, checked=check
    )  # fmt: skip


def _partners(row: DocumentRow, rows: dict[str, DocumentRow], decisions: Sequence[DecisionView]) -> tuple[Partner, ...]:
    standing = [one for one in decisions if one.type == "one_origin" and not one.withdrawn]
    return tuple(
        Partner(
            document=rows[thread],
            decisions=tuple(one for one in standing if {one.left, one.right} == {row.thread, thread}),
        )
        for thread in row.one_origin
        if thread != row.thread and thread in rows
    )
