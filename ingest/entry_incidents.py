"""Incidents bear no names: they are found by when, where and how, as people speak of them ("stoning Mosul 2015")."""

from __future__ import annotations

from itertools import combinations

from graph.dates import OPEN_END, OPEN_START, Period, parse_period
from graph.errors import BadDate
from graph.folding import fold
from graph.model.vocabularies import VOCABULARIES
from graph.model.words import LANGUAGES, code_label, plain
from graph.reader import Reader

MOST_WORDS = 8
_FIND = """
MATCH (n:Incident)
WHERE n.clear_min <= $clearance AND $clearance <= n.clear_max
  AND n.since_min <= $last AND n.until_max >= $first{how}
RETURN n.code AS code, n.since_min AS since
ORDER BY since DESC, code LIMIT $limit
"""
_FIND_AT = """
MATCH (n:Incident)-[h:OCCURRED_AT]->(l:Location)
WHERE h.clear_min <= $clearance AND $clearance <= h.clear_max
  AND n.since_min <= $last AND n.until_max >= $first{how}
  AND (l.code IN $places OR any(alias IN l.aliases WHERE alias IN $places))
RETURN DISTINCT n.code AS code, n.since_min AS since
ORDER BY since DESC, code LIMIT $limit
"""
_HOW = " AND (n.class IN $ways OR any(method IN n.methods WHERE method IN $ways))"


def find_incidents(reader: Reader, text: str, limit: int) -> list[str]:
    """Codes of incidents whose date, place, method and class are what the text says, the latest first.

    Every word must be one of these; a place counts by its own record, not by what lies within it.
    """
    words = text.split()[:MOST_WORDS]
    period, words = _dated(words)
    ways, words = _ways(words)
    places = [hit.code for hit in reader.search_names(" ".join(words), 50, kinds=("location",))] if words else []
    if (words and not places) or not (period or ways or places):
        return []
    statement = (_FIND_AT if places else _FIND).format(how=_HOW if ways else "")
    rows = reader.rows(
        statement,
        first=period.since_min if period else OPEN_START,
        last=period.until_max if period else OPEN_END,
        limit=limit,
        **({"ways": ways} if ways else {}),
        **({"places": places} if places else {}),
    )
    return [str(row["code"]) for row in rows]


def _dated(words: list[str]) -> tuple[Period | None, list[str]]:
    """The longest run of words that is a date, and the others."""
    runs = sorted(combinations(range(len(words) + 1), 2), key=lambda run: run[0] - run[1])
    for start, end in runs:
        try:
            period = parse_period(" ".join(words[start:end]))
        except BadDate:
            continue
        if period.edtf:
            return period, words[:start] + words[end:]
    return None, words


def _ways(words: list[str]) -> tuple[list[str], list[str]]:
    """Codes of methods and classes that some words begin, in either language; and the words that begin none."""
    labels = [
        (code, fold(label))
        for vocabulary in ("method", "incident_class")
        for code in VOCABULARIES[vocabulary]
        for label in (plain(code), *(code_label(vocabulary, code, language) for language in LANGUAGES))
    ]
    found: list[str] = []
    left = []
    for word in words:
        codes = [code for code, label in labels if len(word) > 2 and label.startswith(fold(word))]
        found += codes
        if not codes:
            left.append(word)
    return list(dict.fromkeys(found)), left
