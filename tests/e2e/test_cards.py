"""The card on any page: decided on by the keyboard, corrected, parted in two, and never stale."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from graph import deciding
from graph.evidence import Actor, LoadInfo
from tests.builders import person
from tests.e2e.conftest import Watched
from tests.e2e.own_server import Served, serving

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)  # a decision is written, the graph follows, and the page asks again

BOB = Actor(name="bob")
DRAWN = "() => document.querySelectorAll('#vet-list [data-vet-row]').length > 0"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, chromium_browser: Browser) -> Iterator[Served]:
    """A case of these tests' own, for they write."""
    with serving(tmp_path_factory.mktemp("cards") / "case", chromium_browser) as found:
        yield found


def thread(served: Served, kind: str, key: str) -> str:
    """The thread of a row."""
    return served.small.case.evidence.threads_by_key([("table", kind, key)])["table", kind, key]


def opened(watched: Watched, name: str, language: str = "en") -> Locator:
    """The card of something, opened on Vetting, where nothing is drawn."""
    watched.open(f"/{language}/vetting")
    watched.until("Boolean(window.dossier && dossier.openCard && document.getElementById('vet-list'))")
    expect(watched.page.locator("[data-vet-row], .vet-empty").first).to_be_visible()
    watched.page.evaluate("name => dossier.openCard(name)", name)
    card = watched.page.locator(".below > .card")
    expect(card.locator("#card-title")).to_be_visible()
    return card


def test_a_record_is_confirmed_by_the_keyboard_and_taken_back(watched: Watched) -> None:
    card = opened(watched, thread(watched.served, "posting", "post_emir"))
    page = watched.page
    card.locator("#card-title").focus()
    page.keyboard.press("c")
    expect(card.locator("textarea.why")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#card-says")).to_contain_text("reason")
    page.keyboard.type("two witnesses")
    page.keyboard.press("Enter")
    expect(page.locator("#toast-text")).to_contain_text("Confirmed")
    expect(card.locator(".tags").first).to_contain_text("Confirmed")
    expect(card.locator(".story")).to_contain_text("two witnesses")
    expect(card.locator(".act.confirm").first).to_be_focused()
    page.locator("#toast-undo").dispatch_event("click")
    expect(card.locator(".tags").first).to_contain_text("Vetted")
    expect(card.locator(".story .taken-back")).to_be_visible()


def test_escape_leaves_the_form_first_and_the_card_then(watched: Watched) -> None:
    card = opened(watched, watched.served.code["emir"])
    page = watched.page
    card.locator("[data-do=dispute]").first.click()
    expect(card.locator("textarea.why")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card.locator(".action")).to_have_count(0)
    expect(card.locator("[data-do=dispute]").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_correction_keeps_the_older_version_in_the_story(watched: Watched) -> None:
    shot = thread(watched.served, "incident", "shot")
    card = opened(watched, shot)
    card.locator("[data-do=correct]").first.click()
    date = card.locator("#f-correct-date")
    expect(date).to_have_value("2015-03")
    date.fill("late March 2015")
    card.locator("textarea.why").fill("the second page says so")
    card.locator("#card-form .primary").click()
    expect(watched.page.locator("#toast-text")).to_contain_text("Corrected")
    expect(card.locator(".facts")).to_contain_text("late March 2015")
    expect(card.locator(".story")).to_contain_text("the second page says so")
    view = watched.served.small.case.reader().record(shot)
    assert view is not None
    assert [one.values["date"]["words"] for one in view.history] == ["2015-03", "late March 2015"]


def test_a_correction_by_keys_begins_at_a_field_that_is_seen_and_ends_at_its_button(watched: Watched) -> None:
    card = opened(watched, thread(watched.served, "incident", "shot"))
    keys = watched.page.keyboard
    card.locator("#card-title").focus()
    keys.press("k")
    expect(card.locator("#card-form :focus")).to_be_visible()
    card.locator("#f-correct-date").fill("April 2015")
    keys.press("Control+Enter")
    expect(watched.page.locator("#card-says")).to_contain_text("reason")
    expect(card.locator("#f-correct-date")).to_be_focused()
    card.locator("textarea.why").fill("the caption")
    keys.press("Control+Enter")
    expect(watched.page.locator("#toast-text")).to_contain_text("Corrected")
    expect(card.locator(".act.correct:focus")).to_have_count(1)


def test_an_error_of_a_split_goes_once_a_record_is_moved(watched: Watched) -> None:
    case = watched.served.small.case
    one, other = thread(watched.served, "person", "soldier1"), thread(watched.served, "person", "soldier2")
    made = deciding.judge(case, one, other, "same", actor=BOB, why="one kunya")
    card = opened(watched, case.evidence.codes([one])[one])
    card.locator("[data-do=split]").click()
    expect(card.locator("[data-member]")).to_have_count(2)
    card.locator("textarea.why").fill("another father")
    watched.page.keyboard.press("Enter")
    expect(watched.page.locator("#card-says")).not_to_be_empty()
    card.locator("[data-move]").last.click()
    expect(watched.page.locator("#card-says")).to_be_empty()
    watched.page.keyboard.press("Escape")
    deciding.take_back(case, made, actor=BOB)


def test_whoever_corrects_what_another_corrected_meanwhile_is_told(watched: Watched) -> None:
    stoned = thread(watched.served, "incident", "stoned")
    card = opened(watched, stoned)
    card.locator("[data-do=correct]").first.click()
    date = card.locator("#f-correct-date")
    expect(date).to_have_value("2014-10")
    deciding.correct(watched.served.small.case, stoned, {"date": "2014-11"}, actor=BOB, why="x", expects=1)
    date.fill("2014-12")
    card.locator("textarea.why").fill("my own page")
    card.locator("#card-form .primary").click()
    expect(watched.page.locator("#card-says")).to_contain_text("Somebody else")
    expect(card.locator(".facts").first).to_contain_text("2014-11")
    expect(date).to_have_value("2014-12")  # what was typed is not lost
    standing = watched.served.small.case.reader().record(stoned)
    assert standing is not None and standing.values["date"]["edtf"] == "2014-11"


def test_source_and_information_are_graded_apart(watched: Watched) -> None:
    card = opened(watched, thread(watched.served, "victim", "v_men"))
    card.locator("[data-do=grade]").first.click()
    card.get_by_label("2 · probably true").check()
    card.locator("textarea.why").fill("fits the other accounts")
    card.locator("#card-form .primary").click()
    expect(card.locator(".sources")).to_contain_text("grade 2")


def test_these_are_two_people_by_keys_with_what_changes_and_undone(watched: Watched) -> None:
    case = watched.served.small.case
    one, other = thread(watched.served, "person", "soldier1"), thread(watched.served, "person", "soldier2")
    deciding.judge(case, one, other, "same", actor=BOB, why="one kunya")
    codes = case.evidence.codes([one, other])
    card = opened(watched, codes[one])
    page = watched.page
    card.locator("#card-title").focus()
    page.keyboard.press("t")
    members = card.locator("[data-member]")
    expect(members).to_have_count(2)
    expect(members.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(members.nth(1)).to_have_attribute("data-side", "second")
    expect(card.locator(".preview")).to_contain_text("1 before, 2 after")
    card.locator("textarea.why").fill("another father")
    page.keyboard.press("Enter")
    expect(page.locator("#toast-text")).to_contain_text("two")
    assert len(case.reader().nodes(list(codes.values()))) == 2
    page.locator("#toast-undo").dispatch_event("click")
    expect(page.locator("#toast-text")).to_contain_text("Taken back")
    assert len(case.reader().nodes(list(codes.values()))) == 1


def test_a_card_open_while_its_load_is_undone_shows_nothing_of_it(watched: Watched) -> None:
    case = watched.served.small.case
    with case.evidence.writing(BOB, load=LoadInfo(dataset="late", file="late.xlsx")) as change:
        (late,) = change.add([person("late", names="Name Of The Late Load", level="public")]).threads
    case.refresh()
    card = opened(watched, late)
    expect(card).to_contain_text("Name Of The Late Load")
    case.evidence.undo_load(case.evidence.loads()[-1].id, BOB)
    expect(card).to_contain_text("taken back")
    expect(card).not_to_contain_text("Late Load")


def test_a_long_quotation_is_shown_whole_when_asked_for(watched: Watched) -> None:
    case = watched.served.small.case
    long = "قال الشاهد كلاماً طويلاً. " * 4_000
    with case.evidence.writing(BOB) as change:
        (told,) = change.add([person("talker", names="Long Quote", quote=long, level="public")]).threads
    card = opened(watched, told)
    quote = card.locator("blockquote").first
    assert len(quote.inner_text()) < 1_000
    card.locator("button.more").click()
    expect(card.locator("blockquote.whole")).to_be_visible()
    assert len(card.locator("blockquote.whole").inner_text()) == len(long.strip())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_quoted_line_leads_to_its_page(watched: Watched, language: str) -> None:
    card = opened(watched, thread(watched.served, "perpetrator", "by_battalion"), language)
    card.locator(".where a").first.click()
    code = watched.served.code["report"].replace(" ", "")
    watched.until("path => location.pathname === path", f"/{language}/sources/{code}/2")
