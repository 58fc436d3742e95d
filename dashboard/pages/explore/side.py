"""The side of Explore: the legend, which is the filter; questions; paths; kept views."""

from __future__ import annotations

from typing import Any

from dashboard.components import questions
from dashboard.components.canvas_style import LINES
from dashboard.components.icons import icon, kind_mark
from dashboard.components.markup import Component, dcc, html
from dashboard.desk import Desk
from dashboard.pages.explore import views
from dashboard.wording import Words
from queries import explore as asking

PANELS = (("filter", "filter"), ("ask", "ask"), ("path", "path"), ("views", "view"))


def side(desk: Desk, words: Words) -> Component:
    tabs = [
        html.Button(
            [icon(image), html.Span(words(f"explore.panel_{name}"))],
            className="panel-tab",
            type="button",
            role="tab",
            tabIndex=0 if name == "filter" else -1,
            **{"data-panel": name, "aria-selected": str(name == "filter").lower()},
        )
        for name, image in PANELS
    ]
    bodies = {
        "filter": _filters(words),
        "ask": questions.panel(desk, words),
        "views": views.panel(words),
        "path": _path(words),
    }
    panels = [
        html.Div(bodies[name], className="panel", hidden=name != "filter", role="tabpanel", **{"data-panel": name})
        for name, _ in PANELS
    ]
    return html.Div([html.Div(tabs, className="panel-tabs", role="tablist"), *panels], className="side")


def _filters(words: Words) -> list[Any]:
    kinds = [
        _toggle("kind", kind, [kind_mark(kind), html.Span(words(f"kinds.{kind}"), className="what")])
        for kind in asking.KINDS
    ]
    lines = [
        _toggle(
            "vetting",
            status,
            [html.Span(className=f"line {line} {status}"), html.Span(words(f"vetting.{status}"), className="what")],
        )
        for status, line in LINES.items()
    ]
    return [
        html.H2(words("explore.kinds")),
        html.Div(kinds, className="toggles"),
        html.H2(words("explore.vetting")),
        html.Div(lines, className="toggles"),
        html.P([html.Span(className="line solid alleged"), words("explore.alleged")], className="note"),
        html.P(words("explore.on_lines"), className="note"),
        html.Label(words("explore.time"), htmlFor="filter-time"),
        dcc.Input(id="filter-time", type="text", placeholder="2014-06/2015-03", autoComplete="off"),
        html.P(words("explore.time_help"), className="note"),
    ]


def _toggle(name: str, value: str, parts: list[Any]) -> Component:
    return html.Button(
        [*parts, html.Span(className="count")],
        type="button",
        className="toggle",
        **{"data-filter": name, "data-value": value, "aria-pressed": "true"},
    )


def _path(words: Words) -> list[Any]:
    return [
        html.P(words("path.help"), className="note"),
        *(questions.field(name, words(f"path.{name}"), name) for name in ("path-from", "path-to")),
        html.Label(words("path.day"), htmlFor="path-day"),
        dcc.Input(id="path-day", type="text", placeholder="2015-03-14", autoComplete="off"),
        html.Button(
            [icon("path", "#ffffff"), words("path.show")],
            type="button",
            className="primary",
            **{"data-act": "showPath"},
        ),
    ]
