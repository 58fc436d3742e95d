"""What a merge would change, said beside the pair once it stands there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import Dash, Input, Output, State, no_update

from dashboard.components.markup import Component, html
from dashboard.desk import Desk
from dashboard.pages.review.ids import Ids
from dashboard.pages.review.state import sitting_in
from dashboard.wording import Words, words_of
from graph.errors import DossierError
from graph.evidence import NewDecision
from graph.supposing import Consequence, Contradiction, EntitySummary, LinkSummary, Range, suppose
from queries.naming import period_in_words

MOST = 8


def register(app: Dash, desk: Desk) -> None:
    """The callback: after the pair, never before it."""

    @app.callback(
        Output(Ids.CHANGE, "children"),
        Input(Ids.STATE, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def change(kept: Any, told: Any) -> Any:
        words, pair = words_of(told), sitting_in(kept).pair
        if pair is None:
            return html.P(words("review.change_no_pair"), className="note")
        reader = desk.reader()
        if len(reader.records(pair)) < 2:
            return no_update
        made = NewDecision(type="identity", left=pair[0], right=pair[1], verdict="same")
        try:
            found = suppose(desk.case, [made], clearance=reader.clearance)
        except DossierError as error:
            return html.P(words.said(error), className="error")
        names = reader.names_of(codes_in(found))
        return consequence(found, names, words)


def codes_in(found: Consequence) -> set[str]:
    """Codes of everything that a consequence names."""
    links = [*found.links_gained, *found.links_lost, *(one.after for one in found.links_changed)]
    told = {code for one in (*found.appearing, *found.vanishing) for code in one.about}
    return {code for link in links for code in (link.start, link.end)} | told


def consequence(found: Consequence, names: Mapping[str, str], words: Words) -> list[Component]:
    """The consequence in words: what stands in the way, what would clash, then what comes together and moves."""
    if found.nothing and not found.refused:
        return [html.P(words("review.change_nothing"), className="note")]
    parts = [
        _refused(found, words),
        _clashes("appearing", found.appearing, names, words),
        _clashes("vanishing", found.vanishing, names, words),
        _hidden(found, words),
        _entities(found, words),
        _counts(found, words),
        _links(found, names, words),
    ]
    return [part for part in parts if part is not None]


def _refused(found: Consequence, words: Words) -> Component | None:
    if not found.refused:
        return None
    lines = [html.Li([words("review.refused_because"), " ", *_pair(one.because)]) for one in found.refused]
    return html.Div([html.H3(words("review.refused")), html.Ul(lines)], className="change-part bad")


def _clashes(which: str, clashes: Sequence[Contradiction], names: Mapping[str, str], words: Words) -> Component | None:
    if not clashes:
        return None
    lines = [
        html.Li([words(f"review.clash_{one.code}"), " ", *_things(one.about[1:], names)]) for one in clashes[:MOST]
    ]
    kind = "bad" if which == "appearing" else "good"
    return html.Div([html.H3(words(f"review.{which}")), html.Ul(lines)], className=f"change-part {kind}")


def _hidden(found: Consequence, words: Words) -> Component | None:
    """A name on the canvas that would go, because one of the two must be protected."""
    named = {thread for one in found.entities_before if _named(one) for thread in one.records}
    if not any(not _named(one) and not named.isdisjoint(one.records) for one in found.entities_after):
        return None
    return html.Div(html.P(words("review.name_goes")), className="change-part bad")


def _named(one: EntitySummary) -> bool:
    return one.label == "Person" and bool(one.name)


def _entities(found: Consequence, words: Words) -> Component | None:
    if len(found.entities_before) == len(found.entities_after):
        return None
    if len(found.entities_before) < len(found.entities_after):
        return _parted(found, words)
    whole = max(found.entities_after, key=lambda one: len(one.records), default=None)
    if whole is None:
        return None
    said = words("review.become_one", n=len(found.entities_before), records=len(whole.records))
    codes = [code for code in whole.record_codes if code]
    return html.Div(
        [html.H3(words("review.together")), html.P([words.directed(said), " ", *_things(codes, {})])],
        className="change-part",
    )


def _parted(found: Consequence, words: Words) -> Component:
    """The things that one thing becomes, each with its records."""
    lines = [
        html.Li([*_things([code for code in one.record_codes if code], {})]) for one in found.entities_after[:MOST]
    ]
    said = words("review.become_several", n=len(found.entities_after))
    return html.Div([html.H3(words.directed(said)), html.Ul(lines)], className="change-part")


def _counts(found: Consequence, words: Words) -> Component | None:
    lines = []
    if found.incidents_before != found.incidents_after:
        low = words("review.incidents", before=_range(found.incidents_before), after=_range(found.incidents_after))
        lines.append(html.Li(words.directed(low)))
    if found.victims_before != found.victims_after:
        said = words("review.victims", before=found.victims_before, after=found.victims_after)
        lines.append(html.Li(words.directed(said)))
    return html.Div([html.H3(words("review.counts")), html.Ul(lines)], className="change-part") if lines else None


def _range(one: Range) -> str:
    return str(one.low) if one.low == one.high else f"{one.low}–{one.high}"


def _links(found: Consequence, names: Mapping[str, str], words: Words) -> Component | None:
    moved = [one.after for one in found.links_changed if one.moved]
    stronger = [one.after for one in found.links_changed if not one.moved and one.after not in moved]
    groups = (("moved", moved), ("stronger", stronger), ("gained", found.links_gained), ("lost", found.links_lost))
    parts: list[Component] = []
    for name, links in groups:
        distinct = list({(one.type, one.start, one.end, str(one.values)): one for one in links}.values())
        if distinct:
            parts.append(html.P(words.directed(words(f"review.links_{name}", n=len(distinct)))))
            parts.append(html.Ul([_link(one, names, words) for one in distinct[:MOST]]))
            if len(distinct) > MOST:
                parts.append(html.P(words("review.more", n=len(distinct) - MOST), className="hint"))
    return html.Div([html.H3(words("review.links")), *parts], className="change-part") if parts else None


def _link(one: LinkSummary, names: Mapping[str, str], words: Words) -> Component:
    when = period_in_words(dict(one.values), words.language)
    said = words.maybe(f"link.{one.type}", one.type)
    alleged = words("review.alleged", what=said) if one.type == "ACCUSED" else said  # the other says so itself
    period = [html.Span(when, className="hint", dir="auto")] if when else []
    return html.Li([*_things([one.start], names), html.Span(alleged), " ", *_things([one.end], names), *period])


def _pair(codes: tuple[str, str]) -> list[Component]:
    first, second = (_things([code], {}) for code in codes)
    return [*first, html.Span("–"), *second]


def _things(codes: Iterable[str], names: Mapping[str, str]) -> list[Component]:
    shown: list[Component] = []
    for code in codes:
        name = [html.Bdi(names[code]), " "] if names.get(code) else []
        button = html.Button(code, type="button", className="review-code", dir="ltr", **{"data-card": code})
        shown.append(html.Span([*name, button], className="thing"))
    return shown
