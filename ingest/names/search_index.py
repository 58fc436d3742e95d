"""Names in memory, by the forms of their parts.

Each form keeps the places of the names that have it, in rising order, so that a name comes in or goes out at the cost
of its own few parts. Everything stands in memory alone: what is removed leaves nothing behind.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator
from threading import RLock
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest.names.search_forms import Forms, forms_of

Number = TypeVar("Number", bound=np.generic)
MOST_PARTS = 16
"""So many parts of a name are looked up by; the title of a document may have more."""


class NameIndex:
    """Records and what they are called; a record may have several names, and belongs to one group.

    Reading and changing take turns (``lock``), so an index can serve several threads.
    """

    def __init__(self, named: Iterable[tuple[Hashable, str]] = (), group: str = "") -> None:
        """Put in (record, name) pairs; those of one record stand side by side."""
        self.lock = RLock()
        self.forms = Forms()
        self._places: list[array[int]] = []
        self._names: list[str] = []
        self._records: list[Hashable] = []
        self._first: dict[Hashable, int] = {}
        self._parts, self._groups = array("B"), array("B")
        self._group_numbers: dict[str, int] = {}
        self._scratch: dict[type[np.generic], NDArray[np.generic]] = {}
        for record, name in named:
            self._put(record, name, group)

    def __len__(self) -> int:
        """How many records."""
        return len(self._first)

    def __contains__(self, record: Hashable) -> bool:
        return record in self._first

    @property
    def size(self) -> int:
        """How many places there are, also those that are free again."""
        return len(self._names)

    def put(self, record: Hashable, names: Iterable[str], group: str = "") -> None:
        """What a record is called now, in place of what it was called; no names take it out."""
        wanted = list(dict.fromkeys(names))
        with self.lock:
            if wanted == self.names_of(record) and wanted and self.group_of(record) == group:
                return
            self.remove(record)
            for name in wanted:
                self._put(record, name, group)

    def _put(self, record: Hashable, name: str, group: str) -> None:
        place = len(self._names)
        if self._first.setdefault(record, place) != place and self._records[-1] != record:
            raise ValueError("The names of a record stand side by side.")
        numbers = list(dict.fromkeys(map(self.forms.number, forms_of(name))))[:MOST_PARTS]
        for number in numbers:
            while number >= len(self._places):
                self._places.append(array("I"))
            self._places[number].append(place)
        self._names.append(name)
        self._records.append(record)
        self._parts.append(len(numbers))
        self._groups.append(self._group_numbers.setdefault(group, len(self._group_numbers)))

    def remove(self, record: Hashable) -> None:
        """Take out a record with all its names; one that is not there is no matter."""
        with self.lock:
            for place in list(self._places_of(record)):
                for number in dict.fromkeys(map(self.forms.number, forms_of(self._names[place]))):
                    self._take(number, place)
                self._names[place], self._records[place] = "", None
            self._first.pop(record, None)

    def _take(self, number: int, place: int) -> None:
        places = self._places[number] if number < len(self._places) else array("I")
        at = bisect_left(places, place)
        if at < len(places) and places[at] == place:
            del places[at]
        if not places:
            self.forms.discard(number)

    def _places_of(self, record: Hashable) -> Iterator[int]:
        place = self._first.get(record, self.size)
        while place < self.size and self._records[place] == record:
            yield place
            place += 1

    def names_of(self, record: Hashable) -> list[str]:
        """What a record is called."""
        return [self._names[place] for place in self._places_of(record)]

    def group_of(self, record: Hashable) -> str:
        """The group of a record, "" for one that is not there."""
        place = self._first.get(record)
        return "" if place is None else list(self._group_numbers)[self._groups[place]]

    def groups(self, wanted: Iterable[str] | None = None) -> set[str]:
        """The groups there are, or those among the wanted ones."""
        return set(self._group_numbers) & set(self._group_numbers if wanted is None else wanted)

    def record_at(self, place: int) -> Hashable:
        """The record whose name stands at a place."""
        return self._records[place]

    def name_at(self, place: int) -> str:
        """The name at a place."""
        return self._names[place]

    def places(self, number: int) -> NDArray[np.uint32]:
        """Where the names with a form stand; to be let go of before anything is changed."""
        return np.frombuffer(self._places[number], np.uint32)

    def scratch(self, kind: type[Number]) -> NDArray[Number]:
        """A number for each place, to reckon with and to leave as zeros (of whole numbers, as anything)."""
        found = self._scratch.get(kind)
        if found is None or len(found) < self.size:
            found = self._scratch[kind] = np.zeros(self.size * 5 // 4 + 64, kind)
        return found  # type: ignore[return-value]

    def parts(self) -> NDArray[np.uint8]:
        """How many parts the name at each place has."""
        return np.frombuffer(self._parts, np.uint8)

    def in_groups(self, places: NDArray[np.uint32], groups: Iterable[str]) -> NDArray[np.bool_]:
        """Which of some places have a record that belongs to one of these groups."""
        wanted = [self._group_numbers[group] for group in self.groups(groups)]
        if len(wanted) == len(self._group_numbers):
            return np.ones(len(places), bool)
        return np.isin(np.frombuffer(self._groups, np.uint8)[places], wanted)
