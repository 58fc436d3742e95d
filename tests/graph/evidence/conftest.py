from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.evidence import Evidence
from tests.graph.evidence.stores import new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Evidence]:
    """An empty evidence store."""
    with new_store(tmp_path / "case") as made:
        yield made
