"""Strict EDTF text to a Period.

Days, months, years, seasons, quarters, intervals and sets of them are read here; only unspecified digits
(201X) and qualifiers inside a date go through the `edtf` library, which costs milliseconds a parse and has
traps: an open end comes out as a float infinity, an unknown end silently as start + 10 years, winter as
December alone.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import Any, NamedTuple

from graph.dates.period import (
    HIJRI_OR_NOT,
    OPEN_END,
    OPEN_START,
    Period,
    check_iso,
    month_bounds,
    year_bounds,
)
from graph.errors import BadDate

_RIGHT = "EDTF text such as 2015-03-14, 2015-03, 2015-03~, 2014-06/2015 or [2015-03-01..2015-03-04]"
_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)", re.ASCII)
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?", re.ASCII)
# Codes of EDTF level 2 to (first month, number of months). Seasons without a hemisphere are northern.
_QUARTERS = {33 + i: (1 + 3 * i, 3) for i in range(4)}
_THIRDS = {37 + i: (1 + 4 * i, 4) for i in range(3)}
_HALVES = {40 + i: (1 + 6 * i, 6) for i in range(2)}
_NORTH = {21: (3, 3), 22: (6, 3), 23: (9, 3), 25: (3, 3), 26: (6, 3), 27: (9, 3)}
_SOUTH = {29: (9, 3), 31: (3, 3), 32: (6, 3)}
_PARTS = {**_QUARTERS, **_THIRDS, **_HALVES, **_NORTH, **_SOUTH}
# "Winter 2015" may be the one that ends or the one that begins in 2015: both lie inside.
_TWO_YEARS = {24: (12, 2), 28: (12, 2), 30: (12, 2)}


class Span(NamedTuple):
    """First and last day of a date, ISO text."""

    earliest: str
    latest: str


@lru_cache(maxsize=65_536)
def from_edtf(edtf: str, words: str = "") -> Period:
    """Strict EDTF (levels 1 and 2) to a Period; `words` are the same text unless given.

    A date or "one of a set" gives a vague date; an interval, or "all of a set" {..}, a period with two
    ends.

    Raises:
        BadDate: not EDTF, no day of the calendar, start after end, outside the years 0001 to 9999, or a
        year
            from 1300 to 1500, which may be Hijri.
    """
    text = edtf.strip()
    words = words or edtf
    if not text or len(text) > 200:
        raise BadDate(_RIGHT)
    if text[0] in "[{":
        return _set(text, words)
    if "/" in text:
        return _interval(text, words)
    span = read_date(text)
    return Period(
        edtf=text, since_min=span.earliest, since_max=span.latest, until_min=span.earliest,
        until_max=span.latest, words=words,
    )  # fmt: skip


def _interval(text: str, words: str) -> Period:
    """A/B, split here: the library reads an unknown end as start + 10 years."""
    left, _, right = text.partition("/")
    if "/" in right or {left, right} <= {"", ".."}:
        raise BadDate(_RIGHT)
    return two_ends(
        text,
        None if left in {"", ".."} else read_date(left),
        None if right in {"", ".."} else read_date(right),
        words,
    )


def two_ends(text: str, start: Span | None, end: Span | None, words: str) -> Period:
    """An interval from its two sides, None for an open or unknown one.

    A missing end: the period lasts at least until it has begun, and has begun at the latest when it ends.

    Raises:
        BadDate: it would have to end before it begins.
    """
    start_range = start or Span(OPEN_START, end.latest if end else OPEN_END)
    end_range = end or Span(start_range.earliest, OPEN_END)
    if start_range.earliest > end_range.latest:
        raise BadDate("a start that is not after the end")
    return Period(
        edtf=text, since_min=start_range.earliest, since_max=start_range.latest,
        until_min=end_range.earliest, until_max=end_range.latest, words=words,
    )  # fmt: skip


def _set(text: str, words: str) -> Period:
    """[one of] or {all of}, parted by commas: dates, or ranges A..B of which one end may be open."""
    closing = {"[": "]", "{": "}"}[text[0]]
    if text[-1] != closing:
        raise BadDate(_RIGHT)
    spans = [_member(member.strip()) for member in text[1:-1].split(",")]
    first, last = min(spans), max(spans, key=lambda span: span.latest)
    if text[0] == "[":
        return Period(
            edtf=text, since_min=first.earliest, since_max=last.latest, until_min=first.earliest,
            until_max=last.latest, words=words,
        )  # fmt: skip
    # All of them: it began within the first member and ended within the last.
    started = _ends(text[1:-1].split(",")[spans.index(first)])[0]
    ended = _ends(text[1:-1].split(",")[spans.index(last)])[1]
    return two_ends(text, started, ended, words)


def _ends(member: str) -> tuple[Span | None, Span | None]:
    member = member.strip()
    if ".." not in member:
        span = read_date(member)
        return span, span
    left, _, right = member.partition("..")
    if not left and not right:
        raise BadDate(_RIGHT)
    return read_date(left) if left else None, read_date(right) if right else None


def _member(member: str) -> Span:
    left, right = _ends(member)
    span = Span(left.earliest if left else OPEN_START, right.latest if right else OPEN_END)
    if span.earliest > span.latest:
        raise BadDate("a start that is not after the end")
    return span


def read_date(text: str) -> Span:
    """First and last day of one EDTF date (no interval, no set).

    Raises:
        BadDate: as `from_edtf`.
    """
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        timed = _TIME.fullmatch(text)
        if timed:
            return Span(check_iso(timed[1]), timed[1])
        return _by_library(text)
    year, month, day = int(plain[1]), plain[2], plain[3]
    if 1300 <= year <= 1500:
        raise BadDate(HIJRI_OR_NOT)
    if day is not None:
        iso = check_iso(f"{plain[1]}-{month}-{day}")
        return Span(iso, iso)
    if month is None:
        return Span(*year_bounds(year))
    number = int(month)
    if number in _PARTS:
        first, length = _PARTS[number]
        return _months(year, first, length)
    if number in _TWO_YEARS:
        return Span(_months(year - 1, 12, 3).earliest, _months(year, 12, 3).latest)
    return Span(*month_bounds(year, number))


def _months(year: int, first: int, length: int) -> Span:
    """The span of so many months, which may run into the next year."""
    last = first + length - 1
    return Span(month_bounds(year, first)[0], month_bounds(year + (last - 1) // 12, (last - 1) % 12 + 1)[1])


@lru_cache(maxsize=4_096)
def _by_library(text: str) -> Span:
    """What the grammar above leaves: 201X, 2015-XX-12, 2004-06-~01 and the like."""
    if not re.fullmatch(r"[\dX?~%-]{4,16}", text, re.ASCII):
        raise BadDate(_RIGHT)
    edtf = _edtf_library()
    try:
        parsed = edtf.parse_edtf(text)
        low, high = parsed.lower_strict(), parsed.upper_strict()
    # The library lets several kinds of error through for text that is not EDTF.
    except (edtf.EDTFParseException, ValueError, TypeError, AttributeError, IndexError, KeyError):
        raise BadDate(_RIGHT) from None
    if isinstance(low, float) or isinstance(high, float):  # an infinity
        raise BadDate(_RIGHT)
    try:
        span = Span("{:04}-{:02}-{:02}".format(*low[:3]), "{:04}-{:02}-{:02}".format(*high[:3]))
    except ValueError:
        raise BadDate(_RIGHT) from None
    return Span(check_iso(span.earliest), check_iso(span.latest))


@lru_cache(maxsize=1)
def _edtf_library() -> Any:
    """The library, imported when first needed: pyparsing warns about its grammar at import."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import edtf
    return edtf


def with_precision(value: str, precision: str) -> Period:
    """A day as tables give it, with a column that says how much of it is known: "day", "month" or "year".

    A value that itself says less (2015-03 with "day") stays as vague as it is. `words` are the value as
    given.

    Raises:
        BadDate: no ISO date, or another precision.
    """
    lengths = {"day": 10, "month": 7, "year": 4}
    length = lengths.get(precision.strip().lower())
    if length is None:
        raise BadDate("a precision of day, month or year")
    text = value.strip()
    if _TIME.fullmatch(text.replace(" ", "T", 1)):
        text = text[:10]
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text, re.ASCII):
        raise BadDate("an ISO date such as 2015-03-14")
    if len(text) == 10 and length < 10 and text[5:] not in {"00-00"} and text[8:] != "00":
        check_iso(text)
    text = text.removesuffix("-00").removesuffix("-00")
    return from_edtf(text[:length], value)
