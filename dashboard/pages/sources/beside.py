"""What stands beside the text of a page: its picture, or the same page of a translation or original."""

from __future__ import annotations

from typing import Any

from dashboard.components.icons import icon
from dashboard.components.markup import Component, dcc, html
from dashboard.pages.sources.places import Place, address, bare
from dashboard.pages.sources.rows import title_of
from dashboard.wording import Words
from graph.evidence.drafts import DecisionView
from graph.model.words import code_label
from queries.sources import Document, Page, Related

BESIDE = ("translation_of", "transcript_of")
GRAPHIC = frozenset({"photograph", "video", "perpetrator_record", "post"})
"""Kinds of document whose pictures may show what nobody should meet unprepared."""


_TRUST = ("sworn", "checked", "human", "", "machine")


def partners(found: Document) -> list[Related]:
    """Documents that are read beside this one: originals first, then translations, the most reliable first."""

    def trust(each: Related) -> tuple[bool, bool, int]:
        status = each.document.translation_status
        return each.made_from_it, each.checked is None, _TRUST.index(status) if status in _TRUST else len(_TRUST)

    return sorted((each for each in found.related if each.how in BESIDE), key=trust)


def chosen_beside(found: Document, wanted: str) -> str:
    """What stands beside: "picture", the code of a document, or "" for nothing. What was asked for, where there is
    such a thing; else the picture, else the first translation or original."""
    codes = [each.document.code for each in partners(found)]
    offered = [*(["picture"] if found.row.has_picture else []), *codes]
    return wanted if wanted in offered else next(iter(offered), "")


def beside(
    found: Document, page: Page | None, place: Place, choice: str, partner: Page | None, words: Words
) -> list[Any]:
    """The bar between, and the second column; nothing where there is nothing to show."""
    if not choice:
        return []
    return [
        html.Div(
            className="source-split",
            role="separator",
            tabIndex=0,
            **{
                "aria-orientation": "vertical",
                "aria-label": words("sources.split"),
                "aria-valuemin": "20",
                "aria-valuemax": "80",
                "aria-valuenow": "50",
            },
        ),
        html.Section(
            [
                _tabs(found, choice, words),
                *(
                    _picture(found, page.number if page else place.number or 1, words)
                    if choice == "picture"
                    else _partner(found, choice, partner, words)
                ),
            ],
            className="source-beside",
            **{"aria-label": words("sources.beside")},
        ),
    ]


def _tabs(found: Document, choice: str, words: Words) -> Component:
    offered = [("picture", words("sources.picture"))] if found.row.has_picture else []
    offered += [(each.document.code, _name(each, words)) for each in partners(found)]
    return html.Div(
        [
            html.Button(
                html.Bdi(label),
                type="button",
                className="beside-tab",
                **{"data-beside": name, "aria-pressed": str(name == choice).lower()},
            )
            for name, label in offered
        ],
        className="beside-tabs",
        role="group",
        **{"aria-label": words("sources.beside")},
    )


def _name(related: Related, words: Words) -> str:
    if not related.made_from_it:
        return words("sources.the_original")
    row = related.document
    said = [
        words(f"sources.made_{related.how}"),
        code_label("language", row.language, words.language) if row.language else "",
        code_label("translation_status", row.translation_status, words.language) if row.translation_status else "",
    ]
    return " · ".join(part for part in said if part)


def _picture(found: Document, number: int, words: Words) -> list[Any]:
    row = found.row
    graphic = row.media_type.startswith("image/") or row.kind in GRAPHIC
    picture = html.Img(
        src=f"/picture/{bare(row.code)}/{number}",
        alt=words("sources.picture_of", n=number),
        className="page-picture" + (" graphic" if graphic else ""),
    )
    cover = html.Button(
        [icon("hide", "#ffffff"), words("sources.show_graphic")],
        type="button",
        className="picture-cover",
        **{"data-uncover": "yes"},
    )
    return [
        html.Div(
            [
                picture,
                *([cover] if graphic else []),
                html.P(words("sources.picture_missing"), className="note picture-missing", hidden=True),
            ],
            className="picture-box",
        )
    ]


def _partner(found: Document, code: str, partner: Page | None, words: Words) -> list[Any]:
    related = next(each for each in partners(found) if each.document.code == code)
    translation = related.document if related.made_from_it else found.row
    check = related.checked if related.made_from_it else found.checked
    says: list[Any] = [
        dcc.Link(html.Bdi(title_of(related.document, words)), href=address(words.language, code), className="go"),
        html.Code(code),
    ]
    if related.how == "translation_of":
        says += checked(translation.code, translation.translation_status, check, words)
    if partner is None:
        text: Component = html.P(words("sources.not_in_it"), className="note")
    else:
        text = html.Div(
            partner.text,
            className="source-text other",
            dir="auto",
            tabIndex=0,
            lang=partner.language if partner.language != "und" else None,
            role="document",
            **{"aria-label": words("sources.text_of", label=partner.label)},
        )
    return [html.Div(says, className="beside-says"), text]


def checked(code: str, status: str, check: DecisionView | None, words: Words) -> list[Any]:
    """How far a translation can be relied on, and the way to say that it was checked."""
    said = code_label("translation_status", status, words.language) if status else words("sources.status_unknown")
    tags: list[Any] = [html.Span(said, className="tag")]
    if check is not None:
        told = words("sources.checked_by", by=check.by, day=words.directed(check.at[:10]))
        return [*tags, html.Span(told, className="tag good", title=check.why or None)]
    button = html.Button(
        words("sources.check"), type="button", className="secondary", **{"data-check": code}
    )  # fmt: skip
    return [*tags, button]
