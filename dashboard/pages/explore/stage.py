"""The canvas, what lies over it, and its help."""

from __future__ import annotations

from dashboard.components.canvas_style import stylesheet
from dashboard.components.icons import icon
from dashboard.components.markup import Component, cyto, html
from dashboard.kept import LONGEST_NOTE
from dashboard.pages.explore.ids import Ids
from dashboard.wording import Words

MENU = ("expand", "inspect", "pathFrom", "related", "pin", "hide", "only")
KEYS = (
    ("/", "search"),
    ("E", "expand"),
    ("I", "inspect"),
    ("H", "hide"),
    ("⇧ H", "only"),
    ("P", "pin"),
    ("R", "related"),
    ("N", "note"),
    ("F", "fit"),
    ("⇧ P", "present"),
    ("← ↑ → ↓", "walk"),
    ("⇧ F10", "menu"),
    ("Ctrl Z", "undo"),
    ("Ctrl ⇧ Z", "redo"),
    ("Esc", "close"),
    ("?", "help"),
)


def stage(words: Words) -> Component:
    return html.Div(
        [
            html.Div(
                cyto.Cytoscape(
                    id=Ids.CANVAS,
                    elements=[],
                    stylesheet=stylesheet(),
                    layout={"name": "preset"},
                    autoRefreshLayout=False,
                    boxSelectionEnabled=True,
                    minZoom=0.05,
                    maxZoom=3,
                    style={"width": "100%", "height": "100%"},
                ),
                className="canvas-box",
            ),
            html.Div(id="empty", className="empty"),
            html.Textarea(
                id="note-field",
                className="note-field",
                hidden=True,
                maxLength=LONGEST_NOTE,
                **{"aria-label": words("notes.field")},
            ),
            _menu(words),
            _help(words),
        ],
        id="stage",
        className="stage",
    )


def _menu(words: Words) -> Component:
    return html.Div(
        [html.Button(words(f"act.{act}"), type="button", role="menuitem", **{"data-act": act}) for act in MENU],
        id="menu",
        className="menu",
        hidden=True,
        role="menu",
    )


def _help(words: Words) -> Component:
    rows = [
        html.Div([html.Dt([html.Kbd(part) for part in key.split(" ")]), html.Dd(words(f"act.{act}"))])
        for key, act in KEYS
    ]
    return html.Div(
        [
            html.Div(
                [
                    html.H2(words("explore.keys")),
                    html.Button(
                        icon("close"),
                        type="button",
                        className="tool",
                        title=words("act.close"),
                        **{"data-act": "help", "aria-label": words("act.close")},
                    ),
                ],
                className="card-head",
            ),
            html.Dl(rows),
            html.P(words("explore.mouse"), className="note"),
        ],
        id="help",
        className="help",
        hidden=True,
        tabIndex=-1,
        role="region",
        **{"aria-label": words("explore.keys")},
    )
