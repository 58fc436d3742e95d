"""Where an address leads on this page, and the addresses of documents and their pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.evidence.codes import read_code

NAME = "sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A document and page; code "" for the list, number 0 for the first page. ``wrong``: the address names neither."""

    code: str = ""
    number: int = 0
    wrong: bool = False


def is_here(here: Any) -> bool:
    """Whether the reader is on this page."""
    return isinstance(here, dict) and here.get("page") == NAME


def place_of(here: Any) -> Place:
    """What the parts of the address name."""
    parts = here.get("parts") if isinstance(here, dict) else None
    given = [str(part) for part in parts] if isinstance(parts, list) else []
    if not given:
        return Place()
    code = read_code(given[0]) or ""
    number = given[1] if len(given) > 1 else "0"
    if not code.startswith("D-") or not (number.isascii() and number.isdigit() and len(number) < 8):
        return Place(code=code or given[0], wrong=True)
    return Place(code=code, number=int(number))


def bare(code: str) -> str:
    """A code as it stands in an address: without blanks and signs but the first."""
    letter, _, digits = code.partition("-")
    return f"{letter}-{digits.replace(' ', '').replace('-', '')}"


def address(language: str, code: str, number: int = 0) -> str:
    """Where a document, or a page of it, lies."""
    return f"/{language}/{NAME}/{bare(code)}" + (f"/{number}" if number else "")
