"""What only the embedded store has: a file as checkpoint, other processes beside it, threads within."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import kglite
import pytest

from graph.errors import ForeignGraph, StoreError
from graph.stores.spilling import SUFFIX, VARIABLE, try_lock
from graph.stores.store import Batch, DamagedGraph, GraphState, Store, open_store
from tests.graph.stores.builders import CASE, SCHEMA, fill, link, node, people

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "graph.kgl"


def opened(path: Path) -> Store:
    return open_store(f"kglite:{path}")


def saved(path: Path, *parts: Any) -> Store:
    store = opened(path)
    fill(store, *parts)
    store.save()
    return store


def test_what_was_not_saved_is_gone_and_the_checkpoint_is_whole(path: Path) -> None:
    store = saved(path, node("P-1"))
    store.apply(Batch(base=1, revision=2, nodes=[node("P-2")]))
    assert opened(path).state() == GraphState(case=CASE, revision=1, schema=SCHEMA)
    store.save()
    assert opened(path).count() == {"Person": 2}


def test_a_reopened_graph_goes_on_with_its_rules(path: Path) -> None:
    saved(path, node("P-1"), node("P-2", 2, 3), link("RELATED_TO", "P-1", "P-2@2", 2, 3))
    store = opened(path)
    assert store.neighbours("P-1", clearance=1) == []
    assert len(store.neighbours("P-1", clearance=2)) == 1
    with pytest.raises(StoreError):
        store.apply(Batch(base=1, revision=2, nodes=[node("P-1")]))
    store.apply(Batch(base=1, revision=2, nodes=[node("P-3", role="new")]))
    assert store.count() == {"Person": 3, "RELATED_TO": 1}


def test_the_file_is_for_its_owner_alone(path: Path) -> None:
    saved(path, node("P-1"))
    assert path.stat().st_mode & 0o077 == 0
    assert sorted(file.name for file in path.parent.iterdir()) == ["graph.kgl", "graph.kgl.saving"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a graph", b"\x00" * 4_096], ids=["empty", "other", "zeros"])
def test_a_file_that_is_no_graph_is_told_and_can_be_rebuilt(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    store = opened(path)
    for read in (store.state, store.count, lambda: store.nodes(["P-1"], clearance=0)):
        with pytest.raises(DamagedGraph):
            read()
    store.rebuild([Batch(base=0, revision=0, nodes=[node("P-1")])], case=CASE, schema=SCHEMA, revision=5)
    store.save()
    assert opened(path).state() == GraphState(case=CASE, revision=5, schema=SCHEMA)


def test_a_changed_byte_is_told_or_harmless(path: Path) -> None:
    saved(path, *people(300), *(link("RELATED_TO", f"P-{n:05d}", "P-00000") for n in range(1, 300)))
    whole = path.read_bytes()
    expected = opened(path).nodes(["P-00000", "P-00123"], clearance=0)
    chance = random.Random(7)
    for _ in range(60):
        broken = bytearray(whole)
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        store = opened(path)
        try:
            state = store.state()
        except StoreError:
            continue
        # A byte that nothing depends on may change unseen; what is read is right.
        assert state == GraphState(case=CASE, revision=1, schema=SCHEMA)
        assert store.nodes(["P-00000", "P-00123"], clearance=0) == expected


def test_a_truncated_file_is_told(path: Path) -> None:
    saved(path, *people(300))
    whole = path.read_bytes()
    for length in range(1, len(whole), max(1, len(whole) // 25)):
        path.write_bytes(whole[:length])
        with pytest.raises(StoreError):
            opened(path).state()


def test_another_graph_file_is_foreign(path: Path) -> None:
    graph = kglite.KnowledgeGraph()
    graph.cypher("CREATE (n:Book {id: '1'})")
    graph.save(str(path))
    store = opened(path)
    with pytest.raises(ForeignGraph):
        store.state()
    with pytest.raises(ForeignGraph):
        store.claim(CASE, SCHEMA)
    with pytest.raises(StoreError):
        store.apply(Batch(base=0, revision=1))


def test_the_file_of_another_case_says_so_and_is_replaced_by_a_rebuild(path: Path) -> None:
    saved(path, node("P-1")).close()
    store = opened(path)
    state = store.state()
    assert state is not None
    assert state.case == CASE
    store.rebuild([], case="mine", schema=SCHEMA, revision=2)
    store.save()
    assert opened(path).state() == GraphState(case="mine", revision=2, schema=SCHEMA)


def test_a_later_checkpoint_is_not_replaced_by_an_earlier_one(path: Path) -> None:
    first = saved(path, node("P-1"))
    second = opened(path)
    for store, last in ((first, 2), (second, 4)):
        for revision in range(1, last):
            store.apply(Batch(base=revision, revision=revision + 1, nodes=[node(f"P-{revision + 10}")]))
    second.save()
    first.save()
    assert opened(path).state() == GraphState(case=CASE, revision=4, schema=SCHEMA)
    first.rebuild([], case=CASE, schema=SCHEMA, revision=3)  # the evidence went back, from a backup
    first.save()
    assert opened(path).state() == GraphState(case=CASE, revision=3, schema=SCHEMA)


HOLDING = """
import sys
from pathlib import Path
from graph.stores.checkpoint import Checkpoint
with Checkpoint(Path(sys.argv[1]))._locked() as lock:
    print(bool(lock), flush=True)
    sys.stdin.read()
"""


def test_who_cannot_have_the_lock_leaves_the_file_alone(path: Path) -> None:
    store = saved(path, node("P-1"))
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"True"
        store.apply(Batch(base=1, revision=2, nodes=[node("P-2")]))
        store.save()
        assert opened(path).state() == GraphState(case=CASE, revision=1, schema=SCHEMA)
    finally:
        holder.communicate()
    store.save()
    assert opened(path).state() == GraphState(case=CASE, revision=2, schema=SCHEMA)


SAVING = """
import sys
from tests.graph.stores.builders import *
from graph.stores.store import open_store
store = open_store("kglite:" + sys.argv[1])
state = store.state()
revision = state.revision
while True:
    store.apply(Batch(base=revision, revision=revision + 1, nodes=[
        node(f"P-{revision + 1}-{number}", role="x" * 50) for number in range(400)]))
    revision += 1
    store.save()
    print(revision, flush=True)
"""


def test_a_process_killed_while_saving_leaves_a_whole_checkpoint(path: Path) -> None:
    saved(path)
    chance = random.Random(11)
    for _ in range(12):
        writer = subprocess.Popen([sys.executable, "-c", SAVING, str(path)], stdout=subprocess.PIPE, cwd=ROOT)
        assert writer.stdout is not None
        told = int(writer.stdout.readline())
        time.sleep(chance.random() * 0.15)
        writer.send_signal(signal.SIGKILL)
        rest = writer.communicate()[0].split()
        told = int(rest[-1]) if rest else told
        store = opened(path)
        state = store.state()
        assert state is not None
        # What was told as saved is there; the save that was under way may be as well.
        assert state.revision in (told, told + 1)
        assert store.count() == {"Person": 400 * (state.revision - 1)}
    store.rebuild([], case=CASE, schema=SCHEMA, revision=1)
    store.save()
    assert sorted(file.name for file in path.parent.iterdir()) == ["graph.kgl", "graph.kgl.saving"]


def test_a_disk_that_takes_nothing_is_told(path: Path) -> None:
    store = opened(path.parent / "no such folder" / "graph.kgl")
    fill(store, node("P-1"))
    with pytest.raises(StoreError, match="disk full"):
        store.save()
    assert store.count() == {"Person": 1}


def in_a_fork(store: Store, answers: Any) -> None:
    try:
        store.count()
    except StoreError:
        answers.put("refused")
    else:
        answers.put("let through")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_may_not_use_the_parents_graph(path: Path) -> None:
    store = saved(path, node("P-1"))
    forking = multiprocessing.get_context("fork")
    answers = forking.Queue()
    child = forking.Process(target=in_a_fork, args=(store, answers))
    child.start()
    assert answers.get(timeout=30) == "refused"
    child.join()
    assert store.count() == {"Person": 1}


def test_readers_in_threads_see_whole_batches_while_a_writer_writes(path: Path) -> None:
    """Each batch adds two people and a link between them; no reader may ever see one without the other."""
    store = opened(path)
    fill(store, node("I-1"), node("P-secret", 3, 3))
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        text = "MATCH (a:Person)-[r:RELATED_TO]->(b:Person) WHERE a.clear_min = 0 RETURN count(r) AS links"
        pairs = "MATCH (n:Person) WHERE n.clear_min = 0 RETURN count(n) AS people"
        while not done.is_set():
            for clearance in (0, 3):
                try:
                    before = store.rows(text, {}, clearance=clearance)[0]["links"]
                    people_now = store.rows(pairs, {}, clearance=clearance)[0]["people"]
                    after = store.rows(text, {}, clearance=clearance)[0]["links"]
                    if people_now % 2 or not before <= people_now / 2 <= after:
                        wrong.append((before, people_now, after))
                except Exception as error:  # noqa: BLE001 - a thread's failure must reach the test
                    wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for revision in range(1, 121):
        a, b = f"P-{revision}-a", f"P-{revision}-b"
        batch = Batch(base=revision, revision=revision + 1, nodes=[node(a), node(b)], links=[link("RELATED_TO", a, b)])
        store.apply(batch)
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert store.count()["RELATED_TO"] == 120


def test_memory_alone_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store("memory:")
    fill(store, node("P-1"))
    store.save()
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_old_text_is_not_in_the_file_after_it_was_replaced(path: Path) -> None:
    """Columns may be compressed, so the control value must first be found where it should be."""
    marker = "".join(random.Random(3).choices("abcdefghijklmnopqrstuvwxyz", k=40))
    store = saved(path, node("P-1", role=marker))
    found = [row["properties"]["role"] for row in opened(path).nodes(["P-1"], clearance=0)]
    assert found == [marker]
    store.apply(Batch(base=1, revision=2, remove=["P-1"], nodes=[node("P-1", role="other")]))
    store.save()
    graph: Any = kglite.load(str(path))
    everything = repr(graph.cypher("MATCH (n) RETURN properties(n) AS p").to_list())
    assert "other" in everything
    assert marker not in everything
    assert marker.encode() not in path.read_bytes()


def names_of_files_below(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*"))


def test_opening_leaves_nothing_of_the_graph_in_plain_files(
    path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine unpacks large columns into files; by default into the folder that all users share."""
    shared = tmp_path_factory.mktemp("shared")
    monkeypatch.setenv("TMPDIR", str(shared))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.delenv(VARIABLE, raising=False)
    saved(path, *(node(f"U-{n:05d}", name=f"Battalion {n} of the invented province" * 5) for n in range(4_000)))
    seen: list[list[str]] = []
    load = kglite.load

    def load_and_look(*args: Any, **options: Any) -> Any:
        graph = load(*args, **options)
        seen.append(names_of_files_below(shared))
        beside = [found for found in path.parent.glob(f"*{SUFFIX}*") if any(found.rglob("*.str"))]
        assert [found.stat().st_mode & 0o077 for found in beside] == [0], "the test's columns are too small to matter"
        return graph

    monkeypatch.setattr(kglite, "load", load_and_look)
    store = opened(path)
    assert store.nodes(["U-03999"], clearance=0)[0]["properties"]["name"].startswith("Battalion 3999")
    assert seen == [[]]
    assert names_of_files_below(shared) == []
    assert names_of_files_below(path.parent) == ["graph.kgl", "graph.kgl.saving"]
    assert VARIABLE not in os.environ
    store.apply(Batch(base=1, revision=2, remove=["U-00000"], nodes=[node("U-90000", name="a new one")]))
    store.save()
    assert opened(path).count() == {"Unit": 4_000}


def test_what_a_killed_opening_left_is_swept_unless_somebody_is_still_opening(path: Path) -> None:
    saved(path, node("P-1"))
    gone, living = (path.with_name(f"{path.name}{SUFFIX}{name}") for name in ("gone", "living"))
    for folder in (gone, living):
        (folder / "type_1").mkdir(parents=True)
        (folder / "type_1" / "column_0.str").write_text("names")
        (folder / "held").touch()
        os.utime(folder, (0, 0))
    with (living / "held").open("r+") as held:
        assert try_lock(held)
        assert opened(path).count() == {"Person": 1}
        assert (gone.exists(), living.exists()) == (False, True)
    assert opened(path).count() == {"Person": 1}
    assert not living.exists()
