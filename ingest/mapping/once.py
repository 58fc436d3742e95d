"""What many rows share: drafted once a load, the same whichever row comes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

import orjson

from graph.evidence import Draft
from graph.model import FieldType
from graph.model.kinds import KINDS
from ingest.mapping.templates import NO_ITEM, Cells, Item

Deps = tuple[Any, ...]
Values = dict[str, Any]


class Once:
    """The drafts of one shared record specification; :func:`settle_all` gives them.

    Rows that name the same key but word it differently give one draft: all names are kept, the name of most rows
    first, and every other field is that of most rows (ties by text), so that the order of rows changes nothing.
    """

    def __init__(self, kind: str, dataset: str) -> None:
        self.kind, self.dataset = kind, dataset
        self._counts: dict[Deps, int] = {}
        self._made: dict[Deps, Any] = {}
        self._items: dict[str, list[dict[str, str]]] = {}
        self._get: Callable[[Cells], Any] | None = None
        self._order: tuple[int, ...] = ()
        self.variants: dict[str, list[tuple[int, Deps, Values]]] = {}
        self._parts: tuple[str, ...] = ()

    def deps(self, cells: Cells, item: Item, columns: frozenset[int], parts: frozenset[str]) -> Deps:
        """What the record depends on, in this row."""
        if self._get is None:
            self._order = tuple(sorted(columns))
            self._parts = tuple(sorted(parts))
            self._get = itemgetter(*self._order) if self._order else lambda _cells: ()
        read = self._get(cells)
        if self._parts:
            return (read, *(item.get(part, "") for part in self._parts))
        return read if isinstance(read, tuple) else (read,)

    def items(self, text: str, parted: Callable[[str], list[dict[str, str]]]) -> list[dict[str, str]]:
        """The items of a list's text, parted once."""
        found = self._items.get(text)
        if found is None:
            if len(self._items) > 100_000:
                self._items.clear()
            found = self._items[text] = parted(text)
        return found

    def count(self, deps: Deps) -> None:
        """One row says this."""
        self._counts[deps] = self._counts.get(deps, 0) + 1

    def resolve(
        self, make: Callable[[Cells, Item], Any], width: int, columns: frozenset[int], parts: frozenset[str]
    ) -> None:
        """Make what was counted into keys and values.

        Args:
            make: from cells and item to (key, values), a refusal, or None where the record is not wanted.
        """
        order, names = tuple(sorted(columns)), tuple(sorted(parts))
        for deps, count in self._counts.items():
            read, said = (deps[0], deps[1:]) if names else (deps, ())
            read = read if isinstance(read, tuple) else (read,)
            cells = [""] * width
            for at, text in zip(order, read, strict=True):
                cells[at] = text
            made = make(cells, dict(zip(names, said, strict=True)) if names else NO_ITEM)
            if isinstance(made, tuple):
                self.variants.setdefault(made[0], []).append((count, deps, made[1]))
            else:
                self._made[deps] = made
        self._counts.clear()

    def settle(self, key: str, draft: Draft) -> None:
        """The draft that all variants of a key become."""
        for _, deps, _ in self.variants.get(key, ()):
            self._made[deps] = draft

    def made(self, deps: Deps) -> Any:
        """The draft, the refusal, or None."""
        return self._made.get(deps)


def settle_all(many: Sequence[Once]) -> None:
    """One draft for each key, over all specifications of a kind: a unit may be side A of one row and B of another."""
    by_key: dict[tuple[str, str], list[tuple[int, Deps, Values]]] = {}
    for once in many:
        for key, variants in once.variants.items():
            by_key.setdefault((once.kind, key), []).extend(variants)
    for (kind, key), variants in by_key.items():
        own = [once for once in many if once.kind == kind]
        draft = Draft(kind=kind, dataset=own[0].dataset, key=key, values=_merged(kind, variants))
        for once in own:
            once.settle(key, draft)


def _merged(kind: str, variants: list[tuple[int, Deps, Values]]) -> Values:
    if len(variants) == 1:
        return variants[0][2]
    ranked: dict[bytes, tuple[int, Values]] = {}
    for count, _, values in variants:
        text = orjson.dumps(values, option=orjson.OPT_SORT_KEYS)
        ranked[text] = (ranked.get(text, (0, values))[0] + count, values)
    ordered = [values for _, (_, values) in sorted(ranked.items(), key=lambda one: (-one[1][0], one[0]))]
    merged = dict(ordered[0])
    for values in ordered[1:]:
        for name, value in values.items():
            merged.setdefault(name, value)
    for name, value in list(merged.items()):
        found = KINDS[kind].field(name)
        if found is not None and found.type is FieldType.NAMES:
            merged[name] = _all_names([values.get(name, []) for values in ordered], value)
    return merged


def _all_names(lists: list[list[dict[str, str]]], first: list[dict[str, str]]) -> list[dict[str, str]]:
    names = {name["words"]: name for name in first}
    for others in lists[1:]:
        for name in others:
            names.setdefault(name["words"], {**name, "type": "alias"})
    return list(names.values())
