"""Scored chunks beside the output, so that a run that was stopped goes on where it stood.

A chunk holds row numbers, bits and reason codes: no name, place or unit. It counts only for the same table, columns
and version; what belongs to another run is removed.
"""

import contextlib
import hashlib
import hmac
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from graph.errors import LoadError

_MANIFEST = "run.json"
_COLUMNS = ("l", "r", "bits", "reasons", "demanded")


class Checkpoint:
    """The folder of a run's chunks.

    Args:
        folder: beside the output; made if it is not there.
        table: the table that is compared.
        settings: everything else that scores depend on.

    Raises:
        LoadError: the folder cannot be written.
    """

    def __init__(self, folder: Path, table: Path, settings: Mapping[str, Any]) -> None:
        self._folder = folder
        self.resumed = 0
        try:
            if not self._is_of(table, settings):
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(mode=0o700, parents=True)
                key = secrets.token_hex(16)
                manifest = {"key": key, "run": _fingerprint(key, table, settings)}
                (folder / _MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        except OSError as error:
            raise LoadError(f"{folder.name} cannot be written ({error.strerror or 'output error'}).") from None

    def chunk(self, number: int) -> dict[str, np.ndarray] | None:
        """A chunk that an earlier run kept, or None; a damaged one is scored again."""
        with (
            contextlib.suppress(OSError, ValueError, KeyError, EOFError, BadZipFile),
            self._file(number).open("rb") as file,
        ):
            kept = np.load(file, allow_pickle=False)
            columns = {name: kept[name] for name in _COLUMNS}
            self.resumed += 1
            return columns
        return None

    def keep(self, number: int, columns: Mapping[str, np.ndarray]) -> None:
        """Keep a chunk; it is there whole or not at all."""
        draft = self._folder / f"{number}.new"
        try:
            with draft.open("wb") as file:
                np.savez(file, allow_pickle=False, **{name: np.asarray(columns[name]) for name in _COLUMNS})
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._file(number))
        except OSError as error:
            raise LoadError(f"{self._folder.name} cannot be written ({error.strerror or 'output error'}).") from None

    def remove(self) -> None:
        """The run is finished."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _file(self, number: int) -> Path:
        return self._folder / f"{number}.npz"

    def _is_of(self, table: Path, settings: Mapping[str, Any]) -> bool:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            manifest = json.loads((self._folder / _MANIFEST).read_text(encoding="utf-8"))
            return hmac.compare_digest(manifest["run"], _fingerprint(manifest["key"], table, settings))
        return False


def _fingerprint(key: str, table: Path, settings: Mapping[str, Any]) -> str:
    """Of the table's content and the settings, keyed: nobody can try tables against it without the folder."""
    with table.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    told = json.dumps([content, settings], sort_keys=True)
    return hmac.new(key.encode(), told.encode(), hashlib.sha256).hexdigest()
