"""The process that does one job: it reads the key from standard input, opens the case, works, and says what came of it.

Standard input stays open while the dashboard lives: a line says *stop*, its end says that the dashboard is gone.
Nothing is written to standard output or error, for an unexpected error's text may quote a row.
"""

from __future__ import annotations

import _thread
import contextlib
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from dashboard.job_kinds import JOB_KINDS, lane_lock, lane_of
from graph.case import open_case
from graph.errors import CaseError, DossierError, Stopped, fault, interrupted
from graph.evidence import Evidence
from graph.evidence.locking import locked

BETWEEN = 0.5
"""Seconds between two notes of how far it has come."""
GRACE = 5.0
"""Seconds from an interrupt to the end, whatever it is busy with."""
INTERRUPTED = {
    "error": "The dashboard was stopped while this was running: what was committed stays; start it again.",
    "reason": "interrupted",
}
STOPPED = {"error": "Stopped: what was committed stays, and the same again completes it.", "reason": "stopped"}


class Told:
    """What the dashboard says while a job runs."""

    def __init__(self, lines: Iterator[bytes], patience: float) -> None:
        self.stop, self.alone = threading.Event(), threading.Event()
        self._lines, self._patience = lines, patience

    def listen(self) -> None:
        """Read until the dashboard is gone; then this process ends too, at the latest after its patience."""
        for line in self._lines:
            if line == b"stop" and not self.stop.is_set():
                self.stop.set()
                threading.Thread(target=self._insist, daemon=True).start()
        self.alone.set()
        self.stop.set()
        self._insist()

    def _insist(self) -> None:
        """Work that does not ask whether to stop is interrupted, as Ctrl-C would, so that it tidies up behind it."""
        time.sleep(self._patience)
        _thread.interrupt_main()
        time.sleep(GRACE)
        os._exit(1)


class Reporting:
    """Progress and *stop* of a job, as the functions that do the work take them."""

    def __init__(self, evidence: Evidence, job: str, told: Told) -> None:
        self._evidence, self._job, self._told = evidence, job, told
        self._noted = self._looked = time.monotonic()

    def progress(self, done: int, total: int) -> None:
        """Note it in the job's row, now and then."""
        now = time.monotonic()
        if now - self._noted >= BETWEEN:
            self._noted = now
            self._evidence.job_progress(self._job, done, total)

    def stop(self) -> bool:
        """Whether to stop: told through the pipe, or in the row by another dashboard."""
        now = time.monotonic()
        if not self._told.stop.is_set() and now - self._looked >= BETWEEN:
            self._looked = now
            if self._evidence.stop_asked(self._job):
                self._told.stop.set()
        return self._told.stop.is_set()


def _lines() -> Iterator[bytes]:
    """Lines of standard input; not by way of ``sys.stdin``, whose lock a waiting thread would keep at the end."""
    rest = b""
    while more := os.read(0, 4096):
        *whole, rest = (rest + more).split(b"\n")
        yield from whole


def main() -> None:
    """Do the job that standard input names."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # one started in the background would ignore it
    lines = _lines()
    message = json.loads(next(lines))
    told = Told(lines, float(message["patience"]))
    threading.Thread(target=told.listen, daemon=True).start()
    folder, key, job = Path(message["folder"]), bytes.fromhex(message["key"]), str(message["job"])
    with Evidence.open(folder, key) as evidence:
        try:
            _work(evidence, job, key, str(message["password"]), told)
        except BaseException as error:  # noqa: BLE001 - an engine's panic is no Exception; its text may quote a value
            _fail(evidence, job, error, told)
            raise SystemExit(1) from None


def _work(evidence: Evidence, job: str, key: bytes, password: str, told: Told) -> None:
    row = evidence.job(job)
    if row is None:
        return
    with _turn(evidence.folder, lane_of(row.kind), told):
        if not evidence.job_begins(job):
            raise Stopped("Stopped before it began.")
        with open_case(evidence.folder, key=key, password=lambda: password) as case:
            reporting = Reporting(evidence, job, told)
            request = {**row.request, "owner": row.owner}
            result = JOB_KINDS[row.kind](case, request, reporting.progress, reporting.stop)
            state = result.pop("state", "done")
            if state == "stopped" and told.alone.is_set():
                state, result = "failed", result | INTERRUPTED
            evidence.finish_job(job, state, result)


@contextlib.contextmanager
def _turn(folder: Path, lane: str, told: Told) -> Iterator[None]:
    with contextlib.ExitStack() as held:
        while True:
            if told.stop.is_set():
                raise Stopped("Stopped before it began.")
            with contextlib.suppress(CaseError):
                held.enter_context(locked(lane_lock(folder, lane), wait=BETWEEN))
                break
        yield


def _fail(evidence: Evidence, job: str, error: BaseException, told: Told) -> None:
    """Say why, once: a job that has finished stays as it is."""
    if told.alone.is_set():
        evidence.finish_job(job, "failed", INTERRUPTED)
    elif isinstance(error, Stopped):
        evidence.finish_job(job, "stopped", {"error": str(error), "reason": "stopped"})
    elif told.stop.is_set() and interrupted(error):
        evidence.finish_job(job, "stopped", STOPPED)
    elif isinstance(error, DossierError):
        evidence.finish_job(job, "failed", {"error": str(error), "reason": "error"})
    else:
        sentence = f"A fault of Dossier's own ({fault(error)}): what was committed stays."
        evidence.finish_job(job, "failed", {"error": sentence, "reason": "fault"})


if __name__ == "__main__":
    main()
