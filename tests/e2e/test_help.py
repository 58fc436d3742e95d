"""Help beside every page, and the tour that leads a newcomer through six of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.pages import PAGES
from dashboard.wording import Words
from tests.e2e.conftest import Watched

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_tour_leads_through_six_steps_by_keyboard(watched: Watched, language: str) -> None:
    words = Words(language)
    page = watched.open(f"/{language}/").page
    page.locator(".tour-start").focus()
    page.keyboard.press("Enter")
    led = []
    for number in range(1, 7):
        expect(page.locator("#tour-title")).to_have_text(words(f"tour.title_{number}"))
        led.append(page.url.rstrip("/").rpartition("/")[2])
        if number == 2:
            watched.until("Boolean(window.dossier.ready && dossier.cy().nodes().nonempty())")
        if number == 3:
            expect(page.locator("#card h2").first).to_be_visible()
        if number < 6:
            page.locator("[data-tour=next]").focus()
            page.keyboard.press("Enter")
    assert led == [language, "explore", "explore", "sources", "review", "brief"]
    page.locator("[data-tour=end]").click()
    expect(page.locator("#tour")).to_be_hidden()


def test_help_says_what_the_page_is_for_and_what_words_mean(watched: Watched) -> None:
    page = watched.open("/en/").page
    expect(page.locator(".overview h1")).to_be_visible()
    page.locator("body").press("?")
    expect(page.locator("#card")).to_contain_text("What the case holds")
    expect(page.locator("#term-one_origin")).to_contain_text("count as one")
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_has_help_in_every_language(language: str) -> None:
    words = Words(language)
    assert {page.NAME for page in PAGES} <= words.part("help_page").keys()
    assert words.part("term").keys() == words.part("meaning").keys()
