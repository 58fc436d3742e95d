"""Words of names that are no people's: their own rarity, and evidence from what two records share of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

LEAST, MOST = 2, 10
"""Bits that a word shared by many, or by nobody else, tells."""

_SHARED = "list_intersect(l.words, r.words)"
SHARED_BITS = f"list_sum(list_transform({_SHARED}, lambda word: substr(word, 1, 2)::INTEGER))"
"""SQL: the bits of all words that both have; each word is written with its bits before it (:func:`weighed`)."""
WITHIN = f"len({_SHARED}) = least(len(l.words), len(r.words))"
"""SQL: every word of the one with fewer is a word of the other."""
LESS_TELLING = (
    "least(list_sum(list_transform(l.words, lambda word: substr(word, 1, 2)::INTEGER)),"
    " list_sum(list_transform(r.words, lambda word: substr(word, 1, 2)::INTEGER)))"
)
"""SQL: the bits of all words of the one that says less."""
CLOSE = (
    "list_max(flatten(list_transform(l.phrases, lambda one: list_transform(r.phrases,"
    " lambda other: jaro_winkler_similarity(one, other)))))"
)
"""SQL: how alike the two spellings are that agree best, in [0, 1]; NULL where one has none."""


def both(column: str) -> str:
    """SQL: both records have something in a list."""
    return f"(l.{column} IS NOT NULL AND r.{column} IS NOT NULL)"


def one_only(column: str) -> str:
    """SQL: one of the two records has something in a list."""
    return f"((l.{column} IS NULL) <> (r.{column} IS NULL))"


def weighed(words: Iterable[str], bits: Mapping[str, int]) -> list[str]:
    """Words as columns hold them: two digits of bits, then the word."""
    return sorted(f"{bits.get(word, MOST):02}{word}" for word in words)


def word_bits(words_of_each: Iterable[Iterable[str]]) -> Mapping[str, int]:
    """Bits that sharing each word tells, from how many records bear it, in whole bits: so a word's bits change only
    when its share halves or doubles, and a load re-scores little.
    """
    records = 0
    bearers: Counter[str] = Counter()
    for words in words_of_each:
        records += 1
        bearers.update(set(words))
    size = math.log2(max(records, 2) + 30)  # a case of few records has counted little: thirty more are imagined
    return {word: max(LEAST, min(MOST, round(size - math.log2(count)))) for word, count in bearers.items()}


def deletions(words: Iterable[str]) -> frozenset[str]:
    """Each word of five letters or more and the same with one letter out: two words a letter apart share one."""
    found: set[str] = set()
    for word in words:
        if len(word) >= 5:
            found |= {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
    return frozenset(found)
