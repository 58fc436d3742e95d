"""Presenting: codes only, and what a picture must say of itself written into screen and picture alike."""

from __future__ import annotations

from dashboard.components.icons import icon
from dashboard.components.markup import Component, html
from dashboard.desk import Desk
from dashboard.wording import Words


def caption(desk: Desk, words: Words) -> Component:
    """The strip under a presented canvas; its script writes as-of and filters into it."""
    return html.Div(
        [
            html.Div(id="present-text", className="present-text", **{"aria-live": "polite"}),
            html.Button(
                [icon("close"), html.Span(words("present.end"))],
                type="button",
                className="tool wide",
                **{"data-act": "present"},
            ),
        ],
        id="present-caption",
        className="present-caption",
        hidden=True,
        **{"data-training": words("app.training") if desk.case.is_example else ""},
    )
