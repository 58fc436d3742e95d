"""What the projection reads: slices, what a range of revisions touched, who points to whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Connection

from graph.evidence.codes import written
from graph.evidence.database import Row, listed, rows
from graph.evidence.drafts import Changes
from graph.evidence.slices import Decision, Slice, Target, Version
from graph.evidence.withdrawals import Withdrawn, withdrawn
from graph.model.kinds import KINDS

# Above this share of all threads, everything is projected again rather than part by part.
WHOLE_SHARE = 0.5
_REVISIONS = "dossier revisions"
_IN = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One transaction: who wrote, when, for which load ("" for none)."""

    number: int
    at: str
    by: str
    actor: str
    version: str
    load: str


def revisions(connection: Connection, known_on: str | None = None) -> Mapping[int, Revision]:
    """Every revision, or those entered by the end of the day or moment ``known_on`` (ISO, UTC)."""
    known = _known_revisions(connection)
    if known_on is None:
        return known
    return {number: one for number, one in known.items() if one.at[: len(known_on)] <= known_on}


def _known_revisions(connection: Connection) -> dict[int, Revision]:
    """Every revision. They are never changed, so each connection keeps what it has read and asks for later ones: a
    case that many have judged has tens of thousands, and every small read needs them.
    """
    kept: dict[int, Revision] = connection.info.get(_REVISIONS) or {}
    last = next(reversed(kept), 0)
    fresh = _read_revisions(connection, last)
    if last and fresh.get(last) != kept[last]:  # it was of a transaction that was rolled back
        kept = fresh = _read_revisions(connection, 0)
    kept.update(fresh)
    connection.info[_REVISIONS] = kept
    return kept


def _read_revisions(connection: Connection, first: int) -> dict[int, Revision]:
    asked = "SELECT number, at, by, actor, version, load FROM revision WHERE number >= ? ORDER BY number"
    return {
        row[0]: Revision(number=row[0], at=row[1], by=row[2], actor=row[3], version=row[4], load=row[5])
        for row in rows(connection, asked, first)
    }


def newest(connection: Connection) -> int:
    """The number of the newest revision, 0 for a case in which nothing has been entered."""
    return int(rows(connection, "SELECT coalesce(max(number), 0) FROM revision")[0][0])


def read_slice(
    connection: Connection,
    threads: Iterable[str] | None = None,
    known_on: str | None = None,
    *,
    names: bool = True,
) -> Slice:
    """See :meth:`graph.evidence.store.Evidence.slice`. With ``names`` False the vault is not touched."""
    chosen = None if threads is None else listed(set(threads))
    known = revisions(connection, known_on)
    out = withdrawn(connection, None if known_on is None else frozenset(known))
    versions = _versions(connection, chosen, known)
    _resolve_waiting(connection, chosen, versions, known, out)
    people = _thread_rows(connection, chosen)
    decisions = _decisions(connection, chosen, known)
    by_version = _names(connection, chosen) if names else {}
    return Slice(
        versions=versions,
        codes={row[0]: _code(row[1], row[2]) for row in people if row[2] and row[0] in versions},
        kinds={row[0]: row[1] for row in people if row[0] in versions},
        decisions=decisions,
        withdrawn_loads=out.loads,
        withdrawn_decisions=out.decisions,
        erased=frozenset(d.left for d in decisions if d.type == "erase" and d.id not in out.decisions),
        names=_latest_names(versions, by_version, out),
        names_by_version=by_version,
        two_people=two_people(connection, out, known),
    )


def two_people(connection: Connection, out: Withdrawn, known: Mapping[int, Revision] | None = None) -> bool:
    """Whether the case asks for a second person before a merge counts; off until somebody decides otherwise.

    Args:
        known: the revisions that are looked at, None for all.
    """
    found = rows(connection, "SELECT id, verdict, revision FROM decision WHERE type = 'two_people' ORDER BY n")
    said = [row[1] for row in found if row[0] not in out.decisions and (known is None or row[2] in known)]
    return bool(said) and said[-1] == "on"


def _code(kind: str, digits: str) -> str:
    return written(KINDS[kind].letter, digits)


def _thread_rows(connection: Connection, chosen: str | None) -> Iterable[Row]:
    if chosen is None:
        return rows(connection, "SELECT id, kind, digits FROM thread")
    return rows(connection, f"SELECT id, kind, digits FROM thread WHERE id {_IN}", chosen)


def _versions(connection: Connection, chosen: str | None, known: Mapping[int, Revision]) -> dict[str, list[Version]]:
    columns = "SELECT id, thread, number, kind, revision, level, fields, corrects FROM record"
    if chosen is None:
        found = rows(connection, f"{columns} ORDER BY n")
    else:
        found = rows(connection, f"{columns} WHERE thread {_IN} ORDER BY n", chosen)
    versions: dict[str, list[Version]] = {}
    loads = orjson.loads
    for own, thread, number, kind, revision, level, fields, corrects in found:
        entered = known.get(revision)
        if entered is None:
            continue
        # A correction stands and falls with what it corrects: its load is that version's.
        load = next(one.load for one in versions[thread] if one.id == corrects) if corrects else entered.load
        kept = loads(fields)
        version = Version(
            id=own,
            thread=thread,
            kind=kind,
            number=number,
            level=level,
            revision=revision,
            load=load,
            entered_at=entered.at,
            values=kept["v"],
            references=_targets(kept["r"]),
        )
        if thread in versions:
            versions[thread].append(version)
        else:
            versions[thread] = [version]
    return versions


@lru_cache(maxsize=65_536)  # a document is the target of every record that rests on it
def _target(thread: str, kind: str) -> Target:
    return Target(thread=thread, kind=kind)


def _targets(refs: dict[str, list[list[str]]]) -> dict[str, tuple[Target, ...]]:
    return {field: tuple([_target(*one) for one in targets]) for field, targets in refs.items()}


def _resolve_waiting(
    connection: Connection,
    chosen: str | None,
    versions: dict[str, list[Version]],
    known: Mapping[int, Revision],
    out: Withdrawn,
) -> None:
    """Fill in the references that were not resolved when their record was entered."""
    where = "" if chosen is None else f" AND thread {_IN}"
    found = rows(
        connection,
        "SELECT version, thread, field, position, kind, target FROM waiting"
        f" WHERE target IS NOT NULL{where} ORDER BY version, field, position, rank",
        *([] if chosen is None else [chosen]),
    )
    if not found:
        return
    alive = _alive(connection, {row[5] for row in found}, known, out)
    best: dict[tuple[str, str], dict[tuple[str, int], Target]] = defaultdict(dict)
    for version, thread, field, position, kind, target in found:
        # Of several kinds that it may mean, the first in the model's order that is there counts.
        if target in alive:
            best[thread, version].setdefault((field, position), Target(thread=target, kind=kind))
    by_id = {(thread, version.id): version for thread, own in versions.items() for version in own}
    for key, resolved in best.items():
        version_ = by_id.get(key)
        if version_ is None:
            continue
        for (field, position), target_ in resolved.items():
            targets = list(version_.references[field])
            targets[position] = target_
            version_.references[field] = tuple(targets)


def _alive(connection: Connection, threads: set[str], known: Mapping[int, Revision], out: Withdrawn) -> set[str]:
    """Threads with a version that was known and whose load counts."""
    found = rows(
        connection,
        f"SELECT DISTINCT thread, revision FROM record WHERE corrects = '' AND thread {_IN}",
        listed(threads),
    )
    return {thread for thread, number in found if number in known and known[number].load not in out.loads}


def _decisions(connection: Connection, chosen: str | None, known: Mapping[int, Revision]) -> list[Decision]:
    columns = 'SELECT id, type, "left", "right", verdict, score, reasons, level, revision FROM decision'
    if chosen is None:
        found: Iterable[Row] = rows(connection, f"{columns} ORDER BY n")
    else:
        found = rows(
            connection,
            f'{columns} WHERE n IN (SELECT n FROM decision WHERE "left" {_IN}'
            f' UNION SELECT n FROM decision WHERE "right" {_IN}) ORDER BY n',
            chosen,
            chosen,
        )
    return [_decision(row, known[row[8]]) for row in found if row[8] in known]


def _decision(row: Row, made: Revision) -> Decision:
    return Decision(
        id=row[0],
        type=row[1],
        left=row[2],
        right=row[3],
        verdict=row[4],
        score=row[5],
        reasons=tuple(orjson.loads(row[6])),
        level=row[7],
        revision=row[8],
        by=made.by,
        actor=made.actor,
        version=made.version,
        at=made.at,
    )


def _names(connection: Connection, chosen: str | None) -> dict[str, list[dict[str, Any]]]:
    """Names of persons by version, from the vault."""
    where = "" if chosen is None else f" AND r.thread {_IN}"
    found = rows(
        connection,
        "SELECT r.id, v.fields FROM record r JOIN vault.record v ON v.n = r.n AND v.id = r.id"
        f" WHERE r.kind = 'person'{where}",
        *([] if chosen is None else [chosen]),
    )
    return {own: orjson.loads(fields)["v"].get("names", []) for own, fields in found}


def _latest_names(
    versions: Mapping[str, list[Version]], by_version: Mapping[str, list[dict[str, Any]]], out: Withdrawn
) -> dict[str, list[dict[str, Any]]]:
    latest: dict[str, list[dict[str, Any]]] = {}
    for thread, own in versions.items():
        if own[0].kind != "person":
            continue
        live = [version for version in own if version.load not in out.loads] or own
        latest[thread] = by_version.get(live[-1].id, [])
    return latest


def changes_since(connection: Connection, revision: int) -> Changes:
    """See :meth:`graph.evidence.store.Evidence.changes_since`."""
    covered = newest(connection)
    total = int(rows(connection, "SELECT count(*) FROM thread")[0][0])
    if revision <= 0:
        return Changes(
            threads={row[0] for row in rows(connection, "SELECT id FROM thread")},
            whole=True,
            revision=covered,
        )
    # Not DISTINCT: for that SQLite walks every record in the order of threads instead of the new ones alone.
    touched = {row[0] for row in rows(connection, "SELECT thread FROM record WHERE revision > ?", revision)}
    touched |= {row[0] for row in rows(connection, "SELECT thread FROM waiting WHERE resolved > ?", revision)}
    fresh = rows(connection, 'SELECT type, "left", "right" FROM decision WHERE revision > ?', revision)
    touched |= hit(connection, fresh)
    return Changes(
        threads=touched,
        whole=len(touched) > WHOLE_SHARE * total,
        revision=covered,
        withdrawals=takes_records(connection, fresh),
    )


def takes_records(connection: Connection, fresh: Iterable[Row]) -> bool:
    """Whether one of these decisions takes back a load, or a decision by which records come or go."""
    taken = [left for kind, left, _ in fresh if kind == "withdraw_decision"]
    return any(kind == "withdraw_load" for kind, _, _ in fresh) or bool(
        taken
        and rows(
            connection,
            f"SELECT 1 FROM decision WHERE id {_IN} AND type IN"
            " ('level', 'status', 'erase', 'withdraw_load', 'withdraw_decision') LIMIT 1",
            listed(taken),
        )
    )


def hit(connection: Connection, decisions: Iterable[Row]) -> set[str]:
    """Threads that some decisions touch; a withdrawal touches what it takes back."""
    ends: set[str] = set()
    loads: set[str] = set()
    taken: set[str] = set()
    for kind, left, right in decisions:
        if kind == "withdraw_load":
            loads.add(left)
        elif kind == "withdraw_decision":
            taken.add(left)
        elif kind == "two_people":
            ends |= _judged(connection)
        else:
            ends |= {left, right} - {""}
    if loads:
        ends |= {
            row[0]
            for row in rows(
                connection,
                f"SELECT DISTINCT thread FROM record WHERE revision IN (SELECT number FROM revision WHERE load {_IN})",
                listed(loads),
            )
        }
        # What may mean one of several kinds changes its meaning when one of these leaves.
        ends |= {row[0] for row in rows(connection, f"SELECT thread FROM waiting WHERE target {_IN}", listed(ends))}
    if taken:
        ends |= hit(
            connection,
            rows(connection, f'SELECT type, "left", "right" FROM decision WHERE id {_IN}', listed(taken)),
        )
    return ends


def _judged(connection: Connection) -> set[str]:
    """Threads of which any pair was judged."""
    found = rows(connection, 'SELECT "left", "right" FROM decision WHERE type = \'identity\'')
    return {end for row in found for end in row}


def referring(connection: Connection, threads: Iterable[str]) -> set[str]:
    """Threads of which any version refers to one of these."""
    found = rows(connection, f"SELECT DISTINCT thread FROM reference WHERE target {_IN}", listed(set(threads)))
    return {row[0] for row in found}


def linked(connection: Connection, threads: Iterable[str]) -> set[str]:
    """These threads, and all that identity decisions of any verdict join with them, over any number of steps."""
    reached = set(threads)
    fresh = set(reached)
    while fresh:
        chosen = listed(fresh)
        found = rows(
            connection,
            f'SELECT "right" FROM decision WHERE type = \'identity\' AND "left" {_IN}'
            f' UNION SELECT "left" FROM decision WHERE type = \'identity\' AND "right" {_IN}',
            chosen,
            chosen,
        )
        fresh = {row[0] for row in found} - reached
        reached |= fresh
    return reached
