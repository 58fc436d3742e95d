"""What units and places are called, so that two sources that name one alike share it before anybody has joined them."""

from __future__ import annotations

from collections import defaultdict

from ingest.matching.case.context import Context
from ingest.matching.case.units import spellings
from ingest.matching.place_names import place_key
from ingest.matching.unit_names import parse_unit


class Called:
    """By thread; of several that are one, the first of all their names, by letter."""

    def __init__(self, context: Context) -> None:
        self._context = context
        units: dict[str, set[str]] = defaultdict(set)
        for unit in context.of_kind("unit"):
            units[context.thing(unit.thread)] |= {parse_unit([one]).key for one in spellings(unit)} - {""}
        places: dict[str, set[str]] = defaultdict(set)
        for place in context.of_kind("location"):
            places[context.thing(place.thread)] |= {place_key(one) for one in spellings(place)} - {""}
        self._units = {thing: min(keys) for thing, keys in units.items() if keys}
        self._places = {thing: min(keys) for thing, keys in places.items() if keys}

    def unit(self, thread: str) -> str:
        """What a unit is called; the thread itself where it has no name."""
        thing = self._context.thing(thread)
        return self._units.get(thing, thing)

    def place(self, thread: str) -> str:
        """What a place is called; the thread itself where it has no name."""
        thing = self._context.thing(thread)
        return self._places.get(thing, thing)
