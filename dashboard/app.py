"""The dashboard as one WSGI application over one open case."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from functools import wraps
from importlib.resources import files
from pathlib import Path
from typing import Any

import dash
from dash import Dash
from flask import Flask, request

from dashboard import cards, gate, helping, shell, uploads
from dashboard.components.still import folded
from dashboard.desk import Desk
from dashboard.jobs import Jobs
from dashboard.pages import PAGES
from dashboard.sessions import Sessions
from dashboard.wording import LANGUAGES, Words
from graph.settings import Settings
from ingest.searching import CaseNames

log = logging.getLogger("dossier.dashboard")


class _Paged(Dash):
    """Dash, whose first page says its language and direction, whose title says nothing, and whose callbacks send
    what they draw folded."""

    def callback(self, *args: Any, **more: Any) -> Any:
        register = super().callback(*args, **more)

        def registered(answer: Callable[..., Any]) -> Callable[..., Any]:
            register(wraps(answer)(lambda *given: folded(answer(*given))))
            return answer

        return registered

    def interpolate_index(self, *_: Any, **parts: Any) -> str:
        words = Words(page_language(request.path))
        return f"""<!DOCTYPE html>
<html lang="{words.language}" dir="{words.direction}">
<head>
{parts["metas"]}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{words("app.name")}</title>
{parts["favicon"]}
{parts["css"]}
</head>
<body>
{parts["app_entry"]}
<footer>{parts["config"]}{parts["scripts"]}{parts["renderer"]}</footer>
</body>
</html>"""


def page_language(path: str) -> str:
    """The language that an address names, English for any other."""
    first = path.strip("/").partition("/")[0]
    return first if first in LANGUAGES else LANGUAGES[0]


def create_app(case: Any, settings: Settings) -> Dash:
    """The dashboard of one open case. Nothing of it contacts the outside.

    ``app.server`` is the WSGI application; ``desk_of(app).sessions.token`` opens the first page once.
    """
    sessions = Sessions(case.evidence.case_id)
    if case.finder is None:
        case.finder = CaseNames(case.evidence)
    desk = Desk(case=case, settings=settings, sessions=sessions, jobs=Jobs(case, settings))
    server: Any = Flask("dossier.dashboard")
    app = _Paged(
        "dossier.dashboard",
        server=server,
        assets_folder=str(files("dashboard") / "assets"),
        serve_locally=True,
        title=Words("en")("app.name"),
        update_title="",
        suppress_callback_exceptions=True,  # a page is drawn in a language once its address is known
        csrf_token_name=sessions.csrf_cookie,
        csrf_header_name="X-CSRFToken",
        enable_mcp=False,
        use_pages=False,  # a list of pages for everybody, and an address the browser names
        add_log_handler=False,
        on_error=_say_type,
    )
    app.layout = shell.outer()
    gate.guard(server, sessions, trusted=settings.trusted_hosts, pages=[page.NAME for page in PAGES])
    uploads.register(server, desk)
    shell.register(app, desk)
    cards.register(app, desk)
    helping.register(app, desk)
    for page in PAGES:
        page.register(app, desk)
    server.config["DOSSIER_CALLBACKS"] = app.callback_map
    server.config["DOSSIER_DESK"] = desk
    app.enable_dev_tools(
        debug=False, dev_tools_ui=False, dev_tools_hot_reload=False, dev_tools_disable_version_check=True
    )
    setup: Any = app._setup_server
    setup()  # moves the callbacks into callback_map, which the gate looks at
    gate.add_headers(server, app.csp_hashes())
    return app


def desk_of(app: Dash) -> Desk:
    """The desk of an application made here."""
    desk: Desk = app.server.config["DOSSIER_DESK"]
    return desk


def _say_type(error: Exception) -> None:
    """A fault of ours: the log learns its kind and place, never what was asked or answered."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    log.error("%s at %s:%s", type(error).__name__, Path(last.filename).name, last.lineno)
    raise dash.exceptions.PreventUpdate
