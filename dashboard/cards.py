"""The card beside every page: what an element of any page asks for by ``data-card``, and what can be decided on it."""

from __future__ import annotations

from typing import Any

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, ctx, no_update

from dashboard.card_forms import PREFIX, draw_form, draw_join, draw_split
from dashboard.card_writing import Filled, Written, write
from dashboard.components import card
from dashboard.components.card_splitting import PREVIEW
from dashboard.components.form import told as form_told
from dashboard.components.markup import Component, dcc, html, in_browser
from dashboard.components.suggestions import choices
from dashboard.desk import Desk
from dashboard.wording import Words, words_of
from queries.parameters import Parameter, resolve_code, suggest


class Ids:
    """Ids of the card.

    ``ASK``: ``{"do": …, "on": …}`` opens a form; ``SIDES``: what stands where in a split; ``DONE`` tells the page
    that something was written.
    """

    INSPECT, CARD = "inspect", "card"
    ASK, FORM, SAYS, SIDES, DONE = "card-ask", "card-form", "card-says", "card-sides", "card-done"


def panel(words: Words) -> list[Component]:
    """The empty panel and what asks for its content: ``{"id": code, id of a line, or thread}``."""
    return [
        *(dcc.Store(id=name) for name in (Ids.INSPECT, Ids.ASK, Ids.SIDES, Ids.DONE)),
        html.Aside(
            [
                html.Div(id=Ids.CARD, className="card-body"),
                html.Div(id=Ids.SAYS, className="card-says error", role="alert"),
                html.Div(id=Ids.FORM, className="card-form"),
            ],
            className="card",
            **{"aria-label": words("explore.card"), "aria-live": "polite"},
        ),
    ]


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of the card."""
    _register_showing(app, desk)
    _register_forms(app, desk)
    _register_writing(app, desk)


def files_of_loads(desk: Desk) -> dict[str, str]:
    """Load to the name of its file."""
    return {load.id: load.file for load in desk.case.evidence.loads()}


def _register_showing(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(Ids.CARD, "children"), Input(Ids.INSPECT, "data"), State("words", "data"), prevent_initial_call=True
    )
    def inspect(wanted: Any, told: Any) -> Any:
        return card.draw(desk.reader(), wanted, words_of(told), folder=desk.folder, files=files_of_loads(desk))

    @app.callback(
        Output({"card": "words", "part": MATCH, "of": MATCH}, "children"),
        Input({"card": "more", "part": MATCH, "of": MATCH}, "n_clicks"),
        prevent_initial_call=True,
    )
    def whole(clicks: Any) -> Any:
        name = ctx.outputs_list["id"]
        view = desk.reader().record(str(name.get("of"))) if clicks else None
        if view is None:
            return no_update
        text = view.translation if name.get("part") == "translation" else view.quote
        return html.Blockquote(text, dir="auto", tabIndex=0, className="whole")

    # The case has changed: what the card shows is looked up again, so that nothing stale stays on it.
    in_browser(app)(
        ClientsideFunction("dossier", "cardAgain"),
        Output(Ids.INSPECT, "data", allow_duplicate=True),
        Input("revision", "data"),
        State(Ids.INSPECT, "data"),
        prevent_initial_call=True,
    )
    in_browser(app)(
        ClientsideFunction("dossier", "cardDrawn"),
        Output(Ids.CARD, "data-drawn"),
        Input(Ids.CARD, "children"),
        prevent_initial_call=True,
    )


def _register_forms(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(Ids.FORM, "children"),
        Output(Ids.SAYS, "children"),
        Input(Ids.ASK, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def ask(wanted: Any, told: Any) -> tuple[Any, Any]:
        return draw_form(desk, wanted, words_of(told)), []

    in_browser(app)(
        ClientsideFunction("dossier", "cardFormDrawn"),
        Output(Ids.FORM, "data-drawn"),
        Input(Ids.FORM, "children"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(PREVIEW, "children"),
        Input(Ids.SIDES, "data"),
        State({"card-target": ALL}, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def split(sides: Any, targets: list[Any], told: Any) -> Any:
        on = _target(targets)[1]
        return draw_split(desk, on, sides, words_of(told)) if on else no_update

    @app.callback(
        Output({"card-others": ALL}, "children"),
        Output(PREVIEW, "children", allow_duplicate=True),
        Input({"card-other": ALL}, "value"),
        State({"card-target": ALL}, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def other(texts: list[Any], targets: list[Any], told: Any) -> Any:
        if not texts:
            return [], no_update
        words, reader = words_of(told), desk.reader()
        text, on = str(texts[0] or "")[:200], _target(targets)[1]
        code = resolve_code(reader, text)
        shown = draw_join(desk, on, code, words) if code and on else []
        entity = Parameter(name="other", type="entity", help={"en": ""})
        offered = [one for one in suggest(reader, entity, text, limit=40, language=words.language)
                   if one.value[:1] == on[:1] and one.value != on]  # fmt: skip
        return [choices(offered[:10])] * len(texts), shown


def _register_writing(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(Ids.FORM, "children", allow_duplicate=True),
        Output(Ids.SAYS, "children", allow_duplicate=True),
        Output("notice", "data", allow_duplicate=True),
        Output("revision", "data", allow_duplicate=True),
        Output(Ids.DONE, "data"),
        Output({"form": "told", "prefix": ALL}, "data", allow_duplicate=True),
        Input({"card-submit": ALL}, "n_clicks"),
        State({"card-target": ALL}, "data"),
        State({"card": "value", "name": ALL}, "value"),
        State({"card": "value", "name": ALL}, "id"),
        State({"form": "now", "prefix": ALL}, "data"),
        State({"form": "now", "prefix": ALL}, "id"),
        State(Ids.SIDES, "data"),
        State({"card-other": ALL}, "value"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def submit(
        clicks: list[Any],
        targets: list[Any],
        values: list[Any],
        ids: list[Any],
        records: list[Any],
        prefixes: list[Any],
        sides: Any,
        others: list[Any],
        told: Any,
    ) -> Any:
        tellers = ctx.outputs_list[5]
        do, on, version = _target(targets)
        if not any(clicks) or not do:
            return (*(no_update,) * 5, [no_update] * len(tellers))
        record = next((data for data, own in zip(records, prefixes, strict=False) if own["prefix"] == PREFIX), None)
        filled = Filled(
            do=do,
            on=on,
            values={own["name"]: value for own, value in zip(ids, values, strict=False)},
            version=version,
            record=record,
            sides=sides,
            other=str(next(iter(others), None) or "")[:200],
        )
        return _answer(desk, write(desk, filled, words_of(told)), do, tellers)


def _answer(desk: Desk, written: Written, do: str, tellers: list[Any]) -> Any:
    """What the callback that writes gives back: form, what is said, notice, revision, done, problems at fields."""
    at_fields = [
        form_told(written.problems) if written.problems and one["id"]["prefix"] == PREFIX else no_update
        for one in tellers
    ]
    if written.problem:
        revision = desk.reader().revision if written.again else no_update
        return no_update, written.problem, no_update, revision, no_update, at_fields
    undo = {"decisions": list(written.decisions)} if written.decisions else None
    notice = {"text": written.said, "kind": "done", "undo": undo}
    return [], [], notice, desk.reader().revision, {"do": do}, at_fields


def _target(targets: list[Any]) -> tuple[str, str, int]:
    """What the form that stands there is about."""
    found = next((each for each in targets if isinstance(each, dict)), {})
    do, on, version = found.get("do"), found.get("on"), found.get("version")
    if not (isinstance(do, str) and isinstance(on, str)):
        return "", "", 0
    return do, on, version if isinstance(version, int) else 0
