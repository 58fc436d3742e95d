"""A finished brief's folder as one ZIP, byte for byte the same for the same files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

_DAY = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP can hold: when a file was written says nothing that its reader needs."""


def zipped(folder: Path) -> bytes:
    """The files of a folder, sorted, in a folder called ``brief``."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            entry = zipfile.ZipInfo(f"brief/{path.relative_to(folder).as_posix()}", _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, path.read_bytes())
    return held.getvalue()
