"""Reading sources in a browser: found words, a page beside its picture, a record from selected words, one origin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from dashboard.app import create_app, desk_of
from dashboard.pages.sources.places import address
from graph.settings import Settings
from tests.dashboard.source_case import LONG, make_source_case
from tests.e2e.conftest import Watched
from tests.e2e.own_server import Served, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, chromium_browser: Browser) -> Iterator[Served]:
    """The dashboard of a case with documents, in place of the small one."""
    with serving(tmp_path_factory.mktemp("sources") / "case", chromium_browser, make_source_case) as found:
        yield found


def read(watched: Watched, key: str, number: int = 0, language: str = "en") -> None:
    """Open a document or a page of it."""
    watched.open(address(language, watched.served.code[key], number))
    expect(watched.page.locator("#sources-title")).to_be_visible()


def draft_of(watched: Watched) -> dict[str, Any]:
    """The body of the draft to whose form the browser has gone."""
    watched.until("location.pathname.split('/')[2] === 'enter' && Boolean(location.pathname.split('/')[3])")
    own = watched.page.url.rpartition("/")[2]
    kept = watched.served.small.case.evidence.work(own, owner=watched.served.user)
    assert kept is not None
    return dict(kept.body)


def select(watched: Watched, words: str) -> None:
    """Select words of the text as a mouse does."""
    watched.page.evaluate(
        """words => {
            const text = document.getElementById("sources-text");
            const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            const at = text.textContent.indexOf(words);
            const range = document.createRange();
            let seen = 0;
            for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                const here = (n) => n >= seen && n <= seen + node.length;
                if (here(at)) range.setStart(node, at - seen);
                if (here(at + words.length)) { range.setEnd(node, at + words.length - seen); break; }
                seen += node.length;
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        words,
    )
    expect(watched.page.locator("#sources-bar")).to_be_visible()


def test_found_words_lead_to_their_page_and_become_a_record(watched: Watched) -> None:
    page = watched.open("/en/sources").page
    page.locator("#sources-search").fill("جسر")  # in the text it has its article
    hit = page.locator(".source-hits li")
    expect(hit.locator("mark.hit")).to_have_text("الجسر")
    hit.locator("a").click()
    expect(page.locator("#sources-text mark.hit")).to_have_text("الجسر")
    select(watched, "كتيبة الشمال كانت عند الجسر")
    page.locator("#sources-bar [data-record=unit]").click()
    body = draft_of(watched)
    assert body["quote"] == "كتيبة الشمال كانت عند الجسر"
    assert (body["form"], body["locator"], body["document"]) == ("unit", "p. 1", watched.served.code["report"])
    assert body["quote_language"] == "ar"


def test_words_are_selected_by_keys_alone(watched: Watched) -> None:
    read(watched, "report", 2)
    page = watched.page
    page.locator("#sources-text").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("Control+Shift+ArrowRight")
    expect(page.locator("#sources-bar")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#sources-bar button").first).to_be_focused()
    page.keyboard.press("Enter")
    body = draft_of(watched)
    assert (body["form"], body["locator"], body["quote"]) == ("person", "p. 2", "The Northern Battalion")


def test_a_selection_stays_where_the_text_ends(watched: Watched) -> None:
    read(watched, "report", 2)
    page = watched.page
    page.locator("#sources-text").focus()
    for _ in range(4):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    for _ in range(40):
        page.keyboard.press("Shift+ArrowDown")
    selected = page.evaluate("getSelection().toString()")
    assert selected.startswith("The Northern Battalion")
    page.keyboard.press("Enter")
    expect(page.locator("#sources-bar button").first).to_be_focused()


def test_the_middle_of_a_long_page_is_told_exactly(watched: Watched) -> None:
    read(watched, "long")
    words = LONG.splitlines()[1_500]
    select(watched, words)
    watched.page.locator("#sources-bar summary").click()
    watched.page.locator("#sources-bar [data-record=figure]").click()
    assert draft_of(watched)["quote"] == words


def test_a_page_beside_its_picture_turned_by_keys(watched: Watched) -> None:
    read(watched, "report", 1)
    page = watched.page
    picture = page.locator(".page-picture")
    expect(picture).to_have_attribute(
        "src", address("en", watched.served.code["report"], 1).replace("/en/sources", "/picture")
    )
    watched.until("document.querySelector('.page-picture').naturalWidth > 500")
    assert picture.evaluate("one => getComputedStyle(one).filter") == "none"
    page.locator("#sources-title").focus()
    page.keyboard.press("n")
    expect(page.locator(".has-words").first).to_be_visible()
    assert page.url.endswith("/2")
    page.locator(".has-words").first.focus()  # what rests on the page lights its words
    expect(page.locator("#sources-text mark.lit").first).to_be_visible()
    page.keyboard.press("p")
    watched.until("location.pathname.endsWith('/1')")
    watched.page.go_back()
    watched.until("location.pathname.endsWith('/2')")
    expect(page.locator("#sources-text")).to_contain_text("Karim Example")


def test_a_photograph_is_blurred_until_asked_for(watched: Watched) -> None:
    read(watched, "photo")
    picture = watched.page.locator(".page-picture")
    watched.until("document.querySelector('.page-picture').naturalWidth > 100")
    assert "blur" in picture.evaluate("one => getComputedStyle(one).filter")
    watched.page.locator("[data-uncover]").press("Enter")
    assert picture.evaluate("one => getComputedStyle(one).filter") == "none"


def test_a_translation_beside_its_original_is_checked_and_undone(watched: Watched) -> None:
    read(watched, "ruling", language="ar")
    page = watched.page
    text, other = page.locator("#sources-text"), page.locator(".source-text.other")
    expect(text).to_contain_text("حكمت المحكمة")
    expect(other).to_contain_text("The court sentenced")
    sides = [each.bounding_box() for each in (text, other)]
    assert sides[0] and sides[1] and sides[0]["x"] > sides[1]["x"]  # the page runs from right to left
    page.locator(".source-beside [data-check]").click()
    expect(page.locator(".source-beside .tag.good")).to_be_visible()
    page.locator("#toast-undo").click()
    expect(page.locator(".source-beside [data-check]")).to_be_visible()


def test_two_documents_of_one_origin(watched: Watched) -> None:
    page = watched.open("/en/sources").page
    for key in ("report", "bare"):
        page.locator(f'[data-choose="{watched.served.code[key]}"]').first.press("Enter")
    expect(page.locator("#sources-tray")).to_be_visible()
    page.locator("#sources-tray-why").fill("The letter copies the report.")
    page.locator("#sources-tray-do").click()
    expect(page.locator(".group-mark")).to_have_count(2)
    expect(page.locator("#sources-tray")).to_be_hidden()
    expect(page.locator("[data-choose]:focus")).to_have_count(1)
    expect(page.locator("[data-choose][aria-checked=true]")).to_have_count(0)
    page.locator("#toast-undo").click()
    expect(page.locator(".group-mark")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 1024])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_cut_off(watched: Watched, width: int, language: str) -> None:
    page = watched.page
    page.set_viewport_size({"width": width, "height": 800})
    watched.open(f"/{language}/sources")
    expect(page.locator(".source-table tbody tr")).to_have_count(8, timeout=15_000)
    assert within(watched, ".source-main", ".source-table, .source-tools > *, .source-search-box")
    read(watched, "report", 2, language)
    expect(page.locator(".has-words").first).to_be_visible()
    assert within(watched, "#sources-view", ".source-text, .picture-box, .has-words, .source-turn > *, .tags > *")


def within(watched: Watched, outer: str, inner: str) -> bool:
    """Whether some parts lie within another one from side to side."""
    found = watched.page.evaluate(
        """([outer, inner]) => {
            const frame = document.querySelector(outer).getBoundingClientRect();
            const all = [...document.querySelectorAll(`${outer} :is(${inner})`)].map(e => e.getBoundingClientRect());
            const boxes = all.filter(b => b.width > 0);
            return boxes.length > 3 && boxes.every(b => b.left >= frame.left - 1 && b.right <= frame.right + 1);
        }""",
        [outer, inner],
    )
    return bool(found)


def test_a_page_left_open_while_its_load_is_undone(watched: Watched) -> None:
    """The last one here: it empties the case."""
    read(watched, "report", 2)
    case = watched.served.small.case
    (load,) = case.evidence.loads()
    case.evidence.undo_load(load.id, desk_of(create_app(case, Settings())).actor())
    expect(watched.page.locator("#sources-view [role=status]")).to_be_visible(timeout=15_000)
    expect(watched.page.locator("#sources-text")).to_have_count(0)
