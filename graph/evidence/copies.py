"""Two rolling encrypted copies of the two files, and putting the newest good one back."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import CaseError
from graph.evidence import tables
from graph.evidence.database import EVIDENCE, VAULT, Database, told
from graph.evidence.keys import HEADER, Keys, write_private

FOLDER = "copies"
PLACES = ("a", "b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy of both files that opens and is whole: its place, newest revision, and when that was made."""

    place: str
    revision: int
    at: str


def make_copy(database: Database, keys: Keys) -> str:
    """Copy both files over the older of the two copies, with SQLite's online backup; returns its place.

    To be called under the writer's lock, so that the two files fit together. Every page is decrypted and checked on
    its way, so that a damaged file gives no copy; of the two there a damaged one is replaced first.

    Raises:
        CaseError: the disk is full; Damaged: a page is not as it was written. The copies are as they were.
    """
    folder = database.folder / FOLDER
    with told():
        folder.mkdir(mode=0o700, exist_ok=True)
        there = {one: _opened(folder / one, one, keys, tables_too=False) for one in PLACES}
        place = min(PLACES, key=lambda one: copy.revision if (copy := there[one]) else -1)
        fresh = folder / f".{place}"
        shutil.rmtree(fresh, ignore_errors=True)
        try:
            fresh.mkdir(mode=0o700)
            _fill(database, fresh, keys)
            write_private(fresh / HEADER, (database.folder / HEADER).read_bytes())
            shutil.rmtree(folder / place, ignore_errors=True)
            fresh.rename(folder / place)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    return place


def _fill(database: Database, fresh: Path, keys: Keys) -> None:
    target = Database(fresh, keys)
    try:
        for file in (VAULT, EVIDENCE):
            (fresh / file).touch(mode=0o600)
            _copy(database.raw(file), target.raw(file))
    finally:
        target.close()


def _copy(source: Any, target: Any) -> None:
    try:
        source.backup(target)
        # A copy is one file: nothing may be left in a log beside it.
        target.execute("PRAGMA journal_mode = DELETE")
    finally:
        source.close()
        target.close()


def good_copies(folder: Path, keys: Keys) -> list[Copy]:
    """The copies that open and are whole, newest first. Reads them through, page by page."""
    found = [copy for place in PLACES if (copy := _opened(folder / FOLDER / place, place, keys, tables_too=True))]
    return sorted(found, key=lambda copy: copy.revision, reverse=True)


def _opened(folder: Path, place: str, keys: Keys, *, tables_too: bool) -> Copy | None:
    """The copy at a place, if it opens and every page is as it was written; ``tables_too`` is slower by far."""
    if not all((folder / file).is_file() for file in (EVIDENCE, VAULT)):
        return None
    database = Database(folder, keys)
    try:
        if any(damage(database, file, tables_too=tables_too) for file in (EVIDENCE, VAULT)):
            return None
        connection = database.raw(EVIDENCE)
        try:
            found = connection.execute("SELECT number, at FROM revision ORDER BY number DESC LIMIT 1").fetchone() or (
                0,
                "",
            )
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        finally:
            connection.close()
    except CaseError:
        return None
    finally:
        database.close()
    return Copy(place=place, revision=found[0], at=found[1]) if 1 <= version <= tables.SCHEMA_VERSION else None


def damage(database: Database, file: str, *, tables_too: bool = True) -> str:
    """What is wrong with a file, read through page by page; "" where nothing is."""
    try:
        connection = database.raw(file)
        with told():
            try:
                if connection.execute("PRAGMA cipher_integrity_check").fetchall():
                    return "a page is not as it was written"
                if not tables_too:
                    return ""
                said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            finally:
                connection.close()
    except CaseError:
        return "a page is not as it was written"
    return "" if said == "ok" else "its tables do not fit together"


def put_back(folder: Path, keys: Keys, place: str = "") -> Copy:
    """Replace both files by a good copy (the newest, or that at ``place``); the replaced ones stay, renamed.

    No process may have the case open.

    Raises:
        CaseError: there is no good copy.
    """
    copies = [copy for copy in good_copies(folder, keys) if place in ("", copy.place)]
    if not copies:
        raise CaseError(f"{folder.name} has no good copy to put back; restore a backup of the case.")
    with told():
        for file in (EVIDENCE, VAULT):
            source = folder / FOLDER / copies[0].place / file
            shutil.copyfile(source, folder / f".{file}.new")
            (folder / f".{file}.new").chmod(0o600)
        for file in (EVIDENCE, VAULT):
            for end in ("-wal", "-shm"):
                (folder / f"{file}{end}").unlink(missing_ok=True)
            if (folder / file).exists():
                (folder / file).replace(folder / f"{file}.replaced")
            (folder / f".{file}.new").replace(folder / file)
    return copies[0]
