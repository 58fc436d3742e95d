"""Records as one reads them beside a page: what each speaks of, whose, in which words, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.kinds import KINDS
from graph.model.words import code_label, field_label
from queries.naming import span_of

_PROVENANCE = frozenset({"document", "cites"})


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Something that a record refers to; ``name`` is as its own record writes it, "" where it has none."""

    label: str
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record that rests on a document.

    Attributes:
        code: "" for kinds that join others; then ``ends`` say what it speaks of.
        said: one line of its own values: a name, a date, a count.
        document: code of the document in which it stands (another one, where this one is only cited).
    """

    thread: str
    code: str
    kind: str
    said: str
    ends: tuple[End, ...]
    document: str
    locator: str
    quote: str
    translation: str
    status: str
    level: int


def records_of(reader: Any, threads: Sequence[str], *, language: str = "en") -> dict[str, Record]:
    """The records among these threads that the reader sees, by thread."""
    views = reader.records(threads)
    ends = {
        target
        for view in views
        for field, targets in view.references.items()
        if field not in _PROVENANCE
        for target in targets
        if target
    }
    known = {view.thread: view for view in reader.records(ends)}
    return {view.thread: _record(view, known, language) for view in views}


def _record(view: Any, known: Mapping[str, Any], language: str) -> Record:
    ends = [
        End(
            label=field_label(field, language, kind=view.kind),
            code=known[target].code,
            name=name_in(known[target].values),
        )
        for field, targets in view.references.items()
        if field not in _PROVENANCE
        for target in targets
        if target in known and known[target].code
    ]
    return Record(
        thread=view.thread,
        code=view.code,
        kind=view.kind,
        said=said_of(view.kind, view.values, language),
        ends=tuple(ends),
        document=view.document_code,
        locator=view.locator,
        quote=view.quote,
        translation=view.translation,
        status=view.status,
        level=view.level,
    )


def name_in(values: Mapping[str, Any]) -> str:
    """The first name that a record gives, or its words for a group; "" where it gives none."""
    names = values.get("names")
    if isinstance(names, list) and names:
        return str(names[0].get("words") or "")
    return str(values.get("description") or "") if "count" in values else ""


def said_of(kind: str, values: Mapping[str, Any], language: str) -> str:
    """A record's own values in one line: its name, or its codes, count and date; "" where it has none of these."""
    name = name_in(values)
    if name:
        return name
    parts = [_codes(kind, field, values[field], language) for field in _TELLING if values.get(field)]
    count = values.get("count")
    if isinstance(count, list | tuple) and count:
        parts.append(span_of(count[0], count[-1]))
    parts += [_date(values[field]) for field in ("date", "since", "as_of") if values.get(field)]
    return " · ".join(part for part in parts if part)


_TELLING = ("methods", "class", "act", "outcome", "degree", "role", "what", "charge", "use", "how")


def _codes(kind: str, name: str, value: Any, language: str) -> str:
    field = KINDS[kind].field(name)
    if field is None or not field.vocabulary:
        return ""
    many = value if isinstance(value, list) else [value]
    return ", ".join(code_label(field.vocabulary, str(one), language) for one in many[:2])


def _date(value: Any) -> str:
    return str(value.get("words") or value.get("edtf") or "") if isinstance(value, Mapping) else ""
