"""What a record says in one sentence: who, what, when and where, in the words of the record.

For people who decide on records, beside the words of the source; names are in it, so it never leaves the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph.dates import Period, show
from graph.model.fields import Field, FieldType
from graph.model.kinds import KINDS
from graph.model.words import code_label, kind_label
from queries.claims import merged
from queries.naming import isolated, span_of
from queries.records import views_of

LONGEST = 160
"""Letters of one value in a sentence; the rest stands on the card."""
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_PLACE = re.compile(r"\{(\w+)\}")
_NAMED_BY = ("names", "name", "title", "description")


@cache
def _templates() -> dict[str, dict[str, str]]:
    return dict(yaml.safe_load(Path(__file__).with_name("sayings.yaml").read_text(encoding="utf-8")))


def _templates_in(language: str) -> dict[str, str]:
    return _templates().get(language) or _templates()["en"]


def sayings(reader: Any, views: Sequence[Any], language: str = "en") -> dict[str, str]:
    """Thread to sentence; records that these refer to are read at one go, as far as the reader sees them."""
    labels = labels_of(reader, merged(threads for view in views for threads in view.references.values()), language)
    return {view.thread: saying(view, labels, language) for view in views}


def labels_of(reader: Any, threads: Iterable[str], language: str = "en") -> dict[str, str]:
    """Thread to what it is called: its name as written, else what it is."""
    return {thread: label(view, language) for thread, view in views_of(reader, list(threads)).items()}


def label(view: Any, language: str = "en") -> str:
    """What one record is called where another refers to it."""
    if view.kind == "incident":
        values = _texts(view, {}, language)
        said = [values.get("methods") or values.get("class", ""), values.get("date", "")]
        return _comma(language).join(part for part in said if part)
    for name in _NAMED_BY:
        value = view.values.get(name)
        if value:
            return isolated(_cut(str(value[0]["words"]) if isinstance(value, list) else str(value)))
    return " ".join(part for part in (kind_label(view.kind, language), isolated(view.code)) if part)


def saying(view: Any, labels: Mapping[str, str], language: str = "en") -> str:
    """One record in one sentence; a record of which nothing can be said is called by its kind."""
    values = _texts(view, labels, language)
    template = _templates_in(language).get(view.kind, "")
    shown = _OPTIONAL.sub(lambda part: part[1] if _filled(part[1], values) else "", template)
    said = _PLACE.sub(lambda place: values.get(place[1]) or "?", shown).strip(" –:,،")
    return said or kind_label(view.kind, language)


def _filled(part: str, values: Mapping[str, str]) -> bool:
    return all(values.get(name) for name in _PLACE.findall(part))


def _texts(view: Any, labels: Mapping[str, str], language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in KINDS[view.kind].all_fields:
        texts = value_texts(field, view, labels, language)
        if texts:
            found[field.name] = _comma(language).join(texts)
    since, until = found.get("since", ""), found.get("until", "")
    if since and until:
        found["when"] = f"{since} – {until}"
    elif since or until:
        found["when"] = _templates_in(language)["since" if since else "until"].format(since or until)
    if view.references.get("place"):
        found.pop("place_words", None)
    return found


def value_texts(field: Field, view: Any, labels: Mapping[str, str], language: str) -> list[str]:
    """The values of one field as people read them, each isolated."""
    if field.type is FieldType.REFERENCE:
        return [labels[thread] for thread in view.references.get(field.name, ()) if labels.get(thread)]
    value = view.values.get(field.name)
    if value is None:
        return []
    many = field.many and isinstance(value, list)
    return [text for each in (value if many else [value]) if (text := _text(field, each, language))]


def _text(field: Field, value: Any, language: str) -> str:
    if field.type is FieldType.EDTF and isinstance(value, Mapping):
        words = str(value.get("words") or "")
        return isolated(_cut(words if words and words != value.get("edtf") else date_words(value, language)))
    if field.type is FieldType.NAMES and isinstance(value, Mapping):
        return isolated(_cut(str(value.get("words") or "")))
    if field.type in (FieldType.COUNT, FieldType.ESTIMATE) and isinstance(value, Sequence):
        return isolated(span_of(value[0], value[-1]))
    if field.type is FieldType.CODE:
        return code_label(field.vocabulary, str(value), language)
    return isolated(_cut(str(value)))


def date_words(value: Mapping[str, Any], language: str = "en") -> str:
    """A date as it is kept, in words that people read: never 0001 or 9999."""
    parts = ("edtf", "since_min", "since_max", "until_min", "until_max")
    if not all(isinstance(value.get(part), str) for part in parts):
        return str(value.get("edtf") or "")
    period = Period(
        **{part: value[part] for part in parts},
        words=str(value.get("words") or ""),
        calendar=str(value.get("calendar") or "gregorian"),
    )
    return show(period, "ar" if language == "ar" else "en")


def _comma(language: str) -> str:
    return "، " if language == "ar" else ", "


def _cut(text: str) -> str:
    text = " ".join(text[: LONGEST * 4].split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
