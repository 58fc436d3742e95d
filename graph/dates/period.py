"""Period and Bounds, and the plain days, months and years that they are made of."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from graph.errors import BadDate

OPEN_START = "0001-01-01"
OPEN_END = "9999-12-31"

HIJRI_OR_NOT = (
    "a Gregorian year, or a Hijri year marked with AH or هـ "
    "(a year from 1300 to 1500 without such a mark may be either)"
)


class HasBounds(Protocol):
    """Anything with the four bounds: a Period, Bounds, a row of the graph."""

    @property
    def since_min(self) -> str: ...
    @property
    def since_max(self) -> str: ...
    @property
    def until_min(self) -> str: ...
    @property
    def until_max(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A vague date or period: EDTF text, the words as written, and four ISO day bounds."""

    edtf: str  # EDTF level 1 or 2; "" if only the words could be kept
    since_min: str  # ISO days; since_min <= since_max, until_min <= until_max
    since_max: str
    until_min: str
    until_max: str  # open bounds are OPEN_START and OPEN_END
    words: str = ""  # as written
    calendar: str = "gregorian"  # or "hijri"
    note: str = ""  # what a reader must know, for example "Hijri date converted, ±1 day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The four bounds of a posting or link, as its citations and flags allow.

    `contradictory`: the last citation lies before the first; nothing was swapped or repaired.
    """

    since_min: str
    since_max: str
    until_min: str
    until_max: str
    contradictory: bool = False


def check_iso(iso: str) -> str:
    """The same text if it is an ISO day of the calendar, from 0001 to 9999, and no year that may be Hijri.

    Raises:
        BadDate: it is not.
    """
    try:
        if len(iso) != 10 or iso[4] != "-" or iso[7] != "-":
            raise ValueError
        date.fromisoformat(iso)
    except ValueError:
        raise BadDate("a day of the calendar such as 2015-03-14") from None
    if "1300" <= iso[:4] <= "1500":
        raise BadDate(HIJRI_OR_NOT)
    return iso


def day(iso: str, words: str = "") -> Period:
    """The Period of one day, given as ISO text; `words` are the same text unless given."""
    check_iso(iso)
    return Period(edtf=iso, since_min=iso, since_max=iso, until_min=iso, until_max=iso, words=words or iso)


def month_bounds(year: int, month: int) -> tuple[str, str]:
    """First and last day of a month, as ISO text."""
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        raise BadDate("a month such as 2015-03")
    return f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{monthrange(year, month)[1]:02}"


def year_bounds(year: int) -> tuple[str, str]:
    """First and last day of a year, as ISO text."""
    if not 1 <= year <= 9999:
        raise BadDate("a year such as 2015")
    return f"{year:04}-01-01", f"{year:04}-12-31"


def shift(iso: str, days: int) -> str:
    """The ISO day so many days later; open bounds stay open, and nothing goes past them."""
    if iso in {OPEN_START, OPEN_END}:
        return iso
    try:
        return (date.fromisoformat(iso) + timedelta(days=days)).isoformat()
    except OverflowError:
        return OPEN_START if days < 0 else OPEN_END


def vague(edtf: str, earliest: str, latest: str, *, words: str, note: str = "") -> Period:
    """An event on some day from `earliest` to `latest`."""
    return Period(
        edtf=edtf, since_min=earliest, since_max=latest, until_min=earliest, until_max=latest,
        words=words, note=note,
    )  # fmt: skip


def range_text(earliest: str, latest: str) -> str:
    """The shortest EDTF text for "some day from `earliest` to `latest`"."""
    if earliest == latest:
        return earliest
    if earliest == OPEN_START or latest == OPEN_END:
        if earliest == OPEN_START and latest == OPEN_END:
            return ""
        return f"[..{latest}]" if earliest == OPEN_START else f"[{earliest}..]"
    year, month = int(earliest[:4]), int(earliest[5:7])
    if (earliest, latest) == month_bounds(year, month):
        return earliest[:7]
    if (earliest, latest) == year_bounds(year):
        return earliest[:4]
    return f"[{earliest}..{latest}]"


def between(start: str, end: str) -> Period:
    """An event on some day from `start` to `end`, both ISO days (a time of day is cut off).

    Raises:
        BadDate: not days of the calendar, or the end before the start (never swapped).
    """
    start, end = check_iso(start.strip()[:10]), check_iso(end.strip()[:10])
    if end < start:
        raise BadDate("an end that is not before the start")
    words = start if start == end else f"{start} – {end}"
    return vague(range_text(start, end), start, end, words=words)


def describes_single_day(period: Period) -> bool:
    """Whether the period is one day of the calendar, neither uncertain nor approximate."""
    same = period.since_min == period.since_max == period.until_min == period.until_max
    return same and not any(mark in period.edtf for mark in "?~%")
