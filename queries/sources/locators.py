"""Which pages of a document a locator names: "p. 4", "pp. 3–5, line 2", "ص ٤", "message 12", "section 1"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from graph.folding import fold

_UNITS = {
    "page": ("p", "pp", "pg", "page", "pages", "ص", "صص", "صفحه", "الصفحه", "صفحات", "الصفحات"),
    "section": ("section", "sections", "sec", "قسم", "القسم"),
    "message": ("message", "messages", "msg", "رساله", "الرساله"),
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words}
_RANGE = r"(\d{1,6})(?:\s*(?:-|–|—|to|الي)\s*(\d{1,6}))?"
_NAMED = re.compile(rf"([^\W\d_]+)\.?\s*{_RANGE}(?!\d|:)")
_BARE = re.compile(_RANGE)
MOST_OF_A_RANGE = 500


class Labels:
    """The pages of one document, by what a locator may call them.

    A label counts before a number: in a document whose pages are messages, "p. 4" names none.
    """

    def __init__(self, pages: Iterable[tuple[int, str]]) -> None:
        """``pages``: number and label ("p. 4", "message 12 (2015-03-02 18:04)") of each."""
        self._known: dict[str, tuple[int, ...]] = {}
        self._labels: dict[str, list[int]] = defaultdict(list)
        self._numbered: dict[tuple[str, int], list[int]] = defaultdict(list)
        for number, label in pages:
            folded = fold(label)
            self._labels[folded].append(number)
            if said := _read(folded):
                self._numbered[said[0], said[1]].append(number)

    def named(self, locator: str) -> tuple[int, ...]:
        """Numbers of the pages that a locator names, () where it names none of them."""
        if locator not in self._known:
            self._known[locator] = self._find(fold(locator))
        return self._known[locator]

    def _find(self, asked: str) -> tuple[int, ...]:
        if asked in self._labels:
            return tuple(self._labels[asked])
        if said := _read(asked):
            unit, first, last = said
            last = min(last, first + MOST_OF_A_RANGE)
            found = [page for number in range(first, last + 1) for page in self._numbered.get((unit, number), ())]
            if found:
                return tuple(sorted(found))
        return tuple(page for label, pages in self._labels.items() if _goes_on(asked, label) for page in pages)


def pages_named(locator: str, pages: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    """Numbers of the pages that one locator names: see :class:`Labels`."""
    return Labels(pages).named(locator)


def _read(text: str) -> tuple[str, int, int] | None:
    """The unit, first and last number that a text begins with; a bare number is a page's."""
    if bare := _BARE.fullmatch(text):
        return _span("page", bare.group(1), bare.group(2))
    found = _NAMED.match(text)
    unit = _UNIT.get(found.group(1), "") if found else ""
    return _span(unit, found.group(2), found.group(3)) if found and unit else None


def _span(unit: str, first: str, last: str | None) -> tuple[str, int, int]:
    return unit, int(first), max(int(first), int(last or 0))


def _goes_on(asked: str, label: str) -> bool:
    """Whether a locator begins with the whole label: "attachment 1, section 1, line 3"."""
    return bool(label) and asked.startswith(label) and not asked[len(label) : len(label) + 1].isalnum()
