"""The list under a search box or a field: options that a mouse, arrows and Enter choose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dashboard.components.icons import kind_mark
from dashboard.components.markup import Component, html
from dashboard.wording import Words
from queries.explore import Hit, kind_of

PARTS = ("exact", "variants", "pages")
"""How hits are told apart on the page: as written, written otherwise, in a text."""


def options(hits: Iterable[Hit], words: Words, *, asked: bool, variants: bool = True) -> list[Any]:
    """Hits as options, in parts with a heading; it says so where nothing was found.

    Args:
        asked: whether something was searched for at all.
        variants: whether names that are written otherwise were wanted.
    """
    parts: dict[str, list[Component]] = {part: [] for part in PARTS}
    for hit in hits:
        parts[_part(hit)].append(_option(hit.code, hit.kind, hit.label, _why(hit, words)))
    found = [_headed(words(f"search.part_{part}"), those) for part, those in parts.items() if those]
    if found or not asked:
        return found
    return [html.Div(words("search.nothing" if variants else "search.nothing_so"), className="nothing")]


def _part(hit: Hit) -> str:
    return "pages" if hit.page else "exact" if hit.exact else "variants"


def _headed(heading: str, those: list[Component]) -> Component:
    return html.Div(
        [html.Div(heading, className="found-part", **{"aria-hidden": "true"}), *those],
        role="group",
        **{"aria-label": heading},
    )


def choices(suggested: Iterable[Any]) -> list[Any]:
    """Suggestions for a parameter as options: a value, and what it is called."""
    return [_option(each.value, kind_of(each.value), each.label, "") for each in suggested]


def _why(hit: Hit, words: Words) -> str:
    if hit.page:
        return words("search.on_page", page=hit.page)
    return words(f"search.by_{hit.why}")


def _option(value: str, kind: str, label: str, why: str) -> Component:
    lines = label.split("\n")
    shown = [part for part in (*lines[1:], "" if value in label else value, why) if part]
    return html.Div(
        [
            kind_mark(kind) if kind else None,
            html.Span(
                [
                    html.Span(html.Bdi(lines[0]), className="name"),
                    html.Span(
                        [html.Bdi(part) for part in shown],
                        className="hint",
                    ),
                ]
            ),
        ],
        role="option",
        className="option",
        **{"data-value": value, "data-label": lines[0], "aria-selected": "false"},
    )
