"""What can be decided on a card: the buttons, and the form that each of them opens below the card.

A button carries ``data-do`` and ``data-on`` (a code, the id of a line, or a thread). The browser asks by the store
``card-ask``; the form's fields have ids ``{"card": "value", "name": …}`` and its one button ``SUBMIT``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.components.markup import Component, dcc, html
from dashboard.wording import Words
from graph.identity import JOINABLE
from graph.model.vocabularies import VOCABULARIES
from graph.model.words import code_label
from queries.cards import Citation, EntityCard, LinkCard, RecordCard

STATUS = {"confirm": "confirmed", "dispute": "disputed", "vet": "vetted"}
"""Action to the status that it gives."""
OTHER_STATUS = ("vetted", "unvetted", "retracted")
KEYS = {"confirm": "C", "dispute": "D", "status": "V", "correct": "K", "grade": "G", "split": "T", "same": "S"}
"""The letter that presses a button while the focus is on the card."""
LONGEST_REASON = 4_000


def on_records(card: EntityCard | RecordCard, words: Words) -> Component | None:
    """What can be decided on everything that the card shows."""
    if not card.citations:
        return None
    on = card.thread if isinstance(card, RecordCard) else card.code
    buttons = [_button(do, on, words) for do in ("confirm", "dispute", "status")]
    if len(card.citations) == 1:
        buttons += [_button(do, card.citations[0].thread, words) for do in ("correct", "grade")]
    if isinstance(card, EntityCard) and card.kind in JOINABLE:
        if len(card.citations) > 1:
            buttons.append(_button("split", on, words))
        buttons.append(_button("same", on, words))
        address = f"/{words.language}/review/{on.replace(' ', '')}"
        buttons += [
            html.A(words("card.to_review"), href=address, className="act", **{"data-href": address}),
            html.A(words("card.to_cluster"), href=f"{address}/cluster", className="act",
                   **{"data-href": f"{address}/cluster"}),
        ]  # fmt: skip
    return _bar(buttons, len(card.citations), words)


def on_line(card: LinkCard, words: Words) -> Component | None:
    """What can be decided on every record that the line rests on."""
    if not card.citations:
        return None
    on = f"{card.start}|{card.type}|{card.of}|{card.end}"
    buttons = [_button(do, on, words) for do in ("confirm", "dispute", "status")]
    if len(card.citations) == 1:
        buttons += [_button(do, card.citations[0].thread, words) for do in ("correct", "grade")]
    return _bar(buttons, len(card.citations), words)


def _bar(buttons: list[Any], count: int, words: Words) -> Component:
    note = [html.Span(words("card.all_records", n=count), className="note")] if count > 1 else []
    return html.Div([*buttons, *note], className="card-actions", role="group", **{"aria-label": words("card.decide")})


def on_citation(cited: Citation, words: Words) -> Component:
    """What can be decided on one of several records."""
    return html.Div(
        [
            *(
                _button(do, cited.thread, words, small=True)
                for do in ("confirm", "dispute", "status", "correct", "grade")
            ),
            html.Button(words("card.open"), type="button", className="act small", **{"data-card": cited.thread}),
        ],
        className="card-actions small",
        role="group",
        **{"aria-label": words("card.decide_one")},
    )


def _button(do: str, on: str, words: Words, *, small: bool = False) -> Component:
    return html.Button(
        words(f"card.do_{do}"),
        type="button",
        className=f"act {do}{' small' if small else ''}",
        title=words("card.do_title", what=words(f"card.do_{do}"), key=KEYS[do]),
        **{"data-do": do, "data-on": on},
    )


# --- the forms


def value_id(name: str) -> dict[str, str]:
    """Id of a field of the form."""
    return {"card": "value", "name": name}


TARGET = {"card-target": "form"}
SUBMIT = {"card-submit": "form"}


def frame(
    do: str, on: str, title: str, body: Sequence[Any], words: Words, *, submit: str = "", version: int = 0
) -> Any:
    """A form: what it is about, its fields, the button that writes and the one that leaves it."""
    return html.Div(
        [
            dcc.Store(id=TARGET, data={"do": do, "on": on, "version": version}),
            html.H3(title, id="card-form-title"),
            *body,
            html.Div(
                [
                    html.Button(
                        submit or words(f"card.do_{do}"), id=SUBMIT, type="button", className="primary", n_clicks=0
                    ),
                    html.Button(words("card.cancel"), type="button", className="secondary", **{"data-do": "cancel"}),
                ],
                className="form-buttons",
            ),
        ],
        className=f"action {do}",
        role="group",
        **{"aria-labelledby": "card-form-title"},
    )


def reason(words: Words, value: str = "") -> list[Any]:
    """The field for a reason; every decision has one."""
    field = dcc.Textarea(
        id=value_id("why"),
        value=value,
        rows=2,
        maxLength=LONGEST_REASON,
        className="why",
        placeholder=words("card.why_help"),
    )
    return [html.Label([words("card.why"), field], className="why-label")]


def status_form(do: str, on: str, count: int, words: Words) -> Any:
    """Confirm, dispute, or another status, for one record or several."""
    body: list[Any] = []
    if do == "status":
        options = [{"label": words(f"vetting.{code}"), "value": code} for code in OTHER_STATUS]
        body = [
            html.Div(words("card.which_status"), className="label"),
            dcc.RadioItems(id=value_id("status"), options=options, value="vetted", className="radios"),
        ]
    title = words(f"card.title_{do}", n=count) if count > 1 else words(f"card.title_{do}_one")
    return frame(do, on, title, [*body, *reason(words)], words)


def grade_form(on: str, source: str, given: tuple[str, str], words: Words) -> Any:
    """Two grades, apart from each other: of who speaks, and of what is said."""
    parts: list[Any] = []
    for name, vocabulary, value in (
        ("source", "grade_of_source", given[0]),
        ("information", "grade_of_information", given[1]),
    ):
        options = [{"label": words("card.grade_as_it_is"), "value": ""}] + [
            {"label": code_label(vocabulary, code, words.language), "value": code} for code in VOCABULARIES[vocabulary]
        ]
        label = words("card.grade_source", source=source) if name == "source" else words("card.grade_information")
        now = words("card.grade_now", grade=value) if value else words("card.not_graded")
        parts.append(
            html.Div(
                [
                    html.Div([label, html.Span(now, className="note")], className="label", dir="auto"),
                    dcc.RadioItems(id=value_id(name), options=options, value="", className="radios"),
                ]
            )
        )
    body = [html.Div(parts, className="two-grades"), *reason(words)]
    return frame("grade", on, words("card.title_grade"), body, words)


def correct_form(on: str, fields: Any, version: int, words: Words) -> Any:
    """The fields of the record as they stand, and why they should say something else."""
    body = [html.P(words("card.correct_help"), className="note"), fields, *reason(words)]
    return frame("correct", on, words("card.title_correct"), body, words, version=version)
