"""An evaluation on one's own case: what people judged says how good the matcher is, and how sure that is."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.case import Case
from graph.evidence import Actor, NewDecision
from ingest.matching.evaluate import (
    ENOUGH,
    NOT_COMPARED,
    Evaluation,
    KindResult,
    Scored,
    evaluate,
    result,
    wilson,
)
from ingest.matching.match import match
from ingest.matching.plot import svg
from ingest.matching.telling import evaluated
from tests import builders as b
from tests.ingest.matching.test_incremental import a_case, enter, pool

ANALYST = Actor(name="analyst")


def judge(case: Case, **verdicts: str) -> None:
    """What a person says of pairs of people, by number: ``pool`` names them p0, q0 ..."""
    threads = {key: thread for thread, key in _keys(case).items()}
    with case.evidence.writing(ANALYST) as change:
        change.decide(
            NewDecision(type="identity", left=threads[f"p{pair[1:]}"], right=threads[f"q{pair[1:]}"], verdict=verdict)
            for pair, verdict in verdicts.items()
        )


def _keys(case: Case) -> dict[str, str]:
    """Thread to key, told by the names: those of the pool are all different."""
    by_name = {row.values["names"][0]["words"]: row.key for row in pool() if row.kind == "person"}
    people = case.evidence.records([t for t, kind in case.evidence.slice().kinds.items() if kind == "person"], 3)
    return {view.thread: by_name[view.values["names"][0]["words"]] for view in people}


def of(done: Evaluation, kind: str) -> KindResult:
    return next(one for one in done.kinds if one.kind == kind)


def test_judged_pairs_are_counted_in_the_tier_where_the_matcher_would_put_them() -> None:
    with a_case() as case:
        enter(case, pool())
        match(case)
        judge(case, _0="same", _2="same", _3="same")
        people = of(evaluate(case), "person")
    by_tier = {one.tier: one for one in people.tiers}
    assert (by_tier["near_certain"].same, by_tier["near_certain"].different) == (2, 0)
    assert by_tier[NOT_COMPARED].same + by_tier["left"].same == 1  # two names that share nothing
    assert people.precision is not None and people.precision.value == 1.0 and people.precision.low < 0.6


def test_a_wrong_join_that_somebody_parted_lowers_precision() -> None:
    with a_case() as case:
        enter(case, pool())
        match(case)
        judge(case, _0="same", _2="different")
        people = of(evaluate(case), "person")
    assert people.precision is not None and people.precision.value == 0.5


def scored(*pairs: tuple[str, float, str]) -> Scored:
    """Pairs by tier, score and what people said of each ("" for nothing)."""
    named = {(f"{number}", f"{number}'"): pair for number, pair in enumerate(pairs)}
    return Scored(
        kind="person",
        tiers={ends: (tier, score) for ends, (tier, score, _) in named.items() if tier != NOT_COMPARED},
        said={ends: said for ends, (*_, said) in named.items() if said},
    )


def test_recall_is_at_most_what_it_says_while_nobody_looks_at_what_was_left() -> None:
    seen = [("near_certain", 0.99, "same")] * 20 + [("queued", 0.5, "same")] * 10 + [("queued", 0.5, "different")] * 10
    unseen = result(scored(*seen, *[("left", 0.05, "")] * 50), seed=1)
    looked = result(scored(*seen, *[("left", 0.05, "")] * 40, *[("left", 0.05, "same")] * 10), seed=1)
    assert unseen.at_most and not looked.at_most
    assert unseen.recall is not None and looked.recall is not None
    assert unseen.recall.low < 20 / 30 < unseen.recall.high
    assert looked.recall.high < unseen.recall.low


def test_a_true_pair_that_was_never_compared_counts_as_missed() -> None:
    seen = [("near_certain", 0.99, "same")] * 20 + [("queued", 0.5, "different")] * 20
    missed = result(scored(*seen, *[(NOT_COMPARED, 0.0, "same")] * 20), seed=1)
    assert missed.recall is not None and missed.recall.high < 0.55


def test_where_nothing_was_judged_nothing_is_claimed() -> None:
    with a_case() as case:
        enter(case, pool())
        match(case)
        done = evaluate(case)
        told = " ".join(evaluated(done))
    assert done.judged == 0 and all(one.precision is None and one.recall is None for one in done.kinds)
    assert "Nobody has judged a pair yet" in told
    assert "no fair sample" in told


def test_it_says_what_to_judge_next_by_codes_drawn_by_lot() -> None:
    with a_case() as case:
        enter(case, pool())
        match(case)
        one, again = evaluate(case), evaluate(case)
        codes = set(case.evidence.codes(case.evidence.slice().kinds).values())
    assert one.advice and one.advice == again.advice
    assert all(end in codes for advice in one.advice for pair in advice.sample for end in pair)
    assert all(advice.judged < ENOUGH for advice in one.advice)


def test_the_picture_is_whole_and_names_nobody() -> None:
    with a_case() as case:
        enter(case, pool())
        match(case)
        judge(case, _0="same", _1="same", _2="different")
        picture = svg(evaluate(case))
    root = ElementTree.fromstring(picture)  # noqa: S314 - our own
    assert root.tag.endswith("svg") and sum(one.tag.endswith("circle") for one in root.iter()) >= 1
    words = {word for row in pool() if row.kind == "person" for word in row.values["names"][0]["words"].split()}
    assert not any(word in picture for word in words)


def test_an_empty_case_is_evaluated_too() -> None:
    with a_case() as case:
        assert evaluate(case).judged == 0
        enter(case, [b.source(), b.document(), b.person("one", names="Hazim")])
        assert svg(evaluate(case)).startswith("<svg")


@given(st.integers(1, 500), st.data())
def test_an_interval_holds_its_share_and_narrows_with_more(judged: int, data: st.DataObject) -> None:
    same = data.draw(st.integers(0, judged))
    few, many = wilson(same, judged), wilson(same * 10, judged * 10)
    assert 0.0 <= few.low <= few.value + 1e-12 and few.value - 1e-12 <= few.high <= 1.0
    assert many.high - many.low < few.high - few.low


def test_wilsons_interval_is_that_of_the_book() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263 gives 0.2553 to 0.3662
    share = wilson(81, 263)
    assert share.low == pytest.approx(0.2553, abs=5e-5) and share.high == pytest.approx(0.3662, abs=5e-5)
    assert math.isclose(wilson(0, 20).high, 0.1611, abs_tol=5e-5)
