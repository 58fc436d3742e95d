"""Sources: the documents of the case, their text beside their picture, and what rests on each page."""

from __future__ import annotations

from dash import Dash

from dashboard import pictures
from dashboard.components.markup import Component, dcc, html
from dashboard.desk import Desk
from dashboard.pages.sources import acting, listing, viewing
from dashboard.pages.sources.ids import Ids
from dashboard.wording import Words

NAME = "sources"
_STORES = {Ids.NUMBER: 1, Ids.CHOSEN: [], Ids.BESIDE: "", Ids.SHOWN: "", Ids.QUOTE: None, Ids.CHECK: None}


def layout(desk: Desk, words: Words) -> Component:
    """The page in a language: the list, and the place for one document."""
    return html.Div(
        [
            *(dcc.Store(id=name, data=data) for name, data in _STORES.items()),
            listing.layout(words),
            html.Div(id=Ids.VIEW, hidden=True, className="source-view"),
        ],
        className="sources",
    )


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of this page."""
    listing.register(app, desk)
    viewing.register(app, desk)
    acting.register(app, desk)
    pictures.register(app.server, desk)
