"""Brief: what is chosen, for whom, what would be in it, and the package to take away."""

from __future__ import annotations

from dash import Dash

from dashboard.components.job_progress import clock
from dashboard.components.markup import Component, dcc, html
from dashboard.desk import Desk
from dashboard.pages.brief import choosing, making
from dashboard.pages.brief.ids import Ids
from dashboard.wording import Words

NAME = "brief"


def layout(desk: Desk, words: Words) -> Component:
    """The page in a language; what is chosen comes with the address."""
    return html.Div(
        [
            *(dcc.Store(id=name) for name in (Ids.OWN, Ids.CHOSEN, Ids.JOB)),
            clock(Ids.POLL),
            dcc.Download(id=Ids.DOWNLOAD),
            html.H1(words("brief.title")),
            html.P(words("brief.about"), className="note"),
            html.Div(id=Ids.PROBLEM, className="error", role="alert"),
            html.Div(id=Ids.BODY),
        ],
        className="steps-page",
    )


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of this page."""
    choosing.register(app, desk)
    making.register(app, desk)
