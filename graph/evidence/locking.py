"""One writer at a time, across processes: a lock on a file, taken from the operating system.

The system lets go of it when the process ends, however it ends, so that a lock is never left behind.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from graph.errors import CaseError

WAIT_SECONDS = 60.0
_PAUSE = 0.05

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    # flock, not lockf: it belongs to the open file, so that threads of one process exclude each other too.
    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _release(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


@contextmanager
def locked(path: Path, *, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock at ``path`` for the length of the block, waiting up to ``wait`` seconds for it.

    Raises:
        CaseError: somebody else kept it for that long.
    """
    with _held(path, time.monotonic() + wait):
        yield


@contextmanager
def locked_in_turn(path: Path, *, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock at ``path`` as :func:`locked` does, but never twice in a row while somebody else waits for it.

    Whoever waits keeps a second lock, which everybody takes first: a load that writes one transaction after the
    other lets a form be saved between two of them.

    Raises:
        CaseError: somebody else kept it for that long.
    """
    until = time.monotonic() + wait
    with ExitStack() as held:
        with _held(path.with_suffix(".turn"), until):
            held.enter_context(_held(path, until))
        yield


@contextmanager
def _held(path: Path, until: float) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while not _take(handle):
            if time.monotonic() >= until:
                raise CaseError("Another process is writing to this case; try again when it has finished.")
            time.sleep(_PAUSE)
        try:
            yield
        finally:
            _release(handle)
    finally:
        os.close(handle)
