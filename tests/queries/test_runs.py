"""Past runs: had again now and as known then, what differs and why; and questions that are stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from graph.case import Case, create_case
from graph.evidence import Actor, LoadInfo, NewDecision
from graph.stores.stopping import current
from queries import free, runs
from queries.errors import CannotRunAgain, TooManyRunning, UnknownRun
from queries.own import Draft, remove, save
from queries.running import KEPT, Running
from queries.saved_query import find
from tests.builders import document, draft, incident, location, person, posting, source, unit, victim

ANN = Actor(name="ann")
PUBLIC = {"level": "public"}


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A case with one unit, one commander and one incident that has a figure."""
    made = create_case(tmp_path / "case", title="Invented", key_file=tmp_path / "key")
    _load(made, "first", [
        source(**PUBLIC), document(**PUBLIC), location("town", names="Invented Town", **PUBLIC),
        unit("battalion", names="Invented Battalion", **PUBLIC), person("emir", names="Invented Emir", **PUBLIC),
        posting("post", person="emir", unit="battalion", role="commander", since="2014-05", until="2015-05", **PUBLIC),
        incident("shot", place="town", date="2015-03", methods="shooting", **PUBLIC),
        draft("figure", "eight", about="incident:shot", what="killed", count="8", **PUBLIC),
    ])  # fmt: skip
    yield made
    made.close()


def _load(case: Case, dataset: str, rows: list[object]) -> list[str]:
    with case.evidence.writing(ANN, load=LoadInfo(dataset=dataset, file=f"{dataset}.xlsx")) as change:
        added = change.add(rows)  # type: ignore[arg-type]
    case.refresh()
    return list(added.threads)


def _code(case: Case, letter: str) -> str:
    label = {"U": "Unit", "I": "Incident"}[letter]
    rows = case.reader().rows(
        f"MATCH (n:{label}) WHERE n.clear_min <= $clearance AND $clearance <= n.clear_max AND n.unnamed <> true "
        "RETURN n.code AS code ORDER BY code"
        if label == "Unit"
        else f"MATCH (n:{label}) WHERE n.clear_min <= $clearance AND $clearance <= n.clear_max "
        "RETURN n.code AS code ORDER BY code"
    )
    return str(rows[0]["code"])


def test_the_newest_run_is_listed_first_with_what_it_takes_to_run_it_again(case: Case) -> None:
    reader, battalion = case.reader(user="ann"), _code(case, "U")
    find("who_held_post").run(reader, unit=battalion, day="2015-01-01")
    result = find("who_held_post").ask(reader, {"unit": battalion, "day": "2016-01-01"}, limit=5)
    newest, oldest = runs.past(reader, case.folder)
    assert (newest.id, newest.by, newest.limit, newest.rows, newest.result_hash) == (
        result.run, "ann", 5, 1, result.hash)  # fmt: skip
    assert newest.parameters == {"unit": battalion, "day": "2016-01-01", "minimum": "any"}
    assert (oldest.title, oldest.obstacle, oldest.limit) == (find("who_held_post").title(), "", 0)
    assert runs.past(reader, case.folder, query="chain_above") == []
    assert runs.find_run(reader, case.folder, oldest.id) == oldest
    with pytest.raises(UnknownRun):
        runs.find_run(reader, case.folder, "no such")


def test_the_same_question_a_year_later_gives_the_same_hash_as_known_then(case: Case) -> None:
    shot = _code(case, "I")
    first = find("victims_of_incident").run(case.reader(), incident=shot)
    _load(case, "second", [draft("figure", "six", about="incident:shot", what="killed", count="6", **PUBLIC)])
    reader = case.reader()
    past = runs.find_run(reader, case.folder, first.run)
    then = runs.as_known_then(reader, past, case.folder)
    assert then.hash == past.result_hash and then.rows == first.rows
    now = runs.again(reader, past, case.folder)
    assert now.hash != past.result_hash and now.run not in ("", first.run)
    assert [run.query for run in runs.past(reader, case.folder)] == ["victims_of_incident"] * 2


def test_what_differs_since_a_run_and_which_loads_and_decisions_came_in(case: Case) -> None:
    shot = _code(case, "I")
    first = find("victims_of_incident").run(case.reader(), incident=shot)
    _load(case, "second", [draft("figure", "six", about="incident:shot", what="killed", count="6", **PUBLIC)])
    man, victim_ = _load(
        case,
        "third",
        [person("man", names="Invented Man", **PUBLIC), victim("v", who="person:man", incident="shot", **PUBLIC)],
    )
    with case.evidence.writing(ANN) as change:
        change.decide([NewDecision(type="status", left=victim_, verdict="vetted")])
    case.refresh()
    reader = case.reader()
    found = runs.compare(reader, runs.find_run(reader, case.folder, first.run), case.folder)
    assert found.proven and not found.same and not found.edited
    assert [row["row"] for row in found.added] == ["victim", "figure"]
    assert found.gone == []
    (change_,) = found.changed
    assert change_.key["row"] == "range" and change_.columns["range"] == ("8", "6–8")
    assert [(each.load, each.records, each.decisions) for each in found.reasons] == [
        ("second", 1, 0), ("third", 2, 0), ("", 0, 1)]  # fmt: skip
    assert len(runs.past(reader, case.folder)) == 1  # a comparison is no run
    assert man


def test_nothing_new_about_a_question_is_said_by_the_same_hash_although_the_case_grew(case: Case) -> None:
    battalion = _code(case, "U")
    first = find("who_held_post").run(case.reader(), unit=battalion, day="2015-01-01")
    _load(case, "second", [draft("figure", "six", about="incident:shot", what="killed", count="6", **PUBLIC)])
    reader = case.reader()
    found = runs.compare(reader, runs.find_run(reader, case.folder, first.run), case.folder)
    assert found.proven and found.same
    assert (found.added, found.gone, found.changed) == ([], [], [])
    assert len(found.reasons) == 1


def test_two_runs_of_one_query_are_compared_each_as_known_then(case: Case) -> None:
    shot = _code(case, "I")
    first = find("victims_of_incident").run(case.reader(), incident=shot)
    _load(case, "second", [draft("figure", "six", about="incident:shot", what="killed", count="6", **PUBLIC)])
    second = find("victims_of_incident").run(case.reader(), incident=shot)
    _load(case, "third", [draft("figure", "ten", about="incident:shot", what="killed", count="10", **PUBLIC)])
    other = find("incidents_by_method_place_month").run(case.reader())
    reader = case.reader()
    earlier, later, elsewhere = (runs.find_run(reader, case.folder, each.run) for each in (first, second, other))
    found = runs.compare(reader, earlier, case.folder, later=later)
    assert found.now.hash == later.result_hash and [each.load for each in found.reasons] == ["second"]
    assert [(row["row"], row["low"]) for row in found.added] == [("figure", 6)]
    with pytest.raises(CannotRunAgain, match="different queries"):
        runs.compare(reader, earlier, case.folder, later=elsewhere)


def test_an_own_query_that_was_edited_or_removed_since_says_so(case: Case) -> None:
    units = Draft(name="units", title="Units", cypher="MATCH (u:Unit) RETURN u.code AS code ORDER BY code")
    save(units, case.folder)
    result = find("units", case.folder).run(case.reader())
    save(Draft(name="units", title="Units", cypher="MATCH (u:Unit) RETURN u.code AS code ORDER BY code DESC"),
         case.folder, replaces="units")  # fmt: skip
    past = runs.find_run(case.reader(), case.folder, result.run)
    assert past.obstacle == "edited" and past.can_run
    assert runs.compare(case.reader(), past, case.folder).edited
    remove("units", case.folder)
    past = runs.find_run(case.reader(), case.folder, result.run)
    assert past.obstacle == "gone" and not past.can_run
    with pytest.raises(CannotRunAgain, match="no longer there"):
        runs.again(case.reader(), past, case.folder)


def test_of_typed_cypher_only_a_hash_is_kept(case: Case) -> None:
    free.run(case.reader(), "MATCH (u:Unit) RETURN u.code AS code ORDER BY code")
    (past,) = runs.past(case.reader(), case.folder)
    assert past.obstacle == "free" and not past.can_run
    with pytest.raises(CannotRunAgain, match="only a hash"):
        runs.compare(case.reader(), past, case.folder)


def test_rows_with_one_key_are_paired_in_order_and_the_rest_is_added_or_gone() -> None:
    before = [{"a": 1, "n": 1}, {"a": 1, "n": 2}, {"a": 2, "n": 1}]
    after = [{"a": 1, "n": 1}, {"a": 3, "n": 1, "data_as_of": 9}]
    added, gone, changed = runs.differences(before, after, ("a",))
    assert (added, gone, changed) == ([after[1]], [before[1], before[2]], [])


# Questions that are being asked


def test_whoever_stops_a_question_is_let_go_at_once_and_twice_is_once() -> None:
    running, going = Running(), threading.Event()

    def long() -> str:
        going.set()
        while True:
            time.sleep(0.01)
            stop = current()
            assert stop is not None
            stop.check()

    asked = running.start("session", long)
    assert going.wait(5) and asked.state == "running" and not asked.wait(0.05)
    running.stop("other session", asked.id)
    running.stop("session", "no such")
    assert asked.state == "running" and running.get("other session", asked.id) is None
    running.stop("session", asked.id)
    running.stop("session", asked.id)
    assert asked.wait(5) and (asked.state, asked.answer) == ("stopped", None) and asked.seconds < 5


def test_a_new_question_stops_the_one_before_and_the_last_answers_are_kept() -> None:
    running = Running()
    hold = threading.Event()
    first = running.start("session", hold.wait)
    answers = [running.start("session", partial(int, n)) for n in range(KEPT)]
    assert all(each.wait(5) for each in answers) and first.state == "stopped"
    hold.set()
    assert running.get("session", first.id) is None
    assert [running.get("session", each.id) is each for each in answers] == [True] * KEPT
    assert answers[-1].answer == KEPT - 1


def test_questions_that_do_not_end_when_stopped_do_not_pile_up() -> None:
    running, hold = Running(), threading.Event()
    for _ in range(3):
        running.start("session", hold.wait)
    with pytest.raises(TooManyRunning):
        running.start("session", hold.wait)
    hold.set()


def test_a_fault_ends_as_a_sentence_that_repeats_nothing() -> None:
    asked = Running().start("session", lambda: dict[str, str]()["a name"])
    assert asked.wait(5) and asked.state == "failed"
    assert "KeyError in test_runs.py" in asked.error and "a name" not in asked.error


def test_the_time_for_a_whole_question_ends_it(case: Case) -> None:
    def work() -> None:
        for _ in range(1_000):
            case.reader().nodes(["U-000 001-7"])
            time.sleep(0.01)

    asked = Running().start("session", work, seconds=0.2)
    assert asked.wait(5) and asked.state == "failed" and "narrow it" in asked.error
