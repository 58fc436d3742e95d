"""Callbacks of Add: draw what the address names, do what is asked, follow a job while one runs."""

from __future__ import annotations

import time
from typing import Any

from dash import Dash, Input, Output, State, no_update

from dashboard.components.markup import html
from dashboard.desk import Desk
from dashboard.pages.add import columns, outcome
from dashboard.pages.add.acting import Asked, Done, act
from dashboard.pages.add.ids import Ids
from dashboard.pages.add.loads import loads
from dashboard.pages.add.what import brought, what_it_is
from dashboard.wording import Words, words_of
from graph.errors import DossierError
from graph.evidence import Job
from ingest import arrivals as arriving
from ingest.arrivals import Arrived

STEPS = 6


def register(app: Dash, desk: Desk) -> None:
    """All of them."""
    _register_drawing(app, desk)
    _register_acting(app, desk)
    _register_following(app, desk)


def _own(here: Any) -> str | None:
    """The file that the address names, "" for none; None where the page is another."""
    if not isinstance(here, dict) or here.get("page") != "add":
        return None
    parts = here.get("parts")
    return str(parts[0]) if isinstance(parts, list) and parts else ""


def _jobs(desk: Desk, found: Arrived) -> tuple[Job | None, Job | None, Job | None]:
    """The jobs that tried it, loaded it, and compared what it brought."""
    one, two, three = (desk.jobs.get(job, desk.user) if job else None for job in (found.dry, found.load, found.match))
    return one, two, three


def _states(jobs: tuple[Job | None, ...]) -> str:
    return "/".join("" if job is None else job.state for job in jobs)


def _register_drawing(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(Ids.BROUGHT, "children"),
        Output(Ids.LOADS, "children"),
        Input("here-add", "data"),
        Input(Ids.REDRAW, "data"),
        Input("revision", "data"),
        State("words", "data"),
    )
    def lists(here: Any, redraw: Any, _: Any, told: Any) -> tuple[Any, Any]:
        own, words = _own(here), words_of(told)
        if own is None:
            return no_update, no_update
        files = arriving.arrivals(desk.case, owner=desk.user)
        states = {one.id: outcome.state_of(one, *_jobs(desk, one)[:2]) for one in files}
        what = redraw.get("what") if isinstance(redraw, dict) else "all"
        listed = loads(desk.case.evidence.loads(), words) if what != "checks" else no_update
        return brought(files, states, own, words), listed

    @app.callback(
        Output(Ids.WHAT, "children"),
        Output(Ids.TABLE, "children"),
        Output(Ids.CHECKS, "children"),
        Output(Ids.RUN, "children"),
        Output(Ids.PROGRESS, "children"),
        Output(Ids.DONE, "children"),
        Output(Ids.POLL, "disabled"),
        Output(Ids.SHOWN, "data"),
        Input("here-add", "data"),
        Input(Ids.REDRAW, "data"),
        State("words", "data"),
        State(Ids.SHOWN, "data"),
    )
    def steps(here: Any, redraw: Any, told: Any, shown: Any) -> tuple[Any, ...]:
        own, words = _own(here), words_of(told)
        if own is None:
            return (no_update,) * 8
        found = arriving.arrival(desk.case, own, owner=desk.user) if own else None
        if found is None:
            gone = [html.P(words("add.gone"), className="box note")] if own else []
            return gone, [], [], [], [], [], True, {"own": own, "states": ""}
        jobs = _jobs(desk, found)
        drawn = _steps(desk, found, jobs, words)
        what = redraw.get("what") if isinstance(redraw, dict) else "all"
        same = isinstance(shown, dict) and shown.get("own") == own and shown.get("language") == words.language
        if same and what in ("checks", "run"):  # the table keeps the focus of whoever is at work in it
            drawn[0] = drawn[1] = no_update
        if same and what == "run":
            drawn[2] = no_update
        waits = any(job is not None and job.state in outcome.WAITS for job in jobs)
        return (*drawn, not waits, {"own": own, "states": _states(jobs), "language": words.language})


def _steps(desk: Desk, found: Arrived, jobs: tuple[Job | None, Job | None, Job | None], words: Words) -> list[Any]:
    dry, load, match = jobs
    brought_in = set(load.result.get("loads", ())) if load is not None else set()
    undone = bool(brought_in) and any(one.withdrawn for one in desk.case.evidence.loads() if one.id in brought_in)
    copies = load.result.get("copies", ()) if load is not None else ()
    there = {str(one["id"]) for one in copies if desk.case.evidence.upload(str(one["id"]), owner=desk.user)}
    running = next((job for job in (match, load, dry) if job is not None and job.state in outcome.WAITS), None)
    return [
        what_it_is(found, words),
        columns.table(found, words),
        columns.checks(found, words),
        outcome.run(found, dry, load, words),
        outcome.progress(running, words),
        outcome.loading(found, jobs, words, undone=undone, there=there),
    ]


def _register_acting(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(Ids.REDRAW, "data"),
        Output("goto", "data", allow_duplicate=True),
        Output("notice", "data", allow_duplicate=True),
        Output(Ids.DOWNLOAD, "data"),
        Output("revision", "data", allow_duplicate=True),
        Output(Ids.ANSWERED, "children"),
        Input(Ids.ASK, "data"),
        State("here-add", "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def asked(ask: Any, here: Any, told: Any) -> tuple[Any, ...]:
        own, words = _own(here), words_of(told)
        if own is None or not isinstance(ask, dict):
            return (no_update,) * 6
        try:
            done = act(Asked(desk, words, own, ask))
        except DossierError as error:
            problem = {"text": words.said(error), "kind": "problem"}
            done = Done(redraw="checks", notice=problem)
        return (
            {"what": done.redraw, "t": time.time()} if done.redraw else no_update,
            done.goto or no_update,
            done.notice or no_update,
            done.download if done.download is not None else no_update,
            desk.reader().revision if done.revised else no_update,
            str(ask.get("n", "")),  # the browser's part asks one thing after the other
        )


def _register_following(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(Ids.PROGRESS, "children", allow_duplicate=True),
        Output(Ids.REDRAW, "data", allow_duplicate=True),
        Output("revision", "data", allow_duplicate=True),
        Input(Ids.POLL, "n_intervals"),
        State("here-add", "data"),
        State(Ids.SHOWN, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def follow(_: Any, here: Any, shown: Any, told: Any) -> tuple[Any, Any, Any]:
        own, words = _own(here), words_of(told)
        found = arriving.arrival(desk.case, own, owner=desk.user) if own else None
        if found is None:
            return no_update, no_update, no_update
        jobs = _jobs(desk, found)
        if isinstance(shown, dict) and shown.get("states") == _states(jobs):
            running = next((job for job in jobs if job is not None and job.state in outcome.WAITS), None)
            return outcome.progress(running, words), no_update, no_update
        before = desk.reader().revision
        desk.case.refresh()
        after = desk.reader().revision
        return [], {"what": "run", "t": time.time()}, after if after != before else no_update
