"""Who is drawn by name: only a person who is plainly a perpetrator or office holder.

The rule stands in the model: at least one record as perpetrator or in a posting, and none as victim, witness,
source, accused, held, with a fate, giving consent, concerned by an order or listing, or as a relative of one
of these; and no decision to protect. Everybody else is protected, a person with no such record included.
Records of every level count, and what follows holds at every clearance: whoever must be hidden from the
cleared must be hidden from all.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.evidence.slices import Version
from graph.projection.links import FAMILY
from graph.projection.views import Facts, View, protecting

EXPOSING: dict[str, str] = {
    "victim": "who",
    "witness": "who",
    "source": "person",
    "accusation": "about",
    "held": "who",
    "fate": "who",
    "consent": "who",
}
"""Kinds of record that protect the person they refer to, and the field."""

NAMING: dict[str, str] = {"perpetrator": "who", "posting": "person"}
EXACT_PLACES = frozenset({"", "point", "building", "street", "quarter", "town"})


class Together:
    """Threads that are one at some clearance: whatever protects one of them protects all."""

    def __init__(self, views: Iterable[View]) -> None:
        self._head: dict[str, str] = {}
        for view in views:
            for cluster in view.members.values():
                one = self.of(cluster[0])
                for thread in cluster[1:]:
                    self._head[self.of(thread)] = one

    def of(self, thread: str) -> str:
        """One thread that stands for all that are together with this one."""
        head = self._head
        while (above := head.get(thread, thread)) != thread:
            head[thread] = head.get(above, above)
            thread = above
        return thread


class Protection:
    """Who is drawn by name, and which places lose their coordinates."""

    def __init__(self, facts: Facts, views: list[View]) -> None:
        self._together = Together(views)
        self._latest = facts.latest()
        self._exposed: set[str] = set()
        self._named: set[str] = set()
        self._roles()
        of = self._together.of
        for thread, verdict in sorted(protecting(facts.decisions).items(), key=lambda item: item[1], reverse=True):
            self._exposed.discard(of(thread)) if verdict == "unprotect" else self._exposed.add(of(thread))
        self._homes = {
            of(target.thread)
            for thread, version in (views[-1].chosen if views else {}).items()
            if version.kind == "person"
            for target in version.references.get("town", ())
            if not self.by_name(thread)
        }

    def by_name(self, thread: str) -> bool:
        """Whether this person is drawn by name."""
        head = self._together.of(thread)
        return head in self._named and head not in self._exposed

    def hides(self, location: str, kind: str) -> bool:
        """Whether this place's coordinates would show where a protected person is from."""
        return kind in EXACT_PLACES and self._together.of(location) in self._homes

    def _roles(self) -> None:
        relatives: list[tuple[str, str]] = []
        of, exposed = self._together.of, self._exposed
        for version in self._latest.values():
            kind, references = version.kind, version.references
            if kind in EXPOSING:
                exposed.update(of(target.thread) for target in references.get(EXPOSING[kind], ()))
            elif kind in NAMING:
                self._named.update(of(target.thread) for target in references.get(NAMING[kind], ()))
            elif kind == "conduct" and self._is_order(version):
                exposed.update(of(target.thread) for target in references.get("concerns", ()))
            elif kind == "relation" and version.values.get("kind") in FAMILY:
                relatives += [(of(a.thread), of(b.thread)) for a in references["a"] for b in references["b"]]
        exposed.discard("")
        exposed |= {
            other for a, b in relatives for one, other in ((a, b), (b, a)) if one in exposed and other
        }  # one step: a relative's relative is not reached

    def _is_order(self, version: Version) -> bool:
        return any(
            incident is None or incident.values.get("class") == "order_or_listing"
            for incident in (self._latest.get(target.thread) for target in version.references["incident"])
        )
