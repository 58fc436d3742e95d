"""Review: two records side by side, what speaks for and against, what a merge would change; a verdict by one key."""

from __future__ import annotations

from dash import Dash

from dashboard.components.job_progress import clock
from dashboard.components.markup import Component, dcc, html
from dashboard.desk import Desk
from dashboard.pages.review import acting, changing, clustering, matching
from dashboard.pages.review.ids import ACTS, Ids
from dashboard.wording import Words
from ingest.reviewing import MATCHER, WHOSE

NAME = "review"
_SPOKEN = {"←": "ArrowLeft", "→": "ArrowRight"}
_MIRRORED = {"←": "→", "→": "←"}


def layout(desk: Desk, words: Words) -> Component:
    """The page in a language: every part has its place before a pair is there, so that nothing jumps."""
    return html.Div(
        [
            *(dcc.Store(id=name) for name in (Ids.STATE, Ids.ASK, Ids.JOB)),
            *(dcc.Store(id=name) for name in (Ids.CLUSTER_ASK, Ids.CLUSTER_SIDES, Ids.CLUSTER_DO, Ids.CLUSTER_DONE)),
            clock(Ids.POLL),
            _head(words),
            html.Div(id=Ids.PAIR, className="review-pair", tabIndex=0, **{"aria-label": words("review.pair")}),
            html.Aside(
                [html.H2(words("review.if_one")), html.Div(id=Ids.CHANGE, **{"aria-live": "polite"})],
                className="review-change",
            ),
            _bar(words),
            html.Div(
                id=Ids.CLUSTER, className="review-cluster", tabIndex=-1, **{"aria-label": words("review.cluster")}
            ),
            html.Aside(
                [html.H2(words("review.if_settled")), html.Div(id=Ids.CLUSTER_CHANGE, **{"aria-live": "polite"})],
                className="review-cluster-change",
            ),
            _cluster_bar(words),
        ],
        className="review",
        id="review",
    )


def _head(words: Words) -> Component:
    who = [{"value": each, "label": words(f"review.who_{each}")} for each in WHOSE]
    return html.Div(
        [
            html.H1(words("app.review")),
            html.Div(id=Ids.PROGRESS, className="review-progress", role="status", **{"aria-live": "polite"}),
            html.P(id=Ids.RUNNING, className="note", role="status"),
            html.Div(
                [
                    _choice(words, Ids.WHO, who, MATCHER),
                    _choice(words, Ids.KIND, [{"value": "", "label": words("review.every_kind")}], ""),
                    _choice(words, Ids.LOAD, [{"value": "", "label": words("review.every_load")}], ""),
                ],
                className="review-filters",
            ),
        ],
        className="review-head",
    )


def _choice(words: Words, own: str, options: list[dict[str, str]], value: str) -> Component:
    return html.Label(
        [
            html.Span(words(f"review.{own.removeprefix('review-')}")),
            dcc.Dropdown(id=own, options=options, value=value, clearable=False, searchable=False),
        ]
    )


def _bar(words: Words) -> Component:
    """The keys, each with its button, always in one place."""
    return html.Div(
        [
            html.Div([_button(words, act, key) for act, key in ACTS[:3]], className="review-verdicts"),
            html.Div([_button(words, act, key) for act, key in ACTS[3:]], className="review-moves"),
            html.Label(
                [
                    html.Span([words("review.why"), " ", html.Kbd("N")]),
                    dcc.Input(id=Ids.WHY, type="text", value="", autoComplete="off", maxLength=2_000),
                ],
                className="review-why",
            ),
        ],
        className="review-bar",
        role="toolbar",
        **{"aria-label": words("review.acts")},
    )


def _cluster_bar(words: Words) -> Component:
    acts = (("settle", "Enter"), ("undo", "Z"), ("pairs", "Esc"))
    buttons = [
        html.Button(
            [html.Span(words(f"review.cluster_{act}")), html.Kbd(key, **{"aria-hidden": "true"})],
            className=f"review-act {act}",
            type="button",
            **{"data-cluster": act, "aria-keyshortcuts": "Escape" if key == "Esc" else key},
        )
        for act, key in acts
    ]
    return html.Div(
        [
            html.Div(buttons, className="review-verdicts"),
            html.P(words("review.cluster_keys"), className="note"),
            html.Label(
                [
                    html.Span([words("review.why"), " ", html.Kbd("N")]),
                    dcc.Input(id="review-cluster-why", type="text", value="", autoComplete="off", maxLength=2_000),
                ],
                className="review-why",
            ),
        ],
        className="review-cluster-bar",
        role="toolbar",
        **{"aria-label": words("review.acts")},
    )


def _button(words: Words, act: str, key: str) -> Component:
    if words.direction == "rtl":
        key = _MIRRORED.get(key, key)
    return html.Button(
        [html.Span(words(f"review.{act}")), html.Kbd(key, **{"aria-hidden": "true"})],
        className=f"review-act {act}",
        type="button",
        **{"data-review": act, "aria-keyshortcuts": _SPOKEN.get(key, key)},
    )


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of this page."""
    acting.register(app, desk)
    changing.register(app, desk)
    matching.register(app, desk)
    clustering.register(app, desk)
