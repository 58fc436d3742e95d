"""Vetting by the keyboard alone, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Watched
from tests.e2e.own_server import Served, serving

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)  # a decision is written, the graph follows, and the page asks again


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, chromium_browser: Browser) -> Iterator[Served]:
    """A case of these tests' own, for they write."""
    with serving(tmp_path_factory.mktemp("vetting") / "case", chromium_browser) as found:
        yield found


def queue(watched: Watched, language: str = "en") -> None:
    """Open the page and put the focus on its first row."""
    watched.open(f"/{language}/vetting")
    expect(watched.page.locator(".vet-row").first).to_be_visible()
    watched.page.locator(".vet-row").first.focus()


def count(watched: Watched, status: str) -> int:
    """How many records have a status, as the page says."""
    told = watched.page.locator(f"[data-vet-name=status][data-vet-value={status}] .count").inner_text()
    return int(told.replace(",", ""))


def test_a_row_opens_its_card_and_is_confirmed_by_keys(watched: Watched) -> None:
    queue(watched)
    page = watched.page
    page.keyboard.press("j")
    expect(page.locator(".vet-row.current")).to_be_focused()
    second = page.locator(".vet-row").nth(1)
    expect(second).to_be_focused()
    said = second.locator(".vet-said").inner_text()
    expect(page.locator("#card .saying")).to_have_text(said)
    before = count(watched, "confirmed")
    page.keyboard.press("c")
    expect(page.locator("#vet-why")).to_be_focused()
    expect(page.locator("#vet-says")).to_contain_text("reason")
    page.keyboard.type("read page 2")
    page.keyboard.press("Enter")
    expect(page.locator("#toast-text")).to_contain_text("Confirmed")
    expect(page.locator("[data-vet-name=status][data-vet-value=confirmed] .count")).to_have_text(str(before + 1))
    expect(page.locator(".vet-row").nth(1)).to_be_focused()  # the next one, with its card
    assert page.locator(".vet-row").nth(1).locator(".vet-said").inner_text() != said
    page.locator("#toast-undo").dispatch_event("click")
    expect(page.locator("[data-vet-name=status][data-vet-value=confirmed] .count")).to_have_text(str(before))


def test_many_rows_are_chosen_by_shift_and_disputed_together(watched: Watched) -> None:
    queue(watched)
    page = watched.page
    page.locator("#vet-why").fill("the list was withdrawn")
    page.locator(".vet-row").first.focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+J")
    expect(page.locator(".vet-row[aria-selected=true]")).to_have_count(3)
    expect(page.locator("#vet-chosen")).to_contain_text("3")
    before = count(watched, "disputed")
    page.keyboard.press("d")
    expect(page.locator("#toast-text")).to_contain_text("3")
    expect(page.locator("[data-vet-name=status][data-vet-value=disputed] .count")).to_have_text(str(before + 3))
    page.locator("#toast-undo").dispatch_event("click")
    expect(page.locator("[data-vet-name=status][data-vet-value=disputed] .count")).to_have_text(str(before))


def test_filters_and_pages_say_how_many_there_are(watched: Watched) -> None:
    queue(watched)
    page = watched.page
    page.locator("[data-vet-name=kind][data-vet-value=incident]").click()
    expect(page.locator(".vet-row")).to_have_count(2)
    page.locator("[data-vet-name=kind][data-vet-value='']").click()
    expect(page.locator(".vet-row")).to_have_count(50)
    first = page.locator(".vet-said").first.inner_text()
    page.locator(".vet-head .secondary").nth(1).click()
    expect(page.locator(".vet-head .counts")).to_contain_text("51")
    expect(page.locator(".vet-said").first).not_to_have_text(first)


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768)])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_cut_off(watched: Watched, language: str, size: tuple[int, int]) -> None:
    watched.page.set_viewport_size({"width": size[0], "height": size[1]})
    queue(watched, language)
    watched.page.keyboard.press("j")
    expect(watched.page.locator("#card .saying")).to_be_visible()
    wide = watched.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide
    assert "/vetting" in watched.page.url and "=" not in watched.page.url
    assert watched.page.title() == "Dossier"
