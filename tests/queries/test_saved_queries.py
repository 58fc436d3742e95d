"""Saved queries as files: what their heads promise is what they do, on both stores, within a clearance."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.errors import QueryRefused
from graph.stores.store import Limits, Store
from queries import free
from queries.errors import BadParameter, BadQueryFile, MissingParameters, UnknownParameters, UnknownQuery
from queries.parameters import suggest
from queries.saved_query import SavedQuery, bare_text, find, load_all, parse
from tests.queries.builders import CaseGraph, exact, first_cited, only
from tests.queries.example import example_case

SHIPPED = load_all()
NAMES = [query.name for query in SHIPPED]


@pytest.mark.parametrize("query", SHIPPED, ids=NAMES)
def test_each_query_answers_its_own_example_and_records_the_run(query: SavedQuery, store: Store) -> None:
    reader, _ = example_case(store)
    result = query.run(reader, **query.example)
    assert result.rows and all(tuple(row) == query.columns for row in result.rows)
    (run,) = reader.runs
    assert (run.query, run.text_hash, run.rows, run.revision, run.by) == (
        query.name, query.digest, len(result.rows), 1, "analyst-1")  # fmt: skip


@pytest.mark.parametrize("query", SHIPPED, ids=NAMES)
def test_each_query_gives_the_same_rows_on_both_stores(query: SavedQuery, both: list[Store]) -> None:
    embedded, server = (query.run(example_case(store)[0], **query.example).rows for store in both)
    assert embedded == server


@pytest.mark.parametrize("query", SHIPPED, ids=NAMES)
def test_each_query_filters_every_pattern_on_the_clearance(query: SavedQuery) -> None:
    """Each link of a pattern, and each node that stands alone, is held to the clearance of the reader."""
    for statement in query.statements:
        text = bare_text(statement)
        patterns = re.findall(r"(?:OPTIONAL )?MATCH (.*?)(?=\n|WHERE)", text)
        variables = [name for pattern in patterns for name in re.findall(r"\[(\w+):", pattern)]
        variables += [
            name for pattern in patterns if "-" not in pattern for name in re.findall(r"\((\w+)[:)]", pattern)
        ]
        assert variables and len(re.findall(r"-\[", text)) == len(re.findall(r"-\[\w+:", text))
        for name in variables:
            assert f"{name}.clear_min <= $clearance" in text and f"$clearance <= {name}.clear_max" in text


@pytest.mark.parametrize("query", SHIPPED, ids=NAMES)
def test_each_query_speaks_both_languages_and_avoids_what_one_store_does_not_know(query: SavedQuery) -> None:
    for words in (query.titles, query.descriptions, *(parameter.help for parameter in query.parameters)):
        assert set(words) == {"en", "ar"}
    text = "\n".join(map(bare_text, query.statements))
    for never in (r"/\*", r"COLLECT\s*\{", r"duration", r"percentile", r"stDev", r"point\.", r"\bkeys\(",
                  r"\bproperties\(", r"shortestPath", r"LOAD\s+CSV", r"\bCREATE\b", r"\bSET\b", r"\bMERGE\b",
                  r"\bDELETE\b", r"\bid\("):  # fmt: skip
        assert not re.search(never, text, re.IGNORECASE)


@pytest.mark.parametrize("query", SHIPPED, ids=NAMES)
def test_sealed_neighbours_change_no_row_below_full_clearance(query: SavedQuery, store: Store) -> None:
    reader, _ = example_case(store)
    without = query.run(reader.at_clearance(2), **query.example).rows
    store.clear()
    reader, _ = example_case(store, sealed=True)
    assert query.run(reader.at_clearance(2), **query.example).rows == without
    if query.name not in ("shortest_path", "records_behind"):
        assert query.run(reader, **query.example).rows != without


def test_who_held_a_post_on_a_day(store: Store) -> None:
    reader, code = example_case(store)
    rows = find("who held post").run(reader, unit=code["unit"], day="14 March 2015").rows
    assert only(rows, "person", "post", "role", "status", "n_independent") == [
        (code["emir"], "commanded", "commander", "documented", 2),
        (code["judge"], "member", "judge", "documented", 1),
    ]
    rows = find("who_held_post").run(reader, unit=code["unit"], day="2015-07-01").rows
    assert only(rows, "person", "status") == [(code["judge"], "possible")]


def test_a_post_that_ended_the_day_before_is_not_held(store: Store) -> None:
    graph = CaseGraph()
    unit, emir = graph.unit("unit"), graph.person("Emir")
    graph.commanded(emir, unit, exact("2014-05-01", "2015-03-13"))
    (row,) = find("who_held_post").run(graph.write(store), unit=unit, day="2015-03-14").rows
    assert (row["person"], row["status"], row["flags"]) == ("", "none_known", ["none_known"])


def test_commanders_over_a_window_with_overlap_and_gap(store: Store) -> None:
    graph = CaseGraph()
    unit, one, two, late = graph.unit("unit"), graph.person("One"), graph.person("Two"), graph.person("Late")
    graph.commanded(one, unit, exact("2014-01-01", "2014-06-10"))
    graph.commanded(two, unit, exact("2014-06-01", "2014-06-30"))
    graph.commanded(late, unit, exact("2014-07-11", "2014-12-31"))
    rows = find("commanders_over_window").run(graph.write(store), unit=unit, window="2014-05-01/2014-07-31").rows
    assert only(rows, "row", "from", "to", "days", "person", "other", "status") == [
        ("posting", "2014-05-01", "2014-06-10", 41, one, "", "part"),
        ("posting", "2014-06-01", "2014-06-30", 30, two, "", "part"),
        ("posting", "2014-07-11", "2014-07-31", 21, late, "", "part"),
        ("overlap", "2014-06-01", "2014-06-10", 10, one, two, "documented"),
        ("gap", "2014-07-01", "2014-07-10", 10, "", "", "none_known"),
    ]
    assert [row["share_documented"] for row in rows[:3]] == [0.4457, 0.3261, 0.2283]


def test_an_overlap_runs_from_the_later_start_to_the_earlier_end(store: Store) -> None:
    """Fault of others: it began at the other officer's first date."""
    graph = CaseGraph()
    unit, long, short = graph.unit("unit"), graph.person("Long"), graph.person("Short")
    graph.commanded(long, unit, exact("2010-01-01", "2019-12-31"))
    graph.commanded(short, unit, exact("2015-03-01", "2015-04-30"))
    rows = find("commanders_over_window").run(graph.write(store), unit=unit, window="2015").rows
    assert only([row for row in rows if row["row"] == "overlap"], "from", "to") == [("2015-03-01", "2015-04-30")]
    assert only(rows[:1], "person", "status", "documented_days") == [(long, "throughout", 365)]


def test_days_on_which_somebody_is_only_possible_are_a_row_of_their_own(store: Store) -> None:
    graph = CaseGraph()
    unit, emir = graph.unit("unit"), graph.person("Emir")
    graph.commanded(emir, unit, first_cited("2014-01-10", "2014-01-20"))
    rows = find("commanders_over_window").run(graph.write(store), unit=unit, window="2014-01").rows
    assert only(rows, "row", "from", "to", "status") == [
        ("posting", "2014-01-01", "2014-01-31", "part"),
        ("undocumented", "2014-01-01", "2014-01-09", "possible"),
        ("undocumented", "2014-01-21", "2014-01-31", "possible"),
    ]


def test_figures_are_set_side_by_side_and_never_added(store: Store) -> None:
    graph = CaseGraph()
    series = graph.incident("2014-06-01", "2015-03-31", **{"class": "series"})
    eight, five, four, six = (
        graph.figure("killed", 8, 8, 8), graph.figure("killed", 5, 5, 5), graph.figure("killed", 4, 4, 4),
        graph.figure("killed", 6, -1, -1))  # fmt: skip
    for figure in (eight, five, four, six):
        graph.about(figure, series)
    rows = find("victims_of_incident").run(graph.write(store), incident=series).rows
    assert only(rows, "row", "who", "range") == [
        ("figure", eight, "8"), ("figure", five, "5"), ("figure", four, "4"), ("figure", six, "6+"),
        ("range", "", "4–8+"),
    ]  # fmt: skip
    assert (rows[-1]["low"], rows[-1]["high"], len(rows[-1]["records"])) == (4, 8, 4)


def test_figures_of_what_is_counted_differently_have_ranges_of_their_own(store: Store) -> None:
    graph = CaseGraph()
    incident, men = graph.incident("2015-08-06"), graph.group(9, 9)
    graph.victim(men, incident)
    graph.about(graph.figure("killed", 9, 9, 9), men)
    graph.about(graph.figure("injured", -1, 2, -1), incident)
    graph.about(graph.figure("killed", -1, -1, 12), incident)
    rows = find("victims_of_incident").run(graph.write(store), incident=incident).rows
    assert only(rows, "row", "what", "range") == [
        ("victim", "", "9"),
        ("figure", "injured", "2"),
        ("figure", "killed", "≤ 12"),
        ("figure", "killed", "9"),
        ("range", "injured", "2"),
        ("range", "killed", "9–12"),
    ]


def test_incidents_group_by_method_place_and_month_and_a_vague_date_stays_vague(store: Store) -> None:
    reader, code = example_case(store)
    rows = find("incidents_by_method_place_month").run(reader).rows
    assert only(rows, "method", "place", "month", "incidents", "codes") == [
        ("stoning", code["town"], "2015-03", 2, [code["first"], code["second"]]),
        ("not_known", code["town"], "2015", 1, [code["vague"]]),
        ("thrown_from_height", code["town"], "2015-03", 1, [code["second"]]),
    ]
    april = find("incidents_by_method_place_month").run(reader, window="2015-04").rows
    assert only(april, "codes") == [([code["vague"]],)]


def test_people_in_two_incidents(store: Store) -> None:
    reader, code = example_case(store)
    rows = find("people_in_two_incidents").run(reader).rows
    assert only(rows, "person", "incidents", "codes", "links") == [
        (code["victim"], 2, [code["first"], code["second"]], ["VICTIM_OF"])]  # fmt: skip
    assert find("people_in_two_incidents").run(reader, appears="perpetrator of").rows == []


def test_the_shortest_way_step_by_step(store: Store) -> None:
    reader, code = example_case(store)
    rows = find("shortest_path").run(reader, a=code["emir"], b=code["victim"]).rows
    assert only(rows, "path", "step", "from", "link", "to", "against") == [
        (1, 1, code["emir"], "COMMANDED", code["unit"], False),
        (1, 2, code["unit"], "PERPETRATOR_OF", code["first"], False),
        (1, 3, code["first"], "VICTIM_OF", code["victim"], True),
    ]
    assert find("shortest_path").run(reader, a=code["emir"], b=code["brigade"], day="2017-01-01").rows == []


def test_records_behind_an_entity_and_behind_a_link(store: Store) -> None:
    reader, code = example_case(store)
    rows = find("records_behind").run(reader, entity=code["unit"]).rows
    assert only(rows, "record") == [(f"r-{code['unit']}",)]
    rows = find("records_behind").run(reader, entity=code["emir"], to=code["unit"], link="commanded").rows
    assert only(rows, "link", "dates", "record") == [("COMMANDED", "2014-05-01/2015-05-01", "r-2")]


def test_superiors_of_an_incident_pass_through_units_of_persons_and_stop_at_a_class(store: Store) -> None:
    graph = CaseGraph()
    squad, brigade = graph.unit("squad"), graph.unit("brigade")
    fighter, general = graph.person("Fighter"), graph.person("General")
    loner = graph.person("Loner")
    soldiers = graph.unit("", classes=["soldiers"])
    incident = graph.incident("2015-03-10")
    graph.under(squad, brigade, exact("2014-01-01", "2016-01-01"))
    graph.member(fighter, squad, first_cited("2015-01-01", "2015-02-01"), role="fighter")
    graph.commanded(general, brigade, exact("2014-01-01", "2016-01-01"))
    for who in (fighter, loner, soldiers):
        graph.perpetrator(who, incident)
    rows = find("superiors_for_incident").run(graph.write(store), incident=incident).rows
    assert only(rows, "involved", "level", "unit", "person", "status", "flags") == [
        (fighter, 0, squad, "", "possible", ["none_known"]),
        (fighter, 1, brigade, general, "possible", []),
        (loner, 0, "", "", "none_known", ["no_unit_known"]),
        (soldiers, 0, "", "", "none_known", ["class_only"]),
    ]
    assert rows[1]["weakest_step"] == f"{fighter} in {squad} (fighter): possible"


# Parameters


def test_parameters_are_checked_by_name_before_anything_runs(store: Store) -> None:
    reader, code = example_case(store)
    query = find("chain_above")
    with pytest.raises(MissingParameters, match="also needs: day, unit"):
        query.run(reader)
    with pytest.raises(UnknownParameters, match="does not know: place"):
        query.run(reader, unit=code["unit"], day="2015", place="x")
    with pytest.raises(UnknownParameters):
        query.run(reader, unit=code["unit"], day="2015", clearance=3)
    with pytest.raises(BadParameter, match="the code of a unit"):
        query.run(reader, unit=code["emir"], day="2015")
    with pytest.raises(BadParameter, match="one of: command, de facto"):
        query.run(reader, unit=code["unit"], day="2015", kinds="friendship")
    with pytest.raises(BadParameter, match="a day such as"):
        query.run(reader, unit=code["unit"], day="31 February 2015")
    assert reader.runs == []


def test_an_error_never_repeats_what_was_typed(store: Store) -> None:
    reader, code = example_case(store)
    for given in ({"unit": "Secret Name", "day": "2015"}, {"unit": code["unit"], "day": "Secret Name"}):
        with pytest.raises(BadParameter) as caught:
            find("chain_above").run(reader, **given)
        assert "Secret" not in str(caught.value)


def test_a_code_is_understood_however_it_is_said_and_a_merged_one_leads_on(store: Store) -> None:
    graph = CaseGraph()
    merged = "U-417 208-1"
    unit = graph.unit("unit", aliases=[merged])
    reader = graph.write(store)
    in_arabic = unit.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for spelling in (unit, unit.lower().replace("-", " "), in_arabic, merged):
        assert find("chain_above").run(reader, unit=spelling, day="2015-03-14").parameters["unit"] == unit


def test_the_recorded_parameters_run_again_to_the_same_answer(store: Store) -> None:
    reader, code = example_case(store)
    result = find("chain_above").run(reader, unit=code["unit"], day="March 2015", kinds=["command"])
    assert result.parameters == {
        "unit": code["unit"], "day": "2015-03-01/2015-03-31", "kinds": ["command"], "minimum": "any"}  # fmt: skip
    assert find("chain_above").run(reader, **result.parameters).rows == result.rows


def test_suggestions_for_units_choices_and_dates(store: Store) -> None:
    reader, code = example_case(store)
    parameters = {parameter.name: parameter for parameter in find("chain_above").parameters}
    assert [each.value for each in suggest(reader, parameters["unit"], "invented b")] == [code["unit"], code["brigade"]]
    assert [each.value for each in suggest(reader, parameters["unit"], "U-0")] == [code["unit"], code["brigade"]]
    assert [each.value for each in suggest(reader, parameters["kinds"], "de")] == ["de_facto"]
    assert [each.value for each in suggest(reader, parameters["day"], "2015-03")] == ["2015-03-01/2015-03-31"]
    assert suggest(reader, parameters["day"], "soon") == []


# Files


GOOD = """// ---
// title: Units
// params: {unit: {type: unit, help: the unit}}
// columns: [unit]
// example: {unit: U-000 001-7}
// ---
MATCH (u:Unit {code: $unit}) WHERE u.clear_min <= $clearance AND $clearance <= u.clear_max
RETURN u.code AS unit ORDER BY unit
"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("// ---\n", "", "must begin with a head"),
        ("title: Units", "title: [", "not YAML"),
        ("title: Units", "titel: Units", "unknown keys: titel"),
        ("columns: [unit]", "columns: []", "columns must list"),
        ("$unit}", "$other}", r"uses \$other"),
        ("params: {", "params: {day: {type: date, help: d, default: 2015-01-01}, ", "declares day"),
        ("type: unit", "type: colour", "needs a type"),
        (" ORDER BY unit", "", "needs ORDER BY"),
        (" ORDER BY unit", " // ORDER BY unit", "needs ORDER BY"),
        ("example: {unit: U-000 001-7}", "example: {}", "example must give"),
    ],
)
def test_a_file_that_is_not_as_it_must_be_is_refused_with_the_reason(old: str, new: str, fault: str) -> None:
    assert parse("units", GOOD).parameters[0].type == "unit"
    with pytest.raises(BadQueryFile, match=fault):
        parse("units", GOOD.replace(old, new, 1))


def test_a_query_of_an_unknown_name_is_answered_with_near_ones() -> None:
    with pytest.raises(UnknownQuery, match="chain_above"):
        find("chain_abov")


def own_query(folder: Path, text: str = GOOD, name: str = "own_units") -> Path:
    (folder / "queries").mkdir(exist_ok=True)
    (folder / "queries" / f"{name}.cypher").write_text(text, encoding="utf-8")
    return folder


def test_a_case_may_hold_its_own_queries_for_full_clearance_only(store: Store, tmp_path: Path) -> None:
    reader, code = example_case(store)
    query = find("own_units", own_query(tmp_path))
    assert not query.shipped
    assert query.run(reader, unit=code["unit"]).rows == [{"unit": code["unit"]}]
    with pytest.raises(QueryRefused, match="full clearance"):
        query.run(reader.at_clearance(2), unit=code["unit"])


def test_a_case_s_own_query_may_not_write_compute_or_take_a_shipped_name(store: Store, tmp_path: Path) -> None:
    reader, code = example_case(store)
    writing = GOOD.replace("\nRETURN", " SET u.name = '' RETURN")
    with pytest.raises(QueryRefused):
        find("own_units", own_query(tmp_path, writing)).run(reader, unit=code["unit"])
    with pytest.raises(BadQueryFile, match="compute"):
        find("own_units", own_query(tmp_path, GOOD.replace("// columns", "// compute: command.chain\n// columns")))
    own_query(tmp_path)
    with pytest.raises(BadQueryFile, match="another"):
        load_all(own_query(tmp_path, name="chain_above"))


def test_free_queries_run_for_full_clearance_within_limits(store: Store) -> None:
    reader, code = example_case(store)
    result = free.run(reader, "MATCH (u:Unit) RETURN u.code AS code ORDER BY code", limits=Limits(rows=1))
    assert (result.columns, result.rows, result.truncated) == (("code",), [{"code": code["unit"]}], True)
    assert reader.runs[0].query == "free" and code["unit"] not in reader.runs[0].text_hash
    with pytest.raises(QueryRefused):
        free.run(reader.at_clearance(2), "MATCH (u:Unit) RETURN u.code AS code ORDER BY code")
    with pytest.raises(QueryRefused):
        free.run(reader, "MATCH (u:Unit) DETACH DELETE u")


def test_what_a_free_query_returns_of_a_node_has_no_id_of_the_engine(store: Store) -> None:
    reader, code = example_case(store)
    (row,) = free.run(reader, "MATCH (u:Unit {code: $unit}) RETURN u", {"unit": code["brigade"]}).rows
    assert set(row["u"]) == {"label", "properties"} and row["u"]["properties"]["code"] == code["brigade"]
    assert not {"id", "element_id", "elementId"} & set(row["u"]["properties"])
