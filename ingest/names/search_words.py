"""Words that are found by how they begin, and words that are found by a letter or two that differ."""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

_FEW = 64
_SHORTEST = 3
"""Of shorter words every other one is a letter away."""


class Beginnings:
    """Words in order, so that those with a beginning stand side by side."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._fresh: list[str] = []

    def add(self, word: str) -> None:
        """A word that is not there yet; it is put in order when something is looked for."""
        self._fresh.append(word)

    def discard(self, word: str) -> None:
        """Forget a word."""
        self._settle()
        at = bisect_left(self._words, word)
        if self._words[at : at + 1] == [word]:
            del self._words[at]

    def starting(self, beginning: str, most: int) -> list[str]:
        """Words that begin so, the shortest first, at most so many."""
        self._settle()
        first = bisect_left(self._words, beginning)
        last = bisect_left(self._words, beginning + "\U0010ffff", lo=first)
        found = self._words[first:last]
        return sorted(found, key=len)[:most] if len(found) > most else found

    def _settle(self) -> None:
        if len(self._fresh) < _FEW:
            for word in self._fresh:
                insort(self._words, word)
        else:
            self._words += self._fresh
            self._words.sort()
        self._fresh = []


class Neighbours:
    """Words by their pairs of letters: words that differ little share most of them."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._number: dict[str, int] = {}
        self._with: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))

    def add(self, word: str) -> None:
        """A word that is not there yet."""
        self._number[word] = len(self._words)
        self._words.append(word)
        for pair in _pairs(word):
            self._with[pair].append(self._number[word])

    def discard(self, word: str) -> None:
        """Forget a word."""
        number = self._number.pop(word, None)
        if number is None:
            return
        self._words[number] = ""
        for pair in _pairs(word):
            numbers = self._with[pair]
            del numbers[bisect_left(numbers, number)]

    def near(self, word: str, most: int) -> list[str]:
        """Other words one letter away, two from six letters on; nearest first, at most so many."""
        if len(word) < _SHORTEST:
            return []
        away = 1 if len(word) < 2 * _SHORTEST else 2
        pairs = _pairs(word)
        shared: Counter[int] = Counter()
        for pair in pairs:
            if pair in self._with:
                shared.update(self._with[pair])
        least = max(1, len(pairs) - 2 * away)  # a letter that differs spoils two pairs
        found = []
        for number, n in shared.items():
            if n >= least and self._words[number] != word:
                distance = Levenshtein.distance(word, self._words[number], score_cutoff=away)
                if distance <= away:
                    found.append((distance, self._words[number]))
        return [other for _, other in sorted(found)[:most]]


def _pairs(word: str) -> set[str]:
    return {one + other for one, other in pairwise(f"^{word}$")}
