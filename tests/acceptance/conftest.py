"""A case on each kind of graph store, loaded as a user loads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.case import Case, create_case
from graph.evidence import Actor
from graph.stores.store import open_store
from ingest.load import LoadReport, load
from tests.conftest import find_neo4j

ANALYST = Actor(name="analyst-1")
Load = Callable[[Case, list[Path]], LoadReport]


def take(case: Case, files: list[Path]) -> LoadReport:
    """Load files and bring the graph up to date."""
    report = load(case, files, actor=ANALYST)
    case.refresh()
    return report


@pytest.fixture(scope="module", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def empty_case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A case that holds nothing yet, on one store after the other."""
    folder = tmp_path_factory.mktemp("acceptance")
    key_file = folder / "key"
    if request.param == "embedded":
        with create_case(folder / "case", title="t", key_file=key_file) as case:
            yield case
        return
    server = find_neo4j()
    assert server is not None

    def password() -> str:
        return server.auth[1]

    emptied = open_store(server.url, password=password)
    emptied.clear()
    with create_case(folder / "case", title="t", database=server.url, key_file=key_file, password=password) as case:
        yield case
    emptied.clear()
    emptied.close()
