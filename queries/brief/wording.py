"""The texts of a brief in its language, from ``words.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
