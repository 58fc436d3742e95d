"""The file `graph.kgl`: loaded without a lease, replaced atomically by whoever holds the lock beside it."""

from __future__ import annotations

import contextlib
import json
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import kglite

from graph.errors import StoreError
from graph.stores.spilling import spilled_beside, sweep, try_lock
from graph.stores.store import DamagedGraph, GraphState

_UNWRITTEN = "The graph file cannot be written: is the disk full or the folder read-only?"


class Checkpoint:
    """A case's graph file. Only a cache: what is not in it follows from the evidence."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock_path = path.with_name(path.name + ".saving")

    def load(self) -> Any | None:
        """The graph in the file, None where there is no file. Raises DamagedGraph where it cannot be read."""
        if not self._path.exists():
            return None
        try:
            with spilled_beside(self._path):
                # Not mapped from the file itself: somebody may cut it short while it is in use.
                return kglite.load(str(self._path), storage="memory", columns="memory", verify="eager")
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException:  # noqa: BLE001 - the engine may panic, which is no Exception; a cache is made anew
            raise DamagedGraph("The graph file cannot be read: rebuild it from the evidence.") from None

    def save(self, graph: Any, state: GraphState, *, replaces: bool) -> bool:
        """Write the graph, unless another process is saving or has saved a later revision; True if it is in
        the file.

        `replaces` writes over whatever is there. Raises StoreError where the disk does not take it.
        """
        try:
            with self._locked() as lock:
                if lock is None:
                    return False
                self._sweep()
                if not replaces and self._later(lock, state):
                    return False
                self._write(graph)
                self._note(lock, state)
                return True
        except OSError:
            raise StoreError(_UNWRITTEN) from None

    def remove(self) -> None:
        """Delete the file."""
        with self._locked():
            self._sweep()
            self._path.unlink(missing_ok=True)

    def _write(self, graph: Any) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # hints on mapped storage, which we do not use
                graph.save(str(self._path))
        except (kglite.KgError, ValueError):
            raise StoreError(_UNWRITTEN) from None
        self._path.chmod(0o600)

    def _sweep(self) -> None:
        """Remove what a save that was killed left behind; nobody else is saving while we hold the lock."""
        for left in self._path.parent.glob(f"{self._path.name}.tmp.*"):
            left.unlink(missing_ok=True)
        sweep(self._path)

    def _note(self, lock: IO[str], state: GraphState) -> None:
        size = self._path.stat().st_size
        lock.seek(0)
        lock.truncate()
        json.dump({"case": state.case, "schema": state.schema, "revision": state.revision, "size": size}, lock)
        lock.flush()

    def _later(self, lock: IO[str], state: GraphState) -> bool:
        lock.seek(0)
        try:
            told = json.loads(lock.read() or "{}")
            same = told["case"], told["schema"], told["size"]
            return same == (state.case, state.schema, self._path.stat().st_size) and told["revision"] > state.revision
        except (ValueError, KeyError, TypeError, OSError):
            return False

    @contextlib.contextmanager
    def _locked(self) -> Iterator[IO[str] | None]:
        """The lock file if nobody else holds it, else None."""
        with os.fdopen(os.open(self._lock_path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8") as lock:
            yield lock if try_lock(lock) else None
