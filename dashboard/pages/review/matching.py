"""The matcher, started from an empty queue; it works in a process of its own."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, no_update

from dashboard.desk import Desk
from dashboard.pages.review.ids import Ids
from dashboard.wording import words_of
from graph.errors import DossierError


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of the matcher's job."""

    @app.callback(
        Output(Ids.JOB, "data"),
        Output(Ids.POLL, "disabled"),
        Output("notice", "data", allow_duplicate=True),
        Input(Ids.ASK, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def start(ask: Any, told: Any) -> tuple[Any, Any, Any]:
        if not isinstance(ask, dict) or ask.get("do") != "match":
            return no_update, no_update, no_update
        try:
            return desk.jobs.start("match", {}, owner=desk.user), False, no_update
        except DossierError as error:
            return no_update, no_update, {"text": words_of(told).said(error), "kind": "problem"}

    @app.callback(
        Output(Ids.RUNNING, "children"),
        Output(Ids.POLL, "disabled", allow_duplicate=True),
        Output(Ids.ASK, "data"),
        Output("notice", "data", allow_duplicate=True),
        Input(Ids.POLL, "n_intervals"),
        State(Ids.JOB, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def follow(ticks: Any, own: Any, told: Any) -> tuple[Any, Any, Any, Any]:
        words = words_of(told)
        job = desk.jobs.get(own, desk.user) if isinstance(own, str) else None
        if job is None:
            return no_update, True, no_update, no_update
        if not job.finished:
            return words("review.matching", done=job.done, total=job.total), False, no_update, no_update
        desk.case.refresh()
        queued, applied = job.result.get("queued"), job.result.get("applied")
        if job.state != "done" or not isinstance(queued, int):
            problem = {"text": words.said(job.result.get("error") or words("review.match_failed")), "kind": "problem"}
            return "", True, no_update, problem
        said = {"text": words("review.matched", queued=queued, applied=applied), "kind": "done"}
        return "", True, {"do": "again", "t": ticks}, said
