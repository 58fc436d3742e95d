"""The files of a zip archive of documents, told apart from what is none. Runs in the locked worker.

Nothing is unpacked to where a name points: a name is only ever shown, its last part alone names the document.
"""

from __future__ import annotations

import stat
from typing import Any
from zipfile import ZipInfo

from ingest.readers import sniffing
from ingest.readers.archive import Archive
from ingest.readers.text import clean
from ingest.sandbox import Unreadable

MOST = 1_000
"""Files of one archive."""
_JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read_members(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """Name, size and media type of every file of an archive, and what is left out and why.

    Args:
        options: ``unpacked`` bytes at most in all; ``contents``: whether the files themselves are wanted.

    Returns:
        ``members`` in the archive's order, each with ``why`` ("" or "path", "link"), and as ``blobs`` the contents
        of those without a ``why``.
    """
    archive = Archive(data, int(options["unpacked"]))
    members: list[dict[str, Any]] = []
    blobs: list[bytes] = []
    for info in {one.filename: one for one in archive.infos}.values():
        name = _readable(info)
        if any(part in name for part in _JUNK):
            continue
        if len(members) == MOST:
            raise Unreadable("large")
        why = _why(info, name)
        content = b"" if why else archive.read(info.filename)
        kind = "" if why else sniffing.sniff_bytes(content, name)
        members.append({"name": clean(name), "size": len(content), "kind": kind, "why": why})
        if options.get("contents") and not why:
            blobs.append(content)
    return {"members": members, "blobs": blobs}


def _readable(info: ZipInfo) -> str:
    """Its name; programs that do not say that theirs is UTF-8 mostly write it all the same."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _why(info: ZipInfo, name: str) -> str:
    plain = name.replace("\\", "/")
    if plain.startswith("/") or ".." in plain.split("/") or ":" in plain.split("/")[0]:
        return "path"
    return "link" if stat.S_ISLNK(info.external_attr >> 16) else ""
