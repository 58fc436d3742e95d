"""Dates as people write them: one grammar over the words of several languages, never a guess."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import isfinite
from typing import Literal

from graph.dates.edtf_text import Span, from_edtf, read_date, two_ends
from graph.dates.hijri import NOTE, hijri_span
from graph.dates.period import (
    HIJRI_OR_NOT,
    OPEN_END,
    OPEN_START,
    Period,
    check_iso,
    day,
    range_text,
    shift,
    vague,
)
from graph.dates.words import UNKNOWN, canonical
from graph.errors import BadDate
from graph.folding import fold

DayOrder = Literal["dmy", "mdy"]
Point = tuple[str, Span, bool]  # EDTF text, span, Hijri

_RIGHT = "a date such as 2015-03-14, 14 March 2015, March 2015, late October 2014 or 2014-06/2015"
_FOUR_DIGITS = "a year of four digits, such as 14/03/2015"
_WHICH_ORDER = (
    "a day and month in a known order, such as 2015-03-14 or 14 March 2015 "
    "(where both numbers are 12 or less, say which comes first)"
)
_ANCHOR = "a date to count from beside words such as three months earlier"
_ISO = r"\d{4}(?:-\d\d(?:-\d\d)?)?[?~%]?"
_EDTF = re.compile(
    rf"(?:{_ISO}|\.\.)?/(?:{_ISO}|\.\.)?|{_ISO}|[\[{{].*[\]}}]|-?[\dX]{{4}}(?:-[?~%]?[\dX]{{2}}){{0,2}}[?~%]?",
    re.ASCII,
)
_DATETIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ]\d{1,2}:\d\d(:\d\d([.,]\d+)?)?\s*(Z|UTC|[+-]\d\d(:?\d\d)?)?", re.ASCII
)
_NUMERIC = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2}")
_YEAR_FIRST = re.compile(r"(\d{4})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{1,2}))?")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{4})")
_TIME_AFTER = re.compile(r"\s+\d{1,2}:\d\d(:\d\d(\.\d+)?)?(\s*[ap]m)?$")
_RELATIVE = re.compile(r"(\d{1,3}) (day|week|month|year) (earlier|later)")
_RELATIVE_FRONT = re.compile(r"(before|after) (\d{1,3} )?(day|week|month|year)")
_UNIT_DAYS = {"day": 1, "week": 7}


def parse_period(text: str, *, order: DayOrder | None = None, anchor: Period | None = None) -> Period:
    """Read a date or period as people write it; the words are kept as they are.

    Accepted: ISO and EDTF; day, month, year in words (English, French, Spanish, Arabic in three month
    families, Kurdish) and in any script's digits; numeric dates where the order is plain or given; Hijri
    dates with a month name or a mark (AH, هـ); seasons; early (first third of a month or year: days 1-10,
    January-April), mid (11-20, May-August), late (21-end, September-December); before, after (the period
    itself left out), since, until, by (included), between … and …, from … to …, about (kept as ~); "three
    months earlier" with an `anchor` (half a unit either side for months and years, three days for weeks).

    Args:
        order: which of day and month comes first in 12/03/2015, as settled for the column.
        anchor: the date that "earlier" and "later" count from.

    Raises:
        BadDate: it cannot be read without guessing. The message says what would be right, never the value.
    """
    if len(text) == 10 and text[4] == "-" and text[7] == "-":
        try:
            return day(text)
        except BadDate:
            pass  # the longer way round says better what would be right
    if anchor is None:
        return _parse(text, order)
    folded = canonical(fold(text))
    counted = _relative(folded, text, anchor)
    return counted or _parse(text, order)


@lru_cache(maxsize=65_536)
def _parse(text: str, order: DayOrder | None) -> Period:
    if len(text) > 200:
        raise BadDate(_RIGHT)
    plain = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text).strip()
    if _EDTF.fullmatch(plain):
        return replace(from_edtf(plain), words=text)
    timed = _DATETIME.fullmatch(plain)
    if timed:
        return day(timed[1], text)
    folded = fold(plain)
    if not folded:
        raise BadDate(_RIGHT)
    if folded in UNKNOWN:
        return Period(
            edtf="",
            since_min=OPEN_START,
            since_max=OPEN_END,
            until_min=OPEN_START,
            until_max=OPEN_END,
            words=text,
        )
    return _sentence(_TIME_AFTER.sub("", canonical(folded)), text, order)


def _sentence(said: str, words: str, order: DayOrder | None) -> Period:
    """The outer grammar: one date, or dates with before, between, from … to and the like."""
    if _RELATIVE.fullmatch(said) or _RELATIVE_FRONT.fullmatch(said):
        raise BadDate(_ANCHOR)
    head, _, rest = said.partition(" ")
    if head in {"before", "after", "by"}:
        _, span, hijri = _point(rest, order)
        low, high = {
            "before": (OPEN_START, shift(span.earliest, -1)),
            "by": (OPEN_START, span.latest),
            "after": (shift(span.latest, 1), OPEN_END),
        }[head]
        return _marked(vague(range_text(low, high), low, high, words=words), hijri)
    if head in {"since", "until"} or (head == "from" and " to " not in rest and " until " not in rest):
        edtf, span, hijri = _point(rest, order)
        start, end = (None, span) if head == "until" else (span, None)
        return _marked(two_ends("/".join(_sides(start, end, edtf)), start, end, words), hijri)
    if head == "between":
        return _between(rest, words, order)
    parts = _two_parts(rest if head == "from" else said)
    if parts:
        return _interval(*parts, words, order)
    edtf, span, hijri = _point(said, order)
    return _marked(vague(edtf, span.earliest, span.latest, words=words), hijri)


def _between(rest: str, words: str, order: DayOrder | None) -> Period:
    """Between A and B: one day somewhere from the first of A to the last of B."""
    left, found, right = rest.partition(" and ")
    if not found:
        raise BadDate("between one date and another")
    (_, first, hijri), (_, last, also) = _pair(left, right, order)
    if first.earliest > last.latest:
        raise BadDate("a start that is not after the end")
    low, high = first.earliest, last.latest
    return _marked(vague(range_text(low, high), low, high, words=words), hijri or also)


def _two_parts(said: str) -> tuple[str, str] | None:
    for divider in (" to ", " until ", " - "):
        left, found, right = said.partition(divider)
        if found:
            return left, right
    years = re.fullmatch(r"(\d{4})\s?[-/]\s?(\d{4})", said)
    if years:
        return years[1], years[2]
    days = re.fullmatch(r"(\d{1,2})\s?-\s?(\d{1,2}) (m\d\d \d{4})", said)
    if days:
        return f"{days[1]} {days[3]}", f"{days[2]} {days[3]}"
    return None


def _interval(left: str, right: str, words: str, order: DayOrder | None) -> Period:
    """From A to B: it began within A and ended within B."""
    (_, first, hijri), (_, last, also) = _pair(left, right, order)
    return _marked(two_ends("/".join(_sides(first, last)), first, last, words), hijri or also)


def _sides(start: Span | None, end: Span | None, edtf: str = "") -> tuple[str, str]:
    """EDTF text of the two sides of an interval, "" for a missing one; `edtf` of the one side where known.

    EDTF has no set inside an interval: a side that is neither day, month nor year is named by its outer
    day, and only the bounds keep its range.
    """

    def side(span: Span | None, outer: int) -> str:
        if span is None:
            return ""
        text = edtf or range_text(*span)
        return span[outer] if text.startswith("[") else text

    return side(start, 0), side(end, 1)


def _pair(left: str, right: str, order: DayOrder | None) -> tuple[Point, Point]:
    """Two dates, the first of which may leave its year or month to the second ("June to September 2015")."""
    year = re.search(r"\b(\d{4})(?: AH)?$", right)
    if year and not re.search(r"\d{4}", left):
        tail = right[year.start() :]
        if re.fullmatch(r"\d{1,2}", left):
            tail = re.sub(r"^\d{1,2} ", "", right)
        left = f"{left} {tail}"
    return _point(left, order), _point(right, order)


def _marked(period: Period, hijri: bool) -> Period:
    return replace(period, calendar="hijri", note=NOTE) if hijri else period


def _point(said: str, order: DayOrder | None) -> Point:
    """One date, perhaps approximate."""
    about = False
    for mark in ("about ", " about"):
        if said.startswith(mark) or said.endswith(mark):
            said, about = said.removeprefix(mark).removesuffix(mark), True
    edtf, span, hijri = _hijri(said) or _gregorian(said, order)
    if about and edtf[-1] not in "?~%]":
        edtf += "~"
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
        raise BadDate(_RIGHT)
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


def _relative(said: str, words: str, anchor: Period) -> Period | None:
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
        raise BadDate(_ANCHOR)
    return f"{year:04}-{month + 1:02}-{min(day_number, monthrange(year, month + 1)[1]):02}"


def from_cell(
    value: date | datetime | float | str, *, order: DayOrder | None = None, anchor: Period | None = None
) -> Period:
    """A cell of a table: a date as the table holds it, a number, or text.

    A whole number from 1000 to 2999 is a year; one from 10000 to 109999 (1927 to 2201) is a spreadsheet's
    serial number (1900 system; a fraction is the time of day and is cut off). Text goes to `parse_period`.

    Raises:
        BadDate: none of these.
    """
    if isinstance(value, str):
        return parse_period(value, order=order, anchor=anchor)
    if isinstance(value, datetime):
        return day(value.date().isoformat(), value.isoformat())
    if isinstance(value, date):
        return day(value.isoformat())
    if isinstance(value, bool) or not isfinite(value):
        raise BadDate(_RIGHT)
    if value == int(value) and 1000 <= value <= 2999:
        return from_edtf(str(int(value)))
    if 10_000 <= value < 110_000:
        # Serial 60 is a 29 February 1900 that never was; counting from 30 December 1899 is right after it.
        iso = (date(1899, 12, 30) + timedelta(days=int(value))).isoformat()
        return replace(
            day(iso, f"{value:g}" if value != int(value) else str(int(value))), note="spreadsheet day number"
        )
    raise BadDate(_RIGHT)
