"""The page Enter: a short form for every kind of record, and five fields for a telephone call.

What is typed is kept as a draft; the address holds the draft's random id and nothing else of it.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, no_update

from dashboard.components import form
from dashboard.components.form_call import call_fields, known_already
from dashboard.components.form_start import clock, entered, followers, start, throwing_away
from dashboard.components.icons import COLOURS, icon, kind_mark
from dashboard.components.markup import Component, dcc, html, in_browser
from dashboard.desk import Desk
from dashboard.wording import Words, words_of
from graph.errors import DossierError
from graph.model import KINDS
from ingest.entry import Entry, EntryReport, enter
from ingest.entry_call import agreed, call_entries, check_call
from ingest.entry_drafts import (
    CALL,
    Form,
    Kept,
    drafts,
    following,
    is_form,
    keep,
    open_draft,
    throw_away,
    throw_away_form,
)

NAME = "enter"
PREFIX = "enter"


class Ids:
    """Ids of this page."""

    CONTENT = "enter-content"
    FORM = "enter-form"  # store: kind, key, id, version and window of the form that is shown
    KEPT = "enter-kept"  # store: what became of the last change
    SUBMIT = "enter-submit"
    FORK = "enter-fork"
    KNOWN = "enter-known"


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


# --- what is shown


def draw(desk: Desk, parts: list[str], words: Words) -> tuple[list[Component], dict[str, Any]]:
    """What the address asks for, and what is known of the form it shows."""
    if not parts:
        return start(words, drafts(desk.case, owner=desk.user)), {}
    if is_form(parts[0]):
        return _new(desk, parts[0], words)
    opened = open_draft(desk.case, parts[0], owner=desk.user)
    if opened is None:
        return [_back(words), html.P(words("enter.no_draft"), className="box")], {}
    return form_page(opened, words), _shown(opened)


def key_of(desk: Desk, part: str) -> str | None:
    """The key of the form that a draft holds, None where the address names none."""
    opened = None if is_form(part) else open_draft(desk.case, part, owner=desk.user)
    return opened.key if opened else None


def _new(desk: Desk, kind: str, words: Words) -> tuple[list[Component], dict[str, Any]]:
    values = {}
    if kind == CALL:
        values = {"taken_by": desk.user, "when": datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M")}
    made = Form(kind=kind, key=secrets.token_hex(10), values=values)
    return form_page(made, words), _shown(made)


def _shown(opened: Form) -> dict[str, Any]:
    return {
        "kind": opened.kind,
        "key": opened.key,
        "id": opened.id,
        "version": opened.version,
        "window": secrets.token_hex(8),
    }


def form_page(opened: Form, words: Words) -> list[Component]:
    """One form with its heading and buttons; a call has beside it who may be known already."""
    kind = opened.kind
    what = words(f"enter.kind_{kind}")
    fields = (
        call_fields(words, opened.values, prefix=PREFIX, key=opened.key)
        if kind == CALL
        else form.form_fields(kind, words, opened.values, prefix=PREFIX, key=opened.key)
    )
    kept = _kept_at(opened.changed_at, words) if opened.changed_at else ""
    head = html.Div(
        [
            kind_mark(kind) if kind in COLOURS else None,
            html.H1(words("enter.new", what=what) if kind != CALL else what, tabIndex=-1, **{"data-arrives": "yes"}),
            html.Span(
                kept,
                id="enter-status",
                className="enter-status",
                role="status",
                **{"data-late": words("enter.not_kept")},
            ),
        ],
        className="enter-head",
    )
    body = [
        _back(words),
        head,
        html.P(words(f"enter.about_{kind}"), className="note"),
        _clash(opened, words),
        fields,
        html.Div(
            [
                html.Button(
                    words("enter.submit"),
                    id=Ids.SUBMIT,
                    type="button",
                    className="primary",
                    **{"data-entry-submit": PREFIX},
                ),
                html.Kbd(words("enter.submit_keys")),
                html.Span(className="grow"),
                throwing_away(opened.id or opened.key, words),
            ],
            className="enter-foot",
        ),
    ]
    if kind != CALL:
        return [html.Div(body, className="enter-form")]
    beside = html.Aside(
        [html.H2(words("call.known")), html.Div(known_already([], words), id=Ids.KNOWN, **{"aria-live": "polite"})],
        className="known box",
    )
    return [html.Div([html.Div(body, className="enter-form"), beside], className="enter-beside")]


def _back(words: Words) -> Component:
    return dcc.Link([icon("next"), words("enter.all_kinds")], href=f"/{words.language}/enter", className="back-link")


def _clash(opened: Form, words: Words) -> Component:
    address = f"/{words.language}/enter/{opened.id}"
    return html.Div(
        [
            html.P(words("enter.clash")),
            html.A(words("enter.clash_open"), href=address, className="secondary as-link", id="enter-reload"),
            html.Button(words("enter.clash_fork"), type="button", className="secondary", id=Ids.FORK),
        ],
        id="enter-clash",
        className="box clash",
        role="alert",
        hidden=True,
    )


# --- what is kept and entered


def keep_form(desk: Desk, shown: Any, typed: Any) -> Kept | None:
    """Keep what a form holds now; None where the browser sent something else, or nothing was changed yet."""
    number = typed.get("n") if isinstance(typed, dict) else None
    if not _is_of(typed, shown) or not isinstance(number, int) or number <= 1:
        return None
    _, values = form.read_form(typed)
    return keep(desk.case, _form(shown, values), owner=desk.user, window=str(shown.get("window", "")), n=number)


def _is_of(typed: Any, shown: Any) -> bool:
    """Whether the browser sent what stands in the form that is shown: a late message may come from one before it."""
    kind, _ = form.read_form(typed)
    told = isinstance(shown, dict) and bool(kind) and kind == shown.get("kind")
    return told and bool(shown.get("key")) and typed.get("key") == shown["key"]


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


def done(desk: Desk, shown: dict[str, Any], values: dict[str, Any], report: EntryReport, words: Words) -> list[Any]:
    """What is shown in the place of a form that was entered."""
    kind = str(shown["kind"])
    made = {code: thread for thread, code in report.codes.items()}
    kinds = {view.code: view.kind for view in desk.reader().records(made.values()) if view.code}
    call = next((code for code, of in kinds.items() if of == "document"), "") if kind == CALL else ""
    notes = []
    if kind == CALL:
        notes = [
            words("call.done", code=call),
            words("call.done_consent" if agreed(values) else "call.done_no_consent"),
        ]
    return [
        _back(words),
        entered(kind, kinds, words, already=report.already, notes=notes),
        html.Button(
            words("call.to_records"),
            type="button",
            className="primary",
            **{"data-href": f"/{words.language}/sources/{call.replace(' ', '')}/1"},
        )
        if call
        else _followers(kind, report.threads[0], words),
    ]


def _followers(kind: str, thread: str, words: Words) -> Component:
    return html.Section(
        [
            html.H2(words("enter.next")),
            html.Div(
                [
                    html.Button(
                        words("enter.new", what=words(f"enter.kind_{one}")),
                        type="button",
                        className="secondary",
                        id={"enter": "next", "kind": one, "after": thread},
                    )
                    for one in followers(kind)
                ],
                className="next-forms",
            ),
        ]
    )


def follow(desk: Desk, kind: str, after: str) -> str:
    """Make a draft that goes on from a record; returns its id, "" where the record is not to be seen."""
    view = desk.reader().record(after)
    if view is None or kind not in KINDS:
        return ""
    document = view.code if view.kind == "document" else view.document_code
    values = following(view, view.code, document, kind)
    made = Form(kind=kind, key=secrets.token_hex(10), values=values)
    return keep(desk.case, made, owner=desk.user, window="", n=0).id


# --- callbacks


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
        Input("here", "data"),
        State("words", "data"),
        State(Ids.FORM, "data"),
    )
    def show(here: Any, told: Any, shown: Any) -> tuple[Any, Any]:
        if not isinstance(here, dict) or here.get("page") != NAME:
            return no_update, no_update
        parts = [str(part) for part in here.get("parts") or []]
        if parts and isinstance(shown, dict) and shown.get("key") == key_of(desk, parts[0]):
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
        if not clicks or not _is_of(typed, shown):
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


def _kept_at(at: str, words: Words) -> str:
    return words.directed(words("enter.kept", time=clock(at)))


def _said(kept: Kept, shown: dict[str, Any], words: Words) -> dict[str, Any]:
    """What became of a change, for the line above the form; ``part`` is what the address held when it was drawn."""
    if kept.state == "kept":
        part = shown.get("id") or shown["kind"]
        return {"state": "kept", "text": _kept_at(kept.changed_at, words), "id": kept.id, "part": part}
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
        if not clicks or not _is_of(typed, shown):
            return (no_update,) * 6
        words = words_of(told)
        try:
            report = enter_form(desk, shown, values, words.language)
            if not report.refused:
                content = done(desk, shown, values, report, words)
                return content, no_update, {}, no_update, desk.reader().revision, no_update
            kept = keep_form(desk, shown, typed)  # the button came before the pause in which it is kept
        except DossierError as error:
            return (*(no_update,) * 5, {"text": str(error), "kind": "problem"})
        wrong = [one for many in report.problems for one in many]
        notice = {"text": words("enter.fix", n=len(wrong)), "kind": "problem"}
        answer = {**form.look(desk, kind, values, words, n=typed.get("n")), **form.told(wrong)}
        said = _said(kept, shown, words) if kept else no_update
        return no_update, answer, no_update, said, no_update, notice
