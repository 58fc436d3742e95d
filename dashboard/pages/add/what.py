"""Step 1: what a file that was brought is taken for; and the list of those that wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.components.markup import Component, html
from dashboard.pages.add.marks import asks, columns_in_line, listed, sentence, step
from dashboard.wording import Words
from ingest.arrival import ARCHIVE, DOCUMENT, INTAKE, KNOWN, UNREADABLE, Arrival
from ingest.arrivals import Arrived

MEMBERS = 12
"""Files of an archive that are listed."""


def brought(files: Sequence[Arrived], states: Mapping[str, str], chosen: str, words: Words) -> list[Any]:
    """The files that wait, each with how far it is."""
    if not files:
        return []
    lines = [
        html.Li(
            [
                html.A(
                    [
                        html.Bdi(one.look.name, className="name"),
                        html.Span(
                            words(f"add.state.{states[one.id]}"), className=f"tag {_TONE.get(states[one.id], '')}"
                        ),
                    ],
                    href=f"/{words.language}/add/{one.id}",
                    className="add-file" + (" chosen" if one.id == chosen else ""),
                    **{"data-href": f"/{words.language}/add/{one.id}"},
                    **({"aria-current": "true"} if one.id == chosen else {}),
                ),
                html.Button(
                    words("add.forget"), type="button", className="add-link", **asks("forget", id=one.id),
                    **{"aria-label": f"{words('add.forget')}: {one.look.name}"},
                ),
            ]
        )
        for one in files
    ]  # fmt: skip
    return [html.H2(words("add.brought")), html.Ul(lines, className="box add-files")]


_TONE = {"failed": "bad", "unreadable": "bad", "stopped": "warn", "new": "warn"}


def what_it_is(found: Arrived, words: Words) -> list[Any]:
    """The first step."""
    look = found.look
    inside: list[Any] = [
        html.Div(
            [
                html.Bdi(look.name, className="name"),
                html.Span(words("add.size", n=f"{max(1, look.size >> 10):,}"), className="note"),
            ],
            className="add-name",
        ),
        html.P(words(f"add.what.{look.taken_for}"), className="add-verdict" + _tone(look)),
    ]
    if look.taken_for == UNREADABLE:
        inside.append(sentence(words.said(look.why), words, className="error"))
    if look.named_otherwise:
        inside.append(html.P(words("add.named_otherwise"), className="note"))
    inside += _of_kind(found, words)
    return [step(1, "what", words), html.Div(inside, className="box")]


def _tone(look: Arrival) -> str:
    return " error" if look.taken_for == UNREADABLE else ""


def _of_kind(found: Arrived, words: Words) -> list[Any]:
    look = found.look
    if look.taken_for in (DOCUMENT, ARCHIVE):
        said: list[Any] = [html.P(words(f"add.{look.taken_for}_text"), className="note")]
        return said + ([_members(look, words)] if look.members else [])
    if look.taken_for in (KNOWN, INTAKE) and found.layout is None:
        lines = [_sheet(look, at, words) for at in range(len(look.sheets))]
        button = html.Button(words("add.choose_columns"), type="button", className="secondary", **asks("columns"))
        return [listed(lines, words, className="add-lines"), *([button] if look.taken_for == KNOWN else [])]
    return []


def _sheet(look: Arrival, at: int, words: Words) -> str:
    sheet = look.sheets[at]
    if sheet.taken_for not in (KNOWN, INTAKE):
        return words("add.sheet_left", sheet=sheet.name)
    if sheet.taken_for == INTAKE:
        return words("add.intake_sheet", sheet=sheet.name, row=sheet.header)
    key = "add.known_by" if len(look.sheets) > 1 else "add.known_by_one"
    said = words(key, sheet=sheet.name, mapping=sheet.mapping, row=sheet.header)
    if sheet.others:
        said += " " + words("add.others", columns=columns_in_line(sheet.others, words))
    if sheet.refused:
        said += " " + words("add.never", columns=columns_in_line(sheet.refused, words))
    return said


def _members(look: Arrival, words: Words) -> Component:
    lines = [
        html.Li(
            [
                html.Bdi(one.name),
                *([html.Span(f" – {words(f'add.why.{one.why}')}", className="note")] if one.why else []),
            ]
        )
        for one in look.members[:MEMBERS]
    ]
    more = len(look.members) - MEMBERS
    lines += [html.Li(words("add.member_more", n=f"{more:,}"), className="note")] if more > 0 else []
    return html.Div([html.H3(words("add.members")), html.Ul(lines, className="add-lines")])
