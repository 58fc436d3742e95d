"""Where words stand on a page, and the page's text cut at these places. Matching is folded, what is shown is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from graph.evidence.search import words_of
from graph.folding import fold, fold_with_offsets, tokens

Span = tuple[int, int]

MOST_PLACES = 50
"""Places at which one quotation is marked on a page: "the" in quotation marks must not mark a page all over."""
_LEFT_OUT = re.compile(r"\s*(?:\[\s*(?:…|\.{3})\s*\]|…|\.{3,})\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of a page's text; put together they are the text again.

    Attributes:
        records: places, in the list of the page's records, of those whose quoted words these are.
        found: these are words that were searched for.
    """

    text: str
    records: tuple[int, ...] = ()
    found: bool = False


class Marking:
    """A page's text, folded once, in which many quotations are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = fold(text)

    @cached_property
    def _offsets(self) -> list[int]:
        return fold_with_offsets(self.text)[1]

    def quoted(self, quote: str) -> list[Span]:
        """Where a quotation stands, [] where it does not. Of one with words left out ("… "), every part must stand."""
        parts = [folded for part in _LEFT_OUT.split(quote) if (folded := fold(part))]
        places: list[Span] = []
        for part in parts:
            found = self._places(part)
            if not found:
                return []
            places += found
        return sorted(set(places))

    def _places(self, part: str) -> list[Span]:
        found: list[Span] = []
        at = self._folded.find(part)
        while at >= 0 and len(found) < MOST_PLACES:
            end = at + len(part)
            if self._is_whole(at, end):
                found.append((self._offsets[at], self._offsets[end]))
            at = self._folded.find(part, at + 1)
        return found

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether no word is cut: "he" does not stand in "there". (An Arabic article or particle may stay behind.)"""
        before, first = self._folded[start - 1 : start], self._folded[start]
        last, after = self._folded[end - 1], self._folded[end : end + 1]
        return not (before.isalnum() and first.isalnum() and first.isascii()) and not (
            last.isalnum() and after.isalnum()
        )

    def searched(self, text: str) -> list[Span]:
        """Where the words of a search stand, as the full-text search counts them."""
        words = words_of(text, variants=True)
        return [(start, end) for word, start, end in tokens(self.text) if any(one.matches(word) for one in words)]


def segments(text: str, quoted: Sequence[Sequence[Span]], found: Iterable[Span] = ()) -> tuple[Segment, ...]:
    """Cut a text at every place where a mark begins or ends.

    Args:
        quoted: for each record of the page the places of its words.
        found: places of words that were searched for.
    """
    opens: dict[int, list[int]] = {}
    closes: dict[int, list[int]] = {}
    searched = len(quoted)
    for index, spans in enumerate([*quoted, list(found)]):
        for start, end in spans:
            if start < end:
                opens.setdefault(start, []).append(index)
                closes.setdefault(end, []).append(index)
    active: dict[int, int] = {}
    cuts = sorted({0, len(text), *opens, *closes})
    made: list[Segment] = []
    for start, end in pairwise(cuts):
        for index in closes.get(start, ()):
            active[index] -= 1
        for index in opens.get(start, ()):
            active[index] = active.get(index, 0) + 1
        marks = sorted(index for index, depth in active.items() if depth > 0)
        made.append(
            Segment(
                text=text[start:end],
                records=tuple(index for index in marks if index != searched),
                found=searched in marks,
            )
        )
    return tuple(made)
