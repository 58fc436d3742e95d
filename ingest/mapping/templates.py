"""Templates: text with columns in braces, compiled once into a function of the row.

``{column}``            the cell's text; the whole template is empty where one of its columns is
``{column|other}``      the other column's text where the first is empty
``{item.part}``         a part of the item, in a record ``for_each`` item of a list
``{column:number}``     a number without trailing zeros, so that 6.150550 and 6.15055 are one key; 6,15055 is read too
``{column:day}``        the day of a date and time
``[, in {column}]``     left out where its column is empty; ``[[`` and ``]]``, ``{{`` and ``}}`` stand for themselves
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from graph.errors import LoadError

Cells: TypeAlias = list[str]
Item: TypeAlias = Mapping[str, str]
Text: TypeAlias = Callable[[Cells, Item], str]

NO_ITEM: Item = {}
_PIECE = re.compile(r"\{\{|\}\}|\[\[|\]\]|\{([^{}:]+)(?::(\w+))?\}|\[|\]")


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template: its function, the columns and item parts it reads, and its text where it reads none."""

    text: Text
    columns: frozenset[int] = frozenset()
    parts: frozenset[str] = frozenset()
    constant: str | None = None


_COMMA = re.compile(r"([+-]?\d+),(\d+)")


def number(text: str) -> str:
    """A decimal number, with a point or a comma, without trailing zeros; other text as it is."""
    try:
        value = float(_COMMA.sub(r"\1.\2", text) if "," in text and _COMMA.fullmatch(text) else text)
    except ValueError:
        return text
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


FORMATS: dict[str, Callable[[str], str]] = {"number": number, "day": lambda text: text[:10]}


class Columns:
    """The columns a table declares, by number, and those that templates really read."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.numbers = {name: at for at, name in enumerate(names)}

    def number(self, name: str) -> int:
        """The place of a column in the cells of a row.

        Raises:
            LoadError: the table declares no such column.
        """
        if name not in self.numbers:
            raise LoadError(f"column '{name}' is used but stands neither under required nor under optional")
        return self.numbers[name]


def compile_template(source: str, columns: Columns) -> Template:
    """Compile one template.

    Raises:
        LoadError: a column that is not declared, a format that there is not, or brackets that do not close.
    """
    sections: list[tuple[bool, list[str | Text]]] = [(False, [])]
    used: set[int] = set()
    parts: set[str] = set()
    if set(_PIECE.sub("", source)) & set("{}"):
        raise LoadError(f"'{source}' has a brace without its other; a column is written {{column}}")
    end = 0
    for match in _PIECE.finditer(source):
        if match.start() > end:
            sections[-1][1].append(source[end : match.start()])
        end = match.end()
        piece = match[0]
        if piece in ("{{", "}}", "[[", "]]"):
            sections[-1][1].append(piece[0])
        elif piece == "[":
            sections.append((True, []))
        elif piece == "]":
            if not sections[-1][0]:
                raise LoadError(f"'{source}' closes a bracket that it does not open")
            sections.append((False, []))
        else:
            sections[-1][1].append(_reader(match[1].strip(), match[2], columns, used, parts))
    if sections[-1][0]:
        raise LoadError(f"'{source}' opens a bracket that it does not close")
    if end < len(source):
        sections[-1][1].append(source[end:])
    return _template(sections, frozenset(used), frozenset(parts))


def _reader(name: str, form: str | None, columns: Columns, used: set[int], parts: set[str]) -> Text:
    shape = FORMATS.get(form) if form else None
    if form and shape is None:
        raise LoadError(f"'{form}' is no format; there are: {', '.join(FORMATS)}")
    if name.startswith("item."):
        part = name[5:]
        parts.add(part)
        if shape:
            return lambda _cells, item: shape(item.get(part, ""))
        return lambda _cells, item: item.get(part, "")
    places = [columns.number(one.strip()) for one in name.split("|")]
    used.update(places)
    at = places[0]
    if len(places) > 1:
        plain: Text = lambda cells, _item: next((cells[one] for one in places if cells[one]), "")  # noqa: E731
    else:
        plain = lambda cells, _item: cells[at]  # noqa: E731
    if shape:
        return lambda cells, item: shape(plain(cells, item))
    return plain


def _template(
    sections: list[tuple[bool, list[str | Text]]], used: frozenset[int], parts: frozenset[str]
) -> Template:  # fmt: skip
    sections = [(optional, pieces) for optional, pieces in sections if pieces]
    if not used and not parts:
        fixed = "".join(str(piece) for optional, pieces in sections if not optional for piece in pieces)
        return Template(lambda _cells, _item: fixed, constant=fixed)
    if len(sections) == 1 and len(sections[0][1]) == 1 and callable(sections[0][1][0]):
        return Template(sections[0][1][0], used, parts)
    return Template(lambda cells, item: _joined(sections, cells, item), used, parts)


def _joined(sections: list[tuple[bool, list[str | Text]]], cells: Cells, item: Item) -> str:
    said: list[str] = []
    for optional, pieces in sections:
        here: list[str] = []
        for piece in pieces:
            if isinstance(piece, str):
                here.append(piece)
            elif words := piece(cells, item):
                here.append(words)
            elif optional:
                break
            else:
                return ""
        else:
            said += here
    return "".join(said)
