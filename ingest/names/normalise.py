"""Letters to sounds: one consonant skeleton for Arabic and Latin spellings, and a long form with vowel carriers.

Arabic writes no short vowels, and Latin spellings of one name differ by language (Djouadi, Jawadi). Both scripts are
therefore brought to one small alphabet of consonants, where letters that spellings confuse share a sign:

======  ==========================================  ======  ======================================
sign    stands for                                  sign    stands for
======  ==========================================  ======  ======================================
b       ب پ · b p                                   l m n r ل م ن ر · l m n r
t       ت ث ط · t th                                s       س ص · s, c before e i y
j       ج چ ژ · j dj                                c       ش · sh sch ch
h       ح ه · h                                     x       خ · kh
d       د ذ ض · d dh                                g       غ گ · g gh
z       ز ظ · z                                     f       ف ڤ · f ph v
k       ق ك · k q c ck                              w, y    و ي at the start of a token only
======  ==========================================  ======  ======================================

Ayn, hamza and vowels are dropped; doubled letters count once; a final h is dropped (ta marbuta).
"""

import re
from functools import lru_cache

from graph.folding import fold

_ARABIC = {
    "ب": "b",
    "پ": "b",
    "ت": "t",
    "ث": "t",
    "ط": "t",
    "ج": "j",
    "چ": "j",
    "ژ": "j",
    "ح": "h",
    "ه": "h",
    "خ": "x",
    "د": "d",
    "ذ": "d",
    "ض": "d",
    "ر": "r",
    "ز": "z",
    "ظ": "z",
    "س": "s",
    "ص": "s",
    "ش": "c",
    "غ": "g",
    "گ": "g",
    "ف": "f",
    "ڤ": "f",
    "ق": "k",
    "ك": "k",
    "ل": "l",
    "م": "m",
    "ن": "n",
    "و": "u",
    "ي": "i",
    "ا": "a",
    "ع": "",
    "ء": "",
    "ئ": "i",
    "ؤ": "u",
}
_LATIN_GROUPS = (
    ("tsch", "c"),
    ("sch", "c"),
    ("tch", "c"),
    ("sh", "c"),
    ("ch", "c"),
    ("kh", "x"),
    ("gh", "g"),
    ("th", "t"),
    ("dh", "d"),
    ("dj", "j"),
    ("ph", "f"),
    ("ck", "k"),
    ("qu", "k"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ei", "ai"),
    ("ey", "ai"),
    ("ay", "ai"),
    ("au", "au"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "si"),
)
_LATIN = {
    "c": "k",
    "q": "k",
    "p": "b",
    "v": "f",
    "e": "a",
    "o": "u",
    "w": "u",
    "y": "i",
    "x": "ks",
    "2": "",
    "3": "",
    "5": "x",
    "7": "h",
    "8": "k",
    "9": "k",
}
_SOUND_OF = {**_LATIN, **dict(_LATIN_GROUPS)}
_SOUNDS = re.compile("|".join([*(group for group, _ in _LATIN_GROUPS), *_LATIN]))
_DOUBLE = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aiu]")
_ARABIC_LETTER = re.compile("[\u0600-\u06ff]")


def is_arabic(text: str) -> bool:
    """Whether a text holds any Arabic letter."""
    return bool(_ARABIC_LETTER.search(text))


@lru_cache(maxsize=200_000)
def long_form(token: str) -> str:
    """A token's sounds with the vowels that are written: ``محمد`` gives ``mhmd``, ``Mohammed`` gives ``muhamad``."""
    folded = fold(token)
    if is_arabic(folded):
        sounds = "".join(_ARABIC.get(letter, letter) for letter in folded)
    else:
        sounds = _SOUNDS.sub(lambda match: _SOUND_OF[match[0]], folded)
    sounds = _DOUBLE.sub(r"\1", re.sub(r"[^a-z0-9]", "", sounds))
    return sounds[:-1] if len(sounds) > 2 and sounds.endswith("h") else sounds


@lru_cache(maxsize=200_000)
def skeleton(token: str) -> str:
    """A token's consonants: ``محمد`` and ``Mohammed`` both give ``mhmd``; vowels alone give the first."""
    sounds = long_form(token)
    if not sounds:
        return ""
    first = _initial(token, sounds)
    bones = first + _VOWELS.sub("", sounds[1:] if first or sounds[0] in "aiu" else sounds)
    return _DOUBLE.sub(r"\1", bones) or sounds[0]


def _initial(token: str, sounds: str) -> str:
    """``w`` or ``y`` where the token starts with one as a consonant (Walid, Ouadi, يوسف), else ""."""
    folded = fold(token)
    if folded.startswith(("و", "w", "oua", "oue")):
        return "w"
    if folded.startswith(("ي", "y")) or re.match(r"i[aou]", folded):
        return "y"
    return ""
