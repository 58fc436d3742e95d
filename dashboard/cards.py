"""The card beside every page: what an element of any page asks for by ``data-card``."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State

from dashboard.components import card
from dashboard.components.markup import Component, dcc, html
from dashboard.desk import Desk
from dashboard.wording import Words


class Ids:
    """Ids of the card."""

    INSPECT, CARD = "inspect", "card"


def panel(words: Words) -> list[Component]:
    """The empty panel and what asks for its content: ``{"id": code or id of a line}``."""
    return [
        dcc.Store(id=Ids.INSPECT),
        html.Aside(
            [html.Div(id=Ids.CARD, className="card-body")],
            className="card",
            **{"aria-label": words("explore.card"), "aria-live": "polite"},
        ),
    ]


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of the card."""

    @app.callback(
        Output(Ids.CARD, "children"), Input(Ids.INSPECT, "data"), State("words", "data"), prevent_initial_call=True
    )
    def inspect(wanted: Any, told: Any) -> Any:
        words = Words(str((told or {}).get("language", "")))
        return card.draw(desk.reader(), wanted, words, folder=desk.folder)
