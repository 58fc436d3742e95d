"""The forms without a browser: every field labelled and explained, filled as it was, and nothing trusted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components import form
from dashboard.components.form_groups import groups
from dashboard.components.form_start import CHOICES
from dashboard.desk import Desk
from dashboard.jobs import Jobs
from dashboard.pages.enter import acting, showing
from dashboard.sessions import Sessions
from dashboard.wording import Words
from graph.model import KINDS
from graph.model.words import field_label, form_help
from graph.settings import Settings
from ingest.entry import Problem
from ingest.entry_drafts import drafts
from tests.dashboard.small_case import PROTECTED, SmallCase, make_small_case

ALL = sorted(KINDS)
HIDDEN = {"key", "file"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCase]:
    """A small case of its own, for tests that write."""
    made = make_small_case(tmp_path_factory.mktemp("forms") / "case")
    yield made
    made.case.close()


@pytest.fixture(scope="module")
def desk(written: SmallCase) -> Desk:
    settings = Settings()
    jobs = Jobs(written.case, settings)
    return Desk(case=written.case, settings=settings, sessions=Sessions(written.case.id), jobs=jobs, user="ann")


def parts_of(component: Any) -> Iterator[dict[str, Any]]:
    """Every component of a tree, as name and properties."""
    if isinstance(component, list | tuple):
        for one in component:
            yield from parts_of(one)
    elif hasattr(component, "to_plotly_json"):
        told = component.to_plotly_json()
        yield {"name": told["type"], **told["props"]}
        yield from parts_of(told["props"].get("children"))


def slots(component: Any) -> dict[str, dict[str, Any]]:
    """Fields of a form by their way, those of records within it left out."""
    return {one["data-path"]: one for one in parts_of(component) if "/" not in one.get("data-path", "/")}


def words_in(component: Any) -> str:
    return " ".join(one["children"] for one in parts_of(component) if isinstance(one.get("children"), str))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("kind", ALL)
def test_every_field_of_every_kind_stands_in_its_form_with_label_and_help(kind: str, language: str) -> None:
    drawn = form.form_fields(kind, Words(language), {}, prefix="x")
    fields = slots(drawn)
    assert set(fields) == {field.name for field in KINDS[kind].all_fields} - HIDDEN
    for name, slot in fields.items():
        said = words_in(slot["children"]).replace("\u2066", "").replace("\u2069", "")
        assert form_help(name, language, kind=kind) and form_help(name, language, kind=kind) in said
        assert field_label(name, language, kind=kind) in json.dumps(
            [one.get("children") for one in parts_of(slot["children"])], default=str, ensure_ascii=False
        )


@pytest.mark.parametrize("kind", ALL)
def test_every_label_leads_to_a_control_and_no_two_parts_share_an_id(kind: str) -> None:
    found = list(parts_of(form.form_fields(kind, Words("en"), {}, prefix="x")))
    ids = [str(one["id"]) for one in found if one.get("id")]
    assert len(ids) == len(set(ids))
    controls = {one["id"] for one in found if one["name"] in ("Textarea", "Select") and one.get("id")}
    for one in found:
        if one["name"] == "Label":
            assert one["htmlFor"] in controls
        for attribute in ("aria-labelledby", "aria-describedby", "aria-controls"):
            assert set(str(one.get(attribute, "")).split()) <= set(ids)


@pytest.mark.parametrize("kind", ALL)
def test_what_is_needed_is_never_folded_away(kind: str) -> None:
    folded = {field.name for group in groups(kind) if group.folded for field in group.fields}
    assert not folded & {field.name for field in KINDS[kind].fields if field.required}
    assert "document" not in folded


def test_a_form_holds_what_it_held() -> None:
    values = {
        "names": [{"words": "اسم Name", "type": "kunya"}, {"words": "Other", "type": "alias"}],
        "age": "20-25",
        "document": {"code": "D-417 208-8"},
        "quote": "كلمات <b>words</b>",
        "level": "sealed",
        "town": {"new": "location", "values": {"names": [{"words": "Somewhere", "type": "full"}]}},
    }
    drawn = form.form_fields("person", Words("en"), values, prefix="x")
    texts = [one["children"] for one in parts_of(drawn) if one["name"] == "Textarea" and one.get("children")]
    assert {"اسم Name", "Other", "20-25", "كلمات <b>words</b>", "Somewhere"} <= set(texts)
    chosen = {one["value"] for one in parts_of(drawn) if one["name"] == "Option" and one.get("selected")}
    assert {"kunya", "alias", "sealed"} <= chosen
    held = [json.loads(one["data-chosen"]) for one in parts_of(drawn) if one.get("data-chosen", "[]") != "[]"]
    assert held == [[{"code": "D-417 208-8"}]]
    opened = [one["data-sub"] for one in parts_of(drawn) if one.get("data-sub") and not one.get("hidden")]
    assert opened == ["location"]


def test_a_form_of_some_fields_shows_these_alone_and_open() -> None:
    drawn = form.form_fields("posting", Words("en"), {}, only=["since", "until", "rank"], prefix="correct")
    assert list(slots(drawn)) == ["since", "until", "rank"]
    assert not [one for one in parts_of(drawn) if one["name"] == "Details"]


def test_a_problem_stands_at_its_field_and_opens_what_is_folded() -> None:
    wrong = [Problem(field="prompts", sentence="Write some text."), Problem(field="date", sentence="Write a date.")]
    drawn = form.form_fields("document", Words("en"), {}, wrong, prefix="x")
    assert "Write a date." in words_in(slots(drawn)["date"]["children"])
    assert [one["open"] for one in parts_of(drawn) if one["name"] == "Details"] == [True]
    bad = [one["id"] for one in parts_of(drawn) if one.get("aria-invalid") == "true"]
    assert bad == ["f-x-date", "f-x-prompts"]


def test_level_is_confidential_unless_said_and_each_level_says_what_it_means() -> None:
    level = slots(form.form_fields("incident", Words("en"), {}, prefix="x"))["level"]
    options = [one for one in parts_of(level["children"]) if one["name"] == "Option"]
    assert [one["value"] for one in options if one.get("selected")] == ["confidential"]
    assert all(" — " in one["children"] for one in options)


def test_every_kind_and_the_call_can_be_chosen_in_both_languages() -> None:
    kinds = [kind for group in CHOICES.values() for kind in group]
    assert sorted(kinds) == sorted([*KINDS, "call"])
    for language in ("en", "ar"):
        words = Words(language)
        assert all(words(f"enter.kind_{kind}") and words(f"enter.about_{kind}") for kind in kinds)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["kind", "values", "n", "who", "code"]), inner, max_size=4)
    ),
    max_leaves=6,
)


@given(anything)
def test_nothing_that_a_browser_sends_is_taken_for_a_form_it_is_not(data: Any) -> None:
    kind, values = form.read_form(data)
    assert (kind, values) == ("", {}) or (kind in (*KINDS, "call") and isinstance(values, dict))
    assert form.read_form({"kind": "incident", "values": {"class": "harm"}}) == ("incident", {"class": "harm"})


def test_while_typing_a_form_is_told_dates_problems_and_what_its_references_are_called(
    desk: Desk, written: SmallCase
) -> None:
    code = written.code["nadir"]
    told = form.look(desk, "fate", {"who": {"code": code}, "as_of": "15 Ramadan 1436", "kind": "?"}, Words("en"), n=3)
    assert "±1 day" in told["dates"]["as_of"] and told["n"] == 3 and not told["asked"]
    assert PROTECTED[0] in told["chosen"][code]["label"] and code in told["chosen"][code]["hint"]
    assert set(told["problems"]) == {"kind", "document"}


def test_a_form_is_kept_once_something_was_typed_and_entered_once(desk: Desk, written: SmallCase) -> None:
    content, shown = showing.draw(desk, ["source"], Words("en"))
    assert content and shown["kind"] == "source" and not shown["id"]
    typed = {"kind": "source", "key": shown["key"], "values": {"kind": "outlet", "name": "Invented paper"}, "n": 1}
    assert acting.keep_form(desk, shown, typed) is None, "an empty form that was only opened is no draft"
    kept = acting.keep_form(desk, shown, {**typed, "n": 2})
    assert kept is not None and kept.state == "kept"
    assert acting.keep_form(desk, shown, {**typed, "kind": "person", "n": 3}) is None, "that is another form"
    assert acting.keep_form(desk, shown, {**typed, "key": "another", "n": 3}) is None, "a late message of another form"
    assert showing.key_of(desk, kept.id) == shown["key"]
    first = acting.enter_form(desk, shown, typed["values"], "en")
    again = acting.enter_form(desk, shown, typed["values"], "en")
    assert first.threads == again.threads and again.already
    assert kept.id not in {one.id for one in drafts(desk.case, owner="ann")}
    after, none = showing.draw(desk, [kept.id], Words("en"))
    assert none == {} and "no such draft" in words_in(after)


def test_what_follows_an_entry_is_a_draft_with_its_document(desk: Desk, written: SmallCase) -> None:
    incident = desk.case.evidence.thread_by_code(written.code["shot"])
    own = acting.follow(desk, "victim", incident)
    content, shown = showing.draw(desk, [own], Words("ar"))
    held = [json.loads(one["data-chosen"]) for one in parts_of(content) if one.get("data-chosen", "[]") != "[]"]
    assert shown["kind"] == "victim" and [{"code": written.code["shot"]}] in held
    assert acting.follow(desk, "victim", "0" * 20) == "" and acting.follow(desk, "nothing", incident) == ""


def test_a_call_is_prefilled_and_says_that_it_is_sealed(desk: Desk) -> None:
    content, shown = showing.draw(desk, ["call"], Words("en"))
    fields = slots(content)
    assert list(fields) == ["taken_by", "when", "words", "consent", "call_back"] and shown["kind"] == "call"
    texts = [one["children"] for one in parts_of(content) if one["name"] == "Textarea" and one.get("children")]
    assert texts[0] == "ann" and texts[1].startswith("20")
    assert "Sealed." in words_in(content)
    report = acting.enter_form(desk, shown, {"words": "Somebody called"}, "ar")
    assert {one.field for one in report.problems[0]} == {"taken_by", "when"}


def test_the_address_of_nobody_elses_draft_shows_nothing(desk: Desk, written: SmallCase) -> None:
    work = written.case.evidence.save_work("draft", {"form": "group", "values": {"description": "x"}}, owner="bea")
    content, shown = showing.draw(desk, [work.id], Words("en"))
    assert shown == {} and not slots(content)
    other = written.case.evidence.save_work("note", {"form": "group", "values": {}}, owner="ann")
    assert showing.draw(desk, [other.id], Words("en"))[1] == {}
