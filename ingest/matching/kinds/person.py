"""People of a case: their names as the engine compares them, and what else the case knows of them.

Context speaks for (unit, place, year of birth, a relative, the same part in the same incident) and against (sex, years
of birth far apart, two places on one day, seen after the other had died, one document that lists both apart).
"""

from __future__ import annotations

from ingest.matching.kinds.geography import larger, smaller
from ingest.matching.kinds.words import both
from ingest.matching.spec import Block, Comparison, Kind, Level

YEARS_APART = 5
_YEARS = f"{larger('born_first')} - {smaller('born_last')}"
_WIDE = "(abs(l.born_last - l.born_first) + abs(r.born_last - r.born_first))"
_DAY_APART = "list_has_any(l.days, r.days) and not list_has_any(l.day_areas, r.day_areas)"
_AFTER_DEATH = "l.seen > r.died + 3 or r.seen > l.died + 3"
_DOCUMENTS = "list_has_any(l.documents, r.documents)"


def _shared(column: str) -> str:
    """SQL: the bits of the rarest thing that both have; each is written with its bits before it."""
    shared = f"list_intersect(l.{column}, r.{column})"
    return f"list_max(list_transform({shared}, lambda one: substr(one, 1, 2)::INTEGER))"


PERSON = Kind(
    name="person",
    columns={
        "units": "VARCHAR[]",
        "places": "VARCHAR[]",
        "people": "VARCHAR[]",
        "incidents": "VARCHAR[]",
        "days": "VARCHAR[]",
        "day_places": "VARCHAR[]",
        "day_areas": "VARCHAR[]",
        "born_first": "INTEGER",
        "born_last": "INTEGER",
        "born_keys": "VARCHAR[]",
        "died": "INTEGER",
        "seen": "INTEGER",
        "sex": "VARCHAR",
        "documents": "VARCHAR[]",
    },
    blocks=(
        Block(name="unit", key="r.units", lists=True),
        Block(name="place", key="r.places", lists=True),
        Block(name="born", key="r.born_keys", lists=True),
        Block(name="people", key="r.people", lists=True),
        Block(name="incident", key="r.incidents", lists=True),
    ),
    comparisons=(
        Comparison(
            name="name",
            levels=(Level(code="no_part_of_the_name", when="n.agreeing = 0", bits=-8.0),),
        ),
        Comparison(
            name="unit",
            levels=(
                Level(code="same_unit", when="list_has_any(l.units, r.units)", bits=_shared("units")),
                Level(code="other_unit", when=both("units"), bits=-0.5),
            ),
        ),
        Comparison(
            name="place",
            levels=(
                Level(code="same_place", when="list_has_any(l.places, r.places)", bits=_shared("places")),
                Level(code="other_place", when=both("places"), bits=-0.5),
            ),
        ),
        Comparison(
            name="people",
            levels=(Level(code="same_people", when="list_has_any(l.people, r.people)", bits=5.0),),
        ),
        Comparison(
            name="incident",
            levels=(Level(code="same_incident", when="list_has_any(l.incidents, r.incidents)", bits=4.0),),
        ),
        Comparison(
            name="born",
            levels=(
                Level(code="same_year", when=f"{_YEARS} <= 0 and {_WIDE} <= 1", bits=4.0),
                Level(code="years_overlap", when=f"{_YEARS} <= 0 and {_WIDE} <= 5", bits=1.5),
                Level(code="years_near", when=f"{_YEARS} between 1 and 2", bits=0.5),
                Level(code="years_differ", when=f"{_YEARS} between 3 and {YEARS_APART}", bits=-2.5),
                Level(code="years_apart", when=f"{_YEARS} > {YEARS_APART}", bits=-10.0),
            ),
        ),
        Comparison(
            name="sex",
            levels=(Level(code="sex_differs", when="l.sex <> r.sex", bits=-10.0),),
        ),
        Comparison(
            name="days",
            levels=(
                Level(code="same_day_and_place", when="list_has_any(l.day_places, r.day_places)", bits=3.0),
                Level(code="two_places_at_one_time", when=_DAY_APART, bits=-10.0),
            ),
        ),
        Comparison(
            name="death",
            levels=(Level(code="seen_after_death", when=_AFTER_DEATH, bits=-10.0),),
        ),
        Comparison(
            name="source",
            levels=(Level(code="one_document_lists_both", when=_DOCUMENTS, bits=-12.0),),
        ),
    ),
    near_certain=0.8,
    queue_from=0.15,
    demands=(
        f"not {_DOCUMENTS} and n.agreeing >= 2 and n.conflicting = 0"
        f" and coalesce({_YEARS} <= {YEARS_APART}, true) and coalesce(l.sex = r.sex, true)"
        f" and not coalesce({_DAY_APART}, false) and not coalesce({_AFTER_DEATH}, false)"
        " and (list_has_any(l.units, r.units) or list_has_any(l.people, r.people)"
        " or list_has_any(l.incidents, r.incidents) or list_has_any(l.day_places, r.day_places)"
        f" or list_has_any(l.places, r.places) or {_YEARS} <= 1)"
    ),
)
"""A name alone is never near certain: names must agree in two parts, and something of the case with them."""
