"""Before anything is written: which drafts are new, changed or known already."""

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from graph.evidence.database import Row, listed, rows
from graph.evidence.drafts import Draft, SameKey
from graph.evidence.hashing import Hasher, identify
from graph.evidence.reading import revisions
from graph.evidence.withdrawals import withdrawn

_IN = "IN (SELECT value FROM json_each(?))"
_SHARE = 4
"""Looking a thread up costs about as much as reading this many in order (measured: three to five)."""


@dataclass(slots=True, kw_only=True)
class Standing:
    """Where a known thread stands.

    Attributes:
        number: of its newest version.
        content: hash of what a table last said of it; "" where no load that counts says anything. Corrections
            by people are left aside, so that loading an unchanged table again does not take them back.
    """

    thread: str
    number: int
    content: str


@dataclass(slots=True, kw_only=True)
class Plan:
    """What is to become of each draft: state, thread ("" for new and refused ones), key and content hash."""

    states: list[str]
    threads: list[str]
    keys: list[str]
    contents: list[str]
    numbers: list[int]
    same_key: list[SameKey]


def plan(connection: Connection, drafts: Sequence[Draft], keyed: Hasher, seen: Mapping[str, str]) -> Plan:
    """Compare drafts with the store.

    Args:
        seen: key hash to content hash of what this transaction has taken already.
    """
    hashes = [identify(keyed, draft) for draft in drafts]
    clashes = _clashes(drafts, hashes, seen)
    refused = {at for clash in clashes for at in clash.at}
    known = _standing(connection, {key for key, _ in hashes})
    done = Plan(
        states=[],
        threads=[],
        keys=[key for key, _ in hashes],
        contents=[c for _, c in hashes],
        numbers=[],
        same_key=clashes,
    )
    first: set[str] = set()
    for at, (key, content) in enumerate(hashes):
        standing = known.get(key)
        if at in refused:
            state = "same_key"
        elif key in first or (standing is not None and standing.content == content):
            state = "unchanged"
        else:
            state = "new" if standing is None else "changed"
        first.add(key)
        done.states.append(state)
        done.threads.append(standing.thread if standing and state != "same_key" else "")
        done.numbers.append(standing.number if standing else 0)
    return done


def _clashes(drafts: Sequence[Draft], hashes: Sequence[tuple[str, str]], seen: Mapping[str, str]) -> list[SameKey]:
    first: dict[str, int] = {}
    clashes: list[SameKey] = []
    for at, (key, content) in enumerate(hashes):
        if seen.get(key, content) != content:
            clashes.append(SameKey(first="", second=drafts[at].page, at=(at,)))
        elif key not in first:
            first[key] = at
        elif hashes[first[key]][1] != content:
            clashes.append(SameKey(first=drafts[first[key]].page, second=drafts[at].page, at=(first[key], at)))
    return clashes


def _standing(connection: Connection, keys: set[str]) -> dict[str, Standing]:
    if not rows(connection, "SELECT 1 FROM thread LIMIT 1"):
        return {}
    if _many(connection, len(keys)):
        everything = rows(connection, "SELECT key_hash, id FROM thread")
        found: Sequence[Row] = [one for one in everything if one[0] in keys]
    else:
        found = rows(connection, f"SELECT key_hash, id FROM thread WHERE key_hash {_IN}", listed(keys))
    if not found:
        return {}
    by_thread = {thread: Standing(thread=thread, number=0, content="") for _, thread in found}
    out = withdrawn(connection).loads
    load_of = {number: revision.load for number, revision in revisions(connection).items()}
    for thread, number, content, revision, corrects in _versions(connection, by_thread):
        standing = by_thread.get(thread)
        if standing is None:
            continue
        standing.number = max(standing.number, number)
        # A revision that is not there yet is the one being written: it counts.
        if not corrects and load_of.get(revision, "") not in out:
            standing.content = content
    return {key: by_thread[thread] for key, thread in found}


def _many(connection: Connection, asked: int) -> bool:
    """Whether so much is asked for that reading everything in order is quicker than looking up one by one."""
    return asked * _SHARE >= int(rows(connection, "SELECT count(*) FROM thread")[0][0])


def _versions(connection: Connection, threads: Collection[str]) -> Sequence[Row]:
    """Every version of some threads, oldest first; where many are asked for, those of others too."""
    chosen = "SELECT thread, number, content, revision, corrects FROM record"
    if _many(connection, len(threads)):
        return rows(connection, f"{chosen} ORDER BY n")
    return rows(connection, f"{chosen} WHERE thread {_IN} ORDER BY n", listed(threads))


def live_threads(connection: Connection, datasets: Mapping[str, Container[str]]) -> set[str]:
    """Threads with a version whose load counts.

    Args:
        datasets: which kinds of which dataset (by hash).
    """
    out = withdrawn(connection).loads
    load_of = {number: revision.load for number, revision in revisions(connection).items()}
    of_dataset = rows(connection, f"SELECT id, dataset, kind FROM thread WHERE dataset {_IN}", listed(datasets))
    threads = {thread for thread, dataset, kind in of_dataset if kind in datasets[dataset]}
    return {
        thread
        for thread, _, _, revision, corrects in _versions(connection, threads)
        if thread in threads and not corrects and load_of.get(revision, "") not in out
    }
