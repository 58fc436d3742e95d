"""What the page Enter does with what is typed: keep it, enter it, go on from it."""

from __future__ import annotations

import secrets
from typing import Any

from dashboard.components import form
from dashboard.desk import Desk
from graph.model import KINDS
from ingest.entry import Entry, EntryReport, enter
from ingest.entry_call import call_entries, check_call
from ingest.entry_drafts import CALL, Form, Kept, following, keep, throw_away_form


def is_of(typed: Any, shown: Any) -> bool:
    """Whether the browser sent what stands in the form that is shown: a late message may come from one before it."""
    kind, _ = form.read_form(typed)
    told = isinstance(shown, dict) and bool(kind) and kind == shown.get("kind")
    return told and bool(shown.get("key")) and typed.get("key") == shown["key"]


def keep_form(desk: Desk, shown: Any, typed: Any) -> Kept | None:
    """Keep what a form holds now; None where the browser sent something else, or nothing was changed yet."""
    number = typed.get("n") if isinstance(typed, dict) else None
    if not is_of(typed, shown) or not isinstance(number, int) or number <= 1:
        return None
    _, values = form.read_form(typed)
    return keep(desk.case, _form(shown, values), owner=desk.user, window=str(shown.get("window", "")), n=number)


def _form(shown: dict[str, Any], values: dict[str, Any]) -> Form:
    version = shown.get("version")
    return Form(
        kind=str(shown["kind"]),
        key=str(shown.get("key", ""))[:64],
        values=values,
        id=str(shown.get("id") or ""),
        version=version if isinstance(version, int) else 0,
    )


def enter_form(desk: Desk, shown: dict[str, Any], values: dict[str, Any], language: str) -> EntryReport:
    """Enter the form that is shown.

    Raises:
        DossierError: it cannot be written now.
    """
    kind, key = str(shown["kind"]), str(shown.get("key", ""))[:64]
    if kind == CALL:
        wrong = check_call(values, language)
        if wrong:
            return EntryReport(problems=[wrong])
        entries = call_entries(values, key, language)
    else:
        entries = [Entry(kind=kind, values=values, key=key)]
    report = enter(desk.case, entries, actor=desk.actor(), language=language, reader=desk.reader())
    if not report.refused:
        throw_away_form(desk.case, key, owner=desk.user)
    return report


def follow(desk: Desk, kind: str, after: str) -> str:
    """Make a draft that goes on from a record; returns its id, "" where the record is not to be seen."""
    view = desk.reader().record(after)
    if view is None or kind not in KINDS:
        return ""
    document = view.code if view.kind == "document" else view.document_code
    values = following(view, view.code, document, kind)
    made = Form(kind=kind, key=secrets.token_hex(10), values=values)
    return keep(desk.case, made, owner=desk.user, window="", n=0).id
