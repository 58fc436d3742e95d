"""Where the engine puts what it unpacks while it opens a graph file.

Opening a graph, kglite writes every column of 256 KB or more uncompressed into a folder of its own and reads it
from there: names of units and places in plain files, by default in the folder for temporary files that all users
of a machine share, where they stay if the process is killed. So it is pointed at a private folder beside the
graph file, which goes as soon as the graph is open (an open file needs no name), and what a killed process left
there is swept by the next one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

VARIABLE = "KGLITE_TMPDIR"  # the engine asks for it each time
SUFFIX = ".opening."
YOUNG_SECONDS = 60.0  # a folder so young may belong to a process that has not locked it yet
_HELD = "held"

_environment = threading.Lock()


@contextmanager
def spilled_beside(path: Path) -> Iterator[None]:
    """For the length of the block the engine unpacks into a private folder beside `path`; then it is gone.

    Raises OSError where the folder cannot be made. On Windows files in use keep their names: they go when the
    next graph is opened there.
    """
    sweep(path)
    folder = Path(tempfile.mkdtemp(prefix=f"{path.name}{SUFFIX}", dir=path.parent))  # for its owner alone
    try:
        with (folder / _HELD).open("w") as held, _environment:
            try_lock(held)
            before = os.environ.get(VARIABLE)
            os.environ[VARIABLE] = str(folder)
            try:
                yield
            finally:
                if before is None:
                    del os.environ[VARIABLE]
                else:
                    os.environ[VARIABLE] = before
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(path: Path) -> None:
    """Remove what processes that are gone left beside `path`."""
    for left in path.parent.glob(f"{path.name}{SUFFIX}*"):
        if _abandoned(left):
            shutil.rmtree(left, ignore_errors=True)


def _abandoned(folder: Path) -> bool:
    try:
        if time.time() - folder.stat().st_mtime < YOUNG_SECONDS:
            return False
        with (folder / _HELD).open("r+") as held:
            return try_lock(held)
    except FileNotFoundError:
        return True  # killed before it could hold it
    except OSError:
        return False


def try_lock(file: IO[str]) -> bool:
    """Lock a file until it is closed; False where another process holds it."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(1_000_000)  # a byte that nobody reads: Windows locks ranges against readers too
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
            file.seek(0)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
