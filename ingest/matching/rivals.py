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
    numbers = np.unique(np.array(source_of, dtype=object).astype(str), return_inverse=True)[1].astype(np.int64)
    known = np.array([bool(one) for one in source_of])
    odds = np.exp2(np.clip(pairs.bits.astype(np.float64), -_MOST_BITS, _MOST_BITS))
    # each pair twice, seen from either record: a record and the source in which it looks for its like
    record = np.concatenate([pairs.left, pairs.right]).astype(np.int64)
    other = np.concatenate([pairs.right, pairs.left])
    at = np.unique(record * (int(numbers.max()) + 1) + numbers[other], return_inverse=True)[1]
    twice = np.concatenate([odds, odds])
    rest = np.where(known[other], np.maximum(np.bincount(at, weights=twice)[at] - twice, 0.0), 0.0)
    beside = rest[: len(pairs)] + rest[len(pairs) :]
    settled = odds / (1.0 + beside)
    return replace(
        pairs,
        bits=np.log2(settled).astype(np.float32),
        probability=(settled / (1.0 + settled)).astype(np.float32),
    )
