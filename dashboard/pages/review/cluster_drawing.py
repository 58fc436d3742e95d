"""A whole cluster on one screen: its records in lanes, the verdicts between them, the weakest link, unions refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.components.icons import kind_mark
from dashboard.components.markup import Component, html
from dashboard.wording import Words
from graph.clusters import Cluster
from graph.evidence.pairs import PairVerdict
from graph.identity import Refused
from ingest.reviewing_cluster import Cut
from queries.splitting import Member

LANES = ("first", "second", "out")
LONGEST_QUOTE = 220
SIGNS = {"same": "=", "different": "≠", "unsure": "?"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A cluster ready to be drawn.

    Attributes:
        members: its records and those at its edge.
        names: thread to its spellings; ``facts`` to what else its record says, as label and value.
        codes: thread to its code.
    """

    kind: str
    cluster: Cluster
    cut: Cut | None
    members: Sequence[Member]
    names: Mapping[str, Sequence[str]]
    facts: Mapping[str, Sequence[tuple[str, str]]]
    codes: Mapping[str, str]


def cluster(shown: Shown, words: Words) -> list[Component]:
    """The records in lanes; the browser moves them and tells in ``review-cluster-sides`` which stands where."""
    inside = set(shown.cluster.threads)
    apart = set(shown.cut.apart) if shown.cut else set()
    order = sorted(shown.members, key=lambda one: (one.thread not in inside, one.thread in apart, one.code))
    lanes = LANES if shown.cluster.around else LANES[:2]
    heads = [html.Div(words(f"review.lane_{lane}"), className=f"lane-head {lane}") for lane in lanes]
    return [
        html.H2([kind_mark(shown.kind), words.directed(words("review.cluster_of", n=len(inside)))]),
        _weakest(shown, words),
        *(_refused(one, shown, words) for one in shown.cluster.refused),
        html.Div(
            [*heads, *(_record(one, "first" if one.thread in inside else "out", shown, words) for one in order)],
            className=f"lanes n{len(lanes)}",
            role="list",
            **{"aria-label": words("review.lanes")},
        ),
    ]


def gone(words: Words) -> list[Component]:
    """What is asked for is not there."""
    return [html.P(words("review.told_no_such_one"), className="note")]


def _weakest(shown: Shown, words: Words) -> Component:
    if shown.cut is None:
        return html.P(words("review.one_record"), className="note cluster-weakest")
    link = shown.cut.link
    how = words("review.by_person", by=link.by) if link.actor == "person" else _score(link)
    apart = ",".join(shown.cut.apart)
    return html.P(
        [
            words("review.weakest"),
            " ",
            html.Bdi(shown.codes.get(link.left, "")),
            " – ",
            html.Bdi(shown.codes.get(link.right, "")),
            html.Span(how, className="number"),
            html.Button(
                [html.Span(words("review.cut_here")), html.Kbd("W", **{"aria-hidden": "true"})],
                type="button",
                className="review-only",
                **{"data-cluster": "weakest", "data-apart": apart, "aria-keyshortcuts": "W"},
            ),
        ],
        className="cluster-weakest",
    )


def _score(one: PairVerdict) -> str:
    return "" if one.score is None else f"{one.score:.2f}"


def _refused(one: Refused, shown: Shown, words: Words) -> Component:
    code = shown.codes
    return html.P(
        [
            words("review.refused_union"),
            " ",
            html.Bdi(code.get(one.pair[0], "")),
            html.Span(" = ", dir="ltr"),
            html.Bdi(code.get(one.pair[1], "")),
            "، " if words.language == "ar" else ", ",
            words("review.refused_by"),
            " ",
            html.Bdi(code.get(one.because[0], "")),
            html.Span(" ≠ ", dir="ltr"),
            html.Bdi(code.get(one.because[1], "")),
        ],
        className="cluster-refused",
    )


def _record(one: Member, side: str, shown: Shown, words: Words) -> Component:
    place = [
        html.Bdi(words.stored(part)) for part in (one.document_title or one.document, one.source, one.locator) if part
    ]
    facts = [
        html.Span([html.Span(label, className="label"), html.Bdi(value)])
        for label, value in shown.facts.get(one.thread, ())
    ]
    quote = one.quote if len(one.quote) <= LONGEST_QUOTE else f"{one.quote[:LONGEST_QUOTE].rstrip()}…"
    names = shown.names.get(one.thread, ())
    said = [html.Bdi(name) for name in names[:4]] or [html.Span(one.text)]
    links = [link for link in shown.cluster.verdicts if one.thread in link.pair]
    moves = [
        html.Button(
            words(f"review.lane_{lane}"),
            type="button",
            className="act small",
            tabIndex=-1,
            **{"data-lane": lane},
        )
        for lane in (LANES if shown.cluster.around else LANES[:2])
        if lane != "out" or side == "out"
    ]
    return html.Div(
        [
            html.Div([*said, _code(one.code)], className="said"),
            html.Div(facts, className="cluster-facts") if facts else None,
            html.Div(place, className="cluster-where"),
            html.Blockquote(quote, dir="auto") if quote else None,
            html.Div([_link(link, one.thread, shown, words) for link in links], className="cluster-links"),
            html.Div(moves, className="lane-moves"),
        ],
        className="cluster-record",
        role="listitem",
        tabIndex=0,
        draggable="true",
        **{"data-record": one.thread, "data-side": side, "data-home": side},
    )


def _code(code: str) -> Component:
    return html.Button(code, type="button", className="review-code", dir="ltr", tabIndex=-1, **{"data-card": code})


def _link(link: PairVerdict, thread: str, shown: Shown, words: Words) -> Component:
    other = link.right if link.left == thread else link.left
    sign = SIGNS.get(link.verdict, "=?")
    how: Any = words("review.waits_short") if link.waits else link.by if link.actor == "person" else _score(link)
    weak = shown.cut is not None and shown.cut.link.pair == link.pair
    return html.Span(
        [
            html.Span(f"{sign} ", dir="ltr"),
            html.Bdi(shown.codes.get(other, "")),
            " ",
            html.Bdi(how, className="number"),
        ],
        className=f"cluster-link {link.verdict or 'waits'}{' weak' if weak else ''}",
        title=words(f"review.verdict_{link.verdict}") if link.verdict else words("review.waits_short"),
        **{"data-other": other},
    )
