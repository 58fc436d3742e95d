"""GraphML that other programs read: codes, joined lists, nothing empty, nothing internal."""

from __future__ import annotations

import io
import re

import networkx

from graph.stores.store import Store
from queries.explore import Shown, expand, gather, joined
from queries.interchange import to_graphml
from tests.queries.example import example_case


def test_graphml_comes_back_with_the_same_nodes_and_links(store: Store) -> None:
    reader, code = example_case(store)
    shown = joined(gather(reader, [code["first"], code["unit"]]), expand(reader, code["first"]))
    written = to_graphml(shown)
    read = networkx.read_graphml(io.BytesIO(written), force_multigraph=True)
    assert set(read.nodes) == set(shown.codes)
    assert sorted(kind for _, _, kind in read.edges(data="type")) == sorted(link["type"] for link in shown.links)
    assert read.nodes[code["first"]]["methods"] == "stoning"
    assert read.nodes[code["unit"]]["kind"] == "Unit" and read.nodes[code["unit"]]["subkind"] == "battalion"


def test_graphml_holds_codes_unless_names_are_asked_for_and_never_what_is_internal(store: Store) -> None:
    reader, code = example_case(store)
    shown = gather(reader, [code["unit"], code["emir"]])
    plain, named = to_graphml(shown).decode(), to_graphml(shown, names=True).decode()
    assert "Invented" not in plain and "Invented Battalion" in named
    assert not re.search(r"clear_min|clear_max|\brecords|aliases|None|r-\d", named)


def test_graphml_of_nothing_is_still_graphml_and_control_letters_are_left_out() -> None:
    assert networkx.read_graphml(io.BytesIO(to_graphml(Shown()))).number_of_nodes() == 0
    odd = {"label": "Unit", "properties": {"code": "U-1", "classes": ["a\x00b", "c"], "lat": None}}
    read = networkx.read_graphml(io.BytesIO(to_graphml(Shown(nodes={"U-1": odd}))))
    assert read.nodes["U-1"] == {"kind": "Unit", "classes": "ab; c"}
