"""Explore: search, walk, filter and ask on one canvas, with a table in step."""

from __future__ import annotations

from typing import Any

from dash import Dash

from dashboard.components.markup import Component, dcc, html
from dashboard.desk import Desk
from dashboard.pages.explore import asking, presenting, views
from dashboard.pages.explore.ids import Ids
from dashboard.pages.explore.side import side
from dashboard.pages.explore.stage import stage
from dashboard.pages.explore.tables import tables
from dashboard.pages.explore.tools import tools
from dashboard.wording import Words

NAME = "explore"


def layout(desk: Desk, words: Words) -> Component:
    """The page in a language."""
    return html.Div(
        [
            *_stores(),
            side(desk, words),
            html.Div([tools(words), stage(words), tables(words)], className="middle"),
            presenting.caption(desk, words),
        ],
        id="workspace",
        className="workspace",
    )


def _stores() -> list[Any]:
    names = (*(Ids.ASK, Ids.CHANGE, Ids.KEEP, Ids.KEPT, Ids.QUESTION, Ids.ANSWERED, Ids.SAVE, Ids.PICKER, Ids.VIEW),)
    return [*(dcc.Store(id=name) for name in (*names, "take-into-brief")), dcc.Download(id=Ids.DOWNLOAD)]


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of this page."""
    asking.register(app, desk)
    views.register(app, desk)
