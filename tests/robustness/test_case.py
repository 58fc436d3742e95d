"""The case itself in bad hands: wrong keys, damage, two at once, no room, interrupted, killed, stopped under."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Neo4jServer
from tests.graph.stores.conftest import wipe
from tests.robustness.front_door import ROOT, Door, Nursery, do
from tests.robustness.picture import picture
from tests.robustness.rounds import Rounds
from tests.robustness.tables import write_units
from tools import neo4j_server

KILLED = 6  # rounds a store; many more by hand: python -m tests.robustness.rounds
ROWS = 2_000

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    """Starts commands in processes of their own."""
    made = Nursery(tmp_path)
    yield made
    made.close()


@pytest.fixture
def units(tmp_path: Path) -> tuple[object, ...]:
    """The words after ``dossier load CASE`` for a small table."""
    table, mapping = write_units(tmp_path, 60)
    return table, "--mapping", mapping


def test_a_wrong_key_is_refused(door: Door, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("ab" * 32, encoding="utf-8")
    assert "does not open" in do("check", door.folder, "--key-file", tmp_path / "wrong").sentence()


def test_a_wrong_passphrase_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = iter(["four words of pass", "four words of pass", "four other words here"])
    monkeypatch.setattr("getpass.getpass", lambda *_: next(said))
    assert do("new", tmp_path / "case").code == 0
    assert "does not open" in do("check", tmp_path / "case").sentence()


def test_one_changed_byte_is_found_and_the_copy_put_back(door: Door, units: tuple[object, ...]) -> None:
    assert door.load(*units).code == 0
    with door.open() as case:
        before = picture(case)
    path = door.folder / "evidence.db"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    checked = door.check()
    assert checked.code == 1
    assert "newest good copy is of" in checked.told
    assert "It lacks nothing." in checked.told or "not in it" in checked.told
    assert door.check("--restore-copy").code == 0
    with door.open() as case:
        assert picture(case) == before, "nothing is lost"


def test_what_a_copy_lacks_is_named(door: Door, units: tuple[object, ...], tmp_path: Path) -> None:
    assert door.load(*units).code == 0
    shutil.copytree(door.folder / "copies", tmp_path / "kept")
    (tmp_path / "more").mkdir()
    table, mapping = write_units(tmp_path / "more", 90)
    assert door.load(table, "--mapping", mapping).code == 0
    shutil.rmtree(door.folder / "copies")
    shutil.copytree(tmp_path / "kept", door.folder / "copies")
    with door.open() as case:
        later = case.evidence.loads()[-1].id
    path = door.folder / "vault.db"
    content = bytearray(path.read_bytes())
    content[-2_000] ^= 1
    path.write_bytes(content)
    told = door.check().told
    assert f"It lacks these loads, to be loaded again: {later}." in told or "load those files again" in told


@pytest.mark.parametrize("damage", ["deleted", "another case's"])
def test_a_graph_file_that_is_not_the_case_s_own_is_made_anew(
    door: Door, units: tuple[object, ...], tmp_path: Path, damage: str
) -> None:
    assert door.load(*units).code == 0
    with door.open() as case:
        before = picture(case)
    if damage == "deleted":
        (door.folder / "graph.kgl").unlink()
    else:
        other = Door(folder=tmp_path / "other", key_file=tmp_path / "other-key")
        other.create()
        assert other.load(units[0], *units[1:]).code == 0
        shutil.copy(other.folder / "graph.kgl", door.folder / "graph.kgl")
    assert door.check().told == "Nothing found."
    with door.open() as case:
        assert picture(case) == before


def test_a_case_of_a_newer_version_is_left_alone(door: Door) -> None:
    about = door.folder / "case.toml"
    about.write_text(about.read_text(encoding="utf-8").replace("format = 1", "format = 9"), encoding="utf-8")
    assert "newer" in door.check().sentence()


def test_what_is_no_case_is_said(tmp_path: Path) -> None:
    (tmp_path / "k").write_text("ab" * 32, encoding="utf-8")
    assert "is not a case" in do("check", tmp_path, "--key-file", tmp_path / "k").sentence()


def test_a_load_beside_a_reader_is_noticed(door: Door, units: tuple[object, ...], nursery: Nursery) -> None:
    with door.open() as case:
        assert case.reader().search_names("Unit 7") == []
        assert door.start(nursery, "load", *units).ended().code == 0
        assert case.refresh()
        assert [hit.kind for hit in case.reader().search_names("Unit 7")] == ["unit"]
        assert case.store.count()["Unit"] == 60
        assert case.check() == []


def test_a_full_disk_ends_in_a_sentence_and_the_load_completes_later(
    door: Door, tmp_path: Path, nursery: Nursery
) -> None:
    table, mapping = write_units(tmp_path, ROWS)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
        full = door.load(table, "--mapping", mapping)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert "disk is full" in full.sentence()
    assert door.check().code == 0
    assert door.load(table, "--mapping", mapping).code == 0
    with door.open() as case:
        assert case.store.count()["Unit"] == ROWS
        assert case.check() == []


def test_ctrl_c_ends_in_a_sentence_and_the_load_completes_later(door: Door, tmp_path: Path, nursery: Nursery) -> None:
    table, mapping = write_units(tmp_path, ROWS)
    child = door.start(nursery, "load", table, "--mapping", mapping, rows=50)
    log = door.folder / "vault.db-wal"
    while not (log.exists() and log.stat().st_size):
        time.sleep(0.002)
    child.send(signal.SIGINT, after=0.0)
    assert "Stopped" in child.ended().sentence()
    assert door.check().code == 0
    assert door.load(table, "--mapping", mapping).code == 0
    with door.open() as case:
        assert case.store.count()["Unit"] == ROWS


def test_killed_at_any_moment_a_load_completes_when_it_is_run_again(either: Door, tmp_path: Path) -> None:
    table, mapping = write_units(tmp_path, ROWS)
    rounds = Rounds(either, (table, "--mapping", mapping), empty=lambda: wipe(either.server) if either.server else None)
    try:
        rounds.prepare()
        for number in range(KILLED):
            rounds.round(number)
    finally:
        rounds.close()


@pytest.mark.neo4j
def test_a_server_that_holds_another_case_is_left_alone(either: Door, tmp_path: Path) -> None:
    if either.server is None:
        either = Door(folder=tmp_path / "embedded", key_file=tmp_path / "k")
        either.create()
        assert either.check().code == 0, "a folder holds its own case always"
        return
    either.create()
    other = Door(folder=tmp_path / "other", key_file=tmp_path / "other-key", server=either.server)
    words = ("--database", either.server.url.replace("://", f"://{either.server.user}@"), "--key-file", other.key_file)
    refused = do(
        "new", other.folder, *words, DOSSIER_NEO4J_PASSWORD_FILE=str(either.server.password_file)
    )  # fmt: skip
    assert "not empty" in refused.sentence()
    assert not other.folder.exists()
    assert either.check().code == 0


@pytest.mark.neo4j
@pytest.mark.tool("java")
def test_a_server_stopped_in_mid_load_and_started_again(tmp_path: Path, nursery: Nursery) -> None:
    """What was read is kept; once the server runs again, opening brings the graph up to it."""
    home = tmp_path / "neo4j"
    _server("start", home, 0)
    try:
        told = json.loads((home / "server.json").read_text(encoding="utf-8"))
        server = Neo4jServer(url=told["url"], user=told["user"], password_file=Path(told["password_file"]))
        door = Door(folder=tmp_path / "case", key_file=tmp_path / "key", server=server)
        door.create()
        table, mapping = write_units(tmp_path, ROWS)
        child = door.start(nursery, "load", table, "--mapping", mapping, rows=50)
        log = door.folder / "vault.db-wal"
        while not (log.exists() and log.stat().st_size):
            time.sleep(0.002)
        os.kill(told["pid"], signal.SIGKILL)
        assert "graph database" in child.ended().sentence()
        while neo4j_server.alive(told["pid"]):
            time.sleep(0.1)
        _server("start", home, int(server.url.rpartition(":")[2]))
        assert door.check().code == 0
        assert door.load(table, "--mapping", mapping).code == 0
        with door.open() as case:
            assert case.store.count()["Unit"] == ROWS
            assert case.check() == []
    finally:
        _server("stop", home, 0)


def _server(action: str, home: Path, port: int) -> None:
    tool = [sys.executable, str(ROOT / "tools" / "neo4j_server.py"), action]
    subprocess.run([*tool, "--home", home, "--port", str(port), "--heap", "512m"], check=True)
