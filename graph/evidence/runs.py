"""Runs of queries: what was asked, of which revision, and what came back, so that it can be cited."""

from sqlalchemy import Connection

from graph.evidence import tables
from graph.evidence.database import insert, rows
from graph.evidence.drafts import RunRecord


def write_run(connection: Connection, run: RunRecord, *, own: str, at: str) -> None:
    """Append one run."""
    insert(
        connection,
        tables.run,
        [
            (
                own, run.query, run.text_hash, run.parameters, run.revision, run.rows, run.seconds, at, run.by,
                run.result_hash,
            )
        ],
    )  # fmt: skip


def read_runs(connection: Connection) -> list[RunRecord]:
    """Every run, oldest first."""
    found = rows(
        connection,
        "SELECT id, query, text_hash, parameters, revision, rows, seconds, at, by, result_hash FROM run"
        " ORDER BY at, id",
    )
    return [
        RunRecord(
            id=row[0], query=row[1], text_hash=row[2], parameters=row[3], revision=row[4], rows=row[5],
            seconds=row[6], at=row[7], by=row[8], result_hash=row[9],
        )
        for row in found
    ]  # fmt: skip
