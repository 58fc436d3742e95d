"""Run the dashboard for one person on this machine."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable
from typing import Any

from waitress.server import create_server

from dashboard.app import create_app, desk_of
from dashboard.gate import LARGEST
from dashboard.warming import warm
from graph.errors import DossierError
from graph.settings import Settings
from ingest.names.compare import forget

log = logging.getLogger("dossier.dashboard")

THREADS = 8
IN_MEMORY = 1 << 31
"""Bytes of an answer that wait for a slow reader in memory; the server stops taking more long before."""
TRIES = 50


class NoPort(DossierError):
    """No port is free where the dashboard should listen."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(f"No port from {first} to {last} is free; name another with --port.")


def serve(
    case: Any,
    *,
    settings: Settings,
    host: str | None = None,
    port: int | None = None,
    on_ready: Callable[[str], None],
) -> None:
    """Serve a case until Ctrl-C; the case stays open, closing it is the caller's.

    Where the port is taken the next free one is used; ``on_ready`` gets the address that opens the first page, with
    a token that works once.

    Raises:
        NoPort: none of the next ports is free.
    """
    host, port = host or settings.host, settings.port if port is None else port
    app = create_app(case, settings)
    listening = listen(host, port)
    server = create_server(
        app.server, sockets=[listening], threads=THREADS, ident="", clear_untrusted_proxy_headers=True,
        # What is asked and answered stays in memory: larger than this it would be spooled, in plain, to the disk.
        inbuf_overflow=LARGEST + 1, max_request_body_size=LARGEST, outbuf_overflow=IN_MEMORY,
    )  # fmt: skip
    warming = warm(case)
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104  what a container listens on
    shown = f"[{shown}]" if ":" in shown else shown
    on_ready(f"http://{shown}:{listening.getsockname()[1]}/?token={desk_of(app).sessions.token}")
    try:
        server.run()
    except KeyboardInterrupt:
        log.info("stopped")
    finally:
        server.close()
        listening.close()
        warming.join()
        forget()  # names that were compared
        desk_of(app).jobs.close()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at ``port``, or at the next one that is free; 0 takes any.

    Raises:
        NoPort: there is none among the next ones.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last = min(port + TRIES, 65_536)
    for candidate in range(port, last):
        opened = socket.socket(family, socket.SOCK_STREAM)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((host, candidate))
            opened.listen(128)
        except OSError as error:
            opened.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
        else:
            return opened
    raise NoPort(port, last - 1)
