"""Where records that are taken to speak of one thing cannot all be right, or where two things exclude each other.

Only what the records' own dates, codes and references exclude for certain: dates that leave room do not contradict
each other. Nothing here decides anything; whoever judges two records sees what would begin, or cease, to clash.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from graph.evidence.slices import Version
from graph.projection.times import OPEN, Times, cited, single, spread, stated
from graph.projection.views import View

CODES = (
    "born_differs",
    "sex_differs",
    "kind_differs",
    "class_differs",
    "dates_differ",
    "places_differ",
    "figures_differ",
    "two_commanders",
    "two_commands",
    "killed_twice",
    "after_death",
    "two_places",
)
"""Every kind of contradiction that is looked for."""

_KNOWN_SEX = frozenset({"female", "male"})
_THERE = frozenset({"direct", "present", "present_with_a_duty_and_did_not_act"})
MOST = 200
"""Records of one thing that are compared with each other; a thing with more is told by its first ones."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Clash:
    """Two records that exclude each other, by thread, the smaller first; ``about``: threads of the things."""

    code: str
    records: tuple[str, str]
    about: tuple[str, ...]


def clashes(view: View) -> set[Clash]:
    """Everything that clashes in a view, as far as its records go."""
    return set(_Looking(view).all())


class _Looking:
    """One look over the records of a view."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._of_kind: dict[str, list[Version]] = defaultdict(list)
        for thread in sorted(view.chosen):
            version = view.chosen[thread]
            self._of_kind[version.kind].append(version)

    def all(self) -> Iterator[Clash]:
        """Each clash once."""
        yield from self._within_one()
        yield from self._figures()
        yield from self._commands()
        yield from self._deaths()
        yield from self._two_places()

    # What the records of one thing say of it

    def _within_one(self) -> Iterator[Clash]:
        for members in self._view.members.values():
            versions = [self._view.chosen[thread] for thread in members[:MOST]]
            for code, differ in _DIFFER.get(versions[0].kind, ()):
                yield from self._pairs(code, versions, differ)
            if versions[0].kind == "incident":
                yield from self._pairs("places_differ", versions, self._elsewhere)

    def _pairs(
        self, code: str, versions: Sequence[Version], differ: Callable[[Version, Version], bool]
    ) -> Iterator[Clash]:
        for one, other in combinations(versions, 2):
            if differ(one, other):
                yield self._clash(code, one, other, one.thread)

    def _elsewhere(self, one: Version, other: Version) -> bool:
        places = self._one(one, "place"), self._one(other, "place")
        return all(places) and self._apart(*places)

    def _figures(self) -> Iterator[Clash]:
        about: dict[tuple[str, str], list[Version]] = defaultdict(list)
        for version in self._of_kind["figure"]:
            about[self._one(version, "about"), version.values.get("what", "")].append(version)
        for (thing, _), versions in about.items():
            for one, other in combinations(versions[:MOST], 2):
                if _counts_apart(one, other):
                    yield self._clash("figures_differ", one, other, thing)

    # Who commanded

    def _commands(self) -> Iterator[Clash]:
        in_unit: dict[tuple[str, str], list[Version]] = defaultdict(list)
        by_person: dict[str, list[Version]] = defaultdict(list)
        for version in self._of_kind["posting"]:
            if version.values["kind"] == "commanded":
                role = version.values.get("role", "")
                if role:
                    in_unit[self._one(version, "unit"), role].append(version)
                by_person[self._one(version, "person")].append(version)
        for (unit, _), versions in in_unit.items():
            for one, other in combinations(versions[:MOST], 2):
                people = self._one(one, "person"), self._one(other, "person")
                if people[0] != people[1] and _surely_together(cited(one.values), cited(other.values)):
                    yield self._clash("two_commanders", one, other, unit, *people)
        for person, versions in by_person.items():
            for one, other in combinations(versions[:MOST], 2):
                units = self._one(one, "unit"), self._one(other, "unit")
                if units[0] != units[1] and _surely_together(cited(one.values), cited(other.values)):
                    yield self._clash("two_commands", one, other, person, *units)

    # Who was killed, and where somebody was

    def _deaths(self) -> Iterator[Clash]:
        deaths: dict[str, list[tuple[Version, str, str]]] = defaultdict(list)  # record, incident, last possible day
        for version in self._of_kind["victim"]:
            if version.values.get("outcome") == "killed":
                incident = self._one(version, "incident")
                deaths[self._one(version, "who")].append((version, incident, self._when(version, incident)[3]))
        for who, found in deaths.items():
            if self._view.chosen[who].kind != "person":
                continue
            for (one, here, _), (other, there, _) in combinations(found[:MOST], 2):
                if here != there:
                    yield self._clash("killed_twice", one, other, who, here, there)
        for version, who, when in self._doings():
            for death, _, last in deaths.get(who, ()):
                if death is not version and (when[0] > last or when[2] > last):
                    yield self._clash("after_death", death, version, who)

    def _doings(self) -> Iterator[tuple[Version, str, Times]]:
        """Records by which somebody was alive: record, person, when."""
        for version in self._of_kind["posting"]:
            yield version, self._one(version, "person"), cited(version.values)
        for version in self._of_kind["held"]:
            yield version, self._one(version, "who"), stated(version.values)
        for version in self._of_kind["perpetrator"]:
            if version.values.get("degree") in _THERE:
                incident = self._one(version, "incident")
                yield version, self._one(version, "who"), self._when(version, incident)

    def _two_places(self) -> Iterator[Clash]:
        there: dict[str, list[tuple[Version, str, Times]]] = defaultdict(list)
        for version in (*self._of_kind["victim"], *self._of_kind["perpetrator"]):
            incident = self._one(version, "incident")
            place = self._place(incident)
            if place and (version.kind == "victim" or version.values.get("degree") in _THERE):
                there[self._one(version, "who")].append((version, place, self._when(version, incident)))
        for version in self._of_kind["held"]:
            if place := self._one(version, "location"):
                there[self._one(version, "who")].append((version, place, stated(version.values)))
        for who, found in there.items():
            if not who or self._view.chosen[who].kind != "person":
                continue
            for (one, here, when), (other, elsewhere, then) in combinations(found[:MOST], 2):
                if self._sure(one, when, other, then) and self._apart(here, elsewhere):
                    yield self._clash("two_places", one, other, who, here, elsewhere)

    @staticmethod
    def _sure(one: Version, when: Times, other: Version, then: Times) -> bool:
        """Whether both were on one day: a holding that spans it, or an act whose day is known."""
        if (one.kind != "held" and when[0] != when[3]) or (other.kind != "held" and then[0] != then[3]):
            return False
        return _surely_together(when, then)

    # Things and places

    def _thing(self, thread: str) -> str:
        return self._view.head.get(thread, thread)

    def _one(self, version: Version, field: str) -> str:
        """The thing that a field names, by the first of its threads; "" for none."""
        targets = version.references.get(field)
        return self._thing(targets[0].thread) if targets and targets[0].thread else ""

    def _versions(self, thing: str) -> Iterable[Version]:
        members = self._view.members.get(thing, (thing,))
        return [self._view.chosen[thread] for thread in members if thread in self._view.chosen]

    def _when(self, version: Version, incident: str) -> Times:
        """When an act was: its own date, else the span of what the incident's records say."""
        own = single(version.values.get("date"))
        if own != OPEN:
            return own
        return spread(single(one.values.get("date")) for one in self._versions(incident))

    def _place(self, incident: str) -> str:
        """The place of an incident where its records name one and the same; "" otherwise."""
        places = {place for one in self._versions(incident) if (place := self._one(one, "place"))}
        return places.pop() if len(places) == 1 else ""

    def _apart(self, one: str, other: str) -> bool:
        """Whether two places are two, and neither lies in the other as far as the records say."""
        return one != other and other not in self._around(one) and one not in self._around(other)

    def _around(self, place: str) -> set[str]:
        found: set[str] = set()
        fresh = {place}
        while fresh:
            wider = {self._one(one, "within") for thing in fresh for one in self._versions(thing)}
            fresh = wider - found - {""}
            found |= fresh
        return found

    @staticmethod
    def _clash(code: str, one: Version, other: Version, *about: str) -> Clash:
        first, second = sorted((one.thread, other.thread))
        return Clash(code=code, records=(first, second), about=about)


def _surely_together(one: Times, other: Times) -> bool:
    """Whether both periods certainly hold on one and the same day."""
    return max(one[1], other[1]) <= min(one[2], other[2])


def _dates_apart(field: str) -> Callable[[Version, Version], bool]:
    def differ(one: Version, other: Version) -> bool:
        a, b = single(one.values.get(field)), single(other.values.get(field))
        return a[0] > b[3] or b[0] > a[3]

    return differ


def _codes_differ(field: str, among: frozenset[str] | None = None) -> Callable[[Version, Version], bool]:
    def differ(one: Version, other: Version) -> bool:
        a, b = one.values.get(field), other.values.get(field)
        return bool(a and b and a != b and (among is None or {a, b} <= among))

    return differ


def _counts_apart(one: Version, other: Version) -> bool:
    """Whether two counts leave no number that both allow."""
    a, b = one.values.get("count"), other.values.get("count")
    if not a or not b:
        return False
    return any(low[0] is not None and high[-1] is not None and low[0] > high[-1] for low, high in ((a, b), (b, a)))


_DIFFER: Mapping[str, tuple[tuple[str, Callable[[Version, Version], bool]], ...]] = {
    "person": (("born_differs", _dates_apart("born")), ("sex_differs", _codes_differ("sex", _KNOWN_SEX))),
    "unit": (("kind_differs", _codes_differ("kind")),),
    "location": (("kind_differs", _codes_differ("kind")),),
    "incident": (("class_differs", _codes_differ("class")), ("dates_differ", _dates_apart("date"))),
}
