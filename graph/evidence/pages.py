"""The text of documents by page: which pages count, and reading them."""

from collections.abc import Iterable

from sqlalchemy import Connection

from graph.evidence.database import listed, rows
from graph.evidence.drafts import PageText
from graph.evidence.reading import revisions
from graph.evidence.withdrawals import withdrawn


def newest_pages(connection: Connection, documents: Iterable[str], known_on: str | None = None) -> dict[str, int]:
    """For each document (by thread) that has text, the revision of its pages that counts (on a day)."""
    made = revisions(connection, known_on)
    out = withdrawn(connection, None if known_on is None else frozenset(made)).loads
    found = rows(
        connection,
        "SELECT DISTINCT thread, revision FROM vault.page WHERE thread IN (SELECT value FROM json_each(?))"
        " ORDER BY revision",
        listed(documents),
    )
    return {  # the last one wins; pages of a revision that the evidence lacks (a broken transaction) do not count
        thread: revision for thread, revision in found if revision in made and made[revision].load not in out
    }


def read_pages(connection: Connection, document: str, known_on: str | None) -> list[PageText]:
    """See :meth:`graph.evidence.store.Evidence.pages`."""
    found = rows(
        connection,
        "SELECT number, label, language FROM vault.page WHERE thread = ? AND revision = ? ORDER BY number, id",
        document,
        newest_pages(connection, [document], known_on).get(document, 0),
    )
    return [PageText(number=row[0], label=row[1], text="", language=row[2]) for row in found]


def read_page(connection: Connection, document: str, number: int, known_on: str | None) -> PageText | None:
    """See :meth:`graph.evidence.store.Evidence.page`."""
    found = rows(
        connection,
        "SELECT number, label, words, language FROM vault.page WHERE thread = ? AND revision = ? AND number = ?"
        " ORDER BY id LIMIT 1",
        document,
        newest_pages(connection, [document], known_on).get(document, 0),
        number,
    )
    return PageText(number=found[0][0], label=found[0][1], text=found[0][2], language=found[0][3]) if found else None
