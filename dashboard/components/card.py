"""The card at the side: what is known of one entity or line, who says so, and in which words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dashboard.components.canvas_style import LINES
from dashboard.components.icons import icon, kind_mark
from dashboard.components.markup import Component, html
from dashboard.wording import Words
from graph.errors import DossierError
from graph.model.levels import Level
from graph.model.words import code_label
from queries import cards
from queries.cards import Alternative, Citation, EntityCard, Fact, LinkCard
from queries.explore import kind_of
from queries.naming import isolated
from queries.saved_query import CODE, load_all


def draw(reader: Any, wanted: Any, words: Words, *, folder: Path) -> list[Any]:
    """The card of what the browser names by its id on the canvas; says so where this reader sees no such thing."""
    name = str(wanted.get("id", "")) if isinstance(wanted, dict) else ""
    ends = name.split("|")
    if len(ends) == 4:
        link = cards.link_card(reader, ends[0], ends[1], ends[3], of=ends[2], language=words.language)
        if link is not None:
            return _link(link, words)
    elif name:
        entity = cards.entity_card(reader, name, language=words.language)
        if entity is not None:
            return _entity(entity, words, folder)
    return [_head(words("canvas.gone"), None, words)]


def _head(title: str, mark: Any, words: Words) -> Component:
    return html.Div(
        [
            mark,
            html.H2([html.Span(line, className="title-line") for line in title.split("\n")[:1]], dir="auto"),
            html.Button(
                icon("close"),
                type="button",
                className="tool",
                title=words("act.close"),
                **{"data-act": "close", "aria-label": words("act.close")},
            ),
        ],
        className="card-head",
    )


# --- an entity


def _entity(card: EntityCard, words: Words, folder: Path) -> list[Any]:
    numbers = {citation.thread: number for number, citation in enumerate(card.citations, 1)}
    tags: list[Any] = [html.Span(words(f"kind.{card.kind}")), html.Code(card.code)]
    if card.protected:
        tags.append(html.Span([icon("lock", "#8a4b00"), words("card.protected")], className="tag warn"))
    if card.vetting:
        tags.append(_status(card.vetting, words))
    return [
        _head(card.title, kind_mark(card.kind), words),
        html.Div(tags, className="tags"),
        html.P(words("card.rests_on", records=card.n_records, documents=card.n_documents), className="note"),
        _also(card, words),
        html.Dl([_fact(fact, numbers, words) for fact in card.facts], className="facts"),
        _figures(card, words),
        _sources(card.citations, words),
        _links(card, words),
        _questions(card, words, folder),
    ]


def _also(card: EntityCard, words: Words) -> Component | None:
    if not card.aliases:
        return None
    return html.P([words("card.joined"), " ", *(html.Code(code) for code in card.aliases)], className="note codes")


def _fact(fact: Fact, numbers: dict[str, int], words: Words) -> Component:
    differs = _differs(fact)
    label = [html.Span(fact.label)]
    if differs:
        label.append(html.Span(words("card.differ"), className="tag warn"))
    values = [
        html.Dd([_value(each.text), _notes(each, numbers, words)], className="first" if number == 0 else "other")
        for number, each in enumerate(fact.alternatives)
    ]
    return html.Div([html.Dt(label), *values], className="fact")


def _differs(fact: Fact) -> bool:
    """Whether records disagree; one record that lists several values (names, methods) does not."""
    threads = [thread for each in fact.alternatives for thread in each.records]
    return fact.disputed and len(set(threads)) == len(threads)


def _value(text: str) -> Any:
    if CODE.fullmatch(text):
        return html.Button(html.Code(text), type="button", className="go", **{"data-bring": text})
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


def _figures(card: EntityCard, words: Words) -> Component | None:
    if not card.figures:
        return None
    lines = [
        html.Li(html.Button([html.Bdi(text), html.Code(code)], type="button", className="row", **{"data-bring": code}))
        for code, text in card.figures
    ]
    parts = [html.H3(words("card.figures")), html.P(words("card.figures_note"), className="note"), html.Ul(lines)]
    return html.Div(parts, className="part")


def _links(card: EntityCard, words: Words) -> Component | None:
    if not card.links:
        return None
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
            html.H3(words("card.links")),
            html.Ul(lines, className="links"),
            html.Button(
                [icon("expand", "#175a8f"), words("act.expand")],
                type="button",
                className="secondary",
                **{"data-act": "expand"},
            ),
        ],
        className="part",
    )


def _questions(card: EntityCard, words: Words, folder: Path) -> Component | None:
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


# --- a line


def _link(card: LinkCard, words: Words) -> list[Any]:
    numbers = {citation.thread: number for number, citation in enumerate(card.citations, 1)}
    what = words.maybe(f"link.{card.type}", card.type)
    more = "+" if card.several else ""
    independent = f"{card.n_independent}{more}"
    return [
        _head(f"{card.of_words or what}", None, words),
        html.Div(
            [_end(card.start, card.start_title), html.Span(what, className="arrow"), _end(card.end, card.end_title)],
            className="ends",
        ),
        html.Div(
            [
                *([html.Span(words("card.alleged"), className="tag bad")] if card.alleged else []),
                _status(card.vetting, words),
            ],
            className="tags",
        ),
        html.P(words("card.independent", n=independent), className="note"),
        html.Dl([_periods(card, numbers, words)], className="facts"),
        _sources(card.citations, words),
        html.Dl([_fact(fact, numbers, words) for fact in card.facts], className="facts part"),
    ]


def _end(code: str, title: str) -> Component:
    name = title.split("\n")[0]
    return html.Button(
        [kind_mark(kind_of(code)), html.Bdi(name)], type="button", className="row", **{"data-bring": code}
    )


def _periods(card: LinkCard, numbers: dict[str, int], words: Words) -> Component | None:
    told = [each for each in card.periods if each.text]
    if not told:
        return None
    fact = Fact(field="period", label=words("card.period"), alternatives=tuple(told))
    return _fact(fact, numbers, words)


# --- what it rests on


def _status(status: str, words: Words) -> Component:
    line = LINES.get(status, "dashed")
    return html.Span(
        [html.Span(className=f"line {line} {status}"), words.maybe(f"vetting.{status}", status)], className="tag"
    )


def _sources(citations: Sequence[Citation], words: Words) -> Component | None:
    if not citations:
        return None
    items = [_citation(number, each, words) for number, each in enumerate(citations, 1)]
    return html.Div([html.H3(words("card.sources")), html.Ol(items, className="sources")], className="part")


def _citation(number: int, cited: Citation, words: Words) -> Component:
    language = words.language
    title = isolated(cited.document_title) or cited.document
    where = [part for part in (isolated(cited.source), isolated(cited.locator)) if part]
    said = [
        code_label("basis", cited.basis, language) if cited.basis else "",
        words.maybe(f"vetting.{cited.status}", "") if cited.status else "",
        words("card.grade", grade=f"{cited.grade_source}{cited.grade_information}")
        if cited.grade_source or cited.grade_information
        else words("card.not_graded"),
        words(f"level.{Level(cited.level).code}"),
    ]
    return html.Li(
        [
            html.Div(
                [
                    html.Span(str(number), className="number"),
                    html.Button(title, type="button", className="go document", **{"data-bring": cited.document})
                    if cited.document
                    else html.Span(title),
                ],
                className="source-head",
            ),
            html.Div(" · ".join(where), className="where") if where else None,
            html.Blockquote(cited.quote, dir="auto") if cited.quote else None,
            html.Blockquote(cited.translation, dir="auto", className="translated") if cited.translation else None,
            html.Div(" · ".join(part for part in said if part), className="where"),
        ],
        id=f"source-{number}",
    )
