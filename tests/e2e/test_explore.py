"""Explore in a real browser: what people do, and what they then see."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from playwright.sync_api import Download, expect

from dashboard.wording import Words
from tests.dashboard.small_case import HUB_MEMBERS, PROTECTED
from tests.e2e.conftest import Watched

pytestmark = pytest.mark.browser


def test_the_overview_says_what_is_in_the_case_and_where_to_begin(watched: Watched) -> None:
    page = watched.open("/en/").page
    expect(page.locator(".tile", has_text="Units").locator(".number")).to_have_text("4")
    expect(page.locator(".loads")).to_contain_text("persons.xlsx")
    expect(page.locator(".training")).to_be_visible()
    expect(page).to_have_title("Dossier")
    page.locator(".overview .start", has_text="Who stood above").click()
    expect(page.locator("#page-explore")).to_be_visible()
    watched.until("Boolean(window.dossier && dossier.ready && dossier.cy().nodes().nonempty())")
    expect(page.locator("[data-table=answer] .ag-row").first).to_contain_text("2015-03")  # one click from its answer


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("الشمال", "battalion"),
        ("شمال", "battalion"),
        ("Northern B", "battalion"),
        ("karim", "emir"),
        ("ابو عمر", "emir"),
    ],
)
def test_search_finds_names_in_both_scripts(watched: Watched, typed: str, key: str) -> None:
    if typed == "شمال":
        typed = "كتيبه الشمال"  # another letter at the end
    options = watched.explore().search(typed)
    expect(options.first).to_contain_text(watched.served.code[key])


def test_names_spelled_otherwise_stand_apart_and_can_be_turned_off_by_keyboard(watched: Watched) -> None:
    page, words = watched.explore().page, Words("en")
    expect(watched.search("كريم").first).to_contain_text(watched.served.code["emir"])
    expect(page.get_by_role("group", name=words("search.part_variants"))).to_contain_text("Karim Abu Omar")
    expect(page.get_by_role("group", name=words("search.part_exact"))).to_have_count(0)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#found")).to_have_text(words("search.nothing_so"))
    page.keyboard.press("Space")
    expect(page.locator("#found [role=option]").first).to_contain_text("Karim Abu Omar")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    watched.settle()
    assert watched.nodes() == {watched.served.code["emir"]}


def test_search_finds_words_of_a_text_and_opens_its_document(watched: Watched) -> None:
    option = watched.explore().search("eastern road").first
    expect(option).to_contain_text("page 2")
    option.click()
    watched.settle()
    assert watched.nodes() == {watched.served.code["report"]}


def test_what_is_found_from_another_page_stands_on_the_canvas_and_has_the_keys(watched: Watched) -> None:
    page = watched.open("/en/review").page
    watched.until("Boolean(window.dossier && document.querySelector('#page-review h1'))")
    page.keyboard.press("/")
    page.keyboard.type("Northern B")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#canvas")).to_be_focused()


def test_expanding_brings_neighbours_and_leaves_the_rest_where_it_was(watched: Watched) -> None:
    code = watched.explore().bring("battalion")
    before = watched.page.evaluate("code => dossier.cy().getElementById(code).position()", code)
    watched.press("e")
    codes = watched.served.code
    assert watched.nodes() == {codes[key] for key in ("battalion", "brigade", "emir", "shot")}
    assert watched.page.evaluate("code => dossier.cy().getElementById(code).position()", code) == before


def test_double_click_expands(watched: Watched) -> None:
    code = watched.explore().bring("brigade")
    place = watched.page.evaluate("code => dossier.cy().getElementById(code).renderedPosition()", code)
    box = watched.page.locator("#canvas").bounding_box()
    assert box is not None
    watched.page.mouse.dblclick(box["x"] + place["x"], box["y"] + place["y"])
    watched.until("dossier.cy().nodes().length > 1")


def test_lines_say_how_sure_when_and_from_how_many_origins(watched: Watched) -> None:
    watched.explore().bring("battalion")
    watched.press("e")
    lines = {(line["type"], line["vetting"]): line for line in watched.edges()}
    assert "vetting-confirmed" in lines["SUBORDINATE_TO", "confirmed"]["classes"]
    post = lines["COMMANDED", "vetted"]
    assert post["n"] == 2 and "×2" in post["label"] and "May 2014" in post["label"] and post["label"].endswith("· 1+")
    assert "alleged" in lines["PERPETRATOR_OF", "unvetted"]["classes"]
    styles = watched.page.evaluate(
        "Object.fromEntries(dossier.cy().edges().map(e => [e.data('vetting'), e.style('line-style')]))"
    )
    assert styles == {"confirmed": "solid", "vetted": "dashed", "unvetted": "dashed"}
    assert watched.page.evaluate("dossier.cy().renderer().webgl === undefined || !dossier.cy().renderer().webgl")


def test_a_disputed_line_is_dotted(watched: Watched) -> None:
    watched.explore().bring("rival")
    watched.press("e")
    line = "dossier.cy().edges('.commanded')"
    asked = "['line-style', 'line-cap', 'line-dash-pattern']"
    drawn = watched.page.evaluate(f"{asked}.map(name => String({line}.style(name)))")
    assert drawn == ["dashed", "round", "0.5 6.5"]  # round dots


def test_a_hub_asks_which_and_how_many(watched: Watched) -> None:
    watched.explore().bring("army")
    watched.press("e")
    picker = watched.page.locator("#card")
    expect(picker).to_contain_text(f"{HUB_MEMBERS + 1} links")
    picker.locator("input[type=number]").fill("12")
    picker.locator(".primary").click()
    watched.until("dossier.cy().nodes().length === 13")
    watched.settle()
    watched.act("undo")
    assert watched.nodes() == {watched.served.code["army"]}


def test_the_card_shows_values_alternatives_and_the_words_of_the_sources(watched: Watched) -> None:
    watched.explore().bring("battalion")
    card = watched.page.locator("#card")
    expect(card).to_contain_text("Northern Battalion")
    expect(card).to_contain_text("كتيبة الشمال")
    watched.press("e")
    watched.page.evaluate("dossier.inspect(dossier.cy().edges('.commanded')[0].id())")
    expect(card.locator("blockquote").first).to_have_text("He gave the orders there until the spring.")
    expect(card.locator("blockquote", has_text="كان أمير الكتيبة")).to_be_visible()
    expect(card.locator(".fact", has_text="When")).to_contain_text("sources differ")
    expect(card).to_contain_text("A report on the province")
    expect(card).to_contain_text("p. 2")


def test_the_legend_filters_by_kind_status_and_time(watched: Watched) -> None:
    watched.explore().bring("battalion")
    watched.press("e")
    page, codes = watched.page, watched.served.code
    everything = watched.nodes()
    page.locator('[data-filter=kind][data-value="incident"]').click()
    watched.settle()
    assert watched.nodes() == everything - {codes["shot"]}
    expect(page.locator("#hidden-count")).to_have_text("1 hidden")
    page.locator('[data-filter=kind][data-value="incident"]').click()
    watched.settle()
    page.locator('[data-filter=vetting][data-value="unvetted"]').click()
    watched.settle()
    assert {line["vetting"] for line in watched.edges()} == {"confirmed", "vetted"}
    page.locator('[data-filter=vetting][data-value="unvetted"]').click()
    watched.settle()
    page.locator("#filter-time").fill("2016")
    page.keyboard.press("Enter")
    watched.until("code => !dossier.seen().map(e => e.id()).includes(code)", codes["shot"])
    watched.settle()


def test_a_period_that_cannot_be_read_is_said_and_changes_nothing(watched: Watched) -> None:
    watched.explore().bring("battalion")
    watched.page.locator("#filter-time").fill("31 February 2015")
    watched.page.keyboard.press("Enter")
    expect(watched.page.locator("#say")).to_contain_text("expected a day")
    assert watched.nodes() == {watched.served.code["battalion"]}


def test_hide_hide_others_undo_and_redo(watched: Watched) -> None:
    code = watched.explore().bring("battalion")
    watched.press("e")
    everything = watched.nodes()
    watched.page.evaluate("code => dossier.select(code)", code)
    watched.press("h")
    assert watched.nodes() == everything - {code}
    expect(watched.page.locator("#hidden-count")).to_have_text("1 hidden")
    watched.press("Control+z")
    assert watched.nodes() == everything
    watched.press("Control+Shift+Z")
    assert watched.nodes() == everything - {code}
    watched.page.locator("#hidden-count").click()
    assert watched.nodes() == everything
    watched.page.evaluate("code => dossier.select(code)", code)
    watched.page.locator("#canvas").focus()
    watched.press("Shift+H")
    assert watched.nodes() == {code}


def test_pinned_nodes_stay_when_the_rest_is_arranged_anew(watched: Watched) -> None:
    code = watched.explore().bring("battalion")
    watched.press("e")
    watched.page.evaluate("code => dossier.select(code)", code)
    watched.press("p")
    at = watched.page.evaluate("code => dossier.cy().getElementById(code).position()", code)
    watched.act("arrange")
    assert watched.page.evaluate("code => dossier.cy().getElementById(code).position()", code) == at


def test_a_path_between_two(watched: Watched) -> None:
    page = watched.explore().page
    page.locator("[data-panel=path].panel-tab").click()
    for name, text in (("path-from", "Karim"), ("path-to", "ولاية")):
        page.locator(f"#{name}").fill(text)
        page.locator(f"#{name}-options [role=option]").first.click()
    expect(page.locator("#path-to")).to_have_value(watched.served.code["province"])
    page.locator("[data-act=showPath]").click()
    codes = watched.served.code
    watched.until("dossier.cy().nodes().length === 4")
    assert watched.nodes() == {codes[key] for key in ("emir", "battalion", "brigade", "province")}
    assert set(page.evaluate("dossier.cy().nodes(':selected').map(n => n.id())")) == watched.nodes()


def test_a_saved_question_is_asked_and_its_answer_put_on_the_canvas(watched: Watched) -> None:
    page = watched.explore().page
    page.locator("[data-panel=ask].panel-tab").click()
    page.locator(".question", has_text="Who stood above a unit on a day").click()
    form = page.locator("#form")
    form.locator("input").nth(0).fill("Northern")
    form.locator("[role=option]", has_text=watched.served.code["battalion"]).click()
    form.locator("input").nth(1).fill("2015-03-14")
    form.locator(".primary").click()
    answer = page.locator("[data-table=answer].table-view")
    expect(answer.locator(".ag-row").first).to_be_visible()
    expect(answer).to_contain_text("Brigade One")
    answer.locator("[data-codes]").click()
    watched.until("code => dossier.cy().getElementById(code).nonempty()", watched.served.code["province"])


def test_a_question_that_lacks_something_says_what(watched: Watched) -> None:
    page = watched.explore().page
    page.locator("[data-panel=ask].panel-tab").click()
    page.locator(".question", has_text="Who stood above a unit on a day").click()
    page.locator("#form .primary").click()
    expect(page.locator("#form-says")).to_contain_text("also needs: day, unit")


def test_the_table_is_in_step_with_the_canvas(watched: Watched) -> None:
    watched.explore().bring("battalion")
    watched.press("e")
    watched.act("table")
    page = watched.page
    rows = page.locator("#table-nodes .ag-center-cols-container .ag-row")
    expect(rows).to_have_count(4)
    page.evaluate("code => dossier.select(code)", watched.served.code["shot"])
    page.locator("#canvas").focus()
    watched.press("h")
    expect(rows).to_have_count(3)
    page.locator("#table-nodes .ag-row", has_text="Brigade One").click()
    expect(page.locator("#card h2")).to_contain_text("Brigade One")
    page.locator(".table-tab[data-table=links]").click()
    expect(page.locator("#table-links .ag-row").first).to_be_visible()


def save(watched: Watched, what: str) -> bytes:
    """Save what is shown."""
    watched.page.locator("details.drop summary").click()
    with watched.page.expect_download() as found:
        watched.page.locator(f".drop-body button:has-text('{what}')").click()
    download: Download = found.value
    assert download.suggested_filename.partition(".")[0] in ("explore", "entities", "links")
    return Path(download.path()).read_bytes()


def test_what_is_shown_can_be_taken_away_and_names_nobody_protected(watched: Watched) -> None:
    watched.explore().bring("shot")
    watched.press("e")
    code = watched.served.code
    assert code["nadir"] in watched.nodes()
    assert save(watched, "PNG").startswith(b"\x89PNG\r\n")
    svg = save(watched, "SVG").decode()
    drawn = "".join(ElementTree.fromstring(svg).itertext())
    entities = list(csv.DictReader(io.StringIO(save(watched, "Entities").decode("utf-8-sig"))))
    links = save(watched, "Links").decode("utf-8-sig")
    graphml = save(watched, "GraphML").decode()
    assert {row["code"] for row in entities} == watched.nodes()
    for text in (drawn, links, graphml):
        assert code["nadir"] in text
    for name in PROTECTED:
        assert all(name not in text for text in (svg, str(entities), links, graphml))


def test_protected_names_are_on_the_card_and_nowhere_else(watched: Watched) -> None:
    page = watched.explore().page
    expect(watched.search("Nadir").first).to_contain_text(PROTECTED[0])  # a search hit may say the name
    watched.search("Nadir").first.click()
    expect(page.locator("#card")).to_contain_text(PROTECTED[0])
    watched.press("e")
    watched.act("table")
    labels = page.evaluate("JSON.stringify(dossier.cy().json()) + document.title + location.href")
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}]) + document.cookie")
    kept = page.evaluate("indexedDB.databases().then(found => JSON.stringify(found))")
    tables = page.locator("#tables").inner_text()
    for name in (*PROTECTED, "Nadir"):
        assert name not in labels and name not in stored and name not in kept and name not in tables
    assert all(name.split()[0] not in address for name in PROTECTED for address in watched.asked)
    assert watched.served.code["nadir"] in labels


def test_nothing_of_the_case_lies_in_the_browsers_storage_or_address(watched: Watched) -> None:
    watched.explore().bring("battalion")
    watched.press("e")
    page = watched.page
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.url == f"{watched.served.address}/en/explore"
    assert all("U-" not in address for address in watched.asked)


def test_another_language_turns_the_page_and_keeps_the_canvas(watched: Watched) -> None:
    watched.explore().bring("battalion")
    watched.press("e")
    before = watched.nodes()
    page = watched.page
    page.wait_for_timeout(1_200)  # what is on the canvas is kept a moment after the last change
    page.locator("a.language[lang=ar]").click()
    page.wait_for_url("**/ar/explore")
    watched.until("Boolean(window.dossier && dossier.ready && dossier.cy().nodes().length > 3)")
    assert page.evaluate("[document.documentElement.dir, document.documentElement.lang]") == ["rtl", "ar"]
    assert watched.nodes() == before
    expect(page.locator("#tab-explore")).to_have_text("استكشاف")
    expect(page.locator(".language.chosen")).to_have_text("العربية")
    watched.page.evaluate("dossier.act('clear')")
    page.wait_for_timeout(1_200)


def test_a_walk_by_keyboard_alone(watched: Watched) -> None:
    page = watched.explore().page
    page.keyboard.press("/")
    page.keyboard.type("الشمال")
    expect(page.locator("#found [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    watched.until("dossier.cy().nodes().length === 1")
    watched.settle()
    expect(page.locator("#canvas")).to_be_focused()
    watched.press("e")
    watched.until("dossier.cy().nodes().length === 4")
    first = page.evaluate("dossier.cy().nodes(':selected')[0].id()")
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    watched.until("first => dossier.cy().nodes(':selected').length === 1", first)
    watched.press("i")
    expect(page.locator("#card h2")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    watched.press("Shift+H")
    assert len(watched.nodes()) == 1
    watched.press("Control+z")
    assert len(watched.nodes()) == 4


def test_material_loaded_elsewhere_is_noticed(watched: Watched) -> None:
    from graph.evidence import LoadInfo
    from tests.builders import person, posting
    from tests.dashboard.small_case import ANN

    watched.explore().bring("province")
    watched.press("e")
    before = len(watched.nodes())
    with watched.served.small.case.evidence.writing(ANN, load=LoadInfo(dataset="table", file="more.csv")) as change:
        change.add(
            [person("later", names="Later Example", level="public"),
             posting("post_later", person="later", unit="province", role="commander", since="2015", level="public")]
        )  # fmt: skip
    badge = watched.page.locator("#new-material")
    expect(badge).to_be_visible(timeout=15_000)
    badge.click()
    watched.settle()
    expect(badge).to_be_hidden()
    watched.page.evaluate("code => dossier.expand(code)", watched.served.code["province"])
    watched.until("n => dossier.cy().nodes().length > n", before)


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768)])
@pytest.mark.parametrize("path", ["/en/", "/ar/", "/en/explore", "/ar/explore"])
def test_nothing_is_cut_off_at_the_side(watched: Watched, path: str, size: tuple[int, int]) -> None:
    watched.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = watched.open(path).page
    expect(page.locator(".start").last).to_be_attached()
    beyond: list[Any] = page.evaluate(
        """() => [...document.querySelectorAll('.top *, .tools *, .side *, .overview *')]
            .filter(e => e.offsetParent && (e.getBoundingClientRect().right > innerWidth + 1
                                            || e.getBoundingClientRect().left < -1))
            .map(e => e.className || e.tagName)"""
    )
    assert beyond == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# --- what is kept, and what is shown to others


def test_notes_stay_on_the_canvas_and_go_into_nothing_that_leaves_it(watched: Watched) -> None:
    watched.explore().bring("battalion")
    watched.page.locator("#canvas").focus()
    watched.page.keyboard.press("n")
    watched.page.locator("#note-field").fill("Ask Layla Unseen again")
    watched.page.keyboard.press("Control+Enter")
    assert watched.page.evaluate("dossier.notes().map(n => n.data('label'))") == ["Ask Layla Unseen again"]
    assert watched.nodes() == {watched.served.code["battalion"]}
    watched.press("Control+z")
    assert watched.page.evaluate("dossier.notes().length") == 0
    watched.press("Control+Shift+z")
    watched.page.locator("details.drop summary").click()
    with watched.page.expect_download() as started:
        watched.page.locator("[data-save=svg]").click()
    drawing = Path(started.value.path()).read_text(encoding="utf-8")
    assert "Layla" not in drawing and "As of " in drawing


def test_a_view_has_an_address_that_shows_it_again(watched: Watched) -> None:
    watched.explore().bring("battalion")
    watched.press("e")
    drawn = watched.nodes()
    watched.page.locator(".panel-tab[data-panel=views]").click()
    watched.page.locator("#view-name").fill("Around the battalion")
    watched.page.locator("[data-act=saveView]").click()
    link = watched.page.locator(".view-line .view")
    expect(link).to_have_text("Around the battalion")
    watched.act("clear")
    link.click()
    watched.until("count => dossier.seen().nodes().length === count", len(drawn))
    assert watched.nodes() == drawn
    assert "Around" not in watched.page.url and watched.page.title() == "Dossier"
    watched.page.locator(".view-line button").click()
    expect(link).to_have_count(0)
    watched.page.reload()
    expect(watched.page.locator("#toast")).to_contain_text("no such view")


def test_the_canvas_is_as_it_was_left_after_a_page_is_opened_again(watched: Watched) -> None:
    watched.explore().bring("battalion")
    watched.page.wait_for_timeout(1_500)  # it is kept a moment after the last change
    watched.explore()
    watched.until("dossier.seen().nodes().length === 1")


def test_presenting_shows_codes_alone_and_says_how_to_read_them(watched: Watched) -> None:
    watched.explore().bring("battalion")
    watched.press("e")
    watched.page.locator("#canvas").focus()
    watched.page.keyboard.press("Shift+P")
    for hidden in (".rail", ".top", ".side", "#card"):
        expect(watched.page.locator(hidden)).to_be_hidden()
    labels = watched.page.evaluate("dossier.seen().nodes().map(n => n.style('label'))")
    assert set(labels) == watched.nodes()
    caption = watched.page.locator("#present-caption")
    for said in ("As of 20", "revision", "Codes only.", "Filters: none", "Red: alleged", "Training material"):
        expect(caption).to_contain_text(said)
    alleged = [line["label"] for line in watched.edges() if "alleged" in line["classes"]]
    assert alleged and all("alleged" in label for label in alleged)
    with watched.page.expect_download() as started:
        watched.page.evaluate("dossier.savePicture()")
    assert Path(started.value.path()).read_bytes().startswith(b"\x89PNG")
    watched.press("Escape")
    expect(watched.page.locator(".rail")).to_be_visible()


def test_what_the_canvas_shows_can_be_taken_into_a_brief(watched: Watched) -> None:
    code = watched.explore().bring("shot")
    assert watched.page.url.endswith("/explore")
    watched.page.locator(".tools [data-act=brief]").click()
    expect(watched.page.locator("#brief-list [data-card]").first).to_have_attribute("data-card", code)
    assert "/en/brief/" in watched.page.url
