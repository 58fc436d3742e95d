"""Which form a button of the card opens, drawn for what the reader sees; and what a split or a join would change."""

from __future__ import annotations

from typing import Any

from dashboard.components.card_actions import correct_form, grade_form, status_form
from dashboard.components.card_splitting import join_form, preview, split_form
from dashboard.components.form import form_fields
from dashboard.components.markup import html
from dashboard.desk import Desk
from dashboard.wording import Words
from graph.errors import DossierError
from graph.supposing import suppose
from ingest.entry_values import typed_values
from queries.cards import records_behind
from queries.splitting import members, plan_join, plan_split, relied_on

PREFIX = "correct"
"""By which the card's form is told from the others of a page."""


def asked(ask: Any) -> tuple[str, str]:
    """What a browser wants to do, and on what; "" for anything else that it may send."""
    if not isinstance(ask, dict):
        return "", ""
    do, on = ask.get("do"), ask.get("on")
    return (do, on) if isinstance(do, str) and isinstance(on, str) else ("", "")


def draw_form(desk: Desk, ask: Any, words: Words) -> Any:
    """The form for one action; nothing for none, and a sentence where what it is about cannot be seen."""
    do, on = asked(ask)
    if do in ("", "cancel"):
        return []
    reader = desk.reader()
    threads = records_behind(reader, on)
    if not threads:
        return html.P(words("card.gone_text"), className="error", role="alert")
    if do in ("confirm", "dispute", "vet", "status"):
        return status_form(do, on, len(threads), words)
    if do == "split":
        shown = members(reader, on, language=words.language)
        return split_form(on, shown, relied_on(reader, threads), words)
    if do == "same":
        return join_form(on, words)
    view = reader.record(threads[0])
    if do == "grade":
        return grade_form(on, view.source_name, (view.grade_source, view.grade_information), words)
    if do == "correct":
        fields = form_fields(view.kind, words, typed_values(desk.case, view), prefix=PREFIX)
        return correct_form(on, fields, view.history[-1].number, words)
    return []


def draw_split(desk: Desk, on: str, sides: Any, words: Words) -> list[Any]:
    """What would change if these records were parted from the others."""
    apart = second_side(sides)
    if not apart:
        return []
    reader = desk.reader()
    try:
        return preview(suppose(desk.case, plan_split(desk.case, reader, on, apart), clearance=reader.clearance), words)
    except DossierError as error:
        return [html.P(words.said(error), className="note")]


def draw_join(desk: Desk, on: str, other: str, words: Words) -> list[Any]:
    """What would change if these two were one."""
    reader = desk.reader()
    try:
        return preview(suppose(desk.case, plan_join(desk.case, reader, on, other), clearance=reader.clearance), words)
    except DossierError as error:
        return [html.P(words.said(error), className="error", role="alert")]


def second_side(sides: Any) -> list[str]:
    """Threads in the second column, as the browser tells them."""
    found = sides.get("second") if isinstance(sides, dict) else None
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
