"""R10: what undermines a fact is exported with the same prominence; what is not shown of it is said."""

from __future__ import annotations

import inspect
import re

from queries.brief.package import make_brief
from tests.builders import draft
from tests.queries.brief.brief_case import BriefCase, BriefReport, pdf_text, table, xml_text

HEADING = "What speaks against or weakens this"


def test_r10_disputed_single_gap_and_difference_stand_in_every_format(english: BriefReport) -> None:
    kinds = {row["doubt"] for row in table(english, "against")}
    assert {"Documents disagree", "Figures differ", "Disputed", "Nobody known", "One origin only"} <= kinds
    pdf, docx = " ".join(pdf_text(english).split()), xml_text(english, "brief.docx")
    for text in (pdf, " ".join(docx.split()), xml_text(english, "brief.xlsx")):
        assert all(kind in text for kind in kinds)


def test_r10_it_is_a_heading_like_those_of_the_facts_and_is_announced_above_them(english: BriefReport) -> None:
    from pathlib import Path

    import queries.brief

    template = (Path(queries.brief.__file__).parent / "brief.typ").read_text(encoding="utf-8")
    assert "titled(w.against, 3)" in template and "part(group.title, 6, 2)" in template
    assert template.count("heading(level: 2, title)") == 1 and "heading(level: level, title)" in template
    text = " ".join(pdf_text(english).split())
    count = len(table(english, "against"))
    said = f"Points that speak against or weaken this section: {count}."
    assert f"(against it: {count})" in text, "in the list of contents"
    assert text.index(said) < text.index("What is alleged to have happened") < text.index(HEADING)


def test_r10_nothing_can_switch_it_off() -> None:
    assert not re.search("against|doubt|weak|undermin", " ".join(inspect.signature(make_brief).parameters))


def test_r10_a_record_that_speaks_against_control_is_listed(made: BriefCase) -> None:
    made.load(
        draft("conduct", "inquiry", incident="later", issued_by="unit:brigade", concerns="incident:fall",
              speaks="against", speaks_to="measures", locator="p. 6", level="public"),
    )  # fmt: skip
    against = table(made.brief(), "against")
    (found,) = [row for row in against if row["doubt"] == "Material to the contrary"]
    assert "Ex. 1, p. 6" in found["cites"]


def test_r10_a_retracted_record_is_no_fact_but_is_said(made: BriefCase) -> None:
    before = len(table(made.brief(), "facts"))
    made.decide("status", "f_article", "retracted")
    report = made.brief()
    assert len(table(report, "facts")) == before - 1
    (found,) = [row for row in table(report, "against") if row["doubt"] == "Retracted"]
    assert "figure" in found["says"] and "Ex. 2, section 3" in found["cites"]


def test_r10_what_speaks_against_above_the_level_is_counted_on_the_last_page(english: BriefReport) -> None:
    lines = {row["why"]: int(row["count"]) for row in table(english, "left_out")}
    assert lines["Of these, records that are disputed or give another figure, date or outcome"] == 1
    assert lines["Records about these incidents that lie above the level of this audience"] == 2
    last = pdf_text(english).split("What was left out, and why")[-1]
    assert "lie above the level" in " ".join(last.split())
