"""Dates as people write them: one grammar over the words of several languages, never a guess."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import isfinite

from graph.dates.edtf_text import Span, from_edtf, two_ends
from graph.dates.hijri import NOTE
from graph.dates.period import (
    OPEN_END,
    OPEN_START,
    Period,
    day,
    range_text,
    shift,
    vague,
)
from graph.dates.points import READABLE, DayOrder, Point, read_point
from graph.dates.relative import NEEDS_ANCHOR, counted, counts_from_another
from graph.dates.words import UNKNOWN, canonical
from graph.errors import BadDate
from graph.folding import fold

_ISO = r"\d{4}(?:-\d\d(?:-\d\d)?)?[?~%]?"
_EDTF = re.compile(
    rf"(?:{_ISO}|\.\.)?/(?:{_ISO}|\.\.)?|{_ISO}|[\[{{].*[\]}}]|-?[\dX]{{4}}(?:-[?~%]?[\dX]{{2}}){{0,2}}[?~%]?",
    re.ASCII,
)
_DATETIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d{1,2}:\d\d(:\d\d([.,]\d+)?)?\s*(Z|UTC|[+-]\d\d(:?\d\d)?)?", re.ASCII)
_TIME_AFTER = re.compile(r"\s+\d{1,2}:\d\d(:\d\d(\.\d+)?)?(\s*[ap]m)?$")


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
    return counted(canonical(fold(text)), text, anchor) or _parse(text, order)


@lru_cache(maxsize=65_536)
def _parse(text: str, order: DayOrder | None) -> Period:
    if len(text) > 200:
        raise BadDate(READABLE)
    plain = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text).strip()
    if _EDTF.fullmatch(plain):
        return replace(from_edtf(plain), words=text)
    timed = _DATETIME.fullmatch(plain)
    if timed:
        return day(timed[1], text)
    folded = fold(plain)
    if not folded:
        raise BadDate(READABLE)
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
    if counts_from_another(said):
        raise BadDate(NEEDS_ANCHOR)
    head, _, rest = said.partition(" ")
    if head in {"before", "after", "by"}:
        _, span, hijri = read_point(rest, order)
        low, high = {
            "before": (OPEN_START, shift(span.earliest, -1)),
            "by": (OPEN_START, span.latest),
            "after": (shift(span.latest, 1), OPEN_END),
        }[head]
        return _marked(vague(range_text(low, high), low, high, words=words), hijri)
    if head in {"since", "until"} or (head == "from" and " to " not in rest and " until " not in rest):
        edtf, span, hijri = read_point(rest, order)
        start, end = (None, span) if head == "until" else (span, None)
        return _marked(two_ends("/".join(_sides(start, end, edtf)), start, end, words), hijri)
    if head == "between":
        return _between(rest, words, order)
    if " or " in said:
        return _either(said, words, order)
    parts = _two_parts(rest if head == "from" else said)
    if parts:
        return _interval(*parts, words, order)
    edtf, span, hijri = read_point(said, order)
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


def _either(said: str, words: str, order: DayOrder | None) -> Period:
    """A or B: one day in either."""
    left, _, right = said.partition(" or ")
    (first, one, hijri), (second, other, also) = _pair(left, right, order)
    if first.startswith("[") or second.startswith("["):
        raise BadDate("two days, months or years beside or")
    low, high = min(one.earliest, other.earliest), max(one.latest, other.latest)
    return _marked(vague(f"[{first},{second}]", low, high, words=words), hijri or also)


def _two_parts(said: str) -> tuple[str, str] | None:
    for divider in (" to ", " until ", " - "):
        left, found, right = said.partition(divider)
        if found:
            return left, right
    years = re.fullmatch(r"(\d{4})\s?[-/]\s?(\d{4})", said)
    if years:
        return years[1], years[2]
    months = re.fullmatch(r"(.*m\d\d \d{4})- ?(.*m\d\d \d{4})|((?:\d{1,2} )?m\d\d)- ?(.*m\d\d \d{4})", said)
    if months:
        return (months[1], months[2]) if months[1] else (months[3], months[4])
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
    return read_point(left, order), read_point(right, order)


def _marked(period: Period, hijri: bool) -> Period:
    return replace(period, calendar="hijri", note=NOTE) if hijri else period


def from_cell(
    value: date | datetime | float | str, *, order: DayOrder | None = None, anchor: Period | None = None
) -> Period:
    """A cell of a table: a date as the table holds it, a number, or text.

    A whole number from 1000 to 2999 is a year; one from 10000 to 109999 (1927 to 2201) is a spreadsheet's
    serial number (1900 system; a fraction is the time of day and is cut off);
    20150314 is a day. Text goes to `parse_period`.

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
        raise BadDate(READABLE)
    if value == int(value) and 1000 <= value <= 2999:
        return from_edtf(str(int(value)))
    if value == int(value) and 19_000_101 <= value <= 21_001_231:
        return parse_period(str(int(value)))
    if 10_000 <= value < 110_000:
        # Serial 60 is a 29 February 1900 that never was; counting from 30 December 1899 is right after it.
        iso = (date(1899, 12, 30) + timedelta(days=int(value))).isoformat()
        return replace(
            day(iso, f"{value:g}" if value != int(value) else str(int(value))), note="spreadsheet day number"
        )
    raise BadDate(READABLE)
