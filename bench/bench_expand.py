"""Expanding on the canvas in a case of 1,000,000 entities and 2,000,000 links, through the real HTTP callback.

A dashboard serves the case by waitress on 127.0.0.1, in this process; this script opens it with the one-time token
and then POSTs what the browser posts to /_dash-update-component, with session and cross-site header. Measured is from
sending to having read the whole answer; beside it the engine's own time for the same reads, through a ``Reader``.
Goals (95th percentile): an ordinary node 50 ms, the picker on a hub of 50,000 members 150 ms, 200 chosen of them
500 ms. Memory is that of the process. How the case is made: ``big.py``.

    python bench/bench_expand.py [ENTITIES]
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from big import Big, made, opened
from builders import machine, peak_mb, percentile, resident_mb, size_given
from waitress.server import create_server

from dashboard.app import create_app, desk_of
from dashboard.serve import THREADS, listen
from graph.case import Case
from graph.settings import Settings
from queries import explore

ORDINARY, HUB = 400, 30


def main() -> int:
    """Measure; exit code 1 where a goal is missed."""
    size = size_given(1_000_000)
    print(machine())
    big = Big(size)
    with opened(made(size)) as case:
        counts = case.store.count()
        nodes = sum(count for kind, count in counts.items() if not kind.isupper())
        print(f"{nodes:,} nodes, {sum(counts.values()) - nodes:,} links; a hub of {big.members:,}; "
              "written straight into the store, no record behind them")  # fmt: skip
        print(f"memory: {resident_mb():.0f} MB with the case open")
        with browser(case) as ask:
            met = measure(case, big, ask)
        print(f"memory: {resident_mb():.0f} MB afterwards, {peak_mb():.0f} MB at most")
    return 0 if met else 1


def measure(case: Case, big: Big, ask: Callable[..., dict[str, Any]]) -> bool:
    """Three things that a reader does."""
    reader = case.reader()
    ordinary = big.ordinary(ORDINARY)
    for code in ordinary[:5]:
        ask(do="expand", code=code, shown={})  # what is made once: views, compiled templates
    chosen = {"picked": [["MEMBER_OF", "person"]], "limit": 200}
    works: list[tuple[str, float, Sequence[Callable[[], object]], Sequence[Callable[[], object]]]] = [
        (
            "an ordinary node",
            50,
            [lambda code=code: checked(ask(do="expand", code=code, shown={}), "add") for code in ordinary],  # type: ignore[misc]
            [lambda code=code: explore.expand(reader, code) for code in ordinary],  # type: ignore[misc]
        ),
        (
            "the picker on the hub",
            150,
            [lambda: checked(ask(do="expand", code=big.hub, shown={}), "picker")] * HUB,
            [lambda: explore.picker(reader, big.hub)] * HUB,
        ),
        (
            "200 chosen of the hub",
            500,
            [lambda: checked(ask(do="expand", code=big.hub, shown={}, **chosen), "add", 200)] * HUB,
            [lambda: explore.expand(reader, big.hub, kinds=["person"], types=["MEMBER_OF"], limit=200)] * HUB,
        ),
    ]
    met = True
    for name, goal, http_works, engine_works in works:
        seen, own = milliseconds(http_works), milliseconds(engine_works)
        p95 = percentile(seen, 0.95)
        met = met and p95 <= goal
        print(
            f"{name}: p50 {percentile(seen, 0.5):.1f} ms, p95 {p95:.1f} ms over HTTP (goal {goal:g}: "
            f"{'met' if p95 <= goal else 'MISSED'}); engine p50 {percentile(own, 0.5):.1f}, "
            f"p95 {percentile(own, 0.95):.1f} ms; ratio {percentile(own, 0.5) / percentile(seen, 0.5):.2f}",
            flush=True,
        )
    return met


def milliseconds(works: Sequence[Callable[[], object]]) -> list[float]:
    """How long each takes."""
    took = []
    for work in works:
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1_000)
    return took


def checked(change: dict[str, Any], what: str, least: int = 0) -> None:
    """An error, or an answer that shows less than it should, must not count as fast."""
    if what not in change or len(change[what]) < least:
        raise SystemExit(f"The dashboard answered without '{what}': {sorted(change)}.")


@contextmanager
def browser(case: Case) -> Iterator[Callable[..., dict[str, Any]]]:
    """A dashboard on a port of its own, and a function that asks the canvas's callback."""
    app = create_app(case, Settings())
    listening = listen("127.0.0.1", 18_050)
    server = create_server(app.server, sockets=[listening], threads=THREADS, ident="")
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    host, port = listening.getsockname()
    connection = http.client.HTTPConnection(host, port)
    sessions = desk_of(app).sessions
    connection.request("GET", f"/?token={sessions.token}")
    entered = connection.getresponse()
    entered.read()
    cookies = dict(one.partition(";")[0].split("=", 1) for one in entered.headers.get_all("Set-Cookie") or ())
    head = {
        "Content-Type": "application/json",
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": cookies[sessions.csrf_cookie],
    }
    output = next(key for key in app.server.config["DOSSIER_CALLBACKS"] if "change.data" in key and "card" in key)
    outputs = [
        {"id": name, "property": of} for name, _, of in (one.rpartition(".") for one in output.strip(".").split("..."))
    ]

    def ask(**wanted: Any) -> dict[str, Any]:
        body = {
            "output": output,
            "outputs": outputs,
            "inputs": [{"id": "ask", "property": "data", "value": {**wanted, "n": 1}}],
            "state": [{"id": "words", "property": "data", "value": {"language": "en"}}],
            "changedPropIds": ["ask.data"],
        }
        connection.request("POST", "/_dash-update-component", json.dumps(body), head)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise SystemExit(f"The callback answered {answer.status}.")
        found: dict[str, Any] = json.loads(text)["response"]["change"]["data"]
        return found

    try:
        yield ask
    finally:
        connection.close()
        server.close()
        listening.close()


if __name__ == "__main__":
    sys.exit(main())
