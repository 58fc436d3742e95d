"""Beside a page: the records that rest on it and on its document, the documents around it, where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.components.canvas_style import LINES
from dashboard.components.icons import kind_mark
from dashboard.components.markup import Component, dcc, html
from dashboard.pages.sources.beside import checked
from dashboard.pages.sources.places import address, bare
from dashboard.pages.sources.rows import title_of
from dashboard.wording import Words
from graph.evidence.drafts import CustodyLine
from graph.model.levels import Level
from queries.sources import Document, Page, Partner, Record, Related

_DRAWN = frozenset({"person", "group", "unit", "location", "incident", "figure"})


def aside(found: Document, page: Page | None, words: Words) -> Component:
    """The whole column."""
    parts = [
        _on_page(page, words) if page else None,
        _on_whole(found, words),
        _related(found.related, words),
        _origin(found.partners, words),
        _about(found, words),
        _original(found, words),
    ]
    return html.Aside(
        [part for part in parts if part is not None],
        className="source-aside",
        **{"aria-label": words("sources.rests")},
    )


def _on_page(page: Page, words: Words) -> Component:
    marked = {index for segment in page.segments for index in segment.records}
    if not page.records:
        inside: Any = html.P(words("sources.nothing_rests"), className="note")
    else:
        inside = html.Ol(
            [_record(record, words, index=index, marked=index in marked) for index, record in enumerate(page.records)],
            className="source-resting",
        )
    more = page.n_records - len(page.records)
    return html.Section(
        [
            html.H2(words("sources.on_page", n=page.n_records)),
            inside,
            html.P(words("sources.and_more", n=more), className="note") if more else None,
        ],
        className="part",
    )


def _on_whole(found: Document, words: Words) -> Component | None:
    if not found.on_whole:
        return None
    more = found.n_on_whole - len(found.on_whole)
    return html.Details(
        [
            html.Summary(words("sources.on_whole", n=found.n_on_whole)),
            html.Ol([_record(record, words) for record in found.on_whole], className="source-resting"),
            html.P(words("sources.and_more", n=more), className="note") if more else None,
        ],
        className="part",
        open=not found.pages,
    )


def _record(record: Record, words: Words, *, index: int | None = None, marked: bool = False) -> Component:
    language = words.language
    head: list[Any] = [
        kind_mark(record.kind) if record.kind in _DRAWN else None,
        html.Span(words(f"sources.kind_{record.kind}"), className="what"),
        html.Span(
            [html.Span(className=f"line {LINES.get(record.status, 'dashed')} {record.status}"),
             words.maybe(f"vetting.{record.status}", record.status)],
            className="tag",
        ),
    ]  # fmt: skip
    if record.level >= Level.SEALED:
        head.append(html.Span(words("level.sealed"), className="tag warn"))
    lines: list[Any] = [html.Div(head, className="rest-head")]
    if record.said:
        own = html.Bdi(words.directed(record.said))
        lines.append(
            html.Button(own, type="button", className="go rest-said", **{"data-card": record.code})
            if record.kind in _DRAWN
            else html.Div(own, className="rest-said")
        )
    elif record.kind in _DRAWN:
        lines.append(html.Button(html.Code(record.code), type="button", className="go", **{"data-card": record.code}))
    lines += [
        html.Div(
            [
                html.Span(end.label, className="end-label"),
                html.Button(
                    html.Bdi(end.name) if end.name else html.Code(end.code),
                    type="button",
                    className="go",
                    **{"data-card": end.code},
                ),
            ],
            className="rest-end",
        )
        for end in record.ends
    ]
    if record.quote and not marked:
        lines.append(html.Blockquote(record.quote, dir="auto"))
    if record.translation:
        lines.append(html.Blockquote(record.translation, dir="auto", className="translated"))
    if record.locator:
        lines.append(html.Div(html.Bdi(words.stored(record.locator)), className="rest-where"))
    if not marked:
        return html.Li(lines)
    # Its words are lit while it is pointed at or has the focus.
    return html.Li(
        lines, tabIndex=0, lang=language, className="has-words", title=words("sources.light"),
        **{"data-words": str(index)},
    )  # fmt: skip


def _related(related: Sequence[Related], words: Words) -> Component | None:
    if not related:
        return None
    lines = []
    for each in related:
        row = each.document
        says: list[Any] = [
            html.Span(words(f"sources.{'made' if each.made_from_it else 'is'}_{each.how}"), className="end-label"),
            dcc.Link(html.Bdi(title_of(row, words)), href=address(words.language, row.code), className="go"),
        ]
        if each.how == "translation_of" and each.made_from_it:
            says.append(html.Div(checked(row.code, row.translation_status, each.checked, words), className="tags"))
        lines.append(html.Li(says))
    return html.Section([html.H2(words("sources.related")), html.Ul(lines, className="related")], className="part")


def _origin(partners: Sequence[Partner], words: Words) -> Component | None:
    if not partners:
        return None
    lines = []
    for each in partners:
        said: list[Any] = [
            dcc.Link(
                html.Bdi(title_of(each.document, words)),
                href=address(words.language, each.document.code),
                className="go",
            )
        ]
        for decision in each.decisions:
            told = words("sources.judged", by=decision.by, day=words.directed(decision.at[:10]))
            said.append(html.Div(told, className="rest-where"))
            if decision.why:
                said.append(html.Blockquote(decision.why, dir="auto"))
        lines.append(html.Li(said))
    return html.Section(
        [
            html.H2(words("sources.one_origin_with")),
            html.P(words("sources.one_help"), className="note"),
            html.Ul(lines, className="related"),
        ],
        className="part",
    )


def _about(found: Document, words: Words) -> Component | None:
    facts = [fact for fact in found.facts if fact.alternatives]
    if not facts:
        return None
    pairs = [
        html.Div([html.Dt(fact.label), *(html.Dd(html.Bdi(each.text)) for each in fact.alternatives)], className="fact")
        for fact in facts
    ]
    return html.Details(
        [html.Summary(words("sources.about")), html.Dl(pairs, className="facts")], className="part", open=True
    )


def _original(found: Document, words: Words) -> Component | None:
    if not found.custody:
        return None
    return html.Details(
        [
            html.Summary(words("sources.original")),
            html.P(words("sources.original_warning"), className="note"),
            html.A(
                words("sources.download", size=_size(found.custody[-1].size)),
                href=f"/picture/{bare(found.row.code)}/original",
                download="",
                className="secondary as-link",
            ),
            html.H3(words("sources.custody")),
            html.Ol([_step(line, words) for line in found.custody], className="custody"),
        ],
        className="part",
    )


def _step(line: CustodyLine, words: Words) -> Component:
    what = words.maybe(f"sources.custody_{line.action}", line.action)
    return html.Li(
        [
            html.Div([what, " · ", html.Bdi(line.by), " · ", html.Bdi(line.at[:16].replace("T", " "))]),
            html.Div([html.Code(line.media_type), html.Span(words.directed(_size(line.size)))], className="rest-where"),
            html.Code(line.sha256, className="hash", title=words("sources.hash")),
        ]
    )


def _size(size: int) -> str:
    for unit, step in (("MB", 1 << 20), ("KB", 1 << 10)):
        if size >= step:
            return f"{size / step:.1f} {unit}"
    return f"{size} B"
