"""An empty case behind the front door."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Neo4jServer
from tests.graph.stores.conftest import BACKENDS, wipe
from tests.robustness.front_door import Door


@pytest.fixture
def door(tmp_path: Path) -> Door:
    """An empty case that carries its graph."""
    made = Door(folder=tmp_path / "case", key_file=tmp_path / "key")
    made.create()
    return made


@pytest.fixture(params=BACKENDS)
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Door:
    """The door of a case that is still to be made, on either store."""
    server: Neo4jServer | None = None
    if request.param == "neo4j":
        server = request.getfixturevalue("neo4j_server")
        wipe(server)
        request.addfinalizer(lambda: wipe(server))
    return Door(folder=tmp_path / "case", key_file=tmp_path / "key", server=server)
