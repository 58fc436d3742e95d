"""Find names as people type them: begun, in either script, with other vowels, in another order.

A part of a query finds the forms that are or begin with it (*exact*) and those that sound like it (*variants*); names
earn what their parts tell, by the shipped table of frequencies alone, so that no rank depends on who else is in the
index. The best are compared with the whole query, part by part.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.folding import fold
from ingest.names.batch import scores
from ingest.names.rarity import SHIPPED
from ingest.names.search_forms import Form, asked_of
from ingest.names.search_index import NameIndex

LONGEST = 200
"""Letters of a query that are looked at."""
MOST_PARTS = 8
BEST = 100
"""So many names of either sort are compared with the whole query."""
LEAST, LEAST_OF_FEW = 0.5, 0.6
"""A variant earns at least this share of what the query's parts tell; of one or two parts it must be more."""
_BESIDE = 0.6
"""And it comes at least so near to the best variant: where somebody was found, half of a name is nobody."""
_LETTERS = 2
_FEW = 2
_PER_PART = 0.004
"""What a further part of a name costs, where names earn the same: the shorter one is closer."""
_TINY = 1e-6
_BEGUN_LETTERS = 3
"""Consonants from which on a single part may be the beginning of a longer one that is written otherwise."""
_BEGUN = 6.0
"""Bits at most of a part that may still be typed: what it will be is not known."""

Places = NDArray[np.intp]
Earned = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A record that was found, and the name of it that was meant.

    Attributes:
        exact: each part of the query is, or begins, a part of the name as written (articles aside).
        rank: how well the name answers the query, in [0, 1].
    """

    record: Hashable
    name: str
    exact: bool
    rank: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Hits, best first; a record that is an exact hit is no variant."""

    exact: tuple[Hit, ...] = ()
    variants: tuple[Hit, ...] = ()


def search(
    names: NameIndex,
    query: str,
    *,
    limit: int = 20,
    variants: bool = True,
    groups: Collection[str] | None = None,
    written_only: Collection[str] = (),
) -> Found:
    """Names that a query may mean, exact hits and variants apart.

    Args:
        names: what is searched.
        query: one part of a name or several, in either script; the last may still be typed. Fewer than two letters
            find nothing.
        limit: so many records of either sort at most.
        variants: whether names that are written otherwise are looked for at all.
        groups: keep to records of these groups.
        written_only: groups whose records are no variants, such as titles of documents: no names, but words.
    """
    asked = asked_of(query[:LONGEST])[:MOST_PARTS]
    if sum(len(form.bare) for form in asked) < _LETTERS:
        return Found()
    with names.lock:
        written, sounding = _earned(names, asked, variants=variants)
        exact = _best(names, written, _TINY, groups)
        sounding[written > 0] = 0.0
        sounding_groups = names.groups(groups).difference(written_only)
        least = LEAST if len(asked) > _FEW else LEAST_OF_FEW
        others = _best(names, sounding, least, sounding_groups) if variants else exact[:0]
        found = [(names.record_at(place), names.name_at(place)) for place in [*exact.tolist(), *others.tolist()]]
    earned = np.minimum(np.concatenate([written[exact], sounding[others]]), 1.0)
    hits = _ranked(query, found, earned, len(exact))
    near = [hit for hit in hits if not hit.exact]
    near = [hit for hit in near if hit.rank >= _BESIDE * near[0].rank]
    first = _once([hit for hit in hits if hit.exact], limit, set())
    return Found(exact=first, variants=_once(near, limit, {hit.record for hit in first}))


def _earned(names: NameIndex, asked: Sequence[Form], *, variants: bool) -> tuple[Earned, Earned]:
    """For each place the share of what the query tells: by names that have all its parts as written, and by all."""
    size = names.size
    told = np.array([SHIPPED.bits(form.token) for form in asked], np.float32)
    told[-1] = min(told[-1], _BEGUN)
    told /= told.sum()
    written, sounding = np.zeros(size, np.float32), np.zeros(size, np.float32)
    having = np.zeros(size, np.uint8)
    one = np.zeros(size, np.float32)
    for at, (form, share) in enumerate(zip(asked, told, strict=True)):
        exact = names.forms.as_written(form)
        touched = _mark(names, one, exact)
        written[touched] += share * one[touched]  # a place that is touched twice is written twice, not added to twice
        having[touched] += 1
        if variants:
            begun = at == len(asked) - 1 and len(form.token.skeleton) >= (_BEGUN_LETTERS if at == 0 else 1)
            touched = _mark(names, one, names.forms.variants(form, begun=begun) | exact)
            sounding[touched] += share * one[touched]
        one[touched] = 0.0
    written[having < len(asked)] = 0.0
    return written, sounding


def _mark(names: NameIndex, one: Earned, forms: dict[int, float]) -> NDArray[np.uint32]:
    """Write down how alike the names with these forms are, the more alike in the end; returns where."""
    touched = [np.empty(0, np.uint32)]
    for number, alike in sorted(forms.items(), key=lambda item: item[1]):
        touched.append(names.places(number))
        one[touched[-1]] = alike
    return np.concatenate(touched)


def _best(names: NameIndex, earned: Earned, least: float, groups: Collection[str] | None) -> Places:
    places = np.flatnonzero(earned >= least)
    if groups is not None:
        places = names.in_groups(places, groups)
    if len(places) > BEST:
        by = earned[places] - _PER_PART * names.parts()[places]
        places = places[np.sort(np.argpartition(-by, BEST)[:BEST])]
    return places


def _ranked(query: str, found: list[tuple[Hashable, str]], earned: Earned, n_exact: int) -> list[Hit]:
    compared = scores([query] * len(found), [name for _, name in found], SHIPPED)
    whole = fold(query)
    hits = [
        Hit(
            record=record,
            name=name,
            exact=at < n_exact,
            rank=1.0 if fold(name) == whole else round(float(earned[at]) * (1.0 + float(compared[at])) / 2.0, 4),
        )
        for at, (record, name) in enumerate(found)
    ]
    return sorted(hits, key=lambda hit: (-hit.rank, len(hit.name), hit.name, str(hit.record)))


def _once(hits: Sequence[Hit], limit: int, seen: set[Hashable]) -> tuple[Hit, ...]:
    best: dict[Hashable, Hit] = {}
    for hit in hits:
        if hit.record not in seen:
            best.setdefault(hit.record, hit)
    return tuple(best.values())[:limit]
