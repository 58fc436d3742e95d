"""Forms that are not finished: kept as one types, one for each form, never overwritten by another window."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graph.case import Case
from graph.errors import ChangedMeanwhile
from graph.evidence import RecordView
from graph.evidence.work import Work
from graph.model import KINDS, FieldType, Level
from ingest.entry_reading import DATASET, MOST, storable

WORK = "draft"
CALL = "call"
_BESIDE = ("locator", "quote", "quote_language", "translation", "basis", "level")
_DEEPEST = 8
_ONE_AT_A_TIME = threading.Lock()  # two messages of one new form would otherwise make two drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form that somebody is filling in.

    Attributes:
        id: of the draft, "" before anything was kept.
        key: of what the form will make; see :class:`ingest.entry.Entry`.
        version: of the draft, as it was opened.
    """

    kind: str
    key: str
    values: dict[str, Any] = field(default_factory=dict)
    id: str = ""
    version: int = 0
    changed_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of a change: kept; clash: another window changed the draft; gone: it was entered or thrown away."""

    state: Literal["kept", "clash", "gone"]
    id: str = ""
    version: int = 0
    changed_at: str = ""


def is_form(kind: object) -> bool:
    """Whether there is a form of that name: a kind of record, source or document, or a telephone call."""
    return isinstance(kind, str) and (kind in KINDS or kind == CALL)


def open_draft(case: Case, id_: str, *, owner: str) -> Form | None:
    """A draft, also one that another page made from words of a document; None where its owner has none such."""
    work = case.evidence.work(id_, owner=owner)
    return _form(work) if work is not None and work.kind == WORK else None


def drafts(case: Case, *, owner: str) -> list[Form]:
    """Somebody's drafts, what was changed last first; what has been entered meanwhile is forgotten."""
    found = [form for work in case.evidence.works(WORK, owner=owner) if (form := _form(work))]
    keys = {form.id: (DATASET, "document" if form.kind == CALL else form.kind, form.key) for form in found}
    entered = case.evidence.threads_by_key(keys.values())
    seen = {view.thread for view in case.reader().records(entered.values())}
    open_ = []
    for form in found:
        if entered.get(keys[form.id]) in seen:
            case.evidence.drop_work(form.id, owner=owner)
        else:
            open_.append(form)
    return open_


def keep(case: Case, form: Form, *, owner: str, window: str, n: int) -> Kept:
    """Keep a form as it stands now.

    A change is taken where this window made the one before it, or where nobody changed the draft since it was opened.

    Args:
        form: ``version`` is that of the draft when this window opened it, 0 for a new form.
        window: of the browser, random: what one window sends never clashes with itself, however late it comes.
        n: number of the change in this window.

    Raises:
        CaseError: it is too large, or the case cannot be written now.
    """
    body = {"form": form.kind, "values": _plain(form.values), "key": form.key, "window": window, "n": n}
    with _ONE_AT_A_TIME:
        known = case.evidence.work(form.id, owner=owner) if form.id else _by_key(case, form.key, owner)
        if known is None:
            return Kept(state="gone") if form.id else _kept(case.evidence.save_work(WORK, body, owner=owner))
        ours = known.body.get("window") == window
        if ours and int(known.body.get("n") or 0) > n:
            return _kept(known)
        if not ours and known.version != form.version:
            return Kept(state="clash", id=known.id)
        try:
            return _kept(case.evidence.save_work(WORK, body, owner=owner, id=known.id, version=known.version))
        except ChangedMeanwhile:
            return Kept(state="clash", id=known.id)


def throw_away(case: Case, id_: str, *, owner: str) -> None:
    """Forget a draft; nothing where its owner has none such."""
    case.evidence.drop_work(id_, owner=owner)


def throw_away_form(case: Case, key: str, *, owner: str) -> None:
    """The same, by the key of the form: a new form's id is not known before its first change was kept."""
    with _ONE_AT_A_TIME:
        work = _by_key(case, key, owner) or case.evidence.work(key, owner=owner)
        if work is not None and work.kind == WORK:
            case.evidence.drop_work(work.id, owner=owner)


def _kept(work: Work) -> Kept:
    return Kept(state="kept", id=work.id, version=work.version, changed_at=work.changed_at)


def _by_key(case: Case, key: str, owner: str) -> Work | None:
    return next((work for work in case.evidence.works(WORK, owner=owner) if work.body.get("key") == key), None)


def _form(work: Work) -> Form | None:
    body = work.body
    if not is_form(body.get("form")):
        return None
    values = dict(body.get("values") or {})
    for name in _BESIDE:
        if body.get(name):
            values.setdefault(name, body[name])
    if body.get("document"):
        values.setdefault("document", {"code": body["document"]})
    return Form(
        kind=body["form"],
        key=str(body.get("key") or work.id),
        values=values,
        id=work.id,
        version=work.version,
        changed_at=work.changed_at,
    )


def _plain(value: Any, deep: int = 0) -> Any:
    """What a browser sent, as it can be kept."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping) and deep < _DEEPEST:
        return {storable(str(name))[:80]: _plain(inner, deep + 1) for name, inner in value.items()}
    if isinstance(value, list) and deep < _DEEPEST:
        return [_plain(inner, deep + 1) for inner in value[: MOST + 1]]
    return value if value is None or isinstance(value, bool | int | float) else ""


def following(view: RecordView, code: str, document_code: str, kind: str) -> dict[str, Any]:
    """What a form of a kind may begin with after a record was entered: its document, and the record itself.

    Args:
        code: of the record, "" where it has none.
        document_code: of the document it rests on.
    """
    values: dict[str, Any] = {}
    if KINDS[kind].is_record and document_code:
        values["document"] = {"code": document_code}
        values.update({name: view.values[name] for name in ("locator",) if view.values.get(name)})
    if KINDS[kind].is_record or kind == "document":
        values["level"] = Level(view.level).code
    if kind != view.kind and code:
        fields = (one for one in KINDS[kind].fields if one.type is FieldType.REFERENCE and not one.many)
        named = next((one for one in fields if view.kind in one.refers_to), None)
        if named is not None:
            values[named.name] = {"code": code}
    return values
