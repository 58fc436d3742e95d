"""One page: its text with the words of every record that rests on it, and these records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.evidence.listing import DocumentRow, OnDocument
from graph.folding import language_of
from graph.model.vocabularies import VOCABULARIES
from queries.sources.document import MOST_SHOWN, find_row
from queries.sources.locators import Labels
from queries.sources.marks import Marking, Segment, Span, segments
from queries.sources.records import Record, records_of

TELLING_WORDS = 4
"""A quotation of so many words stands on a page by no chance, whatever its locator says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as a reader sees it.

    Attributes:
        at: its place among the document's pages, from 1; ``total`` how many there are.
        records: those whose quoted words stand on it or whose locator names it, in the order of their words;
            ``segments`` speak of them by their place here. The first ``MOST_SHOWN``; ``n_records`` of all.
        previous, next: numbers of the pages beside it, 0 for none.
    """

    document: DocumentRow
    number: int
    label: str
    language: str
    text: str
    segments: tuple[Segment, ...]
    records: tuple[Record, ...]
    n_records: int
    at: int
    total: int
    previous: int
    next: int


def page(
    reader: Any,
    code: str,
    number: int = 0,
    *,
    searched: str = "",
    language: str = "en",
    standing: Sequence[OnDocument] | None = None,
) -> Page | None:
    """A page with its marks; 0 is the first. None where the reader sees no such document or it has no such page.

    Args:
        code: of the document.
        standing: records on the document as this reader was just given them; () marks none.
        searched: words that are marked as the full-text search counts them.
    """
    row = find_row(reader, code)
    pages = reader.pages(row.thread) if row else []
    numbers = [one.number for one in pages]
    if row is None or (number and number not in numbers) or not numbers:
        return None
    at = numbers.index(number) if number else 0
    found = reader.page(row.thread, numbers[at])
    if found is None:
        return None
    marking = Marking(found.text)
    known = reader.records_on(row.thread) if standing is None else standing
    placed = _placed(known, Labels((one.number, one.label) for one in pages), found.number, marking)
    shown = placed[:MOST_SHOWN]
    records = records_of(reader, [thread for thread, _ in shown], language=language)
    shown = [(thread, spans) for thread, spans in shown if thread in records]
    return Page(
        document=row,
        number=found.number,
        label=found.label,
        language=found.language,
        text=found.text,
        segments=segments(found.text, [spans for _, spans in shown], marking.searched(searched) if searched else ()),
        records=tuple(records[thread] for thread, _ in shown),
        n_records=len(placed),
        at=at + 1,
        total=len(numbers),
        previous=numbers[at - 1] if at else 0,
        next=numbers[at + 1] if at + 1 < len(numbers) else 0,
    )


def _placed(
    standing: Sequence[OnDocument], labels: Labels, number: int, marking: Marking
) -> list[tuple[str, list[Span]]]:
    """Records on a page and where their words stand, in the order of these; those without words last."""
    found: list[tuple[str, list[Span]]] = []
    for one in standing:
        named = labels.named(one.locator)
        spans = marking.quoted(one.quote) if one.quote else []
        # A short quotation may stand on many pages by chance: where its locator names others, it is not told here.
        if number in named or (spans and (not named or len(one.quote.split()) >= TELLING_WORDS)):
            found.append((one.thread, spans))
    return sorted(found, key=lambda each: (not each[1], each[1][:1]))


def words_at(reader: Any, code: str, number: int, start: int, end: int) -> tuple[Page, str] | None:
    """Words of a page by their place in its text, without blanks around them; None where there are none.

    Args:
        start, end: characters (code points) of the page's text.
    """
    found = page(reader, code, number, standing=())
    if found is None or not 0 <= start < end <= len(found.text):
        return None
    words = found.text[start:end].strip()
    return (found, words) if words else None


def language_of_words(words: str, found: Page) -> str:
    """The code of the language in which some words of a page are written: by themselves, else the page's, else the
    document's; "" where none tells."""
    for language in (language_of(words) if len(words) > 20 else "", found.language, found.document.language):
        if language and language != "und" and language in VOCABULARIES["language"]:
            return language
    return ""
