"""What follows from a few records, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.evidence.drafts import Draft
from graph.evidence.slices import Slice
from graph.projection import project
from graph.stores.store import Link, Node
from tests import builders as case
from tests.builders import decision, different, same, slice_of

GROUND: Sequence[Draft] = (
    case.source("observers", level="public"),
    case.document("report", level="public"),
    case.source("paper", kind="outlet", level="public"),
    case.document("article", source="paper", kind="news", level="public"),
)


def drawn(*rows: Draft, **more: Any) -> Graph:
    """The graph of these rows, on a ground of two public documents of two sources."""
    return Graph(slice_of(*GROUND, *rows, **more))


class Graph:
    """A projection that can be asked."""

    def __init__(self, slice_: Slice) -> None:
        self.nodes, self.links = project(slice_)

    def node(self, code: str, clearance: int = 3) -> dict[str, Any]:
        """The one node of a code that a clearance sees."""
        (found,) = [one for one in self.nodes if one.properties["code"] == code and sees(clearance, one)]
        return found.properties

    def codes(self, clearance: int = 3, label: str = "") -> set[str]:
        """Codes that a clearance sees, documents apart unless asked for."""
        return {
            str(one.properties["code"])
            for one in self.nodes
            if sees(clearance, one) and (one.label == label if label else one.label != "Document")
        }

    def between(self, type_: str, clearance: int = 3) -> list[tuple[str, str]]:
        """Codes of the ends of each link of a type that a clearance sees, sorted."""
        return sorted(
            (one.start.partition("@")[0], one.end.partition("@")[0])
            for one in self.links
            if one.type == type_ and sees(clearance, one)
        )

    def link(self, type_: str, clearance: int = 3) -> dict[str, Any]:
        """The only link of a type that a clearance sees."""
        (found,) = [one for one in self.links if one.type == type_ and sees(clearance, one)]
        return found.properties


def sees(clearance: int, one: Node | Link) -> bool:
    """Whether its span holds the clearance."""
    return one.properties["clear_min"] <= clearance <= one.properties["clear_max"]  # type: ignore[operator]


# Links and their provenance


def test_a_posting_is_a_link_with_four_bounds() -> None:
    graph = drawn(
        case.person("karim"),
        case.unit("battalion"),
        case.posting(
            "p",
            person="karim",
            unit="battalion",
            role="commander",
            since="2014-06",
            since_is_start="yes",
            until="2015-03-14",
            continues="yes",
        ),
    )
    link = graph.link("COMMANDED")
    assert graph.between("COMMANDED") == [("P-karim", "U-battalion")]
    assert (link["since_min"], link["since_max"]) == ("2014-06-01", "2014-06-30")
    assert (link["until_min"], link["until_max"]) == ("2015-03-14", "9999-12-31")
    assert (link["role"], link["rank"], link["continues"]) == ("commander", "", "yes")
    assert (link["records"], link["documents"]) == (["p"], ["D-report"])
    assert (link["n_independent"], link["vetting"]) == (1, "unvetted")


def test_records_that_agree_share_a_link_and_others_stand_beside_it() -> None:
    rows = [case.person("karim"), case.unit("battalion")]
    told = {"person": "karim", "unit": "battalion", "since": "2014-06"}
    graph = drawn(
        *rows,
        case.posting("one", **told),
        case.posting("two", document="article", **told),
        case.posting("three", person="karim", unit="battalion", since="2014-07"),
    )
    assert graph.between("COMMANDED") == [("P-karim", "U-battalion")] * 2
    shared, apart = sorted(
        (one.properties for one in graph.links if one.type == "COMMANDED"), key=lambda one: str(one["edtf"])
    )
    assert (shared["records"], shared["documents"]) == (["one", "two"], ["D-article", "D-report"])
    assert (shared["n_independent"], apart["records"]) == (2, ["three"])


def test_records_of_two_persons_who_are_one_share_a_link_too() -> None:
    rows = [
        case.person("a"),
        case.person("b"),
        case.unit("u"),
        case.posting("p1", person="a", unit="u"),
        case.posting("p2", person="b", unit="u"),
    ]
    assert drawn(*rows).between("COMMANDED") == [("P-a", "U-u"), ("P-b", "U-u")]
    joined = drawn(*rows, decisions=[same("a", "b")])
    assert joined.between("COMMANDED") == [("P-a", "U-u")]
    assert joined.link("COMMANDED")["records"] == ["p1", "p2"]
    assert (joined.node("P-a")["aliases"], joined.node("P-a")["records"]) == (["P-b"], ["a", "b"])


def test_translations_and_copies_add_no_source() -> None:
    graph = drawn(
        case.document("translation", source="paper", translation_of="report"),
        case.unit("u", cites="report|translation"),
        case.incident("i", cites="translation|article"),
    )
    assert graph.node("I-i")["n_sources"] == 2
    cited = [one.properties for one in graph.links if one.type == "REPORTED_IN" and one.start.startswith("U-u")]
    assert len(cited) == 2
    assert graph.node("U-u")["n_documents"] == 2


def test_two_papers_quoting_one_tweet_are_one_source_until_that_is_taken_back() -> None:
    rows = [case.person("k"), case.unit("u"), case.posting("p", person="k", unit="u", cites="report|article")]
    judged = decision("one_origin", "report", "article")
    assert drawn(*rows).link("COMMANDED")["n_independent"] == 2
    assert drawn(*rows, decisions=[judged]).link("COMMANDED")["n_independent"] == 1
    taken_back = drawn(*rows, decisions=[judged], withdrawn_decisions=[judged])
    assert taken_back.link("COMMANDED")["n_independent"] == 2


def test_one_origin_says_nothing_on_other_documents_of_the_same_sources() -> None:
    rows = [
        case.document("another", source="paper"),
        case.person("k"),
        case.unit("u"),
        case.posting("p", person="k", unit="u", cites="report|another"),
    ]
    graph = drawn(*rows, decisions=[decision("one_origin", "report", "article")])
    assert graph.link("COMMANDED")["n_independent"] == 2


def test_two_source_records_of_one_outlet_are_one_source() -> None:
    rows = [case.person("k"), case.unit("u"), case.posting("p", person="k", unit="u", cites="report|article")]
    graph = drawn(*rows, decisions=[same("observers", "paper")])
    assert graph.link("COMMANDED")["n_independent"] == 1


def test_vetting_is_of_the_strongest_record_and_disputed_if_any_is() -> None:
    told = {"person": "k", "unit": "u"}
    rows = [case.person("k"), case.unit("u"), case.posting("p1", **told), case.posting("p2", **told)]
    vetted, disputed = decision("status", "p1", verdict="vetted"), decision("status", "p2", verdict="disputed")
    assert drawn(*rows, decisions=[vetted]).link("COMMANDED")["vetting"] == "vetted"
    assert drawn(*rows, decisions=[vetted, disputed]).link("COMMANDED")["vetting"] == "disputed"


def test_a_doer_who_is_not_named_is_a_unit_of_its_own_record() -> None:
    graph = drawn(
        case.incident("i"),
        case.perpetrator("masked", incident="i", class_words="masked men"),
        case.perpetrator("police", incident="i", class_words="masked men"),
    )
    assert graph.between("PERPETRATOR_OF") == [("U-masked", "I-i"), ("U-police", "I-i")]
    unit = graph.node("U-masked")
    assert (unit["unnamed"], unit["name"], unit["classes"]) == (True, "", ["masked men"])


def test_a_fate_without_a_place_leads_to_a_place_that_is_not_known() -> None:
    graph = drawn(case.person("k"), case.draft("fate", "f", who="person:k", kind="missing", as_of="2015"))
    assert graph.between("FATE_AT") == [("P-k", "L-f")]
    assert graph.node("L-f")["name"] == "not known"


def test_an_accusation_is_a_link_to_the_accused_and_names_its_incident_by_code() -> None:
    graph = drawn(
        case.person("k"),
        case.incident("i"),
        case.incident("j"),
        case.draft("accusation", "a", about="person:k", incident="j", charge="spying"),
        decisions=[same("i", "j")],
    )
    assert graph.between("ACCUSED") == [("U-a", "P-k")]
    assert (graph.link("ACCUSED")["charge"], graph.link("ACCUSED")["incident"]) == ("spying", "I-j")


def test_an_order_has_an_issuer_an_addressee_and_those_it_concerns() -> None:
    graph = drawn(
        case.person("k"),
        case.group("g"),
        case.unit("court"),
        case.unit("police"),
        case.incident("order", class_="order_or_listing"),
        case.draft(
            "conduct",
            "c",
            incident="order",
            issued_by="unit:court",
            addressed_to="unit:police",
            concerns="person:k|group:g",
            speaks="for",
            speaks_to="control",
        ),
    )
    assert graph.between("ISSUED") == [("U-court", "I-order")]
    assert graph.between("ADDRESSED_TO") == [("I-order", "U-police")]
    assert graph.between("CONCERNS") == [("I-order", "G-g"), ("I-order", "P-k")]


def test_held_carries_the_place_by_code_and_how_it_ended() -> None:
    graph = drawn(
        case.person("k"),
        case.location("prison"),
        case.draft("held", "h", who="person:k", location="prison", since="2014-08", end="escaped"),
    )
    link = graph.link("HELD")
    assert graph.between("HELD") == [("U-h", "P-k")]
    assert (link["place"], link["ending"], link["since_min"]) == ("L-prison", "escaped", "2014-08-01")


def test_figures_point_to_what_they_count_and_what_they_include() -> None:
    graph = drawn(
        case.incident("i"),
        case.unit("u"),
        case.draft("figure", "f", about="incident:i", what="killed", count="3..4..6", claimed_by="unit:u"),
        case.draft("figure", "g", about="incident:i", what="killed", count="..9", includes="f"),
    )
    figure = graph.node("F-f")
    assert (figure["low"], figure["best"], figure["high"], figure["claimed_by"]) == (3, 4, 6, "U-u")
    assert (graph.node("F-g")["low"], graph.node("F-g")["high"]) == (-1, 9)
    assert graph.between("ABOUT") == [("F-f", "I-i"), ("F-g", "I-i")]
    assert graph.between("INCLUDES") == [("F-g", "F-f")]


def test_witnesses_and_sources_are_never_drawn() -> None:
    graph = drawn(case.person("w"), case.incident("i"), case.draft("witness", "x", who="w", incident="i", how="saw"))
    assert graph.codes() == {"P-w", "I-i"}
    assert {one.type for one in graph.links} == {"REPORTED_IN"}


# Values


def test_the_shown_spelling_follows_status_then_grade_then_independent_sources() -> None:
    rows = [
        case.unit("a", names="First"),
        case.unit("b", names="Second", document="article"),
        case.unit("c", names="Second"),
    ]
    joined = [same("a", "b"), same("b", "c")]
    by_sources = drawn(*rows, decisions=joined).node("U-a")
    assert (by_sources["name"], by_sources["names"]) == ("Second", ["Second", "First"])
    graded = [*joined, decision("grade_source", "observers", verdict="A")]
    assert drawn(*rows[:2], decisions=[joined[0], graded[-1]]).node("U-a")["name"] == "First"
    vetted = [*graded, decision("status", "b", verdict="vetted")]
    assert drawn(*rows[:2], decisions=[joined[0], *vetted[-2:]]).node("U-a")["name"] == "Second"


def test_numbers_and_dates_of_joined_records_show_the_span_over_all() -> None:
    graph = drawn(
        case.group("g", count="3..5"),
        case.group("h", count="4..8"),
        case.incident("i", date="2015-03"),
        case.incident("j", date="2015-02-20"),
        decisions=[same("g", "h"), same("i", "j")],
    )
    group, incident = graph.node("G-g"), graph.node("I-i")
    assert (group["count_min"], group["count_max"], group["women_min"]) == (3, 8, -1)
    assert (incident["since_min"], incident["until_max"]) == ("2015-02-20", "2015-03-31")
    assert incident["date_edtf"] == "2015-02-20/2015-03-31"


# Clearances


def test_a_sealed_record_joins_two_persons_only_for_those_who_may_know_it() -> None:
    """The third record says that the other two are one; only the sealed clearance may read it."""
    graph = drawn(
        case.person("a", level="public"),
        case.person("b", level="public"),
        case.person("c", level="sealed"),
        decisions=[same("a", "c", level=3), same("b", "c", level=3)],
    )
    assert graph.codes(2) == {"P-a", "P-b"}
    assert graph.codes(3) == {"P-a"}
    assert (graph.node("P-a", 2)["n_records"], graph.node("P-a", 3)["n_records"]) == (1, 3)
    assert {one.id for one in graph.nodes if one.label == "Person"} == {"P-a@0", "P-b@0", "P-a@3"}


def test_what_looks_the_same_to_everybody_is_stored_once() -> None:
    graph = drawn(
        case.person("a", level="public"),
        case.unit("u", level="public"),
        case.posting("p", person="a", unit="u", level="public"),
        case.posting("sealed", person="a", unit="u", kind="member", level="sealed"),
    )
    spans = {one.id: one.properties["clear_max"] for one in graph.nodes if one.label != "Document"}
    assert spans == {"P-a@0": 3, "U-u@0": 3}
    assert graph.link("COMMANDED", 0)["clear_max"] == 3
    assert graph.link("MEMBER_OF")["clear_min"] == 3


def test_a_link_is_split_where_one_of_its_ends_is() -> None:
    graph = drawn(
        case.person("a", level="public"),
        case.unit("u", level="public"),
        case.unit("v", level="sealed"),
        case.posting("p", person="a", unit="u", level="public"),
        decisions=[same("u", "v", level=3)],
    )
    ends = {(one.start, one.end, one.properties["clear_min"]) for one in graph.links if one.type == "COMMANDED"}
    assert ends == {("P-a@0", "U-u@0", 0), ("P-a@0", "U-u@3", 3)}


def test_a_record_is_as_secret_as_what_it_refers_to() -> None:
    graph = drawn(
        case.person("a", level="sealed"),
        case.unit("u", level="public"),
        case.posting("p", person="a", unit="u", level="public"),
    )
    assert graph.between("COMMANDED", 2) == []
    assert graph.link("COMMANDED", 3)["clear_min"] == 3


def test_a_level_decided_later_holds_for_every_version() -> None:
    graph = drawn(
        case.unit("u", names="Old", level="public"),
        case.unit("u", names="New", level="public"),
        decisions=[decision("level", "u", verdict="restricted")],
    )
    assert graph.codes(0) == set()
    assert graph.node("U-u", 1)["name"] == "New"


def test_a_correction_at_a_higher_level_is_shown_only_there() -> None:
    graph = drawn(case.unit("u", names="Old", level="public"), case.unit("u", names="New", level="sealed"))
    assert (graph.node("U-u", 2)["name"], graph.node("U-u", 3)["name"]) == ("Old", "New")


# What leaves


def test_a_reference_to_a_row_that_is_not_there_waits() -> None:
    rows = [case.person("k"), case.posting("p", person="k", unit="u")]
    assert drawn(*rows).between("COMMANDED") == []
    assert drawn(*rows, case.unit("u")).between("COMMANDED") == [("P-k", "U-u")]


def test_places_within_each_other_in_a_circle_are_drawn() -> None:
    graph = drawn(case.location("a", within="b"), case.location("b", within="a"))
    assert graph.between("WITHIN") == [("L-a", "L-b"), ("L-b", "L-a")]


def test_a_retracted_record_takes_along_what_refers_to_it() -> None:
    rows = [case.person("k"), case.unit("u"), case.posting("p", person="k", unit="u")]
    gone = drawn(*rows, decisions=[decision("status", "u", verdict="retracted")])
    assert gone.codes() == {"P-k"}
    only_the_link = drawn(*rows, decisions=[decision("status", "p", verdict="retracted")])
    assert (only_the_link.codes(), only_the_link.between("COMMANDED")) == ({"P-k", "U-u"}, [])


def test_a_withdrawn_load_leaves_and_decisions_on_it_sleep() -> None:
    rows = [case.person("a")]
    later = [("load", [case.person("b"), case.person("a", sex="male")])]
    graph = drawn(*rows, loads=later, decisions=[same("a", "b")])
    assert (graph.codes(), graph.node("P-a")["sex"]) == ({"P-a"}, "male")
    undone = drawn(*rows, loads=later, decisions=[same("a", "b")], withdrawn_loads=["load"])
    assert (undone.codes(), undone.node("P-a")["sex"]) == ({"P-a"}, "")
    assert undone.node("P-a")["n_records"] == 1


def test_erased_records_are_gone_everywhere() -> None:
    rows = [case.person("k"), case.unit("u"), case.posting("p", person="k", unit="u")]
    assert drawn(*rows, erased=["k"]).codes() == {"U-u"}


# Who is drawn by name

OFFICER = (
    case.person("k", names="Karim | Abu Karim (kunya)", level="public"),
    case.unit("u", level="public"),
    case.posting("p", person="k", unit="u", level="public"),
)


def named(graph: Graph, clearance: int = 3) -> tuple[str, bool]:
    """Name and protection of the person k."""
    node = graph.node("P-k", clearance)
    return node["name"], node["protected"]


def test_an_office_holder_is_drawn_by_name() -> None:
    assert named(drawn(*OFFICER), 0) == ("Karim", False)


def test_everybody_else_is_protected() -> None:
    assert named(drawn(OFFICER[0])) == ("", True)


def test_a_sealed_testimony_protects_its_victim_at_every_clearance() -> None:
    graph = drawn(*OFFICER, case.incident("i"), case.victim("v", who="person:k", incident="i", level="sealed"))
    assert [named(graph, clearance) for clearance in range(4)] == [("", True)] * 4


def test_who_is_told_of_in_any_of_these_ways_is_protected() -> None:
    incident = case.incident("i", class_="order_or_listing")
    ways = [
        case.draft("witness", "x", who="k", incident="i"),
        case.source("x", kind="person", person="k"),
        case.draft("accusation", "x", about="person:k", charge="spying"),
        case.draft("held", "x", who="person:k"),
        case.draft("fate", "x", who="person:k", kind="missing"),
        case.draft("consent", "x", who="k"),
        case.draft("conduct", "x", incident="i", concerns="person:k"),
    ]
    for row in ways:
        assert named(drawn(*OFFICER, incident, row)) == ("", True), row.kind


def test_a_ruling_that_concerns_an_officer_does_not_hide_him() -> None:
    measure = case.incident("i", class_="measure")
    graph = drawn(*OFFICER, measure, case.draft("conduct", "x", incident="i", concerns="person:k"))
    assert named(graph) == ("Karim", False)


def test_the_family_of_a_victim_is_protected_and_the_familys_family_is_not() -> None:
    rows = [
        case.person("victim"),
        case.person("aunt"),
        case.incident("i"),
        case.victim("v", who="person:victim", incident="i"),
        case.draft("relation", "r", a="person:victim", b="person:aunt", kind="other_family"),
    ]
    near = case.draft("relation", "s", a="person:k", b="person:victim", kind="sibling")
    far = case.draft("relation", "s", a="person:k", b="person:aunt", kind="sibling")
    colleague = case.draft("relation", "s", a="person:k", b="person:victim", kind="colleague")
    assert named(drawn(*OFFICER, *rows, near)) == ("", True)
    assert named(drawn(*OFFICER, *rows, far)) == ("Karim", False)
    assert named(drawn(*OFFICER, *rows, colleague)) == ("Karim", False)


def test_a_record_joined_for_the_cleared_alone_protects_for_all() -> None:
    graph = drawn(
        *OFFICER,
        case.person("s", level="sealed"),
        case.incident("i"),
        case.victim("v", who="person:s", incident="i", level="sealed"),
        decisions=[same("k", "s", level=3)],
    )
    assert [named(graph, clearance) for clearance in range(4)] == [("", True)] * 4


def test_a_decision_protects_and_another_lifts() -> None:
    protect, lift = decision("protect", "k", revision=1), decision("unprotect", "k", revision=2)
    assert named(drawn(*OFFICER, decisions=[protect])) == ("", True)
    assert named(drawn(*OFFICER, decisions=[protect, lift])) == ("Karim", False)


def test_the_home_of_a_protected_person_loses_its_coordinates() -> None:
    home: dict[str, Any] = {"kind": "town", "lat": 35.1, "lon": 38.2}
    empty = drawn(case.location("l", **home))
    assert (empty.node("L-l")["lat"], empty.node("L-l")["lon"]) == (35.1, 38.2)
    lived_in = drawn(case.location("l", **home), case.person("k", town="l"))
    assert "lat" not in lived_in.node("L-l")
    officers = drawn(case.location("l", **home), case.person("k", town="l"), *OFFICER[1:])
    assert officers.node("L-l")["lat"] == 35.1
    district = drawn(case.location("l", kind="district", lat=35.1, lon=38.2), case.person("k", town="l"))
    assert district.node("L-l")["lat"] == 35.1


def test_persons_judged_different_stay_apart_whatever_the_matcher_says() -> None:
    graph = drawn(
        case.person("a"),
        case.person("b"),
        decisions=[different("a", "b", revision=1), same("a", "b", revision=2, actor="matcher", score=1.0)],
    )
    assert graph.codes() == {"P-a", "P-b"}
