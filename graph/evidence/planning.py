"""Before anything is written: which drafts are new, changed or known already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from graph.evidence.database import listed, rows
from graph.evidence.drafts import Draft, SameKey
from graph.evidence.hashing import Hasher, identify
from graph.evidence.reading import revisions
from graph.evidence.withdrawals import withdrawn

_IN = "IN (SELECT value FROM json_each(?))"


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
    found = rows(connection, f"SELECT key_hash, id FROM thread WHERE key_hash {_IN}", listed(keys))
    if not found:
        return {}
    by_thread = {thread: Standing(thread=thread, number=0, content="") for _, thread in found}
    out = withdrawn(connection).loads
    load_of = {number: revision.load for number, revision in revisions(connection).items()}
    for thread, number, content, revision, corrects in rows(
        connection,
        f"SELECT thread, number, content, revision, corrects FROM record WHERE thread {_IN} ORDER BY n",
        listed(by_thread),
    ):
        standing = by_thread[thread]
        standing.number = max(standing.number, number)
        # A revision that is not there yet is the one being written: it counts.
        if not corrects and load_of.get(revision, "") not in out:
            standing.content = content
    return {key: by_thread[thread] for key, thread in found}


def live_threads(connection: Connection, dataset: str, kind: str = "") -> set[str]:
    """Threads of a dataset (by hash), of one kind or all, with a version whose load counts."""
    out = withdrawn(connection).loads
    load_of = {number: revision.load for number, revision in revisions(connection).items()}
    found = rows(
        connection,
        "SELECT DISTINCT r.thread, r.revision FROM record r JOIN thread t ON t.id = r.thread"
        " WHERE t.dataset = ? AND (? = '' OR t.kind = ?) AND r.corrects = ''",
        dataset,
        kind,
        kind,
    )
    return {thread for thread, revision in found if load_of.get(revision, "") not in out}
