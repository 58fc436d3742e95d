"""What the name of a unit says: its number, its size, its branch, and the words that are its own.

``8/o. RGTO. MEC.``, ``Octavo Regimiento Mecanizado`` and ``VIII Regt (Mech)`` say the same. The words that mean
something are listed in ``unit_words.yaml`` by what they mean, in English, Spanish, French and Arabic; a word that is
misspelled by a letter is still known. What is left is compared by its sounds, as people's names are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz.distance import DamerauLevenshtein

from graph.folding import fold
from ingest.names.normalise import is_arabic, long_form, skeleton

_ROMAN = re.compile(r"(?<![\w.])(?=[IVXL])(X[LX]{0,3}|X{0,3}|L?X{0,3})(IX|IV|V?I{0,3})(?=[\s,)-]|$)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d]\.\s?)+[^\W\d]\.(?:[^\W\d]{1,2}\b\.?)?|(?<!\w)(?:[^\W\d]\.)+[^\W\d]\b")
_DOTS = re.compile(r"[\s.]")
_ORDINAL = re.compile(
    r"(?<!\d)(\d{1,4})(?:\s?[/.]?\s?(?:er|ero|era|do|da|ro|ra|to|ta|mo|ma|vo|va|avo|ava|no|o|a|st|nd|rd|th|eme|e)|/0)\b\.?"
)
_GLUED = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
_WORD = re.compile(r"\w+")
_ACRONYM = re.compile(r"^[A-Z]{3,6}$")
_LONGEST = 4
_FUZZY_FROM = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitName:
    """A unit's name, or all its spellings together.

    Attributes:
        numbers: as digits.
        echelons: sizes and sorts of bodies: battalion, zone, court.
        branches: infantry, naval, police; *military* only where nothing else is said.
        words: sounds of the words that are its own, without vowels.
        phrases: the same with vowels, one text for each spelling, in alphabetical order of its words.
        initials: first letters of its words, or itself where it is an abbreviation that no list knows.
    """

    numbers: frozenset[str]
    echelons: frozenset[str]
    branches: frozenset[str]
    words: frozenset[str]
    phrases: frozenset[str]
    initials: frozenset[str]

    @property
    def key(self) -> str:
        """What it is called, however it is spelled: equal for ``55 Bde`` and ``اللواء 55``; "" for nothing said."""
        parts = (self.numbers, self.echelons, self.branches, self.words)
        return "/".join(" ".join(sorted(part)) for part in parts) if any(parts) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meaning:
    echelons: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    number: int = 0
    stop: bool = False


def parse_unit(spellings: Iterable[str]) -> UnitName:
    """What all spellings of one unit say together. Never raises; nothing said gives empty sets."""
    each = [_parse(spelling) for spelling in spellings]
    return UnitName(
        numbers=frozenset().union(*(one.numbers for one in each)),
        echelons=frozenset().union(*(one.echelons for one in each)),
        branches=frozenset().union(*(one.branches for one in each)),
        words=frozenset().union(*(one.words for one in each)),
        phrases=frozenset().union(*(one.phrases for one in each)),
        initials=frozenset().union(*(one.initials for one in each)),
    )


@lru_cache(maxsize=100_000)
def _parse(spelling: str) -> UnitName:
    words = _words(spelling)
    numbers: list[int] = []
    echelons: set[str] = set()
    branches: set[str] = set()
    own: list[str] = []
    initials: list[str] = []
    for text, meaning in _meanings(words):
        if text.isdigit():
            numbers.append(int(text))
        elif meaning is None:
            own.append(text)
            initials.append(text[0])
        elif meaning.number:
            _count_on(numbers, meaning.number, text)
        elif not meaning.stop:
            echelons.update(meaning.echelons)
            branches.update(meaning.branches)
            initials += [word[0] for word in text.split()]
    if len(branches) > 1:
        branches.discard("military")
    letters = {"".join(initials)} if len(initials) > 2 else set()
    letters |= {
        word.casefold() for word in re.findall(r"\w+", spelling) if _ACRONYM.match(word) and word.casefold() in own
    }
    return UnitName(
        numbers=frozenset(str(number) for number in numbers if number),
        echelons=frozenset(echelons),
        branches=frozenset(branches),
        words=frozenset(filter(None, (skeleton(_bare(word)) for word in own))),
        phrases=frozenset({" ".join(sorted(long_form(_bare(word)) for word in own))} - {""}),
        initials=frozenset(letters),
    )


def _words(spelling: str) -> list[str]:
    text = _ROMAN.sub(lambda found: f" {_roman(found[0])} " if found[0] else "", spelling)
    text = _ORDINAL.sub(r" \1 ", fold(text))
    text = _INITIALS.sub(lambda found: f" {_DOTS.sub('', found[0])} ", text)
    return _WORD.findall(_GLUED.sub(" ", text))


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


def _count_on(numbers: list[int], value: int, word: str) -> None:
    """``vigésimo octavo`` is one number, and so is ``الخامس والخمسون``, which says the unit first."""
    before = numbers[-1] if numbers else 0
    if (value < 10 and before % 10 == 0 and 10 <= before <= 90) or (
        is_arabic(word) and before < 10 <= value and value % 10 == 0
    ):
        numbers[-1:] = [before + value]
    else:
        numbers.append(value)


def _meanings(words: list[str]) -> Iterator[tuple[str, _Meaning | None]]:
    """Each stretch of words that the list knows, the longest first, and each word that it does not."""
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            text = " ".join(words[at : at + size])
            meaning = _meaning(text) if size > 1 else _nearest(text)
            if meaning is not None or size == 1:
                yield text, meaning
                at += size
                break


def _bare(word: str) -> str:
    """Without the Arabic article, and the *and* before it."""
    for prefix in ("وال", "ال", "لل"):
        if word.startswith(prefix) and len(word) > len(prefix) + 2:
            return word[len(prefix) :]
    return word


@lru_cache(maxsize=100_000)
def _nearest(word: str) -> _Meaning | None:
    """The meaning of a word, of the same without an Arabic article, or of a long one that is a letter away."""
    known = _meaning(word) or _meaning(_bare(word))
    if known is not None or len(word) < _FUZZY_FROM or word.isdigit():
        return known
    allowed = 2 if len(word) >= 10 else 1
    near = [
        (distance, listed)
        for listed in _vocabulary()
        if listed[0] == word[0]
        and len(listed) >= _FUZZY_FROM
        and (distance := DamerauLevenshtein.distance(word, listed, score_cutoff=allowed)) <= allowed
    ]
    return _vocabulary()[min(near)[1]] if near else None


def _meaning(text: str) -> _Meaning | None:
    return _vocabulary().get(text)


@cache
def _vocabulary() -> Mapping[str, _Meaning]:
    listed: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "unit_words.yaml").read_text(encoding="utf-8"))
    found: dict[str, _Meaning] = {}
    for meaning, spellings in listed["together"].items():
        parts = meaning.split()
        found |= {
            fold(spelling): _Meaning(
                echelons=tuple(part for part in parts if part in listed["echelon"]),
                branches=tuple(part for part in parts if part in listed["branch"]),
            )
            for spelling in spellings
        }
    for meaning, spellings in listed["echelon"].items():
        found |= {fold(spelling): _Meaning(echelons=(meaning,)) for spelling in spellings}
    for meaning, spellings in listed["branch"].items():
        found |= {fold(spelling): _Meaning(branches=(meaning,)) for spelling in spellings}
    for number, spellings in listed["ordinals"].items():
        found |= {fold(spelling): _Meaning(number=int(number)) for spelling in spellings}
    found |= {fold(str(word)): _Meaning(stop=True) for word in listed["stop"]}
    return found
