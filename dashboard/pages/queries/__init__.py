"""Queries: choose, fill in, run with a limit and a stop, read, chart, download, compare; write queries of one's own."""

from __future__ import annotations

from dash import Dash

from dashboard.components.markup import Component, dcc, html
from dashboard.desk import Desk
from dashboard.pages.queries import asking, choosing, editing
from dashboard.pages.queries.ids import Ids
from dashboard.wording import Words
from queries.running import Running

NAME = "queries"


def layout(desk: Desk, words: Words) -> Component:
    """The page in a language: a list at the side, what is chosen in the middle, its answer below."""
    stores = (Ids.NOW, Ids.DRAWN, Ids.TYPED, Ids.KEEP, Ids.DONE)
    return html.Div(
        [
            *(dcc.Store(id=name) for name in stores),
            dcc.Interval(id=Ids.POLL, interval=400, disabled=True),
            dcc.Download(id=Ids.DOWNLOAD),
            html.Nav(
                [
                    html.Div(
                        [
                            html.Label(words("queries.find"), htmlFor=Ids.FIND, className="heard-only"),
                            dcc.Input(
                                id=Ids.FIND, type="text", value="", placeholder=words("queries.find_short"),
                                autoComplete="off", spellCheck="false",
                            ),
                            dcc.Link(
                                words("queries.new"), href=f"/{words.language}/queries/new", className="secondary"
                            ),
                        ],
                        className="query-find",
                    ),
                    html.Div(id=Ids.LIST, className="query-list"),
                ],
                className="query-side",
                **{"aria-label": words("queries.list")},
            ),
            html.Div(
                [html.Div(id=Ids.CHOSEN, className="query-chosen"), html.Div(id=Ids.ANSWER, className="query-answer")],
                className="query-middle",
            ),
        ],
        className="queries-page",
    )  # fmt: skip


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of this page. What is being asked lies in memory, each session's apart."""
    asked = Running()
    choosing.register(app, desk)
    asking.register(app, desk, asked)
    editing.register(app, desk)
