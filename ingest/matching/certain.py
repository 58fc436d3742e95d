"""Whether two people's names agree so far that nobody need look: each part that both write, in each letter that tells.

Scoring weighs names in bits, and much context can outweigh a part that is only alike. Joining without a person asks
more: *Hassan* and *Hussein*, *Ahmad* and *Mohammed* differ by one telling letter, and then it is for a person to say.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.names.compare import explain
from ingest.names.parse import Role

ALIKE = 0.8
"""Least likeness of each part that both write; spellings of one name in two scripts are above it."""
PARTS = 2
"""Fewest parts, titles aside, that must agree."""


def names_agree(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether some spelling of each agree in every part that both write, and no part of theirs conflicts."""
    return any(_agree(one, other) for one in left for other in right)


def _agree(one: str, other: str) -> bool:
    rows = [row for row in explain(one, other).tokens if row.role is not Role.TITLE]
    both = [row for row in rows if row.left and row.right]
    return (
        len(both) >= PARTS
        and all(row.similarity >= ALIKE for row in both)
        and not any(row.reason == "conflict" for row in rows)
    )
