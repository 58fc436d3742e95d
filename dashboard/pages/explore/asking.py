"""What Explore asks the server: the canvas, the questions, the files to take away."""

from __future__ import annotations

from typing import Any

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, ctx, no_update

from dashboard import canvas, cards
from dashboard.components import questions, saving
from dashboard.components.markup import dcc, in_browser
from dashboard.components.picker import picker_form
from dashboard.components.suggestions import choices
from dashboard.desk import Desk
from dashboard.pages.explore.ids import Ids
from dashboard.wording import words_of
from graph.errors import DossierError
from queries.parameters import Parameter, suggest


def register(app: Dash, desk: Desk) -> None:
    """Callbacks: each asks for a reader, calls a plain function and draws its answer."""
    _register_canvas(app, desk)
    _register_questions(app, desk)
    _register_saving(app, desk)


def _register_canvas(app: Dash, desk: Desk) -> None:
    told = State("words", "data")

    @app.callback(
        Output(Ids.CHANGE, "data"),
        Output(cards.Ids.CARD, "children", allow_duplicate=True),
        Input(Ids.ASK, "data"),
        told,
        prevent_initial_call=True,
    )
    def change(ask: Any, told: Any) -> tuple[Any, Any]:
        words = words_of(told)
        found, hub = canvas.answer(desk.reader(), ask, words, most=desk.settings.canvas_nodes)
        return found, picker_form(found["picker"], hub, words) if hub else no_update

    @app.callback(Output("empty", "children"), Input("words", "data"))
    def start_cards(told: Any) -> Any:
        return questions.start_cards(desk.reader(), words_of(told))

    client = "dossier"
    in_browser(app)(ClientsideFunction(client, "receive"), Output(Ids.CHANGE, "clear_data"), Input(Ids.CHANGE, "data"))
    in_browser(app)(
        ClientsideFunction(client, "takeNew"),
        Output("new-material", "hidden", allow_duplicate=True),
        Input("new-material", "n_clicks"),
        prevent_initial_call=True,
    )
    in_browser(app)(
        ClientsideFunction(client, "pickShown"),
        Output(Ids.PICKER, "data"),
        Input({"picker": "show", "code": ALL}, "n_clicks"),
        State({"picker": "lines", "code": ALL}, "value"),
        State({"picker": "limit", "code": ALL}, "value"),
        State({"picker": "show", "code": ALL}, "id"),
        prevent_initial_call=True,
    )
    in_browser(app)(
        ClientsideFunction(client, "rowChosen"),
        Output(Ids.TABLE_NODES, "id"),
        Input(Ids.TABLE_NODES, "selectedRows"),
        prevent_initial_call=True,
    )
    in_browser(app)(
        ClientsideFunction(client, "rowChosen"),
        Output(Ids.TABLE_LINKS, "id"),
        Input(Ids.TABLE_LINKS, "selectedRows"),
        prevent_initial_call=True,
    )


def _register_questions(app: Dash, desk: Desk) -> None:
    told = State("words", "data")

    @app.callback(Output(Ids.FORM, "children"), Input(Ids.QUESTION, "data"), told, prevent_initial_call=True)
    def form(wanted: Any, told: Any) -> Any:
        return questions.form(desk, wanted, words_of(told))

    @app.callback(
        Output({"part": "options", "param": MATCH, "query": MATCH}, "children"),
        Input({"part": "value", "param": MATCH, "query": MATCH}, "value"),
        told,
    )
    def offer(text: Any, told: Any) -> Any:
        return questions.offers(desk, ctx.outputs_list["id"], text, words_of(told))

    for name in ("path-from", "path-to"):

        @app.callback(Output(f"{name}-options", "children"), Input(name, "value"), told, prevent_initial_call=True)
        def offer_end(text: Any, told: Any) -> Any:
            words = words_of(told)
            entity = Parameter(name="entity", type="entity", help={"en": ""})
            return choices(suggest(desk.reader(), entity, str(text or "")[:200], language=words.language))

    @app.callback(
        Output(Ids.TABLE_ANSWER, "rowData"),
        Output(Ids.TABLE_ANSWER, "columnDefs"),
        Output("answer-head", "children"),
        Output(Ids.ANSWERED, "data"),
        Output("form-says", "children"),
        Input({"run": ALL}, "n_clicks"),
        State({"part": "value", "param": ALL, "query": ALL}, "value"),
        State({"part": "value", "param": ALL, "query": ALL}, "id"),
        State({"run": ALL}, "id"),
        told,
        prevent_initial_call=True,
    )
    def run(clicks: list[Any], values: list[Any], ids: list[Any], buttons: list[Any], told: Any) -> Any:
        if not any(clicks) or not buttons:
            return (no_update,) * 5
        given = {str(each["param"]): value for each, value in zip(ids, values, strict=True)}
        words = words_of(told)
        try:
            answer = questions.run(desk, str(buttons[0]["run"]), given)
        except DossierError as error:
            return [], [], [], None, words.said(error)  # never the old rows beside a new question
        rows, columns = questions.rows(answer, words)
        return rows, columns, questions.head(desk, answer, words), {"show": True, "codes": answer.codes}, ""

    in_browser(app)(
        ClientsideFunction("dossier", "answered"),
        Output(Ids.ANSWERED, "clear_data"),
        Input(Ids.ANSWERED, "data"),
        prevent_initial_call=True,
    )


def _register_saving(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(Ids.DOWNLOAD, "data"),
        Input(Ids.SAVE, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def save(wanted: Any, told: Any) -> Any:
        if not isinstance(wanted, dict):
            return no_update
        try:
            name, content, kind = saving.make(desk.reader(), wanted, words_of(told), example=desk.case.is_example)
        except DossierError:
            return no_update  # this page never asks so
        return dcc.send_bytes(content, name, type=kind)
