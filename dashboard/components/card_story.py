"""What stands behind a card: its history as a story, what rests on it, what it waits for, who relied on it."""

from __future__ import annotations

from typing import Any

from dashboard.components.icons import icon
from dashboard.components.markup import Component, html
from dashboard.wording import Words
from graph.dates import day, show
from graph.model.words import code_label, field_label, kind_label
from queries.behind import Behind, Settling, Waits
from queries.naming import isolated
from queries.story import Chapter


def behind(told: Behind, words: Words) -> Component:
    """The parts of it that hold something."""
    return html.Div(
        [
            _waits(told, words),
            _relied(told, words),
            _resting(told, words),
            _history(told, words),
        ]
    )


def settling(told: Settling | None, words: Words) -> Component | None:
    """Verdicts that wait for somebody, or that stand against each other, each with the way to its pair in Review."""
    if told is None or not (told.open or told.refused):
        return None
    lines = [
        html.Li(
            [words("card.refused"), " ", _pair(pair, words), " ", words("card.refused_by"), " ", _pair(because, words)],
            className="bad",
        )
        for pair, because in told.refused
    ]
    lines += [
        html.Li([words("card.waits_second", by=isolated(by)), " ", _pair(pair, words)]) for pair, by in told.waits
    ]
    still = told.open - len(told.waits)
    if still:
        lines.append(html.Li(words("card.open_pairs", n=still)))
    return html.Div([html.H3(words("card.settling")), html.Ul(lines)], className="part settling")


def _pair(codes: tuple[str, str], words: Words) -> Component:
    left, right = (code.replace(" ", "") for code in codes)
    address = f"/{words.language}/review/{left}/{right}"
    return html.A([html.Bdi(codes[0]), " – ", html.Bdi(codes[1])], href=address, **{"data-href": address})


def _waits(told: Behind, words: Words) -> Component | None:
    if not told.waits:
        return None
    lines = [html.Li(_wait(one, words)) for one in told.waits]
    return html.Div(
        [html.H3([icon("warning", "#8a4b00"), words("card.waits")]), html.Ul(lines)], className="part waits"
    )


def _wait(one: Waits, words: Words) -> str:
    kind = kind_label(one.kind, words.language) if one.kind else words("card.waits_any")
    return words("card.waits_for", field=field_label(one.field, words.language), kind=kind, key=isolated(one.key))


def _relied(told: Behind, words: Words) -> Component | None:
    if not told.relied:
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
        for one in told.relied
    ]
    return html.Div([html.H3(words("card.relied")), html.Ul(lines)], className="part relied")


def _resting(told: Behind, words: Words) -> Component | None:
    if not told.resting:
        return None
    counts = " · ".join(f"{kind_label(kind, words.language)} {n:,}" for kind, n in told.n_resting)
    lines = [
        html.Li(html.Button(html.Span(one.text), type="button", className="row", **{"data-card": one.thread}))
        for one in told.resting
    ]
    return html.Details(
        [html.Summary([words("card.resting"), html.Span(counts, className="count")]), html.Ul(lines)],
        className="part resting",
    )


def _history(told: Behind, words: Words) -> Component | None:
    if not told.history:
        return None
    return html.Details(
        [
            html.Summary([words("card.history"), html.Span(f"{len(told.history):,}", className="count")]),
            html.Ol([_chapter(one, words) for one in told.history], className="story"),
        ],
        className="part history",
        open=True,
    )


def _chapter(one: Chapter, words: Words) -> Component:
    parts: list[Any] = [html.Span(one.text)]
    if one.why:
        parts.append(html.Q(one.why, dir="auto"))
    if one.without_effect:
        parts.append(html.Span(one.without_effect, className="without-effect"))
    if one.taken_back:
        parts.append(html.Span(one.taken_back, className="taken-back"))
    return html.Li(parts, className="gone" if one.taken_back else "")


def day_words(at: str, words: Words) -> str:
    """The day of a time in UTC, in words."""
    return show(day(at[:10]), "ar" if words.language == "ar" else "en")
