"""What a column of somebody's own table can be taken for, and the headings by which it is guessed.

A *role* is what a column says of a row: when, where, who. Which records a row gives follows from the roles and from
what the rows of the table are: events, people, or posts that people held (see :mod:`ingest.composing`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph.folding import fold
from graph.model.words import LANGUAGES, code_lookup, field_label, kind_label
from ingest.mapping.cells import text

EVENTS, PEOPLE, POSTS = "events", "people", "posts"
ROWS = (EVENTS, PEOPLE, POSTS)
"""What the rows of a table can be."""

_OF_PERSONS = ("names", "alias", "father", "sex", "age", "born", "occupation", "town")
_ANYWHERE = ("key", "source", "document", "remarks")
ROLES: dict[str, tuple[str, ...]] = {
    EVENTS: (
        "key", "date", "until", "place", "province", "description", "method", *_OF_PERSONS, "group", "act", "outcome",
        "charge", "unit", "perpetrator", "killed", "injured", "missing", "held", "source", "document", "remarks",
    ),
    PEOPLE: ("key", *_OF_PERSONS, "source", "document", "remarks"),
    POSTS: ("key", *_OF_PERSONS, "unit", "post", "rank", "since", "until", "source", "document", "remarks"),
}  # fmt: skip
"""What a column may be, by what the rows are, in the order in which a page offers it."""
DATED = ("date", "until", "born", "since")
"""Roles of columns that hold dates."""
MANY = ("remarks",)
"""Roles that several columns may have."""
COUNTED = ("killed", "injured", "missing", "held")
"""Roles of columns that hold a number of people."""
CODED = {"sex": "sex", "method": "method", "act": "act", "outcome": "outcome"}
"""Roles whose cells must be words of a closed list, by that list."""

_HEADINGS = Path(__file__).with_name("headings.yaml")
_LABELLED = {field: field for field in ("key", "date", "place", "description", "names", "father", "age", "born",
                                        "occupation", "rank")}  # fmt: skip


_ARTICLE = re.compile(r"^ال(?=\w{3})")


def bare(heading: object) -> str:
    """A heading for comparing: folded, without marks and the Arabic article."""
    words = re.sub(r"[^\w#\s]", " ", fold(text(heading))).split()
    return " ".join(_ARTICLE.sub("", word) for word in words)


@cache
def _words() -> dict[str, str]:
    """Folded heading to role."""
    found: dict[str, str] = {}
    known: dict[str, str] = yaml.safe_load(_HEADINGS.read_text(encoding="utf-8"))
    for role, words in known.items():
        for word in words.split(";"):
            found.setdefault(bare(word), role)
    for field, role in _LABELLED.items():
        for kind in ("incident", "person", "posting"):
            for language in LANGUAGES:
                found.setdefault(bare(field_label(field, language, kind=kind)), role)
    for language in LANGUAGES:
        found.setdefault(bare(kind_label("unit", language)), "unit")
    return found


def role_of(heading: object) -> str:
    """What a column of this heading is taken for, "" where its words are not known."""
    return _words().get(bare(heading), "") if isinstance(heading, str) else ""


def fits(role: str, samples: Sequence[Any]) -> bool:
    """Whether most of these cells are words of the role's list; true for a role that has none."""
    vocabulary = CODED.get(role)
    filled = [words for cell in samples if (words := text(cell))]
    if vocabulary is None or not filled:
        return True
    known = code_lookup(vocabulary)
    return 2 * sum(all(fold(part.strip()) in known for part in words.split("|")) for words in filled) > len(filled)


def rows_said_by(roles: Sequence[str]) -> str:
    """What the rows of a table with these columns most likely are."""
    if "date" in roles:
        return EVENTS
    if "names" in roles and "unit" in roles:
        return POSTS
    return PEOPLE if "names" in roles else EVENTS
