"""How whoever asks can end what is running, and how long all of it together may take.

    stop = Stop(seconds=30)
    with running(stop):     # in the thread that asks: every read of a store within hears of it
        reader.rows(...)
    stop.ask()              # from any other thread, as often as one likes

What a backend can do differs. A server is told to end the transaction. Somebody's own Cypher on the embedded engine,
which cannot be interrupted, runs in a process of its own, which is ended. A shipped statement on the embedded engine
ends at its time limit; nothing follows it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from graph.errors import QueryTimeout, Stopped, StoreError
from graph.stores.store import Limits

STOPPED = "Stopped: there is no answer."


class Stop:
    """A word that one thread gives to end what another one runs.

    Args:
        seconds: that everything run under it may take together; 0 for no bound beyond each statement's own.
    """

    def __init__(self, seconds: float = 0) -> None:
        self._seconds = seconds
        self._until = time.monotonic() + seconds if seconds else None
        self._asked = threading.Event()
        self._lock = threading.Lock()
        self._endings: list[Callable[[], None]] = []

    @property
    def asked(self) -> bool:
        """Whether somebody has asked to stop."""
        return self._asked.is_set()

    def ask(self) -> None:
        """Ask to stop. The second time changes nothing. What ends the work is called in this thread."""
        with self._lock:
            if self._asked.is_set():
                return
            self._asked.set()
            endings = list(self._endings)
        for end in endings:
            end()

    def check(self) -> None:
        """Raise Stopped where somebody has asked to stop, QueryTimeout where the time is up."""
        if self.asked:
            raise Stopped(STOPPED)
        if self._until is not None and time.monotonic() >= self._until:
            raise QueryTimeout(f"The query took longer than {self._seconds:g} seconds: narrow it.")

    def limits(self, limits: Limits) -> Limits:
        """Limits of one statement, cut to the time that is left."""
        if self._until is None:
            return limits
        left = max(0.05, self._until - time.monotonic())
        return Limits(seconds=min(limits.seconds or left, left), rows=limits.rows)

    @contextmanager
    def ending_by(self, end: Callable[[], None]) -> Iterator[None]:
        """While something runs that ``end`` ends. Where it was ended, whatever it raised becomes Stopped."""
        with self._lock:
            if not self._asked.is_set():
                self._endings.append(end)
        self.check()
        try:
            yield
        except StoreError:
            if self.asked:
                raise Stopped(STOPPED) from None
            raise
        finally:
            with self._lock:
                if end in self._endings:
                    self._endings.remove(end)


_CURRENT: ContextVar[Stop | None] = ContextVar("stop", default=None)


def current() -> Stop | None:
    """The word under which this thread runs, None for none."""
    return _CURRENT.get()


@contextmanager
def running(stop: Stop) -> Iterator[Stop]:
    """Run what follows in this thread under a word that can end it."""
    before = _CURRENT.set(stop)
    try:
        yield stop
    finally:
        _CURRENT.reset(before)
