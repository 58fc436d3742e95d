"""Rows of long work: what is asked, how far it has come, what came of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from graph.errors import CaseError
from graph.evidence import Evidence
from graph.evidence.jobs import KEPT
from graph.evidence.locking import locked
from graph.evidence.opened import LOCK
from tests.builders import document, source
from tests.graph.evidence.stores import Clock, load, new_store, reopened

ASKED = {"uploads": ["u1"], "file": "Karim's list.xlsx"}


def test_a_job_waits_runs_and_ends_with_its_result(store: Evidence) -> None:
    job = store.new_job("load", ASKED, owner="ann")
    assert (job.state, job.request, job.result, job.finished) == ("waiting", ASKED, {}, False)
    assert store.job_begins(job.id)
    store.job_progress(job.id, 3, 10)
    running = store.job(job.id)
    assert running is not None and (running.state, running.done, running.total) == ("running", 3, 10)
    store.finish_job(job.id, "done", {"sentences": ["3 rows"]})
    again = reopened(store)
    done = again.job(job.id)
    assert done is not None and done.finished
    assert (done.state, done.request, done.result) == ("done", ASKED, {"sentences": ["3 rows"]})
    again.close()


def test_a_job_begins_and_ends_once(store: Evidence) -> None:
    job = store.new_job("load", {}, owner="ann")
    assert store.job_begins(job.id) and not store.job_begins(job.id)
    store.finish_job(job.id, "stopped", {"reason": "first"})
    store.finish_job(job.id, "done", {"reason": "second"})
    store.job_progress(job.id, 9, 9)
    found = store.job(job.id)
    assert found is not None and (found.state, found.result, found.done) == ("stopped", {"reason": "first"}, 0)


def test_a_job_that_is_to_stop_before_it_began_does_not_begin(store: Evidence) -> None:
    job = store.new_job("load", {}, owner="ann")
    assert not store.stop_asked(job.id)
    store.ask_stop(job.id)
    assert store.stop_asked(job.id)
    assert not store.job_begins(job.id)


def test_jobs_are_listed_by_owner_and_kind_newest_first(store: Evidence) -> None:
    first = store.new_job("load", {}, owner="ann")
    second = store.new_job("match", {}, owner="ann")
    store.new_job("load", {}, owner="bob")
    assert [job.id for job in store.jobs(owner="ann")] == [second.id, first.id]
    assert [job.id for job in store.jobs(owner="ann", kind="load")] == [first.id]
    store.finish_job(first.id, "failed", {})
    assert {job.owner for job in store.unfinished_jobs()} == {"ann", "bob"}
    assert first.id not in {job.id for job in store.unfinished_jobs()}
    assert store.job("no such") is None


def test_progress_never_waits_for_a_writer(store: Evidence) -> None:
    job = store.new_job("load", {}, owner="ann")
    store.job_begins(job.id)
    with locked(store.folder / LOCK):
        store.job_progress(job.id, 5, 10)
    found = store.job(job.id)
    assert found is not None and found.done == 0
    store.job_progress(job.id, 6, 10)
    found = store.job(job.id)
    assert found is not None and found.done == 6


def test_jobs_are_no_revision_and_their_words_lie_in_the_vault(store: Evidence) -> None:
    load(store, [source(), document()])
    job = store.new_job("load", ASKED, owner="ann")
    store.finish_job(job.id, "done", {"sentences": ["Karim"]})
    assert store.revision() == 1
    assert store.check() == []
    with store._database.reading() as connection:
        row = connection.exec_driver_sql("SELECT * FROM job").fetchone()
    assert row is not None and not any("Karim" in str(cell) for cell in row)


def test_what_finished_long_ago_is_forgotten_and_what_runs_is_not(tmp_path: Path) -> None:
    clock = Clock()
    with new_store(tmp_path / "case", clock=clock) as store:
        old, running = (store.new_job("load", ASKED, owner="ann") for _ in range(2))
        store.finish_job(old.id, "done", {"sentences": ["Karim"]})
        store.job_begins(running.id)
        clock.now += KEPT + timedelta(hours=1)
        new = store.new_job("load", {}, owner="ann")
        assert [job.id for job in store.jobs(owner="ann")] == [new.id, running.id]
        with store._database.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM vault.job_words").scalar() == 2


def test_a_request_that_is_no_text_is_refused(store: Evidence) -> None:
    with pytest.raises(CaseError, match="cannot be kept"):
        store.new_job("load", {"file": "\udfff"}, owner="ann")
    assert store.jobs(owner="ann") == []
