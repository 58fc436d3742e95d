"""A name as written, parsed once into tokens with roles and keys.

Roles follow the parts of an Arabic name: *kunya* (Abu, Umm X), *ism* (given name), *nasab* (the fathers' names after
it), *nisba* (al-X: family, town, tribe), *laqab* (a by-name, in quotes or brackets), *title*. ``Abd al-X``,
``X al-Din`` and ``X Allah`` are one token in every spelling. A name in another tradition gets *ism* for its first
token and *nasab* for the rest, which compares well.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ingest.names.joining import attached, attached_kunya, attached_son, bare_arabic, letters, servant
from ingest.names.normalise import long_of, skeleton_of
from ingest.names.particles import (
    ABD,
    ARTICLES,
    DIN,
    JOINED,
    KUNYA,
    LAH,
    LINKS,
    MAYBE_TITLES,
    SON,
    SUN_ARTICLES,
    TITLES,
)
from ingest.names.sounds import ARTICLE, FAITH, GOD, MOTHER, SERVANT, arabic_signs, is_arabic, latin_signs
from ingest.names.tokens import Role, Token
from ingest.names.words import Word, word_of, words_of

__all__ = ["Role", "Token", "forget", "parse_name", "parse_names"]

MOST_TOKENS = 12
"""Tokens of a name that are looked at; a longer text is no name, and its rest is left out."""
_JOINTS = SERVANT + FAITH + GOD


@lru_cache(maxsize=262_144)
def parse_name(name: str) -> tuple[Token, ...]:
    """The tokens of a name, in natural order. Never raises; a name without letters gives no token.

    ``Family, Given`` is turned around; of names parted by a semicolon the first is read.
    """
    return tuple(_Reader(words_of(name)).read())


def parse_names(names: Sequence[str]) -> list[tuple[Token, ...]]:
    """:func:`parse_name` of each."""
    return [parse_name(name) for name in names]


def forget() -> None:
    """Drop every name that is kept in memory, for when the vault closes."""
    parse_name.cache_clear()
    word_of.cache_clear()
    _token.cache_clear()


class _Reader:
    """Reads the words of one name from left to right."""

    def __init__(self, words: list[Word]) -> None:
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
            word = self._words[self._at]
            kunya, son = attached_kunya(word.bare), attached_son(word.bare) if self._named else ""
            if kunya or son:
                self._at += 1
                made = (kunya, Role.KUNYA, "abu") if kunya else (attached(son), Role.NASAB, "bin")
                self._add(_token(word.text, *made))
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
            bare = servant(self._words[self._at].bare)
            self._at += 1
            role = Role.ISM if role is Role.NISBA and not self._named else role
        else:
            bare = attached(bare)
        bare = self._ending(bare)
        text = " ".join(word.text for word in self._words[start : self._at])
        self._add(_token(text, bare, role, particle))

    def _ending(self, bare: str) -> str:
        """Join what makes one name with the word before: al-Din, Allah, ur-Rahman."""
        arabic = is_arabic(self._words[self._at - 1].bare)
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
                joined = FAITH
            elif last.bare in LAH:
                joined = GOD
            elif last.bare in JOINED and (skipped or arabic):
                joined = bare_arabic(last.bare) if arabic else f"2{last.bare}"
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


@lru_cache(maxsize=262_144)
def _token(text: str, bare: str, role: Role, particle: str) -> Token:
    arabic = is_arabic(text)
    spell = arabic_signs if arabic else latin_signs
    core = bare.strip(_JOINTS)
    at = bare.find(core)
    keys = spell(letters(bare, arabic=arabic)).lstrip(ARTICLE)
    signs = bare[:at] + spell(core) + bare[at + len(core) :] if core else bare
    if particle == "al" and not signs.startswith(ARTICLE):
        signs = ARTICLE + signs
    elif particle == "umm":
        signs = MOTHER + signs
    return Token(
        text=text,
        role=role,
        skeleton=skeleton_of(keys),
        long=long_of(keys),
        arabic=arabic,
        particle=particle,
        signs=signs,
    )
