"""What a person works on and has not entered: private, changeable, no evidence, and never in the way of a load."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import CaseError, ChangedMeanwhile
from graph.evidence import Evidence
from graph.evidence.work import LARGEST
from tests.builders import document, person, source
from tests.graph.evidence.stores import ANN, load, new_store, reopened

CALL = {"form": "call", "values": {"words": "Karim said: لا تذكر اسمي"}, "quote_language": "ar"}


def test_work_comes_back_as_it_was_kept(store: Evidence) -> None:
    kept = store.save_work("draft", CALL, owner="ann")
    assert (kept.kind, kept.owner, kept.body, kept.version) == ("draft", "ann", CALL, 1)
    assert kept.made_at == kept.changed_at
    assert store.work(kept.id, owner="ann") == kept
    again = reopened(store)
    assert again.works("draft", owner="ann") == [kept]
    again.close()


def test_work_belongs_to_its_owner_alone(store: Evidence) -> None:
    kept = store.save_work("draft", CALL, owner="ann")
    assert store.work(kept.id, owner="bob") is None
    assert store.works("draft", owner="bob") == []
    store.drop_work(kept.id, owner="bob")
    with pytest.raises(CaseError, match="no longer there"):
        store.save_work("draft", {}, owner="bob", id=kept.id)
    with pytest.raises(CaseError, match="no longer there"):
        store.save_work("view", {}, owner="ann", id=kept.id)
    assert store.work(kept.id, owner="ann") == kept


def test_each_change_is_a_version_and_saying_the_same_is_none(store: Evidence) -> None:
    kept = store.save_work("draft", CALL, owner="ann")
    assert store.save_work("draft", CALL, owner="ann", id=kept.id) == kept
    changed = store.save_work("draft", {"values": {}}, owner="ann", id=kept.id, version=1)
    assert (changed.version, changed.made_at) == (2, kept.made_at)
    assert changed.changed_at > kept.changed_at
    assert store.work(kept.id, owner="ann") == changed


def test_a_second_window_does_not_write_over_the_first(store: Evidence) -> None:
    kept = store.save_work("draft", CALL, owner="ann")
    store.save_work("draft", {"values": {"who": "first window"}}, owner="ann", id=kept.id, version=kept.version)
    with pytest.raises(ChangedMeanwhile, match="another window"):
        store.save_work("draft", {"values": {"who": "second"}}, owner="ann", id=kept.id, version=kept.version)
    found = store.work(kept.id, owner="ann")
    assert found is not None and found.body == {"values": {"who": "first window"}}


def test_works_of_a_kind_are_listed_last_changed_first(store: Evidence) -> None:
    first, second = (store.save_work("view", {"n": n}, owner="ann") for n in range(2))
    store.save_work("draft", {}, owner="ann")
    assert [one.id for one in store.works("view", owner="ann")] == [second.id, first.id]
    store.save_work("view", {"n": 3}, owner="ann", id=first.id)
    assert [one.id for one in store.works("view", owner="ann")] == [first.id, second.id]


def test_dropped_work_is_gone(store: Evidence) -> None:
    kept = store.save_work("draft", CALL, owner="ann")
    store.drop_work(kept.id, owner="ann")
    assert store.work(kept.id, owner="ann") is None
    with pytest.raises(CaseError, match="entered or dropped"):
        store.save_work("draft", CALL, owner="ann", id=kept.id)


def test_work_is_no_revision_and_no_finding(store: Evidence) -> None:
    load(store, [source(), document()])
    kept = store.save_work("draft", CALL, owner="ann")
    store.drop_work(store.save_work("note", {}, owner="ann").id, owner="ann")
    assert store.revision() == 1
    assert not store.changes_since(1).threads
    assert store.check() == []
    assert store.work(kept.id, owner="ann") == kept


def test_no_word_of_it_is_readable_on_disk(store: Evidence) -> None:
    store.save_work("draft", {"words": "Nevermore" * 50}, owner="ann")
    store.close()
    for path in store.folder.rglob("*"):
        assert not path.is_file() or b"Nevermore" not in path.read_bytes()


@pytest.mark.parametrize("body", [{"words": "\ud800"}, {"words": object()}])
def test_what_is_no_text_is_refused_in_a_sentence(store: Evidence, body: dict[str, Any]) -> None:
    with pytest.raises(CaseError, match="cannot be kept"):
        store.save_work("draft", body, owner="ann")
    assert store.works("draft", owner="ann") == []


def test_too_much_is_refused(store: Evidence) -> None:
    with pytest.raises(CaseError, match="at most 4 MiB"):
        store.save_work("draft", {"words": "x" * LARGEST}, owner="ann")


@given(
    body=st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers(-(2**53), 2**53)
            | st.text(st.characters(exclude_categories=["Cs"])),
            lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner),
        ),
        max_size=4,
    )
)
def test_whatever_a_form_holds_comes_back(kept_store: Evidence, body: dict[str, Any]) -> None:
    kept = kept_store.save_work("draft", body, owner="ann")
    found = kept_store.work(kept.id, owner="ann")
    assert found is not None and found.body == body


@pytest.fixture(scope="module")
def kept_store(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """One store for all examples of a test."""
    return new_store(tmp_path_factory.mktemp("work") / "case")


def test_a_broken_transaction_is_swept_and_work_stays(store: Evidence) -> None:
    load(store, [source(), document()])
    kept = store.save_work("draft", CALL, owner="ann")
    job = store.new_job("load", {"files": ["a"]}, owner="ann")
    # What a crash between the two commits leaves: a vault that knows a later revision than the evidence.
    with store._database.writers() as (_, vault), vault.begin():
        vault.exec_driver_sql("INSERT INTO why (id, words, revision) VALUES ('lost', 'words', 2)")
        vault.exec_driver_sql("UPDATE meta SET value = '2' WHERE name = 'revision'")
    assert [finding.kind for finding in store.check()] == ["swept"]
    assert store.work(kept.id, owner="ann") == kept
    assert store.job(job.id) == job


def test_work_is_saved_between_two_transactions_of_a_load_that_never_pauses(tmp_path: Path) -> None:
    """Without a turn, whoever waits would look for the lock only when the load holds it again."""
    with new_store(tmp_path / "case") as store:
        load(store, [source(), document()])
        stop, counted, loading = threading.Event(), [0], threading.Event()

        def keep_loading() -> None:
            while not stop.is_set():
                with store.writing(ANN) as change:
                    change.add([person(f"p{counted[0]}")])
                    loading.set()
                    time.sleep(0.1)
                counted[0] += 1

        thread = threading.Thread(target=keep_loading)
        thread.start()
        try:
            loading.wait()
            waited = []
            for number in range(5):
                before = counted[0]
                store.save_work("draft", {"n": number}, owner="ann")
                waited.append(counted[0] - before)
        finally:
            stop.set()
            thread.join()
        assert max(waited) <= 2, "at most the transaction under way, and one that had its turn already"
