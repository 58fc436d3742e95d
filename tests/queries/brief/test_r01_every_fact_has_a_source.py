"""R1: every exported fact has a source with a place in it; an assertion without one fails the export."""

from __future__ import annotations

import re

import pytest

from queries.brief.errors import NoSource
from queries.brief.package import preview_brief
from queries.brief.selection import Selection
from tests.builders import perpetrator
from tests.queries.brief.brief_case import BriefCase, BriefReport, pdf_text, table


def test_r01_every_fact_carries_a_pinpoint_to_a_listed_exhibit(english: BriefReport) -> None:
    exhibits = {row["exhibit"] for row in table(english, "exhibits")}
    facts = table(english, "facts")
    assert len(facts) == english.facts == 11
    for fact in facts:
        assert re.fullmatch(r"Ex\. \d+, .+", fact["cite"])
        assert fact["exhibit"] in exhibits and fact["locator"]


def test_r01_the_pdf_prints_the_pinpoint_the_quoted_words_and_their_translation(english: BriefReport) -> None:
    text = " ".join(pdf_text(english).split())
    assert "Ex. 1, p. 4" in text and "Ex. 2, section 2" in text
    assert "Men were thrown from a roof" in text and "I saw nine men being thrown from the building" in text


def test_r01_a_fact_without_a_place_in_its_document_stops_the_export_and_is_named(made: BriefCase) -> None:
    made.load(perpetrator("loose", incident="fall", who="unit:brigade", degree="ordered", level="public"))
    before = made.case.evidence.packages()
    with pytest.raises(NoSource) as stopped:
        made.brief()
    assert "perpetrator" in str(stopped.value) and made.code["report"] in str(stopped.value)
    assert "Invented Brigade" not in str(stopped.value), "an error names no name"
    assert [path.name for path in made.folder.iterdir() if path.name.startswith(("out", ".out"))] == []
    assert made.case.evidence.packages() == before


def test_r01_the_preview_says_what_would_stop_it(made: BriefCase) -> None:
    made.load(perpetrator("loose", incident="fall", who="unit:brigade", degree="ordered", level="public"))
    found = preview_brief(made.case, Selection(codes=(made.code["fall"],)), audience="counsel")
    assert len(found.stops) == 1 and "lacks a document or a place" in found.stops[0]
