"""Units: number, size and branch as :mod:`ingest.matching.unit_names` reads them, own words, parents and places."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.matching.kinds.words import (
    CLOSE,
    LESS_TELLING,
    SHARED_BITS,
    WITHIN,
    both,
    deletions,
    one_only,
    weighed,
)
from ingest.matching.spec import Block, Comparison, Kind, Level
from ingest.matching.unit_names import UnitName

UNIT = Kind(
    name="unit",
    named=False,
    columns={
        "whole": "VARCHAR",
        "numbers": "VARCHAR[]",
        "numbered": "VARCHAR[]",
        "echelons": "VARCHAR[]",
        "branches": "VARCHAR[]",
        "words": "VARCHAR[]",
        "phrases": "VARCHAR[]",
        "deletions": "VARCHAR[]",
        "initials": "VARCHAR[]",
        "parents": "VARCHAR[]",
        "places": "VARCHAR[]",
        "people": "VARCHAR[]",
        "documents": "VARCHAR[]",
        "subtype": "VARCHAR",
    },
    blocks=(
        Block(name="whole", key="r.whole", alone=True),
        Block(name="numbered", key="r.numbered", lists=True, alone=True),
        Block(name="words", key="r.words", lists=True, alone=True),
        Block(name="misspelled", key="r.deletions", lists=True, alone=True),
        Block(name="initials", key="r.initials", lists=True, alone=True),
        Block(name="number", key="r.numbers", lists=True),
        Block(name="echelon", key="r.echelons", lists=True),
        Block(name="branch", key="r.branches", lists=True),
        Block(name="parent", key="r.parents", lists=True),
        Block(name="place", key="r.places", lists=True),
        Block(name="people", key="r.people", lists=True),
    ),
    comparisons=(
        Comparison(
            name="number",
            levels=(
                Level(code="same_number", when="list_has_any(l.numbers, r.numbers)", bits=5.0),
                Level(code="numbers_differ", when=both("numbers"), bits=-14.0),
                Level(code="one_without_number", when=one_only("numbers"), bits=-4.0),
            ),
        ),
        Comparison(
            name="echelon",
            levels=(
                Level(code="same_size", when="list_has_any(l.echelons, r.echelons)", bits=2.0),
                Level(code="sizes_differ", when=both("echelons"), bits=-7.0),
                Level(code="one_without_size", when=one_only("echelons"), bits=-1.0),
            ),
        ),
        Comparison(
            name="branch",
            levels=(
                Level(
                    code="same_branch",
                    when="list_has_all(l.branches, r.branches) and list_has_all(r.branches, l.branches)",
                    bits=2.5,
                ),
                Level(code="branch_in_part", when="list_has_any(l.branches, r.branches)", bits=1.0),
                Level(code="branches_differ", when=both("branches"), bits=-7.0),
                Level(code="one_without_branch", when=one_only("branches"), bits=-0.5),
            ),
        ),
        Comparison(
            name="words",
            levels=(
                Level(code="same_words", when=WITHIN, bits=f"least(12, {SHARED_BITS})"),
                Level(code="same_initials", when="list_has_any(l.initials, r.initials)", bits=5.0),
                Level(
                    code="close_words",
                    when=f"{CLOSE} >= 0.9",
                    bits=f"0.7 * least(12, {LESS_TELLING})",
                ),
                Level(
                    code="some_words",
                    when="list_has_any(l.words, r.words)",
                    bits=f"least(12, {SHARED_BITS}) - 5",
                ),
                Level(code="words_differ", when=both("words"), bits=-8.0),
                Level(code="one_without_words", when=one_only("words"), bits=-2.0),
            ),
        ),
        Comparison(
            name="parent",
            levels=(
                Level(code="same_unit", when="list_has_any(l.parents, r.parents)", bits=4.0),
                Level(code="other_unit", when=both("parents"), bits=-1.0),
            ),
        ),
        Comparison(
            name="place",
            levels=(
                Level(code="same_place", when="list_has_any(l.places, r.places)", bits=3.0),
                Level(code="other_place", when=both("places"), bits=-0.5),
            ),
        ),
        Comparison(
            name="people", levels=(Level(code="same_people", when="list_has_any(l.people, r.people)", bits=4.0),)
        ),
        Comparison(
            name="kind",
            levels=(
                Level(
                    code="kind_differs",
                    when="l.subtype <> '' and r.subtype <> '' and l.subtype <> r.subtype",
                    bits=-6.0,
                ),
            ),
        ),
        Comparison(
            name="source",
            levels=(Level(code="one_document_lists_both", when="list_has_any(l.documents, r.documents)", bits=-8.0),),
        ),
    ),
    near_certain=0.97,
    queue_from=0.2,
    demands=(
        "not list_has_any(l.documents, r.documents)"
        " and (list_has_any(l.parents, r.parents) or list_has_any(l.places, r.places)"
        " or list_has_any(l.people, r.people))"
        " and (l.numbers IS NULL) = (r.numbers IS NULL)"
    ),
)
"""Many armies have a "Military Police": a name alone is never near certain."""


def columns_of(name: UnitName, bits: Mapping[str, int]) -> dict[str, object]:
    """The columns that follow from a unit's name.

    Args:
        bits: what sharing a word tells; see :func:`ingest.matching.kinds.words.word_bits`.
    """
    return {
        "whole": name.key or None,
        "numbers": sorted(name.numbers),
        "numbered": sorted(f"{number} {echelon}" for number in name.numbers for echelon in name.echelons),
        "echelons": sorted(name.echelons),
        "branches": sorted(name.branches),
        "words": weighed(name.words, bits),
        "phrases": sorted(name.phrases),
        "deletions": sorted(deletions(word for phrase in name.phrases for word in phrase.split())),
        "initials": sorted(name.initials),
    }
