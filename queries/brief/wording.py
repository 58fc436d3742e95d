"""The texts of a brief in its language, from ``words.yaml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

LANGUAGES = ("en", "ar")
Words = Callable[..., str]


@cache
def _texts() -> dict[str, dict[str, str]]:
    loaded = yaml.safe_load((files("queries.brief") / "words.yaml").read_text(encoding="utf-8"))
    return {language: dict(loaded[language]) for language in LANGUAGES}


def words_in(language: str) -> Words:
    """``words(key, name=value, …)`` for a language.

    Raises:
        KeyError: there is no such text.
    """
    texts = _texts()[language]

    def words(key: str, /, **values: Any) -> str:
        return texts[key].format(**values) if values else texts[key]

    return words


def own_words() -> Iterator[str]:
    """Every text of every language: words that are ours, in which a name that is also a word is no name."""
    for texts in _texts().values():
        yield from texts.values()


def from_right(text: str) -> bool:
    """Whether a text is read from the right: its first letter that has a direction decides."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


_DATE = re.compile(r"\[?\d{4}(?:-\d{2}){1,2}[\d\-./\[\]~?X:\u200b ]*(?<![ .:])|\d+(?:\.\d+)?–\d+(?:\.\d+)?|\d+\.\d+")


def steady(text: str) -> str:
    """Dates and numbers of facts kept from left to right: after Arabic 2015-01-10 would turn into 10-01-2015."""
    return _DATE.sub("\u2066\\g<0>\u2069", text)


def runs(numbers: Sequence[str]) -> str:
    """Numbers of facts with neighbours drawn together: 1.2, 1.4–1.7."""
    pairs = sorted({(int(section), int(fact)) for section, fact in (number.split(".") for number in numbers)})
    found: list[list[tuple[int, int]]] = []
    for pair in pairs:
        if found and found[-1][-1] == (pair[0], pair[1] - 1):
            found[-1].append(pair)
        else:
            found.append([pair])
    spans = [(f"{run[0][0]}.{run[0][1]}", f"{run[-1][0]}.{run[-1][1]}") for run in found]
    return ", ".join(first if first == last else f"{first}–{last}" for first, last in spans)
