"""Scripts other than Latin and Arabic, brought to Latin letters; look-alike letters put right."""

from __future__ import annotations

import re

from ingest.names.flags import LOOK_ALIKES
from ingest.names.sounds import is_arabic

_FOREIGN = re.compile("[\u0370-\u058f\u0590-\u05ff\u0700-\u074f\u0780-\u1dbf\u2c00-\u2dff\u2e80-\ud7ff\uf900-\ufaff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def to_latin(word: str) -> str:
    """A word in Cyrillic, Greek, Hebrew, Georgian, Chinese ... in Latin letters; Latin and Arabic words as they are.

    A look-alike letter inside a Latin word (Cyrillic а) is read as the Latin letter that it looks like.
    """
    if word.isascii() or not _FOREIGN.search(word):
        return word
    if _LATIN.search(word):
        word = word.translate(LOOK_ALIKES)
        if not _FOREIGN.search(word):
            return word
    if is_arabic(word):
        return word
    return _transliterate(word)


def _transliterate(word: str) -> str:
    try:
        from anyascii import anyascii  # loaded by the first name that needs it
    except ImportError:
        return word.translate(_CYRILLIC_AND_GREEK)
    return str(anyascii(word))


_CYRILLIC_AND_GREEK = str.maketrans(
    dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюяієїґў",
            "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya i ye yi g u".split(" "),
            strict=True,
        )
    )
    | dict(
        zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(), strict=True)
    )
    | dict(
        zip(
            "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯ",
            "A B V G D E Zh Z I Y K L M N O P R S T U F Kh Ts Ch Sh Shch E Yu Ya".split(),
            strict=True,
        )
    )
)
