"""A name as written, parsed once into tokens with roles and keys.

Roles follow the parts of an Arabic name: *kunya* (Abu, Umm X), *ism* (given name), *nasab* (the fathers' names after
it), *nisba* (al-X: town, tribe), *title*. ``Abd al-X`` and ``X al-Din`` are one token in every spelling. A name in
another tradition gets *ism* for its first token and *nasab* for the rest, which compares well enough.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from graph.folding import fold
from ingest.names.normalise import is_arabic, long_form, skeleton


class Role(StrEnum):
    """What a token does in a name."""

    TITLE = "title"
    KUNYA = "kunya"
    ISM = "ism"
    NASAB = "nasab"
    NISBA = "nisba"
    LAQAB = "laqab"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One part of a name with the keys that it is compared by."""

    text: str
    role: Role
    skeleton: str
    long: str
    arabic: bool


_ARTICLE = re.compile(
    r"^(?:ال(?=\w{3})|(?:al|el|ul|il|ash|as|ad|an|ar|at|az|adh|ath|es|ech|ed|en|er|et|ez)[-‐–' ](?=\w{2}))"
)
_JOINED = re.compile(r"\b(al|el|ul|ash|as|ad|an|ar|at|az|adh|ath|es|ech|ed|en|er|et|ez)[\s\-‐–]+(?=\w)", re.IGNORECASE)
_KUNYA = frozenset({"abu", "abou", "abo", "aboo", "umm", "um", "oum", "ابو", "ابا", "ابي", "ام"})
_SON = frozenset({"bin", "ibn", "ben", "ould", "bint", "bn", "بن", "ابن", "بنت", "ولد"})
_ABD = frozenset({"abd", "abdul", "abdel", "abdal", "abdu", "abdoul", "عبد"})
_DIN = re.compile(r"^(?:(?:al|el|ad|ed|ud|ul)?-?(?:din|deen|dine|lah|llah)|الدين|الله)$")
_TITLES = frozenset(
    "mr mrs ms dr prof sheikh shaykh cheikh sheik hajji haji hajj "
    "mullah mulla maulana sayyid sayid emir amir col gen lt maj "
    "capt general colonel major captain coronel capitan teniente brig brigadier الشيخ شيخ "
    "الحاج حاج الدكتور دكتور السيد "
    "الملا ملا الامير العقيد عقيد الرائد رائد النقيب نقيب العميد عميد اللواء لواء".split()
)
_ARABIC_ARTICLE = "ال"


@lru_cache(maxsize=200_000)
def parse_name(name: str) -> tuple[Token, ...]:
    """The tokens of a name, in the order written. Never raises; a name without letters gives no token."""
    parts = _parts(name)
    tokens: list[Token] = []
    son = False
    while parts:
        part = parts.pop(0)
        bare = fold(part)
        if bare in _SON:
            son = True
            continue
        if bare in _TITLES and parts:
            tokens.append(_token(part, Role.TITLE))
            continue
        if bare in _KUNYA and parts:
            tokens.append(_token(_whole(parts.pop(0), parts), Role.KUNYA))
            continue
        has_article = bool(_ARTICLE.match(bare))
        whole = _whole(part, parts)
        given = any(token.role is Role.ISM for token in tokens)
        if has_article and (given or any(token.role is Role.KUNYA for token in tokens)) and not son:
            role = Role.NISBA
        else:
            role = Role.NASAB if given else Role.ISM
        tokens.append(_token(whole, role))
        son = False
    return tuple(token for token in tokens if token.skeleton)


def parse_names(names: Sequence[str]) -> list[tuple[Token, ...]]:
    """:func:`parse_name` of each."""
    return [parse_name(name) for name in names]


def _parts(name: str) -> list[str]:
    text = _JOINED.sub(lambda match: f"{match[1]}-", fold(name).replace("_", " "))
    return [part.strip('-–.,;:()[]"') for part in re.split(r"[\s,;/]+", text) if part.strip('-–.,;:()[]"')]


def _whole(part: str, rest: list[str]) -> str:
    """Join ``abd`` with what follows, and ``X`` with a following ``al-din`` or ``allah``."""
    if part.startswith("عبدال") and len(part) > 7:
        part = "عبد" + part[5:]
    elif part in _ABD and rest:
        part = "abd" + _without_article(rest.pop(0)) if not is_arabic(part) else part + _without_article(rest.pop(0))
    elif (match := re.match(r"^(?:abd)(?:[aeou]l?|oul)?-?(?=\w{3})", part)) and match[0] in (
        "abdul",
        "abdel",
        "abdal",
        "abdoul",
        "abdul-",
        "abdel-",
        "abdal-",
        "abd-",
    ):
        part = "abd" + _without_article(part[len(match[0]) :])
    if rest and _DIN.match(rest[0]):
        rest.pop(0)
        part += "الدين" if is_arabic(part) else "din"
    return part


def _without_article(part: str) -> str:
    return _ARTICLE.sub("", part)


def _token(text: str, role: Role) -> Token:
    bare = _without_article(text).replace("-", "")
    return Token(text=text, role=role, skeleton=skeleton(bare), long=long_form(bare), arabic=is_arabic(bare))
