"""One date in canonical words or numbers, Gregorian or Hijri."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Literal

from graph.dates.edtf_text import Span, from_edtf, read_date
from graph.dates.hijri import hijri_span
from graph.dates.period import HIJRI_OR_NOT, check_iso, range_text
from graph.errors import BadDate

DayOrder = Literal["dmy", "mdy"]
Point = tuple[str, Span, bool]  # EDTF text, span, Hijri
READABLE = "a date such as 2015-03-14, 14 March 2015, March 2015, late October 2014 or 2014-06/2015"
_FOUR_DIGITS = "a year of four digits, such as 14/03/2015"
_WHICH_ORDER = (
    "a day and month in a known order, such as 2015-03-14 or 14 March 2015 "
    "(where both numbers are 12 or less, say which comes first)"
)
_NUMERIC = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2}")
_YEAR_FIRST = re.compile(r"(\d{4})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{1,2}))?")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{4})")


def read_point(said: str, order: DayOrder | None) -> Point:
    """One date, perhaps approximate."""
    about = False
    for mark in ("about ", " about"):
        if said.startswith(mark) or said.endswith(mark):
            said, about = said.removeprefix(mark).removesuffix(mark), True
    edtf, span, hijri = _hijri(said) or _gregorian(said, order)
    if about and not any(mark in edtf for mark in "?~%"):
        edtf = re.sub(r"(?<=\d)(?=\.\.|\]$|$)", "~", edtf)
    return edtf, span, hijri


def _hijri(said: str) -> Point | None:
    """A Hijri date: told by a month name, or by its mark."""
    marked = said.endswith(" AH")
    text = said.removesuffix(" AH")
    named = re.fullmatch(r"(?:(\d{1,2}) )?h(\d\d) (\d{3,4})", text)
    if named:
        year, month, day_number = int(named[3]), int(named[2]), named[1]
        if year > 1500:  # "Ramadan 2015": the month of the moon in a Gregorian year
            raise BadDate("a Hijri year beside a Hijri month, such as Ramadan 1436, or the Gregorian month")
        span = hijri_span(year, month, int(day_number) if day_number else None)
    elif marked:
        span = _hijri_numbers(text)
    else:
        return None
    return range_text(*span), span, True


def _hijri_numbers(text: str) -> Span:
    """Numbers before a Hijri mark: year first, or day, month, year (the only order written in Hijri)."""
    if re.fullmatch(r"\d{4}", text):
        return hijri_span(int(text))
    first = _YEAR_FIRST.fullmatch(text)
    if first:
        return hijri_span(int(first[1]), int(first[2]), int(first[3]) if first[3] else None)
    last = _NUMERIC.fullmatch(text)
    if last:
        return hijri_span(int(last[3]), int(last[2]), int(last[1]))
    month = _MONTH_YEAR.fullmatch(text)
    if month:
        return hijri_span(int(month[2]), int(month[1]))
    raise BadDate("a Hijri date such as 15/5/1436 AH or 15 Ramadan 1436")


def _gregorian(said: str, order: DayOrder | None) -> Point:
    edtf = _in_words(said) or _in_numbers(said, order)
    if edtf is None:
        raise BadDate(READABLE)
    if edtf.startswith("["):
        period = from_edtf(edtf)
        return edtf, Span(period.since_min, period.until_max), False
    return edtf, read_date(edtf), False


def _in_words(said: str) -> str | None:
    """EDTF text of a date with a month or season in words, or of part of a year."""
    part, _, rest = said.partition(" ")
    if part in {"early", "mid", "late", "half1", "half2"}:
        return _part(part, rest.removeprefix("- "))
    season = re.fullmatch(r"s(2[1-4]) (\d{4})(?:\s?[/-]\s?(\d{4}|\d\d))?", said)
    if season:
        return _season(season[1], int(season[2]), season[3])
    found = (
        re.fullmatch(r"(?P<d>\d{1,2})[ .-]+m(?P<m>\d\d)[ .-]+(?P<y>\d+)", said)
        or re.fullmatch(r"m(?P<m>\d\d)[ .-]+(?P<d>\d{1,2})[ .-]+(?P<y>\d+)", said)
        or re.fullmatch(r"(?P<y>\d{4})[ .-]+m(?P<m>\d\d)(?:[ .-]+(?P<d>\d{1,2}))?", said)
        or re.fullmatch(r"m(?P<m>\d\d)[ .-]*(?P<y>\d+)(?P<d>)", said)
        # Two families side by side, as the United Nations write: آذار/مارس
        or re.fullmatch(r"(?:(?P<d>\d{1,2}) )?m(?P<m>\d\d) ?/ ?m(?P=m) (?P<y>\d+)", said)
    )
    if not found:
        return None
    if len(found["y"]) != 4:
        raise BadDate(_FOUR_DIGITS)
    return f"{found['y']}-{found['m']}" + (f"-{int(found['d']):02}" if found["d"] else "")


def _season(code: str, year: int, second: str | None) -> str:
    """A season; "winter 2014/15" is one winter, while winter 2015 may be either of two."""
    if second is None:
        return f"{year:04}-{code}"
    if code != "24" or int(second) % 100 != (year + 1) % 100:
        raise BadDate("one year beside a season, or two for a winter such as winter 2014/2015")
    return f"[{year}-12..{year + 1}-02]"


def _part(part: str, rest: str) -> str | None:
    """Early, mid, late (thirds) or a half, of a month or year."""
    month = re.fullmatch(r"m(\d\d) (\d{4})", rest)
    if month:
        year, number = int(month[2]), int(month[1])
        days = monthrange(year, number)[1]
        low, high = {
            "early": (1, 10),
            "mid": (11, 20),
            "late": (21, days),
            "half1": (1, 15),
            "half2": (16, days),
        }[part]
        return f"[{year:04}-{number:02}-{low:02}..{year:04}-{number:02}-{high:02}]"
    if re.fullmatch(r"\d{4}", rest):
        low, high = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "half1": (1, 6), "half2": (7, 12)}[part]
        return f"[{rest}-{low:02}..{rest}-{high:02}]"
    return None


def _in_numbers(said: str, order: DayOrder | None) -> str | None:
    """EDTF text of a date in numbers."""
    if re.fullmatch(r"\d{4}[?~%]?|\d{4}-\d\d(-\d\d)?[?~%]?", said):
        return said
    decade = re.fullmatch(r"(\d{3})0s", said)
    if decade:
        return f"{decade[1]}X"
    together = re.fullmatch(r"(19\d\d|20\d\d)(\d\d)(\d\d)", said)
    if together:
        return f"{together[1]}-{together[2]}-{together[3]}"
    first = _YEAR_FIRST.fullmatch(said)
    if first:
        return f"{first[1]}-{int(first[2]):02}" + (f"-{int(first[3]):02}" if first[3] else "")
    if _SHORT_YEAR.fullmatch(said):
        raise BadDate(_FOUR_DIGITS)
    numeric = _NUMERIC.fullmatch(said)
    if numeric:
        return _ordered(int(numeric[1]), int(numeric[2]), numeric[3], order)
    month = _MONTH_YEAR.fullmatch(said)
    return f"{month[2]}-{int(month[1]):02}" if month else None


def _ordered(first: int, second: int, year: str, order: DayOrder | None) -> str:
    if 1300 <= int(year) <= 1500:
        raise BadDate(HIJRI_OR_NOT)
    if order is None:
        if first <= 12 and second <= 12 and first != second:
            raise BadDate(_WHICH_ORDER)
        order = "mdy" if second > 12 else "dmy"
    day_number, month = (first, second) if order == "dmy" else (second, first)
    if not 1 <= month <= 12:
        raise BadDate("a date in the order that the column has (day and month are the other way round)")
    return check_iso(f"{year}-{month:02}-{day_number:02}")
