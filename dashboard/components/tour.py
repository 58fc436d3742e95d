"""The guided tour of the example case: a small panel that leads through six pages."""

from __future__ import annotations

from dashboard.components.icons import icon
from dashboard.components.markup import Component, html
from dashboard.wording import Words


def texts(words: Words) -> dict[str, str]:
    """What the tour's script says, by keys of its own."""
    return {f"tour_{key}": text for key, text in words.part("tour").items()}


def begin(words: Words) -> Component:
    """What starts it, for the first page."""
    return html.Button(
        [
            icon("present", "#175a8f"),
            html.Strong(words("tour.begin")),
            html.Span(words("tour.about"), className="note"),
            icon("next"),
        ],
        type="button",
        className="tour-start",
        **{"data-tour": "begin"},
    )


def panel(words: Words) -> Component:
    """The panel, hidden until the tour begins; it covers nothing that a step points at for long."""

    def button(act: str, look: str) -> Component:
        return html.Button(words(f"tour.{act}"), type="button", className=look, **{"data-tour": act})

    return html.Div(
        [
            html.Div(id="tour-step", className="steps"),
            html.H2(id="tour-title", tabIndex=-1),
            html.P(id="tour-text"),
            html.Div(
                [button("back", "secondary"), button("next", "primary"), button("end", "go")], className="buttons"
            ),
        ],
        id="tour",
        className="tour",
        hidden=True,
        role="dialog",
        **{"aria-labelledby": "tour-title"},
    )
