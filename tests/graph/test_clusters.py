"""What stands around a record: its cluster as the graph has it, the open pairs at its edge, the unions refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.case import Case, create_case
from graph.clusters import cluster_of
from graph.deciding import judge, set_status
from graph.evidence import Actor, NewDecision
from graph.identity import Refused, pair_of
from graph.model.levels import Level
from tests import builders as b

SARA = Actor(name="sara")
MATCHER = Actor(name="matcher", kind="matcher", version="1")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Five people nobody has judged."""
    made = create_case(tmp_path / "case", title="Invented case", key_file=tmp_path / "key")
    with made.evidence.writing(SARA) as change:
        change.add([b.source(), b.document(), *(b.person(key, names=f"Person {key}") for key in "abcde")])
    made.refresh()
    return made


def threads(case: Case) -> list[str]:
    """The five."""
    return sorted(thread for thread, kind in case.evidence.slice().kinds.items() if kind == "person")


def matched(case: Case, left: str, right: str, verdict: str, score: float) -> None:
    """A verdict of the matcher."""
    with case.evidence.writing(MATCHER) as change:
        change.decide([NewDecision(type="identity", left=left, right=right, verdict=verdict, score=score)])


def test_a_record_that_nobody_joined_is_a_cluster_of_its_own(case: Case) -> None:
    one = threads(case)[0]
    found = cluster_of(case.evidence, one, Level.SEALED)
    assert (found.threads, found.around, found.verdicts, found.refused) == ((one,), (), (), ())


def test_its_edge_is_what_hangs_with_it_by_an_open_pair_with_all_that_belongs_to_that(case: Case) -> None:
    one, two, three, four, five = threads(case)
    matched(case, one, two, "same", 0.97)
    matched(case, two, three, "unsure", 0.8)
    matched(case, three, four, "same", 0.96)
    matched(case, four, five, "unsure", 0.7)
    found = cluster_of(case.evidence, one, Level.SEALED)
    assert found.threads == (one, two)
    assert found.around == (three, four)
    assert [each.pair for each in found.links()] == [pair_of(one, two)]


def test_same_same_different_in_a_triangle_refuses_one_union_and_tells_because_of_what(case: Case) -> None:
    one, two, three, *_ = threads(case)
    judge(case, one, two, "same", actor=SARA, why="")
    judge(case, two, three, "same", actor=SARA, why="")
    judge(case, one, three, "different", actor=SARA, why="")
    found = cluster_of(case.evidence, one, Level.SEALED)
    assert found.threads == (one, two)
    assert found.refused == (Refused(pair=pair_of(two, three), because=pair_of(one, three)),)
    assert len(found.verdicts) == 3
    assert case.store.count()["Person"] == 4


def test_it_is_the_cluster_that_the_graph_has(case: Case) -> None:
    one, two, three, four, _ = threads(case)
    for pair in ((one, two), (two, three), (three, four)):
        judge(case, *pair, "same", actor=SARA, why="")
    judge(case, one, four, "different", actor=SARA, why="")
    set_status(case, [two], "retracted", actor=SARA, why="")
    drawn = {tuple(row["records"]) for row in case.reader().rows("MATCH (p:Person) RETURN p.records AS records")}
    for thread in (one, three, four):
        own = cluster_of(case.evidence, thread, Level.SEALED).threads
        assert tuple(sorted(own)) in {tuple(sorted(each)) for each in drawn}
