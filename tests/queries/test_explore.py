"""What the Explore page shows: found, picked, expanded, joined, filtered and drawn within a clearance."""

from graph.stores.store import Store
from queries import explore
from tests.queries.builders import CaseGraph, Viewer, exact, first_cited


def a_small_case(store: Store) -> tuple[Viewer, dict[str, str]]:
    graph = CaseGraph()
    brigade = graph.unit("Brigade 1")
    battalion = graph.unit("كتيبة الشمال")
    emir = graph.person("Invented Emir")
    victim = graph.person()
    killing = graph.incident("2015-03-01", "2015-03-31", methods=["stoning"])
    sealed = graph.person("", levels=(3, 3))
    graph.under(battalion, brigade, first_cited("2014-01-01", "2015-06-30"))
    graph.commanded(emir, battalion, exact("2014-05-01", "2015-05-01"), n_independent=2, vetting="confirmed")
    graph.commanded(emir, battalion, exact("2014-06-01", "2015-04-01"), n_independent=1, vetting="disputed")
    graph.victim(victim, killing)
    graph.victim(sealed, killing)
    graph.perpetrator(battalion, killing)
    codes = {
        "brigade": brigade,
        "battalion": battalion,
        "emir": emir,
        "victim": victim,
        "killing": killing,
        "sealed": sealed,
    }
    return graph.write(store), codes


def test_the_picker_counts_what_hangs_on_an_entity(store: Store) -> None:
    reader, code = a_small_case(store)
    assert [
        (each.type, each.direction, each.kind, each.count) for each in explore.picker(reader, code["battalion"])
    ] == [
        ("COMMANDED", "in", "person", 2),
        ("PERPETRATOR_OF", "out", "incident", 1),
        ("SUBORDINATE_TO", "out", "unit", 1),
    ]


def test_expanding_brings_neighbours_their_links_and_links_to_what_is_shown(store: Store) -> None:
    reader, code = a_small_case(store)
    shown = explore.expand(reader, code["killing"], exclude=[code["brigade"]])
    assert set(shown.codes) == {code["victim"], code["sealed"], code["battalion"]}
    assert sorted(link["type"] for link in shown.links) == [
        "PERPETRATOR_OF",
        "SUBORDINATE_TO",
        "VICTIM_OF",
        "VICTIM_OF",
    ]


def test_expanding_keeps_to_kinds_and_limit_and_says_where_to_go_on(store: Store) -> None:
    reader, code = a_small_case(store)
    first = explore.expand(reader, code["killing"], kinds=["person"], limit=1)
    assert first.codes == [code["victim"]] and first.after == code["victim"]
    rest = explore.expand(reader, code["killing"], kinds=["person"], limit=1, after=first.after)
    assert rest.codes == [code["sealed"]] and rest.after == ""


def test_a_lower_clearance_never_meets_a_sealed_person(store: Store) -> None:
    reader, code = a_small_case(store)
    shown = explore.expand(reader.at_clearance(2), code["killing"])
    assert set(shown.codes) == {code["victim"], code["battalion"]}
    assert explore.search(reader.at_clearance(2), code["sealed"]) == []


def test_links_in_different_periods_are_one_line_that_shows_both(store: Store) -> None:
    reader, code = a_small_case(store)
    shown = explore.gather(reader, [code["emir"], code["battalion"]])
    edges = [each for each in explore.elements(shown) if each["group"] == "edges"]
    assert [(edge["data"]["label"], edge["data"]["n"], edge["classes"]) for edge in edges] == [
        ("from 1 May 2014 to 1 May 2015 | from 1 June 2014 to 1 April 2015 · 2+", 2, "commanded vetting-disputed")
    ]


def test_a_protected_person_is_a_code_and_arabic_stands_between_isolates(store: Store) -> None:
    reader, code = a_small_case(store)
    shown = explore.gather(reader, [code["victim"], code["battalion"], code["killing"]])
    labels = {each["data"]["id"]: each["data"]["label"] for each in explore.elements(shown) if each["group"] == "nodes"}
    assert labels == {
        code["victim"]: code["victim"],
        code["battalion"]: "\u2067كتيبة الشمال\u2069",
        code["killing"]: f"stoning · March 2015\n{code['killing']}",
    }


def test_a_path_leads_from_one_to_another(store: Store) -> None:
    reader, code = a_small_case(store)
    shown = explore.path(reader, code["emir"], code["victim"])
    assert shown.codes == [code["emir"], code["battalion"], code["killing"], code["victim"]]
    assert len(shown.links) == 4  # both claims of the post are kept
    assert explore.path(reader, code["emir"], code["victim"], on_day="2016-01-01").codes == []


def test_search_finds_codes_however_they_are_typed_and_names_in_both_scripts(store: Store) -> None:
    reader, code = a_small_case(store)
    assert [hit.code for hit in explore.search(reader, code["brigade"].lower().replace(" ", "").replace("-", ""))] == [
        code["brigade"]
    ]
    assert [hit.code for hit in explore.search(reader, "الشمال")] == [code["battalion"]]
    assert [hit.code for hit in explore.search(reader, "invented")] == [code["emir"]]
    assert explore.search(reader, "x") == []


def test_filters_keep_what_can_touch_the_days_and_hide_links_of_hidden_ends(store: Store) -> None:
    reader, code = a_small_case(store)
    shown = explore.joined(explore.expand(reader, code["battalion"]), explore.gather(reader, [code["battalion"]]))
    in_2016 = explore.filtered(shown, first="2016-01-01", last="2016-12-31")
    assert {link["type"] for link in in_2016.links} == {"SUBORDINATE_TO"}  # cited until 2015, its end is open
    people = explore.filtered(shown, kinds=["person", "unit"], vetting=["confirmed"])
    assert [link["type"] for link in people.links] == ["COMMANDED"]
