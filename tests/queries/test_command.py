"""Chains of command: the five answers, the weakest step, and one test for each fault seen in other tools.

Expected rows are worked by hand from ``first_cited`` (open outside), ``exact`` (known to the day) and
``bounds``.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from graph.stores.store import Row, Store
from queries.command import chain_on
from queries.errors import BadParameter
from queries.network import fetch
from queries.saved_query import find
from tests.queries.builders import OPEN_END, OPEN_START, CaseGraph, Viewer, bounds, exact, first_cited, only


def chain(reader: Viewer, unit: str, day: str, **more: Any) -> list[Row]:
    return find("chain_above").run(reader, unit=unit, day=day, **more).rows


THROUGHOUT = exact("2010-01-01", "2020-12-31")


@pytest.mark.parametrize(
    ("period", "day", "answer"),
    [
        (first_cited("2014-03-01", "2015-03-01"), "2014-03-01", "documented"),
        (first_cited("2014-03-01", "2015-03-01"), "2015-03-01", "documented"),
        (first_cited("2014-03-01", "2015-03-01"), "2015-03-02", "possible"),
        (first_cited("2014-03-01", "2015-03-01"), "2014-02-28", "possible"),
        (first_cited("2014-03-01", "2015-03-01", continues="yes"), "2015-03-02", "assumed"),
        (exact("2014-03-01", "2015-03-01"), "2015-03-01", "documented"),
        (exact("2014-03-01", "2015-03-01"), "2015-03-02", None),
        (exact("2014-03-01", "2015-03-01"), "2014-02-28", None),
    ],
)
def test_a_link_is_documented_assumed_possible_or_excluded(
    store: Store, period: dict[str, str], day: str, answer: str | None
) -> None:
    graph = CaseGraph()
    child, parent = graph.unit("child"), graph.unit("parent")
    graph.under(child, parent, period)
    rows = chain(graph.write(store), child, day)
    assert only(rows, "unit", "status")[1:] == ([(parent, answer)] if answer else [])


def test_a_chain_is_as_strong_as_its_weakest_step_and_names_it(store: Store) -> None:
    graph = CaseGraph()
    squad, company, brigade = graph.unit("squad"), graph.unit("company"), graph.unit("brigade")
    emir = graph.person("Invented Emir")
    graph.under(squad, company, THROUGHOUT)
    weak = graph.under(company, brigade, first_cited("2014-01-01", "2014-06-30", continues="yes"))
    graph.commanded(emir, brigade, exact("2014-01-01", "2016-01-01"), rank="", n_independent=3)
    rows = chain(graph.write(store), squad, "2015-03-14")
    assert only(rows, "level", "unit", "person", "status", "posting_status", "flags") == [
        (0, squad, "", "documented", "", ["none_known"]),
        (1, company, "", "documented", "", ["none_known"]),
        (2, brigade, emir, "assumed", "documented", []),
    ]
    assert rows[2]["weakest_step"] == f"{company} → {brigade} (command): assumed"
    assert rows[2]["date_basis"] == "first cited, last cited, said to continue"
    assert weak in rows[2]["records"] and (rows[2]["n_sources"], rows[2]["n_independent"]) == (3, 1)
    assert rows[2]["data_as_of"] == 1


def test_a_diamond_comes_out_once_with_the_number_of_ways(store: Store) -> None:
    graph = CaseGraph()
    base, left, right, top = (graph.unit(name) for name in ("base", "left", "right", "top"))
    graph.under(base, left, THROUGHOUT)
    graph.under(base, right, first_cited("2014-01-01", "2014-01-01"))
    graph.under(left, top, THROUGHOUT)
    graph.under(right, top, THROUGHOUT)
    rows = chain(graph.write(store), base, "2015-01-01")
    assert only(rows, "unit", "level", "paths", "via", "status") == [
        (base, 0, 1, [], "documented"),
        (left, 1, 1, [base], "documented"),
        (right, 1, 1, [base], "possible"),
        (top, 2, 2, [left, right], "documented"),
    ]


def test_two_records_of_one_link_are_one_way_up(store: Store) -> None:
    graph = CaseGraph()
    child, parent = graph.unit("child"), graph.unit("parent")
    one = graph.under(child, parent, first_cited("2014-01-01", "2015-12-31"))
    two = graph.under(child, parent, first_cited("2013-01-01", "2014-06-30"))
    (_, row) = chain(graph.write(store), child, "2015-01-01")
    assert (row["paths"], row["status"], row["records"]) == (1, "documented", [one, two])


def test_a_circle_of_units_ends_and_is_said(store: Store) -> None:
    graph = CaseGraph()
    one, two, three = graph.unit("one"), graph.unit("two"), graph.unit("three")
    graph.under(one, two, THROUGHOUT)
    graph.under(two, three, THROUGHOUT)
    graph.under(three, one, THROUGHOUT)
    rows = chain(graph.write(store), one, "2015-01-01")
    assert only(rows, "unit", "level", "paths") == [(one, 0, 1), (two, 1, 1), (three, 2, 1)]
    assert "circle" in rows[0]["flags"] and "circle" in rows[2]["flags"]


def test_a_unit_under_itself_is_not_its_own_parent(store: Store) -> None:
    graph = CaseGraph()
    one = graph.unit("one")
    graph.under(one, one, THROUGHOUT)
    assert only(chain(graph.write(store), one, "2015-01-01"), "unit", "level") == [(one, 0)]


def test_the_walk_stops_after_twelve_levels_and_says_so(store: Store) -> None:
    graph = CaseGraph()
    units = [graph.unit(f"level {number}") for number in range(15)]
    for child, parent in pairwise(units):
        graph.under(child, parent, THROUGHOUT)
    rows = chain(graph.write(store), units[0], "2015-01-01")
    assert [row["level"] for row in rows] == list(range(13))
    assert "depth_limit" in rows[12]["flags"] and "depth_limit" not in rows[11]["flags"]


def test_one_query_a_level_and_two_for_the_rest(store: Store) -> None:
    graph = CaseGraph()
    base, middle, top = graph.unit("base"), graph.unit("middle"), graph.unit("top")
    graph.under(base, middle, THROUGHOUT)
    for number in range(20):
        graph.under(middle, graph.unit(f"side {number}"), THROUGHOUT)
    graph.under(middle, top, THROUGHOUT)
    reader = graph.write(store)
    chain(reader, base, "2015-01-01")
    assert reader.asked <= 4  # links above base, above middle, above the 21 tops; posts


def test_a_vague_day_is_answered_for_each_stretch_with_one_answer(store: Store) -> None:
    graph = CaseGraph()
    unit, old, new = graph.unit("unit"), graph.person("Old"), graph.person("New")
    graph.commanded(old, unit, exact("2015-01-01", "2015-03-09"))
    graph.commanded(new, unit, exact("2015-03-12", "2015-12-31"))
    rows = chain(graph.write(store), unit, "2015-03")
    assert only(rows, "from", "to", "person", "flags") == [
        ("2015-03-01", "2015-03-09", old, []),
        ("2015-03-10", "2015-03-11", "", ["none_known"]),
        ("2015-03-12", "2015-03-31", new, []),
    ]


def test_claims_that_cannot_both_hold_are_a_conflict_with_both_sides_named(store: Store) -> None:
    graph = CaseGraph()
    unit, emir = graph.unit("unit"), graph.person("Emir")
    until_april = graph.commanded(emir, unit, first_cited("2014-06-01", "2015-04-30"))
    until_february = graph.commanded(emir, unit, exact("2014-01-01", "2015-02-01"))
    (row,) = chain(graph.write(store), unit, "2015-03-01")
    assert (row["status"], row["records"], row["undermining"]) == (
        "conflict",
        [until_april],
        [until_february],
    )


def test_an_exact_end_closes_what_another_source_left_open(store: Store) -> None:
    graph = CaseGraph()
    unit, emir = graph.unit("unit"), graph.person("Emir")
    graph.commanded(emir, unit, first_cited("2014-06-01", "2014-12-01"))
    graph.commanded(emir, unit, exact("2014-01-01", "2015-02-01"))
    reader = graph.write(store)
    assert only(chain(reader, unit, "2015-02-01"), "person", "status") == [(emir, "documented")]
    assert only(chain(reader, unit, "2015-02-02"), "person", "flags") == [("", ["none_known"])]


def test_a_return_to_an_old_post_is_no_conflict(store: Store) -> None:
    graph = CaseGraph()
    unit, emir = graph.unit("unit"), graph.person("Emir")
    graph.commanded(emir, unit, exact("2012-01-01", "2012-12-31"))
    graph.commanded(emir, unit, exact("2015-01-01", "2015-12-31"))
    reader = graph.write(store)
    assert only(chain(reader, unit, "2015-06-01"), "person", "status") == [(emir, "documented")]
    assert only(chain(reader, unit, "2014-06-01"), "person", "flags") == [("", ["none_known"])]


def test_an_unknown_unit_or_an_unreadable_day_is_refused_before_anything_is_asked(store: Store) -> None:
    reader = CaseGraph().write(store)
    with pytest.raises(BadParameter, match="the code of a unit"):
        chain(reader, "U-999 999-9", "2015-01-01")


def test_a_sealed_commander_leaves_no_trace_below(store: Store) -> None:
    graph = CaseGraph()
    unit = graph.unit("unit")
    hidden = graph.person("Hidden", levels=(3, 3))
    graph.commanded(hidden, unit, exact("2014-01-01", "2016-01-01"))
    reader = graph.write(store)
    assert only(chain(reader, unit, "2015-01-01"), "person") == [(hidden,)]
    assert only(chain(reader.at_clearance(2), unit, "2015-01-01"), "person", "records", "undermining") == [("", [], [])]


# Faults of others, one test each.


def test_fault_an_open_posting_does_not_run_on_unmarked_once_a_successor_is_on_record(store: Store) -> None:
    graph = CaseGraph()
    unit, old, new = graph.unit("unit"), graph.person("Old"), graph.person("New")
    graph.commanded(old, unit, first_cited("2012-01-01", "2013-01-01", continues="yes"))
    successor = graph.commanded(new, unit, exact("2014-01-01", "2014-12-31"))
    reader = graph.write(store)
    assert only(chain(reader, unit, "2013-06-01"), "person", "status", "flags") == [(old, "assumed", [])]
    assert only(chain(reader, unit, "2014-06-01"), "person", "status", "flags", "undermining") == [
        (new, "documented", [], []),
        (old, "possible", ["superseded"], [successor]),
    ]


def test_fault_another_role_or_a_mere_citation_supersedes_nobody(store: Store) -> None:
    graph = CaseGraph()
    unit, old, deputy, cited = (
        graph.unit("unit"),
        graph.person("Old"),
        graph.person("Deputy"),
        graph.person("Cited"),
    )
    graph.commanded(old, unit, first_cited("2012-01-01", "2013-01-01", continues="yes"))
    graph.commanded(deputy, unit, exact("2014-01-01", "2014-12-31"), role="deputy_commander")
    graph.commanded(cited, unit, first_cited("2014-02-01", "2014-11-01"))
    rows = chain(graph.write(store), unit, "2014-06-01")
    assert only([row for row in rows if row["person"] == old], "status", "flags") == [("assumed", [])]


def test_fault_an_exact_end_does_not_make_the_parent_vanish_before_it(store: Store) -> None:
    graph = CaseGraph()
    child, parent = graph.unit("child"), graph.unit("parent")
    graph.under(child, parent, bounds(OPEN_START, "2014-01-01", "2015-06-30", "2015-06-30", continues="no"))
    reader = graph.write(store)
    assert only(chain(reader, child, "2015-06-30"), "unit", "status")[1:] == [(parent, "documented")]
    assert only(chain(reader, child, "2015-07-01"), "unit") == [(child,)]


def test_fault_a_vague_end_reaches_to_its_last_day(store: Store) -> None:
    graph = CaseGraph()
    child, parent = graph.unit("child"), graph.unit("parent")
    graph.under(child, parent, bounds("2014-01-01", "2014-01-01", "2015-06-01", "2015-06-30", continues="no"))
    reader = graph.write(store)
    assert only(chain(reader, child, "2015-06-15"), "unit", "status")[1:] == [(parent, "possible")]
    assert only(chain(reader, child, "2015-06-01"), "unit", "status")[1:] == [(parent, "documented")]


def test_fault_no_walk_through_links_dead_on_the_day_so_no_islands(store: Store) -> None:
    graph = CaseGraph()
    base, middle, top = graph.unit("base"), graph.unit("middle"), graph.unit("top")
    graph.under(base, middle, exact("2010-01-01", "2012-12-31"))
    graph.under(middle, top, THROUGHOUT)
    assert only(chain(graph.write(store), base, "2015-01-01"), "unit") == [(base,)]


def test_fault_administrative_links_are_no_command_unless_asked_for(store: Store) -> None:
    graph = CaseGraph()
    base, ministry = graph.unit("base"), graph.unit("ministry")
    graph.under(base, ministry, THROUGHOUT, kind="administrative")
    reader = graph.write(store)
    assert only(chain(reader, base, "2015-01-01"), "unit") == [(base,)]
    asked = chain(reader, base, "2015-01-01", kinds="command, de facto, administrative")
    assert only(asked, "unit", "link_kind") == [(base, ""), (ministry, "administrative")]


def test_fault_more_than_ten_links_are_not_cut(store: Store) -> None:
    graph = CaseGraph()
    base = graph.unit("base")
    parents = [graph.unit(f"parent {number}") for number in range(25)]
    for parent in parents:
        graph.under(base, parent, THROUGHOUT)
    assert {row["unit"] for row in chain(graph.write(store), base, "2015-01-01")} == {base, *parents}


def test_fault_superiors_need_their_own_link_to_hold_on_the_day(store: Store) -> None:
    graph = CaseGraph()
    base, old, new = graph.unit("base"), graph.unit("old parent"), graph.unit("new parent")
    former = graph.person("Former")
    graph.under(base, old, exact("2010-01-01", "2014-12-31"))
    graph.under(base, new, exact("2015-01-01", "2020-01-01"))
    graph.commanded(former, old, THROUGHOUT)
    assert former not in {row["person"] for row in chain(graph.write(store), base, "2015-06-01")}


def test_fault_an_officer_without_a_rank_is_kept(store: Store) -> None:
    graph = CaseGraph()
    unit, officer = graph.unit("unit"), graph.person("No Rank")
    graph.commanded(officer, unit, THROUGHOUT, rank="", role="")
    assert only(chain(graph.write(store), unit, "2015-01-01"), "person", "rank") == [(officer, "")]


def test_fault_a_person_who_is_his_own_superior_comes_once_a_post_and_is_marked(store: Store) -> None:
    graph = CaseGraph()
    base, top, emir = graph.unit("base"), graph.unit("top"), graph.person("Twice")
    graph.under(base, top, THROUGHOUT)
    graph.commanded(emir, base, THROUGHOUT)
    graph.commanded(emir, top, THROUGHOUT)
    graph.commanded(emir, top, first_cited("2014-01-01", "2016-01-01"))
    assert only(chain(graph.write(store), base, "2015-01-01"), "level", "person", "flags") == [
        (0, emir, []),
        (1, emir, ["own_superior"]),
    ]


def test_fault_two_parents_at_once_are_both_shown_and_marked(store: Store) -> None:
    graph = CaseGraph()
    base, one, two = graph.unit("base"), graph.unit("one"), graph.unit("two")
    graph.under(base, one, THROUGHOUT)
    graph.under(base, two, THROUGHOUT, kind="de_facto")
    rows = chain(graph.write(store), base, "2015-01-01")
    assert only(rows, "unit", "link_kind", "flags") == [
        (base, "", ["none_known"]),
        (one, "command", ["several_parents", "none_known"]),
        (two, "de_facto", ["several_parents", "none_known"]),
    ]


def test_two_parents_of_a_unit_below_do_not_mark_the_chain_above_another(store: Store) -> None:
    graph = CaseGraph()
    below, asked, above, other = (graph.unit(name) for name in ("below", "asked", "above", "other"))
    graph.under(below, asked, THROUGHOUT)
    graph.under(below, other, THROUGHOUT)
    graph.under(asked, above, THROUGHOUT)
    links, posts = find("chain_above").statements
    network = fetch(graph.write(store), links, posts, [below, asked], kinds=("command",))
    assert [row["flags"] for row in chain_on(network, asked, "2015-01-01")] == [["none_known"], ["none_known"]]


def test_fault_a_start_after_the_end_is_not_swapped(store: Store) -> None:
    graph = CaseGraph()
    unit, cited, dated = graph.unit("unit"), graph.person("Cited"), graph.person("Dated")
    graph.commanded(
        cited,
        unit,
        {**bounds(OPEN_START, "2015-06-01", "2014-01-01", OPEN_END), "edtf": "2015-06-01/2014-01-01"},
    )
    graph.commanded(dated, unit, bounds("2015-06-01", "2015-06-01", "2014-01-01", "2014-01-01"))
    assert only(chain(graph.write(store), unit, "2014-09-01"), "person", "status", "flags", "date_basis") == [
        (cited, "conflict", ["start_after_end"], "start after end"),
        (dated, "conflict", ["start_after_end"], "start after end"),
    ]


def test_one_vague_citation_is_possible_and_no_contradiction(store: Store) -> None:
    graph = CaseGraph()
    unit, emir = graph.unit("unit"), graph.person("Emir")
    graph.commanded(emir, unit, {**bounds(OPEN_START, "2015-03-31", "2015-03-01", OPEN_END), "edtf": "2015-03/"})
    assert only(chain(graph.write(store), unit, "2015-03-14"), "person", "status", "flags") == [(emir, "possible", [])]


def test_a_placeholder_is_marked_in_the_chain(store: Store) -> None:
    graph = CaseGraph()
    base, unknown = graph.unit("base"), graph.unit("unknown brigade", placeholder="unknown")
    graph.under(base, unknown, THROUGHOUT)
    assert only(chain(graph.write(store), base, "2015-01-01"), "unit", "flags")[1] == (
        unknown,
        ["placeholder", "none_known"],
    )
