"""The list of documents: filtered, sorted, fifty at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.evidence.listing import DocumentRow
from graph.folding import fold
from graph.model.levels import LEVELS

PAGE = 50
"""Documents on one page of the list."""
UNKNOWN = "not_stated"
"""What a filter calls a language, kind or load that a document does not name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which documents are wanted; of several codes in one field any will do, every field must be met.

    Attributes:
        sources: threads of sources; ``loads`` ids of loads; ``levels`` codes.
        since, until: ISO days; a document whose date may lie between them is kept, one without a date is not.
        text, picture: True for documents with text or picture, False for those without, None for all.
        group: thread of a document: those judged to be of one origin with it; "any" for every such group.
        typed: words that title, source, code or kind hold, each of them, in any order.
    """

    kinds: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    loads: frozenset[str] = frozenset()
    since: str = ""
    until: str = ""
    text: bool | None = None
    picture: bool | None = None
    group: str = ""
    typed: str = ""

    def tests(self) -> list[Callable[[DocumentRow], bool]]:
        """What a document must meet."""
        levels = {int(LEVELS[code]) for code in self.levels if code in LEVELS}
        words = fold(self.typed).split()
        found: list[tuple[object, Callable[[DocumentRow], bool]]] = [
            (self.kinds, lambda row: row.kind in self.kinds),
            (self.sources, lambda row: row.source in self.sources),
            (self.languages, lambda row: (row.language or UNKNOWN) in self.languages),
            (self.levels, lambda row: row.level in levels),
            (self.loads, lambda row: (row.load or UNKNOWN) in self.loads),
            (self.since or self.until, lambda row: _may_lie(row.date, self.since, self.until)),
            (self.text is not None, lambda row: row.has_text is self.text),
            (self.picture is not None, lambda row: row.has_picture is self.picture),
            (self.group, lambda row: bool(row.one_origin) and self.group in ("any", *row.one_origin)),
            (words, lambda row: _holds(row, words)),
        ]
        return [test for asked, test in found if asked]


def _may_lie(date: Mapping[str, Any], since: str, until: str) -> bool:
    first, last = str(date.get("since_min") or ""), str(date.get("until_max") or "")
    return bool(first and last) and (not until or first <= until) and (not since or last >= since)


def _holds(row: DocumentRow, words: Sequence[str]) -> bool:
    text = fold(f"{row.title} {row.source_name} {row.code} {row.code.replace(' ', '')}")
    return all(word in text for word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One page of the list.

    Attributes:
        total: how many documents meet the filters; ``all`` how many the reader sees.
        number: of this page, from 1 to ``pages``.
        groups: for documents of one origin with others: thread to the number of its group, from 1.
    """

    rows: tuple[DocumentRow, ...]
    total: int
    all: int
    number: int
    pages: int
    groups: dict[str, int] = field(default_factory=dict)


def _by_date(row: DocumentRow) -> tuple[bool, str, str]:
    first = str(row.date.get("since_min") or "")
    return (not first, first, row.code)


def _by_title(row: DocumentRow) -> tuple[bool, str, str]:
    return (not row.title, fold(row.title), row.code)


SORTS: dict[str, Callable[[DocumentRow], Any]] = {
    "entered": lambda row: (row.entered_at, row.thread),
    "title": _by_title,
    "date": _by_date,
    "source": lambda row: (fold(row.source_name), *_by_date(row)),
    "kind": lambda row: (row.kind, *_by_title(row)),
    "level": lambda row: (-row.level, *_by_title(row)),
    "group": lambda row: (not row.one_origin, row.one_origin, *_by_title(row)),
}
"""Orders of the list by name; "entered" shows the newest first."""


def list_documents(
    reader: Any, filters: Filters | None = None, *, sort: str = "entered", number: int = 1, among: Iterable[str] = ()
) -> Listed:
    """One page of the documents that a reader sees.

    Args:
        sort: a name of ``SORTS``, any other means "entered".
        number: of the page; one that is not there becomes the nearest.
        among: threads; where any are given, only these.
    """
    documents = reader.documents()
    chosen = frozenset(among)
    tests = (filters or Filters()).tests()
    kept = [
        row for row in documents if (not chosen or row.thread in chosen) and all(test(row) for test in tests)
    ]  # fmt: skip
    order = sort if sort in SORTS else "entered"
    kept.sort(key=SORTS[order], reverse=order == "entered")
    pages = max(1, -(-len(kept) // PAGE))
    at = min(max(1, number), pages)
    return Listed(
        rows=tuple(kept[(at - 1) * PAGE : at * PAGE]),
        total=len(kept),
        all=len(documents),
        number=at,
        pages=pages,
        groups=_groups(documents),
    )


def _groups(documents: Sequence[DocumentRow]) -> dict[str, int]:
    numbers: dict[tuple[str, ...], int] = {}
    found: dict[str, int] = {}
    for row in documents:
        if row.one_origin:
            found[row.thread] = numbers.setdefault(row.one_origin, len(numbers) + 1)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be filtered by, as the documents that the reader sees have it: value to count, most first.

    ``sources`` also gives the name of each.
    """

    kinds: dict[str, int]
    languages: dict[str, int]
    levels: dict[str, int]
    loads: dict[str, int]
    sources: dict[str, tuple[str, int]]
    groups: int


def choices(reader: Any) -> Choices:
    """What the filters offer."""
    documents = reader.documents()
    codes = {int(level): code for code, level in LEVELS.items()}
    names = {row.source: row.source_name for row in documents}
    counted = Counter(row.source for row in documents)
    return Choices(
        kinds=dict(Counter(row.kind for row in documents).most_common()),
        languages=dict(Counter(row.language or UNKNOWN for row in documents).most_common()),
        levels=dict(Counter(codes[row.level] for row in documents).most_common()),
        loads=dict(Counter(row.load or UNKNOWN for row in documents)),
        sources={
            thread: (names[thread], counted[thread]) for thread in sorted(names, key=lambda each: fold(names[each]))
        },
        groups=len({row.one_origin for row in documents if row.one_origin}),
    )
