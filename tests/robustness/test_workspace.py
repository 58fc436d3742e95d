"""The workspace in bad hands, without a browser: what no page sends, what is too much, and what is written oddly."""

from __future__ import annotations

import json
import logging
import random
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.app import desk_of
from dashboard.pages import PAGES
from dashboard.pages.vetting import write
from dashboard.wording import Words
from graph.case import create_case
from graph.evidence import Actor, LoadInfo
from queries.naming import isolated
from queries.vetting import Choice
from tests.builders import document, person, source
from tests.dashboard.small_case import SmallCase, make_small_case
from tests.dashboard.test_gate import Browser

ANN = Actor(name="ann")
MANY = 10_000
JUNK: tuple[Any, ...] = (
    None, "", "x", "\x00\ud800", "x" * 5_000, "P-417 208-8", 0, -1, 10**30, 1.5, float("nan"), True, False,
    [], {}, [[]], [None], [1, "x", {}], {"a": 1}, {"id": {}}, [{"id": "x"}],
    {"do": [], "on": {}}, {"do": "expand", "code": {}, "shown": [], "n": {}}, {"do": "correct", "on": 3, "version": ""},
    {"codes": "x", "decisions": [{}], "threads": {}}, {"decisions": ["no-such"]}, {"as": "svg", "at": 3, "filter": []},
)  # fmt: skip
"""What a browser may send in place of anything."""
PARTS: tuple[Any, ...] = (None, "x", 3, [3], [{}], ["no-such", "9" * 30])
PLACES: list[dict[str, Any]] = [{"page": page.NAME, "parts": parts} for page in PAGES for parts in PARTS]
WRONG: tuple[Any, ...] = (
    None, 0, "x", {}, [1], [None], [{}], [{"id": 3}], [{"id": {"a": 1}, "property": []}], ["{.x"],
)  # fmt: skip
IDS = ("", "x", "no-such", 7)
QUIET = (200, 204, 400)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCase]:
    """A case of these tests' own."""
    made = make_small_case(tmp_path_factory.mktemp("junk") / "case")
    yield made
    made.case.close()


@pytest.fixture
def browser(small: SmallCase) -> Browser:
    """A browser that is in."""
    return Browser(small).enter()


def evidence_of(small: SmallCase) -> tuple[Any, ...]:
    """What must not change: records, decisions, loads and packages."""
    evidence = small.case.evidence
    known = evidence.slice()
    return evidence.revision(), len(known.versions), len(known.decisions), len(evidence.loads()), evidence.packages()


def component(own: str, property_: str, value: Any, part: Any, number: int) -> Any:
    """One input, state or output as a browser sends it; a pattern stands for ``number`` components."""
    if not own.startswith("{"):
        return {"id": own, "property": property_, "value": value}
    pattern: dict[str, Any] = json.loads(own)
    filled = {key: part if isinstance(wanted, list) else wanted for key, wanted in pattern.items()}
    one = {"id": filled, "property": property_, "value": filled if property_ == "id" else value}
    return [one] * number if ["ALL"] in pattern.values() else one


def request_of(name: str, entry: Any, values: Any, part: Any, number: int) -> dict[str, Any]:
    """The request of a callback, each of its inputs with the next of the values."""
    several = isinstance(entry["output"], list | tuple)
    outputs = entry["output"] if several else [entry["output"]]
    told = [component(one.component_id_str(), one.component_property, None, part, number) for one in outputs]
    inputs = [component(one["id"], one["property"], next(values), part, number) for one in entry["inputs"]]
    first = next((each[0] if isinstance(each, list) and each else each for each in inputs), None)
    own = first["id"] if first else ""
    own = own if isinstance(own, str) else json.dumps(own, sort_keys=True, separators=(",", ":"))
    return {
        "output": name,
        "outputs": told if several else told[0],
        "inputs": inputs,
        "state": [component(one["id"], one["property"], next(values), part, number) for one in entry["state"]],
        "changedPropIds": [f"{own}.{first['property']}"] if first else [],
    }


def always(value: Any) -> Iterator[Any]:
    while True:
        yield value


def drawn_from(chance: random.Random) -> Iterator[Any]:
    while True:
        yield chance.choice([*JUNK, *PLACES, {"language": "ar"}])


def test_junk_in_every_input_of_every_callback_is_answered_and_changes_nothing(
    browser: Browser, small: SmallCase, caplog: pytest.LogCaptureFixture
) -> None:
    """Every callback there is; the same junk everywhere, then something else in each place."""
    before, wrong = evidence_of(small), []
    callbacks = {name: entry for name, entry in browser.app.callback_map.items() if "callback" in entry}
    assert len(callbacks) > 60, "the map of callbacks is read"
    for name, entry in callbacks.items():
        chance = random.Random(name)
        tries = [(always(junk), chance.choice(IDS), chance.randrange(3)) for junk in JUNK]
        tries += [(drawn_from(chance), chance.choice(IDS), 1) for _ in range(15)]
        if any(one["id"].startswith("here-") for one in entry["inputs"]):
            tries += [(always(place), "x", 1) for place in PLACES]
        for values, part, number in tries:
            caplog.clear()
            asked = request_of(name, entry, values, part, number)
            answer = browser.post(json.dumps(asked).encode())
            faults = [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR]
            if answer.status_code not in QUIET or faults:
                wrong.append(f"{name[:70]}: {answer.status_code} {faults[:1]}")
            if small.case.evidence.revision() != before[0]:
                pytest.fail(f"{name} wrote something for {asked['inputs']}")
    assert not wrong, f"{len(wrong)} faults, such as\n" + "\n".join(sorted(set(wrong))[:20])
    assert evidence_of(small) == before


@pytest.mark.parametrize("key", ["output", "outputs", "inputs", "state", "changedPropIds"])
def test_what_has_not_the_shape_of_a_callback_is_refused_before_it_is_one(browser: Browser, key: str) -> None:
    (written,) = [name for name in browser.app.callback_map if "card-done.data" in name]
    for name in ("found.children", written):
        asked = request_of(name, browser.app.callback_map[name], always(None), "x", 1)
        for junk in WRONG:
            assert browser.post(asked | {key: junk}).status_code in (200, 400), (name, key, junk)
            if key != "changedPropIds":
                assert browser.post(asked | {key: junk}).status_code == 400 or asked[key] == junk, (name, junk)


# --- another dashboard, another person


def test_a_session_of_another_dashboard_opens_nothing_here(small: SmallCase) -> None:
    """As a page left open over a restart asks: the cookie is known to a server that is gone."""
    before, now = Browser(small).enter(), Browser(small)
    names = (now.sessions.cookie, now.sessions.csrf_cookie)
    for name in names:
        now.client.set_cookie(name, before.cookie(name), domain="127.0.0.1")
    assert now.get("/en/").status_code == 403
    entry = now.app.callback_map["found.children"]
    asked = request_of("found.children", entry, always("x"), "x", 1)
    assert now.post(asked).status_code == 403
    assert now.enter().post(asked).status_code == 200, "and who opens the new address goes on with the old page"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_whose_session_is_gone_is_told_so_in_the_language_of_the_address(small: SmallCase, language: str) -> None:
    answer = Browser(small).get(f"/{language}/sources")
    assert answer.status_code == 403 and Words(language)("refused.text") in answer.text


@pytest.mark.parametrize(("page", "kind"), [("brief", "selection"), ("enter", "draft"), ("explore", "view")])
def test_what_somebody_else_keeps_is_not_opened_by_its_address(browser: Browser, page: str, kind: str) -> None:
    evidence = desk_of(browser.app).case.evidence
    body = {
        "codes": ["P-417 208-8"], "purpose": "theirs alone", "name": "theirs alone", "form": "source", "key": "theirs",
        "values": {"name": "theirs alone"}, "state": {"at": {}, "hidden": [], "pinned": [], "notes": [], "filter": {}},
    }  # fmt: skip
    own = evidence.save_work(kind, body, owner="somebody else").id
    for name, entry in browser.app.callback_map.items():
        if "callback" in entry and any(one["id"].startswith("here-") for one in entry["inputs"]):
            asked = request_of(name, entry, always({"page": page, "parts": [own]}), "x", 1)
            assert "theirs alone" not in browser.post(asked).text


# --- too much at once


def test_ten_thousand_records_are_vetted_together_and_taken_back(tmp_path: Path) -> None:
    """The bounds are wide, for machines differ; they fail where a query a record is made."""
    with create_case(tmp_path / "case", title="Big", key_file=tmp_path / "key") as big:
        rows = [source(), document(), *(person(f"p{number}", names=f"Somebody {number}") for number in range(MANY))]
        with big.evidence.writing(ANN, load=LoadInfo(dataset="table", file="f")) as change:
            threads = change.add(rows).threads[2:]
        big.refresh()
        browser = Browser(SmallCase(case=big, code={}))
        desk = desk_of(browser.app)
        asked = {"do": "confirm", "threads": [*threads, *JUNK, "no-such"]}
        began = time.perf_counter()
        said, decisions, problem = write(desk, asked, "read against the list", Choice(), Words("en"))
        assert not problem and "10,000" in said and len(decisions) == MANY
        assert time.perf_counter() - began < 60
        asked_back = request_of(
            *next((name, entry) for name, entry in browser.app.callback_map.items()
                  if any(one["id"] == "undo-decisions" for one in entry["inputs"])),
            always({"decisions": decisions}), "x", 1,
        )  # fmt: skip
        assert browser.enter().post(asked_back).status_code == 200
        assert big.evidence.vetting_list(clearance=4) is not None
        again = big.reader().record(threads[-1])
        assert again is not None and again.status == "unvetted"


def test_a_selection_of_ten_thousand_is_listed_counted_and_previewed(browser: Browser, small: SmallCase) -> None:
    desk = desk_of(browser.app)
    codes = [f"P-{number // 1000:03} {number % 1000:03}-1" for number in range(MANY - 2)]
    codes = [small.code["shot"], small.code["emir"], *codes, "I-0 0", *codes]
    own = desk.case.evidence.save_work("selection", {"codes": []}, owner=desk.user).id
    for name, entry in browser.app.callback_map.items():
        ids = {one["id"] for one in entry["inputs"]}
        if "callback" not in entry or "brief-chosen" not in ids:
            continue
        asked = request_of(name, entry, always(None), "x", 1)
        for each in asked["inputs"] + asked["state"]:
            each["value"] = {"brief-chosen": codes, "brief-own": own, "brief-audience": "counsel"}.get(each["id"])
        began = time.perf_counter()
        answer = browser.post(asked)
        assert answer.status_code == 200 and time.perf_counter() - began < 20
        assert len(answer.text) < 400_000, "ten thousand lines are not drawn"
        assert "9,998" in answer.text or "10,000" in answer.text or "brief-list" not in answer.text
    kept = desk.case.evidence.work(own, owner=desk.user).body["codes"]
    assert len(kept) == MANY and kept[0] == small.code["shot"]


# --- both directions


@given(
    st.text(
        alphabet=st.sampled_from("aع1 \u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"), max_size=12
    )
)
def test_no_mark_of_direction_gets_out_of_the_words_it_came_with(text: str) -> None:
    """Whatever was opened within is closed within, and nothing is closed that was opened outside."""
    inside = isolated(text)
    if not text:
        assert inside == ""
        return
    depth, lowest = 0, 9
    for letter in inside[:-1]:
        kind = unicodedata.bidirectional(letter)
        depth += {"LRI": 1, "RLI": 1, "FSI": 1, "PDI": -1}.get(kind, 0)
        lowest = min(lowest, depth)
    assert (depth, lowest) == (1, 1) and unicodedata.bidirectional(inside[-1]) == "PDI"
