"""From the user's keys to threads: references as they stand in the evidence store."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection

from graph.evidence.database import listed, rows
from graph.evidence.hashing import Hasher, key_hash
from graph.model.fields import Field, FieldType
from graph.model.kinds import KINDS


@dataclass(slots=True, kw_only=True)
class Wanted:
    """One reference of one draft: by which field and position, and the key hash under each kind it may mean.

    ``thread`` is the very record that somebody chose (in a form), "" where a row names a key.
    """

    field: str
    position: int
    hashes: tuple[tuple[str, str], ...]
    thread: str = ""


@dataclass(slots=True, kw_only=True)
class Resolved:
    """The references of one version as they are stored.

    Attributes:
        refs: field to [thread or "", kind] in order.
        targets: threads pointed to.
        waiting: (field, position, rank, kind, key hash, thread or None) of what is not settled.
    """

    refs: dict[str, list[list[str]]] = field(default_factory=dict)
    targets: set[str] = field(default_factory=set)
    waiting: list[tuple[str, int, int, str, str, str | None]] = field(default_factory=list)


@cache
def reference_fields(kind: str) -> tuple[Field, ...]:
    """The fields of a kind that point to other records."""
    return tuple(f for f in KINDS[kind].all_fields if f.type is FieldType.REFERENCE)


class KeyHashes:
    """Key hashes of references, each computed once: a document's key stands in every row that rests on it."""

    def __init__(self, keyed: Hasher) -> None:
        self._keyed = keyed
        self._known: dict[tuple[str, str, str], str] = {}

    def of(self, dataset: str, kind: str, key: str) -> str:
        """See :func:`graph.evidence.hashing.key_hash`."""
        asked = (dataset, kind, key)
        found = self._known.get(asked)
        if found is None:
            found = self._known[asked] = key_hash(self._keyed, dataset, kind, key)
        return found

    def wanted(self, kind: str, dataset: str, values: Mapping[str, Any]) -> list[Wanted]:
        """Every reference in the plain values of one draft."""
        wanted: list[Wanted] = []
        for declared in reference_fields(kind):
            value = values.get(declared.name)
            if not value:
                continue
            for position, one in enumerate(value if declared.many else (value,)):
                of = one.get("dataset") or dataset
                kinds = (one["kind"],) if one.get("kind") else declared.refers_to
                wanted.append(
                    Wanted(
                        field=declared.name,
                        position=position,
                        hashes=tuple([(kind_, self.of(of, kind_, one["key"])) for kind_ in kinds]),
                        thread=one.get("thread", ""),
                    )
                )
        return wanted


def threads_of(connection: Connection, hashes: Iterable[str]) -> dict[str, str]:
    """Key hash to thread, for those that are there."""
    return {
        row[0]: row[1]
        for row in rows(
            connection,
            "SELECT key_hash, id FROM thread WHERE key_hash IN (SELECT value FROM json_each(?))",
            listed(hashes),
        )
    }


def resolve(wanted: Sequence[Wanted], threads: Mapping[str, str]) -> Resolved:
    """References by thread, as far as the rows they name are there.

    What may mean one of several kinds is never settled here: which it means follows from what is there on the
    day that is asked about, whatever came first.
    """
    done = Resolved()
    for one in wanted:
        targets = done.refs.setdefault(one.field, [])
        settled = one.thread or (threads.get(one.hashes[0][1]) if len(one.hashes) == 1 else None)
        if settled:
            targets.append([settled, one.hashes[0][0]])
            done.targets.add(settled)
            continue
        targets.append(["", one.hashes[0][0] if len(one.hashes) == 1 else ""])
        for rank, (kind, hashed) in enumerate(one.hashes):
            target = threads.get(hashed)
            done.waiting.append((one.field, one.position, rank, kind, hashed, target))
            if target is not None:
                done.targets.add(target)
    return done
