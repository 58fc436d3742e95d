"""Entering by hand in the browser: by keyboard alone, over a reload, sealed, and from right to left."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from graph.model import Level
from tests.dashboard.small_case import PROTECTED
from tests.e2e.conftest import Watched
from tests.e2e.own_server import Served, serving


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, chromium_browser: Browser) -> Iterator[Served]:
    """A dashboard of its own: what is entered here is in nobody else's way."""
    with serving(tmp_path_factory.mktemp("entering") / "case", chromium_browser) as found:
        yield found


@pytest.fixture
def context(chromium_browser: Browser, desk: Served) -> Iterator[BrowserContext]:
    """A fresh browser that holds the session."""
    opened = chromium_browser.new_context(viewport={"width": 1440, "height": 900})
    opened.add_cookies(desk.cookies)
    yield opened
    opened.close()


@pytest.fixture
def watched(context: BrowserContext, desk: Served) -> Iterator[Watched]:
    """A page on which an error, an error in the console or a request to elsewhere fails the test."""
    found = Watched(context.new_page(), desk)
    found.page.set_default_timeout(15_000)
    found.watch()
    yield found
    assert found.wrong == []


def form(watched: Watched, kind: str, language: str = "en") -> Page:
    """The empty form of a kind, awake."""
    watched.open(f"/{language}/enter/{kind}")
    expect(watched.page.locator("[data-entry=enter][data-awake]")).to_be_visible()
    return watched.page


def kept(page: Page) -> None:
    """Wait until what was typed last is kept."""
    expect(page.locator("#enter-status.kept")).to_be_visible()
    expect(page).to_have_url(re.compile("/enter/[0-9a-f]{20}$"))


def tab_to(page: Page, target: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(120):
        if page.evaluate("selector => document.activeElement.matches(selector)", target):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by keyboard to {target}")


def field(name: str) -> str:
    return f"#f-enter-{name}"


def choose(page: Page, name: str, text: str, *, offered: str) -> None:
    """Type into a reference field and choose the offer that says this, by keyboard."""
    tab_to(page, field(name))
    page.keyboard.type(text)
    wanted = page.locator(f"#f-enter-{name}-options [role=option]", has_text=offered).first
    expect(wanted).to_be_visible()
    for _ in range(12):
        page.keyboard.press("ArrowDown")
        if wanted.get_attribute("aria-selected") == "true":
            break
    page.keyboard.press("Enter")


def test_an_incident_and_its_victim_are_entered_by_keyboard_alone(watched: Watched, desk: Served) -> None:
    page = form(watched, "incident")
    choose(page, "document", "report", offered="A report on the province")
    tab_to(page, field("locator"))
    page.keyboard.type("p. 4")
    tab_to(page, field("quote"))
    page.keyboard.type("They took him at dawn. أخذوه عند الفجر")
    tab_to(page, field("class"))
    page.keyboard.type("harm")
    tab_to(page, field("date"))
    page.keyboard.type("March 2015")
    expect(page.locator("#f-enter-date-told")).to_have_text("between 1 March 2015 and 31 March 2015")
    tab_to(page, "[data-slot=methods] [role=checkbox]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".done-box")).to_contain_text("Incident")
    code = page.locator(".done-box [data-card] code").inner_text()
    incident = desk.small.case.evidence.thread_by_code(code) or ""
    view = desk.small.case.reader().record(incident)
    assert view is not None
    assert (view.locator, view.quote) == ("p. 4", "They took him at dawn. أخذوه عند الفجر")
    assert view.values["methods"] == ["thrown_from_height"]

    tab_to(page, ".next-forms button:nth-child(2)")
    expect(page.locator(":focus")).to_have_text("New: Victim")
    page.keyboard.press("Enter")
    expect(page.locator("[data-entry=enter][data-kind=victim][data-awake]")).to_be_visible()
    expect(page.locator("[data-slot=incident] .picked")).to_contain_text(code)
    choose(page, "who", "Salim Invented سليم", offered="New person: Salim")
    expect(page.locator("#f-enter-person-who-names")).to_have_value("Salim Invented سليم")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".done-box")).to_contain_text("Victim")
    evidence = desk.small.case.evidence
    victims = evidence.records(evidence.newest(["victim"], 1), Level.SEALED)
    assert victims[0].references["incident"] == (incident,) and victims[0].document == view.document
    who = desk.small.case.reader().record(victims[0].references["who"][0])
    assert who is not None and who.values["names"][0]["words"] == "Salim Invented سليم"


def test_a_form_that_is_loaded_again_in_the_middle_is_as_it_was(watched: Watched) -> None:
    page = form(watched, "person")
    page.locator("#f-enter-names").fill("Somebody Invented")
    page.locator("[data-path=names] [data-entry-do=add-name]").click()
    page.keyboard.type("شخص مخترع")
    page.locator(field("age")).fill("20-25")
    page.locator(field("sex")).select_option("male")
    choose(page, "document", "report", offered="A report on the province")
    page.locator(field("quote")).fill("كلمات Words " * 3000)
    kept(page)
    draft = page.url.rpartition("/")[2]
    assert len(draft) == 20 and page.title() == "Dossier"
    page.reload()
    expect(page.locator("[data-entry=enter][data-awake]")).to_be_visible()
    expect(page.locator("[data-path=names] .name-rows textarea").nth(0)).to_have_value("Somebody Invented")
    expect(page.locator("[data-path=names] .name-rows textarea").nth(1)).to_have_value("شخص مخترع")
    expect(page.locator(field("age"))).to_have_value("20-25")
    expect(page.locator(field("sex"))).to_have_value("male")
    expect(page.locator("[data-slot=document] .picked")).to_be_visible()
    assert len(page.locator(field("quote")).input_value()) >= 35_990
    # Nothing of it lies in the browser.
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "Invented" not in stored and "مخترع" not in stored
    # It stands among the drafts, and can be thrown away.
    page.locator(".back-link").click()
    line = page.locator(".drafts li", has_text="Person")
    expect(line).to_have_count(1)
    line.locator("summary").click()
    line.locator(".danger").click()
    expect(page.locator(".drafts li", has_text="Person")).to_have_count(0)


def test_a_form_is_opened_from_the_list_by_key_and_tried_before_any_field(watched: Watched) -> None:
    page = watched.open("/en/enter").page
    tab_to(page, 'a[href="/en/enter/incident"]')
    page.keyboard.press("Enter")
    expect(page.locator("[data-entry=enter][data-awake]")).to_be_visible()
    expect(page.locator(".enter h1")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toast")).to_be_visible()


def test_what_is_missing_is_said_at_the_fields_and_nothing_is_entered(watched: Watched, desk: Served) -> None:
    before = desk.small.case.evidence.revision()
    page = form(watched, "incident", "ar")
    page.locator(field("date")).fill("12/03/2015")
    expect(page.locator("#f-enter-date-wrong")).to_contain_text("أيهما أولاً")
    page.locator("#enter-submit").click()
    expect(page.locator("#f-enter-document-wrong")).to_contain_text("مطلوب")
    expect(page.locator("#f-enter-class-wrong")).to_contain_text("مطلوب")
    expect(page.locator(field("document"))).to_be_focused()
    assert desk.small.case.evidence.revision() == before
    page.locator(field("date")).fill("آذار 2015")
    expect(page.locator("#f-enter-date-wrong")).to_be_empty()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing hangs over the edge"


def test_a_draft_open_in_two_windows_is_not_overwritten(watched: Watched, context: BrowserContext) -> None:
    page = form(watched, "group")
    page.locator(field("description")).fill("nine boys and men")
    kept(page)
    other = context.new_page()
    other.goto(page.url)
    expect(other.locator(field("description"))).to_have_value("nine boys and men")
    other.locator(field("description")).fill("nine boys and men, said another")
    kept(other)
    page.locator(field("description")).fill("ten of them")
    expect(page.locator("#enter-clash")).to_be_visible()
    other.reload()
    expect(other.locator(field("description"))).to_have_value("nine boys and men, said another")
    page.locator("#enter-fork").click()
    kept(page)
    assert page.url != other.url
    page.reload()
    expect(page.locator(field("description"))).to_have_value("ten of them")


def test_a_call_is_kept_sealed_with_consent_and_shows_whom_it_may_be_about(watched: Watched, desk: Served) -> None:
    page = form(watched, "call")
    words = f"A friend of {PROTECTED[0]} called. قال إن نادر صالح المخفي كان في Invented Town."
    page.locator(field("words")).fill(words)
    expect(page.locator(".known-list")).to_contain_text(desk.code["nadir"])
    expect(page.locator(".known-list")).to_contain_text(desk.code["town"])
    page.locator(field("taken_by")).fill("R.")
    page.locator("[data-slot=consent] [data-code-of=internal]").click()
    page.locator(field("call_back")).fill("+000 000, evenings")
    kept(page)
    assert not any(text in page.url + page.title() for text in ("Hidden", "friend", "000"))
    page.locator("#enter-submit").click()
    expect(page.locator(".done-box")).to_be_visible()
    evidence = desk.small.case.evidence
    document = evidence.records(evidence.newest(["document"], 1), Level.SEALED)[0]
    assert document.level == Level.SEALED
    assert evidence.records([document.thread], Level.CONFIDENTIAL) == []
    person = evidence.records(evidence.newest(["person"], 1), Level.SEALED)[0]
    assert person.values["contact"] == "+000 000, evenings" and person.level == Level.SEALED
    consent = evidence.records(evidence.newest(["consent"], 1), Level.SEALED)[0]
    assert consent.values["purposes"] == ["internal"] and consent.level == Level.SEALED
    assert [hit.document for hit in evidence.search_pages("friend", clearance=3)] == [document.thread]
    assert evidence.search_pages("friend", clearance=2) == []
    link = page.locator("button[data-href]").get_attribute("data-href")
    assert link == f"/en/sources/{document.code.replace(' ', '')}/1"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1440, 1024])
def test_every_form_fits_in_both_languages_and_widths(watched: Watched, language: str, width: int) -> None:
    watched.page.set_viewport_size({"width": width, "height": 768})
    for kind in ("incident", "figure", "call"):
        page = form(watched, kind, language)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("[data-slot]:visible").count() >= 5
    watched.open(f"/{language}/enter")
    expect(watched.page.locator(".form-choice")).to_have_count(23)


def test_names_stand_in_fields_and_never_in_the_address_or_title(watched: Watched) -> None:
    page = form(watched, "victim")
    choose(page, "who", PROTECTED[0][:5], offered=PROTECTED[0])
    expect(page.locator("[data-slot=who] .picked")).to_contain_text("Nadir")
    kept(page)
    assert "Nadir" not in page.url + page.title()


def test_whoever_leaves_in_the_middle_of_a_word_loses_nothing(watched: Watched) -> None:
    page = form(watched, "source")
    page.locator(field("name")).fill("first")
    kept(page)
    address = page.url
    page.locator(field("name")).fill("first and last words")
    page.locator(".back-link").click()
    expect(page.locator(".drafts")).to_be_visible()
    page.goto(address)
    expect(page.locator(field("name"))).to_have_value("first and last words")


def test_a_draft_lives_on_where_the_server_does_not_answer(watched: Watched, context: BrowserContext) -> None:
    page = form(watched, "source")
    page.locator(field("name")).fill("kept before")
    kept(page)
    context.set_offline(True)
    page.locator(field("name")).fill("kept before and typed after")
    expect(page.locator("#enter-status.not")).to_be_visible(timeout=12_000)
    expect(page.locator(field("name"))).to_have_value("kept before and typed after")
    context.set_offline(False)
    page.locator(field("name")).press("End")
    page.keyboard.type("!")
    kept(page)
    page.reload()
    expect(page.locator(field("name"))).to_have_value("kept before and typed after!")
    watched.wrong.clear()  # the browser says that it could not reach the server


def test_a_group_with_its_document_and_source_is_entered_in_arabic_by_keyboard(watched: Watched, desk: Served) -> None:
    page = form(watched, "group", "ar")
    expect(page.locator(".frame")).to_have_attribute("dir", "rtl")
    choose(page, "document", "بيان مخترع", offered="وثيقة جديدة")
    expect(page.locator("#f-enter-document-document-title")).to_have_value("بيان مخترع")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    choose(page, "document-document-source", "مرصد مخترع", offered="مصدر جديد")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    tab_to(page, field("description"))
    page.keyboard.type("تسعة فتيان ورجال (nine)")
    tab_to(page, field("count"))
    page.keyboard.type("٩")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".done-box")).to_contain_text("مجموعة")
    evidence = desk.small.case.evidence
    made = evidence.records(evidence.newest(["group"], 1), Level.SEALED)[0]
    assert made.values["description"] == "تسعة فتيان ورجال (nine)" and made.values["count"] == [9, 9]
    assert (made.document_title, made.source_name) == ("بيان مخترع", "مرصد مخترع")
    assert made.level == Level.CONFIDENTIAL
