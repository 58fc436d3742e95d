"""One source lists each of its things once: of several candidates in one source at most one can be right.

Fellegi and Sunter score each pair for itself. Where a town saw four killings in a week, all four of a second source
fit each of the first's; they then share the belief between them, and a pair that stands out keeps it. For a pair of
odds *o* the belief becomes o / (1 + the odds of all candidates on either side, *o* among them): the chance of this
candidate among "none" and all that the other source offers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ingest.matching.scoring import Pairs

_MOST_BITS = 60.0


def settle(pairs: Pairs, source_of: Sequence[str]) -> Pairs:
    """The same pairs, their belief shared among rivals.

    Args:
        source_of: for each record the document that lists it, "" where that is not known; two records of one document
            are rivals for a third, two of different ones may all be the same.
    """
    if not len(pairs):
        return pairs
    numbers = np.unique(np.array(source_of, dtype=object).astype(str), return_inverse=True)[1]
    known = np.array([bool(one) for one in source_of])
    odds = np.exp2(np.clip(pairs.bits.astype(np.float64), -_MOST_BITS, _MOST_BITS))
    beside = _rest(pairs.left, pairs.right, odds, numbers, known) + _rest(pairs.right, pairs.left, odds, numbers, known)
    settled = odds / (1.0 + beside)
    return replace(
        pairs,
        bits=np.log2(settled).astype(np.float32),
        probability=(settled / (1.0 + settled)).astype(np.float32),
    )


def _rest(one: np.ndarray, other: np.ndarray, odds: np.ndarray, numbers: np.ndarray, known: np.ndarray) -> np.ndarray:
    """For each pair, the odds of the other candidates that one record has in the source of its partner."""
    place = one.astype(np.int64) * (int(numbers.max()) + 1) + numbers[other]
    at = np.unique(place, return_inverse=True)[1]
    sums = np.bincount(at, weights=odds)[at]
    return np.where(known[other], np.maximum(sums - odds, 0.0), 0.0)
