"""Places: spellings, what they lie within, where they are, and the gazetteer that a case may add."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.matching.kinds.geography import KM
from ingest.matching.kinds.words import CLOSE, LESS_TELLING, SHARED_BITS, WITHIN, both, deletions, one_only, weighed
from ingest.matching.place_names import PlaceName
from ingest.matching.spec import Block, Comparison, Kind, Level

_POINTS = "l.rank <= 2 and r.rank <= 2"

LOCATION = Kind(
    name="location",
    named=False,
    columns={
        "words": "VARCHAR[]",
        "phrases": "VARCHAR[]",
        "deletions": "VARCHAR[]",
        "marks": "VARCHAR[]",
        "gazetteer": "VARCHAR[]",
        "rank": "INTEGER",
        "lat": "DOUBLE",
        "lon": "DOUBLE",
        "key": "VARCHAR",
        "within": "VARCHAR[]",
        "documents": "VARCHAR[]",
    },
    blocks=(
        Block(name="words", key="r.words", lists=True, alone=True),
        Block(name="misspelled", key="r.deletions", lists=True, alone=True),
        Block(name="gazetteer", key="r.gazetteer", lists=True, alone=True),
    ),
    comparisons=(
        Comparison(
            name="words",
            levels=(
                Level(code="same_in_gazetteer", when="list_has_any(l.gazetteer, r.gazetteer)", bits=10.0),
                Level(code="other_in_gazetteer", when=both("gazetteer"), bits=-8.0),
                Level(
                    code="same_words",
                    when="list_has_all(l.words, r.words) and list_has_all(r.words, l.words)",
                    bits=f"least(10, {SHARED_BITS})",
                ),
                Level(code="close_words", when=f"{CLOSE} >= 0.92", bits=f"0.7 * least(10, {LESS_TELLING})"),
                Level(code="words_within", when=WITHIN, bits=f"least(8, {SHARED_BITS}) - 4"),
                Level(code="words_differ", when=both("words"), bits=-10.0),
            ),
        ),
        Comparison(
            name="marks",
            levels=(
                Level(
                    code="same_marks",
                    when="list_has_all(l.marks, r.marks) and list_has_all(r.marks, l.marks)",
                    bits=2.0,
                ),
                Level(code="marks_differ", when=both("marks"), bits=-12.0),
                Level(code="one_without_marks", when=one_only("marks"), bits=-4.0),
            ),
        ),
        Comparison(
            name="distance",
            levels=(
                Level(code="same_point", when=f"{_POINTS} and {KM} <= 5", bits=5.0),
                Level(code="near", when=f"{_POINTS} and {KM} <= 25", bits=1.0),
                Level(code="far_apart", when=f"{_POINTS} and {KM} > 50", bits=-10.0),
                Level(code="far_apart_areas", when=f"{KM} > 400", bits=-8.0),
            ),
        ),
        Comparison(
            name="within",
            levels=(
                Level(
                    code="one_within_the_other",
                    when="list_contains(l.within, r.key) or list_contains(r.within, l.key)",
                    bits=-12.0,
                ),
                Level(code="same_place", when="list_has_any(l.within, r.within)", bits=3.0),
                Level(code="other_place", when=both("within"), bits=-5.0),
            ),
        ),
        Comparison(
            name="sort",
            levels=(
                Level(code="kind_differs", when="abs(l.rank - r.rank) >= 2 or (l.rank > 2) <> (r.rank > 2)", bits=-8.0),
            ),
        ),
        Comparison(
            name="source",
            levels=(Level(code="one_document_lists_both", when="list_has_any(l.documents, r.documents)", bits=-14.0),),
        ),
    ),
    near_certain=0.93,
    queue_from=0.2,
    demands=(
        "not list_has_any(l.documents, r.documents)"
        " and coalesce(l.rank = r.rank or (l.rank <= 2 and r.rank <= 2), true)"
        " and ((l.marks IS NULL) = (r.marks IS NULL) or coalesce(list_has_any(l.gazetteer, r.gazetteer), false))"
        " and (list_has_any(l.gazetteer, r.gazetteer)"
        f" or (list_has_all(l.words, r.words) and list_has_all(r.words, l.words)) or ({_POINTS} and {KM} <= 1))"
        " and (list_has_any(l.gazetteer, r.gazetteer) or list_has_any(l.within, r.within)"
        f" or ({_POINTS} and {KM} <= 5))"
    ),
)
"""A town and the province of its name are two places, and so are two villages of one name."""


def columns_of(name: PlaceName, bits: Mapping[str, int]) -> dict[str, object]:
    """The columns that follow from a place's name; see :func:`ingest.matching.kinds.unit.columns_of`."""
    return {
        "words": weighed(name.words, bits),
        "phrases": sorted(name.phrases),
        "marks": sorted(name.marks),
        "deletions": sorted(deletions(phrase for phrase in name.phrases)),
    }
