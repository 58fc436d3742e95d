"""The words of the pages: one folder a language, one file a page (``words/en/sources.yaml``), read once.

Keys are joined by points (``explore.hide``), and no two files hold the same one. Words for kinds, fields and codes
of the model live with the model.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ingest.sentences import in_language

LANGUAGES = ("en", "ar")
RIGHT_TO_LEFT = frozenset({"ar"})

# I-417 208-8, 2015-03, [2014-01-01..2015-06-30], 4–8, 6+: signs between digits would let the parts change places.
_NUMBERS = re.compile(r"[PGULIFD]-\d[\d ]*-\d|[\[<~≤]*\d(?:[\d\-–/.:~?%+\[\]X]*[\d\]+X%~?])?")


_STORED = {"entered by hand": "by_hand", "Source not stated": "no_source"}
_PLACE = re.compile(r"(row|section|p\.|pp\.) (\d+(?:[-–]\d+)?)")
_PLACES = {"row": "row", "section": "section", "p.": "page", "pp.": "pages"}


class Words:
    """What the pages say in one language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._texts = texts(self.language)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key, its ``{places}`` filled. Raises KeyError for a key that no file holds."""
        text = self._texts[key]
        return text.format(**values) if values else text

    def part(self, start: str) -> dict[str, str]:
        """Every text whose key starts with ``start.``, by the rest of its key."""
        return {key.removeprefix(f"{start}."): text for key, text in self._texts.items() if key.startswith(f"{start}.")}

    def maybe(self, key: str, otherwise: str) -> str:
        """The text of a key made from data, or what to say where there is none."""
        return self._texts.get(key, otherwise)

    def stored(self, text: str) -> str:
        """What the workspace itself once wrote into the case in English ("entered by hand", "row 1", "p. 4"), in the
        language of the page; whatever people wrote stays as it is."""
        if text in _STORED:
            return self(f"stored.{_STORED[text]}")
        parts = [_PLACE.fullmatch(part) for part in text.split(", ")]
        told = [self(f"stored.{_PLACES[part[1]]}", n=part[2]) for part in parts if part]
        return self.directed(self("stored.and").join(told)) if len(told) == len(parts) else text

    def directed(self, text: str) -> str:
        """Text that a page writes as a whole: in a right-to-left one, numbers and dates keep their order."""
        return _NUMBERS.sub("\u2066\\g<0>\u2069", text) if self.direction == "rtl" else text

    def said(self, error: Exception | str) -> str:
        """What an error says, in the language of the page; in English where it is not known in that."""
        return self.directed(in_language(self.language, str(error), lists=("dashboard", "ingest")))

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


def words_of(told: Any) -> Words:
    """The words of the page that a callback serves, from the store ``words``."""
    return Words(str(told.get("language", "")) if isinstance(told, dict) else "")


@cache
def texts(language: str) -> dict[str, str]:
    """Every text of a language by its whole key.

    Raises:
        ValueError: two files hold the same key.
    """
    found: dict[str, str] = {}
    folder = files("dashboard") / "words" / language
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        texts_of_file = dict(_flat(yaml.safe_load(file.read_text(encoding="utf-8")) or {}))
        if twice := found.keys() & texts_of_file.keys():
            raise ValueError(f"{file.name} repeats {', '.join(sorted(twice))}")
        found.update(texts_of_file)
    return found


def _flat(tree: dict[str, Any], start: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, dict):
            found += _flat(value, f"{start}{key}.")
        else:
            found.append((f"{start}{key}", str(value)))
    return found
