"""Names as columns: one row a spelling, one column a part, each part a form.

Parts are ``given``, ``father``, ``grand`` and ``older`` (the given name and the chain after it, in the order written),
``family`` (the last nisba), ``kunya`` and ``kunya_of`` (the nisba that follows a kunya). A spelling that is a kunya and
nothing else is added to the record's other spellings, which is how "also known as Abu X" is meant.
"""

from array import array
from collections.abc import Callable, Mapping, Sequence

import duckdb
import numpy as np

from ingest.matching import forms, name_evidence
from ingest.matching.labels import Label, read_label
from ingest.matching.spec import Kind
from ingest.matching.tables import Values, fill
from ingest.names.normalise import signs_of
from ingest.names.parse import Role, Token, parse_name
from ingest.names.rarity import SHIPPED

_ROLES = {role: number for number, role in enumerate(Role)}
_LABEL = len(_ROLES)
_TOLD_EVERY = 5_000
_CHAIN = ", ".join(str(_ROLES[role]) for role in Role if role.value in ("ism", "nasab", "laqab"))

_PARTED = f"""
CREATE TABLE part AS
SELECT record, spelling, place, form, CASE
    WHEN role = {_ROLES[Role.NISBA]}
        AND lag(role) OVER (PARTITION BY record, spelling ORDER BY place) = {_ROLES[Role.KUNYA]} THEN 'kunya_of'
    WHEN role IN ({_CHAIN}) THEN 'chain'
    WHEN role = {_ROLES[Role.NISBA]} THEN 'family'
    ELSE 'kunya' END AS role
FROM token WHERE role <> {_ROLES[Role.TITLE]} AND role <> {_LABEL}
"""

_SPELLINGS = """
CREATE TABLE spelling AS
WITH written AS (
    SELECT record, spelling, list(form ORDER BY place) FILTER (WHERE role = 'chain') AS chain,
           max(form) FILTER (WHERE role = 'family') AS family,
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

_LABELLED = """
CREATE TABLE label_{field} AS
SELECT record, any_value(form) AS form FROM token JOIN form ON form.id = form WHERE field = '{field}' GROUP BY record
"""

_AGREEING = """
CREATE TABLE agreeing_{field} AS
SELECT a::BIGINT * 4294967296 + b AS pair, step, bits FROM telling JOIN form ON form.id = a WHERE field = '{field}'
"""


def fill_spellings(
    connection: duckdb.DuckDBPyConnection,
    names: Sequence[Sequence[str]],
    labels: Mapping[str, Sequence[str | None]],
    on_parsed: Callable[[int, int], None] | None = None,
) -> None:
    """Parse every name and label once and make ``spelling``, ``label_<field>``, ``agreeing_<..>`` and ``leader``."""
    tokens = _Tokens()
    for record, written in enumerate(names):
        for spelling, name in enumerate(written):
            for place, token in enumerate(parse_name(name)):
                tokens.add_token(record, spelling, place, token)
        if on_parsed and record % _TOLD_EVERY == 0:
            on_parsed(record, len(names))
    for field, texts in labels.items():
        for record, text in enumerate(texts):
            label = read_label(text) if text else None
            if label:
                tokens.add_label(record, field, label)
    tokens.hand_over(connection)
    forms.find(connection, tokens.signs, kunya=_ROLES[Role.KUNYA])
    connection.execute(_PARTED)
    connection.execute(_SPELLINGS)
    for field in labels:
        connection.execute(_LABELLED.format(field=field))
        connection.execute(_AGREEING.format(field=field))
    name_evidence.look_up(connection)
    for table in ("token", "part", "telling"):
        connection.execute(f"DROP TABLE {table}")


def join_labels(connection: duckdb.DuckDBPyConnection, kind: Kind) -> None:
    """Make ``record``: the records with their labels as forms."""
    columns = ", ".join(["p.*", *(f"label_{field}.form AS {field}" for field in kind.labels)])
    joins = " ".join(f"LEFT JOIN label_{field} ON label_{field}.record = p.id" for field in kind.labels)
    connection.execute(f"CREATE TABLE record AS SELECT {columns} FROM plain_record AS p {joins}")
    connection.execute("DROP TABLE plain_record")


class _Tokens:
    """Tokens as integers, each distinct form written once."""

    def __init__(self) -> None:
        self._record, self._spelling, self._place = array("i"), array("i"), array("i")
        self._role, self._form = array("i"), array("i")
        self._forms: dict[tuple[str, str, str, str, bool], int] = {}
        self.signs: list[str] = []
        self._known: tuple[dict[int, float], dict[int, float]] = ({}, {})

    def add_token(self, record: int, spelling: int, place: int, token: Token) -> None:
        """Add a part of a name."""
        form = ("", "", token.skeleton, token.long, token.arabic)
        number = self._forms.get(form)
        if number is None:
            number = self._new(form, token.signs or signs_of(token.text))
        known = self._known[token.role is Role.KUNYA]
        if number not in known:
            known[number] = SHIPPED.share(token)
        self._add(record, spelling, place, _ROLES[token.role], number)

    def add_label(self, record: int, field: str, label: Label) -> None:
        """Add a place or a unit."""
        form = (field, label.sort, label.skeleton, label.long, label.arabic)
        number = self._forms.get(form)
        self._add(record, 0, 0, _LABEL, self._new(form, label.signs) if number is None else number)

    def _new(self, form: tuple[str, str, str, str, bool], signs: str) -> int:
        self.signs.append(signs)
        return self._forms.setdefault(form, len(self._forms))

    def _add(self, record: int, spelling: int, place: int, role: int, form: int) -> None:
        self._record.append(record)
        self._spelling.append(spelling)
        self._place.append(place)
        self._role.append(role)
        self._form.append(form)

    def hand_over(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make ``token`` and ``written_form``."""
        tokens = {
            "record": self._record,
            "spelling": self._spelling,
            "place": self._place,
            "role": self._role,
            "form": self._form,
        }
        fill(connection, "token", {name: ("INTEGER", np.asarray(column)) for name, column in tokens.items()})
        columns: dict[str, tuple[str, Values]] = {"id": ("INTEGER", np.arange(len(self._forms), dtype=np.int32))}
        for place, name in enumerate(("field", "sort", "skeleton", "long")):
            columns[name] = ("VARCHAR", [form[place] for form in self._forms])
        for name, known in zip(("known_name", "known_kunya"), self._known, strict=True):
            columns[name] = ("DOUBLE", [known.get(number, 0.0) for number in range(len(self._forms))])
        columns["arabic"] = ("BOOLEAN", [form[4] for form in self._forms])
        fill(connection, "written_form", columns)
