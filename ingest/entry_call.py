"""A telephone call in five fields: who took it, when, the words, what the caller agreed to, how to call back.

It becomes a source (a person under a code), a document (testimony by telephone) whose page holds the words, the
person with the number to call back, and a record of consent where the caller was asked and agreed to something: no
record means no. All of it sealed, all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.dates import parse_period
from graph.errors import BadDate
from graph.evidence import PageText
from graph.folding import language_of
from graph.model.vocabularies import VOCABULARIES
from ingest.entry import Entry, Problem
from ingest.entry_dates import show_meant
from ingest.entry_reading import LONGEST, tidy
from ingest.entry_wording import said

FIELDS = ("taken_by", "when", "words", "consent", "call_back")
NOT_ASKED = "not_asked"
"""What stands among the purposes where nobody asked."""
LEVEL = "sealed"
_CALLER = {"en": "Caller {}", "ar": "المتصل {}"}
_TITLE = {"en": "Telephone call, {}", "ar": "مكالمة هاتفية، {}"}
_LABELS = {
    "en": {"taken_by": "Who took the call", "words": "What was said", "when": "When", "call_back": "Call back"},
    "ar": {"taken_by": "من تلقّى المكالمة", "words": "ما قيل", "when": "متى", "call_back": "معاودة الاتصال"},
}


def check_call(values: Mapping[str, Any], language: str = "en") -> list[Problem]:
    """What is wrong with the form of a call; [] where it can be entered."""
    labels = _LABELS.get(language, _LABELS["en"])
    wrong = [
        Problem(field=name, sentence=said("required", language, label=labels[name]))
        for name in ("taken_by", "when", "words")
        if not _text(values, name)
    ]
    if _text(values, "when") and not call_told(values, language):
        wrong.append(Problem(field="when", sentence=said("date", language)))
    if len(_text(values, "words")) > LONGEST:
        wrong.append(
            Problem(field="words", sentence=said("long", language, label=labels["words"], most=f"{LONGEST:,}"))
        )
    return wrong


def call_told(values: Mapping[str, Any], language: str = "en") -> dict[str, str]:
    """How the time of the call is understood; {} where it cannot be read."""
    try:
        return {"when": show_meant(parse_period(_text(values, "when")), language)} if _text(values, "when") else {}
    except BadDate:
        return {}


def call_entries(values: Mapping[str, Any], key: str, language: str = "en") -> list[Entry]:
    """The records of a call, the document first; see :func:`ingest.entry.enter`.

    The caller has no name here: a few signs tell one caller from another, and nothing is ever joined by them.
    """
    words, when, taken_by = (_text(values, name) for name in ("words", "when", "taken_by"))
    caller = _CALLER.get(language, _CALLER["en"]).format(key[-6:].upper())
    spoken = language_of(words)
    spoken = spoken if spoken in VOCABULARIES["language"] else "und"
    person, source = f"{key} caller", f"{key} source"
    rests = {"document": {"with": key}, "level": LEVEL}
    entries = [
        Entry(
            kind="document",
            key=key,
            values={
                "source": {"with": source}, "kind": "testimony", "mode": "telephone", "obtained": "telephone",
                "title": _TITLE.get(language, _TITLE["en"]).format(when), "language": spoken, "date": when,
                "collected_at": when, "collected_by": taken_by, "interviewer": taken_by, "level": LEVEL,
            },
            pages=(PageText(number=1, label="p. 1", text=words, language=spoken),),
        ),
        Entry(
            kind="source",
            key=source,
            values={"kind": "person", "name": caller, "person": {"with": person}, "level": LEVEL},
        ),
        Entry(
            kind="person",
            key=person,
            values={
                "names": [{"words": caller, "type": "as_spelled"}], "contact": _text(values, "call_back"), **rests,
            },
        ),
    ]  # fmt: skip
    purposes = agreed(values)
    if purposes:
        consent = {
            "who": {"with": person}, "given_by": "self", "documents": [{"with": key}], "purposes": purposes,
            "how": "oral", "language": spoken, "date": when, **rests,
        }  # fmt: skip
        entries.append(Entry(kind="consent", key=f"{key} consent", values=consent))
    return entries


def agreed(values: Mapping[str, Any]) -> list[str]:
    """The purposes the caller agreed to; none where nobody asked."""
    given = values.get("consent")
    ticked = given if isinstance(given, list) else []
    return [] if NOT_ASKED in ticked else [code for code in VOCABULARIES["purpose"] if code in ticked]


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return tidy(value) if isinstance(value, str) else ""
