"""The page Enter: a short form for every kind of record, and five fields for a telephone call.

What is typed is kept as a draft; the address holds the draft's random id and nothing else of it.
"""

from __future__ import annotations

import secrets
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, no_update

from dashboard.components import form
from dashboard.components.form_call import known_already
from dashboard.components.form_start import start
from dashboard.components.markup import Component, dcc, html, in_browser
from dashboard.desk import Desk
from dashboard.pages.enter.acting import enter_form, follow, is_of, keep_form
from dashboard.pages.enter.ids import NAME, PREFIX, Ids
from dashboard.pages.enter.showing import done, draw, kept_at, key_of
from dashboard.wording import Words, words_of
from graph.errors import DossierError
from ingest.entry_drafts import CALL, Kept, drafts, throw_away, throw_away_form

__all__ = ["NAME", "layout", "register"]


def layout(desk: Desk, words: Words) -> Component:
    """The page in a language."""
    return html.Div(
        [
            dcc.Store(id=Ids.FORM),
            dcc.Store(id=Ids.KEPT),
            html.Div(id=Ids.CONTENT, className="enter"),
        ],
        className="enter-page",
    )


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of this page, and those of every form."""
    form.register(app, desk)
    _register_showing(app, desk)
    _register_keeping(app, desk)
    _register_entering(app, desk)


def _register_showing(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(Ids.CONTENT, "children"),
        Output(Ids.FORM, "data"),
        Input("here-enter", "data"),
        State("words", "data"),
        State(Ids.FORM, "data"),
    )
    def show(here: Any, told: Any, shown: Any) -> tuple[Any, Any]:
        if not isinstance(here, dict) or here.get("page") != NAME:
            return no_update, no_update
        given = here.get("parts")
        parts = [part for part in given if isinstance(part, str)] if isinstance(given, list) else []
        key = shown.get("key") if isinstance(shown, dict) else None
        if parts and key and key == key_of(desk, parts[0]):
            return no_update, no_update  # the address has only learnt the id of what is there
        return draw(desk, parts, words_of(told))

    @app.callback(
        Output(Ids.KNOWN, "children"),
        Input(form.typed_id(PREFIX), "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def known(typed: Any, told: Any) -> Any:
        kind, values = form.read_form(typed)
        text = values.get("words")
        if kind != CALL or not isinstance(text, str):
            return no_update
        return known_already(desk.reader().names_in(text), words_of(told))

    @app.callback(
        Output("goto", "data", allow_duplicate=True),
        Input({"enter": "next", "kind": ALL, "after": ALL}, "n_clicks"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def go_on(clicks: list[Any], told: Any) -> Any:
        asked = ctx.triggered_id
        if not any(clicks) or not isinstance(asked, dict):
            return no_update
        own = follow(desk, str(asked.get("kind")), str(asked.get("after")))
        return f"/{words_of(told).language}/enter/{own}" if own else no_update


def _register_keeping(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(Ids.KEPT, "data"),
        Input(form.typed_id(PREFIX), "data"),
        State(Ids.FORM, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def save(typed: Any, shown: Any, told: Any) -> Any:
        words = words_of(told)
        try:
            kept = keep_form(desk, shown, typed)
        except DossierError:
            return {"state": "not", "text": words("enter.not_kept")}
        return _said(kept, shown, words) if kept else no_update

    in_browser(app)(
        ClientsideFunction("dossier", "enterKept"),
        Output(Ids.KEPT, "clear_data"),
        Input(Ids.KEPT, "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(Ids.KEPT, "data", allow_duplicate=True),
        Output(Ids.FORM, "data", allow_duplicate=True),
        Input(Ids.FORK, "n_clicks"),
        State(form.now_id(PREFIX), "data"),
        State(Ids.FORM, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def fork(clicks: Any, typed: Any, shown: Any, told: Any) -> tuple[Any, Any]:
        if not clicks or not is_of(typed, shown):
            return no_update, no_update
        other = {**shown, "id": "", "version": 0, "key": secrets.token_hex(10)}
        words = words_of(told)
        try:
            kept = keep_form(desk, other, {**typed, "key": other["key"]})
        except DossierError:
            return {"state": "not", "text": words("enter.not_kept")}, no_update
        return ({**_said(kept, other, words), "key": other["key"]}, other) if kept else (no_update, no_update)

    @app.callback(
        Output("goto", "data", allow_duplicate=True),
        Output("notice", "data", allow_duplicate=True),
        Output(Ids.CONTENT, "children", allow_duplicate=True),
        Output(Ids.FORM, "data", allow_duplicate=True),
        Input({"enter": "drop", "id": ALL}, "n_clicks"),
        State(Ids.FORM, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def drop(clicks: list[Any], shown: Any, told: Any) -> tuple[Any, ...]:
        asked = ctx.triggered_id
        if not any(clicks) or not isinstance(asked, dict):
            return (no_update,) * 4
        words = words_of(told)
        own = str(asked.get("id"))
        throw_away(desk.case, own, owner=desk.user)
        throw_away_form(desk.case, own, owner=desk.user)
        notice = {"text": words("enter.thrown_away"), "kind": "done"}
        content = start(words, drafts(desk.case, owner=desk.user))
        return f"/{words.language}/enter", notice, content, {}


def _said(kept: Kept, shown: dict[str, Any], words: Words) -> dict[str, Any]:
    """What became of a change, for the line above the form; ``part`` is what the address held when it was drawn."""
    if kept.state == "kept":
        part = shown.get("id") or shown["kind"]
        return {"state": "kept", "text": kept_at(kept.changed_at, words), "id": kept.id, "part": part}
    return {"state": kept.state, "text": words(f"enter.{kept.state}")}


def _register_entering(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(Ids.CONTENT, "children", allow_duplicate=True),
        Output(form.told_id(PREFIX), "data", allow_duplicate=True),
        Output(Ids.FORM, "data", allow_duplicate=True),
        Output(Ids.KEPT, "data", allow_duplicate=True),
        Output("revision", "data", allow_duplicate=True),
        Output("notice", "data", allow_duplicate=True),
        Input(Ids.SUBMIT, "n_clicks"),
        State(form.now_id(PREFIX), "data"),
        State(Ids.FORM, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def submit(clicks: Any, typed: Any, shown: Any, told: Any) -> tuple[Any, ...]:
        kind, values = form.read_form(typed)
        if not clicks or not is_of(typed, shown):
            return (no_update,) * 6
        words = words_of(told)
        try:
            report = enter_form(desk, shown, values, words.language)
            if not report.refused:
                content = done(desk, shown, values, report, words)
                return content, no_update, {}, no_update, desk.reader().revision, no_update
            kept = keep_form(desk, shown, typed)  # the button came before the pause in which it is kept
        except DossierError as error:
            return (*(no_update,) * 5, {"text": words.said(error), "kind": "problem"})
        wrong = [one for many in report.problems for one in many]
        notice = {"text": words("enter.fix", n=len(wrong)), "kind": "problem"}
        answer = {**form.look(desk, kind, values, words, n=typed.get("n")), **form.told(wrong)}
        said = _said(kept, shown, words) if kept else no_update
        return no_update, answer, no_update, said, no_update, notice
