"""Groups: people counted but not named. They are one only within one incident, and only where the counts agree."""

from __future__ import annotations

from ingest.matching.kinds.geography import larger, smaller
from ingest.matching.kinds.words import SHARED_BITS, both
from ingest.matching.spec import Block, Comparison, Kind, Level


def _apart(part: str) -> str:
    return f"(l.{part}_high < r.{part}_low or r.{part}_high < l.{part}_low)"


PARTS = ("women", "girls", "men", "boys")

GROUP = Kind(
    name="group",
    named=False,
    columns={
        "words": "VARCHAR[]",
        "low": "INTEGER",
        "high": "INTEGER",
        **{f"{part}_{end}": "INTEGER" for part in PARTS for end in ("low", "high")},
        "incidents": "VARCHAR[]",
        "units": "VARCHAR[]",
        "places": "VARCHAR[]",
        "since": "INTEGER",
        "until": "INTEGER",
        "cites": "VARCHAR[]",
        "documents": "VARCHAR[]",
    },
    blocks=(
        Block(name="incident", key="r.incidents", lists=True, alone=True),
        Block(name="place", key="r.places", lists=True),
        Block(name="unit", key="r.units", lists=True),
        Block(name="words", key="r.words", lists=True),
    ),
    comparisons=(
        Comparison(
            name="incident",
            levels=(
                Level(code="same_incident", when="list_has_any(l.incidents, r.incidents)", bits=9.0),
                Level(code="other_incident", when=both("incidents"), bits=-4.0),
            ),
        ),
        Comparison(
            name="count",
            levels=(
                Level(code="counts_apart", when="l.high < r.low or r.high < l.low", bits=-5.0),
                Level(code="same_large_count", when="l.low = r.low and l.high = r.high and l.low >= 5", bits=4.0),
                Level(code="same_count", when="l.low = r.low and l.high = r.high", bits=2.0),
                Level(code="counts_overlap", when="l.low <= r.high and r.low <= l.high", bits=0.5),
            ),
        ),
        Comparison(
            name="composition",
            levels=(
                Level(code="composition_differs", when=" or ".join(_apart(part) for part in PARTS), bits=-4.0),
            ),
        ),
        Comparison(
            name="words",
            levels=(
                Level(code="same_words", when="list_has_all(l.words, r.words) and list_has_all(r.words, l.words)",
                      bits=f"least(5, 0.5 * {SHARED_BITS})"),
                Level(code="some_words", when="list_has_any(l.words, r.words)", bits=f"least(3, 0.3 * {SHARED_BITS})"),
                Level(code="words_differ", when=both("words"), bits=-1.5),
            ),
        ),
        Comparison(
            name="date",
            levels=(
                Level(code="dates_apart", when=f"{larger('since')} - {smaller('until')} > 31", bits=-6.0),
            ),
        ),
        Comparison(
            name="place",
            levels=(
                Level(code="same_place", when="list_has_any(l.places, r.places)", bits=2.0),
                Level(code="other_place", when=both("places"), bits=-2.0),
            ),
        ),
        Comparison(
            name="unit", levels=(Level(code="same_unit", when="list_has_any(l.units, r.units)", bits=1.5),)
        ),
        Comparison(
            name="sources",
            levels=(Level(code="shared_source", when="list_has_any(l.cites, r.cites)", bits=2.0),),
        ),
        Comparison(
            name="source",
            levels=(
                Level(code="one_document_lists_both", when="list_has_any(l.documents, r.documents)", bits=-10.0),
            ),
        ),
    ),
    near_certain=0.95,
    queue_from=0.2,
    demands="not list_has_any(l.documents, r.documents) and list_has_any(l.incidents, r.incidents)"
    " and l.low <= r.high and r.low <= l.high",
)  # fmt: skip
