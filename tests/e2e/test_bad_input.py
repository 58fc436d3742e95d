"""The pages in bad hands: an empty case, a server started anew, back and forth, and words that run both ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.app import create_app, desk_of
from dashboard.wording import LANGUAGES, Words
from graph.case import Case, create_case
from graph.evidence import Actor, NewDecision, PageText
from graph.settings import Settings
from ingest.entry import Entry, enter
from tests.builders import incident
from tests.e2e.conftest import Watched
from tests.e2e.own_server import Served, running, serving

pytestmark = pytest.mark.browser

ANN = Actor(name="ann")
MACHINE = Actor(name="matcher", kind="matcher", version="1")
NAMES = ("overview", "add", "sources", "vetting", "review", "explore", "queries", "brief", "enter")
MIXED = "Odd كلمة \u202eturned\u2069 \u2067Ж α <b>&amp; \u200f١٢/٣ {n}"
"""Both scripts, an override that nobody closes, and an end of what nobody opened."""
SEEN = "Odd كلمة"
PATIENCE = 20_000
"""Milliseconds, for a machine that does much else."""
LONG = "شهد أن the road " * 6_250


def opened(browser: Browser, served: Served) -> Watched:
    """A browser that is in, on a page that is watched."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(served.address + served.way_in)
    found = Watched(page, served)
    found.watch()
    return found


def path_to(name: str, language: str) -> str:
    return f"/{language}/" + ("" if name == "overview" else name)


def shown(watched: Watched, name: str) -> str:
    """What the page says, once it says something and is at rest."""
    section = watched.page.locator(f"#page-{name}")
    expect(section).to_be_visible(timeout=PATIENCE)
    expect(section).to_contain_text(re.compile(r"\S"), timeout=PATIENCE)
    watched.page.wait_for_timeout(150)
    return section.text_content(timeout=PATIENCE) or ""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, chromium_browser: Browser) -> Iterator[Served]:
    """A case of these tests' own, for they write."""
    with serving(tmp_path_factory.mktemp("bad") / "case", chromium_browser) as found:
        yield found


# --- nothing at all


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_an_empty_case_says_something_and_nothing_goes_wrong(
    tmp_path: Path, chromium_browser: Browser, language: str
) -> None:
    with create_case(tmp_path / "case", title="Empty", key_file=tmp_path / "key") as case, running(case) as at:
        watched = opened(chromium_browser, at)
        for name in (
            *NAMES,
            "sources/D-4172088/1",
            "queries/how_many",
            "enter/incident",
            "brief/no-such",
            "explore/x",
        ):
            watched.open(path_to(name, language))
            said = shown(watched, name.partition("/")[0])
            assert len(said.strip()) > 10 or name.startswith("explore"), f"{name} says nothing"
            assert watched.wrong == [], name
        watched.open(path_to("vetting", language))
        shown(watched, "vetting")
        for key in ("j", "x", "c", "Control+a", "End"):
            watched.page.keyboard.press(key)
        watched.page.locator("#search").fill("somebody")
        expect(watched.page.locator("#found")).to_contain_text(Words(language)("search.nothing"))
        assert watched.wrong == []
        watched.page.context.close()


# --- back and forth


def test_back_and_forward_over_all_pages_show_what_the_address_says(watched: Watched) -> None:
    code = watched.served.code["report"].replace(" ", "")
    rest = ("explore", "queries/weak_links", "brief", "add", "review", "vetting")
    ways = ["/en/", "/en/sources", f"/en/sources/{code}/2", "/en/enter/incident", *(f"/en/{one}" for one in rest)]
    watched.open("/en/")
    shown(watched, "overview")
    watched.page.evaluate("window.sameWindow = true")
    for way in ways[1:]:
        watched.page.evaluate("way => dossier.go(way)", way)
        shown(watched, way.split("/")[2] or "overview")
    for step, order in (("back", ways[-2::-1]), ("forward", ways[1:4])):
        for way in order:
            watched.page.evaluate("step => setTimeout(() => history[step]())", step)
            watched.until("way => location.pathname === way", way)
            name = way.split("/")[2] or "overview"
            shown(watched, name)
            assert watched.page.locator("#main > .page:visible").count() == 1
            if way.endswith("/2"):
                expect(watched.page.locator("#page-sources")).to_contain_text("Northern Battalion held")
            elif way == "/en/sources":
                expect(watched.page.locator("#sources-text")).to_be_hidden()
    assert watched.page.evaluate("window.sameWindow"), "the page was never loaded anew"


RAPIDLY = """async ([steps, pause]) => {
    for (const step of steps) {
        history.go(step);
        await new Promise((then) => setTimeout(then, pause));
    }
    for (let was = ""; was !== location.pathname;) { // steps may arrive late
        was = location.pathname;
        await new Promise((then) => setTimeout(then, 250));
    }
    return location.pathname;
}"""


@pytest.mark.parametrize("pause", [0, 15, 60])
def test_back_and_forward_faster_than_anything_answers_end_where_the_address_is(watched: Watched, pause: int) -> None:
    page, code = watched.page, watched.served.code["report"].replace(" ", "")
    said = {
        "/en/enter/source": "Name",
        "/en/vetting": "Northern Battalion",
        "/en/sources": "A report on the province",
        f"/en/sources/{code}/2": "Northern Battalion held",
        "/en/queries/weak_links": "Weak links",
        "/en/": Words("en")("overview.holds"),
        "/en/review": Words("en")("app.review"),
        "/en/queries": Words("en")("queries.new"),  # and the query that was looked at last
        "/en/brief": Words("en")("brief.step_whom"),
        "/en/add": Words("en")("add.lead"),
    }
    ways = list(said)
    watched.open("/en/")
    page.evaluate("for (let n = 0; n < 40; n += 1) history.pushState({}, '', n % 2 ? '/en/' : '/en/add')")  # never past
    page.evaluate("way => dossier.go(way)", ways[0])
    page.locator("#f-enter-name").fill("typed on the way")
    expect(page.locator("#enter-status.kept")).to_be_visible()
    ways[0] = page.evaluate("location.pathname")
    for way in ways[1:]:
        watched.page.evaluate("way => dossier.go(way)", way)
    page.evaluate("window.sameWindow = true")
    for steps in ([-1] * 9, [1] * 9, [-1, 1] * 6 + [-4], [-3, 2, -2, 3, -1, -1, 1, 4], [-7, 3, 3, -2], [-5]):
        way = page.evaluate(RAPIDLY, [steps, pause])
        section = page.locator(f"#page-{way.split('/')[2] or 'overview'}")
        expect(section).to_be_visible(timeout=PATIENCE)
        expect(section).to_contain_text(said.get(way, ""), timeout=PATIENCE)
        expect(page.locator("#main > .page:visible")).to_have_count(1)
    page.evaluate("way => dossier.go(way)", "/en/add")
    page.evaluate("way => dossier.go(way)", ways[0])
    expect(page.locator("#f-enter-name")).to_have_value("typed on the way")
    expect(page.locator("#page-enter h1")).to_be_focused()
    assert page.evaluate("window.sameWindow"), "the page was never loaded anew"
    # The browser itself drops what is asked while one goes on; what was dropped has been asked once more, see above.
    dropped = ("the server did not respond", "Failed to fetch")
    watched.wrong[:] = [one for one in watched.wrong if not any(told in one for told in dropped)]


# --- the server is started anew


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_left_open_over_a_restart_says_what_to_do_and_then_goes_on_with_what_was_typed(
    tmp_path: Path, chromium_browser: Browser, language: str
) -> None:
    words = Words(language)
    with create_case(tmp_path / "case", title="Restarted", key_file=tmp_path / "key") as case:
        with running(case) as first:
            watched = opened(chromium_browser, first)
            page = watched.page
            watched.open(f"/{language}/enter/source")
            name = page.locator("#f-enter-name")
            name.fill("typed before")
            expect(page.locator("#enter-status.kept")).to_be_visible()
            assert watched.wrong == []
        lost = page.locator("#lost")
        expect(lost).to_have_text(words("script.lost_server"), timeout=20_000)
        with running(case, port=int(first.address.rpartition(":")[2])) as again:
            assert again.address == first.address
            expect(lost).to_have_text(words("script.lost_session"), timeout=20_000)
            name.fill("typed before and while nobody listened")
            page.wait_for_timeout(900)
            assert _drafts(case) == ["typed before"]
            other = page.context.new_page()
            other.goto(again.address + again.way_in)
            expect(lost).to_be_hidden(timeout=20_000)
            expect(page.locator("#enter-status.kept")).to_be_visible()
            watched.until("!document.querySelector('#enter-status.not')")
            for _ in range(100):
                if _drafts(case) == ["typed before and while nobody listened"]:
                    break
                page.wait_for_timeout(100)
            page.reload()
            expect(name).to_have_value("typed before and while nobody listened")
            page.context.close()


def _drafts(case: Case) -> list[Any]:
    (owner,) = {desk_of(create_app(case, Settings())).user}
    return [one.body["values"].get("name") for one in case.evidence.works("draft", owner=owner)]


# --- words that run both ways, and very long ones


@pytest.fixture(scope="module")
def odd(
    tmp_path_factory: pytest.TempPathFactory, chromium_browser: Browser
) -> Iterator[tuple[Watched, dict[str, str]]]:
    """Records entered by hand with both scripts and stray marks in every field, and one very long quotation."""
    folder = tmp_path_factory.mktemp("odd")
    with create_case(folder / "case", title=MIXED, key_file=folder / "key") as case, running(case) as at:
        code = _enter_oddly(case)
        watched = opened(chromium_browser, at)
        yield watched, code
        watched.page.context.close()


def _enter_oddly(case: Case) -> dict[str, str]:
    source = {"new": "source", "values": {"kind": "organisation", "name": MIXED}}
    values = {"kind": "report", "title": MIXED, "source": source, "date": "2015-03", "level": "public"}
    page = PageText(number=1, label="ص. ١ p. 1", text=f"{MIXED}\n{LONG}", language="ar")
    made = enter(case, [Entry(kind="document", key="d", values=values, pages=(page,))], actor=ANN)
    document = made.codes[made.threads[0]]
    told: dict[str, Any] = {"document": document, "locator": f"p. 1 {MIXED}", "translation": MIXED, "level": "public"}
    names = [{"words": MIXED, "type": "full"}]
    entries = [
        Entry(kind="person", key="p", values={"names": names}, quote=MIXED, **told),
        Entry(kind="person", key="q", values={"names": [{"words": SEEN, "type": "full"}]}, quote=LONG, **told),
        Entry(kind="unit", key="u", values={"names": names}, quote=MIXED, **told),
        Entry(kind="incident", key="i", quote=LONG, **told,
              values={"class": "harm", "date": "2015-03", "description": MIXED, "methods": ["shooting"]}),
    ]  # fmt: skip
    made = enter(case, entries, actor=ANN)
    assert not made.refused, made.problems
    with case.evidence.writing(MACHINE) as change:
        change.decide(
            [NewDecision(type="identity", left=made.threads[0], right=made.threads[1], verdict="unsure", score=0.9)]
        )
    case.refresh()
    return {"document": document, **{key: made.codes[one] for key, one in zip("pqui", made.threads, strict=True)}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_mixed_and_very_long_words_stand_on_every_page_and_turn_nothing_beside_them(
    odd: tuple[Watched, dict[str, str]], language: str
) -> None:
    watched, code = odd
    page = watched.page
    ways = [
        "sources",
        f"sources/{code['document'].replace(' ', '')}/1",
        "vetting",
        "review",
        "queries/records_behind",
        "add",
    ]
    for way in ways:
        watched.open(f"/{language}/{way}")
        section = page.locator(f"#page-{way.partition('/')[0]}")
        if way.startswith("queries"):
            shown(watched, "queries")
            section.locator(".combo input").first.fill(code["i"])
            section.locator(".primary").first.click()
        if way != "add":
            expect(section).to_contain_text(SEEN, timeout=PATIENCE)
        page.wait_for_timeout(400)
        _nothing_is_turned(page, way)
        if not way.startswith("sources/"):
            assert len(section.inner_text()) < 20_000, f"{way} shows all of a very long quotation"
    for key in "pqui":
        page.evaluate("code => dossier.openCard(code)", code[key])
        expect(page.locator("#card")).to_contain_text(SEEN)
        page.wait_for_timeout(200)
        _nothing_is_turned(page, f"card {key}")
        assert len(page.locator("#card").inner_text()) < 20_000
    assert page.title() == "Dossier" and "Odd" not in page.url
    assert watched.wrong == []


def _nothing_is_turned(page: Page, where: str) -> None:
    """No piece of data with stray marks shares its line with other text unless something keeps them apart."""
    turned = page.evaluate(ISOLATED, SEEN)
    assert turned == [], f"{where}: {turned[:3]}"


ISOLATED = """mark => {
  const walker = document.createTreeWalker(document.querySelector('#main').parentElement, NodeFilter.SHOW_TEXT);
  const wrong = [];
  const count = (text, marks) => [...text].filter((letter) => marks.includes(letter)).length;
  const before = (text) => text.slice(0, text.indexOf(mark));
  const keeps = (text) => count(before(text), '\\u2066\\u2067\\u2068') > count(before(text), '\\u2069');
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.data.includes(mark) || !node.data.includes('\\u202e')) continue;
    if (!node.parentElement.offsetParent || node.parentElement.closest("#sources-text")) continue;
    let box = node.parentElement;
    const style = () => getComputedStyle(box);
    const apart = () => /isolate|plaintext/.test(style().unicodeBidi) || !style().display.startsWith('inline');
    while (!apart()) box = box.parentElement;
    const alone = box.textContent.trim().length <= node.data.trim().length;
    if (!alone && !keeps(node.data)) wrong.push(box.outerHTML.slice(0, 300));
  }
  return wrong;
}"""


# --- a brief whose selection changes while it is made


def test_a_brief_is_of_what_was_chosen_when_it_was_begun(watched: Watched) -> None:
    case, page = watched.served.small.case, watched.page
    rows = [incident(key, locator="p. 2", quote="the eastern road", level="public") for key in ("first", "other")]
    with case.evidence.writing(ANN) as change:
        threads = dict(zip(("first", "other"), change.add(rows).threads, strict=True))
    case.refresh()
    code = {key: case.evidence.codes([one])[one] for key, one in threads.items()}
    body = {"codes": [code["first"]], "audience": "counsel", "purpose": "x", "title": "x", "language": "en"}
    own = case.evidence.save_work("selection", body, owner=watched.served.user).id
    watched.open(f"/en/brief/{own}")
    make = page.locator("#brief-make")
    expect(make).to_be_enabled(timeout=PATIENCE)
    make.click()
    page.locator("#brief-clear").click()
    expect(page.locator("#brief-list button.go")).to_have_count(0)
    page.locator("#brief-add").fill(code["other"])
    expect(page.locator("#brief-list button.go")).to_have_count(1)
    with case.evidence.writing(ANN) as change:  # and somebody else decides on something else
        change.decide([NewDecision(type="status", left=threads["other"], verdict="disputed")])
    expect(page.locator("#brief-result .told-lines.done, #brief-result .error")).to_be_visible(timeout=90_000)
    (package,) = case.evidence.packages()
    assert threads["first"] in package.records and threads["other"] not in package.records
