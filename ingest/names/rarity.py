"""How common a name is: a shipped table joined with the case's own counts.

"Muhammad" says little about who somebody is and "Qutayba" a lot. Counts are kept by skeleton, so that spellings in
both scripts count together, and a kunya ("Abu Hassan") is counted apart from the given name.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from ingest.names.parse import Role, Token, parse_name

LEAST, MOST = 3.0, 8.0
"""Bits that agreeing on a token tells: never fewer than for one bearer in eight, nor more than one in 256."""
_BITS_PER_SIGN = 2.0
"""What each consonant of a name that nobody has counted tells; short skeletons are shared by many names."""
_UNCOUNTED = 2.5
_PEOPLE = 100_000
_PRIOR = 500
"""Names that the shipped table weighs as much as, beside a case's own counts: two records make nothing common."""


class Rarity:
    """How telling agreement on a token is, in bits: ``log2(1 / share of names that bear it)``."""

    def __init__(self, shares: Mapping[str, float] | None = None, names: Iterable[str] = ()) -> None:
        self._given = shares
        self._bearers: Counter[str] = Counter()
        self._names = 0
        for name in names:
            self._names += 1
            self._bearers.update({key_of(token) for token in parse_name(name)})
        self._bits: dict[str, int] = {}

    @cached_property
    def _shares(self) -> Mapping[str, float]:
        return _shipped() if self._given is None else self._given

    def counted(self, names: Iterable[str]) -> Rarity:
        """This table joined with the counts of a case's own names."""
        return Rarity(self._shares, names)

    def share(self, token: Token) -> float:
        """Share of names that bear a token: the larger of the shipped share and the counted one; 0 for unknown."""
        key = key_of(token)
        counted = max(1, self._bearers.get(key, 0))
        return max(self._shares.get(key, 0.0), (counted - 1) / (self._names + _PRIOR))

    def bits(self, token: Token) -> float:
        """What agreeing on this token tells, in bits, between LEAST and MOST."""
        return self.hundredths(token) / 100

    def hundredths(self, token: Token) -> int:
        """:meth:`bits` in hundredths, as a whole number."""
        key = key_of(token)
        known = self._bits.get(key)
        if known is None:
            share = self.share(token)
            unknown = _UNCOUNTED + _BITS_PER_SIGN * len(token.skeleton)
            bits = min(MOST, unknown, -math.log2(share) if share > 0 else MOST)
            known = self._bits[key] = round(100 * max(LEAST, bits))
        return known

    def forget(self) -> None:
        """Drop the tokens that were asked for; the shares stay."""
        self._bits.clear()

    def weight(self, token: Token) -> float:
        """:meth:`bits` scaled to (0, 1]."""
        return self.bits(token) / MOST


def key_of(token: Token) -> str:
    """What a token is counted by: its skeleton, a kunya's apart."""
    return f"k:{token.skeleton}" if token.role is Role.KUNYA else token.skeleton


def _shipped() -> dict[str, float]:
    """The table of :mod:`ingest.names.frequency` as shares of names."""
    from ingest.names.frequency import ANY, bearers  # it parses names, and is read when it is first asked for

    table = bearers()
    shares = {skeleton: count / _PEOPLE for skeleton, count in table.get(ANY, {}).items()}
    shares.update((f"k:{skeleton}", count / _PEOPLE) for skeleton, count in table.get("kunya", {}).items())
    return shares


SHIPPED = Rarity()
"""The table that ships with the product; read when it is first asked."""
