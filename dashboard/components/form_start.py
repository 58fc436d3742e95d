"""Around the forms: which one to choose, drafts to go on with, and what to do after one was entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.components.icons import COLOURS, icon, kind_mark
from dashboard.components.markup import Component, dcc, html
from dashboard.wording import Words
from graph.model import KINDS
from ingest.entry_drafts import CALL, Form

CHOICES: dict[str, tuple[str, ...]] = {
    "came": (CALL, "document", "source"),
    "what": ("incident", "victim", "perpetrator", "accusation", "witness", "figure", "conduct"),
    "who": ("person", "group", "unit", "location"),
    "posts": ("posting", "unit_relation", "unit_place", "place_use"),
    "after": ("held", "fate", "relation", "part_of", "consent"),
}
"""Every form, in groups."""
NEXT: dict[str, tuple[str, ...]] = {
    "document": ("incident", "person", "unit"),
    "incident": ("victim", "perpetrator", "accusation", "figure"),
    "person": ("victim", "posting", "fate", "relation"),
    "group": ("victim", "part_of"),
    "unit": ("posting", "unit_relation", "unit_place"),
    "location": ("place_use", "unit_place"),
    "victim": ("perpetrator", "accusation"),
}
"""What often follows an entry, beside another one of its kind."""


def start(words: Words, drafts: Sequence[Form]) -> list[Component]:
    """The choice of a form, and somebody's drafts."""
    kept: list[Component] = []
    if drafts:
        kept = [
            html.H2(words("enter.drafts")),
            html.Ul([_draft(one, words) for one in drafts], className="drafts box"),
        ]
    return [
        html.H1(words("enter.title")),
        html.P(words("enter.intro"), className="note"),
        *kept,
        *(
            html.Section(
                [
                    html.H2(words(f"enter.group_{group}")),
                    html.Div([_choice(kind, words) for kind in kinds], className="form-choices"),
                ]
            )
            for group, kinds in CHOICES.items()
        ),
    ]


def _choice(kind: str, words: Words) -> Component:
    return dcc.Link(
        [
            _mark(kind),
            html.Span(
                [
                    html.Span(words(f"enter.kind_{kind}"), className="name"),
                    html.Span(words(f"enter.about_{kind}"), className="hint"),
                ]
            ),
        ],
        href=f"/{words.language}/enter/{kind}",
        className="form-choice" + (" first" if kind == CALL else ""),
    )


def _mark(kind: str) -> Component:
    if kind in COLOURS:
        return kind_mark(kind)
    return html.Span(icon("ask" if kind == CALL else "page"), className="plain-mark")


def _draft(form: Form, words: Words) -> Component:
    filled = len(form.values)
    return html.Li(
        [
            _mark(form.kind),
            dcc.Link(words(f"enter.kind_{form.kind}"), href=f"/{words.language}/enter/{form.id}", className="name"),
            html.Span(words("enter.filled", n=filled), className="note"),
            html.Time(words.directed(clock(form.changed_at)), dateTime=form.changed_at, className="note"),
            dcc.Link(words("enter.continue"), href=f"/{words.language}/enter/{form.id}", className="secondary as-link"),
            throwing_away(form.id, words),
        ]
    )


def clock(at: str) -> str:
    """Day and time of an ISO instant, as it is kept."""
    return f"{at[:10]} {at[11:16]}"


def throwing_away(id_: str, words: Words) -> Component:
    """A button that asks once more."""
    return html.Details(
        [
            html.Summary(words("enter.throw_away"), className="quiet"),
            html.Button(
                words("enter.throw_away_sure"), type="button", className="danger", id={"enter": "drop", "id": id_}
            ),
        ],
        className="sure",
    )


def entered(
    kind: str, codes: Mapping[str, str], words: Words, *, already: bool, notes: Sequence[str] = ()
) -> Component:
    """What became of a form: its records by code, each opening its card.

    Args:
        codes: code to kind.
    """
    said = words("enter.done_already" if already else "enter.done", what=words(f"enter.kind_{kind}"))
    marks = [
        html.Button([_mark(of), html.Code(code)], type="button", className="tag as-code", **{"data-card": code})
        for code, of in codes.items()
    ]
    return html.Div(
        [
            html.P(said, className="name", role="status", tabIndex=-1, **{"data-arrives": "yes"}),
            html.Div([html.Span(words("enter.done_codes"), className="note"), *marks], className="codes-made")
            if marks
            else None,
            *(html.P(note, className="note") for note in notes),
            html.P(words("enter.done_text"), className="note"),
        ],
        className="box done-box",
    )


def followers(kind: str) -> list[str]:
    """Forms that often follow one."""
    return [kind, *(one for one in NEXT.get(kind, ()) if one != kind)] if kind in KINDS else []
