"""The page Review."""

from __future__ import annotations

from dash import Dash

from dashboard.components.markup import Component, html
from dashboard.desk import Desk
from dashboard.wording import Words

NAME = "review"


def layout(desk: Desk, words: Words) -> Component:
    """The page in a language."""
    return html.P(words("app.coming"), className="note")


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of this page."""
