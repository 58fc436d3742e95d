"""What is being asked just now, by whom; and the last answers, in memory alone, until the process ends.

An answer can be stopped at any moment: whoever waits is let go at once, and the store ends what it can (see
``graph.stores.stopping``). What still runs then answers to nobody.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any

from graph.errors import DossierError, Stopped, fault
from graph.stores.stopping import STOPPED, Stop, running
from queries.errors import TooManyRunning

KEPT = 8
"""Answers kept for one owner; the oldest goes first."""
MOST_AT_ONCE = 3
"""Questions of one owner that may still be running, let go or not."""


@dataclass(slots=True, kw_only=True)
class Asked:
    """One question while it is answered, and its answer.

    Attributes:
        state: running, done, failed or stopped.
        answer: what the work returned, once done.
        error: a sentence for people, where it failed.
    """

    id: str
    about: Any
    state: str = "running"
    answer: Any = None
    error: str = ""
    _began: float = field(default_factory=time.monotonic)
    _ended: float = 0.0
    _over: threading.Event = field(default_factory=threading.Event)
    _stop: Stop = field(default_factory=Stop)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def seconds(self) -> float:
        """How long it has been running, or ran."""
        return (self._ended or time.monotonic()) - self._began

    def wait(self, seconds: float) -> bool:
        """Wait until it is over, at most so long; returns whether it is."""
        return self._over.wait(seconds)

    def stop(self) -> None:
        """End it; the second time, or after it is over, nothing happens."""
        if self._settle("stopped", error=STOPPED):
            threading.Thread(target=self._stop.ask, daemon=True).start()  # a server may take its time to hear of it

    def _settle(self, state: str, *, answer: Any = None, error: str = "") -> bool:
        """The first to settle it wins: a stopped question stays stopped, whatever comes later."""
        with self._lock:
            if self._over.is_set():
                return False
            self.state, self.answer, self.error = state, answer, error
            self._ended = time.monotonic()
            self._over.set()
            return True

    def _work(self, work: Callable[[], Any]) -> None:
        try:
            with running(self._stop):
                answer = work()
        except Stopped:
            self._settle("stopped", error=STOPPED)
        except DossierError as error:
            self._settle("failed", error=str(error))
        except Exception as error:  # noqa: BLE001 - whoever waits must hear that it ended
            self._settle("failed", error=f"Something went wrong in Dossier ({fault(error)}); nothing was changed.")
        else:
            self._settle("done", answer=answer)


class Running:
    """The questions of every owner (a session). Nobody sees another's."""

    def __init__(self) -> None:
        self._asked: dict[str, OrderedDict[str, Asked]] = {}
        self._threads: dict[str, list[threading.Thread]] = {}
        self._lock = threading.Lock()

    def start(self, owner: str, work: Callable[[], Any], *, about: Any = None, seconds: float = 0) -> Asked:
        """Begin to answer in a thread of its own; what the same owner still runs is stopped.

        Args:
            about: anything the caller wants to find with the answer.
            seconds: that all of it may take; 0 for no bound beyond each statement's own.

        Raises:
            TooManyRunning: earlier ones that were stopped have not ended yet.
        """
        with self._lock:
            mine = self._asked.setdefault(owner, OrderedDict())
            earlier = [each for each in mine.values() if each.state == "running"]
        for each in earlier:
            each.stop()
        asked = Asked(id=secrets.token_hex(8), about=about, _stop=Stop(seconds))
        thread = threading.Thread(target=copy_context().run, args=(asked._work, work), daemon=True)
        with self._lock:
            alive = [each for each in self._threads.get(owner, []) if each.is_alive()]
            if len(alive) >= MOST_AT_ONCE:
                self._threads[owner] = alive
                raise TooManyRunning
            self._threads[owner] = [*alive, thread]
            mine[asked.id] = asked
            while len(mine) > KEPT:
                mine.popitem(last=False)
        thread.start()
        return asked

    def get(self, owner: str, own: str) -> Asked | None:
        """A question of this owner by its id, None for any other."""
        with self._lock:
            mine = self._asked.get(owner)
            return mine.get(own) if mine else None

    def stop(self, owner: str, own: str) -> None:
        """Stop a question of this owner; nothing happens for any other id."""
        asked = self.get(owner, own)
        if asked is not None:
            asked.stop()
