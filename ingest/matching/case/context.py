"""What a case says, ready to be put into columns: what counts now, what points to what, and what is one by verdict.

Everything is read once and held in memory; names and descriptions come from the vault and go nowhere else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from graph.case import Case
from graph.dates import OPEN_END, OPEN_START
from graph.evidence.slices import Decision, Slice, Version
from graph.evidence.visibility import set_levels, usable
from graph.identity import pair_of
from graph.model.levels import Level
from ingest.matching.tables import Records

WORDED = frozenset({"person", "group"})
"""Kinds of which something that is compared lies in the vault."""
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The records of one kind, ready to be compared.

    Attributes:
        threads: thread of each record; sorted, so that equal evidence gives equal rows.
        sources: the document that lists each, "" where that is not known.
    """

    threads: Sequence[str]
    records: Records
    sources: Sequence[str]


class Context:
    """A case's current records and how they hang together."""

    def __init__(self, case: Case) -> None:
        self.slice: Slice = case.evidence.slice()
        self.current: dict[str, Version] = dict(_current(self.slice))
        worded = {version.id: thread for thread, version in self.current.items() if version.kind in WORDED}
        self.words: Mapping[str, dict[str, Any]] = {
            worded[version]: values for version, values in case.evidence.vault_values(worded).items()
        }
        self._pointing: dict[str, list[tuple[str, Version]]] = defaultdict(list)
        for version in self.current.values():
            for name, targets in version.references.items():
                for target in targets:
                    if target.thread:
                        self._pointing[target.thread].append((name, version))
        self._head: dict[str, str] = {}

    def lowest(self, thread: str) -> int:
        """The lowest clearance that shows a record's latest version and all that it refers to."""
        return self._lowest.get(thread, int(Level.SEALED))

    @cached_property
    def _lowest(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for clearance in Level:
            for thread, version in usable(self.slice, clearance).items():
                if version is self.current.get(thread):
                    found.setdefault(thread, int(clearance))
        return found

    @cached_property
    def set_levels(self) -> Mapping[str, int]:
        """Levels that decisions have set, by thread."""
        return set_levels(self.slice)

    def of_kind(self, kind: str) -> list[Version]:
        """The records of a kind, by thread."""
        return sorted((one for one in self.current.values() if one.kind == kind), key=lambda one: one.thread)

    def pointing(self, thread: str, kind: str, field: str = "") -> Iterator[Version]:
        """Records of a kind that refer to a thread (in one of their fields)."""
        for name, version in self._pointing.get(thread, ()):
            if version.kind == kind and field in ("", name):
                yield version

    def targets(self, version: Version, field: str) -> list[str]:
        """What a field refers to, as far as it is there."""
        return [one.thread for one in version.references.get(field, ()) if one.thread in self.current]

    def join(self, pairs: Iterable[tuple[str, str]]) -> None:
        """From now on these are one thing wherever another record refers to them."""
        for left, right in pairs:
            one, other = sorted((self.thing(left), self.thing(right)))
            if one != other:
                self._head[other] = one

    def thing(self, thread: str) -> str:
        """The thread that stands for all that are one with this one."""
        while thread in self._head:
            thread = self._head[thread]
        return thread

    def things(self, threads: Iterable[str]) -> set[str]:
        """:meth:`thing` of each."""
        return {self.thing(one) for one in threads}

    def documents(self, version: Version) -> list[str]:
        """The document that lists a record."""
        return sorted(set(self.targets(version, "document")))

    def given(self) -> dict[tuple[str, str], list[Decision]]:
        """The verdicts on each pair that are not taken back, oldest first."""
        found: dict[tuple[str, str], list[Decision]] = defaultdict(list)
        for decision in self.slice.decisions:
            if decision.type == "identity" and decision.id not in self.slice.withdrawn_decisions:
                found[pair_of(decision.left, decision.right)].append(decision)
        return found


def _current(slice_: Slice) -> Iterator[tuple[str, Version]]:
    for thread, versions in slice_.versions.items():
        standing = [version for version in versions if version.load not in slice_.withdrawn_loads]
        if standing and thread not in slice_.erased:
            yield thread, standing[-1]


def days(period: Mapping[str, str] | None) -> tuple[int, int] | None:
    """First and last day of a date that is known on both sides, as days since 1970; None for an open one."""
    if not period or period["since_min"] == OPEN_START or period["until_max"] == OPEN_END:
        return None
    first, last = (date.fromisoformat(period[name]).toordinal() - _EPOCH for name in ("since_min", "until_max"))
    return (first, last) if first <= last else None


def columns(names: Iterable[str], rows: Sequence[Mapping[str, object]]) -> dict[str, list[object]]:
    """Rows to columns; an empty list is no value."""
    return {name: [None if row.get(name) == [] else row.get(name) for row in rows] for name in names}
