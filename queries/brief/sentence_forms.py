"""The forms that a name takes in a sentence: what Arabic writes onto the next word, cases of a kunya, articles, a
genitive's s. All of it is over-inclusive on purpose: it serves to take names out, never to tell who is who."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.folding import APOSTROPHES

GENITIVE = re.compile(rf"[{re.escape(''.join(sorted(APOSTROPHES)))}][sS]$")
"""The end of "Samer's"."""

_CASES = {
    **dict.fromkeys(("ابا", "ابي"), "ابو"),
    **dict.fromkeys(("abou", "aboo", "abo", "aba", "abi"), "abu"),
    **dict.fromkeys(("um", "oum", "oumm", "om", "omm"), "umm"),
    **dict.fromkeys(("ابن",), "بن"),
    **dict.fromkeys(("ibn", "ben"), "bin"),
}
_LATIN_ARTICLES = frozenset(("al", "el", "ul"))
_ARTICLE = "ال"
_ONTO, _BEFORE = "بلك", "وف"
"""Arabic writes with, to and as onto the next word, and before these and, so."""


def without_articles(words: Sequence[str]) -> list[int]:
    """The places of the words that are no Latin article."""
    return [at for at, word in enumerate(words) if word not in _LATIN_ARTICLES]


class Stems(dict[str, str]):
    """Folded word to what its forms share: no Arabic article, no final s, one case of a kunya."""

    def __missing__(self, word: str) -> str:
        stem = _CASES.get(word, word)
        if stem.startswith(_ARTICLE) and len(stem) > len(_ARTICLE) + 2:
            stem = stem[len(_ARTICLE) :]
        elif stem.isascii() and len(stem) > 3 and stem.endswith("s"):
            stem = stem[:-1]
        self[word] = stem
        return stem


class Begun(dict[str, tuple[str, ...]]):
    """Folded word to the stems that it may be, with and without what Arabic writes onto it."""

    def __init__(self, stems: Stems) -> None:
        super().__init__()
        self._stems = stems

    def __missing__(self, word: str) -> tuple[str, ...]:
        self[word] = found = tuple(dict.fromkeys(self._stems[base] for base in bases(word, 2)))
        return found


def bases(word: str, shortest: int) -> list[str]:
    """The word, and the words that it may be with something written onto it, of so many letters or more."""
    found = [word]
    if word[:1] in _BEFORE:
        found.append(word[1:])
    for each in tuple(found):
        if each[:1] and each[:1] in _ONTO:
            found.append(each[1:])
        if each.startswith("لل"):
            found.append(_ARTICLE + each[2:])
    return [word, *(each for each in found[1:] if len(each) >= shortest)]
