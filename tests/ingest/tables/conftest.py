"""A case to load into, and a way to look at what came of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.case import Case, create_case
from graph.evidence import Actor, RecordView
from graph.model import Level
from ingest.load import LoadReport, load

ME = Actor(name="tester")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with create_case(tmp_path / "case", title="Loading", passphrase="correct horse battery") as opened:
        yield opened


def take(case: Case, *files: Path, **how: object) -> LoadReport:
    return load(case, files, actor=ME, **how)  # type: ignore[arg-type]


def records(case: Case, kind: str) -> list[RecordView]:
    """Every record of a kind, as the fully cleared see it."""
    slice_ = case.evidence.slice(None)
    threads = [thread for thread, own in slice_.kinds.items() if own == kind]
    return case.evidence.records(sorted(threads), clearance=Level.SEALED)


def titled(case: Case, kind: str) -> dict[str, RecordView]:
    """Records of a kind by their locator."""
    return {view.locator: view for view in records(case, kind)}
