"""How far a change reaches: which entities must be drawn anew, and what must be read to draw them.

The rule behind everything here: every node follows from its own records, what these rest on, and (who is
drawn by name) the records that refer to it and to its relatives; every link follows from its records and its
two ends. So it is always safe to draw more than needed, and never to draw less.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from graph.evidence.drafts import Changes
from graph.evidence.slices import Decision, Slice, Version
from graph.projection.links import ENTITIES, FAMILY, UNNAMED
from graph.projection.origins import DERIVED
from graph.projection.protection import EXACT_PLACES

STARTS: dict[str, tuple[str, ...]] = {
    "victim": ("who",),
    "perpetrator": ("who",),
    "witness": ("who",),
    "accusation": ("by", "about"),
    "conduct": ("incident", "concerns"),
    "posting": ("person",),
    "unit_relation": ("child",),
    "unit_place": ("unit",),
    "place_use": ("unit",),
    "held": ("holder", "who"),
    "fate": ("who",),
    "relation": ("a", "b"),
    "part_of": ("part",),
    "consent": ("who",),
    "source": ("person",),
}
"""Fields of a record whose entities are drawn anew when it changes: at least one end of each of its links,
and every person whom it may protect or name."""


class Evidence(Protocol):
    """What the projection asks of the evidence store."""

    case_id: str

    def revision(self) -> int: ...
    def changes_since(self, revision: int) -> Changes: ...
    def slice(self, threads: Iterable[str] | None = None, *, known_on: str | None = None) -> Slice: ...
    def referring(self, threads: Iterable[str]) -> set[str]: ...
    def linked(self, threads: Iterable[str]) -> set[str]: ...


class Reach:
    """From changed threads to the focus (threads to draw anew) and the context (threads to read for that)."""

    def __init__(self, evidence: Evidence, changes: Changes, base: int) -> None:
        self._evidence, self._changes, self._base = evidence, changes, base
        self._versions: dict[str, list[Version]] = {}
        self._decisions: dict[str, dict[str, Decision]] = {}  # by thread, by id
        self.focus = self._focus()

    def context(self) -> set[str]:
        """Every thread that nodes and links of the focus depend on."""
        ask = self._evidence
        near = self.focus | ask.referring(self.focus)
        people = self._of_kind(self.focus, "person")
        # Who is from a place decides whether its coordinates are shown.
        homes = self._exact_places(self._of_kind(self.focus, "location"))
        people |= self._of_kind(ask.referring(homes), "person")
        people = ask.linked(people)
        near |= people | ask.referring(people)
        relatives = ask.linked(self._relatives(people))
        near |= relatives | ask.referring(relatives)
        # A link may end at a thing outside the focus: under which code, only all that is joined with it can tell.
        near |= ask.linked(self._of_kind(near | self._targets(near), *ENTITIES))
        return self._grounds(near)

    def _focus(self) -> set[str]:
        touched = self._evidence.linked(self._entities(self._dirty()))
        touched |= self._evidence.linked(self._relatives(self._of_kind(touched, "person")))
        towns = self._targets(self._of_kind(touched, "person"), "town")
        return touched | self._exact_places(towns)

    # Which records say something else than before

    def _dirty(self) -> set[str]:
        """Changed records; what refers to one that may come or go; what rests on a changed document or
        source."""
        dirty = set(self._changes.threads)
        uncertain = {thread for thread in dirty if self._may_come_or_go(thread)}
        followed: set[str] = set()
        rested: set[str] = set()
        while True:
            ground = self._same_origin(self._of_kind(dirty, "source", "document")) - rested
            going = uncertain - followed
            if not ground and not going:
                return dirty
            rested |= ground
            followed |= going
            referrers = self._evidence.referring(going)
            uncertain |= referrers
            dirty |= ground | referrers | self._evidence.referring(ground)

    def _may_come_or_go(self, thread: str) -> bool:
        """Whether this changed record may be usable at a clearance where it was not, or no longer."""
        versions = self._read([thread]).get(thread)
        if self._changes.withdrawals or not versions or versions[0].revision > self._base:
            return True
        fresh = [place for place, version in enumerate(versions) if version.revision > self._base]
        if any(
            (versions[place].level, versions[place].references)
            != (versions[place - 1].level, versions[place - 1].references)
            for place in fresh
        ):
            return True
        decisions = list(self._decisions.get(thread, {}).values())
        new = {one.type for one in decisions if one.revision > self._base}
        if new & {"level", "erase"}:
            return True
        return "status" in new and any(one.verdict == "retracted" for one in decisions if one.type == "status")

    def _same_origin(self, grounds: set[str]) -> set[str]:
        """These sources and documents, and those whose origin may change with theirs."""
        reached = grounds | self._evidence.linked(self._of_kind(grounds, "source"))
        fresh = set(grounds)
        while fresh:
            fresh = self._partners(fresh) - reached
            reached |= fresh
        return reached

    def _partners(self, documents: Iterable[str]) -> set[str]:
        """What these documents were ever judged to be of one origin with, and what those judged were made
        from."""
        judged = {
            thread
            for document in documents
            for one in self._decisions_on(document)
            if one.type == "one_origin"
            for thread in (one.left, one.right)
        }
        return judged | self._targets(judged, *DERIVED)

    # Which entities follow from them

    def _entities(self, dirty: set[str]) -> set[str]:
        found: set[str] = set()
        listed: set[str] = set()  # incidents that turned into an order or listing, or ceased to be one
        for thread, versions in self._read(dirty).items():
            kind = versions[0].kind
            if kind in ENTITIES or kind in UNNAMED:
                found.add(thread)
            if kind == "incident" and len({version.values.get("class") for version in versions}) > 1:
                listed.add(thread)
            for version in versions:
                for field in STARTS.get(kind, ()):
                    found.update(target.thread for target in version.references.get(field, ()))
        if listed:
            found |= self._targets(self._of_kind(self._evidence.referring(listed), "conduct"), "concerns")
        found.discard("")
        return self._of_kind(found, *ENTITIES, *UNNAMED)

    def _relatives(self, people: set[str]) -> set[str]:
        if not people:
            return set()
        relations = {
            thread
            for thread, versions in self._read(self._evidence.referring(people)).items()
            if versions[0].kind == "relation" and any(one.values.get("kind") in FAMILY for one in versions)
        }
        return self._of_kind(self._targets(relations, "a", "b"), "person")

    def _exact_places(self, places: set[str]) -> set[str]:
        """Those places, with what they were joined with, that have coordinates which may have to be
        hidden."""
        found: set[str] = set()
        for place in places - found:
            joined = self._evidence.linked([place])
            values = [one.values for own in self._read(joined).values() for one in own]
            located = any("lat" in one for one in values)
            if located and any(one.get("kind", "") in EXACT_PLACES for one in values):
                found |= joined
        return found

    # Reading

    def _read(self, threads: Iterable[str]) -> dict[str, list[Version]]:
        """Their versions; each thread is read once."""
        asked = set(threads)
        asked.discard("")
        missing = asked - self._versions.keys()
        if missing:
            slice_ = self._evidence.slice(missing)
            for thread in missing:
                self._versions[thread] = slice_.versions.get(thread, [])
            for one in slice_.decisions:
                for thread in (one.left, one.right):
                    self._decisions.setdefault(thread, {})[one.id] = one
        return {thread: self._versions[thread] for thread in asked if self._versions[thread]}

    def _decisions_on(self, thread: str) -> Iterable[Decision]:
        self._read([thread])
        return self._decisions.get(thread, {}).values()

    def _of_kind(self, threads: Iterable[str], *kinds: str) -> set[str]:
        return {thread for thread, versions in self._read(threads).items() if versions[0].kind in kinds}

    def _targets(self, threads: Iterable[str], *fields: str) -> set[str]:
        """What any version of these refers to, in these fields or in any."""
        found = {
            target.thread
            for versions in self._read(threads).values()
            for version in versions
            for field, targets in version.references.items()
            if not fields or field in fields
            for target in targets
        }
        found.discard("")
        return found

    def _grounds(self, near: set[str]) -> set[str]:
        """These threads and everything that decides whether they count and what they rest on."""
        reached = set(near)
        fresh = set(near)
        while fresh:
            more = self._targets(fresh) | self._evidence.linked(self._of_kind(fresh, "source"))
            more |= self._partners(self._of_kind(fresh, "document"))
            fresh = more - reached
            reached |= fresh
        return reached
