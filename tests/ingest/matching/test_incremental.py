"""Matching load by load gives what one run over everything gives; a run that breaks off leaves nothing half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.case import Case, create_case, open_case
from graph.evidence import Actor, Draft, LoadInfo, NewDecision
from graph.evidence.pairs import PairVerdict
from graph.model.levels import Level
from ingest.matching.match import NO_LONGER, match
from tests import builders as b

ANALYST = Actor(name="analyst")


def pool() -> list[Draft]:
    """Two sources that speak of the same people, units, places and incidents, and of others."""
    rows = [b.source(), b.document(), b.source("press", name="Press"), b.document("article", source="press")]
    for number, (ours, theirs) in enumerate(
        [
            ("محمد حسن الشامي", "Mohammed Hassan al-Shami"),
            ("قتيبة وادي الرقي", "Qutayba Wadi al-Ruqi"),
            ("Sufyan Marwan al-Zilli", "سفيان مروان الظلي"),
            ("Hazim Bakr al-Sarabi", "Talib Numan al-Hadi"),
        ]
    ):
        place = "hill" if number % 2 else "ford"
        rows += [
            b.person(f"p{number}", names=ours, born="1980", town=place),
            b.person(f"q{number}", names=theirs, born="1980", town=place, document="article"),
            b.posting(f"h{number}", person=f"p{number}", unit="brigade"),
            b.posting(f"i{number}", person=f"q{number}", unit="bde", document="article"),
            b.incident(f"e{number}", date=f"2015-03-{10 + 5 * number}", place=place, methods="shooting"),
            b.incident(f"f{number}", date=f"2015-03-{10 + 5 * number}", place=place, methods="shooting",
                       document="article"),
        ]  # fmt: skip
    return [
        *rows,
        b.location("ford", names="Tell al-Ford", kind="town", lat=35.1, lon=39.2, precision="town"),
        b.location("hill", names="Hill of Salt", kind="town", lat=35.6, lon=39.9, precision="town"),
        b.location("tell", names="تل الفورد", kind="town", lat=35.1, lon=39.2, precision="town", document="article"),
        b.unit("brigade", names="55 Brigade"),
        b.unit("bde", names="اللواء 55", document="article"),
        b.draft("unit_place", "u1", unit="brigade", location="ford", kind="based_at"),
        b.draft("unit_place", "u2", unit="bde", location="tell", kind="based_at", document="article"),
    ]


@contextmanager
def a_case() -> Iterator[Case]:
    with (
        TemporaryDirectory() as folder,
        create_case(Path(folder) / "matter", title="Matter", key_file=Path(folder) / "key") as case,
    ):
        yield case


def enter(case: Case, drafts: list[Draft]) -> None:
    with case.evidence.writing(ANALYST) as change:
        change.add(drafts)


def standing(case: Case) -> set[tuple[str, str, str]]:
    """What the matcher's verdicts come to; a pair it once joined and would not now is a matter of its history."""
    return {
        (*one.pair, one.verdict)
        for one in case.evidence.pair_verdicts(clearance=Level.SEALED)
        if one.actor == "matcher" and NO_LONGER not in one.reasons
    }


def take_back_all(case: Case) -> None:
    slice_ = case.evidence.slice()
    with case.evidence.writing(ANALYST) as change:
        change.decide(
            NewDecision(type="withdraw_decision", left=one.id)
            for one in slice_.decisions
            if one.actor == "matcher" and one.type == "identity" and one.id not in slice_.withdrawn_decisions
        )


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_order_of_loads_comes_to_what_one_run_gives(data: st.DataObject) -> None:
    drafts = data.draw(st.permutations(pool()))
    first, second = sorted((data.draw(st.integers(1, 40)), data.draw(st.integers(1, 40))))
    with a_case() as case:
        for load in (drafts[:first], drafts[first:second], drafts[second:]):
            if load:
                enter(case, load)
            match(case)
        by_loads = standing(case)
        whole = match(case, again=True)
        assert (whole.applied, whole.queued, whole.withdrawn, whole.dropped) == (0, 0, 0, 0)
        take_back_all(case)
        match(case, again=True)
        in_one = standing(case)
        history = {(*one.pair, "unsure") for one in _no_longer(case)}
        assert by_loads - history == in_one - history
        assert {verdict for *_, verdict in in_one} >= {"same"}


def _no_longer(case: Case) -> list[PairVerdict]:
    return [one for one in case.evidence.pair_verdicts(clearance=Level.SEALED) if NO_LONGER in one.reasons]


def test_a_load_that_touches_one_kind_compares_that_kind_alone() -> None:
    with a_case() as case:
        enter(case, pool())
        match(case)
        enter(case, [b.unit("guard", names="7 Guard Battalion")])
        again = {one.kind: one.unchanged for one in match(case).kinds}
        assert not again["unit"] and again["location"] and again["incident"]
        assert all(one.unchanged for one in match(case).kinds if one.records)


def test_whoever_stops_a_run_leaves_the_case_as_it_was() -> None:
    class Stop(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done > total / 2:
            raise Stop

    with a_case() as case:
        enter(case, pool())
        revision = case.evidence.revision()
        with pytest.raises(Stop):
            match(case, on_progress=stop)
        assert case.evidence.revision() == revision
        assert match(case).applied > 0


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("where", ["comparing", "writing"])
def test_a_run_that_is_killed_is_finished_by_the_next(tmp_path: Path, where: str) -> None:
    folder, key = tmp_path / "matter", tmp_path / "key"
    with create_case(folder, title="Matter", key_file=key) as case:
        enter(case, pool())
        match(case)
        expected = standing(case)
        take_back_all(case)
        nothing = case.evidence.revision()
    killed = textwrap.dedent(f"""
        import os, signal
        from pathlib import Path
        from graph.case import open_case
        from graph.evidence.writing import Change
        from ingest.matching.match import match
        die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        progress = None
        if {where!r} == "comparing":
            progress = lambda done, total: done > total / 2 and die()
        else:
            decide = Change.decide
            Change.decide = lambda self, many: (decide(self, many), die())
        with open_case(Path({str(folder)!r}), key_file=Path({str(key)!r})) as case:
            match(case, again=True, on_progress=progress)
    """)
    ended = subprocess.run(
        [sys.executable, "-c", killed], check=False, env={**os.environ, "PYTHONPATH": str(Path.cwd())}
    )
    assert ended.returncode == -signal.SIGKILL
    with open_case(folder, key_file=key) as case:
        assert case.evidence.revision() == nothing
        match(case)
        assert standing(case) == expected


def test_records_of_a_withdrawn_load_sleep_with_their_verdicts() -> None:
    with a_case() as case:
        rows = pool()
        theirs = [row for row in rows if row.key in ("q0", "i0")]
        enter(case, [row for row in rows if row not in theirs])
        with case.evidence.writing(ANALYST, load=LoadInfo(dataset="second")) as change:
            change.add(theirs)
        match(case)
        before = standing(case)
        (load,) = case.evidence.loads()
        case.evidence.undo_load(load.id, ANALYST)
        assert standing(case) < before
        done = match(case)
        assert (done.applied, done.withdrawn) == (0, 0)
