"""Incidents of a case as columns: what the record says, and who and how many others say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.evidence.slices import Version
from ingest.matching.case.called import Called
from ingest.matching.case.context import Context, Listed, columns, days
from ingest.matching.case.places import Known, know
from ingest.matching.gazetteer import NONE, Gazetteer
from ingest.matching.kinds.incident import INCIDENT, citing_bits, key_columns, share_bits
from ingest.matching.kinds.words import weighed
from ingest.matching.tables import Records

_COUNTED = frozenset({"killed", "executed", "remains"})
_WIDEST_DOUBT = 31


def incidents(context: Context, gazetteer: Gazetteer = NONE) -> Listed:
    """Every incident with a date."""
    chosen = [version for version in context.of_kind("incident") if days(version.values.get("date")) is not None]
    places = [_place(context, version, gazetteer) for version in chosen]
    shares = Counter(place.key for place in places if place is not None and place.key)
    cites = [_cites(context, version) for version in chosen]
    citing = Counter(one for many in cites for one in many)
    bits = {one: citing_bits(count) for one, count in citing.items()}
    called = Called(context)
    rows: list[Mapping[str, Any]] = []
    for version, place, cited in zip(chosen, places, cites, strict=True):
        row: dict[str, Any] = _dated(version) | _placed(place, shares, len(chosen)) | _counted(context, version)
        row |= {
            "sides": sorted(_sides(context, called, version)),
            "methods": sorted(version.values.get("methods", ())),
            "victims": sorted(
                context.things(
                    who
                    for victim in context.pointing(version.thread, "victim", "incident")
                    for who in context.targets(victim, "who")
                    if context.current[who].kind == "person"
                )
            ),
            "cites": weighed(cited, bits),
            "documents": context.documents(version),
            "subtype": str(version.values.get("class", "")),
        }
        rows.append({**row, **_keys(row, place)})
    return Listed(
        threads=[version.thread for version in chosen],
        records=Records(size=len(chosen), columns=columns(INCIDENT.columns, rows)),
        sources=[next(iter(context.documents(version)), "") for version in chosen],
    )


def _sides(context: Context, called: Called, incident: Version) -> set[str]:
    """Who is said to have done it, or to have been party to it: units by what they are called, people by record."""
    named = [("perpetrator", "who"), ("conduct", "issued_by"), ("accusation", "by")]
    return {
        called.unit(who)
        for kind, field in named
        for record in context.pointing(incident.thread, kind, "incident")
        for who in context.targets(record, field)
    }


def _cites(context: Context, version: Version) -> list[str]:
    return sorted(set(context.targets(version, "cites")))


def _place(context: Context, version: Version, gazetteer: Gazetteer) -> Known | None:
    thread = next(iter(context.targets(version, "place")), None)
    return None if thread is None else know(context, thread, gazetteer)


def _dated(version: Version) -> dict[str, Any]:
    since, until = days(version.values["date"]) or (0, 0)
    return {"since": since, "until": until, "slack": min(_WIDEST_DOUBT, until - since)}


def _placed(place: Known | None, shares: Mapping[str, int], records: int) -> dict[str, Any]:
    if place is None:
        return {"place": "", "place_bits": 2, "within": []}
    own = () if place.rank >= 5 or not place.key else (place.key,)
    return {
        "lat": place.lat if place.rank < 5 else None,
        "lon": place.lon if place.rank < 5 else None,
        "radius": place.radius,
        "rank": place.rank,
        "place": place.key,
        "place_bits": share_bits(shares[place.key], records, least=2, most=8),
        "within": sorted({*own, *place.around}),
    }


def _counted(context: Context, version: Version) -> dict[str, Any]:
    """The widest range of people killed that figures on the incident state; of victims where there is no figure."""
    stated: list[Sequence[int | None]] = [
        figure.values["count"]
        for figure in context.pointing(version.thread, "figure", "about")
        if figure.values.get("what") in _COUNTED
        and figure.values.get("counted_in", "people") in ("people", "bodies")
        and not context.targets(figure, "of")
    ]
    if not stated:
        stated = list(_of_victims(context, version))
    low = [count[0] for count in stated if count[0] is not None]
    best = [count[1] for count in stated if count[1] is not None]
    high = [count[2] for count in stated if count[2] is not None]
    if not (low or best or high):
        return {}
    middle = sorted(best or low or high)
    return {
        "low": min([*low, *best, *high]) if not low else min(low),
        "best": middle[len(middle) // 2],
        "high": max([*low, *best, *high]) if not high else max(high),
    }


def _of_victims(context: Context, version: Version) -> Iterable[Sequence[int | None]]:
    """One for a person, its count for a group, taken together."""
    low = high = 0
    open_ended = False
    found = False
    for victim in context.pointing(version.thread, "victim", "incident"):
        if victim.values.get("outcome") not in ("killed", None):
            continue
        for who in context.targets(victim, "who"):
            found = True
            counted: Sequence[int | None] = (1, 1)
            if context.current[who].kind == "group":
                counted = context.current[who].values.get("count") or (None, None)
            least, most = counted
            low += least or 0
            open_ended |= most is None
            high += most or 0
    if found and (low or high):
        yield low, low if low == high else None, None if open_ended else high


def _keys(row: Mapping[str, Any], place: Known | None) -> Mapping[str, list[str]]:
    exact = place is not None and place.rank <= 3
    return key_columns(
        since=row["since"],
        until=row["until"],
        slack=row["slack"],
        sides=row["sides"],
        places=row["within"][:6],
        lat=place.lat if place is not None and exact else None,
        lon=place.lon if place is not None and exact else None,
    )
