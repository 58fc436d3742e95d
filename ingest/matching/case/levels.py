"""Up to which level a verdict of the matcher must be hidden: as high as what it rests on.

A decision has at least the level of its two records. Where what speaks for it comes from other records (a posting to
one unit, a victim in one incident), whoever may not see these must not see that the two are one, either. What both
share is often said more than once: the lowest level at which all of it is said counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.identity import Pair
from graph.model.levels import Level
from ingest.matching.case.called import Called
from ingest.matching.case.context import Context

_Link = tuple[str, str, str]
"""Kind of the record that says it, its field for the record compared, and its field for what is shared."""

_OF_PEOPLE: Mapping[str, tuple[_Link, ...]] = {
    "same_unit": (("posting", "person", "unit"), ("held", "who", "holder")),
    "same_place": (("held", "who", "location"), ("fate", "who", "place"), ("person", "", "town")),
    "same_people": (("relation", "a", "b"), ("relation", "b", "a")),
    "same_incident": tuple(
        (kind, who, "incident")
        for kind, who in (("victim", "who"), ("perpetrator", "who"), ("witness", "who"), ("accusation", "about"))
    ),
}
LINKS: Mapping[str, Mapping[str, tuple[_Link, ...]]] = {
    "person": {**_OF_PEOPLE, "same_day_and_place": (("victim", "who", "incident"), ("witness", "who", "incident"))},
    "unit": {
        "same_unit": (("unit_relation", "child", "parent"),),
        "same_place": (("unit_place", "unit", "location"), ("place_use", "unit", "location")),
        "same_people": (("posting", "unit", "person"),),
    },
    "incident": {
        "same_sides": (
            ("perpetrator", "incident", "who"), ("conduct", "incident", "issued_by"), ("accusation", "incident", "by"),
        ),
        "same_victim": (("victim", "incident", "who"),),
    },
    "group": {
        "same_incident": (("victim", "who", "incident"), ("perpetrator", "who", "incident")),
        "same_unit": (("held", "who", "holder"),),
        "same_place": (("held", "who", "location"), ("fate", "who", "place")),
    },
}  # fmt: skip
"""By kind and reason code, who may say it."""
_COUNTS = ("same_large_count", "same_count_from_ten", "same_count_from_five", "same_small_count", "both_one")
_TWO_STEPS = ("same_place", "same_day_and_place")
"""People share the places of the incidents that they took part in."""


class Levels:
    """Lowest clearances of a case's records, and of what its verdicts rest on."""

    def __init__(self, context: Context) -> None:
        self._context, self._called = context, Called(context)

    def of(self, kind: str, pair: Pair, reasons: tuple[str, ...]) -> int:
        """The lowest clearance that sees all that speaks for a pair; 0 where the two say it themselves."""
        links = LINKS.get(kind, {})
        found = [
            self._shared(pair, links[code], places=kind == "person" and code in _TWO_STEPS)
            for code in reasons
            if code in links
        ]
        if kind == "incident" and any(code in _COUNTS for code in reasons):
            found += [self._counted(thread) for thread in pair]
        return max(found, default=0)

    def _shared(self, pair: Pair, links: tuple[_Link, ...], *, places: bool) -> int:
        left, right = (self._said(thread, links, places=places) for thread in pair)
        both = [max(left[one], right[one]) for one in left.keys() & right.keys()]
        return min(both, default=int(Level.SEALED))

    def _said(self, thread: str, links: tuple[_Link, ...], *, places: bool) -> dict[str, int]:
        """What a record has to do with, by what it is called, and the lowest level at which somebody says so."""
        found: dict[str, int] = {}
        for what, level in self._each(thread, links, places=places):
            found[what] = min(level, found.get(what, int(Level.SEALED)))
        return found

    def _each(self, thread: str, links: tuple[_Link, ...], *, places: bool) -> Iterator[tuple[str, int]]:
        context = self._context
        for kind, subject, shared in links:
            saying = [context.current[thread]] if not subject else context.pointing(thread, kind, subject)
            for record in saying:
                for target in context.targets(record, shared):
                    yield self._name(target), self._context.lowest(record.thread)
        if places:
            for record in context.pointing(thread, "victim", "who"):
                yield from self._where(record.thread)
            for kind, subject in (("perpetrator", "who"), ("witness", "who"), ("accusation", "about")):
                for record in context.pointing(thread, kind, subject):
                    yield from self._where(record.thread)

    def _where(self, thread: str) -> Iterator[tuple[str, int]]:
        context = self._context
        for incident in context.targets(context.current[thread], "incident"):
            for place in context.targets(context.current[incident], "place"):
                said = max(self._context.lowest(one) for one in (thread, incident))
                yield self._name(place), said

    def _counted(self, incident: str) -> int:
        """Lowest level at which a count of an incident is stated."""
        said = [
            self._context.lowest(record.thread)
            for kind, field in (("figure", "about"), ("victim", "incident"))
            for record in self._context.pointing(incident, kind, field)
        ]
        return max(said, default=0)

    def _name(self, thread: str) -> str:
        kind = self._context.current[thread].kind
        if kind == "unit":
            return self._called.unit(thread)
        return self._called.place(thread) if kind == "location" else self._context.thing(thread)
