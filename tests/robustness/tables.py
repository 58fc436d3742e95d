"""Tables made for these tests, of the shapes that the shipped mappings know; any number of rows, written as made."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

EVENTS = (
    "id", "type_of_violence", "side_a", "side_b", "date_start", "date_end", "low", "best", "high", "date_prec",
    "where_prec", "where_coordinates", "adm_1", "country", "latitude", "longitude", "source_article",
    "deaths_civilians",
)  # fmt: skip

POSTS = """\
dataset: posts
level: public
always:
  - {kind: source, key: desk, fields: {kind: organisation, name: Desk}}
  - {kind: document, key: list, fields: {source: {refer: source, key: desk}, kind: report, title: List}}
tables:
  - name: people
    required: [key, name, seen]
    rests_on: {document: {refer: document, key: list}, locator: "row {key}"}
    records:
      - kind: person
        key: "{key}"
        fields: {names: {names: [{words: "{name}"}]}, born: "{seen}"}
"""
"""A mapping of a small table of people: a key, a name, and a date."""

UNITS = """\
dataset: units
level: public
always:
  - {kind: source, key: desk, fields: {kind: organisation, name: Desk}}
  - {kind: document, key: list, fields: {source: {refer: source, key: desk}, kind: report, title: List}}
tables:
  - name: units
    required: [key, name, above]
    rests_on: {document: {refer: document, key: list}, locator: "row {key}"}
    records:
      - kind: unit
        key: "{key}"
        fields: {names: {names: [{words: "{name}"}]}}
      - kind: unit_relation
        when: {text: "{above}", filled: true}
        key: "{key} under {above}"
        fields:
          child: {refer: unit, key: "{key}"}
          parent: {refer: unit, key: "{above}"}
          kind: command
"""
"""A mapping of units and the unit above each."""


def event(number: int, chance: random.Random) -> dict[str, Any]:
    """One row of a table of events."""
    month, day = chance.randint(1, 12), chance.randint(1, 28)
    town = chance.randint(1, 80)
    best = chance.randint(0, 30)
    return {
        "id": number,
        "type_of_violence": chance.randint(1, 3),
        "side_a": f"Group {chance.randint(1, 9)}",
        "side_b": chance.choice(["Civilians", "Group 10", "Group 11"]),
        "date_start": f"2015-{month:02}-{day:02}",
        "date_end": f"2015-{month:02}-{day:02}",
        "low": max(0, best - 2),
        "best": best,
        "high": best + 3,
        "date_prec": 1,
        "where_prec": 1,
        "where_coordinates": f"Town {town}",
        "adm_1": f"Province {town % 7}",
        "country": "Sample country",
        "latitude": round(30 + town / 100, 4),
        "longitude": round(40 + town / 100, 4),
        "source_article": f"Sample Paper, 2015-{month:02}-{day:02}, Report {chance.randint(1, 500)}",
        "deaths_civilians": chance.randint(0, 3),
    }


def write_events(path: Path, rows: int, *, seed: int = 1, columns: Sequence[str] = EVENTS, until: int = 0) -> Path:
    """Write a table of events; with ``until`` rows go on until the file has that many bytes."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        number = 0
        while number < rows or (number % 1_000 == 0 and file.tell() < until) or (until and number % 1_000):
            number += 1
            writer.writerow(event(number, chance))
    return path


def write_rows(path: Path, rows: Iterable[Sequence[object]], **how: Any) -> Path:
    """Write any rows as CSV."""
    with path.open("w", encoding=how.pop("encoding", "utf-8"), newline="") as file:
        csv.writer(file, **how).writerows(rows)
    return path


def write_units(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write a tree of units, each under one before it, and the mapping of the table."""
    mapping = folder / "units.yaml"
    mapping.write_text(UNITS, encoding="utf-8")
    tree = ([f"u{number}", f"Unit {number}", f"u{number // 2}" if number > 1 else ""] for number in range(1, rows + 1))
    return write_rows(folder / "units.csv", [("key", "name", "above"), *tree]), mapping
