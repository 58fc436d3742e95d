"""The one gate before every answer: host, session, cross-site check, shape of a callback; and headers after it."""

from __future__ import annotations

import hmac
import logging
import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from flask import Flask, Response, g, make_response, redirect, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException

from dashboard.callback_shape import is_callback
from dashboard.sessions import Session, Sessions
from dashboard.wording import LANGUAGES, Words

log = logging.getLogger("dossier.dashboard")

CALLBACK = "/_dash-update-component"
INNER = ("/_dash-component-suites/", "/_dash-layout", "/_dash-dependencies", "/_favicon.ico", "/assets/")
ROUTES = ("/picture/", "/upload/")
"""Addresses of our own that are no pages: each checks again what it gives."""
_PART = "[A-Za-z0-9_-]{1,64}"
LARGEST = 8 * 1024 * 1024
"""Bytes of a request: positions of 20,000 nodes are one."""


def guard(server: Flask, sessions: Sessions, *, trusted: Sequence[str], pages: Iterable[str]) -> None:
    """Put the gate in front of every route of ``server``.

    Args:
        trusted: names by which a browser may ask for this server.
        pages: their names; each may be followed by two parts of letters and digits: codes, ids, numbers.
    """
    names = "|".join(page for page in pages if page != "overview")
    known = re.compile(rf"/({'|'.join(LANGUAGES)})/(?:({names})(?:/{_PART}){{0,2}})?")
    server.config["MAX_CONTENT_LENGTH"] = LARGEST

    @server.before_request
    def gate() -> Response | None:
        if _host(request.host) not in trusted:
            return _plain("This name is not one of this server's.", 400)
        if request.path == "/" and "token" in request.args:
            return _enter(sessions)
        session = sessions.find(request.cookies.get(sessions.cookie))
        if session is None:
            return _refused()
        g.session = session
        if request.path == "/":
            return _to(f"/{_language()}/")
        if request.method not in ("GET", "HEAD") and not _same_site(session):
            return _plain("This request did not come from this page.", 403)
        if request.path == CALLBACK and not is_callback(
            request.get_json(silent=True), server.config["DOSSIER_CALLBACKS"]
        ):
            return _plain("This is not a request of this page.", 400)
        rule = request.url_rule.rule if request.url_rule else ""
        ours = request.path.startswith(INNER) or rule.startswith(ROUTES) or known.fullmatch(request.path)
        if request.method == "GET" and not ours:
            return _plain("There is no such page.", 404)
        return None

    @server.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        if isinstance(error, HTTPException):
            return _plain(error.name, error.code or 500)
        log.error("%s at %s", type(error).__name__, request.endpoint)
        return _plain("Something went wrong in the dashboard; nothing was changed.", 500)


def current() -> Session:
    """The session of the request that is being answered."""
    session: Session = g.session
    return session


def add_headers(server: Flask, script_hashes: Iterable[str]) -> None:
    """Say with every answer that the page loads nothing from elsewhere and shows nowhere else.

    Args:
        script_hashes: of the page's inline scripts, quoted; known once every callback is registered.
    """
    scripts = " ".join(["'self'", *script_hashes])
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",  # components style themselves
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src blob:",
            "manifest-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )

    @server.after_request
    def headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        if not request.path.startswith(("/_dash-component-suites/", "/assets/")):
            response.headers["Cache-Control"] = "no-store"  # what the case says stays out of the browser's cache
        return response


def _host(host: str) -> str:
    return (urlsplit(f"//{host}").hostname or "") if not host.startswith("[") else host.rpartition("]")[0] + "]"


def _enter(sessions: Sessions) -> Response:
    """The token leaves the address at once; who is in already keeps the session."""
    session = sessions.enter(request.args["token"])
    if session is None:
        known = sessions.find(request.cookies.get(sessions.cookie))
        return _to(f"/{_language()}/") if known else _refused()
    response = _to(f"/{_language()}/")
    response.set_cookie(sessions.cookie, session.id, httponly=True, samesite="Strict", path="/")
    # Read by the page's own script and sent back in a header; worth nothing without the session.
    response.set_cookie(sessions.csrf_cookie, session.csrf, samesite="Strict", path="/")
    return response


def _language() -> str:
    return request.accept_languages.best_match(LANGUAGES, default=LANGUAGES[0])


def _same_site(session: Session) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    given = request.headers.get("X-CSRFToken", "")
    return hmac.compare_digest(given.encode(), session.csrf.encode())


def _to(address: str) -> Response:
    return make_response(redirect(address))


def _plain(sentence: str, status: int) -> Response:
    return Response(sentence, status=status, mimetype="text/plain")


def _refused() -> Response:
    named = request.path.strip("/").partition("/")[0]
    words = Words(request.accept_languages.best_match(LANGUAGES) or named)
    page = (
        f'<!doctype html><html lang="{words.language}" dir="{words.direction}"><meta charset="utf-8">'
        f"<title>{escape(words('app.name'))}</title>"
        '<body style="font:1.1rem/1.6 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1.5rem">'
        f"<h1>{escape(words('refused.title'))}</h1><p>{escape(words('refused.text'))}</p>"
    )
    return Response(page, status=403, mimetype="text/html")
