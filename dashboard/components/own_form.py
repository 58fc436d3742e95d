"""The editor of a query of the case's own: words, Cypher, a line for each parameter, and the checks beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.components.icons import icon
from dashboard.components.markup import Component, dcc, html
from dashboard.wording import Words
from queries.own import MAX_HELP, MAX_TITLE, TYPES, Check, Draft, DraftParameter
from queries.saved_query import used_parameters

MARK = {"error": "warning", "warning": "warning", "fine": "check"}


def editor(draft: Draft, words: Words, *, replaces: str, checks: Sequence[Check]) -> list[Component]:
    """The whole form. What is typed is read by the page's script and checked on the server."""
    title = words("queries.edit_title" if replaces else "queries.new_title")
    return [
        html.H1(title),
        html.P(words("queries.own_note"), className="note"),
        html.Div(
            [
                html.Div(
                    [
                        _line("title", words("queries.own_title"), draft.title, MAX_TITLE),
                        _line("name", words("queries.own_name"), draft.name, 60, hint=words("queries.own_name_help")),
                        _area("help", words("queries.own_help"), draft.help, 2, MAX_HELP),
                        _area("cypher", words("queries.own_cypher"), draft.cypher, 14, 100_000),
                        html.Div(parameter_lines(draft.parameters, words), id="own-parameters"),
                    ],
                    className="own-fields",
                ),
                html.Div(
                    [html.H2(words("queries.checks")), html.Ul(check_lines(checks, words), id="own-checks")],
                    className="own-checks",
                    role="status",
                    **{"aria-live": "polite"},
                ),
            ],
            className="own-grid",
        ),
        html.Div(
            [
                html.Button(words("queries.own_save"), type="button", className="primary", **{"data-own": "save"}),
                *(
                    [
                        html.Button(
                            words("queries.own_remove"), type="button", className="quiet", **{"data-own": "remove"}
                        )
                    ]
                    if replaces
                    else []
                ),
                dcc.Link(words("queries.own_cancel"), href=f"/{words.language}/queries/{replaces}".rstrip("/")),
            ],
            className="own-acts",
        ),
        html.Div(
            [
                html.P(words("queries.remove_ask")),
                html.Button(
                    words("queries.remove_yes"), type="button", className="danger", **{"data-own": "removeYes"}
                ),
                html.Button(
                    words("queries.remove_no"), type="button", className="secondary", **{"data-own": "removeNo"}
                ),
            ],
            id="own-sure",
            className="own-sure",
            hidden=True,
            role="alertdialog",
            **{"aria-label": words("queries.own_remove")},
        ),
    ]


def _line(name: str, label: str, value: str, most: int, *, hint: str = "") -> Component:
    own = f"own-{name}"
    return html.Div(
        [
            html.Label(label, htmlFor=own),
            dcc.Input(id=own, type="text", value=value, maxLength=most, autoComplete="off", spellCheck="false"),
            *([html.P(hint, className="note")] if hint else []),
        ],
        className="field",
    )


def _area(name: str, label: str, value: str, rows: int, most: int) -> Component:
    own = f"own-{name}"
    code = name == "cypher"
    return html.Div(
        [
            html.Label(label, htmlFor=own),
            dcc.Textarea(
                id=own,
                value=value,
                rows=rows,
                maxLength=most,
                dir="ltr" if code else "auto",
                spellCheck="false" if code else "true",
                className="code" if code else "",
            ),
        ],
        className="field",
    )


def parameter_lines(parameters: Sequence[DraftParameter], words: Words) -> list[Component]:
    """A line for each parameter that the Cypher uses; nothing where it uses none."""
    if not parameters:
        return [html.P(words("queries.no_parameters"), className="note")]
    head = [words(f"queries.parameter_{each}") for each in ("name", "type", "help", "default")]
    return [
        html.H2(words("queries.parameters")),
        html.Table(
            [
                html.Thead(html.Tr([html.Th(each, scope="col") for each in head])),
                html.Tbody([_parameter(each, words) for each in parameters]),
            ],
            className="plain-table parameters",
        ),
        html.P(words("queries.default_note"), className="note"),
    ]


def _parameter(parameter: DraftParameter, words: Words) -> Component:
    kinds = [parameter.type, *(each for each in TYPES if each != parameter.type)]
    named = {"data-parameter": parameter.name}
    said = f"{parameter.name}: "
    return html.Tr(
        [
            html.Th(html.Code(f"${parameter.name}"), scope="row"),
            html.Td(
                html.Select(
                    [html.Option(words(f"queries.type_{each}"), value=each) for each in kinds],
                    **{**named, "data-part": "type", "aria-label": said + words("queries.parameter_type")},
                )
            ),
            *(
                html.Td(
                    dcc.Input(
                        id={"own": part, "param": parameter.name},
                        type="text",
                        value=value,
                        autoComplete="off",
                        maxLength=200,
                    ),
                    **{**named, "data-part": part, "data-label": said + words(f"queries.parameter_{part}")},
                )
                for part, value in (("help", parameter.help), ("default", parameter.default or ""))
            ),
        ]
    )


def check_lines(checks: Sequence[Check], words: Words) -> list[Component]:
    """What was found, the gravest first; a place in the text where it is known."""
    return [
        html.Li(
            [icon(MARK[each.kind]), html.Span(words.directed(check_text(each, words)), dir="auto")],
            className=each.kind,
            **({"data-line": str(each.at[0]), "data-column": str(each.at[1])} if each.at else {}),
        )
        for each in checks
    ]


def check_text(check: Check, words: Words) -> str:
    """One thing found, in the page's language."""
    told = check.told | {name: words.said(text) for name, text in check.told.items() if name == "sentence"}
    return words(f"queries.check_{check.what}", **told)


def with_parameters(draft: Draft) -> Draft:
    """The draft with a parameter for each ``$name`` in its Cypher: those known stay as they are, in order of use."""
    known = {each.name: each for each in draft.parameters}
    used = used_parameters(draft.cypher) - {"clearance"}
    spans = {name[:-6] for name in used if name.endswith("_first") and f"{name[:-6]}_last" in used}
    single = {name for name in used if not (name.endswith(("_first", "_last")) and name.rpartition("_")[0] in spans)}
    found = []
    for name in sorted(single | spans, key=lambda each: draft.cypher.find(f"${each}")):
        one = known.get(name) or DraftParameter(name=name, type=_guess(name))
        kind = "period" if name in spans else ("text" if one.type == "period" else one.type)
        found.append(DraftParameter(name=name, type=kind, help=one.help, default=one.default))
    return Draft(name=draft.name, title=draft.title, help=draft.help, parameters=tuple(found), cypher=draft.cypher)


def _guess(name: str) -> str:
    return next((kind for kind in TYPES if name.startswith(kind) or (kind == "date" and name == "day")), "text")


def draft_from(told: Any) -> Draft:
    """A draft from what the browser sent; anything that is not text is left out."""
    given = told if isinstance(told, dict) else {}
    parameters = given.get("parameters")
    return Draft(
        name=_text(given.get("name"), 200).strip(),
        title=_text(given.get("title"), 2_000),
        help=_text(given.get("help"), 20_000),
        cypher=_text(given.get("cypher"), 200_000),
        parameters=tuple(
            DraftParameter(
                name=_text(each.get("name"), 100),
                type=_text(each.get("type"), 20),
                help=_text(each.get("help"), 500),
                default=_text(each.get("default"), 500) or None,
            )
            for each in (parameters if isinstance(parameters, list) else [])[:50]
            if isinstance(each, dict)
        ),
    )


def _text(value: Any, most: int) -> str:
    return value[:most] if isinstance(value, str) else ""
