"""One case a test, for most tests change it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.queries.brief.brief_case import BriefCase, BriefReport, make_brief_case


@pytest.fixture
def made(tmp_path: Path) -> Iterator[BriefCase]:
    """A case of this test's own."""
    case = make_brief_case(tmp_path)
    yield case
    case.case.close()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BriefCase]:
    """A case that is only read."""
    case = make_brief_case(tmp_path_factory.mktemp("brief"))
    yield case
    case.case.close()


@pytest.fixture(scope="session")
def english(shared: BriefCase) -> BriefReport:
    """The brief of its incident for counsel."""
    return shared.brief(audience="un_mechanism")


@pytest.fixture(scope="session")
def arabic(shared: BriefCase) -> BriefReport:
    """The same in Arabic."""
    return shared.brief(audience="un_mechanism", language="ar")
