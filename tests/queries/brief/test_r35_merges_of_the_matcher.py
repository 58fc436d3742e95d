"""R35: an export whose facts rest on a merge that only the matcher made stops and lists the pairs."""

from __future__ import annotations

import pytest

from queries.brief.errors import UnacceptedMerges
from tests.builders import person, unit
from tests.queries.brief.brief_case import MATCHER, BriefCase


def _second_emir(made: BriefCase) -> None:
    made.load(person("emir_again", names="Kareem Abu Omar", locator="p. 7", level="public"))
    made.decide("identity", "emir", "same", "emir_again", by=MATCHER)


def test_r35_the_export_stops_and_names_the_pair_by_code(made: BriefCase) -> None:
    _second_emir(made)
    with pytest.raises(UnacceptedMerges) as stopped:
        made.brief()
    assert [set(pair) for pair in stopped.value.pairs] == [{made.code["emir"], made.code["emir_again"]}]
    assert made.code["emir"] in str(stopped.value) and "Karim" not in str(stopped.value)
    assert not [path for path in made.folder.iterdir() if "out" in path.name]


def test_r35_a_person_who_accepts_it_lets_it_pass(made: BriefCase) -> None:
    _second_emir(made)
    made.decide("identity", "emir", "same", "emir_again")
    assert made.brief(audience="un_mechanism").facts == 11


def test_r35_a_person_who_refuses_it_lets_it_pass_too(made: BriefCase) -> None:
    _second_emir(made)
    made.decide("identity", "emir", "different", "emir_again")
    assert made.brief().facts


def test_r35_a_merge_of_something_else_stops_nothing(made: BriefCase) -> None:
    made.load(unit("far", names="Far Unit", locator="p. 8", level="public"),
              unit("far_again", names="Far Unit", locator="p. 9", level="public"))  # fmt: skip
    made.decide("identity", "far", "same", "far_again", by=MATCHER)
    assert made.brief().facts


def test_r35_accepted_and_unaccepted_links_of_one_cluster_are_told_apart(made: BriefCase) -> None:
    _second_emir(made)
    made.load(person("emir_third", names="K. Abu Omar", locator="p. 8", level="public"))
    made.decide("identity", "emir", "same", "emir_third")
    with pytest.raises(UnacceptedMerges) as stopped:
        made.brief()
    assert [set(pair) for pair in stopped.value.pairs] == [{made.code["emir"], made.code["emir_again"]}]
