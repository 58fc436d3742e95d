"""The dashboard as a running server on this machine."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import textwrap
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dashboard.serve import NoPort, listen
from dashboard.warming import warm
from tests.dashboard.small_case import make_small_case

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
    import sys
    from pathlib import Path
    from dashboard.serve import serve
    from graph.settings import Settings
    from tests.dashboard.small_case import make_small_case
    small = make_small_case(Path(sys.argv[1]))
    serve(small.case, settings=Settings(), port=0, on_ready=lambda address: print(address, flush=True))
    small.case.close()
    print("closed", flush=True)
"""


def test_a_taken_port_gives_the_next_free_one() -> None:
    with listen("127.0.0.1", 0) as first:
        taken = first.getsockname()[1]
        with listen("127.0.0.1", taken) as second:
            assert taken < second.getsockname()[1] <= taken + 50


def test_no_free_port_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.serve.TRIES", 1)
    with listen("127.0.0.1", 0) as taken:
        with pytest.raises(NoPort, match="name another with --port"):
            listen("127.0.0.1", taken.getsockname()[1])


def test_it_listens_here_alone_answers_and_stops_cleanly_with_ctrl_c(tmp_path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(PROGRAM), str(tmp_path / "case")]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as server:  # fmt: skip
        assert server.stdout is not None and server.stderr is not None
        address = urlsplit(server.stdout.readline().strip())
        assert address.hostname == "127.0.0.1" and address.query.startswith("token=")
        asked = http.client.HTTPConnection("127.0.0.1", address.port or 0, timeout=30)
        asked.request("GET", f"/?{address.query}")
        answer = asked.getresponse()
        assert answer.status == 302 and answer.getheader("Location") == "/en/"
        assert "token" not in str(answer.getheader("Location"))
        asked.close()
        server.send_signal(signal.SIGINT)
        told, errors = server.communicate(timeout=60)
    assert server.returncode == 0 and told.endswith("closed\n")
    assert "Traceback" not in errors and address.query not in errors


def test_another_address_of_this_machine_is_not_served() -> None:
    with listen("127.0.0.1", 0) as opened, socket.socket() as other:
        with pytest.raises(OSError):
            other.connect(("127.0.0.2", opened.getsockname()[1]))


def test_the_list_of_documents_is_ready_before_anybody_asks(tmp_path: Path) -> None:
    """A case of many documents takes half a second to list; the server does it while the browser opens."""
    with make_small_case(tmp_path / "case").case as case:
        assert not case.evidence.lists_kept()
        warm(case).join(timeout=60)
        assert case.evidence.lists_kept()
