"""People of a case as columns. Their names come from the vault and stay in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from typing import Any

from graph.evidence.slices import Version
from ingest.matching.case.called import Called
from ingest.matching.case.context import Context, Listed, columns, days
from ingest.matching.kinds.incident import share_bits
from ingest.matching.kinds.person import PERSON
from ingest.matching.kinds.words import weighed
from ingest.matching.tables import Records
from ingest.names.parse import Role, parse_name

_DAYS_A_YEAR = 365.2425
_DEAD = frozenset({"killed", "remains_found", "executed"})
_WIDEST_BIRTH = 15
_IN_TOWN = frozenset({"point", "building", "street", "quarter"})


@dataclass(slots=True)
class _Around:
    """What other records say of one person."""

    units: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    incidents: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    day_places: set[str] = field(default_factory=set)
    day_areas: set[str] = field(default_factory=set)
    died: int | None = None
    seen: int | None = None

    def was_seen(self, day: int) -> None:
        """Alive on a day."""
        self.seen = day if self.seen is None else max(self.seen, day)

    def was_dead(self, day: int) -> None:
        """Dead by a day."""
        self.died = day if self.died is None else min(self.died, day)

    def was_at(self, span: tuple[int, int], around: Sequence[str]) -> None:
        """On one certain day in a place that lies within others, the narrowest first."""
        if span[0] == span[1] and around:
            self.days.add(str(span[0]))
            self.day_places.add(f"{span[0]} {around[0]}")
            self.day_areas |= {f"{span[0]} {area}" for area in around}


def people(context: Context) -> Listed:
    """Every person that has a name."""
    chosen = [version for version in context.of_kind("person") if _names(context, version)]
    called = Called(context)
    around = [_around(context, version) for version in chosen]
    units = [{called.unit(one) for one in each.units} for each in around]
    places = [{called.place(one) for one in each.places} for each in around]
    in_unit, at_place = (
        {one: share_bits(count, len(chosen), least=1, most=most) for one, count in Counter(chain(*many)).items()}
        for many, most in ((units, 6), (places, 4))
    )
    rows = [
        _row(context, version, each) | {"units": weighed(own, in_unit), "places": weighed(there, at_place)}
        for version, each, own, there in zip(chosen, around, units, places, strict=True)
    ]
    return Listed(
        threads=[version.thread for version in chosen],
        records=Records(
            size=len(chosen),
            columns=columns(PERSON.columns, rows),
            names=[_names(context, version) for version in chosen],
        ),
        sources=[next(iter(context.documents(version)), "") for version in chosen],
    )


def _names(context: Context, version: Version) -> list[str]:
    words = context.words.get(version.thread, {})
    given = [str(one["words"]) for one in words.get("names", ()) if one.get("words")]
    father = str(words.get("father", ""))
    return [with_father(name, father) for name in given] if father else given


def with_father(name: str, father: str) -> str:
    """A name with the father's name that stands in a field of its own put where a full name has it.

    Only where the name itself gives none: ``Ahmad al-Shami`` with the father Hassan is ``Ahmad bin Hassan al-Shami``.
    """
    tokens = parse_name(name)
    chain = [token for token in tokens if token.role in (Role.ISM, Role.NASAB)]
    if len(chain) != 1 or not father.strip():
        return name
    at = tokens.index(chain[0])
    before, after = (" ".join(token.text for token in part) for part in (tokens[: at + 1], tokens[at + 1 :]))
    return " ".join(filter(None, (before, "bin", father.split()[0] if len(father.split()) == 1 else father, after)))


def _row(context: Context, version: Version, around: _Around) -> dict[str, Any]:
    first, last = _born(version.values)
    sex = version.values.get("sex", "")
    return {
        "people": sorted(around.people),
        "incidents": sorted(around.incidents),
        "days": sorted(around.days),
        "day_places": sorted(around.day_places),
        "day_areas": sorted(around.day_areas),
        "born_first": first,
        "born_last": last,
        "born_keys": [] if first is None or last is None else [str(year) for year in range(first - 1, last + 2)],
        "died": around.died,
        "seen": around.seen,
        "sex": sex if sex in ("female", "male") else None,
        "documents": context.documents(version),
    }


def _around(context: Context, version: Version) -> _Around:
    thread = version.thread
    found = _Around(places=context.things([*context.targets(version, "town")]))
    for posting in context.pointing(thread, "posting", "person"):
        found.units |= context.things(context.targets(posting, "unit"))
        for name in ("since", "until"):
            if (span := days(posting.values.get(name))) is not None:
                found.was_seen(span[0])
    for held in context.pointing(thread, "held", "who"):
        found.units |= context.things(one for one in context.targets(held, "holder") if _is(context, one, "unit"))
        found.places |= context.things(context.targets(held, "location"))
    for fate in context.pointing(thread, "fate", "who"):
        place = next(iter(context.targets(fate, "place")), None)
        found.places |= context.things([place] if place else [])
        span = days(fate.values.get("as_of"))
        if span is not None:
            if fate.values.get("kind") in _DEAD:
                found.was_dead(span[1])
            elif fate.values.get("kind") in ("held", "escaped", "transferred"):
                found.was_seen(span[0])
    for kind, who in (("victim", "who"), ("perpetrator", "who"), ("witness", "who"), ("accusation", "about")):
        for record in context.pointing(thread, kind, who):
            _took_part(context, record, found)
    for field_name, other in (("a", "b"), ("b", "a")):
        for relation in context.pointing(thread, "relation", field_name):
            found.people |= context.things(context.targets(relation, other))
    return found


def _took_part(context: Context, record: Version, found: _Around) -> None:
    for incident in context.targets(record, "incident"):
        found.incidents.add(f"{record.kind} {context.thing(incident)}")  # in the same part, or it says nothing
        happened = context.current[incident]
        span = days(record.values.get("date")) or days(happened.values.get("date"))
        place = next(iter(context.targets(happened, "place")), None)
        if place is not None:
            found.places.add(context.thing(place))
        if span is None:
            continue
        if record.kind == "victim" and record.values.get("outcome") == "killed":
            found.was_dead(span[1])
        else:
            found.was_seen(span[0])
        if record.kind in ("victim", "witness"):
            found.was_at(span, _around_place(context, place))


def _around_place(context: Context, place: str | None) -> list[str]:
    """A town (or what is wider) that a place is in, and what that lies within, countries left out: a square and its
    town are no two places, nor are a town and its province.
    """
    found: list[str] = []
    at = place
    while at is not None and context.thing(at) not in found:
        kind = context.current[at].values.get("kind")
        if kind in ("town", "district", "province") or (at == place and kind != "country"):
            found.append(context.thing(at))
        at = next(iter(context.targets(context.current[at], "within")), None)
    return found[1:] if len(found) > 1 and context.current[found[0]].values.get("kind") in _IN_TOWN else found


def _is(context: Context, thread: str, kind: str) -> bool:
    return context.current[thread].kind == kind


def _born(values: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """First and last year of birth: as stated, or from an age on a day."""
    if (span := days(values.get("born"))) is not None:
        years = tuple((date(1970, 1, 1) + timedelta(days=day)).year for day in span)
        return (years[0], years[1]) if years[1] - years[0] <= _WIDEST_BIRTH else (None, None)
    age, as_of = values.get("age"), days(values.get("age_as_of"))
    if not age or as_of is None or age[0] is None or age[1] is None:
        return None, None
    first, last = (1970 + day / _DAYS_A_YEAR for day in as_of)
    born = int(first) - age[1] - 1, int(last) - age[0]
    return born if born[1] - born[0] <= _WIDEST_BIRTH else (None, None)
