"""Keys of a token that both scripts share: a consonant skeleton, and a long form with the vowels that are written.

Arabic writes no short vowels, and Latin spellings of one name differ by language (Djouadi, Jawadi). Both scripts are
therefore brought to one small alphabet of consonants, where letters that spellings confuse share a sign:

======  ==========================================  ======  ======================================
sign    stands for                                  sign    stands for
======  ==========================================  ======  ======================================
b       ب پ · b p                                   l m n r ل م ن ر · l m n r
t       ت ث ط · t th                                s       س ص · s, c before e i y
j       ج چ ژ · j dj zh                             c       ش چ · sh sch ch
h       ح ه · h                                     x       خ · kh
d       د ذ ض · d dh                                g       غ گ · g gh
z       ز ظ · z                                     f       ف ڤ · f ph v
k       ق ك · k q c ck                              w, y    و ي at the start of a token only
======  ==========================================  ======  ======================================

Ayn, hamza and vowels are dropped; doubled letters count once; a final h is dropped (ta marbuta).
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.folding import fold
from ingest.names.sounds import arabic_signs, is_arabic, latin_signs

__all__ = ["forget", "is_arabic", "long_form", "long_of", "signs_of", "skeleton", "skeleton_of"]

_LONG = {
    **dict(
        zip("أابپتثجچحخدذرزژسشصضطظعغفڤقكگلمنهويىةە", "aabbttjchxddrzjscsdtz" + "\0" + "gffkkglmnhuiahA", strict=True)
    ),
    **dict(
        zip(
            "ščžSCKGTDJZYWxẋ",
            ("s k z c c x g t d j j ai au ks ks".split()),
            strict=True,
        )
    ),
    **dict(zip("AEIOUáéíóúeopvqyw", "aaiuuaaiuuaubfkiu", strict=True)),
    "ŷ": "ai",
    "ŵ": "au",
    "ʿ": "",
    "ă": "",
    "Ł": "",
    "Ů": "",
    "Ā": "",
    "Ď": "",
    "Ľ": "",
}
_LONG_TABLE = str.maketrans(
    {sign: "" if sounds == "\0" else "a" if sounds == "A" else sounds for sign, sounds in _LONG.items()}
)
_DOUBLE = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aiu]")


@lru_cache(maxsize=262_144)
def long_of(signs: str) -> str:
    """The long form of a row of signs: ``محمد`` gives ``mhmd``, ``Mohammed`` gives ``muhamad``."""
    sounds = _DOUBLE.sub(r"\1", signs.translate(_LONG_TABLE))
    return sounds[:-1] if len(sounds) > 2 and sounds.endswith("h") else sounds


@lru_cache(maxsize=262_144)
def skeleton_of(signs: str) -> str:
    """The consonants of a row of signs: ``محمد`` and ``Mohammed`` both give ``mhmd``; vowels alone give the first."""
    sounds = long_of(signs)
    if not sounds:
        return ""
    first = _initial(signs)
    return _DOUBLE.sub(r"\1", first + _VOWELS.sub("", sounds[1:] if first else sounds)) or sounds[0]


def forget() -> None:
    """Drop every key that is kept in memory."""
    long_of.cache_clear()
    skeleton_of.cache_clear()


def _initial(signs: str) -> str:
    """``w`` or ``y`` where a token starts with one as a consonant (Walid, Ouadi, يوسف), else ""."""
    if signs[0] in "wو" or (signs[0] == "U" and signs[1:2] in {"a", "e", "á", "é"}):
        return "w"
    if signs[0] in "yي" or (signs[0] == "I" and signs[1:2] in {"a", "o", "u"}):
        return "y"
    return ""


def long_form(token: str) -> str:
    """:func:`long_of` of a token as written."""
    return long_of(signs_of(token))


def skeleton(token: str) -> str:
    """:func:`skeleton_of` of a token as written."""
    return skeleton_of(signs_of(token))


def signs_of(token: str) -> str:
    """The row of signs of a token as written, in either script."""
    return arabic_signs(token) if is_arabic(fold(token)) else latin_signs(token)
