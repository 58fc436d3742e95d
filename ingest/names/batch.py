"""Many comparisons at once, over columns: the same numbers as pair by pair, in numpy.

Names are read once each, tokens become numbers, and token pairs are compared once each. Pairs of names are then
aligned together with all others that have as many parts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.names.aligning import NameArrays
from ingest.names.arrays import Ints
from ingest.names.evidence import read
from ingest.names.keys import blocking_keys, kunya_key
from ingest.names.parse import parse_name
from ingest.names.rarity import SHIPPED, Rarity
from ingest.names.together import Together

Column = NDArray[np.generic]


def scores(left: Sequence[str], right: Sequence[str], rarity: Rarity = SHIPPED) -> NDArray[np.float32]:
    """The score of each pair ``left[i]``, ``right[i]``; equal to :func:`ingest.names.compare.score` pair by pair."""
    names, one, other = _numbered(left, right)
    return Together(NameArrays([read(name, rarity) for name in names])).scores(one, other)


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


def token_table(names: Sequence[str]) -> dict[str, Column]:
    """One row a token, as columns that DuckDB reads as they are.

    Returns:
        ``name`` (index into `names`), ``position``, ``role``, ``text``, ``skeleton``, ``long``, ``signs``, ``arabic``.
    """
    rows = [
        (index, position, token.role.value, token.text, token.skeleton, token.long, token.signs, token.arabic)
        for index, name in enumerate(names)
        for position, token in enumerate(parse_name(name))
    ]
    columns = list(zip(*rows, strict=True)) or [()] * 8
    return {
        "name": np.array(columns[0], np.int32),
        "position": np.array(columns[1], np.int16),
        "role": np.array(columns[2], object),
        "text": np.array(columns[3], object),
        "skeleton": np.array(columns[4], object),
        "long": np.array(columns[5], object),
        "signs": np.array(columns[6], object),
        "arabic": np.array(columns[7], bool),
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
