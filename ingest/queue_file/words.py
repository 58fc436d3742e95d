"""Words of the review workbook and of the matcher's reasons."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from graph.errors import LoadError

LANGUAGES = ("en", "ar")
COLUMNS = (
    "number", "left", "right", "kind", "score", "verdict", "why", "left_names", "right_names", "parts", "reasons",
    "left_says", "right_says", "left_source", "right_source", "stands",
)  # fmt: skip
VERDICTS = ("same", "different", "unsure")
_REASONS = Path(__file__).parents[1] / "matching" / "reasons.yaml"


@cache
def words(language: str) -> Mapping[str, str]:
    """Headings and sentences.

    Raises:
        LoadError: another language.
    """
    if language not in LANGUAGES:
        raise LoadError(f"The review workbook is written in one of: {', '.join(LANGUAGES)}.")
    found: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))
    return found[language]


@cache
def reasons(language: str) -> Mapping[str, str]:
    """What each reason code of the matcher means."""
    found: dict[str, dict[str, str]] = yaml.safe_load(_REASONS.read_text("utf-8"))
    return found[language]
