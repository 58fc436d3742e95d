"""A table of people as records to compare: CSV, TSV, XLSX and other workbooks, JSON lines, Parquet."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

import duckdb

from graph.errors import LoadError
from ingest.dedupe_columns import SEARCHED, place_columns
from ingest.mapping.cells import text
from ingest.matching.tables import Records
from ingest.readers.tables import csv_rows, read_sheets

LONGEST_NAME = 300
"""Letters of a name that are read; a longer cell is no name, and its row is said."""
MOST_NOTED = 10
"""Row numbers that a note lists."""
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_ABOUT = re.compile(r"~|\?|\bc(?:a|irca)?\b|\babout\b|\bapprox|تقريب|حوالي", re.IGNORECASE)
_ALIASES = re.compile(r"\s*[;|/؛]\s*")
_YES = frozenset("1 true yes y approx approximate ca circa ~ نعم تقريبا تقريبي oui".split())
_TEXT_TABLES = (".csv", ".tsv", ".txt")


@dataclass(slots=True, kw_only=True)
class People:
    """Rows of a table, ready to compare.

    Attributes:
        ids: each record's id as written, or its row number where the table has no column of ids.
        fields: which fields were found, and under which heading.
        notes: sentences for the user; row numbers and column names, never a cell.
    """

    ids: list[str]
    records: Records
    fields: dict[str, str]
    notes: list[str] = field(default_factory=list)


def read_people(path: Path, given: Mapping[str, tuple[str, ...]] | None = None) -> People:
    """Read a table.

    Args:
        given: headings of fields, where headings alone do not say it (``{"name": ("Full name",)}``).

    Raises:
        LoadError: no table, no column of names, ids that repeat; names the file, the column and what would be right.
    """
    if not path.is_file():
        raise LoadError(f"{path.name}: there is no such file.")
    rows = _rows(path)
    head = list(islice(rows, SEARCHED))
    header, placed = place_columns(head, given or {}, path.name)
    people = _people(chain(head[header + 1 :], rows), header + 2, placed, path.name)
    people.fields = {
        name: " + ".join(str(head[header][at]).strip() for at in places) for name, places in placed.items()
    }
    return people


def _rows(path: Path) -> Iterator[Sequence[object]]:
    if path.suffix.lower() == ".parquet":
        return _parquet_rows(path)
    if path.suffix.lower() in _TEXT_TABLES:
        return (row.cells for row in csv_rows(path))
    sheets = [sheet for sheet in read_sheets(path) if not sheet.hidden and any(sheet.rows)]
    if not sheets:
        raise LoadError(f"{path.name}: no sheet holds a row.")
    if len(sheets) > 1:
        raise LoadError(
            f"{path.name}: {len(sheets)} sheets hold rows; save the one to be compared as a file of its own."
        )
    return iter(sheets[0].rows)


def _parquet_rows(path: Path) -> Iterator[Sequence[object]]:
    name = str(path.resolve())
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute("SET temp_directory = ''")
        connection.execute(f"SET allowed_paths = ['{name.replace(chr(39), chr(39) * 2)}']")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        try:
            found = connection.execute("SELECT * FROM read_parquet(?)", [name])
            yield tuple(column[0] for column in found.description or ())
            while batch := found.fetchmany(50_000):
                yield from batch
        except duckdb.Error:
            raise LoadError(f"{path.name}: not a Parquet file that can be read; save it again, or as CSV.") from None


def _people(rows: Iterable[Sequence[object]], first: int, placed: Mapping[str, tuple[int, ...]], table: str) -> People:
    ids: list[str] = []
    names: list[tuple[str, ...]] = []
    labels: dict[str, list[str | None]] = {"place": [], "unit": []}
    columns: dict[str, list[object]] = {"source": [], "born": [], "approx": [], "sex": []}
    nameless: list[int] = []
    cut: list[int] = []
    yearless: list[int] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=first):
        cells = {name: _cell(row, places) for name, places in placed.items()}
        if not any(cells.values()):
            continue
        spellings = [cells["name"], *_ALIASES.split(cells.get("alias", ""))]
        if any(len(spelling) > LONGEST_NAME for spelling in spellings):
            cut.append(number)
        names.append(tuple(dict.fromkeys(spelling[:LONGEST_NAME] for spelling in spellings if spelling)))
        if not cells["name"]:
            nameless.append(number)
        id_ = cells.get("record_id") or f"row {number}"
        if id_ in seen:
            column = "record_id" if "record_id" in placed else "row"
            raise LoadError(
                f"{table}, rows {seen[id_]} and {number}: column {column} holds the same id twice; every row needs its "
                "own. Name another column (--columns record_id=HEADING), or take the column out."
            )
        seen[id_] = number
        ids.append(id_)
        year = _YEAR.search(cells.get("birth_year", ""))
        if cells.get("birth_year") and not year:
            yearless.append(number)
        columns["born"].append(int(year[0]) if year else None)
        columns["approx"].append(
            cells.get("birth_approx", "").lower() in _YES or bool(_ABOUT.search(cells.get("birth_year", "")))
        )
        columns["source"].append(cells.get("source") or None)
        columns["sex"].append(cells.get("sex", "").lower()[:1] or None)
        for label, values in labels.items():
            values.append(cells.get(label) or None)
    if not ids:
        raise LoadError(f"{table}: there is no row below the headings.")
    notes = [
        *_note(nameless, table, "have no name and stay alone unless an alias links them"),
        *_note(cut, table, f"have a name longer than {LONGEST_NAME} letters, of which the beginning is read"),
        *_note(yearless, table, "have a birth year that is no year from 1800 to 2099, and are compared without it"),
    ]
    records = Records(size=len(ids), columns=columns, labels=labels, names=names)
    return People(ids=ids, records=records, fields={}, notes=notes)


def _cell(row: Sequence[object], places: Sequence[int]) -> str:
    if len(places) == 1:
        return text(row[places[0]]) if places[0] < len(row) else ""
    parts = (text(row[at]) for at in places if at < len(row))
    return " ".join(part for part in parts if part)


def _note(rows: Sequence[int], table: str, what: str) -> list[str]:
    if not rows:
        return []
    shown = ", ".join(str(row) for row in rows[:MOST_NOTED])
    more = f" and {len(rows) - MOST_NOTED} more" if len(rows) > MOST_NOTED else ""
    return [f"{table}: rows {shown}{more} {what}."]
