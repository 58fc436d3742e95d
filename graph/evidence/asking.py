"""What the evidence store answers."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from sqlalchemy import Connection

from graph.collector import collector_paused
from graph.evidence import reading
from graph.evidence.codes import read_code, written
from graph.evidence.database import listed, rows
from graph.evidence.deciding import read_decisions
from graph.evidence.drafts import (
    Changes,
    DecisionView,
    Load,
    NameHit,
    NewDecision,
    PageHit,
    PageText,
    RecordView,
    Waiting,
)
from graph.evidence.entered import Entered, moment_of, read_entered
from graph.evidence.hashing import key_hash
from graph.evidence.named import Named, all_named, named, with_referring
from graph.evidence.opened import Opened
from graph.evidence.pages import read_page, read_pages
from graph.evidence.references import threads_of
from graph.evidence.search import names_in, search_codes, search_names, search_pages
from graph.evidence.slices import Slice
from graph.evidence.supposed import Supposition, supposed
from graph.evidence.views import read_records
from graph.evidence.visibility import usable, with_targets
from graph.evidence.withdrawals import withdrawn
from graph.model.kinds import KINDS

_IN = "IN (SELECT value FROM json_each(?))"


class Asking(Opened):
    """The reads."""

    def revision(self) -> int:
        """The number of the newest revision; 0 before anything has been entered."""
        with self._database.reading() as connection:
            return reading.newest(connection)

    def revision_on(self, day: str) -> int:
        """The number of the newest revision entered by the end of an ISO day (UTC); 0 for none."""
        with self._database.reading() as connection:
            return max(reading.revisions(connection, day), default=0)

    def entered_since(self, revision: int) -> list[Entered]:
        """What came in after a revision, oldest first."""
        with self._database.reading() as connection:
            return read_entered(connection, revision)

    def moment_of(self, revision: int) -> str:
        """When a revision was entered (UTC, ISO 8601), "" for none of that number. Taken for a day, it gives the
        case as it was known at that moment."""
        with self._database.reading() as connection:
            return moment_of(connection, revision)

    def loads(self) -> list[Load]:
        """Every load, oldest first."""
        with self._database.reading() as connection:
            out = withdrawn(connection).loads
            found = rows(
                connection,
                "SELECT l.id, r.at, r.by, w.dataset, w.file, w.mapping, l.added, l.changed, l.unchanged, l.refused,"
                " l.revision FROM load l JOIN revision r ON r.number = l.revision"
                " JOIN vault.load_words w ON w.id = l.id ORDER BY l.revision",
            )
        return [
            Load(
                id=row[0],
                at=row[1],
                by=row[2],
                dataset=row[3],
                file=row[4],
                mapping=row[5],
                added=row[6],
                changed=row[7],
                unchanged=row[8],
                refused=row[9],
                withdrawn=row[0] in out,
                revision=row[10],
            )
            for row in found
        ]

    def changes_since(self, revision: int) -> Changes:
        """What the revisions after ``revision`` touched."""
        with self._database.reading() as connection:
            return reading.changes_since(connection, revision)

    def supposed(self, decisions: Iterable[NewDecision]) -> Supposition:
        """What these decisions would be, were a person to write them now; nothing is written.

        Raises:
            CaseError: one takes back, or gives back, a whole load.
        """
        with self._database.reading() as connection:
            return supposed(connection, list(decisions))

    def slice(self, threads: Iterable[str] | None = None, *, known_on: str | None = None) -> Slice:
        """Everything the store holds on some threads, or on all of them.

        Args:
            known_on: an ISO day, or a moment of it; then only what had been entered and decided by its end (UTC).
        """
        with self._database.reading() as connection, collector_paused():
            return reading.read_slice(connection, threads, known_on)

    def referring(self, threads: Iterable[str]) -> set[str]:
        """Threads of which any version refers to one of these."""
        with self._database.reading() as connection:
            return reading.referring(connection, threads)

    def linked(self, threads: Iterable[str]) -> set[str]:
        """These threads and all that identity decisions, of any verdict and withdrawn or not, join with them."""
        with self._database.reading() as connection:
            return reading.linked(connection, threads)

    def codes(self, threads: Iterable[str]) -> dict[str, str]:
        """The code of each thread that has one."""
        with self._database.reading() as connection:
            found = rows(
                connection,
                f"SELECT id, kind, digits FROM thread WHERE digits IS NOT NULL AND id {_IN}",
                listed(set(threads)),
            )
        return {row[0]: written(KINDS[row[1]].letter, row[2]) for row in found}

    def thread_by_code(self, code: str) -> str | None:
        """The thread with this code, however it is spaced; None where there is none."""
        return self.threads_by_code([code]).get(code)

    def threads_by_code(self, codes: Iterable[str]) -> dict[str, str]:
        """Code as given to thread, for those that name one."""
        asked = {given: read for given in codes if (read := read_code(given))}
        digits = {"".join(filter(str.isdigit, read)) for read in asked.values()}
        with self._database.reading() as connection:
            found = rows(connection, f"SELECT id, kind, digits FROM thread WHERE digits {_IN}", listed(digits))
        there = {written(KINDS[row[1]].letter, row[2]): row[0] for row in found}
        return {given: there[read] for given, read in asked.items() if read in there}

    def newest(self, kinds: Iterable[str], limit: int) -> list[str]:
        """Threads of some kinds, the one that was entered last first, whatever became of them."""
        with self._database.reading() as connection:
            found = rows(
                connection,
                f"SELECT r.thread FROM record r WHERE r.kind {_IN} AND r.number = 1 ORDER BY r.n DESC LIMIT ?",
                listed(set(kinds)),
                limit,
            )
        return [row[0] for row in found]

    def threads_by_key(self, keys: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], str]:
        """(dataset, kind, the user's key) to thread, for the rows that are there."""
        hashed = {key_hash(self._keyed, *asked): asked for asked in keys}
        with self._database.reading() as connection:
            found = threads_of(connection, hashed)
        return {hashed[one]: thread for one, thread in found.items()}

    def waiting(self) -> list[Waiting]:
        """References to rows that have not been loaded, of the records that count."""
        with self._database.reading() as connection:
            return _waiting(connection)

    def record(self, thread: str, *, clearance: int) -> RecordView | None:
        """A record as this clearance sees it; None where it sees none."""
        return next(iter(self.records([thread], clearance)), None)

    def records(self, threads: Iterable[str], clearance: int, *, known_on: str | None = None) -> list[RecordView]:
        """The records among these threads that this clearance sees (on a day), in the order asked."""
        with self._database.reading() as connection:
            return read_records(connection, threads, clearance, known_on)

    def visible(self, threads: Iterable[str], clearance: int, *, known_on: str | None = None) -> set[str]:
        """Those among these threads that this clearance sees (on a day), without their words."""
        asked = set(threads)
        with self._database.reading() as connection:
            return asked & usable(with_targets(connection, asked, known_on), clearance).keys()

    def decisions_on(
        self, threads: Iterable[str], *, clearance: int, known_on: str | None = None
    ) -> list[DecisionView]:
        """Every decision that touches one of these threads, oldest first, those that were taken back marked.

        Only those of which this clearance sees all records that they touch (on a day).
        """
        with self._database.reading() as connection:
            return read_decisions(connection, threads, clearance, known_on)

    def pages(self, document: str, *, known_on: str | None = None) -> list[PageText]:
        """The pages of a document (by thread) in order, without their text: ``text`` is "" in each."""
        with self._database.reading() as connection:
            return read_pages(connection, document, known_on)

    def page(self, document: str, number: int, *, known_on: str | None = None) -> PageText | None:
        """One page of a document (by thread) with its text; None where there is no such page."""
        with self._database.reading() as connection:
            return read_page(connection, document, number, known_on)

    def search_pages(
        self, text: str, *, clearance: int, limit: int = 50, variants: bool = True, known_on: str | None = None
    ) -> list[PageHit]:
        """Pages that hold all these words, of documents this clearance sees; most matches first.

        Args:
            variants: an Arabic word is found with and without article and one-letter prefixes as well.
        """
        with self._database.reading() as connection:
            return search_pages(
                connection, text, clearance=clearance, limit=limit, variants=variants, known_on=known_on
            )

    def search_names(self, text: str, *, clearance: int, limit: int = 50, known_on: str | None = None) -> list[NameHit]:
        """Threads whose name has words that begin so, or whose code does, as far as this clearance sees them."""
        with self._database.reading() as connection:
            return search_names(connection, text, clearance=clearance, limit=limit, known_on=known_on)

    def search_codes(self, text: str, *, clearance: int) -> list[NameHit]:
        """Threads whose code begins so, from four digits on, as far as this clearance sees them."""
        with self._database.reading() as connection:
            return search_codes(connection, text, clearance=clearance)

    def all_named(self, *, clearance: int) -> Iterator[Named]:
        """Every record with a name that this clearance sees: what an index of names is made from.

        Records come as of one revision: take :meth:`revision` before, and :meth:`named` for what changed since.
        """
        with self._database.reading() as connection:
            yield from all_named(connection, clearance)

    def named(self, threads: Iterable[str], *, clearance: int) -> list[Named]:
        """What these threads, and all that refer to them, are called now; without names where they are not seen."""
        with self._database.reading() as connection:
            return list(named(connection, with_referring(connection, threads), clearance))

    def names_in(self, text: str, *, clearance: int, limit: int = 20, known_on: str | None = None) -> list[NameHit]:
        """Threads whose name stands in a text, all of it or two words of it, as far as this clearance sees them."""
        with self._database.reading() as connection:
            return names_in(connection, text, clearance=clearance, limit=limit, known_on=known_on)


def _waiting(connection: Connection) -> list[Waiting]:
    found = rows(
        connection,
        "SELECT version, thread, field, position, group_concat(kind, ' or ') FROM waiting"
        " GROUP BY version, field, position HAVING max(target) IS NULL ORDER BY min(n)",
    )
    known = reading.read_slice(connection, {row[1] for row in found}, names=False)
    latest = {
        thread: live[-1].id
        for thread, versions in known.versions.items()
        if (live := [one for one in versions if one.load not in known.withdrawn_loads])
    }
    standing = [row for row in found if latest.get(row[1]) == row[0]]
    words = {
        row[0]: orjson.loads(row[1])
        for row in rows(
            connection,
            f"SELECT r.id, v.fields FROM record r JOIN vault.record v ON v.n = r.n AND v.id = r.id WHERE r.id {_IN}",
            listed({row[0] for row in standing}),
        )
    }
    return [
        Waiting(
            thread=thread,
            kind=known.kinds[thread],
            field=field,
            ref_kind=ref_kind,
            place=words[version]["p"],
            key=_key(words[version]["v"][field], position),
        )
        for version, thread, field, position, ref_kind in standing
    ]


def _key(value: Any, position: int) -> str:
    return str((value[position] if isinstance(value, list) else value)["key"])
