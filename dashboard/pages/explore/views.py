"""What is kept of the canvas: as it was left, and as views with a name and an address of their own."""

from __future__ import annotations

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, no_update

from dashboard import kept
from dashboard.components.icons import icon
from dashboard.components.markup import dcc, html, in_browser
from dashboard.desk import Desk
from dashboard.pages.explore.ids import Ids
from dashboard.wording import Words, words_of
from graph.errors import DossierError


def panel(words: Words) -> list[Any]:
    """A field for the name of a new view, and the views there are."""
    return [
        html.P(words("views.help"), className="note"),
        html.Label(words("views.name"), htmlFor="view-name"),
        dcc.Input(id="view-name", type="text", value="", maxLength=kept.LONGEST_NAME, autoComplete="off"),
        html.Button(
            [icon("view", "#ffffff"), words("views.save")],
            type="button",
            className="primary",
            **{"data-act": "saveView"},
        ),
        html.P(id="view-says", className="note", role="status"),
        html.H2(words("views.title")),
        html.Div(id=Ids.VIEWS, className="views"),
    ]


def _list(desk: Desk, words: Words) -> list[Any]:
    found = kept.views(desk)
    if not found:
        return [html.P(words("views.none"), className="note")]
    return [
        html.Div(
            [
                dcc.Link(html.Bdi(view.name), href=f"/{words.language}/explore/{view.id}", className="view"),
                html.Span(words("views.holds", n=view.size), className="note"),
                html.Button(
                    icon("clear"),
                    id={"view": "drop", "id": view.id},
                    type="button",
                    className="tool",
                    title=words("views.drop"),
                    **{"aria-label": words("views.drop_named", name=view.name)},
                ),
            ],
            className="view-line",
        )
        for view in found
    ]


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of what is kept."""
    client = "dossier"

    @app.callback(Output(Ids.KEPT, "data"), Input("here-explore", "data"), State("words", "data"))
    def open_kept(here: Any, told: Any) -> Any:
        """The canvas as it was left, or the view that the address names."""
        if not isinstance(here, dict) or here.get("page") != "explore":
            return no_update
        parts = here.get("parts")
        now = {"revision": desk.reader().revision}
        if not isinstance(parts, list) or not parts:
            return {"canvas": kept.canvas_of(desk), **now}
        view = kept.view(desk, str(parts[0]))
        return {"view": view, "id": str(parts[0]), **now} if view else {"gone": words_of(told)("views.gone"), **now}

    @app.callback(Output(Ids.KEEP, "clear_data"), Input(Ids.KEEP, "data"), prevent_initial_call=True)
    def keep(state: Any) -> Any:
        kept.keep_canvas(desk, state)
        return no_update

    @app.callback(
        Output(Ids.VIEWS, "children"),
        Output("view-says", "children"),
        Input(Ids.VIEW, "data"),
        Input({"view": "drop", "id": ALL}, "n_clicks"),
        State("words", "data"),
    )
    def change(wanted: Any, clicks: list[Any], told: Any) -> tuple[Any, str]:
        words, said = words_of(told), ""
        asked = ctx.triggered_id
        try:
            if asked == Ids.VIEW and isinstance(wanted, dict):
                said = words("views.saved", name=kept.save_view(desk, wanted.get("name"), wanted.get("state")))
            elif isinstance(asked, dict) and any(clicks):
                kept.drop_view(desk, str(asked["id"]))
                said = words("views.dropped")
        except DossierError as error:
            said = words.said(error)
        return _list(desk, words), said

    in_browser(app)(
        ClientsideFunction(client, "takeKept"),
        Output(Ids.KEPT, "clear_data"),
        Input(Ids.KEPT, "data"),
        prevent_initial_call=True,
    )
