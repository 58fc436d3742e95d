"""The Brief page in a real browser: from a choice to a package on the disk of whoever takes it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.e2e.conftest import Watched
from tests.e2e.own_server import Served, serving
from tests.queries.brief.brief_case import PROTECTED, make_brief_case

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, chromium_browser: Browser) -> Iterator[Served]:
    """A server over a case that briefs can be made of."""
    with serving(tmp_path_factory.mktemp("brief"), chromium_browser, make_brief_case) as found:
        yield found


@pytest.fixture
def context(chromium_browser: Browser, served: Served) -> Iterator[BrowserContext]:
    """A fresh browser that holds the session."""
    opened = chromium_browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    opened.add_cookies(served.cookies)
    yield opened
    opened.close()


def choose(watched: Watched, language: str = "en") -> None:
    page = watched.open(f"/{language}/brief").page
    page.locator("#brief-clear").click()
    page.locator("#brief-add").fill(watched.served.code["fall"])
    expect(page.locator("#brief-list [data-card]")).to_have_count(1, timeout=20_000)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_choice_becomes_a_package_that_names_nobody_protected(watched: Watched, language: str) -> None:
    page = watched.page
    choose(watched, language)
    page.locator("#brief-audience input").nth(2).check()  # a mechanism of the United Nations
    page.locator("#brief-purpose").fill("Invented, for a test")
    expect(page.locator("#brief-preview .counted")).to_be_visible(timeout=30_000)
    page.locator("#brief-make").click()
    with page.expect_download(timeout=60_000) as started:
        page.locator("#brief-result .primary").click(timeout=60_000)
    content = Path(started.value.path()).read_bytes()
    assert started.value.suggested_filename == "brief.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        held = {name.removeprefix("brief/"): archive.read(name) for name in archive.namelist()}
    lines = [line.split("  ") for line in held.pop("SHA256SUMS").decode().splitlines()]
    assert {name: digest for digest, name in lines} == {name: sha256(each).hexdigest() for name, each in held.items()}
    assert {"brief.pdf", "brief.docx", "brief.xlsx", "graph.graphml"} <= held.keys()
    for name in PROTECTED:
        assert name.encode() not in b"".join(held.values())
    assert not list(served_folder(watched).joinpath("exports").iterdir())  # nothing plain stays in the case


def served_folder(watched: Watched) -> Path:
    return Path(watched.served.small.case.folder)


def test_a_page_opened_again_still_has_what_was_chosen(watched: Watched) -> None:
    choose(watched)
    watched.page.locator("#brief-purpose").fill("Kept")
    watched.page.wait_for_timeout(1_500)
    watched.open("/en/brief")
    expect(watched.page.locator("#brief-list [data-card]")).to_have_count(1)
    expect(watched.page.locator("#brief-purpose")).to_have_value("Kept")
    assert "Kept" not in watched.page.url


def test_nothing_is_made_of_nothing(watched: Watched) -> None:
    watched.open("/en/brief")
    watched.page.locator("#brief-clear").click()
    expect(watched.page.locator("#brief-make")).to_be_disabled()
    expect(watched.page.locator("#brief-preview")).to_contain_text("Choose something first")


def test_somebody_elses_selection_opens_for_nobody_else(watched: Watched) -> None:
    other = watched.served.small.case.evidence.save_work("selection", {"codes": []}, owner="another")
    watched.open(f"/en/brief/{other.id}")
    expect(watched.page.locator("#brief-problem")).to_contain_text("no such selection")
