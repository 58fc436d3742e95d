"""Small tables of records, for tests of the engine."""

from collections.abc import Sequence

import numpy as np

from ingest.matching import engine
from ingest.matching.engine import Compared
from ingest.matching.scoring import Pairs
from ingest.matching.spec import Block, Comparison, Kind, Level
from ingest.matching.tables import Records

PEOPLE = Kind(
    name="people",
    columns={"born": "INTEGER", "lists": "VARCHAR[]"},
    labels=("unit",),
    blocks=(Block(name="born", key="r.born::VARCHAR"), Block(name="lists", key="r.lists", lists=True)),
    comparisons=(
        Comparison(
            name="born",
            levels=(
                Level(code="same_year", when="l.born = r.born", bits=3.0),
                Level(code="other_year", when="abs(l.born - r.born) > 5", bits=-8.0),
            ),
        ),
        Comparison(name="unit", levels=(Level(code="same_unit", when="unit.step <= 3", bits="unit.bits"),)),
    ),
    demands="n.agreeing >= 2",
)


def people(
    *names: str | tuple[str, ...],
    born: Sequence[int | None] = (),
    unit: Sequence[str | None] = (),
    lists: Sequence[Sequence[str]] = (),
) -> Records:
    """Records of people; what is not given is absent."""
    size = len(names)
    return Records(
        size=size,
        columns={"born": list(born) or [None] * size, "lists": list(lists) or [None] * size},
        labels={"unit": list(unit) or [None] * size},
        names=[(name,) if isinstance(name, str) else name for name in names],
    )


def compared(records: Records, kind: Kind = PEOPLE, **options: object) -> Compared:
    """What the engine makes of them, every pair kept."""
    return engine.compare(kind, records, least=1e-12, threads=1, **options)  # type: ignore[arg-type]


def row_of(pairs: Pairs, left: int, right: int) -> int | None:
    """Where a pair stands, None if it was not compared."""
    found = np.flatnonzero((pairs.left == left) & (pairs.right == right))
    return int(found[0]) if len(found) else None


def scored(*links: tuple[int, int, float], certain: bool = True) -> Pairs:
    """Pairs with given bits, for tests of clusters."""
    ordered = sorted(links)
    bits = np.array([bits for _, _, bits in ordered], dtype=np.float32)
    return Pairs(
        left=np.array([left for left, _, _ in ordered], dtype=np.int32),
        right=np.array([right for _, right, _ in ordered], dtype=np.int32),
        bits=bits,
        probability=(1 / (1 + np.exp2(-bits))).astype(np.float32),
        demanded=np.full(len(ordered), certain),
        reasons=np.zeros(len(ordered), dtype=np.int64),
        codes=(),
        near_certain_from=0.9,
        queue_from=0.2,
    )
