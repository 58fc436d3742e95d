"""The words of a name as written: folded, in natural order, fillers left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from graph.folding import fold
from ingest.names.particles import FILLERS, KNOWN, SHORT, TITLES
from ingest.names.scripts import to_latin
from ingest.names.sounds import told

MOST_WORDS = 24
_MOST_LETTERS = 400
"""What stands further on in a longer text is left out: it is no name, and time stays linear."""
_WORD = re.compile(r"[^\s\-‐‑‒–—−,;:/\\.·•_|+&()\[\]{}\"“”„«»<>*#!?،؛؟@=~^%$]+")
_QUOTED = re.compile(r"[(\[\"“„«]([^()\[\]\"“”„«»]{1,60})[)\]\"”“»]")
_COMMA = re.compile(r"[,،]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written and folded; ``family`` where a comma says so, ``quoted`` where it is a by-name."""

    text: str
    bare: str
    family: bool = False
    quoted: bool = False


@lru_cache(maxsize=262_144)
def word_of(text: str) -> Word:
    """A word folded; other scripts than Latin and Arabic in Latin letters, and what tells a sound kept."""
    latin = to_latin(text)
    bare = fold(latin).replace(" ", "")
    if bare not in KNOWN:
        bare = told(latin).replace(" ", "")
    return Word(text, SHORT.get(bare, bare))


def words_of(name: str) -> list[Word]:
    """The words of a name in natural order: ``Family, Given`` turned around, by-names in quotes or brackets last."""
    text = name[:_MOST_LETTERS].partition(";")[0].partition("؛")[0]
    quoted: list[Word] = []
    if any(sign in text for sign in '([“"„«'):
        quoted = [
            Word(word.text, word.bare, quoted=True)
            for part in _QUOTED.findall(text)
            for word in map(word_of, _WORD.findall(part))
        ]
        rest = _QUOTED.sub(" ", text)
        if any(letter.isalpha() for letter in rest):
            text = rest
        else:
            quoted = []
    before, *after = _COMMA.split(text)
    words = list(map(word_of, _WORD.findall(before)))
    if after and words:
        given = [word for part in after for word in map(word_of, _WORD.findall(part))]
        if len(after) == 1 and any(word.bare not in TITLES for word in given):
            words = [*given, *(Word(word.text, word.bare, family=True) for word in words)]
        else:
            words = [*words, *given]
    elif after:
        words = [word for part in after for word in map(word_of, _WORD.findall(part))]
    words = _parted(words)
    kept = [word for word in words if word.bare and word.bare not in FILLERS]
    return (kept or [word for word in words if word.bare])[:MOST_WORDS] + [word for word in quoted if word.bare]


def _parted(words: list[Word]) -> list[Word]:
    """``محمدعبد البصير`` with the space where it belongs."""
    for place, (word, following) in enumerate(pairwise(words)):
        if word.bare.endswith("عبد") and len(word.bare) > 5 and following.bare.startswith("ال"):
            return [*words[:place], word_of(word.bare[:-3]), word_of("عبد"), *words[place + 1 :]]
    return words
