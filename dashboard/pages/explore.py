"""Explore: search, walk, filter and ask on one canvas, with a card at the side and a table in step."""

from __future__ import annotations

from typing import Any

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, ctx, no_update

from dashboard import canvas, cards, gate
from dashboard.components import questions, saving
from dashboard.components.canvas_style import LINES, stylesheet
from dashboard.components.icons import icon, kind_mark
from dashboard.components.markup import Component, cyto, dcc, grid, html, in_browser
from dashboard.components.picker import picker_form
from dashboard.components.suggestions import choices
from dashboard.desk import Desk
from dashboard.wording import Words
from graph.errors import DossierError
from queries import explore as asking
from queries.parameters import Parameter, suggest

NAME = "explore"


class Ids:
    """Ids of this page."""

    CANVAS = "canvas"
    ASK, CHANGE = "ask", "change"
    PICKER = "picker"
    KEEP, KEPT = "keep", "kept"
    QUESTION, FORM, ANSWERED = "question", "form", "answered"
    TABLE_NODES, TABLE_LINKS, TABLE_ANSWER = "table-nodes", "table-links", "table-answer"
    SAVE, DOWNLOAD = "save", "download"
    RUN = "run-question"


TOOLS = (
    ("undo", "undo", False),
    ("redo", "redo", False),
    ("", "", False),
    ("expand", "expand", True),
    ("hide", "hide", True),
    ("only", "only", True),
    ("pin", "pin", True),
    ("", "", False),
    ("arrange", "arrange", False),
    ("fit", "fit", False),
    ("clear", "clear", False),
)
MENU = ("expand", "inspect", "pathFrom", "related", "pin", "hide", "only")
PANELS = (("filter", "filter"), ("ask", "ask"), ("path", "path"))
KEYS = (
    ("/", "search"),
    ("E", "expand"),
    ("I", "inspect"),
    ("H", "hide"),
    ("⇧ H", "only"),
    ("P", "pin"),
    ("R", "related"),
    ("F", "fit"),
    ("← ↑ → ↓", "walk"),
    ("⇧ F10", "menu"),
    ("Ctrl Z", "undo"),
    ("Ctrl ⇧ Z", "redo"),
    ("Esc", "close"),
    ("?", "help"),
)


# --- what it looks like


def layout(desk: Desk, words: Words) -> Component:
    """The page in a language."""
    return html.Div(
        [
            *_stores(),
            _side(desk, words),
            html.Div([_tools(words), _stage(words), _tables(words)], className="middle"),
        ],
        id="workspace",
        className="workspace",
    )


def _stores() -> list[Any]:
    names = (Ids.ASK, Ids.CHANGE, Ids.KEEP, Ids.QUESTION, Ids.ANSWERED, Ids.SAVE, Ids.PICKER)
    kept = gate.current().canvas
    return [*(dcc.Store(id=name) for name in names), dcc.Store(id=Ids.KEPT, data=kept), dcc.Download(id=Ids.DOWNLOAD)]


def _side(desk: Desk, words: Words) -> Component:
    tabs = [
        html.Button(
            [icon(image), html.Span(words(f"explore.panel_{name}"))],
            className="panel-tab",
            type="button",
            role="tab",
            tabIndex=0 if name == "filter" else -1,
            **{"data-panel": name, "aria-selected": str(name == "filter").lower()},
        )
        for name, image in PANELS
    ]
    bodies = {"filter": _filters(words), "ask": questions.panel(desk, words), "path": _path(words)}
    panels = [
        html.Div(bodies[name], className="panel", hidden=name != "filter", role="tabpanel", **{"data-panel": name})
        for name, _ in PANELS
    ]
    return html.Div([html.Div(tabs, className="panel-tabs", role="tablist"), *panels], className="side")


def _filters(words: Words) -> list[Any]:
    kinds = [
        _toggle("kind", kind, [kind_mark(kind), html.Span(words(f"kinds.{kind}"), className="what")])
        for kind in asking.KINDS
    ]
    lines = [
        _toggle(
            "vetting",
            status,
            [html.Span(className=f"line {line} {status}"), html.Span(words(f"vetting.{status}"), className="what")],
        )
        for status, line in LINES.items()
    ]
    return [
        html.H2(words("explore.kinds")),
        html.Div(kinds, className="toggles"),
        html.H2(words("explore.vetting")),
        html.Div(lines, className="toggles"),
        html.P([html.Span(className="line solid alleged"), words("explore.alleged")], className="note"),
        html.P(words("explore.on_lines"), className="note"),
        html.Label(words("explore.time"), htmlFor="filter-time"),
        dcc.Input(id="filter-time", type="text", placeholder="2014-06/2015-03", autoComplete="off"),
        html.P(words("explore.time_help"), className="note"),
    ]


def _toggle(name: str, value: str, parts: list[Any]) -> Component:
    return html.Button(
        [*parts, html.Span(className="count")],
        type="button",
        className="toggle",
        **{"data-filter": name, "data-value": value, "aria-pressed": "true"},
    )


def _path(words: Words) -> list[Any]:
    return [
        html.P(words("path.help"), className="note"),
        *(questions.field(name, words(f"path.{name}"), name) for name in ("path-from", "path-to")),
        html.Label(words("path.day"), htmlFor="path-day"),
        dcc.Input(id="path-day", type="text", placeholder="2015-03-14", autoComplete="off"),
        html.Button(
            [icon("path", "#ffffff"), words("path.show")],
            type="button",
            className="primary",
            **{"data-act": "showPath"},
        ),
    ]


def _tools(words: Words) -> Component:
    buttons: list[Any] = []
    for image, act, needs in TOOLS:
        if not act:
            buttons.append(html.Span(className="gap"))
            continue
        more = {"data-needs-node": "yes"} if needs else {}
        buttons.append(
            html.Button(
                [icon(image), html.Span(words(f"act.{act}"), className="tip")],
                type="button",
                className="tool",
                disabled=needs or act in ("undo", "redo"),
                title=words(f"act.{act}"),
                **{"data-act": act, "aria-label": words(f"act.{act}"), **more},
            )
        )
    return html.Div(
        [
            *buttons,
            html.Span(className="grow"),
            html.Button(
                [icon("hide", "#8a4b00"), html.Span()],
                id="hidden-count",
                hidden=True,
                type="button",
                className="hidden-count",
                title=words("act.showAll"),
                **{"data-act": "showAll"},
            ),
            html.Span(id="counts", className="counts"),
            _word_tool("table", words, **{"aria-expanded": "false"}),
            saving.menu(words),
            html.Button(
                icon("help"),
                type="button",
                className="tool",
                title=words("act.help"),
                **{"data-act": "help", "aria-label": words("act.help")},
            ),
        ],
        className="tools",
        role="toolbar",
        **{"aria-label": words("explore.tools")},
    )


def _word_tool(act: str, words: Words, **more: str) -> Component:
    return html.Button(
        [icon(act), html.Span(words(f"act.{act}"))],
        type="button",
        className="tool wide",
        **{"data-act": act, **more},
    )


def _stage(words: Words) -> Component:
    return html.Div(
        [
            html.Div(
                cyto.Cytoscape(
                    id=Ids.CANVAS,
                    elements=[],
                    stylesheet=stylesheet(),
                    layout={"name": "preset"},
                    autoRefreshLayout=False,
                    boxSelectionEnabled=True,
                    minZoom=0.05,
                    maxZoom=3,
                    style={"width": "100%", "height": "100%"},
                ),
                className="canvas-box",
            ),
            html.Div(id="empty", className="empty"),
            _menu(words),
            _help(words),
        ],
        id="stage",
        className="stage",
    )


def _menu(words: Words) -> Component:
    return html.Div(
        [html.Button(words(f"act.{act}"), type="button", role="menuitem", **{"data-act": act}) for act in MENU],
        id="menu",
        className="menu",
        hidden=True,
        role="menu",
    )


def _help(words: Words) -> Component:
    rows = [
        html.Div([html.Dt([html.Kbd(part) for part in key.split(" ")]), html.Dd(words(f"act.{act}"))])
        for key, act in KEYS
    ]
    return html.Div(
        [
            html.Div(
                [
                    html.H2(words("explore.keys")),
                    html.Button(
                        icon("close"),
                        type="button",
                        className="tool",
                        title=words("act.close"),
                        **{"data-act": "help", "aria-label": words("act.close")},
                    ),
                ],
                className="card-head",
            ),
            html.Dl(rows),
            html.P(words("explore.mouse"), className="note"),
        ],
        id="help",
        className="help",
        hidden=True,
        tabIndex=-1,
        role="region",
        **{"aria-label": words("explore.keys")},
    )


def _tables(words: Words) -> Component:
    names = (("nodes", Ids.TABLE_NODES), ("links", Ids.TABLE_LINKS), ("answer", Ids.TABLE_ANSWER))
    columns = {
        "nodes": ("kind", "label", "code", "links"),
        "links": ("start", "what", "end", "dates", "independent", "vetting"),
        "answer": (),
    }
    tabs = [
        html.Button(
            words(f"table.{name}"),
            type="button",
            className="table-tab",
            role="tab",
            **{"data-table": name, "aria-selected": str(name == "nodes").lower()},
        )
        for name, _ in names
    ]
    views = [
        html.Div(
            [
                *([html.Div(id="answer-head", className="answer-head")] if name == "answer" else []),
                grid.AgGrid(
                    id=table,
                    columnDefs=[_column(each, words) for each in columns[name]],
                    rowData=[],
                    defaultColDef={"sortable": True, "filter": True, "resizable": True, "minWidth": 110, "flex": 1},
                    dashGridOptions={
                        "enableRtl": words.direction == "rtl",
                        "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
                        "animateRows": False,
                        "headerHeight": 34,
                        "rowHeight": 32,
                        "localeText": {"noRowsToShow": words("table.empty")},
                        "suppressCellFocus": False,
                    },
                    getRowId="params.data.id" if name != "answer" else None,
                    className="ag-theme-quartz grid",
                    style={"height": "100%", "width": "100%"},
                ),
            ],
            className="table-view",
            hidden=name != "nodes",
            role="tabpanel",
            **{"data-table": name},
        )
        for name, table in names
    ]
    return html.Div(
        [html.Div(tabs, className="table-tabs", role="tablist"), html.Div(views, className="table-views")],
        className="tables",
        id="tables",
        role="region",
        **{"aria-label": words("act.table")},
    )


def _column(name: str, words: Words) -> dict[str, Any]:
    return {"field": name, "headerName": words(f"column.{name}"), "tooltipField": name}


# --- what it does


def _words(told: Any) -> Words:
    return Words(str((told or {}).get("language", "")))


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of this page: each asks for a reader, calls a plain function and draws its answer."""
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
        words = _words(told)
        found, hub = canvas.answer(desk.reader(), ask, words, most=desk.settings.canvas_nodes)
        return found, picker_form(found["picker"], hub, words) if hub else no_update

    @app.callback(Output(Ids.KEPT, "clear_data"), Input(Ids.KEEP, "data"), prevent_initial_call=True)
    def keep(state: Any) -> Any:
        if isinstance(state, dict):
            gate.current().canvas = {
                "at": canvas.places_in(state.get("at", {})),
                "hidden": canvas.codes_in(state.get("hidden", [])),
                "pinned": canvas.codes_in(state.get("pinned", [])),
            }
        return no_update

    @app.callback(Output("empty", "children"), Input("words", "data"))
    def start_cards(told: Any) -> Any:
        return questions.start_cards(desk.reader(), _words(told))

    client = "dossier"
    in_browser(app)(ClientsideFunction(client, "receive"), Output(Ids.CHANGE, "clear_data"), Input(Ids.CHANGE, "data"))
    in_browser(app)(
        ClientsideFunction(client, "takeKept"),
        Output(Ids.KEPT, "clear_data", allow_duplicate=True),
        Input(Ids.KEPT, "data"),
        prevent_initial_call="initial_duplicate",
    )
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
        return questions.form(desk, wanted, _words(told))

    @app.callback(
        Output({"part": "options", "param": MATCH, "query": MATCH}, "children"),
        Input({"part": "value", "param": MATCH, "query": MATCH}, "value"),
        told,
    )
    def offer(text: str | None, told: Any) -> Any:
        return questions.offers(desk, ctx.outputs_list["id"], text or "", _words(told))

    for name in ("path-from", "path-to"):

        @app.callback(Output(f"{name}-options", "children"), Input(name, "value"), told, prevent_initial_call=True)
        def offer_end(text: str | None, told: Any) -> Any:
            words = _words(told)
            entity = Parameter(name="entity", type="entity", help={"en": ""})
            return choices(suggest(desk.reader(), entity, text or "", language=words.language))

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
        given = {each["param"]: value for each, value in zip(ids, values, strict=True)}
        words = _words(told)
        try:
            answer = questions.run(desk, buttons[0]["run"], given)
        except DossierError as error:
            return [], [], [], None, str(error)  # never the old rows beside a new question
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
        name, content, kind = saving.make(desk.reader(), wanted, _words(told))
        return dcc.send_bytes(content, name, type=kind)
