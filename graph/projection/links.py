"""From one record to the links it speaks for, between records: whom they mean is settled later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graph.evidence.slices import Version
from graph.projection.times import NAMES, OPEN, cited, single, stated

Contribution = tuple[str, str, str, tuple[Any, ...]]
"""Type, thread at the start, thread at the end, values in the order of :data:`PROPERTIES`.

An end that is the record's own thread is what the record describes, or the unnamed unit (or place) made for
it.
"""

_SAYS = ("speaks", "speaks_to")
_POSTING = ("role", "role_words", "rank", "job_title", "basis_in_law", "continues")
_OWN: dict[str, tuple[str, ...]] = {
    "VICTIM_OF": ("act", "method", "outcome"),
    "PERPETRATOR_OF": ("acts", "degree"),
    "ACCUSED": ("charge", "basis", "incident"),
    "ISSUED": _SAYS,
    "ADDRESSED_TO": _SAYS,
    "CONCERNS": _SAYS,
    "COMMANDED": _POSTING,
    "MEMBER_OF": _POSTING,
    "SUBORDINATE_TO": ("kind", "continues"),
    "BASED_AT": ("continues",),
    "OPERATED_IN": ("continues",),
    "USED": ("use",),
    "HELD": ("place", "ending"),
    "FATE_AT": ("kind",),
    "RELATED_TO": ("kind",),
    "ASSOCIATED_WITH": ("kind",),
    "WITHIN": ("division",),
    "ABOUT": (),
    "INCLUDES": (),
    "OCCURRED_AT": (),
    "PART_OF": (),
}
PROPERTIES: dict[str, tuple[str, ...]] = {type_: NAMES + own for type_, own in _OWN.items()} | {"REPORTED_IN": ()}

FAMILY = frozenset({"parent", "child", "sibling", "spouse", "other_family"})

UNNAMED: dict[str, tuple[str, str]] = {
    "perpetrator": ("who", "Unit"),
    "accusation": ("by", "Unit"),
    "conduct": ("issued_by", "Unit"),
    "place_use": ("unit", "Unit"),
    "held": ("holder", "Unit"),
    "fate": ("place", "Location"),
}
"""Kinds of record for which a unit (or place) without a name is made where this field is empty, and its
label."""

ENTITIES: dict[str, str] = {
    "person": "Person",
    "group": "Group",
    "unit": "Unit",
    "location": "Location",
    "incident": "Incident",
    "figure": "Figure",
    "document": "Document",
}
"""Kinds that describe a thing, and the label of its node."""


def unnamed(version: Version) -> str:
    """The label of the node made for this record because its doer (or place) is not named; "" for none."""
    made = UNNAMED.get(version.kind)
    return made[1] if made is not None and not version.references.get(made[0]) else ""


def contributions(version: Version, codes: Mapping[str, str]) -> list[Contribution]:
    """Every link this version speaks for. ``codes`` gives the own code of a record that a property names."""
    derive = _DERIVE.get(version.kind)
    return derive(version, version.values, codes) if derive is not None else []


def _one(version: Version, field: str) -> str:
    targets = version.references.get(field)
    return targets[0].thread if targets else ""


def _own_code(version: Version, field: str, codes: Mapping[str, str]) -> str:
    return codes.get(_one(version, field), "")


def _victim(version: Version, values: dict[str, Any], _: object) -> list[Contribution]:
    own = (
        *single(values.get("date")),
        values.get("act", ""),
        values.get("method", ""),
        values.get("outcome", ""),
    )
    return [("VICTIM_OF", _one(version, "who"), _one(version, "incident"), own)]


def _perpetrator(version: Version, values: dict[str, Any], _: object) -> list[Contribution]:
    own = (*OPEN, tuple(sorted(values.get("acts", ()))), values.get("degree", ""))
    return [("PERPETRATOR_OF", _one(version, "who") or version.thread, _one(version, "incident"), own)]


def _accusation(version: Version, values: dict[str, Any], codes: Mapping[str, str]) -> list[Contribution]:
    own = (
        *OPEN,
        values.get("charge", ""),
        values.get("charge_basis", ""),
        _own_code(version, "incident", codes),
    )
    return [("ACCUSED", _one(version, "by") or version.thread, _one(version, "about"), own)]


def _conduct(version: Version, values: dict[str, Any], _: object) -> list[Contribution]:
    own = (*OPEN, values.get("speaks", ""), values.get("speaks_to", ""))
    incident = _one(version, "incident")
    return [
        ("ISSUED", _one(version, "issued_by") or version.thread, incident, own),
        *(("ADDRESSED_TO", incident, to.thread, own) for to in version.references.get("addressed_to", ())),
        *(("CONCERNS", incident, about.thread, own) for about in version.references.get("concerns", ())),
    ]


def _posting(version: Version, values: dict[str, Any], _: object) -> list[Contribution]:
    get = values.get
    own = (
        *cited(values),
        get("role", ""),
        get("role_words", ""),
        get("rank", ""),
        get("job_title", ""),
        get("basis_in_law", ""),
        get("continues", "not_known"),
    )
    type_ = "COMMANDED" if values["kind"] == "commanded" else "MEMBER_OF"
    return [(type_, _one(version, "person"), _one(version, "unit"), own)]


def _unit_relation(version: Version, values: dict[str, Any], _: object) -> list[Contribution]:
    own = (*cited(values), values["kind"], values.get("continues", "not_known"))
    return [("SUBORDINATE_TO", _one(version, "child"), _one(version, "parent"), own)]


def _unit_place(version: Version, values: dict[str, Any], _: object) -> list[Contribution]:
    type_ = "BASED_AT" if values["kind"] == "based_at" else "OPERATED_IN"
    own = (*cited(values), values.get("continues", "not_known"))
    return [(type_, _one(version, "unit"), _one(version, "location"), own)]


def _place_use(version: Version, values: dict[str, Any], _: object) -> list[Contribution]:
    own = (*stated(values), values["use"])
    return [("USED", _one(version, "unit") or version.thread, _one(version, "location"), own)]


def _held(version: Version, values: dict[str, Any], codes: Mapping[str, str]) -> list[Contribution]:
    own = (*stated(values), _own_code(version, "location", codes), values.get("end", ""))
    return [("HELD", _one(version, "holder") or version.thread, _one(version, "who"), own)]


def _fate(version: Version, values: dict[str, Any], _: object) -> list[Contribution]:
    own = (*single(values.get("as_of")), values["kind"])
    return [("FATE_AT", _one(version, "who"), _one(version, "place") or version.thread, own)]


def _relation(version: Version, values: dict[str, Any], _: object) -> list[Contribution]:
    type_ = "RELATED_TO" if values["kind"] in FAMILY else "ASSOCIATED_WITH"
    return [(type_, _one(version, "a"), _one(version, "b"), (*stated(values), values["kind"]))]


def _part_of(version: Version, _: object, __: object) -> list[Contribution]:
    return [("PART_OF", _one(version, "part"), _one(version, "whole"), OPEN)]


def _location(version: Version, values: dict[str, Any], _: object) -> list[Contribution]:
    within = _one(version, "within")
    own = (*single(values.get("within_period")), values.get("division", ""))
    return [("WITHIN", version.thread, within, own)] if within else []


def _incident(version: Version, values: dict[str, Any], _: object) -> list[Contribution]:
    when = single(values.get("date"))
    found: list[Contribution] = []
    if place := _one(version, "place"):
        found.append(("OCCURRED_AT", version.thread, place, when))
    if whole := _one(version, "part_of"):
        found.append(("PART_OF", version.thread, whole, OPEN))
    return found


def _figure(version: Version, values: dict[str, Any], _: object) -> list[Contribution]:
    own = single(values.get("period"))
    return [
        ("ABOUT", version.thread, _one(version, "about"), own),
        *(("INCLUDES", version.thread, part.thread, OPEN) for part in version.references.get("includes", ())),
    ]


_DERIVE: dict[str, Callable[[Version, dict[str, Any], Mapping[str, str]], list[Contribution]]] = {
    "victim": _victim,
    "perpetrator": _perpetrator,
    "accusation": _accusation,
    "conduct": _conduct,
    "posting": _posting,
    "unit_relation": _unit_relation,
    "unit_place": _unit_place,
    "place_use": _place_use,
    "held": _held,
    "fate": _fate,
    "relation": _relation,
    "part_of": _part_of,
    "location": _location,
    "incident": _incident,
    "figure": _figure,
}
