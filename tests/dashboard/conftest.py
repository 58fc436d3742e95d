"""One small case for all tests of the pages: they only read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.dashboard.small_case import SmallCase, make_small_case


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCase]:
    """A small case, open."""
    made = make_small_case(tmp_path_factory.mktemp("small") / "case")
    yield made
    made.case.close()
