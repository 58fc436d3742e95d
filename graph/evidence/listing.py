"""Documents as a list, their pages, and what rests on them: lean reads for people who look for a place to read."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection

from graph.evidence.collector import collector_paused
from graph.evidence.database import listed, rows
from graph.evidence.drafts import Values
from graph.evidence.opened import Opened
from graph.evidence.reading import Revision, changes_since, newest, referring, revisions
from graph.evidence.slices import Slice, Version
from graph.evidence.visibility import set_levels, usable, with_targets

MADE_FROM = ("translation_of", "transcript_of", "copy_of", "redaction_of", "derived_from")
"""By which a document says from which other one it was made, in the order of the model."""
MOST_ON_ONE = 5_000
"""Records on one document that are looked through; a table may have a hundred thousand."""
_KEPT = 8  # lists: one a clearance and day that is asked for
_IN = "IN (SELECT value FROM json_each(?))"


def pictured(media_type: str) -> bool:
    """Whether an original of this type has pages that can be seen: a PDF, a photograph, a scan."""
    return media_type == "application/pdf" or media_type.startswith("image/")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document as a list shows it.

    Attributes:
        date: as the model keeps it (``edtf``, ``since_min`` ... ``until_max``), {} for none.
        pages: how many pages of text the case holds; ``has_text`` where any of them holds a letter.
        media_type: of the latest original, "" where the case holds none.
        made_from: field (see ``MADE_FROM``) and thread of what it was made from, as far as it is seen.
        one_origin: threads of all documents judged to be of one origin with it, itself included; () for none.
    """

    thread: str
    code: str
    kind: str
    level: int
    title: str
    language: str
    date: dict[str, Any]
    source: str
    source_name: str
    source_kind: str
    grade_source: str
    translation_status: str
    load: str
    entered_by: str
    entered_at: str
    pages: int
    has_text: bool
    media_type: str
    made_from: tuple[tuple[str, str], ...]
    one_origin: tuple[str, ...]

    @property
    def has_picture(self) -> bool:
        """Whether a page of its original can be shown as a picture."""
        return pictured(self.media_type)


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
    """A list as it was made, and what it was made from: while none of that changes, it stays as it is."""

    revision: int
    last: tuple[int, int]  # page, line of custody
    threads: frozenset[str]
    documents: tuple[DocumentRow, ...]


class Listing(Opened):
    """Reads for the page of sources."""

    _lists: dict[tuple[int, str], _List]
    _lists_lock = threading.Lock()  # of every case that is open: it is held for moments

    def documents(self, *, clearance: int, known_on: str | None = None) -> tuple[DocumentRow, ...]:
        """Every document that this clearance sees (on an ISO day), in the order of entry.

        The list is kept in memory until something that it shows has changed.
        """
        asked = (clearance, known_on or "")
        with self._lists_lock:
            if not hasattr(self, "_lists"):
                self._lists = {}
            kept = self._lists.get(asked)
        with self._database.reading() as connection, collector_paused():
            fresh = _still(connection, kept) if kept and not known_on else None
            fresh = fresh or _listed(connection, clearance, known_on)
        with self._lists_lock:
            self._lists.pop(asked, None)
            self._lists[asked] = fresh
            while len(self._lists) > _KEPT:
                self._lists.pop(next(iter(self._lists)))
        return fresh.documents

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
            hidden = _hidden(connection, [version.id for version in chosen])
        chosen.sort(key=lambda version: (version.entered_at, version.thread))
        return [
            OnDocument(
                thread=version.thread,
                kind=version.kind,
                locator=str(version.values.get("locator") or ""),
                quote=str(hidden.get(version.id, {}).get("quote") or ""),
                cited=document not in _targets(version, "document"),
            )
            for version in chosen
        ]


def _targets(version: Version, field: str) -> list[str]:
    return [target.thread for target in version.references.get(field, ())]


def _rests_on(version: Version) -> list[str]:
    return [*_targets(version, "document"), *_targets(version, "cites")]


def _hidden(connection: Connection, versions: Iterable[str]) -> dict[str, Values]:
    """What the vault keeps of some versions."""
    found = rows(
        connection,
        f"SELECT r.id, v.fields FROM record r JOIN vault.record v ON v.n = r.n AND v.id = r.id WHERE r.id {_IN}",
        listed(versions),
    )
    return {own: orjson.loads(fields)["v"] for own, fields in found}


# --- the list


def _last(connection: Connection) -> tuple[int, int]:
    found = rows(
        connection, "SELECT (SELECT coalesce(max(id), 0) FROM vault.page), (SELECT coalesce(max(n), 0) FROM custody)"
    )
    return int(found[0][0]), int(found[0][1])


def _still(connection: Connection, kept: _List) -> _List | None:
    """The list where nothing since has touched what it shows; None where it is to be made again."""
    now = newest(connection)
    if now == kept.revision:
        return kept
    if _last(connection) != kept.last:
        return None
    since = changes_since(connection, kept.revision)
    if since.whole or since.withdrawals or since.threads & kept.threads:
        return None
    fresh = rows(
        connection, f"SELECT 1 FROM thread WHERE kind = 'document' AND id {_IN} LIMIT 1", listed(since.threads)
    )
    if fresh:
        return None
    return _List(revision=now, last=kept.last, threads=kept.threads, documents=kept.documents)


def _listed(connection: Connection, clearance: int, known_on: str | None) -> _List:
    threads = [row[0] for row in rows(connection, "SELECT id FROM thread WHERE kind = 'document'")]
    known = with_targets(connection, threads, known_on)
    shown = usable(known, clearance)
    documents = [shown[thread] for thread in threads if thread in shown]
    documents.sort(key=lambda version: (version.entered_at, version.thread))
    sources = {target for version in documents for target in _targets(version, "source")}
    hidden = _hidden(connection, [*(one.id for one in documents), *(shown[one].id for one in sources if one in shown)])
    made = _Maker(connection, known, shown, hidden, clearance, known_on)
    return _List(
        revision=newest(connection),
        last=_last(connection),
        threads=frozenset(known.versions),
        documents=tuple([made.row(version) for version in documents]),
    )


class _Maker:
    """Puts rows together from what was read at one go."""

    def __init__(
        self,
        connection: Connection,
        known: Slice,
        shown: Mapping[str, Version],
        hidden: Mapping[str, Values],
        clearance: int,
        known_on: str | None,
    ) -> None:
        self._known, self._shown, self._hidden = known, shown, hidden
        self._levels = set_levels(known)
        self._revisions = revisions(connection, known_on)
        self._grades = {
            one.left: one.verdict
            for one in known.decisions
            if one.type == "grade_source" and one.level <= clearance and one.id not in known.withdrawn_decisions
        }
        self._pages = _page_counts(connection, self._revisions, known)
        self._media = {
            row[0]: row[1]
            for row in rows(connection, "SELECT thread, media_type, revision FROM custody ORDER BY n")
            if row[2] in self._revisions
        }
        self._origins = one_origins(known, shown, clearance)

    def row(self, version: Version) -> DocumentRow:
        """One document."""
        values, hidden = version.values, self._hidden.get(version.id, {})
        source = next(iter(_targets(version, "source")), "")
        spoke = self._shown.get(source)
        count, text = self._pages.get(version.thread, (0, 0))
        date = values.get("date")
        return DocumentRow(
            thread=version.thread,
            code=self._known.codes.get(version.thread, ""),
            kind=str(values.get("kind") or ""),
            level=self._levels.get(version.thread, version.level),
            title=str(hidden.get("title") or ""),
            language=str(values.get("language") or ""),
            date=date if isinstance(date, dict) else {},
            source=source,
            source_name=str(self._hidden.get(spoke.id, {}).get("name") or "") if spoke else "",
            source_kind=str(spoke.values.get("kind") or "") if spoke else "",
            grade_source=self._grades.get(version.thread) or self._grades.get(source, ""),
            translation_status=str(values.get("translation_status") or ""),
            load=version.load,
            entered_by=self._revisions[version.revision].by,
            entered_at=version.entered_at,
            pages=count,
            has_text=text > 0,
            media_type=self._media.get(version.thread, ""),
            made_from=tuple(
                (field, target) for field in MADE_FROM for target in _targets(version, field) if target in self._shown
            ),
            one_origin=self._origins.get(version.thread, ()),
        )


def _page_counts(connection: Connection, made: Mapping[int, Revision], known: Slice) -> dict[str, tuple[int, int]]:
    """For each document how many pages it has, and bytes of the longest."""
    found = rows(
        connection,
        "SELECT thread, count(*), max(octet_length(words)), revision FROM vault.page"
        " GROUP BY thread, revision ORDER BY revision",
    )
    return {  # the last one wins, as in graph.evidence.pages
        row[0]: (row[1], row[2]) for row in found if row[3] in made and made[row[3]].load not in known.withdrawn_loads
    }


def one_origins(known: Slice, shown: Mapping[str, Version], clearance: int) -> dict[str, tuple[str, ...]]:
    """Documents that were judged to go back to one origin: thread to all threads of its group."""
    verdicts: dict[tuple[str, str], str] = {}
    for one in known.decisions:
        if one.type == "one_origin" and one.level <= clearance and one.id not in known.withdrawn_decisions:
            verdicts[min(one.left, one.right), max(one.left, one.right)] = one.verdict
    head: dict[str, str] = {}

    def find(thread: str) -> str:
        while head.get(thread, thread) != thread:
            thread = head[thread]
        return thread

    for (left, right), verdict in verdicts.items():
        if verdict in ("", "same") and left in shown and right in shown:
            first, second = sorted((find(left), find(right)))
            head[first] = head[second] = first
    groups: dict[str, list[str]] = defaultdict(list)
    for thread in head:
        groups[find(thread)].append(thread)
    return {thread: tuple(sorted(many)) for many in groups.values() for thread in many}
