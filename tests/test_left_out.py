"""A test that the machine cannot run is left out in plain words; with DOSSIER_NO_SKIPS=1 it is a failure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

NEEDS_MUCH = """
import pytest

@pytest.mark.tool("no-such-program")
def test_with_a_program():
    pass

@pytest.mark.tool("no-such-program")
def test_with_the_same_program():
    pass

def test_with_tables(shared_data):
    pass

def test_on_neo4j(neo4j_server):
    pass

def test_with_nothing():
    pass

@pytest.mark.xfail(reason="a known limit", strict=True)
def test_known_limit():
    raise AssertionError
"""
SKIPS_ITSELF = "import pytest\npytest.skip('no reason at all', allow_module_level=True)\n"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A project with our conftest, our marks and nothing that the tests in it could need."""
    tests = tmp_path / "project" / "tests"
    tests.mkdir(parents=True)
    for name in ("tests/conftest.py", "pyproject.toml"):
        (tmp_path / "project" / name).write_bytes((ROOT / name).read_bytes())
    return tests


def run(tests: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run pytest over that project."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DOSSIER_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tests)],
        cwd=tests.parent,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_missing_is_listed_with_how_to_get_it(elsewhere: Path) -> None:
    (elsewhere / "test_it.py").write_text(NEEDS_MUCH, encoding="utf-8")
    done = run(elsewhere)
    assert done.returncode == 0, done.stdout
    assert "2 tests need the program no-such-program: apt-get install no-such-program" in done.stdout
    assert "1 test need" in done.stdout
    assert "a running Neo4j: make neo4j" in done.stdout
    assert "the real tables, in ../shared/data" in done.stdout
    closing = done.stdout.rstrip().splitlines()[-1]
    assert "1 passed, 4 skipped, 1 xfailed" in closing


def test_where_no_skips_are_allowed_each_of_them_fails(elsewhere: Path) -> None:
    (elsewhere / "test_it.py").write_text(NEEDS_MUCH, encoding="utf-8")
    done = run(elsewhere, DOSSIER_NO_SKIPS="1")
    assert done.returncode == 1, done.stdout
    assert "1 passed, 1 xfailed, 4 errors" in done.stdout.rstrip().splitlines()[-1]


def test_a_file_that_skips_itself_fails_as_well(elsewhere: Path) -> None:
    (elsewhere / "test_it.py").write_text(SKIPS_ITSELF, encoding="utf-8")
    assert run(elsewhere).returncode == 5
    assert run(elsewhere, DOSSIER_NO_SKIPS="1").returncode not in (0, 5)


def test_a_server_is_used_only_where_it_is_named_together_with_its_password(elsewhere: Path) -> None:
    (elsewhere / "test_it.py").write_text(NEEDS_MUCH, encoding="utf-8")
    done = run(elsewhere, DOSSIER_TEST_NEO4J="bolt://127.0.0.1:7687")
    assert done.returncode != 0
    assert "DOSSIER_TEST_NEO4J also needs DOSSIER_TEST_NEO4J_PASSWORD_FILE." in done.stdout + done.stderr


def test_a_warning_is_an_error(elsewhere: Path) -> None:
    (elsewhere / "test_it.py").write_text(
        "import warnings\n\ndef test_it():\n    warnings.warn('old')\n", encoding="utf-8"
    )
    assert "1 failed" in run(elsewhere).stdout
