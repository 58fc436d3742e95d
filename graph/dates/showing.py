"""Periods for people, in English and Arabic."""

from __future__ import annotations

from typing import Literal

from graph.dates.edtf_text import Span
from graph.dates.period import OPEN_END, OPEN_START, Period, month_bounds, year_bounds

Language = Literal["en", "ar"]

_MONTHS: dict[str, list[str]] = {
    "en": "January February March April May June July August September October November December".split(),
    # Both families side by side, as the United Nations write them: readers of either know the month.
    "ar": (
        "كانون الثاني/يناير|شباط/فبراير|آذار/مارس|نيسان/أبريل|أيار/مايو|حزيران/يونيو|تموز/يوليو|آب/أغسطس|"
        "أيلول/سبتمبر|تشرين الأول/أكتوبر|تشرين الثاني/نوفمبر|كانون الأول/ديسمبر"
    ).split("|"),
}
_PHRASES = {
    "en": {
        "about": "about {}", "between": "between {} and {}", "by": "by {}", "after": "{} or later",
        "from_to": "from {} to {}", "since": "since {}, end open", "until": "until {}, start open",
        "unknown": "date not known", "hijri": "{} (Hijri, ±1 day)",
    },
    "ar": {
        "about": "نحو {}", "between": "بين {} و{}", "by": "حتى {}", "after": "{} أو بعده",
        "from_to": "من {} إلى {}", "since": "منذ {}، النهاية مفتوحة", "until": "حتى {}، البداية مفتوحة",
        "unknown": "التاريخ غير معروف", "hijri": "{} (هجري، ±يوم)",
    },
}  # fmt: skip


def show(period: Period, language: Language = "en") -> str:
    """The period in words; an open bound is called open, and 0001 or 9999 never appears.

    Where only words could be kept, the words.
    """
    phrases = _PHRASES[language]
    if not period.edtf:
        return period.words or phrases["unknown"]
    start, end = Span(period.since_min, period.since_max), Span(period.until_min, period.until_max)
    shown = _vague(start, language) if start == end else _interval(start, end, language)
    if "/" not in period.edtf and any(mark in period.edtf for mark in "?~%"):
        shown = phrases["about"].format(shown)
    return phrases["hijri"].format(shown) if period.calendar == "hijri" else shown


def _vague(span: Span, language: Language) -> str:
    phrases = _PHRASES[language]
    low_open, high_open = span.earliest == OPEN_START, span.latest == OPEN_END
    if low_open and high_open:
        return phrases["unknown"]
    if low_open:
        return phrases["by"].format(_day(span.latest, language))
    if high_open:
        return phrases["after"].format(_day(span.earliest, language))
    return _unit(span, language) or phrases["between"].format(
        _day(span.earliest, language), _day(span.latest, language)
    )


def _interval(start: Span, end: Span, language: Language) -> str:
    phrases = _PHRASES[language]
    if end.latest == OPEN_END and end.earliest > start.latest and start.earliest > OPEN_START:  # cited later still
        return phrases["from_to"].format(_vague(start, language), _vague(end, language))
    if end.latest == OPEN_END:
        return phrases["since"].format(_vague(start, language))
    if start.earliest == OPEN_START:
        return phrases["until"].format(_vague(end, language))
    return phrases["from_to"].format(_vague(start, language), _vague(end, language))


def _unit(span: Span, language: Language) -> str | None:
    """The span as one day, month or year; None where it is none."""
    year, month = int(span.earliest[:4]), int(span.earliest[5:7])
    if span.earliest == span.latest:
        return _day(span.earliest, language)
    if tuple(span) == month_bounds(year, month):
        return f"{_MONTHS[language][month - 1]} {year}"
    return str(year) if tuple(span) == year_bounds(year) else None


def _day(iso: str, language: Language) -> str:
    return f"{int(iso[8:])} {_MONTHS[language][int(iso[5:7]) - 1]} {int(iso[:4])}"
