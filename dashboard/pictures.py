"""Addresses of pages as pictures and of originals, behind the gate: what the reader does not see is not there."""

from __future__ import annotations

import logging
import mimetypes
from typing import Any

from flask import Flask, Response

from dashboard.desk import Desk
from graph.errors import DossierError
from graph.evidence.codes import read_code
from graph.evidence.listing import DocumentRow
from ingest.pictures import Pictures
from queries.sources import find_row

log = logging.getLogger("dossier.dashboard")


def register(server: Flask, desk: Desk) -> None:
    """Put both addresses on the server; the gate has asked for the session before."""
    pictures = Pictures()

    @server.get("/picture/<code>/<int:number>")
    def picture(code: str, number: int) -> Response:
        row = _document(desk, code)
        if row is None:
            return _nothing()
        try:
            drawn = pictures.page(desk.reader(), row.thread, number)
        except DossierError as error:
            log.info("no picture: %s", type(error).__name__)
            return _nothing()
        return Response(drawn, mimetype="image/png")

    @server.get("/picture/<code>/original")
    def original(code: str) -> Response:
        """The file as it was received. Its name says nothing: the user's own may name people."""
        row = _document(desk, code)
        steps = desk.reader().custody(row.thread) if row else []
        if row is None or not steps:
            return _nothing()
        try:
            content = desk.reader().original(row.thread)
        except DossierError as error:
            log.error("no original: %s", type(error).__name__)
            return _nothing()
        ending = mimetypes.guess_extension(steps[-1].media_type) or ".bin"
        name = row.code.replace(" ", "") + ending
        headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"'}
        # Never a type that a browser would open by itself.
        return Response(content, mimetype="application/octet-stream", headers=headers)


def _document(desk: Desk, code: str) -> DocumentRow | None:
    return find_row(desk.reader(), read_code(code) or "")


def _nothing() -> Response:
    return Response("There is no such picture.", status=404, mimetype="text/plain")
