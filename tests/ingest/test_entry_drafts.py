"""Drafts: kept as one types, never overwritten by another window, gone once they are entered."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.case import Case, create_case, open_case
from graph.evidence import Actor
from ingest.entry import Entry, enter
from ingest.entry_drafts import Form, drafts, following, keep, open_draft, throw_away

ANN = "ann"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("drafted") / "case"
    with create_case(folder, title="Drafted", key_file=folder.with_suffix(".key")) as made:
        yield made


_keys = iter(range(1_000_000))


def a_form(kind: str = "group", /, **values: Any) -> Form:
    return Form(kind=kind, key=f"key{next(_keys)}", values=values)


def kept(case: Case, form: Form, n: int = 2, window: str = "one", **more: Any) -> Any:
    known = Form(kind=form.kind, key=form.key, values={**form.values, **more}, id=form.id, version=form.version)
    return keep(case, known, owner=ANN, window=window, n=n)


def test_what_was_typed_is_there_after_the_server_starts_again(tmp_path: Path) -> None:
    folder, key = tmp_path / "case", tmp_path / "key"
    with create_case(folder, title="Again", key_file=key) as made:
        done = kept(made, a_form(description="nine men ثلاثة"))
    with open_case(folder, key_file=key) as again:
        opened = open_draft(again, done.id, owner=ANN)
        assert opened is not None and opened.values == {"description": "nine men ثلاثة"}
        assert again.evidence.revision() == 0, "a draft is no evidence"
    assert b"nine men" not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_form_makes_one_draft_however_its_messages_cross(case: Case) -> None:
    form = a_form()
    before = len(drafts(case, owner=ANN))
    with ThreadPoolExecutor(8) as many:
        done = list(many.map(lambda n: kept(case, form, n=n, description=f"typed {n}"), range(2, 12)))
    assert len({one.id for one in done}) == 1 and len(drafts(case, owner=ANN)) == before + 1
    opened = open_draft(case, done[0].id, owner=ANN)
    assert opened is not None and opened.values["description"] == "typed 11", "the last key wins"


def test_another_window_is_told_and_overwrites_nothing(case: Case) -> None:
    form = a_form(description="first")
    first = kept(case, form)
    here = Form(kind="group", key=form.key, values={"description": "here"}, id=first.id, version=first.version)
    there = Form(kind="group", key=form.key, values={"description": "there"}, id=first.id, version=first.version)
    assert keep(case, here, owner=ANN, window="two", n=2).state == "kept"
    assert keep(case, there, owner=ANN, window="three", n=2).state == "clash"
    opened = open_draft(case, first.id, owner=ANN)
    assert opened is not None and opened.values["description"] == "here"
    # A message of the same window never clashes with that window's own.
    assert keep(case, here, owner=ANN, window="two", n=3).state == "kept"


def test_what_was_thrown_away_does_not_come_back(case: Case) -> None:
    form = a_form(description="gone")
    done = kept(case, form)
    throw_away(case, done.id, owner=ANN)
    late = Form(kind="group", key=form.key, values=form.values, id=done.id, version=done.version)
    assert keep(case, late, owner=ANN, window="one", n=9).state == "gone"
    assert open_draft(case, done.id, owner=ANN) is None


def test_nobody_opens_the_draft_of_another(case: Case) -> None:
    done = kept(case, a_form(description="mine"))
    assert open_draft(case, done.id, owner="bea") is None
    assert done.id not in {one.id for one in drafts(case, owner="bea")}
    throw_away(case, done.id, owner="bea")
    assert open_draft(case, done.id, owner=ANN) is not None


def test_a_draft_made_from_words_of_a_document_opens_with_them(case: Case) -> None:
    body = {"form": "incident", "values": {"class": "harm"}, "document": "D-417 208-8", "locator": "p. 4",
            "quote": "كلمات", "quote_language": "ar"}  # fmt: skip
    work = case.evidence.save_work("draft", body, owner=ANN)
    opened = open_draft(case, work.id, owner=ANN)
    assert opened is not None and opened.key == work.id
    assert opened.values == {
        "class": "harm", "document": {"code": "D-417 208-8"}, "locator": "p. 4", "quote": "كلمات",
        "quote_language": "ar",
    }  # fmt: skip


def test_what_has_been_entered_is_no_draft_any_more(case: Case) -> None:
    source = {"kind": "outlet", "name": "An invented paper"}
    form = a_form("source", **source)
    done = kept(case, form)
    enter(case, [Entry(kind="source", key=form.key, values=source)], actor=Actor(name=ANN))
    assert done.id not in {one.id for one in drafts(case, owner=ANN)}
    assert open_draft(case, done.id, owner=ANN) is None


@settings(max_examples=40)
@given(
    values=st.dictionaries(
        st.text(max_size=10),
        st.recursive(
            st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=40),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
            max_leaves=8,
        ),
        max_size=4,
    )
)
def test_whatever_a_browser_sends_is_kept_or_refused_in_words(case: Case, values: dict[str, Any]) -> None:
    done = kept(case, Form(kind="person", key=f"key{next(_keys)}", values=values))
    assert done.state == "kept" and open_draft(case, done.id, owner=ANN) is not None
    throw_away(case, done.id, owner=ANN)


def test_what_follows_an_entry_begins_with_its_document_and_itself(case: Case) -> None:
    inner = {"new": "document", "values": {"kind": "report", "source": {"new": "source", "values": {
        "kind": "outlet", "name": "A paper"}}}}  # fmt: skip
    values = {"class": "harm", "date": "2015", "document": inner, "locator": "p. 4", "level": "sealed"}
    report = enter(case, [Entry(kind="incident", key="follow", values=values)], actor=Actor(name=ANN))
    view = case.reader().record(report.threads[0])
    assert view is not None
    begun = following(view, view.code, view.document_code, "victim")
    assert begun == {"document": {"code": view.document_code}, "locator": "p. 4", "level": "sealed",
                     "incident": {"code": view.code}}  # fmt: skip
    assert "incident" not in following(view, view.code, view.document_code, "incident")
