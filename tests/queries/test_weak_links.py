"""Doubts about command links, each found, none invented."""

from __future__ import annotations

from typing import Any

from graph.stores.store import Store
from queries.saved_query import find
from tests.queries.builders import OPEN_END, OPEN_START, UNDATED, CaseGraph, Viewer, bounds, exact, first_cited, only

SOLID: dict[str, Any] = {"n_independent": 2, "vetting": "confirmed"}
DAYS = exact("2014-01-01", "2015-01-01")


def doubts(reader: Viewer, unit: str = "") -> list[tuple[str, str, str]]:
    return only(find("weak_links").run(reader, unit=unit).rows, "doubt", "start", "end")


def test_what_is_solid_has_no_row(store: Store) -> None:
    graph = CaseGraph()
    unit, brigade, emir = graph.unit("unit"), graph.unit("brigade"), graph.person("Emir")
    graph.under(unit, brigade, DAYS, **SOLID)
    graph.commanded(emir, unit, DAYS, **SOLID)
    assert doubts(graph.write(store)) == []


def test_each_doubt_is_named_the_gravest_first(store: Store) -> None:
    graph = CaseGraph()
    unit = graph.unit("unit")
    people = {name: graph.person(name) for name in (
        "nowhere", "backwards", "disputed", "vague", "undated", "single")}  # fmt: skip
    graph.member(people["nowhere"], unit, DAYS, **SOLID, documents=[])
    graph.member(people["backwards"], unit, bounds("2015-06-01", "2015-06-01", "2014-01-01", "2014-01-01"), **SOLID)
    graph.member(people["disputed"], unit, DAYS, n_independent=2, vetting="disputed")
    graph.member(people["vague"], unit, bounds(OPEN_START, "2015-03-31", "2015-03-01", OPEN_END), **SOLID)
    graph.member(people["undated"], unit, UNDATED, **SOLID)
    graph.member(people["single"], unit, DAYS, n_independent=1, vetting="confirmed")
    reader = graph.write(store)
    assert doubts(reader) == [
        ("no_source", people["nowhere"], unit),
        ("start_after_end", people["backwards"], unit),
        ("disputed", people["disputed"], unit),
        ("vague", people["vague"], unit),
        ("no_dates", people["undated"], unit),
        ("one_source", people["single"], unit),
    ]
    rows = find("weak_links").run(reader).rows
    assert [row["fails_export"] for row in rows] == [True, False, False, False, False, False]


def test_overlaps_successors_and_conflicts_name_both_sides(store: Store) -> None:
    graph = CaseGraph()
    unit, one, two, late = graph.unit("unit"), graph.person("One"), graph.person("Two"), graph.person("Late")
    graph.commanded(one, unit, first_cited("2014-01-01", "2014-06-30"), **SOLID)
    graph.commanded(one, unit, exact("2014-01-01", "2014-03-01"), **SOLID)
    graph.commanded(two, unit, exact("2014-06-01", "2014-12-31"), **SOLID)
    graph.commanded(late, unit, first_cited("2011-01-01", "2011-12-31"), **SOLID)
    rows = find("weak_links").run(graph.write(store)).rows
    assert only(rows, "doubt", "start", "other") == [
        ("conflict", one, ""),
        ("overlap", one, two),
        ("open_and_superseded", late, ""),
    ]
    assert (set(rows[0]["records"]), rows[2]["undermining"]) == ({"r-1", "r-2"}, ["r-2", "r-3"])


def test_circles_and_placeholders_are_found_in_the_case_and_above_a_unit(store: Store) -> None:
    graph = CaseGraph()
    one, two, outside = graph.unit("one"), graph.unit("two"), graph.unit("outside")
    unknown = graph.unit("unknown", placeholder="unknown")
    graph.under(one, two, DAYS, **SOLID)
    graph.under(two, one, DAYS, **SOLID)
    graph.under(two, unknown, DAYS, **SOLID)
    graph.under(outside, unknown, DAYS, **SOLID)
    reader = graph.write(store)
    circle = [("circle", one, two), ("circle", two, one)]
    assert doubts(reader) == [*circle, ("placeholder", two, unknown), ("placeholder", outside, unknown)]
    assert doubts(reader, one) == [*circle, ("placeholder", two, unknown)]
