"""What the page of Review asks and draws, without a browser: nothing that a browser sends is believed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.app import create_app, desk_of
from dashboard.desk import Desk
from dashboard.pages.review.acting import Answer, Asking
from dashboard.pages.review.changing import consequence
from dashboard.pages.review.state import filter_in, sitting_in, sitting_out, tick_in
from dashboard.wording import LANGUAGES, Words
from graph.case import create_case
from graph.contradictions import CODES
from graph.errors import DossierError
from graph.evidence import Actor, Draft, LoadInfo, NewDecision
from graph.model.levels import Level
from graph.settings import Settings
from graph.supposing import suppose
from ingest.names.parse import Role
from ingest.reviewing import PEOPLE, Filter, Queue
from ingest.reviewing_acts import Done, Sitting
from tests import builders as b
from tests.dashboard.test_canvas import JSON

EN = Words("en")
ANN = Actor(name="ann")
MACHINE = Actor(name="matcher", kind="matcher", version="1")
NAMES = ("محمد حسن الشامي", "Mohammed Hassan al-Shami")


class Seat:
    """Somebody at the page."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.asking = Asking(desk, Queue(desk.case))
        self.thread: dict[str, str] = {}

    def load(self, *rows: Draft) -> None:
        with self.desk.case.evidence.writing(ANN, load=LoadInfo(dataset="table", file="people.xlsx")) as change:
            added = change.add(rows)
        self.thread.update((row.key, thread) for row, thread in zip(rows, added.threads, strict=True))
        self.desk.case.refresh()

    def unsure(self, left: str, right: str) -> None:
        made = NewDecision(
            type="identity", left=self.thread[left], right=self.thread[right], verdict="unsure", score=0.8,
            reasons=("name:0.97", "same_unit"),
        )  # fmt: skip
        with self.desk.case.evidence.writing(MACHINE) as change:
            change.decide([made])

    def code(self, key: str) -> str:
        code: str = self.desk.case.evidence.codes([self.thread[key]])[self.thread[key]]
        return code.replace(" ", "")

    def opened(self) -> Sitting:
        return self.asking.open(Sitting(), []).now

    def decided(self) -> int:
        return len(self.desk.case.evidence.slice().decisions)

    def drawn(self, now: Sitting, words: Words = EN) -> tuple[Any, str, str, list[Any], list[Any]]:
        """State, and what is drawn as text."""
        state, pair, progress, kinds, loads = self.asking.drawn(Answer(now=now), words, 0, options=True)
        return state, text(pair), progress, kinds, loads


def text(drawn: Any) -> str:
    """A component as the browser gets it."""
    return json.dumps(drawn, default=lambda one: one.to_plotly_json(), ensure_ascii=False)


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    """A man in two reports, in two scripts, who waits for a verdict."""
    with create_case(tmp_path / "case", title="Case", key_file=tmp_path / "key") as made:
        found = Seat(desk_of(create_app(made, Settings())))
        found.load(
            b.source(),
            b.document(title="A report"),
            b.source("press", name="Press"),
            b.document("article", source="press", title="مقال"),
            b.unit("north"),
            b.person("a", names=NAMES[0], born="1970", locator="p. 3", quote="كان هناك"),
            b.person("b", names=NAMES[1], born="1985", document="article"),
            b.person("sealed", names="Layla Unseen", level="sealed"),
        )
        found.unsure("a", "b")
        yield found


@given(told=JSON)
def test_whatever_a_browser_kept_becomes_a_sitting(told: Any) -> None:
    now = sitting_in({"pair": told, "done": told, "later": told, "shown": told, "count": told, "kind": told})
    assert now == sitting_in(sitting_out(now, tick_in(told), ""))
    assert sitting_in(told).chosen.who in ("matcher", "people")
    assert filter_in(told, told, told).kind == ""


@given(
    pairs=st.lists(st.tuples(st.just("a" * 20), st.sampled_from(["b" * 20, "c" * 20])), max_size=3),
    who=st.sampled_from(["matcher", "people"]),
)
def test_a_sitting_survives_the_way_through_the_browser(pairs: list[tuple[str, str]], who: str) -> None:
    now = Sitting(
        pair=pairs[0] if pairs else None, shown="d" * 20, chosen=Filter(who=who, kind="person"), later=tuple(pairs),
        done=tuple(Done(pair=pair, decisions=("e",)) for pair in pairs), count=7,
    )  # fmt: skip
    assert sitting_in(json.loads(json.dumps(sitting_out(now, 3, "")))) == now


def test_a_verdict_is_that_of_whoever_sits_there(seat: Seat) -> None:
    answer = seat.asking.act(seat.opened(), {"do": "same", "why": "one scar"})
    (mine,) = [one for one in seat.desk.reader().decisions_on([seat.thread["a"]]) if one.actor == "person"]
    assert (mine.verdict, mine.why, mine.by) == ("same", "one scar", seat.desk.user)
    assert answer.now.pair is None and answer.now.count == 1
    undone = seat.asking.act(answer.now, {"do": "undo"})
    assert set(undone.now.pair or ()) == {seat.thread["a"], seat.thread["b"]}


@pytest.mark.parametrize("pair", [("no", "such"), ("a", "unit"), ("a", "a")])
def test_a_forged_pair_is_never_judged(seat: Seat, pair: tuple[str, str]) -> None:
    threads = tuple(seat.thread.get({"unit": "north"}.get(key, key), key) for key in pair)
    before = seat.decided()
    forged = sitting_in({"pair": list(threads), "shown": ""})
    try:
        answer = seat.asking.act(forged, {"do": "same"})
    except DossierError:
        pass
    else:
        assert answer.told in ("gone", "")
    assert seat.decided() == before


def test_a_forged_undo_takes_back_nothing(seat: Seat) -> None:
    before = seat.decided()
    with pytest.raises(DossierError):
        seat.asking.act(sitting_in({"done": [{"pair": ["x", "y"], "decisions": ["nothing"]}]}), {"do": "undo"})
    assert seat.decided() == before


@pytest.mark.parametrize("ask", [None, "same", {"do": "drop everything"}, {"do": ["same"]}, {}])
def test_what_is_no_act_does_nothing(seat: Seat, ask: Any) -> None:
    before = seat.decided()
    assert seat.asking.act(seat.opened(), ask).now.pair is not None
    assert seat.decided() == before


def test_a_pair_is_opened_by_its_two_codes(seat: Seat) -> None:
    answer = seat.asking.open(Sitting(), [seat.code("b"), seat.code("sealed")])
    assert set(answer.now.pair or ()) == {seat.thread["b"], seat.thread["sealed"]} and not answer.told
    for parts in (["P-0000000", "P-1111111"], [seat.code("a"), seat.code("north")], [seat.code("a"), seat.code("a")]):
        assert seat.asking.open(Sitting(), parts).told == "no_such_pair"


def test_both_names_are_drawn_each_in_its_direction(seat: Seat) -> None:
    _, pair, progress, kinds, loads = seat.drawn(seat.opened())
    for name in NAMES:
        assert f'{{"props": {{"children": "{name}", "className": "compared"}}, "type": "Bdi"' in pair
    assert "born years" not in pair and "exclude each other" in pair and "كان هناك" in pair and "p. 3" in pair
    assert progress == "1 of 1"
    assert [one["value"] for one in kinds] == ["", "person"] and "people.xlsx" in loads[1]["label"]


def test_what_the_browser_keeps_names_nobody(seat: Seat) -> None:
    state, *_ = seat.drawn(seat.asking.act(seat.opened(), {"do": "different", "why": "another man"}).now)
    assert not any(word in text(state) for word in (*NAMES, "another man", "people.xlsx"))


def test_an_empty_queue_says_what_to_do(seat: Seat) -> None:
    now = seat.asking.act(seat.opened(), {"do": "different"}).now
    _, pair, progress, *_ = seat.drawn(now)
    assert '"data-review": "match"' in pair and EN("review.empty") in pair
    assert progress == "none waiting · 1 done in this sitting"
    assert "data-review-who" not in pair
    filtered = seat.asking.choose(now, PEOPLE, "", "").now
    assert EN("review.filtered") in seat.drawn(filtered)[1] and "data-review" not in seat.drawn(filtered)[1]


def test_an_empty_queue_leads_to_the_pairs_of_which_people_were_unsure(seat: Seat) -> None:
    now = seat.asking.act(seat.opened(), {"do": "unsure"}).now
    assert '"data-review-who": "people"' in seat.drawn(now)[1]
    found = seat.asking.choose(now, PEOPLE, "", "").now
    assert set(found.pair or ()) == {seat.thread["a"], seat.thread["b"]}
    assert f"{seat.desk.user} judged: unsure." in seat.drawn(found)[1]


def test_a_change_elsewhere_leaves_the_pair_unless_it_was_judged(seat: Seat) -> None:
    now = seat.opened()
    seat.load(b.person("c"))
    assert seat.asking.look_again(now) == Answer(now=now, redraw=False)
    left, right = now.pair or ("", "")
    with seat.desk.case.evidence.writing(ANN) as change:
        change.decide([NewDecision(type="identity", left=left, right=right, verdict="different")])
    again = seat.asking.look_again(now)
    assert (again.told, again.redraw, again.now.pair) == ("meanwhile", True, now.pair)
    assert "ann judged: different." in seat.drawn(again.now)[1]


def test_what_a_merge_would_change_is_said_in_both_languages(seat: Seat) -> None:
    made = NewDecision(type="identity", left=seat.thread["a"], right=seat.thread["b"], verdict="same")
    found = suppose(seat.desk.case, [made], clearance=Level.SEALED)
    for language in LANGUAGES:
        words = Words(language)
        said = text(consequence(found, {}, words))
        assert words("review.clash_born_differs") in said and words("review.appearing") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words(language: str) -> None:
    words = Words(language)
    for code in CODES:
        assert words(f"review.clash_{code}")
    for role in Role:
        assert words(f"review.role_{role.value}")
    for reason in ("exact", "same_sounds", "close", "missing", "conflict", "other_role"):
        assert words(f"review.token_{reason}")
    reasons = (
        "same near differ overlap apart far shared none_shared one_side numbers one_document related"
    ).split()  # fmt: skip
    for reason in reasons:
        assert words(f"review.reason_{reason}")
