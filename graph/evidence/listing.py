"""Documents as a list, their pages, and what rests on them: lean reads for people who look for a place to read."""

import threading
from collections.abc import Iterable, Set
from dataclasses import dataclass

from sqlalchemy import Connection

from graph.collector import collector_paused
from graph.evidence.database import listed, rows
from graph.evidence.document_rows import DocumentRow, grouped, hidden_of, pictured, rows_of, targets
from graph.evidence.opened import Opened
from graph.evidence.reading import changes_since, newest, referring
from graph.evidence.slices import Version
from graph.evidence.visibility import usable, with_targets

__all__ = ["MOST_ON_ONE", "DocumentRow", "Listing", "OnDocument", "pictured"]

MOST_ON_ONE = 5_000
"""Records on one document that are looked through; a table may have a hundred thousand."""
MOST_RENEWED = 1_000
"""Documents that are read again one by one; where more are touched, the whole list is."""
_KEPT = 8  # lists: one a clearance and day that is asked for
_IN = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDocument:
    """A record that rests on a document, and where in it; ``cited`` where it stands in another one that cites this."""

    thread: str
    kind: str
    locator: str
    quote: str
    cited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A list as it was made, and what it was made from."""

    revision: int
    last: tuple[int, int]  # page, line of custody
    threads: frozenset[str]  # the documents, and all that these refer to
    documents: tuple[DocumentRow, ...]


class Listing(Opened):
    """Reads for the page of sources."""

    _lists: dict[tuple[int, str], _List]
    _lists_lock = threading.Lock()  # of every case that is open: it is held for moments

    def documents(self, *, clearance: int, known_on: str | None = None) -> tuple[DocumentRow, ...]:
        """Every document that this clearance sees (on an ISO day), in the order of entry.

        The list is kept in memory; of what has changed since, only the documents that it may touch are read again.
        """
        asked = (clearance, known_on or "")
        with self._lists_lock:
            if not hasattr(self, "_lists"):
                self._lists = {}
            kept = self._lists.get(asked)
        with self._database.reading() as connection, collector_paused():
            fresh = _renewed(connection, kept, clearance) if kept and not known_on else None
            fresh = fresh or _listed(connection, clearance, known_on)
        with self._lists_lock:
            self._lists.pop(asked, None)
            self._lists[asked] = fresh
            while len(self._lists) > _KEPT:
                self._lists.pop(next(iter(self._lists)))
        return fresh.documents

    def lists_kept(self) -> int:
        """How many lists are kept in memory now."""
        with self._lists_lock:
            return len(getattr(self, "_lists", {}))

    def forget_lists(self) -> None:
        """Let go of the lists that are kept, and of the titles in them."""
        with self._lists_lock:
            self._lists = {}

    def records_on(self, document: str, *, clearance: int, known_on: str | None = None) -> list[OnDocument]:
        """Records of any kind that rest on a document (by thread) as this clearance sees it, in the order of entry.

        At most ``MOST_ON_ONE`` are looked through.
        """
        with self._database.reading() as connection, collector_paused():
            pointing = sorted(referring(connection, [document]))[:MOST_ON_ONE]
            known = with_targets(connection, [document, *pointing], known_on)
            shown = usable(known, clearance)
            if document not in shown:
                return []
            chosen = [
                version
                for thread in pointing
                if (version := shown.get(thread)) is not None and version.kind != "document"
                and document in _rests_on(version)
            ]  # fmt: skip
            hidden = hidden_of(connection, [version.id for version in chosen])
        chosen.sort(key=lambda version: (version.entered_at, version.thread))
        return [
            OnDocument(
                thread=version.thread,
                kind=version.kind,
                locator=str(version.values.get("locator") or ""),
                quote=str(hidden.get(version.id, {}).get("quote") or ""),
                cited=document not in targets(version, "document"),
            )
            for version in chosen
        ]


def _rests_on(version: Version) -> list[str]:
    return [*targets(version, "document"), *targets(version, "cites")]


# --- the list


def _last(connection: Connection) -> tuple[int, int]:
    found = rows(
        connection, "SELECT (SELECT coalesce(max(id), 0) FROM vault.page), (SELECT coalesce(max(n), 0) FROM custody)"
    )
    return int(found[0][0]), int(found[0][1])


def _renewed(connection: Connection, kept: _List, clearance: int) -> _List | None:
    """The list with what was touched since it was made; None where all of it is better made again."""
    now = newest(connection)
    if now == kept.revision:
        return kept
    since = changes_since(connection, kept.revision)
    if since.whole or since.withdrawals:
        return None
    fresh = set(_of_kind(connection, since.threads, "document"))
    touched = fresh | (since.threads & kept.threads) | _attached(connection, kept.last)
    touched = _with_referring(connection, touched, kept.threads | fresh)
    documents = set(_of_kind(connection, touched, "document"))
    if len(documents) > MOST_RENEWED:
        return None
    rows_, threads = rows_of(connection, documents, clearance, None)
    standing = [row for row in kept.documents if row.thread not in documents]
    return _List(
        revision=now,
        last=_last(connection),
        threads=kept.threads | threads,
        documents=grouped(connection, [*standing, *rows_], clearance, None),
    )


def _attached(connection: Connection, last: tuple[int, int]) -> set[str]:
    """Documents that were given pages or an original since."""
    found = rows(
        connection,
        "SELECT thread FROM vault.page WHERE id > ? UNION SELECT thread FROM custody WHERE n > ?",
        *last,
    )
    return {row[0] for row in found}


def _with_referring(connection: Connection, threads: set[str], within: Set[str]) -> set[str]:
    """These and all that refer to them, over any number of steps: what hides one hides the other."""
    reached, new = set(threads), set(threads)
    while new:
        new = (referring(connection, new) & within) - reached
        reached |= new
    return reached


def _of_kind(connection: Connection, threads: Iterable[str], kind: str) -> list[str]:
    found = rows(connection, f"SELECT id FROM thread WHERE kind = ? AND id {_IN}", kind, listed(threads))
    return [row[0] for row in found]


def _listed(connection: Connection, clearance: int, known_on: str | None) -> _List:
    # By the datasets, for which there is an index: the threads of a case may be a million.
    found = rows(
        connection, "SELECT id FROM thread WHERE kind = 'document' AND dataset IN (SELECT hash FROM vault.dataset)"
    )
    documents, threads = rows_of(connection, {row[0] for row in found}, clearance, known_on)
    return _List(
        revision=newest(connection),
        last=_last(connection),
        threads=threads,
        documents=grouped(connection, documents, clearance, known_on),
    )
