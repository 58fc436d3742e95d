"""Matching finds the same person, unit and place across sources, and leaves what only looks alike to people."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.case import Case, create_case
from graph.evidence import Actor, Draft, NewDecision
from graph.evidence.slices import Decision
from graph.model.levels import Level
from ingest.matching.match import match
from tests import builders as b

ANALYST = Actor(name="analyst")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with create_case(tmp_path / "case", title="Case", key_file=tmp_path / "key") as made:
        yield made


def enter(case: Case, *drafts: Draft) -> dict[str, str]:
    """Write drafts in two reports of two sources; returns thread by the user's key."""
    base = [b.source(), b.document(), b.source("press", name="Press"), b.document("article", source="press")]
    with case.evidence.writing(ANALYST) as change:
        added = change.add([*base, *drafts])
    return dict(zip([draft.key for draft in [*base, *drafts]], added.threads, strict=True))


def verdicts(case: Case) -> list[Decision]:
    return [decision for decision in case.evidence.slice().decisions if decision.type == "identity"]


def two_officers(second: str) -> tuple[Draft, ...]:
    return (
        b.unit("battalion", names="3 Battalion"),
        b.person("one", names="محمد حسن الشامي"),
        b.person("two", names=second, document="article"),
        b.posting("p1", person="one", unit="battalion"),
        b.posting("p2", person="two", unit="battalion", document="article"),
    )


def test_one_name_in_two_scripts_with_a_shared_unit_is_near_certain(case: Case) -> None:
    threads = enter(case, *two_officers("Mohammed Hassan al-Shami"))
    assert match(case).applied == 1
    (verdict,) = verdicts(case)
    assert {verdict.left, verdict.right} == {threads["one"], threads["two"]}
    assert (verdict.verdict, verdict.actor) == ("same", "matcher")
    assert "same_unit" in verdict.reasons


def test_a_name_alone_waits_for_a_person(case: Case) -> None:
    enter(
        case,
        b.person("one", names="محمد حسن الشامي"),
        b.person("two", names="Mohammed Hassan al-Shami", document="article"),
    )
    done = match(case)
    assert (done.applied, done.queued, done.waiting) == (0, 1, 1)


def test_two_whom_one_document_lists_apart_are_never_joined_by_the_matcher(case: Case) -> None:
    enter(
        case, b.unit("battalion"), b.person("one", names="Mohammed Hassan al-Shami"),
        b.person("two", names="Mohammed Hassan al-Shami"), b.posting("p1", person="one", unit="battalion"),
        b.posting("p2", person="two", unit="battalion"),
    )  # fmt: skip
    assert match(case).applied == 0


@pytest.mark.parametrize("second", ["Ahmad Hassan al-Shami", "Mohammed Hussein al-Shami", "Abu Mohammed al-Shami"])
def test_another_name_in_the_same_unit_is_not_applied(case: Case, second: str) -> None:
    enter(case, *two_officers(second))
    assert match(case).applied == 0


def test_units_with_other_numbers_never_match(case: Case) -> None:
    enter(
        case,
        b.unit("a", names="8 Regimiento Mecanizado"),
        b.unit("b", names="9 Regimiento Mecanizado", document="article"),
    )
    match(case)
    assert all(verdict.verdict != "same" for verdict in verdicts(case))


def test_one_unit_in_two_sources_under_one_parent_is_near_certain(case: Case) -> None:
    enter(
        case, b.unit("zone", names="16 Zona Militar"), b.unit("a", names="8 Regimiento Mecanizado"),
        b.unit("b", names="8 regimiento mecanizado", document="article"),
        b.draft("unit_relation", "r1", child="a", parent="zone", kind="command"),
        b.draft("unit_relation", "r2", child="b", parent="zone", kind="command", document="article"),
    )  # fmt: skip
    assert match(case).applied == 1


def test_units_that_share_a_name_alone_wait_for_a_person(case: Case) -> None:
    enter(case, b.unit("a", names="Military Police"), b.unit("b", names="Military Police", document="article"))
    done = match(case)
    assert (done.applied, done.queued) == (0, 1)


def test_a_second_run_adds_nothing(case: Case) -> None:
    enter(case, *two_officers("Mohammed Hassan al-Shami"))
    match(case)
    before = case.evidence.revision()
    again = match(case)
    assert (again.applied, again.queued, case.evidence.revision()) == (0, 0, before)


def test_a_persons_verdict_is_never_touched(case: Case) -> None:
    threads = enter(case, *two_officers("Mohammed Hassan al-Shami"))
    with case.evidence.writing(ANALYST) as change:
        change.decide([NewDecision(type="identity", left=threads["two"], right=threads["one"], verdict="different")])
    assert match(case).decided_by_people == 1
    assert [verdict.verdict for verdict in verdicts(case)] == ["different"]


def test_propose_only_queues_what_is_near_certain(case: Case) -> None:
    enter(case, *two_officers("Mohammed Hassan al-Shami"))
    assert match(case, propose_only=True).queued == 1
    assert [verdict.verdict for verdict in verdicts(case)] == ["unsure"]


def test_a_verdict_whose_names_were_corrected_is_taken_back(case: Case) -> None:
    threads = enter(case, *two_officers("Mohammed Hassan al-Shami"))
    match(case)
    corrected = b.person("two", names="Salim Karim Nasser", document="article")
    with case.evidence.writing(ANALYST) as change:
        change.correct(threads["two"], corrected.values, why="another man")
    assert match(case).withdrawn == 1
    assert verdicts(case)[-1].verdict == "unsure"


def test_reasons_hold_codes_and_never_a_name(case: Case) -> None:
    enter(case, *two_officers("Mohammed Hassan al-Shami"))
    match(case)
    written = " ".join(reason for verdict in verdicts(case) for reason in verdict.reasons).lower()
    assert not any(part in written for part in ("moham", "shami", "hassan", "محمد"))


def test_what_waits_is_counted_for_whoever_may_see_both(case: Case) -> None:
    threads = enter(
        case, b.person("one", names="محمد حسن الشامي"),
        b.person("two", names="Mohammed Hassan al-Shami", document="article", level="sealed"),
    )  # fmt: skip
    match(case)
    case.refresh()
    pair = (min(threads["one"], threads["two"]), max(threads["one"], threads["two"]))
    assert case.reader(Level.SEALED).unsure_pairs() == [pair]
    assert case.reader(Level.CONFIDENTIAL).unsure_pairs() == []
    with case.evidence.writing(ANALYST) as change:
        change.decide([NewDecision(type="identity", left=pair[0], right=pair[1], verdict="different")])
    assert case.reader(Level.SEALED).unsure_pairs() == []
