"""Files that somebody has brought and not yet loaded: what each was taken for, and how its columns are to be read.

An arrival is work of its owner (kind ``arrival``): it lies in the vault with the first rows to be looked at, goes with
its upload, and is no evidence. The file itself is read only while its upload is materialised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from graph.case import Case
from graph.errors import CaseError, ChangedMeanwhile, LoadError
from graph.evidence import Work
from graph.evidence.ids import iso
from graph.evidence.incoming import KEPT
from graph.model.vocabularies import VOCABULARIES
from ingest.arrival import NEW, Arrival, DateOrder, arrival_from, date_orders, head_of, look_at, looked_at_anew
from ingest.composing import compose
from ingest.layout import ORDERS, Layout, layout_from
from ingest.load import known_mappings
from ingest.own_mappings import save_mapping
from ingest.propose import proposed_layout
from ingest.readers.tables import Sheet, read_sheets
from ingest.refused import own_name

KIND = "arrival"
_JOBS = ("dry", "load", "match")
_TRIES = 8
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One file that was brought.

    Attributes:
        id: of the work; ``upload``: the file; ``at``: when it came.
        look: what it was taken for.
        layout: how its columns are read, where it is read by a layout and not by a mapping that is known.
        orders: of the columns of dates of the layout.
        dry, load: ids of the jobs that tried it and loaded it, "" where there is none of what is chosen now; ``match``
            of the one that looked for what was known already.
        saved: name under which its mapping was saved, "" where it was not.
    """

    id: str
    upload: str
    at: str
    look: Arrival
    layout: Layout | None
    orders: tuple[DateOrder, ...]
    dry: str = ""
    load: str = ""
    match: str = ""
    saved: str = ""


def arrive(case: Case, upload: str, *, owner: str) -> Arrived:
    """Look at a file that has come in whole. A table like one that was brought before is read as that one was.

    Raises:
        CaseError: its owner has brought no such file, or it has not come in whole.
        LoadError: one of the case's own mappings cannot be read.
    """
    with case.evidence.materialise(upload, owner=owner) as path:
        look = look_at(path, known_mappings(case))
        before = _as_before(case, look, owner)
        if before is not None and before != look.layout:
            rows = _sheet(read_sheets(path), before.sheet).rows
            look = replace(look, layout=before, orders=date_orders(rows, before))
    body = {"upload": upload, "look": look.as_plain(), "dry": "", "load": "", "match": "", "saved": ""}
    body |= _laid(look.layout, look.orders)
    return _arrived(case.evidence.save_work(KIND, body, owner=owner))


def _as_before(case: Case, look: Arrival, owner: str) -> Layout | None:
    """How its columns were read when a table with all these headings was last brought: as somebody had put it right."""
    layout = look.layout
    if layout is None:
        return None
    for earlier in arrivals(case, owner=owner):
        known = earlier.layout
        if known is None or not set(known.headings) <= set(layout.headings):
            continue
        role_of = dict(zip(known.headings, known.roles, strict=True))
        proposed = zip(layout.headings, layout.with_rows(known.rows).roles, strict=True)
        roles = tuple(role_of.get(heading, role) for heading, role in proposed)
        same_file = _dataset(earlier.look.name) == _dataset(look.name)
        dataset = known.dataset if same_file else layout.dataset
        return replace(layout, rows=known.rows, roles=roles, order=known.order, level=known.level, dataset=dataset)
    return None


def _dataset(file: str) -> str:
    return own_name(file.rpartition(".")[0])


def arrivals(case: Case, *, owner: str) -> list[Arrived]:
    """The files that somebody has brought, newest first; they go with their upload, what was loaded a day later."""
    found: list[Arrived] = []
    old = iso(datetime.now(UTC) - KEPT)
    for work in case.evidence.works(KIND, owner=owner):
        wanted = bool(work.body["load"]) and work.changed_at > old
        if not wanted and case.evidence.upload(str(work.body["upload"]), owner=owner) is None:
            case.evidence.drop_work(work.id, owner=owner)
        else:
            found.append(_arrived(work))
    return sorted(found, key=lambda one: one.at, reverse=True)


def arrival(case: Case, own: str, *, owner: str) -> Arrived | None:
    """One of them; None where somebody has none such."""
    work = case.evidence.work(own, owner=owner)
    return _arrived(work) if work is not None and work.kind == KIND else None


def forget(case: Case, own: str, *, owner: str) -> None:
    """Drop a file that was brought; what was loaded of it stays."""
    found = arrival(case, own, owner=owner)
    if found is not None:
        case.evidence.drop_upload(found.upload, owner=owner)
        case.evidence.drop_work(own, owner=owner)


def note_job(case: Case, own: str, *, owner: str, **jobs: str) -> Arrived:
    """Remember the job that tries (``dry``), loads (``load``) or compares (``match``) what a file brought.

    A page that is opened anew finds it by that.

    Raises:
        CaseError: there is no such file.
    """
    return _change(case, own, owner, lambda body: body | {name: jobs[name] for name in _JOBS if name in jobs})


def edit(case: Case, own: str, change: Mapping[str, Any], *, owner: str) -> Arrived:
    """Change how a file's columns are read; a trial of the old ones no longer counts.

    Args:
        change: ``do`` and what it needs: role (at, value), rows, order, level, dataset, header, sheet (value), columns.

    Raises:
        CaseError: there is no such file. LoadError: it cannot be read so.
    """
    found = arrival(case, own, owner=owner)
    if found is None:
        raise CaseError("This file is no longer there: bring it again.")
    do, value = str(change.get("do", "")), change.get("value")
    if do in ("header", "sheet", "columns"):
        laid = _looked_anew(case, found, do, value, owner)
        return _change(case, own, owner, lambda body: body | laid | {"dry": "", "saved": ""})
    if do == "role":
        return _change(case, own, owner, lambda body: body | _with_role(case, found, body, change, owner))
    plain = _PLAIN.get(do)
    if plain is None:
        raise LoadError("Columns cannot be changed like that.")

    def changed(body: dict[str, Any]) -> dict[str, Any]:
        layout = plain(layout_from(body["layout"] or {}), value)
        return body | {"layout": layout.as_plain(), "dry": "", "saved": ""}

    return _change(case, own, owner, changed)


def _with_role(
    case: Case, found: Arrived, body: dict[str, Any], change: Mapping[str, Any], owner: str
) -> dict[str, Any]:
    layout = layout_from(body["layout"] or {})
    at = change.get("at")
    if not isinstance(at, int) or isinstance(at, bool):
        raise LoadError("There is no such column, or it cannot be taken for that.")
    changed = layout.with_role(at, str(change.get("value") or ""))
    orders = [DateOrder(**one) for one in body["orders"]]
    known = {one.heading for one in orders}
    if any(changed.headings[column] not in known for column in changed.dated):
        with case.evidence.materialise(found.upload, owner=owner) as path:
            orders = list(date_orders(_sheet(read_sheets(path), changed.sheet).rows, changed))
    wanted = {changed.headings[column] for column in changed.dated}
    kept = [asdict(one) for one in orders if one.heading in wanted]
    return {"layout": changed.as_plain(), "orders": kept, "dry": "", "saved": ""}


def _looked_anew(case: Case, found: Arrived, do: str, value: object, owner: str) -> dict[str, Any]:
    dataset = found.layout.dataset if found.layout else _dataset(found.look.name)
    with case.evidence.materialise(found.upload, owner=owner) as path:
        if do == "header" and found.layout is not None:
            row = value if isinstance(value, int) and not isinstance(value, bool) else 0
            return _laid(*looked_at_anew(path, found.layout.sheet, row, dataset=dataset))
        name = str(value or "") if do == "sheet" else found.look.sheets[0].name if found.look.sheets else ""
        sheet = _sheet(read_sheets(path), name)
        layout = proposed_layout(head_of(sheet), dataset=dataset, sheet=sheet.name)
        if layout is None:
            raise LoadError("No row near the top of this sheet holds headings.")
        return _laid(layout, date_orders(sheet.rows, layout))


def _sheet(sheets: list[Sheet], name: str) -> Sheet:
    own = next((sheet for sheet in sheets if sheet.name == name and not sheet.hidden), None)
    if own is None:
        raise LoadError("There is no such sheet in this file.")
    return own


def _of(values: tuple[str, ...], value: object) -> str:
    if not isinstance(value, str) or value not in values:
        raise LoadError("Columns cannot be changed like that.")
    return value


_PLAIN: dict[str, Callable[[Layout, Any], Layout]] = {
    "rows": lambda layout, value: layout.with_rows(str(value)),
    "order": lambda layout, value: replace(layout, order=_of(ORDERS, value)),
    "level": lambda layout, value: replace(layout, level=_of(VOCABULARIES["level"], value)),
    "dataset": lambda layout, value: replace(layout, dataset=str(value or "").strip()[:_LONGEST_NAME]),
}


def save_for_case(case: Case, own: str, name: str, *, owner: str, replace_it: bool = False) -> Arrived:
    """Save how a file's columns are read as a mapping of the case, so that the next such table is known.

    Raises:
        CaseError: there is no such file. LoadError: its columns cannot be loaded with, or the name cannot be taken.
    """
    found = arrival(case, own, owner=owner)
    if found is None or found.layout is None:
        raise CaseError("There is no such table: bring it again.")
    _, text = compose(found.layout)
    save_mapping(case, text, name, replace=replace_it)
    return _change(case, own, owner, lambda body: body | {"saved": name.strip()})


def request_for(found: Arrived, *, language: str) -> dict[str, Any]:
    """What a job of kind ``dry_run`` or ``load`` is asked for.

    Raises:
        LoadError: the columns cannot be loaded with as they are chosen.
    """
    text = compose(found.layout)[1] if found.layout is not None else ""
    return {"uploads": [found.upload], "mapping_text": text, "language": language}


def is_new(found: Arrived) -> bool:
    """Whether its columns are chosen here, and not by a mapping that is known."""
    return found.layout is not None or found.look.taken_for == NEW


def _laid(layout: Layout | None, orders: tuple[DateOrder, ...]) -> dict[str, Any]:
    return {"layout": layout.as_plain() if layout else None, "orders": [asdict(one) for one in orders]}


def _change(case: Case, own: str, owner: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Arrived:
    """Change what is kept; what another window changed meanwhile is kept too."""
    for _ in range(_TRIES):
        work = case.evidence.work(own, owner=owner)
        if work is None or work.kind != KIND:
            break
        try:
            body = change(dict(work.body))
            return _arrived(case.evidence.save_work(KIND, body, owner=owner, id=own, version=work.version))
        except ChangedMeanwhile:
            continue
    raise CaseError("This file is no longer there, or changes in another window: open it again.")


def _arrived(work: Work) -> Arrived:
    body = work.body
    return Arrived(
        id=work.id, upload=str(body["upload"]), at=work.made_at, look=arrival_from(body["look"]),
        layout=layout_from(body["layout"]) if body["layout"] else None,
        orders=tuple(DateOrder(**one) for one in body["orders"]),
        dry=str(body["dry"]), load=str(body["load"]), match=str(body["match"]), saved=str(body["saved"]),
    )  # fmt: skip
