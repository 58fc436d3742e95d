"""Whoever settles who is who sees the pairs worth most first, both records beside each other, and loses no verdict."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.case import Case, create_case
from graph.deciding import ask_for_two_people, judge
from graph.evidence import Actor, Draft, LoadInfo, NewDecision
from graph.model.levels import Level
from ingest.reviewing import MATCHER, PEOPLE, REFUSED, SECOND, Filter, Queue, openness, place, together
from ingest.reviewing_acts import Judging, Sitting
from ingest.reviewing_lines import Line
from ingest.reviewing_pair import Compared, compare
from tests import builders as b

SARA, OMAR = Actor(name="sara"), Actor(name="omar")
MACHINE = Actor(name="matcher", kind="matcher", version="1")


class Review:
    """A case with its queue."""

    def __init__(self, case: Case) -> None:
        self.case, self.queue = case, Queue(case)
        self.thread: dict[str, str] = {}

    def load(self, *rows: Draft, file: str = "people.xlsx") -> str:
        with self.case.evidence.writing(SARA, load=LoadInfo(dataset="table", file=file)) as change:
            added = change.add(rows)
        self.thread.update((row.key, thread) for row, thread in zip(rows, added.threads, strict=True))
        return self.case.evidence.loads()[-1].id

    def verdict(
        self, left: str, right: str, verdict: str = "unsure", score: float | None = 0.8, actor: Actor = MACHINE
    ) -> str:
        made = NewDecision(
            type="identity", left=self.thread[left], right=self.thread[right], verdict=verdict, score=score
        )
        with self.case.evidence.writing(actor) as change:
            return change.decide([made])[0]

    def pair(self, left: str, right: str) -> tuple[str, str]:
        first, second = sorted((self.thread[left], self.thread[right]))
        return first, second

    def waiting(self, chosen: Filter | None = None, clearance: int = 3) -> list[tuple[str, str]]:
        return [one.pair for one in self.queue.waiting(clearance, chosen or Filter())]

    def by(self, actor: Actor = SARA) -> Judging:
        return Judging(self.case, self.queue, actor, 3)

    def compared(self, left: str, right: str, language: str = "en") -> Compared:
        found = compare(self.case.reader(), self.thread[left], self.thread[right], language=language)
        assert found is not None
        return found


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """Two reports of two sources, and nobody in them yet."""
    with create_case(tmp_path / "case", title="Case", key_file=tmp_path / "key") as made:
        found = Review(made)
        found.load(
            b.source(),
            b.document(title="A report"),
            b.source("press", name="Press"),
            b.document("article", source="press", title="مقال"),
        )
        yield found


def people(*keys: str) -> list[Draft]:
    """Some people, by turns in the report and in the article."""
    return [b.person(key, document=("report", "article")[number % 2]) for number, key in enumerate(keys)]


def line(found: Compared, field: str, kind: str = "") -> Line:
    """The one line on a field."""
    (one,) = [each for each in found.lines if each.field == field and kind in ("", each.kind)]
    return one


# --- the queue


def test_what_is_open_and_much_hangs_on_comes_first(review: Review) -> None:
    review.load(*people("a", "b", "c", "d", "e", "f"), b.unit("north"))
    review.load(*(b.posting(f"p{number}", person="c", unit="north") for number in range(5)))
    review.verdict("a", "b", score=0.8)
    review.verdict("c", "d", score=0.8)
    review.verdict("e", "f", score=0.99)
    assert review.waiting() == [review.pair("c", "d"), review.pair("a", "b"), review.pair("e", "f")]


def test_a_pair_is_most_open_between_half_and_nine_tenths() -> None:
    assert openness(0.5) == openness(0.7) == openness(0.9) == openness(None) == 1.0
    assert openness(0.2) < openness(0.4) < 1.0 and openness(1.0) < openness(0.95) < 1.0


def test_a_persons_unsure_is_an_answer_and_has_a_filter_of_its_own(review: Review) -> None:
    review.load(*people("a", "b", "c", "d"))
    review.verdict("a", "b")
    review.verdict("c", "d", actor=OMAR, score=None)
    assert review.waiting() == [review.pair("a", "b")]
    assert review.waiting(Filter(who=PEOPLE)) == [review.pair("c", "d")]


def test_pairs_are_chosen_by_kind_and_by_load(review: Review) -> None:
    review.load(*people("a", "b"))
    second = review.load(b.unit("north"), b.unit("nord", document="article"), file="units.xlsx")
    review.verdict("a", "b")
    review.verdict("north", "nord")
    assert review.waiting(Filter(kind="unit")) == review.waiting(Filter(load=second)) == [review.pair("north", "nord")]
    assert len(review.waiting()) == 2 and review.waiting(Filter(who=MATCHER, kind="group")) == []


def test_one_persons_open_pairs_are_those_of_all_records_that_are_this_person(review: Review) -> None:
    review.load(*people("a", "b", "c", "d", "e", "f"))
    review.verdict("a", "b", "same", score=0.99)
    for pair in (("b", "c"), ("a", "d"), ("e", "f")):
        review.verdict(*pair)
    chosen = Filter(of=review.thread["a"])
    assert set(review.waiting(chosen)) == {review.pair("b", "c"), review.pair("a", "d")}
    now = review.by().choose(Sitting(), chosen)
    now, _ = review.by().verdict(now, "different")
    now, _ = review.by().verdict(now, "different")
    assert now.pair is None and review.waiting() == [review.pair("e", "f")]


def test_contradictory_verdicts_are_all_recorded_and_the_refused_union_is_listed_with_its_reason(
    review: Review,
) -> None:
    review.load(*people("a", "b", "c"))
    review.verdict("a", "b", "same", actor=SARA, score=None)
    review.verdict("b", "c", "same", actor=OMAR, score=None)
    review.verdict("a", "c", "different", actor=SARA, score=None)
    assert review.waiting() == []
    (found,) = review.queue.waiting(3, Filter(who=REFUSED))
    codes = review.case.evidence.codes(review.thread.values())
    assert found.pair == max(review.pair("a", "b"), review.pair("b", "c"))
    assert set(found.because) == {codes[review.thread["a"]], codes[review.thread["c"]]}
    assert {one.verdict for one in review.case.reader().pair_verdicts()} == {"same", "different"}
    review.verdict("a", "c", "same", actor=SARA, score=None)
    assert review.queue.waiting(3, Filter(who=REFUSED)) == []


# --- a second person


def test_where_the_case_asks_for_two_a_merge_waits_in_the_queue_of_everybody_else(review: Review) -> None:
    review.load(*people("a", "b", "c", "d"))
    review.verdict("a", "b")
    review.verdict("c", "d", score=0.99)
    ask_for_two_people(review.case, on=True, actor=SARA, why="")
    sara, omar = review.by(SARA), review.by(OMAR)
    now, told = sara.verdict(sara.opened(Sitting(), None), "same")
    assert told == "" and now.pair == review.pair("c", "d")
    assert review.queue.waiting(3, Filter(), me="sara")[0].pair == review.pair("c", "d")
    (waits,) = review.queue.waiting(3, Filter(who=SECOND), me="sara")
    assert (waits.pair, waits.waits) == (review.pair("a", "b"), "sara")
    now, _ = omar.verdict(omar.opened(Sitting(), None), "same")
    assert now.done[0].pair == review.pair("a", "b")
    assert review.queue.waiting(3, Filter(who=SECOND)) == []
    assert {one.verdict for one in review.case.reader().pair_verdicts([review.thread["a"]])} == {"same"}
    now, _ = omar.undo(now)
    assert [one.waits for one in review.queue.waiting(3, Filter(who=SECOND))] == ["sara"]


def test_nobody_is_a_second_person_for_themselves(review: Review) -> None:
    review.load(*people("a", "b"))
    review.verdict("a", "b")
    ask_for_two_people(review.case, on=True, actor=SARA, why="")
    sara = review.by(SARA)
    now, _ = sara.verdict(sara.opened(Sitting(), None), "same")
    revision = review.case.evidence.revision()
    now, told = sara.verdict(sara.opened(now, review.pair("a", "b")), "same")
    assert told == "said_already" and review.case.evidence.revision() == revision
    now, told = sara.verdict(now, "different")
    assert told == "" and review.queue.waiting(3, Filter(who=SECOND)) == []


def test_the_queue_follows_what_changed_without_being_read_anew(review: Review) -> None:
    review.load(*people("a", "b", "c", "d"))
    review.verdict("a", "b")
    assert review.waiting() == [review.pair("a", "b")]
    review.verdict("c", "d")
    assert sorted(review.waiting()) == sorted([review.pair("a", "b"), review.pair("c", "d")])
    mine = review.verdict("a", "b", "different", actor=OMAR, score=None)
    assert review.waiting() == [review.pair("c", "d")]
    with review.case.evidence.writing(OMAR) as change:
        change.decide([NewDecision(type="withdraw_decision", left=mine)])
    assert sorted(review.waiting()) == sorted(Review.waiting(_fresh(review)))
    assert len(review.waiting()) == 2


def _fresh(review: Review) -> Review:
    again = Review(review.case)
    again.thread = review.thread
    return again


def test_pairs_of_a_load_that_was_taken_back_do_not_wait(review: Review) -> None:
    review.load(*people("a", "b"))
    load = review.load(*people("c", "d"))
    review.verdict("a", "b")
    review.verdict("a", "c")
    assert len(review.waiting()) == 2
    review.case.evidence.undo_load(load, SARA)
    assert review.waiting() == [review.pair("a", "b")]


def test_a_clearance_waits_for_nothing_that_it_does_not_see(review: Review) -> None:
    review.load(b.person("a", level="public"), b.person("b", level="sealed"))
    review.verdict("a", "b")
    assert review.waiting(clearance=3) and not review.waiting(clearance=2)


def test_pairs_that_share_a_record_hang_together(review: Review) -> None:
    review.load(*people("a", "b", "c", "d", "e", "f"))
    for left, right in (("a", "b"), ("b", "c"), ("c", "d"), ("e", "f")):
        review.verdict(left, right)
    found = together(review.queue.all(3), review.pair("a", "b"))
    assert {one.pair for one in found} == {review.pair("b", "c"), review.pair("c", "d")}


# --- a sitting


def three_pairs(review: Review) -> Sitting:
    """Three waiting pairs, the first on the screen."""
    review.load(*people("a", "b", "c", "d", "e", "f"))
    for (left, right), score in zip((("a", "b"), ("c", "d"), ("e", "f")), (0.8, 0.95, 0.99), strict=True):
        review.verdict(left, right, score=score)
    return review.by().opened(Sitting(), None)


def test_a_verdict_is_written_and_the_next_pair_comes(review: Review) -> None:
    now = three_pairs(review)
    assert now.pair == review.pair("a", "b")
    now, told = review.by().verdict(now, "same", "  one wound, one scar ")
    assert (now.pair, told, now.count) == (review.pair("c", "d"), "", 1)
    (mine,) = [one for one in review.case.reader().decisions_on([review.thread["a"]]) if one.actor == "person"]
    assert (mine.verdict, mine.by, mine.why) == ("same", "sara", "one wound, one scar")
    now, _ = review.by().verdict(now, "different")
    now, _ = review.by().verdict(now, "unsure")
    assert (now.pair, now.count) == (None, 3)
    assert review.waiting() == [] and review.waiting(Filter(who=PEOPLE)) == [review.pair("e", "f")]


def test_the_graph_follows_a_verdict_and_its_undoing(review: Review) -> None:
    now = three_pairs(review)
    now, _ = review.by().verdict(now, "same")
    assert review.case.store.count()["Person"] == 5
    now, _ = review.by().undo(now)
    assert review.case.store.count()["Person"] == 6
    assert (now.pair, now.count) == (review.pair("a", "b"), 0)
    assert review.by().undo(now)[1] == "nothing_to_undo"


def test_what_is_put_off_comes_last(review: Review) -> None:
    now = review.by().put_off(three_pairs(review))
    assert now.pair == review.pair("c", "d")
    now = review.by().put_off(now)
    assert now.pair == review.pair("e", "f")
    now, _ = review.by().verdict(now, "different")
    assert now.pair == review.pair("a", "b")
    waiting = review.queue.waiting(3, now.chosen, now.later)
    assert [one.pair for one in waiting] == [review.pair("a", "b"), review.pair("c", "d")]
    assert place(waiting, now.pair).number == 1


def test_going_on_and_back_judges_nothing(review: Review) -> None:
    now = three_pairs(review)
    judging = review.by()
    seen = [now.pair]
    for by in (1, 1, 1, -1):
        now = judging.step(now, by)
        seen.append(now.pair)
    pairs = review.waiting()
    assert seen == [pairs[0], pairs[1], pairs[2], pairs[2], pairs[1]] and len(pairs) == 3


def test_a_pair_that_was_judged_in_another_window_is_not_judged_again(review: Review) -> None:
    now = three_pairs(review)
    review.verdict("a", "b", "different", actor=OMAR, score=None)
    again, told = review.by().verdict(now, "same")
    assert (told, again.pair, again.count) == ("meanwhile", now.pair, 0)
    assert [one.verdict for one in review.case.reader().pair_verdicts([review.thread["a"]])] == ["different"]
    known, told = review.by().verdict(again, "same")  # having seen it, one may disagree
    assert (told, known.count) == ("", 1)


def test_two_who_judge_at_the_same_moment_are_told_and_the_later_one_counts(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = three_pairs(review)

    def after_omar(*given: Any, **more: Any) -> list[str]:
        review.verdict("a", "b", "different", actor=OMAR, score=None)  # between the look and the verdict
        return judge(*given, **more)

    monkeypatch.setattr("ingest.reviewing_acts.judge", after_omar)
    later, told = review.by().verdict(now, "same")
    assert (told, later.count) == ("both", 1)
    assert [one.verdict for one in review.case.reader().pair_verdicts([review.thread["a"]])] == ["same"]

    def elsewhere(*given: Any, **more: Any) -> list[str]:
        review.verdict("e", "f", "different", actor=OMAR, score=None)
        return judge(*given, **more)

    monkeypatch.setattr("ingest.reviewing_acts.judge", elsewhere)
    assert review.by().verdict(later, "same")[1] == ""


def test_a_pair_whose_load_was_taken_back_is_passed_over(review: Review) -> None:
    review.load(*people("a", "b"))
    load = review.load(*people("c", "d"))
    review.verdict("a", "b", score=0.95)
    review.verdict("c", "d", score=0.8)
    now = review.by().opened(Sitting(), None)
    assert now.pair == review.pair("c", "d")
    review.case.evidence.undo_load(load, SARA)
    now, told = review.by().verdict(now, "same")
    assert (told, now.pair, now.count) == ("gone", review.pair("a", "b"), 0)


def test_another_filter_keeps_the_pair_where_it_is_among_the_chosen(review: Review) -> None:
    now = review.by().step(three_pairs(review), 1)
    assert review.by().choose(now, Filter(kind="person")).pair == now.pair
    assert review.by().choose(now, Filter(kind="unit")).pair is None


# --- two records beside each other


def test_names_are_compared_part_by_part_in_both_scripts(review: Review) -> None:
    review.load(
        b.person("a", names="ناصر (kunya) | محمد حسن الشامي (full)"),
        b.person("b", names="Mohammed Hassan al-Shami", document="article"),
    )
    found = review.compared("a", "b")
    assert (found.tokens[0].left, found.tokens[0].reason) == ("محمد", "same_sounds")
    assert len(found.tokens) == 3 and found.name_score is not None and found.name_score > 0.9
    assert [name.compared for name in found.left.names] == [True, False]
    assert found.left.names[0].words == "محمد حسن الشامي"


def test_a_part_of_a_name_that_has_another_in_its_place_is_said_to_speak_against(review: Review) -> None:
    review.load(b.person("a", names="Karim ibn Salim al-Wahmi"), b.person("b", names="Karim ibn Qutayba al-Wahmi"))
    review.load(b.person("c", names="كريم بن سليم الوهمي"))
    assert review.compared("a", "b").names_contradict
    assert not review.compared("a", "c").names_contradict


def test_what_speaks_against_comes_before_what_speaks_for(review: Review) -> None:
    review.load(
        b.location("town"),
        b.person("a", sex="female", born="1970", town="town", father="علي"),
        b.person("b", sex="male", born="1985", town="town", father="Yusuf", document="article"),
    )
    found = review.compared("a", "b")
    assert {each.field for each in found.weighing("against")} == {"sex", "born", "father"}
    assert {each.field for each in found.weighing("for")} == {"town"}
    weighs = [each.weighs for each in found.lines]
    assert weighs == sorted(weighs, key=["against", "for", "open"].index)


@pytest.mark.parametrize(("father", "weighs"), [("علي", "for"), ("Ali", "for"), ("Yusuf", "against")])
def test_fathers_names_are_compared_as_names(review: Review, father: str, weighs: str) -> None:
    review.load(b.person("a", father="Ali"), b.person("b", father=father, document="article"))
    assert line(review.compared("a", "b"), "father").weighs == weighs


@pytest.mark.parametrize(("born", "weighs"), [("1980", "for"), ("1984", "open"), ("1986", "against")])
def test_years_of_birth_more_than_five_apart_speak_against(review: Review, born: str, weighs: str) -> None:
    review.load(b.person("a", born="1980"), b.person("b", born=born, document="article"))
    assert line(review.compared("a", "b"), "born").weighs == weighs


def test_one_document_that_lists_both_speaks_against(review: Review) -> None:
    review.load(b.person("a", locator="p. 1"), b.person("b", locator="p. 2"))
    one = line(review.compared("a", "b"), "document")
    assert (one.weighs, one.reason) == ("against", "one_document")
    assert (one.left[0].more, one.right[0].more) == ("p. 1", "p. 2")


def test_so_does_a_record_that_calls_them_relatives(review: Review) -> None:
    review.load(*people("a", "b"), b.draft("relation", "kin", a="person:a", b="person:b", kind="sibling"))
    assert {each.reason for each in review.compared("a", "b").weighing("against")} == {"related"}


def test_a_shared_unit_or_incident_speaks_for(review: Review) -> None:
    review.load(
        *people("a", "b"),
        b.unit("north", names="Northern Battalion"),
        b.incident("shot"),
        b.posting("p", person="a", unit="north", role="emir", since="2014"),
        b.posting("q", person="b", unit="north", document="article"),
        b.victim("v", who="person:a", incident="shot"),
    )
    found = review.compared("a", "b")
    unit = line(found, "unit")
    assert (unit.weighs, unit.reason, unit.left[0].text) == ("for", "shared", "Northern Battalion")
    assert "emir" in unit.left[0].more.lower() and "2014" in unit.left[0].more
    assert line(found, "incident").reason == "one_side"


def test_two_records_of_one_unit_are_one_unit(review: Review) -> None:
    review.load(
        *people("a", "b"),
        b.unit("north"),
        b.unit("nord", document="article"),
        b.posting("p", person="a", unit="north"),
        b.posting("q", person="b", unit="nord"),
    )
    assert line(review.compared("a", "b"), "unit").reason == "none_shared"
    review.verdict("north", "nord", "same", actor=SARA)
    assert line(review.compared("a", "b"), "unit").reason == "shared"


def test_units_with_other_numbers_are_told_apart(review: Review) -> None:
    review.load(b.unit("third", names="3rd Battalion"), b.unit("fourth", names="الكتيبة ٤", document="article"))
    assert [each.reason for each in review.compared("third", "fourth").weighing("against")] == ["numbers"]


def test_places_far_apart_are_told_apart(review: Review) -> None:
    review.load(b.location("a", lat=35.0, lon=38.0), b.location("b", lat=36.0, lon=38.0, document="article"))
    assert line(review.compared("a", "b"), "lat").reason == "far"


def test_incidents_on_other_days_in_other_places_are_told_apart(review: Review) -> None:
    review.load(
        b.location("here"),
        b.location("there"),
        b.incident("one", date="2015-03", place="here", methods="stoning"),
        b.incident("two", date="2015-04", place="there", methods="stoning|shooting", document="article"),
    )
    found = review.compared("one", "two")
    assert {each.field for each in found.weighing("against")} == {"date", "place"}
    assert {each.field for each in found.weighing("for")} == {"class", "methods"}


def test_each_side_says_where_it_is_said_and_in_which_words(review: Review) -> None:
    review.load(b.person("a", locator="p. 4", quote="قال إنه رآه", translation="He said he saw him"), *people("x", "b"))
    (said,) = review.compared("a", "b").left.said
    assert (said.quote, said.translation, said.locator, said.title) == (
        "قال إنه رآه", "He said he saw him", "p. 4", "A report",
    )  # fmt: skip


def test_values_are_in_the_readers_language(review: Review) -> None:
    review.load(b.person("a", sex="female", born="2001-03"), b.person("b", document="article"))
    assert line(review.compared("a", "b", "ar"), "born").left[0].text == "آذار/مارس 2001"
    assert line(review.compared("a", "b", "ar"), "sex").left[0].text != "female"


def test_nothing_is_compared_that_the_reader_does_not_see(review: Review) -> None:
    review.load(b.person("a", level="public"), b.person("b", level="sealed"), b.unit("north", level="sealed"))
    review.load(b.posting("p", person="a", unit="north", level="sealed"), b.person("c", level="public"))
    below = review.case.reader(Level.CONFIDENTIAL)
    assert compare(below, review.thread["a"], review.thread["b"]) is None
    found = compare(below, review.thread["a"], review.thread["c"])
    assert found is not None and "unit" not in {each.field for each in found.lines}
