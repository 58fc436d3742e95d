"""What makes one name of several words: Abd and a name of God, a name and al-Din, Allah or ur-Rahman.

Joined names hold signs of their own for these three, so that every spelling of them is the same and does not count as
letters in common: Abdulkhaliq and Abdulmalik share little, Abdul Hamid and Hamid nearly all.
"""

from __future__ import annotations

import re

from ingest.names.particles import LAH
from ingest.names.sounds import FAITH, GOD, SERVANT, is_arabic

_ALLAH = re.compile(r"^(\w{2,}?)(?:(?:[aeou]{1,2})l{1,2}ah|[uo]{1,2}l{1,2}a)$")
_ALLAH_END = re.compile(r"(?:l{1,2}ah|[uo]lla)$")
_DIN = re.compile(r"^(\w{2,}?)(?:[aeou]{1,2}[ld]|[aeiou]d)d(?:i|ee|ie)ne?$|^(\w{3,}?)(?:[aeou]ld|udd?)(?:i|ee|ie)ne?$")
_ABD = re.compile(
    r"^abd(?:[aeou]{1,2}(?:l(?!lah?$)|(?=(?:sh|[rsdtnz])\w\w))|i(?=\w{4})|(?=al\w{4})|(?=[^aeiouy]\w{3}))(?=\w{3})"
)
_NAME_OF_GOD = re.compile(r"^(?:[aeu]l-?(?=\w{3})|[aeu](?=([rsdtnz])\1))")
_KUNYA = re.compile(r"^ab(?:u|ou)(?=[bcfghjklmnqrstwyz]\w{2})(?!sal)")
_SON = re.compile(r"^b[ei]n-?(?!(?:n|e|z|ja|it|av)\w)(?=[a-z]{3})")
_ARABIC_ENDS = (("الدين", FAITH), ("الله", GOD), ("اللہ", GOD), ("الرحمن", "رحمن"))
_KEYS = {
    True: str.maketrans({SERVANT: "عبد", FAITH: "دين", GOD: "لا"}),
    False: str.maketrans({SERVANT: "abd2", FAITH: "2din", GOD: "2la"}),
}


def servant(name: str) -> str:
    """``Abd`` and a name of God as one word, the article left out."""
    if name in LAH:
        return SERVANT + GOD
    return SERVANT + (bare_arabic(name) if is_arabic(name) else _NAME_OF_GOD.sub("", name))


def bare_arabic(word: str) -> str:
    """An Arabic word without its article."""
    return word[2:] if word.startswith("ال") and len(word) > 3 else word


def attached(bare: str) -> str:
    """What is written as one word already: Abdulrahman, Hidayatullah, Saifuddin, عبدالرحمن."""
    return _attached_arabic(bare) if is_arabic(bare) else _attached_latin(bare)


def _attached_arabic(bare: str) -> str:
    if bare.startswith("عبد") and len(bare) > 5:
        name = bare[3:]
        return servant(name) if len(bare) > 6 or not name.startswith("ال") else bare
    for end, joined in _ARABIC_ENDS:
        if bare.endswith(end) and len(bare) > len(end) + 1:
            return bare[: -len(end)] + joined
    return bare


def _attached_latin(bare: str) -> str:
    if bare.startswith("abd"):
        if _ALLAH_END.search(bare) and (match := _ALLAH.match(bare)) and match[1] in ("abd", "abdu", "abde", "abda"):
            return SERVANT + GOD
        if match := _ABD.match(bare):
            return SERVANT + bare[match.end() :]
    if _ALLAH_END.search(bare) and (match := _ALLAH.match(bare)):
        return match[1] + GOD
    if bare.endswith(("in", "ine", "een", "ien")) and (match := _DIN.match(bare)):
        return (match[1] or match[2]) + FAITH
    return bare


def attached_kunya(bare: str) -> str:
    """The name after an ``Abu`` that is written onto it (Abubakar, أبوبكر), or ""."""
    if bare.startswith("ابو") and len(bare) > 5:
        return bare[3:]
    match = _KUNYA.match(bare) if bare.startswith("ab") else None
    return bare[match.end() :] if match else ""


def attached_son(bare: str) -> str:
    """The name after a ``Ben`` that is written onto it, as in the Maghreb (Benyahia, Bensalem), or ""."""
    match = _SON.match(bare)
    return bare[match.end() :] if match else ""


def letters(bare: str, *, arabic: bool) -> str:
    """A joined name in plain letters, for keys."""
    return bare.translate(_KEYS[arabic])
