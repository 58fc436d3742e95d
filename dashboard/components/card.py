"""The card at the side: what is known of an entity, a line or a single record, who says so, and in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dashboard.components.card_actions import on_line, on_records
from dashboard.components.card_citations import sources, status_tag
from dashboard.components.card_facts import fact, figures, links, periods, questions
from dashboard.components.card_story import behind, settling
from dashboard.components.icons import icon, kind_mark
from dashboard.components.markup import Component, html
from dashboard.wording import Words
from queries import cards
from queries.cards import Citation, EntityCard, LinkCard, RecordCard
from queries.explore import kind_of


def draw(reader: Any, wanted: Any, words: Words, *, folder: Path, files: Mapping[str, str] | None = None) -> list[Any]:
    """The card of what the browser names; says so where this reader sees no such thing.

    Args:
        wanted: ``{"id": …}`` or ``{"code": …}``: a code, the id of a line on the canvas, or a thread.
        files: load to the name of its file, for the history.
    """
    card = find(reader, wanted, words, files=files)
    if isinstance(card, LinkCard):
        return _link(card, words)
    if isinstance(card, EntityCard):
        return _entity(card, words, folder)
    if isinstance(card, RecordCard):
        return _record(card, words)
    return [_head(words("canvas.gone"), None, words), html.P(words("card.gone_text"), className="note")]


def find(reader: Any, wanted: Any, words: Words, *, files: Mapping[str, str] | None = None) -> cards.AnyCard | None:
    """The card of what the browser names, None where this reader sees no such thing."""
    name = named(wanted)
    return cards.card_of(reader, name, language=words.language, files=files) if name else None


def named(wanted: Any) -> str:
    """What the browser asks for: the text of its id or code, "" for anything else that it may send."""
    found = (wanted.get("id") or wanted.get("code")) if isinstance(wanted, dict) else ""
    return found if isinstance(found, str) else ""


def _head(title: str, mark: Any, words: Words) -> Component:
    return html.Div(
        [
            mark,
            html.H2(
                [html.Span(line, className="title-line") for line in title.split("\n")[:1]],
                dir="auto",
                tabIndex=-1,
                id="card-title",
            ),
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


def _numbers(citations: Sequence[Citation]) -> dict[str, int]:
    return {citation.thread: number for number, citation in enumerate(citations, 1)}


def _entity(card: EntityCard, words: Words, folder: Path) -> list[Any]:
    numbers = _numbers(card.citations)
    tags: list[Any] = [html.Span(words.maybe(f"kind.{card.kind}", card.kind)), html.Code(card.code)]
    if card.protected:
        tags.append(html.Span([icon("lock", "#8a4b00"), words("card.protected")], className="tag warn"))
    if card.vetting:
        tags.append(status_tag(card.vetting, words))
    return [
        _head(card.title, kind_mark(card.kind), words),
        html.Div(tags, className="tags"),
        html.P(words("card.rests_on", records=card.n_records, documents=card.n_documents), className="note"),
        _also(card, words),
        on_records(card, words),
        settling(card.behind.settling, words),
        html.Dl([fact(each, numbers, words) for each in card.facts], className="facts"),
        figures(card, words),
        sources(card.citations, words, whole=len(card.citations) == 1),
        links(card, words),
        behind(card.behind, words),
        questions(card, words, folder),
    ]


def _also(card: EntityCard, words: Words) -> Component | None:
    if not card.aliases:
        return None
    return html.P([words("card.joined"), " ", *(html.Code(code) for code in card.aliases)], className="note codes")


def _link(card: LinkCard, words: Words) -> list[Any]:
    numbers = _numbers(card.citations)
    what = words.maybe(f"link.{card.type}", card.type)
    more = "+" if card.several else ""
    return [
        _head(f"{card.of_words or what}", None, words),
        html.Div(
            [_end(card.start, card.start_title), html.Span(what, className="arrow"), _end(card.end, card.end_title)],
            className="ends",
        ),
        html.Div(
            [
                *([html.Span(words("card.alleged"), className="tag bad")] if card.alleged else []),
                status_tag(card.vetting, words),
            ],
            className="tags",
        ),
        html.P(words("card.independent", n=f"{card.n_independent}{more}"), className="note"),
        on_line(card, words),
        html.Dl([periods(card, numbers, words)], className="facts"),
        sources(card.citations, words, whole=len(card.citations) == 1),
        html.Dl([fact(each, numbers, words) for each in card.facts], className="facts part"),
        behind(card.behind, words),
    ]


def _end(code: str, title: str) -> Component:
    name = title.split("\n")[0]
    return html.Button(
        [kind_mark(kind_of(code)), html.Bdi(name)], type="button", className="row", **{"data-card": code}
    )


def _record(card: RecordCard, words: Words) -> list[Any]:
    numbers = _numbers(card.citations)
    entities = [
        html.Li(
            html.Button(
                [kind_mark(kind_of(code)), html.Bdi(name), html.Code(code)],
                type="button",
                className="row",
                **{"data-card": code},
            )
        )
        for code, name in card.entities
    ]
    codes = [html.Code(card.code)] if card.code else []
    if card.entity:
        codes.append(html.Button(words("card.whole"), type="button", className="go", **{"data-card": card.entity}))
    return [
        _head(words(f"card.one.{card.kind}"), None, words),
        html.P(card.text, className="saying"),
        html.Div([*codes, status_tag(card.status, words)], className="tags"),
        on_records(card, words),
        html.Dl([fact(each, numbers, words) for each in card.facts], className="facts"),
        sources(card.citations, words, whole=True),
        html.Div([html.H3(words("card.about")), html.Ul(entities)], className="part") if entities else None,
        behind(card.behind, words),
    ]
