"""Adding, correcting, deciding, taking back: what the store promises, one sentence a test."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from graph.errors import CaseError
from graph.evidence import Actor, Draft, Evidence, LoadInfo, NewDecision
from graph.evidence.codes import read_code
from tests.builders import document, draft, person, posting, source, unit, victim
from tests.graph.evidence.stores import ANN, Clock, latest, load, new_store, said

PAPERS = [source(), document()]
PEOPLE = [person("karim", names="Karim | Abu Omar (kunya)"), unit("battalion")]
POST = posting("p1", person="karim", unit="battalion", since="2014-06")


def test_what_was_added_comes_back_with_its_references_resolved(store: Evidence) -> None:
    _, paper, karim, battalion, post = load(store, [*PAPERS, *PEOPLE, POST])
    version = store.slice().versions[post][0]
    assert version.kind == "posting"
    assert version.values["kind"] == POST.values["kind"]
    assert [target.thread for target in version.references["person"]] == [karim]
    assert [target.thread for target in version.references["unit"]] == [battalion]
    assert [target.thread for target in version.references["document"]] == [paper]
    assert "names" not in store.slice().versions[karim][0].values, "a person's names lie in the vault"
    assert store.slice().names[karim] == PEOPLE[0].values["names"]


def test_each_transaction_is_one_revision_and_an_empty_one_is_none(store: Evidence) -> None:
    assert store.revision() == 0
    load(store, PAPERS)
    assert store.revision() == 1
    with store.writing(ANN):
        pass
    assert store.revision() == 1


def test_a_block_that_raises_writes_nothing(store: Evidence) -> None:
    class Interrupted(Exception):
        pass

    with pytest.raises(Interrupted), store.writing(ANN) as change:
        change.add(PAPERS)
        raise Interrupted
    assert store.revision() == 0
    assert store.slice().versions == {}


def test_the_same_load_twice_adds_nothing(store: Evidence) -> None:
    first = load(store, [*PAPERS, *PEOPLE, POST])
    before = store.slice()
    with store.writing(ANN, load=LoadInfo(dataset="table")) as change:
        again = change.add([*PAPERS, *PEOPLE, POST])
    assert (again.new, again.changed, again.unchanged) == (0, 0, 5)
    assert again.threads == first
    assert store.slice() == before
    assert len(store.loads()) == 1


def test_another_content_under_the_same_key_is_a_new_version_of_the_same_thread(store: Evidence) -> None:
    *_, old = load(store, [*PAPERS, person("karim", names="Karim")])
    with store.writing(ANN, load=LoadInfo(dataset="table")) as change:
        added = change.add([person("karim", names="Karim", sex="male")])
    assert (added.changed, added.threads) == (1, [old])
    assert [version.number for version in store.slice().versions[old]] == [1, 2]
    assert len(store.slice().codes) == 2, "a thread keeps its code"


def test_the_order_of_fields_and_where_a_row_stands_are_no_content(store: Evidence) -> None:
    load(store, [*PAPERS, *PEOPLE])
    turned = replace(PEOPLE[0], values=dict(reversed(PEOPLE[0].values.items())), page="sorted.csv, row 90")
    assert store.compare([turned]).states == ["unchanged"]


def test_rows_without_a_key_are_known_by_their_content(store: Evidence) -> None:
    keyless = [replace(person("x", names=name), key="") for name in ("Karim", "Samir")]
    load(store, [*PAPERS, *keyless])
    assert store.compare(list(reversed(keyless))).states == ["unchanged", "unchanged"]
    assert store.compare([replace(person("x", names="Nadir"), key="")]).states == ["new"]


def test_two_rows_of_one_key_with_different_content_are_both_refused(store: Evidence) -> None:
    first = replace(person("karim", names="Karim"), page="t.csv, row 2")
    second = replace(person("karim", names="Karim B"), page="t.csv, row 9")
    with store.writing(ANN) as change:
        added = change.add([*PAPERS, first, second])
    assert added.states == ["new", "new", "same_key", "same_key"]
    assert added.threads[2:] == ["", ""]
    assert [(clash.first, clash.second, clash.at) for clash in added.same_key] == [
        ("t.csv, row 2", "t.csv, row 9", (2, 3))
    ]
    assert store.compare([first]).states == ["new"], "neither was written"


def test_one_row_given_twice_is_one_record(store: Evidence) -> None:
    with store.writing(ANN) as change:
        added = change.add([*PAPERS, PEOPLE[0], PEOPLE[0]])
    assert added.states == ["new", "new", "new", "unchanged"]
    assert added.threads[2] == added.threads[3]


def test_a_reference_waits_for_its_row_and_finds_it(store: Evidence) -> None:
    *_, post = load(store, [*PAPERS, replace(POST, page="posts.csv, row 3")])
    assert [(line.field, line.ref_kind, line.key, line.place) for line in store.waiting()] == [
        ("person", "person", "karim", "posts.csv, row 3"),
        ("unit", "unit", "battalion", "posts.csv, row 3"),
    ]
    before = store.revision()
    karim, battalion = load(store, PEOPLE)
    assert store.waiting() == []
    references = store.slice().versions[post][0].references
    assert (references["person"][0].thread, references["unit"][0].thread) == (karim, battalion)
    assert post in store.changes_since(before).threads
    assert store.referring([karim]) == {post}


def test_a_reference_that_may_mean_two_kinds_means_the_first_that_is_there(store: Evidence) -> None:
    *_, hurt = load(
        store, [*PAPERS, draft("incident", "i", class_="harm", date="2015"), victim("v", who="x", incident="i")]
    )
    [group] = load(store, [draft("group", "x", description="nine people")])
    assert store.slice().versions[hurt][0].references["who"][0].thread == group
    with store.writing(ANN, load=LoadInfo(dataset="table")) as change:
        [someone] = change.add([person("x")]).threads
    assert store.slice().versions[hurt][0].references["who"][0].thread == someone
    store.undo_load(store.loads()[-1].id, ANN)
    assert store.slice().versions[hurt][0].references["who"][0].thread == group


def test_two_datasets_may_use_one_key_for_two_things(store: Evidence) -> None:
    load(store, PAPERS)
    other = replace(person("karim", names="Another"), dataset="other")
    threads = load(store, [PEOPLE[0], other])
    assert threads[0] != threads[1]


def test_a_correction_adds_a_version_and_loading_the_table_again_does_not_take_it_back(store: Evidence) -> None:
    rows = [*PAPERS, *PEOPLE]
    thread = load(store, rows)[2]
    with store.writing(ANN) as change:
        change.correct(thread, {"sex": "male", "names": [{"words": "Kareem", "type": "full"}]}, why="misread")
    view = store.record(thread, clearance=3)
    assert view is not None
    assert view.values["sex"] == "male"
    assert [(entry.number, entry.why) for entry in view.history] == [(1, ""), (2, "misread")]
    assert view.history[0].values["names"] == PEOPLE[0].values["names"], "what was said first stays"
    assert store.compare(rows).states == ["unchanged"] * 4


def test_a_correction_falls_with_what_it_corrects(store: Evidence) -> None:
    load(store, PAPERS)
    [thread] = load(store, PEOPLE[:1])
    with store.writing(ANN) as change:
        change.correct(thread, {"sex": "male"}, why="misread")
    store.undo_load(store.loads()[-1].id, ANN)
    assert store.record(thread, clearance=3) is None
    assert thread not in said(store.slice())


def test_correcting_what_is_not_there_is_refused(store: Evidence) -> None:
    with pytest.raises(CaseError, match="no record"), store.writing(ANN) as change:
        change.correct("nothing", {}, why="")


def test_a_dry_run_says_what_would_happen_and_writes_nothing(store: Evidence) -> None:
    load(store, [*PAPERS, *PEOPLE])
    found = store.compare([*PAPERS, person("karim", names="Karim", sex="male"), person("samir")])
    assert (found.new, found.changed, found.unchanged) == (1, 1, 2)
    assert found.vanished == [], "no unit was compared, so none has vanished"
    assert len(store.compare([person("samir")]).vanished) == 1
    assert store.revision() == 1


def test_vanished_rows_are_told_and_stay(store: Evidence) -> None:
    load(store, [*PAPERS, *PEOPLE, person("samir")])
    with store.writing(ANN, load=LoadInfo(dataset="table")) as change:
        change.add([PEOPLE[0]])
        vanished = change.vanished("table", "person")
    assert len(vanished) == 1
    assert vanished[0] in said(store.slice())
    with store.writing(ANN) as change:
        assert change.vanished("table", "person", ["karim", "samir"]) == []


def test_an_undone_load_leaves_what_it_found_and_can_be_loaded_again(store: Evidence) -> None:
    load(store, [*PAPERS, *PEOPLE])
    before = said(store.slice())
    [thread] = load(store, [POST])
    undone = store.loads()[-1].id
    store.undo_load(undone, ANN, "wrong file")
    assert said(store.slice()) == before
    assert thread in store.slice().versions, "what was known then stays"
    assert [entry.withdrawn for entry in store.loads()] == [False, True]
    assert thread in store.changes_since(2).threads
    with pytest.raises(CaseError, match="already"):
        store.undo_load(undone, ANN)
    assert load(store, [POST]) == [thread]
    assert thread in said(store.slice())


def test_undoing_what_is_no_load_is_refused(store: Evidence) -> None:
    with pytest.raises(CaseError, match="no load"):
        store.undo_load("nothing", ANN)


def test_a_withdrawn_withdrawal_gives_the_load_back(store: Evidence) -> None:
    threads = load(store, PAPERS)
    undone = store.loads()[0].id
    with store.writing(ANN) as change:
        [withdrawal] = change.decide([NewDecision(type="withdraw_load", left=undone)])
    assert store.slice().withdrawn_loads == {undone}
    before = store.revision()
    with store.writing(ANN) as change:
        [back] = change.decide([NewDecision(type="withdraw_decision", left=withdrawal)])
    assert store.slice().withdrawn_loads == frozenset()
    assert store.changes_since(before).threads == set(threads)
    with store.writing(ANN) as change:
        change.decide([NewDecision(type="withdraw_decision", left=back)])
    assert store.slice().withdrawn_loads == {undone}, "and taken back once more"


def test_a_decision_carries_who_when_why_and_the_level_of_what_it_rests_on(store: Evidence) -> None:
    *_, karim, samir = load(store, [*PAPERS, person("karim", level="restricted"), person("samir", level="sealed")])
    machine = Actor(name="matcher", kind="matcher", version="1")
    with store.writing(machine) as change:
        [own] = change.decide(
            [
                NewDecision(
                    type="identity", left=karim, right=samir, verdict="same", score=0.97, reasons=("name",), why="x"
                )
            ]
        )
    [decision] = store.slice([karim]).decisions
    assert (decision.id, decision.verdict, decision.score, decision.reasons) == (own, "same", 0.97, ("name",))
    assert (decision.by, decision.actor, decision.version) == ("matcher", "matcher", "1")
    assert decision.level == 3
    assert decision.revision == store.revision()
    assert store.changes_since(1).threads == {karim, samir}
    assert store.linked([karim]) == {karim, samir}


def test_a_decision_of_no_known_type_is_refused(store: Evidence) -> None:
    with pytest.raises(CaseError, match="type"), store.writing(ANN) as change:
        change.decide([NewDecision(type="guess", left="a")])


def test_components_grow_over_any_number_of_steps(store: Evidence) -> None:
    threads = load(store, [*PAPERS, *(person(f"p{at}") for at in range(6))])[2:]
    with store.writing(ANN) as change:
        change.decide(
            NewDecision(type="identity", left=a, right=b, verdict=verdict)
            for (a, b), verdict in zip(pairwise(threads[:5]), ("same", "different", "unsure", "same"), strict=True)
        )
    assert store.linked([threads[4]]) == set(threads[:5])


def test_as_known_on_a_day_leaves_out_what_came_later(tmp_path: Path) -> None:
    clock = Clock("2026-01-01T09:00:00")
    with new_store(tmp_path / "case", clock=clock) as store:
        first = load(store, PAPERS)
        clock.now = clock.now.replace(day=2)
        load(store, PEOPLE)
        store.undo_load(store.loads()[0].id, ANN)
        then = store.slice(known_on="2026-01-01")
        assert set(then.versions) == set(first)
        assert then.withdrawn_loads == frozenset()
        assert len(store.slice(known_on="2026-01-02").versions) == 4
        assert store.slice(known_on="2025-12-31").versions == {}
        assert store.revision_on("2026-01-01") == 1


def test_a_slice_of_some_threads_is_that_part_of_the_whole(store: Evidence) -> None:
    threads = load(store, [*PAPERS, *PEOPLE, POST])
    whole = store.slice()
    for thread in threads:
        part = store.slice([thread])
        assert part.versions == {thread: whole.versions[thread]}
        assert part.names == {key: names for key, names in whole.names.items() if key == thread}
    assert store.slice([]).versions == {}


def test_codes_can_be_said_and_heard(store: Evidence) -> None:
    load(store, [*PAPERS, *PEOPLE])
    codes = store.slice().codes
    assert {code[0] for code in codes.values()} == {"D", "P", "U"}
    for thread, code in codes.items():
        assert store.thread_by_code(code) == thread
        assert store.thread_by_code(code.replace(" ", "").replace("-", "").lower()) == thread
        wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
        assert store.thread_by_code(wrong) is None, "the check digit finds a wrong digit"
    assert store.codes(codes) == codes
    assert all(read_code(code) == code for code in codes.values())


def test_nothing_is_ever_changed_or_taken_away(store: Evidence) -> None:
    """Every row of every table is still there, the same, after each kind of step."""
    steps: list[Callable[[], object]] = [
        lambda: load(store, [*PAPERS, POST]),
        lambda: load(store, PEOPLE),
        lambda: load(store, [person("karim", names="Karim", sex="male")]),
        lambda: store.undo_load(store.loads()[1].id, ANN, "wrong"),
        lambda: load(store, PEOPLE),
    ]
    before: set[tuple[object, ...]] = set()
    for step in steps:
        step()
        after = _rows(store)
        assert before <= after
        before = after


def _rows(store: Evidence) -> set[tuple[object, ...]]:
    """Every row of both files, but for the target of waiting references and the vault's last revision."""
    found: set[tuple[object, ...]] = set()
    with store._database.reading() as connection:
        tables = [
            (schema, row[1])
            for schema in ("main", "vault")
            for row in connection.exec_driver_sql(f"PRAGMA {schema}.table_list")
            if row[0] == schema
        ]
        for schema, table in tables:
            if table.startswith(("page_text", "name_text", "sqlite_")) or (schema, table) == ("vault", "meta"):
                continue
            for row in connection.exec_driver_sql(f'SELECT * FROM {schema}."{table}"'):  # noqa: S608
                found.add((schema, table, *(row[:8] if table == "waiting" else row)))
    return found


def test_many_rows_in_one_go_and_all_of_them_back(store: Evidence) -> None:
    many: list[Draft] = [person(f"p{at}", names=f"Person {at}") for at in range(3_000)]
    load(store, [*PAPERS, *many])
    known = store.slice()
    assert len(known.versions) == 3_002
    assert len(set(known.codes.values())) == 3_001
    assert all(latest(own, known) for own in known.versions.values())
