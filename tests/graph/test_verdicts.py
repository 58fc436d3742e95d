"""Which verdict on a pair counts, and when a merge waits for a second person: in the rule and in every projection."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.case import Case, create_case
from graph.deciding import ask_for_two_people, judge, take_back
from graph.evidence import Actor, Evidence, NewDecision
from graph.evidence.slices import Decision
from graph.identity import identity
from graph.model.levels import Level
from graph.projection import Projector, as_known_on, project
from graph.projection.compare import canonical, stored
from graph.supposing import suppose
from graph.verdicts import Settled, settle
from tests import builders as b
from tests.builders import decision

SARA, OMAR, LINA = (Actor(name=name) for name in ("sara", "omar", "lina"))
MATCHER = Actor(name="matcher", kind="matcher", version="1")


def said(*verdicts: str, two_people: bool = True) -> Settled[Decision]:
    """What stands after verdicts as "who:verdict", oldest first; who "matcher" is the machine."""
    made = []
    for number, one in enumerate(verdicts):
        who, _, verdict = one.partition(":")
        actor = "matcher" if who == "matcher" else "person"
        made.append(decision("identity", "a", "b", verdict, by=who, actor=actor, revision=number))
    return settle(made, two_people=two_people)


def verdict(found: Settled[Decision]) -> tuple[str, str]:
    """What counts, and whose same waits."""
    return found.counts.verdict if found.counts else "", found.waits.by if found.waits else ""


def test_where_one_person_is_enough_the_latest_counts_and_a_person_goes_before_the_matcher() -> None:
    assert verdict(said("sara:different", "omar:same", "matcher:different", two_people=False)) == ("same", "")


def test_one_persons_same_waits_and_what_stood_before_it_stands() -> None:
    assert verdict(said("sara:same")) == ("", "sara")
    assert verdict(said("matcher:unsure", "sara:same")) == ("unsure", "sara")
    assert verdict(said("matcher:same", "sara:same")) == ("same", "sara")
    assert verdict(said("omar:different", "sara:same")) == ("different", "sara")


def test_two_people_make_it_count_but_nobody_is_two() -> None:
    assert verdict(said("sara:same", "omar:same")) == ("same", "")
    assert verdict(said("sara:same", "sara:same", " Sara :same")) == ("", " Sara ")


def test_whoever_says_otherwise_in_between_makes_it_begin_anew() -> None:
    assert verdict(said("sara:same", "lina:different", "omar:same")) == ("different", "omar")
    assert verdict(said("sara:same", "sara:unsure", "omar:same")) == ("unsure", "omar")
    assert verdict(said("sara:same", "lina:different", "omar:same", "sara:same")) == ("same", "")


def test_to_part_one_person_is_enough() -> None:
    assert verdict(said("sara:same", "omar:same", "lina:different")) == ("different", "")


VERDICTS = st.lists(
    st.tuples(st.sampled_from(["sara", "omar", "matcher"]), st.sampled_from(["same", "different", "unsure"])),
    max_size=7,
)


@given(VERDICTS)
def test_with_the_rule_nothing_is_joined_that_is_not_joined_without_it_or_by_the_matcher(
    given: list[tuple[str, str]],
) -> None:
    words = [f"{who}:{verdict}" for who, verdict in given]
    with_rule, without = said(*words), said(*words, two_people=False)
    if verdict(with_rule)[0] == "same" and with_rule.counts and with_rule.counts.actor == "person":
        assert verdict(without)[0] == "same"
    if not any(one.startswith(("sara", "omar")) for one in words):
        assert with_rule == without


def test_the_clusters_follow_the_rule_and_tell_what_waits() -> None:
    made = [
        b.same("a", "b", by="sara", revision=1),
        b.same("b", "c", by="sara", revision=2),
        b.same("b", "c", by="omar", revision=3),
    ]
    kinds = dict.fromkeys("abc", "person")
    found = identity(made, clearance=3, usable=set("abc"), kinds=kinds, two_people=True)
    assert (found.clusters, found.waiting) == ((("b", "c"),), (("a", "b"),))
    assert identity(made, clearance=3, usable=set("abc"), kinds=kinds).clusters == (("a", "b", "c"),)


# --- in a case


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Three people nobody has judged."""
    made = create_case(tmp_path / "case", title="Invented case", key_file=tmp_path / "key")
    with made.evidence.writing(SARA) as change:
        change.add([b.source(), b.document(), *(b.person(key, names=f"Person {key}") for key in "abc")])
    made.refresh()
    return made


def people(case: Case) -> int:
    """How many people the graph has; it is the graph that a rebuild would give."""
    case.refresh()
    assert Projector(case.evidence, case.store).follows()
    return case.store.count()["Person"]


def threads(case: Case) -> list[str]:
    """The three."""
    return sorted(thread for thread, kind in case.evidence.slice().kinds.items() if kind == "person")


def test_a_case_that_says_nothing_asks_for_nobody(case: Case) -> None:
    a, other, _ = threads(case)
    assert not case.evidence.two_people()
    judge(case, a, other, "same", actor=SARA, why="")
    assert people(case) == 2


def test_a_merge_waits_for_the_second_person_and_then_stands(case: Case) -> None:
    a, other, _ = threads(case)
    ask_for_two_people(case, on=True, actor=SARA, why="agreed with counsel")
    judge(case, a, other, "same", actor=SARA, why="")
    assert people(case) == 3
    (waits,) = case.reader().pair_verdicts()
    assert (waits.verdict, waits.waits) == ("", "sara")
    judge(case, a, other, "same", actor=OMAR, why="")
    assert people(case) == 2
    (stands,) = case.reader().pair_verdicts()
    assert (stands.verdict, stands.waits) == ("same", "")


def test_what_the_matcher_was_unsure_of_stays_open_until_two_have_agreed(case: Case) -> None:
    a, other, _ = threads(case)
    with case.evidence.writing(MATCHER) as change:
        change.decide([NewDecision(type="identity", left=a, right=other, verdict="unsure", score=0.8)])
    ask_for_two_people(case, on=True, actor=SARA, why="")
    judge(case, a, other, "same", actor=SARA, why="")
    assert len(case.reader().unsure_pairs()) == 1
    judge(case, a, other, "same", actor=OMAR, why="")
    assert case.reader().unsure_pairs() == []


def test_the_rule_reaches_merges_made_before_it_and_gives_them_back_when_it_is_lifted(case: Case) -> None:
    a, other, third = threads(case)
    judge(case, a, other, "same", actor=SARA, why="")
    judge(case, other, third, "same", actor=SARA, why="")
    judge(case, other, third, "same", actor=LINA, why="")
    (on,) = ask_for_two_people(case, on=True, actor=SARA, why="")
    assert people(case) == 2
    assert ask_for_two_people(case, on=True, actor=SARA, why="") == []
    take_back(case, [on], actor=SARA)
    assert people(case) == 1


def test_when_the_second_takes_it_back_it_waits_again(case: Case) -> None:
    a, other, _ = threads(case)
    ask_for_two_people(case, on=True, actor=SARA, why="")
    judge(case, a, other, "same", actor=SARA, why="")
    made = judge(case, a, other, "same", actor=OMAR, why="")
    assert people(case) == 2
    take_back(case, made, actor=OMAR)
    assert people(case) == 3


def test_what_a_merge_would_change_is_what_it_changes_once_the_second_has_agreed(case: Case) -> None:
    a, other, _ = threads(case)
    ask_for_two_people(case, on=True, actor=SARA, why="")
    same = NewDecision(type="identity", left=a, right=other, verdict="same")
    found = suppose(case, [same], clearance=Level.SEALED)
    assert (len(found.entities_before), len(found.entities_after)) == (2, 1)


def test_as_known_on_a_day_before_the_rule_it_did_not_hold(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    evidence = Evidence.create(tmp_path, b"k" * 32, case_id="case", clock=lambda: now[0])
    with evidence.writing(SARA) as change:
        made = change.add([b.source(), b.document(), b.person("a"), b.person("b")]).threads
        change.decide([NewDecision(type="identity", left=made[2], right=made[3], verdict="same")])
    before = canonical(*project(evidence.slice()))
    now[0] = datetime(2026, 1, 2, tzinfo=UTC)
    with evidence.writing(SARA) as change:
        change.decide([NewDecision(type="two_people", left="", verdict="on")])
    past, today = as_known_on(evidence, "2026-01-01"), canonical(*project(evidence.slice()))
    assert stored(past) == before
    assert stored(past) != today
    past.close()
    evidence.close()


@settings(max_examples=25, deadline=None)
@given(made=VERDICTS, at=st.integers(0, 7))
def test_the_graph_brought_up_to_date_step_by_step_is_the_one_made_from_nothing(
    made: list[tuple[str, str]], at: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("case")
    with create_case(folder / "case", title="Invented case", key_file=folder / "key") as case:
        with case.evidence.writing(SARA) as change:
            change.add([b.source(), b.document(), b.person("a"), b.person("b")])
        case.refresh()
        one, other = (thread for thread, kind in case.evidence.slice().kinds.items() if kind == "person")
        for number, (who, verdict_) in enumerate(made):
            if number == at:
                ask_for_two_people(case, on=True, actor=SARA, why="")
            with case.evidence.writing(MATCHER if who == "matcher" else Actor(name=who)) as change:
                change.decide([NewDecision(type="identity", left=one, right=other, verdict=verdict_)])
            people(case)
