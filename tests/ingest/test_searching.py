"""Names of a case, searched at every clearance, as the case changes. All names are invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.case import Case, create_case
from graph.evidence import Actor, NameHit, NewDecision
from graph.model import Level
from ingest.entry_choices import choices
from ingest.searching import CaseNames
from queries.explore import search
from queries.parameters import Parameter, suggest
from tests.builders import document, location, person, source, unit

ROWS = [
    source(level="public"),
    document(title="Report on the Qantarji brothers", level="public"),
    person("muzammil", names="مزمل القنطرجي", level="restricted"),
    person("latin", names="Karim al-Najjar | كريم النجار", level="restricted"),
    person("sealed", names="Kareem Najjar", level="sealed"),
    unit("battalion", names="Najjar Battalion", level="restricted"),
    location("town", names="Qantara", level="restricted"),
]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with create_case(tmp_path / "case", title="Names", key_file=tmp_path / "key") as made:
        with made.evidence.writing(Actor(name="ann")) as change:
            change.add(ROWS)
        made.refresh()
        made.finder = CaseNames(made.evidence, patience=60)
        yield made


def found(case: Case, text: str, clearance: Level = Level.SEALED, **wanted: object) -> list[NameHit]:
    return case.reader(clearance).search_names(text, **wanted)  # type: ignore[arg-type]


def level(record: str, verdict: str) -> NewDecision:
    """A decision on who may see a record."""
    return NewDecision(type="level", left=record, verdict=verdict)


def words(hits: list[NameHit]) -> list[str]:
    return [hit.words for hit in hits]


def thread(case: Case, name: str) -> str:
    return next(hit.thread for hit in found(case, name) if hit.words == name)


def test_the_article_may_be_left_out(case: Case) -> None:
    [hit, *_] = found(case, "مزمل قنطرجي")
    assert (hit.words, hit.kind, hit.exact) == ("مزمل القنطرجي", "person", True)
    assert hit.code.startswith("P-")


def test_one_script_finds_the_other_as_a_variant(case: Case) -> None:
    assert [(hit.words, hit.exact) for hit in found(case, "Muzammil Qantarji")] == [("مزمل القنطرجي", False)]


def test_without_an_index_names_are_found_as_they_are_written(case: Case) -> None:
    case.finder = None
    assert words(found(case, "karim")) == ["Karim al-Najjar"]
    assert found(case, "kareem najjar", Level.RESTRICTED) == []


def test_a_case_as_known_on_a_day_is_searched_without_the_index(case: Case) -> None:
    with case.reader().as_known_on("2000-01-01") as then:
        assert then.search_names("karim") == []


def test_each_clearance_finds_what_it_sees_and_nothing_else(case: Case) -> None:
    assert "Kareem Najjar" in words(found(case, "Kareem Najjar", Level.SEALED))
    for level in (Level.PUBLIC, Level.RESTRICTED, Level.CONFIDENTIAL):
        assert "Kareem Najjar" not in words(found(case, "Kareem Najjar", level))
    assert words(found(case, "Kareem Najjar", Level.PUBLIC)) == []


def test_what_is_hidden_changes_nothing_of_what_is_seen(case: Case) -> None:
    before = found(case, "najar", Level.RESTRICTED)
    with case.evidence.writing(Actor(name="ann")) as change:
        change.add([person(f"hidden {n}", names=f"Najar Number {n}", level="sealed") for n in range(30)])
    assert found(case, "najar", Level.RESTRICTED) == before
    assert len(found(case, "najar", Level.SEALED)) > len(before)


def test_the_index_follows_the_case(case: Case) -> None:
    assert found(case, "Winterbottom") == []
    with case.evidence.writing(Actor(name="ann")) as change:
        change.add([person("new", names="Peter Winterbottom")])
    assert words(found(case, "Winterbotom")) == ["Peter Winterbottom"]


def test_a_record_that_is_corrected_is_found_by_its_new_name_alone(case: Case) -> None:
    assert words(found(case, "karim")) != []
    with case.evidence.writing(Actor(name="ann")) as change:
        change.add([person("latin", names="Salim Haddad", level="restricted")])
    assert [hit for hit in found(case, "karim najjar") if hit.exact] == []
    assert words(found(case, "salim")) == ["Salim Haddad"]


def test_a_level_that_is_raised_hides_at_once_and_one_that_is_lowered_shows(case: Case) -> None:
    hidden, seen = thread(case, "Kareem Najjar"), thread(case, "مزمل القنطرجي")
    assert words(found(case, "مزمل", Level.RESTRICTED)) == ["مزمل القنطرجي"]
    with case.evidence.writing(Actor(name="ann")) as change:
        change.decide([level(seen, "sealed"), level(hidden, "public")])
    assert found(case, "مزمل", Level.RESTRICTED) == []
    assert "Kareem Najjar" in words(found(case, "Kareem Najjar", Level.RESTRICTED))


def test_a_document_that_is_hidden_hides_those_who_rest_on_it(case: Case) -> None:
    report = thread(case, "Report on the Qantarji brothers")
    assert found(case, "karim", Level.RESTRICTED) != []
    with case.evidence.writing(Actor(name="ann")) as change:
        change.decide([level(report, "sealed")])
    assert found(case, "karim", Level.RESTRICTED) == []
    with case.evidence.writing(Actor(name="ann")) as change:
        change.decide([level(report, "public")])
    assert words(found(case, "karim", Level.RESTRICTED)) == ["Karim al-Najjar"]


def test_many_changes_make_the_index_anew(case: Case) -> None:
    assert found(case, "Winterbottom") == []
    with case.evidence.writing(Actor(name="ann")) as change:
        change.add([person(f"new {n}", names=f"Peter Winterbottom {n}") for n in range(200)])
    assert len(found(case, "Winterbotom", limit=10)) == 10


def test_kinds_narrow_a_search(case: Case) -> None:
    assert words(found(case, "najjar", kinds=("unit",))) == ["Najjar Battalion"]
    assert found(case, "najjar", kinds=("location",)) == []


def test_variants_can_be_turned_off(case: Case) -> None:
    assert found(case, "Muzammil Qantarji", variants=False) == []


def test_a_closed_case_keeps_no_names(case: Case) -> None:
    finder = case.finder
    assert isinstance(finder, CaseNames) and found(case, "karim")
    finder.close()
    assert finder.find("karim", clearance=3, limit=5) is None


def test_the_search_box_tells_exact_hits_variants_and_texts_apart(case: Case) -> None:
    hits = search(case.reader(), "karim najjar")
    assert [(hit.label.strip("\u2066\u2067\u2069"), hit.exact) for hit in hits] == [
        ("Karim al-Najjar", True),
        ("Kareem Najjar", False),
    ]
    assert [hit.exact for hit in search(case.reader(), "karim najjar", variants=False)] == [True]


def test_a_form_offers_a_name_without_its_article_and_in_the_other_script(case: Case) -> None:
    for text in ("مزمل قنطرجي", "muzammil qantarji"):
        offered = choices(case, case.reader(), ["person"], text)
        assert [one.label.strip("\u2066\u2067\u2069") for one in offered] == ["مزمل القنطرجي"]


def test_a_parameter_is_offered_in_the_other_script(case: Case) -> None:
    person_ = Parameter(name="person", type="person", help={"en": "who"})
    assert len(suggest(case.reader(), person_, "muzammil qantarji")) == 1
