"""The fields of a kind, each with the control of its type.

What stands within a ``data-sub`` belongs to a record that is made within the form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard.components.form_drawing import Drawing, chips, described, frame, option, text_field
from dashboard.components.form_groups import LONG, short
from dashboard.components.icons import COLOURS, icon, kind_mark
from dashboard.components.markup import Component, html
from graph.model import KINDS, Field, FieldType
from graph.model.vocabularies import VOCABULARIES
from graph.model.words import code_label, field_example, field_label, form_help
from ingest.entry_reading import offered_new


def slots(
    drawing: Drawing, kind: str, fields: Iterable[Field], values: Mapping[str, Any], path: str
) -> list[Component]:
    """Some fields of a kind, at the way ``path`` ("" or ``document/``)."""
    return [_slot(drawing, kind, declared, values.get(declared.name), path) for declared in fields]


def _slot(drawing: Drawing, kind: str, declared: Field, value: Any, path: str) -> Component:
    language = drawing.words.language
    return frame(
        drawing,
        path + declared.name,
        slot_type(declared),
        _control(drawing, kind, declared, value, path),
        label=field_label(declared.name, language, kind=kind),
        help_=form_help(declared.name, language, kind=kind),
        needed=declared.required,
        wide=declared.name in LONG or declared.type is FieldType.NAMES,
    )


def slot_type(declared: Field) -> str:
    """How the browser reads a field."""
    if declared.type is FieldType.NAMES:
        return "names"
    if declared.type is FieldType.CODE:
        return "codes" if declared.many else "code"
    if declared.type is FieldType.REFERENCE:
        return "references" if declared.many else "reference"
    if declared.many:
        return "lines"
    return "date" if declared.type is FieldType.EDTF else "text"


def _control(drawing: Drawing, kind: str, declared: Field, value: Any, path: str) -> Component:
    at = path + declared.name
    made = slot_type(declared)
    if made == "names":
        return _names(drawing, declared, value, at)
    if made == "codes":
        return _codes(drawing, declared, value)
    if made == "code":
        return _code(drawing, declared, value, at)
    if made in ("reference", "references"):
        return _reference(drawing, kind, declared, value, path)
    text = "\n".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")
    long = declared.name in LONG or made == "lines"
    example = field_example(declared.name, drawing.words.language, kind=kind)
    return text_field(drawing, at, text, rows=3 if long else 1, example=example, needed=declared.required)


def _code(drawing: Drawing, declared: Field, value: Any, at: str) -> Component:
    language = drawing.words.language
    options = [option("", drawing.words("form.not_said"), not value)] if declared.name != "level" else []
    for code in VOCABULARIES[declared.vocabulary]:
        label = code_label(declared.vocabulary, code, language)
        if declared.name == "level":
            label = f"{label} — {drawing.words(f'form.level_{code}')}"
        options.append(option(code, label, code == (value or ("confidential" if declared.name == "level" else ""))))
    return html.Select(options, id=drawing.id(at), **described(drawing, at))


def _codes(drawing: Drawing, declared: Field, value: Any) -> Component:
    language = drawing.words.language
    options = {code: code_label(declared.vocabulary, code, language) for code in VOCABULARIES[declared.vocabulary]}
    return chips(options, value if isinstance(value, list) else [])


# --- names


def _names(drawing: Drawing, declared: Field, value: Any, at: str) -> Component:
    given = [one if isinstance(one, Mapping) else {"words": one} for one in value] if isinstance(value, list) else []
    rows = [_name(drawing, declared, one, at, number) for number, one in enumerate(given or [{}])]
    return html.Div(
        [
            html.Div(rows, className="name-rows"),
            html.Div(_name(drawing, declared, {}, at, -1), hidden=True, **{"data-blank": "name"}),
            html.Button(
                drawing.words("form.add_name"), type="button", className="quiet", **{"data-entry-do": "add-name"}
            ),
        ],
        className="names",
    )


def _name(drawing: Drawing, declared: Field, name: Mapping[str, Any], at: str, number: int) -> Component:
    words = drawing.words
    own = drawing.id(at) if number == 0 else drawing.id(at, "n" if number < 0 else str(number))
    chosen = str(name.get("type") or ("alias" if number else "full"))
    types = [
        option(code, code_label(declared.vocabulary, code, words.language), code == chosen)
        for code in VOCABULARIES[declared.vocabulary]
    ]
    return html.Div(
        [
            html.Textarea(
                str(name.get("words") or ""),
                id=own,
                rows=1,
                dir="auto",
                spellCheck="false",
                autoComplete="off",
                className="line-field",
                **{"aria-label": words("form.name_words"), **described(drawing, at)},
            ),
            html.Select(types, **{"aria-label": words("form.name_type")}),
            html.Button(
                icon("close"),
                type="button",
                className="tool",
                title=words("form.remove"),
                **{"aria-label": words("form.remove"), "data-entry-do": "remove-name"},
            ),
        ],
        className="name-row",
        **{"data-language": str(name.get("language") or "")},
    )


# --- references


def _reference(drawing: Drawing, kind: str, declared: Field, value: Any, path: str) -> Component:
    at = path + declared.name
    words = drawing.words
    given = value if isinstance(value, Sequence) and not isinstance(value, str) else [value] if value else []
    chosen = [{"code": one} if isinstance(one, str) else dict(one) for one in given if one]
    made = offered_new(KINDS[kind], declared) if path.count("/") < 2 else ()
    inner = next((one for one in chosen if one.get("new") in made), None) if not declared.many else None
    text = next((str(one["text"]) for one in chosen if one.get("text")), "")
    settled = [one for one in chosen if one is not inner and "text" not in one]
    box = drawing.id(at, "options")
    return html.Div(
        [
            html.Div(className="chosen", **{"data-chosen": json.dumps(settled, ensure_ascii=False)}),
            html.Div(
                [
                    html.Textarea(
                        text,
                        id=drawing.id(at),
                        rows=1,
                        dir="auto",
                        role="combobox",
                        spellCheck="false",
                        autoComplete="off",
                        placeholder=words("form.search_one"),
                        className="line-field",
                        **{
                            **described(drawing, at),
                            "aria-expanded": "false",
                            "aria-controls": box,
                            "aria-autocomplete": "list",
                        },
                    ),
                    html.Div(
                        id=box, role="listbox", className="offers", hidden=True, **{"aria-label": words("form.offers")}
                    ),
                ],
                className="pick",
            ),
            *(
                _new(drawing, one, inner.get("values") if inner and inner["new"] == one else None, f"{at}/")
                for one in (made if not declared.many else ())
            ),
        ],
        className="reference",
        **{"data-new": json.dumps({one: words(f"form.new_{one}") for one in made}, ensure_ascii=False)},
    )


def _new(drawing: Drawing, kind: str, values: Any, path: str) -> Component:
    """The short form of a record that is made within this one; closed unless it holds something."""
    opened = values is not None
    title = drawing.words(f"form.new_{kind}")
    inner = replace(drawing, prefix=f"{drawing.prefix}-{kind}")  # two kinds may be made here, with fields of one name
    return html.Fieldset(
        [
            html.Legend([kind_mark(kind) if kind in COLOURS else None, title]),
            html.Div(
                slots(inner, kind, short(kind), values if isinstance(values, Mapping) else {}, path), className="slots"
            ),
            html.Button(
                drawing.words("form.choose_instead"), type="button", className="quiet", **{"data-entry-do": "no-new"}
            ),
        ],
        hidden=not opened,
        className="sub",
        **{"data-sub": kind},
    )
