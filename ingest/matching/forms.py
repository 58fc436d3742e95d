"""Which forms of name parts are alike, how alike, and how rare: computed once a form, never once a pair of records.

A *form* is a part's skeleton, long form and script. Two forms are looked at together when their skeletons, with the
letters that spellings confuse made one, are equal or differ by one deletion on either side. How far apart they then
sound is what :mod:`ingest.names.distance` says, for all of them at once, as a *step*:

====  ====================================================================
step  meaning
====  ====================================================================
1     the same sounds
2     sounds that spellings confuse, and short vowels
3     a letter tells the two apart, and little else does; often a slip
4     a letter tells the two apart, and more is unlike
====  ====================================================================

How telling an agreement is follows from how many names bear a form at most that many steps away: a short common part
is near much, and earns little by being near. The shipped table of rarity counts as :data:`KNOWN_NAMES` names more.
"""

from collections.abc import Sequence

import duckdb
import numpy as np

from ingest.matching.tables import fill
from ingest.names.arrays import differences, may_be_alike, vocabulary
from ingest.names.distance import TELLS, UNLIKE

CONFUSED = ("xgzc", "hjds")
"""Skeleton letters that spellings confuse, and what each is folded to for comparing."""
MOST_FORMS_A_KEY = 400
"""A deletion that more forms share is not looked behind."""
KNOWN_NAMES = 1_000
"""Names that the shipped table of rarity counts as, beside those at hand: among few records nothing seems rare, or
common, that is not."""

SAME, CLOSE = 6, 12
"""Differences, in per cent of both lengths, up to which two forms sound the same, and up to which a slip may be all."""

LIKENESS = {1: 1.0, 2: 0.9, 3: 0.8, 4: 0.7}
"""Similarity in [0, 1] of two forms, by step."""

_FORMS = f"""
CREATE TABLE form AS
SELECT w.id AS id, field, sort, skeleton, long, arabic,
       translate(skeleton, '{CONFUSED[0]}', '{CONFUSED[1]}') AS folded, names, kunyas, known_name, known_kunya
FROM written_form AS w JOIN (
    SELECT form, count(*) FILTER (WHERE role <> $kunya) AS names, count(*) FILTER (WHERE role = $kunya) AS kunyas
    FROM token GROUP BY form
) AS borne ON borne.form = w.id
"""

_FIELDS = f"""
CREATE TABLE field AS
SELECT field,
       count(DISTINCT record::BIGINT * 64 + spelling) + CASE WHEN field = '' THEN {KNOWN_NAMES} ELSE 0 END AS bearers
FROM token JOIN form ON form.id = token.form GROUP BY field
"""

_KEYS = """
CREATE TABLE form_key AS
SELECT DISTINCT keys.id AS id, field || ':' || sort || ':' || key AS key FROM (
    SELECT id, folded AS key FROM form
    UNION ALL
    SELECT id, substr(folded, 1, place - 1) || substr(folded, place + 1) AS key
    FROM (
        SELECT id, folded, unnest(range(1, length(folded) + 1)) AS place FROM form WHERE length(folded) >= 4
    ) AS places
) AS keys JOIN form ON form.id = keys.id
"""

_NEAR = f"""
SELECT DISTINCT x.id AS a, y.id AS b
FROM form_key AS x
JOIN (SELECT key FROM form_key GROUP BY key HAVING count(*) BETWEEN 2 AND {MOST_FORMS_A_KEY}) AS usable USING (key)
JOIN form_key AS y ON x.key = y.key AND x.id < y.id
"""

_ALIKE = f"""
CREATE TABLE alike AS
WITH stepped AS (
    SELECT a, b, CASE
        WHEN difference <= {SAME} THEN 1
        WHEN difference < {TELLS} THEN 2
        WHEN difference <= {TELLS + CLOSE} THEN 3
        WHEN difference < {UNLIKE} THEN 4
    END AS step
    FROM measured
)
SELECT a, b, step FROM stepped WHERE step IS NOT NULL
UNION ALL SELECT b, a, step FROM stepped WHERE step IS NOT NULL
UNION ALL SELECT id, id, 1 FROM form
"""

_RARITY = """
CREATE TABLE form_mass AS
SELECT a AS id, step, sum(own_names) OVER reach AS names, sum(own_kunyas) OVER reach AS kunyas,
       max(own_known_name) OVER reach AS known_name, max(own_known_kunya) OVER reach AS known_kunya
FROM (
    SELECT a, step, sum(names) AS own_names, sum(kunyas) AS own_kunyas,
           max(known_name) AS own_known_name, max(known_kunya) AS own_known_kunya
    FROM alike JOIN form ON b = form.id GROUP BY a, step
) AS steps
WINDOW reach AS (PARTITION BY a ORDER BY step)
"""

_TELLING = f"""
CREATE TABLE telling AS
SELECT alike.a AS a, alike.b AS b, alike.step::TINYINT AS step,
       (log2(bearers + 1.0) - log2(greatest((x.names + y.names) / 2.0, 1.0)
           + greatest(x.known_name, y.known_name) * {KNOWN_NAMES}))::FLOAT AS bits,
       (log2(bearers + 1.0) - log2(greatest((x.kunyas + y.kunyas) / 2.0, 1.0)
           + greatest(x.known_kunya, y.known_kunya) * {KNOWN_NAMES}))::FLOAT AS kunya_bits
FROM alike
JOIN form ON form.id = alike.a
JOIN field ON field.field = form.field
JOIN form_mass AS x ON x.id = alike.a AND x.step = alike.step
JOIN form_mass AS y ON y.id = alike.b AND y.step = alike.step
"""

_LEADER = """
CREATE TABLE leader AS
SELECT a AS id, max_by(b, (form.names + form.kunyas, -b)) AS leader
FROM alike JOIN form ON form.id = b WHERE step <= 3 GROUP BY a
"""


def find(connection: duckdb.DuckDBPyConnection, signs: Sequence[str], *, kunya: int) -> None:
    """From ``token`` make ``form``, ``telling`` (pairs of forms that are alike) and ``leader`` (a form's blocking key).

    A form has a ``field`` ("" for parts of names) and a ``sort`` within it; only those of one field and sort are alike.

    Args:
        signs: of each form, by its number.
        kunya: the number of that role; a kunya has a frequency of its own.
    """
    connection.execute(_FORMS, {"kunya": kunya})
    for statement in (_FIELDS, _KEYS):
        connection.execute(statement)
    _measure(connection, signs)
    for statement in (_ALIKE, _RARITY, _TELLING, _LEADER):
        connection.execute(statement)
    for table in ("form_key", "form_mass", "measured", "alike", "field", "written_form"):
        connection.execute(f"DROP TABLE {table}")


def _measure(connection: duckdb.DuckDBPyConnection, signs: Sequence[str]) -> None:
    """Make ``measured``: pairs of forms that may be alike, and how far apart they sound."""
    near = connection.execute(_NEAR).fetchnumpy()
    left, right = (np.asarray(near[side], dtype=np.int64) for side in ("a", "b"))
    words = vocabulary(signs)
    worth = may_be_alike(words, left, right) if len(left) else np.zeros(0, dtype=bool)
    left, right = left[worth], right[worth]
    apart = differences(words, left, right).astype(np.int32)
    fill(
        connection,
        "measured",
        {
            "a": ("INTEGER", left.astype(np.int32)),
            "b": ("INTEGER", right.astype(np.int32)),
            "difference": ("INTEGER", apart),
        },
    )
