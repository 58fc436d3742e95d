"""One document: a page of text beside its picture or translation, and what rests on it."""

from __future__ import annotations

import hashlib
from typing import Any

from dash import Dash, Input, Output, State, ctx, no_update

from dashboard.components.icons import icon
from dashboard.components.markup import Component, dcc, html
from dashboard.desk import Desk
from dashboard.pages.sources.aside import aside
from dashboard.pages.sources.beside import beside, chosen_beside
from dashboard.pages.sources.ids import Ids
from dashboard.pages.sources.places import Place, address, is_here, place_of
from dashboard.pages.sources.rows import dropdown_labels, level_tag, marked, title_of
from dashboard.wording import Words, words_of
from graph.model.vocabularies import VOCABULARIES
from graph.model.words import code_label
from queries import sources as asking
from queries.sources import Document, Page

FIRST_KINDS = ("person", "group", "unit", "location", "incident", "victim", "perpetrator", "posting")
"""Kinds of record that words of a page are most often for; the others stand behind "more"."""
MORE_KINDS = (
    "witness", "figure", "accusation", "conduct", "unit_relation", "unit_place", "place_use", "held", "fate",
    "relation", "part_of", "consent",
)  # fmt: skip


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of a document's view."""

    @app.callback(
        Output(Ids.VIEW, "children"),
        Output(Ids.LIST, "hidden"),
        Output(Ids.VIEW, "hidden"),
        Output(Ids.SHOWN, "data"),
        Input("here-sources", "data"),
        Input("revision", "data"),
        Input(Ids.BESIDE, "data"),
        State(Ids.SEARCH, "value"),
        State(Ids.SHOWN, "data"),
        State("words", "data"),
    )
    def draw(here: Any, _: Any, wanted: Any, searched: Any, shown: Any, told: Any) -> tuple[Any, ...]:
        if not is_here(here):
            return (no_update,) * 4
        place = place_of(here)
        if not place.code:
            return [], False, True, ""
        words = words_of(told)
        children, sign = drawn(desk, place, words, beside_it=str(wanted or ""), searched=str(searched or "")[:200])
        if sign == shown and ctx.triggered_id == "revision":
            return (no_update,) * 4  # nothing of it has changed: what is selected stays selected
        return children, True, False, sign

    @app.callback(
        Output("goto", "data", allow_duplicate=True),
        Input(Ids.JUMP, "value"),
        State(Ids.JUMP, "options"),
        State("here-sources", "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def jump(number: Any, offered: Any, here: Any, told: Any) -> Any:
        place = place_of(here)
        words = words_of(told)
        known = [each for each in offered if isinstance(each, dict)] if isinstance(offered, list) else []
        first = known[0].get("value") if known else None
        # The field is drawn anew with every page and tells its number then, too.
        if not is_here(here) or place.wrong or not isinstance(number, int) or number == (place.number or first):
            return no_update
        return address(words.language, place.code, number)


def drawn(desk: Desk, place: Place, words: Words, *, beside_it: str, searched: str) -> tuple[list[Any], str]:
    """The whole view, and a mark by which it is known again."""
    reader = desk.reader()
    found = None if place.wrong else asking.document(reader, place.code, language=words.language)
    if found is None:
        return [_back(words), html.P(words("sources.gone"), className="note", role="status")], "gone"
    page = asking.page(
        reader, place.code, place.number, searched=searched, language=words.language, standing=found.standing
    )
    choice = chosen_beside(found, beside_it)
    partner = None
    if choice not in ("", "picture"):
        partner = asking.page(reader, choice, page.number if page else place.number, standing=())
    said = repr((found, page, choice, partner, words.language)).encode()
    children = [
        _back(words),
        _head(found, words),
        html.Div(
            [
                html.Div(
                    [
                        *([_pages(found, page, words)] if page else []),
                        html.Div(
                            [_text(found, page, place, words), *beside(found, page, place, choice, partner, words)],
                            className="source-columns" + ("" if choice else " alone"),
                        ),
                    ],
                    className="source-reading",
                ),
                aside(found, page, words),
            ],
            className="source-body",
        ),
    ]
    return children, hashlib.blake2b(said, digest_size=12).hexdigest()


def _back(words: Words) -> Component:
    return dcc.Link(
        [html.Span(icon("next"), className="turn-back"), words("sources.back")],
        href=f"/{words.language}/sources",
        className="source-back",
    )


def _head(found: Document, words: Words) -> Component:
    row, language = found.row, words.language
    said = [
        code_label("document_kind", row.kind, language),
        code_label("language", row.language, language) if row.language else "",
        str(row.date.get("words") or row.date.get("edtf") or ""),
    ]
    grade = words("card.grade", grade=row.grade_source) if row.grade_source else words("card.not_graded")
    return html.Header(
        [
            html.H1(html.Bdi(title_of(row, words)), id="sources-title", tabIndex=-1),
            html.Div(
                [
                    html.Code(row.code),
                    *(html.Bdi(each) for each in said if each),
                    html.Span([html.Bdi(words.stored(row.source_name)), " · ", grade]),
                    level_tag(row.level, words),
                ],
                className="tags",
            ),
            html.Div(
                [
                    html.Button(
                        words("sources.open_card"), type="button", className="secondary", **{"data-card": row.code}
                    ),
                    html.Button(
                        words("sources.to_canvas"), type="button", className="secondary", **{"data-bring": row.code}
                    ),
                ],
                className="source-acts",
            ),
        ],
        className="source-head-of",
    )


def _pages(found: Document, page: Page, words: Words) -> Component:
    language = words.language
    several = page.total > 1
    options = [
        {"value": line.number, "label": f"{line.label} ({line.records})" if line.records else line.label}
        for line in found.pages
    ]
    times = sum(segment.found for segment in page.segments)
    return html.Nav(
        [
            _turn(found, page.previous, "back", words) if several else None,
            dcc.Dropdown(
                id=Ids.JUMP,
                options=options,
                value=page.number,
                clearable=False,
                className="source-jump",
                labels=dropdown_labels(words),
            )
            if several
            else html.Span(html.Bdi(page.label), className="source-label"),
            _turn(found, page.next, "on", words) if several else None,
            html.Span(words("sources.at", n=page.at, all=page.total), className="counts") if several else None,
            html.Span([html.Kbd("P"), " ", html.Kbd("N")], className="keys", title=words("sources.keys"))
            if several
            else None,
            html.Span(words("sources.found_here", n=times), className="tag found-here") if times else None,
            html.Span(code_label("language", page.language, language), className="counts")
            if page.language in VOCABULARIES["language"] and page.language != "und"
            else None,
        ],
        className="source-turn",
        **{"aria-label": words("sources.pages_of")},
    )


def _turn(found: Document, number: int, way: str, words: Words) -> Component:
    label = words("sources.page_on" if way == "on" else "sources.page_back")
    if not number:
        return html.Span(icon("next"), className=f"tool turn-{way} off", **{"aria-hidden": "true"})
    to = address(words.language, found.row.code, number)
    return html.A(
        icon("next"),
        href=to,
        className=f"tool turn-{way}",
        title=label,
        **{"data-href": to, "data-turn": way, "aria-label": label},
    )


def _text(found: Document, page: Page | None, place: Place, words: Words) -> Component:
    if page is None:
        wrong = bool(place.number and found.pages)
        return html.Section(
            html.P(words("sources.no_such_page" if wrong else "sources.no_pages"), className="note"),
            className="source-text-box wordless",
        )
    if not page.text.strip():
        return html.Section(html.P(words("sources.no_words"), className="note"), className="source-text-box wordless")
    return html.Section(
        [
            html.Div(
                marked(page.segments),
                id=Ids.TEXT_BOX,
                className="source-text",
                tabIndex=0,
                dir="auto",
                lang=page.language if page.language != "und" else None,
                role="document",
                **{"aria-label": words("sources.text_of", label=page.label), "aria-describedby": "sources-hint"},
            ),
            _bar(words),
            html.P(words("sources.hint"), className="note source-hint", id="sources-hint"),
        ],
        className="source-text-box",
    )


def _bar(words: Words) -> Component:
    """What appears at selected words: a record of which kind?"""
    return html.Div(
        [
            html.Span(words("sources.new_record"), className="bar-says"),
            *(_kind(kind, words) for kind in FIRST_KINDS),
            html.Details(
                [
                    html.Summary(words("sources.more_kinds"), className="tool"),
                    html.Div([_kind(kind, words) for kind in MORE_KINDS], className="bar-more"),
                ],
                className="drop",
            ),
        ],
        id="sources-bar",
        className="source-bar",
        hidden=True,
        role="toolbar",
        **{"aria-label": words("sources.new_record")},
    )


def _kind(kind: str, words: Words) -> Component:
    return html.Button(words(f"sources.kind_{kind}"), type="button", className="tool", **{"data-record": kind})
