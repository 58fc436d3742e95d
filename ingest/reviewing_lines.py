"""What two records say, field by field and through the records around them, and how each weighs.

A line is *for* where both say the same of something telling, *against* where both cannot hold of one thing, and
*open* where one is silent or the difference proves nothing. Reasons are codes; whoever shows them has the words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from graph.dates import Period, show
from graph.evidence import RecordView
from graph.folding import fold
from graph.model.fields import Field, FieldType
from graph.model.kinds import KINDS
from graph.model.words import code_label
from ingest.names.compare import score

Weighs = Literal["for", "against", "open"]
YEARS_APART = 5
NEAR_KM, FAR_KM = 5.0, 50.0
ALIKE, UNLIKE = 0.8, 0.5
"""Two fathers' names at least, or at most, so alike are one, or two."""
_NUMBER = re.compile(r"\d+")
_ORDER: dict[Weighs, int] = {"against": 0, "for": 1, "open": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A value as people read it; ``code`` of the thing that it names, "" for a plain value."""

    text: str
    code: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One comparison.

    Attributes:
        kind, field: where it is said: a field of the two records, or of records that refer to them.
        reason: same, near, differ, overlap, apart, far, shared, none_shared, one_side, numbers, one_document or
            related.
    """

    kind: str
    field: str
    weighs: Weighs
    reason: str
    left: tuple[Shown, ...]
    right: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """What stands around two records.

    Attributes:
        of: each of the two to the records that refer to it.
        known: every record that may be named, by thread.
        thing: from a thread to one that stands for all that are judged the same.
    """

    of: Mapping[str, Sequence[RecordView]]
    known: Mapping[str, RecordView]
    thing: Callable[[str], str]


AROUND: dict[str, tuple[tuple[str, str, str], ...]] = {
    "person": (
        ("posting", "person", "unit"),
        ("victim", "who", "incident"),
        ("perpetrator", "who", "incident"),
        ("witness", "who", "incident"),
        ("held", "who", "holder"),
        ("held", "who", "location"),
        ("fate", "who", "place"),
        ("relation", "a", "b"),
        ("relation", "b", "a"),
        ("part_of", "part", "whole"),
    ),
    "group": (("victim", "who", "incident"), ("fate", "who", "place"), ("part_of", "part", "whole")),
    "unit": (
        ("unit_relation", "child", "parent"),
        ("unit_relation", "parent", "child"),
        ("unit_place", "unit", "location"),
        ("posting", "unit", "person"),
        ("perpetrator", "who", "incident"),
        ("place_use", "unit", "location"),
    ),
    "location": (("unit_place", "location", "unit"), ("incident", "place", ""), ("location", "within", "")),
    "incident": (
        ("victim", "incident", "who"),
        ("perpetrator", "incident", "who"),
        ("conduct", "incident", "issued_by"),
        ("figure", "about", "count"),
    ),
    "source": (("document", "source", ""),),
}
"""By kind: records that refer to it, through which field, and the field of theirs that is compared ("" for itself)."""

_TELLING = frozenset({("incident", "place"), ("person", "town"), ("location", "within")})
_QUIET = frozenset({"level", "key", "remarks", "quote", "quote_language", "translation", "basis", "locator", "document",
                    "names", "name", "lat", "lon"})  # fmt: skip


def lines(one: RecordView, other: RecordView, related: Related, language: str) -> tuple[Line, ...]:
    """Every comparison that says something, what speaks against first."""
    found = [*_together(one, other, related), *_fields(one, other, related, language)]
    found += _points(one, other)
    found += _around(one, other, related, language)
    return tuple(sorted(found, key=lambda line: _ORDER[line.weighs]))


# --- fields of the two records themselves


def _fields(one: RecordView, other: RecordView, related: Related, language: str) -> Iterator[Line]:
    for field in KINDS[one.kind].all_fields:
        if field.name in _QUIET:
            continue
        sides = [_values(field, view, related, language) for view in (one, other)]
        if any(sides):
            weighs, reason = _weigh(field, one, other, related) if all(sides) else ("open", "one_side")
            yield Line(kind=one.kind, field=field.name, weighs=weighs, reason=reason, left=sides[0], right=sides[1])
    numbers = [_numbers(view) for view in (one, other)]
    if one.kind in ("unit", "location") and numbers[0] != numbers[1]:
        left, right = (tuple(Shown(text=number) for number in side) for side in numbers)
        yield Line(kind=one.kind, field="names", weighs="against", reason="numbers", left=left, right=right)


def _numbers(view: RecordView) -> list[str]:
    """Numbers in the names: the third battalion is not the fourth."""
    return sorted({number for name in view.values.get("names", ()) for number in _NUMBER.findall(fold(name["words"]))})


def _weigh(field: Field, one: RecordView, other: RecordView, related: Related) -> tuple[Weighs, str]:
    if field.type is FieldType.REFERENCE:
        shared = not _things(one, field.name, related).isdisjoint(_things(other, field.name, related))
        if (one.kind, field.name) in _TELLING:
            apart: Weighs = "against" if one.kind == "incident" else "open"
            return ("for", "same") if shared else (apart, "differ")
        return ("open", "shared" if shared else "none_shared")
    left, right = one.values[field.name], other.values[field.name]
    return _RULES.get((one.kind, field.name), _plain)(left, right)


def _things(view: RecordView, field: str, related: Related) -> set[str]:
    return {related.thing(thread) for thread in view.references.get(field, ()) if thread}


def _plain(left: Any, right: Any) -> tuple[Weighs, str]:
    return "open", "same" if left == right else "differ"


def _code(left: Any, right: Any) -> tuple[Weighs, str]:
    return ("for", "same") if left == right else ("against", "differ")


def _sex(left: Any, right: Any) -> tuple[Weighs, str]:
    if "not_recorded" in (left, right):
        return "open", "one_side"
    return ("open", "same") if left == right else ("against", "differ")


def _father(left: Any, right: Any) -> tuple[Weighs, str]:
    alike = 1.0 if fold(str(left)) == fold(str(right)) else 2.0 * score(str(left), str(right))  # one token weighs half
    if alike >= ALIKE:
        return "for", "same" if alike == 1.0 else "near"
    return ("against", "differ") if alike < UNLIKE else ("open", "near")


def _born(left: Any, right: Any) -> tuple[Weighs, str]:
    apart = _years_apart(left, right)
    if apart == 0:
        return "for", "overlap"
    return ("open", "near") if apart <= YEARS_APART else ("against", "apart")


def _years_apart(left: Any, right: Any) -> int:
    first, second = (
        (int(str(date["since_min"])[:4]), int(str(date["until_max"])[:4])) for date in (left, right)
    )  # fmt: skip
    return max(0, first[0] - second[1], second[0] - first[1])


def _dates(left: Any, right: Any) -> tuple[Weighs, str]:
    apart = left["since_min"] > right["until_max"] or right["since_min"] > left["until_max"]
    return ("against", "apart") if apart else ("for", "overlap")


def _sets(left: Any, right: Any) -> tuple[Weighs, str]:
    return ("for", "shared") if set(left) & set(right) else ("open", "none_shared")


def _counts(left: Any, right: Any) -> tuple[Weighs, str]:
    low, high = max(left[0] or 0, right[0] or 0), min(left[-1] or math.inf, right[-1] or math.inf)
    return ("open", "overlap") if low <= high else ("against", "apart")


_RULES: dict[tuple[str, str], Callable[[Any, Any], tuple[Weighs, str]]] = {
    ("person", "sex"): _sex,
    ("person", "father"): _father,
    ("person", "born"): _born,
    ("group", "count"): _counts,
    ("unit", "kind"): _code,
    ("location", "kind"): _code,
    ("incident", "class"): _code,
    ("incident", "date"): _dates,
    ("incident", "methods"): _sets,
    ("incident", "number_in_series"): _code,
    ("source", "kind"): _code,
}


def _points(one: RecordView, other: RecordView) -> Iterator[Line]:
    """How far apart two places are."""
    points = [(view.values.get("lat"), view.values.get("lon")) for view in (one, other)]
    if any(part is None for point in points for part in point):
        return
    apart = _kilometres(*points)
    weighs: Weighs = "for" if apart <= NEAR_KM else "against" if apart > FAR_KM else "open"
    left, right = ((Shown(text=f"{lat}, {lon}"),) for lat, lon in points)
    yield Line(kind=one.kind, field="lat", weighs=weighs, reason="near" if weighs == "for" else "far",
               left=left, right=right)  # fmt: skip


def _kilometres(a: tuple[Any, Any], b: tuple[Any, Any]) -> float:
    """Great-circle distance (haversine, mean Earth radius 6371 km)."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


# --- both together


def _together(one: RecordView, other: RecordView, related: Related) -> Iterator[Line]:
    """One document that lists both apart, and a record by which the two are relatives or associates."""
    if one.document and one.document == other.document:
        said = Shown(text=one.document_title or one.document_code, code=one.document_code)
        left, right = (Shown(text=said.text, code=said.code, more=view.locator) for view in (one, other))
        yield Line(
            kind=one.kind, field="document", weighs="against", reason="one_document", left=(left,), right=(right,)
        )
    for view in related.of[one.thread]:
        ends = {thread for field in ("a", "b") for thread in view.references.get(field, ())}
        if view.kind in ("relation", "unit_relation") and other.thread in ends | _ends_of_units(view):
            yield Line(kind=view.kind, field="kind", weighs="against", reason="related", left=(), right=())


def _ends_of_units(view: RecordView) -> set[str]:
    return {thread for field in ("child", "parent") for thread in view.references.get(field, ())}


# --- the records around them


def _around(one: RecordView, other: RecordView, related: Related, language: str) -> Iterator[Line]:
    for kind, field, compared in AROUND.get(one.kind, ()):
        sides = [_seen(related.of[view.thread], view, kind, field) for view in (one, other)]
        if not any(sides):
            continue
        shown = [_shown_around(side, compared, related, language) for side in sides]
        if not any(shown):
            continue
        weighs, reason = _weigh_around(sides, compared, related)
        yield Line(kind=kind, field=compared, weighs=weighs, reason=reason, left=shown[0], right=shown[1])


def _seen(related: Sequence[RecordView], view: RecordView, kind: str, field: str) -> list[RecordView]:
    return [one for one in related if one.kind == kind and view.thread in one.references.get(field, ())]


def _weigh_around(sides: Sequence[list[RecordView]], compared: str, related: Related) -> tuple[Weighs, str]:
    if not all(sides):
        return "open", "one_side"
    if compared == "count":
        return "open", "none_shared"
    left, right = (
        {related.thing(thread) for view in side for thread in (view.references.get(compared, ()) if compared else ())}
        if compared
        else {related.thing(view.thread) for view in side}
        for side in sides
    )
    return ("for", "shared") if left & right else ("open", "none_shared")


def _shown_around(views: Sequence[RecordView], compared: str, related: Related, language: str) -> tuple[Shown, ...]:
    found: dict[tuple[str, str], Shown] = {}
    for view in views:
        if compared and KINDS[view.kind].field(compared) is not None and not view.references.get(compared):
            if compared == "count":
                what = code_label("figure_what", str(view.values.get("what") or ""), language)
                found[view.thread, ""] = Shown(text=f"{what} {_range(view.values.get('count'))}", code=view.code)
            continue
        for thread in view.references.get(compared, ()) if compared else (view.thread,):
            named = related.known.get(thread)
            if named is not None:
                one = named_shown(named, language)
                more = _when(view, language)
                found[one.code, more] = Shown(text=one.text, code=one.code, more=more)
    return tuple(found.values())


def _when(view: RecordView, language: str) -> str:
    """Role and time of a record, in a few words."""
    role = view.values.get("role") or view.values.get("outcome") or ""
    vocabulary = "role" if view.values.get("role") else "outcome"
    parts = [code_label(vocabulary, str(role), language)] if role else []
    dates = [_date(view.values[name], language) for name in ("since", "until", "date", "as_of") if name in view.values]
    parts += [" – ".join(dates)] if dates else []
    return " · ".join(parts)


# --- values for people


def _values(field: Field, view: RecordView, related: Related, language: str) -> tuple[Shown, ...]:
    if field.type is FieldType.REFERENCE:
        known = (related.known.get(thread) for thread in view.references.get(field.name, ()))
        return tuple(named_shown(one, language) for one in known if one is not None)
    value = view.values.get(field.name)
    if value in (None, "", []):
        return ()
    many = value if field.many and isinstance(value, list) else [value]
    return tuple(Shown(text=text) for one in many if (text := _text(field, one, language)))


def named_shown(view: RecordView, language: str) -> Shown:
    """A record as it is called: its first name, its title, or what it is."""
    names = view.values.get("names")
    if names:
        return Shown(text=str(names[0]["words"]), code=view.code)
    values = view.values
    said = str(values.get("title") or values.get("name") or values.get("description") or "")
    if view.kind == "incident":
        methods = [code_label("method", method, language) for method in values.get("methods", ())[:2]]
        what = methods or [code_label("incident_class", str(values.get("class") or ""), language)]
        said = " · ".join([", ".join(what), _date(values.get("date"), language)])
    return Shown(text=said[:120], code=view.code)


def _text(field: Field, value: Any, language: str) -> str:
    if field.type is FieldType.EDTF:
        return _date(value, language)
    if field.type in (FieldType.COUNT, FieldType.ESTIMATE):
        return _range(value)
    if field.type is FieldType.CODE:
        return code_label(field.vocabulary, str(value), language)
    return str(value)


def _date(value: Any, language: str) -> str:
    """A date in words of the language, the source's own beside it where they say more."""
    if not isinstance(value, Mapping):
        return ""
    period = Period(
        edtf=str(value.get("edtf") or ""), since_min=value["since_min"], since_max=value["since_max"],
        until_min=value["until_min"], until_max=value["until_max"], words=str(value.get("words") or ""),
        calendar=value.get("calendar") or "gregorian",
    )  # fmt: skip
    return show(period, "ar" if language == "ar" else "en")


def _range(value: Any) -> str:
    low, high = value[0], value[-1]
    if low == high:
        return str(low)
    return f"{low}+" if high is None else f"≤ {high}" if low is None else f"{low}–{high}"
