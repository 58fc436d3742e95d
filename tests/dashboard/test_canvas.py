"""What the canvas asks and what it is told, without a browser: everything asked comes from outside."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import canvas
from dashboard.components import card, saving
from dashboard.components.drawing import to_svg
from dashboard.wording import Words
from graph.model.levels import Level
from tests.dashboard.small_case import HUB_MEMBERS, PROTECTED, SmallCase

EN = Words("en")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


def ask(small: SmallCase, what: str, *, clearance: Level = Level.SEALED, most: int = 2_000, **more: Any) -> Any:
    reader = small.case.reader(clearance)
    return canvas.answer(reader, {"do": what, "n": 7, "shown": {}, **more}, EN, most=most)


def codes(change: dict[str, Any]) -> set[str]:
    return {each["data"]["id"] for each in change["add"] if each["group"] == "nodes"}


def test_what_is_there_stays_where_it_is_and_new_nodes_have_a_place(small: SmallCase) -> None:
    code = small.code["battalion"]
    change, _ = ask(small, "expand", code=code, shown={code: [120, -40]})
    assert codes(change) == {small.code[key] for key in ("brigade", "emir", "shot")}
    places = [each["position"] for each in change["add"] if each["group"] == "nodes"]
    assert {"x": 120.0, "y": -40.0} not in places and change["n"] == 7


def test_a_hub_is_asked_about_and_its_lines_are_chosen_one_by_one(small: SmallCase) -> None:
    code = small.code["army"]
    change, choices = ask(small, "expand", code=code)
    assert change == {"picker": code, "n": 7}
    assert [(each.type, each.count) for each in choices] == [("MEMBER_OF", HUB_MEMBERS), ("REPORTED_IN", 1)]
    picked, _ = ask(small, "expand", code=code, shown={code: [0, 0]}, picked=[["MEMBER_OF", "person"]], limit=5)
    assert len(codes(picked)) == 5
    both, _ = ask(
        small, "expand", code=code, shown={code: [0, 0]}, limit=500,
        picked=[["MEMBER_OF", "person"], ["REPORTED_IN", "document"]],
    )  # fmt: skip
    assert len(codes(both)) == HUB_MEMBERS + 1


def test_a_lower_clearance_is_told_of_nobody_else(small: SmallCase) -> None:
    everything, _ = ask(small, "expand", code=small.code["stoned"])
    assert small.code["layla"] in codes(everything)
    below, _ = ask(small, "expand", code=small.code["stoned"], clearance=Level.CONFIDENTIAL)
    assert small.code["layla"] not in codes(below)
    forged, _ = ask(small, "gather", codes=[small.code["layla"]], clearance=Level.CONFIDENTIAL)
    assert "error" in forged and small.code["layla"] not in str(forged)


def test_more_than_the_canvas_holds_is_said_instead_of_drawn(small: SmallCase) -> None:
    change, _ = ask(small, "gather", codes=[small.code["emir"], small.code["rival"]], most=1)
    assert "add" not in change and "more than 1" in change["error"]


def test_lines_and_nodes_name_nobody_protected(small: SmallCase) -> None:
    change, _ = ask(small, "gather", codes=list(small.code.values()))
    assert all(name not in str(change) for name in PROTECTED)
    assert small.code["nadir"] in codes(change)


def test_new_material_replaces_what_is_shown_and_drops_what_is_gone(small: SmallCase) -> None:
    change, _ = ask(small, "refresh", shown={small.code["emir"]: [1, 2], "U-000 000-0": [3, 4]})
    assert [each["data"]["id"] for each in change["replace"]] == [small.code["emir"]]
    assert change["replace"][0]["position"] == {"x": 1.0, "y": 2.0}


def test_a_path_is_a_chain_of_claims_not_a_document_that_names_both(small: SmallCase) -> None:
    change, _ = ask(small, "path", a=small.code["emir"], b=small.code["province"], day="")
    assert codes(change) == {small.code[key] for key in ("emir", "battalion", "brigade", "province")}
    none, _ = ask(small, "path", a=small.code["emir"], b=small.code["army"], day="")
    assert none == {"error": EN("path.none"), "n": 7}


@given(told=JSON, which=st.sampled_from(sorted(canvas._ANSWERS)))
def test_whatever_a_browser_sends_is_answered(small: SmallCase, told: Any, which: str) -> None:
    reader = small.case.reader()
    for sent in (told, {"do": which, "shown": told}, {"do": which, "code": told, "codes": told, "filter": told}):
        change, _ = canvas.answer(reader, sent, EN, most=100)
        assert isinstance(change, dict)


@given(wanted=JSON)
def test_whatever_is_to_be_inspected_gives_a_card_or_says_that_it_is_gone(small: SmallCase, wanted: Any) -> None:
    for asked in (wanted, {"id": wanted}, {"id": f"{wanted}|X|{wanted}|{wanted}"}):
        assert card.draw(small.case.reader(), asked, EN, folder=small.case.folder)


@pytest.mark.parametrize("kind", ["pdf", "", None, "../svg"])
def test_only_known_kinds_of_files_are_made(small: SmallCase, kind: object) -> None:
    with pytest.raises(canvas.BadAsk):
        saving.make(small.case.reader(), {"as": kind}, EN)


def test_a_file_below_full_clearance_holds_nothing_above(small: SmallCase) -> None:
    at = {code: [number * 50, 0] for number, code in enumerate(small.code.values())}
    for kind in saving.AS:
        wanted = {"as": kind, "at": at, "filter": {}}
        _, content, _ = saving.make(small.case.reader(Level.CONFIDENTIAL), wanted, EN)
        text = content.decode()
        assert small.code["layla"] not in text
        assert small.code["men"] in text


def test_names_in_a_drawing_cannot_become_markup() -> None:
    node = {"group": "nodes", "classes": "unit", "position": {"x": 0, "y": 0},
            "data": {"id": "U-1", "kind": "unit", "label": "<script>alert(1)</script>&"}}  # fmt: skip
    drawn = to_svg([node])
    assert "<script>" not in drawn and "&lt;script&gt;" in drawn
