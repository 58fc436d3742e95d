"""What is attached to a document: its text by page, and its original."""

import secrets
from collections.abc import Iterable
from pathlib import Path

from graph.errors import CaseError
from graph.evidence import custody, originals, tables
from graph.evidence.database import insert, rows
from graph.evidence.drafts import PageText
from graph.evidence.transaction import Transaction
from graph.folding import fold


class Attaching(Transaction):
    """The part of a transaction that attaches pages and originals to documents."""

    def add_pages(self, document_thread: str, pages: Iterable[PageText]) -> None:
        """Keep the text of a document by page and make it searchable; the same pages again add nothing."""
        wanted = [(page.number, page.label, page.language, page.text) for page in pages]
        if not wanted or wanted == self._pages_kept(document_thread):
            return
        self._begin()
        first = self._next_page
        self._next_page += len(wanted)
        insert(
            self._vault,
            tables.page,
            [(first + at, document_thread, *one, self.number) for at, one in enumerate(wanted)],
        )
        self._vault.exec_driver_sql(
            "INSERT INTO page_text (rowid, folded) VALUES (?, ?)",
            [(first + at, fold(one[3])) for at, one in enumerate(wanted)],
        )

    def _pages_kept(self, document_thread: str) -> list[tuple[int, str, str, str]]:
        found = rows(
            self._vault,
            "SELECT number, label, language, words, revision FROM page WHERE thread = ? ORDER BY id",
            document_thread,
        )
        last = max((row[4] for row in found), default=0)
        return [(row[0], row[1], row[2], row[3]) for row in found if row[4] == last]

    def store_original(self, thread: str, path: Path, media_type: str) -> None:
        """Keep an encrypted copy of a document's file, and a line in the chain of custody.

        A file that the case holds already, for this or another document, is not stored again.

        Raises:
            CaseError: the file cannot be read.
        """
        try:
            hashed = originals.file_hash(path, self._keys.hashing)
        except OSError as error:
            raise CaseError(f"{path.name} cannot be read.") from error
        found = rows(self._evidence, "SELECT id, size FROM original WHERE hash = ?", hashed)
        if found:
            own, size = found[0]
            digest = rows(self._vault, "SELECT sha256 FROM original_hash WHERE id = ?", own)[0][0]
            if rows(self._evidence, "SELECT 1 FROM custody WHERE thread = ? AND original = ?", thread, own):
                return
        else:
            own = self._ids.new("original", hashed)
            digest, size = self._keep_file(path, own, hashed)
        self._begin()
        last = rows(self._evidence, "SELECT n, hash FROM custody ORDER BY n DESC LIMIT 1")
        n, before = (last[0][0] + 1, last[0][1]) if last else (1, "")
        by = self._actor.name
        sealed = custody.seal(
            self._keys.custody, before, n=n, thread=thread, original=own, action="received",
            media_type=media_type, at=self._at, by=by, sha256=digest, size=size,
        )  # fmt: skip
        insert(
            self._evidence,
            tables.custody,
            [(n, thread, own, "received", media_type, self._at, by, sealed, self.number)],
        )
        custody.note_last(self._evidence, sealed)

    def _keep_file(self, path: Path, own: str, hashed: str) -> tuple[str, int]:
        folder = self._folder / originals.FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        name = secrets.token_hex(16)
        fresh = folder / (name + originals.NEW)
        digest, size = originals.encrypt(path, fresh, key=self._keys.originals, own=own)
        insert(self._vault, tables.original_hash, [(own, digest, self.number)])
        insert(self._evidence, tables.original, [(own, hashed, name, size, self.number)])
        return digest, size
