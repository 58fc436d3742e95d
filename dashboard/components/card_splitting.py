"""*These are two people*: which record belongs to whom, what would change, and who relied on the merge."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dashboard.components.card_actions import frame, reason, value_id
from dashboard.components.card_story import day_words
from dashboard.components.icons import kind_mark
from dashboard.components.markup import Component, dcc, html
from dashboard.wording import Words
from graph.consequence import Consequence, LinkSummary
from graph.model.words import code_label
from queries.behind import Relied
from queries.explore import kind_of
from queries.naming import isolated
from queries.splitting import Member

MOST_LINES = 12
LONGEST_QUOTE = 240
PREVIEW = "card-preview"
OTHER, OTHERS = {"card-other": "form"}, {"card-others": "form"}


def split_form(on: str, members: Sequence[Member], relied: Sequence[Relied], words: Words) -> Any:
    """The records in two columns; the browser tells in ``card-sides`` which stand in the second."""
    people = on[:1] == "P"
    body = [
        html.P(words("card.split_help"), className="note"),
        html.Div(
            [
                html.Div(words("card.side_first"), className="side-head first"),
                html.Div(words("card.side_second"), className="side-head second"),
                *(_member(one, words) for one in members),
            ],
            className="sides",
            role="list",
        ),
        html.Div(words("card.split_keys"), className="note"),
        html.Div(id=PREVIEW, className="preview", role="status", **{"aria-live": "polite"}),
        relied_part(relied, words),
        *reason(words),
    ]
    title = words("card.title_split_people" if people else "card.title_split")
    return frame("split", on, title, body, words)


def _member(one: Member, words: Words) -> Component:
    place = " · ".join(
        isolated(words.stored(part)) for part in (one.document_title or one.document, one.source, one.locator) if part
    )
    quote = one.quote if len(one.quote) <= LONGEST_QUOTE else f"{one.quote[:LONGEST_QUOTE].rstrip()}…"
    return html.Div(
        [
            html.Div([html.Span(one.text), html.Code(one.code)], className="said"),
            html.Div(place, className="where", dir="auto"),
            html.Blockquote(quote, dir="auto") if quote else None,
            html.Button(
                words("card.to_other_side"),
                type="button",
                className="act small",
                tabIndex=-1,
                **{"data-move": one.thread},
            ),
        ],
        className="member",
        role="listitem",
        tabIndex=0,
        **{"data-member": one.thread, "data-side": "first"},
    )


def relied_part(relied: Sequence[Relied], words: Words) -> Component | None:
    """Packages already given out that relied on it."""
    if not relied:
        return None
    lines = [
        html.Li(
            words(
                "card.relied_on",
                title=isolated(one.title) or words("card.package"),
                audience=code_label("purpose", one.audience, words.language),
                day=day_words(one.at, words),
            )
        )
        for one in relied
    ]
    return html.Div([html.H4(words("card.relied_merge")), html.Ul(lines)], className="relied warn")


def join_form(on: str, words: Words) -> Any:
    """Which other one it is the same as."""
    field = html.Div(
        [
            html.Label(
                [
                    words("card.same_other"),
                    dcc.Input(id=OTHER, type="text", value="", debounce=False, autoComplete="off", spellCheck="false"),
                ]
            ),
            html.Span(className="told", dir="auto"),
            html.Div(id=OTHERS, className="found", role="listbox", **{"aria-label": words("card.same_other")}),
        ],
        className="combo field",
        **{"data-field": json.dumps(OTHER)},
    )
    options = [{"label": words(f"card.verdict_{code}"), "value": code} for code in ("same", "different", "unsure")]
    body = [
        field,
        dcc.RadioItems(id=value_id("verdict"), options=options, value="same", className="radios"),
        html.Div(id=PREVIEW, className="preview", role="status", **{"aria-live": "polite"}),
        *reason(words),
    ]
    return frame("same", on, words("card.title_same"), body, words)


# --- what would change


def preview(found: Consequence, words: Words) -> list[Any]:
    """What decisions would change, in a few lines: things, links of command and others, counts, contradictions."""
    if found.nothing:
        return [html.H4(words("card.changes")), html.P(words("card.change_nothing"), className="note")]
    before, after = found.entities_before, found.entities_after
    lines: list[Any] = [
        html.Li(words("card.change_things", before=len(before), after=len(after))),
        *(_entity(each, words) for each in after),
    ]
    moved = [change.after for change in found.links_changed if change.moved]
    for key, links in (("moved", moved), ("gained", found.links_gained), ("lost", found.links_lost)):
        if links:
            lines.append(
                html.Li(
                    [
                        words(f"card.change_{key}", n=len(links)),
                        html.Ul([_line(link, words) for link in links[:MOST_LINES]]),
                    ]
                )
            )
    one, two = found.incidents_before, found.incidents_after
    if one != two:
        lines.append(html.Li(words("card.change_incidents", before=_range(one), after=_range(two))))
    if found.victims_before != found.victims_after:
        text = words("card.change_victims", before=found.victims_before, after=found.victims_after)
        lines.append(html.Li(text))
    for key, clashes in (("vanishing", found.vanishing), ("appearing", found.appearing)):
        if clashes:
            lines.append(html.Li(words(f"card.change_{key}", n=len(clashes))))
    return [html.H4(words("card.changes")), html.Ul(lines, className="changes")]


def _entity(each: Any, words: Words) -> Component:
    return html.Li(
        [
            kind_mark(kind_of(each.code)),
            html.Code(each.code),
            html.Bdi(each.name),
            html.Span(words("card.n_records", n=len(each.records)), className="note"),
        ],
        className="entity",
    )


def _line(link: LinkSummary, words: Words) -> Component:
    what = words.maybe(f"link.{link.type}", link.type)
    period = str(link.values.get("edtf") or "")
    parts = [html.Code(link.start), f" {what} ", html.Code(link.end)]
    return html.Li([*parts, html.Bdi(f" {isolated(period)}") if period else None])


def _range(found: Any) -> str:
    return str(found.low) if found.low == found.high else f"{found.low}–{found.high}"
