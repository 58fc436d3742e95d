"""An invented country in the sheets of a monitor, small enough to work every answer out by hand.

Names are in Burmese, Arabic, Spanish and English; dates are known to the day, the month or the year; some rows say
how they go on and others do not.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

UNITS = {
    "bn": "၁၀၁ ခြေမြန်တပ်ရင်း",
    "div": "Séptima División",
    "reg": "القيادة الشرقية",
    "hq": "Army Headquarters",
    "adm": "Ministry of Defence",
    "op": "Joint Operation Lightning",
    "ph": "Unknown brigade of the Séptima División",
    "b2": "102 Battalion",
    "b3": "103 Battalion",
    "b4": "104 Battalion",
    "c1": "Circle One",
    "c2": "Circle Two",
    "c3": "Circle Three",
    "coast": "Coastal Command",
}
PERSONS = {
    "tun": "ထွန်းအောင်",
    "mustafa": "مصطفى أحمد الكاتب",
    "jose": "José Núñez Peñaloza",
    "koko": "Ko Ko Lwin",
    "maung": "Maung Hla",
    "omar": "Omar Siddiq",
    "lina": "Ana Ruiz Ocaña",
}

# child, parent, relation, classification, start, precision, is the start, end, precision, open
RELATIONS = (
    ("r1", "bn", "div", "child-of", "command", "2010-03-10", "day", "no", "2014-06-01", "day", "Y"),
    ("r2", "bn", "reg", "child-of", "command", "2013-05", "month", "no", "", "", "N"),
    ("r3", "div", "hq", "child-of", "command", "2008", "year", "yes", "2012-12-31", "day", "E"),
    ("r4", "div", "reg", "child-of", "command", "2013-01-01", "day", "yes", "2016-05", "month", "N"),
    ("r5", "reg", "hq", "child-of", "command", "2005-01-01", "day", "no", "2020-01-01", "day", "Y"),
    ("r6", "bn", "adm", "child-of", "administrative", "2000-01-01", "day", "no", "2020-01-01", "day", "Y"),
    ("r7", "bn", "op", "member-of", "", "2012-01-01", "day", "yes", "2012-12-31", "day", "E"),
    ("r8", "b2", "ph", "child-of", "command", "", "", "", "", "", "N"),
    ("r9", "ph", "div", "child-of", "command", "2009-01-01", "day", "no", "2019-01-01", "day", "Y"),
    ("r10", "c1", "c2", "child-of", "command", "2010-01-01", "day", "no", "2012-01-01", "day", "Y"),
    ("r11", "c2", "c3", "child-of", "command", "2010-01-01", "day", "no", "2012-01-01", "day", "Y"),
    ("r12", "c3", "c1", "child-of", "command", "2010-01-01", "day", "no", "2012-01-01", "day", "Y"),
    ("r13", "b3", "div", "child-of", "command", "2015-01-01", "day", "no", "2011-01-01", "day", "N"),
    # nobody says of what kind the link is
    ("r14", "b4", "div", "child-of", "", "2010-01-01", "day", "no", "2012-01-01", "day", "Y"),
)

# person, unit, role, start, precision, exact, end, precision, exact
POSTINGS = (
    ("p1", "tun", "bn", "Commander", "2010-05-01", "day", "no", "2011-04-30", "day", "no"),
    ("p2", "mustafa", "bn", "Commander", "2011-09-01", "day", "yes", "", "", ""),
    ("p3", "jose", "bn", "Commander", "2013-02-15", "day", "yes", "2013-12", "month", "yes"),
    ("p4", "koko", "bn", "Jefe de Estado Mayor", "2010-01-01", "day", "no", "2014-01-01", "day", "no"),
    ("p5", "koko", "bn", "", "", "", "", "", "", ""),
    ("p6", "jose", "div", "Commander", "2014-02", "month", "yes", "", "", ""),
    ("p7", "jose", "hq", "Commander", "2014-02", "month", "yes", "", "", ""),
    ("p8", "maung", "hq", "Commander", "2012", "year", "no", "", "", ""),
    ("p9", "omar", "reg", "Commander", "2010-01-01", "day", "yes", "2010-12-31", "day", "yes"),
    ("p10", "lina", "reg", "Commander", "2011-03-01", "day", "yes", "2012-01-01", "day", "yes"),
    ("p11", "omar", "coast", "Commander", "2011-06-01", "day", "no", "2013-01-01", "day", "no"),
    ("p12", "lina", "coast", "Commander", "2010-01-01", "day", "no", "2012-01-01", "day", "no"),
)

# first and last day, precision, units, persons, classes
INCIDENTS = (
    ("by a unit", "2013-07-01", "2013-07-01", "day", "bn", "", "Army"),
    ("by a person", "2013-07-01", "2013-07-01", "day", "", "jose", ""),
    ("in a month", "2013-02", "2013-02", "month", "bn", "", ""),
    ("by a class", "2013-07-01", "2013-07-01", "day", "", "", "Army|Police"),
)


def write_tables(folder: Path, *, sources: bool = True, backwards: bool = False) -> list[Path]:
    """Write the sheets of the invented country; every row rests on the same two reports.

    Args:
        sources: also the sheet of the sources.
        backwards: columns, rows and files in reverse order.
    """
    rests = {"country": "zz", "confidence": "low", "confidence_detail": "", "sources": "report-1|report-2"}
    tables: dict[str, list[dict[str, str]]] = {
        "organizations": [_unit(key, name) | rests for key, name in UNITS.items()],
        "persons": [{"id": key, "name": name, "aliases": ""} | rests for key, name in PERSONS.items()],
        "unit_relations": [_relation(*row) | rests for row in RELATIONS],
        "postings": [_posting(*row) | rests for row in POSTINGS],
        "incidents": [_incident(*row) | rests for row in INCIDENTS],
    }
    if sources:
        tables["sources"] = [_source(number) for number in (1, 2)]
    named = list(tables.items())
    return [_write(folder / f"{name}.csv", rows, backwards) for name, rows in (named[::-1] if backwards else named)]


def _unit(key: str, name: str) -> dict[str, str]:
    return {
        "id": key, "name": name, "aliases": f"{key} alias", "classifications": "Army|Military", "base_names": "",
        "first_cited": "", "first_precision": "", "first_is_start": "", "last_cited": "", "last_precision": "",
        "open_ended": "Y", "placeholder": "unknown" if key == "ph" else "",
    }  # fmt: skip


def _relation(*row: str) -> dict[str, str]:
    names = ("id", "child", "parent", "relation", "classification", "start", "start_precision", "start_is_exact",
             "end", "end_precision", "open_ended")  # fmt: skip
    made = dict(zip(names, row, strict=True))
    return made | {"child_name": UNITS[made["child"]], "parent_name": UNITS[made["parent"]]}


def _posting(*row: str) -> dict[str, str]:
    names = ("id", "person", "unit", "role", "start", "start_precision", "start_is_exact", "end", "end_precision",
             "end_is_exact")  # fmt: skip
    made = dict(zip(names, row, strict=True))
    more = {"person_name": PERSONS[made["person"]], "unit_name": UNITS[made["unit"]], "rank": "Coronel", "title": ""}
    return made | more | {"start_context": "", "end_context": ""}


def _incident(key: str, first: str, last: str, precision: str, unit: str, person: str, classes: str) -> dict[str, str]:
    return {
        "id": key, "start": first, "start_precision": precision, "end": last, "end_precision": precision,
        "first_alleged": "", "location": "", "location_name": "", "location_description": "", "lat": "", "lon": "",
        "description": key, "violation_types": "Torture", "perpetrator_persons": person, "perpetrator_units": unit,
        "perpetrator_classes": classes,
    }  # fmt: skip


def _source(number: int) -> dict[str, str]:
    return {
        "id": f"report-{number}", "title": f"Report {number}", "publication": f"Outlet {number}",
        "publication_country": "", "published": "2015-03", "published_precision": "month",
        "url": f"https://example.org/{number}", "access_points": "", "archive_urls": "", "pages": "",
    }  # fmt: skip


def _write(path: Path, rows: list[dict[str, str]], backwards: bool) -> Path:
    columns: Iterable[str] = reversed(list(rows[0])) if backwards else list(rows[0])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns))
        writer.writeheader()
        writer.writerows(reversed(rows) if backwards else rows)
    return path
