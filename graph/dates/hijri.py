"""Hijri dates to Gregorian days, by the Umm al-Qura tables (`hijridate`), ±1 day.

The month begins with a sighting of the moon, so two places may differ by a day: the bounds are a day wider
at each end than the tables say, and the note states it. The tables reach from 1343 to 1500 AH (1924 to
2077).
"""

from __future__ import annotations

from datetime import date, timedelta

from hijridate import Hijri

from graph.dates.edtf_text import Span
from graph.errors import BadDate

NOTE = "Hijri date converted, ±1 day"


def hijri_span(year: int, month: int | None = None, day: int | None = None) -> Span:
    """The Gregorian days that a Hijri day, month or year may be.

    Raises:
        BadDate: no such day, or outside 1343 to 1500 AH.
    """
    try:
        first = Hijri(year, month or 1, day or 1)
        last_month = month or 12
        last = Hijri(year, last_month, day or Hijri(year, last_month, 1).month_length())
    except (ValueError, OverflowError):
        raise BadDate("a Hijri date of the years 1343 to 1500, with months of 29 or 30 days") from None
    low = date(*first.to_gregorian().datetuple()) - timedelta(days=1)
    high = date(*last.to_gregorian().datetuple()) + timedelta(days=1)
    return Span(low.isoformat(), high.isoformat())
