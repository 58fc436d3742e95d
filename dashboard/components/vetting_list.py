"""The queue as the page draws it: filters with their counts, the bar that decides, rows in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.components.canvas_style import LINES
from dashboard.components.icons import icon
from dashboard.components.markup import Component, dcc, html
from dashboard.wording import Words
from graph.model.levels import Level
from graph.model.words import kind_label
from queries.naming import isolated
from queries.vetting import ORDERS, Choice, Page, Row

LONGEST = 320
"""Letters of a quotation in a row; the card has the rest."""
DECIDE = (("confirm", "C"), ("vet", "V"), ("dispute", "D"))


def filters(page: Page, choice: Choice, files: Mapping[str, str], words: Words) -> list[Any]:
    """Status, kind, load and order; each choice says how many it would show."""
    statuses = [
        _option("status", code, [_line(code), words(f"vetting.{code}")], n, choice.status == code)
        for code, n in page.statuses
    ]
    every = words("vetting_page.every")
    kinds = [
        _option("kind", "", [every], sum(n for _, n in page.kinds), not choice.kind),
        *(
            _option("kind", kind, [kind_label(kind, words.language)], n, choice.kind == kind)
            for kind, n in sorted(page.kinds, key=lambda each: -each[1])
        ),
    ]
    loads = [
        _option("load", "", [every], sum(n for _, n in page.loads), not choice.load),
        *(
            _option("load", load, [html.Bdi(files.get(load) or words("vetting_page.by_hand"))], n, choice.load == load)
            for load, n in page.loads
            if load
        ),
    ]
    orders = [
        _option("order", order, [words(f"vetting_page.order_{order}")], None, choice.order == order) for order in ORDERS
    ]
    groups = (("status", statuses), ("kind", kinds), ("load", loads), ("order", orders))
    return [
        html.Div(
            [html.H2(words(f"vetting_page.by_{name}")), html.Div(options, className="vet-options")],
            role="group",
            **{"aria-label": words(f"vetting_page.by_{name}")},
        )
        for name, options in groups
    ]


def _line(status: str) -> Component:
    return html.Span(className=f"line {LINES.get(status, 'dashed')} {status}")


def _option(name: str, value: str, parts: list[Any], n: int | None, chosen: bool) -> Component:
    count = [] if n is None else [html.Span(f"{n:,}", className="count")]
    return html.Button(
        [html.Span(parts, className="what"), *count],
        type="button",
        className="vet-option",
        **{"data-vet-name": name, "data-vet-value": value, "aria-pressed": str(chosen).lower()},
    )


def head(page: Page, words: Words) -> list[Any]:
    """How many there are, and the way to the other pages."""
    last = page.first + len(page.rows) - 1
    said = words("vetting_page.shown", first=f"{page.first:,}", last=f"{last:,}", total=f"{page.total:,}")
    return [
        html.H1(words("app.vetting")),
        html.Span(words.directed(said) if page.total else words("vetting_page.none"), className="counts"),
        html.Span(className="grow"),
        _turn("previous", page.page - 1, page.page > 0, words),
        _turn("next", page.page + 1, page.page + 1 < page.pages, words),
    ]


def _turn(name: str, page: int, possible: bool, words: Words) -> Component:
    return html.Button(
        words(f"vetting_page.{name}"),
        type="button",
        className="secondary",
        disabled=not possible,
        **{"data-vet-page": str(page)},
    )


def decide_bar(words: Words, *, why: str, says: str, longest: int) -> Component:
    """The reason and the buttons; they are for the chosen rows, or for the one that has the focus."""
    buttons = [
        html.Button(
            [words(f"card.do_{do}"), html.Kbd(key)],
            type="button",
            className=f"act {do}",
            **{"data-vet-do": do},
        )
        for do, key in DECIDE
    ]
    return html.Div(
        [
            html.Div(
                [
                    html.Label(
                        [
                            words("card.why"),
                            dcc.Input(
                                id=why,
                                type="text",
                                value="",
                                maxLength=longest,
                                autoComplete="off",
                                placeholder=words("vetting_page.why_help"),
                            ),
                        ],
                        className="vet-why",
                    ),
                    *buttons,
                ],
                className="vet-decide",
            ),
            html.Div(
                [
                    html.Span(
                        id="vet-chosen",
                        **{
                            "data-none": words("vetting_page.chosen_none"),
                            "data-some": words("vetting_page.chosen_some"),
                        },
                    ),
                    *(
                        html.Button(
                            words(f"vetting_page.choose_{what}"), type="button", className="go", **{"data-vet": what}
                        )
                        for what in ("page", "all", "none")
                    ),
                    html.Span(words("vetting_page.keys"), className="note vet-keys"),
                ],
                className="vet-choosing",
            ),
            html.Div(id=says, className="error", role="alert"),
        ],
        className="vet-bar",
        role="group",
        **{"aria-label": words("card.decide")},
    )


def rows(page: Page, words: Words) -> list[Any]:
    """The records of the page."""
    if not page.rows:
        return [html.P([icon("page-vetting", "#7b8794"), words("vetting_page.empty")], className="vet-empty")]
    return [_row(number, row, words) for number, row in enumerate(page.rows)]


def _row(number: int, row: Row, words: Words) -> Component:
    title = isolated(row.document_title) or row.document
    place = " · ".join(
        part for part in (title, isolated(words.stored(row.locator)), isolated(words.stored(row.source))) if part
    )
    quote = row.quote if len(row.quote) <= LONGEST else f"{row.quote[:LONGEST].rstrip()}…"
    tags = [
        html.Span(words(f"card.one.{row.kind}")),
        html.Span(words(f"level.{Level(row.level).code}")),
        *([html.Span(words("vetting_page.documents", n=row.documents))] if row.documents > 1 else []),
        *([html.Code(row.code)] if row.code else []),
    ]
    return html.Div(
        [
            html.Span(className="vet-check", **{"aria-hidden": "true"}),
            html.Div(
                [
                    html.Div(row.text, className="vet-said"),
                    html.Q(quote, dir="auto") if quote else None,
                    html.Div([html.Span(place, dir="auto"), *tags], className="vet-tags"),
                ],
                className="vet-what",
            ),
        ],
        key=row.thread,
        className="vet-row",
        role="option",
        tabIndex=0 if number == 0 else -1,
        **{"data-vet-row": row.thread, "aria-selected": "false"},
    )
