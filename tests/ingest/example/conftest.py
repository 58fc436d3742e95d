"""The example case, made once by the real load; each module opens a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.case import Case, open_case
from graph.model import Level
from graph.projection import Projector
from graph.reader import Reader
from graph.stores.store import open_store
from ingest.example import demo_case, write_example
from tests.conftest import find_neo4j

At = Callable[[Level], Reader]
Find = Callable[[str], str]


@contextmanager
def no_progress(unit: str) -> Iterator[Callable[[int, int], None]]:
    """Progress that nobody looks at."""
    yield lambda done, total: None


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the example's files."""
    directory = tmp_path_factory.mktemp("example-files")
    write_example(directory)
    return directory


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the example case, as its first call left it."""
    folder = tmp_path_factory.mktemp("example") / "demo-case"
    with demo_case(folder, say=lambda text: None, progress=no_progress):
        pass
    return folder


@pytest.fixture(scope="module")
def case(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A copy of it, open."""
    folder = tmp_path_factory.mktemp("copy") / "demo-case"
    shutil.copytree(made, folder)
    with open_case(folder, key_file=folder / "case.key") as opened:
        yield opened


@pytest.fixture(scope="module", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def at(request: pytest.FixtureRequest, case: Case) -> Iterator[At]:
    """From a clearance to a reader over the same evidence, on each store."""
    if request.param == "embedded":
        yield case.reader
        return
    server = find_neo4j()
    assert server is not None
    store = open_store(server.url, password=lambda: server.auth[1])
    store.clear()
    Projector(case.evidence, store).rebuild()

    def reader(clearance: Level) -> Reader:
        return Reader(
            evidence=case.evidence,
            store=store,
            clearance=clearance,
            user="",
            revision=case.evidence.revision(),
            folder=case.folder,
        )

    yield reader
    store.clear()
    store.close()


@pytest.fixture(scope="module")
def reader(at: At) -> Reader:
    """A reader with full clearance, on each store."""
    return at(Level.SEALED)


@pytest.fixture(scope="module")
def code(case: Case) -> Find:
    """From "dataset kind key" of the tables to the code of the entity that the record belongs to."""

    def find(named: str) -> str:
        asked = tuple(named.split(" ", 2))
        (thread,) = case.evidence.threads_by_key([asked]).values()  # type: ignore[list-item]
        own = case.evidence.codes([thread])[thread]
        rows = case.reader().rows(
            "MATCH (n) WHERE n.code = $code OR $code IN n.aliases RETURN n.code AS code ORDER BY code", code=own
        )
        return str(rows[0]["code"])

    return find
