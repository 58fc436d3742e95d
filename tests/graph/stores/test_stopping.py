"""A query that runs long can be ended at once, on both stores; what could not be interrupted runs apart."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from graph.errors import QueryRefused, QueryTimeout, Stopped, StoreError
from graph.stores.embedded import EmbeddedStore
from graph.stores.stopping import Stop, running
from graph.stores.store import Limits, Store, open_store
from tests.conftest import find_neo4j
from tests.queries.builders import CaseGraph

# Hundreds of millions of rows to look at, none to return.
LONG = """MATCH (a:Unit), (b:Unit), (c:Unit), (d:Unit)
WHERE a.clear_min + b.clear_min + c.clear_min + d.clear_min < -1
RETURN count(*) AS n ORDER BY n"""


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def units(request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store with three hundred units."""
    if request.param == "embedded":
        store = open_store("memory:")
    else:
        server = find_neo4j()
        assert server is not None
        store = open_store(server.url, password=lambda: server.auth[1])
        store.clear()
    graph = CaseGraph()
    for number in range(300):
        graph.unit(f"Invented {number}")
    graph.write(store)
    yield store
    store.clear()
    store.close()


def test_a_long_query_ends_within_moments_of_being_stopped_and_the_next_one_runs(units: Store) -> None:
    stop = Stop(60)
    timer = threading.Timer(1.5, stop.ask)
    timer.start()
    started = time.monotonic()
    with running(stop), pytest.raises(Stopped):
        units.free(LONG, {}, limits=Limits(seconds=60, rows=10))
    assert time.monotonic() - started < 8
    stop.ask()  # twice is once
    with running(Stop(30)):
        answer = units.free("MATCH (u:Unit) RETURN count(u) AS n ORDER BY n", {})
    assert answer.rows == [{"n": 300}]


def test_what_is_stopped_before_it_begins_never_begins(units: Store) -> None:
    stop = Stop()
    stop.ask()
    with running(stop), pytest.raises(Stopped):
        units.free(LONG, {})
    with running(stop), pytest.raises(Stopped):
        units.rows("MATCH (u:Unit) RETURN u.code AS code ORDER BY code", {}, clearance=3)


def test_the_time_for_everything_together_is_a_limit_too(units: Store) -> None:
    with running(Stop(1)), pytest.raises(QueryTimeout, match="narrow it"):
        units.free(LONG, {}, limits=Limits(seconds=60, rows=10))
    late = Stop(0.01)
    time.sleep(0.05)
    with running(late), pytest.raises(QueryTimeout):
        units.rows("MATCH (u:Unit) RETURN u.code AS code ORDER BY code", {}, clearance=3)


def test_rows_beyond_the_limit_are_left_off_and_that_is_said(units: Store) -> None:
    with running(Stop(30)):
        answer = units.free(
            "MATCH (a:Unit), (b:Unit) RETURN a.code AS a, b.code AS b ORDER BY a, b", {}, limits=Limits(rows=7)
        )
    assert len(answer.rows) == 7 and answer.truncated


def test_a_mistake_is_placed_in_the_text_that_was_typed(units: Store) -> None:
    with pytest.raises(QueryRefused) as first_line:
        units.explain("MATCH (u:Unit RETURN u", {})
    assert first_line.value.at is not None and first_line.value.at[0] == 1 and 10 <= first_line.value.at[1] <= 22
    with pytest.raises(QueryRefused) as second_line:
        units.explain("MATCH (u:Unit)\nRETRUN u", {})
    assert second_line.value.at is not None and second_line.value.at[0] == 2
    with running(Stop(30)), pytest.raises(QueryRefused) as asked:
        units.free("MATCH (u:Unit)\nRETRUN u", {})
    assert asked.value.at == second_line.value.at


@pytest.mark.parametrize("text", ["CREATE (n:Unit)", "LOAD CSV FROM 'file:///etc/passwd' AS r RETURN r",
                                  "CALL dbms.listConfig() YIELD name RETURN name"])  # fmt: skip
def test_what_does_more_than_read_is_refused_under_a_stop_too(units: Store, text: str) -> None:
    with running(Stop(30)), pytest.raises(QueryRefused):
        units.free(text, {})
    assert units.count() == {"Unit": 300}


def test_a_query_of_the_embedded_engine_that_takes_too_much_memory_ends_alone() -> None:
    store = EmbeddedStore()
    graph = CaseGraph()
    for number in range(300):
        graph.unit(f"Invented {number}")
    graph.write(store)
    greedy = "UNWIND range(1, 5000000) AS a UNWIND range(1, 50) AS b RETURN collect(a + b) AS n ORDER BY n"
    with running(Stop(60)), pytest.raises(StoreError):
        store.free(greedy, {}, limits=Limits(seconds=60, rows=10))
    with running(Stop(30)):
        assert store.free("MATCH (u:Unit) RETURN count(u) AS n ORDER BY n", {}).rows == [{"n": 300}]
    store.close()


def test_a_new_revision_is_seen_by_the_next_query() -> None:
    store = EmbeddedStore()
    CaseGraph().write(store)
    count = "MATCH (u:Unit) RETURN count(u) AS n ORDER BY n"
    with running(Stop(30)):
        assert store.free(count, {}).rows == [{"n": 0}]
    store.clear()
    graph = CaseGraph()
    graph.unit("Invented")
    graph.write(store)
    with running(Stop(30)):
        assert store.free(count, {}).rows == [{"n": 1}]
    store.close()
