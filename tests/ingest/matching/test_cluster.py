"""Clusters are held together by all the evidence between their records, and never against a person's verdict."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.matching.cluster import Verdict, choose
from tests.ingest.matching.engine_builders import scored


def groups(labels: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in set(labels.tolist())}


def test_strong_pairs_join_and_weak_ones_do_not() -> None:
    chosen = choose(scored((0, 1, 5.0), (2, 3, -3.0)), 4, threshold=0.0)
    assert groups(chosen.labels) == {frozenset({0, 1}), frozenset({2}), frozenset({3})}


def test_a_weak_bridge_between_two_groups_is_cut() -> None:
    one = [(0, 1, 6.0), (0, 2, 6.0), (1, 2, 6.0)]
    other = [(3, 4, 6.0), (3, 5, 6.0), (4, 5, 6.0)]
    chosen = choose(scored(*one, *other, (2, 3, 1.0)), 6, threshold=0.0)
    assert groups(chosen.labels) == {frozenset({0, 1, 2}), frozenset({3, 4, 5})}


def test_ends_that_conflict_keep_a_chain_apart() -> None:
    chosen = choose(scored((0, 1, 5.0), (1, 2, 4.0), (0, 2, -8.0)), 3, threshold=0.0)
    assert groups(chosen.labels) == {frozenset({0, 1}), frozenset({2})}


def test_a_larger_cluster_asks_for_more() -> None:
    links = [(0, 1, 6.0), (0, 2, 2.0), (1, 2, -0.5)]
    assert len(groups(choose(scored((0, 2, 0.75)), 3, threshold=0.0).labels)) == 2
    assert frozenset({0, 1, 2}) in groups(choose(scored(*links), 3, threshold=0.0).labels)
    assert frozenset({0, 1, 2}) not in groups(choose(scored(*links), 3, threshold=0.7).labels)


def test_two_records_of_one_list_are_kept_apart_though_never_compared() -> None:
    links = scored((0, 1, 3.0), (1, 2, 3.0))
    assert frozenset({0, 1, 2}) in groups(choose(links, 3, threshold=0.0).labels)
    apart = choose(links, 3, threshold=0.0, apart=["register", "press", "register"])
    assert frozenset({0, 1, 2}) not in groups(apart.labels)


def test_a_person_who_says_same_joins_without_any_evidence() -> None:
    chosen = choose(scored(), 2, threshold=0.0, standing=[Verdict(left=0, right=1, same=True)])
    assert groups(chosen.labels) == {frozenset({0, 1})}


def test_a_person_who_says_different_keeps_a_sure_pair_apart() -> None:
    verdict = Verdict(left=0, right=1, same=False)
    assert len(groups(choose(scored((0, 1, 20.0)), 2, threshold=0.0, standing=[verdict]).labels)) == 2


def test_different_holds_through_a_third_record() -> None:
    verdict = Verdict(left=0, right=2, same=False)
    chosen = choose(scored((0, 1, 9.0), (1, 2, 8.0)), 3, threshold=-9.0, standing=[verdict])
    assert chosen.labels[0] != chosen.labels[2]


def test_of_a_triangle_of_verdicts_the_different_one_stands_and_the_refused_one_is_told() -> None:
    standing = [
        Verdict(left=0, right=1, same=True),
        Verdict(left=1, right=2, same=True),
        Verdict(left=0, right=2, same=False),
    ]
    chosen = choose(scored(), 3, threshold=0.0, standing=standing)
    assert groups(chosen.labels) == {frozenset({0, 1}), frozenset({2})}
    assert chosen.refused == [standing[1]]


def test_the_weakest_link_is_the_least_sure_that_joined() -> None:
    chosen = choose(scored((0, 1, 6.0), (1, 2, 2.0), (0, 2, 1.5)), 3, threshold=0.0)
    assert set(chosen.labels.tolist()) == {0}
    assert chosen.weakest[0] == np.float32(1 / (1 + 2**-2.0))


LINKS = st.dictionaries(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(-9, 9, width=16),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(LINKS, st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] != pair[1])))
def test_no_evidence_ever_joins_what_a_person_keeps_apart(
    links: dict[tuple[int, int], float], different: list[tuple[int, int]]
) -> None:
    pairs = scored(*((left, right, bits) for (left, right), bits in links.items()))
    standing = [Verdict(left=left, right=right, same=False) for left, right in different]
    chosen = choose(pairs, 12, threshold=-2.0, standing=standing)
    assert all(chosen.labels[left] != chosen.labels[right] for left, right in different)
    again = choose(pairs, 12, threshold=-2.0, standing=standing)
    assert (chosen.labels == again.labels).all()
    assert all(chosen.labels[record] <= record for record in range(12))
