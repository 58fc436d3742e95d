"""Where a cluster is weakest, and what falls away there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.clusters import Cluster
from graph.evidence.pairs import PairVerdict
from ingest.reviewing_cluster import strength, weakest


def link(left: str, right: str, score: float | None = None) -> PairVerdict:
    """A verdict *same*: of a person where no score is given."""
    return PairVerdict(
        left=left, right=right, decision=f"{left}{right}", verdict="same",
        actor="person" if score is None else "matcher", by="sara", at="", score=score, reasons=(),
    )  # fmt: skip


def cluster(*links: PairVerdict) -> Cluster:
    """The cluster that these links make."""
    return Cluster(threads=tuple(sorted({end for one in links for end in one.pair})), verdicts=links)


def test_one_record_has_no_weak_link() -> None:
    assert weakest(Cluster(threads=("a",))) is None


def test_two_groups_with_a_bridge_fall_apart_at_the_bridge() -> None:
    found = weakest(cluster(link("a", "b", 0.99), link("b", "c", 0.98), link("c", "d", 0.86), link("d", "e", 0.97)))
    assert found is not None
    assert (found.link.pair, found.apart) == (("c", "d"), ("d", "e"))


def test_a_low_score_beside_a_stronger_way_is_no_bridge() -> None:
    found = weakest(cluster(link("a", "b", 0.95), link("b", "c", 0.9), link("a", "c", 0.3)))
    assert found is not None
    assert (found.link.pair, found.apart) == (("b", "c"), ("c",))


def test_what_a_person_said_is_stronger_than_any_score() -> None:
    found = weakest(cluster(link("a", "b"), link("b", "c", 1.0)))
    assert found is not None
    assert found.apart == ("c",)


_LINKS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.sampled_from([None, 0.2, 0.5, 0.9])).filter(
        lambda one: one[0] < one[1]
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one[:2],
)


@given(_LINKS)
def test_between_the_two_sides_nothing_is_stronger_than_the_link_that_is_cut(
    made: list[tuple[str, str, float | None]],
) -> None:
    links = [link(*one) for one in made]
    reached = {links[0].left}
    while more := {end for one in links if reached & set(one.pair) for end in one.pair} - reached:
        reached |= more
    found = weakest(cluster(*(one for one in links if one.left in reached)))
    assert found is not None
    across = [one for one in links if one.left in reached and len(set(one.pair) & set(found.apart)) == 1]
    assert found.link in across
    assert all(strength(one) <= strength(found.link) for one in across)
    assert 0 < len(found.apart) <= len(reached) / 2
