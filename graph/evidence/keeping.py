"""Keeping the evidence whole: originals, custody, checks, copies, and the runs of queries."""

import contextlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from graph.errors import CaseError, Damaged
from graph.evidence import checking, copies, custody, originals
from graph.evidence import keys as key_files
from graph.evidence.database import rows
from graph.evidence.drafts import CustodyLine, Finding, RunRecord
from graph.evidence.ids import iso
from graph.evidence.locking import locked
from graph.evidence.opened import LOCK, Opened
from graph.evidence.runs import read_runs, write_run


class Keeping(Opened):
    """Originals, checks, copies, runs."""

    def custody(self, thread: str) -> list[CustodyLine]:
        """The chain of custody of a document's original, oldest step first."""
        with self._database.reading() as connection:
            return custody.lines_of(connection, thread)

    def original_chunks(self, thread: str) -> Iterator[bytes]:
        """The latest original of a document, in chunks of at most 1 MiB.

        Raises:
            CaseError: the document has none.
            Damaged: the file is missing or not as it was written.
        """
        with self._database.reading() as connection:
            found = rows(
                connection,
                "SELECT o.id, o.name, h.sha256 FROM custody c JOIN original o ON o.id = c.original"
                " JOIN vault.original_hash h ON h.id = o.id WHERE c.thread = ? ORDER BY c.n DESC LIMIT 1",
                thread,
            )
        if not found:
            raise CaseError(f"The case holds no original of document {thread}.")
        own, name, expected = found[0]
        digest = sha256()
        path = originals.place_of(self.folder, name)
        for chunk in originals.decrypt(path, key=self._keys.originals, own=own):
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != expected:
            raise Damaged(f"The original {own} does not have the hash that was recorded.")

    def original(self, thread: str) -> bytes:
        """The latest original of a document, whole; its hash is checked. Raises as :meth:`original_chunks`."""
        return b"".join(self.original_chunks(thread))

    # --- keeping it whole

    def check(self) -> list[Finding]:
        """Read everything through: both files, references, documents, words, custody, originals.

        Returns:
            What is wrong, nothing where all is well.
        """
        swept = 0
        with contextlib.suppress(CaseError), self._locked() as (evidence, vault):
            swept = self.sweep_under_lock(evidence, vault)
        return checking.check(self._database, self._keys, swept)

    def missing_originals(self) -> list[Finding]:
        """Originals whose file is gone; cheap, for every opening."""
        with self._database.reading() as connection:
            return list(checking.missing_originals(connection, self.folder))

    def backup(self) -> str:
        """Copy both files over the older of the two rolling copies; returns the place of the copy."""
        with self._locked():
            return copies.make_copy(self._database, self._keys)

    @staticmethod
    def good_copies(folder: Path, key: bytes) -> list[copies.Copy]:
        """The rolling copies of a case that are whole, newest first."""
        return copies.good_copies(folder, key_files.derive(key))

    @staticmethod
    def restore_copy(folder: Path, key: bytes, place: str = "") -> copies.Copy:
        """Put a rolling copy back, the newest good one unless ``place`` names it; nobody may have it open.

        Raises:
            CaseError: there is no good copy.
        """
        key_files.verify(folder, key)
        with locked(folder / LOCK):
            return copies.put_back(folder, key_files.derive(key), place)

    # --- runs of queries

    def record_run(self, run: RunRecord) -> str:
        """Append a run of a query; returns its id. It is no revision: the graph does not change by it."""
        own = self._ids.new("run", run.text_hash, iso(self._clock()), run.parameters)
        with self._locked() as (evidence, _), evidence.begin():
            write_run(evidence, run, own=own, at=iso(self._clock()))
        return own

    def runs(self) -> list[RunRecord]:
        """Every run, oldest first."""
        with self._database.reading() as connection:
            return read_runs(connection)
