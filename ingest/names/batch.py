"""Many comparisons at once, over columns: the same numbers as pair by pair, in numpy.

Names are read once each, tokens become numbers, and token pairs are compared once each. Pairs of names are then
aligned together with all others that have as many parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.names import arrays
from ingest.names.alignment import SHORTEST_JOINED
from ingest.names.arrays import Ints, Vocabulary
from ingest.names.distance import FITS, SUBSTITUTION, TELLS, UNLIKE
from ingest.names.evidence import (
    CURVE,
    DOUBTFUL,
    KUNYA,
    LONE,
    TITLE,
    WEAK,
    WEIGHTS,
    Reading,
    Weights,
    curve_places,
    read,
)
from ingest.names.keys import blocking_keys, kunya_key
from ingest.names.parse import parse_name
from ingest.names.rarity import SHIPPED, Rarity

_CELLS = 2_000_000
"""Token pairs that are looked at together; bounds the memory."""
_TABLE = 16_000_000
"""Vocabularies whose product is smaller have all their token pairs compared in one table."""

Column = NDArray[np.generic]


def scores(left: Sequence[str], right: Sequence[str], rarity: Rarity = SHIPPED) -> NDArray[np.float32]:
    """The score of each pair ``left[i]``, ``right[i]``; equal to :func:`ingest.names.compare.score` pair by pair."""
    names, one, other = _numbered(left, right)
    return _Names([read(name, rarity) for name in names]).scores(one, other)


def _numbered(left: Sequence[str], right: Sequence[str]) -> tuple[list[str], Ints, Ints]:
    """The distinct names in order, and both columns as their places, the smaller first in each pair."""
    names = sorted({*left, *right})
    place = {name: number for number, name in enumerate(names)}
    size = len(left)
    if size != len(right):
        raise ValueError(f"Both columns must be of one length, not {size} and {len(right)}.")
    one = np.fromiter((place[name] for name in left), np.int64, size)
    other = np.fromiter((place[name] for name in right), np.int64, size)
    return names, np.minimum(one, other), np.maximum(one, other)


class _Names:
    """Distinct names as arrays."""

    def __init__(self, readings: list[Reading], weights: Weights = WEIGHTS) -> None:
        self.weights = weights
        self._share = weights.role_share()
        self._missing = np.array(weights.missing, np.int32)
        self._conflict = np.array(weights.conflict, np.int32)
        self.count = np.array([len(reading.parts) for reading in readings], np.int64)
        self.proper = np.array([reading.proper for reading in readings], np.int64)
        self.start = np.concatenate([[0], np.cumsum(self.count)])
        parts = [part for reading in readings for part in reading.parts]
        numbers: dict[str, int] = {}
        self.word = np.array([numbers.setdefault(part.signs, len(numbers)) for part in parts], np.int64)
        self.words: Vocabulary = arrays.vocabulary(list(numbers))
        self.role = np.array([part.role for part in parts], np.int8)
        self.bits = np.array([part.bits for part in parts], np.int32)
        self.first = np.array([part.first for part in parts], np.uint8)
        self.initial = np.array([part.initial for part in parts], bool)
        self.is_proper = np.array([part.proper for part in parts], bool)
        joins: dict[str, int] = {}
        self.joined = np.array([joins.setdefault(reading.joined, len(joins)) for reading in readings], np.int64)
        self.joinable = np.array([len(reading.joined) >= SHORTEST_JOINED for reading in readings], bool)
        self.proper_bits = np.array(
            [sum(part.bits for part in reading.parts if part.proper) for reading in readings], np.int64
        )
        self._table = self._compare_all() if len(numbers) ** 2 <= _TABLE else None

    def _compare_all(self) -> NDArray[np.uint8]:
        """The difference of every two words; half of them, for it is the same both ways."""
        size = len(self.words.lengths)
        table = np.full((size, size), UNLIKE, np.uint8)
        step = max(1, _CELLS // max(1, size))
        every = np.arange(size)
        for start in range(0, size, step):
            some = np.arange(start, min(start + step, size))
            left, right = np.repeat(some, size), np.tile(every, len(some))
            keep = right >= left
            left, right = left[keep], right[keep]
            keep = arrays.may_be_alike(self.words, left, right)
            left, right = left[keep], right[keep]
            table[left, right] = table[right, left] = arrays.differences(self.words, left, right)
        return table

    def scores(self, one: Ints, other: Ints) -> NDArray[np.float32]:
        """The scores of pairs of names by their numbers."""
        found = np.zeros(len(one), np.float32)
        shape = self.count[one] * 64 + self.count[other]
        order = np.argsort(shape, kind="stable")
        edges = np.flatnonzero(np.diff(shape[order], prepend=-1))
        for start, end in pairwise([*edges.tolist(), len(order)]):
            rows, columns = divmod(int(shape[order[start]]), 64)
            if rows and columns:
                step = max(1, _CELLS // (rows * columns))
                for first in range(start, end, step):
                    some = order[first : min(first + step, end)]
                    found[some] = self._together(one[some], other[some], rows, columns)
        return found

    def _together(self, one: Ints, other: Ints, rows: int, columns: int) -> NDArray[np.float32]:
        left = [self.start[one] + place for place in range(rows)]
        right = [self.start[other] + place for place in range(columns)]
        differ = self._differences(left, right)
        joined = self._joined(one, other)
        both_lone = (self.proper[one] == 1) & (self.proper[other] == 1)
        some = np.flatnonzero((differ != UNLIKE).any(axis=(0, 1)) | (joined > 0))
        found = np.zeros(len(one), np.float32)
        if len(some):
            aligned = _Aligned(
                self, [place[some] for place in left], [place[some] for place in right], differ[:, :, some]
            )
            found[some] = aligned.scores(joined[some], np.minimum(self.proper[one[some]], self.proper[other[some]]))
            lone = np.flatnonzero(both_lone[some])
            if len(lone):
                found[some[lone]] = aligned.lone(lone)
        return found

    def _differences(self, left: list[Ints], right: list[Ints]) -> NDArray[np.uint8]:
        shape = (len(left), len(right), len(left[0]))
        here = [self.word[place] for place in left]
        there = [self.word[place] for place in right]
        differ = np.empty(shape, np.uint8)
        if self._table is not None:
            flat, width = self._table.ravel(), self._table.shape[1]
            for i, row in enumerate(here):
                offset = row * width
                for j, column in enumerate(there):
                    differ[i, j] = flat[offset + column]
        else:
            one = np.concatenate([row for row in here for _ in there])
            other = np.concatenate(there * len(here))
            differ[:] = self._compare(one, other).reshape(shape)
        return self._initials(differ, left, right)

    def _compare(self, one: Ints, other: Ints) -> NDArray[np.uint8]:
        found = np.full(len(one), UNLIKE, np.uint8)
        near = np.flatnonzero(arrays.may_be_alike(self.words, one, other))
        keys, back = np.unique(one[near] * len(self.words.lengths) + other[near], return_inverse=True)
        once = arrays.differences(self.words, *np.divmod(keys, len(self.words.lengths)))
        found[near] = once[back]
        return found

    def _initials(self, differ: NDArray[np.uint8], left: list[Ints], right: list[Ints]) -> NDArray[np.uint8]:
        """An initial is compared with the first sign of a part."""
        for i, row in enumerate(left):
            for j, column in enumerate(right):
                short = self.initial[row] | self.initial[column]
                if short.any():
                    fits = SUBSTITUTION[self.first[row[short]], self.first[column[short]]] <= FITS
                    differ[i, j, short] = np.where(fits, 0, UNLIKE)
        return differ

    def _joined(self, one: Ints, other: Ints) -> Ints:
        same = (self.joined[one] == self.joined[other]) & self.joinable[one] & (self.proper[one] != self.proper[other])
        bits = np.minimum(self.proper_bits[one], self.proper_bits[other]) * self.weights.joined // 100
        return np.where(same, bits, 0)


class _Aligned:
    """Pairs of names of one shape, aligned: pairs come last in each array, so that a step is one sweep."""

    def __init__(self, names: _Names, left: list[Ints], right: list[Ints], differ: NDArray[np.uint8]) -> None:
        self._names = names
        self._differ = differ
        self._left, self._right = left, right
        self._size = differ.shape[2]
        self._roles = [names.role[place] for place in left], [names.role[place] for place in right]
        self._initial = [names.initial[place] for place in left], [names.initial[place] for place in right]
        self._proper = [names.is_proper[place] for place in left], [names.is_proper[place] for place in right]

    def _gains(self) -> NDArray[np.int32]:
        names, weights = self._names, self._names.weights
        gains = np.zeros(self._differ.shape, np.int32)
        bits = [names.bits[place] for place in self._left], [names.bits[place] for place in self._right]
        arabic = (
            [names.words.arabic[names.word[place]] for place in self._left],
            [names.words.arabic[names.word[place]] for place in self._right],
        )
        for i, row in enumerate(gains):
            for j, cell in enumerate(row):
                at = np.flatnonzero(self._differ[i, j] != UNLIKE)
                share = names._share[self._roles[0][i][at], self._roles[1][j][at]]
                reach = np.where(arabic[0][i][at] != arabic[1][j][at], weights.reach_across, weights.reach)
                differ = (self._differ[i, j, at] % TELLS).astype(np.int32)
                told = np.minimum(bits[0][i][at], bits[1][j][at]) * share // 100 * (reach - differ) // reach
                short = self._initial[0][i][at] | self._initial[1][j][at]
                cell[at] = np.where(short, np.where(share > 0, weights.initial, 0), told)
        return gains

    def scores(self, joined: Ints, fewest: Ints) -> NDArray[np.float32]:
        evidence, agreeing, doubtful = self._evidence()
        whole = (joined > 0) & (joined > evidence)
        curve: NDArray[np.float32] = CURVE[curve_places(np.where(whole, joined, evidence))]
        weak = np.where(whole, fewest < 2, agreeing < 2)
        found: NDArray[np.float32] = np.where(
            weak, curve * np.float32(WEAK), np.where(doubtful & ~whole, curve * np.float32(DOUBTFUL), curve)
        )
        found[(agreeing < 0) & ~whole] = 0.0
        return found

    def _evidence(self) -> tuple[Ints, Ints, NDArray[np.bool_]]:
        """Evidence, how many proper parts agree (-1: nothing at all does), and whether something speaks against."""
        names, weights, (rows, columns, size) = self._names, self._names.weights, self._differ.shape
        gains = self._gains()
        answer = np.full((rows, size), -1, np.int8)
        taken = np.zeros((columns, size), bool)
        evidence, agreeing = np.zeros(size, np.int64), np.zeros(size, np.int64)
        matched, doubtful = np.zeros(size, bool), np.zeros(size, bool)
        for _ in range(min(rows, columns)):
            best = gains.reshape(rows * columns, size).max(axis=0)
            if not best.any():
                break
            open_ = best > 0
            matched |= open_
            for i in range(rows):
                for j in range(columns):
                    here = np.flatnonzero(open_ & (gains[i, j] == best))
                    if len(here):
                        open_[here] = False
                        evidence[here] += best[here]
                        self._match(i, j, here, evidence, agreeing, doubtful)
                        answer[i, here], taken[j, here] = j, True
                        gains[i, :, here] = 0
                        gains[:, j, here] = 0
        against = []
        for side, free in ((0, answer < 0), (1, ~taken)):
            cost = np.zeros(size, np.int64)
            for part, alone in enumerate(free):
                role = self._roles[side][part]
                evidence -= np.where(alone, names._missing[role], 0)
                cost += np.where(alone & ~self._initial[side][part], names._conflict[role], 0)
            against.append(cost)
        conflict = np.minimum(*against)
        disorder = self._disorder(answer)
        doubtful |= (conflict > 0) | (disorder > 0)
        evidence -= conflict + weights.disorder * disorder
        return evidence, np.where(matched, agreeing, -1), doubtful

    def _match(self, i: int, j: int, here: Ints, evidence: Ints, agreeing: Ints, doubtful: NDArray[np.bool_]) -> None:
        """Count the pairs of names in which part i answers to part j."""
        weights, conflict = self._names.weights, self._names._conflict
        agreeing[here] += self._proper[0][i][here] & self._proper[1][j][here]
        differ = self._differ[i, j, here].astype(np.int64)
        tells = differ >= TELLS
        if tells.any():
            at = here[tells]
            cost = np.maximum(conflict[self._roles[0][i][at]], conflict[self._roles[1][j][at]]) * weights.telling // 100
            evidence[at] -= cost * (differ[tells] % TELLS) // weights.reach
            doubtful[at] = True

    def _disorder(self, answer: NDArray[np.int8]) -> Ints:
        """Pairs of proper parts that stand in another order, two at most."""
        found = np.zeros(self._size, np.int64)
        ordered = [
            (row >= 0) & (role != TITLE) & (role != KUNYA) for row, role in zip(answer, self._roles[0], strict=True)
        ]
        for i in range(len(answer)):
            for k in range(i + 1, len(answer)):
                found += ordered[i] & ordered[k] & (answer[i] > answer[k])
        return np.minimum(found, 2)

    def lone(self, pairs: Ints) -> NDArray[np.float32]:
        """Two names of one proper part each: how alike these two sound."""
        found = np.zeros(len(pairs), np.float32)
        for i, row in enumerate(self._differ):
            for j, cell in enumerate(row):
                proper = self._proper[0][i][pairs] & self._proper[1][j][pairs]
                kunyas = (self._roles[0][i][pairs] == KUNYA) == (self._roles[1][j][pairs] == KUNYA)
                alike = proper & kunyas & (cell[pairs] != UNLIKE)
                found = np.where(alike, LONE[cell[pairs] % TELLS], found)
        return found


def token_table(names: Sequence[str]) -> dict[str, Column]:
    """One row a token, as columns that DuckDB reads as they are.

    Returns:
        ``name`` (index into `names`), ``position``, ``role``, ``text``, ``skeleton``, ``long``, ``arabic``.
    """
    rows = [
        (index, position, token.role.value, token.text, token.skeleton, token.long, token.arabic)
        for index, name in enumerate(names)
        for position, token in enumerate(parse_name(name))
    ]
    columns = list(zip(*rows, strict=True)) or [()] * 7
    return {
        "name": np.array(columns[0], np.int32),
        "position": np.array(columns[1], np.int16),
        "role": np.array(columns[2], object),
        "text": np.array(columns[3], object),
        "skeleton": np.array(columns[4], object),
        "long": np.array(columns[5], object),
        "arabic": np.array(columns[6], bool),
    }


def key_table(names: Sequence[str]) -> dict[str, Column]:
    """One row a name and blocking key: ``name`` (index into `names`) and ``key``."""
    rows = [(index, key) for index, name in enumerate(names) for key in blocking_keys(parse_name(name))]
    return {
        "name": np.array([index for index, _ in rows], np.int32),
        "key": np.array([key for _, key in rows], object),
    }


def kunya_keys(names: Sequence[str]) -> NDArray[np.object_]:
    """The kunya key of each name, "" where it has none."""
    return np.array([kunya_key(parse_name(name)) for name in names], object)
