"""Overview: what is in the case, what was loaded last, what needs attention, where to begin."""

from __future__ import annotations

import json
from typing import Any

from dash import Dash, Input, Output

from dashboard.components import tour
from dashboard.components.icons import icon, kind_mark
from dashboard.components.markup import Component, dcc, html
from dashboard.components.questions import start_buttons
from dashboard.desk import Desk
from dashboard.wording import Words, words_of
from queries import overview as asking
from queries.overview import Attention, Overview

NAME = "overview"
LEADS_TO = {"unsure": "review", "refused": "add", "waiting": "add", "disputed": "vetting"}
"""Where somebody can do something about what needs attention."""


class Ids:
    """Ids of this page."""

    BODY = "overview-body"


def layout(desk: Desk, words: Words) -> Component:
    """The page in a language; what it says comes when it is there."""
    return html.Div(id=Ids.BODY, className="overview", **{"aria-label": words("app.overview")})


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of this page."""

    @app.callback(Output(Ids.BODY, "children"), Input("words", "data"), Input("revision", "data"))
    def draw(told: Any, _: Any) -> list[Any]:
        words = words_of(told)
        loads = desk.case.evidence.loads()
        found = asking.overview(desk.reader(), loads=loads, language=words.language)
        return body(found, words, title=desk.case.title, example=desk.case.is_example)


def body(found: Overview, words: Words, *, title: str, example: bool) -> list[Any]:
    """The whole page.

    Args:
        example: it is the example case, through which a tour leads.
    """
    if not any(found.counts.values()):
        return [html.H1(html.Bdi(title)), _nothing(words)]
    return [
        html.H1(html.Bdi(title)),
        *([tour.begin(words)] if example else []),
        html.Div(
            [
                html.Div([_starts(found, words), _counts(found, words)], className="wide"),
                html.Div([_attention(found.attention, words), _loads(found, words)], className="narrow"),
            ],
            className="columns",
        ),
    ]


def _nothing(words: Words) -> Component:
    return html.Div(
        [
            html.H2(words("overview.empty")),
            html.P(words("overview.empty_text")),
            dcc.Link(words("overview.begin_adding"), href=f"/{words.language}/add", className="primary"),
        ],
        className="box nothing-yet",
    )


def _starts(found: Overview, words: Words) -> Component | None:
    if not found.cards:
        return None
    return html.Section([html.H2(words("overview.begin")), start_buttons(found.cards, words)])


def _counts(found: Overview, words: Words) -> Component:
    tiles = [
        html.Div(
            [
                kind_mark(kind),
                html.Span(f"{n:,}", className="number"),
                html.Span(words(f"kinds.{kind}"), className="what"),
            ],
            className="tile" + ("" if n else " none"),
        )
        for kind, n in found.counts.items()
    ]
    return html.Section(
        [
            html.H2(words("overview.holds")),
            html.Div(tiles, className="tiles"),
        ]
    )


def _attention(found: tuple[Attention, ...], words: Words) -> Component:
    if not found:
        inside: Any = html.P(words("overview.nothing_waits"), className="note")
    else:
        inside = html.Ul([_line(each, words) for each in found], className="attention")
    return html.Section([html.H2(words("overview.attention")), html.Div(inside, className="box")])


def _line(told: Attention, words: Words) -> Component:
    parts = [
        html.Span(f"{told.count:,}", className="number"),
        html.Span(words(f"overview.needs_{told.kind}"), className="what"),
    ]
    if told.kind in LEADS_TO:
        href = f"/{words.language}/{LEADS_TO[told.kind]}"
        return html.Li(dcc.Link([*parts, icon("next")], href=href, className="row"))
    if not told.query:
        return html.Li(parts)
    start = {"query": told.query, "given": told.parameters}
    return html.Li(
        html.Button([*parts, icon("next")], type="button", className="row", **{"data-start": json.dumps(start)})
    )


def _loads(found: Overview, words: Words) -> Component:
    if not found.loads:
        inside: Any = html.P(words("overview.no_loads"), className="note")
    else:
        inside = html.Div(
            [
                html.Ul([_load(each, words) for each in found.loads], className="loads"),
                dcc.Link(words("overview.all_loads"), href=f"/{words.language}/add", className="go"),
            ]
        )
    return html.Section([html.H2(words("overview.loads")), html.Div(inside, className="box")])


def _load(load: Any, words: Words) -> Component:
    told = [words("overview.added", n=f"{load.added:,}")]
    told += [words("overview.changed", n=f"{load.changed:,}")] if load.changed else []
    told += [words("overview.refused", n=f"{load.refused:,}")] if load.refused else []
    told += [words("overview.withdrawn")] if load.withdrawn else []
    return html.Li(
        [
            html.Div(
                [
                    html.Bdi(load.file or words.stored(load.dataset), className="name"),
                    html.Time(str(load.at)[:10], dateTime=load.at),
                ]
            ),
            html.Div(" · ".join(told), className="note"),
        ],
        className="withdrawn" if load.withdrawn else "",
    )
