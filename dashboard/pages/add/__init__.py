"""Add: bring files, see what they are taken for, put the columns right, try, load, undo."""

from __future__ import annotations

from dash import Dash

from dashboard.components.icons import icon
from dashboard.components.job_progress import clock
from dashboard.components.markup import Component, dcc, html
from dashboard.desk import Desk
from dashboard.pages.add import asking
from dashboard.pages.add.ids import Ids
from dashboard.wording import Words
from graph.evidence.incoming import read_in_memory

NAME = "add"


def layout(desk: Desk, words: Words) -> Component:
    """The page in a language; what was brought and loaded comes by its callbacks."""
    return html.Div(
        [
            dcc.Store(id=Ids.ASK),
            dcc.Store(id=Ids.REDRAW),
            dcc.Store(id=Ids.SHOWN),
            html.Span(id=Ids.ANSWERED, hidden=True),
            clock(Ids.POLL),
            dcc.Download(id=Ids.DOWNLOAD),
            html.Div([html.H1(words("add.title")), html.P(words("add.lead"), className="note")], className="add-head"),
            html.Div([_drop(words), _other_ways(words)], className="add-ways"),
            html.Ul(id="add-sending", className="add-sending", **_told(words), **{"aria-live": "polite"}),
            html.Section(id=Ids.BROUGHT),
            html.Div(
                [
                    html.Section(id=Ids.WHAT),
                    html.Section(id=Ids.TABLE),
                    html.Div(id=Ids.CHECKS, **{"aria-live": "polite"}),
                    html.Section(id=Ids.RUN),
                    html.Div(id=Ids.PROGRESS, **{"aria-live": "off"}),
                    html.Section(id=Ids.DONE, **{"aria-live": "polite"}),
                ],
                className="add-steps",
            ),
            html.Section(id=Ids.LOADS),
        ],
        className="add",
    )


def _told(words: Words) -> dict[str, str]:
    """What the browser's part says while files come in."""
    return {f"data-{name.replace('_', '-')}": words(f"add.{name}") for name in ("sending", "sent", "send_failed",
                                                                                "too_large")}  # fmt: skip


def _drop(words: Words) -> Component:
    return html.Div(
        [
            icon("save"),
            html.Div(
                [
                    html.Strong(words("add.drop")),
                    html.Span(f" {words('add.or')} "),
                    html.Button(words("add.choose"), type="button", className="add-link", **{"data-add-choose": "yes"}),
                    html.P(words("add.limits"), className="note"),
                    None if read_in_memory() else html.P(words("add.on_disk"), className="note"),
                ]
            ),
        ],
        id="add-drop",
        className="add-drop",
    )


def _other_ways(words: Words) -> Component:
    language = words.language
    ways = [("by_hand", f"/{language}/enter"), ("call", f"/{language}/enter/call")]
    links = [
        dcc.Link(
            [html.Strong(words(f"add.{name}")), html.Span(words(f"add.{name}_text"), className="note")],
            href=href, className="add-way",
        )
        for name, href in ways
    ]  # fmt: skip
    template = html.Button(
        [html.Strong(words("add.template")), html.Span(words("add.template_text"), className="note")],
        type="button", className="add-way", **{"data-add": '{"do": "template"}'},
    )  # fmt: skip
    return html.Div([*links, template], className="add-other")


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of this page."""
    asking.register(app, desk)
