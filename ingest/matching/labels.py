"""Places and units as people write them in a cell: type words set apart, the rest as one sound.

"Katiba Qousay", "كتيبة قصي" and "Qusay Battalion" are one label: its sort is *battalion*, its skeleton that of the
name. Type words are a closed list, in the languages of the sources.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.folding import fold
from ingest.names.normalise import is_arabic, long_form, signs_of, skeleton

_WORDS = {
    "division": "division firqa firqat firka فرقة",
    "brigade": "brigade liwa liwaa liua لواء",
    "battalion": "battalion bataillon batallon katiba katibat katibah كتيبة",
    "company": "company compagnie compania sariya sariyat sariyya سرية",
    "regiment": "regiment regimiento fawj فوج",
    "platoon": "platoon peloton fasila fasil فصيل فصيلة",
    "army": "army armee jaysh jaish جيش",
    "front": "front jabha jabhat جبهة",
    "sector": "sector secteur qita قطاع",
    "group": "group groupe majmua jamaa مجموعة جماعة",
    "movement": "movement mouvement haraka harakat حركة",
}
TYPE_WORDS = {fold(word): sort for sort, words in _WORDS.items() for word in words.split()}
"""Words that say what sort of unit a label names, folded, and the sort."""
_SMALL = frozenset(fold(word) for word in "the of de du des la le el al".split())
_PARTS = re.compile(r"[\s,;:()/\"'«»،؛-]+")
_ARTICLE = re.compile(r"^ال(?=\w{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A place or unit, ready to be compared.

    Attributes:
        sort: the sort of unit, with any number it bears; only labels of one sort are alike.
        skeleton, long, signs, arabic: as of a name's part.
    """

    sort: str
    skeleton: str
    long: str
    signs: str
    arabic: bool


@lru_cache(maxsize=100_000)
def read_label(text: str) -> Label | None:
    """A label, or None where a text holds no letter and no digit. Never raises."""
    words = [word for word in _PARTS.split(fold(text)) if word]
    sorts = [TYPE_WORDS[word] for word in words if word in TYPE_WORDS]
    numbers = re.findall(r"\d+", " ".join(words))
    rest = [word for word in words if word not in TYPE_WORDS and word not in _SMALL and not word.isdigit()]
    if not rest and not numbers:
        rest = words
    name = "".join(_ARTICLE.sub("", word) for word in rest)[:60]
    bones = skeleton(name) if name else ""
    if not bones and not numbers:
        return None
    return Label(
        sort=" ".join([*dict.fromkeys(sorts), *numbers]),
        skeleton=bones,
        long=long_form(name) if name else "",
        signs=signs_of(name) if name else "",
        arabic=is_arabic(name),
    )
