"""Pairs of names compared together: token pairs once each, then all pairs of names of one shape in one sweep."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.names import arrays
from ingest.names.aligning import Aligned, NameArrays
from ingest.names.arrays import Ints
from ingest.names.distance import FITS, SUBSTITUTION, UNLIKE

_CELLS = 2_000_000
"""Token pairs that are looked at together; bounds the memory."""
_TABLE = 16_000_000
"""Vocabularies with no more token pairs than this have all of them compared in one table."""


class Together:
    """Compares pairs of names by their numbers.

    Args:
        table: vocabularies with no more token pairs than this have all of them compared first.
    """

    def __init__(self, names: NameArrays, *, table: int = _TABLE) -> None:
        self._names = names
        self._table = self._compare_all() if len(names.words.lengths) ** 2 <= table else None

    def _compare_all(self) -> NDArray[np.uint8]:
        """The difference of every two words; half of them, for it is the same both ways."""
        size = len(self._names.words.lengths)
        table = np.full((size, size), UNLIKE, np.uint8)
        step = max(1, _CELLS // max(1, size))
        every = np.arange(size)
        for start in range(0, size, step):
            some = np.arange(start, min(start + step, size))
            left, right = np.repeat(some, size), np.tile(every, len(some))
            keep = right >= left
            left, right = left[keep], right[keep]
            keep = arrays.may_be_alike(self._names.words, left, right)
            left, right = left[keep], right[keep]
            table[left, right] = table[right, left] = arrays.differences(self._names.words, left, right)
        return table

    def scores(self, one: Ints, other: Ints) -> NDArray[np.float32]:
        """The scores of pairs of names by their numbers."""
        found = np.zeros(len(one), np.float32)
        shape = self._names.count[one] * 64 + self._names.count[other]
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
        names = self._names
        left = [names.start[one] + place for place in range(rows)]
        right = [names.start[other] + place for place in range(columns)]
        differ = self._differences(left, right)
        joined = self._joined(one, other)
        some = np.flatnonzero((differ != UNLIKE).any(axis=(0, 1)) | (joined > 0))
        found = np.zeros(len(one), np.float32)
        if len(some):
            proper = names.proper[one[some]], names.proper[other[some]]
            aligned = Aligned(names, [part[some] for part in left], [part[some] for part in right], differ[:, :, some])
            found[some] = aligned.scores(joined[some], np.minimum(*proper))
            lone = np.flatnonzero((proper[0] == 1) & (proper[1] == 1))
            if len(lone):
                found[some[lone]] = aligned.lone(lone)
        return found

    def _differences(self, left: list[Ints], right: list[Ints]) -> NDArray[np.uint8]:
        shape = (len(left), len(right), len(left[0]))
        here = [self._names.word[place] for place in left]
        there = [self._names.word[place] for place in right]
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
        near = np.flatnonzero(arrays.may_be_alike(self._names.words, one, other))
        keys, back = np.unique(one[near] * len(self._names.words.lengths) + other[near], return_inverse=True)
        once = arrays.differences(self._names.words, *np.divmod(keys, len(self._names.words.lengths)))
        found[near] = once[back]
        return found

    def _initials(self, differ: NDArray[np.uint8], left: list[Ints], right: list[Ints]) -> NDArray[np.uint8]:
        """An initial is compared with the first sign of a part."""
        for i, row in enumerate(left):
            for j, column in enumerate(right):
                short = self._names.initial[row] | self._names.initial[column]
                if short.any():
                    fits = SUBSTITUTION[self._names.first[row[short]], self._names.first[column[short]]] <= FITS
                    differ[i, j, short] = np.where(fits, 0, UNLIKE)
        return differ

    def _joined(self, one: Ints, other: Ints) -> Ints:
        names = self._names
        same = (names.joined[one] == names.joined[other]) & names.joinable[one]
        same &= names.proper[one] != names.proper[other]
        bits = np.minimum(names.proper_bits[one], names.proper_bits[other]) * names.weights.joined // 100
        return np.where(same, bits, 0)
