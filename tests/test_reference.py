"""The reference pages say what the declarations say; every command has an example and every setting a line."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from dossier import app

ROOT = Path(__file__).parent.parent


def commands(root: object, prefix: str = "dossier") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, command in getattr(root, "commands", {}).items():
        inner = commands(command, f"{prefix} {name}")
        found += inner or [(f"{prefix} {name}", command.help or "")]
    return found


def test_the_reference_pages_are_made_from_the_declarations() -> None:
    check = [sys.executable, str(ROOT / "tools" / "reference.py"), "--check"]
    done = subprocess.run(check, capture_output=True, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("name", "help_"), commands(get_command(app)), ids=lambda one: one.split("\n")[0])
def test_every_command_shows_an_example(name: str, help_: str) -> None:
    assert f"Example: {name}" in help_
