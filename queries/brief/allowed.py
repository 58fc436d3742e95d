"""Which fields of which kind may be given to which audience. What is not listed is hidden, a new field included."""

from __future__ import annotations

from collections.abc import Mapping

Fields = Mapping[str, frozenset[str]]

_PERIOD = "since since_is_start until until_is_end continues"
_PEOPLE = "women girls men boys unknown"

_EVERYBODY = {
    "incident": "class date place methods staging part_of number_in_series",
    "victim": "who incident act method date outcome",
    "part_of": "part whole",
    "held": "holder who location since until received_from passed_to end",
    "fate": "who kind as_of place",
    "figure": f"about of what count counted_in {_PEOPLE} period as_of claimed_by",
    "perpetrator": "who class_words incident acts degree",
    "accusation": "by about incident charge charge_basis",
    "conduct": "incident issued_by addressed_to concerns speaks speaks_to",
    "posting": f"person unit kind role role_words rank job_title {_PERIOD} basis_in_law instead_of",
    "unit_relation": f"child parent kind {_PERIOD}",
    "group": f"description count {_PEOPLE} ages as_of",
    "document": "kind title language date translation_of transcript_of copy_of redaction_of derived_from"
    " translation_status coercion recanted",
    "source": "kind name",
}
"""Names of people are in no list: the graph alone says who is drawn by name."""
_OF_EVERY_RECORD = "quote quote_language translation basis locator"
_LEGAL = {
    "incident": "place_words description",
    "victim": "chosen",
    "held": "capacity",
    "accusation": "charge_words",
    "person": "sex age age_as_of",
}
"""What those get besides who take the case further under a duty of their own."""
LEGAL_AUDIENCES = frozenset({"internal", "counsel", "un_mechanism", "national_prosecutor"})
REASONS = LEGAL_AUDIENCES
"""Audiences that read why a grade was given: these are a reviewer's own words."""

RECORDS = frozenset({
    "incident", "victim", "part_of", "held", "fate", "figure", "perpetrator", "accusation", "conduct", "posting",
    "unit_relation",
})  # fmt: skip


def allowed(audience: str) -> Fields:
    """Kind to the fields that this audience may be given; the narrowest list for an audience that nobody named."""
    lists = [_EVERYBODY, *([_LEGAL] if audience in LEGAL_AUDIENCES else [])]
    kinds = {kind for each in lists for kind in each}
    return {
        kind: frozenset(
            name
            for each in lists
            for name in (*each.get(kind, "").split(), *(_OF_EVERY_RECORD.split() if kind in RECORDS else ()))
        )
        for kind in kinds
    }
