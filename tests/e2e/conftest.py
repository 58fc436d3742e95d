"""One server over one small real case, one browser, a fresh context a test; whatever goes wrong fails the test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect, sync_playwright

from tests.e2e.own_server import Served, serving

# Nothing but this machine can be reached, whatever a page tries.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def chromium_browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, chromium_browser: Browser) -> Iterator[Served]:
    """The dashboard of the small case, its one-time token used up by a first browser."""
    with serving(tmp_path_factory.mktemp("served") / "case", chromium_browser) as found:
        yield found


@dataclass  # no slots: Playwright hangs its wrappers on the object whose methods it calls
class Watched:
    """A page, and everything that must not happen on it."""

    page: Page
    served: Served
    wrong: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("console", self._console)
        self.page.on("request", self._request)
        self.page.on(
            "response", lambda got: self.wrong.append(f"{got.status} {got.url}") if got.status >= 400 else None
        )

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.wrong.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != self.served.address:
            self.wrong.append(f"outside: {request.url}")

    # --- what people do

    def open(self, path: str) -> Watched:
        self.page.goto(f"{self.served.address}{path}")
        return self

    def explore(self, language: str = "en") -> Watched:
        self.open(f"/{language}/explore")
        self.until("Boolean(window.dossier && dossier.ready)")
        expect(self.page.locator(".start").last).to_be_visible()
        return self

    def search(self, text: str) -> Locator:
        """Type into the search box; the options found."""
        self.page.locator("#search").fill(text)
        options = self.page.locator("#found [role=option]")
        expect(options.first).to_be_visible()
        return options

    def bring(self, key: str) -> str:
        """Find an entity by its code and put it on the canvas. Returns its code."""
        code = self.served.code[key]
        self.search(code).first.click()
        self.settle()
        self.until("code => dossier.cy().getElementById(code).nonempty()", code)
        expect(self.page.locator("#card code").first).to_have_text(code)
        return code

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.settle()

    def act(self, name: str) -> None:
        self.page.locator(f".tools [data-act={name}]").click()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing asked is without an answer."""
        self.until("dossier.idle()")

    def until(self, expression: str, argument: object = None) -> None:
        """Wait until this is true on the page, whose policy forbids the waiting that Playwright has of its own."""
        for _ in range(300):
            if self.page.evaluate(expression, argument):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never true: {expression}")

    # --- what is there

    def nodes(self) -> set[str]:
        """Codes that are drawn."""
        return set(self.page.evaluate("dossier.seen().nodes().map(n => n.id())"))

    def edges(self) -> list[dict[str, Any]]:
        """Lines that are drawn."""
        found: list[dict[str, Any]] = self.page.evaluate(
            "dossier.seen().edges().map(e => ({...e.data(), classes: e.classes().join(' ')}))"
        )
        return found


@pytest.fixture
def context(chromium_browser: Browser, served: Served, tmp_path: Path) -> Iterator[BrowserContext]:
    """A fresh browser that holds the session."""
    opened = chromium_browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    opened.add_cookies(served.cookies)
    served.forget_canvas()
    yield opened
    opened.close()


@pytest.fixture
def watched(context: BrowserContext, served: Served) -> Iterator[Watched]:
    """A page on which an error, an error in the console or a request to elsewhere fails the test."""
    page = context.new_page()
    page.set_default_timeout(15_000)
    found = Watched(page, served)
    found.watch()
    yield found
    assert found.wrong == []
