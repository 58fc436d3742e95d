"""Which pairs are worth comparing: those that share two keys, found by SQL on columns.

Keys are skeletons of name tokens, units, places and years of birth. A key that more than :data:`CAP` records bear is
not used alone, and :func:`pairs` says how many were left out. The statements are plain SQL, so that the same ones can
run on Spark later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from ingest.matching.columns import Candidate

CAP = 300

_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "temp_directory": "",
    "lock_configuration": "true",
    "threads": "1",
}

_PAIRS = """
WITH common AS (
    SELECT kind, key FROM keys GROUP BY kind, key HAVING count(*) BETWEEN 2 AND $cap
), shared AS (
    SELECT a.thread AS one, b.thread AS other, a.name_key
    FROM keys a
    JOIN common USING (kind, key)
    JOIN keys b ON a.kind = b.kind AND a.key = b.key AND a.thread < b.thread
)
SELECT one, other FROM shared
GROUP BY one, other
HAVING count(*) FILTER (WHERE name_key) >= 1
   AND (count(*) >= 2 OR bool_or(name_key AND one IN (SELECT thread FROM lone) AND other IN (SELECT thread FROM lone)))
ORDER BY one, other
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """Pairs of threads to compare, and how many keys were too common to use."""

    pairs: list[tuple[str, str]]
    keys_left_out: int


def pairs(candidates: Mapping[str, Candidate]) -> Blocks:
    """Pairs of records of one kind that share a name key and one more key.

    Records that bear a single name key (a one-word place) need only share that one.
    """
    rows: list[tuple[str, str, str, bool]] = []
    lone: list[tuple[str]] = []
    for candidate in candidates.values():
        skeletons = {token.skeleton for tokens in candidate.names.values() for token in tokens}
        if all(len(tokens) == 1 for tokens in candidate.names.values()):
            lone.append((candidate.thread,))
        rows += ((candidate.thread, candidate.kind, f"n:{skeleton}", True) for skeleton in skeletons)
        rows += ((candidate.thread, candidate.kind, f"u:{unit}", False) for unit in candidate.units)
        rows += ((candidate.thread, candidate.kind, f"p:{place}", False) for place in candidate.places)
        rows += ((candidate.thread, candidate.kind, f"y:{year}", False) for year in candidate.years)
    if not rows:
        return Blocks(pairs=[], keys_left_out=0)
    connection = duckdb.connect(":memory:", config=_LOCKED)
    try:
        connection.execute("CREATE TABLE keys (thread VARCHAR, kind VARCHAR, key VARCHAR, name_key BOOLEAN)")
        connection.execute("CREATE TABLE lone (thread VARCHAR)")
        _fill(connection, "keys", rows)
        _fill(connection, "lone", lone)
        found = connection.execute(_PAIRS, {"cap": CAP}).fetchall()
        left_out = connection.execute(
            "SELECT count(*) FROM (SELECT kind, key FROM keys GROUP BY kind, key HAVING count(*) > $cap)", {"cap": CAP}
        ).fetchone()
    finally:
        connection.close()
    return Blocks(pairs=[(one, other) for one, other in found], keys_left_out=int(left_out[0]) if left_out else 0)


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """One statement a batch: row by row DuckDB is a hundred times slower."""
    size = 2_000
    for start in range(0, len(rows), size):
        batch = rows[start : start + size]
        width = len(batch[0])
        marks = ", ".join(["(" + ", ".join(["?"] * width) + ")"] * len(batch))
        connection.execute(f"INSERT INTO {table} VALUES {marks}", [value for row in batch for value in row])
