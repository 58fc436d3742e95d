"""Records as a reader sees them: joined with the vault, within a clearance."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import Connection

from graph.evidence.database import listed, rows
from graph.evidence.drafts import History, RecordView, Values
from graph.evidence.reading import Revision, revisions
from graph.evidence.slices import Slice, Version
from graph.evidence.visibility import set_levels, usable, with_targets
from graph.model.kinds import KINDS
from graph.model.validation import joined

_IN = "IN (SELECT value FROM json_each(?))"


def read_records(
    connection: Connection, threads: Iterable[str], clearance: int, known_on: str | None = None
) -> list[RecordView]:
    """The records among these threads that a clearance shows, in the order asked."""
    asked = list(dict.fromkeys(threads))
    known = with_targets(connection, asked, known_on)
    shown = usable(known, clearance)
    visible = [thread for thread in asked if thread in shown]
    wanted = {thread: _history(known.versions[thread], shown, clearance, known) for thread in visible}
    needed = {version.id for versions in wanted.values() for version in versions}
    for thread in visible:
        needed |= {version.id for version in _provenance(shown[thread], shown)}
    build = _Builder(connection, known, shown, needed, clearance)
    return [build.view(thread, wanted[thread]) for thread in visible]


def _history(versions: list[Version], shown: Mapping[str, Version], clearance: int, known: Slice) -> list[Version]:
    """Versions up to the shown one that this clearance may see; withdrawn ones included, for they were said."""
    latest = shown[versions[0].thread]
    return [
        version
        for version in versions
        if version is latest
        or (
            version.number < latest.number
            and version.level <= clearance
            and all(
                not target.thread or target.thread in shown for many in version.references.values() for target in many
            )
        )
    ]


def _target(version: Version | None, field: str, shown: Mapping[str, Version]) -> Version | None:
    targets = version.references.get(field, ()) if version else ()
    return shown.get(targets[0].thread) if targets else None


def _provenance(version: Version, shown: Mapping[str, Version]) -> list[Version]:
    """The document that a record rests on, and its source."""
    document = version if version.kind == "document" else _target(version, "document", shown)
    source = _target(document, "source", shown)
    return [one for one in (document, source) if one is not None]


class _Builder:
    """Puts views together from what was read at one go."""

    def __init__(
        self,
        connection: Connection,
        known: Slice,
        shown: Mapping[str, Version],
        versions: Iterable[str],
        clearance: int,
    ) -> None:
        self._known, self._shown, self._clearance = known, shown, clearance
        self._levels = set_levels(known)
        self._revisions: Mapping[int, Revision] = revisions(connection)
        self._verdicts = {
            (one.type, one.left): one.verdict  # the latest of each, for decisions come in their order
            for one in known.decisions
            if one.level <= clearance and one.id not in known.withdrawn_decisions
        }
        chosen = listed(versions)
        self._vault: dict[str, dict[str, Any]] = {
            own: orjson.loads(fields)
            for own, fields in rows(
                connection,
                "SELECT r.id, v.fields FROM record r JOIN vault.record v ON v.n = r.n AND v.id = r.id"
                f" WHERE r.id {_IN}",
                chosen,
            )
        }
        self._why = {
            row[0]: row[1] for row in rows(connection, f"SELECT id, words FROM vault.why WHERE id {_IN}", chosen)
        }

    def view(self, thread: str, history: list[Version]) -> RecordView:
        """One record."""
        version = self._shown[thread]
        values = self._values(version)
        document = version if version.kind == "document" else _target(version, "document", self._shown)
        source = _target(document, "source", self._shown)
        entered = self._revisions[version.revision]
        return RecordView(
            thread=thread,
            code=self._known.codes.get(thread, ""),
            kind=version.kind,
            level=self._levels.get(thread, version.level),
            values=values,
            references={field: tuple(target.thread for target in many) for field, many in version.references.items()},
            document=document.thread if document and document is not version else "",
            document_code=self._known.codes.get(document.thread, "") if document else "",
            document_title=str(self._values(document).get("title", "")) if document else "",
            source_name=str(self._values(source).get("name", "")) if source else "",
            locator=str(values.get("locator", "")),
            quote=str(values.get("quote", "")),
            translation=str(values.get("translation", "")),
            status=self._verdict("status", thread) or "unvetted",
            grade_source=self._verdict("grade_source", thread, source.thread if source else ""),
            grade_information=self._verdict("grade_information", thread),
            load=entered.load,
            entered_by=entered.by,
            entered_at=entered.at,
            waiting=any(not target.thread for many in version.references.values() for target in many),
            history=tuple(self._entry(one) for one in history),
        )

    def _entry(self, version: Version) -> History:
        entered = self._revisions[version.revision]
        return History(
            number=version.number,
            entered_by=entered.by,
            entered_at=entered.at,
            load=entered.load,
            withdrawn=entered.load in self._known.withdrawn_loads,
            why=self._why.get(version.id, ""),
            values=self._values(version),
        )

    def _values(self, version: Version) -> Values:
        hidden = self._vault.get(version.id)
        return joined(KINDS[version.kind], version.values, hidden["v"]) if hidden else dict(version.values)

    def _verdict(self, kind: str, *threads: str) -> str:
        """The latest verdict that counts and that this clearance may know, of the first thread that has one."""
        return next((self._verdicts[kind, one] for one in threads if (kind, one) in self._verdicts), "")
