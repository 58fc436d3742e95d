"""What tests may need from the machine, and what happens where it is absent.

A test says what it needs by a mark (`neo4j`, `browser`, `py2neo`, `tool("qpdf")`, `shared_data`) or by asking for
the fixture (`neo4j_server`, `chromium`, `py2neo_python`, `shared_data`). Where the machine does not have it, the test
is left out, and the run ends with a list of what was left out and how to get it. With DOSSIER_NO_SKIPS=1 (as in CI)
whatever is left out is a failure.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import tempfile
from collections import defaultdict
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings

from graph.evidence.locking import locked

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
PY2NEO = ROOT / ".venv-py2neo" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STARTED_HERE = ROOT / ".cache" / "neo4j" / "server.json"
NO_SKIPS = os.environ.get("DOSSIER_NO_SKIPS") == "1"

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Program -> the Debian package that has it.
PACKAGES = {
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "qpdf": "qpdf",
    "tesseract": "tesseract-ocr tesseract-ocr-ara",
    "java": "openjdk-17-jre-headless",
    "mvn": "maven",
}

# No test depends on the clock; CI tries the same inputs at each run, everybody else new ones.
settings.register_profile("dossier", deadline=None, derandomize=NO_SKIPS, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dossier")

FOR_A_TURN = 1_800.0
"""Seconds that a process waits for another one to be done with Neo4j."""

left_out: pytest.StashKey[dict[str, int]] = pytest.StashKey()
turn: pytest.StashKey[ExitStack] = pytest.StashKey()
turn_of: pytest.StashKey[Path | None] = pytest.StashKey()


@dataclass(frozen=True, slots=True, kw_only=True)
class Neo4jServer:
    """A Neo4j that belongs to the tests: they delete everything in it."""

    url: str
    user: str
    password_file: Path

    @property
    def auth(self) -> tuple[str, str]:
        """User and password, read from the file each time: never kept in an object that pytest may print."""
        return self.user, self.password_file.read_text(encoding="utf-8").strip()


def find_neo4j() -> Neo4jServer | None:
    """The server that DOSSIER_TEST_NEO4J names, else the one that `make neo4j` started here; never any other.

    Returns None where there is none, or where nothing listens at its address.
    """
    url = os.environ.get("DOSSIER_TEST_NEO4J")
    if url:
        named = os.environ.get("DOSSIER_TEST_NEO4J_PASSWORD_FILE")
        if not named:
            raise pytest.UsageError("DOSSIER_TEST_NEO4J also needs DOSSIER_TEST_NEO4J_PASSWORD_FILE.")
        server = Neo4jServer(url=url, user="neo4j", password_file=Path(named))
    elif STARTED_HERE.exists():
        told = json.loads(STARTED_HERE.read_text(encoding="utf-8"))
        server = Neo4jServer(url=told["url"], user=told["user"], password_file=Path(told["password_file"]))
    else:
        return None
    return server if listens(server.url) else None


def listens(url: str) -> bool:
    """Whether something accepts a connection at the host and port of `url`."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 7687), timeout=2):
            return True
    except OSError:
        return False


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome, if there is one."""
    return next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


def how_to_get(mark: pytest.Mark) -> str | None:
    """What to do to be able to run a test with this mark; None where the machine has what it needs."""
    if mark.name == "neo4j":
        return None if find_neo4j() else "a running Neo4j: make neo4j"
    if mark.name == "browser":
        return None if find_chromium() else "Chromium: apt-get install chromium"
    if mark.name == "shared_data":
        return None if SHARED.is_dir() else "the real tables, in ../shared/data beside this folder"
    if mark.name == "py2neo":
        return None if PY2NEO.exists() else "py2neo, in an environment of its own: make venv-py2neo"
    if mark.name == "tool":
        program = mark.args[0]
        package = PACKAGES.get(program, program)
        return None if shutil.which(program) else f"the program {program}: apt-get install {package}"
    return None


def pytest_configure(config: pytest.Config) -> None:
    """Start counting what is left out."""
    config.stash[left_out] = defaultdict(int)
    config.stash[turn] = ExitStack()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for such a fixture carries its mark too, so `-m 'not neo4j'` means what it says."""
    marks = {"neo4j_server": "neo4j", "chromium": "browser", "shared_data": "shared_data", "py2neo_python": "py2neo"}
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in marks and not item.get_closest_marker(marks[fixture]):
                item.add_marker(marks[fixture])


@pytest.hookimpl(wrapper=True, tryfirst=True)  # outside the clock of pytest-timeout
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, object, object]:
    """Of several processes (`-n 2 --dist loadfile`) one at a time works on Neo4j, from a file's first such test to the
    file's end: tests empty the one server that all of them share."""
    worker = getattr(item.config, "workerinput", None)
    held = item.config.stash[turn]
    if worker and item.get_closest_marker("neo4j") and item.path != item.config.stash.get(turn_of, None):
        item.config.stash[turn_of] = item.path
        lock = Path(tempfile.gettempdir()) / f"dossier-tests-neo4j-{worker['testrunuid']}"
        held.enter_context(locked(lock, wait=FOR_A_TURN))
    done = yield
    if nextitem is None or nextitem.path != item.path:
        held.close()
        item.config.stash[turn_of] = None
    return done


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave a test out where the machine lacks what it needs."""
    for mark in item.iter_markers():
        missing = how_to_get(mark)
        if missing:
            item.config.stash[left_out][missing] += 1
            pytest.skip(f"needs {missing}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With DOSSIER_NO_SKIPS=1 a skipped test is a failed one, whatever skipped it."""
    report = yield
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Left out, and DOSSIER_NO_SKIPS=1 allows no skips: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file that skips itself (`importorskip` and the like)."""
    report = yield
    if NO_SKIPS and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Left out, and DOSSIER_NO_SKIPS=1 allows no skips: {report.longrepr}"
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where several processes share the work, each tells what it left out."""
    told: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if told is not None:
        counts = session.config.stash[left_out]
        told["left_out"] = dict(counts)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What such a process left out counts for the whole run."""
    for missing, count in getattr(node, "workeroutput", {}).get("left_out", {}).items():
        node.config.stash[left_out][missing] += count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was left out and how to get it."""
    counts = config.stash[left_out]
    if counts:
        terminalreporter.section("Left out")
        for missing, count in sorted(counts.items()):
            terminalreporter.write_line(f"{count} test{'s' * (count != 1)} need {missing}")


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4jServer]:
    """A Neo4j server for tests: they may delete all that is in it."""
    server = find_neo4j()
    if server is None:
        pytest.skip("needs a running Neo4j: make neo4j")
    yield server


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium."""
    found = find_chromium()
    if found is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def py2neo_python() -> Path:
    """The interpreter that has py2neo."""
    if not PY2NEO.exists():
        pytest.skip("needs py2neo, in an environment of its own: make venv-py2neo")
    return PY2NEO


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with the real tables, read only."""
    if not SHARED.is_dir():
        pytest.skip("needs the real tables, in ../shared/data beside this folder")
    return SHARED
