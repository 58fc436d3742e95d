"""How a date was understood, for whoever is typing it: always its first and last possible day."""

from __future__ import annotations

from graph.dates import OPEN_END, OPEN_START, Period, day, show

_WORDS = {
    "en": {
        "between": "between {} and {}",
        "from_to": "begins {}; ends {}",
        "by": "by {}",
        "after": "{} or later",
        "open": "open",
        "hijri": "{} (from the Hijri calendar, ±1 day)",
        "about": "about {}",
        "any": "not known",
    },
    "ar": {
        "between": "بين {} و{}",
        "from_to": "البداية: {}؛ النهاية: {}",
        "by": "حتى {}",
        "after": "{} أو بعده",
        "open": "مفتوح",
        "hijri": "{} (عن التقويم الهجري، ±يوم)",
        "about": "نحو {}",
        "any": "غير معروف",
    },
}


def show_meant(period: Period, language: str = "en") -> str:
    """``between 1 March 2015 and 31 March 2015`` for March 2015."""
    words = _WORDS.get(language, _WORDS["en"])
    start = _span(period.since_min, period.since_max, language)
    end = _span(period.until_min, period.until_max, language)
    interval = (period.since_min, period.since_max) != (period.until_min, period.until_max)
    said = words["from_to"].format(start, end) if interval else start
    if not interval and any(mark in period.edtf for mark in "?~%"):
        said = words["about"].format(said)
    return words["hijri"].format(said) if period.calendar == "hijri" else said


def _span(first: str, last: str, language: str) -> str:
    words = _WORDS.get(language, _WORDS["en"])
    if first == last:
        return words["open"] if first in (OPEN_START, OPEN_END) else _day(first, language)
    if first == OPEN_START and last == OPEN_END:
        return words["any"]
    if first == OPEN_START:
        return words["by"].format(_day(last, language))
    if last == OPEN_END:
        return words["after"].format(_day(first, language))
    return words["between"].format(_day(first, language), _day(last, language))


def _day(iso: str, language: str) -> str:
    return show(day(iso), "ar" if language == "ar" else "en")
