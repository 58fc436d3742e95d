"""Names of as many parts each, aligned all at once: what :mod:`ingest.names.alignment` does, as sweeps over arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ingest.names import arrays
from ingest.names.alignment import SHORTEST_JOINED
from ingest.names.arrays import Ints, Vocabulary
from ingest.names.distance import TELLS, UNLIKE
from ingest.names.evidence import (
    CURVE,
    DOUBT,
    ISM,
    KUNYA,
    LONE,
    NASAB,
    TITLE,
    WEAK,
    WEIGHTS,
    Reading,
    Weights,
    curve_places,
)


class NameArrays:
    """Distinct names as arrays: one entry a part, and where the parts of each name start."""

    def __init__(self, readings: list[Reading], weights: Weights = WEIGHTS) -> None:
        self.weights = weights
        self.share = weights.role_share()
        self.missing = np.array(weights.missing, np.int32)
        self.conflict = np.array(weights.conflict, np.int32)
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


class Aligned:
    """Pairs of names of one shape, aligned: pairs come last in each array, so that a step is one sweep."""

    def __init__(self, names: NameArrays, left: list[Ints], right: list[Ints], differ: NDArray[np.uint8]) -> None:
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
                share = names.share[self._roles[0][i][at], self._roles[1][j][at]]
                reach = np.where(arabic[0][i][at] != arabic[1][j][at], weights.reach_across, weights.reach)
                differ = (self._differ[i, j, at] % TELLS).astype(np.int32)
                told = np.minimum(bits[0][i][at], bits[1][j][at]) * share // 100 * (reach - differ) // reach
                shifted = self._roles[0][i][at] * self._roles[1][j][at] == ISM * NASAB  # of no other two roles
                told -= np.where(shifted, weights.shifted, 0)
                short = self._initial[0][i][at] | self._initial[1][j][at]
                cell[at] = np.where(short, np.where(share > 0, weights.initial, 0), np.maximum(told, 0))
        return gains

    def scores(self, joined: Ints, fewest: Ints) -> NDArray[np.float32]:
        evidence, agreeing, doubt = self._evidence()
        whole = (joined > 0) & (joined > evidence)
        curve: NDArray[np.float32] = CURVE[curve_places(np.where(whole, joined, evidence))]
        weak = np.where(whole, fewest < 2, agreeing < 2)
        found: NDArray[np.float32] = curve * np.where(weak, np.float32(WEAK), DOUBT[np.where(whole, 0, doubt)])
        found[(agreeing < 0) & ~whole] = 0.0
        return found

    def _evidence(self) -> tuple[Ints, Ints, NDArray[np.int8]]:
        """Evidence, how many proper parts agree (-1: nothing at all does), and what speaks against."""
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
            kunyas, others = np.zeros(size, np.int64), np.zeros(size, np.int64)
            for part, alone in enumerate(free):
                role = self._roles[side][part]
                evidence -= np.where(alone, names.missing[role], 0)
                cost = np.where(alone & ~self._initial[side][part], names.conflict[role], 0)
                kunyas += np.where(role == KUNYA, cost, 0)
                others += np.where(role == KUNYA, 0, cost)
            against.append((kunyas, others))
        conflict = np.minimum(against[0][0], against[1][0]) + np.minimum(against[0][1], against[1][1])
        disorder = self._disorder(answer)
        doubt = np.where(conflict > 0, 2, doubtful | (disorder > 0)).astype(np.int8)
        evidence -= conflict + weights.disorder * disorder
        return evidence, np.where(matched, agreeing, -1), doubt

    def _match(self, i: int, j: int, here: Ints, evidence: Ints, agreeing: Ints, doubtful: NDArray[np.bool_]) -> None:
        """Count the pairs of names in which part i answers to part j."""
        weights, conflict = self._names.weights, self._names.conflict
        doubtful[here] |= (self._roles[0][i][here] == TITLE) != (self._roles[1][j][here] == TITLE)
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
