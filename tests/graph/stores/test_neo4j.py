"""What only the server store has: other tenants, a server that is away, a driver that likes to talk."""

from __future__ import annotations

import logging
import socket
import threading
from typing import Any

import pytest

from graph.errors import ForeignGraph, QueryRefused, StoreError, Unavailable
from graph.stores.store import Batch, GraphState, Store, open_store
from tests.graph.stores.builders import CASE, SCHEMA, fill, link, node
from tests.graph.stores.conftest import wipe

pytestmark = pytest.mark.neo4j


@pytest.fixture
def server_store(neo4j_server: Any) -> Any:
    """An empty store on the test server."""
    wipe(neo4j_server)
    store = open_store(neo4j_server.url, password=lambda: str(neo4j_server.auth[1]))
    yield store
    store.close()


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (:Book {name: 'x'})",
        "CREATE (:Case {id: 'case'})",
        "CREATE (:Case {id: 'case', case_id: 'x', revision: 'seven', schema: 1})",
    ],
)
def test_a_database_with_something_else_in_it_is_foreign(neo4j_server: Any, server_store: Store, text: str) -> None:
    wipe(neo4j_server, text)
    for attempt in (
        server_store.state,
        lambda: server_store.claim(CASE, SCHEMA),
        lambda: server_store.rebuild([], case=CASE, schema=SCHEMA, revision=1),
        server_store.clear,
    ):
        with pytest.raises(ForeignGraph):
            attempt()
    with pytest.raises(StoreError):
        server_store.apply(Batch(base=0, revision=1, nodes=[node("P-1")]))
    wipe(neo4j_server)


def test_a_rebuild_never_replaces_another_case(server_store: Store) -> None:
    fill(server_store, node("P-1"))
    with pytest.raises(ForeignGraph):
        server_store.rebuild([], case="another", schema=SCHEMA, revision=1)
    assert server_store.count() == {"Person": 1}


def test_a_rebuild_that_stopped_half_way_refuses_later_changes(server_store: Store) -> None:
    fill(server_store, node("P-1"))

    def broken() -> Any:
        yield Batch(base=0, revision=0, nodes=[node(f"P-{number}") for number in range(20_001)])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        server_store.rebuild(broken(), case=CASE, schema=SCHEMA, revision=2)
    state = server_store.state()
    assert state is not None
    assert not state.complete
    with pytest.raises(StoreError):
        server_store.apply(Batch(base=1, revision=2, nodes=[node("P-1")]))


def test_two_writers_cannot_both_take_the_same_step(neo4j_server: Any, server_store: Store) -> None:
    fill(server_store, node("I-1"))
    others = [open_store(neo4j_server.url, password=lambda: str(neo4j_server.auth[1])) for _ in range(4)]
    outcomes: list[str] = []

    def write(number: int, store: Store) -> None:
        batch = Batch(base=1, revision=2, nodes=[node(f"P-{number}")], links=[link("VICTIM_OF", f"P-{number}", "I-1")])
        try:
            store.apply(batch)
        except StoreError:
            outcomes.append("refused")
        else:
            outcomes.append("done")

    threads = [threading.Thread(target=write, args=pair) for pair in enumerate(others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in others:
        store.close()
    assert sorted(outcomes) == ["done", "refused", "refused", "refused"]
    assert server_store.count() == {"Incident": 1, "Person": 1, "VICTIM_OF": 1}
    assert server_store.state() == GraphState(case=CASE, revision=2, schema=SCHEMA)


def test_a_wrong_password_is_told_without_it(neo4j_server: Any) -> None:
    store = open_store(neo4j_server.url, password=lambda: "wrong-but-secret")
    with pytest.raises(StoreError, match="password") as caught:
        store.state()
    assert "secret" not in str(caught.value)
    store.close()


def test_a_server_that_is_away_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    store = open_store(f"bolt://127.0.0.1:{port}", password=lambda: "x")
    with pytest.raises(Unavailable):
        store.state()
    store.close()


def test_the_driver_says_nothing_of_queries_and_values(
    server_store: Store, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    fill(server_store, node("P-1", role="Leyla"))
    with pytest.raises(StoreError):
        server_store.apply(Batch(base=1, revision=2, nodes=[node("P-1", role="Leyla")]))
    with pytest.raises(QueryRefused):
        server_store.free("MATCH (n:Person {role: 'Leyla'} RETURN n", {})
    server_store.free("MATCH (n:Nothing {nothing: 'Leyla'}) RETURN n.nothing AS n", {"x": "Leyla"})
    said = caplog.text + "".join(capfd.readouterr())
    assert "Leyla" not in said
    assert "MATCH" not in said


def test_the_password_is_asked_once_and_only_when_needed(neo4j_server: Any) -> None:
    asked: list[int] = []

    def password() -> str:
        asked.append(1)
        return str(neo4j_server.auth[1])

    store = open_store(neo4j_server.url, password=password)
    assert asked == []
    store.count()
    store.count()
    assert len(asked) == 1
    assert neo4j_server.auth[1] not in repr(store) + repr(vars(store))
    store.close()
