"""Review by the keyboard alone, in both languages: what is judged is what was seen, and the graph follows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from graph.case import create_case
from graph.deciding import ask_for_two_people, judge
from graph.evidence import Actor, LoadInfo, NewDecision
from tests import builders as b
from tests.e2e.conftest import Watched
from tests.e2e.own_server import running

pytestmark = pytest.mark.browser

SARA = Actor(name="sara")
MACHINE = Actor(name="matcher", kind="matcher", version="1")
PEOPLE = (("نادر بشير النجاري", "Nader Bashir al-Najari"), ("كريم حسن", "Karim Hassan"), ("سالم يوسف", "Salem Yusuf"))


@pytest.fixture
def waiting(tmp_path: Path, chromium_browser: Browser) -> Iterator[Watched]:
    """Three pairs that wait, on a server of their own: here people write."""
    case = create_case(tmp_path / "case", title="Invented case", key_file=tmp_path / "key")
    threads: dict[str, str] = {}
    rows = [b.source(), b.document(), b.source("press", name="Press"), b.document("article", source="press")]
    for number, (arabic, latin) in enumerate(PEOPLE):
        rows += [b.person(f"a{number}", names=arabic, born=str(1970 + number)), b.unit(f"unit{number}")]
        rows += [b.person(f"b{number}", names=latin, born=str(1990 + number), document="article")]
        rows += [b.posting(f"p{number}", person=f"a{number}", unit=f"unit{number}")]
    with case.evidence.writing(SARA, load=LoadInfo(dataset="table", file="people.xlsx")) as change:
        threads.update(zip((row.key for row in rows), change.add(rows).threads, strict=True))
    with case.evidence.writing(MACHINE) as change:
        change.decide(
            NewDecision(
                type="identity", left=threads[f"a{number}"], right=threads[f"b{number}"], verdict="unsure", score=score
            )
            for number, score in enumerate((0.8, 0.95, 0.99))
        )
    case.refresh()
    codes = case.evidence.codes(threads.values())
    code = {key: codes[one] for key, one in threads.items() if one in codes}
    with case, running(case, code=code) as served:
        context = chromium_browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(served.address + served.way_in)
        found = Watched(page, served)
        found.watch()
        yield found
        found.settle()
        wrong = list(found.wrong)
        context.close()
    assert wrong == []


def at(page: Watched, number: int) -> None:
    """The page shows this pair of people: from then on it answers to keys."""
    expect(page.page.locator(".review-names")).to_contain_text(PEOPLE[number][1], timeout=15_000)


def change(page: Watched) -> Locator:
    """What a merge would change."""
    return page.page.locator("#review-change")


def people(page: Watched) -> int:
    """How many people the graph has."""
    return page.served.small.case.store.count()["Person"]


def focused(page: Watched) -> str:
    """The id of what has the focus."""
    return str(page.page.evaluate("document.activeElement.id"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_three_pairs_are_judged_by_keys_alone_and_the_graph_follows(waiting: Watched, language: str) -> None:
    page, keys = waiting.open(f"/{language}/review").page, waiting.page.keyboard
    progress = page.locator("#review-progress")
    at(waiting, 0)
    expect(progress).to_contain_text("3")
    # In an Arabic layout the key S gives another letter: its place counts.
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'س', code: 'KeyS', bubbles: true}))")
    at(waiting, 1)
    assert people(waiting) == 5
    keys.press("n")
    assert focused(waiting) == "review-why"
    keys.type("s d u: none of these is a verdict here")
    keys.press("Enter")
    keys.press("d")
    at(waiting, 2)
    expect(page.locator("#review-why")).to_have_value("")
    keys.press("u")
    expect(page.locator(".review-empty")).to_be_visible(timeout=15_000)
    expect(progress).to_contain_text("3")
    assert people(waiting) == 5
    reader = waiting.served.small.case.reader()
    verdicts = {one.verdict: one for one in reader.pair_verdicts()}
    assert set(verdicts) == {"same", "different", "unsure"}
    assert all(one.actor == "person" and one.by == waiting.served.user for one in verdicts.values())
    (said,) = [one.why for one in reader.decisions_on(verdicts["different"].pair) if one.why]
    assert said == "s d u: none of these is a verdict here"
    for number in (2, 1, 0):
        keys.press("Control+z" if number else "z")
        at(waiting, number)
    assert people(waiting) == 6
    waiting.settle()


def test_what_a_merge_would_change_stands_beside_the_pair(waiting: Watched) -> None:
    waiting.open("/en/review")
    at(waiting, 0)
    expect(change(waiting)).to_contain_text("Years of birth that exclude each other", timeout=15_000)
    for key in ("a0", "b0"):
        expect(change(waiting)).to_contain_text(waiting.served.code[key])
    expect(waiting.page.locator(".weighs-against")).to_contain_text("exclude each other")


def test_arrows_go_through_the_queue_and_later_puts_off(waiting: Watched) -> None:
    keys = waiting.open("/en/review").page.keyboard
    at(waiting, 0)
    keys.press("ArrowRight")
    at(waiting, 1)
    keys.press("ArrowLeft")
    at(waiting, 0)
    keys.press("l")
    at(waiting, 1)
    expect(waiting.page.locator("#review-progress")).to_have_text("1 of 3")
    waiting.page.locator("[data-review=back]").click()
    at(waiting, 1)  # what was put off is the last now
    assert len(waiting.served.small.case.reader().unsure_pairs()) == 3


def test_in_arabic_on_is_to_the_left(waiting: Watched) -> None:
    keys = waiting.open("/ar/review").page.keyboard
    at(waiting, 0)
    keys.press("ArrowLeft")
    at(waiting, 1)
    first = waiting.page.locator(".review-names bdi").first
    assert first.evaluate("one => getComputedStyle(one).direction") in ("rtl", "ltr")
    arabic = waiting.page.locator(".review-names bdi", has_text=PEOPLE[1][0])
    assert arabic.evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_nothing_jumps_from_pair_to_pair(waiting: Watched) -> None:
    keys = waiting.open("/en/review").page.keyboard
    at(waiting, 0)
    places = [waiting.page.locator(one) for one in ("[data-review=same]", ".review-table thead", "#review-change")]
    before = [one.bounding_box() for one in places]
    keys.press("d")
    at(waiting, 1)
    after = [one.bounding_box() for one in places]
    assert after[:2] == before[:2]
    assert after[2] and before[2] and (after[2]["x"], after[2]["y"]) == (before[2]["x"], before[2]["y"])


def test_a_pair_opens_by_an_address_that_names_nobody(waiting: Watched) -> None:
    left, right = (waiting.served.code[key].replace(" ", "") for key in ("a2", "b2"))
    waiting.open(f"/en/review/{left}/{right}")
    at(waiting, 2)
    expect(waiting.page.locator("#review-progress")).to_have_text("3 of 3")
    assert waiting.page.title() == "Dossier"


def test_a_pair_judged_in_another_window_is_said_and_not_judged_again(waiting: Watched) -> None:
    page = waiting.open("/en/review").page
    at(waiting, 0)
    case, code = waiting.served.small.case, waiting.served.code
    judge(case, code["a0"], code["b0"], "different", actor=SARA, why="")
    page.keyboard.press("s")
    expect(page.locator("#toast")).to_contain_text("another window")
    expect(page.locator(".review-standing")).to_contain_text("sara judged: different.")
    assert people(waiting) == 6


def test_two_windows_judge_and_neither_loses_the_others_verdict(waiting: Watched) -> None:
    first = waiting.open("/en/review").page
    at(waiting, 0)
    second = first.context.new_page()
    second.goto(f"{waiting.served.address}/en/review")
    names = second.locator(".review-names")
    expect(names).to_contain_text(PEOPLE[0][1], timeout=15_000)
    second.keyboard.press("d")
    expect(names).to_contain_text(PEOPLE[1][1], timeout=15_000)
    expect(second.locator("#review-progress")).to_contain_text("1 done")
    first.bring_to_front()
    first.keyboard.press("s")  # on what this window still shows, or has been told of by now
    expect(first.locator("#toast")).to_contain_text("another window")
    expect(first.locator(".review-standing")).to_contain_text("judged: different.")
    first.keyboard.press("ArrowRight")
    at(waiting, 1)
    expect(first.locator("#review-progress")).not_to_contain_text("done")
    verdicts = [one.verdict for one in waiting.served.small.case.reader().pair_verdicts() if one.actor == "person"]
    assert verdicts == ["different"]
    second.close()


def test_a_change_of_language_goes_on_with_the_same_sitting(waiting: Watched) -> None:
    page = waiting.open("/en/review").page
    at(waiting, 0)
    page.keyboard.press("d")
    at(waiting, 1)
    page.keyboard.press("l")
    at(waiting, 2)
    page.locator("a.language[lang=ar]").press("Enter")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    at(waiting, 2)
    expect(page.locator("#review-progress")).to_contain_text("أُنجز في هذه الجلسة")
    page.keyboard.press("z")
    at(waiting, 0)
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_open_pairs_of_one_person_alone(waiting: Watched) -> None:
    case, code = waiting.served.small.case, waiting.served.code
    threads = case.evidence.threads_by_code([code["a0"], code["b1"]])
    pair = NewDecision(
        type="identity", left=threads[code["a0"]], right=threads[code["b1"]], verdict="unsure", score=0.6
    )
    with case.evidence.writing(MACHINE) as made:
        made.decide([pair])
    page = waiting.open(f"/en/review/{code['b1'].replace(' ', '')}").page
    expect(page.locator("#review-progress")).to_contain_text("1 of 2")
    expect(page.locator("#review-progress")).to_contain_text(code["b1"])
    page.keyboard.press("0")
    expect(page.locator("#review-progress")).to_contain_text("of 4")


def test_a_merge_waits_for_a_second_person_who_finds_it_in_the_queue(waiting: Watched) -> None:
    case, code = waiting.served.small.case, waiting.served.code
    ask_for_two_people(case, on=True, actor=SARA, why="agreed")
    judge(case, code["a0"], code["b0"], "same", actor=SARA, why="")
    page = waiting.open("/en/review").page
    at(waiting, 0)
    expect(page.locator(".review-standing")).to_contain_text("sara called them the same")
    assert people(waiting) == 6
    page.keyboard.press("s")
    at(waiting, 1)
    assert people(waiting) == 5
    page.keyboard.press("s")
    at(waiting, 2)
    assert people(waiting) == 5
    page.keyboard.press("z")
    at(waiting, 1)
    waiting.settle()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_cluster_is_parted_by_keys_alone_and_put_together_again(waiting: Watched, language: str) -> None:
    case, code = waiting.served.small.case, waiting.served.code
    for left, right in (("a0", "b0"), ("b0", "a1")):
        judge(case, code[left], code[right], "same", actor=SARA, why="")
    assert people(waiting) == 4
    page, keys = waiting.open(f"/{language}/review/{code['a0'].replace(' ', '')}").page, waiting.page.keyboard
    at(waiting, 1)
    keys.press("c")
    records = page.locator("[data-record]")
    expect(records).to_have_count(4)
    expect(records.first).to_be_focused()
    expect(page.locator("[data-side=out]")).to_have_count(1)
    forward = "ArrowLeft" if language == "ar" else "ArrowRight"
    for _ in range(4):
        if page.evaluate("document.activeElement.querySelector('.review-code').textContent") == code["b0"]:
            break
        keys.press("ArrowDown")
    keys.press(forward)
    expect(page.locator("[data-side=second]")).to_contain_text(PEOPLE[0][1])
    lanes = [page.locator(f".lane-head.{one}").bounding_box() for one in ("first", "second")]
    assert lanes[0] and lanes[1] and (lanes[0]["x"] < lanes[1]["x"]) is (language == "en")
    expect(page.locator("#review-cluster-change .change-part").first).to_be_visible()
    keys.press("n")
    keys.type("s d w 0: another age")
    keys.press("Enter")
    keys.press("Enter")
    expect(records).to_have_count(3)  # the others with what is open at their edge
    assert people(waiting) == 5
    (said,) = {one.why for one in case.reader().decisions_on([*case.evidence.threads_by_code([code["b0"]]).values()])
               if one.by == waiting.served.user}  # fmt: skip
    assert said == "s d w 0: another age"
    keys.press("z")
    expect(records).to_have_count(4)
    assert people(waiting) == 4
    keys.press("w")
    expect(page.locator("[data-side=second]")).to_have_count(1)
    keys.press("Escape")
    at(waiting, 1)


def test_a_record_is_dragged_to_the_other_lane(waiting: Watched) -> None:
    case, code = waiting.served.small.case, waiting.served.code
    judge(case, code["a0"], code["b0"], "same", actor=SARA, why="")
    page = waiting.open(f"/en/review/{code['a0'].replace(' ', '')}/cluster").page
    record = page.locator("[data-record]").last
    expect(record).to_be_visible()
    record.drag_to(page.locator(".lane-head.second"))
    expect(page.locator("[data-side=second]")).to_have_count(1)
    expect(page.locator("#review-cluster-change")).to_contain_text("2 in place of what stands now")
    page.locator("[data-cluster=settle]").click()
    expect(page.locator("#toast")).to_contain_text("Settled")
    assert people(waiting) == 6


def test_verdicts_that_contradict_each_other_are_listed_with_the_one_that_stands(waiting: Watched) -> None:
    case, code = waiting.served.small.case, waiting.served.code
    for left, right, verdict in (("a0", "b0", "same"), ("b0", "a1", "same"), ("a0", "a1", "different")):
        judge(case, code[left], code[right], verdict, actor=SARA, why="")
    page = waiting.open("/en/review").page
    at(waiting, 1)
    page.evaluate("dossier.set('review-who', {value: 'refused'})")
    expect(page.locator(".review-standing.refused")).to_contain_text("no effect")
    page.locator(".review-standing.refused a").press("Enter")
    expect(page.locator(".review-standing")).to_contain_text("sara judged: different.")
    page.evaluate("code => dossier.openCard(code)", code["a0"])
    expect(page.locator(".card .settling")).to_contain_text("without effect")


def test_a_person_opens_the_card_of_a_record_and_comes_back(waiting: Watched) -> None:
    page = waiting.open("/en/review").page
    at(waiting, 0)
    page.locator(f".review-table [data-card='{waiting.served.code['a0']}']").first.click()
    expect(page.locator("#card")).to_contain_text(PEOPLE[0][0])
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    at(waiting, 1)
