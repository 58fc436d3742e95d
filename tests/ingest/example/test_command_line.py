"""The example case through the front door: what was known on a day, and a question of one's own."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dossier import app
from graph.errors import BadDate

ALL_PEOPLE = "MATCH (p:Person) WHERE p.clear_max = 3 RETURN p.code AS code ORDER BY code"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "case"))


def ask(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["query", "run", str(folder), "-", "--format", "json", *options], input=ALL_PEOPLE)


def codes(answer: Result) -> list[str]:
    return [row["code"] for row in json.loads(answer.stdout)["rows"]]


def test_today_everything_is_known_and_the_day_before_it_was_entered_nothing(folder: Path) -> None:
    now = codes(ask(folder))
    today, before = datetime.now(UTC).date(), datetime.now(UTC).date() - timedelta(days=2)
    assert len(now) == 20
    assert codes(ask(folder, "--known-on", today.isoformat())) == now
    assert codes(ask(folder, "--known-on", before.isoformat())) == []


def test_a_day_that_is_none_is_refused(folder: Path) -> None:
    assert isinstance(ask(folder, "--known-on", "2026-13-20").exception, BadDate)


def test_a_question_of_ones_own_needs_full_clearance(folder: Path) -> None:
    assert "full clearance" in str(ask(folder, "--clearance", "public").exception)
