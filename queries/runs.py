"""Past runs of queries: had again now or as known then, and what differs and why.

Of a run only the hash of its rows is kept. So its rows are had again from the case as it was known at the run's
revision, and their hash says whether they are the same rows.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.evidence.drafts import RunRecord
from queries import free
from queries.errors import CannotRunAgain, UnknownRun
from queries.own import shelf
from queries.reading import Row
from queries.saved_query import LIMIT, OF_THE_DAY, Result, SavedQuery, result_hashes

MEASURES = frozenset(
    """
    records documents undermining involvement_records data_as_of n_sources n_independent date_basis weakest_step
    status posting_status flags vetting paths days documented_days assumed_days possible_days share_documented
    share_possible documented_from documented_to range low best high incidents victims codes figures affects
    fails_export level status_of_place status_of_time kept level_of_record distance_km possible_incidents
    """.split()
)
"""Columns that say something about a row and do not make it another row when they change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A run as a list shows it.

    Attributes:
        title: of its query; its name where the query is gone.
        parameters: as they were understood, fit to be given again.
        limit: most rows that were asked for, 0 for the usual.
        obstacle: why it cannot be run again: "" (it can), gone, free, edited (it can, but with another text).
    """

    id: str
    query: str
    title: str
    parameters: dict[str, Any]
    limit: int
    revision: int
    rows: int
    seconds: float
    at: str
    by: str
    result_hash: str
    obstacle: str

    @property
    def can_run(self) -> bool:
        """Whether the query is still there."""
        return self.obstacle in ("", "edited")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A row that is there in both, with the columns that differ: column to (earlier, later)."""

    key: Row
    columns: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What came into the case between two runs.

    Attributes:
        load: name of the load's dataset, "" for what came in otherwise.
    """

    revision: int
    at: str
    by: str
    load: str
    records: int
    decisions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A past run beside a later one, or beside now.

    Attributes:
        proven: the rows had again as known then have the hash that was recorded.
        same: the later rows have the same hash as the earlier ones.
        edited: the query's text is another one than it was.
        keys: columns that tell rows apart.
    """

    past: Past
    then: Result
    now: Result
    proven: bool
    same: bool
    edited: bool
    keys: tuple[str, ...]
    added: list[Row]
    gone: list[Row]
    changed: list[Change]
    reasons: list[Reason]


def past(reader: Any, folder: Path, *, query: str = "", limit: int = 200) -> list[Past]:
    """Past runs that this reader may see, newest first; of one query only where one is named."""
    queries = shelf(folder).queries
    found = [run for run in reversed(reader.runs()) if query in ("", run.query)]
    return [_past(run, queries) for run in found[:limit]]


def find_run(reader: Any, folder: Path, own: str) -> Past:
    """One past run by its id.

    Raises:
        UnknownRun: there is none that this reader may see.
    """
    found = next((run for run in reader.runs() if run.id == own), None)
    if found is None:
        raise UnknownRun
    return _past(found, shelf(folder).queries)


def _past(run: RunRecord, queries: Mapping[str, SavedQuery]) -> Past:
    query = queries.get(run.query)
    parameters = dict(json.loads(run.parameters or "{}"))
    limit = parameters.pop(LIMIT, 0)
    if run.query == free.NAME:
        obstacle = "free"
    elif query is None:
        obstacle = "gone"
    else:
        obstacle = "" if query.digest == run.text_hash else "edited"
    return Past(
        id=run.id, query=run.query, title=query.title() if query else run.query, parameters=parameters,
        limit=limit if isinstance(limit, int) else 0, revision=run.revision, rows=run.rows, seconds=run.seconds,
        at=run.at, by=run.by, result_hash=run.result_hash, obstacle=obstacle,
    )  # fmt: skip


def again(reader: Any, run: Past, folder: Path) -> Result:
    """Ask the same question with the same parameters, of the case as it is now; it is recorded as a run.

    Raises:
        CannotRunAgain: the query is gone, or was free Cypher, of which only the hash is kept.
        DossierError: as any run.
    """
    return _query(run, folder).ask(reader, run.parameters, limit=run.limit)


def as_known_then(reader: Any, run: Past, folder: Path) -> Result:
    """The same, of the case as it was known at the run's revision. Nothing is recorded: it is the same run.

    Raises:
        As :func:`again`.
    """
    return _known_at(reader, run, run.revision, folder)


def _known_at(reader: Any, run: Past, revision: int, folder: Path) -> Result:
    query = _query(run, folder)
    with reader.as_known_at(revision) as then:
        return query.ask(then, run.parameters, limit=run.limit, record=False)


def _query(run: Past, folder: Path) -> SavedQuery:
    query = shelf(folder).queries.get(run.query)
    if query is None:
        raise CannotRunAgain(run.obstacle)
    return query


def compare(reader: Any, run: Past, folder: Path, *, later: Past | None = None) -> Comparison:
    """What differs between a past run and the case as it is now, or as it was at a later run of the same query.

    Raises:
        CannotRunAgain: as :func:`again`, or the later run is of another query.
        DossierError: as any run.
    """
    if later is not None and later.query != run.query:
        raise CannotRunAgain("other")
    then = as_known_then(reader, run, folder)
    if later is None:
        now = _query(run, folder).ask(reader, run.parameters, limit=run.limit, record=False)
        until = now.revision
    else:
        until = later.revision
        now = _known_at(reader, later, until, folder)
    query = _query(run, folder)
    keys = key_columns(query, then.rows, now.rows)
    added, gone, changed = differences(then.rows, now.rows, keys)
    return Comparison(
        past=run,
        then=then,
        now=now,
        proven=run.result_hash in result_hashes(then.rows),
        same=result_hashes(then.rows)[0] == result_hashes(now.rows)[0],
        edited=run.obstacle == "edited",
        keys=keys,
        added=added,
        gone=gone,
        changed=changed,
        reasons=_reasons(reader, run.revision, until),
    )


def _reasons(reader: Any, after: int, until: int) -> list[Reason]:
    entered = [each for each in reader.entered_since(after) if each.revision <= until]
    names = reader.load_names({each.load for each in entered if each.load})
    return [
        Reason(
            revision=each.revision, at=each.at, by=each.by, load=names.get(each.load, ""), records=each.records,
            decisions=each.decisions,
        )
        for each in entered
    ]  # fmt: skip


def key_columns(query: SavedQuery, *answers: Sequence[Row]) -> tuple[str, ...]:
    """Columns that tell the rows of a query apart: those its head names, else all that are no mere measures."""
    named = query.key or tuple(column for column in query.columns if column not in MEASURES)
    columns = named or query.columns
    if any(_several(rows, columns) for rows in answers):
        wider = tuple(column for column in query.columns if column in columns or column not in MEASURES)
        return wider or columns
    return columns


def _several(rows: Iterable[Row], columns: Sequence[str]) -> bool:
    return any(n > 1 for n in Counter(_key(row, columns) for row in rows).values())


def differences(
    before: Sequence[Row], after: Sequence[Row], keys: Sequence[str]
) -> tuple[list[Row], list[Row], list[Change]]:
    """Rows added, rows gone, and rows that changed; rows with one key are paired in order.

    The revision that an answer rests on is no difference.
    """
    waiting: dict[str, list[Row]] = defaultdict(list)
    for row in before:
        waiting[_key(row, keys)].append(row)
    added: list[Row] = []
    changed: list[Change] = []
    for row in after:
        earlier = waiting[_key(row, keys)]
        if not earlier:
            added.append(row)
            continue
        found = _changes(earlier.pop(0), row)
        if found:
            changed.append(Change(key={key: row[key] for key in keys}, columns=found))
    gone = [row for rows in waiting.values() for row in rows]
    return added, gone, changed


def _changes(before: Row, after: Row) -> dict[str, tuple[Any, Any]]:
    return {
        column: (before.get(column), value)
        for column, value in after.items()
        if column not in OF_THE_DAY and _text(before.get(column)) != _text(value)
    }


def _key(row: Row, columns: Sequence[str]) -> str:
    return _text([row.get(column) for column in columns])


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
