"""A server of a test module's own, for tests that write."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
from waitress.server import create_server

from dashboard.app import create_app, desk_of
from dashboard.serve import listen
from graph.settings import Settings
from tests.dashboard.small_case import make_small_case
from tests.e2e.conftest import Served


@contextmanager
def serving(folder: Path, browser: Browser, make: Callable[[Path], Any] = make_small_case) -> Iterator[Served]:
    """The dashboard of a case made in ``folder``, the small one unless ``make`` makes another."""
    made = make(folder)
    app = create_app(made.case, Settings())
    listening = listen("127.0.0.1", 0)
    server = create_server(app.server, sockets=[listening], threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    first = browser.new_context()
    first.new_page().goto(f"{address}/?token={desk_of(app).sessions.token}")
    yield Served(small=made, address=address, cookies=first.cookies(), user=desk_of(app).user)
    first.close()
    server.close()
    thread.join(timeout=5)
    made.case.close()
