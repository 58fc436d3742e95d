"""A worker whose functions try what a taken-over parser would try."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _tried(attempt: Callable[[], object]) -> dict[str, Any]:
    try:
        attempt()
    except (OSError, subprocess.SubprocessError, MemoryError) as error:
        return {"stopped": type(error).__name__}
    return {"stopped": ""}


def read_file(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    return _tried(lambda: Path(options["path"]).read_bytes())


def list_folder(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    return _tried(lambda: list(Path(options["path"]).iterdir()))


def write_file(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    return _tried(lambda: Path(options["path"]).write_bytes(b"x"))


def connect(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    def attempt() -> None:
        with socket.socket() as one:
            one.connect(("127.0.0.1", int(options["port"])))

    return _tried(attempt)


def fork(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    def attempt() -> None:
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)

    return _tried(attempt)


def start(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    return _tried(lambda: subprocess.run([sys.executable, "-c", ""], check=True))


def freeze_parent(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    return _tried(lambda: os.kill(os.getppid(), signal.SIGCONT))


def trace_parent(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    attach = 16
    found = ctypes.CDLL(None, use_errno=True).ptrace(attach, os.getppid(), 0, 0)
    return {"stopped": "OSError" if found == -1 else ""}


def fill_memory(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    return _tried(lambda: bytearray(8 << 30))


def environment(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    return {"names": sorted(os.environ)}


def who(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    return {"process": os.getpid(), "given": len(data)}


def abort(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    os.abort()


def sleep(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    time.sleep(60)
    return {}


def print_loudly(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    os.write(1, b"noise" * 1000)
    print("noise", file=sys.stderr)
    return {"ok": True}


def fail(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    raise ValueError(data.decode())


FUNCTIONS = {
    one.__name__: one
    for one in (
        read_file,
        list_folder,
        write_file,
        connect,
        fork,
        start,
        freeze_parent,
        trace_parent,
        fill_memory,
        environment,
        who,
        abort,
        sleep,
        print_loudly,
        fail,
    )
}
