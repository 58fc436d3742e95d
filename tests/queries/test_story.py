"""The history of records as a story: who, when, why, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from graph import deciding
from graph.case import Case, create_case
from graph.evidence import Actor, LoadInfo, NewDecision
from graph.model.levels import Level
from queries.sayings import sayings
from queries.story import Chapter, story
from tests.builders import document, draft, incident, location, person, posting, source, unit, victim

ANN, BOB = Actor(name="ann"), Actor(name="bob")
MATCHER = Actor(name="matcher", kind="matcher", version="1")
MARKS = str.maketrans("", "", "\u2066\u2067\u2069\u2060")


class Days:
    """A clock that a test sets to a day."""

    now = datetime(2026, 5, 3, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def on(self, day: int) -> None:
        """It is that day of May 2026."""
        self.now = datetime(2026, 5, day, 9, tzinfo=UTC)


@pytest.fixture
def days() -> Days:
    """The clock of the case."""
    return Days()


@pytest.fixture
def case(tmp_path: Path, days: Days) -> Iterator[Case]:
    """Two records of invented men from two pages of a report."""
    rows = [
        source(level="public"),
        document(title="A report", level="public"),
        unit("battalion", level="public"),
        person("karim", names="Karim Example", locator="p. 4", level="public"),
        person("kareem", names="Kareem Example", locator="p. 9", level="public"),
        person("hidden", names="Somebody Hidden", level="sealed"),
        posting("post", person="karim", unit="battalion", rank="first", level="public"),
    ]
    with create_case(tmp_path / "case", title="Invented", key_file=tmp_path / "key", clock=days) as made:
        with made.evidence.writing(ANN, load=LoadInfo(dataset="table", file="persons.xlsx")) as change:
            change.add(rows)
        made.refresh()
        yield made


def thread(case: Case, kind: str, key: str) -> str:
    """The thread of a row."""
    return case.evidence.threads_by_key([("table", kind, key)])["table", kind, key]


def told(
    case: Case, *threads: str, language: str = "en", clearance: Level = Level.SEALED, **more: Any
) -> list[Chapter]:
    """The story of some records."""
    reader = case.reader(clearance)
    return list(story(reader, reader.records(threads), language=language, **more))


def plain(text: str) -> str:
    """A sentence without the marks that keep directions apart."""
    return text.translate(MARKS).replace("\u00a0", " ")


def test_a_life_of_a_record_is_told_in_order(case: Case, days: Days) -> None:
    karim, kareem = thread(case, "person", "karim"), thread(case, "person", "kareem")
    codes = case.evidence.codes([karim, kareem])
    report = case.evidence.codes([thread(case, "document", "report")]).popitem()[1]
    days.on(5)
    with case.evidence.writing(MATCHER) as change:
        change.decide([NewDecision(type="identity", left=karim, right=kareem, verdict="same", score=0.94,
                                   reasons=("name:0.97", "token:same_sounds", "same_unit"))])  # fmt: skip
    days.on(7)
    deciding.set_status(case, [karim], "confirmed", actor=BOB, why="two witnesses")
    chapters = told(case, karim)
    reasons = "names 0.97 alike, parts of the name sound the same, the same unit"
    assert [plain(one.text) for one in chapters] == [
        f"On 3 May 2026 ann entered {codes[karim]} from {report} p. 4.",
        f"On 5 May 2026 the matcher joined {codes[karim]} with {codes[kareem]}, 0.94: {reasons}.",
        f"On 7 May 2026 bob confirmed {codes[karim]}.",
    ]
    assert [one.why for one in chapters] == ["", "", "two witnesses"]
    assert [one.other for one in chapters] == ["", codes[kareem], ""]


def test_the_file_of_a_load_is_named_where_it_is_known(case: Case) -> None:
    karim = thread(case, "person", "karim")
    (load,) = case.evidence.loads()
    (chapter,) = told(case, karim, files={load.id: load.file})
    assert "ann loaded" in plain(chapter.text) and "persons.xlsx" in chapter.text


def test_a_correction_names_the_fields_and_the_reason(case: Case, days: Days) -> None:
    post = thread(case, "posting", "post")
    days.on(9)
    deciding.correct(case, post, {"rank": "captain"}, actor=BOB, why="the order says so", expects=1)
    last = told(case, post)[-1]
    assert plain(last.text).lower() == "on 9 may 2026 bob corrected rank of this record."
    assert last.why == "the order says so"


def test_what_was_taken_back_says_by_whom_and_why(case: Case, days: Days) -> None:
    karim = thread(case, "person", "karim")
    made = deciding.set_status(case, [karim], "disputed", actor=ANN, why="another man")
    days.on(8)
    deciding.take_back(case, made, actor=BOB, why="wrong row")
    last = told(case, karim)[-1]
    assert plain(last.taken_back) == "On 8 May 2026 bob took this back: wrong row"
    deciding.take_back(case, [one.id for one in _withdrawals(case)], actor=BOB)
    assert told(case, karim)[-1].taken_back == ""


def _withdrawals(case: Case) -> list[Any]:
    return [one for one in case.evidence.slice().decisions if one.type == "withdraw_decision"]


def test_a_load_that_was_taken_back_is_said_so(case: Case) -> None:
    karim = thread(case, "person", "karim")
    with case.evidence.writing(ANN, load=LoadInfo(dataset="table", file="again.xlsx")) as change:
        change.add([person("karim", names="Karim The Second", level="public")])
    again = case.evidence.loads()[-1].id
    case.evidence.undo_load(again, BOB)
    assert [one.taken_back for one in told(case, karim)] == [""], "a version that no longer counts is not shown"


def test_what_a_reader_may_not_know_is_not_in_the_story(case: Case) -> None:
    karim, hidden = thread(case, "person", "karim"), thread(case, "person", "hidden")
    deciding.judge(case, karim, hidden, "same", actor=ANN, why="a sealed reason")
    assert len(told(case, karim)) == 2
    assert len(told(case, karim, clearance=Level.PUBLIC)) == 1


def test_a_merge_that_waits_for_a_second_person_says_so_until_somebody_agrees(case: Case, days: Days) -> None:
    karim, kareem = thread(case, "person", "karim"), thread(case, "person", "kareem")
    deciding.ask_for_two_people(case, on=True, actor=ANN, why="")
    days.on(8)
    deciding.judge(case, karim, kareem, "same", actor=ANN, why="one scar")
    last = told(case, karim)[-1]
    assert (last.without_effect, last.why) == ("It counts once a second person has said the same.", "one scar")
    assert "شخص ثانٍ" in told(case, karim, language="ar")[-1].without_effect
    days.on(9)
    deciding.judge(case, karim, kareem, "same", actor=BOB, why="")
    assert [one.without_effect for one in told(case, karim)] == ["", "", ""]


def test_a_verdict_that_another_one_keeps_from_taking_effect_says_which(case: Case) -> None:
    with case.evidence.writing(ANN) as change:
        change.add([person("third", names="Karim Third", level="public")])
    karim, kareem, third = (thread(case, "person", key) for key in ("karim", "kareem", "third"))
    codes = case.evidence.codes([karim, kareem, third])
    deciding.judge(case, karim, kareem, "same", actor=ANN, why="")
    deciding.judge(case, kareem, third, "same", actor=ANN, why="")
    deciding.judge(case, karim, third, "different", actor=BOB, why="")
    idle = {plain(one.without_effect) for key in (karim, kareem, third) for one in told(case, key)} - {""}
    ends = sorted([(karim, codes[karim]), (third, codes[third])])
    assert idle == {f"It has no effect, because {ends[0][1]} and {ends[1][1]} were judged different."}


def test_the_story_is_told_in_arabic(case: Case, days: Days) -> None:
    karim = thread(case, "person", "karim")
    days.on(7)
    deciding.set_status(case, [karim], "confirmed", actor=BOB, why="شاهدان")
    first, second = told(case, karim, language="ar")
    assert "في 3 أيار/مايو 2026 أُدخل" in plain(first.text)
    assert plain(second.text).endswith("بواسطة bob.")
    assert "0001" not in first.text + second.text


def test_every_decision_and_verdict_has_a_sentence_in_both_languages(case: Case) -> None:
    karim, kareem, report = (
        thread(case, "person", "karim"), thread(case, "person", "kareem"), thread(case, "document", "report"),
    )  # fmt: skip
    for verdict in deciding.VERDICTS:
        deciding.judge(case, karim, kareem, verdict, actor=ANN, why="x")
    for status in ("unvetted", "vetted", "confirmed", "disputed", "retracted"):
        deciding.set_status(case, [karim], status, actor=ANN, why="x")
    deciding.grade(case, karim, source="B", information="2", actor=ANN, why="x")
    with case.evidence.writing(ANN) as change:
        change.decide([NewDecision(type="level", left=karim, verdict="restricted"),
                       NewDecision(type="protect", left=karim), NewDecision(type="unprotect", left=karim),
                       NewDecision(type="translation_checked", left=report),
                       NewDecision(type="consent_checked", left=karim)])  # fmt: skip
    for language in ("en", "ar"):
        chapters = [*told(case, karim, language=language), *told(case, report, language=language)]
        assert len(chapters) >= 14
        other = "decided on" if language == "en" else "اتُّخذ قرار"
        assert not any("{" in one.text or other in one.text for one in chapters)


def test_a_record_in_one_sentence(case: Case) -> None:
    with case.evidence.writing(ANN) as change:
        change.add([location("town", names="Invented Town"),
                    incident("shot", place="town", date="March 2015", methods="shooting"),
                    victim("v", who="person:karim", incident="shot", act="killing", outcome="killed"),
                    draft("held", "h", who="person:karim", holder="unit:battalion", since="2014-05"),
                    draft("accusation", "a", about="person:karim", charge="spying", by="unit:battalion")])  # fmt: skip
    case.refresh()
    reader = case.reader()
    views = reader.records([thread(case, kind, key) for kind, key in
                            (("incident", "shot"), ("victim", "v"), ("held", "h"), ("accusation", "a"),
                             ("posting", "post"))])  # fmt: skip
    said = [plain(sayings(reader, views)[view.thread]) for view in views]
    assert said == [
        "harm: shooting, March 2015, Invented Town",
        "Karim Example: killing, killed – shooting, March 2015",
        "Karim Example: held by battalion, from May 2014",
        "Karim Example: accused of spying, by battalion",
        "Karim Example: commanded – battalion, first",
    ]
    arabic = [plain(text) for text in sayings(reader, views, "ar").values()]
    assert arabic[2] == "Karim Example: احتجاز لدى battalion، منذ أيار/مايو 2014"


def test_a_sentence_never_says_more_than_the_reader_may_see(case: Case) -> None:
    with case.evidence.writing(ANN) as change:
        change.add([person("secret", names="Secret Name", level="sealed"), incident("open", level="public"),
                    draft("witness", "w", who="person:secret", incident="open", level="public")])  # fmt: skip
    case.refresh()
    reader = case.reader(Level.PUBLIC)
    assert reader.records([thread(case, "witness", "w")]) == []
