"""Documents as rows, pages that hold searched words, and the way from one page of the list to another."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from dashboard.components.icons import icon
from dashboard.components.markup import Component, dcc, html
from dashboard.pages.sources.places import address
from dashboard.wording import Words
from graph.evidence.listing import DocumentRow
from graph.model.levels import Level
from graph.model.words import code_label
from queries.sources import Context, Listed, Segment


def row_table(listed: Listed, words: Words, *, chosen: Collection[str]) -> Component:
    """The documents of one page of the list."""
    if not listed.rows:
        return html.P(words("sources.none"), className="note")
    heads = ("document", "kind", "source", "date", "language", "level", "pages")
    return html.Table(
        [
            html.Thead(
                html.Tr(
                    [
                        html.Th(html.Span(words("sources.choose"), className="heard-only")),
                        *(html.Th(words(f"sources.head_{each}"), className=f"of-{each}") for each in heads),
                    ]
                )
            ),
            html.Tbody([_row(row, listed, words, chosen) for row in listed.rows]),
        ],
        className="source-table",
    )


def _row(row: DocumentRow, listed: Listed, words: Words, chosen: Collection[str]) -> Component:
    language = words.language
    return html.Tr(
        [
            html.Td(_choose(row, words, row.code in chosen)),
            html.Td(
                [
                    dcc.Link(
                        html.Bdi(title_of(row, words)), href=address(language, row.code), className="source-title"
                    ),
                    html.Div([html.Code(row.code), *_marks(row, listed, words)], className="source-marks"),
                ],
                className="of-document",
            ),
            html.Td(code_label("document_kind", row.kind, language), className="of-kind"),
            html.Td(html.Bdi(words.stored(row.source_name)), className="of-source"),
            html.Td(_date(row), className="of-date"),
            html.Td(code_label("language", row.language, language) if row.language else "", className="of-language"),
            html.Td(level_tag(row.level, words), className="of-level"),
            html.Td(f"{row.pages:,}" if row.pages else "", className="of-pages"),
        ],
        className="source-picked" if row.code in chosen else "",
    )


def _date(row: DocumentRow) -> Component:
    """Its date, which may go on in the next line between two days but not within one."""
    parts = re.split(r"(?<=/)|(?<=\.\.)", str(row.date.get("edtf") or ""))
    return html.Bdi([html.Span(part) for part in parts if part])


def title_of(row: DocumentRow, words: Words) -> str:
    """What a document is called: its title, else what it is."""
    return row.title or words("sources.untitled", kind=code_label("document_kind", row.kind, words.language))


def level_tag(level: int, words: Words) -> Component:
    """A level; the two upper ones stand out."""
    code = Level(level).code
    return html.Span(words(f"level.{code}"), className=f"tag {'warn' if level >= Level.CONFIDENTIAL else ''}")


def _choose(row: DocumentRow, words: Words, on: bool) -> Component:
    return html.Button(
        "",
        type="button",
        role="checkbox",
        className="choose",
        **{
            "data-choose": row.code,
            "aria-checked": str(on).lower(),
            "aria-label": words("sources.choose_this", code=row.code),
        },
    )


def _marks(row: DocumentRow, listed: Listed, words: Words) -> list[Component]:
    marks = [(f"sources.is_{how}", "") for how, _ in row.made_from]
    marks += [("sources.has_a_picture", "")] if row.has_picture else []
    marks += [] if row.has_text else [("sources.no_text", "")]
    found = [html.Span(words(key), className="tag") for key, _ in marks]
    group = listed.groups.get(row.thread)
    if group:
        found.append(html.Span(words("sources.group", n=group), className="tag group-mark"))
    return found


def dropdown_labels(words: Words) -> dict[str, str]:
    """What a list that drops down says of itself."""
    return words.part("sources.drop")


def pager(listed: Listed, words: Words) -> list[Component]:
    """To the page of the list before and after this one; nothing where there is but one."""
    if listed.pages < 2:
        return []
    return [
        _turn("back", listed.number - 1, listed.number > 1, words),
        html.Span(words("sources.page_of", n=listed.number, all=listed.pages)),
        _turn("on", listed.number + 1, listed.number < listed.pages, words),
    ]


def _turn(way: str, number: int, there: bool, words: Words) -> Component:
    return html.Button(
        icon("next"),
        type="button",
        className=f"tool turn-{way}",
        disabled=not there,
        title=words(f"sources.list_{way}"),
        **{"data-list-number": str(number), "aria-label": words(f"sources.list_{way}")},
    )


def said_hits(hits: Sequence[Context], words: Words) -> Component:
    """Pages that hold the words, each with what stands around them."""
    if not hits:
        return html.P(words("sources.found_none"), className="note")
    return html.Ol([_hit(hit, words) for hit in hits], className="source-hits")


def _hit(hit: Context, words: Words) -> Component:
    row = hit.document
    where = [hit.label, code_label("document_kind", row.kind, words.language), words.stored(row.source_name)]
    return html.Li(
        [
            html.Div(
                [
                    dcc.Link(
                        html.Bdi(title_of(row, words)),
                        href=address(words.language, row.code, hit.number),
                        className="source-title",
                    ),
                    html.Span([html.Bdi(part) for part in where if part], className="hit-where"),
                    html.Span(words("sources.times", n=hit.matches), className="tag"),
                ],
                className="hit-head",
            ),
            html.P(marked(hit.segments), dir="auto", className="hit-words"),
        ]
    )


def marked(segments: Sequence[Segment]) -> list[Any]:
    """Text with its marks: of words that were searched for, and of words that records quote."""
    made: list[Any] = []
    for segment in segments:
        if not segment.records and not segment.found:
            made.append(segment.text)
            continue
        kinds = [*(["hit"] if segment.found else []), *(["quoted"] if segment.records else [])]
        on = {"data-on": " ".join(map(str, segment.records))} if segment.records else {}
        made.append(html.Mark(segment.text, className=" ".join(kinds), **on))
    return made


def tray_lines(rows: Sequence[DocumentRow], words: Words) -> list[Component]:
    """The documents that are chosen, each with a way to let it go."""
    return [
        html.Strong(words("sources.chosen", n=len(rows))),
        *(
            html.Button(
                [html.Bdi(title_of(row, words)), icon("close")],
                type="button",
                className="tag tray-one",
                **{"data-choose": row.code, "aria-label": words("sources.let_go", code=row.code)},
            )
            for row in rows
        ),
    ]
