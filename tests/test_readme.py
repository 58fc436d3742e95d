"""What README.md and the tutorial point to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\(([^)#]+)")
COMMAND = re.compile(r"^dossier ([a-z-]+)(?: ([a-z]+))?", re.MULTILINE)


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md", "CHANGELOG.md"])
def test_every_link_leads_to_a_file(page: str) -> None:
    path = ROOT / page
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        assert "://" not in target, "nothing outside this repository is linked"
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_every_command_is_in_the_reference(page: str) -> None:
    reference = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    named = {first if first != "query" else f"query {second}" for first, second in
             COMMAND.findall((ROOT / page).read_text(encoding="utf-8"))}  # fmt: skip
    assert named
    assert {name for name in named if f"dossier {name}" not in reference} == set()
