"""The pages, in the order of the rail; each is a module with a name, a layout and callbacks of its own."""

from __future__ import annotations

from typing import Protocol

from dash import Dash

from dashboard.components.markup import Component
from dashboard.desk import Desk
from dashboard.pages import add, brief, enter, explore, overview, queries, review, sources, vetting
from dashboard.wording import Words


class Page(Protocol):
    """One page.

    Attributes:
        NAME: its address below the language, and the stem of its ids; "overview" is the address without a name.
    """

    NAME: str

    def layout(self, desk: Desk, words: Words) -> Component:
        """The page in a language, drawn on the first visit; what it says comes by its callbacks."""

    def register(self, app: Dash, desk: Desk) -> None:
        """Callbacks, once for the application."""


PAGES: tuple[Page, ...] = (overview, add, sources, vetting, review, explore, queries, brief, enter)
RAIL = tuple(page.NAME for page in PAGES if page is not enter)
"""Pages with a place in the rail; the forms are reached from Add."""


def address(name: str, language: str) -> str:
    """Where a page lies."""
    return f"/{language}/" if name == "overview" else f"/{language}/{name}"
