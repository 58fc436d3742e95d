"""Run, stop, and read an answer: its sentence, grid, chart and differences; download it; have a past run again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import ALL, MATCH, Dash, Input, Output, State, ctx, no_update

from dashboard import gate
from dashboard.components import answers, questions
from dashboard.components.markup import Component, dcc
from dashboard.desk import Desk
from dashboard.pages.queries import choosing, showing
from dashboard.pages.queries.ids import Ids
from dashboard.wording import Words, words_of
from graph.errors import DossierError
from queries import runs
from queries.output import rendered
from queries.running import Asked, Running
from queries.runs import Comparison, Past
from queries.saved_query import MAX_ROWS, Result, find

QUICK = 0.9
"""Seconds in which most answers are there; the page shows that it waits only after them."""
FORMATS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
           "json": "application/json", "graphml": "application/graphml+xml"}  # fmt: skip
PAST = ("again", "as_then", "differences")
Drawn = tuple[Any, Any, Any, Any, Any, Any]
"""Answer, message, whether nobody polls, whether Stop is off, what is shown, what was done."""
NOTHING: Drawn = (no_update,) * 6


def register(app: Dash, desk: Desk, asked: Running) -> None:
    """Callbacks of everything that is asked."""
    _register_runs(app, desk, asked)
    _register_reading(app, desk, asked)

    @app.callback(
        Output({"ask": "options", "param": MATCH, "query": MATCH}, "children"),
        Input({"ask": "value", "param": MATCH, "query": MATCH}, "value"),
        State("words", "data"),
    )
    def offer(text: Any, told: Any) -> Any:
        return questions.offers(desk, ctx.outputs_list["id"], text, words_of(told))


def _outputs() -> list[Output]:
    return [
        Output(Ids.ANSWER, "children", allow_duplicate=True),
        Output(Ids.SAYS, "children", allow_duplicate=True),
        Output(Ids.POLL, "disabled", allow_duplicate=True),
        Output(Ids.STOP, "disabled", allow_duplicate=True),
        Output(Ids.NOW, "data", allow_duplicate=True),
        Output(Ids.DONE, "data", allow_duplicate=True),
    ]


def _register_runs(app: Dash, desk: Desk, asked: Running) -> None:
    told = State("words", "data")

    @app.callback(
        *_outputs(),
        Input({"ask": "run", "query": ALL}, "n_clicks"),
        State({"ask": "value", "param": ALL, "query": ALL}, "value"),
        State({"ask": "value", "param": ALL, "query": ALL}, "id"),
        State({"limit": ALL}, "value"),
        told,
        prevent_initial_call=True,
    )
    def run(clicks: list[Any], values: list[Any], ids: list[Any], limits: list[Any], told: Any) -> Any:
        if not any(clicks or []) or not isinstance(ctx.triggered_id, dict):
            return NOTHING
        name = str(ctx.triggered_id.get("query", ""))
        given = {str(each["param"]): value for each, value in zip(ids, values, strict=True) if value not in (None, "")}
        return _begin(desk, asked, _work(desk, name, given, _limit(limits)), words_of(told))

    @app.callback(
        *_outputs(),
        Input({"past": ALL, "run": ALL, "later": ALL}, "n_clicks"),
        told,
        prevent_initial_call=True,
    )
    def past(clicks: list[Any], told: Any) -> Any:
        wanted = ctx.triggered_id
        if not any(clicks or []) or not isinstance(wanted, dict) or wanted.get("past") not in PAST:
            return NOTHING
        act, own = str(wanted["past"]), str(wanted.get("run"))
        try:
            run = runs.find_run(desk.reader(), desk.folder, own)
            work = _past_work(desk, act, run, str(wanted.get("later") or ""))
        except DossierError as error:
            return _failed(words_of(told).said(error))
        return _begin(desk, asked, work, words_of(told), about=run if act == "as_then" else None)

    @app.callback(*_outputs(), Input(Ids.POLL, "n_intervals"), State(Ids.NOW, "data"), told, prevent_initial_call=True)
    def poll(_: Any, now: Any, told: Any) -> Any:
        one = _mine(asked, now)
        if one is None:
            return _failed("")
        return _drawn(desk, one, words_of(told))

    @app.callback(*_outputs(), Input(Ids.STOP, "n_clicks"), State(Ids.NOW, "data"), told, prevent_initial_call=True)
    def stop(clicks: Any, now: Any, told: Any) -> Any:
        one = _mine(asked, now)
        if not clicks or one is None:
            return NOTHING
        one.stop()
        return _drawn(desk, one, words_of(told))

    @app.callback(
        Output(Ids.CHOSEN, "children"),
        Output(Ids.DRAWN, "data"),
        Output(Ids.ANSWER, "children"),
        Output(Ids.NOW, "data"),
        Output(Ids.POLL, "disabled"),
        Input("here-queries", "data"),
        State(Ids.NOW, "data"),
        State(Ids.DRAWN, "data"),
        told,
    )
    def moved(here: Any, now: Any, drawn: Any, told: Any) -> Any:
        """Another query is chosen: what is being asked is stopped, its answer goes. Whoever comes back finds it."""
        parts = choosing.place(here)
        if parts is None or choosing.stays(parts, drawn):
            return (no_update,) * 5
        one = _mine(asked, now)
        if one is not None:
            one.stop()
        return choosing.middle(desk, words_of(told), parts), parts, [], None, True


def _limit(values: Any) -> int:
    value = values[0] if isinstance(values, list) and values else 0
    return value if isinstance(value, int) and 0 < value < MAX_ROWS else 0


def _work(desk: Desk, name: str, given: dict[str, Any], limit: int) -> Callable[[], Any]:
    reader = desk.reader()
    return lambda: find(name, desk.folder).ask(reader, given, limit=limit)


def _past_work(desk: Desk, act: str, run: Past, later: str) -> Callable[[], Any]:
    reader, folder = desk.reader(), desk.folder
    other = runs.find_run(reader, folder, later) if later else None
    if act == "again":
        return lambda: runs.again(reader, run, folder)
    if act == "as_then":
        return lambda: runs.as_known_then(reader, run, folder)
    return lambda: runs.compare(reader, run, folder, later=other)


def _begin(desk: Desk, asked: Running, work: Callable[[], Any], words: Words, *, about: Past | None = None) -> Drawn:
    try:
        one = asked.start(gate.current().id, work, about=about, seconds=desk.settings.query_seconds)
    except DossierError as error:
        return _failed(words.said(error))
    one.wait(QUICK)
    return _drawn(desk, one, words)


def _mine(asked: Running, now: Any) -> Asked | None:
    own = now.get("ask") if isinstance(now, dict) else None
    return asked.get(gate.current().id, str(own)) if own else None


def _failed(sentence: str) -> Drawn:
    """Never the old rows beside a new question."""
    return [], sentence, True, True, None, no_update


def _drawn(desk: Desk, one: Asked, words: Words) -> Drawn:
    if one.state == "running":
        return showing.waiting(one, words), "", False, False, {"ask": one.id}, no_update
    if one.state == "stopped":
        return [], words("queries.stopped", seconds=f"{one.seconds:.1f}"), True, True, None, {"at": one.id}
    if one.state == "failed":
        return _failed(words.said(one.error))
    reader, folder = desk.reader(), desk.folder
    if isinstance(one.answer, Comparison):
        drawn = showing.compared(reader, folder, one.answer, words)
    else:
        drawn = showing.answered(reader, folder, one.answer, words, past=one.about)
    return drawn, "", True, True, {"ask": one.id}, {"at": one.id}


# --- reading what is there


def _register_reading(app: Dash, desk: Desk, asked: Running) -> None:
    told = State("words", "data")

    @app.callback(
        Output(Ids.TABLE, "children"),
        Input(Ids.NAMES, "value"),
        State(Ids.NOW, "data"),
        told,
        prevent_initial_call=True,
    )
    def with_names(value: Any, now: Any, told: Any) -> Any:
        one = _mine(asked, now)
        if one is None or not isinstance(one.answer, Result):
            return no_update
        words, reader = words_of(told), desk.reader()
        names = answers.names_for(reader, one.answer, words, protected=bool(value))
        return answers.table(one.answer, words, names)

    @app.callback(
        Output(Ids.CHART, "children"),
        Input({"chart-by": ALL}, "n_clicks"),
        State(Ids.NOW, "data"),
        told,
        prevent_initial_call=True,
    )
    def group(clicks: list[Any], now: Any, told: Any) -> Any:
        one = _mine(asked, now)
        if not any(clicks or []) or one is None or not isinstance(one.answer, Result):
            return no_update
        by = str(ctx.triggered_id["chart-by"])
        return _charted(desk, one.answer, words_of(told), by)

    @app.callback(
        Output(Ids.DOWNLOAD, "data"),
        Input({"query-save": ALL}, "n_clicks"),
        State(Ids.NOW, "data"),
        prevent_initial_call=True,
    )
    def save(clicks: list[Any], now: Any) -> Any:
        one = _mine(asked, now)
        form = ctx.triggered_id.get("query-save") if isinstance(ctx.triggered_id, dict) else None
        if not any(clicks or []) or one is None or not isinstance(one.answer, Result) or form not in FORMATS:
            return no_update
        name, content, kind = download(one.answer, str(form), desk.reader())
        return dcc.send_bytes(content, name, type=kind)


def download(answer: Result, form: str, reader: Any) -> tuple[str, bytes, str]:
    """File name, content and media type. The name says nothing of the case; people at risk stand by code."""
    content = rendered(answer, form, reader)
    data = content.encode() if isinstance(content, str) else content
    mark = b"\xef\xbb\xbf" if form == "csv" else b""  # tells spreadsheets the encoding: Arabic is unreadable without
    return f"answer.{form}", mark + data, FORMATS[form]


def _charted(desk: Desk, answer: Result, words: Words, by: str) -> list[Component]:
    return showing.charted(desk.reader(), find(answer.query, desk.folder), answer, words, by=by)
