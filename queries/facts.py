"""The values of records, field by field, each with the records that give it: what cards, lists and briefs show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.fields import Field, FieldType
from graph.model.kinds import KINDS, RECORD_COMMON
from graph.model.words import code_label, field_label
from queries.claims import merged
from queries.naming import isolated, span_of
from queries.reading import Row
from queries.records import views_of

# Shown as the citation of each record, not as values of the thing it speaks of.
_CITATION = frozenset({field.name for field in RECORD_COMMON} | {"key", "level", "remarks", "lat", "lon"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One value, and the records (by thread) that give it."""

    text: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One field of an entity or link, with every value that any record gives it; the best supported first."""

    field: str
    label: str
    alternatives: tuple[Alternative, ...]

    @property
    def disputed(self) -> bool:
        """Whether records differ."""
        return len(self.alternatives) > 1


def facts_of(reader: Any, views: Sequence[Any], language: str = "en") -> tuple[Fact, ...]:
    """Every field that any of these records fills, in the order of the model, with all its values."""
    codes = _codes_of_references(reader, views)
    facts: list[Fact] = []
    for kind in dict.fromkeys(view.kind for view in views):
        own = [view for view in views if view.kind == kind]
        for field in KINDS[kind].all_fields:
            if field.name in _CITATION:
                continue
            values: dict[str, list[str]] = {}
            for view in own:
                for text in _texts(field, view, codes, language):
                    values.setdefault(text, []).append(view.thread)
            if values:
                facts.append(Fact(
                    field=field.name, label=field_label(field.name, language, kind=kind),
                    alternatives=tuple(Alternative(text=text, records=tuple(threads))
                                       for text, threads in values.items()),
                ))  # fmt: skip
    return tuple(facts)


def _codes_of_references(reader: Any, views: Sequence[Any]) -> dict[str, str]:
    """Thread to code of every record that these refer to, as far as the reader sees it."""
    threads = merged(targets for view in views for targets in view.references.values())
    return {thread: view.code for thread, view in views_of(reader, threads).items()}


def _texts(field: Field, view: Any, codes: Mapping[str, str], language: str) -> list[str]:
    if field.type is FieldType.REFERENCE:
        return [codes[thread] for thread in view.references.get(field.name, ()) if codes.get(thread)]
    if field.name not in view.values:
        return []
    value = view.values[field.name]
    values = value if field.many and isinstance(value, list) else [value]
    return [text for each in values if (text := _text(field, each, language))]


def _text(field: Field, value: Any, language: str) -> str:
    if field.type is FieldType.EDTF and isinstance(value, Mapping):
        edtf, words = str(value.get("edtf") or ""), str(value.get("words") or "")
        return f"{edtf} ({isolated(words)})" if words and words != edtf else edtf
    if field.type is FieldType.NAMES and isinstance(value, Mapping):
        kind = code_label(field.vocabulary, str(value.get("type") or ""), language)
        return f"{isolated(str(value.get('words') or ''))} ({kind})"
    if field.type is FieldType.COUNT:
        return span_of(value[0], value[-1])
    if field.type is FieldType.ESTIMATE:
        best = f" ({value[1]})" if value[1] is not None and value[0] != value[2] else ""
        return span_of(value[0], value[2]) + best
    if field.type is FieldType.CODE:
        return code_label(field.vocabulary, str(value), language)
    if field.type is FieldType.WORDS:
        return isolated(str(value))
    return str(value)


_FROM_NODE = {"unit": ("kind", "classes", "placeholder"), "incident": ("class", "methods", "staging"),
              "location": ("kind", "precision"), "document": ("kind", "language"), "person": ("sex",)}  # fmt: skip


def facts_of_node(node: Row, language: str) -> tuple[Fact, ...]:
    """What the graph itself says, for a reader without the evidence (a graph alone, the vault closed)."""
    kind, properties = node["label"].lower(), node["properties"]
    threads = tuple(properties.get("records") or ())
    facts: list[Fact] = []
    for name in _FROM_NODE.get(kind, ()):
        field = KINDS[kind].field(name)
        value = properties.get(name)
        if field is None or not value:
            continue
        texts = [_text(field, each, language) for each in (value if isinstance(value, list) else [value])]
        facts.append(Fact(field=name, label=field_label(name, language, kind=kind),
                          alternatives=(Alternative(text=", ".join(texts), records=threads),)))  # fmt: skip
    return tuple(facts)
