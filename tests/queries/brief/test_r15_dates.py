"""R15: the words of a date are kept beside its EDTF, and sorting changes no precision."""

from __future__ import annotations

from tests.builders import incident
from tests.queries.brief.brief_case import BriefCase, BriefReport, pdf_text, poppler_text, table


def test_r15_words_and_edtf_side_by_side_with_the_note_on_the_calendar(english: BriefReport) -> None:
    values = {(row["number"], row["label"]): row["value"] for row in table(english, "values")}
    assert values["1.1", "Date, as written"] == "10 March 2015" and values["1.1", "Date (EDTF)"] == "2015-03-10"
    assert values["1.2", "Date, as written"] == "١٩ جمادى الأولى ١٤٣٦"
    assert values["1.2", "Date (EDTF)"] == "[2015-03-09..2015-03-11]"
    assert values["1.2", "Note on the date"] == "Hijri date converted, ±1 day"
    assert "10 March 2015" in " ".join(pdf_text(english).split())


def test_r15_a_vague_date_stays_vague(made: BriefCase) -> None:
    made.load(incident("vague", date="late 2014", locator="p. 2", level="public"))
    report = made.brief("vague")
    (fact,) = table(report, "facts")
    assert "late 2014 ([2014-09..2014-12])" in fact["says"]
    assert "2014-09-01" not in pdf_text(report) and "2014-12-31" not in pdf_text(report), "no day was made up"


def test_r15_a_date_in_an_arabic_line_is_not_turned_around(arabic: BriefReport) -> None:
    text = poppler_text(arabic)
    assert "2015-03-10" in text and "10-03-2015" not in text
