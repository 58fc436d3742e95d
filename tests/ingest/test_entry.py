"""Entering by hand: what is typed comes back as given, everything or nothing, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.case import Case, create_case
from graph.evidence import Actor
from graph.model import KINDS, FieldType, Level
from graph.model.vocabularies import VOCABULARIES
from ingest.entry import DATASET, Entry, check, enter, plain_values, understood
from ingest.entry_reading import INLINE
from ingest.entry_values import typed_values

ANN = Actor(name="ann")
NEW_DOCUMENT: dict[str, Any] = {
    "new": "document",
    "values": {
        "kind": "report",
        "title": "An invented report",
        "source": {"new": "source", "values": {"kind": "organisation", "name": "Invented observers"}},
        "date": "March 2015",
    },
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """One case for all tests: every form has an id of its own."""
    folder = tmp_path_factory.mktemp("entered") / "case"
    made = create_case(folder, title="Entered", key_file=folder.with_suffix(".key"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def document(case: Case) -> str:
    """The code of a document that the others rest on."""
    report = enter(case, [Entry(kind="document", key="the-report", values=NEW_DOCUMENT["values"])], actor=ANN)
    assert not report.refused
    return report.codes[report.threads[0]]


_counter = iter(range(1_000_000))


def a_key() -> str:
    """An id that no other form of this run has."""
    return f"form-{next(_counter)}"


def counted(case: Case) -> int:
    """How many records the case holds."""
    return len(case.evidence.slice().versions)


def new(kind: str) -> dict[str, Any]:
    """A record made within another form, by what it needs alone."""
    return {"new": kind, "values": {field.name: needed(kind, field) for field in needs(kind)}}


def needs(kind: str) -> list[Any]:
    return [field for field in KINDS[kind].all_fields if field.required and field.name != "document"]


def needed(kind: str, field: Any) -> Any:
    """A value that a required field takes."""
    if field.type is FieldType.REFERENCE:
        made = next((one for one in field.refers_to if one in INLINE), "")
        return new(made)
    if field.type is FieldType.CODE:
        return VOCABULARIES[field.vocabulary][0]
    return {
        FieldType.NAMES: [{"words": "اسم مخترع Invented", "type": "full"}],
        FieldType.EDTF: "late 2014",
        FieldType.ESTIMATE: "4-8",
        FieldType.WORDS: "some words",
    }[field.type]


# --- every kind


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_can_be_entered_with_what_it_needs_alone(case: Case, document: str, kind: str) -> None:
    values = new(kind)["values"]
    rests = {"document": {"code": document}} if KINDS[kind].is_record else {}
    report = enter(case, [Entry(kind=kind, key=a_key(), values={**values, **rests})], actor=ANN)
    assert report.problems == []
    view = case.reader().record(report.threads[0])
    assert view is not None and view.kind == kind and not view.waiting
    assert all(view.values.get(field.name) for field in needs(kind) if field.type is not FieldType.REFERENCE)
    assert all(view.references[field.name] for field in needs(kind) if field.type is FieldType.REFERENCE)


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_empty_form_says_of_each_needed_field_that_it_is_needed(kind: str, language: str) -> None:
    wrong = {problem.field for problem in check(kind, {}, language)}
    assert wrong == {field.name for field in KINDS[kind].all_fields if field.required}


def test_the_first_record_of_an_empty_case_brings_its_document_and_source(tmp_path: Path) -> None:
    with create_case(tmp_path / "case", title="Empty", key_file=tmp_path / "key") as empty:
        values = {"class": "harm", "date": "late 2014", "document": NEW_DOCUMENT}
        report = enter(empty, [Entry(kind="incident", key="first", values=values)], actor=ANN)
        view = empty.reader().record(report.threads[0])
        assert view is not None
        assert (view.document_title, view.source_name) == ("An invented report", "Invented observers")
        assert sorted(code[0] for code in report.codes.values()) == ["D", "I"]
        assert [load.dataset for load in empty.evidence.loads()] == [DATASET]


# --- as given

texts = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("مخترعabc\u200f\u202e\u2067\u2069\n "),
    min_size=1,
    max_size=60,
).filter(lambda text: bool(text.strip()))


@settings(max_examples=40)
@given(
    quote=texts,
    translation=texts,
    locator=texts,
    names=st.lists(
        st.fixed_dictionaries({"words": texts, "type": st.sampled_from(VOCABULARIES["person_name_type"])}),
        min_size=1,
        max_size=4,
    ),
    sex=st.sampled_from(VOCABULARIES["sex"]),
    age=st.integers(18, 90),
    more=st.integers(0, 9),
)
def test_whatever_is_entered_comes_back_as_given(
    case: Case, document: str, quote: str, translation: str, locator: str, names: list[dict[str, str]], sex: str,
    age: int, more: int,
) -> None:  # fmt: skip
    values = {
        "names": names, "sex": sex, "age": f"{age}-{age + more}" if more else str(age), "born": "about 1985",
        "quote": quote, "translation": translation, "locator": locator, "document": {"code": document},
        "level": "restricted",
    }  # fmt: skip
    report = enter(case, [Entry(kind="person", key=a_key(), values=values)], actor=ANN)
    assert report.problems == []
    view = case.reader().record(report.threads[0])
    assert view is not None
    back = typed_values(case, view)
    trimmed = {
        name: text.strip() for name, text in (("quote", quote), ("translation", translation), ("locator", locator))
    }
    assert {name: back[name] for name in trimmed} == trimmed
    assert back["names"] == [{**one, "words": one["words"].strip()} for one in names]
    assert {name: back[name] for name in ("sex", "age", "born", "level", "document")} == {
        name: values[name] for name in ("sex", "age", "born", "level", "document")
    }
    # What the form of a record holds, entered again, is the same record.
    again, problems = plain_values(case, case.reader(), "person", back)
    assert problems == []
    assert {**again.values, "document": None} == {**view.values, "document": None}


@pytest.mark.parametrize(
    ("typed", "kept", "back"),
    [
        ("3", [3, 3], "3"),
        ("4-8", [4, 8], "4-8"),
        ("٤-٨", [4, 8], "4-8"),
        ("4 to 8", [4, 8], "4-8"),
        ("4 إلى 8", [4, 8], "4-8"),
        ("6+", [6, None], "6+"),
        ("..5", [None, 5], "..5"),
    ],
)
def test_counts_are_typed_as_people_say_them(
    case: Case, document: str, typed: str, kept: list[int | None], back: str
) -> None:
    values = {"description": "men from the quarter", "count": typed, "document": document}
    report = enter(case, [Entry(kind="group", key=a_key(), values=values)], actor=ANN)
    view = case.reader().record(report.threads[0])
    assert view is not None and view.values["count"] == kept
    assert typed_values(case, view)["count"] == back


def test_a_quote_of_a_hundred_thousand_letters_is_kept_whole(case: Case, document: str) -> None:
    quote = "شهد أن the road " * 6_250
    entry = Entry(
        kind="incident", key=a_key(), values={"class": "harm", "date": "2015", "quote": quote}, document=document
    )
    report = enter(case, [entry], actor=ANN)
    view = case.reader().record(report.threads[0])
    assert view is not None and view.quote == quote.strip() and len(quote) == 100_000


def test_what_no_file_can_hold_is_taken_out_and_marks_of_direction_stay(case: Case, document: str) -> None:
    values = {"description": "a\x00b\ud800 \u202ec\u202c\r\nd", "document": document}
    report = enter(case, [Entry(kind="group", key=a_key(), values=values)], actor=ANN)
    view = case.reader().record(report.threads[0])
    assert view is not None and view.values["description"] == "ab? \u202ec\u202c\nd"


# --- everything or nothing, and nothing twice


def test_a_form_with_one_wrong_field_writes_nothing(case: Case) -> None:
    before = counted(case)
    values = {"class": "harm", "date": "the other day", "document": NEW_DOCUMENT}
    report = enter(case, [Entry(kind="incident", key=a_key(), values=values)], actor=ANN)
    assert [one.field for one in report.problems[0]] == ["date"]
    assert counted(case) == before


def test_of_two_forms_neither_is_written_where_one_is_wrong(case: Case, document: str) -> None:
    before = counted(case)
    good = Entry(kind="group", key=a_key(), values={"description": "some men", "document": document})
    bad = Entry(kind="group", key=a_key(), values={"count": "many", "document": document})
    report = enter(case, [good, bad], actor=ANN)
    assert report.problems[0] == [] and {one.field for one in report.problems[1]} == {"description", "count"}
    assert counted(case) == before


def test_the_same_form_sent_twice_adds_nothing_twice(case: Case) -> None:
    entry = Entry(kind="incident", key=a_key(), values={"class": "harm", "date": "2015", "document": NEW_DOCUMENT})
    first = enter(case, [entry], actor=ANN)
    there = counted(case)
    second = enter(case, [entry], actor=ANN)
    assert second.already and second.threads == first.threads and second.load == ""
    assert counted(case) == there and len(case.evidence.records(first.threads, Level.SEALED)[0].history) == 1


def test_a_form_that_was_entered_does_not_change_its_record_when_it_comes_back_changed(
    case: Case, document: str
) -> None:
    key = a_key()
    enter(case, [Entry(kind="group", key=key, values={"description": "nine men", "document": document})], actor=ANN)
    again = enter(
        case, [Entry(kind="group", key=key, values={"description": "ten men", "document": document})], actor=ANN
    )
    view = case.reader().record(again.threads[0])
    assert again.already and view is not None and view.values["description"] == "nine men"


def test_a_form_whose_load_was_undone_can_be_entered_again(case: Case, document: str) -> None:
    entry = Entry(kind="group", key=a_key(), values={"description": "seven men", "document": document})
    first = enter(case, [entry], actor=ANN)
    case.evidence.undo_load(first.load, ANN)
    again = enter(case, [entry], actor=ANN)
    assert not again.already and again.threads == first.threads
    assert case.reader().record(again.threads[0]) is not None


# --- references


def test_a_record_may_refer_to_what_is_there_and_to_what_it_makes(case: Case, document: str) -> None:
    there = enter(
        case, [Entry(kind="incident", key=a_key(), values=new("incident")["values"], document=document)], actor=ANN
    )
    code = there.codes[there.threads[0]]
    values = {"incident": {"code": code}, "who": new("person"), "act": "killing", "level": "sealed"}
    report = enter(case, [Entry(kind="victim", key=a_key(), values=values, document=document)], actor=ANN)
    view = case.reader().record(report.threads[0])
    assert view is not None and view.references["incident"] == (there.threads[0],)
    made = case.reader().record(view.references["who"][0])
    assert made is not None and made.kind == "person" and made.document == view.document
    assert made.level == Level.SEALED, "what is made within a sealed form is sealed"


def test_a_reference_to_what_was_meanwhile_undone_is_said_and_nothing_is_written(case: Case, document: str) -> None:
    there = enter(
        case, [Entry(kind="incident", key=a_key(), values=new("incident")["values"], document=document)], actor=ANN
    )
    code = there.codes[there.threads[0]]
    case.evidence.undo_load(there.load, ANN)
    before = counted(case)
    values = {"incident": {"code": code}, "who": new("person")}
    report = enter(
        case, [Entry(kind="victim", key=a_key(), values=values, document=document)], actor=ANN, language="ar"
    )
    assert [one.field for one in report.problems[0]] == ["incident"]
    assert "سُحب" in report.problems[0][0].sentence
    assert counted(case) == before


def test_nobody_refers_to_what_they_may_not_see(case: Case, document: str) -> None:
    sealed = Entry(kind="person", key=a_key(), values={**new("person")["values"], "level": "sealed"}, document=document)
    there = enter(case, [sealed], actor=ANN)
    values = {"who": {"code": there.codes[there.threads[0]]}, "kind": "missing", "document": document}
    low = case.reader(Level.RESTRICTED)
    wrong = check("fate", values, case=case, reader=low)
    assert {one.field for one in wrong} == {"who", "document"}
    assert check("fate", values, case=case) == []


def test_a_reference_of_the_wrong_kind_says_which_kind_is_right(case: Case, document: str) -> None:
    wrong = check("victim", {**new("victim")["values"], "document": document, "who": {"code": document}}, case=case)
    assert [(one.field, one.sentence) for one in wrong] == [("who", "Choose a person or a group.")]


def test_words_that_nobody_settled_are_no_reference(case: Case, document: str) -> None:
    wrong = check("victim", {**new("victim")["values"], "document": document, "who": {"text": "Karim"}}, case=case)
    assert [one.sentence for one in wrong] == ["Choose one from the list, or make a new one."]


def test_what_is_wrong_within_a_new_document_is_said_at_its_place() -> None:
    inner = {"new": "document", "values": {"kind": "report", "source": {"new": "source", "values": {"kind": "outlet"}}}}
    wrong = check("incident", {"class": "harm", "date": "2015", "document": inner})
    assert [one.field for one in wrong] == ["document/source/name"]


# --- what a browser may send


@settings(max_examples=80)
@given(
    kind=st.sampled_from([*KINDS, "nothing"]),
    values=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["names", "who", "document", "new", "values", "code", "thread", "text", "words", "type",
                             "date", "level", "methods", "count", "key", "x"]),
            inner,
            max_size=5,
        ),
        max_leaves=12,
    ),
)  # fmt: skip
def test_nothing_that_a_browser_sends_breaks_a_form(case: Case, kind: str, values: Any) -> None:
    wrong = check(kind, values, "ar", case=case)
    assert wrong and all(one.sentence for one in wrong)


def test_dates_are_told_as_they_are_understood() -> None:
    told = understood("incident", {"date": "March 2015", "document": NEW_DOCUMENT})
    assert told == {"date": "between 1 March 2015 and 31 March 2015",
                    "document/date": "between 1 March 2015 and 31 March 2015"}  # fmt: skip
    assert "±" in understood("incident", {"date": "15 رمضان 1436"})["date"]
    assert understood("person", {"born": "14 آذار 2015"}, "ar")["born"].startswith("14 آذار")
    assert understood("incident", {"date": "the other day"}) == {}
