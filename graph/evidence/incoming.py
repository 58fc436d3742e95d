"""Files on their way in: what a browser sends piece by piece, encrypted in the case folder until it is loaded.

Each piece is one file of AES-256-GCM under a random nonce, its upload and number authenticated with it. Whose they
are, the user's own file name and the size are work of their owner (:mod:`graph.evidence.work`), in the vault. Only
while they are read do they stand in plain, in a private folder in memory where the system has one.
"""

import os
import secrets
import shutil
import tempfile
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from graph.errors import CaseError, Damaged
from graph.evidence.database import rows, told
from graph.evidence.ids import iso
from graph.evidence.keys import write_private
from graph.evidence.locking import locked
from graph.evidence.work import Work, WorkKeeping

FOLDER = "incoming"
PIECE = 384 * 1024
"""Bytes of every piece but the last: a web server keeps a body of this size in memory."""
LARGEST = 1 << 30
"""Bytes of one file."""
KEPT = timedelta(days=1)
LONGEST_NAME = 200
_KIND = "upload"
_NONCE, _TAG = 12, 16
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - memory, and a folder made there is its maker's alone
_PREFIX = "work-"
_LOCK = ".lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file on its way in.

    Attributes:
        name: the user's own, without any folder.
        size: bytes of the whole; ``pieces`` how many it comes in, ``there`` how many of them have come.
    """

    id: str
    owner: str
    name: str
    size: int
    pieces: int
    there: int

    @property
    def complete(self) -> bool:
        """Whether every piece has come."""
        return self.there == self.pieces


class Incoming(WorkKeeping):
    """Keeping files on their way in."""

    def begin_upload(self, name: str, size: int, *, owner: str) -> Upload:
        """Expect a file of ``size`` bytes; uploads that were left lying for a day are dropped.

        Raises:
            CaseError: it is too large.
        """
        if not 0 <= size <= LARGEST:
            raise CaseError(f"A file may have at most {LARGEST >> 20} MiB here; load a larger one with 'dossier load'.")
        self.drop_old_uploads()
        with told():
            (self.folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
        return self._upload(self.save_work(_KIND, {"name": plain_name(name), "size": size}, owner=owner))

    def add_piece(self, own: str, number: int, piece: bytes, *, owner: str) -> Upload:
        """Keep the next piece of an upload.

        Raises:
            CaseError: its owner has no such upload, it is not the next piece, or not of the right size.
        """
        upload = self._wanted(own, owner)
        if upload.complete or number != upload.there:
            raise CaseError(f"Piece {upload.there} of {upload.pieces} is the next one of this file.")
        if len(piece) != _size_of(upload, number):
            raise CaseError(f"Piece {number} of this file should have {_size_of(upload, number)} bytes.")
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(self._keys.incoming).encrypt(nonce, piece, _bound(own, number))
        with told():
            write_private(self._piece(own, number), nonce + sealed)
        return replace(upload, there=number + 1)

    def upload(self, own: str, *, owner: str) -> Upload | None:
        """One upload of somebody's; None where they have none such."""
        kept = self.work(own, owner=owner)
        return self._upload(kept) if kept and kept.kind == _KIND else None

    def upload_bytes(self, own: str, *, owner: str) -> Iterator[bytes]:
        """A complete upload, piece by piece.

        Raises:
            CaseError: its owner has no such upload, or it is not complete. Damaged: a piece is not as it was kept.
        """
        upload = self._wanted(own, owner)
        if not upload.complete:
            raise CaseError("This file has not come in whole: send it again.")
        cipher = AESGCM(self._keys.incoming)
        for number in range(upload.pieces):
            try:
                sealed = self._piece(own, number).read_bytes()
                yield cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(own, number))
            except (OSError, InvalidTag, ValueError):
                raise Damaged("A file on its way in is not as it was sent: send it again.") from None

    def keep_file(self, path: Path, *, owner: str) -> Upload:
        """Take in a file from disk as if its owner had sent it, such as a marked copy to be fetched by them."""
        upload = self.begin_upload(path.name, path.stat().st_size, owner=owner)
        with path.open("rb") as file:
            for number in range(upload.pieces):
                upload = self.add_piece(upload.id, number, file.read(PIECE), owner=owner)
        return upload

    @contextmanager
    def materialise(self, own: str, *, owner: str) -> Iterator[Path]:
        """One upload as a plain file under the user's own name; see :meth:`materialise_all`."""
        with self.materialise_all([own], owner=owner) as paths:
            yield paths[0]

    @contextmanager
    def materialise_all(self, uploads: Sequence[str], *, owner: str) -> Iterator[list[Path]]:
        """Uploads as plain files beside each other, in a private folder that is gone after the block.

        It lies in memory where the system has such a place and room in it. Two files of one name lie in two folders.

        Raises:
            CaseError, Damaged: as :meth:`upload_bytes`.
        """
        wanted = [self._wanted(one, owner) for one in uploads]
        with told(), private_folder(sum(one.size for one in wanted)) as folder:
            paths: list[Path] = []
            for at, one in enumerate(wanted):
                place = folder if not (folder / one.name).exists() else folder / str(at)
                place.mkdir(mode=0o700, exist_ok=True)
                handle = os.open(place / one.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "wb") as file:
                    for piece in self.upload_bytes(one.id, owner=owner):
                        file.write(piece)
                paths.append(place / one.name)
            yield paths

    def drop_upload(self, own: str, *, owner: str) -> None:
        """Forget an upload; nothing where its owner has none such."""
        if self.upload(own, owner=owner) is not None:
            self.drop_work(own, owner=owner)
            self._remove([own])

    def drop_old_uploads(self) -> None:
        """Forget what was begun more than a day ago, and pieces that belong to nothing."""
        before, folder = iso(self._clock() - KEPT), self.folder / FOLDER
        # Looked at first: what is begun meanwhile must not be taken for left over.
        there = {path.name.partition(".")[0] for path in folder.iterdir()} if folder.is_dir() else set()
        with self._database.reading() as connection:
            known = rows(connection, "SELECT id, owner, made_at FROM vault.work WHERE kind = ?", _KIND)
        old = {own: owner for own, owner, made_at in known if made_at < before}
        for own, owner in old.items():
            self.drop_work(own, owner=owner)
        self._remove(there - ({row[0] for row in known} - old.keys()) - {""})

    def _remove(self, uploads: Sequence[str] | set[str]) -> None:
        for own in uploads:
            for path in (self.folder / FOLDER).glob(f"{own}.*"):
                path.unlink(missing_ok=True)

    def _wanted(self, own: str, owner: str) -> Upload:
        upload = self.upload(own, owner=owner)
        if upload is None:
            raise CaseError("This file is no longer there: it was loaded, or lay here for a day. Send it again.")
        return upload

    def _upload(self, kept: Work) -> Upload:
        size = int(kept.body["size"])
        pieces = -(-size // PIECE)
        # They come in order, so that the first that is missing is soon found.
        there = bisect_left(range(pieces), 1, key=lambda number: int(not self._piece(kept.id, number).exists()))
        return Upload(id=kept.id, owner=kept.owner, name=str(kept.body["name"]), size=size, pieces=pieces, there=there)

    def _piece(self, own: str, number: int) -> Path:
        return self.folder / FOLDER / f"{own}.{number:05d}"


def _size_of(upload: Upload, number: int) -> int:
    return PIECE if number < upload.pieces - 1 else upload.size - PIECE * (upload.pieces - 1)


def _bound(own: str, number: int) -> bytes:
    return f"{own}.{number}".encode()


def plain_name(name: str) -> str:
    """What is left of a file name when it can be no path, hides nothing and fits every file system."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(
        char for char in unicodedata.normalize("NFC", last)
        if unicodedata.category(char) not in ("Cc", "Cs", "Co", "Zl", "Zp")
        and unicodedata.bidirectional(char) not in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        and char not in ':*?"<>|'
    ).strip(" .")  # fmt: skip
    stem, dot, end = kept.rpartition(".") if "." in kept else (kept, "", "")
    while len(stem.encode()) + len(end.encode()) + 1 > LONGEST_NAME and (stem or end):
        stem, end = (stem[:-1], end) if stem else (stem, end[:-1])
    return (stem + dot + end).strip(" .") or "file"


@contextmanager
def private_folder(size: int) -> Iterator[Path]:
    """A folder that only this user may look into, gone after the block; in memory where there is room for ``size``.

    What a killed process left behind goes when the next one is made.
    """
    home = _home(2 * size)
    sweep_private_folders()
    with ExitStack() as held:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home))
        held.callback(shutil.rmtree, folder, ignore_errors=True)
        held.enter_context(locked(folder / _LOCK))
        inside = folder / secrets.token_hex(4)
        inside.mkdir(mode=0o700)
        yield inside


def read_in_memory() -> bool:
    """Whether this machine has a place in memory for files that are being read; else they lie on its disk meanwhile."""
    return _SHARED_MEMORY.is_dir() and os.access(_SHARED_MEMORY, os.W_OK)


def _home(size: int) -> Path:
    fits = read_in_memory() and shutil.disk_usage(_SHARED_MEMORY).free > size
    return _SHARED_MEMORY if fits else Path(tempfile.gettempdir())


def sweep_private_folders() -> None:
    """Remove what processes that have died left in plain: nobody holds its lock."""
    for home in {_home(0), Path(tempfile.gettempdir())}:
        for folder in home.glob(f"{_PREFIX}*"):
            with suppress(CaseError, OSError):
                if (folder / _LOCK).is_file() and (not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()):
                    with locked(folder / _LOCK, wait=0.0):
                        shutil.rmtree(folder, ignore_errors=True)
