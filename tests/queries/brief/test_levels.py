"""R19: whatever the levels of its records, nothing above the level of an audience is in any file of a brief."""

from __future__ import annotations

import random

import pytest

from graph.case import AUDIENCES
from graph.evidence import Draft
from graph.model.levels import LEVELS
from tests.builders import (
    document,
    draft,
    group,
    incident,
    location,
    perpetrator,
    person,
    posting,
    source,
    unit,
    victim,
)
from tests.queries.brief.brief_case import BriefCase, everything, table

NAMES = ("public", "restricted", "confidential", "sealed")


def _rows(chance: random.Random) -> tuple[list[Draft], dict[str, str]]:
    """One incident with a record of every kind that a brief tells, each with words of its own and a level by chance;
    key to level."""
    level: dict[str, str] = {}

    def at(key: str, **more: str) -> dict[str, str]:
        level[key] = chance.choice(NAMES)
        words = f"these are the canary words {key.replace('_', '')}canary of this very record"
        return {"level": level[key], "locator": f"p. {len(level)}", "quote": words, **more}

    public = {"level": "public"}
    rows = [
        source("s", **public), document("d", source="s", **public),
        location("where", names="Placetown Canaryless", document="d", **public),
        unit("band", names="Band", document="d", **public), unit("host", names="Host", document="d", **public),
        unit("jail", names="Jail", document="d", **public),
        person("chief", names="Chief Openly", document="d", **public),
        person("one", names="Victim Protected One", document="d", **public),
        group("all", description="all of them", count="5", document="d", **public),
        incident("lvl", date="2015-03-10", document="d", locator="p. 0", **public),
    ]  # fmt: skip
    both = {"document": "d"}
    for number in range(2):
        n = str(number)
        rows += [
            victim(f"v_{n}", who="person:one", incident="lvl", **both, **at(f"v_{n}")),
            victim(f"g_{n}", who="group:all", incident="lvl", **both, **at(f"g_{n}")),
            draft("part_of", f"po_{n}", part="person:one", whole="all", **both, **at(f"po_{n}")),
            draft("held", f"h_{n}", who="person:one", holder="unit:jail", location="where", since="2015-02", **both,
                  **at(f"h_{n}")),
            draft("fate", f"fa_{n}", who="person:one", kind="missing", as_of="2015-06", **both, **at(f"fa_{n}")),
            draft("figure", f"fi_{n}", about="incident:lvl", what="killed", count=str(3 + number), **both,
                  **at(f"fi_{n}")),
            perpetrator(f"p_{n}", incident="lvl", who="unit:band", **both, **at(f"p_{n}")),
            posting(f"po_st_{n}", person="chief", unit="band", role="emir", since="2015-01-01", until="2015-12-31",
                    **both, **at(f"po_st_{n}")),
            draft("unit_relation", f"ur_{n}", child="band", parent="host", kind="member_of", since="2015-01-01",
                  until="2015-12-31", **both, **at(f"ur_{n}")),
        ]  # fmt: skip
    return rows, level


@pytest.mark.parametrize("seed", range(3))
def test_r19_no_words_above_the_level_are_in_any_file(made: BriefCase, seed: int) -> None:
    chance = random.Random(seed)
    rows, level = _rows(chance)
    made.load(*rows)
    for audience, highest in AUDIENCES.items():
        text = everything(made.brief("lvl", audience=audience, language=chance.choice(("en", "ar")))).casefold()
        above = {key for key, own in level.items() if LEVELS[own] > LEVELS[highest]}
        assert not {key for key in above if f"{key.replace('_', '')}canary" in text}
        if highest == "sealed":
            seen = {key for key in level if f"{key.replace('_', '')}canary" in text}
            assert seen == set(level), "the test can see: at the highest level all of it is told"


@pytest.mark.parametrize(
    ("audience", "language", "said"),
    [
        ("counsel", "en", "Level “sealed”, the highest"), ("counsel", "ar", "وهو الأعلى"),
        ("public", "en", "Level “public”: nothing above it"),
    ],
)  # fmt: skip
def test_the_title_page_says_up_to_which_level_the_case_was_read(
    shared: BriefCase, audience: str, language: str, said: str
) -> None:
    report = shared.brief(audience=audience, language=language)
    (row,) = [row for row in table(report, "about") if row["what"] == "level"]
    assert said in row["value"]
