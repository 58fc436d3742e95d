"""An empty store of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graph.stores.store import Store, open_store

BACKENDS = ["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)]


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a graph database that holds nothing."""
    if request.param == "embedded":
        return f"kglite:{tmp_path / 'graph.kgl'}"
    wipe(request.getfixturevalue("neo4j_server"))
    return str(request.getfixturevalue("neo4j_server").url)


@pytest.fixture
def reopen(url: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Open one more store at the same address."""
    opened: list[Store] = []

    def open_it() -> Store:
        if url.startswith("kglite:"):
            opened.append(open_store(url))
        else:
            server = request.getfixturevalue("neo4j_server")
            opened.append(open_store(url, password=lambda: str(server.auth[1])))
        return opened[-1]

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def store(reopen: Any) -> Store:
    """An empty store."""
    opened: Store = reopen()
    return opened


def wipe(server: Any, *statements: str) -> None:
    """Empty the test server by the driver itself, then run statements on it."""
    with (
        neo4j.GraphDatabase.driver(server.url, auth=server.auth, telemetry_disabled=True) as driver,
        driver.session() as session,
    ):
        for text in ("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS", *statements):
            session.run(text).consume()
