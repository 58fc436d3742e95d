"""The form of a record: its fields with help at each, suggestions for references, dates as they are understood.

``form_fields(kind, words, values, problems, prefix="correct")`` draws one; a page may show several, each with a
prefix of its own. While somebody types, the browser keeps what stands in it in two stores:

    ``now_id(prefix)``     always what stands there: take it as ``State`` when a button is pressed
    ``typed_id(prefix)``   the same a moment after the last key: take it as ``Input`` to save or to check

Both hold ``{"kind": …, "values": {…}}``; ``read_form(data)`` gives kind and values (see
:mod:`ingest.entry_reading`). To say what is wrong, send ``told(problems)`` to ``told_id(prefix)``.
:func:`register` is called once for the application; then every form tells dates and offers references by itself.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from dash import MATCH, ClientsideFunction, Dash, Input, Output, State, no_update

from dashboard.components.form_drawing import Drawing
from dashboard.components.form_fields import slots
from dashboard.components.form_groups import groups
from dashboard.components.markup import Component, dcc, html, in_browser
from dashboard.desk import Desk
from dashboard.wording import Words, words_of
from graph.model import KINDS
from ingest.entry import Problem, check, understood
from ingest.entry_call import call_told, check_call
from ingest.entry_choices import choices, labels
from ingest.entry_drafts import CALL, is_form

MOST_TEXT = 300
"""Letters of a field that are looked up as one types."""


def _id(part: str, prefix: Any) -> dict[str, Any]:
    return {"form": part, "prefix": prefix}


def now_id(prefix: str) -> dict[str, Any]:
    """Id of the store that always holds what stands in the form."""
    return _id("now", prefix)


def typed_id(prefix: str) -> dict[str, Any]:
    """Id of the store that holds it once somebody pauses."""
    return _id("typed", prefix)


def told_id(prefix: str) -> dict[str, Any]:
    """Id of the store by which the form is told what is wrong."""
    return _id("told", prefix)


def form_fields(
    kind: str,
    words: Words,
    values: Mapping[str, Any],
    problems: Sequence[Problem] = (),
    *,
    only: Sequence[str] = (),
    prefix: str,
    key: str = "",
) -> Component:
    """The fields of a kind, filled with what a form held before.

    Args:
        values: as typed: see :mod:`ingest.entry_reading`; of a record there is,
            :func:`ingest.entry_values.typed_values`.
        only: names of the fields to show, all of them open; every field where it is left out.
        prefix: letters and digits that no other form on the page has.
        key: comes back with what the browser sends, so that nothing late is taken for another form's.
    """
    drawing = Drawing(prefix=prefix, words=words, problems={one.field: one.sentence for one in problems})
    parts = [_group(drawing, kind, group, values) for group in groups(kind, only)]
    return form_around(parts, kind, words, prefix=prefix, key=key, asked=bool(problems))


def form_around(
    parts: list[Component], kind: str, words: Words, *, prefix: str, key: str = "", asked: bool = False
) -> Component:
    """Fields as one form that the browser keeps in its stores.

    Args:
        asked: what is wrong has been asked for already, so it is said at every field.
    """
    stores = [dcc.Store(id=_id(part, prefix)) for part in ("now", "typed", "told", "asked", "offered")]
    return html.Div(
        [
            *stores,
            html.Div(
                parts,
                className="entry-fields",
                key=secrets.token_hex(6),  # drawn anew, it is a new form: nothing of the old one stays in its fields
                **{
                    "data-entry": prefix,
                    "data-kind": kind,
                    "data-key": key,
                    "data-asked": "yes" if asked else "",
                    "data-say": json.dumps({"remove": words("form.remove")}, ensure_ascii=False),
                },
            ),
        ],
        className="entry",
    )


def _group(drawing: Drawing, kind: str, group: Any, values: Mapping[str, Any]) -> Component:
    inside = slots(drawing, kind, group.fields, values, "")
    title = drawing.words(f"form.group_{group.name}")
    if group.folded:
        filled = any(values.get(field.name) not in (None, "", [], {}) for field in group.fields)
        wrong = any(one.partition("/")[0] in {field.name for field in group.fields} for one in drawing.problems)
        return html.Details(
            [html.Summary(title), html.Div(inside, className="slots")],
            open=filled or wrong,
            className=f"fold {group.name}",
        )
    return html.Div(
        [html.H3(title), html.Div(inside, className="slots")],
        role="group",
        className=f"part-of-form {group.name}",
        **{"aria-label": title},
    )


def read_form(data: Any) -> tuple[str, dict[str, Any]]:
    """Kind (or "call") and values of a form as its store holds them; "" and {} where a browser sent something else."""
    if not isinstance(data, dict) or not is_form(data.get("kind")) or not isinstance(data.get("values"), dict):
        return "", {}
    return str(data["kind"]), {str(name): value for name, value in data["values"].items()}


def told(problems: Sequence[Problem], *, asked: bool = True, **more: Any) -> dict[str, Any]:
    """What a form is told: what is wrong at which field.

    Args:
        asked: somebody pressed the button, so every problem is shown and the first field of them gets the focus;
            else only what stands in a field is spoken of.
    """
    return {"problems": {one.field: one.sentence for one in problems}, "asked": asked, **more}


def look(desk: Desk, kind: str, values: dict[str, Any], words: Words, *, n: Any) -> dict[str, Any]:
    """What a form is told while somebody types: problems, how dates are understood, what its references are called."""
    if kind == CALL:
        wrong = check_call(values, words.language)
        return told(wrong, asked=False, dates=call_told(values, words.language), n=n)
    reader = desk.reader()
    return told(
        check(kind, values, words.language, case=desk.case, reader=reader),
        asked=False,
        dates={at: words.directed(said) for at, said in understood(kind, values, words.language).items()},
        chosen=labels(desk.case, reader, values, words.language),
        n=n,
    )


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of every form, once for the application."""

    @app.callback(
        Output(_id("told", MATCH), "data"),
        Input(_id("typed", MATCH), "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def tell(typed: Any, language: Any) -> Any:
        kind, values = read_form(typed)
        if not kind:
            return no_update
        return look(desk, kind, values, words_of(language), n=typed.get("n"))

    @app.callback(
        Output(_id("offered", MATCH), "data"),
        Input(_id("asked", MATCH), "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def offer(asked: Any, language: Any) -> Any:
        field = _asked_field(asked)
        if field is None:
            return no_update
        words = words_of(language)
        text = str(asked.get("text") or "")[:MOST_TEXT]
        found = choices(desk.case, desk.reader(), field.refers_to, text, words.language)
        return {
            "n": asked.get("n"),
            "slot": asked.get("slot"),
            "options": [
                {"value": json.dumps(one.value), "label": one.label, "hint": one.hint, "kind": one.kind}
                for one in found
            ],
        }

    for part, does in (("told", "formTold"), ("offered", "formOffered")):
        in_browser(app)(
            ClientsideFunction("dossier", does),
            Output(_id(part, MATCH), "clear_data"),
            Input(_id(part, MATCH), "data"),
            State(_id(part, MATCH), "id"),
            prevent_initial_call=True,
        )


def _asked_field(asked: Any) -> Any:
    if not isinstance(asked, dict) or asked.get("kind") not in KINDS:
        return None
    field = KINDS[asked["kind"]].field(str(asked.get("field")))
    return field if field is not None and field.refers_to else None
