"""Records as tables of an in-memory DuckDB: nothing is read from disk, nothing spills to it.

This is the seam to Spark: :func:`connect` and :func:`fill` are all that knows DuckDB's own interface. Every statement
of the engine (:mod:`~ingest.matching.forms`, :mod:`~ingest.matching.spellings`, :mod:`~ingest.matching.blocking`,
:mod:`~ingest.matching.scoring`) is plain SQL whose functions Spark has too, but for ``unnest``, which is ``explode``
there.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, cast

import duckdb
import numpy as np

from graph.errors import DossierError
from ingest.matching.spec import BadSpec, Kind

Values = Sequence[object] | np.ndarray

_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "temp_directory": "",
    "preserve_insertion_order": "false",
}
_MEMORY = re.compile(r"\d+(?:\.\d+)?\s?(?:MB|GB|MiB|GiB)", re.IGNORECASE)
_NUMPY = {"VARCHAR": object, "INTEGER": np.int32, "BIGINT": np.int64, "DOUBLE": np.float64, "BOOLEAN": np.bool_}


class TooLittleMemory(DossierError):
    """The work needs more memory than it was given, or what was given cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Records of one kind, column by column; a record is its row number, from 0.

    Attributes:
        size: how many records.
        columns: the kind's columns; None where a value is absent.
        labels: the kind's labels, as written; None or "" where absent.
        names: each record's spellings; empty where the kind has no names.
    """

    size: int
    columns: Mapping[str, Sequence[object]] = field(default_factory=dict)
    labels: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    names: Sequence[Sequence[str]] = ()


def connect(*, memory: str = "4GB", threads: int = 2) -> duckdb.DuckDBPyConnection:
    """A database in memory that cannot reach a file or the network.

    Args:
        memory: the most that the database may hold; a statement that needs more fails and does not spill to disk.
        threads: processor cores to use.
    """
    connection = duckdb.connect(":memory:", config={**_LOCKED, "memory_limit": memory, "threads": str(threads)})
    with suppress(duckdb.InvalidInputException):  # a notebook that cannot draw a bar draws none
        connection.execute("SET enable_progress_bar = false")
    connection.execute("SET lock_configuration = true")
    return connection


@contextmanager
def memory_told(memory: str) -> Iterator[None]:
    """Say in a sentence what a statement that ran out of memory wants."""
    if not _MEMORY.fullmatch(memory):
        raise TooLittleMemory("The memory for comparing is said as a number with MB or GB, such as 4GB.")
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise TooLittleMemory(
            f"Comparing these records needs more than {memory} of memory; allow more, or compare them in parts."
        ) from None


def fill(connection: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, tuple[str, Values]]) -> None:
    """Make a table of columns, each a plain SQL type and its values; None is NULL."""
    parts, arrays = [], {}
    for name, (type_, values) in columns.items():
        array, absent = _array(type_, values)
        arrays[name] = array
        if absent is None:
            parts.append(f"{name}::{type_} AS {name}")
        else:
            arrays[f"{name}_absent"] = absent
            parts.append(f"CASE WHEN {name}_absent THEN NULL ELSE {name}::{type_} END AS {name}")
    connection.register("handed_over", arrays)
    try:
        connection.execute(f"CREATE TABLE {table} AS SELECT {', '.join(parts)} FROM handed_over")
    finally:
        connection.unregister("handed_over")


def fill_records(connection: duckdb.DuckDBPyConnection, kind: Kind, records: Records) -> None:
    """Make ``plain_record``: ``id`` and the kind's columns.

    Raises:
        BadSpec: a declared column is not there, or has another length.
    """
    plain: dict[str, tuple[str, Values]] = {"id": ("INTEGER", np.arange(records.size, dtype=np.int32))}
    lists: list[str] = []
    for name, type_ in kind.columns.items():
        values = records.columns.get(name)
        if values is None or len(values) != records.size:
            raise BadSpec(f"{kind.name}: column {name!r} must be given once a record.")
        if type_.endswith("[]"):
            lists.append(name)
            _fill_list(connection, name, type_[:-2], values)
        else:
            plain[name] = (type_, values)
    fill(connection, "handed_record", plain)
    joins = " ".join(f"LEFT JOIN list_{name} ON list_{name}.row = p.id" for name in lists)
    chosen = ", ".join(["p.*", *(f"list_{name}.{name}" for name in lists)])
    connection.execute(f"CREATE TABLE plain_record AS SELECT {chosen} FROM handed_record AS p {joins}")
    for table in ("handed_record", *(f"list_{name}" for name in lists)):
        connection.execute(f"DROP TABLE {table}")


def _fill_list(connection: duckdb.DuckDBPyConnection, name: str, type_: str, values: Sequence[object]) -> None:
    rows = [(row, one) for row, many in enumerate(cast(Sequence[Collection[Any] | None], values)) for one in many or ()]
    fill(
        connection,
        f"long_{name}",
        {"row": ("INTEGER", [row for row, _ in rows]), "value": (type_, [one for _, one in rows])},
    )
    connection.execute(f"CREATE TABLE list_{name} AS SELECT row, list(value) AS {name} FROM long_{name} GROUP BY row")
    connection.execute(f"DROP TABLE long_{name}")


def _array(type_: str, values: Values) -> tuple[np.ndarray, np.ndarray | None]:
    """The values as an array, and which are absent (None if none is)."""
    if isinstance(values, np.ndarray) and values.dtype != object:
        return values, None
    absent = np.fromiter((value is None for value in values), dtype=np.bool_, count=len(values))
    dtype = _NUMPY[type_]
    if not absent.any():
        return np.array(values, dtype=dtype) if len(values) else np.empty(0, dtype=dtype), None
    nothing = "" if dtype is object else 0
    return np.array([nothing if value is None else value for value in values], dtype=dtype), absent
