"""What the card draws and writes: every form as a browser sends it, hostile ones included."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.card_forms import draw_form, draw_join, draw_split
from dashboard.card_writing import Filled, Written, write
from dashboard.cards import files_of_loads
from dashboard.components import card
from dashboard.desk import Desk
from dashboard.jobs import Jobs
from dashboard.pages.vetting import read_choice
from dashboard.pages.vetting import write as vet
from dashboard.sessions import Sessions
from dashboard.wording import Words
from graph import deciding
from graph.evidence import Actor, LoadInfo, NewDecision, RecordView
from graph.settings import Settings
from ingest.entry_values import typed_values
from queries.vetting import Choice
from tests.builders import person
from tests.dashboard.small_case import SmallCase, make_small_case

EN, AR = Words("en"), Words("ar")
BOB = Actor(name="bob")


@pytest.fixture
def own(tmp_path: Path) -> Iterator[SmallCase]:
    """A small case of this test's own, for it writes."""
    made = make_small_case(tmp_path / "case")
    yield made
    made.case.close()


@pytest.fixture
def desk(own: SmallCase) -> Desk:
    """The desk of ann."""
    return Desk(case=own.case, settings=Settings(), sessions=Sessions("x"), jobs=Jobs(own.case, Settings()), user="ann")


def text(children: Any) -> str:
    """All that is drawn, as text."""
    return json.dumps(children, default=lambda one: one.to_plotly_json(), ensure_ascii=False)


def shown(desk: Desk, name: Any, words: Words = EN) -> str:
    """The card of something, as text."""
    return text(card.draw(desk.reader(), {"id": name}, words, folder=desk.folder, files=files_of_loads(desk)))


def thread(own: SmallCase, kind: str, key: str) -> str:
    """The thread of a row."""
    return own.case.evidence.threads_by_key([("table", kind, key)])["table", kind, key]


def record(own: SmallCase, thread_: str) -> RecordView:
    """A record as it stands."""
    found = own.case.reader().record(thread_)
    assert found
    return found


def did(desk: Desk, do: str, on: str, *, why: str = "read again", version: int = 1, **more: Any) -> Written:
    """Send a form."""
    beside = {name: more.pop(name) for name in ("record", "sides", "other") if name in more}
    return write(desk, Filled(do=do, on=on, values={"why": why, **more}, version=version, **beside), EN)


def status(own: SmallCase, thread_: str) -> str:
    """The status of a record as it stands."""
    return record(own, thread_).status


# --- what is drawn


def test_a_record_without_a_code_has_a_card_of_its_own(own: SmallCase, desk: Desk) -> None:
    found = shown(desk, thread(own, "posting", "post_emir"))
    assert "Karim Abu Omar" in found and "He gave the orders there" in found
    assert own.code["emir"] in found, "the way to whom it speaks of"
    assert "How it came to be" in found and "persons.xlsx" in found


def test_a_quoted_line_leads_to_its_page_in_sources(own: SmallCase, desk: Desk) -> None:
    code = own.code["report"].replace(" ", "")
    assert f"/en/sources/{code}/2" in shown(desk, thread(own, "posting", "post_emir"))
    assert f"/ar/sources/{code}/2" in shown(desk, thread(own, "posting", "post_emir"), AR)


def test_a_very_long_quotation_is_cut_until_it_is_asked_for(own: SmallCase, desk: Desk) -> None:
    long = "قال الشاهد كلاماً طويلاً. " * 5_000
    with own.case.evidence.writing(BOB) as change:
        (added,) = change.add([person("long", names="Long Quote", quote=long, level="public")]).threads
    own.case.refresh()
    found = shown(desk, added)
    assert len(found) < 40_000 and "more" in found
    assert f"{len(long.strip()):,}" in found


def test_what_rests_on_a_record_waits_or_relied_on_it_is_said(own: SmallCase, desk: Desk) -> None:
    from graph.evidence.packages import Package

    emir = thread(own, "person", "emir")
    own.case.evidence.record_package(Package(audience="counsel", purpose="x", revision=1, by="ann", files={},
                                             records=[emir], title="First bundle"))  # fmt: skip
    found = shown(desk, own.code["emir"])
    assert "What rests on this" in found and "First bundle" in found
    with own.case.evidence.writing(BOB, load=LoadInfo(dataset="table", file="f")) as change:
        from tests.builders import victim

        (waits,) = change.add([victim("waits", who="person:nobody yet", incident="shot")]).threads
    own.case.refresh()
    found = shown(desk, waits)
    assert "Waits for rows" in found and "nobody yet" in found


def test_a_card_whose_load_was_taken_back_says_so_and_shows_nothing_stale(own: SmallCase, desk: Desk) -> None:
    with own.case.evidence.writing(BOB, load=LoadInfo(dataset="other", file="late.xlsx")) as change:
        (added,) = change.add([person("late", names="Name Of The Late Load")]).threads
    own.case.refresh()
    code = own.case.evidence.codes([added])[added]
    assert "Name Of The Late Load" in shown(desk, code)
    own.case.evidence.undo_load(own.case.evidence.loads()[-1].id, BOB)
    own.case.refresh()
    for name in (code, added):
        found = shown(desk, name)
        assert "Late Load" not in found and EN("card.gone_text") in found
    assert did(desk, "confirm", added).problem == EN("card.gone_text")


HOSTILE = [None, 7, "", "x" * 10_000, "P-000 000-0", "a|b|c|d", "|||", "' OR 1=1 --", "\x00", "../../etc", "f" * 20,
           ["P-1"], {"$ne": 1}]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_codes_of_nothing_have_a_card_that_says_so(desk: Desk, name: Any) -> None:
    assert EN("card.gone_text") in shown(desk, name)
    assert not did(desk, "confirm", str(name)).decisions
    assert draw_form(desk, {"do": "confirm", "on": name}, EN) is not None


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(do=st.sampled_from(["confirm", "status", "grade", "split", "same", "correct", "no such", ""]), values=_ANY,
       record=_ANY, sides=_ANY)  # fmt: skip
def test_a_form_that_no_page_sends_writes_nothing_it_may_not(
    desk: Desk, own: SmallCase, do: str, values: Any, record: Any, sides: Any
) -> None:
    filled = Filled(do=do, on=own.code["emir"], values={"why": "x", "status": values, "source": values,
                    "verdict": values}, record=record, sides={"second": sides})  # fmt: skip
    done = write(desk, filled, EN)
    assert done.decisions == () or do == "confirm"


# --- what is written


def test_all_records_of_an_entity_or_a_line_are_confirmed_at_once(own: SmallCase, desk: Desk) -> None:
    done = did(desk, "confirm", f"{own.code['emir']}|COMMANDED|commander|{own.code['battalion']}")
    assert len(done.decisions) == 2 and "2" in done.said
    assert {status(own, thread(own, "posting", key)) for key in ("post_emir", "post_emir_again")} == {"confirmed"}
    deciding.take_back(own.case, done.decisions, actor=BOB)
    assert status(own, thread(own, "posting", "post_emir")) == "vetted"


def test_a_decision_needs_a_reason(own: SmallCase, desk: Desk) -> None:
    before = own.case.evidence.revision()
    assert did(desk, "dispute", own.code["emir"], why=" \n").problem == EN("card.need_why")
    assert own.case.evidence.revision() == before


@pytest.mark.parametrize(("do", "chosen", "expected"), [
    ("dispute", None, "disputed"), ("vet", None, "vetted"), ("status", "retracted", "retracted"),
])  # fmt: skip
def test_every_status_can_be_given(own: SmallCase, desk: Desk, do: str, chosen: Any, expected: str) -> None:
    emir = thread(own, "person", "emir")
    assert did(desk, do, emir, status=chosen).decisions
    assert status(own, emir) == expected


def test_a_grade_is_of_the_source_of_what_is_said_or_of_both(own: SmallCase, desk: Desk) -> None:
    emir = thread(own, "person", "emir")
    assert did(desk, "grade", emir).problem == EN("card.need_grade")
    assert len(did(desk, "grade", emir, source="B", information="2").decisions) == 2
    view = record(own, emir)
    assert (view.grade_source, view.grade_information) == ("B", "2")


def test_a_correction_changes_what_was_changed_and_nothing_else(own: SmallCase, desk: Desk) -> None:
    shot = thread(own, "incident", "shot")
    view = record(own, shot)
    typed = {**typed_values(own.case, view), "methods": ["stoning"], "date": "late March 2015"}
    form = {"kind": "incident", "values": typed}
    assert did(desk, "correct", shot, record=form).said == EN("card.done_correct")
    now = record(own, shot)
    assert now.values["methods"] == ["stoning"] and now.values["date"]["words"] == "late March 2015"
    assert {**now.values, "methods": 0, "date": 0} == {**view.values, "methods": 0, "date": 0}
    assert did(desk, "correct", shot, record=form, version=2).problem == EN("card.same_already")


def test_a_correction_that_cannot_be_taken_says_which_field(own: SmallCase, desk: Desk) -> None:
    shot = thread(own, "incident", "shot")
    typed = {**typed_values(own.case, record(own, shot)), "date": "some day or other"}
    done = did(desk, "correct", shot, record={"kind": "incident", "values": typed})
    assert [one.field for one in done.problems] == ["date"] and done.problem
    assert len(record(own, shot).history) == 1


def test_two_people_who_correct_one_record_are_told(own: SmallCase, desk: Desk) -> None:
    shot = thread(own, "incident", "shot")
    typed = typed_values(own.case, record(own, shot))
    deciding.correct(own.case, shot, {"methods": "burning"}, actor=BOB, why="another page", expects=1)
    done = did(desk, "correct", shot, record={"kind": "incident", "values": {**typed, "methods": ["stoning"]}})
    assert done.problem == EN("card.changed_meanwhile") and done.again
    assert record(own, shot).values["methods"] == ["burning"]


def joined(own: SmallCase) -> tuple[str, str, str]:
    """Two persons joined wrongly: the code that they share, and their threads."""
    one, other = thread(own, "person", "emir"), thread(own, "person", "rival")
    deciding.judge(own.case, one, other, "same", actor=BOB, why="one kunya")
    return own.code["emir"], one, other


def test_two_people_are_parted_and_joined_again(own: SmallCase, desk: Desk) -> None:
    code, one, other = joined(own)
    assert "These are two people" in text(draw_form(desk, {"do": "split", "on": code}, EN))
    sides = {"second": [other]}
    assert "Things: 1 before, 2 after" in text(draw_split(desk, code, sides, EN))
    assert did(desk, "split", code, sides={"second": []}).problem == EN("card.need_side")
    done = did(desk, "split", code, sides=sides)
    assert done.decisions
    codes = own.case.evidence.codes([one, other])
    assert len({row["properties"]["code"] for row in own.case.reader().nodes(list(codes.values()))}) == 2
    assert "Things: 2 before, 1 after" in text(draw_join(desk, codes[one], codes[other], EN))
    assert did(desk, "same", codes[one], other=codes[other], verdict="same").decisions
    assert len(own.case.reader().nodes(list(codes.values()))) == 1
    deciding.take_back(own.case, done.decisions, actor=BOB)


def test_a_split_names_the_packages_that_relied_on_the_merge(own: SmallCase, desk: Desk) -> None:
    from graph.evidence.packages import Package

    code, one, other = joined(own)
    own.case.evidence.record_package(Package(audience="counsel", purpose="x", revision=1, by="ann", files={},
                                             records=[one, other], title="Bundle of March"))  # fmt: skip
    found = text(draw_form(desk, {"do": "split", "on": code}, EN))
    assert "Bundle of March" in found and EN("card.relied_merge") in found


def test_both_languages_draw_every_form_and_card(own: SmallCase, desk: Desk) -> None:
    code, one, _ = joined(own)
    for words in (EN, AR):
        for do in ("confirm", "dispute", "vet", "status", "grade", "correct", "split", "same"):
            assert draw_form(desk, {"do": do, "on": code if do in ("split", "same") else one}, words)
        for kind, key in (("victim", "v_nadir"), ("unit_relation", "under_brigade"), ("figure", "eight"),
                          ("source", "observers"), ("document", "report")):  # fmt: skip
            assert words("card.gone_text") not in shown(desk, thread(own, kind, key), words)


# --- vetting


def test_what_a_browser_may_not_ask_of_the_queue_is_left_as_it_was() -> None:
    assert read_choice({"status": "x", "kind": ["person"], "load": 7, "order": "?", "page": -1}) == Choice()
    assert read_choice(None) == read_choice("x") == Choice()
    assert read_choice({"status": "disputed", "page": 3}) == Choice(status="disputed", page=3)


def test_records_are_vetted_together_with_one_reason(own: SmallCase, desk: Desk) -> None:
    threads = [thread(own, "person", "emir"), thread(own, "person", "rival"), "f" * 20, 7]
    said, made, problem = vet(desk, {"do": "confirm", "threads": threads}, "read", Choice(), EN)
    assert (len(made), problem) == (2, "") and "2" in said
    assert vet(desk, {"do": "confirm", "threads": threads}, "", Choice(), EN)[2] == EN("card.need_why")
    assert vet(desk, {"do": "confirm", "threads": []}, "x", Choice(), EN)[2] == EN("vetting_page.nothing_chosen")
    assert vet(desk, {"do": "erase", "threads": threads}, "x", Choice(), EN) == ("", [], "")
    assert vet(desk, ["no", "dict"], "x", Choice(), EN) == ("", [], "")


def test_everything_that_a_filter_holds_is_decided_on_at_once(own: SmallCase, desk: Desk) -> None:
    _, made, _ = vet(desk, {"do": "vet", "all": True}, "the list was read", Choice(kind="posting"), EN)
    assert len(made) > 70
    assert status(own, thread(own, "posting", "in_soldier5")) == "vetted"
    with own.case.evidence.writing(BOB) as change:
        change.decide([NewDecision(type="status", left=thread(own, "posting", "in_soldier5"), verdict="disputed")])
