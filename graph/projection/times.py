"""Dates of records as four bounds and an EDTF text, the way nodes and links carry them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from graph.dates import OPEN_END, OPEN_START, Period, posting_period

Times = tuple[str, str, str, str, str]  # since_min, since_max, until_min, until_max, edtf
NAMES = ("since_min", "since_max", "until_min", "until_max", "edtf")
OPEN: Times = (OPEN_START, OPEN_END, OPEN_START, OPEN_END, "")
Value = Mapping[str, Any]


def single(value: Value | None) -> Times:
    """The bounds of one date or period as written; open where there is none."""
    if not value:
        return OPEN
    return value["since_min"], value["since_max"], value["until_min"], value["until_max"], value["edtf"]


def bounds(times: Times) -> dict[str, str]:
    """The four bounds as properties, without the EDTF text."""
    return {"since_min": times[0], "since_max": times[1], "until_min": times[2], "until_max": times[3]}


def cited(values: Value) -> Times:
    """The bounds of a period of first and last citations, with its flags (postings, unit relations and
    places)."""
    return _cited(
        single(values.get("since")),
        single(values.get("until")),
        values.get("since_is_start") == "yes",
        values.get("until_is_end") == "yes",
    )


def stated(values: Value) -> Times:
    """The bounds of a period whose ends the source states as such (place use, held, relation)."""
    return _cited(single(values.get("since")), single(values.get("until")), True, True)  # noqa: FBT003


@lru_cache(maxsize=65_536)
def _cited(since: Times, until: Times, is_start: bool, is_end: bool) -> Times:
    if since is OPEN and until is OPEN:
        return OPEN
    bounds = posting_period(
        _period(since), _period(until), since_is_start=is_start, until_is_end=is_end, continues="not known"
    )
    return bounds.since_min, bounds.since_max, bounds.until_min, bounds.until_max, f"{since[4]}/{until[4]}"


def _period(times: Times) -> Period | None:
    if times == OPEN:
        return None
    since_min, since_max, until_min, until_max, edtf = times
    return Period(edtf=edtf, since_min=since_min, since_max=since_max, until_min=until_min, until_max=until_max)


def spread(all_times: Iterable[Times]) -> Times:
    """The span over several records' times, those without one left out: earliest of the first, latest of the
    last.

    Its EDTF is the common one where all say the same, else the interval of the outer bounds.
    """
    given = [times for times in all_times if times != OPEN]
    if not given:
        return OPEN
    if len(given) == 1 or all(times == given[0] for times in given):
        return given[0]
    first, last = min(times[0] for times in given), max(times[3] for times in given)
    edtf = f"{'..' if first == OPEN_START else first}/{'..' if last == OPEN_END else last}"
    return first, max(times[1] for times in given), min(times[2] for times in given), last, edtf
