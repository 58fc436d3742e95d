"""What the fields of every form are made of: a frame with label, help and problem; text, options, marks to tick.

The browser's part (``assets/30-enter.js``) reads a field by ``data-slot`` (its name) and ``data-type``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.components.markup import Component, html
from dashboard.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What every field of one form shares.

    Attributes:
        problems: way to a field to the sentence at it.
    """

    prefix: str
    words: Words
    problems: Mapping[str, str] = field(default_factory=dict)

    def id(self, path: str, part: str = "") -> str:
        """The id of a part of the field at a way such as ``document/source/name``."""
        return "-".join(("f", self.prefix, *path.split("/"), *([part] if part else [])))


def frame(
    drawing: Drawing,
    at: str,
    made: str,
    control: Component,
    *,
    label: str,
    help_: str,
    needed: bool = False,
    wide: bool = False,
) -> Component:
    """What stands around a control: its label, help, how it was understood, what is wrong.

    Args:
        made: how the browser reads it; see :func:`dashboard.components.form_fields.slot_type`.
    """
    grouped = made in ("names", "codes")
    mark = [html.Span(drawing.words("form.needed"), className="needed")] if needed else []
    own = drawing.id(at, "label")
    said = html.Span([label, *mark], id=own, className="label") if grouped else html.Label(
        [label, *mark], id=own, htmlFor=drawing.id(at)
    )  # fmt: skip
    return html.Div(
        [
            said,
            control,
            html.P(drawing.words.directed(help_), className="slot-help", id=drawing.id(at, "help")),
            html.P(className="slot-told", id=drawing.id(at, "told"), dir="auto", **{"aria-live": "polite"}),
            html.P(drawing.problems.get(at, ""), className="slot-wrong", id=drawing.id(at, "wrong"), dir="auto"),
        ],
        className="slot wide" if wide else "slot",
        **{
            "data-slot": at.rpartition("/")[2],
            "data-path": at,
            "data-type": made,
            **({"role": "group", "aria-labelledby": own} if grouped else {}),
        },
    )


def text_field(
    drawing: Drawing, at: str, value: str, *, rows: int, example: str = "", needed: bool = False
) -> Component:
    """A field for words: one line that grows, or several."""
    return html.Textarea(
        value,
        id=drawing.id(at),
        rows=rows,
        dir="auto",
        spellCheck="false",
        autoComplete="off",
        placeholder=example or " ",  # a blank one lets the style sheet see that nothing stands there
        className="line-field" if rows == 1 else "long-field",
        **{**described(drawing, at), **({"aria-required": "true"} if needed else {})},
    )


def described(drawing: Drawing, at: str) -> dict[str, str]:
    """What tells a screen reader of the lines below a control."""
    wrong = drawing.problems.get(at)
    ids = " ".join(drawing.id(at, part) for part in ("help", "told", "wrong"))
    return {"aria-describedby": ids, **({"aria-invalid": "true"} if wrong else {})}


def option(code: str, label: str, chosen: bool) -> Component:
    """One line of a list to choose from."""
    return html.Option(label, value=code, **({"selected": "selected"} if chosen else {}))


def chips(options: Mapping[str, str], chosen: Sequence[str], *, alone: str = "") -> Component:
    """Marks to tick, code to label.

    Args:
        alone: a code that unticks every other one.
    """
    return html.Div(
        [
            html.Button(
                label,
                type="button",
                role="checkbox",
                className="chip",
                **{
                    "data-code-of": code,
                    "aria-checked": "true" if code in chosen else "false",
                    **({"data-alone": "yes"} if code == alone else {}),
                },
            )
            for code, label in options.items()
        ],
        className="chips",
    )
