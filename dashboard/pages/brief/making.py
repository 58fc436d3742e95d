"""What a brief would hold, making it beside the page, and taking it away."""

from __future__ import annotations

from typing import Any

from dash import ALL, Dash, Input, Output, State, no_update

from dashboard import taking
from dashboard.components.answers import linked
from dashboard.components.icons import icon
from dashboard.components.job_progress import bar
from dashboard.components.markup import Component, dcc, html
from dashboard.desk import Desk
from dashboard.pages.brief.ids import Ids
from dashboard.wording import Words, words_of
from graph.errors import DossierError
from graph.evidence import Job
from queries.brief.package import Preview, preview_brief
from queries.brief.selection import Selection

ARCHIVE = "brief.zip"
"""Neutral: it says nothing of the case."""


def preview(found: Preview, words: Words) -> list[Component]:
    """What would be in the brief, what would be left out, and what stops it."""
    counted = [
        html.Li(_counted(n, words(f"brief.n_{name}"), words.language))
        for name, n in (
            ("incidents", found.incidents),
            ("facts", found.facts),
            ("exhibits", found.exhibits),
            ("doubts", found.doubts),
        )
    ]
    return [
        html.Ul(counted, className="counted"),
        *_stopping(found, words),
        *_told(found.left_out, words("brief.left_out"), "left-out", words),
    ]


def _counted(n: int, forms: str, language: str) -> list[Component]:
    """A number with its noun. English has forms for one and for others; Arabic for one and two, which say the number
    themselves, for 3 to 10, and for others."""
    noun = forms.split(" | ")
    if language == "ar":
        last = n % 100
        form = n - 1 if n in (1, 2) else 2 if 3 <= last <= 10 else 3
        number = [] if n in (1, 2) else [html.Strong(f"{n:,}")]
    else:
        form, number = int(n != 1), [html.Strong(f"{n:,}")]
    return [*number, html.Span(noun[form])]


def _stopping(found: Preview, words: Words) -> list[Component]:
    """What stops it, in the language of the page, and where each is put right: codes open their cards."""
    if not found.stops:
        return []
    after: Component = html.P(words("brief.to_cards"), className="note")
    if found.merges:
        after = dcc.Link(words("brief.to_review"), href=f"/{words.language}/review", className="secondary")
    items = [html.Li(linked(words.said(line), {})) for line in found.stops]
    return [html.Div([html.H3(words("brief.stops")), html.Ul(items), after], className="told-lines stops")]


def _told(lines: tuple[str, ...], title: str, look: str, words: Words) -> list[Component]:
    if not lines:
        return []
    items = [html.Li(html.Bdi(line)) for line in lines]
    return [html.Div([html.H3(title), html.Ul(items)], className=f"told-lines {look}")]


def progress(job: Job, words: Words) -> Component:
    """How far a brief is."""
    share = round(100 * job.done / job.total) if job.total else 0
    return bar(job, words("brief.making_share", share=share), of=words("brief.making"))


def result(job: Job, words: Words) -> list[Component]:
    """The files of a finished brief, or why there is none."""
    told = job.result
    if job.state != "done":
        why = words.said(told.get("error") or words("brief.stopped"))
        return [html.P(linked(why, {}), className="error", role="alert")]
    files = [
        html.Tr([html.Td(html.Code(name)), html.Td(html.Code(str(sha256)[:16] + "…", title=str(sha256)))])
        for name, sha256 in sorted(dict(told.get("files", {})).items())
    ]
    return [
        html.Div(
            [
                html.H3(words("brief.done")),
                html.Ul([html.Li(html.Bdi(str(line))) for line in told.get("sentences", [])]),
                html.Button(
                    [icon("save", "#ffffff"), words("brief.take")],
                    id={"brief": "take", "job": job.id},
                    type="button",
                    className="primary",
                ),
                html.P(words("brief.kept"), className="note"),
                html.Table(
                    [
                        html.Thead(html.Tr([html.Th(words("brief.file")), html.Th(words("brief.sum"))])),
                        html.Tbody(files),
                    ],
                    className="files",
                ),
            ],
            className="told-lines done",
        )
    ]


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of making."""
    _register_preview(app, desk)
    _register_job(app, desk)
    _register_taking(app, desk)


def _register_preview(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(Ids.PREVIEW, "children"),
        Output(Ids.MAKE, "disabled"),
        Input(Ids.CHOSEN, "data"),
        Input(Ids.AUDIENCE, "value"),
        Input(Ids.LANGUAGE, "value"),
        Input(Ids.PURPOSE, "value"),
        Input(Ids.TITLE, "value"),
        State(Ids.OWN, "data"),
        State("words", "data"),
    )
    def look(codes: Any, audience: Any, language: Any, purpose: Any, title: Any, own: Any, told: Any) -> Any:
        """Keep what is chosen, and say what would come of it."""
        words = words_of(told)
        given = {"codes": codes, "audience": audience, "language": language, "purpose": purpose, "title": title}
        try:
            chosen = taking.keep(desk, str(own or ""), given)
            if not chosen["codes"]:
                return html.P(words("brief.choose_first"), className="note"), True
            found = preview_brief(
                desk.case,
                Selection(codes=tuple(chosen["codes"])),
                audience=chosen["audience"],
                language=words.language,
            )
        except DossierError as error:
            return html.P(words.said(error), className="error", role="alert"), True
        sealed = desk.case.about.audiences[chosen["audience"]] == "sealed"
        warned = [html.P(words("brief.sealed_too"), className="warned")] if sealed else []
        return [*preview(found, words), *warned], bool(found.stops)


def _register_job(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(Ids.JOB, "data"),
        Output(Ids.RESULT, "children", allow_duplicate=True),
        Input(Ids.MAKE, "n_clicks"),
        State(Ids.CHOSEN, "data"),
        State(Ids.AUDIENCE, "value"),
        State(Ids.LANGUAGE, "value"),
        State(Ids.PURPOSE, "value"),
        State(Ids.TITLE, "value"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def make(clicks: Any, codes: Any, audience: Any, language: Any, purpose: Any, title: Any, told: Any) -> Any:
        if not clicks:
            return no_update, no_update
        given = {"codes": codes, "audience": audience, "language": language, "purpose": purpose, "title": title}
        try:
            return desk.jobs.start("brief", taking.checked(given), owner=desk.user), []
        except DossierError as error:
            return no_update, html.P(words_of(told).said(error), className="error", role="alert")

    @app.callback(
        Output(Ids.RESULT, "children"),
        Output(Ids.POLL, "disabled"),
        Output(Ids.STOP, "hidden"),
        Input(Ids.JOB, "data"),
        Input(Ids.POLL, "n_intervals"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def watch(own: Any, _: Any, told: Any) -> Any:
        job = desk.jobs.get(str(own), desk.user) if own else None
        if job is None:
            return [], True, True
        words = words_of(told)
        if not job.finished:
            return progress(job, words), False, False
        return result(job, words), True, True

    @app.callback(
        Output(Ids.STOP, "n_clicks"), Input(Ids.STOP, "n_clicks"), State(Ids.JOB, "data"), prevent_initial_call=True
    )
    def stop(clicks: Any, own: Any) -> Any:
        if clicks and own:
            desk.jobs.stop(str(own), desk.user)
        return no_update


def _register_taking(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(Ids.DOWNLOAD, "data"),
        Output("notice", "data", allow_duplicate=True),
        Input({"brief": "take", "job": ALL}, "n_clicks"),
        State(Ids.JOB, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def take(clicks: list[Any], own: Any, told: Any) -> Any:
        job = desk.jobs.get(str(own), desk.user) if own and any(clicks) else None
        if job is None or job.state != "done":
            return no_update, no_update
        try:
            content = b"".join(desk.case.evidence.upload_bytes(str(job.result["zip"]), owner=desk.user))
        except DossierError as error:
            return no_update, {"text": words_of(told).said(error), "kind": "problem"}
        words = words_of(told)
        return dcc.send_bytes(content, ARCHIVE, type="application/zip"), {
            "text": words("brief.taken"),
            "kind": "done",
        }
