"""What the name of a place says: the words that are its own, without what sort of place it is.

*Bria town*, *Bria* and *ville de Bria* are one name; so are *قرية العجاج* and *al-Ajaj*. A number stays a word of its
own (Camp 7, 17 Tammuz). What follows a comma is where the place lies, and is left to the place it is within.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from graph.folding import fold
from ingest.names.normalise import long_form, skeleton

_SORTS = frozenset(
    fold(
        "town city village villages ville region area state province provincia governorate district department "
        "distrito municipality municipio subdistrict prefecture sub quarter neighbourhood neighborhood suburb hay hayy "
        "barrio camp airport market road axis axe river mount mountain near around ciudad de del la las los el le les "
        "the of du des al as ash ad ar an at az es and y et مدينه بلده قريه قري محافظه ناحيه قضاء منطقه حي شارع طريق "
        "جبل نهر مخيم ريف سوق"
    ).split()
)
_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"^(?:وال|ال)(?=\w{3})")
_JOINED = re.compile(r"\b(?:al|el|ash|as|ad|ar|an|at|az|es|ed|er)[-‐–](?=\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceName:
    """A place's name, or all its spellings together.

    Attributes:
        words: sounds of its words without vowels.
        phrases: the same with vowels, one text for each spelling.
    """

    words: frozenset[str]
    phrases: frozenset[str]


def parse_place(spellings: Iterable[str]) -> PlaceName:
    """What all spellings of one place say together. Never raises."""
    each = [_parse(spelling) for spelling in spellings]
    return PlaceName(
        words=frozenset().union(*(one.words for one in each)),
        phrases=frozenset().union(*(one.phrases for one in each)),
    )


def place_key(spelling: str) -> str:
    """One text for a name: equal for spellings that differ in vowels, article or the sort of place."""
    return " ".join(sorted(_parse(spelling).words))


@lru_cache(maxsize=100_000)
def _parse(spelling: str) -> PlaceName:
    folded = _JOINED.sub("", fold(re.split(r"[,،(]", spelling)[0] or spelling))
    words = [_ARTICLE.sub("", word) for word in _WORD.findall(folded)]
    own = [word for word in words if word not in _SORTS] or words
    sounds = [(skeleton(word) or word, long_form(word) or word) for word in own]
    return PlaceName(
        words=frozenset(bones for bones, _ in sounds),
        phrases=frozenset({" ".join(long for _, long in sounds)} - {""}),
    )
