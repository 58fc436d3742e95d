"""What every part of the evidence store works with: its folder, keys, files, lock, clock and ids."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, exc

from graph.evidence import keys as key_files
from graph.evidence import originals, tables
from graph.evidence.database import Database
from graph.evidence.hashing import hasher
from graph.evidence.ids import Clock, Ids, RandomIds, utc_now
from graph.evidence.locking import WAIT_SECONDS, locked_in_turn
from graph.evidence.sweeping import settle, sweep

LOCK = "writing.lock"


class Opened:
    """One case folder's evidence store, open."""

    def __init__(
        self,
        folder: Path,
        key: bytes,
        *,
        clock: Clock = utc_now,
        ids: Ids | None = None,
        lock_wait: float = WAIT_SECONDS,
    ) -> None:
        """Use ``Evidence.create`` or ``Evidence.open``."""
        self.folder = folder
        self._keys = key_files.derive(key)
        self._keyed = hasher(self._keys.hashing)
        self._clock, self._ids, self._lock_wait = clock, ids or RandomIds(), lock_wait
        self._database = Database(folder, self._keys)
        self._swept_files = False
        self.case_id = ""

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _locked(self, *, wait: float | None = None) -> Iterator[tuple[Connection, Connection]]:
        seconds = self._lock_wait if wait is None else wait
        with locked_in_turn(self.folder / LOCK, wait=seconds), self._database.writers() as connections:
            yield connections

    def upgrade(self) -> None:
        """Give a case of an earlier version the tables that it lacks; nothing where it has them.

        Raises:
            Damaged, NewerVersion: as opening does. CaseError: another process kept the lock too long.
        """
        if self._database.verify() < tables.SCHEMA_VERSION:
            with self._locked() as (evidence, vault):
                self._database.upgrade(evidence, vault)

    def sweep_under_lock(self, evidence: Connection, vault: Connection) -> int:
        """Take out what broken transactions left in the vault; returns how many there were."""
        swept = sweep(evidence, vault)
        if swept or not self._swept_files:
            self.settle_files(evidence)
            self._swept_files = True
        return swept

    def settle_files(self, evidence: Connection) -> None:
        """Name the originals that were committed and take away those that were not; a failure waits for the next."""
        try:
            settle(evidence, self.folder / originals.FOLDER)
        except (OSError, exc.SQLAlchemyError):
            self._swept_files = False
