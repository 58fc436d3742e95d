"""The first own spreadsheet, in a browser: dropped, put right, tried, loaded, its refused rows fetched, undone."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, Page, expect

from graph.evidence import Actor
from tests.e2e.conftest import Watched
from tests.e2e.own_server import Served, serving

pytestmark = pytest.mark.browser

# Invented: a sheet as a field office keeps it, with a title row, Arabic headings and dates such as 12/03/2015.
ROWS: list[list[Any]] = [
    ["سجل الوقائع (مادة تدريبية)"],
    [],
    ["الرقم", "التاريخ", "المكان", "ما حدث", "عدد القتلى", "الديانة", "ملاحظة خاصة", "الجهة"],
    ["1", "12/03/2015", "عين الوهم", "جلد في الساحة", 1, "x", "مطر", "مكتب مختلق"],
    ["2", "25/03/2015", "تل الخيال", "إطلاق نار", "اثنان", "x", "", None],
    ["3", date(2015, 4, 1), "عين الوهم", "اعتقال", None, "x", "", "مكتب مختلق"],
]
LONG = 60_000
JOB = 60_000
"""Milliseconds that a job may take where other work runs beside it."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, chromium_browser: Browser) -> Iterator[Served]:
    """A dashboard over a case of its own, for what is loaded here would stand in the way of others."""
    with serving(tmp_path_factory.mktemp("adding") / "case", chromium_browser) as found:
        yield found


def sheet(folder: Path, name: str = "وقائع.xlsx", rows: list[list[Any]] = ROWS) -> Path:
    book = Workbook()
    own = book.active
    assert own is not None
    for row in rows:
        own.append(row)
    book.save(folder / name)
    return folder / name


DROP = """([name, content]) => {
    const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name));
    for (const kind of ["dragover", "drop"]) {
        const event = new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true });
        document.getElementById("add-drop").dispatchEvent(event);
    }
}"""


def drop(watched: Watched, path: Path) -> None:
    """Drop a file as a mouse does."""
    expect(watched.page.locator("#add-drop")).to_be_visible()
    watched.page.evaluate(DROP, [path.name, base64.b64encode(path.read_bytes()).decode()])
    expect(watched.page.locator("#add-what h2")).to_be_visible(timeout=JOB)


def choose(page: Page, *paths: Path) -> None:
    """Choose files by the button that keyboards reach."""
    expect(page.locator("#add-loads h2")).to_be_visible()
    with page.expect_file_chooser() as chooser:
        page.locator("[data-add-choose]").press("Enter")
    chooser.value.set_files([str(path) for path in paths])


def try_it(page: Page) -> None:
    page.locator("#add-run button", has_text="Try it").click()
    expect(page.locator("#add-done button.primary")).to_be_visible(timeout=JOB)


def test_the_first_own_spreadsheet(watched: Watched, tmp_path: Path) -> None:
    page = watched.open("/en/add").page
    drop(watched, sheet(tmp_path))
    expect(page.locator("#add-what")).to_contain_text("columns were guessed")
    # the header was found below the title, the dates are day first and it says why, a belief is never stored
    expect(page.locator(".add-table tr.add-header th").nth(1)).to_have_text("التاريخ")
    expect(page.locator("#add-checks")).to_contain_text("Row 5 can be nothing else")
    expect(page.locator("#add-table .tag.bad")).to_have_text("Never stored")
    expect(page.locator("#add-role-1")).to_have_value("date")
    # one column is put right, and the focus stays where it was
    page.locator("#add-role-6").select_option("remarks")
    page.locator("#add-role-6").focus()
    watched.settle()
    expect(page.locator("#add-role-6")).to_be_focused()
    try_it(page)
    expect(page.locator(".add-shown li").first).to_contain_text("Row 4:")
    expect(page.locator(".add-shown")).to_contain_text("مطر")
    expect(page.locator("#add-run .add-refused td").nth(1)).to_have_text("عدد القتلى")
    assert all(one.file != "وقائع.xlsx" for one in watched.served.small.case.evidence.loads())

    page.locator("#add-done button.primary").click()
    copy = page.locator("a.add-copy")
    expect(copy).to_be_visible(timeout=JOB)
    with page.expect_download() as fetched:
        copy.click()
    assert fetched.value.suggested_filename == "وقائع refused.xlsx"
    target = tmp_path / "copy.xlsx"
    fetched.value.save_as(target)
    own = load_workbook(target).active
    assert own is not None
    why = [cell.value for cell in own[3]].index("why") + 1
    assert "عدد القتلى" in str(own.cell(5, why).value)
    assert own.cell(5, 5).fill.fgColor.rgb == "00FFD7D2" and own.cell(5, 5).comment is not None
    assert own.cell(4, 5).fill.fgColor.rgb != "00FFD7D2"

    line = page.locator("#add-loads li", has_text="وقائع.xlsx").first
    line.locator("summary").click()
    line.locator("input").fill("the wrong sheet")
    line.locator("button").click()
    expect(page.locator("#add-loads li.withdrawn", has_text="وقائع.xlsx")).to_be_visible(timeout=JOB)
    (load,) = [one for one in watched.served.small.case.evidence.loads() if one.file == "وقائع.xlsx"]
    assert load.withdrawn
    assert not any("xlsx" in asked for asked in watched.asked), "a file's name stands in no address"


def test_several_files_by_keyboard_alone_and_a_reload_in_between(watched: Watched, tmp_path: Path) -> None:
    one, two = tmp_path / "letter-one.txt", tmp_path / "letter-two.txt"
    one.write_text("An invented letter, the first.", encoding="utf-8")
    two.write_text("An invented letter, the second.", encoding="utf-8")
    page = watched.open("/en/add").page
    expect(page.locator("[data-add-choose]")).to_be_visible()
    choose(page, one, two)
    expect(page.locator("#add-brought li", has_text="letter-two.txt")).to_be_visible(timeout=JOB)
    watched.until("location.pathname.split('/').length === 4")
    page.reload()  # the trial goes on in the meantime and is found again
    load = page.locator("#add-done button.primary")
    expect(load).to_be_visible(timeout=JOB)
    load.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#add-done")).to_contain_text("Look for what is known", timeout=JOB)
    expect(page.locator("#add-done h2")).to_be_focused()  # the button has gone
    expect(page.locator("#add-loads li").first).to_contain_text("letter-one.txt")
    # what it brought is looked for, and Review says how many pairs there are
    page.locator("#add-done button", has_text="Look for what is known").click()
    expect(page.locator("#add-done .add-good").last).to_contain_text("wait for a person", timeout=JOB)
    page.locator("#add-brought li", has_text="letter-two.txt").get_by_role("button").click()
    expect(page.locator("#add-brought li", has_text="letter-two.txt")).to_have_count(0)


def test_a_long_load_shows_how_far_it_is_and_can_be_stopped(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(
        "Number,Date,Town\n" + "".join(f"{at},2015,Invented town\n" for at in range(LONG)), encoding="utf-8"
    )
    page = watched.open("/en/add").page
    expect(page.locator("[data-add-choose]")).to_be_visible()
    choose(page, path)
    expect(page.locator("#add-run button")).to_be_visible(timeout=JOB)
    try_it(page)
    page.locator("#add-done button.primary").click()
    expect(page.locator("#add-progress .note")).to_contain_text(f"of {LONG:,}", timeout=JOB)
    page.reload()  # the job is found again
    page.locator("#add-done button", has_text="Stop").click()
    expect(page.locator("#add-done")).to_contain_text("loading it again completes it", timeout=JOB)
    (load,) = [one for one in watched.served.small.case.evidence.loads() if one.file == "long.csv"]
    assert 0 < load.added < LONG
    watched.served.small.case.evidence.undo_load(load.id, Actor(name="tester"), "a test")


def test_a_load_is_undone_while_a_card_of_it_is_open(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text("Number,Date,Town,Perpetrator\n1,May 2015,Invented Ford,The Invented Office\n", encoding="utf-8")
    page = watched.open("/en/add").page
    choose(page, path)
    expect(page.locator("#add-run button")).to_be_visible(timeout=JOB)
    try_it(page)
    page.locator("#add-done button.primary").click()
    expect(page.locator("#add-done .add-undo")).to_be_visible(timeout=JOB)
    evidence = watched.served.small.case.evidence
    watched.until("dossier.idle()")
    watched.served.small.case.refresh()
    code = next(
        code for thread, code in evidence.codes(sorted(evidence.slice(None).kinds)).items()
        if code.startswith("U-") and _named(evidence, thread) == "The Invented Office"
    )  # fmt: skip
    page.evaluate("code => dossier.openCard(code)", code)
    expect(page.locator("#card")).to_contain_text("The Invented Office")
    page.locator("#add-done .add-undo summary").click()
    page.locator("#add-done .add-undo input").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.locator("#add-done")).to_contain_text("Undone", timeout=JOB)
    expect(page.locator("#toast-text")).to_have_text("The load is undone.")


def _named(evidence: Any, thread: str) -> str:
    views = evidence.records([thread], clearance=4)
    names = views[0].values.get("names") if views else None
    return str(names[0]["words"]) if names else ""


def test_what_cannot_be_read_is_said_in_arabic_and_the_page_runs_from_the_right(
    watched: Watched, tmp_path: Path
) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    page = watched.open("/ar/add").page
    choose(page, path)
    expect(page.locator("#add-what .error").last).to_contain_text("الملف فارغ", timeout=JOB)
    expect(page.locator("#add-run")).to_be_empty()
    assert page.locator(".frame").get_attribute("dir") == "rtl"
    page.set_viewport_size({"width": 1024, "height": 768})
    assert page.evaluate(
        "document.querySelector('#page-add').scrollWidth <= document.querySelector('#page-add').clientWidth"
    )
