"""Decisions as a reader sees them, corrections of what somebody was looking at, and pages one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import CaseError, ChangedMeanwhile
from graph.evidence import Evidence, LoadInfo, NewDecision, PageText
from tests.builders import document, person, source
from tests.graph.evidence.stores import ANN, Clock, load, new_store

PUBLIC = [source(level="public"), document(level="public")]


def _decide(store: Evidence, *decisions: NewDecision) -> list[str]:
    with store.writing(ANN) as change:
        return change.decide(decisions)


def test_decisions_on_a_record_say_who_when_and_why_oldest_first(store: Evidence) -> None:
    *_, one, other = load(store, [source(), document(), person("a"), person("b")])
    status, same = _decide(
        store,
        NewDecision(type="status", left=one, verdict="vetted", why="read twice"),
        NewDecision(type="identity", left=one, right=other, verdict="same", score=0.9, reasons=("kunya",)),
    )
    first, second = store.decisions_on([one], clearance=3)
    assert (first.id, first.type, first.verdict, first.why, first.by) == (
        status,
        "status",
        "vetted",
        "read twice",
        "ann",
    )
    assert (second.id, second.right, second.score, second.reasons, second.why) == (same, other, 0.9, ("kunya",), "")
    assert first.at <= second.at
    assert [one.id for one in store.decisions_on([other], clearance=3)] == [same]
    assert store.decisions_on(["no such"], clearance=3) == []


def test_a_decision_that_was_taken_back_is_marked(store: Evidence) -> None:
    *_, one = load(store, [source(), document(), person("a")])
    [own] = _decide(store, NewDecision(type="status", left=one, verdict="vetted"))
    assert [known.withdrawn for known in store.decisions_on([one], clearance=3)] == [False]
    _decide(store, NewDecision(type="withdraw_decision", left=own))
    assert [known.withdrawn for known in store.decisions_on([one], clearance=3)] == [True]


def test_a_decision_is_not_known_to_who_does_not_see_both_its_ends(store: Evidence) -> None:
    *_, seen, hidden = load(store, [*PUBLIC, person("a", level="public"), person("b", level="sealed")])
    _decide(store, NewDecision(type="identity", left=seen, right=hidden, verdict="unsure"))
    assert store.decisions_on([seen], clearance=2) == []
    assert len(store.decisions_on([seen], clearance=3)) == 1


def test_a_record_that_is_raised_later_takes_its_decisions_with_it(store: Evidence) -> None:
    *_, one, other = load(store, [*PUBLIC, person("a", level="public"), person("b", level="public")])
    _decide(store, NewDecision(type="identity", left=one, right=other, verdict="same"))
    assert len(store.decisions_on([one], clearance=0)) == 1
    _decide(store, NewDecision(type="level", left=other, verdict="sealed"))
    assert store.decisions_on([one], clearance=0) == []


def test_as_known_on_a_day_a_later_decision_has_not_been_made(tmp_path: Path) -> None:
    clock = Clock("2026-01-01T09:00:00")
    with new_store(tmp_path / "case", clock=clock) as store:
        *_, one = load(store, [source(), document(), person("a")])
        clock.now = Clock("2026-02-01T09:00:00").now
        _decide(store, NewDecision(type="status", left=one, verdict="vetted"))
        assert store.decisions_on([one], clearance=3, known_on="2026-01-15") == []
        assert len(store.decisions_on([one], clearance=3, known_on="2026-02-01")) == 1


def test_a_correction_of_what_somebody_else_has_changed_is_refused(store: Evidence) -> None:
    *_, one = load(store, [source(), document(), person("a", names="Karim")])
    seen = store.record(one, clearance=3)
    assert seen is not None
    number = seen.history[-1].number
    with store.writing(ANN) as change:
        change.correct(one, {"quote": "first"}, why="", expects=number)
    with pytest.raises(ChangedMeanwhile, match="look at it again"), store.writing(ANN) as change:
        change.correct(one, {"quote": "second"}, why="", expects=number)
    now = store.record(one, clearance=3)
    assert now is not None and now.values["quote"] == "first"
    with store.writing(ANN) as change:
        change.correct(one, {"quote": "second"}, why="", expects=now.history[-1].number)
    with store.writing(ANN) as change:
        change.correct(one, {"quote": "third"}, why="")
    with pytest.raises(CaseError, match="no record"), store.writing(ANN) as change:
        change.correct("none", {}, why="", expects=1)


def test_pages_are_listed_without_their_text_and_read_one_by_one(store: Evidence) -> None:
    _, paper = load(store, PUBLIC)
    with store.writing(ANN) as change:
        change.add_pages(paper, [PageText(number=n, label=f"p. {n}", text=f"text {n}", language="ar") for n in (2, 1)])
    assert [(page.number, page.label, page.language, page.text) for page in store.pages(paper)] == [
        (1, "p. 1", "ar", ""),
        (2, "p. 2", "ar", ""),
    ]
    assert store.page(paper, 2) == PageText(number=2, label="p. 2", text="text 2", language="ar")
    assert store.page(paper, 3) is None
    assert store.pages("none") == [] and store.page("none", 1) is None


def test_pages_that_came_later_stand_for_those_before_and_fall_with_their_load(tmp_path: Path) -> None:
    with new_store(tmp_path / "case") as store:
        _, paper = load(store, PUBLIC)
        loads = []
        for text in ("first", "second"):
            with store.writing(ANN, load=LoadInfo(dataset="table")) as change:
                change.add_pages(paper, [PageText(number=1, label="1", text=text)])
                loads.append(change.load_id)
        shown = store.page(paper, 1)
        assert shown is not None and shown.text == "second"
        assert len(store.pages(paper)) == 1
        store.undo_load(loads[1], ANN)
        shown = store.page(paper, 1)
        assert shown is not None and shown.text == "first"
