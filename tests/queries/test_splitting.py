"""Verdicts that make records into exactly the things that were chosen, and that can be undone exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph import deciding
from graph.case import Case, create_case
from graph.errors import CaseError
from graph.evidence import Actor
from graph.evidence.packages import Package
from graph.evidence.slices import Decision
from graph.identity import identity
from queries.splitting import MOST_PAIRS, Standing, members, plan_join, plan_split, relied_on, verdicts_for
from tests.builders import decision, different, document, person, posting, same, source, unit
from tests.graph.evidence.stores import load

LETTERS = "abcdefgh"
PEOPLE = dict.fromkeys(LETTERS, "person")
ANN = Actor(name="ann")


def standing(*made: Decision) -> Standing:
    """What stands on the persons a to h."""
    return Standing(decisions=list(made), usable=frozenset(LETTERS), kinds=PEOPLE)


def clusters(stands: Standing, verdicts: list[tuple[str, str, str]]) -> set[frozenset[str]]:
    """The things that there are after these verdicts, single records included."""
    found = [frozenset(cluster) for cluster in stands.with_verdicts(verdicts).clusters]
    alone = set(LETTERS) - {thread for cluster in found for thread in cluster}
    return {*found, *(frozenset(one) for one in alone)}


def test_a_wrong_merge_is_parted_by_judging_its_pair() -> None:
    stands = standing(same("a", "b"))
    assert verdicts_for(stands, [{"a"}, {"b"}]) == [("a", "b", "different")]


def test_what_only_the_wrong_record_held_together_stays_together() -> None:
    stands = standing(same("a", "b"), same("b", "c"))
    made = verdicts_for(stands, [{"a", "c"}, {"b"}])
    assert ("a", "c", "same") in made
    assert clusters(stands, made) >= {frozenset("ac"), frozenset("b")}


def test_a_later_match_across_the_split_does_not_join_them_again() -> None:
    stands = standing(same("a", "b", actor="matcher", score=0.8), same("c", "d", actor="matcher", score=0.8),
                      same("b", "c", actor="matcher", score=0.9))  # fmt: skip
    made = verdicts_for(stands, [{"a", "b"}, {"c", "d"}])
    given = [decision("identity", *one, revision=1) for one in made]
    later = same("a", "d", actor="matcher", score=0.99, revision=2)
    after = standing(*stands.decisions, *given, later)
    assert clusters(after, []) >= {frozenset("ab"), frozenset("cd")}


def test_a_record_that_the_old_merge_kept_out_is_left_open_and_not_pulled_in() -> None:
    stands = standing(same("a", "b"), same("a", "h"), different("b", "h"))
    assert clusters(stands, []) >= {frozenset("ab"), frozenset("h")}
    made = verdicts_for(stands, [{"a"}, {"b"}])
    assert clusters(stands, made) >= {frozenset("a"), frozenset("b"), frozenset("h")}
    assert ("a", "h", "unsure") in made


def test_two_things_that_were_parted_are_joined_again() -> None:
    stands = standing(same("a", "b", revision=1), different("a", "c", revision=2), different("b", "c", revision=3))
    made = verdicts_for(stands, [{"a", "b", "c"}])
    assert clusters(stands, made) >= {frozenset("abc")}


_PAIRS = st.lists(st.sampled_from(LETTERS), min_size=2, max_size=2, unique=True)
_VERDICTS = st.lists(
    st.tuples(
        _PAIRS,
        st.sampled_from(["same", "same", "same", "different", "unsure"]),
        st.sampled_from(["person", "matcher"]),
        st.sampled_from([None, 0.5, 0.9]),
    ),
    min_size=1,
    max_size=16,
)


@settings(max_examples=400, deadline=None)
@given(made=_VERDICTS, chance=st.randoms(use_true_random=False))
def test_any_split_gives_exactly_what_was_chosen_and_undoing_it_gives_what_was(made: list, chance) -> None:  # type: ignore[no-untyped-def, type-arg]
    decisions = [
        decision("identity", left, right, verdict, revision=number, actor=actor, score=score)
        for number, ((left, right), verdict, actor, score) in enumerate(made)
    ]
    stands = standing(*decisions)
    before = clusters(stands, [])
    big = sorted((sorted(one) for one in before if len(one) > 1), key=len)
    assume(big)
    threads = big[-1]
    count = chance.randint(1, len(threads) - 1)
    apart = frozenset(chance.sample(threads, count))
    kept = frozenset(threads) - apart
    after = clusters(stands, verdicts_for(stands, [kept, apart]))
    assert {kept, apart} <= after
    assert after - {kept, apart} == before - {frozenset(threads)}
    given_ = [
        decision("identity", *one, revision=100, id=f"new {number}")
        for number, one in enumerate(verdicts_for(stands, [kept, apart]))
    ]
    undone = identity([*decisions, *given_], clearance=3, usable=set(LETTERS), kinds=PEOPLE,
                      withdrawn={one.id for one in given_})  # fmt: skip
    assert undone == stands.with_verdicts([])


@settings(max_examples=200, deadline=None)
@given(
    made=_VERDICTS,
    who=st.lists(st.sampled_from(["sara", "omar"]), min_size=16, max_size=16),
    chance=st.randoms(use_true_random=False),
)
def test_where_a_merge_needs_two_people_a_split_parts_at_once_and_is_whole_once_both_have_said_so(
    made: list[Any], who: list[str], chance: Any
) -> None:
    decisions = [
        decision("identity", left, right, verdict, revision=number, actor=actor, score=score, by=who[number])
        for number, ((left, right), verdict, actor, score) in enumerate(made)
    ]
    stands = replace(standing(*decisions), two_people=True)
    big = sorted((sorted(one) for one in clusters(stands, []) if len(one) > 1), key=len)
    assume(big)
    apart = frozenset(chance.sample(big[-1], chance.randint(1, len(big[-1]) - 1)))
    kept = frozenset(big[-1]) - apart
    verdicts = verdicts_for(stands, [kept, apart])
    assert {kept, apart} <= clusters(stands, verdicts)
    alone = [decision("identity", *one, revision=100, by="sara", id=f"new {n}") for n, one in enumerate(verdicts)]
    after = clusters(replace(stands, decisions=[*decisions, *alone]), [])
    assert not any(one & kept and one & apart for one in after)


@settings(max_examples=300, deadline=None)
@given(made=_VERDICTS, chance=st.randoms(use_true_random=False))
def test_any_two_things_can_be_joined_and_nothing_else_changes(made: list, chance) -> None:  # type: ignore[no-untyped-def, type-arg]
    decisions = [
        decision("identity", left, right, verdict, revision=number, actor=actor, score=score)
        for number, ((left, right), verdict, actor, score) in enumerate(made)
    ]
    stands = standing(*decisions)
    before = clusters(stands, [])
    assume(len(before) > 1)
    one, other = chance.sample(sorted(before, key=sorted), 2)
    after = clusters(stands, verdicts_for(stands, [one | other]))
    assert after == before - {one, other} | {one | other}


def test_a_very_large_merge_is_parted_by_few_verdicts() -> None:
    names = [f"{number:03}" for number in range(60)]
    chain = [same(left, right) for left, right in pairwise(names)]
    stands = Standing(decisions=chain, usable=frozenset(names), kinds=dict.fromkeys(names, "person"))
    made = verdicts_for(stands, [names[:30], names[30:]])
    assert len(made) < MOST_PAIRS
    found = {frozenset(cluster) for cluster in stands.with_verdicts(made).clusters}
    assert found == {frozenset(names[:30]), frozenset(names[30:])}


# --- in a case


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """Three records that were joined as one man, each with a post."""
    rows = [
        source(), document(title="A list"), unit("one"), unit("two"),
        person("karim", names="Karim Example"), person("kareem", names="Kareem Example"), person("omar", names="Omar"),
        posting("p1", person="karim", unit="one"), posting("p2", person="omar", unit="two"),
    ]  # fmt: skip
    with create_case(tmp_path / "case", title="Invented", key_file=tmp_path / "key") as made:
        threads = dict(zip([row.key for row in rows], load(made.evidence, rows), strict=True))
        deciding.judge_many(
            made,
            [(threads["karim"], threads["kareem"]), (threads["kareem"], threads["omar"])],
            "same",
            actor=ANN,
            why="one kunya",
        )
        yield made


def code_of(case: Case, name: str) -> str:
    """The code of the record with this name."""
    return next(hit.code for hit in case.reader().search_names(name))


def test_the_members_of_an_entity_are_shown_with_their_words(case: Case) -> None:
    found = members(case.reader(), code_of(case, "Omar"))
    assert len(found) == 3
    assert any("Omar" in member.text for member in found)
    assert {member.document_title for member in found} == {"A list"}


def test_a_split_is_written_and_taken_back(case: Case) -> None:
    reader = case.reader()
    code = code_of(case, "Karim")
    threads = {member.code: member.thread for member in members(reader, code)}
    omar = threads[code_of(case, "Omar")]
    planned = plan_split(case, reader, code, [omar])
    made = deciding.judge_each(case, [(one.left, one.right, one.verdict) for one in planned], actor=ANN, why="two men")
    assert {len(members(case.reader(), each)) for each in (code_of(case, "Omar"), code_of(case, "Karim"))} == {1, 2}
    deciding.take_back(case, made, actor=ANN)
    assert len(members(case.reader(), code_of(case, "Omar"))) == 3


@pytest.mark.parametrize("apart", [[], ["all"], ["f" * 20]])
def test_a_split_with_an_empty_side_or_a_stranger_is_refused(case: Case, apart: list[str]) -> None:
    code = code_of(case, "Karim")
    everybody = [member.thread for member in members(case.reader(), code)]
    with pytest.raises(CaseError, match="each side"):
        plan_split(case, case.reader(), code, everybody if apart == ["all"] else apart)


def test_what_cannot_be_joined_is_refused(case: Case) -> None:
    reader = case.reader()
    karim, one = code_of(case, "Karim"), code_of(case, "one")
    with pytest.raises(CaseError, match="one kind"):
        plan_join(case, reader, karim, one)
    with pytest.raises(CaseError, match="already"):
        plan_join(case, reader, karim, code_of(case, "Omar"))
    with pytest.raises(CaseError, match="not in this case"):
        plan_join(case, reader, karim, "P-000 000-0")


def test_packages_that_relied_on_the_merge_are_named(case: Case) -> None:
    reader = case.reader()
    threads = [member.thread for member in members(reader, code_of(case, "Karim"))]
    verdict = next(one.id for one in reader.decisions_on(threads) if one.type == "identity")

    def give(title: str, records: list[str], decisions: list[str]) -> None:
        case.evidence.record_package(Package(audience="counsel", purpose="x", revision=1, by="ann", files={},
                                             records=records, decisions=decisions, title=title))  # fmt: skip

    give("of one record", threads[:1], [])
    give("of two records", threads[:2], [])
    give("of the verdict", [], [verdict])
    assert [one.title for one in relied_on(case.reader(), threads)] == ["of two records", "of the verdict"]
