"""What came into a case after a revision: how somebody learns why an answer is another one than it was."""

from dataclasses import dataclass

from sqlalchemy import Connection

from graph.evidence.database import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """One revision: when, by whom, through which load ("" for none), with how many records and decisions."""

    revision: int
    at: str
    by: str
    load: str
    records: int
    decisions: int


def read_entered(connection: Connection, after: int) -> list[Entered]:
    """Every revision after one, oldest first."""
    found = rows(
        connection,
        "SELECT number, at, by, load, (SELECT count(*) FROM record WHERE record.revision = revision.number),"
        " (SELECT count(*) FROM decision WHERE decision.revision = revision.number)"
        " FROM revision WHERE number > ? ORDER BY number",
        after,
    )
    return [
        Entered(revision=row[0], at=row[1], by=row[2], load=row[3], records=row[4], decisions=row[5]) for row in found
    ]


def moment_of(connection: Connection, revision: int) -> str:
    """When a revision was entered (UTC, ISO 8601), "" for none of that number."""
    found = list(rows(connection, "SELECT at FROM revision WHERE number = ?", revision))
    return str(found[0][0]) if found else ""
