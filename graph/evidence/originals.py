"""Originals of documents: encrypted copies under random names, and their chain of custody.

A file is AES-256-GCM in chunks, after the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): each
chunk's nonce is its number and whether it is the last, so that chunks cannot be dropped, swapped or cut off. Its
key is derived from the case's and a salt at its head; its id is authenticated with every chunk.
"""

import hmac
import os
from collections.abc import Iterator
from hashlib import blake2b, sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from graph.errors import Damaged

FOLDER = "originals"
MAGIC = b"DOSSIER\x01"
CHUNK = 1 << 20
NEW = ".new"
"""End of the name of a file whose transaction has not been committed, or has just been."""
_SALT, _TAG = 16, 16


def place_of(folder: Path, name: str) -> Path:
    """Where the file of an original is: under its name, or still under the one it has until it is committed."""
    path = folder / FOLDER / name
    fresh = path.with_name(name + NEW)
    return fresh if not path.exists() and fresh.exists() else path


def encrypt(source: Path, target: Path, *, key: bytes, own: str) -> tuple[str, int]:
    """Write an encrypted copy, whole or not at all; returns SHA-256 (hex) and size of the original."""
    salt = os.urandom(_SALT)
    cipher = AESGCM(_file_key(key, salt))
    digest, size = sha256(), 0
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file, source.open("rb") as plain:
            file.write(MAGIC + salt)
            number, chunk = 0, plain.read(CHUNK)
            while True:
                following = plain.read(CHUNK) if chunk else b""
                digest.update(chunk)
                size += len(chunk)
                file.write(cipher.encrypt(_nonce(number, last=not following), chunk, own.encode()))
                if not following:
                    break
                number, chunk = number + 1, following
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


def decrypt(path: Path, *, key: bytes, own: str) -> Iterator[bytes]:
    """The original in chunks.

    Raises:
        Damaged: the file is missing, or not as it was written.
    """
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC) + _SALT)
            if len(head) < len(MAGIC) + _SALT or not head.startswith(MAGIC):
                raise Damaged(_changed(own))
            cipher = AESGCM(_file_key(key, head[len(MAGIC) :]))
            number, sealed = 0, file.read(CHUNK + _TAG)
            while True:
                following = file.read(CHUNK + _TAG)
                yield cipher.decrypt(_nonce(number, last=not following), sealed, own.encode())
                if not following:
                    return
                number, sealed = number + 1, following
    except FileNotFoundError:
        raise Damaged(f"The original {own} is missing; put it back from a backup of the case.") from None
    except (InvalidTag, ValueError, OSError):
        raise Damaged(_changed(own)) from None


def _changed(own: str) -> str:
    return f"The original {own} is not as it was written; put it back from a backup of the case."


def _file_key(key: bytes, salt: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=b"dossier original 1").derive(key)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def file_hash(path: Path, key: bytes) -> str:
    """A keyed hash of a file, by which a second copy of it is known (BLAKE2b, 96 bits)."""
    digest = blake2b(digest_size=12, key=key, person=b"original")
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def link_hash(key: bytes, before: str, *parts: object) -> str:
    """The hash of one line of a chain of custody, over the line before: HMAC-SHA256."""
    message = "\0".join([before, *map(str, parts)])
    return hmac.digest(key, message.encode(), "sha256").hex()
