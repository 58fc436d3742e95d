"""A telephone call: five fields, sealed, and a record of consent only where somebody agreed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graph.case import Case, create_case
from graph.evidence import Actor, RecordView
from graph.model import Level
from ingest.entry import EntryReport, enter
from ingest.entry_call import NOT_ASKED, agreed, call_entries, call_told, check_call

ANN = Actor(name="ann")
CALL: dict[str, Any] = {
    "taken_by": "R.",
    "when": "2026-03-14 21:40",
    "words": "They took him on Tuesday. أخذوه يوم الثلاثاء من السوق",
    "consent": ["internal", "counsel"],
    "call_back": "+000 000, after eight",
}


@pytest.fixture
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("called") / "case"
    with create_case(folder, title="Called", key_file=folder.with_suffix(".key")) as made:
        yield made


def take(case: Case, key: str = "a1b2c3d4e5", **more: Any) -> EntryReport:
    return enter(case, call_entries({**CALL, **more}, key), actor=ANN)


def by_kind(case: Case, clearance: Level = Level.SEALED) -> dict[str, RecordView]:
    threads = case.evidence.newest(["source", "document", "person", "consent"], 10)
    return {view.kind: view for view in case.evidence.records(threads, clearance)}


def test_a_call_becomes_a_source_a_document_with_its_words_a_person_and_consent(case: Case) -> None:
    report = take(case)
    made = by_kind(case)
    document, person, consent = made["document"], made["person"], made["consent"]
    assert report.threads[0] == document.thread
    assert (document.values["kind"], document.values["mode"]) == ("testimony", "telephone")
    assert document.values["collected_by"] == document.values["interviewer"] == "R."
    assert document.values["date"]["since_min"] == "2026-03-14"
    assert document.references["source"] == (made["source"].thread,)
    assert made["source"].references["person"] == (person.thread,)
    assert person.values["contact"] == CALL["call_back"] and person.document == document.thread
    assert consent.values["purposes"] == ["internal", "counsel"] and consent.references["who"] == (person.thread,)
    assert [hit.document for hit in case.reader().search_pages("الثلاثاء")] == [document.thread]


def test_all_of_it_is_sealed(case: Case) -> None:
    take(case)
    assert {view.level for view in by_kind(case).values()} == {Level.SEALED} and len(by_kind(case)) == 4
    assert by_kind(case, Level.CONFIDENTIAL) == {}
    low = case.reader(Level.CONFIDENTIAL)
    assert low.search("Tuesday") == [] and low.rows("MATCH (n:Person) WHERE n.clear_min <= $clearance RETURN n") == []


@pytest.mark.parametrize("consent", [[], [NOT_ASKED], [NOT_ASKED, "public"], None, "public", ["everything"]])
def test_without_an_agreement_there_is_no_consent_record(case: Case, consent: Any) -> None:
    take(case, consent=consent)
    assert "consent" not in by_kind(case) and agreed({"consent": consent}) == []


def test_the_same_call_sent_twice_is_one_call(case: Case) -> None:
    first, second = take(case), take(case)
    assert second.already and second.threads == first.threads and len(case.evidence.loads()) == 1


def test_two_callers_are_never_taken_for_one_by_what_stands_for_their_names(case: Case) -> None:
    from ingest.matching.match import match

    take(case, "a1b2c3d4e5", consent=[])
    take(case, "ffee991122", consent=[])
    found = match(case)
    assert (found.applied, found.queued) == (0, 0)
    names = {view.values["names"][0]["words"] for view in case.reader().records(case.evidence.newest(["person"], 9))}
    assert len(names) == 2


def test_what_is_missing_is_said_field_by_field() -> None:
    assert {one.field for one in check_call({}, "ar")} == {"taken_by", "when", "words"}
    assert [one.field for one in check_call({**CALL, "when": "the other day"})] == ["when"]
    assert check_call(CALL) == [] and check_call({**CALL, "call_back": "", "consent": []}) == []
    assert call_told(CALL) == {"when": "14 March 2026"}
    assert {one.field for one in check_call({"taken_by": 3, "when": [], "words": {}})} == {"taken_by", "when", "words"}
