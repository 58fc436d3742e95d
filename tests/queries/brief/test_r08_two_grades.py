"""R8: source and information are graded apart, each with its reason; F and 6 never sort as "worst"."""

from __future__ import annotations

from queries.brief.ordering import INFORMATION_ORDER
from queries.cards import GRADE_ORDER
from tests.builders import document, source, victim
from tests.queries.brief.brief_case import PUBLIC, BriefCase, BriefReport, pdf_text, table


def test_r08_two_columns_with_a_reason_each(shared: BriefCase, english: BriefReport) -> None:
    fact = next(row for row in table(english, "facts") if row["number"] == "1.1")
    assert (fact["grade_source"], fact["grade_information"]) == ("B", "2")
    assert fact["grade_source_why"] == "They were there before."
    assert fact["grade_information_why"] == "Two accounts agree."
    ungraded = next(row for row in table(english, "facts") if row["exhibit"] == "2")
    assert (ungraded["grade_source"], ungraded["grade_information"]) == ("", "")


def test_r08_the_pdf_shows_both_under_their_own_heading(english: BriefReport) -> None:
    text = " ".join(pdf_text(english).split())
    assert "Src. Inf." in text and "F and 6 mean that it cannot be judged" in text


def test_r08_f_and_6_sort_before_what_was_found_doubtful() -> None:
    assert GRADE_ORDER.index("F") < GRADE_ORDER.index("D") < GRADE_ORDER.index("E")
    assert INFORMATION_ORDER.index("6") < INFORMATION_ORDER.index("4") < INFORMATION_ORDER.index("5")


def test_r08_facts_stand_in_that_order(made: BriefCase) -> None:
    for grade in "DFE":
        made.load(
            source(f"s{grade}", level="public"), document(f"d{grade}", source=f"s{grade}", level="public"),
            victim(f"v{grade}", who="group:men", incident="later", document=f"d{grade}", locator="p. 1", **PUBLIC),
        )  # fmt: skip
        made.decide("grade_source", f"s{grade}", grade)
    facts = table(made.brief("later"), "facts")
    assert [row["grade_source"] for row in facts if row["kind"] == "victim"] == ["F", "D", "E"]


def test_r08_the_public_does_not_read_a_reviewers_words(made: BriefCase) -> None:
    facts = table(made.brief(audience="public"), "facts")
    assert {row["grade_source_why"] for row in facts} == {""} and "B" in {row["grade_source"] for row in facts}
