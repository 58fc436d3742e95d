"""Many comparisons at once, over columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.names.compare import explain
from ingest.names.keys import blocking_keys, kunya_key
from ingest.names.parse import parse_name
from ingest.names.rarity import SHIPPED, Rarity


def scores(left: Sequence[str], right: Sequence[str], rarity: Rarity = SHIPPED) -> NDArray[np.float32]:
    """The score of each pair ``left[i]``, ``right[i]``; equal to :func:`ingest.names.compare.score` pair by pair."""
    return np.fromiter(
        (explain(one, other, rarity).score for one, other in zip(left, right, strict=True)), np.float32, len(left)
    )


def token_table(names: Sequence[str]) -> dict[str, NDArray[np.generic]]:
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


def key_table(names: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """One row a name and blocking key: ``name`` (index into `names`) and ``key``."""
    rows = [(index, key) for index, name in enumerate(names) for key in blocking_keys(parse_name(name))]
    return {
        "name": np.array([index for index, _ in rows], np.int32),
        "key": np.array([key for _, key in rows], object),
    }


def kunya_keys(names: Sequence[str]) -> NDArray[np.object_]:
    """The kunya key of each name, "" where it has none."""
    return np.array([kunya_key(parse_name(name)) for name in names], object)
