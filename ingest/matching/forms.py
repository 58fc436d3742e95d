"""Which forms of name parts are alike, how alike, and how rare: computed once a form, never once a pair of records.

A *form* is a part's skeleton, long form and script. Two forms are looked at together when their skeletons, with the
letters that spellings confuse made one, are equal or differ by one deletion on either side. What they then have in
common is a *step*:

====  ==================================================================================================
step  meaning
====  ==================================================================================================
1     the same consonants, and the vowels that both scripts write agree
2     the same consonants with other vowels, or consonants that spellings confuse
3     one letter more, less or other in a skeleton of five or more
4     the same in a skeleton of four, or two letters in a skeleton of seven or more
====  ==================================================================================================

How telling an agreement is follows from how many names bear a form at most that many steps away: a short common part
is near much, and earns little by being near. The shipped table of rarity counts as :data:`KNOWN_NAMES` names more.
"""

import duckdb

CONFUSED = ("xgzc", "hjds")
"""Skeleton letters that spellings confuse, and what each is folded to for comparing."""
MOST_FORMS_A_KEY = 400
"""A deletion that more forms share is not looked behind."""
KNOWN_NAMES = 1_000
"""Names that the shipped table of rarity counts as, beside those at hand: among few records nothing seems rare, or
common, that is not."""

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

_ALIKE = f"""
CREATE TABLE alike AS
WITH usable AS (
    SELECT key FROM form_key GROUP BY key HAVING count(*) BETWEEN 2 AND {MOST_FORMS_A_KEY}
), near AS (
    SELECT DISTINCT x.id AS a, y.id AS b
    FROM form_key AS x JOIN usable USING (key) JOIN form_key AS y ON x.key = y.key AND x.id < y.id
), measured AS (
    SELECT a, b, levenshtein(x.folded, y.folded) AS edits, x.skeleton = y.skeleton AS same_bones,
           greatest(length(x.folded), length(y.folded)) AS size,
           levenshtein(x.long, y.long)
             - CASE WHEN x.arabic <> y.arabic THEN abs(length(x.long) - length(y.long)) ELSE 0 END AS vowels
    FROM near JOIN form AS x ON a = x.id JOIN form AS y ON b = y.id
), stepped AS (
    SELECT a, b, CASE
        WHEN same_bones AND vowels <= 0 THEN 1
        WHEN edits = 0 THEN 2
        WHEN edits = 1 AND size >= 5 THEN 3
        WHEN (edits = 1 AND size = 4) OR (edits = 2 AND size >= 7) THEN 4
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


def find(connection: duckdb.DuckDBPyConnection, *, kunya: int) -> None:
    """From ``token`` make ``form``, ``telling`` (pairs of forms that are alike) and ``leader`` (a form's blocking key).

    A form has a ``field`` ("" for parts of names) and a ``sort`` within it; only those of one field and sort are alike.

    Args:
        kunya: the number of that role; a kunya has a frequency of its own.
    """
    connection.execute(_FORMS, {"kunya": kunya})
    for statement in (_FIELDS, _KEYS, _ALIKE, _RARITY, _TELLING, _LEADER):
        connection.execute(statement)
    for table in ("form_key", "form_mass", "alike", "field", "written_form"):
        connection.execute(f"DROP TABLE {table}")
