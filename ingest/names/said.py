"""A comparison in words: its token table, printable in English and Arabic."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from graph.folding import isolate
from ingest.names.compare import Comparison

LANGUAGES = ("en", "ar")
NOTHING = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row in words: both tokens as written, what part of the name it is, and what the comparison found."""

    left: str
    right: str
    role: str
    reason: str
    similarity: float
    weight: float


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> dict[str, dict[str, str]]:
    """The words of roles, reasons and flags in a language."""
    text = Path(__file__).with_name(f"said_{language}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = yaml.safe_load(text)
    return loaded


def explanation(comparison: Comparison, language: str = "en") -> list[Line]:
    """The token table of a comparison in words.

    Args:
        language: "en" or "ar".
    """
    said = words(language)
    return [
        Line(
            left=row.left,
            right=row.right,
            role=said["role"][row.role.value],
            reason=said["reason"][row.reason],
            similarity=row.similarity,
            weight=row.weight,
        )
        for row in comparison.tokens
    ]


def printed(comparison: Comparison, language: str = "en") -> str:
    """The token table of a comparison as text, one line a token; names are isolated, so that none turns a line around.

    Args:
        language: "en" or "ar".
    """
    return "\n".join(
        f"{line.role}: {isolate(line.left) or NOTHING} · {isolate(line.right) or NOTHING} ({line.reason})"
        for line in explanation(comparison, language)
    )
