"""The locked process: what a taken-over parser cannot do, and that nothing it does reaches the caller."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest import sandbox
from ingest.sandbox import Cage, Refused, Result, close_workers, run_confined

WORKER = "tests.ingest.readers.worker_for_tests"
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="landlock and seccomp are Linux's")


@pytest.fixture(autouse=True)
def fresh_workers() -> Iterator[None]:
    close_workers()
    yield
    close_workers()


def run(function: str, data: bytes = b"", seconds: float = 20.0, **options: Any) -> Result:
    return run_confined(function, data, options, module=WORKER, seconds=seconds)


@ON_LINUX
def test_every_layer_holds_here() -> None:
    found = run("who")
    assert found.cage.layers == ("limits", "landlock", "seccomp")
    assert found.cage.missing == ""


@ON_LINUX
@pytest.mark.parametrize("function", ["read_file", "list_folder", "write_file", "fork", "start", "freeze_parent",
                                      "trace_parent", "fill_memory"])  # fmt: skip
def test_a_taken_over_parser_is_stopped(tmp_path: Path, function: str) -> None:
    secret = tmp_path / "evidence.db"
    secret.write_bytes(b"names")
    path = tmp_path if function == "list_folder" else tmp_path / "new" if function == "write_file" else secret
    assert run(function, path=str(path)).value["stopped"]
    assert not (tmp_path / "new").exists()


@ON_LINUX
def test_it_reaches_no_network() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        assert run("connect", port=server.getsockname()[1]).value["stopped"]


def test_it_inherits_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_TEST_SECRET", "x")
    assert not [name for name in run("environment").value["names"] if name.startswith("DOSSIER")]


def test_one_worker_serves_many_files() -> None:
    assert len({run("who").value["process"] for _ in range(20)}) == 1


def test_a_large_parent_is_no_growth_of_its_worker() -> None:
    sandbox.close_workers()
    held = bytearray(b"x") * (1 << 30)
    assert len({run("who").value["process"] for _ in range(5)}) == 1
    assert held


def test_a_worker_is_replaced_before_it_has_met_too_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "FILES_A_WORKER", 3)
    assert len({run("who").value["process"] for _ in range(7)}) == 3


@pytest.mark.parametrize(("function", "code"), [("abort", "died"), ("sleep", "slow"), ("nothing", "broken")])
def test_one_that_dies_or_hangs_is_replaced(function: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        run(function, seconds=1.0)
    assert caught.value.code == code
    assert run("who", b"four").value["given"] == 4


def test_one_that_was_ended_while_idle_is_replaced() -> None:
    first = run("who").value["process"]
    os.kill(first, signal.SIGTERM)
    sandbox._pool.idle[0]._process.wait()
    assert run("who").value["process"] != first


def test_an_error_of_a_parser_never_quotes_the_file() -> None:
    with pytest.raises(Refused) as caught:
        run("fail", b"a name")
    assert caught.value.code == "broken"
    assert "a name" not in str(caught.value)


def test_what_a_library_prints_disturbs_nothing() -> None:
    assert run("print_loudly").value == {"ok": True}


def test_threads_share_the_workers() -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.extend(run("who", b"x" * 100_000).value["given"] for _ in range(5)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [100_000] * 20


def test_a_worker_that_cannot_start_is_a_sentence() -> None:
    with pytest.raises(Refused, match="did not start"):
        run_confined("who", b"", module="tests.no_such_module")


@ON_LINUX
def test_linux_without_any_lock_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_limit", lambda memory: True)
    monkeypatch.setattr(sandbox, "_landlock", lambda: False)
    monkeypatch.setattr(sandbox, "_seccomp", lambda: False)
    with pytest.raises(sandbox.Unreadable, match="refused"):
        sandbox.lock(1 << 30, allow_bare=False)
    assert sandbox.lock(1 << 30, allow_bare=True) == ("limits",)


@ON_LINUX
def test_a_missing_layer_is_said_in_words() -> None:
    assert "without seccomp, which this system does not offer" in Cage(layers=("limits", "landlock")).missing
