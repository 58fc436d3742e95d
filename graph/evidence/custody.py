"""The chain of custody: one line for every step with an original, each hash over the line before."""

from sqlalchemy import Connection

from graph.evidence.database import Row, rows
from graph.evidence.drafts import CustodyLine
from graph.evidence.originals import link_hash

_LINES = (
    "SELECT c.n, c.thread, c.original, c.action, c.media_type, c.at, c.by, c.hash, o.size, h.sha256"
    " FROM custody c JOIN original o ON o.id = c.original JOIN vault.original_hash h ON h.id = c.original"
)


def lines_of(connection: Connection, thread: str) -> list[CustodyLine]:
    """The steps of one document's original, oldest first."""
    return [
        CustodyLine(
            thread=row[1], action=row[3], media_type=row[4], at=row[5], by=row[6], hash=row[7], size=row[8],
            sha256=row[9],
        )
        for row in rows(connection, f"{_LINES} WHERE c.thread = ? ORDER BY c.n", thread)
    ]  # fmt: skip


def seal(key: bytes, before: str, *, n: int, thread: str, original: str, action: str, media_type: str, at: str,
         by: str, sha256: str, size: int) -> str:  # fmt: skip
    """The hash of a line that is about to be written."""
    return link_hash(key, before, n, thread, original, action, media_type, at, by, sha256, size)


def note_last(connection: Connection, sealed: str) -> None:
    """Keep the hash of the newest line, so that lines missing at the end are noticed."""
    connection.exec_driver_sql(
        "INSERT INTO meta (name, value) VALUES ('custody', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (sealed,),
    )


def broken(connection: Connection, key: bytes) -> list[int]:
    """Numbers of lines whose hash does not follow from them and the line before, or that are missing."""
    bad: list[int] = []
    before = ""
    found = rows(connection, f"{_LINES} ORDER BY c.n")
    for expected, row in enumerate(found, start=1):
        if row[0] != expected or row[7] != _sealed(key, before, row):
            bad.append(row[0])
        before = row[7]
    last = rows(connection, "SELECT value FROM main.meta WHERE name = 'custody'")
    return bad if before == (last[0][0] if last else "") else [*bad, len(found) + 1]


def _sealed(key: bytes, before: str, row: Row) -> str:
    return seal(
        key, before, n=row[0], thread=row[1], original=row[2], action=row[3], media_type=row[4], at=row[5], by=row[6],
        sha256=row[9], size=row[8],
    )  # fmt: skip
