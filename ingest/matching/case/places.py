"""Places of a case as columns, with what the case's gazetteer knows of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.evidence.slices import Version
from ingest.matching.case.context import Context, Listed, columns
from ingest.matching.case.units import spellings
from ingest.matching.gazetteer import NONE, Gazetteer
from ingest.matching.kinds.geography import RADIUS_KM, RANK, RANK_OF_KIND
from ingest.matching.kinds.location import LOCATION, columns_of
from ingest.matching.kinds.words import word_bits
from ingest.matching.place_names import parse_place, place_key
from ingest.matching.tables import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a place: itself, and the narrowest place around it that is on the map.

    Attributes:
        key: of its name; "" for none.
        rank: how exactly it is known; see :mod:`ingest.matching.kinds.geography`.
        around: keys of the places that it lies within, the narrowest first, countries left out.
    """

    key: str
    rank: int
    lat: float | None
    lon: float | None
    around: tuple[str, ...]

    @property
    def radius(self) -> float:
        """How far from the point the true place may be, in kilometres."""
        return RADIUS_KM[self.rank]


def locations(context: Context, gazetteer: Gazetteer = NONE) -> Listed:
    """Every place that has a name."""
    chosen = [version for version in context.of_kind("location") if spellings(version)]
    names = [parse_place(spellings(version)) for version in chosen]
    bits = word_bits(name.words for name in names)
    known = [know(context, version.thread, gazetteer) for version in chosen]
    rows = [
        {
            **columns_of(name, bits),
            "gazetteer": gazetteer.entries(spellings(version), around=place.around),
            "rank": place.rank if _rank(version) else None,
            "lat": place.lat,
            "lon": place.lon,
            "key": place.key or None,
            "within": sorted(place.around),
            "documents": context.documents(version),
        }
        for version, name, place in zip(chosen, names, known, strict=True)
    ]
    return Listed(
        threads=[version.thread for version in chosen],
        records=Records(size=len(chosen), columns=columns(LOCATION.columns, rows)),
        sources=[next(iter(context.documents(version)), "") for version in chosen],
    )


def know(context: Context, thread: str, gazetteer: Gazetteer = NONE) -> Known:
    """What the case (and its gazetteer) knows of a place, by thread."""
    version = context.current[thread]
    names = spellings(version)
    around = tuple(
        key
        for outer in _outward(context, thread)
        if (_rank(context.current[outer]) or 4) < 5
        for key in [place_key(next(iter(spellings(context.current[outer])), ""))]
        if key
    )
    lat, lon = version.values.get("lat"), version.values.get("lon")
    if lat is None or lon is None:
        lat, lon = gazetteer.point(names, around=around)
    return Known(
        key=place_key(names[0]) if names else "",
        rank=_rank(version) or (2 if lat is not None else 3),
        lat=lat,
        lon=lon,
        around=around,
    )


def _outward(context: Context, thread: str) -> Iterator[str]:
    """The places that one lies within, the narrowest first, by this record or one that is the same."""
    seen = {context.thing(thread)}
    at = thread
    while True:
        outer = [one for one in context.targets(context.current[at], "within") if context.thing(one) not in seen]
        if not outer:
            return
        at = outer[0]
        seen.add(context.thing(at))
        yield at


def _rank(version: Version) -> int:
    """0 where the record does not say."""
    said = RANK.get(str(version.values.get("precision", "")), 0)
    return said or RANK_OF_KIND.get(str(version.values.get("kind", "")), 0)
