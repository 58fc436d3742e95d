"""What every graph store promises, held against each backend."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graph.errors import DossierError, ForeignGraph, QueryRefused, QueryTimeout, StoreError
from graph.stores.store import Batch, GraphState, Limits, Link, Node, Path, Store, Value, open_store
from tests.graph.stores.builders import CASE, SCHEMA, fill, link, node, people


def codes(rows: list[dict[str, Any]]) -> list[str]:
    return [row["node"]["properties"]["code"] for row in rows]


# Whose graph, which revision


def test_an_empty_store_has_no_state_and_counts_nothing(store: Store) -> None:
    assert store.state() is None
    assert store.count() == {}
    assert store.rows("MATCH (n:Person {code: $code}) RETURN n.code AS code", {"code": "P-1"}, clearance=3) == []
    assert store.neighbours("P-1", clearance=3) == []


def test_a_claimed_store_says_whose_it_is(store: Store) -> None:
    store.claim(CASE, SCHEMA)
    assert store.state() == GraphState(case=CASE, revision=0, schema=SCHEMA)
    store.claim(CASE, SCHEMA)
    assert store.state() == GraphState(case=CASE, revision=0, schema=SCHEMA)


def test_another_case_cannot_claim_it(store: Store) -> None:
    fill(store, node("P-1"))
    with pytest.raises(ForeignGraph):
        store.claim("another case", SCHEMA)
    assert store.count() == {"Person": 1}
    assert store.state() == GraphState(case=CASE, revision=1, schema=SCHEMA)


def test_a_batch_takes_the_graph_to_its_revision(store: Store) -> None:
    fill(store, node("P-1"), node("I-1"), link("VICTIM_OF", "P-1", "I-1"))
    assert store.state() == GraphState(case=CASE, revision=1, schema=SCHEMA)
    assert store.count() == {"Person": 1, "Incident": 1, "VICTIM_OF": 1}


@pytest.mark.parametrize("base", [0, 2, 7])
def test_a_batch_for_another_revision_is_refused_whole(store: Store, base: int) -> None:
    fill(store, node("P-1"))
    with pytest.raises(StoreError, match="revision"):
        store.apply(Batch(base=base, revision=8, remove=["P-1"], nodes=[node("P-2")]))
    assert store.count() == {"Person": 1}
    assert store.nodes(["P-1"], clearance=0)
    assert store.state() == GraphState(case=CASE, revision=1, schema=SCHEMA)


def test_a_batch_for_an_unclaimed_store_is_refused(store: Store) -> None:
    with pytest.raises(StoreError):
        store.apply(Batch(base=0, revision=1, nodes=[node("P-1")]))
    assert store.state() is None


def test_a_removed_code_goes_with_all_its_spans_and_links(store: Store) -> None:
    fill(
        store,
        *(node("P-1", 0, 1, role="known"), node("P-1", 2, 3, role="joined"), node("P-2"), node("P-3")),
        *(link("RELATED_TO", "P-1@0", "P-2", 0, 1), link("RELATED_TO", "P-1@2", "P-2", 2, 3)),
        link("RELATED_TO", "P-2", "P-3"),
    )
    store.apply(Batch(base=1, revision=2, remove=["P-1", "P-never-was"]))
    assert store.count() == {"Person": 2, "RELATED_TO": 1}


def test_a_replaced_node_keeps_nothing_of_the_old_one(store: Store) -> None:
    fill(store, node("P-1", role="guard", rank="captain"), node("U-1"), link("MEMBER_OF", "P-1", "U-1"))
    store.apply(
        Batch(
            base=1,
            revision=2,
            remove=["P-1"],
            nodes=[node("P-1", role="driver")],
            links=[link("COMMANDED", "P-1", "U-1")],
        )
    )
    assert store.nodes(["P-1"], clearance=0)[0]["properties"] == {
        "code": "P-1",
        "clear_min": 0,
        "clear_max": 3,
        "role": "driver",
    }
    assert store.count() == {"Person": 1, "Unit": 1, "COMMANDED": 1}


@pytest.mark.parametrize(
    "batch",
    [
        pytest.param(Batch(base=1, revision=2, nodes=[node("P-2"), node("P-1")]), id="an id that is taken"),
        pytest.param(Batch(base=1, revision=2, nodes=[node("P-2"), node("P-2")]), id="an id that comes twice"),
        pytest.param(
            Batch(base=1, revision=2, nodes=[node("P-2")], links=[link("RELATED_TO", "P-2", "P-404")]),
            id="a link without its end",
        ),
    ],
)
def test_a_batch_that_does_not_fit_writes_nothing(store: Store, batch: Batch) -> None:
    fill(store, node("P-1"))
    with pytest.raises(StoreError):
        store.apply(batch)
    assert store.count() == {"Person": 1}
    assert store.state() == GraphState(case=CASE, revision=1, schema=SCHEMA)


def wrong(**properties: object) -> Node:
    own: dict[str, Any] = {"code": "P-2", "clear_min": 0, "clear_max": 3}
    return Node(label="Person", id="P-2@0", properties=own | properties)


@pytest.mark.parametrize(
    "bad",
    [
        wrong(kind={"a": 1}),
        wrong(kind=["a", 1]),
        wrong(kind=float("nan")),
        wrong(kind=float("inf")),
        wrong(kind=2**63),
        wrong(kind=b"bytes"),
        wrong(title="x"),
        wrong(type="x"),
        wrong(**{"no name": "x"}),
        wrong(clear_min=2, clear_max=1),
        wrong(clear_max=4),
        wrong(clear_min=True),
        wrong(code="U-2"),
        Node(label="Person", id="P-2", properties=wrong().properties),
        Node(label="Suspect", id="P-2@0", properties=wrong().properties),
        link("KNEW) DETACH DELETE (x", "P-1", "P-1"),
    ],
)
def test_what_one_backend_could_not_hold_is_refused_by_both(store: Store, bad: Node | Link) -> None:
    store.claim(CASE, SCHEMA)
    nodes, links = ([bad], []) if isinstance(bad, Node) else ([], [bad])
    with pytest.raises(StoreError):
        store.apply(Batch(base=0, revision=1, nodes=nodes, links=links))
    assert store.count() == {}


# Values


VALUES: dict[str, Value] = {
    "name_text": "كتيبة الفرات، 'quoted' \"twice\" \\ and $money {x} ; // no comment",
    "folded": "أحمد\u200fabc\u0301",
    "count_min": 0,
    "count_best": -(2**63),
    "count_max": 2**63 - 1,
    "share": 0.1,
    "open_end": True,
    "continues": False,
    "records": ["r-1", "ر-٢", ""],
    "no_records": [],
    "since_min": "0001-01-01",
    "until_max": "9999-12-31",
    "day": "2015-03-14",
    "empty": "",
    "name": "شعبة",
}


def test_values_come_back_as_they_were_given(store: Store, reopen: Any) -> None:
    fill(store, node("U-1", **VALUES), node("U-2"), link("SUBORDINATE_TO", "U-1", "U-2", **VALUES))
    store.save()
    for opened in (store, reopen()):
        own = {"clear_min": 0, "clear_max": 3}
        assert opened.nodes(["U-1"], clearance=0)[0]["properties"] == {"code": "U-1"} | own | VALUES
        row = opened.neighbours("U-2", clearance=0)[0]
        assert row["link"]["properties"] == own | VALUES
        kinds = {key: type(value) for key, value in row["link"]["properties"].items()}
        assert kinds == {key: type(value) for key, value in (own | VALUES).items()}


def test_a_property_without_a_value_is_absent(store: Store, reopen: Any) -> None:
    fill(store, node("P-1", name="x", role="guard"), node("P-2", name=None), node("P-3"))
    store.save()
    for opened in (store, reopen()):
        rows = opened.rows(
            "MATCH (n:Person) WHERE n.name IS NULL AND n.role IS NULL RETURN n.code AS code ORDER BY code",
            {},
            clearance=0,
        )
        assert rows == [{"code": "P-2"}, {"code": "P-3"}]
        assert "name" not in opened.nodes(["P-2"], clearance=0)[0]["properties"]


def test_values_of_two_kinds_share_a_property(store: Store) -> None:
    fill(store, node("P-1", share=1), node("P-2", share=0.5), node("P-3", share="half"))
    rows = store.nodes(["P-1", "P-2", "P-3"], clearance=0)
    assert [row["properties"]["share"] for row in rows] == [1, 0.5, "half"]


def test_days_are_compared_as_iso_text(store: Store) -> None:
    fill(store, node("I-1", day="2014-12-31"), node("I-2", day="2015-01-01"), node("I-3", day="9999-12-31"))
    text = "MATCH (i:Incident) WHERE i.day >= $day RETURN i.code AS code, i.day AS day ORDER BY code"
    expected = [{"code": "I-2", "day": "2015-01-01"}, {"code": "I-3", "day": "9999-12-31"}]
    assert store.rows(text, {"day": "2015-01-01"}, clearance=0) == expected


def test_dates_come_back_as_iso_text(store: Store) -> None:
    store.claim(CASE, SCHEMA)
    rows = store.rows("RETURN date('2015-03-14') AS day, [date('2015-03-15')] AS days", {}, clearance=0)
    assert rows == [{"day": "2015-03-14", "days": ["2015-03-15"]}]


def test_a_pattern_may_ask_for_a_property_that_nothing_has_yet(store: Store) -> None:
    fill(store, node("P-1"))
    text = "MATCH (n:Person {role: $role, rank: $role}) RETURN n.code AS code"
    assert store.rows(text, {"role": "guard"}, clearance=0) == []
    assert store.count() == {"Person": 1}


# Clearance


@pytest.fixture
def layered(store: Store) -> Store:
    """P-1 knows P-2 openly and P-3 in secret; up to 1 there is P-4 and P-5, above they are one, P-4."""
    fill(
        store,
        *(node("P-1"), node("P-2"), node("P-3", 2, 3)),
        *(node("P-4", 0, 1, rank="unknown"), node("P-4", 2, 3, rank="colonel"), node("P-5", 0, 1)),
        link("RELATED_TO", "P-1", "P-2"),
        link("RELATED_TO", "P-1", "P-3@2", 2, 3),
        link("RELATED_TO", "P-3@2", "P-4@2", 2, 3),
        link("RELATED_TO", "P-2", "P-4@0", 0, 1),
        link("RELATED_TO", "P-2", "P-4@2", 2, 3),
        link("ASSOCIATED_WITH", "P-1", "P-2", 3, 3),
    )
    return store


@pytest.mark.parametrize(
    ("clearance", "seen"), [(0, ["P-2"]), (1, ["P-2"]), (2, ["P-2", "P-3"]), (3, ["P-2", "P-2", "P-3"])]
)
def test_neighbours_are_those_of_the_clearance(layered: Store, clearance: int, seen: list[str]) -> None:
    assert codes(layered.neighbours("P-1", clearance=clearance)) == seen


def test_counts_are_those_of_the_clearance(layered: Store) -> None:
    related = {"type": "RELATED_TO", "direction": "out", "label": "Person"}
    associated = {"type": "ASSOCIATED_WITH", "direction": "out", "label": "Person"}
    assert layered.neighbour_counts("P-1", clearance=1) == [{**related, "count": 1}]
    assert layered.neighbour_counts("P-1", clearance=2) == [{**related, "count": 2}]
    assert layered.neighbour_counts("P-1", clearance=3) == [{**associated, "count": 1}, {**related, "count": 2}]


def test_a_node_shows_the_picture_of_the_clearance(layered: Store) -> None:
    low = layered.nodes(["P-5", "P-3", "P-4"], clearance=1)
    assert [(row["properties"]["code"], row["properties"].get("rank")) for row in low] == [
        ("P-5", None),
        ("P-4", "unknown"),
    ]
    high = layered.nodes(["P-5", "P-3", "P-4"], clearance=2)
    assert [(row["properties"]["code"], row["properties"].get("rank")) for row in high] == [
        ("P-3", None),
        ("P-4", "colonel"),
    ]


def test_links_among_codes_are_those_of_the_clearance(layered: Store) -> None:
    def ends(clearance: int) -> list[tuple[str, str]]:
        rows = layered.links_among(["P-1", "P-2", "P-3", "P-4"], clearance=clearance)
        return [(row["start"], row["end"]) for row in rows]

    assert ends(0) == [("P-1", "P-2"), ("P-2", "P-4")]
    assert ends(2) == [("P-1", "P-2"), ("P-1", "P-3"), ("P-2", "P-4"), ("P-3", "P-4")]


def test_a_shipped_query_with_its_conditions_gives_the_same_on_every_backend(layered: Store) -> None:
    text = """
        MATCH (a:Person)-[r:RELATED_TO]->(b:Person)
        WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
        RETURN a.code AS a, b.code AS b, b.rank AS rank ORDER BY a, b
    """
    assert layered.rows(text, {}, clearance=0) == [
        {"a": "P-1", "b": "P-2", "rank": None},
        {"a": "P-2", "b": "P-4", "rank": "unknown"},
    ]
    assert len(layered.rows(text, {}, clearance=3)) == 4


def test_the_caller_cannot_choose_another_clearance_by_parameter(layered: Store) -> None:
    rows = layered.rows("RETURN $clearance AS clearance", {"clearance": 3}, clearance=1)
    assert rows == [{"clearance": 1}]


def test_later_batches_reach_every_clearance(layered: Store) -> None:
    for clearance in range(4):
        layered.neighbours("P-1", clearance=clearance)
    layered.apply(
        Batch(
            base=1,
            revision=2,
            remove=["P-2"],
            nodes=[node("P-6"), node("P-7", 3, 3)],
            links=[link("RELATED_TO", "P-1", "P-6"), link("RELATED_TO", "P-1", "P-7@3", 3, 3)],
        )
    )
    seen = [codes(layered.neighbours("P-1", clearance=clearance)) for clearance in range(4)]
    assert seen == [["P-6"], ["P-6"], ["P-3", "P-6"], ["P-3", "P-6", "P-7"]]


def test_a_first_secret_leaves_the_lower_clearances_as_they_were(store: Store) -> None:
    fill(store, node("P-1"), node("P-2"), link("RELATED_TO", "P-1", "P-2"))
    assert codes(store.neighbours("P-1", clearance=0)) == ["P-2"]
    secret = link("RELATED_TO", "P-1", "P-3@3", 3, 3)
    store.apply(Batch(base=1, revision=2, nodes=[node("P-3", 3, 3)], links=[secret]))
    assert codes(store.neighbours("P-1", clearance=0)) == ["P-2"]
    assert codes(store.neighbours("P-1", clearance=3)) == ["P-2", "P-3"]


# Neighbours of a hub


@pytest.fixture
def hub(store: Store) -> Store:
    """An incident with 1,200 victims and two perpetrating units, one of them by two links."""
    victims = people(1_200)
    fill(
        store,
        *victims,
        *(node("I-1"), node("U-1"), node("U-2")),
        *(link("VICTIM_OF", person.id, "I-1", act="killed") for person in victims),
        link("PERPETRATOR_OF", "U-1", "I-1", degree="direct"),
        link("PERPETRATOR_OF", "U-1", "I-1", degree="ordered"),
        link("PERPETRATOR_OF", "U-2", "I-1", degree="direct"),
    )
    return store


def test_the_picker_counts_by_type_direction_and_label(hub: Store) -> None:
    assert hub.neighbour_counts("I-1", clearance=0) == [
        {"type": "PERPETRATOR_OF", "direction": "in", "label": "Unit", "count": 3},
        {"type": "VICTIM_OF", "direction": "in", "label": "Person", "count": 1_200},
    ]
    assert hub.neighbour_counts("U-2", clearance=0) == [
        {"type": "PERPETRATOR_OF", "direction": "out", "label": "Incident", "count": 1}
    ]


def test_pages_give_every_neighbour_once_in_order(hub: Store) -> None:
    def pages() -> Iterator[list[str]]:
        after = None
        while True:
            rows = hub.neighbours("I-1", clearance=0, limit=500, after=after)
            yield codes(rows)
            if not rows.truncated:
                return
            after = codes(rows)[-1]

    seen = list(pages())
    assert [len(set(page)) for page in seen] == [500, 500, 202]
    assert [code for page in seen for code in page] == [
        *(f"P-{number:05d}" for number in range(1_200)),
        *("U-1", "U-1", "U-2"),
    ]


def test_neighbours_can_be_kept_to_types_direction_and_label(hub: Store) -> None:
    assert codes(hub.neighbours("I-1", clearance=0, types=["PERPETRATOR_OF"])) == ["U-1", "U-1", "U-2"]
    assert codes(hub.neighbours("I-1", clearance=0, types=["ISSUED", "PERPETRATOR_OF"], limit=1)) == ["U-1", "U-1"]
    assert codes(hub.neighbours("I-1", clearance=0, label="Unit")) == ["U-1", "U-1", "U-2"]
    assert hub.neighbours("I-1", clearance=0, direction="out") == []
    assert codes(hub.neighbours("U-2", clearance=0, direction="out")) == ["I-1"]


def test_a_neighbour_row_holds_the_link_and_the_other_node(hub: Store) -> None:
    rows = hub.neighbours("U-2", clearance=0)
    assert rows == [
        {
            "link": {
                "type": "PERPETRATOR_OF",
                "start": "U-2",
                "end": "I-1",
                "properties": {"clear_min": 0, "clear_max": 3, "degree": "direct"},
            },
            "node": {"label": "Incident", "properties": {"code": "I-1", "clear_min": 0, "clear_max": 3}},
        }
    ]
    assert not rows.truncated


def test_a_link_from_an_entity_to_itself_comes_once(store: Store) -> None:
    fill(store, node("P-1"), link("ASSOCIATED_WITH", "P-1", "P-1"))
    assert codes(store.neighbours("P-1", clearance=0)) == ["P-1"]


@pytest.mark.parametrize("code", ["", "X-1", "P-404", "' OR 1=1", "P-1'}) DETACH DELETE (n"])
def test_an_unknown_code_has_no_neighbours(store: Store, code: str) -> None:
    fill(store, node("P-1"))
    assert store.neighbours(code, clearance=3) == []
    assert store.neighbour_counts(code, clearance=3) == []
    assert store.nodes([code], clearance=3) == []
    assert store.links_among([code, "P-1"], clearance=3) == []


def test_a_type_that_is_no_plain_word_is_refused(store: Store) -> None:
    fill(store, node("P-1"))
    with pytest.raises(StoreError):
        store.neighbours("P-1", clearance=3, types=["X]->() DETACH DELETE (n) //"])


# Paths


def ways(paths: list[Path]) -> list[list[str]]:
    return [path.nodes for path in paths]


def test_a_hidden_link_does_not_hide_the_way_around_it(layered: Store) -> None:
    assert ways(layered.shortest_paths("P-1", "P-4", clearance=0)) == [["P-1", "P-2", "P-4"]]
    assert ways(layered.shortest_paths("P-1", "P-4", clearance=3)) == [
        ["P-1", "P-2", "P-4"],
        ["P-1", "P-3", "P-4"],
    ]
    assert layered.shortest_paths("P-1", "P-3", clearance=1) == []


@pytest.fixture
def periods(store: Store) -> Store:
    """U-1 was under U-3 directly in 2014 and by way of U-2 ever since; P-1 commanded U-1 in 2015."""
    fill(
        store,
        *(node("U-1"), node("U-2"), node("U-3"), node("U-4"), node("P-1")),
        link("SUBORDINATE_TO", "U-1", "U-3", since_min="2014-01-01", until_max="2014-12-31"),
        link("SUBORDINATE_TO", "U-1", "U-2", since_min="2015-01-01", until_max="9999-12-31"),
        link("SUBORDINATE_TO", "U-2", "U-3", since_min="0001-01-01", until_max="9999-12-31"),
        link("ASSOCIATED_WITH", "U-2", "U-3"),
        link("COMMANDED", "P-1", "U-1", since_min="2015-02-01", until_max="2015-03-01"),
    )
    return store


def test_a_link_out_of_its_period_does_not_hide_the_way_around_it(periods: Store) -> None:
    assert ways(periods.shortest_paths("U-1", "U-3", clearance=0)) == [["U-1", "U-3"]]
    assert ways(periods.shortest_paths("U-1", "U-3", clearance=0, on_day="2014-06-01")) == [["U-1", "U-3"]]
    assert ways(periods.shortest_paths("U-1", "U-3", clearance=0, on_day="2015-06-01")) == [["U-1", "U-2", "U-3"]]
    assert periods.shortest_paths("P-1", "U-3", clearance=0, on_day="2015-03-02") == []
    found = periods.shortest_paths("P-1", "U-3", clearance=0, on_day="2015-03-01")
    assert ways(found) == [["P-1", "U-1", "U-2", "U-3"]]
    assert [step["type"] for step in found[0].links][:2] == ["COMMANDED", "SUBORDINATE_TO"]


def test_a_path_says_the_direction_of_each_link(periods: Store) -> None:
    found = periods.shortest_paths("U-3", "U-1", clearance=0)
    assert ways(found) == [["U-3", "U-1"]]
    assert [(step["start"], step["end"]) for step in found[0].links] == [("U-1", "U-3")]
    assert found[0].links[0]["properties"]["until_max"] == "2014-12-31"


def test_a_path_keeps_to_the_types_asked_for(periods: Store) -> None:
    assert periods.shortest_paths("U-1", "U-3", clearance=0, types=["ASSOCIATED_WITH"]) == []
    found = periods.shortest_paths("U-2", "U-3", clearance=0, types=["ASSOCIATED_WITH", "COMMANDED"])
    assert [step["type"] for step in found[0].links] == ["ASSOCIATED_WITH"]


def test_there_is_no_path_to_what_stands_alone_or_does_not_exist(periods: Store) -> None:
    assert periods.shortest_paths("U-1", "U-4", clearance=0) == []
    assert periods.shortest_paths("U-1", "U-404", clearance=0) == []
    assert periods.shortest_paths("U-1", "U-4", clearance=0, on_day="2014-06-01") == []
    assert ways(periods.shortest_paths("U-1", "U-1", clearance=0)) == [["U-1"]]


@pytest.mark.parametrize("on_day", [None, "2014-06-01"])
def test_paths_are_limited_in_number_and_length(store: Store, on_day: str | None) -> None:
    middles = [f"P-{number}" for number in range(20, 29)]
    fill(
        store,
        *(node(code) for code in ["P-10", "P-99", *middles]),
        *(link("RELATED_TO", "P-10", code) for code in middles),
        *(link("RELATED_TO", code, "P-99") for code in middles),
    )
    found = store.shortest_paths("P-10", "P-99", clearance=0, limit=3, on_day=on_day)
    assert ways(found) == [["P-10", code, "P-99"] for code in middles[:3]]
    assert store.shortest_paths("P-10", "P-99", clearance=0, max_length=1, on_day=on_day) == []


# Rebuilding


def test_a_rebuild_replaces_everything(store: Store, reopen: Any) -> None:
    fill(store, node("P-1"), node("P-2", 2, 3))
    batches = [
        Batch(base=0, revision=0, nodes=[node("U-1"), node("U-2")]),
        Batch(base=0, revision=0, nodes=[node("U-3", 3, 3)], links=[link("SUBORDINATE_TO", "U-1", "U-2")]),
    ]
    store.rebuild(iter(batches), case=CASE, schema=SCHEMA + 1, revision=9)
    store.save()
    for opened in (store, reopen()):
        assert opened.state() == GraphState(case=CASE, revision=9, schema=SCHEMA + 1)
        assert opened.count() == {"Unit": 3, "SUBORDINATE_TO": 1}
        assert [row["properties"]["code"] for row in opened.nodes(["U-1", "U-3", "P-1"], clearance=0)] == ["U-1"]
    store.apply(Batch(base=9, revision=10, remove=["U-2"]))
    assert store.count() == {"Unit": 2}


def test_an_empty_store_can_be_rebuilt_at_once(store: Store) -> None:
    store.rebuild([], case=CASE, schema=SCHEMA, revision=4)
    assert store.state() == GraphState(case=CASE, revision=4, schema=SCHEMA)


class Stop(Exception):
    """What interrupts a rebuild."""


def test_an_interrupted_rebuild_never_passes_for_a_whole_graph(store: Store, reopen: Any) -> None:
    fill(store, node("P-1"))
    store.save()

    def broken() -> Iterator[Batch]:
        yield Batch(base=0, revision=0, nodes=people(25_000))
        raise Stop

    with pytest.raises(Stop):
        store.rebuild(broken(), case=CASE, schema=SCHEMA, revision=9)
    for opened in (store, reopen()):
        state = opened.state()
        assert state is not None
        # Either the old graph, whole, or a graph that says that it must be rebuilt.
        assert (state.revision, opened.count()) == (1, {"Person": 1}) or not state.complete
        assert state.revision != 9
    store.rebuild([Batch(base=0, revision=0, nodes=people(2))], case=CASE, schema=SCHEMA, revision=9)
    assert store.count() == {"Person": 2}
    assert store.state() == GraphState(case=CASE, revision=9, schema=SCHEMA)


def test_a_cleared_store_is_empty_and_can_be_claimed_again(store: Store, reopen: Any) -> None:
    fill(store, node("P-1"), node("I-1"), link("VICTIM_OF", "P-1", "I-1"))
    store.save()
    store.clear()
    assert store.state() is None
    assert reopen().state() is None
    store.claim("another case", SCHEMA)
    assert store.count() == {}


# Asking freely


def test_free_cypher_gives_the_same_rows_on_every_backend(layered: Store) -> None:
    result = layered.free(
        "MATCH (a:Person)-[r]->(b:Person) WHERE r.clear_min <= $level RETURN b.code AS b, count(*) AS n ORDER BY b",
        {"level": 2},
    )
    assert result.columns == ["b", "n"]
    assert result.rows == [{"b": "P-2", "n": 1}, {"b": "P-3", "n": 1}, {"b": "P-4", "n": 3}]
    assert not result.truncated


def test_free_cypher_shows_nodes_links_and_paths_as_plain_maps(periods: Store) -> None:
    result = periods.free("MATCH p = (a:Person)-[r]->(b:Unit) RETURN a, r, p", {})
    person = {"label": "Person", "properties": {"code": "P-1", "clear_min": 0, "clear_max": 3}}
    unit = {"label": "Unit", "properties": {"code": "U-1", "clear_min": 0, "clear_max": 3}}
    days = {"since_min": "2015-02-01", "until_max": "2015-03-01"}
    step = {"type": "COMMANDED", "properties": {"clear_min": 0, "clear_max": 3} | days}
    assert result.rows == [{"a": person, "r": step, "p": {"nodes": [person, unit], "links": [step]}}]


def test_rows_past_the_limit_are_left_off_and_said_so(hub: Store) -> None:
    text = "MATCH (n:Person) RETURN n.code AS code ORDER BY code"
    result = hub.free(text, {}, limits=Limits(rows=10))
    assert (len(result.rows), result.truncated, result.rows[0]) == (10, True, {"code": "P-00000"})
    rows = hub.rows(text, {}, clearance=0, limits=Limits(rows=10))
    assert (len(rows), rows.truncated) == (10, True)
    whole = hub.rows(text, {}, clearance=0, limits=Limits(rows=1_200))
    assert (len(whole), whole.truncated) == (1_200, False)


def test_a_query_that_takes_too_long_is_stopped(hub: Store) -> None:
    endless = (
        "MATCH (a:Person), (b:Person), (c:Person), (d:Person) "
        "WHERE a.code + b.code = c.code + d.code + 'x' RETURN a.code AS a"
    )
    with pytest.raises(QueryTimeout):
        hub.free(endless, {}, limits=Limits(seconds=1))
    with pytest.raises(QueryTimeout):
        hub.rows(endless, {}, clearance=0, limits=Limits(seconds=1))
    assert hub.count()["Person"] == 1_200


# Errors


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n:Person RETURN n",
        "MATCH (n:Person {code: 'Leyla'}) RETURN m.code",
        "RETURN 'Leyla' + ",
        "RETURN nosuchfunction('Leyla')",
        "RETURN $missing AS x, 'Leyla' AS y",
        "",
    ],
)
def test_an_error_is_ours_and_repeats_nothing_of_the_query(store: Store, text: str) -> None:
    fill(store, node("P-1"))
    with pytest.raises(QueryRefused) as caught:
        store.free(text, {"name": "Leyla"})
    assert "Leyla" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("clearance", [-1, 4, True, None, "3"])
def test_a_clearance_is_one_of_four(store: Store, clearance: Any) -> None:
    fill(store, node("P-1"))
    with pytest.raises(DossierError):
        store.nodes(["P-1"], clearance=clearance)


@pytest.mark.parametrize("url", ["", "graph.kgl", "http://127.0.0.1", "sqlite:///x", "bolt:", "bolt://u:secret@h"])
def test_an_address_that_names_no_store_is_refused(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(url)
    assert "secret" not in str(caught.value)
