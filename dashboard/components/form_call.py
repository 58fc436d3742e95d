"""The form of a telephone call: five fields, and beside it who and what may be known already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.components.form import form_around
from dashboard.components.form_drawing import Drawing, chips, frame, text_field
from dashboard.components.icons import COLOURS, icon, kind_mark
from dashboard.components.markup import Component, html
from dashboard.wording import Words
from graph.evidence import NameHit
from graph.model.vocabularies import VOCABULARIES
from graph.model.words import code_label
from ingest.entry import Problem
from ingest.entry_call import NOT_ASKED
from ingest.entry_drafts import CALL


def call_fields(
    words: Words, values: Mapping[str, Any], problems: Sequence[Problem] = (), *, prefix: str, key: str = ""
) -> Component:
    """The five fields, filled with what was kept."""
    drawing = Drawing(prefix=prefix, words=words, problems={one.field: one.sentence for one in problems})
    consent = values.get("consent")
    purposes = {code: code_label("purpose", code, words.language) for code in VOCABULARIES["purpose"]}
    ticks = chips(
        {NOT_ASKED: words("call.not_asked"), **purposes}, consent if isinstance(consent, list) else [], alone=NOT_ASKED
    )
    fields = [
        _field(drawing, "taken_by", values, needed=True),
        _field(drawing, "when", values, made="date", needed=True),
        _field(drawing, "words", values, rows=7, needed=True),
        frame(
            drawing, "consent", "codes", ticks, label=words("call.consent"), help_=words("call.consent_help"), wide=True
        ),
        _field(drawing, "call_back", values),
    ]  # fmt: skip
    sealed = html.P([icon("lock"), html.Span(words("call.sealed"))], className="sealed-note")
    return form_around(
        [sealed, html.Div(fields, className="slots call")], CALL, words, prefix=prefix, key=key, asked=bool(problems)
    )


def _field(
    drawing: Drawing,
    name: str,
    values: Mapping[str, Any],
    *,
    made: str = "text",
    rows: int = 1,
    needed: bool = False,
) -> Component:
    words = drawing.words
    control = text_field(drawing, name, str(values.get(name) or ""), rows=rows, needed=needed)
    label, help_ = words(f"call.{name}"), words(f"call.{name}_help")
    return frame(drawing, name, made, control, label=label, help_=help_, needed=needed, wide=rows > 1)


def known_already(hits: Sequence[NameHit], words: Words) -> list[Component]:
    """Records whose names stand in what was typed; each opens its card."""
    if not hits:
        return [html.P(words("call.known_none"), className="note")]
    return [
        html.P(words("call.known_note"), className="note"),
        html.Ul([html.Li(_hit(hit, words)) for hit in hits], className="known-list"),
    ]


def _hit(hit: NameHit, words: Words) -> Component:
    return html.Button(
        [
            kind_mark(hit.kind) if hit.kind in COLOURS else None,
            html.Span([html.Bdi(hit.words, className="name"), html.Code(hit.code)]),
        ],
        type="button",
        className="row",
        **{"data-card": hit.code},
    )
