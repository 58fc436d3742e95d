"""Names as columns: one row a spelling, one column a part, each part a form.

Parts are ``given``, ``father``, ``grand`` and ``older`` (the given name and the chain after it, in the order written),
``family`` (the last nisba), ``kunya`` and ``kunya_of`` (the nisba that follows a kunya). A spelling that is a kunya and
nothing else is added to the record's other spellings, which is how "also known as Abu X" is meant.
"""

from collections.abc import Sequence

import duckdb

from ingest.matching import forms
from ingest.matching.tables import fill
from ingest.names.parse import parse_name

PARTS = ("given", "father", "grand", "older", "family", "kunya", "kunya_of")

_PARTED = """
CREATE TABLE part AS
SELECT record, spelling, place, form.id AS form, CASE
    WHEN role = 'nisba' AND lag(role) OVER (PARTITION BY record, spelling ORDER BY place) = 'kunya' THEN 'kunya_of'
    WHEN role IN ('ism', 'nasab', 'laqab') THEN 'chain'
    ELSE role END AS role
FROM token JOIN form USING (skeleton, long, arabic)
WHERE role <> 'title'
"""

_SPELLINGS = """
CREATE TABLE spelling AS
WITH written AS (
    SELECT record, spelling, list(form ORDER BY place) FILTER (WHERE role = 'chain') AS chain,
           max(form) FILTER (WHERE role = 'nisba') AS family,
           min(form) FILTER (WHERE role = 'kunya') AS kunya,
           min(form) FILTER (WHERE role = 'kunya_of') AS kunya_of
    FROM part GROUP BY record, spelling
), alone AS (
    SELECT record, min(kunya) AS kunya, min(kunya_of) AS kunya_of
    FROM written WHERE chain IS NULL AND family IS NULL GROUP BY record
), named AS (
    SELECT DISTINCT record FROM written WHERE chain IS NOT NULL OR family IS NOT NULL
)
SELECT w.record AS record, w.spelling AS spelling,
       chain[1] AS given, chain[2] AS father, chain[3] AS grand, chain[4] AS older, family,
       coalesce(w.kunya, alone.kunya) AS kunya,
       CASE WHEN w.kunya IS NULL THEN alone.kunya_of ELSE w.kunya_of END AS kunya_of,
       coalesce(family, CASE WHEN len(chain) >= 2 THEN chain[-1] END) AS last
FROM written AS w
LEFT JOIN alone ON alone.record = w.record
LEFT JOIN named ON named.record = w.record
WHERE chain IS NOT NULL OR family IS NOT NULL OR named.record IS NULL
"""


def fill_spellings(connection: duckdb.DuckDBPyConnection, names: Sequence[Sequence[str]]) -> None:
    """Parse every name once and make ``spelling``, ``telling`` and ``leader``."""
    tokens: dict[str, list[object]] = {
        column: [] for column in ("record", "spelling", "place", "role", "skeleton", "long", "arabic")
    }
    record, spelling, place = tokens["record"], tokens["spelling"], tokens["place"]
    role, skeleton, long, arabic = tokens["role"], tokens["skeleton"], tokens["long"], tokens["arabic"]
    spellings = 0
    for row, written in enumerate(names):
        for number, name in enumerate(written):
            spellings += 1
            for position, token in enumerate(parse_name(name)):
                record.append(row)
                spelling.append(number)
                place.append(position)
                role.append(token.role.value)
                skeleton.append(token.skeleton)
                long.append(token.long)
                arabic.append(token.arabic)
    types = ("INTEGER", "INTEGER", "INTEGER", "VARCHAR", "VARCHAR", "VARCHAR", "BOOLEAN")
    fill(
        connection,
        "token",
        {name: (type_, values) for (name, values), type_ in zip(tokens.items(), types, strict=True)},
    )
    forms.find(connection, spellings)
    connection.execute(_PARTED)
    connection.execute(_SPELLINGS)
    for table in ("token", "part"):
        connection.execute(f"DROP TABLE {table}")
