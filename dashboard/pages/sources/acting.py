"""What is done on this page: choosing documents, marking them as one origin, a record from words, a checked
translation. Whatever the browser names is looked up again through a reader."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, no_update

from dashboard.desk import Desk
from dashboard.pages.sources.ids import Ids
from dashboard.pages.sources.places import is_here, place_of
from dashboard.pages.sources.rows import tray_lines
from dashboard.wording import Words, words_of
from graph import deciding
from graph.errors import DossierError
from graph.evidence.listing import DocumentRow
from graph.model.kinds import KINDS
from queries import sources as asking

MOST_CHOSEN = 50


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of what is done."""

    @app.callback(
        Output(Ids.TRAY_LIST, "children"),
        Output(Ids.TRAY, "hidden"),
        Output(Ids.TRAY_DO, "disabled"),
        Input(Ids.CHOSEN, "data"),
        Input("revision", "data"),
        State("words", "data"),
    )
    def tray(chosen: Any, _: Any, told: Any) -> tuple[Any, bool, bool]:
        if not chosen:
            return [], True, True
        rows = chosen_rows(desk, chosen)
        return tray_lines(rows, words_of(told)), not rows, len(rows) < 2

    @app.callback(
        Output("notice", "data", allow_duplicate=True),
        Output("revision", "data", allow_duplicate=True),
        Output(Ids.CHOSEN, "data"),
        Output(Ids.TRAY_WHY, "value"),
        Input(Ids.TRAY_DO, "n_clicks"),
        State(Ids.CHOSEN, "data"),
        State(Ids.TRAY_WHY, "value"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def one_origin(clicks: Any, chosen: Any, why: Any, told: Any) -> tuple[Any, ...]:
        if not clicks:
            return (no_update,) * 4
        return mark_one_origin(desk, chosen, str(why or "").strip(), words_of(told))

    @app.callback(
        Output("goto", "data", allow_duplicate=True),
        Output("notice", "data", allow_duplicate=True),
        Input(Ids.QUOTE, "data"),
        State("here-sources", "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def new_record(quote: Any, here: Any, told: Any) -> tuple[Any, Any]:
        if not isinstance(quote, dict) or not is_here(here):
            return no_update, no_update
        words = words_of(told)
        draft = draft_of(desk, quote, here)
        if not draft:
            return no_update, {"text": words("sources.select_first"), "kind": "problem"}
        return f"/{words.language}/enter/{draft}", no_update

    @app.callback(
        Output("notice", "data", allow_duplicate=True),
        Output("revision", "data", allow_duplicate=True),
        Input(Ids.CHECK, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def check(asked: Any, told: Any) -> tuple[Any, Any]:
        code = asked.get("code") if isinstance(asked, dict) else None
        return check_translation(desk, str(code), words_of(told)) if code else (no_update, no_update)


def chosen_rows(desk: Desk, chosen: Any) -> list[DocumentRow]:
    """The documents that the browser names, as far as this reader sees them, each once."""
    given = {str(code) for code in chosen[:MOST_CHOSEN]} if isinstance(chosen, list) else set()
    return [row for row in desk.reader().documents() if row.code in given]


def mark_one_origin(desk: Desk, chosen: Any, why: str, words: Words) -> tuple[Any, ...]:
    """Decide that the chosen documents go back to one origin: notice, revision, what stays chosen, the reason."""
    rows = chosen_rows(desk, chosen)
    if not why:
        return {"text": words("sources.why_needed"), "kind": "problem"}, no_update, no_update, no_update
    try:
        decisions = deciding.one_origin(desk.case, [row.thread for row in rows], actor=desk.actor(), why=why)
    except DossierError as error:
        return {"text": words.said(error), "kind": "problem"}, no_update, no_update, no_update
    done = {"text": words("sources.marked", n=len(rows)), "kind": "done", "undo": {"decisions": decisions}}
    return done, desk.reader().revision, [], ""


def draft_of(desk: Desk, quote: dict[str, Any], here: Any) -> str:
    """Keep a draft of a record for words of the page that the address names; its id, "" where there are no such
    words."""
    place = place_of(here)
    kind, start, end = str(quote.get("kind")), quote.get("start"), quote.get("end")
    if kind not in KINDS or not KINDS[kind].is_record or type(start) is not int or type(end) is not int:
        return ""
    found = asking.words_at(desk.reader(), place.code, place.number, start, end)
    if found is None:
        return ""
    page, words = found
    body = {
        "form": kind,
        "values": {},
        "document": page.document.code,
        "locator": page.label,
        "quote": words,
        "quote_language": asking.language_of_words(words, page),
    }
    return str(desk.case.evidence.save_work("draft", body, owner=desk.user).id)


def check_translation(desk: Desk, code: str, words: Words) -> tuple[Any, Any]:
    """Decide that a translation was checked: notice and revision."""
    row = asking.find_row(desk.reader(), code)
    if row is None:
        return {"text": words("sources.gone"), "kind": "problem"}, no_update
    try:
        decisions = deciding.check_translation(desk.case, row.thread, actor=desk.actor())
    except DossierError as error:
        return {"text": words.said(error), "kind": "problem"}, no_update
    return (
        {"text": words("sources.now_checked"), "kind": "done", "undo": {"decisions": decisions}},
        desk.reader().revision,
    )
