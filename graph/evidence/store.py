"""The evidence store: what sources say and what people decided, append-only, encrypted."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from graph.errors import CaseError
from graph.evidence import keys as key_files
from graph.evidence.asking import Asking
from graph.evidence.database import EVIDENCE, VAULT, rows
from graph.evidence.drafts import (
    Actor,
    Comparison,
    Draft,
    LoadInfo,
    NewDecision,
)
from graph.evidence.hashing import dataset_hash
from graph.evidence.ids import Clock, Ids, iso, utc_now
from graph.evidence.incoming import Incoming
from graph.evidence.jobs import JobKeeping
from graph.evidence.keeping import Keeping
from graph.evidence.listing import Listing
from graph.evidence.locking import WAIT_SECONDS
from graph.evidence.packages import PackageKeeping
from graph.evidence.pairs import Pairing
from graph.evidence.planning import live_threads, plan
from graph.evidence.vetting import Vetting
from graph.evidence.writing import Change


class Evidence(Asking, Listing, Vetting, Pairing, Keeping, Incoming, JobKeeping, PackageKeeping):
    """The evidence store and vault of one case folder.

    Any number of threads and processes may read; one writes at a time, the others wait for it.
    """

    @classmethod
    def create(
        cls, folder: Path, key: bytes, *, case_id: str, clock: Clock = utc_now, ids: Ids | None = None
    ) -> "Evidence":
        """Make an empty store in a folder that has none.

        Raises:
            CaseError: there is one already.
        """
        if (folder / EVIDENCE).exists() or (folder / VAULT).exists():
            raise CaseError(f"{folder.name} holds a case already.")
        if not key_files.has_header(folder):
            key_files.write_header(folder, key)
        store = cls(folder, key, clock=clock, ids=ids)
        store._database.create()
        with store._database.writers() as (evidence, vault):
            for connection in (vault, evidence):
                with connection.begin():
                    connection.exec_driver_sql("INSERT INTO meta (name, value) VALUES ('case_id', ?)", (case_id,))
        store.case_id = case_id
        return store

    @classmethod
    def open(
        cls,
        folder: Path,
        key: bytes,
        *,
        clock: Clock = utc_now,
        ids: Ids | None = None,
        lock_wait: float = WAIT_SECONDS,
    ) -> "Evidence":
        """Open the store of a case folder.

        Raises:
            WrongPassphrase: the key is not this case's.
            Damaged: a file is missing or not as it was written.
            NewerVersion: a newer Dossier wrote it.
        """
        key_files.verify(folder, key)
        store = cls(folder, key, clock=clock, ids=ids, lock_wait=lock_wait)
        try:
            store.upgrade()
            with store._database.reading() as connection:
                found = rows(
                    connection,
                    "SELECT (SELECT value FROM main.meta WHERE name = 'case_id'),"
                    " (SELECT value FROM vault.meta WHERE name = 'case_id')",
                )[0]
            if found[0] != found[1]:
                raise CaseError(f"{EVIDENCE} and {VAULT} belong to two cases; put back the two of one backup.")
        except BaseException:
            store.close()
            raise
        store.case_id = str(found[0])
        return store

    # --- writing

    @contextmanager
    def writing(self, actor: Actor, *, load: LoadInfo | None = None) -> Iterator[Change]:
        """One transaction: it becomes one revision, or nothing where the block raises or writes nothing.

        The vault is committed first and the evidence second; between the two the vault holds rows that no record
        knows, and the next writer sweeps them.

        Raises:
            CaseError: another process kept the lock too long, or the disk is full.
        """
        with self._locked() as (evidence, vault):
            self.sweep_under_lock(evidence, vault)
            try:
                with evidence.begin() as second, vault.begin() as first:
                    change = self._change(evidence, vault, actor, load)
                    yield change
                    if change.changed_anything:
                        change.finish()
                        first.commit()
                        second.commit()
                    else:
                        first.rollback()
                        second.rollback()
            finally:
                # Whether it was committed, the tables know best, also when an interrupt came in between.
                self.settle_files(evidence)
            self._database.checkpoint()

    def _change(self, evidence: Connection, vault: Connection, actor: Actor, load: LoadInfo | None) -> Change:
        return Change(
            evidence,
            vault,
            folder=self.folder,
            keys=self._keys,
            keyed=self._keyed,
            ids=self._ids,
            at=iso(self._clock()),
            actor=actor,
            load=load,
        )

    def compare(self, drafts: Iterable[Draft]) -> Comparison:
        """What :meth:`Change.add` would do with all these drafts, and which threads they no longer have."""
        batch = list(drafts)
        with self._database.reading() as connection:
            planned = plan(connection, batch, self._keyed, {})
            kinds: dict[str, set[str]] = {}
            for dataset, kind in {(draft.dataset, draft.kind) for draft in batch}:
                kinds.setdefault(dataset_hash(self._keyed, dataset), set()).add(kind)
            there = live_threads(connection, kinds)
        return Comparison(
            states=planned.states, vanished=sorted(there - set(planned.threads)), same_key=planned.same_key
        )

    def undo_load(self, load: str, actor: Actor, why: str = "") -> None:
        """Take back one load: its records no longer count; nothing is deleted.

        Raises:
            CaseError: there is no such load, or it has been taken back already.
        """
        found = next((one for one in self.loads() if one.id == load), None)
        if found is None:
            raise CaseError(f"There is no load {load} in this case; 'dossier loads' lists them.")
        if found.withdrawn:
            raise CaseError(f"The load {load} has been taken back already.")
        with self.writing(actor) as change:
            change.decide([NewDecision(type="withdraw_load", left=load, why=why)])
