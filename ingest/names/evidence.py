"""What a comparison weighs: evidence in hundredths of bits, summed over the tokens of two names.

The sum follows Fellegi and Sunter (A theory for record linkage, 1969). Two tokens that agree speak for one name with
the bits of their rarity, less the further apart they sound; a token without counterpart costs a little, two that stand
in each other's place cost much. All of it is whole numbers, so that one pair and a million pairs come out the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.names.distance import INDEX, UNKNOWN
from ingest.names.parse import Role, Token, parse_name
from ingest.names.rarity import SHIPPED, Rarity
from ingest.names.sounds import ARTICLE

ROLES = tuple(Role)
ROLE_NUMBER = {role: number for number, role in enumerate(ROLES)}
TITLE, KUNYA, ISM, NASAB, NISBA, LAQAB = range(6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The few numbers of the model, in hundredths of bits or per cent; `bench/fit_names.py` looks for better ones.

    Attributes:
        reach: difference at which two tokens in one script no longer speak for each other.
        reach_across: the same for tokens in two scripts.
        swapped: per cent of its bits that a token keeps in another role (ism and nasab).
        shifted: what it costs besides that an ism answers to a nasab, however rare it is.
        other_role: the same where a nisba or by-name is involved.
        title: per cent for titles.
        kunya: per cent for kunyas.
        kunya_for_ism: per cent for a kunya and another part: Abu X is seldom X.
        missing: what a token without counterpart costs, by role.
        conflict: what it costs where the other name has one too, by role; the smaller of both sums counts;
            kunyas are counted apart.
        disorder: what each pair of parts in another order costs, twice at most.
        initial: what an initial that fits tells.
        telling: per cent of a conflict that parts cost which are aligned though a letter tells them apart.
        joined: per cent of its bits that a name keeps that is split into words elsewhere.
    """

    reach: int = 29
    reach_across: int = 26
    swapped: int = 80
    shifted: int = 200
    other_role: int = 60
    title: int = 45
    kunya: int = 90
    kunya_for_ism: int = 35
    missing: tuple[int, ...] = (0, 120, 400, 120, 80, 50)
    conflict: tuple[int, ...] = (0, 500, 600, 450, 500, 100)
    disorder: int = 300
    initial: int = 50
    telling: int = 50
    joined: int = 80

    def role_share(self) -> NDArray[np.int32]:
        """Per cent of its bits that an aligned pair keeps, by the roles of both; 0 where they are never aligned."""
        table = np.full((6, 6), self.other_role, np.int32)
        table[np.arange(6), np.arange(6)] = 100
        table[ISM, NASAB] = table[NASAB, ISM] = self.swapped
        table[KUNYA, :] = table[:, KUNYA] = self.kunya_for_ism
        table[KUNYA, KUNYA] = self.kunya
        table[TITLE, :] = table[:, TITLE] = self.title
        table[TITLE, KUNYA] = table[KUNYA, TITLE] = 0
        return table


WEIGHTS = Weights()

# The score that evidence makes: a logistic curve, fitted to the likeliest candidates of `bench/names.py`.
_MIDDLE, _SCALE = 320, 290
WEAK = 0.5
"""The most that a kunya alone, or one given name alone, can reach."""
NEAR_CERTAIN = 0.95
"""From here on nineteen in twenty such pairs are the same name."""
DOUBTFUL, CONTRADICTED = 0.89, 0.75
"""The most where a letter tells two parts apart or they stand in another order; where a part contradicts another."""
DOUBT = np.array([1.0, DOUBTFUL, CONTRADICTED], np.float32)
"""What a score is multiplied with: 0 nothing speaks against, 1 a letter or the order, 2 a part."""
FEWEST, MOST_EVIDENCE = -3000, 6000


def _curve() -> NDArray[np.float32]:
    evidence = np.arange(FEWEST, MOST_EVIDENCE + 1, dtype=np.float64)
    return (1.0 / (1.0 + np.exp((_MIDDLE - evidence) / _SCALE))).astype(np.float32)


CURVE = _curve()
"""Score by evidence, from -30 to 60 bits."""
LONE = np.array([0.5 / (1 + 2 ** ((share - 11) / 1.5)) for share in range(64)], np.float32)
"""Score of two names of one part each, by the difference of their sounds."""
LONE[0] = WEAK


def curve_place(evidence: int) -> int:
    """Where in CURVE the score of this evidence stands."""
    return min(max(evidence, FEWEST), MOST_EVIDENCE) - FEWEST


def curve_places(evidence: NDArray[np.int64]) -> NDArray[np.int64]:
    """:func:`curve_place` of many."""
    return np.clip(evidence, FEWEST, MOST_EVIDENCE) - FEWEST


@dataclass(frozen=True, slots=True)
class Part:
    """A token as comparing needs it; ``first`` is the number of its first sign, ``bits`` are hundredths."""

    signs: str
    role: int
    bits: int
    first: int
    initial: bool
    proper: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A name as comparing needs it: its parts, how many are proper names, and its consonants without spaces."""

    parts: tuple[Part, ...]
    proper: int
    joined: str


def read(name: str, rarity: Rarity = SHIPPED) -> Reading:
    """Parse a name and weigh its tokens."""
    return _read_shipped(name) if rarity is SHIPPED else reading(parse_name(name), rarity)


@lru_cache(maxsize=131_072)
def _read_shipped(name: str) -> Reading:
    return reading(parse_name(name), SHIPPED)


def forget() -> None:
    """Drop every name that is kept in memory."""
    _read_shipped.cache_clear()


def reading(tokens: tuple[Token, ...], rarity: Rarity) -> Reading:
    """Weigh tokens that are parsed already."""
    parts = tuple(
        Part(
            token.signs,
            ROLE_NUMBER[token.role],
            rarity.hundredths(token),
            INDEX.get((token.signs.lstrip(ARTICLE) or token.signs)[0], UNKNOWN),
            token.initial,
            token.role is not Role.TITLE and not token.initial,
        )
        for token in tokens
    )
    proper = [token.skeleton for token, part in zip(tokens, parts, strict=True) if part.proper]
    return Reading(parts, len(proper), _once("".join(proper)))


def _once(letters: str) -> str:
    """Letters without doubles: where two words are joined, their meeting letters count once."""
    return "".join(letter for place, letter in enumerate(letters) if letters[place - 1 : place] != letter)
