"""Add: what each step shows, what a browser may ask for, and how a job is found again."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from dashboard.desk import Desk
from dashboard.jobs import Jobs
from dashboard.pages.add import columns, layout, outcome
from dashboard.pages.add.acting import Asked, Done, act
from dashboard.pages.add.asking import _jobs, _own, _steps
from dashboard.pages.add.loads import RECENT, loads
from dashboard.pages.add.what import brought, what_it_is
from dashboard.sessions import Sessions
from dashboard.wording import LANGUAGES, Words
from graph.case import create_case
from graph.errors import CaseError, DossierError, LoadError
from graph.evidence import Job, incoming
from graph.evidence.drafts import Load
from graph.settings import Settings
from ingest import arrivals as arriving
from ingest.arrivals import Arrived
from ingest.roles import ROLES

# Invented: a table of a field office.
SHEET: list[list[Any]] = [
    ["The office's list (training material)"],
    ["No", "Date", "Town", "What happened", "Killed", "Religion"],
    ["1", "12/03/2015", "Ayn al-Wahm", "An invented flogging", "1", "x"],
    ["2", "25/03/2015", "Tall al-Khayal", "An invented shooting", "two", "x"],
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    key = tmp_path / "key"
    key.write_bytes(b"k" * 48)
    with create_case(tmp_path / "case", title="Adding", key_file=key) as case:
        jobs = Jobs(case, Settings())
        yield Desk(case=case, settings=Settings(), sessions=Sessions(case.evidence.case_id), jobs=jobs, user="tester")
        jobs.close()


def written(folder: Path, rows: list[list[Any]] = SHEET, name: str = "list.xlsx") -> Path:
    book = Workbook()
    own = book.active
    assert own is not None
    for row in rows:
        own.append(row)
    book.save(folder / name)
    return folder / name


def bring(desk: Desk, path: Path) -> tuple[str, Done]:
    """The id of the file that was brought."""
    upload = desk.case.evidence.keep_file(path, owner=desk.user)
    done = ask(desk, "", do="arrive", upload=upload.id)
    return done.goto.rpartition("/")[2], done


def ask(desk: Desk, own: str, language: str = "en", **what: Any) -> Done:
    return act(Asked(desk, Words(language), own, what))


def found(desk: Desk, own: str) -> Arrived:
    one = arriving.arrival(desk.case, own, owner=desk.user)
    assert one is not None
    return one


def finished(desk: Desk, job: str) -> Job:
    assert desk.jobs.wait(job, 60)
    for _ in range(100):
        done = desk.jobs.get(job, desk.user)
        assert done is not None
        if done.finished:
            return done
        time.sleep(0.05)
    raise AssertionError("it never ended")


def said(parts: Any) -> str:
    """All texts of components."""
    return json.dumps([one.to_plotly_json() if hasattr(one, "to_plotly_json") else one for one in parts],
                      default=lambda one: one.to_plotly_json(), ensure_ascii=False)  # fmt: skip


# --- from a file to a load and back


def test_a_table_is_brought_tried_loaded_and_undone(desk: Desk, tmp_path: Path) -> None:
    own, done = bring(desk, written(tmp_path))
    assert done.redraw == "all" and found(desk, own).dry == ""  # its columns wait for a person
    assert ask(desk, own, do="role", at=3, value="remarks").redraw == "checks"
    with pytest.raises(CaseError):
        ask(desk, own, do="load")  # what was not tried is not loaded
    assert ask(desk, own, do="try").redraw == "steps"
    dry = finished(desk, found(desk, own).dry)
    assert dry.state == "done" and desk.case.evidence.loads() == []
    drawn = said(_steps(desk, found(desk, own), _jobs(desk, found(desk, own)), Words("en")))
    assert "Row 3: 12/03/2015, Ayn al-Wahm: harm" in drawn
    assert "a whole number such as 3" in drawn and "25/03/2015" not in drawn.partition("as sentences")[2]
    ask(desk, own, do="load")
    job = finished(desk, found(desk, own).load)
    assert job.state == "done" and job.result["refused_rows"] == 1
    (load,) = desk.case.evidence.loads()
    assert (load.by, load.file, load.refused) == ("tester", "list.xlsx", 1)
    drawn = said(_steps(desk, found(desk, own), _jobs(desk, found(desk, own)), Words("en")))
    assert f"/upload/{job.result['copies'][0]['id']}" in drawn and "Undo this load" in drawn
    assert ask(desk, own, do="undo", load=load.id, value="  ").notice["kind"] == "problem"
    assert not desk.case.evidence.loads()[0].withdrawn
    undone = ask(desk, own, do="undo", load=load.id, value="wrong list")
    assert undone.revised and desk.case.evidence.loads()[0].withdrawn
    drawn = said(_steps(desk, found(desk, own), _jobs(desk, found(desk, own)), Words("en")))
    assert "Undone" in drawn and "Look for what is known" not in drawn
    with pytest.raises(CaseError):
        ask(desk, own, do="undo", load=load.id, value="again")


def test_a_document_is_tried_as_soon_as_it_is_there_and_found_again_when_the_page_is_opened_anew(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("An invented letter.", encoding="utf-8")
    own, _ = bring(desk, path)
    job = found(desk, own).dry
    assert job and finished(desk, job).state == "done"
    again = found(desk, own)  # nothing of it was kept by the browser
    assert outcome.state_of(again, *_jobs(desk, again)[:2]) == "tried"
    assert "Load it" in said(outcome.loading(again, _jobs(desk, again), Words("en"), undone=False, there=()))


def test_the_same_file_twice_writes_nothing_the_second_time(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("An invented letter.", encoding="utf-8")
    for _ in range(2):
        own, _ = bring(desk, path)
        finished(desk, found(desk, own).dry)
        ask(desk, own, do="load")
        finished(desk, found(desk, own).load)
    assert len(desk.case.evidence.loads()) == 1
    drawn = outcome.loading(found(desk, own), _jobs(desk, found(desk, own)), Words("en"), undone=False, there=())
    assert "known already" in said(drawn)


def test_a_button_pressed_in_two_windows_starts_one_job(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("An invented letter.", encoding="utf-8")
    own, _ = bring(desk, path)
    first = found(desk, own).dry
    ask(desk, own, do="try")
    job = desk.jobs.get(first, desk.user)
    assert found(desk, own).dry == first or (job is not None and job.finished)
    finished(desk, found(desk, own).dry)


def test_a_table_of_refused_rows_alone_is_not_offered_to_be_loaded(desk: Desk, tmp_path: Path) -> None:
    own, _ = bring(desk, written(tmp_path, [["No", "Date"], ["1", "31 February 2015"]]))
    ask(desk, own, do="try")
    finished(desk, found(desk, own).dry)
    drawn = outcome.loading(found(desk, own), _jobs(desk, found(desk, own)), Words("en"), undone=False, there=())
    assert "Every row would come back" in said(drawn) and '"do": "load"' not in said(drawn).replace("\\", "")


def test_a_trial_of_other_columns_does_not_count(desk: Desk, tmp_path: Path) -> None:
    own, _ = bring(desk, written(tmp_path))
    ask(desk, own, do="try")
    finished(desk, found(desk, own).dry)
    ask(desk, own, do="level", value="sealed")
    with pytest.raises(CaseError):
        ask(desk, own, do="load")


def test_what_cannot_be_read_says_why_in_the_readers_language(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "junk.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing of a workbook")
    own, _ = bring(desk, path)
    one = found(desk, own)
    assert one.dry == "" and outcome.run(one, None, None, Words("en")) == []
    assert "cannot be read" in said(what_it_is(one, Words("en")))
    assert "لا يُقرأ" in said(what_it_is(one, Words("ar"))) or "تالف" in said(what_it_is(one, Words("ar")))


# --- what a browser may send


@pytest.mark.parametrize("what", [{}, {"do": 3}, {"do": "drop table"}, {"do": ["load"]}])
def test_what_the_page_never_sends_is_not_done(desk: Desk, what: dict[str, Any]) -> None:
    assert act(Asked(desk, Words("en"), "", what)).notice["kind"] == "problem"


@pytest.mark.parametrize(
    "what",
    [{"do": "arrive", "upload": "no such"}, {"do": "arrive", "upload": {"a": 1}}, {"do": "try"}, {"do": "load"},
     {"do": "match"}, {"do": "save", "value": "x"}, {"do": "undo", "load": "none", "value": "why"},
     {"do": "role", "at": 0, "value": "date"}],
)  # fmt: skip
def test_what_is_asked_of_a_file_that_is_not_there_is_said(desk: Desk, what: dict[str, Any]) -> None:
    with pytest.raises(DossierError):
        act(Asked(desk, Words("en"), "another", what))


def test_a_file_of_somebody_else_is_not_there(desk: Desk, tmp_path: Path) -> None:
    own, _ = bring(desk, written(tmp_path))
    other = Desk(case=desk.case, settings=desk.settings, sessions=desk.sessions, jobs=desk.jobs, user="another")
    for what in ({"do": "try"}, {"do": "role", "at": 0, "value": ""}, {"do": "save", "value": "theirs"}):
        with pytest.raises(CaseError):
            act(Asked(other, Words("en"), own, what))
    act(Asked(other, Words("en"), own, {"do": "forget", "id": own}))
    assert found(desk, own).id == own


def test_a_name_for_a_mapping_that_is_a_path_is_refused(desk: Desk, tmp_path: Path) -> None:
    own, _ = bring(desk, written(tmp_path))
    with pytest.raises(LoadError):
        ask(desk, own, do="save", value="../../etc/x")
    assert ask(desk, own, do="save", value="office").redraw == "checks"
    assert "Saved as" in said(columns.checks(found(desk, own), Words("en")))


@pytest.mark.parametrize("here", [None, "x", {}, {"page": "sources", "parts": ["a"]}, {"page": ["add"]}])
def test_another_page_draws_nothing_here(here: Any) -> None:
    assert _own(here) is None


def test_the_intake_workbook_can_be_fetched_in_either_language(desk: Desk) -> None:
    for language in LANGUAGES:
        sent = ask(desk, "", language, do="template").download
        assert sent["filename"] == "intake.xlsx" and sent["content"]


# --- what is drawn


def test_every_role_and_flaw_has_words_in_both_languages() -> None:
    flaws = ("no_dataset", "no_date", "no_names", "no_unit", "no_victims", "twice", "same_heading", "no_heading",
             "never", "not_here")  # fmt: skip
    for language in LANGUAGES:
        words = Words(language)
        for rows, roles in ROLES.items():
            assert all(columns.role_label(role, rows, words) for role in roles)
        assert all(words(f"add.flaw.{flaw}", heading="x") for flaw in flaws)


def test_the_columns_are_shown_with_the_header_marked_and_what_is_never_stored_without_a_choice(
    desk: Desk, tmp_path: Path
) -> None:
    own, _ = bring(desk, written(tmp_path))
    drawn = said(columns.table(found(desk, own), Words("en")))
    assert "Headings stand in row 2" in drawn and "Take row 3 for the headings" in drawn
    assert "Never stored" in drawn and "add-role-4" in drawn and "add-role-5" not in drawn
    assert "Row 4 can be nothing else" in said(columns.checks(found(desk, own), Words("en")))


def test_the_files_that_wait_and_the_loads_are_listed(desk: Desk, tmp_path: Path) -> None:
    own, _ = bring(desk, written(tmp_path))
    files = arriving.arrivals(desk.case, owner=desk.user)
    drawn = said(brought(files, {own: "new"}, own, Words("en")))
    assert "list.xlsx" in drawn and f"/en/add/{own}" in drawn
    assert "Nothing has been loaded" in said(loads([], Words("en")))
    many = [
        Load(id=str(at), at="2026-01-01", by="x", dataset="d", file=f"{at}.csv", mapping="m", added=1, changed=0,
             unchanged=0, refused=0, withdrawn=at == 0, revision=at)
        for at in range(RECENT + 3)
    ]  # fmt: skip
    drawn = said(loads(many, Words("ar")))
    assert "عمليات إدخال أقدم (3)" in drawn and drawn.count('"do\\": \\"undo') == RECENT + 2


def test_a_stopped_trial_and_load_say_what_stays(desk: Desk, tmp_path: Path) -> None:
    own, _ = bring(desk, written(tmp_path))
    one = found(desk, own)
    stopped = Job(id="j", kind="load", owner="tester", state="stopped", done=5, total=9, request={},
                  result={"error": "Stopped.", "reason": "stopped"}, made_at="", changed_at="")  # fmt: skip
    assert "Nothing was written" in said(outcome.run(one, stopped, None, Words("en")))
    drawn = outcome.loading(one, (None, stopped, None), Words("en"), undone=False, there=())
    assert "What was loaded until then stays" in said(drawn)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_machine_without_memory_for_files_says_where_they_lie(
    desk: Desk, language: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A Windows or macOS machine has no folder in memory: whoever brings a file there must know."""
    words = Words(language)
    said = words("add.on_disk")
    monkeypatch.setattr(incoming, "_SHARED_MEMORY", tmp_path)
    assert said not in str(layout(desk, words))
    monkeypatch.setattr(incoming, "_SHARED_MEMORY", tmp_path / "none")
    assert said in str(layout(desk, words))
