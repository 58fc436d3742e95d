"""R14: counts show each source's value and a range; named members are not added to the group; nothing is summed."""

from __future__ import annotations

import re

from tests.builders import draft
from tests.queries.brief.brief_case import BriefCase, BriefReport, table


def test_r14_every_figure_with_its_cite_and_the_range_over_all(english: BriefReport) -> None:
    rows = table(english, "counts")
    assert [(row["figure"], row["cite"]) for row in rows] == [
        ("Killed: 9 people", "Ex. 1, p. 4"), ("Killed: 4–8 people", "Ex. 2, section 3"),
    ]  # fmt: skip
    assert {row["range"] for row in rows} == {"Killed: 4–9 (2 figures; they are not added)"}


def test_r14_no_sum_and_no_average_is_anywhere(english: BriefReport) -> None:
    said = [value for row in table(english, "counts") for value in (row["range"], row["figure"])]
    (differ,) = [row["says"] for row in table(english, "against") if row["doubt"] == "Figures differ"]
    said.append(re.sub(r"\(Ex\.[^)]*\)", "", differ))
    numbers = {int(number) for text in said for number in re.findall(r"\d+", text)}
    assert numbers == {2, 4, 8, 9}, "what the two sources say, and that there are two"


def test_r14_a_named_member_changes_no_count(made: BriefCase) -> None:
    def counts() -> list[dict[str, str]]:
        return [{**row, "number": ""} for row in table(made.brief(), "counts")]

    before = counts()
    made.load(draft("part_of", "p_watcher", part="person:watcher", whole="men", level="restricted", locator="p. 1"))
    assert counts() == before


def test_r14_at_least_leaves_the_range_open(made: BriefCase) -> None:
    made.load(
        draft("figure", "f_open", about="incident:later", what="killed", count="6..", counted_in="people",
              locator="p. 2", level="public"),
    )  # fmt: skip
    (row,) = table(made.brief("later"), "counts")
    assert row["range"] == "Killed: 6+ (one figure)"


def test_r14_a_retracted_figure_is_not_in_the_range(made: BriefCase) -> None:
    made.decide("status", "f_article", "retracted")
    assert {row["range"] for row in table(made.brief(audience="un_mechanism"), "counts")} == {"Killed: 9 (one figure)"}
