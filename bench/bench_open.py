"""Opening a case of 1,000,000 entities and 2,000,000 links, and the first paint of its dashboard.

Opening, each in a process of its own: ``open_case`` to the first answer (whoever opens it reads all, so that includes
the graph of the clearance where some entity looks different to others), against the engine's bare load of the very
file and the same question. Memory is what that process holds then.

First paint, where Playwright and Chromium are there: the dashboard on that case in a fresh browser, from asking for
the address with its token to the first contentful paint (as the browser's own timeline says) and to the start cards
that one can click, against a page of one line from the same server. How the case is made: ``big.py``.

    python bench/bench_open.py [ENTITIES]
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import kglite
from big import Big, made, opened
from builders import ROOT, folder_for, machine, resident_mb, size_given
from waitress.server import create_server

from dashboard.app import create_app, desk_of
from dashboard.serve import THREADS, listen
from graph.settings import Settings

ROUNDS = 3
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
_PAINT = "() => performance.getEntriesByName('first-contentful-paint').map(each => each.startTime)[0] || null"
_NAVIGATION = "() => performance.timeOrigin"


def main() -> int:
    """Measure and print; there is no goal to miss."""
    if sys.argv[1:2] == ["--part"]:
        print(*PARTS[sys.argv[2]](Path(sys.argv[3]), int(sys.argv[4])))
        return 0
    size = size_given(1_000_000)
    print(machine())
    folder = made(size)
    best: dict[str, tuple[float, float]] = {}
    for _ in range(ROUNDS):
        for part in PARTS:
            command = [sys.executable, __file__, "--part", part, str(folder), str(size)]
            said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
            best[part] = min(best.get(part, (float("inf"), 0.0)), (float(said[0]), float(said[1])))
    graph = (folder / "graph.kgl").stat().st_size / 1e6
    print(
        f"opening {size:,} entities ({graph:.0f} MB): {best['case'][0]:.2f} s to the first answer, "
        f"{best['case'][1]:.0f} MB; the engine's bare load: {best['bare'][0]:.2f} s, {best['bare'][1]:.0f} MB; "
        f"ratio {best['bare'][0] / best['case'][0]:.2f}",
        flush=True,
    )
    first_paint(folder)
    return 0


def open_whole(folder: Path, size: int) -> tuple[float, float]:
    """Seconds to the first answer of an opened case, and MB."""
    began = time.perf_counter()
    with opened(folder) as case:
        counts = case.reader().neighbour_counts(Big(size).hub)
        took = time.perf_counter() - began
        if not counts:
            raise SystemExit("The hub has no neighbours.")
        return took, resident_mb()


def open_bare(folder: Path, size: int) -> tuple[float, float]:
    """The same of the engine alone."""
    with folder_for("bare") as private:
        shutil.copy(folder / "graph.kgl", private)
        began = time.perf_counter()
        graph = kglite.load(str(private / "graph.kgl"))
        asked = "MATCH (a:Unit {code: $code})<-[r]-(b) RETURN type(r) AS type, labels(b)[0] AS label, count(*) AS count"
        found = graph.cypher(asked, params={"code": Big(size).hub}).to_list()
        took = time.perf_counter() - began
        if not found:
            raise SystemExit("The hub has no neighbours.")
        return took, resident_mb()


PARTS = {"case": open_whole, "bare": open_bare}


def first_paint(folder: Path) -> None:
    """Print when a browser first shows something."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("first paint: left out, Playwright is not installed (`make venv-test` has it).")
        return
    if program is None:
        print("first paint: left out, there is no Chromium.")
        return
    seen: list[tuple[float, float, float]] = []
    with opened(folder) as case, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for _ in range(ROUNDS):
            app = create_app(case, Settings())  # anew, for its token works once
            listening = listen("127.0.0.1", 18_050)
            server = create_server(app.server, sockets=[listening], threads=THREADS, ident="")
            threading.Thread(target=server.run, daemon=True).start()
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            seen.append(shown(context, address, desk_of(app).sessions.token))
            context.close()
            server.close()
            listening.close()
        browser.close()
    paint, ready, plain = (min(one[at] for one in seen) for at in range(3))
    print(
        f"first paint: {paint:.0f} ms, its first page can be used after {ready:.0f} ms; a page of one line from the "
        f"same server: {plain:.0f} ms; ratio {plain / paint:.2f}"
    )


def shown(context: Any, address: str, token: str) -> tuple[float, float, float]:
    """Milliseconds to the first paint, to the first page's cards, and to the paint of a plain page."""
    page = context.new_page()
    began = time.time() * 1_000
    page.goto(f"{address}/?token={token}")
    page.wait_for_function(_PAINT)
    paint = page.evaluate(_NAVIGATION) + page.evaluate(_PAINT) - began
    page.wait_for_selector("main a, main button", state="visible")
    ready = time.time() * 1_000 - began
    plain = context.new_page()
    began = time.time() * 1_000
    plain.goto(f"{address}/no-such-page")  # answered by a sentence
    plain.wait_for_function(_PAINT)
    return paint, ready, plain.evaluate(_NAVIGATION) + plain.evaluate(_PAINT) - began


if __name__ == "__main__":
    sys.exit(main())
