"""How common a name is: a shipped table joined with the case's own counts, by role.

"Muhammad" says little about who somebody is and "Qutayba" a lot. Counts are kept by skeleton, so that spellings in
both scripts count together, and a kunya ("Abu Hassan") is counted apart from the given name.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from ingest.names.frequency import ANY, bearers
from ingest.names.parse import Role, Token, parse_name

LEAST, MOST = 2.0, 12.0
"""Bits that agreeing on a token tells: never fewer than for one bearer in four, nor more than one in four thousand."""


class Rarity:
    """How telling agreement on a token is, in bits: ``log2(1 / share of names that bear it)``."""

    def __init__(self, shares: Mapping[str, float] | None = None, names: Iterable[str] = ()) -> None:
        self._given = shares
        self._bearers: Counter[str] = Counter()
        self._names = 0
        for name in names:
            self._names += 1
            self._bearers.update({key_of(token) for token in parse_name(name)})

    def counted(self, names: Iterable[str]) -> Rarity:
        """This table joined with the counts of a case's own names."""
        return Rarity(self._given, names)

    def share(self, token: Token) -> float:
        """Share of names that bear a token: the larger of the shipped share and the counted one."""
        key = key_of(token)
        counted = self._bearers.get(key, 0)
        shares = shipped_shares() if self._given is None else self._given
        return max(shares.get(key, 0.0), (counted - 1) / self._names if counted > 1 else 0.0)

    def bits(self, token: Token) -> float:
        """What agreeing on this token tells, in bits, between LEAST and MOST."""
        share = self.share(token)
        return min(MOST, max(LEAST, -math.log2(share))) if share > 0 else MOST

    def weight(self, token: Token) -> float:
        """:meth:`bits` scaled to (0, 1]."""
        return self.bits(token) / MOST


def key_of(token: Token) -> str:
    """What a token is counted by: its skeleton, a kunya's apart."""
    return f"k:{token.skeleton}" if token.role is Role.KUNYA else token.skeleton


@cache
def shipped_shares() -> Mapping[str, float]:
    """Share of names that bear a token, by what it is counted by; a kunya is at least as common as the given name."""
    counted = bearers()
    kunyas = counted[Role.ISM] | counted[Role.KUNYA]
    others = {key: count / 100_000 for key, count in counted[ANY].items()}
    return others | {
        f"k:{key}": max(counted[Role.ISM].get(key, 0.0), counted[Role.KUNYA].get(key, 0.0)) / 100_000 for key in kunyas
    }


SHIPPED = Rarity()
"""The table that ships with the product."""
