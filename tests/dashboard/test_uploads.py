"""Sending files to the dashboard: who may, in what order, and that nothing of it is plain on the disk."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app, desk_of
from graph.case import create_case
from graph.evidence.incoming import PIECE
from graph.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
HERE = {"Host": "127.0.0.1:8050"}
CONTENT = b"key,names\n" + b"P1,Invented Person\n" * (PIECE // 10)


SIZE = len(CONTENT)


class Sender:
    """A browser that sends files."""

    def __init__(self, folder: Path) -> None:
        self.case = create_case(folder / "case", title="A case", key_file=folder / "key")
        self.app = create_app(self.case, Settings())
        self.desk = desk_of(self.app)
        self.client: FlaskClient = self.app.server.test_client()
        self.client.get(f"/?token={self.desk.sessions.token}", headers=HERE)
        found = self.client.get_cookie(self.desk.sessions.csrf_cookie, domain="127.0.0.1")
        self.csrf = found.value if found else ""

    def post(self, path: str, data: bytes, **headers: str) -> Any:
        return self.client.post(path, data=data, headers={**HERE, "X-CSRFToken": self.csrf, **headers})

    def begin(self, name: Any = "list.csv", size: Any = SIZE) -> Any:
        said = json.dumps({"name": name, "size": size}).encode()
        return self.post("/upload/", said, **{"Content-Type": "application/json"})

    def send(self, content: bytes = CONTENT) -> str:
        begun = self.begin(size=len(content)).json
        for number in range(begun["pieces"]):
            answer = self.post(f"/upload/{begun['id']}/{number}", content[number * PIECE : (number + 1) * PIECE])
            assert (answer.status_code, answer.json) == (200, {"next": number + 1})
        return str(begun["id"])


@pytest.fixture
def sender(tmp_path: Path) -> Iterator[Sender]:
    made = Sender(tmp_path)
    yield made
    made.case.close()


def test_a_file_is_sent_in_pieces_and_belongs_to_who_sent_it(sender: Sender) -> None:
    own = sender.send()
    evidence = sender.case.evidence
    upload = evidence.upload(own, owner=sender.desk.user)
    assert upload is not None and upload.complete and upload.name == "list.csv"
    assert b"".join(evidence.upload_bytes(own, owner=sender.desk.user)) == CONTENT
    assert evidence.upload(own, owner="somebody else") is None


def test_its_owner_gets_it_back_as_a_file_that_no_browser_opens(sender: Sender) -> None:
    marked = sender.case.folder.parent / "قائمة refused.csv"
    marked.write_bytes(CONTENT)
    own = sender.case.evidence.keep_file(marked, owner=sender.desk.user).id
    answer = sender.client.get(f"/upload/{own}", headers=HERE)
    assert (answer.status_code, answer.data) == (200, CONTENT)
    assert answer.mimetype == "application/octet-stream" and answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%D9%82")
    foreign = sender.case.evidence.keep_file(marked, owner="bob").id
    for path in (foreign, sender.begin().json["id"], "none", "../case.toml"):
        assert sender.client.get(f"/upload/{path}", headers=HERE).status_code == 404


def test_pieces_out_of_order_twice_too_large_or_of_somebody_else_are_refused(sender: Sender) -> None:
    own = sender.begin().json["id"]
    first, second = CONTENT[:PIECE], CONTENT[PIECE:]
    early = sender.post(f"/upload/{own}/1", second)
    assert (early.status_code, early.json["next"]) == (409, 0)
    assert sender.post(f"/upload/{own}/0", first + b"x").status_code == 413
    assert sender.post(f"/upload/{own}/0", first[:-1]).status_code == 409
    assert sender.post(f"/upload/{own}/0", first).status_code == 200
    twice = sender.post(f"/upload/{own}/0", first)
    assert (twice.status_code, twice.json["next"]) == (409, 1)
    foreign = sender.case.evidence.begin_upload("x", 5, owner="bob").id
    for wrong in (foreign, "none", "0" * 20):
        assert sender.post(f"/upload/{wrong}/0", b"12345").status_code == 404
    assert sender.post(f"/upload/{own}/-1", first).status_code in (404, 405)


@pytest.mark.parametrize("headers", [{"X-CSRFToken": ""}, {"X-CSRFToken": "other"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_sends_nothing(sender: Sender, headers: dict[str, str]) -> None:
    assert sender.post("/upload/", b'{"name": "x", "size": 1}', **headers).status_code == 403
    own = sender.begin().json["id"]
    assert sender.post(f"/upload/{own}/0", CONTENT[:PIECE], **headers).status_code == 403
    sender.client.delete_cookie(sender.desk.sessions.cookie, domain="127.0.0.1")
    assert sender.post("/upload/", b'{"name": "x", "size": 1}').status_code == 403
    assert sender.client.get(f"/upload/{own}", headers=HERE).status_code == 403


@pytest.mark.parametrize(
    ("name", "size"), [(None, 5), (5, 5), ("x", "5"), ("x", 5.0), ("x", True), ("x", None), (["x"], 5)]
)
def test_what_is_no_beginning_is_400_never_500(sender: Sender, name: object, size: object) -> None:
    assert sender.begin(name, size).status_code == 400
    assert sender.post("/upload/", b"{", **{"Content-Type": "application/json"}).status_code == 400


@pytest.mark.parametrize("size", [-1, 1 << 40])
def test_a_file_that_is_too_large_is_refused_with_a_sentence(sender: Sender, size: int) -> None:
    answer = sender.begin(size=size)
    assert answer.status_code == 409 and "at most 1024 MiB" in answer.json["error"]


PROGRAM = """
    import sys, tempfile
    from pathlib import Path
    import waitress.buffers

    def spool(*_, **__):
        print("spooled", flush=True)
        return tempfile.TemporaryFile()

    waitress.buffers.TempfileBasedBuffer.newfile = spool
    from dashboard.serve import serve
    from graph.case import create_case
    from graph.settings import Settings
    with create_case(Path(sys.argv[1]), title="A case", key_file=Path(sys.argv[2])) as case:
        serve(case, settings=Settings(), port=0, on_ready=lambda address: print(address, flush=True))
"""


def test_the_running_server_spools_neither_what_is_sent_nor_what_is_answered(tmp_path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(PROGRAM), str(tmp_path / "case"), str(tmp_path / "key")]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as server:
        assert server.stdout is not None
        address = urlsplit(server.stdout.readline().strip())
        asked = http.client.HTTPConnection("127.0.0.1", address.port or 0, timeout=30)

        def ask(method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
            asked.request(method, path, body, headers)
            answer = asked.getresponse()
            content = answer.read()
            assert answer.status < 400, content[:200]
            for each in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = each.partition(";")[0].partition("=")
                cookies[name] = value
            return content

        cookies: dict[str, str] = {}
        ask("GET", f"/?{address.query}")
        csrf = next(value for name, value in cookies.items() if "csrf" in name)
        kept = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "X-CSRFToken": csrf}
        content = os.urandom(5 * PIECE + 7)
        said = json.dumps({"name": "list.csv", "size": len(content)}).encode()
        begun = json.loads(ask("POST", "/upload/", said, **{**kept, "Content-Type": "application/json"}))
        for number in range(begun["pieces"]):
            ask("POST", f"/upload/{begun['id']}/{number}", content[number * PIECE : (number + 1) * PIECE], **kept)
        assert ask("GET", f"/upload/{begun['id']}", None, **kept) == content
        server.terminate()
        assert "spooled" not in server.stdout.read()
