"""R11: assertions that contradict a chosen fact are pulled in, whether or not anybody chose them."""

from __future__ import annotations

import re

from tests.builders import document, incident, posting, source, victim
from tests.queries.brief.brief_case import BriefCase, BriefReport, table


def test_r11_the_other_date_and_the_other_figure_come_with_the_incident(english: BriefReport) -> None:
    said = {row["doubt"]: row["says"] for row in table(english, "against")}
    assert "10 March 2015" in said["Documents disagree"] and "١٩ جمادى الأولى ١٤٣٦" in said["Documents disagree"]
    assert "Ex. 1, p. 4" in said["Documents disagree"] and "Ex. 2, section 2" in said["Documents disagree"]
    assert "9 (Ex. 1, p. 4)" in said["Figures differ"] and "4–8 (Ex. 2, section 3)" in said["Figures differ"]


def test_r11_what_contradicts_is_a_fact_of_its_own_with_its_cite(english: BriefReport) -> None:
    facts = {row["number"]: row for row in table(english, "facts")}
    (differ,) = [row for row in table(english, "against") if row["doubt"] == "Figures differ"]
    assert {facts[number]["cite"] for number in differ["facts"].split("; ")} == {"Ex. 1, p. 4", "Ex. 2, section 3"}


def test_r11_another_outcome_for_the_same_victims(made: BriefCase) -> None:
    made.load(
        victim("v_other", who="group:men", incident="fall", act="execution", outcome="survived", document="article",
               locator="section 9", level="public"),
    )  # fmt: skip
    against = table(made.brief(), "against")
    assert any("killed" in row["says"] and "survived" in row["says"] for row in against)


def test_r11_a_second_holder_of_the_post_on_the_day(made: BriefCase) -> None:
    from tests.builders import person

    made.load(
        person("rival", names="Rival Commander Invented", level="public"),
        posting("p_rival", person="rival", unit="battalion", role="emir", since="2015-03-01", since_is_start="yes",
                until="2015-03-31", until_is_end="yes", document="article", locator="section 8", level="public"),
    )  # fmt: skip
    report = made.brief()
    assert any(row["doubt"] == "Two holders at once" for row in table(report, "against"))
    assert any("Ex. 2, section 8" in row["cites"] for row in table(report, "chains"))


def test_r11_an_incident_that_may_be_the_same_is_named(made: BriefCase) -> None:
    made.load(
        source("third", level="public"), document("third_report", source="third", level="public"),
        incident("maybe", date="2015-03", document="third_report", locator="p. 1", level="public"),
    )  # fmt: skip
    made.decide("identity", "fall", "unsure", "maybe")
    (found,) = [row for row in table(made.brief(), "against") if row["doubt"] == "May be counted twice"]
    assert made.code["maybe"] in found["says"] and "one or two" in found["says"]


def test_r11_a_sealed_contradiction_stays_unseen_below_its_level(made: BriefCase) -> None:
    below, above = made.brief(audience="un_mechanism"), made.brief(audience="counsel")
    forty = re.compile(r"\b40\b")  # a code may hold these digits among others
    assert not any(forty.search(row["says"]) for row in table(below, "against"))
    assert any(forty.search(row["says"]) for row in table(above, "against"))
