"""Candidate units, incidents under a command, and whether one stood above another: rows worked out by hand."""

from __future__ import annotations

import pytest

from graph.stores.store import Store
from queries.errors import BadParameter
from queries.saved_query import find
from tests.queries.builders import CaseGraph, exact, first_cited, only

# Incidents under a person's command


def test_incidents_of_units_at_and_below_a_post_with_the_weakest_last(store: Store) -> None:
    graph = CaseGraph()
    squad, battalion, brigade = graph.unit("squad"), graph.unit("battalion"), graph.unit("brigade")
    emir = graph.person("Emir")
    sure, vague, before = (graph.incident(day) for day in ("2015-03-10", "2015-09-01", "2013-01-01"))
    graph.under(squad, battalion, exact("2014-01-01", "2016-12-31"))
    graph.under(battalion, brigade, first_cited("2015-02-01", "2015-04-01"))
    graph.commanded(emir, brigade, exact("2014-06-01", "2015-12-31"))
    for unit, incident in ((squad, sure), (squad, vague), (squad, before), (brigade, vague)):
        graph.perpetrator(unit, incident)
    rows = find("incidents_under_command").run(graph.write(store), person=emir).rows
    assert only(rows, "incident", "unit", "below", "path", "status") == [
        (sure, squad, 2, [brigade, battalion, squad], "documented"),
        (vague, brigade, 0, [brigade], "documented"),
        (vague, squad, 2, [brigade, battalion, squad], "possible"),
    ]
    assert rows[2]["weakest_step"] == f"{battalion} → {brigade} (command): possible"
    assert rows[0]["acts"] == ["killing"] and rows[0]["degree"] == "direct"


def test_an_incident_after_the_post_or_through_a_dead_link_is_not_listed(store: Store) -> None:
    graph = CaseGraph()
    squad, battalion, emir = graph.unit("squad"), graph.unit("battalion"), graph.person("Emir")
    late, parted = graph.incident("2016-02-01"), graph.incident("2015-06-01")
    graph.under(squad, battalion, exact("2014-01-01", "2015-05-31"))
    graph.commanded(emir, battalion, exact("2014-01-01", "2016-01-31"))
    graph.perpetrator(battalion, late)
    graph.perpetrator(squad, parted)
    assert find("incidents_under_command").run(graph.write(store), person=emir).rows == []


def test_a_vague_incident_is_answered_stretch_by_stretch(store: Store) -> None:
    graph = CaseGraph()
    battalion, emir = graph.unit("battalion"), graph.person("Emir")
    month = graph.incident("2015-03-01", "2015-03-31")
    graph.commanded(emir, battalion, exact("2015-03-11", "2015-12-31"))
    graph.perpetrator(battalion, month)
    rows = find("incidents_under_command").run(graph.write(store), person=emir).rows
    assert only(rows, "from", "to", "status") == [("2015-03-11", "2015-03-31", "documented")]


def test_the_depth_bounds_how_far_down_is_looked_and_a_circle_ends(store: Store) -> None:
    graph = CaseGraph()
    low, middle, top = graph.unit("low"), graph.unit("middle"), graph.unit("top")
    emir, incident = graph.person("Emir"), graph.incident("2015-03-10")
    always = exact("2014-01-01", "2016-12-31")
    for child, parent in ((low, middle), (middle, top), (top, low)):
        graph.under(child, parent, always)
    graph.commanded(emir, top, always)
    for unit in (low, middle):
        graph.perpetrator(unit, incident)
    reader = graph.write(store)
    query = find("incidents_under_command")
    assert only(query.run(reader, person=emir).rows, "unit", "below") == [(middle, 1), (low, 2)]
    assert only(query.run(reader, person=emir, depth=1).rows, "unit") == [(middle,)]
    assert query.run(reader, person=emir, depth=0).rows == []


# Did one stand above the other


def test_the_common_time_runs_from_the_later_start_to_the_earlier_end(store: Store) -> None:
    graph = CaseGraph()
    battalion, brigade = graph.unit("battalion"), graph.unit("brigade")
    general, emir = graph.person("General"), graph.person("Emir")
    graph.commanded(general, brigade, exact("2015-01-11", "2015-12-31"))
    graph.commanded(emir, battalion, exact("2014-01-01", "2015-01-20"))
    graph.under(battalion, brigade, exact("2013-01-01", "2016-12-31"))
    reader = graph.write(store)
    rows = find("command_between").run(reader, superior=general, subordinate=emir, window="2014/2016").rows
    assert only(rows, "superior_unit", "subordinate_unit", "level", "from", "to", "days", "documented_days",
                "status") == [(brigade, battalion, 1, "2015-01-11", "2015-01-20", 10, 10, "throughout")]  # fmt: skip
    assert find("command_between").run(reader, superior=emir, subordinate=general, window="2014/2016").rows == []
    assert find("command_between").run(reader, superior=general, subordinate=emir, window="2016").rows == []


def test_days_are_counted_by_the_weakest_step_of_each(store: Store) -> None:
    graph = CaseGraph()
    battalion, brigade, general = graph.unit("battalion"), graph.unit("brigade"), graph.person("General")
    graph.commanded(general, brigade, exact("2015-01-01", "2015-01-31"))
    graph.under(battalion, brigade, first_cited("2015-01-11", "2015-01-20"))
    rows = find("command_between").run(graph.write(store), superior=general, subordinate=battalion, window="2015").rows
    assert only(rows, "from", "to", "documented_from", "documented_to", "documented_days", "possible_days",
                "status") == [("2015-01-01", "2015-01-31", "2015-01-11", "2015-01-20", 10, 21, "part")]  # fmt: skip


def test_a_member_of_the_same_unit_stands_under_its_commander(store: Store) -> None:
    graph = CaseGraph()
    battalion, emir, fighter = graph.unit("battalion"), graph.person("Emir"), graph.person("Fighter")
    graph.commanded(emir, battalion, exact("2015-01-01", "2015-12-31"))
    graph.member(fighter, battalion, exact("2015-06-01", "2015-06-30"), role="fighter")
    rows = find("command_between").run(graph.write(store), superior=emir, subordinate=fighter).rows
    assert only(rows, "level", "from", "to", "days", "status") == [(0, "2015-06-01", "2015-06-30", 30, "throughout")]


def test_the_same_person_on_both_sides_is_refused(store: Store) -> None:
    graph = CaseGraph()
    emir, town = graph.person("Emir"), graph.location("town")
    reader = graph.write(store)
    with pytest.raises(BadParameter, match="nobody commands himself"):
        find("command_between").run(reader, superior=emir, subordinate=emir)
    with pytest.raises(BadParameter, match="a person or a unit"):
        find("command_between").run(reader, superior=emir, subordinate=town)


# Candidate units


def test_candidates_are_units_at_within_and_around_the_place_in_time(store: Store) -> None:
    graph = CaseGraph()
    town, quarter, province = graph.location("town"), graph.location("quarter"), graph.location("province")
    graph.link("WITHIN", quarter, town)
    graph.link("WITHIN", town, province)
    incident = graph.incident("2015-03-10")
    graph.at(incident, town)
    based, police, army, gone = (graph.unit(name) for name in ("based", "police", "army", "gone"))
    brigade = graph.unit("brigade")
    graph.link("BASED_AT", based, town, exact("2015-01-01", "2015-12-31"))
    graph.link("USED", police, quarter, first_cited("2015-06-01", "2015-07-01"), use="detention")
    graph.link("OPERATED_IN", army, province, exact("2014-01-01", "2015-03-31"))
    graph.link("BASED_AT", gone, town, exact("2014-01-01", "2015-03-09"))
    graph.under(based, brigade, exact("2014-01-01", "2016-12-31"))
    rows = find("candidate_units").run(graph.write(store), incident=incident).rows
    assert only(rows, "unit", "why", "through", "place", "place_status", "time_status", "status") == [
        (based, "based_at", "", town, "same_place", "documented", "candidate"),
        (brigade, "from_below", based, town, "same_place", "documented", "candidate"),
        (police, "used", "", quarter, "within", "possible", "candidate"),
        (army, "operated_in", "", province, "around", "documented", "candidate"),
    ]


def test_candidates_around_a_point_lie_within_the_radius(store: Store) -> None:
    """Two points one hundredth of a degree of latitude apart are 1.1 km from each other."""
    graph = CaseGraph()
    here = graph.location("here", lat=36.0, lon=43.0)
    near, far = graph.location("near", lat=36.01, lon=43.0), graph.location("far", lat=36.1, lon=43.0)
    incident = graph.incident("2015-03-10")
    graph.at(incident, here)
    one, other = graph.unit("one"), graph.unit("other")
    always = exact("2014-01-01", "2016-12-31")
    graph.link("BASED_AT", one, near, always)
    graph.link("BASED_AT", other, far, always)
    reader = graph.write(store)
    query = find("candidate_units")
    assert query.run(reader, incident=incident).rows == []
    rows = query.run(reader, incident=incident, radius=5).rows
    assert only(rows, "unit", "place_status", "distance_km") == [(one, "radius", 1.1)]
    assert len(query.run(reader, incident=incident, radius=12).rows) == 2


def test_units_of_a_class_that_is_named_as_involved_are_candidates(store: Store) -> None:
    graph = CaseGraph()
    soldiers = graph.unit("", classes=["religious police"])
    office, other = graph.unit("office", classes=["religious police"]), graph.unit("other", classes=["court"])
    incident = graph.incident("2015-03-10")
    graph.perpetrator(soldiers, incident)
    rows = find("candidate_units").run(graph.write(store), incident=incident).rows
    assert only(rows, "unit", "why", "place", "time_status") == [(office, "by_class", "", "possible")]
    assert other


# What speaks for and against


def test_what_speaks_for_and_against_stands_side_by_side_and_gaps_are_said(store: Store) -> None:
    graph = CaseGraph()
    unit, emir = graph.unit("unit"), graph.person("Emir")
    order = graph.incident("2015-01-10", **{"class": "order_or_listing"})
    inquiry = graph.incident("2015-04-10", **{"class": "measure"})
    graph.link("ISSUED", emir, order, speaks="for", speaks_to="control")
    graph.link("CONCERNS", inquiry, emir, speaks="against", speaks_to="control")
    graph.link("CONCERNS", order, emir, speaks="", speaks_to="")
    graph.link("ADDRESSED_TO", order, unit, speaks="for", speaks_to="knowledge")
    reader = graph.write(store)
    rows = find("indicators").run(reader, who=emir).rows
    assert only(rows, "speaks_to", "speaks", "incident", "link") == [
        ("control", "for", order, "ISSUED"), ("control", "against", inquiry, "CONCERNS"),
        ("knowledge", "for", "", "no_material"), ("knowledge", "against", "", "no_material"),
        ("measures", "for", "", "no_material"), ("measures", "against", "", "no_material"),
        ("", "", order, "CONCERNS"),
    ]  # fmt: skip
    rows = find("indicators").run(reader, who=unit, window="2015-01").rows
    assert only(rows, "incident") == [("",), ("",), (order,), ("",), ("",), ("",)]
    with pytest.raises(BadParameter, match="a person or a unit"):
        find("indicators").run(reader, who=order)
