"""Help beside every page: what the page is for, its keys, and the words of the field."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State

from dashboard.cards import Ids as CardIds
from dashboard.components.icons import icon
from dashboard.components.markup import Component, dcc, html
from dashboard.desk import Desk
from dashboard.wording import Words, words_of

KEYS = (("/", "search_key"), ("?", "help_key"), ("Esc", "close_key"))


class Ids:
    """Ids of the help."""

    ASKED = "help-asked"


def button(words: Words) -> list[Component]:
    """What opens the help, and what tells the server where it was asked for."""
    return [
        dcc.Store(id=Ids.ASKED),
        html.Button(
            icon("help"),
            type="button",
            className="tool",
            id="help-button",
            title=words("help.title"),
            **{"aria-label": words("help.title")},
        ),
    ]


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of the help."""

    @app.callback(
        Output(CardIds.CARD, "children", allow_duplicate=True),
        Input(Ids.ASKED, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def show(asked: Any, told: Any) -> list[Component]:
        page = str(asked.get("page", "")) if isinstance(asked, dict) else ""
        return body(page, words_of(told), tour=desk.case.is_example)


def body(page: str, words: Words, *, tour: bool) -> list[Component]:
    """The help of a page.

    Args:
        tour: offer the guided tour, which is one of the example case.
    """
    lines = words.maybe(f"help_page.{page}", "").split("\n")
    return [
        html.Div(
            [
                html.H2(words("help.title"), id="help-title", tabIndex=-1),
                html.Button(
                    icon("close"),
                    type="button",
                    className="tool",
                    title=words("act.close"),
                    **{"data-act": "close", "aria-label": words("act.close")},
                ),
            ],
            className="card-head",
        ),
        *([_tour(words)] if tour else []),
        html.Section(
            [html.H3(words("help.page")), *(html.P(line, className="para") for line in lines)], className="part"
        ),
        html.Section(
            [html.H3(words("help.keys")), html.Dl([_key(*each, words) for each in KEYS])], className="part keys"
        ),
        html.Section([html.H3(words("help.glossary")), html.Dl(_terms(words))], className="part glossary"),
    ]


def _tour(words: Words) -> Component:
    return html.Button(words("help.tour"), type="button", className="secondary", **{"data-tour": "begin"})


def _key(key: str, what: str, words: Words) -> Component:
    return html.Div([html.Dt(html.Kbd(key)), html.Dd(words(f"help.{what}"))])


def _terms(words: Words) -> list[Component]:
    """Alphabetically as the language has it, each with what it means here."""
    named = sorted(words.part("term").items(), key=lambda each: each[1])
    return [
        html.Div([html.Dt(name), html.Dd(words(f"meaning.{term}"))], id=f"term-{term}", className="fact")
        for term, name in named
    ]
