"""One store at a time, empty: each test of a query runs on both backends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.stores.store import Store, open_store
from tests.conftest import find_neo4j


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty graph store."""
    if request.param == "embedded":
        opened = open_store("memory:")
        yield opened
        opened.close()
        return
    server = find_neo4j()
    assert server is not None
    opened = open_store(server.url, password=lambda: server.auth[1])
    opened.clear()
    yield opened
    opened.clear()
    opened.close()


@pytest.fixture
def both() -> Iterator[list[Store]]:
    """An empty store of each backend, side by side."""
    server = find_neo4j()
    if server is None:
        pytest.skip("needs a running Neo4j: make neo4j")
    stores = [open_store("memory:"), open_store(server.url, password=lambda: server.auth[1])]
    stores[1].clear()
    yield stores
    stores[1].clear()
    for opened in stores:
        opened.close()
