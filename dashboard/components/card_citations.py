"""On what a card rests: document and place, the quoted words with their translation, status and grades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.components.canvas_style import LINES
from dashboard.components.card_actions import on_citation
from dashboard.components.markup import Component, html
from dashboard.wording import Words
from graph.model.levels import Level
from graph.model.words import code_label, kind_label
from queries.cards import Citation
from queries.naming import isolated

LONGEST = 700
"""Letters of a quotation before the rest waits to be asked for."""


def status_tag(status: str, words: Words) -> Component:
    """A vetting status as the lines of the canvas show it."""
    line = LINES.get(status, "dashed")
    return html.Span(
        [html.Span(className=f"line {line} {status}"), words.maybe(f"vetting.{status}", status)], className="tag"
    )


def page_address(words: Words, document: str, page: int = 0) -> str:
    """Where a document, or one page of it, can be read."""
    code = document.replace(" ", "")
    return f"/{words.language}/sources/{code}/{page}" if page else f"/{words.language}/sources/{code}"


def sources(citations: Sequence[Citation], words: Words, *, whole: bool) -> Component | None:
    """Every record behind the card; with several each can be decided on by itself.

    Args:
        whole: the card is of one record, whose decisions stand above.
    """
    if not citations:
        return None
    items = [_citation(number, each, words, whole=whole) for number, each in enumerate(citations, 1)]
    return html.Div([html.H3(words("card.sources")), html.Ol(items, className="sources")], className="part")


def _citation(number: int, cited: Citation, words: Words, *, whole: bool) -> Component:
    language = words.language
    title = isolated(cited.document_title) or cited.document or kind_label(cited.kind, language)
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
            html.Div([html.Span(str(number), className="number"), _document(cited, title, words)],
                     className="source-head"),
            _where(cited, words),
            quotation(cited.thread, "quote", cited.quote, words),
            quotation(cited.thread, "translation", cited.translation, words),
            html.Div(" · ".join(part for part in said if part), className="where"),
            None if whole else on_citation(cited, words),
        ],
        id=f"source-{number}",
    )  # fmt: skip


def _document(cited: Citation, title: str, words: Words) -> Component:
    if not cited.document:
        return html.Span(title)
    return html.A(
        title,
        href=page_address(words, cited.document, cited.page),
        className="go document",
        **{"data-href": page_address(words, cited.document, cited.page)},
    )


def _where(cited: Citation, words: Words) -> Component | None:
    parts: list[Any] = [isolated(words.stored(cited.source))] if cited.source else []
    if cited.locator:
        place = isolated(words.stored(cited.locator))
        address = page_address(words, cited.document, cited.page)
        named = cited.document and cited.page
        parts.append(html.A(place, href=address, **{"data-href": address}) if named else place)
    if not parts:
        return None
    joined = [parts[0], *(each for part in parts[1:] for each in (" · ", part))]
    return html.Div(joined, className="where")


def quotation(thread: str, part: str, text: str, words: Words) -> Component | None:
    """Quoted words; of very long ones the beginning, and the rest when asked for."""
    if not text:
        return None
    name = "translated" if part == "translation" else ""
    if len(text) <= LONGEST:
        return html.Blockquote(text, dir="auto", className=name)
    start = html.Blockquote(f"{text[:LONGEST].rstrip()}…", dir="auto", className=name)
    more = html.Button(
        words("card.show_all_n", n=f"{len(text):,}"),
        type="button",
        className="go more",
        id={"card": "more", "part": part, "of": thread},
    )
    return html.Div([start, more], id={"card": "words", "part": part, "of": thread}, className="long")
