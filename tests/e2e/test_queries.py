"""Queries in a real browser: choose, fill in, run, stop, read, copy, download, compare, write one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.dashboard.small_case import PROTECTED
from tests.e2e.conftest import Watched
from tests.e2e.own_server import Served

# Thousands of millions of rows to look at, none to return.
LONG = """// ---
// title: A very long query
// columns: [n]
// ---
MATCH (a:Person), (b:Person), (c:Person), (d:Person), (e:Person), (f:Person)
WHERE a.clear_min + b.clear_min + c.clear_min + d.clear_min + e.clear_min + f.clear_min < -1
RETURN count(*) AS n
ORDER BY n
"""


@pytest.fixture
def own(served: Served) -> Iterator[Path]:
    """The folder of the case's own queries; what a test leaves there goes."""
    folder = Path(served.small.case.folder) / "queries"
    yield folder
    for path in folder.glob("*.cypher"):
        path.unlink()


def _fill(watched: Watched, number: int, text: str) -> None:
    field = watched.page.locator(".query-fields input").nth(number)
    field.fill(text)
    field.press("Escape")


def _run(watched: Watched) -> None:
    watched.page.locator(".query-run .primary").click()


def test_a_query_is_chosen_filled_by_keyboard_run_and_read_with_names(watched: Watched) -> None:
    page = watched.open("/en/queries").page
    page.locator("#query-find").fill("who stood above a unit")
    found = page.locator(".query-link:not([href*='/run-'])")  # runs of the same question stand below
    expect(found).to_have_count(1)
    found.click()
    expect(page).to_have_url(re.compile("/en/queries/chain_above$"))
    page.locator(".query-fields input").nth(0).fill("Northern")
    expect(page.locator(".query-fields .option").first).to_contain_text("Northern Battalion")
    page.locator(".query-fields input").nth(0).press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".query-fields input").nth(0)).to_have_value(watched.served.code["battalion"])
    page.locator(".query-fields input").nth(1).fill("2014-06-15")
    page.keyboard.press("Enter")
    brigade = page.locator(f"#query-grid [data-card='{watched.served.code['brigade']}']").first
    expect(brigade).to_contain_text("Brigade One")
    expect(page.locator(".query-counts")).to_contain_text("Rows:")
    brigade.click()
    expect(page.locator("#card")).to_contain_text("Brigade One")
    expect(page.locator(".query-list")).to_contain_text("Past runs")
    page.locator(".query-counts [data-codes]").click()
    expect(page).to_have_url(re.compile("/en/explore$"))
    watched.until("code => Boolean(dossier.cy()) && dossier.cy().getElementById(code).nonempty()",
                  watched.served.code["brigade"])  # fmt: skip
    page.locator("#tab-queries").click()
    expect(brigade).to_be_visible()  # whoever comes back finds the answer


def test_names_of_protected_people_come_only_when_asked_for(watched: Watched) -> None:
    page = watched.open("/en/queries/victims_of_incident").page
    _fill(watched, 0, watched.served.code["shot"])
    _run(watched)
    code = page.locator(f"#query-grid [data-card='{watched.served.code['nadir']}']")
    expect(code).to_be_visible()
    assert not any(name in page.content() for name in PROTECTED)
    page.locator("#query-names input").check()
    expect(code).to_contain_text(PROTECTED[0])


def test_the_sentence_is_copied_and_the_table_downloaded(watched: Watched) -> None:
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.open("/en/queries/how_many").page
    _fill(watched, 0, watched.served.code["shot"])
    _run(watched)
    expect(page.locator(".query-sentence .said")).to_contain_text("6 to 8 people killed")
    page.locator(".query-sentence .copy").click()
    expect(page.locator("#say")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "the figures overlap and are not added." in copied and "\n[1] D-" in copied
    page.locator("[data-qtab=chart]").click()
    expect(page.locator("img.chart")).to_be_visible()
    expect(page.locator("img.chart")).to_have_attribute("alt", re.compile("bars"))
    page.locator(".query-counts summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Table (CSV)").click()
    assert waiting.value.suggested_filename == "answer.csv"
    assert watched.served.code["shot"] in Path(waiting.value.path()).read_text(encoding="utf-8-sig")


def test_a_running_query_is_stopped_at_once_and_the_next_one_answers(watched: Watched, own: Path) -> None:
    (own / "long.cypher").write_text(LONG)
    page = watched.open("/en/queries/long").page
    _run(watched)
    expect(page.locator(".waiting")).to_be_visible()
    stop = page.locator("#query-stop")
    expect(stop).to_be_enabled()
    stop.click()
    expect(page.locator("#query-says")).to_contain_text("Stopped after")
    expect(page.locator(".waiting")).to_have_count(0)
    expect(stop).to_be_disabled()
    page.locator(".query-link", has_text="Incidents by method").first.click()
    expect(page.locator(".query-fields input")).to_have_count(3)
    _run(watched)
    expect(page.locator("#query-grid .ag-row").first).to_be_visible()


def test_a_query_of_ones_own_is_checked_as_one_types_saved_and_run(watched: Watched, own: Path) -> None:
    page = watched.open("/en/queries/new").page
    text, checks = page.locator("#own-cypher"), page.locator("#own-checks")
    page.locator("#own-title").fill("Units of a kind")
    text.fill("MATCH (u:Unit)\nWHERE u.kind = $kind\nRETRUN u.code AS code")
    expect(checks.locator("li.error[data-line='3']")).to_be_visible()
    page.locator("[data-own=save]").click()
    expect(page.locator("#toast")).to_contain_text("RETURN")
    assert list(own.glob("*.cypher")) == []
    text.fill("MATCH (u:Unit)\nWHERE u.clear_min <= $clearance AND $clearance <= u.clear_max AND u.kind = $kind\n"
              "RETURN u.code AS code\nORDER BY code")  # fmt: skip
    expect(checks.locator("li.error")).to_have_count(0)
    expect(checks).to_contain_text("It only reads")
    line = page.locator("#own-parameters tbody tr")
    expect(line).to_have_count(1)
    line.locator("input").first.fill("the kind of unit")
    page.locator("[data-own=save]").click()
    expect(page).to_have_url(re.compile("/en/queries/units_of_a_kind$"))
    expect(page.locator(".query-fields label")).to_have_text("the kind of unit")
    _fill(watched, 0, "battalion")
    _run(watched)
    expect(page.locator("#query-grid .ag-row")).to_have_count(1)
    page.get_by_role("link", name="Edit").click()
    page.locator("[data-own=remove]").click()
    page.locator("[data-own=removeYes]").click()
    expect(page).to_have_url(re.compile("/en/queries$"))
    assert list(own.glob("*.cypher")) == []


def test_a_past_run_says_whether_the_same_rows_come_back(watched: Watched) -> None:
    page = watched.open("/en/queries/people_in_two_incidents").page
    _fill(watched, 1, "1")
    _run(watched)
    expect(page.locator("#query-grid .ag-row").first).to_be_visible()
    page.locator("[data-qtab=cite]").click()
    page.locator(".cite summary").click()
    page.get_by_role("link", name="Open this run").click()
    expect(page.locator(".run-facts")).to_contain_text("at_least: 1")
    page.get_by_role("button", name="What differs now, and why").click()
    expect(page.locator(".good-line")).to_contain_text("same hash")
    page.get_by_role("button", name="Show as known then").click()
    expect(page.locator(".good-line")).to_contain_text("with the hash that was recorded")


def test_the_page_runs_from_right_to_left_and_back_keeps_to_the_address(watched: Watched) -> None:
    page = watched.open("/ar/queries/victims_of_incident").page
    _fill(watched, 0, watched.served.code["shot"])
    _run(watched)
    expect(page.locator(".query-sentence .said")).to_contain_text("الأرقام تتداخل ولا تُجمع")
    expect(page.locator("#query-grid .ag-root-wrapper")).to_have_class(re.compile("ag-rtl"))
    page.locator(".query-link").first.click()
    expect(page.locator(".query-sentence")).to_have_count(0)
    page.go_back()
    expect(page).to_have_url(re.compile("/ar/queries/victims_of_incident$"))
    expect(page.locator(".query-chosen h1")).to_contain_text("ضحايا الحادث")
