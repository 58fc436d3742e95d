"""How many, in one sentence: what is said, what is not added, where each number stands, and why it cannot be said."""

from __future__ import annotations

from typing import Any

import pytest

from graph.stores.store import Store
from queries import counting
from queries.charts import MOST, chart_of
from queries.saved_query import find
from tests.queries.builders import CaseGraph, Viewer, only
from tests.queries.example import example_case

PEOPLE = dict.fromkeys(("women_max", "girls_max", "men_max", "boys_max"), -1)


def _said(reader: Viewer, about: str = "", language: str = "en", **given: Any) -> counting.Counted:
    rows = find("how_many").run(reader, about=about, **given).rows
    return counting.sentence(reader, rows, about=about, language=language)


@pytest.fixture
def series(store: Store) -> tuple[Viewer, str, str]:
    """Nine boys and men in one incident, which is part of a series that sources count differently."""
    graph = CaseGraph()
    series_, incident = graph.incident("2014-06-01", "2015-08-31", **{"class": "series"}), graph.incident("2015-08-06")
    graph.link("PART_OF", incident, series_)
    nine = graph.group(9, 9, **{**PEOPLE, "men_max": 9, "boys_max": 9})
    graph.victim(nine, incident, outcome="killed")
    for low in (4, 8):
        graph.about(graph.figure("killed", low, low, low, **PEOPLE), series_)
    return graph.write(store), incident, series_


def test_a_group_and_what_is_said_elsewhere_are_never_added(series: tuple[Viewer, str, str]) -> None:
    reader, incident, _ = series
    told = _said(reader, incident)
    assert told.said and told.text == (
        "9 boys and men killed (one source [1]); elsewhere 4 to 8 [2] [3]; the figures overlap and are not added."
    )
    assert [note.number for note in told.notes] == [1, 2, 3] and all(note.document for note in told.notes)
    assert told.to_copy().splitlines()[1].startswith("[1] D-")
    assert "21" not in told.text and "13" not in told.text and "17" not in told.text


def test_the_same_is_said_in_arabic(series: tuple[Viewer, str, str]) -> None:
    reader, incident, _ = series
    assert _said(reader, incident, "ar").text == (
        "القتلى: 9 (فتيان ورجال)، بحسب مصدر واحد [1]؛ وفي موضع آخر من 4 إلى 8 [2] [3]؛ الأرقام تتداخل ولا تُجمع."
    )


def test_the_rows_say_which_number_is_whose(series: tuple[Viewer, str, str]) -> None:
    reader, incident, whole = series
    rows = find("how_many").run(reader, about=incident).rows
    assert only(rows, "row", "about", "what", "range", "who_words") == [
        ("victim", incident, "killed", "9", ["boys", "men"]),
        ("elsewhere", whole, "killed", "4", []), ("elsewhere", whole, "killed", "8", []),
    ]  # fmt: skip


def test_figures_that_disagree_are_a_range_and_an_open_one_leaves_it_open(store: Store) -> None:
    graph = CaseGraph()
    incident = graph.incident("2015-03-10")
    graph.about(graph.figure("killed", 5, 5, 5, **PEOPLE), incident)
    graph.about(graph.figure("killed", 6, -1, -1, **PEOPLE), incident)
    graph.about(graph.figure("injured", -1, -1, 12, vetting="disputed", **PEOPLE), incident)
    assert _said(graph.write(store), incident).text == (
        "At most 12 people injured (one source [1]); 5 or more people killed (2 figures, each from one source [2] [3]);"
        " the figures overlap and are not added; a figure is disputed."
    )


def test_independent_sources_and_what_is_counted_are_said(store: Store) -> None:
    graph = CaseGraph()
    incident = graph.incident("2015-03-10")
    graph.about(graph.figure("remains", 5, 5, 7, counted_in="bodies", **PEOPLE), incident, n_independent=3)
    assert _said(graph.write(store), incident).text == "5 to 7 bodies found as remains (3 independent sources [1])."


def test_persons_recorded_one_by_one_are_at_least_so_many(store: Store) -> None:
    graph = CaseGraph()
    incident = graph.incident("2015-03-10")
    for _ in range(2):
        graph.victim(graph.person(), incident)
    told = _said(graph.write(store), incident)
    assert told.said and told.text.startswith("At least 2 recorded one by one; no source gives a figure")


def test_where_nothing_counts_the_sentence_says_why(store: Store) -> None:
    graph = CaseGraph()
    incident, town = graph.incident("2015-03-10"), graph.location("Invented Town")
    reader = graph.write(store)
    for about in (incident, town):
        told = _said(reader, about)
        assert not told.said and told.text.startswith("No count can be given") and told.notes == ()
        assert _said(reader, about, "ar").text.startswith("لا يمكن ذكر عدد")


def test_incidents_of_a_place_and_all_within_it_stand_side_by_side_without_a_sum(store: Store) -> None:
    graph = CaseGraph()
    town, quarter = graph.location("town"), graph.location("quarter")
    graph.link("WITHIN", quarter, town)
    one, other, bare = graph.incident("2015-03-10"), graph.incident("2015-04-10"), graph.incident("2015-05-10")
    for incident, place in ((one, town), (other, quarter), (bare, town)):
        graph.at(incident, place)
    graph.victim(graph.group(9, 9, **PEOPLE), one)
    graph.about(graph.figure("killed", 2, 3, 4, **PEOPLE), other)
    reader = graph.write(store)
    told = _said(reader, town)
    assert told.text == (
        f"Incidents of harm recorded: 3; {one}: 9 [1]; {other}: 2 to 4 [2]; 1 without any figure; no total can be "
        "given: the figures rest on different sources, may overlap and are not added."
    )
    assert not told.said
    rows = find("how_many").run(reader, about=town, window="2015-04").rows
    assert only(rows, "row", "about", "low", "high") == [("incident", other, 2, 4)]


def test_a_period_counts_what_may_have_happened_in_it(store: Store) -> None:
    graph = CaseGraph()
    inside, vague = graph.incident("2015-03-10"), graph.incident("2015-01-01", "2015-12-31")
    graph.incident("2016-01-01")
    graph.incident("2015-03-11", **{"class": "ruling"})
    rows = find("how_many").run(graph.write(store), window="2015-03").rows
    assert only(rows, "about") == [(inside,), (vague,)]


def test_pairs_left_unsure_make_the_number_of_incidents_a_range(store: Store) -> None:
    graph = CaseGraph()
    one, other = graph.incident("2015-03-10"), graph.incident("2015-03-11")

    class Unsure(Viewer):
        def unsure_pairs(self) -> list[tuple[str, str]]:
            return [(f"r-{one}", f"r-{other}")]

    graph.write(store)
    assert _said(Unsure(store), window="2015-03").text.startswith("Incidents of harm recorded: 1 to 2;")


def test_a_group_is_counted_with_the_figures_about_it(store: Store) -> None:
    graph = CaseGraph()
    men = graph.group(8, 9, **{**PEOPLE, "men_max": 9})
    graph.about(graph.figure("killed", 7, 7, 7, **{**PEOPLE, "men_max": 7}), men)
    assert _said(graph.write(store), men).text == (
        "7 men killed (one source [1]); the figures overlap and are not added.")  # fmt: skip


def test_what_is_sealed_is_not_counted_for_others(store: Store) -> None:
    reader, code = example_case(store, sealed=True)
    assert "40" in _said(reader, code["first"]).text
    assert "40" not in _said(reader.at_clearance(2), code["first"]).text


# Charts


def test_incidents_are_counted_once_under_each_value_they_have(store: Store) -> None:
    reader, _ = example_case(store)
    query = find("incidents_by_method_place_month")
    result = query.run(reader)
    chart = chart_of(query, result)
    assert chart is not None and chart.by == "month"
    assert [(bar.labels, bar.best) for bar in chart.bars] == [((("month", "2015"),), 1), ((("month", "2015-03"),), 2)]
    by_method = chart_of(query, result, by="method")
    assert by_method is not None
    assert [(bar.labels[0][1], bar.best) for bar in by_method.bars] == [
        ("stoning", 2), ("not_known", 1), ("thrown_from_height", 1)]  # fmt: skip
    assert chart_of(query, result, by="nonsense") == chart


def test_a_figure_is_drawn_from_its_lowest_to_its_highest(series: tuple[Viewer, str, str]) -> None:
    reader, _, whole = series
    query = find("victims_of_incident")
    chart = chart_of(query, query.run(reader, incident=whole))
    assert chart is not None
    assert [(bar.low, bar.best, bar.high) for bar in chart.bars] == [(4, 4, 4), (8, 8, 8), (4, None, 8)]


def test_a_query_without_counts_has_no_chart_and_a_long_one_is_cut(store: Store) -> None:
    graph = CaseGraph()
    town = graph.location("town")
    for month in range(1, 13):
        for year in range(2010, 2015):
            graph.at(graph.incident(f"{year}-{month:02}-01"), town)
    reader = graph.write(store)
    query = find("incidents_by_method_place_month")
    chart = chart_of(query, query.run(reader))
    assert chart is not None and (len(chart.bars), chart.left_out) == (MOST, 60 - MOST)
    assert chart_of(find("records_behind"), find("records_behind").run(reader, entity=town)) is None
