"""R6: exhibit numbers are stable: given at the first export, never reused, unchanged by later ones."""

from __future__ import annotations

from graph.evidence import NewDecision
from tests.builders import document, victim
from tests.queries.brief.brief_case import ANN, BriefCase, table


def _numbers(rows: list[dict[str, str]]) -> dict[str, str]:
    return {row["code"]: row["exhibit"] for row in rows}


def test_r06_a_later_brief_of_something_else_keeps_the_numbers_and_goes_on(made: BriefCase) -> None:
    first = _numbers(table(made.brief("fall"), "exhibits"))
    made.load(
        document("new", level="public"),
        victim("v_later", who="group:men", incident="later", document="new", locator="p. 1", level="public"),
    )
    second = _numbers(table(made.brief("later"), "exhibits"))
    again = _numbers(table(made.brief("fall"), "exhibits"))
    assert again == first
    assert second[made.code["report"]] == first[made.code["report"]]
    assert int(second[made.code["new"]]) == max(map(int, first.values())) + 1


def test_r06_a_number_whose_decision_is_taken_back_is_not_given_again(made: BriefCase) -> None:
    first = _numbers(table(made.brief("fall"), "exhibits"))
    given = [one for one in made.case.evidence.slice().decisions if one.type == "exhibit"]
    assert len(given) == len(first)
    with made.case.evidence.writing(ANN) as change:
        change.decide([NewDecision(type="withdraw_decision", left=one.id) for one in given])
    made.load(
        document("new", level="public"),
        victim("v_later", who="group:men", incident="later", document="new", locator="p. 1", level="public"),
    )
    second = _numbers(table(made.brief("later"), "exhibits"))
    assert second[made.code["new"]] not in first.values()


def test_r06_a_document_loaded_again_keeps_its_number(made: BriefCase) -> None:
    first = _numbers(table(made.brief("fall"), "exhibits"))
    made.load(document(title="Another title", language="en", date="2015-06", level="public"))
    assert _numbers(table(made.brief("fall"), "exhibits")) == first


def test_r06_a_gap_is_explained(made: BriefCase) -> None:
    made.brief("fall")
    report = made.brief("fall", audience="public")
    assert {row["exhibit"] for row in table(report, "exhibits")} == {"1", "2"}, "the account is above that level"
    from tests.queries.brief.brief_case import pdf_text

    assert "a number missing here belongs to a document" in " ".join(pdf_text(report).split())
