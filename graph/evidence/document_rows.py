"""Documents as rows of a list: put together at one go, for a clearance, from both files."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import Connection

from graph.evidence.database import listed, rows
from graph.evidence.drafts import Values
from graph.evidence.reading import Revision, revisions
from graph.evidence.slices import Slice, Version
from graph.evidence.visibility import set_levels, usable, with_targets
from graph.evidence.withdrawals import withdrawn

MADE_FROM = ("translation_of", "transcript_of", "copy_of", "redaction_of", "derived_from")
"""By which a document says from which other one it was made, in the order of the model."""
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


def targets(version: Version, field: str) -> list[str]:
    """Threads that a version refers to by a field."""
    return [target.thread for target in version.references.get(field, ())]


def hidden_of(connection: Connection, versions: Iterable[str]) -> dict[str, Values]:
    """What the vault keeps of some versions."""
    found = rows(
        connection,
        f"SELECT r.id, v.fields FROM record r JOIN vault.record v ON v.n = r.n AND v.id = r.id WHERE r.id {_IN}",
        listed(versions),
    )
    return {own: orjson.loads(fields)["v"] for own, fields in found}


def rows_of(
    connection: Connection, threads: Set[str], clearance: int, known_on: str | None
) -> tuple[list[DocumentRow], frozenset[str]]:
    """Those among some documents that are seen, without their groups, and all threads that this rests on."""
    known = with_targets(connection, threads, known_on)
    shown = usable(known, clearance)
    documents = [shown[thread] for thread in threads if thread in shown]
    sources = {target for version in documents for target in targets(version, "source")}
    hidden = hidden_of(
        connection, [*(one.id for one in documents), *(shown[one].id for one in sources if one in shown)]
    )
    made = _Maker(connection, known, shown, hidden, threads, clearance, known_on)
    return [made.row(version) for version in documents], frozenset(known.versions)


class _Maker:
    """Puts rows together from what was read at one go."""

    def __init__(
        self,
        connection: Connection,
        known: Slice,
        shown: Mapping[str, Version],
        hidden: Mapping[str, Values],
        documents: Set[str],
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
        chosen = listed(documents)
        self._pages = _page_counts(connection, chosen, self._revisions, known)
        steps = rows(
            connection, f"SELECT thread, media_type, revision FROM custody WHERE thread {_IN} ORDER BY n", chosen
        )
        self._media = {row[0]: row[1] for row in steps if row[2] in self._revisions}

    def row(self, version: Version) -> DocumentRow:
        """One document."""
        values, hidden = version.values, self._hidden.get(version.id, {})
        source = next(iter(targets(version, "source")), "")
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
            made_from=self._made_from(version),
            one_origin=(),
        )

    def _made_from(self, version: Version) -> tuple[tuple[str, str], ...]:
        if len(version.references) < 2:  # by far the most refer to their source alone
            return ()
        return tuple(
            (field, target) for field in MADE_FROM for target in targets(version, field) if target in self._shown
        )


def _page_counts(
    connection: Connection, chosen: str, made: Mapping[int, Revision], known: Slice
) -> dict[str, tuple[int, int]]:
    """For each document how many pages it has, and bytes of the longest."""
    found = rows(
        connection,
        f"SELECT thread, count(*), max(octet_length(words)), revision FROM vault.page WHERE thread {_IN}"
        " GROUP BY thread, revision ORDER BY revision",
        chosen,
    )
    return {  # the last one wins, as in graph.evidence.pages
        row[0]: (row[1], row[2]) for row in found if row[3] in made and made[row[3]].load not in known.withdrawn_loads
    }


def grouped(
    connection: Connection, documents: Iterable[DocumentRow], clearance: int, known_on: str | None
) -> tuple[DocumentRow, ...]:
    """Documents in the order of entry, each with those judged to be of one origin with it."""
    ordered = sorted(documents, key=lambda row: (row.entered_at, row.thread))
    groups = _one_origins(connection, {row.thread for row in ordered}, clearance, known_on)
    return tuple(
        [
            row if row.one_origin == (group := groups.get(row.thread, ())) else replace(row, one_origin=group)
            for row in ordered
        ]
    )


def _one_origins(
    connection: Connection, shown: Set[str], clearance: int, known_on: str | None
) -> dict[str, tuple[str, ...]]:
    """Documents that were judged to go back to one origin: thread to all threads of its group."""
    made = revisions(connection, known_on)
    out = withdrawn(connection, None if known_on is None else frozenset(made)).decisions
    found = rows(
        connection,
        'SELECT id, "left", "right", verdict, revision FROM decision'
        " WHERE type = 'one_origin' AND level <= ? ORDER BY n",
        clearance,
    )
    verdicts = {
        (min(left, right), max(left, right)): verdict
        for own, left, right, verdict, revision in found
        if own not in out and revision in made
    }
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
