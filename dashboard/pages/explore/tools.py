"""The row of tools above the canvas."""

from __future__ import annotations

from typing import Any

from dashboard.components import saving
from dashboard.components.icons import icon
from dashboard.components.markup import Component, html
from dashboard.wording import Words

TOOLS = (
    ("undo", "undo", False),
    ("redo", "redo", False),
    ("", "", False),
    ("expand", "expand", True),
    ("hide", "hide", True),
    ("only", "only", True),
    ("pin", "pin", True),
    ("note", "note", False),
    ("", "", False),
    ("arrange", "arrange", False),
    ("fit", "fit", False),
    ("clear", "clear", False),
)


def tools(words: Words) -> Component:
    buttons: list[Any] = []
    for image, act, needs in TOOLS:
        if not act:
            buttons.append(html.Span(className="gap"))
            continue
        more = {"data-needs-node": "yes"} if needs else {}
        buttons.append(
            html.Button(
                [icon(image), html.Span(words(f"act.{act}"), className="tip")],
                type="button",
                className="tool",
                disabled=needs or act in ("undo", "redo"),
                title=words(f"act.{act}"),
                **{"data-act": act, "aria-label": words(f"act.{act}"), **more},
            )
        )
    return html.Div(
        [
            *buttons,
            html.Span(className="grow"),
            html.Button(
                [icon("hide", "#8a4b00"), html.Span()],
                id="hidden-count",
                hidden=True,
                type="button",
                className="hidden-count",
                title=words("act.showAll"),
                **{"data-act": "showAll"},
            ),
            html.Span(id="counts", className="counts"),
            _word_tool("brief", words),
            _word_tool("present", words, **{"aria-pressed": "false"}),
            _word_tool("table", words, **{"aria-expanded": "false"}),
            saving.menu(words),
            html.Button(
                icon("help"),
                type="button",
                className="tool",
                title=words("act.help"),
                **{"data-act": "help", "aria-label": words("act.help")},
            ),
        ],
        className="tools",
        role="toolbar",
        **{"aria-label": words("explore.tools")},
    )


def _word_tool(act: str, words: Words, **more: str) -> Component:
    return html.Button(
        [icon("page-brief" if act == "brief" else act), html.Span(words(f"act.{act}"))],
        type="button",
        className="tool wide",
        title=words(f"act.{act}"),
        **{"data-act": act, **more},
    )
