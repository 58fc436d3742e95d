"""What records are called, as a clearance sees them: for indexes of names, which live in memory alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from graph.evidence.adding import name_fields
from graph.evidence.database import rows
from graph.evidence.reading import referring
from graph.evidence.views import read_records
from graph.evidence.visibility import usable, with_targets

TOGETHER = 10_000
"""So many threads are looked at at one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What one record is called in the version that a clearance sees; no names where it sees none."""

    thread: str
    kind: str
    names: tuple[str, ...]


def all_named(connection: Connection, clearance: int) -> Iterator[Named]:
    """Every record with a name that a clearance sees."""
    spoken: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for thread, version, words in rows(connection, "SELECT thread, version, words FROM vault.name ORDER BY id"):
        spoken[thread].append((version, words))
    for threads in _parts(list(spoken)):
        known = with_targets(connection, threads)
        shown = usable(known, clearance)
        for thread in threads:
            if thread in shown:
                names = [words for version, words in spoken[thread] if version == shown[thread].id]
                yield Named(thread=thread, kind=shown[thread].kind, names=tuple(dict.fromkeys(names)))


def named(connection: Connection, threads: Iterable[str], clearance: int) -> Iterator[Named]:
    """What some threads are called: one answer each, without names for what this clearance does not see."""
    for part in _parts(sorted(set(threads))):
        views = {view.thread: view for view in read_records(connection, part, clearance)}
        for thread in part:
            view = views.get(thread)
            names: list[str] = []
            for field in name_fields(view.kind) if view else ():
                value = view.values.get(field) if view else None
                names += [value] if isinstance(value, str) else [str(one["words"]) for one in value or ()]
            yield Named(thread=thread, kind=view.kind if view else "", names=tuple(dict.fromkeys(names)))


def with_referring(connection: Connection, threads: Iterable[str]) -> set[str]:
    """These threads and all that refer to them, over any number of steps: what a level decides for, if it changes."""
    found = set(threads)
    fresh = set(found)
    while fresh:
        fresh = referring(connection, fresh) - found
        found |= fresh
    return found


def _parts(threads: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(threads), TOGETHER):
        yield threads[start : start + TOGETHER]
