"""A list of places that a case may add: other names of a place, where it is, and what it lies within.

A CSV file ``gazetteer.csv`` in the case folder (or one named on the command line)::

    name,alternative_names,lat,lon,within
    Wadi Hajar,وادي حجر|Wadi al-Hajar,36.3125,43.1196,Mosul

``within`` names another place, of the file or of the case. It holds names of places only: it lies in plain in the
folder, so no place where somebody hides belongs in it.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import DossierError
from ingest.matching.place_names import place_key

FILE = "gazetteer.csv"
COLUMNS = ("name", "alternative_names", "lat", "lon", "within")


class BadGazetteer(DossierError):
    """A gazetteer that cannot be read; names row and column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One place of the file; ``key``: of its name and what it is within."""

    key: str
    lat: float | None
    lon: float | None
    within: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """The places of a file, by the key of each of their names."""

    by_name: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)

    def entries(self, spellings: Iterable[str], *, around: Collection[str] = ()) -> list[str]:
        """Keys of the places that any of these names names; several where the file has several of one name."""
        return sorted({entry.key for entry in self._found(spellings, around)})

    def point(self, spellings: Iterable[str], *, around: Collection[str] = ()) -> tuple[float | None, float | None]:
        """Latitude and longitude of the one place that these names name; None where there is none, or several."""
        found = self._found(spellings, around)
        if len({entry.key for entry in found}) != 1:
            return None, None
        return found[0].lat, found[0].lon

    def _found(self, spellings: Iterable[str], around: Collection[str]) -> list[Entry]:
        found = [entry for spelling in spellings for entry in self.by_name.get(place_key(spelling), ())]
        fitting = [entry for entry in found if not entry.within or not around or entry.within in around]
        return fitting if len({entry.key for entry in fitting}) else []


NONE = Gazetteer()


def read_gazetteer(path: Path) -> Gazetteer:
    """The places of a CSV file.

    Raises:
        BadGazetteer: a column is missing, or a row has no name or no readable coordinates.
    """
    by_name: dict[str, list[Entry]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if "name" not in (reader.fieldnames or ()):
            raise BadGazetteer(f"{path.name}: row 1 must name the columns {', '.join(COLUMNS)}; 'name' is missing.")
        for number, row in enumerate(reader, start=2):
            name = (row.get("name") or "").strip()
            if not name:
                raise BadGazetteer(f"{path.name}, row {number}, column name: every place needs a name.")
            within = place_key(row.get("within") or "")
            entry = Entry(
                key=f"{place_key(name)} in {within}",
                lat=_degrees(path, number, "lat", row.get("lat"), 90.0),
                lon=_degrees(path, number, "lon", row.get("lon"), 180.0),
                within=within,
            )
            for spelling in (name, *(row.get("alternative_names") or "").split("|")):
                key = place_key(spelling)
                if key and entry not in by_name.setdefault(key, []):
                    by_name[key].append(entry)
    return Gazetteer(by_name={key: tuple(entries) for key, entries in by_name.items()})


def _degrees(path: Path, number: int, column: str, text: str | None, most: float) -> float | None:
    if not (text or "").strip():
        return None
    try:
        value = float(str(text).strip())
    except ValueError:
        value = most + 1
    if not -most <= value <= most:
        raise BadGazetteer(
            f"{path.name}, row {number}, column {column}: degrees from {-most:.0f} to {most:.0f} such as 36.31."
        )
    return value
