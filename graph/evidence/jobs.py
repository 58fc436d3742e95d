"""Long work that a separate process does: one row a job, which a page polls.

Kind, state and counts lie in ``evidence.db``; what was asked and what came of it name files and quote sentences, so
they lie in the vault. None of it makes a revision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

import orjson
from sqlalchemy import Connection

from graph.errors import CaseError
from graph.evidence import tables
from graph.evidence.database import Row, insert, listed, rows
from graph.evidence.ids import iso
from graph.evidence.opened import Opened
from graph.evidence.work import as_json

State = Literal["waiting", "running", "done", "failed", "stopped"]
KEPT = timedelta(days=30)
"""How long a finished job is remembered."""
_UNFINISHED = "('waiting', 'running')"
_SELECT = (
    "SELECT j.id, j.kind, j.owner, j.state, j.done, j.total, j.made_at, j.changed_at, w.request, w.result"
    " FROM job j JOIN vault.job_words w ON w.id = j.id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job as it stands.

    Attributes:
        done, total: of whatever unit its work counts; 0 and 0 before it says.
        result: {} until it has finished.
        made_at, changed_at: UTC, ISO 8601.
    """

    id: str
    kind: str
    owner: str
    state: State
    done: int
    total: int
    request: dict[str, Any]
    result: dict[str, Any]
    made_at: str
    changed_at: str

    @property
    def finished(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state not in ("waiting", "running")


class JobKeeping(Opened):
    """Keeping jobs."""

    def new_job(self, kind: str, request: dict[str, Any], *, owner: str) -> Job:
        """Put down a job that waits; those that finished long ago are forgotten."""
        asked, now = as_json(request), self._clock()
        at = iso(now)
        with self._locked() as (evidence, vault):
            known = self._forget_jobs(evidence, vault, iso(now - KEPT))
            own = self._ids.new("job", kind, owner, at, str(known))
            with vault.begin():
                insert(vault, tables.job_words, [(own, asked, b"{}")])
            with evidence.begin():
                insert(evidence, tables.job, [(own, kind, owner, "waiting", 0, 0, 0, at, at)])
        return Job(
            id=own, kind=kind, owner=owner, state="waiting", done=0, total=0, request=request, result={},
            made_at=at, changed_at=at,
        )  # fmt: skip

    def _forget_jobs(self, evidence: Connection, vault: Connection, before: str) -> int:
        """Forget finished jobs, and words of which a crash kept the row; returns how many are left."""
        with evidence.begin():
            evidence.exec_driver_sql(f"DELETE FROM job WHERE changed_at < ? AND state NOT IN {_UNFINISHED}", (before,))
            known = [row[0] for row in rows(evidence, "SELECT id FROM job")]
        with vault.begin():
            vault.exec_driver_sql(
                "DELETE FROM job_words WHERE id NOT IN (SELECT value FROM json_each(?))", (listed(known),)
            )
        return len(known)

    def job(self, job: str) -> Job | None:
        """One job, of whomever: it is for the caller to look at ``owner``."""
        return next(iter(self._jobs("WHERE j.id = ?", job)), None)

    def jobs(self, *, owner: str, kind: str = "") -> list[Job]:
        """Somebody's jobs, newest first."""
        return self._jobs("WHERE j.owner = ? AND (? = '' OR j.kind = ?)", owner, kind, kind)

    def unfinished_jobs(self) -> list[Job]:
        """Every job that waits or runs, newest first."""
        return self._jobs(f"WHERE j.state IN {_UNFINISHED}")

    def _jobs(self, where: str, *params: Any) -> list[Job]:
        with self._database.reading() as connection:
            return [
                _job(row)
                for row in rows(connection, f"{_SELECT} {where} ORDER BY j.made_at DESC, j.rowid DESC", *params)
            ]

    def job_begins(self, job: str) -> bool:
        """Mark a waiting job as running; False where it does not wait (any more), or is to stop."""
        return self._set_job("state = 'running'", "state = 'waiting' AND stop = 0", job, ())

    def job_progress(self, job: str, done: int, total: int) -> None:
        """Note how far a job has come. Where somebody is writing just now, this is left to the next time."""
        try:
            self._set_job("done = ?, total = ?", "state = 'running'", job, (done, total), wait=0.0)
        except CaseError:
            return

    def ask_stop(self, job: str) -> None:
        """Ask a job to stop; it does so at the next place where nothing is half done."""
        self._set_job("stop = 1", f"state IN {_UNFINISHED}", job, ())

    def stop_asked(self, job: str) -> bool:
        """Whether somebody asked this job to stop."""
        with self._database.reading() as connection:
            return bool(rows(connection, "SELECT 1 FROM job WHERE id = ? AND stop = 1", job))

    def finish_job(self, job: str, state: Literal["done", "failed", "stopped"], result: dict[str, Any]) -> None:
        """Say what came of a job, once: what has finished stays as it is."""
        said, at = as_json(result), iso(self._clock())
        with self._locked() as (evidence, vault):
            with evidence.begin():
                open_ = rows(evidence, f"SELECT 1 FROM job WHERE id = ? AND state IN {_UNFINISHED}", job)
            if not open_:
                return
            with vault.begin():
                vault.exec_driver_sql("UPDATE job_words SET result = ? WHERE id = ?", (said, job))
            with evidence.begin():
                evidence.exec_driver_sql("UPDATE job SET state = ?, changed_at = ? WHERE id = ?", (state, at, job))

    def _set_job(self, what: str, only: str, job: str, values: Sequence[int], wait: float | None = None) -> bool:
        at = iso(self._clock())
        with self._locked(wait=wait) as (evidence, _), evidence.begin():
            changed = evidence.exec_driver_sql(
                f"UPDATE job SET {what}, changed_at = ? WHERE id = ? AND {only}", (*values, at, job)
            )
            return changed.rowcount > 0


def _job(row: Row) -> Job:
    return Job(
        id=row[0], kind=row[1], owner=row[2], state=row[3], done=row[4], total=row[5], made_at=row[6],
        changed_at=row[7], request=orjson.loads(row[8]), result=orjson.loads(row[9]),
    )  # fmt: skip
