"""Parsing somebody else's file in a process that can do nothing else.

A *worker* is a fresh Python process (spawned, never forked: the caller may hold an open case). It imports its
parsers, locks itself, and only then reads a file's bytes from standard input; results come back as JSON on
standard output. It serves many files, one at a time, and is replaced when it dies, is killed at its time limit,
has grown, or has served enough: a hundred documents do not pay a hundred starts.

What locks it, in layers (``Cage.layers`` says which of them hold):

- **limits** (POSIX): address space, processor seconds for each file, no file written, no core dump, few descriptors;
- **landlock** (Linux 5.13 or newer): no file or folder can be opened;
- **seccomp** (Linux with libseccomp): only the calls that computing needs; no network, no new process, no signal
  to another process, no opening of files.

On Linux a worker with neither landlock nor seccomp refuses to parse (``ReadLimits.bare`` allows it by name). Where
only one of the two holds, the file is read and the result's notes say what was missing. Elsewhere the system
gives what it gives (macOS: limits; Windows: the time limit and a process of its own), and the notes say so.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import importlib
import os
import platform
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson

from graph.errors import LoadError

MEGABYTE = 1 << 20
STARTED_WITHIN = 30.0  # seconds in which a worker must have imported its parsers and locked itself
FILES_A_WORKER = 100  # a worker taken over by a hostile file meets at most this many others
IDLE_WORKERS = 2
RESULT_BYTES = 512 * MEGABYTE
FRAME = struct.Struct(">QQ")  # length of the JSON, length of the bytes behind it

Function = Callable[[bytes, dict[str, Any]], dict[str, Any]]

# What a parser that has all its modules may still ask of the kernel. Anything else is refused with EPERM.
ALLOWED_CALLS = (
    "read", "readv", "write", "writev", "close", "lseek", "fstat", "newfstatat", "fcntl", "ioctl", "poll", "ppoll",
    "mmap", "munmap", "mremap", "mprotect", "madvise", "brk", "futex", "sched_yield", "sched_getaffinity", "membarrier",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "tgkill", "restart_syscall", "rseq",
    "getpid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getrusage", "getrlimit", "getrandom", "sysinfo",
    "clock_gettime", "clock_getres", "clock_nanosleep", "gettimeofday", "time", "nanosleep", "exit", "exit_group",
)  # fmt: skip


class Unreadable(Exception):
    """Raised by a parser: the file cannot be read. ``code`` is a key of ``SENTENCES``; never any content."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


# What the caller tells people, by code: nothing that a worker says is printed as it stands.
SENTENCES = {
    "encrypted": "is protected by a password; save a copy without one, then load that",
    "broken": "is damaged or cut off and cannot be read; get a new copy from where it came from",
    "empty": "is empty",
    "bomb": "unpacks to far more than its size allows; it was not read",
    "pixels": "has more pixels than can be read; save a smaller copy",
    "pages": "has more pages than can be read at once; split it",
    "nested": "is nested too deeply to be read",
    "columns": "has more columns than a spreadsheet can hold; check how its cells are separated",
    "cells": "has more cells than can be read at once; split it, or save it as CSV",
    "memory": "needs more memory than reading a file may take; it was not read",
    "died": "made its reader stop, as a damaged or hostile file does; it was not read",
    "slow": "took longer to read than a file may take; it was not read",
    "large": "gives more than can be taken in at once; split it",
    "refused": "was not read: this Linux can lock neither files (landlock) nor system calls (seccomp) for a reader "
    "of untrusted files",
    "unstarted": "was not read: the separate process that reads files did not start",
    "kind": "is not of a kind that can be read",
    "no_page": "has no such page",
}


class Refused(LoadError):
    """The worker could not read the file; ``code`` says why, the message is a clause without a subject."""

    def __init__(self, code: str) -> None:
        self.code = code if code in SENTENCES else "broken"
        super().__init__(SENTENCES[self.code])


@dataclass(frozen=True, slots=True, kw_only=True)
class Cage:
    """How a worker is locked: which layers hold, and what is missing in words ("" where all hold)."""

    layers: tuple[str, ...]

    @property
    def missing(self) -> str:
        """One sentence for a result's notes."""
        wanted = ("limits", "landlock", "seccomp") if sys.platform == "linux" else ("limits",)
        lacking = [layer for layer in wanted if layer not in self.layers]
        if not lacking:
            return ""
        return f"read in a separate process without {' and '.join(lacking)}, which this system does not offer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a parser returned: plain JSON values, the bytes beside them, and how the worker was locked."""

    value: dict[str, Any]
    blobs: tuple[bytes, ...]
    cage: Cage


# --- the worker's side -------------------------------------------------------------------------------------


def lock(memory: int, *, allow_bare: bool) -> tuple[str, ...]:
    """Lock this process for good and say which layers hold.

    Args:
        memory: address space in bytes.
        allow_bare: on Linux, go on with limits alone.

    Raises:
        Unreadable: "refused", where Linux offers neither landlock nor seccomp.
    """
    for name in ("landlock", "pyseccomp"):  # once landlock holds, nothing can be imported
        with contextlib.suppress(ImportError, OSError, RuntimeError):
            importlib.import_module(name)
    locks: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("limits", lambda: _limit(memory)),
        ("landlock", _landlock),
        ("seccomp", _seccomp),
    )
    layers = [name for name, take in locks if take()]
    if sys.platform == "linux" and not {"landlock", "seccomp"} & set(layers) and not allow_bare:
        raise Unreadable("refused")
    return tuple(layers)


def _limit(memory: int) -> bool:
    try:
        import resource
    except ImportError:  # Windows
        return False
    with contextlib.suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    return True


def _landlock() -> bool:
    if sys.platform != "linux":
        return False
    try:
        landlock: Any = importlib.import_module("landlock")  # untyped
    except ImportError:
        return False
    try:
        landlock.Ruleset().apply()  # no rule allows anything
    except (landlock.LandlockError, OSError):
        return False
    return True


def _seccomp() -> bool:
    if sys.platform != "linux":
        return False
    try:
        seccomp: Any = importlib.import_module("pyseccomp")
        calls = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
        for name in ALLOWED_CALLS:
            with contextlib.suppress(OSError, ValueError, RuntimeError):  # a call this machine's kind does not have
                calls.add_rule(seccomp.ALLOW, name)
        # The processor limit is moved before each file: its own process only (0).
        calls.add_rule(seccomp.ALLOW, "prlimit64", seccomp.Arg(0, seccomp.EQ, 0))
        calls.load()
    except (ImportError, OSError, RuntimeError, ValueError):
        return False
    return True


def _more_seconds(seconds: float) -> None:
    """Allow this process ``seconds`` more of processor time: a file's reader ends even if its caller was killed."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 2
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def serve(functions: Mapping[str, Function]) -> None:
    """The worker's whole life: lock, say so, then answer one request after another until standard input ends."""
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):  # whatever a library prints goes nowhere
        os.dup2(null, descriptor)
    head, _ = _receive(source, RESULT_BYTES)
    try:
        layers = lock(int(head["memory"]), allow_bare=bool(head["bare"]))
    except Unreadable as error:
        _send(sink, {"error": error.code}, b"")
        return
    _send(sink, {"layers": layers}, b"")
    while True:
        try:
            request, data = _receive(source, RESULT_BYTES)
        except EOFError:
            return
        _more_seconds(float(request["seconds"]))
        _answer(sink, functions, request, data)


def _answer(sink: IO[bytes], functions: Mapping[str, Function], request: dict[str, Any], data: bytes) -> None:
    try:
        value = functions[request["function"]](data, request["options"])
        blobs: list[bytes] = value.pop("blobs", [])
        reply: dict[str, Any] = {"value": value, "sizes": [len(blob) for blob in blobs], "grown": _grown()}
        _send(sink, reply, b"".join(blobs))
    except Unreadable as error:
        _send(sink, {"error": error.code}, b"")
    except MemoryError:
        _send(sink, {"error": "memory"}, b"")
    except RecursionError:
        _send(sink, {"error": "nested"}, b"")
    except Exception:  # noqa: BLE001  a parser's own error may quote the file: only the fact leaves this process
        _send(sink, {"error": "broken"}, b"")


def _grown() -> int:
    """Most memory this process has held, in bytes; 0 where the system does not say, or no more than at its start."""
    most = _most_memory()
    return most if most > _AT_START else 0


def _most_memory() -> int:
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


_AT_START = _most_memory()
"""Linux hands a new program the peak of the process that started it: a large parent is no growth of ours."""


# --- frames ------------------------------------------------------------------------------------------------


def _send(pipe: IO[bytes], head: dict[str, Any], body: bytes) -> None:
    packed = orjson.dumps(head, option=orjson.OPT_PASSTHROUGH_DATETIME)
    pipe.write(FRAME.pack(len(packed), len(body)))
    pipe.write(packed)
    pipe.write(body)
    pipe.flush()


def _receive(pipe: IO[bytes], most: int) -> tuple[dict[str, Any], bytes]:
    """Raises EOFError at the end of the pipe, Unreadable "large" over ``most`` bytes."""
    sizes = pipe.read(FRAME.size)
    if len(sizes) < FRAME.size:
        raise EOFError
    head_size, body_size = FRAME.unpack(sizes)
    if head_size + body_size > most:
        raise Unreadable("large")
    head, body = pipe.read(head_size), pipe.read(body_size)
    if len(head) < head_size or len(body) < body_size:
        raise EOFError
    try:
        parsed = orjson.loads(head)
    except orjson.JSONDecodeError:
        raise EOFError from None
    if not isinstance(parsed, dict):
        raise EOFError
    return parsed, body


# --- the caller's side -------------------------------------------------------------------------------------


class Worker:
    """One locked process. Not shared between threads; ``Pool`` sees to that."""

    def __init__(self, module: str, *, memory: int, bare: bool) -> None:
        self.served = 0
        self.key = (module, memory, bare)
        self._memory = memory
        self._process = subprocess.Popen(
            _command(module), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=_environment(), cwd=Path(sys.executable).anchor, close_fds=True,
        )  # fmt: skip
        try:
            reply, _ = self._exchange({"memory": memory, "bare": bare}, b"", STARTED_WITHIN)
        except Refused:
            self.stop()
            raise Refused("unstarted") from None
        if "error" in reply:
            self.stop()
            raise Refused(str(reply["error"]))
        self.cage = Cage(layers=tuple(str(layer) for layer in reply.get("layers", ())))
        self.usable = True

    def run(self, function: str, data: bytes, options: Mapping[str, Any], seconds: float) -> Result:
        """One file; the worker is not usable afterwards unless all went well.

        Raises:
            Refused: the file cannot be read, or its reader died, was too slow or gave too much.
        """
        self.usable = False
        request = {"function": function, "options": dict(options), "seconds": seconds}
        reply, body = self._exchange(request, data, seconds)
        if "error" in reply:
            # Its own parser said no: the process is as it was, and may serve the next file.
            self.usable = reply["error"] != "memory"
            raise Refused(str(reply["error"]))
        blobs, start = [], 0
        for size in reply.get("sizes", ()):
            blobs.append(body[start : start + int(size)])
            start += int(size)
        value = reply.get("value")
        if not isinstance(value, dict):
            raise Refused("died")
        self.served += 1
        self.usable = self.served < FILES_A_WORKER and int(reply.get("grown", 0)) < self._memory // 3
        return Result(value=value, blobs=tuple(blobs), cage=self.cage)

    def _exchange(self, head: dict[str, Any], body: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        try:
            _send(self._process.stdin, head, body)
            return _receive(self._process.stdout, RESULT_BYTES)
        except Unreadable as error:
            raise Refused(error.code) from None
        except (EOFError, OSError):
            raise Refused("slow" if late.is_set() else "died") from None
        finally:
            timer.cancel()

    @property
    def alive(self) -> bool:
        """Whether the process still runs: Ctrl-C, or a system short of memory, ends idle ones too."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End the process at once; safe to call twice."""
        self.usable = False
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()


@dataclass(slots=True)
class Pool:
    """Idle workers, shared between threads."""

    idle: list[Worker] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def run(
        self, module: str, function: str, data: bytes, options: Mapping[str, Any], *,
        memory: int, seconds: float, bare: bool,
    ) -> Result:  # fmt: skip
        """See ``run_confined``."""
        worker = self._take((module, memory, bare)) or Worker(module, memory=memory, bare=bare)
        try:
            return worker.run(function, data, options, seconds)
        finally:
            self._give(worker)

    def _take(self, key: tuple[str, int, bool]) -> Worker | None:
        with self._guard:
            ended = [worker for worker in self.idle if not worker.alive]
            self.idle[:] = [worker for worker in self.idle if worker.alive]
            found = next((worker for worker in self.idle if worker.key == key), None)
            if found is not None:
                self.idle.remove(found)
        for worker in ended:
            worker.stop()
        return found

    def _give(self, worker: Worker) -> None:
        with self._guard:
            surplus = [worker]
            if worker.usable:
                self.idle.append(worker)
                surplus, self.idle[:] = self.idle[:-IDLE_WORKERS], self.idle[-IDLE_WORKERS:]
        for one in surplus:
            one.stop()

    def close(self) -> None:
        """End every idle worker."""
        with self._guard:
            idle, self.idle[:] = list(self.idle), []
        for worker in idle:
            worker.stop()


_pool = Pool()
atexit.register(_pool.close)


def run_confined(
    function: str, data: bytes, options: Mapping[str, Any] | None = None, *, memory: int = 1536 * MEGABYTE,
    seconds: float = 60.0, bare: bool = False, module: str = "ingest.readers.worker",
) -> Result:  # fmt: skip
    """Run ``module.FUNCTIONS[function]`` over ``data`` in a locked process.

    Args:
        options: plain JSON values for the function.
        memory: bytes of address space that the process may take.
        seconds: wall clock time for this file; the process is killed after it.
        bare: on Linux, go on where neither landlock nor seccomp can be set up.

    Raises:
        Refused: one clause that says why the file was not read, and its ``code``.
    """
    return _pool.run(module, function, data, options or {}, memory=memory, seconds=seconds, bare=bare)


def close_workers() -> None:
    """End the idle workers now, for example before a long run of other work."""
    _pool.close()


def _command(module: str) -> list[str]:
    """Isolated (-I): no variable, user folder or working directory decides what is imported."""
    ours = Path(__file__).resolve().parent.parent
    paths = [*(str(Path(entry).resolve()) for entry in sys.path if entry), str(ours)]
    start = (
        f"import sys; sys.path[:] = {paths!r}; from {module} import FUNCTIONS; "
        "from ingest.sandbox import serve; serve(FUNCTIONS)"
    )
    return [sys.executable, "-I", "-B", "-X", "utf8", "-c", start]


def _environment() -> dict[str, str]:
    if platform.system() == "Windows":  # without it a process finds no system libraries
        return {"SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
    return {"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
