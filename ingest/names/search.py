"""Find names as people type them: begun, in either script, with other vowels, in another order.

A part of a query finds the forms that are or begin with it (*exact*) and those that sound like it (*variants*); names
earn what their parts tell, by the shipped table of frequencies alone, so that no rank depends on who else is in the
index. The best are compared with the whole query, part by part.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from graph.folding import fold
from ingest.names.batch import scores
from ingest.names.rarity import SHIPPED
from ingest.names.search_earning import Earned, Earning, Part, earn, without
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
_ALL = 0.7
"""No less is earned by a name that has every part as written, whatever was begun or is a kunya."""
_BEGUN_LETTERS = 3
"""Consonants from which on a single part may be the beginning of a longer one that is written otherwise."""
_BEGUN = 6.0
"""Bits at most of a part that may still be typed: what it will be is not known."""


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
        exact, others = _best(names, asked, groups, written_only, variants=variants)
        found = [(names.record_at(place), names.name_at(place)) for each in (exact, others) for place in each.places]
    hits = _ranked(query, found, np.concatenate([exact.earned, others.earned]), len(exact.places))
    near = [hit for hit in hits if not hit.exact]
    near = [hit for hit in near if hit.rank >= _BESIDE * near[0].rank]
    first = _once([hit for hit in hits if hit.exact], limit, set())
    return Found(exact=first, variants=_once(near, limit, {hit.record for hit in first}))


def _best(
    names: NameIndex,
    asked: Sequence[Form],
    groups: Collection[str] | None,
    written_only: Collection[str],
    *,
    variants: bool,
) -> tuple[Earning, Earning]:
    """The names that earn most: of those that have every part as written, and of the others."""
    told = [SHIPPED.bits(form.token) for form in asked]
    told[-1] = min(told[-1], _BEGUN)
    shares = [bits / sum(told) for bits in told]
    written = [Part(share, names.forms.as_written(form)) for form, share in zip(asked, shares, strict=True)]
    exact = earn(names, written, _ALL)
    exact = exact.where(exact.parts == len(asked))
    others = exact.where(np.zeros(len(exact.places), bool))
    if variants:
        sounding = [
            Part(part.share, names.forms.variants(form, begun=_is_begun(form, at, len(asked))) | dict(part.forms))
            for at, (form, part) in enumerate(zip(asked, written, strict=True))
        ]
        others = without(names, earn(names, sounding, LEAST if len(asked) > _FEW else LEAST_OF_FEW), exact.places)
    return _most(names, exact, names.groups(groups)), _most(
        names, others, names.groups(groups).difference(written_only)
    )


def _is_begun(form: Form, at: int, parts: int) -> bool:
    return at == parts - 1 and len(form.token.skeleton) >= (_BEGUN_LETTERS if at == 0 else 1)


def _most(names: NameIndex, some: Earning, groups: Collection[str]) -> Earning:
    some = some.where(names.in_groups(some.places, groups))
    if len(some.places) > BEST:
        by = some.earned - np.float32(_PER_PART) * names.parts()[some.places]
        kept = np.zeros(len(by), bool)
        kept[np.argpartition(-by, BEST)[:BEST]] = True
        some = some.where(kept)
    return some


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
