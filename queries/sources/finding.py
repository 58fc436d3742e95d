"""Words in the texts of documents, in their context."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from graph.evidence.drafts import PageHit
from graph.evidence.listing import DocumentRow
from queries.sources.listing import Filters
from queries.sources.marks import Segment, segments

LOOKED_AT = 2_000
"""Pages that are looked at where filters narrow a search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A page that holds the words: its document, and the words with what stands around the first of them."""

    document: DocumentRow
    number: int
    label: str
    segments: tuple[Segment, ...]
    matches: int


def contexts(
    reader: Any, text: str, filters: Filters | None = None, *, limit: int = 50, only: Collection[str] = ()
) -> tuple[Context, ...]:
    """Pages that hold all these words, of documents that meet the filters; most matches first.

    Args:
        only: threads of documents; where any are given, only these.
    """
    if not text.strip():
        return ()
    tests = (filters or Filters()).tests()
    documents = {row.thread: row for row in reader.documents()}
    found: list[Context] = []
    for hit in reader.search_pages(text, LOOKED_AT if tests or only else limit):
        row = documents.get(hit.document)
        if row is None or (only and row.thread not in only) or not all(test(row) for test in tests):
            continue
        found.append(_context(hit, row))
        if len(found) == limit:
            break
    return tuple(found)


def _context(hit: PageHit, row: DocumentRow) -> Context:
    return Context(
        document=row,
        number=hit.number,
        label=hit.label,
        segments=segments(hit.snippet, (), hit.spans),
        matches=hit.matches,
    )
