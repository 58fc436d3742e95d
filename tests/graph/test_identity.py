"""Which records are one: verdicts, their order, what they may not do."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.evidence.slices import Decision
from graph.identity import Identity, Refused, identity
from tests.builders import decision, different, same

PEOPLE = dict.fromkeys("abcdef", "person")


def clusters(*decisions: Decision, clearance: int = 3, usable: str = "abcdef", withdrawn: str = "") -> Identity:
    """What follows from these decisions about the persons a to f."""
    return identity(
        sorted(decisions, key=lambda one: one.revision),
        clearance=clearance,
        usable=set(usable),
        kinds=PEOPLE,
        withdrawn={withdrawn} - {""},
    )


def test_same_joins_over_any_number_of_steps() -> None:
    found = clusters(same("a", "b"), same("c", "b"), same("e", "f"))
    assert found.clusters == (("a", "b", "c"), ("e", "f"))


def test_without_a_verdict_nothing_is_joined() -> None:
    assert clusters() == Identity()


def test_unsure_joins_nothing_and_is_listed() -> None:
    found = clusters(decision("identity", "b", "a", "unsure"))
    assert found.clusters == ()
    assert found.unsure == (("a", "b"),)


def test_the_latest_verdict_of_a_pair_counts_whoever_stood_left() -> None:
    found = clusters(same("a", "b", revision=1), different("b", "a", revision=2))
    assert found.clusters == ()


def test_a_persons_verdict_counts_before_a_later_one_of_the_matcher() -> None:
    found = clusters(different("a", "b", revision=1), same("a", "b", revision=2, actor="matcher", score=0.99))
    assert found.clusters == ()


def test_a_withdrawn_verdict_wakes_the_one_before_it() -> None:
    later = different("a", "b", revision=2)
    assert clusters(same("a", "b", revision=1), later).clusters == ()
    assert clusters(same("a", "b", revision=1), later, withdrawn=later.id).clusters == (("a", "b"),)


def test_a_verdict_above_the_clearance_does_not_count() -> None:
    sealed = same("a", "b", level=3)
    assert clusters(sealed, clearance=2).clusters == ()
    assert clusters(sealed, clearance=3).clusters == (("a", "b"),)


def test_a_verdict_on_a_record_that_cannot_be_seen_sleeps() -> None:
    assert clusters(same("a", "b"), same("b", "c"), usable="abd").clusters == (("a", "b"),)


def test_a_union_that_would_join_a_pair_judged_different_is_refused_and_shown() -> None:
    found = clusters(same("a", "b"), same("b", "c"), different("a", "c"))
    assert found.clusters == (("a", "b"),)
    assert found.refused == (Refused(pair=("b", "c"), because=("a", "c")),)


def test_people_join_first_then_the_surer_match() -> None:
    """c can go to a or to b, which are two: a person's word wins over 0.99, and 0.99 over 0.5."""
    apart = different("a", "b")
    sure, unsure_ = (
        same("a", "c", actor="matcher", score=0.99, revision=1),
        same("b", "c", actor="matcher", score=0.5, revision=2),
    )
    assert clusters(apart, sure, unsure_).clusters == (("a", "c"),)
    said = same("b", "c", revision=3)
    assert clusters(apart, sure, said).clusters == (("b", "c"),)


def test_records_of_two_kinds_are_never_one() -> None:
    found = identity([same("a", "u")], clearance=3, usable={"a", "u"}, kinds={"a": "person", "u": "unit"})
    assert found.clusters == ()
    assert found.refused == (Refused(pair=("a", "u"), because=("a", "u")),)


@st.composite
def many(draw: st.DrawFn) -> list[Decision]:
    """Verdicts on six persons, each with a revision of its own."""
    pairs = draw(
        st.lists(st.lists(st.sampled_from("abcdef"), min_size=2, max_size=2, unique=True), min_size=1, max_size=20)
    )
    return [
        decision(
            "identity",
            left,
            right,
            draw(st.sampled_from(["same", "same", "different", "unsure"])),
            revision=number,
            actor=draw(st.sampled_from(["person", "matcher"])),
            score=draw(st.sampled_from([None, 0.5, 0.9])),
        )
        for number, (left, right) in enumerate(pairs)
    ]


@settings(max_examples=300, deadline=None)
@given(many(), st.integers())
def test_no_two_judged_different_are_ever_together_and_order_does_not_matter(made: list[Decision], seed: int) -> None:
    found = clusters(*made)
    shuffled = list(made)
    random.Random(seed).shuffle(shuffled)
    assert identity(shuffled, clearance=3, usable=set("abcdef"), kinds=PEOPLE) == found
    final: dict[frozenset[str], str] = {}
    for one in sorted(made, key=lambda one: (one.actor == "person", one.revision)):
        final[frozenset((one.left, one.right))] = one.verdict
    for cluster in found.clusters:
        assert not any(pair <= set(cluster) and verdict == "different" for pair, verdict in final.items())
    # Every "same" either joined its pair or was refused and says why.
    refused = {frozenset(one.pair) for one in found.refused}
    for pair, verdict in final.items():
        together = any(pair <= set(cluster) for cluster in found.clusters)
        assert verdict != "same" or together or pair in refused


@settings(max_examples=200, deadline=None)
@given(many())
def test_withdrawing_a_verdict_is_as_if_it_had_never_been(made: list[Decision]) -> None:
    taken = made[len(made) // 2]
    assert clusters(*made, withdrawn=taken.id) == clusters(*(one for one in made if one is not taken))
