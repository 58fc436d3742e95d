"""Incidents: when, where, by whom, how, to whom and how many, and which reports they rest on.

Two sources seldom give the same day and place to the same exactness, so both are ranges: a date is the days that it
may have been, a place a point with a radius or what it lies within. Many incidents share a town and a month; what
tells them apart is who took part and how many suffered, and that one source lists each of its incidents once
(:mod:`ingest.matching.rivals`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from ingest.matching.kinds.geography import KM, larger, smaller
from ingest.matching.kinds.words import both
from ingest.matching.spec import Block, Comparison, Kind, Level

DAYS_A_KEY = 10
MOST_STRETCHES = 60
"""An incident that may have been on any day of two years is not looked up by its date."""
_SPAN = f"({larger('until')} - {smaller('since')} + 1)"
_GAP = f"({larger('since')} - {smaller('until')})"
_POINTS = "l.rank <= 2 and r.rank <= 2"
_APART = f"{KM} > 1.3 * (l.radius + r.radius) + 5"
_ALIKE = "jaro_winkler_similarity(l.place, r.place)"
_RARE = smaller("place_bits")
_MORE, _FEWER = larger("best"), smaller("best")

INCIDENT = Kind(
    name="incident",
    named=False,
    columns={
        "since": "INTEGER",
        "until": "INTEGER",
        "slack": "INTEGER",
        "lat": "DOUBLE",
        "lon": "DOUBLE",
        "radius": "DOUBLE",
        "rank": "INTEGER",
        "place": "VARCHAR",
        "place_bits": "INTEGER",
        "within": "VARCHAR[]",
        "sides": "VARCHAR[]",
        "methods": "VARCHAR[]",
        "victims": "VARCHAR[]",
        "low": "INTEGER",
        "best": "INTEGER",
        "high": "INTEGER",
        "cites": "VARCHAR[]",
        "documents": "VARCHAR[]",
        "subtype": "VARCHAR",
        "day_sides": "VARCHAR[]",
        "day_cells": "VARCHAR[]",
        "day_places": "VARCHAR[]",
    },
    blocks=(
        Block(name="days and side", key="r.day_sides", lists=True, alone=True),
        Block(name="days and cell", key="r.day_cells", lists=True, alone=True),
        Block(name="days and place", key="r.day_places", lists=True, alone=True),
        Block(name="victim", key="r.victims", lists=True, alone=True),
    ),
    comparisons=(
        Comparison(
            name="date",
            levels=(
                Level(code="same_day", when=f"{_SPAN} = 1", bits=9.5),
                Level(code="days_overlap", when=f"{_GAP} <= 0 and {_SPAN} <= 3", bits=8.0),
                Level(code="week_overlaps", when=f"{_GAP} <= 0 and {_SPAN} <= 8", bits=7.0),
                Level(code="month_overlaps", when=f"{_GAP} <= 0 and {_SPAN} <= 31", bits=5.0),
                Level(code="season_overlaps", when=f"{_GAP} <= 0 and {_SPAN} <= 100", bits=3.5),
                Level(code="year_overlaps", when=f"{_GAP} <= 0 and {_SPAN} <= 400", bits=1.5),
                Level(code="dates_overlap", when=f"{_GAP} <= 0", bits=0.0),
                Level(code="dates_within_doubt", when=f"{_GAP} <= {larger('slack')} and {_GAP} <= 7", bits=4.5),
                Level(code="dates_in_wide_doubt", when=f"{_GAP} <= {larger('slack')}", bits=2.0),
                Level(code="next_day", when=f"{_GAP} = 1", bits=2.0),
                Level(code="days_apart", when=f"{_GAP} <= 3", bits=-2.0),
                Level(code="a_week_apart", when=f"{_GAP} <= 7", bits=-5.0),
                Level(code="dates_apart", when=f"{_GAP} > 7", bits=-14.0),
            ),
        ),
        Comparison(
            name="place",
            levels=(
                Level(code="far_apart", when=_APART, bits=-12.0),
                Level(
                    code="same_place",
                    when=f"{_POINTS} and (l.place = r.place or ({KM} <= 2 and {_ALIKE} >= 0.8))",
                    bits=_RARE,
                ),
                Level(
                    code="place_spelled_alike",
                    when=f"{_POINTS} and {_ALIKE} >= 0.9",
                    bits=f"{_RARE} - 0.5",
                ),
                Level(code="same_point_other_name", when=f"{_POINTS} and {KM} <= 2", bits=2.0),
                Level(code="other_area", when=f"{both('within')} and NOT list_has_any(l.within, r.within)", bits=-8.0),
                Level(code="other_place_nearby", when=f"{_POINTS} and {KM} <= 50", bits=-4.0),
                Level(code="other_place", when=f"{_POINTS} and l.place <> '' and r.place <> ''", bits=-7.0),
                Level(
                    code="within_district",
                    when=f"{larger('rank')} = 3"
                    " and (list_contains(l.within, r.place) or list_contains(r.within, l.place))",
                    bits=2.5,
                ),
                Level(
                    code="within_area",
                    when="list_contains(l.within, r.place) or list_contains(r.within, l.place)",
                    bits=1.0,
                ),
                Level(
                    code="other_district",
                    when="l.rank = 3 and r.rank = 3 and l.place <> '' and r.place <> ''",
                    bits=-5.0,
                ),
                Level(code="same_area", when="list_has_any(l.within, r.within)", bits=0.5),
            ),
        ),
        Comparison(
            name="sides",
            levels=(
                Level(
                    code="same_sides",
                    when="list_has_all(l.sides, r.sides) and list_has_all(r.sides, l.sides)",
                    bits=3.0,
                ),
                Level(code="some_sides", when="list_has_any(l.sides, r.sides)", bits=-1.0),
                Level(code="other_sides", when=both("sides"), bits=-8.0),
            ),
        ),
        Comparison(
            name="method",
            levels=(
                Level(code="same_method", when="list_has_any(l.methods, r.methods)", bits=1.0),
                Level(code="other_method", when=both("methods"), bits=-4.0),
            ),
        ),
        Comparison(
            name="class",
            levels=(
                Level(
                    code="kind_differs",
                    when="l.subtype <> '' and r.subtype <> '' and l.subtype <> r.subtype",
                    bits=-6.0,
                ),
            ),
        ),
        Comparison(
            name="victims",
            levels=(
                Level(code="same_victim", when="list_has_any(l.victims, r.victims)", bits=9.0),
                Level(code="other_victims", when=both("victims"), bits=-3.0),
            ),
        ),
        Comparison(
            name="count",
            levels=(
                Level(code="same_large_count", when="l.best = r.best and l.best >= 30", bits=6.5),
                Level(code="same_count_from_ten", when="l.best = r.best and l.best >= 10", bits=5.0),
                Level(code="same_count_from_five", when="l.best = r.best and l.best >= 5", bits=3.5),
                Level(code="same_small_count", when="l.best = r.best and l.best >= 2", bits=2.0),
                Level(code="both_one", when="l.best = r.best", bits=1.0),
                Level(code="counts_overlap", when=f"{smaller('high')} >= {larger('low')}", bits=1.0),
                Level(code="counts_near", when=f"{_MORE} <= 1.35 * {_FEWER} + 1", bits=0.0),
                Level(code="counts_differ", when=f"{_MORE} <= 2 * {_FEWER} + 1", bits=-2.5),
                Level(code="counts_far", when=f"{_MORE} <= 4 * {_FEWER} + 2", bits=-5.0),
                Level(code="counts_very_far", when=f"{_MORE} > 4 * {_FEWER} + 2", bits=-7.0),
            ),
        ),
        Comparison(
            name="sources",
            levels=(
                Level(
                    code="shared_source",
                    when="list_has_any(l.cites, r.cites)",
                    bits="list_max(list_transform(list_intersect(l.cites, r.cites),"
                    " lambda one: substr(one, 1, 2)::INTEGER))",
                ),
            ),
        ),
        Comparison(
            name="source",
            levels=(Level(code="one_document_lists_both", when="list_has_any(l.documents, r.documents)", bits=-40.0),),
        ),
    ),
    near_certain=0.8,
    queue_from=0.1,
    pairs_a_record=200,
    demands=(
        "not list_has_any(l.documents, r.documents)"
        f" and ({_SPAN} <= 31 or list_has_any(l.victims, r.victims) or list_has_any(l.cites, r.cites))"
        f" and (l.rank <= 3 and r.rank <= 3 and coalesce(not ({_APART}), true))"
        f" and ({_ALIKE} >= 0.8 or list_contains(l.within, r.place) or list_contains(r.within, l.place))"
    ),
)
"""A month or an area alone never makes two incidents one."""


def key_columns(
    *, since: int, until: int, slack: int, sides: Iterable[str], places: Iterable[str], lat: float | None,
    lon: float | None
) -> Mapping[str, list[str]]:  # fmt: skip
    """Blocking keys: each stretch of ten days that it may have been in, with each side, place and cell around it.

    Args:
        since, until, slack: days; see the columns of the same names.
        lat, lon: of a place that is known to the district or better. A point near the rim of its one-degree cell is
            in the next one too.
    """
    stretches = range((since - slack - 2) // DAYS_A_KEY, (until + slack + 2) // DAYS_A_KEY + 1)
    if len(stretches) > MOST_STRETCHES:
        stretches = range(0)
    cells: set[str] = set()
    if lat is not None and lon is not None:
        cells = {f"{math.floor(lat + north)}/{math.floor(lon + east)}" for north in (-0.3, 0.3) for east in (-0.3, 0.3)}
    return {
        "day_sides": [f"{stretch} {side}" for stretch in stretches for side in sorted(set(sides))],
        "day_cells": [f"{stretch} {cell}" for stretch in stretches for cell in sorted(cells)],
        "day_places": [f"{stretch} {place}" for stretch in stretches for place in sorted(set(places))],
    }


def share_bits(count: int, of: int, *, least: int, most: int) -> int:
    """Bits that agreeing on something tells which ``count`` of so many bear, whole, within the limits."""
    return max(least, min(most, round(math.log2(max(of, 2) + 30) - math.log2(max(count, 1)))))


def citing_bits(records: int) -> int:
    """Bits that a report tells which so many records cite: one that everybody cites, or that lists a whole year,
    tells nothing.
    """
    return max(0, min(4, round(6 - 2 * math.log2(max(records, 1)))))
