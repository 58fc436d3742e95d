"""The evidence store: what sources say and what people decided, append-only, encrypted."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
from sqlalchemy import Connection

from graph.errors import CaseError
from graph.evidence import keys as key_files
from graph.evidence import reading
from graph.evidence.codes import code_of, read_code
from graph.evidence.collector import collector_paused
from graph.evidence.database import EVIDENCE, VAULT, Database, listed, rows
from graph.evidence.drafts import (
    Actor,
    Changes,
    Comparison,
    Draft,
    Load,
    LoadInfo,
    NewDecision,
    Waiting,
)
from graph.evidence.hashing import dataset_hash, hasher
from graph.evidence.ids import Clock, Ids, RandomIds, iso, utc_now
from graph.evidence.locking import WAIT_SECONDS, locked
from graph.evidence.planning import live_threads, plan
from graph.evidence.slices import Slice
from graph.evidence.sweeping import sweep
from graph.evidence.withdrawals import withdrawn
from graph.evidence.writing import Change
from graph.model.kinds import KINDS

LOCK = "writing.lock"
_IN = "IN (SELECT value FROM json_each(?))"


class Evidence:
    """The evidence store and vault of one case folder.

    Any number of threads and processes may read; one writes at a time, the others wait for it.
    """

    def __init__(
        self,
        folder: Path,
        key: bytes,
        *,
        clock: Clock = utc_now,
        ids: Ids | None = None,
        lock_wait: float = WAIT_SECONDS,
    ) -> None:
        """Use :meth:`create` or :meth:`open`."""
        self.folder = folder
        self._keys = key_files.derive(key)
        self._keyed = hasher(self._keys.hashing)
        self._clock, self._ids, self._lock_wait = clock, ids or RandomIds(), lock_wait
        self._database = Database(folder, self._keys)
        self.case_id = ""

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
                    connection.exec_driver_sql(
                        "INSERT INTO meta (name, value) VALUES ('case_id', ?)", (case_id,)
                    )
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
            store._database.verify()
            with store._database.reading() as connection:
                found = rows(
                    connection,
                    "SELECT (SELECT value FROM main.meta WHERE name = 'case_id'),"
                    " (SELECT value FROM vault.meta WHERE name = 'case_id')",
                )[0]
            if found[0] != found[1]:
                raise CaseError(
                    f"{EVIDENCE} and {VAULT} belong to two cases; put back the two of one backup."
                )
        except BaseException:
            store.close()
            raise
        store.case_id = str(found[0])
        return store

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def __enter__(self) -> "Evidence":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- writing

    @contextmanager
    def writing(self, actor: Actor, *, load: LoadInfo | None = None) -> Iterator[Change]:
        """One transaction: it becomes one revision, or nothing where the block raises or writes nothing.

        The vault is committed first and the evidence second; between the two the vault holds rows that no record
        knows, and the next writer sweeps them.

        Raises:
            CaseError: another process kept the lock too long, or the disk is full.
        """
        with locked(self.folder / LOCK, wait=self._lock_wait), self._database.writers() as (evidence, vault):
            sweep(evidence, vault)
            with evidence.begin() as second, vault.begin() as first:
                change = Change(
                    evidence,
                    vault,
                    keyed=self._keyed,
                    ids=self._ids,
                    at=iso(self._clock()),
                    actor=actor,
                    load=load,
                )
                yield change
                if change.changed_anything:
                    change.finish()
                    first.commit()
                    second.commit()
                else:
                    first.rollback()
                    second.rollback()
            self._database.checkpoint()

    def compare(self, drafts: Iterable[Draft]) -> Comparison:
        """What :meth:`Change.add` would do with all these drafts, and which threads they no longer have."""
        batch = list(drafts)
        with self._database.reading() as connection:
            planned = plan(connection, batch, self._keyed, {})
            there: set[str] = set()
            for dataset, kind in {(draft.dataset, draft.kind) for draft in batch}:
                there |= live_threads(connection, dataset_hash(self._keyed, dataset), kind)
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

    # --- reading

    def revision(self) -> int:
        """The number of the newest revision; 0 before anything has been entered."""
        with self._database.reading() as connection:
            return reading.newest(connection)

    def loads(self) -> list[Load]:
        """Every load, oldest first."""
        with self._database.reading() as connection:
            out = withdrawn(connection).loads
            found = rows(
                connection,
                "SELECT l.id, r.at, r.by, w.dataset, w.file, w.mapping, l.added, l.changed, l.unchanged, l.refused,"
                " l.revision FROM load l JOIN revision r ON r.number = l.revision"
                " JOIN vault.load_words w ON w.id = l.id ORDER BY l.revision",
            )
        return [
            Load(
                id=row[0],
                at=row[1],
                by=row[2],
                dataset=row[3],
                file=row[4],
                mapping=row[5],
                added=row[6],
                changed=row[7],
                unchanged=row[8],
                refused=row[9],
                withdrawn=row[0] in out,
                revision=row[10],
            )
            for row in found
        ]

    def changes_since(self, revision: int) -> Changes:
        """What the revisions after ``revision`` touched."""
        with self._database.reading() as connection:
            return reading.changes_since(connection, revision)

    def slice(self, threads: Iterable[str] | None = None, *, known_on: str | None = None) -> Slice:
        """Everything the store holds on some threads, or on all of them.

        Args:
            known_on: an ISO day; then only what had been entered and decided by its end (UTC).
        """
        with self._database.reading() as connection, collector_paused():
            return reading.read_slice(connection, threads, known_on)

    def referring(self, threads: Iterable[str]) -> set[str]:
        """Threads of which any version refers to one of these."""
        with self._database.reading() as connection:
            return reading.referring(connection, threads)

    def linked(self, threads: Iterable[str]) -> set[str]:
        """These threads and all that identity decisions, of any verdict and withdrawn or not, join with them."""
        with self._database.reading() as connection:
            return reading.linked(connection, threads)

    def codes(self, threads: Iterable[str]) -> dict[str, str]:
        """The code of each thread that has one."""
        with self._database.reading() as connection:
            found = rows(
                connection,
                f"SELECT id, kind, digits FROM thread WHERE digits IS NOT NULL AND id {_IN}",
                listed(set(threads)),
            )
        return {row[0]: code_of(KINDS[row[1]].letter, row[2]) for row in found}

    def thread_by_code(self, code: str) -> str | None:
        """The thread with this code, however it is spaced; None where there is none."""
        return self.threads_by_code([code]).get(code)

    def threads_by_code(self, codes: Iterable[str]) -> dict[str, str]:
        """Code as given to thread, for those that name one."""
        asked = {given: read for given in codes if (read := read_code(given))}
        digits = {"".join(filter(str.isdigit, read))[:-1] for read in asked.values()}
        with self._database.reading() as connection:
            found = rows(
                connection, f"SELECT id, kind, digits FROM thread WHERE digits {_IN}", listed(digits)
            )
        there = {code_of(KINDS[row[1]].letter, row[2]): row[0] for row in found}
        return {given: there[read] for given, read in asked.items() if read in there}

    def waiting(self) -> list[Waiting]:
        """References to rows that have not been loaded, of the records that count."""
        with self._database.reading() as connection:
            return _waiting(connection)


def _waiting(connection: Connection) -> list[Waiting]:
    out = withdrawn(connection).loads
    found = rows(
        connection,
        "SELECT w.thread, r.kind, w.field, w.position, group_concat(w.kind, ' or '), x.load, v.fields"
        " FROM waiting w JOIN record r ON r.id = w.version"
        " JOIN revision x ON x.number = r.revision"
        " JOIN vault.record v ON v.n = r.n AND v.id = r.id"
        " WHERE r.number = (SELECT max(number) FROM record WHERE thread = w.thread)"
        " GROUP BY w.version, w.field, w.position HAVING max(w.target) IS NULL ORDER BY min(w.n)",
    )
    lines: list[Waiting] = []
    for thread, kind, field, position, ref_kind, load, fields in found:
        if load in out:
            continue
        kept = orjson.loads(fields)
        value = kept["v"][field]
        one = value[position] if isinstance(value, list) else value
        lines.append(
            Waiting(thread=thread, kind=kind, field=field, ref_kind=ref_kind, place=kept["p"], key=one["key"])
        )
    return lines
