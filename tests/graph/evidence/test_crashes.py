"""Killed, out of disk, or two at once: nothing lost, nothing half-written, one clear sentence."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from graph.errors import CaseError
from graph.evidence import Evidence
from graph.evidence.locking import locked
from graph.evidence.opened import LOCK
from tests.builders import document, person, source
from tests.graph.evidence.stores import ANN, KEY, load, new_store

ROOT = Path(__file__).resolve().parents[3]
ROUNDS = 12
BATCH = 40

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")

WRITER = """
import sys
from pathlib import Path
from graph.evidence import Evidence, LoadInfo, PageText
from tests.builders import document, person, source
from tests.graph.evidence.stores import ANN, KEY

folder, first = Path(sys.argv[1]), int(sys.argv[2])
paper = folder.parent / "paper"
with Evidence.open(folder, KEY) as store:
    for number in range(first, first + 10_000):
        paper.write_bytes(b"%d" % number * 100)
        with store.writing(ANN, load=LoadInfo(dataset="table")) as change:
            threads = change.add(
                [source(), document(), document(f"d{number}"),
                 *(person(f"p{number}-{at}", names=f"Person {number}") for at in range(40))]
            ).threads
            change.store_original(threads[2], paper, "text/plain")
            change.add_pages(threads[2], [PageText(number=1, label="1", text=f"page {number}")])
        print(number, flush=True)
"""


def _start(code: str, *arguments: object, stderr: int = subprocess.PIPE) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=stderr, text=True,
    )  # fmt: skip


def test_killed_at_any_moment_nothing_is_lost_or_half_written(tmp_path: Path) -> None:
    new_store(tmp_path / "case").close()
    moments = random.Random(20_150_314)
    done: set[int] = set()
    for round_ in range(ROUNDS):
        writer = _start(WRITER, tmp_path / "case", (round_ + 1) * 100_000)
        assert writer.stdout is not None
        first = writer.stdout.readline()
        assert first, writer.communicate()[1]
        time.sleep(moments.random() * 0.25)
        writer.send_signal(signal.SIGKILL)
        told = [int(line) for line in (first + writer.communicate()[0]).split()]
        done |= set(told)
        with Evidence.open(tmp_path / "case", KEY) as store:
            assert store.check() == [] or {finding.kind for finding in store.check()} <= {"swept"}
            assert store.check() == []
            known = store.slice()
            people = [thread for thread, kind in known.kinds.items() if kind == "person"]
            batches = {int(known.names[thread][0]["words"].split()[1]) for thread in people}
            assert done <= batches, "what was said to be written is there"
            assert len(people) == len(batches) * BATCH, "every transaction is there whole or not at all"
            assert len(batches - done) <= round_ + 1, "at most the last transaction of a round was not told"
            done = batches
            for number in told[-1:]:
                [hit] = store.search_pages(f"page {number}", clearance=3, limit=1)
                assert store.original(hit.document) == b"%d" % number * 100
            files = list((store.folder / "originals").iterdir())
            assert len(files) == len(batches)
            load(store, [source(), document()])


BETWEEN = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from graph.evidence import Evidence
from tests.builders import document, person, source
from tests.graph.evidence.stores import ANN, KEY

with Evidence.open(Path(sys.argv[1]), KEY) as store:
    with store.writing(ANN) as change:
        change.add([person("lost", names="Nevermore")])
        event.listen(store._database._evidence, "commit", lambda _: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_killed_between_the_two_commits_the_vault_is_swept(tmp_path: Path) -> None:
    with new_store(tmp_path / "case") as store:
        load(store, [source(), document(), person("karim", names="Karim")])
    killed = _start(BETWEEN, tmp_path / "case")
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    with Evidence.open(tmp_path / "case", KEY) as store:
        assert store.revision() == 1
        assert store.search_names("nevermore", clearance=3) == [], "nor is it found before it is swept"
        assert [finding.kind for finding in store.check()] == ["swept"]
        assert store.check() == []
        with store._database.reading() as connection:
            left = connection.exec_driver_sql("SELECT count(*) FROM vault.record WHERE revision > 1").scalar()
        assert left == 0
        load(store, [person("samir", names="Samir")])
        assert [hit.words for hit in store.search_names("samir", clearance=3)] == ["Samir"]
        assert store.check() == []


FULL = """
import resource, sys
from pathlib import Path
from graph.errors import CaseError
from graph.evidence import Evidence
from tests.builders import person
from tests.graph.evidence.stores import ANN, KEY

with Evidence.open(Path(sys.argv[1]), KEY) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        with store.writing(ANN) as change:
            change.add(person(f"p{at}", names=f"Person {at}") for at in range(4000))
    except CaseError as error:
        print(error)
"""


@pytest.mark.parametrize("room", [0, 40_000, 300_000, 900_000])
def test_a_full_disk_is_said_in_one_sentence_and_leaves_nothing(tmp_path: Path, room: int) -> None:
    with new_store(tmp_path / "case") as store:
        load(store, [source(), document()])
    full = _start(FULL, tmp_path / "case", room)
    told, errors = full.communicate()
    assert full.returncode == 0, errors
    assert "disk is full" in told
    assert told.count("\n") == 1
    with Evidence.open(tmp_path / "case", KEY) as store:
        assert store.revision() == 1
        assert {finding.kind for finding in store.check()} <= {"swept"}
        assert store.check() == []
        load(store, [person(f"p{at}") for at in range(50)])
        assert len(store.slice().versions) == 52


def test_a_full_disk_while_an_original_is_stored_leaves_no_file(tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    paper.write_bytes(bytes(400_000))
    code = FULL.replace(
        'change.add(person(f"p{at}", names=f"Person {at}") for at in range(4000))',
        'change.store_original(store.slice().versions.popitem()[0], Path(sys.argv[3]), "image/png")',
    )
    with new_store(tmp_path / "case") as store:
        load(store, [source(), document()])
    full = _start(code, tmp_path / "case", 200_000, paper)
    told, errors = full.communicate()
    assert full.returncode == 0, errors
    assert "disk is full" in told
    assert list((tmp_path / "case" / "originals").iterdir()) == []


HOLDER = """
import sys, time
from pathlib import Path
from graph.evidence import Evidence
from tests.builders import document, source
from tests.graph.evidence.stores import ANN, KEY

with Evidence.open(Path(sys.argv[1]), KEY) as store, store.writing(ANN) as change:
    change.add([source(), document()])
    print("holding", flush=True)
    sys.stdin.readline() if len(sys.argv) > 2 else time.sleep(0.5)
"""


def test_a_second_writer_waits_for_the_first_and_both_are_kept(tmp_path: Path) -> None:
    new_store(tmp_path / "case").close()
    holder = _start(HOLDER, tmp_path / "case")
    assert holder.stdout is not None
    assert holder.stdout.readline() == "holding\n"
    with Evidence.open(tmp_path / "case", KEY) as store:
        assert store.revision() == 0, "reading goes on beside a writer"
        load(store, [person("karim")])
        assert store.revision() == 2
        assert len(store.slice().versions) == 3
        assert store.waiting() == []
    holder.communicate()
    assert holder.returncode == 0


def test_a_second_writer_that_may_not_wait_gets_a_sentence(tmp_path: Path) -> None:
    with new_store(tmp_path / "case") as store:
        impatient = Evidence.open(store.folder, KEY, lock_wait=0.1)
        with store.writing(ANN) as change:
            change.add([source(), document()])
            with pytest.raises(CaseError, match="Another process is writing"), impatient.writing(ANN):
                raise AssertionError("two writers at once")
        with impatient.writing(ANN) as change:
            change.add([person("karim")])
        impatient.close()


def test_a_lock_goes_with_its_process(tmp_path: Path) -> None:
    new_store(tmp_path / "case").close()
    holder = _start(HOLDER, tmp_path / "case", "until told")
    assert holder.stdout is not None
    assert holder.stdout.readline() == "holding\n"
    holder.kill()
    holder.communicate()
    with locked(tmp_path / "case" / LOCK, wait=5):
        pass


def test_threads_of_one_process_write_one_after_the_other(tmp_path: Path) -> None:
    with new_store(tmp_path / "case") as store:
        load(store, [source(), document()])
        failed: list[Exception] = []

        def write(number: int) -> None:
            try:
                for at in range(4):
                    load(store, [person(f"p{number}-{at}")])
            except CaseError as error:
                failed.append(error)

        threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            assert len(store.slice().versions) >= 2
        assert failed == []
        assert store.revision() == 17
        assert store.check() == []
