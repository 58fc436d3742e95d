"""Which pairs of records are worth comparing: those that share two keys, or one that is enough alone.

Keys are the parts of names (as the most frequent form alike), and what the kind declares: unit, place, year of birth.
Two keys of one record together name a *block*; its records are compared with each other. A block that too many records
share tells little and costs much: the largest blocks are left out until what remains fits
:attr:`~ingest.matching.spec.Kind.pairs_a_record`, none above :data:`LARGEST` is ever used, and :class:`Blocks` says
how many were left out. A hundred thousand records with one name therefore cost a hundred thousand rows, not their
square.
"""

from dataclasses import dataclass

import duckdb

from ingest.matching.spec import Kind

LARGEST = 100
"""Records in the largest block that is used."""

_NAME_KEYS = """
SELECT DISTINCT record, leader::VARCHAR AS key, false AS alone FROM (
    SELECT record, unnest([given, father, grand, older, family, kunya_of]) AS form FROM spelling
) AS parts JOIN leader ON leader.id = form
UNION ALL
SELECT DISTINCT record, 'k' || leader AS key, false AS alone FROM spelling JOIN leader ON leader.id = kunya
UNION ALL
SELECT DISTINCT record, 'w' || leader AS key, true AS alone FROM spelling JOIN leader ON leader.id = given
WHERE father IS NULL AND family IS NULL AND kunya IS NULL
"""

_NUMBERED = """
CREATE TABLE shared_key AS
SELECT record, number, alone FROM (SELECT DISTINCT record, key, alone FROM ({keys}) AS every WHERE key IS NOT NULL) AS k
JOIN (
    SELECT key, row_number() OVER (ORDER BY key) AS number FROM ({keys}) AS every
    WHERE key IS NOT NULL GROUP BY key HAVING count(DISTINCT record) >= 2
) AS numbered USING (key)
"""

_BLOCKS = """
CREATE TABLE block AS
SELECT record, number AS block FROM shared_key WHERE alone
UNION ALL
SELECT x.record, x.number * 4294967296 + y.number
FROM shared_key AS x JOIN shared_key AS y ON x.record = y.record AND x.number < y.number
WHERE NOT x.alone AND NOT y.alone
"""

_SIZES = "CREATE TABLE block_size AS SELECT block, count(*) AS records FROM block GROUP BY block HAVING count(*) >= 2"
_HISTOGRAM = "SELECT records, count(*) FROM block_size GROUP BY records ORDER BY records"
_USED = """
CREATE TABLE used AS
SELECT block.record AS record, block.block AS block FROM block JOIN block_size USING (block) WHERE records <= $largest
"""

PAIRS = """
SELECT DISTINCT x.record AS l, y.record AS r
FROM used AS x JOIN used AS y ON x.block = y.block AND x.record < y.record
WHERE x.record >= $first AND x.record < $behind
"""
"""Pairs to compare whose first record is in a range of row numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """What blocking found.

    Attributes:
        used: blocks that are looked behind.
        left_out: blocks that too many records share.
        largest: records in the largest block used.
        pairs: pairs in all blocks together; one that shares three keys is counted three times.
    """

    used: int
    left_out: int
    largest: int
    pairs: int


def find(connection: duckdb.DuckDBPyConnection, kind: Kind, records: int) -> Blocks:
    """Make ``used``, the blocks to compare within."""
    keys = [_NAME_KEYS] if kind.named else []
    keys += [
        f"SELECT r.id AS record, '{label}:' || leader AS key, false AS alone "
        f"FROM record AS r JOIN leader ON leader.id = r.{label}"
        for label in kind.labels
    ]
    for block in kind.blocks:
        listed = f"SELECT id, ({block.key}) AS key FROM record AS r"
        if block.lists:
            listed = f"SELECT id, unnest(key) AS key FROM ({listed}) AS many"
        keys.append(
            f"SELECT DISTINCT id AS record, '{block.name}:' || key AS key, {str(block.alone).lower()} AS alone "
            f"FROM ({listed}) AS one"
        )
    connection.execute(_NUMBERED.format(keys=" UNION ALL ".join(keys)))
    connection.execute(_BLOCKS)
    connection.execute(_SIZES)
    sizes: list[tuple[int, int]] = connection.execute(_HISTOGRAM).fetchall()
    largest = used = pairs = 0
    for size, blocks in sizes:
        more = blocks * size * (size - 1) // 2
        if size > LARGEST or pairs + more > max(records, 1_000) * kind.pairs_a_record:
            break
        largest, used, pairs = size, used + blocks, pairs + more
    connection.execute(_USED, {"largest": largest})
    for table in ("shared_key", "block", "block_size"):
        connection.execute(f"DROP TABLE {table}")
    return Blocks(used=used, left_out=sum(blocks for _, blocks in sizes) - used, largest=largest, pairs=pairs)
