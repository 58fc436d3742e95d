"""The arithmetic of :mod:`ingest.names.distance` over many pairs of tokens at once, in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.names import distance
from ingest.names.distance import GAP, INDEX, MOST_LETTERS, SUBSTITUTION, TELLS, UNKNOWN, UNLIKE, in_arabic, masks

Ints = NDArray[np.int64]
_CHUNK = 16_384


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Rows of signs as arrays: sign numbers (one array a place), lengths, script, and masks of telling signs."""

    coded: NDArray[np.uint8]
    lengths: Ints
    arabic: NDArray[np.bool_]
    has: NDArray[np.uint64]
    accepts: NDArray[np.uint64]


def vocabulary(signs: Sequence[str]) -> Vocabulary:
    """Bring rows of signs into arrays."""
    lengths = np.array([min(len(row), MOST_LETTERS) for row in signs], np.int64)
    coded = np.full((len(signs), int(lengths.max(initial=1))), UNKNOWN, np.uint8)
    for place, row in enumerate(signs):
        coded[place, : lengths[place]] = [INDEX.get(sign, UNKNOWN) for sign in row[:MOST_LETTERS]]
    both = np.array([masks(row[:MOST_LETTERS]) for row in signs], np.uint64).reshape(-1, 2)
    return Vocabulary(
        coded=np.ascontiguousarray(coded.T),
        lengths=lengths,
        arabic=np.array([in_arabic(row[:MOST_LETTERS]) for row in signs], bool),
        has=np.ascontiguousarray(both[:, 0]),
        accepts=np.ascontiguousarray(both[:, 1]),
    )


def may_be_alike(words: Vocabulary, left: Ints, right: Ints) -> NDArray[np.bool_]:
    """:func:`ingest.names.distance.may_be_alike` of many pairs."""
    alone = np.maximum(
        np.bitwise_count(words.has[left] & ~words.accepts[right]),
        np.bitwise_count(words.has[right] & ~words.accepts[left]),
    )
    enough: NDArray[np.bool_] = alone.astype(np.int32) < distance.bound(words.lengths[left] + words.lengths[right])
    return enough


def differences(words: Vocabulary, left: Ints, right: Ints) -> NDArray[np.uint8]:
    """:func:`ingest.names.distance.signs_differ` of many pairs, for those that may be alike."""
    found = np.zeros(len(left), np.uint8)
    order = np.argsort(words.lengths[left] * (MOST_LETTERS + 1) + words.lengths[right], kind="stable")
    for start in range(0, len(order), _CHUNK):
        some = order[start : start + _CHUNK]
        found[some] = _chunk(words, left[some], right[some])
    found[left == right] = 0
    return found


def _chunk(words: Vocabulary, left: Ints, right: Ints) -> NDArray[np.uint8]:
    costs = _costs(words, left, right)
    across = words.arabic[left] != words.arabic[right]
    lengths = words.lengths[left] + words.lengths[right]
    share = 100 * costs // (50 * lengths + 60)
    short = words.arabic[left] & ~across & (lengths <= distance.SHORT)
    tells = costs >= np.where(short, distance.TELLING_SHORT, np.where(across, *reversed(distance.TELLING)))
    return np.where(share <= distance.NEAREST, share + np.where(tells, TELLS, 0), UNLIKE).astype(np.uint8)


def _costs(words: Vocabulary, left: Ints, right: Ints) -> Ints:
    """Weighted edit distance, all pairs in step; each is read off where its own rows end."""
    here, there = words.lengths[left], words.lengths[right]
    across = (words.arabic[left] != words.arabic[right]).astype(np.intp)
    gap, flat, width = GAP.ravel(), SUBSTITUTION.ravel(), SUBSTITUTION.shape[1]
    others = [words.coded[place][right].astype(np.intp) for place in range(int(there.max(initial=0)))]
    gaps = [gap[other * 2 + across] for other in others]
    row = [np.zeros(len(left), np.int32)]
    for there_gap in gaps:
        row.append(row[-1] + there_gap)
    costs = np.zeros(len(left), np.int64)
    lengths = np.unique(there)
    _read_off(costs, row, here == 0, there, lengths)
    for place in range(int(here.max(initial=0))):
        sign = words.coded[place][left].astype(np.intp)
        here_gap, offset = gap[sign * 2 + across], sign * width
        following = [row[0] + here_gap]
        for at, other in enumerate(others):
            best = np.minimum(row[at] + flat[offset + other], row[at + 1] + here_gap)
            following.append(np.minimum(best, following[at] + gaps[at], out=best))
        row = following
        _read_off(costs, row, here == place + 1, there, lengths)
    return costs


def _read_off(costs: Ints, row: list[NDArray[np.int32]], ends: NDArray[np.bool_], there: Ints, lengths: Ints) -> None:
    if ends.any():
        for length in lengths:
            done = ends & (there == length)
            costs[done] = row[int(length)][done]
