"""Small parts that the steps of Add share: what a control asks for, and how sentences are shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from dashboard.components.markup import Component, html
from dashboard.wording import Words

_ARABIC = re.compile("[\u0600-\u06ff]")


def asks(do: str, **what: Any) -> dict[str, str]:
    """The attribute by which a control tells the browser's part what to ask for."""
    return {"data-add": json.dumps({"do": do, **what})}


def step(number: int, key: str, words: Words) -> Component:
    """The heading of a step."""
    return html.H2([html.Span(f"{number}", className="add-number"), html.Span(words(f"add.step.{key}"))])


def sentence(text: str, words: Words, **more: Any) -> Component:
    """A sentence of ours that may hold the user's own words."""
    return html.P(words.directed(text), **_direction(text, words), **more)


def _direction(text: str, words: Words) -> dict[str, str]:
    """What is only known in English reads from the left, on an Arabic page too."""
    return {"lang": "en", "dir": "ltr"} if words.direction == "rtl" and not _ARABIC.search(text) else {}


def listed(sentences: Iterable[str], words: Words, *, of: str = "ul", **more: Any) -> Component:
    """Sentences, one below the other."""
    items = [html.Li(words.directed(one), **_direction(one, words)) for one in sentences]
    return (html.Ol if of == "ol" else html.Ul)(items, **more)


def choice(options: Iterable[tuple[str, str]], chosen: str, asked: dict[str, str], **more: Any) -> Component:
    """A select that asks at once when it is changed."""
    made = [
        html.Option(label, value=value, **({"selected": "selected"} if value == chosen else {}))
        for value, label in options
    ]
    return html.Select(made, **asked, **more)


def columns_in_line(headings: Iterable[str], words: Words) -> str:
    """Headings one after the other."""
    return ("، " if words.language == "ar" else ", ").join(f"\u2068{heading}\u2069" for heading in headings)
