"""When a graph is caught up, rebuilt, replaced or left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import ForeignGraph
from graph.evidence import Actor, Draft, Evidence, LoadInfo, NewDecision
from graph.evidence.ids import SeededIds
from graph.projection import SCHEMA, Projector, as_known_on, project
from graph.projection.compare import Canonical, canonical, stored
from graph.stores.store import Batch, GraphState, Store, open_store
from tests import builders as case
from tests.conftest import Neo4jServer
from tests.graph.projection.strategies import ground, rows

SARA = Actor(name="sara")
ROWS = (
    case.source(),
    case.document(),
    case.person("karim", names="Karim"),
    case.unit("battalion"),
    case.posting("p", person="karim", unit="battalion"),
)


def created(folder: Path, name: str = "case", day: int = 1) -> Evidence:
    """An empty evidence store whose clock moves a second with each look, and whose ids follow from the rows."""
    folder.mkdir(parents=True, exist_ok=True)
    seconds = iter(range(10**6))
    start = datetime(2026, 1, day, tzinfo=UTC)
    return Evidence.create(
        folder, b"k" * 32, case_id=name, clock=lambda: start + timedelta(seconds=next(seconds)), ids=SeededIds()
    )


def load(evidence: Evidence, batch: Sequence[Draft]) -> list[str]:
    """Load rows and return their threads."""
    with evidence.writing(SARA, load=LoadInfo(dataset="table")) as change:
        return change.add(batch).threads


@pytest.fixture
def evidence(tmp_path: Path) -> Iterator[Evidence]:
    """A case with one posting."""
    store = created(tmp_path / "evidence")
    load(store, ROWS)
    yield store
    store.close()


@pytest.fixture
def graph(tmp_path: Path) -> Store:
    """An embedded graph file that does not exist yet."""
    return open_store(f"kglite:{tmp_path / 'graph.kgl'}")


def expected(evidence: Evidence) -> Canonical:
    """What a rebuild from nothing gives."""
    return canonical(*project(evidence.slice()))


def test_a_missing_graph_is_built_and_then_only_caught_up(evidence: Evidence, graph: Store) -> None:
    projector = Projector(evidence, graph)
    assert projector.catch_up() is True
    assert graph.state() == GraphState(case="case", revision=evidence.revision(), schema=SCHEMA)
    assert projector.catch_up() is False
    load(evidence, [case.person("nadia"), case.posting("q", person="nadia", unit="battalion")])
    assert projector.catch_up() is False
    assert stored(graph) == expected(evidence)
    assert graph.count()["COMMANDED"] == 2


def test_a_posting_in_a_unit_leaves_the_units_other_links_alone(
    evidence: Evidence, graph: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A unit with thousands of postings is not drawn again for one more."""
    load(evidence, [case.person("nadia")])
    Projector(evidence, graph).catch_up()
    applied: list[Batch] = []
    apply = graph.apply

    def noted(batch: Batch) -> None:
        applied.append(batch)
        apply(batch)

    monkeypatch.setattr(graph, "apply", noted)
    load(evidence, [case.posting("q", person="nadia", unit="battalion")])
    Projector(evidence, graph).catch_up()
    (batch,) = applied
    assert {node.label for node in batch.nodes} == {"Person"}
    assert sorted(link.type for link in batch.links) == ["COMMANDED", "REPORTED_IN"]


@pytest.mark.parametrize(
    "other",
    [
        GraphState(case="case", revision=1, schema=SCHEMA + 1),
        GraphState(case="another", revision=1, schema=SCHEMA),
        GraphState(case="case", revision=99, schema=SCHEMA),
    ],
    ids=["another schema", "another case", "a revision that does not exist"],
)
def test_an_embedded_graph_of_anything_else_is_replaced(evidence: Evidence, graph: Store, other: GraphState) -> None:
    graph.rebuild([], case=other.case, schema=other.schema, revision=other.revision)
    assert Projector(evidence, graph).catch_up() is True
    assert stored(graph) == expected(evidence)


def test_a_damaged_file_is_replaced(evidence: Evidence, graph: Store, tmp_path: Path) -> None:
    Projector(evidence, graph).catch_up()
    graph.save()
    graph.close()
    file = tmp_path / "graph.kgl"
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    again = open_store(f"kglite:{file}")
    assert Projector(evidence, again).catch_up() is True
    assert stored(again) == expected(evidence)


def test_a_graph_that_does_not_follow_from_its_evidence_is_told(evidence: Evidence, graph: Store) -> None:
    projector = Projector(evidence, graph)
    projector.catch_up()
    assert projector.follows()
    nodes, _ = project(evidence.slice())
    graph.rebuild([Batch(base=0, revision=0, nodes=nodes)], case="case", schema=SCHEMA, revision=evidence.revision())
    assert not projector.follows()
    projector.rebuild()
    assert projector.follows()


def test_a_graph_that_lacks_a_node_is_rebuilt(evidence: Evidence, graph: Store) -> None:
    """The new link's other end should be in the graph and is not: nothing is guessed."""
    nodes, _ = project(evidence.slice())
    people = [node for node in nodes if node.label == "Person"]
    graph.rebuild([Batch(base=0, revision=0, nodes=people)], case="case", schema=SCHEMA, revision=evidence.revision())
    load(evidence, [case.posting("q", person="karim", unit="battalion", kind="member")])
    assert Projector(evidence, graph).catch_up() is True
    assert stored(graph) == expected(evidence)


def test_progress_ends_with_everything_done(evidence: Evidence, graph: Store) -> None:
    heard: list[tuple[int, int]] = []
    Projector(evidence, graph).catch_up(lambda done, total: heard.append((done, total)))
    assert heard[-1][0] == heard[-1][1] == sum(graph.count().values())


@pytest.mark.neo4j
def test_a_server_that_holds_another_case_is_never_touched(evidence: Evidence, neo4j_server: Neo4jServer) -> None:
    server = open_store(neo4j_server.url, password=lambda: neo4j_server.auth[1])
    server.clear()
    server.rebuild([], case="another", schema=SCHEMA, revision=7)
    with pytest.raises(ForeignGraph):
        Projector(evidence, server).catch_up()
    assert server.state() == GraphState(case="another", revision=7, schema=SCHEMA)
    server.clear()
    server.close()


def test_as_known_on_a_day_knows_neither_later_records_nor_later_decisions(tmp_path: Path) -> None:
    now = [datetime(2026, 3, 1, 12, tzinfo=UTC)]
    with Evidence.create(tmp_path, b"k" * 32, case_id="case", clock=lambda: now[0]) as evidence:
        threads = load(evidence, [*ROWS, case.person("other")])
        now[0] += timedelta(days=1)
        load(evidence, [case.unit("brigade")])
        with evidence.writing(SARA) as change:
            change.decide([NewDecision(type="identity", left=threads[2], right=threads[5], verdict="same")])
        assert as_known_on(evidence, "2026-02-28").count() == {}
        assert as_known_on(evidence, "2026-03-01").count()["Person"] == 2
        assert as_known_on(evidence, "2026-03-01").count()["Unit"] == 1
        assert as_known_on(evidence, "2026-03-02").count()["Person"] == 1
        assert as_known_on(evidence, "2026-03-02").count()["Unit"] == 2


LOADS = st.lists(st.lists(rows(), min_size=1, max_size=5, unique_by=lambda row: row.key), min_size=1, max_size=4)


def content(row: Draft) -> str:
    """What a row says, to find rows that are loaded twice."""
    return repr((row.kind, row.key, row.values))


@settings(max_examples=25, deadline=None)
@given(loads=LOADS, data=st.data())
def test_an_undone_load_equals_one_that_never_was(loads: list[list[Draft]], data: st.DataObject) -> None:
    """Rows that another load brings too apart: those belong to whichever load came first."""
    taken = data.draw(st.integers(0, len(loads) - 1))
    others = {content(row) for number, batch in enumerate(loads) if number != taken for row in batch}
    loads = [
        [row for row in batch if content(row) not in others] if number == taken else batch
        for number, batch in enumerate(loads)
    ]
    with TemporaryDirectory(prefix="dossier-test-") as folder:
        with created(Path(folder) / "undone") as undone, created(Path(folder) / "never") as never:
            load(undone, ground())
            load(never, ground())
            for number, batch in enumerate(loads):
                before = {one.id for one in undone.loads()}
                load(undone, batch)
                if number != taken:
                    load(never, batch)
                else:
                    new = [one.id for one in undone.loads() if one.id not in before]
            for one in new:
                undone.undo_load(one, SARA)
            assert expected(undone) == expected(never)


@settings(max_examples=25, deadline=None)
@given(batch=st.lists(rows(), min_size=1, max_size=8, unique_by=lambda row: row.key), data=st.data())
def test_the_order_of_loads_does_not_matter(batch: list[Draft], data: st.DataObject) -> None:
    """Different rows, one load each, in two orders: what refers to a later row waits for it.

    Codes and shown values follow the time of entry where nothing else decides, so all rows share one clock reading.
    """
    shuffled = data.draw(st.permutations(batch))
    with TemporaryDirectory(prefix="dossier-test-") as folder:
        graphs = []
        at = datetime(2026, 1, 1, tzinfo=UTC)
        for name, order in (("one", batch), ("other", shuffled)):
            path = Path(folder) / name
            path.mkdir()
            with Evidence.create(path, b"k" * 32, case_id="case", clock=lambda: at, ids=SeededIds()) as evidence:
                for row in order:
                    load(evidence, [row])
                graphs.append(canonical(*project(evidence.slice())))
        assert graphs[0] == graphs[1]
