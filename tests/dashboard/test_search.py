"""The list under the search box: names as typed, names spelled otherwise and texts, apart."""

from __future__ import annotations

import pytest

from dashboard.app import create_app
from dashboard.components.markup import Component
from dashboard.components.suggestions import options
from dashboard.wording import LANGUAGES, Words
from graph.settings import Settings
from ingest.searching import CaseNames
from queries.explore import Hit, search
from tests.dashboard.small_case import SmallCase

EN = Words("en")
EXACT = Hit(code="P-111 111-1", kind="person", label="Karim Example", why="name")
VARIANT = Hit(code="P-222 222-2", kind="person", label="Kareem Example", why="name", exact=False)
PAGE = Hit(code="D-333 333-3", kind="page", label="… Karim said …", why="text", page=2)


def parts(drawn: list[Component]) -> dict[str, list[str]]:
    """Heading to the codes under it, in the order drawn."""
    found: dict[str, list[str]] = {}
    for group in drawn:
        one = group.to_plotly_json()["props"]
        assert one["role"] == "group"
        found[one["aria-label"]] = [
            option.to_plotly_json()["props"]["data-value"]
            for option in one["children"]
            if option.to_plotly_json()["props"].get("role") == "option"
        ]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_hits_of_each_sort_stand_under_their_heading(language: str) -> None:
    words = Words(language)
    assert parts(options([EXACT, VARIANT, PAGE], words, asked=True)) == {
        words("search.part_exact"): [EXACT.code],
        words("search.part_variants"): [VARIANT.code],
        words("search.part_pages"): [PAGE.code],
    }


def test_a_sort_without_hits_has_no_heading() -> None:
    assert list(parts(options([VARIANT], EN, asked=True))) == [EN("search.part_variants")]


def test_nothing_found_says_what_else_to_try() -> None:
    [both] = options([], EN, asked=True)
    [written] = options([], EN, asked=True, variants=False)
    assert (both.children, written.children) == (EN("search.nothing"), EN("search.nothing_so"))
    assert options([], EN, asked=False) == []


def test_the_dashboard_searches_the_other_script(small: SmallCase) -> None:
    create_app(small.case, Settings())
    hits = [hit for hit in search(small.case.reader(), "كريم") if hit.code == small.code["emir"]]
    assert [hit.exact for hit in hits] == [False]
    assert small.code["emir"] not in [hit.code for hit in search(small.case.reader(), "كريم", variants=False)]


def test_one_case_has_one_index_however_often_it_is_served(small: SmallCase) -> None:
    create_app(small.case, Settings())
    first = small.case.finder
    create_app(small.case, Settings())
    assert isinstance(first, CaseNames) and small.case.finder is first
