"""Files that a browser sends, piece by piece, so that none of it ever lies on the disk in plain.

``POST /upload/`` with name and size begins one, ``POST /upload/<id>/<n>`` brings the pieces in order, and
``GET /upload/<id>`` gives a whole one back to its owner, such as the copy of a sheet with its refused cells marked.
The gate has asked for the session and the cross-site token before.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Flask, Response, jsonify, request

from dashboard.desk import Desk
from graph.errors import CaseError
from graph.evidence.incoming import PIECE, Upload


def register(server: Flask, desk: Desk) -> None:
    """Put the addresses on the server."""
    evidence = desk.case.evidence
    evidence.drop_old_uploads()

    @server.post("/upload/")
    def begin() -> Response:
        said: Any = request.get_json(silent=True)
        name, size = (said.get("name"), said.get("size")) if isinstance(said, dict) else (None, None)
        if not isinstance(name, str) or type(size) is not int:
            return _answer(400, error="This is not a request of this page.")
        try:
            upload = evidence.begin_upload(name, size, owner=desk.user)
        except CaseError as error:
            return _answer(409, error=str(error))
        return _answer(200, id=upload.id, piece=PIECE, pieces=upload.pieces)

    @server.post("/upload/<own>/<int:number>")
    def piece(own: str, number: int) -> Response:
        if (request.content_length or 0) > PIECE:
            return _answer(413, error="This piece is too large.")
        try:
            upload = evidence.add_piece(own, number, request.get_data(cache=False), owner=desk.user)
        except CaseError as error:
            known: Upload | None = evidence.upload(own, owner=desk.user)
            return _answer(409, error=str(error), next=known.there) if known else _answer(404, error=str(error))
        return _answer(200, next=upload.there)

    @server.get("/upload/<own>")
    def whole(own: str) -> Response:
        upload: Upload | None = evidence.upload(own, owner=desk.user)
        if upload is None or not upload.complete:
            return _answer(404, error="There is no such file.")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(upload.name, safe='')}"}
        pieces = evidence.upload_bytes(own, owner=desk.user)
        # Never a type that a browser would open by itself.
        return Response(pieces, mimetype="application/octet-stream", headers=headers)


def _answer(status: int, **said: Any) -> Response:
    answer: Response = jsonify(said)
    answer.status_code = status
    return answer
