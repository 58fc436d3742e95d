"""Keys of a case: from a passphrase or a key file to the keys of its parts.

One master key of 32 bytes opens a case. Every part has a key of its own, derived by HKDF-SHA256 (RFC 5869), so
that no part's key gives another's. ``key.json`` holds what is not secret: the salt and cost of Argon2id
(RFC 9106) and a key check, by which a wrong passphrase is told from a damaged file.
"""

import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from graph.errors import CaseError, Damaged, WrongPassphrase

HEADER = "key.json"
KEY_BYTES = 32
# Argon2id: 64 MiB and three passes, about 0.1 s on a laptop.
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The keys of the parts of one case, 32 bytes each. Its repr names none of them."""

    evidence: bytes
    vault: bytes
    originals: bytes
    hashing: bytes
    custody: bytes
    incoming: bytes

    def __repr__(self) -> str:
        return "Keys(…)"


def derive(master: bytes) -> Keys:
    """The keys of the parts, from the master key."""
    return Keys(
        evidence=_part(master, "evidence"),
        vault=_part(master, "vault"),
        originals=_part(master, "originals"),
        hashing=_part(master, "hashing"),
        custody=_part(master, "custody"),
        incoming=_part(master, "incoming"),
    )


def _part(master: bytes, name: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=f"dossier {name} 1".encode()).derive(
        master
    )


def stretch(passphrase: str, salt: bytes, *, memory_kib: int = MEMORY_KIB, passes: int = PASSES) -> bytes:
    """A master key from a passphrase: Argon2id, version 1.3."""
    return Argon2id(salt=salt, length=KEY_BYTES, iterations=passes, lanes=LANES, memory_cost=memory_kib).derive(
        passphrase.encode("utf-8")
    )


def write_header(folder: Path, key: bytes, *, salt: bytes | None = None) -> None:
    """Write ``key.json``: the key check, and how the passphrase is stretched where there is one."""
    header: dict[str, object] = {"format": 1, "check": _part(key, "key check").hex()}
    if salt is not None:
        header |= {"kdf": "argon2id", "salt": salt.hex(), "memory_kib": MEMORY_KIB, "passes": PASSES}
    write_private(folder / HEADER, (json.dumps(header, indent=1) + "\n").encode())


def has_header(folder: Path) -> bool:
    """Whether this folder has been given a key."""
    return (folder / HEADER).exists()


def key_from_passphrase(folder: Path, passphrase: str) -> bytes:
    """The master key of the case in ``folder``.

    Raises:
        WrongPassphrase: it does not open this case, or the case is opened by a key file.
        Damaged: ``key.json`` is missing or cannot be read.
    """
    header = _header(folder)
    if "salt" not in header:
        raise WrongPassphrase(f"{folder.name} is opened by a key file, not by a passphrase.")
    try:
        salt, memory, passes = bytes.fromhex(str(header["salt"])), header["memory_kib"], header["passes"]
        # A changed header must not make this process eat the machine.
        if not (isinstance(memory, int) and isinstance(passes, int) and memory <= 1 << 20 and 0 < passes <= 16):
            raise ValueError
        key = stretch(passphrase, salt, memory_kib=memory, passes=passes)
    except (ValueError, KeyError) as error:
        raise Damaged(_damaged(folder)) from error
    verify(folder, key)
    return key


def verify(folder: Path, key: bytes) -> None:
    """Check a master key against ``key.json``.

    Raises:
        WrongPassphrase: the key is not this case's.
        Damaged: ``key.json`` is missing or cannot be read.
    """
    if not hmac.compare_digest(str(_header(folder).get("check")), _part(key, "key check").hex()):
        raise WrongPassphrase(f"The passphrase or key does not open {folder.name}.")


def _header(folder: Path) -> dict[str, object]:
    try:
        header = json.loads((folder / HEADER).read_text(encoding="utf-8"))
        if not isinstance(header, dict) or "check" not in header:
            raise ValueError
    except (OSError, ValueError) as error:
        raise Damaged(_damaged(folder)) from error
    return header


def _damaged(folder: Path) -> str:
    return f"{HEADER} of {folder.name} is missing or not as it was written; put it back from a backup of the case."


def new_key() -> bytes:
    """A random master key."""
    return secrets.token_bytes(KEY_BYTES)


def new_salt() -> bytes:
    """A random salt for :func:`stretch`."""
    return secrets.token_bytes(16)


def write_key_file(path: Path, key: bytes) -> None:
    """Write a key file: 64 hex digits, readable by its owner alone. It never replaces a file."""
    if path.exists():
        raise CaseError(f"{path.name} exists already; a key file is never written over.")
    write_private(path, (key.hex() + "\n").encode())


def read_key_file(path: Path) -> bytes | None:
    """The key in a key file; None where the file holds something else (most likely a passphrase).

    Raises:
        CaseError: there is no such file, or it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"The key file {path.name} cannot be read.") from error
    try:
        key = bytes.fromhex(text)
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None


def write_private(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner alone (0600)."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
