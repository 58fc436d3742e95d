"""What a card says of a thing: its values with their sources, its figures, its links, what may be asked of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dashboard.components.icons import icon, kind_mark
from dashboard.components.markup import Component, html
from dashboard.wording import Words
from graph.errors import DossierError
from queries.cards import EntityCard, LinkCard
from queries.facts import Alternative, Fact
from queries.saved_query import CODE, load_all

LONGEST = 600
"""Letters of one value before the rest is folded away."""


def fact(shown: Fact, numbers: dict[str, int], words: Words) -> Component:
    """One field with every value that any record gives it."""
    label: list[Any] = [html.Span(shown.label)]
    if differs(shown):
        label.append(html.Span(words("card.differ"), className="tag warn"))
    values = [
        html.Dd([_value(each.text, words), _notes(each, numbers, words)], className="first" if number == 0 else "other")
        for number, each in enumerate(shown.alternatives)
    ]
    return html.Div([html.Dt(label), *values], className="fact")


def differs(shown: Fact) -> bool:
    """Whether records disagree; one record that lists several values (names, methods) does not."""
    threads = [thread for each in shown.alternatives for thread in each.records]
    return shown.disputed and len(set(threads)) == len(threads)


def _value(text: str, words: Words) -> Any:
    if CODE.fullmatch(text):
        return html.Button(html.Code(text), type="button", className="go", **{"data-card": text})
    if len(text) > LONGEST:
        return html.Details(
            [html.Summary([html.Bdi(f"{text[:LONGEST]}…"), html.Span(words("card.show_all"))]), html.Bdi(text)],
            className="long",
        )
    return html.Bdi(text)


def _notes(value: Alternative, numbers: dict[str, int], words: Words) -> Component | None:
    found = sorted({numbers[thread] for thread in value.records if thread in numbers})
    if not found:
        return None
    return html.Span(
        [
            html.A(str(number), href=f"#source-{number}", title=words("card.source_number", n=number))
            for number in found
        ],
        className="notes",
    )


def periods(card: LinkCard, numbers: dict[str, int], words: Words) -> Component | None:
    """When, for a line: each period once."""
    told = [each for each in card.periods if each.text]
    if not told:
        return None
    return fact(Fact(field="period", label=words("card.period"), alternatives=tuple(told)), numbers, words)


def figures(card: EntityCard, words: Words) -> Component | None:
    """Each source's count, side by side."""
    if not card.figures:
        return None
    lines = [
        html.Li(html.Button([html.Bdi(text), html.Code(code)], type="button", className="row", **{"data-card": code}))
        for code, text in card.figures
    ]
    parts = [html.H3(words("card.figures")), html.P(words("card.figures_note"), className="note"), html.Ul(lines)]
    return html.Div(parts, className="part")


def links(card: EntityCard, words: Words) -> Component | None:
    """How many links of which type, and the way to the canvas."""
    counted: dict[tuple[str, str], int] = {}
    for row in card.links:
        key = (str(row["type"]), str(row["label"]).lower())
        counted[key] = counted.get(key, 0) + int(row["count"])
    lines = [
        html.Li(
            [
                kind_mark(kind),
                html.Span(words.maybe(f"link.{type_}", type_), className="what"),
                html.Span(f"{n:,}", className="count"),
            ]
        )
        for (type_, kind), n in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    ]
    return html.Div(
        [
            *([html.H3(words("card.links")), html.Ul(lines, className="links")] if lines else []),
            html.Button(
                [icon("expand", "#175a8f"), words("act.expand")],
                type="button",
                className="secondary on-canvas",
                **{"data-act": "expand"},
            ),
            html.Button(
                [icon("page-explore", "#175a8f"), words("card.to_canvas")],
                type="button",
                className="secondary elsewhere",
                **{"data-bring": card.code},
            ),
        ],
        className="part",
    )


def questions(card: EntityCard, words: Words, folder: Path) -> Component | None:
    """Saved questions that can be asked about it, its code filled in."""
    try:
        queries = load_all(folder)
    except DossierError:
        queries = load_all()
    buttons = []
    for query in queries:
        about = next((each for each in query.about if each in (card.kind, "entity")), None)
        slot = next((each.name for each in query.parameters if each.type in (card.kind, "entity")), None)
        if about and slot:
            buttons.append(
                html.Button(
                    [html.Span(query.title(words.language), dir="auto"), icon("next")],
                    type="button",
                    className="question",
                    **{"data-question": query.name, "data-given": json.dumps({slot: card.code})},
                )
            )
    if not buttons:
        return None
    return html.Div([html.H3(words("ask.about")), html.Div(buttons, className="questions")], className="part")
