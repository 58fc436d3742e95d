"""What a clearance sees: records with their words, history, grades; hits by name, code and page."""

from __future__ import annotations

import pytest

from graph.evidence import Evidence, NewDecision, PageText
from graph.model.levels import LEVELS
from tests.builders import document, draft, location, person, posting, source, unit
from tests.graph.evidence.stores import ANN, load

PAPERS = [source(name="Observers"), document(title="A report", level="public")]
OPEN = [source(name="Observers", level="public"), document(title="A report", level="public")]


def _pages(store: Evidence, thread: str, *texts: str) -> None:
    with store.writing(ANN) as change:
        change.add_pages(
            thread, [PageText(number=at, label=f"p. {at}", text=text) for at, text in enumerate(texts, start=1)]
        )


# --- records


def test_a_record_shows_its_words_where_it_stands_and_who_entered_it(store: Evidence) -> None:
    *_, thread = load(store, [*PAPERS, person("karim", names="Karim", locator="p. 4", quote="هو الأمير")])
    view = store.record(thread, clearance=3)
    assert view is not None
    assert (view.locator, view.quote) == ("p. 4", "هو الأمير")
    assert (view.document_title, view.source_name, view.entered_by) == ("A report", "Observers", "ann")
    assert view.values["names"][0]["words"] == "Karim"
    assert view.code == store.codes([thread])[thread]
    assert not view.waiting


def test_status_and_grades_are_the_latest_that_count(store: Evidence) -> None:
    origin, _, thread = load(store, [*PAPERS, person("karim")])
    with store.writing(ANN) as change:
        decided = change.decide(
            [
                NewDecision(type="status", left=thread, verdict="vetted"),
                NewDecision(type="status", left=thread, verdict="disputed"),
                NewDecision(type="grade_source", left=origin, verdict="B"),
                NewDecision(type="grade_information", left=thread, verdict="2"),
            ]
        )
    view = store.record(thread, clearance=3)
    assert view is not None
    assert (view.status, view.grade_source, view.grade_information) == ("disputed", "B", "2")
    with store.writing(ANN) as change:
        change.decide([NewDecision(type="withdraw_decision", left=decided[1])])
    again = store.record(thread, clearance=3)
    assert again is not None
    assert again.status == "vetted"


@pytest.mark.parametrize("clearance", range(4))
@pytest.mark.parametrize("level", LEVELS)
def test_a_record_is_seen_from_its_level_up(store: Evidence, level: str, clearance: int) -> None:
    *_, thread = load(store, [*OPEN, person("karim", level=level)])
    assert (store.record(thread, clearance=clearance) is not None) == (clearance >= LEVELS[level])


def test_a_record_is_seen_only_where_all_it_refers_to_is_seen(store: Evidence) -> None:
    rows = [
        *OPEN,
        location("country", level="sealed"),
        location("town", within="country", level="public"),
        person("karim", town="town", level="public"),
        unit("battalion", level="public"),
        posting("post", person="karim", unit="battalion", level="public"),
    ]
    *_, town, karim, battalion, post = load(store, rows)
    assert [store.record(one, clearance=2) is not None for one in (town, karim, post)] == [False] * 3
    assert store.record(battalion, clearance=0) is not None
    assert [view.thread for view in store.records([post, town, karim], 3)] == [post, town, karim]


def test_a_source_that_is_sealed_seals_what_rests_on_it(store: Evidence) -> None:
    rows = [source(level="sealed"), document(level="public"), person("karim", level="public")]
    assert store.records(load(store, rows), 2) == []


def test_records_that_refer_to_each_other_in_a_circle_are_seen(store: Evidence) -> None:
    rows = [*OPEN, location("a", within="b", level="public"), location("b", within="a", level="public")]
    assert len(store.records(load(store, rows), 0)) == 4


def test_a_lower_clearance_sees_the_version_that_it_may(store: Evidence) -> None:
    load(store, [*OPEN, person("karim", names="Karim", level="public")])
    [thread] = load(store, [person("karim", names="Karim of the hill", level="sealed")])
    low, high = store.record(thread, clearance=2), store.record(thread, clearance=3)
    assert low is not None
    assert high is not None
    assert low.values["names"][0]["words"] == "Karim"
    assert [len(view.history) for view in (low, high)] == [1, 2]


def test_a_decided_level_stands_for_all_versions_and_can_be_withdrawn(store: Evidence) -> None:
    *_, thread = load(store, [*OPEN, person("karim", level="public")])
    with store.writing(ANN) as change:
        [own] = change.decide([NewDecision(type="level", left=thread, verdict="sealed")])
    assert store.record(thread, clearance=2) is None
    assert store.search_names("somebody", clearance=2) == []
    view = store.record(thread, clearance=3)
    assert view is not None
    assert view.level == 3
    with store.writing(ANN) as change:
        change.decide([NewDecision(type="withdraw_decision", left=own)])
    assert store.record(thread, clearance=0) is not None


def test_history_leaves_out_versions_that_refer_to_what_is_not_seen(store: Evidence) -> None:
    load(store, [*OPEN, location("hill", level="sealed"), location("town", level="public")])
    load(store, [person("karim", town="hill", level="public")])
    [thread] = load(store, [person("karim", town="town", level="public")])
    low = store.record(thread, clearance=0)
    assert low is not None
    assert [entry.number for entry in low.history] == [2]


def test_a_record_that_waits_is_shown_as_waiting(store: Evidence) -> None:
    *_, thread = load(store, [*PAPERS, posting("post", person="karim", unit="battalion")])
    view = store.record(thread, clearance=3)
    assert view is not None
    assert view.waiting


def test_what_is_not_there_is_none(store: Evidence) -> None:
    assert store.record("nothing", clearance=3) is None
    assert store.records([], 3) == []


# --- pages


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("جاء أحمد مساءً", "احمد"),
        ("جاء احمد مساء", "أحمد"),
        ("في المدرسة القديمة", "مدرسه"),
        ("في المدرسة القديمة", "المدرسة"),
        ("على المبنى", "المبني"),
        ("إلى المبني", "مبنى"),
        ("مُحَكَّمَة", "محكمة"),
        ("محـــكمة", "محكمة"),
        ("وبالمحكمة أمر", "بالمحكمة"),
        ("سنة ٢٠١٥", "2015"),
        ("in ۲۰۱۵", "2015"),
        ("the Court of RAQQA", "court raqqa"),
        ("Öffentlich", "offentlich"),
        ("the commander spoke", "comm"),
    ],
)
def test_a_page_is_found_however_its_words_are_spelled(store: Evidence, written: str, asked: str) -> None:
    thread = load(store, PAPERS)[1]
    _pages(store, thread, "nothing here", written)
    [hit] = store.search_pages(asked, clearance=3)
    assert (hit.document, hit.number, hit.label) == (thread, 2, "p. 2")
    assert hit.snippet == written
    for start, end in hit.spans:
        assert hit.snippet[start:end].strip() == hit.snippet[start:end] != ""


def test_all_words_must_be_there_and_whole_words_count(store: Evidence) -> None:
    thread = load(store, PAPERS)[1]
    _pages(store, thread, "the court in Raqqa", "the court", "courtesy in Raqqa")
    assert [hit.number for hit in store.search_pages("court Raqqa", clearance=3)] == [1]
    assert store.search_pages("raq court", clearance=3) == [], "only the last word may still be typed"


@pytest.mark.parametrize(
    "text", ["", "   ", '"', "*", "AND", "NEAR(", "a:b", "((", "-x", "'; DROP TABLE page", "؟", "_"]
)
def test_whatever_is_typed_is_words_and_never_syntax(store: Evidence, text: str) -> None:
    thread = load(store, PAPERS)[1]
    _pages(store, thread, "plain")
    assert store.search_pages(text, clearance=3) == []
    assert store.search_names(text, clearance=3) in ([], [*store.search_names("a report", clearance=3)])


def test_the_snippet_is_cut_from_the_original_around_the_words(store: Evidence) -> None:
    thread = load(store, PAPERS)[1]
    _pages(store, thread, "حشو " * 200 + "أُعدِمَ الرجلُ في السّاحة" + " كلام" * 200)
    [hit] = store.search_pages("ساحة", clearance=3)
    assert "في السّاحة" in hit.snippet
    assert len(hit.snippet) < 200
    assert [hit.snippet[start:end] for start, end in hit.spans] == ["السّاحة"]


def test_pages_are_ranked_by_what_they_show_and_limited(store: Evidence) -> None:
    thread = load(store, PAPERS)[1]
    _pages(store, thread, "one emir", "emir emir emir", "emir, emir")
    assert [(hit.number, hit.matches) for hit in store.search_pages("emir", clearance=3)] == [(2, 3), (3, 2), (1, 1)]
    assert len(store.search_pages("emir", clearance=3, limit=2)) == 2


def test_pages_of_a_document_that_is_not_seen_are_not_found(store: Evidence) -> None:
    rows = [source(level="public"), document("open", level="public"), document("shut", level="sealed")]
    _, open_, shut = load(store, rows)
    _pages(store, open_, "the court")
    _pages(store, shut, "the court, the court")
    assert [hit.document for hit in store.search_pages("court", clearance=2)] == [open_]
    assert [hit.document for hit in store.search_pages("court", clearance=3)] == [shut, open_]


def test_the_same_pages_again_add_nothing_and_new_ones_take_their_place(store: Evidence) -> None:
    thread = load(store, PAPERS)[1]
    _pages(store, thread, "the old words")
    before = store.revision()
    _pages(store, thread, "the old words")
    assert store.revision() == before
    _pages(store, thread, "the new words")
    assert store.search_pages("old", clearance=3) == []
    assert len(store.search_pages("new", clearance=3)) == 1


def test_pages_leave_with_their_document_and_come_back_with_it(store: Evidence) -> None:
    thread = load(store, PAPERS)[1]
    _pages(store, thread, "the court")
    store.undo_load(store.loads()[0].id, ANN)
    assert store.search_pages("court", clearance=3) == []
    load(store, PAPERS)
    assert len(store.search_pages("court", clearance=3)) == 1


# --- names and codes


def test_names_are_found_by_the_beginnings_of_their_words_in_both_scripts(store: Evidence) -> None:
    rows = [*PAPERS, person("k", names="أبو عمر الرقاوي | Abu Omar (kunya)"), unit("b", names="Battalion of the Hill")]
    *_, karim, battalion = load(store, rows)
    assert [hit.thread for hit in store.search_names("ابو الرق", clearance=3)] == [karim]
    assert [(hit.thread, hit.matched) for hit in store.search_names("omar", clearance=3)] == [(karim, "Omar")]
    assert [hit.words for hit in store.search_names("hill batt", clearance=3)] == ["Battalion of the Hill"]
    assert store.search_names("mar", clearance=3) == []
    assert [hit.kind for hit in store.search_names("a report", clearance=3)] == ["document"]
    assert battalion


def test_whole_names_come_before_longer_ones(store: Evidence) -> None:
    rows = [*PAPERS, *(unit(key, names=key) for key in ("Army Group North", "Armyworm", "Army"))]
    load(store, rows)
    assert [hit.words for hit in store.search_names("army", clearance=3)] == ["Army", "Army Group North", "Armyworm"]


def test_a_code_is_found_by_its_first_digits(store: Evidence) -> None:
    *_, thread = load(store, [*PAPERS, person("k")])
    code = store.codes([thread])[thread]
    assert [hit.thread for hit in store.search_names(code[:7], clearance=3)] == [thread]
    assert [hit.thread for hit in store.search_names(code.replace(" ", ""), clearance=3)] == [thread]
    assert store.search_names(code, clearance=1) == []


def test_only_names_that_a_clearance_sees_are_found(store: Evidence) -> None:
    load(store, [*OPEN, person("k", names="Karim", level="public")])
    load(store, [person("k", names="Karim Hillman", level="sealed")])
    assert store.search_names("hillman", clearance=2) == []
    assert len(store.search_names("hillman", clearance=3)) == 1
    assert [hit.words for hit in store.search_names("karim", clearance=2)] == ["Karim"]


def test_names_of_an_undone_load_are_not_found(store: Evidence) -> None:
    load(store, PAPERS)
    load(store, [person("k", names="Karim")])
    store.undo_load(store.loads()[-1].id, ANN)
    assert store.search_names("karim", clearance=3) == []


# --- checks


def test_a_record_whose_document_is_gone_is_found(store: Evidence) -> None:
    load(store, PAPERS)
    [thread] = load(store, [person("k")])
    store.undo_load(store.loads()[0].id, ANN)
    found = store.check()
    assert [(finding.kind, finding.id) for finding in found] == [("record_without_document", thread)]


def test_a_reference_or_decision_about_nothing_is_found(store: Evidence) -> None:
    _, _, karim, post = load(store, [*PAPERS, person("k"), posting("p", person="k", unit="u")])
    with store.writing(ANN) as change:
        [own] = change.decide([NewDecision(type="identity", left=karim, right=post, verdict="same")])
    connection = store._database.raw("evidence.db")
    connection.execute("DELETE FROM record WHERE thread = ?", (karim,))
    connection.close()
    assert {(finding.kind, finding.id) for finding in store.check()} == {
        ("link_without_record", post),
        ("decision_without_record", own),
    }


def test_a_record_without_its_words_is_found(store: Evidence) -> None:
    *_, karim = load(store, [*PAPERS, person("k")])
    connection = store._database.raw("vault.db")
    connection.execute("DELETE FROM record WHERE id = ?", (karim,))
    connection.close()
    assert [(finding.kind, finding.id) for finding in store.check()] == [("record_without_words", karim)]


def test_a_whole_store_has_no_findings(store: Evidence) -> None:
    load(store, [*PAPERS, person("k"), draft("group", "g", description="nine")])
    assert store.check() == []
