"""Long work in a process of its own: what it writes, how it stops, and what is left when it or its server dies."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.job_kinds import JOB_KINDS, lane_lock
from dashboard.jobs import MOST, Jobs
from dashboard.worker import INTERRUPTED
from graph.case import Case, create_case, open_case
from graph.errors import CaseError
from graph.evidence import Actor, Job
from graph.evidence.locking import locked
from graph.settings import Settings
from tests.conftest import Neo4jServer
from tests.graph.stores.conftest import wipe
from tests.robustness.tables import POSTS

ROOT = Path(__file__).resolve().parents[2]
ANN = Actor(name="ann")
WITHIN = 60.0
MANY = 12_000
"""Rows of a table that takes several transactions."""
ROUNDS = 2
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """An empty case."""
    with create_case(tmp_path / "case", title="A case", key_file=tmp_path / "key") as made:
        (made.folder / "mappings").mkdir()
        (made.folder / "mappings" / "posts.yaml").write_text(POSTS)
        yield made


@pytest.fixture
def jobs(case: Case) -> Iterator[Jobs]:
    """Its jobs."""
    made = Jobs(case, Settings(), patience=2.0)
    yield made
    made.close()


def _people(folder: Path, count: int, name: str = "people.csv", *, wrong: int = 0) -> Path:
    """A table of invented people, the last ``wrong`` of them born on no day."""
    path = folder / name
    lines = [f"P{at},Invented Person {at},{'no day' if at >= count - wrong else '1990'}" for at in range(count)]
    path.write_text("\n".join(["key,name,seen", *lines]) + "\n")
    return path


def _sent(case: Case, path: Path, owner: str = "ann") -> str:
    return case.evidence.keep_file(path, owner=owner).id


def _until(true: Callable[[], object], what: str) -> None:
    until = time.monotonic() + WITHIN
    while not true():
        assert time.monotonic() < until, f"not within {WITHIN} s: {what}"
        time.sleep(0.05)


def _done(jobs: Jobs, job: str, owner: str = "ann") -> Job:
    assert jobs.wait(job, WITHIN)
    found = jobs.get(job, owner)
    assert found is not None and found.finished
    return found


def _count(case: Case) -> int:
    kinds = case.evidence.slice().kinds
    return sum(kind == "person" for kind in kinds.values())


def test_a_dry_run_says_what_would_happen_and_writes_nothing(case: Case, jobs: Jobs, tmp_path: Path) -> None:
    upload = _sent(case, _people(tmp_path, 5, wrong=1))
    job = _done(jobs, jobs.start("dry_run", {"uploads": [upload]}, owner="ann"))
    assert (job.state, job.result["error"]) == ("done", "")
    assert (job.result["rows"], job.result["new"]) == (5, 6), "four people, their source and document"
    [refused] = job.result["refused"]
    assert (refused["file"], refused["row"], refused["column"], refused["value"]) == ("people.csv", 6, "seen", "no day")
    assert any("Would be new" in sentence for sentence in job.result["sentences"])
    assert any("Invented Person 0" in sentence for sentence in job.result["sentences"])
    assert case.evidence.revision() == 0
    assert case.evidence.upload(upload, owner="ann") is not None, "to be loaded next"


def test_a_load_in_a_worker_is_what_a_load_here_would_be(case: Case, jobs: Jobs, tmp_path: Path) -> None:
    upload = _sent(case, _people(tmp_path, 30, wrong=2))
    job = _done(jobs, jobs.start("load", {"uploads": [upload]}, owner="ann"))
    assert (job.state, job.result["refused_rows"]) == ("done", 2)
    assert _count(case) == 28
    [load] = case.evidence.loads()
    assert (load.by, load.file, [load.id]) == ("ann", "people.csv", job.result["loads"])
    assert case.refresh(), "the graph here was behind"
    assert case.evidence.upload(upload, owner="ann") is None
    [copy] = job.result["copies"]
    assert copy["name"] == "people refused.csv"
    marked = b"".join(case.evidence.upload_bytes(copy["id"], owner="ann")).decode("utf-8-sig")
    assert "why" in marked.splitlines()[0] and "no day" in marked


def test_one_file_that_cannot_be_read_does_not_keep_back_the_others(case: Case, jobs: Jobs, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    uploads = [_sent(case, tmp_path / "empty.csv"), _sent(case, _people(tmp_path, 3))]
    job = _done(jobs, jobs.start("load", {"uploads": uploads}, owner="ann"))
    assert job.state == "done"
    assert [one["error"] for one in job.result["files"]] == ["empty.csv: the file is empty.", ""]
    assert _count(case) == 3
    assert case.evidence.upload(uploads[0], owner="ann") is not None


def test_a_job_of_which_nothing_could_be_done_has_failed_with_a_sentence(
    case: Case, jobs: Jobs, tmp_path: Path
) -> None:
    upload = _sent(case, _people(tmp_path, 3, wrong=1))
    job = _done(jobs, jobs.start("load", {"uploads": [upload], "strict": True}, owner="ann"))
    assert job.state == "failed"
    assert "nothing of it was loaded (strict)" in job.result["error"]
    gone = _done(jobs, jobs.start("load", {"uploads": ["0" * 20]}, owner="ann"))
    assert (gone.state, gone.result["reason"]) == ("failed", "error")
    assert "no longer there" in gone.result["error"]


def test_nobody_loads_the_upload_of_somebody_else(case: Case, jobs: Jobs, tmp_path: Path) -> None:
    upload = _sent(case, _people(tmp_path, 3), owner="bob")
    job = _done(jobs, jobs.start("load", {"uploads": [upload]}, owner="ann"))
    assert job.state == "failed" and case.evidence.revision() == 0


@pytest.mark.parametrize("mapping", ["../key", "/etc/passwd", "posts.yaml", "a b"])
def test_a_request_names_a_mapping_never_a_path(case: Case, tmp_path: Path, mapping: str) -> None:
    request = {"uploads": [_sent(case, _people(tmp_path, 3))], "mapping": mapping, "owner": "ann"}
    with pytest.raises(CaseError, match="no path"):
        JOB_KINDS["dry_run"](case, request, lambda _done, _total: None, lambda: False)


def test_an_error_that_nobody_meant_says_its_kind_and_place_alone(case: Case, jobs: Jobs) -> None:
    job = _done(jobs, jobs.start("load", {"uploads": 3, "name": "Karim"}, owner="ann"))
    assert (job.state, job.result["reason"]) == ("failed", "fault")
    assert "TypeError in job_kinds.py" in job.result["error"] and "Karim" not in str(job.result)


def test_matching_is_a_job_too(case: Case, jobs: Jobs, tmp_path: Path) -> None:
    _done(jobs, jobs.start("load", {"uploads": [_sent(case, _people(tmp_path, 6))]}, owner="ann"))
    job = _done(jobs, jobs.start("match", {}, owner="ann"))
    assert job.state == "done" and set(job.result) >= {"compared", "applied", "queued"}


def test_a_job_is_seen_and_stopped_by_its_owner_alone(case: Case, jobs: Jobs, tmp_path: Path) -> None:
    job = jobs.start("dry_run", {"uploads": [_sent(case, _people(tmp_path, 3))]}, owner="ann")
    assert jobs.get(job, "bob") is None
    jobs.stop(job, "bob")
    assert _done(jobs, job).state == "done"
    assert jobs.get("no such", "ann") is None


def test_there_is_no_work_of_other_kinds(jobs: Jobs) -> None:
    with pytest.raises(CaseError, match="no work of kind"):
        jobs.start("shell", {}, owner="ann")


# --- stopping, waiting, dying


def test_stopped_it_keeps_what_was_committed_and_the_same_again_completes_it(
    case: Case, jobs: Jobs, tmp_path: Path
) -> None:
    path = _people(tmp_path, MANY)
    job = jobs.start("load", {"uploads": [upload := _sent(case, path)]}, owner="ann")
    _until(lambda: case.evidence.revision() >= 1, "a first transaction")
    jobs.stop(job, "ann")
    stopped = _done(jobs, job)
    assert stopped.state == "stopped"
    kept = _count(case)
    assert 0 < kept < MANY
    assert case.evidence.check() == []
    again = _done(jobs, jobs.start("load", {"uploads": [upload]}, owner="ann"))
    assert again.state == "done" and again.result["unchanged"] >= kept
    assert _count(case) == MANY


def _plain(name: str) -> list[Path]:
    """Where a file of this name lies in plain."""
    return [path for home in ("/dev/shm", tempfile.gettempdir()) for path in Path(home).glob(f"work-*/*/{name}")]


def test_work_that_does_not_ask_is_interrupted_and_leaves_nothing_half_done_or_plain(
    case: Case, jobs: Jobs, tmp_path: Path
) -> None:
    name = f"{tmp_path.name}.csv"
    upload = _sent(case, _people(tmp_path, 20 * MANY, name))
    job = jobs.start("load", {"uploads": [upload], "strict": True}, owner="ann")
    _until(lambda: _plain(name), "the file is read")
    jobs.stop(job, "ann")
    assert _done(jobs, job).state == "stopped"
    assert case.evidence.revision() == 0 and _plain(name) == []
    assert case.evidence.check() == []


def test_progress_is_seen_while_it_runs(case: Case, jobs: Jobs, tmp_path: Path) -> None:
    job = jobs.start("load", {"uploads": [_sent(case, _people(tmp_path, MANY))]}, owner="ann")
    seen: set[tuple[int, int]] = set()

    def moved() -> bool:
        found = jobs.get(job, "ann")
        assert found is not None
        seen.add((found.done, found.total))
        return found.finished

    _until(moved, "the load")
    assert any(0 < done < total == MANY for done, total in seen)


def test_a_second_job_that_writes_waits_and_one_that_reads_does_not(case: Case, jobs: Jobs, tmp_path: Path) -> None:
    first = jobs.start("load", {"uploads": [_sent(case, _people(tmp_path, 3 * MANY))]}, owner="ann")
    second = jobs.start("load", {"uploads": [_sent(case, _people(tmp_path, 10, "other.csv"))]}, owner="ann")
    dry = jobs.start("dry_run", {"uploads": [_sent(case, _people(tmp_path, 10, "third.csv"))]}, owner="ann")
    assert _done(jobs, dry).state == "done"
    waiting = jobs.get(second, "ann")
    assert waiting is not None and waiting.state == "waiting"
    running = jobs.get(first, "ann")
    assert running is not None and not running.finished
    jobs.stop(second, "ann")
    stopped = jobs.get(second, "ann")
    assert stopped is not None and stopped.state == "stopped", "at once, not when its turn has come"
    jobs.stop(first, "ann")
    assert _done(jobs, first).state == "stopped"
    assert jobs.wait(second, WITHIN)
    assert "other.csv" not in {load.file for load in case.evidence.loads()}


def test_too_many_jobs_are_refused_in_a_sentence(case: Case, jobs: Jobs) -> None:
    with locked(lane_lock(case.folder, "writing-job")):
        started = [jobs.start("match", {}, owner="ann") for _ in range(MOST)]
        with pytest.raises(CaseError, match="run or wait already"):
            jobs.start("match", {}, owner="ann")
        for job in started:
            jobs.stop(job, "ann")
    assert {_done(jobs, job).state for job in started} == {"stopped"}


def _wait_for_a_transaction(case: Case, jobs: Jobs, job: str) -> None:
    before = case.evidence.revision()
    _until(lambda: case.evidence.revision() > before or jobs.wait(job, 0), "a transaction")


@posix
def test_a_worker_that_is_killed_at_any_moment_leaves_a_whole_case(case: Case, jobs: Jobs, tmp_path: Path) -> None:
    path = _people(tmp_path, MANY, f"{tmp_path.name}.csv")
    upload = _sent(case, path)
    moments = random.Random(20_150_314)
    kept = 0
    for _ in range(ROUNDS):
        job = jobs.start("load", {"uploads": [upload]}, owner="ann")
        _wait_for_a_transaction(case, jobs, job)
        time.sleep(moments.random() * 0.4)
        if (running := jobs._mine.get(job)) is not None:
            running.kill()
        ended = _done(jobs, job)
        assert _plain(path.name) == []
        assert (ended.state, ended.result.get("reason")) in (("failed", "ended"), ("done", None))
        assert {finding.kind for finding in case.evidence.check()} <= {"swept"}
        before, kept = kept, _count(case)
        assert kept >= before, "what was committed stays"
    if case.evidence.upload(upload, owner="ann") is not None:
        assert _done(jobs, jobs.start("load", {"uploads": [upload]}, owner="ann")).state == "done"
    assert _count(case) == MANY
    case.refresh()
    assert case.check() == []


def test_a_load_that_is_undone_while_it_runs_is_undone_whole(case: Case, jobs: Jobs, tmp_path: Path) -> None:
    job = jobs.start("load", {"uploads": [upload := _sent(case, _people(tmp_path, MANY))]}, owner="ann")
    _until(case.evidence.loads, "a first transaction")
    [load] = case.evidence.loads()
    case.evidence.undo_load(load.id, ANN, "wrong file")
    assert _done(jobs, job).state == "done"
    assert [one.withdrawn for one in case.evidence.loads()] == [True]
    case.refresh()
    assert case.check() == []
    assert case.evidence.search_names("invented", clearance=3) == []
    assert case.evidence.upload(upload, owner="ann") is None


SERVER = """
import sys, time
from pathlib import Path
from dashboard.jobs import Jobs
from graph.case import open_case
from graph.settings import Settings

case = open_case(Path(sys.argv[1]), key_file=Path(sys.argv[2]))
jobs = Jobs(case, Settings(), patience=2.0)
print(jobs.start("load", {"uploads": [sys.argv[3]]}, owner="ann"), flush=True)
print(jobs.start("match", {}, owner="ann"), flush=True)
while not case.evidence.revision():
    time.sleep(0.02)
print("loading", flush=True)
time.sleep(60)
"""


@posix
def test_when_the_server_is_killed_its_jobs_stop_and_are_interrupted_at_the_next_start(
    case: Case, tmp_path: Path
) -> None:
    upload = _sent(case, _people(tmp_path, 3 * MANY))
    server = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SERVER), str(case.folder), str(tmp_path / "key"), upload],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert server.stdout is not None
    job, waiting, loading = (server.stdout.readline().strip() for _ in range(3))
    assert loading == "loading"
    server.kill()
    server.communicate()

    def free() -> bool:
        try:
            with locked(lane_lock(case.folder, "writing-job"), wait=0.0):
                return True
        except CaseError:
            return False

    _until(free, "the worker notices that its server is gone")
    jobs = Jobs(case, Settings())
    for one in (job, waiting):
        found = jobs.get(one, "ann")
        assert found is not None
        assert found.state == "failed"
        assert found.result | INTERRUPTED == found.result
    assert 0 < _count(case) < 3 * MANY
    assert case.evidence.check() == []


def test_a_second_dashboard_leaves_the_jobs_of_the_first_alone(case: Case, jobs: Jobs, tmp_path: Path) -> None:
    job = jobs.start("load", {"uploads": [_sent(case, _people(tmp_path, 3 * MANY))]}, owner="ann")
    _until(lambda: case.evidence.revision() >= 1, "a first transaction")
    with open_case(case.folder, key_file=tmp_path / "key") as same:
        other = Jobs(same, Settings())
        found = other.get(job, "ann")
        assert found is not None and found.state == "running"
        other.stop(job, "ann")
        assert _done(jobs, job).state == "stopped"


# --- the key


@posix
def test_the_key_is_on_no_command_line_and_in_no_environment(case: Case, jobs: Jobs, tmp_path: Path) -> None:
    job = jobs.start("load", {"uploads": [_sent(case, _people(tmp_path, MANY))]}, owner="ann")
    _until(lambda: case.evidence.revision() >= 1, "a first transaction")
    process = jobs._mine[job]._process
    assert process is not None
    about = Path("/proc") / str(process.pid)
    if not about.is_dir():
        pytest.skip("this system shows no process in /proc")
    secret = case.handover().key.hex().encode()
    shown = (about / "cmdline").read_bytes() + (about / "environ").read_bytes()
    assert secret not in shown and os.fsencode(case.folder.name) not in (about / "cmdline").read_bytes()
    jobs.stop(job, "ann")
    _done(jobs, job)


def test_what_is_handed_over_names_no_secret_when_it_is_printed(case: Case) -> None:
    handed = case.handover()
    assert handed.key.hex() not in repr(handed) and str(handed.key) not in repr(handed)


def test_no_password_is_asked_for_where_there_is_no_server(case: Case, tmp_path: Path) -> None:
    def ask() -> str:
        raise AssertionError("nobody is there to answer")

    case.close()
    with open_case(case.folder, key_file=tmp_path / "key", password=ask) as again:
        assert again.handover().password == ""


def test_a_wrong_key_opens_nothing(case: Case) -> None:
    with pytest.raises(CaseError, match="does not open"):
        open_case(case.folder, key=bytes(32))


def test_a_load_in_a_worker_fills_a_graph_on_a_server(neo4j_server: Neo4jServer, tmp_path: Path) -> None:
    """The worker gets the password of the graph database with the key, and the graph there follows."""
    wipe(neo4j_server)
    address = neo4j_server.url.replace("://", f"://{neo4j_server.user}@")
    with create_case(
        tmp_path / "case", title="A case", key_file=tmp_path / "key", database=address,
        password=lambda: neo4j_server.auth[1],
    ) as case:  # fmt: skip
        (case.folder / "mappings").mkdir()
        (case.folder / "mappings" / "posts.yaml").write_text(POSTS)
        jobs = Jobs(case, Settings(), patience=2.0)
        try:
            upload = _sent(case, _people(tmp_path, 20))
            job = _done(jobs, jobs.start("load", {"uploads": [upload]}, owner="ann"))
            assert (job.state, job.result["error"]) == ("done", "")
            case.refresh()
            assert case.store.count()["Person"] == 20
        finally:
            jobs.close()
    wipe(neo4j_server)
