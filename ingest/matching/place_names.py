"""What the name of a place says: the words that are its own, without what sort of place it is.

*Bria town*, *Bria* and *ville de Bria* are one name; so are *قرية العجاج* and *al-Ajaj*. What tells two places of one
name apart is kept beside it: numbers (Camp 7) and bearings (the eastern bank, Upper Town, the old market).
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
_BEARINGS = {
    fold(word): bearing
    for bearing, words in {
        "north": "north northern nord norte septentrional شمال شمالي شماليه الشمالي الشماليه",
        "south": "south southern sud sur جنوب جنوبي جنوبيه الجنوبي الجنوبيه",
        "east": "east eastern est este oriental شرق شرقي شرقيه الشرقي الشرقيه ايسر الايسر",
        "west": "west western ouest oeste occidental غرب غربي غربيه الغربي الغربيه ايمن الايمن",
        "centre": "centre center central centro وسط مركز",
        "upper": "upper haut alto alta فوقاني عليا العليا",
        "lower": "lower bas bajo baja تحتاني سفلي السفلي",
        "old": "old ancien viejo vieja قديم قديمه القديم القديمه عتيقه العتيقه",
        "new": "new nouveau nuevo nueva جديد جديده الجديد الجديده",
    }.items()
    for word in words.split()
}
_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"^(?:وال|ال)(?=\w{3})")
_GLUED = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
_JOINED = re.compile(r"\b(?:al|el|ash|as|ad|ar|an|at|az|es|ed|er)[-‐–](?=\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceName:
    """A place's name, or all its spellings together.

    Attributes:
        words: sounds of its words without vowels.
        phrases: the same with vowels, one text for each spelling.
        marks: numbers and bearings.
    """

    words: frozenset[str]
    phrases: frozenset[str]
    marks: frozenset[str]


def parse_place(spellings: Iterable[str]) -> PlaceName:
    """What all spellings of one place say together. Never raises."""
    each = [_parse(spelling) for spelling in spellings]
    return PlaceName(
        words=frozenset().union(*(one.words for one in each)),
        phrases=frozenset().union(*(one.phrases for one in each)),
        marks=frozenset().union(*(one.marks for one in each)),
    )


def place_key(spelling: str) -> str:
    """One text for a name: equal for spellings that differ in vowels, article or the sort of place."""
    name = _parse(spelling)
    return " ".join([*sorted(name.words), *sorted(name.marks)])


@lru_cache(maxsize=100_000)
def _parse(spelling: str) -> PlaceName:
    folded = _GLUED.sub(" ", _JOINED.sub("", fold(spelling)))
    marks, words = set(), []
    for word in _WORD.findall(folded):
        bare = _ARTICLE.sub("", word)
        if word.isdigit() or bare in _BEARINGS or word in _BEARINGS:
            marks.add(str(int(word)) if word.isdigit() else _BEARINGS.get(bare) or _BEARINGS[word])
        else:
            words.append(bare)
    own = [word for word in words if word not in _SORTS] or words
    sounds = [(skeleton(word) or word, long_form(word) or word) for word in own]
    return PlaceName(
        words=frozenset(bones for bones, _ in sounds),
        phrases=frozenset({" ".join(long for _, long in sounds)} - {""}),
        marks=frozenset(marks),
    )
