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
from dashboard.pages.review import clustering
from dashboard.pages.review.acting import Answer, Asking
from dashboard.pages.review.changing import consequence
from dashboard.pages.review.clustering import settle
from dashboard.pages.review.state import Sittings, filter_in, sitting_in, sitting_out, tick_in
from dashboard.wording import LANGUAGES, Words
from graph.case import create_case
from graph.contradictions import CODES
from graph.deciding import ask_for_two_people
from graph.errors import DossierError
from graph.evidence import Actor, Draft, LoadInfo, NewDecision
from graph.model.levels import Level
from graph.settings import Settings
from graph.supposing import suppose
from ingest.reviewing import PEOPLE, REFUSED, WHOSE, Filter, Queue
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
        state, pair, progress, _, kinds, loads, *_ = self.asking.drawn(Answer(now=now), words, 0, options=True)
        return state, text(pair), text(progress), kinds, loads


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
    assert sitting_in(told).chosen.who in WHOSE
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
    assert '"1 of 1"' in progress
    assert [one["value"] for one in kinds] == ["", "person"] and "people.xlsx" in loads[1]["label"]


def test_what_the_browser_keeps_names_nobody(seat: Seat) -> None:
    state, *_ = seat.drawn(seat.asking.act(seat.opened(), {"do": "different", "why": "another man"}).now)
    assert not any(word in text(state) for word in (*NAMES, "another man", "people.xlsx"))


def test_an_empty_queue_says_what_to_do(seat: Seat) -> None:
    now = seat.asking.act(seat.opened(), {"do": "different"}).now
    _, pair, progress, *_ = seat.drawn(now)
    assert '"data-review": "match"' in pair and EN("review.empty") in pair
    assert '"none waiting · 1 done in this sitting"' in progress
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


def test_the_open_pairs_of_one_are_opened_by_its_code_and_by_a_key(seat: Seat) -> None:
    seat.load(b.person("c", names="Mohamed Hasan"))
    seat.unsure("b", "c")
    answer = seat.asking.open(Sitting(), [seat.code("c")])
    assert set(answer.now.pair or ()) == {seat.thread["b"], seat.thread["c"]}
    state, pair, progress, *_ = seat.drawn(answer.now)
    assert state["of"] == seat.thread["c"] and "only pairs of" in progress and "1 of 1" in progress
    assert "its 2 open pairs" in pair
    side = ("only_left", "only_right")[(answer.now.pair or ()).index(seat.thread["b"])]
    of_b = seat.asking.act(answer.now, {"do": side}).now
    assert of_b.chosen.of == seat.thread["b"] and " of 2" in seat.drawn(of_b)[2]
    assert seat.asking.act(of_b, {"do": "everybody"}).now.chosen.of == ""
    assert seat.asking.open(Sitting(), ["P-0000000"]).told == "no_such_one"


def test_a_merge_that_waits_says_for_whom(seat: Seat) -> None:
    ask_for_two_people(seat.desk.case, on=True, actor=ANN, why="")
    now = seat.opened()
    assert EN("review.two_people") in seat.drawn(now)[1]
    with seat.desk.case.evidence.writing(ANN) as change:
        change.decide([NewDecision(type="identity", left=seat.thread["a"], right=seat.thread["b"], verdict="same")])
    second = seat.opened()
    assert EN("review.waits_for_you", by="ann") in seat.drawn(second)[1]
    mine = seat.asking.act(second, {"do": "undo"})
    assert mine.told == "nothing_to_undo"
    done = seat.asking.act(second, {"do": "same"}).now
    assert done.pair is None
    taken = seat.asking.act(done, {"do": "undo"}).now
    assert set(taken.pair or ()) == {seat.thread["a"], seat.thread["b"]}


def test_a_union_that_is_refused_is_listed_and_says_because_of_which_pair(seat: Seat) -> None:
    seat.load(b.person("c"))
    for left, right, verdict in (("a", "b", "same"), ("b", "c", "same"), ("a", "c", "different")):
        made = NewDecision(type="identity", left=seat.thread[left], right=seat.thread[right], verdict=verdict)
        with seat.desk.case.evidence.writing(ANN) as change:
            change.decide([made])
    seat.asking.count_refused()
    found = seat.asking.choose(Sitting(), REFUSED, "", "").now
    _, pair, *_ = seat.drawn(found)
    assert EN("review.has_no_effect") in pair
    assert (
        f"/en/review/{seat.code('a')}/{seat.code('c')}" in pair
        or f"/en/review/{seat.code('c')}/{seat.code('a')}" in pair
    )
    by_address = seat.asking.open(
        Sitting(), [seat.code(key) for key in "abc" if seat.thread[key] in (found.pair or ())]
    )
    assert EN("review.has_no_effect") in seat.drawn(by_address.now)[1]


def test_each_window_has_a_sitting_and_of_very_many_the_oldest_is_forgotten() -> None:
    kept = Sittings()
    first, second = Sitting(count=1), Sitting(count=2)
    kept.keep("w1", first)
    kept.keep("w2", second)
    assert (kept.of("w1"), kept.of("w2"), kept.of("w3")) == (first, second, None)
    for told in (None, 7, "", "no window", {"w": 1}, "w" * 99):
        kept.keep(told, first)
        assert kept.of(told) is None
    for number in range(200):
        kept.keep(f"more{number}", first)
    assert kept.of("w1") is None and kept.of("more199") == first


# --- a whole cluster


@pytest.fixture
def merged(seat: Seat) -> Seat:
    """Three records of one man, and a fourth at the edge."""
    seat.load(b.person("c", names="Mohamed H."), b.person("d", names="M. al-Shami"))
    for left, right, verdict, score in (("a", "b", "same", 0.97), ("b", "c", "same", 0.9), ("c", "d", "unsure", 0.7)):
        made = NewDecision(
            type="identity", left=seat.thread[left], right=seat.thread[right], verdict=verdict, score=score
        )
        with seat.desk.case.evidence.writing(MACHINE) as change:
            change.decide([made])
    seat.desk.case.refresh()
    return seat


def settled(seat: Seat, *parts: str, do: str = "settle", before: list[list[str]] | None = None) -> Any:
    """What the page does when records, by key, are laid out so."""
    lanes = [[seat.thread[key] for key in part] for part in parts]
    sides = {**dict(zip(("first", "second"), lanes, strict=False)), "moved": True}
    return settle(seat.desk, {"do": do, "why": "two ages"}, sides, before or [], EN)


def clusters(seat: Seat) -> set[str]:
    """The persons of the graph, each as the keys of its records."""
    key = {thread: key for key, thread in seat.thread.items()}
    rows = seat.desk.reader().rows("MATCH (p:Person) RETURN p.records AS records")
    return {"".join(sorted(key[one] for one in row["records"])) for row in rows} - {"sealed"}


def test_a_cluster_shows_its_records_its_links_and_where_it_is_weakest(merged: Seat) -> None:
    shown = text(cluster_drawing_of(merged))
    for name in (*NAMES, "Mohamed H.", "M. al-Shami"):
        assert name in shown
    assert '"data-apart": "' + merged.thread["c"] + '"' in shown
    assert shown.count('"data-side": "first"') == 3 and shown.count('"data-side": "out"') == 1
    assert EN("review.weakest") in shown and "0.90" in shown


def cluster_drawing_of(seat: Seat) -> Any:
    """The cluster of the first record."""
    return clustering.drawn(seat.desk, {"code": seat.code("a")}, EN)


@pytest.mark.parametrize("parts", [("ab", "c"), ("a", "bc"), ("ac", "b"), ("a", "bcd"), ("abcd",), ("abd", "c")])
def test_settling_gives_exactly_the_partition_that_is_shown_and_undo_what_was(
    merged: Seat, parts: tuple[str, ...]
) -> None:
    before = clusters(merged)
    assert before == {"abc", "d"}
    done, notice = settled(merged, *parts)
    assert notice["kind"] == "done"
    assert clusters(merged) == {*parts} | ({"d"} if "d" not in "".join(parts) else set())
    done, _ = settled(merged, do="undo", before=done)
    assert done == [] and clusters(merged) == before


def test_what_settling_would_change_is_said_before(merged: Seat) -> None:
    parts = [[merged.thread["a"], merged.thread["b"]], [merged.thread["c"]]]
    said = text(clustering.would_change(merged.desk, parts, EN))
    assert EN("review.would_be", n=2) in said


@pytest.mark.parametrize(
    "sides", [None, {}, {"first": ["nobody"], "moved": True}, {"first": [], "second": [], "moved": True}, {"first": 7}]
)
def test_a_forged_layout_writes_nothing(merged: Seat, sides: Any) -> None:
    before = merged.decided()
    try:
        _, notice = settle(merged.desk, {"do": "settle"}, sides, [], EN)
    except DossierError:
        pass
    else:
        assert notice["kind"] == "problem"
    assert merged.decided() == before


def test_a_record_that_is_not_there_has_no_cluster(seat: Seat) -> None:
    for ask in (None, {}, {"code": 7}, {"code": "P-0000000"}):
        assert EN("review.told_no_such_one") in text(clustering.drawn(seat.desk, ask, EN))


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
    for who in WHOSE:
        assert words(f"review.who_{who}")
    reasons = (
        "same near differ overlap apart far shared none_shared one_side numbers one_document related"
    ).split()  # fmt: skip
    for reason in reasons:
        assert words(f"review.reason_{reason}")
