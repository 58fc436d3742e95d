"""Words that count from another date: "three months earlier"."""

from __future__ import annotations

import re
from calendar import monthrange

from graph.dates.period import OPEN_END, OPEN_START, Period, range_text, shift, vague
from graph.errors import BadDate

NEEDS_ANCHOR = "a date to count from beside words such as three months earlier"
_RELATIVE = re.compile(r"(\d{1,3}) (day|week|month|year) (earlier|later)")
_RELATIVE_FRONT = re.compile(r"(before|after) (\d{1,3} )?(day|week|month|year)")
_UNIT_DAYS = {"day": 1, "week": 7}


def counts_from_another(said: str) -> bool:
    """Whether these canonical words need an anchor."""
    return bool(_RELATIVE.fullmatch(said) or _RELATIVE_FRONT.fullmatch(said))


def counted(said: str, words: str, anchor: Period) -> Period | None:
    """ "Three months earlier", counted from the anchor; None where the words are no such thing."""
    found = _RELATIVE.fullmatch(said)
    if found:
        count, unit, sign = int(found[1]), found[2], -1 if found[3] == "earlier" else 1
    else:
        front = _RELATIVE_FRONT.fullmatch(said)
        if front is None:
            return None
        count, unit, sign = int(front[2] or 1), front[3], -1 if front[1] == "before" else 1
    low = _count(anchor.since_min, count * sign, unit)
    high = _count(anchor.until_max, count * sign, unit)
    slack = {"day": 0, "week": 3, "month": 15, "year": 183}[unit]
    low, high = shift(low, -slack), shift(high, slack)
    note = f"counted from {anchor.edtf or 'a date kept in words'}"
    return vague(range_text(low, high), low, high, words=words, note=note)


def _count(iso: str, count: int, unit: str) -> str:
    """The ISO day so many units later; a day that the month lacks becomes its last."""
    if unit in _UNIT_DAYS or iso in {OPEN_START, OPEN_END}:
        return shift(iso, count * _UNIT_DAYS.get(unit, 0))
    year, month, day_number = int(iso[:4]), int(iso[5:7]), int(iso[8:])
    months = year * 12 + month - 1 + count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise BadDate(NEEDS_ANCHOR)
    return f"{year:04}-{month + 1:02}-{min(day_number, monthrange(year, month + 1)[1]):02}"
