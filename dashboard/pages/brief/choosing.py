"""What goes into a brief, and for whom."""

from __future__ import annotations

from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from dashboard import kept, taking
from dashboard.components import questions
from dashboard.components.icons import icon, kind_mark
from dashboard.components.markup import Component, dcc, html
from dashboard.components.suggestions import choices
from dashboard.desk import Desk
from dashboard.pages.brief.ids import Ids
from dashboard.wording import LANGUAGES, Words, words_of
from graph.errors import DossierError
from graph.model.levels import LEVELS
from queries.parameters import Parameter, suggest

LISTED = 200
"""Chosen entities shown one by one; the rest are counted."""


def form(desk: Desk, chosen: taking.Chosen, words: Words) -> list[Component]:
    """The three steps before a brief is made."""
    return [
        _step(
            1,
            "what",
            [
                _adding(words),
                html.P(id=Ids.ADDED, className="note", role="status"),
                html.Div(id=Ids.LIST, className="taken-list"),
            ],
            words,
        ),
        _step(2, "whom", _whom(desk, chosen, words), words),
        _step(
            3,
            "preview",
            [
                dcc.Loading(html.Div(id=Ids.PREVIEW, **{"aria-live": "polite"}), type="dot", color="#175a8f"),
                html.Div(
                    [
                        html.Button(
                            [icon("page-brief", "#ffffff"), words("brief.make")],
                            id=Ids.MAKE,
                            type="button",
                            className="primary",
                        ),
                        html.Button(
                            words("brief.stop"), id=Ids.STOP, type="button", className="secondary", hidden=True
                        ),
                    ],
                    className="make",
                ),
                html.Div(id=Ids.RESULT, **{"aria-live": "polite"}),
            ],
            words,
        ),
    ]


def _step(number: int, name: str, inside: list[Any], words: Words) -> Component:
    head = html.H2([html.Span(str(number), className="step-number"), words(f"brief.step_{name}")])
    return html.Section([head, *inside], className="box step")


def _adding(words: Words) -> Component:
    return html.Div(
        [
            questions.field(Ids.ADD, words("brief.add"), Ids.ADD),
            html.Button(words("brief.from_canvas"), id=Ids.CANVAS, type="button", className="secondary"),
            html.Button(words("brief.clear"), id=Ids.CLEAR, type="button", className="secondary"),
        ],
        className="adding",
    )


def _whom(desk: Desk, chosen: taking.Chosen, words: Words) -> list[Any]:
    audiences = [
        {
            "value": audience,
            "label": html.Span(
                [
                    html.Span(words(f"brief.audience_{audience}")),
                    html.Span(words("brief.up_to", level=words(f"level.{_level(level)}")), className="hint"),
                ]
            ),
        }
        for audience, level in desk.case.about.audiences.items()
    ]
    languages = [{"value": each, "label": Words(each)("app.language")} for each in LANGUAGES]
    return [
        html.Div(
            [
                html.Div(
                    [
                        html.Div(words("brief.audience"), className="label", id="brief-audience-label"),
                        dcc.RadioItems(
                            id=Ids.AUDIENCE, options=audiences, value=chosen["audience"], className="audiences"
                        ),
                    ],
                    role="group",
                    **{"aria-labelledby": "brief-audience-label"},
                ),
                html.Div(
                    [
                        html.Label(words("brief.purpose"), htmlFor=Ids.PURPOSE),
                        dcc.Input(id=Ids.PURPOSE, type="text", value=chosen["purpose"], maxLength=taking.LONGEST),
                        html.P(words("brief.purpose_help"), className="note"),
                        html.Label(words("brief.name"), htmlFor=Ids.TITLE),
                        dcc.Input(id=Ids.TITLE, type="text", value=chosen["title"], maxLength=taking.LONGEST),
                        html.P(words("brief.name_help"), className="note"),
                        html.Div(words("brief.language"), className="label", id="brief-language-label"),
                        dcc.RadioItems(id=Ids.LANGUAGE, options=languages, value=chosen["language"], inline=True),
                    ]
                ),
            ],
            className="whom",
        )
    ]


def _level(name: str) -> str:
    return name if name in LEVELS else "public"


def listed(desk: Desk, codes: list[str], words: Words) -> list[Component]:
    """The chosen entities, each to be looked at or taken out."""
    if not codes:
        return [html.P(words("brief.nothing_chosen"), className="note")]
    shown = taking.titles(desk, codes[:LISTED], words.language)
    lines = [
        html.Li(
            [
                kind_mark(kind),
                html.Button(html.Bdi(title.replace("\n", " · ")), type="button", className="go", **{"data-card": code}),
                html.Button(
                    icon("close"),
                    id={"brief": "drop", "code": code},
                    type="button",
                    className="tool",
                    title=words("brief.drop"),
                    **{"aria-label": words("brief.drop_named", code=code)},
                ),
            ]
        )
        for code, kind, title in shown
    ]
    more = len(codes) - LISTED
    note = [html.P(words("brief.and_more", n=f"{more:,}"), className="note")] if more > 0 else []
    gone = len(codes[:LISTED]) - len(shown)
    note += [html.P(words("brief.gone", n=gone), className="note")] if gone else []
    return [html.P(words("brief.chosen", n=f"{len(codes):,}"), className="note"), html.Ul(lines), *note]


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of choosing."""
    _register_arriving(app, desk)
    _register_changing(app, desk)


def _register_arriving(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(Ids.BODY, "children"),
        Output(Ids.OWN, "data"),
        Output(Ids.CHOSEN, "data"),
        Output(Ids.PROBLEM, "children"),
        Output(Ids.JOB, "data", allow_duplicate=True),
        Input("here-brief", "data"),
        State("words", "data"),
        prevent_initial_call="initial_duplicate",
    )
    def opened(here: Any, told: Any) -> Any:
        if not isinstance(here, dict) or here.get("page") != "brief":
            return (no_update,) * 5
        words, parts = words_of(told), here.get("parts")
        part = str(parts[0]) if isinstance(parts, list) and parts else ""
        try:
            found = taking.opened(desk, part, language=words.language)
        except DossierError as error:
            return [], None, None, words.said(error), no_update
        if found is None:
            return [], None, None, words("brief.no_such"), no_update
        own, chosen = found
        return form(desk, chosen, words), own, chosen["codes"], "", taking.unfinished(desk) or no_update

    @app.callback(
        Output("goto", "data", allow_duplicate=True),
        Input("take-into-brief", "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def take(told_codes: Any, told: Any) -> Any:
        """From the canvas: what it shows becomes a selection with an address."""
        codes = told_codes.get("codes") if isinstance(told_codes, dict) else None
        if not isinstance(codes, list):
            return no_update  # Explore was drawn: its store came to be
        words = words_of(told)
        return f"/{words.language}/brief/{taking.begin(desk, codes, language=words.language)}"


def _register_changing(app: Dash, desk: Desk) -> None:
    told = State("words", "data")

    @app.callback(
        Output(Ids.CHOSEN, "data", allow_duplicate=True),
        Output(Ids.ADD, "value"),
        Output(Ids.ADDED, "children"),
        Input(Ids.ADD, "value"),
        Input(Ids.CANVAS, "n_clicks"),
        Input(Ids.CLEAR, "n_clicks"),
        Input({"brief": "drop", "code": ALL}, "n_clicks"),
        State(Ids.CHOSEN, "data"),
        told,
        prevent_initial_call=True,
    )
    def change(text: Any, _: Any, __: Any, drops: list[Any], codes: Any, told: Any) -> Any:
        asked, known = ctx.triggered_id, taking.checked({"codes": codes})["codes"]
        if asked == Ids.CLEAR:
            return [], no_update, ""
        if asked == Ids.CANVAS:
            return taking.checked({"codes": [*known, *kept.shown_codes(desk)]})["codes"], no_update, ""
        if isinstance(asked, dict):
            left = [code for code in known if code != asked.get("code")]
            return (left, no_update, "") if any(drops) else (no_update,) * 3
        typed = str(text or "")[:200]
        if not typed.strip():
            return (no_update,) * 3  # it was emptied because something was added: what was said of that stays
        words, now = words_of(told), taking.added(desk, known, typed)
        if now != known:
            return now, "", words("brief.added", code=now[-1])
        why = taking.missed(desk, known, typed)
        return no_update, no_update, words(f"brief.missed_{why}") if why else ""

    @app.callback(Output(Ids.LIST, "children"), Input(Ids.CHOSEN, "data"), told)
    def show(codes: Any, told: Any) -> list[Component]:
        return listed(desk, taking.checked({"codes": codes})["codes"], words_of(told))

    @app.callback(Output(f"{Ids.ADD}-options", "children"), Input(Ids.ADD, "value"), told, prevent_initial_call=True)
    def offer(text: Any, told: Any) -> Any:
        entity = Parameter(name="entity", type="entity", help={"en": ""})
        return choices(suggest(desk.reader(), entity, str(text or "")[:200], language=words_of(told).language))
