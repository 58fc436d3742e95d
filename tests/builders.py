"""Readable records for tests: ``posting("p1", person="karim", unit="battalion", since="2014-06")``.

Every builder returns a Draft whose values went through the model's own validation, as a loaded row's do.
References name other rows of the same table by key. ``slice_of`` puts drafts and decisions together as the
projection reads them, with the keys as thread ids and codes that one can tell apart: ``P-karim``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from graph.evidence.drafts import Draft
from graph.evidence.slices import Decision, Slice, Target, Version
from graph.model.fields import FieldType
from graph.model.kinds import KINDS
from graph.model.validation import split, validate

TABLE = "table"
DOCUMENT = "report"


def draft(kind: str, key: str, /, **values: Any) -> Draft:
    """A row of any kind; a record without a document rests on ``report``."""
    if KINDS[kind].is_record:
        values.setdefault("document", DOCUMENT)
    checked = validate(KINDS[kind], {name.rstrip("_"): value for name, value in values.items() if value is not None})
    assert not checked.problems, checked.problems
    return Draft(kind=kind, dataset=TABLE, key=key, values=checked.values)


def source(key: str = "observers", *, kind: str = "organisation", name: str = "Observers", **more: Any) -> Draft:
    """A source."""
    return draft("source", key, kind=kind, name=name, **more)


def document(key: str = DOCUMENT, *, source: str = "observers", kind: str = "report", **more: Any) -> Draft:
    """A document of a source."""
    return draft("document", key, source=source, kind=kind, **more)


def person(key: str, *, names: str = "Somebody", **more: Any) -> Draft:
    """What a document says about one person."""
    return draft("person", key, names=names, **more)


def group(key: str, *, description: str = "some people", **more: Any) -> Draft:
    """People counted but not named."""
    return draft("group", key, description=description, **more)


def unit(key: str, *, names: str | None = None, **more: Any) -> Draft:
    """An organised body, named by its key unless said otherwise."""
    return draft("unit", key, names=names or key, **more)


def location(key: str, *, names: str | None = None, **more: Any) -> Draft:
    """A place, named by its key unless said otherwise."""
    return draft("location", key, names=names or key, **more)


def incident(key: str, *, class_: str = "harm", date: str = "2015-03-14", **more: Any) -> Draft:
    """Something that happened."""
    return draft("incident", key, class_=class_, date=date, **more)


def victim(key: str, *, who: str, incident: str, **more: Any) -> Draft:
    """Somebody suffered an act. ``who`` is ``person:key`` or ``group:key``."""
    return draft("victim", key, who=who, incident=incident, **more)


def perpetrator(key: str, *, incident: str, who: str | None = None, **more: Any) -> Draft:
    """Alleged involvement; without ``who`` only a class is known."""
    return draft("perpetrator", key, who=who, incident=incident, **more)


def posting(key: str, *, person: str, unit: str, kind: str = "commanded", **more: Any) -> Draft:
    """A post held in a unit."""
    return draft("posting", key, person=person, unit=unit, kind=kind, **more)


def decision(type_: str, left: str, right: str = "", verdict: str = "", **more: Any) -> Decision:
    """A decision of a person; give ``actor="matcher"`` and a score for the matcher's."""
    named = f"{type_} {left} {right} {verdict} {more.get('revision', 0)}"
    return Decision(**{"id": named, "type": type_, "left": left, "right": right, "verdict": verdict, **more})


def same(left: str, right: str, **more: Any) -> Decision:
    """Two records speak of one and the same."""
    return decision("identity", left, right, "same", **more)


def different(left: str, right: str, **more: Any) -> Decision:
    """Two records speak of two."""
    return decision("identity", left, right, "different", **more)


def slice_of(
    *drafts: Draft,
    decisions: Sequence[Decision] = (),
    withdrawn_decisions: Iterable[Decision] = (),
    withdrawn_loads: Iterable[str] = (),
    loads: Sequence[tuple[str, Sequence[Draft]]] = (),
    erased: Iterable[str] = (),
) -> Slice:
    """The slice of a case that holds these rows. A key given again is a correction of the same record.

    Rows in ``drafts`` come in no load; ``loads`` adds named ones after them.
    """
    versions: dict[str, list[Version]] = {}
    names: dict[str, list[dict[str, Any]]] = {}
    rows = [("", row) for row in drafts] + [(load, row) for load, inside in loads for row in inside]
    known = {row.key: row.kind for _, row in rows}
    for number, (load, row) in enumerate(rows):
        version = _version(row, number, load, known, len(versions.get(row.key, ())))
        versions.setdefault(row.key, []).append(version)
        if row.kind == "person":
            names[version.id] = row.values["names"]
    return Slice(
        versions=versions,
        kinds=known,
        codes={key: f"{KINDS[kind].letter}-{key}" for key, kind in known.items() if KINDS[kind].letter},
        decisions=sorted(decisions, key=lambda one: one.revision),
        withdrawn_loads=frozenset(withdrawn_loads),
        withdrawn_decisions=frozenset(one.id for one in withdrawn_decisions),
        erased=frozenset(erased),
        names_by_version=names,
    )


def _version(row: Draft, revision: int, load: str, known: dict[str, str], earlier: int) -> Version:
    kind = KINDS[row.kind]
    open_, vault = split(kind, row.values)
    level = open_.pop("level")
    references: dict[str, tuple[Target, ...]] = {}
    for name, value in vault.items():
        field = kind.field(name)
        if field is not None and field.type is FieldType.REFERENCE:
            references[name] = tuple(
                Target(thread=one["key"] if one["key"] in known else "", kind=known.get(one["key"], one["kind"]))
                for one in (value if isinstance(value, list) else [value])
            )
    return Version(
        id=f"{row.key}.{earlier + 1}",
        thread=row.key,
        kind=row.kind,
        number=earlier + 1,
        level=level,
        revision=revision,
        load=load,
        entered_at=f"2026-01-01T00:00:{revision:05}Z",
        values=open_,
        references=references,
    )
