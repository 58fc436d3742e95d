"""A written token as a row of signs, one a sound as its script writes it.

Arabic letters stand for themselves. Latin letters are gathered into signs where languages write one sound with
several; vowels that begin or end a token have signs of their own, for there they tell more, and so has the article.

====  ==================  ====  ================================  ====  =======================================
sign  stands for          sign  stands for                        sign  stands for
====  ==================  ====  ================================  ====  =======================================
S     sh sch ş            T D   th, dh                            Y W   ai ay ei ey, au aw with no vowel after
C     ch tch ć            J Z   dj, zh                            A..U  a e i o u that begins the token
K G   kh, gh              ʿ     3                                 á..ú  a e i o u that ends it
x ẋ   x ks, كس            ŷ ŵ   اي, او                            ă     a vowel that an article left (Essabar)
š č ž with their marks, which may be left out
Ł     al-, ال             Ů     Umm                               Ā Ď Ľ Abd, al-Din, Allah in a joined name
====  ==================  ====  ================================  ====  =======================================
"""

from __future__ import annotations

import re

from graph.folding import fold

ARTICLE = "Ł"
MOTHER = "Ů"
SERVANT, FAITH, GOD = "Ā", "Ď", "Ľ"
_CARONS = {"š": "\ue020", "ş": "\ue020", "ș": "\ue020", "č": "\ue021", "ć": "\ue021", "ž": "\ue022"}
_MARKED = str.maketrans({**_CARONS, "ḫ": "kh", "ẖ": "kh", "ġ": "gh", "ṯ": "th", "ḏ": "dh", "ǧ": "j", "ß": "ss"})
_GROUPS = {
    "tsch": "C",
    "dsch": "J",
    "tch": "C",
    "sch": "S",
    "sh": "S",
    "ch": "C",
    "kh": "K",
    "gh": "G",
    "th": "T",
    "dh": "D",
    "dj": "J",
    "zh": "Z",
    "ph": "f",
    "ck": "k",
    "cq": "k",
    "ks": "x",
    "ou": "u",
    "oo": "u",
    "ee": "i",
    "ce": "se",
    "ci": "si",
    "cy": "sy",
    "c": "k",
    "2": "",
    "3": "ʿ",
    "5": "K",
    "7": "h",
    "8": "G",
    "9": "q",
    "\ue020": "š",
    "\ue021": "č",
    "\ue022": "ž",
}
_GROUP = re.compile("|".join(_GROUPS))
_DIPHTHONG = re.compile(r"[ae][iy](?![aeiou])")
_AW = re.compile(r"a[uw](?![aeiouy])")
_DOUBLE = re.compile(r"(.)\1+")
_SUN = re.compile(r"^[aeiu](?=(?:sh|ch|dh|th|[stdnrz])\w)(?=(sh|ch|dh|th|[stdnrz])\1\w\w)")
_NOT_LATIN = re.compile(r"[^a-z0-9\ue020-\ue022]")
_NOT_ARABIC = re.compile("[^\u0621-\u064a\u067e\u0686\u0698\u06a4\u06af\u06d50-9a-z]")
_FIRST = dict(zip("aeiou", "AEIOU", strict=True))
_LAST = dict(zip("aeiou", "áéíóú", strict=True))
_LATIN_ARTICLE = re.compile(r"^(?:al|el|il|ul)(?=[^aeiou]\w{2}|e[jkx]|i[ay]s|izab|yas)")
_KEPT = str.maketrans({"ة": "\ue000", "ۃ": "\ue000", "ى": "\ue001", "ە": "\ue002", "ۆ": "و", "ێ": "ي"})
_TOLD = str.maketrans({"\ue000": "ة", "\ue001": "ي", "\ue002": "ە"})
_SORANI_VOWEL = re.compile("^\u0626(?=[\u06d5\u0627\u0648\u06c6\u06ce\u06cc\u064a])\u06d5?")
_IS_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")


def marked(word: str) -> str:
    """Letters whose marks tell a sound, which folding would drop: š may be written s or sh."""
    return word if word.isascii() else word.lower().translate(_MARKED)


def is_arabic(text: str) -> bool:
    """Whether a text holds any Arabic letter."""
    return bool(_IS_ARABIC.search(text))


def told(word: str) -> str:
    """A word folded, but what tells a sound kept: š, ta marbuta, a last alef maqsura, the vowel ە of Sorani."""
    if word.isascii():
        return fold(word)
    kept = fold(_SORANI_VOWEL.sub("ا", marked(word)).translate(_KEPT))
    return (f"{kept[:-1]}ى" if kept.endswith("\ue001") else kept).translate(_TOLD)


def latin_signs(token: str) -> str:
    """The signs of a token in Latin letters: ``Hussein`` gives ``husYn``, ``Shami`` gives ``Samí``."""
    plain = _NOT_LATIN.sub("", told(token))
    if not plain or plain.isdigit():
        return plain
    article = ""
    if match := _LATIN_ARTICLE.match(plain):
        article, plain = ARTICLE, plain[match.end() :]
    elif _SUN.match(plain):
        article, plain = "ă", plain[1:]
    signs = _GROUP.sub(lambda match: _GROUPS[match[0]], plain)
    signs = _AW.sub("W", _DIPHTHONG.sub("Y", _DOUBLE.sub(r"\1", signs)))
    if len(signs) > 2 and signs[-1] == "h":
        signs = signs[:-1]
    if len(signs) > 1 and signs[-1] in _LAST:
        signs = signs[:-1] + _LAST[signs[-1]]
    if signs[:1] in _FIRST:
        signs = _FIRST[signs[0]] + signs[1:]
    return article + signs


def arabic_signs(token: str) -> str:
    """The signs of a token in Arabic letters: ``موسى`` gives itself, ``الكسندر`` gives ``Łكسندر``."""
    signs = _NOT_ARABIC.sub("", told(token))
    if not signs or signs.isdigit():
        return signs
    article = ""
    if signs.startswith("ال") and len(signs) > 4:
        article, signs = ARTICLE, signs[2:]
    signs = _DOUBLE.sub(r"\1", signs).replace("تش", "چ").replace("كس", "ẋ")
    rest = signs[1:].replace("اي", "ŷ").replace("او", "ŵ")
    return article + ("أ" if signs[0] == "ا" else signs[0]) + rest
