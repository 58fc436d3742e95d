"""A dashboard that runs beside the test: over a case that is there, or over one made for a test module."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
from waitress import wasyncore
from waitress.server import create_server

from dashboard.app import create_app, desk_of
from dashboard.serve import listen
from graph.case import Case
from graph.settings import Settings
from tests.dashboard.small_case import SmallCase, make_small_case


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running dashboard.

    Attributes:
        way_in: the path that opens the first page once.
        cookies: of a browser that is in already.
    """

    small: SmallCase
    address: str
    way_in: str
    cookies: list[Any]
    user: str

    def forget_canvas(self) -> None:
        """As if nobody had put anything on the canvas yet."""
        evidence = self.small.case.evidence
        for kind in ("canvas", "view"):
            for each in evidence.works(kind, owner=self.user):
                evidence.drop_work(each.id, owner=self.user)

    @property
    def code(self) -> dict[str, str]:
        """Codes of the case, by key."""
        return self.small.code


@contextmanager
def running(case: Case, *, code: dict[str, str] | None = None, port: int = 0) -> Iterator[Served]:
    """A dashboard over a case into which nobody has gone yet."""
    app = create_app(case, Settings())
    listening = listen("127.0.0.1", port)
    server = create_server(app.server, sockets=[listening], threads=6)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    desk = desk_of(app)
    try:
        yield Served(
            small=SmallCase(case=case, code=code or {}),
            address=f"http://127.0.0.1:{listening.getsockname()[1]}",
            way_in=f"/?token={desk.sessions.token}",
            cookies=[],
            user=desk.user,
        )
    finally:
        server.close()
        wasyncore.close_all(server._map)  # as when the process ends: no connection outlives it
        desk.jobs.close()
        thread.join(timeout=5)


@contextmanager
def serving(folder: Path, browser: Browser, make: Callable[[Path], Any] = make_small_case) -> Iterator[Served]:
    """The dashboard of a case made in ``folder``, the small one unless ``make`` makes another; its one-time token is
    used up by a first browser."""
    made = make(folder)
    with made.case, running(made.case) as served:
        first = browser.new_context()
        first.new_page().goto(served.address + served.way_in)
        yield Served(
            small=made, address=served.address, way_in=served.way_in, cookies=first.cookies(), user=served.user
        )
        first.close()
