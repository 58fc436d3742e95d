"""How two rows of a table of people are compared, and how far one source lists a person once."""

from collections.abc import Sequence

import numpy as np

from ingest.matching.scoring import Pairs
from ingest.matching.spec import Block, Comparison, Kind, Level

_BOTH_BORN = "l.born IS NOT NULL AND r.born IS NOT NULL"
_ABOUT = "(coalesce(l.approx, false) OR coalesce(r.approx, false))"

ROW = Kind(
    name="row",
    columns={"source": "VARCHAR", "born": "INTEGER", "approx": "BOOLEAN", "sex": "VARCHAR"},
    labels=("place", "unit"),
    blocks=(Block(name="born", key="r.born::VARCHAR"),),
    comparisons=(
        Comparison(
            name="unit",
            levels=(
                Level(code="same_unit", when="unit.step <= 3", bits="0.32 * unit.bits + 0.5"),
                Level(code="close_unit", when="unit.step = 4", bits=0.5),
                Level(code="other_unit", when="l.unit IS NOT NULL AND r.unit IS NOT NULL", bits=-5.0),
            ),
        ),
        Comparison(
            name="place",
            levels=(
                Level(code="same_place", when="place.step IS NOT NULL", bits="0.32 * place.bits"),
                Level(code="other_place", when="l.place IS NOT NULL AND r.place IS NOT NULL", bits=-2.3),
            ),
        ),
        Comparison(
            name="born",
            levels=(
                Level(code="same_year", when="l.born = r.born", bits=2.6),
                Level(code="near_year", when=f"abs(l.born - r.born) <= 3 AND {_ABOUT}", bits=1.8),
                Level(code="close_year", when=f"abs(l.born - r.born) <= 6 AND {_ABOUT}", bits=-1.0),
                Level(code="other_year", when=_BOTH_BORN, bits=-7.0),
            ),
        ),
        Comparison(name="sex", levels=(Level(code="other_sex", when="l.sex <> r.sex", bits=-6.0),)),
    ),
    prior=0.8,
    near_certain=0.9,
    demands="n.agreeing >= 2 AND n.telling = 0 AND n.conflicting = 0",
)
"""The kind of a row; see :mod:`ingest.matching.spec`."""

JOIN_FROM = -1.0
"""Bits from which two single rows are put in one cluster."""
LISTED_ONCE = -8.0
"""The most that being listed twice by one source can speak against a pair, in bits."""
_ALMOST_SURE = 0.98


def listed_once(pairs: Pairs, sources: Sequence[object]) -> float:
    """Evidence, in bits, of two rows of one source being two people: from 0 down to :data:`LISTED_ONCE`.

    Pairs that are almost sure for other reasons show whether sources repeat themselves: the share of them that lies
    within one source, less what chance would leave there, over the share expected if sources did not matter.
    """
    codes: dict[object, int] = {}
    numbers = np.array([-1 if one is None else codes.setdefault(one, len(codes)) for one in sources], dtype=np.int64)
    if len(codes) < 2:
        return 0.0
    left, right = numbers[pairs.left], numbers[pairs.right]
    told = (left >= 0) & (right >= 0) & (pairs.probability >= _ALMOST_SURE)
    if not told.any():
        return 0.0
    same = told & (left == right)
    doubtful = float((1.0 - pairs.probability[same]).sum())
    counts = np.bincount(numbers[numbers >= 0])
    by_chance = float(((counts / counts.sum()) ** 2).sum())
    within = max(0.0, float(same.sum()) - doubtful) + 0.5
    return float(np.clip(np.log2(within / (float(told.sum()) + 1.0) / by_chance), LISTED_ONCE, 0.0))
