"""What the page Enter shows: the choice of a form, a form, and what became of it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from dashboard.components import form
from dashboard.components.form_call import call_fields, known_already
from dashboard.components.form_start import clock, entered, followers, start, throwing_away
from dashboard.components.icons import COLOURS, icon, kind_mark
from dashboard.components.markup import Component, dcc, html
from dashboard.desk import Desk
from dashboard.pages.enter.ids import PREFIX, Ids
from dashboard.wording import Words
from ingest.entry import EntryReport
from ingest.entry_call import agreed
from ingest.entry_drafts import CALL, Form, drafts, is_form, open_draft


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
    kept = kept_at(opened.changed_at, words) if opened.changed_at else ""
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


def kept_at(at: str, words: Words) -> str:
    """That a form was kept, and when."""
    return words.directed(words("enter.kept", time=clock(at)))


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
