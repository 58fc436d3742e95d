"""A folder in the making: written beside its place, and given it only when everything is right."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from queries.brief.errors import FolderTaken

SUMS = "SHA256SUMS"


def must_be_free(out: Path) -> None:
    """Whether something can be written there.

    Raises:
        FolderTaken: it is a file, or holds something.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FolderTaken(out.name)


class Part:
    """A folder in the making beside its place; it goes away unless it is finished."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._part = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")

    def __enter__(self) -> Part:
        self._out.parent.mkdir(parents=True, exist_ok=True)
        self._part.mkdir(mode=0o700)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._part, ignore_errors=True)

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write every file, and the list of their hashes."""
        lines = []
        for name, content in sorted(files.items()):
            self._write(name, content)
            lines.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        self._write(SUMS, "".join(lines).encode())

    def _write(self, name: str, content: bytes) -> None:
        path = self._part / name
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)

    def contents(self) -> dict[str, bytes]:
        """Every file as it stands on the disk."""
        return {path.name: path.read_bytes() for path in sorted(self._part.iterdir())}

    def finish(self) -> dict[str, str]:
        """Give the folder its place; returns name to hash.

        Raises:
            FolderTaken: somebody else took it meanwhile.
        """
        files = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self._part.iterdir()) if path.name != SUMS
        }  # fmt: skip
        try:
            if self._out.is_dir():
                self._out.rmdir()
            self._part.rename(self._out)
        except OSError:
            raise FolderTaken(self._out.name) from None
        return files
