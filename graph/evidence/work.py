"""What a person works on and has not entered: drafts of forms, saved views, selections, notes.

It is no evidence: it belongs to its owner alone, may be changed and dropped, and makes no revision. It may hold
names and free text, so it lies in the vault, whole.
"""

from dataclasses import dataclass
from typing import Any

import orjson

from graph.errors import CaseError, ChangedMeanwhile
from graph.evidence import tables
from graph.evidence.database import Row, insert, rows
from graph.evidence.ids import iso
from graph.evidence.opened import Opened

LARGEST = 4 * 1024 * 1024
"""Bytes of one piece of work as JSON."""
_COLUMNS = "SELECT id, kind, owner, version, made_at, changed_at, body FROM"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One piece of somebody's work.

    Attributes:
        kind: draft, view, selection, note, mapping_edit or what else a page keeps.
        version: 1, and one more with every change.
        made_at, changed_at: UTC, ISO 8601.
    """

    id: str
    kind: str
    owner: str
    body: dict[str, Any]
    version: int
    made_at: str
    changed_at: str


class WorkKeeping(Opened):
    """Keeping work."""

    def save_work(
        self,
        kind: str,
        body: dict[str, Any],
        *,
        owner: str,
        id: str = "",  # noqa: A002 - as the field is called
        version: int | None = None,
    ) -> Work:
        """Keep a piece of work, a new one where ``id`` is "". What says the same as before stays as it is.

        Args:
            body: anything that JSON can say, up to ``LARGEST`` bytes.
            version: of what the person was looking at.

        Raises:
            CaseError: its owner has no such work of this kind, or it is too large.
            ChangedMeanwhile: another version is stored.
        """
        said = as_json(body)
        if len(said) > LARGEST:
            raise CaseError(f"This is more than can be kept as work: at most {LARGEST >> 20} MiB.")
        at = iso(self._clock())
        with self._locked() as (_, vault), vault.begin():
            if not id:
                count = int(rows(vault, "SELECT count(*) FROM work")[0][0])
                own = self._ids.new("work", kind, owner, at, str(count))
                insert(vault, tables.work, [(own, kind, owner, 1, at, at, said)])
                return Work(id=own, kind=kind, owner=owner, body=body, version=1, made_at=at, changed_at=at)
            found = rows(vault, f"{_COLUMNS} work WHERE id = ? AND owner = ? AND kind = ?", id, owner, kind)
            if not found:
                raise CaseError("This work is no longer there: it was entered or dropped.")
            known = _work(found[0])
            if version is not None and version != known.version:
                raise ChangedMeanwhile("This has been changed meanwhile, in another window: open it again.")
            if bytes(found[0][6]) == said:
                return known
            vault.exec_driver_sql(
                "UPDATE work SET body = ?, version = ?, changed_at = ? WHERE id = ?", (said, known.version + 1, at, id)
            )
        return Work(
            id=id, kind=kind, owner=owner, body=body, version=known.version + 1, made_at=known.made_at, changed_at=at
        )

    def work(self, own: str, *, owner: str) -> Work | None:
        """One piece of somebody's work; None where they have none such."""
        with self._database.reading() as connection:
            found = rows(connection, f"{_COLUMNS} vault.work WHERE id = ? AND owner = ?", own, owner)
        return _work(found[0]) if found else None

    def works(self, kind: str, *, owner: str) -> list[Work]:
        """Somebody's work of a kind, what was changed last first."""
        with self._database.reading() as connection:
            found = rows(
                connection,
                f"{_COLUMNS} vault.work WHERE owner = ? AND kind = ? ORDER BY changed_at DESC, rowid DESC",
                owner,
                kind,
            )
        return [_work(row) for row in found]

    def drop_work(self, own: str, *, owner: str) -> None:
        """Forget a piece of work; nothing where its owner has none such."""
        with self._locked() as (_, vault), vault.begin():
            vault.exec_driver_sql("DELETE FROM work WHERE id = ? AND owner = ?", (own, owner))


def as_json(body: dict[str, Any]) -> bytes:
    """A body as it is stored.

    Raises:
        CaseError: it holds text that is none (half of a surrogate pair, as a browser can send it).
    """
    try:
        return orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS)
    except TypeError as error:
        raise CaseError("This holds something that cannot be kept as text.") from error


def _work(row: Row) -> Work:
    return Work(
        id=row[0], kind=row[1], owner=row[2], version=row[3], made_at=row[4], changed_at=row[5],
        body=orjson.loads(row[6]),
    )  # fmt: skip
