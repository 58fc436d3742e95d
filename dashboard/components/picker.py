"""What a hub asks before it expands: which of its links, and how many."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dashboard.components.icons import icon, kind_mark
from dashboard.components.markup import dcc, html
from dashboard.wording import Words
from queries.explore import Choice

USUAL = 50


def picker_form(code: str, choices: Sequence[Choice], words: Words) -> list[Any]:
    """A form in the place of the card: a box a kind of link and neighbour, a number, and a button."""
    total = sum(choice.count for choice in choices)
    merged: dict[tuple[str, str], int] = {}
    for choice in choices:
        merged[choice.type, choice.kind] = merged.get((choice.type, choice.kind), 0) + choice.count
    options = [
        {
            "value": json.dumps([type_, kind]),
            "label": html.Span(
                [
                    kind_mark(kind),
                    html.Span(
                        [
                            html.Span(words(f"kinds.{kind}"), className="name"),
                            html.Span(words.maybe(f"link.{type_}", type_), className="hint"),
                        ]
                    ),
                    html.Span(f"{count:,}", className="count"),
                ],
                className="picker-line",
            ),
        }
        for (type_, kind), count in sorted(merged.items(), key=lambda item: (-item[1], item[0]))
    ]
    return [
        html.Div(
            [
                html.H2(words("picker.title", n=f"{total:,}")),
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
        html.P(words("picker.text", code=code), className="note"),
        dcc.Checklist(
            options=options,
            value=[options[0]["value"]] if options else [],
            id={"picker": "lines", "code": code},
            className="picker-lines",
        ),
        html.Div(
            [
                html.Label(words("picker.limit"), htmlFor="picker-limit"),
                dcc.Input(id={"picker": "limit", "code": code}, type="number", min=1, max=2000, step=1, value=USUAL),
            ],
            className="picker-limit",
        ),
        html.Button(words("picker.show"), type="button", className="primary", id={"picker": "show", "code": code}),
    ]
