"""What came before an incident and after it: word that may have reached somebody, measures, hand-overs, patterns."""

from __future__ import annotations

import pytest

from graph.errors import DossierError
from graph.stores.store import Store
from queries.saved_query import find
from tests.queries.builders import CaseGraph, exact, first_cited, only

# --- notice before a day


def test_word_reaches_a_commander_by_every_way_there_is(store: Store) -> None:
    graph = CaseGraph()
    emir, top, below = graph.person("Emir"), graph.unit("Top"), graph.unit("Below")
    town = graph.location("Town")
    graph.commanded(emir, top, exact("2014-06-01", "2015-12-31"))
    graph.under(below, top, exact("2014-01-01", "2016-12-31"))
    graph.link("BASED_AT", top, town, exact("2014-06-01", "2015-12-31"))
    to_him = graph.incident("2015-01-01", **{"class": "notice"})
    graph.link("ADDRESSED_TO", to_him, emir)
    his, theirs = graph.incident("2015-01-11", methods=["stoning"]), graph.incident("2015-01-21", staging=["public"])
    here, later = graph.incident("2015-02-01"), graph.incident("2015-03-02")
    graph.perpetrator(top, his)
    graph.perpetrator(below, theirs)
    graph.at(here, town)
    graph.perpetrator(top, later)
    like = graph.incident("2015-06-01", methods=["stoning"])
    early = graph.incident("2014-01-01")
    graph.perpetrator(top, early)
    vague = graph.incident("2015-02-20", "2015-03-10")
    graph.perpetrator(below, vague)
    rows = find("notice_before").run(graph.write(store), who=emir, day="2015-03-01", like=like).rows
    assert only(rows, "event", "how", "unit", "when", "days_before", "status") == [
        (here, ["same_place"], top, "before", 28, "documented"),
        (theirs, ["under_command", "public"], below, "before", 39, "documented"),
        (his, ["own_unit", "same_method"], top, "before", 49, "documented"),
        (to_him, ["addressed"], emir, "before", 59, "documented"),
        (early, ["own_unit"], top, "before", 424, "possible"),
        (vague, ["under_command"], below, "possibly_before", 0, "documented"),
    ], "not what came later; what came before his post only possibly"


def test_a_post_that_is_only_possible_makes_word_only_possible(store: Store) -> None:
    graph = CaseGraph()
    emir, unit = graph.person("Emir"), graph.unit("Unit")
    graph.commanded(emir, unit, first_cited("2015-02-01", "2015-05-01"))
    incident = graph.incident("2015-01-11")
    graph.perpetrator(unit, incident)
    (row,) = find("notice_before").run(graph.write(store), who=emir, day="2015-03-01").rows
    assert row["status"] == "possible"


def test_a_link_that_was_dead_on_the_day_carries_no_word(store: Store) -> None:
    graph = CaseGraph()
    top, below = graph.unit("Top"), graph.unit("Below")
    graph.under(below, top, exact("2014-01-01", "2014-12-31"))
    graph.perpetrator(below, graph.incident("2015-01-11"))
    (row,) = find("notice_before").run(graph.write(store), who=top, day="2015-03-01").rows
    assert row["how"] == ["no_material"] and row["event"] == "" and row["days_before"] == -1


def test_notice_is_asked_of_people_and_units_only(store: Store) -> None:
    graph = CaseGraph()
    incident = graph.incident("2015-01-11")
    with pytest.raises(DossierError):
        find("notice_before").run(graph.write(store), who=incident, day="2015-03-01")


# --- measures after an incident


def test_measures_for_and_against_stand_side_by_side_with_the_days_between(store: Store) -> None:
    graph = CaseGraph()
    unit, wali, emir = graph.unit("Unit"), graph.unit("Wali"), graph.person("Emir")
    incident = graph.incident("2015-01-10", "2015-01-12")
    graph.perpetrator(unit, incident)
    graph.perpetrator(emir, incident)
    forbade = graph.incident("2015-01-22", **{"class": "measure"})
    graph.link("ISSUED", wali, forbade)
    graph.link("CONCERNS", forbade, incident, speaks="for", speaks_to="measures")
    none = graph.incident("2015-01-01", "2015-03-01", **{"class": "discovery"})
    graph.link("CONCERNS", none, unit, speaks="against", speaks_to="measures")
    earlier = graph.incident("2014-12-01", **{"class": "measure"})
    graph.link("CONCERNS", earlier, unit, speaks="for", speaks_to="measures")
    graph.commanded(emir, wali, exact("2015-02-11", "2015-12-31"))
    graph.commanded(emir, unit, exact("2014-01-01", "2015-02-10"))
    rows = find("measures_after").run(graph.write(store), incident=incident).rows
    assert only(rows, "row", "event", "when", "days_after", "days_at_most", "speaks", "by", "about", "unit") == [
        ("conduct", forbade, "after", 10, 12, "for", [wali], incident, ""),
        ("conduct", none, "possibly_after", 0, 50, "against", [], unit, ""),
        ("new_post", "", "after", 30, 32, "", [], emir, wali),
    ]


def test_nothing_noted_after_an_incident_is_a_row(store: Store) -> None:
    graph = CaseGraph()
    incident = graph.incident("2015-01-10")
    (row,) = find("measures_after").run(graph.write(store), incident=incident).rows
    assert row["row"] == "no_material" and row["days_after"] == -1


# --- hand-overs near an incident


def test_an_incident_across_a_hand_over_has_a_row_for_each_side(store: Store) -> None:
    graph = CaseGraph()
    unit, old, new = graph.unit("Unit"), graph.person("Old"), graph.person("New")
    graph.commanded(old, unit, exact("2014-01-01", "2015-03-10"))
    graph.commanded(new, unit, exact("2015-03-14", "2015-12-31"))
    incident = graph.incident("2015-03-01", "2015-03-31")
    graph.perpetrator(unit, incident)
    rows = find("hand_overs_near").run(graph.write(store), incident=incident, days=5).rows
    assert only(rows, "unit", "out", "in", "exact", "between", "days", "phase", "days_away") == [
        (unit, old, new, "exact", "gap", 3, "after_hand_over", 0),
        (unit, old, new, "exact", "gap", 3, "before_hand_over", 0),
    ]


def test_a_hand_over_above_by_citations_with_an_overlap(store: Store) -> None:
    graph = CaseGraph()
    unit, top = graph.unit("Unit"), graph.unit("Top")
    old, new = graph.person("Old"), graph.person("New")
    graph.under(unit, top, exact("2014-01-01", "2016-12-31"))
    graph.commanded(old, top, first_cited("2014-01-01", "2015-02-10"))
    graph.commanded(new, top, first_cited("2015-02-01", "2015-12-31"))
    incident = graph.incident("2015-03-12")
    graph.perpetrator(unit, incident)
    viewer = graph.write(store)
    rows = find("hand_overs_near").run(viewer, incident=incident, days=60).rows
    assert only(rows, "row", "unit", "out", "in", "exact", "between", "days", "phase", "days_away") == [
        ("hand_over", top, old, new, "cited", "overlap", 10, "after_hand_over", 30),
        ("none_near", unit, "", "", "", "", 0, "", -1),
    ]
    below = find("hand_overs_near").run(viewer, incident=incident, days=60, above="no").rows
    assert only(below, "row", "unit") == [("none_near", unit)]
    near = find("hand_overs_near").run(viewer, incident=incident, days=29).rows
    assert only(near, "row") == [("none_near",)]


# --- patterns


def test_a_pattern_keeps_documented_and_possible_commanders_apart_and_adds_nothing(store: Store) -> None:
    graph = CaseGraph()
    unit, town = graph.unit("Unit"), graph.location("Town")
    sure, perhaps = graph.person("Sure"), graph.person("Perhaps")
    graph.commanded(sure, unit, exact("2015-01-01", "2015-03-31"))
    graph.commanded(perhaps, unit, first_cited("2015-06-01", "2015-12-31"))
    first, second = (graph.incident(day, methods=["stoning"]) for day in ("2015-02-10", "2015-04-10"))
    alone = graph.incident("2015-05-10", methods=["burning"])
    for incident in (first, second, alone):
        graph.perpetrator(unit, incident)
        graph.at(incident, town)
    for low, high in ((4, 4), (6, 8)):
        graph.about(graph.figure("killed", low, -1, high), first)
    rows = find("pattern_by_command").run(graph.write(store), window="2015").rows
    assert only(
        rows, "method", "place", "unit", "incidents", "codes", "figures", "commanders", "possible_commanders"
    ) == [
        ("stoning", town, unit, 2, [first, second], [f"{first}: killed 4–8"], [sure], [perhaps]),
    ]
    assert (rows[0]["first"], rows[0]["last"]) == ("2015-02-10", "2015-04-10")


def test_an_incident_whose_unit_nobody_named_stands_in_a_cell_without_one(store: Store) -> None:
    graph = CaseGraph()
    incident = graph.incident("2015-02-10", methods=["stoning"])
    (row,) = find("pattern_by_command").run(graph.write(store), window="2015", at_least=1).rows
    assert (row["unit"], row["commanders"], row["codes"]) == ("", [], [incident])
