"""What was joined wrongly is parted without a trace in the graph: every record, link and value stands as before,
however it was parted, whatever was decided in between, and whether the graph was brought up to date or made anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph import deciding
from graph.case import Case, create_case
from graph.evidence import Actor
from graph.projection import project
from graph.projection.compare import Canonical, canonical, stored
from queries.cards import records_behind
from queries.splitting import plan_join, plan_split
from tests.graph.projection.strategies import KEYS, ground

ANN, BOB = Actor(name="ann"), Actor(name="bob")
KINDS = ("person", "unit", "location", "incident", "group")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, dict[str, str]]:
    """A case in which everything hangs together; every example leaves it as it was."""
    folder = tmp_path_factory.mktemp("unmerging")
    made = create_case(folder / "case", title="Invented case", key_file=Path(folder / "key"))
    rows = ground()
    with made.evidence.writing(ANN) as change:
        threads = change.add(rows).threads
    made.refresh()
    return made, {row.key: thread for row, thread in zip(rows, threads, strict=True)}


def graph(case: Case) -> Canonical:
    """The graph as it was brought up to date, which is the one made anew."""
    case.refresh()
    shown = stored(case.store)
    assert shown == canonical(*project(case.evidence.slice()))
    return shown


def join(case: Case, one: str, other: str) -> list[str]:
    """Make two entities one, as a card does; nothing where they are one already."""
    reader = case.reader()
    codes = case.evidence.codes([one, other])
    if other in records_behind(reader, codes[one]):
        return []
    planned = plan_join(case, reader, codes[one], codes[other])
    return deciding.judge_each(case, [(each.left, each.right, each.verdict) for each in planned], actor=ANN, why="")


def part(case: Case, one: str, apart: set[str]) -> list[str]:
    """Part some records from the entity of one, as a card does."""
    reader = case.reader()
    planned = plan_split(case, reader, case.evidence.codes([one])[one], apart)
    return deciding.judge_each(case, [(each.left, each.right, each.verdict) for each in planned], actor=BOB, why="")


def in_between(case: Case, thread: str, what: str) -> list[str]:
    """Something else that somebody decides while the two are one."""
    if what == "status":
        return deciding.set_status(case, [thread], "confirmed", actor=BOB, why="")
    if what == "retracted":
        return deciding.set_status(case, [thread], "retracted", actor=BOB, why="")
    if what == "grade":
        return deciding.grade(case, thread, information="2", actor=BOB, why="")
    return []


PAIRS = st.sampled_from(KINDS).flatmap(
    lambda kind: st.lists(st.sampled_from(KEYS[kind]), min_size=2, max_size=2, unique=True)
)
EXAMPLES = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def undone(case: Case, made: list[list[str]]) -> None:
    """Everything taken back, the latest first."""
    for each in reversed(made):
        if each:
            deciding.take_back(case, each, actor=BOB)


@EXAMPLES
@given(pair=PAIRS, more=PAIRS, what=st.sampled_from(["", "status", "retracted", "grade"]))
def test_taking_a_merge_back_at_any_later_time_restores_everything(
    small: tuple[Case, dict[str, str]], pair: list[str], more: list[str], what: str
) -> None:
    case, thread = small
    assume(all(key in thread for key in (*pair, *more)))
    before = graph(case)
    first = join(case, *(thread[key] for key in pair))
    later = in_between(case, thread[pair[1]], what)
    second = [] if what == "retracted" else join(case, *(thread[key] for key in more))
    assert graph(case) != before
    deciding.take_back(case, first, actor=BOB)  # the first is taken back while what came later still stands
    graph(case)
    undone(case, [later, second])
    assert graph(case) == before


@EXAMPLES
@given(pair=PAIRS, what=st.sampled_from(["", "status", "grade"]))
def test_parting_a_merge_restores_everything_too_and_taking_that_back_joins_again(
    small: tuple[Case, dict[str, str]], pair: list[str], what: str
) -> None:
    case, thread = small
    assume(all(key in thread for key in pair))
    one, other = (thread[key] for key in pair)
    before = graph(case)
    first = join(case, one, other)
    joined = graph(case)
    later = in_between(case, one, what)
    parted = part(case, one, {other})
    if later:
        deciding.take_back(case, later, actor=BOB)
    assert graph(case) == before
    deciding.take_back(case, parted, actor=BOB)
    assert graph(case) == joined
    deciding.take_back(case, first, actor=BOB)
    assert graph(case) == before


def test_a_chain_of_merges_is_parted_in_the_middle_and_put_together_again(
    small: tuple[Case, dict[str, str]],
) -> None:
    case, thread = small
    people = [thread[key] for key in KEYS["person"][:4]]
    before = graph(case)
    made = [join(case, people[number], people[number + 1]) for number in range(3)]
    whole = graph(case)
    parted = part(case, people[0], set(people[2:]))
    assert len(records_behind(case.reader(), case.evidence.codes([people[0]])[people[0]])) == 2
    deciding.take_back(case, parted, actor=BOB)
    assert graph(case) == whole
    undone(case, made)
    assert graph(case) == before
