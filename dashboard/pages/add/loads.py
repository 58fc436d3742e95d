"""Everything that was loaded: what each load brought, who and when; each can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.components.markup import Component, html
from dashboard.pages.add.outcome import undoing
from dashboard.wording import Words
from graph.evidence.drafts import Load

RECENT = 12
"""Loads that are listed at once; older ones open on demand."""


def loads(found: Sequence[Load], words: Words) -> list[Any]:
    """The list, newest first."""
    newest = list(reversed(found))
    inside: list[Any] = [html.Ul([_load(one, words) for one in newest[:RECENT]], className="loads")]
    if not newest:
        inside = [html.P(words("add.no_loads"), className="note")]
    if older := newest[RECENT:]:
        rest = html.Ul([_load(one, words) for one in older], className="loads")
        inside.append(html.Details([html.Summary(words("add.older", n=f"{len(older):,}")), rest]))
    return [html.H2(words("add.loads")), html.Div(inside, className="box")]


def _load(load: Load, words: Words) -> Component:
    told = words(
        "add.load_told", added=f"{load.added:,}", changed=f"{load.changed:,}", unchanged=f"{load.unchanged:,}",
        refused=f"{load.refused:,}",
    )  # fmt: skip
    by = words("add.load_by", by=f"\u2068{load.by}\u2069")
    gone = [html.Span(words("add.load_undone"), className="tag warn")] if load.withdrawn else []
    return html.Li(
        [
            html.Div(
                [
                    html.Bdi(load.file or words.stored(load.dataset), className="name"),
                    html.Span(
                        [html.Time(str(load.at)[:16].replace("T", " "), dateTime=load.at), html.Span(f" {by}")],
                        className="note", dir="auto",
                    ),
                ]
            ),
            html.Div([html.Span(words.directed(told)), *gone], className="note add-told"),
            *([] if load.withdrawn else [undoing(load.id, words, place="list")]),
        ],
        className="withdrawn" if load.withdrawn else "",
    )  # fmt: skip
