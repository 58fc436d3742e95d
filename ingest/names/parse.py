"""A name as written, parsed once into tokens with roles and keys.

Roles follow the parts of an Arabic name: *kunya* (Abu, Umm X), *ism* (given name), *nasab* (the fathers' names after
it), *nisba* (al-X: family, town, tribe), *laqab* (a by-name, in quotes or brackets), *title*. ``Abd al-X``,
``X al-Din`` and ``X Allah`` are one token in every spelling. A name in another tradition gets *ism* for its first
token and *nasab* for the rest, which compares well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from graph.folding import fold
from ingest.names.normalise import long_of, skeleton_of
from ingest.names.particles import (
    ABD,
    ARTICLES,
    DIN,
    FILLERS,
    JOINED,
    KUNYA,
    LAH,
    LINKS,
    MAYBE_TITLES,
    SHORT,
    SON,
    SUN_ARTICLES,
    TITLES,
)
from ingest.names.scripts import to_latin
from ingest.names.sounds import ARTICLE, MOTHER, arabic_signs, is_arabic, latin_signs

MOST_TOKENS = 12
"""Tokens of a name that are looked at; a longer text is no name, and its rest is left out."""
_MOST_LETTERS = 400


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
    """One part of a name with the keys that it is compared by.

    Attributes:
        text: as written, with what belongs to it (``Abd al-Rahman``); without its particle.
        role: what it does in the name.
        skeleton: its consonants in one alphabet for both scripts; equal for most spellings of one name.
        long: its sounds with the vowels that are written.
        arabic: whether it is written in Arabic letters.
        particle: what stood before it and is left out of its keys: ``al``, ``bin``, ``abu``, ``umm`` or "".
        signs: the row of signs that :mod:`ingest.names.distance` compares.
    """

    text: str
    role: Role
    skeleton: str
    long: str
    arabic: bool
    particle: str = ""
    signs: str = ""

    @property
    def initial(self) -> bool:
        """Whether this is one letter that may stand for a name."""
        return len(self.signs) == 1 and not self.signs.isdigit() and self.role is not Role.KUNYA


_WORD = re.compile(r"[^\s\-‐‑‒–—−,;:/\\.·•_|+&()\[\]{}\"“”„«»<>*#!?،؛؟@=~^%$]+")
_QUOTED = re.compile(r"[(\[\"“„«]([^()\[\]\"“”„«»]{1,60})[)\]\"”“»]")
_COMMA = re.compile(r"[,،]")
_ALLAH = re.compile(r"^(\w{2,}?)(?:(?:[aeou]{1,2})l{1,2}ah?|[uo]{1,2}l{1,2}a)$")
_ALLAH_END = re.compile(r"(?:l{1,2}ah|[uo]lla)$")
_ATTACHED_DIN = re.compile(
    r"^(\w{2,}?)-?(?:[aeou]{1,2}[ld]|[aeiou]d)d(?:i|ee|ie)ne?$|^(\w{3,}?)(?:[aeou]ld|udd?)(?:i|ee|ie)ne?$"
)
_ATTACHED_ABD = re.compile(r"^abd(?:[aeou]{1,2}(?:l(?!lah?$)|(?=(?:sh|[rsdtnz])\w\w))|(?=al\w{4}))(?=\w{3})")
_ATTACHED_KUNYA = re.compile(r"^ab(?:u|ou)(?=[bcfghjklmnqrstwyz]\w{2})(?!sal)")
_LATIN_SUN = {"sh": "sh", "ch": "ch", "dh": "dh", "th": "th"}


@lru_cache(maxsize=262_144)
def parse_name(name: str) -> tuple[Token, ...]:
    """The tokens of a name, in natural order. Never raises; a name without letters gives no token.

    ``Family, Given`` is turned around; of names parted by a semicolon the first is read.
    """
    return tuple(_Reader(_words(name)).read())


def parse_names(names: Sequence[str]) -> list[tuple[Token, ...]]:
    """:func:`parse_name` of each."""
    return [parse_name(name) for name in names]


def forget() -> None:
    """Drop every name that is kept in memory, for when the vault closes."""
    parse_name.cache_clear()
    _word.cache_clear()
    _token.cache_clear()


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as written and folded; ``family`` where a comma says so, ``quoted`` where it is a by-name."""

    text: str
    bare: str
    family: bool = False
    quoted: bool = False


@lru_cache(maxsize=262_144)
def _word(text: str) -> _Word:
    text = to_latin(text)
    bare = fold(text).replace(" ", "")
    return _Word(text, SHORT.get(bare, bare))


def _words(name: str) -> list[_Word]:
    text = name[:_MOST_LETTERS].partition(";")[0].partition("؛")[0]
    quoted: list[_Word] = []
    if any(sign in text for sign in '([“"„«'):
        quoted = [
            _Word(word.text, word.bare, quoted=True)
            for part in _QUOTED.findall(text)
            for word in map(_word, _WORD.findall(part))
        ]
        rest = _QUOTED.sub(" ", text)
        if any(letter.isalpha() for letter in rest):
            text = rest
        else:
            quoted = []
    before, *after = _COMMA.split(text)
    words = list(map(_word, _WORD.findall(before)))
    if after and words:
        given = [word for part in after for word in map(_word, _WORD.findall(part))]
        if len(after) == 1 and any(word.bare not in TITLES for word in given):
            words = [*given, *(_Word(word.text, word.bare, family=True) for word in words)]
        else:
            words = [*words, *given]
    elif after:
        words = [word for part in after for word in map(_word, _WORD.findall(part))]
    kept = [word for word in words if word.bare and word.bare not in FILLERS]
    return (kept or [word for word in words if word.bare])[: 2 * MOST_TOKENS] + [word for word in quoted if word.bare]


class _Reader:
    """Reads the words of one name from left to right."""

    def __init__(self, words: list[_Word]) -> None:
        self._words = words
        self._at = 0
        self._tokens: list[Token] = []
        self._named = 0  # tokens of the name proper so far: ism, nasab, nisba

    def read(self) -> list[Token]:
        while self._at < len(self._words) and len(self._tokens) < MOST_TOKENS:
            self._one()
        return self._tokens

    def _one(self) -> None:
        word = self._words[self._at]
        left = len(self._words) - self._at - 1
        if word.quoted:
            self._take(Role.LAQAB)
        elif word.bare in KUNYA and left:
            self._at += 1
            self._article()
            self._take(Role.KUNYA, KUNYA[word.bare])
        elif (left and word.bare in TITLES) or (left > 1 and not self._named and word.bare in MAYBE_TITLES):
            self._at += 1
            self._add(_token(word.text, word.bare, Role.TITLE, ""))
        elif word.bare in SON and left and (self._tokens or word.bare in ("ibn", "bin", "بن", "ابن")):
            self._at += 1
            self._article()
            self._take(Role.NASAB, "bin")
        elif word.bare in LINKS and left and self._tokens and len(self._words) >= 3:
            self._at += 1
        else:
            article = self._article()
            kunya = _attached_kunya(self._words[self._at].bare)
            if kunya:
                text = self._words[self._at].text
                self._at += 1
                self._add(_token(text, kunya, Role.KUNYA, "abu"))
            else:
                self._take(self._role(article), "al" if article else "")

    def _article(self) -> bool:
        """Step over an article that stands alone; whether the word now in front has one."""
        word = self._words[self._at]
        if self._at + 1 < len(self._words):
            following = self._words[self._at + 1].bare
            if (
                word.bare in ARTICLES
                or (word.bare in SUN_ARTICLES and _takes_sun(word.bare, following))
                or (word.bare == "ال" and len(following) > 2)
            ):
                self._at += 1
                return True
        return word.bare.startswith("ال") and len(word.bare) > 4 and word.bare not in LAH

    def _role(self, article: bool) -> Role:
        word = self._words[self._at]
        if word.family:
            return Role.NISBA
        if not self._named:
            if article and not any(token.role is Role.KUNYA for token in self._tokens):
                following = self._words[self._at + 1].bare if self._at + 1 < len(self._words) else ""
                return Role.ISM if following in SON or following else Role.NISBA
            return Role.NISBA if article else Role.ISM
        return Role.NISBA if article else Role.NASAB

    def _take(self, role: Role, particle: str = "") -> None:
        """The word in front with all that belongs to it, as one token."""
        start = self._at
        bare = self._words[start].bare
        self._at += 1
        if bare in ABD and self._at < len(self._words):
            self._article()
            bare = _servant(is_arabic(bare), self._words[self._at].bare)
            self._at += 1
            role = Role.ISM if role is Role.NISBA and not self._named else role
        else:
            bare = _attached(bare)
        bare = self._ending(bare)
        text = " ".join(word.text for word in self._words[start : self._at])
        self._add(_token(text, bare, role, particle))

    def _ending(self, bare: str) -> str:
        """Join what makes one name with the word before: al-Din, Allah, ur-Rahman."""
        arabic = is_arabic(bare)
        for skipped in (0, 1):
            place = self._at + skipped
            if place >= len(self._words):
                break
            here = self._words[self._at].bare
            if skipped and here not in ARTICLES and here not in SUN_ARTICLES:
                break
            last = self._words[place]
            joined = ""
            if last.bare in DIN and (skipped or last.bare not in ("din", "deen", "دين")):
                joined = "دين" if arabic else "2din"
            elif last.bare in LAH:
                joined = "لا" if arabic else "2la"
            elif last.bare in JOINED and (skipped or arabic):
                joined = _bare_arabic(last.bare) if arabic else f"2{last.bare}"
            if joined:
                self._at = place + 1
                return bare + joined
        return bare

    def _add(self, token: Token) -> None:
        if token.signs:
            self._tokens.append(token)
            self._named += token.role in (Role.ISM, Role.NASAB, Role.NISBA)


def _takes_sun(article: str, following: str) -> bool:
    if article == "ou":
        return False
    ending = article[1:]
    return following.startswith(ending) and len(following) > 2


def _servant(arabic: bool, name: str) -> str:
    """``Abd`` and a name of God as one word, the article left out."""
    if arabic:
        return "عبدلا" if name in LAH else "عبد" + _bare_arabic(name)
    if name in LAH:
        return "abd2la"
    return "abd2" + re.sub(r"^(?:[aeu]l-?(?=\w{3})|[aeu](?=([rsdtnz])\1))", "", name)


def _bare_arabic(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 3 else word


def _attached(bare: str) -> str:
    """The same for what is written as one word: Abdulrahman, Hidayatullah, Saifuddin, عبدالرحمن."""
    if is_arabic(bare):
        if bare.startswith("عبدال") and len(bare) > 6:
            name = bare[3:]
            return _servant(arabic=True, name=name)
        for end, joined in (("الدين", "دين"), ("الله", "لا"), ("اللہ", "لا"), ("الرحمن", "رحمن")):
            if bare.endswith(end) and len(bare) > len(end) + 1:
                return bare[: -len(end)] + joined
        return bare
    if bare.startswith("abd") and (match := _ATTACHED_ABD.match(bare)):
        bare = "abd2" + bare[match.end() :]
    if _ALLAH_END.search(bare) and (match := _ALLAH.match(bare)):
        return match[1] + "2la"
    if bare.endswith(("in", "ine", "een", "ien")) and (match := _ATTACHED_DIN.match(bare)):
        return (match[1] or match[2]) + "2din"
    return bare


def _attached_kunya(bare: str) -> str:
    """The name after an ``Abu`` that is written onto it (Abubakar, أبوبكر), or ""."""
    if bare.startswith("ابو") and len(bare) > 5:
        return bare[3:]
    match = _ATTACHED_KUNYA.match(bare) if bare.startswith("ab") else None
    return bare[match.end() :] if match else ""


@lru_cache(maxsize=262_144)
def _token(text: str, bare: str, role: Role, particle: str) -> Token:
    arabic = is_arabic(bare)
    signs = arabic_signs(bare) if arabic else latin_signs(bare)
    keys = signs.lstrip(ARTICLE) or signs
    compared = signs
    if particle == "al" and not signs.startswith(ARTICLE):
        compared = ARTICLE + signs
    elif particle == "umm":
        compared = MOTHER + signs
    return Token(
        text=text,
        role=role,
        skeleton=skeleton_of(keys),
        long=long_of(keys),
        arabic=arabic,
        particle=particle,
        signs=compared,
    )
