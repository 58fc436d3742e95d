"""Which table of which mapping a sheet is, and where its header stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from graph.errors import LoadError
from graph.folding import fold
from ingest.mapping import language as lang
from ingest.mapping.reading import compile_tables
from ingest.mapping.table import Table

SEARCHED = 30  # rows in which a header is looked for: titles, logos and notes stand above it
ALMOST = 0.6  # share of the required columns at which a sheet is a table that lacks some


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A sheet that is known.

    Attributes:
        places: for each column that the table declares, where it stands in the sheet, -1 where it does not.
        header: row number (from 1) of the header; ``words`` are its cells as the user wrote them.
        absent: declared optional columns that the sheet has not.
        others: columns of the sheet that nothing is taken from.
    """

    mapping: lang.Mapping
    table: Table
    header: int
    words: tuple[str, ...]
    places: tuple[int, ...]
    absent: tuple[str, ...]
    others: tuple[str, ...]


def normal(name: object) -> str:
    """A column's name for comparing: folded, anything but letters and digits an underscore; "#" stays what it is."""
    folded = fold(str(name))
    return re.sub(r"[^\w]+|_+", "_", folded).strip("_") or folded.strip()


def check_mapping(mapping: lang.Mapping, headers: Sequence[object]) -> tuple[str, dict[str, list[str]]]:
    """Which table of a mapping these headers are.

    Returns:
        Its name ("" where they are none), and for every table what required columns are lacking.
    """
    there = {normal(header) for header in headers}
    lacking = {spec.name: [name for name in spec.required if not _names(spec, name) & there] for spec in mapping.tables}
    complete = [
        spec for spec in mapping.tables if not lacking[spec.name] and not there & set(map(normal, spec.without))
    ]
    best = max(complete, key=lambda spec: len(spec.required), default=None)
    return (best.name if best else ""), lacking


def _names(spec: lang.TableSpec, column: str) -> set[str]:
    return {normal(column), *(normal(other) for other in spec.aliases.get(column, ()))}


def recognise(rows: Iterable[Sequence[Any]], mappings: Sequence[lang.Mapping]) -> Found | None:
    """The first mapping and table whose required columns stand in one row near the top; None where none does.

    Of several tables that fit, the one that asks for most columns is taken.
    """
    for number, row in enumerate(islice(rows, SEARCHED), start=1):
        headers = [cell if isinstance(cell, str) else "" for cell in row]
        if sum(bool(header.strip()) for header in headers) < 2:
            continue
        fits: list[tuple[int, lang.Mapping, str]] = []
        for mapping in mappings:
            name, _ = check_mapping(mapping, headers)
            if name:
                spec = next(one for one in mapping.tables if one.name == name)
                fits.append((len(spec.required), mapping, name))
        if fits:
            _, mapping, name = max(fits, key=lambda fit: fit[0])
            return _found(mapping, name, number, headers)
    return None


def explain(rows: Iterable[Sequence[Any]], mappings: Sequence[lang.Mapping]) -> str:
    """What a sheet almost is, and what it lacks; "" where it is nothing known."""
    best: tuple[float, str] = (ALMOST, "")
    for row in islice(rows, SEARCHED):
        headers = [cell if isinstance(cell, str) else "" for cell in row]
        for mapping in mappings:
            _, lacking = check_mapping(mapping, headers)
            for spec in (one for one in mapping.tables if lacking[one.name]):
                share = 1 - len(lacking[spec.name]) / len(spec.required)
                if share > best[0]:
                    missing = ", ".join(lacking[spec.name])
                    said = f"it looks like '{spec.name}' of {mapping.dataset}, but has no column {missing}"
                    best = (share, said)
    return best[1]


def _found(mapping: lang.Mapping, name: str, number: int, headers: list[str]) -> Found:
    table = next(one for one in compile_tables(mapping, mapping.dataset) if one.spec.name == name)
    known: dict[str, int] = {}
    doubled: set[str] = set()
    for at, header in enumerate(headers):
        if (short := normal(header)) in known and short:
            doubled.add(short)
        known.setdefault(short, at)
    places: list[int] = []
    for column in table.columns:
        names = [normal(column), *(normal(other) for other in table.spec.aliases.get(column, ()))]
        short = next((one for one in names if one in known), "")
        if short in doubled:
            raise LoadError(f"two columns are called '{headers[known[short]]}'; rename or delete one of them")
        places.append(known[short] if short else -1)
    taken = set(places)
    return Found(
        mapping=mapping,
        table=table,
        header=number,
        words=tuple(headers),
        places=tuple(places),
        absent=tuple(column for column, at in zip(table.columns, places, strict=True) if at < 0),
        others=tuple(header for at, header in enumerate(headers) if at not in taken and header.strip()),
    )
