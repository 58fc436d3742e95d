"""What names earn by the forms that they share with a query: sums over arrays, never over all names one by one.

A part of a query that nearly everybody bears is not where one looks first: names are taken from the parts that they
cannot do without, and only then looked at for the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.names.search_index import NameIndex

Places = NDArray[np.uint32]
Earned = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query: the share that it tells of the whole, and the forms it may mean with how alike they are."""

    share: float
    forms: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Earning:
    """Places of names, each once, what each earned, and how many parts of the query it has."""

    places: Places
    earned: Earned
    parts: NDArray[np.uint8]

    def where(self, kept: NDArray[np.bool_]) -> Earning:
        """Some of them."""
        return Earning(self.places[kept], self.earned[kept], self.parts[kept])


def earn(names: NameIndex, parts: Sequence[Part], least: float) -> Earning:
    """Names that earn at least so much, in no order; the index must be locked."""
    places = _once(names, _all_places(names, _indispensable(names, parts, least)))
    earned, had = np.zeros(len(places), np.float32), np.zeros(len(places), np.uint8)
    alike = names.scratch(np.float32)
    for part in parts:
        for number, how in sorted(part.forms.items(), key=lambda item: item[1]):  # the more alike stands in the end
            alike[names.places(number)] = how
        own = alike[places]
        earned += np.float32(part.share) * own
        had += own > 0
        for number in part.forms:
            alike[names.places(number)] = 0.0
    return Earning(places, earned, had).where(earned >= np.float32(least))


def without(names: NameIndex, some: Earning, others: Places) -> Earning:
    """Some names less those at other places."""
    taken = names.scratch(np.float32)
    taken[others] = 1.0
    left = some.where(taken[some.places] == 0.0)
    taken[others] = 0.0
    return left


def _indispensable(names: NameIndex, parts: Sequence[Part], least: float) -> list[Part]:
    """The parts but those that most names have, as far as nobody earns enough by these alone."""
    by_size = sorted(parts, key=lambda part: -sum(len(names.places(number)) for number in part.forms))
    spared = 0.0
    while len(by_size) > 1 and spared + by_size[0].share < least - 1e-4:
        spared += by_size.pop(0).share
    return by_size


def _all_places(names: NameIndex, parts: Sequence[Part]) -> Places:
    found = [names.places(number) for part in parts for number in part.forms]
    return np.concatenate(found) if found else np.empty(0, np.uint32)


def _once(names: NameIndex, places: Places) -> Places:
    last = names.scratch(np.uint32)
    order = np.arange(len(places), dtype=np.uint32)
    last[places] = order
    kept: NDArray[np.bool_] = last[places] == order
    return places[kept]
