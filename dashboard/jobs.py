"""Long work beside the pages: each job is done by a process of its own, started afresh, never forked.

A job that writes and one that only reads may run at the same time; others wait their turn. The worker gets the key
through a pipe, writes through the evidence store as the command line does, and can be killed at any moment: what was
committed stays, and nothing is half written.
"""

from __future__ import annotations

import contextlib
import json
import logging
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from dashboard.job_kinds import JOB_KINDS, lane_lock, lane_of
from dashboard.worker import GRACE, INTERRUPTED, STOPPED
from graph.case import Case
from graph.errors import CaseError
from graph.evidence import Job
from graph.evidence.incoming import sweep_private_folders
from graph.evidence.locking import locked
from graph.settings import Settings

log = logging.getLogger("dossier.dashboard")

PATIENCE = 10.0
"""Seconds from *stop* until the process is interrupted; it is killed where that is in vain."""
MOST = 8
"""Jobs that run or wait at a time."""
ENDED = {
    "error": "The process that did this ended without a word: what was committed stays; start it again.",
    "reason": "ended",
}


class Jobs:
    """The jobs of one running dashboard over one case."""

    def __init__(self, case: Case, settings: Settings, *, patience: float = PATIENCE) -> None:
        self._case, self._settings, self._patience = case, settings, patience
        self._mine: dict[str, _Running] = {}
        self._lanes: dict[str, queue.Queue[_Running]] = {}
        self._lock = threading.Lock()
        sweep_private_folders()
        self._bury()

    def start(self, kind: str, request: dict[str, Any], *, owner: str) -> str:
        """Put a job in line; returns its id.

        Args:
            request: plain values that were checked, never as the browser sent them.

        Raises:
            CaseError: there is no such kind, or too many jobs wait already.
        """
        if kind not in JOB_KINDS:
            raise CaseError(f"There is no work of kind '{kind}'.")
        with self._lock:
            if len(self._mine) >= MOST:
                raise CaseError(f"{MOST} jobs run or wait already: start this one when some have finished.")
            job = self._case.evidence.new_job(kind, request, owner=owner)
            running = self._mine[job.id] = _Running(job.id)
            self._line(lane_of(kind)).put(running)
        return job.id

    def stop(self, job: str, owner: str) -> None:
        """Ask a job of somebody's to stop; it is interrupted where it does not within ``PATIENCE``."""
        known = self.get(job, owner)
        if known is None or known.finished:
            return
        running = self._mine.get(job)
        if running is None:
            self._case.evidence.ask_stop(job)  # of another dashboard over this case
        elif not running.ask():
            self._case.evidence.finish_job(job, "stopped", STOPPED)
        else:
            threading.Thread(target=self._kill_later, args=(running,), daemon=True).start()

    def get(self, job: str, owner: str) -> Job | None:
        """A job of somebody's as it stands; None where they have none such."""
        found = self._case.evidence.job(job) if job.isascii() else None  # as an id of ours is
        if found is None or found.owner != owner:
            return None
        if not found.finished and job not in self._mine:
            self._bury()
            found = self._case.evidence.job(job)
        return found

    def wait(self, job: str, seconds: float) -> bool:
        """Wait until a job that was started here is over; False where that takes longer."""
        running = self._mine.get(job)
        return running is None or running.over.wait(seconds)

    def close(self) -> None:
        """Stop what runs. Workers notice by themselves when this process ends, however it ends."""
        for running in list(self._mine.values()):
            running.ask()
        for running in list(self._mine.values()):
            if not running.over.wait(self._patience + GRACE):
                running.kill()

    # --- one after the other

    def _line(self, lane: str) -> queue.Queue[_Running]:
        if lane not in self._lanes:
            self._lanes[lane] = queue.Queue()
            threading.Thread(target=self._work_off, args=(self._lanes[lane],), daemon=True).start()
        return self._lanes[lane]

    def _work_off(self, line: queue.Queue[_Running]) -> None:
        while True:
            running = line.get()
            try:
                self._run(running)
            except Exception as error:  # noqa: BLE001 - the line must go on; the log learns the kind alone
                log.error("%s in job %s", type(error).__name__, running.job)
            finally:
                running.over.set()
                self._mine.pop(running.job, None)

    def _run(self, running: _Running) -> None:
        handed = self._case.handover()
        secret = {"folder": str(handed.folder), "key": handed.key.hex(), "password": handed.password}
        code = running.run({**secret, "job": running.job, "patience": self._patience})
        sweep_private_folders()  # where it was killed while it read a file
        if running.asked.is_set():
            self._case.evidence.finish_job(running.job, "stopped", STOPPED)
        else:
            log.info("job %s: worker ended with %s", running.job, code)
            self._case.evidence.finish_job(running.job, "failed", ENDED)

    def _kill_later(self, running: _Running) -> None:
        if not running.over.wait(self._patience + GRACE):
            job = self._case.evidence.job(running.job)
            if job is None or not job.finished:  # else it only saves its graph
                running.kill()

    # --- what a server that is gone has left

    def _bury(self) -> None:
        """Mark jobs whose dashboard and worker are gone."""
        left = [job for job in self._case.evidence.unfinished_jobs() if job.id not in self._mine]
        for lane in {lane_of(job.kind) for job in left}:
            with contextlib.suppress(CaseError), locked(lane_lock(self._case.folder, lane), wait=0.0):
                for job in left:
                    if lane_of(job.kind) == lane:
                        self._case.evidence.finish_job(job.id, "failed", INTERRUPTED)


class _Running:
    """A job that was started here, and its process once there is one."""

    def __init__(self, job: str) -> None:
        self.job = job
        self.asked, self.over = threading.Event(), threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def run(self, message: dict[str, Any]) -> int | None:
        """Start the worker and wait for its end; its exit code, None where it was stopped before it began."""
        with self._lock:
            if self.asked.is_set():
                return None
            self._process = process = subprocess.Popen(
                _command(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                cwd=Path(sys.executable).anchor, close_fds=True,
                start_new_session=True,  # Ctrl-C is for the server; it tells the worker by closing the pipe
            )  # fmt: skip
            self._tell(json.dumps(message).encode() + b"\n")
        code = process.wait()
        with self._lock, contextlib.suppress(OSError):
            assert process.stdin is not None  # noqa: S101 - asked for above
            process.stdin.close()
        return code

    def ask(self) -> bool:
        """Tell the worker to stop; False where there is none yet, nor will be."""
        with self._lock:
            self.asked.set()
            self._tell(b"stop\n")
            return self._process is not None

    def kill(self) -> None:
        """End the process at once."""
        with self._lock:
            if self._process is not None:
                self._process.kill()

    def _tell(self, line: bytes) -> None:
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):  # it has ended meanwhile
                self._process.stdin.write(line)
                self._process.stdin.flush()


def _command() -> list[str]:
    """No working directory and no variable decides what is imported (-P); arguments say nothing of the case."""
    ours = str(Path(__file__).resolve().parent.parent)
    start = f"import sys; sys.path.insert(0, {ours!r}); from dashboard.worker import main; main()"
    return [sys.executable, "-P", "-X", "utf8", "-c", start]
