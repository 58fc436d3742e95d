"""Rows and decisions from so small a vocabulary that they meet: the same keys, the same two values, every field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from graph.evidence.drafts import Draft
from graph.model.fields import Field, FieldType
from graph.model.kinds import KINDS
from graph.model.levels import LEVELS
from graph.model.vocabularies import VOCABULARIES
from tests.builders import draft

HOW_MANY = {"source": 3, "document": 4, "person": 5, "unit": 3, "location": 3, "incident": 3, "group": 2}
KEYS = {kind: [f"{kind}{number}" for number in range(HOW_MANY.get(kind, 2))] for kind in KINDS}
ALL_KEYS = [key for keys in KEYS.values() for key in keys]
KIND_OF = {key: kind for kind, keys in KEYS.items() for key in keys}
_DATES = ("2014", "2015-03", "2015-03-14", "2014-06/2015-02")
_ABSENT = frozenset({"key", "document", "level", "remarks", "file"})


def levels() -> st.SearchStrategy[str]:
    """Mostly public, so that enough hangs together; every level now and then."""
    return st.sampled_from(["public", "public", "public", *LEVELS])


def value(field: Field, within: frozenset[str]) -> st.SearchStrategy[Any]:
    """A value of a field; references stay within these kinds."""
    simple: dict[FieldType, Callable[[], st.SearchStrategy[Any]]] = {
        FieldType.WORDS: lambda: st.sampled_from(["these words", "other words"]),
        FieldType.CODE: lambda: st.sampled_from(VOCABULARIES[field.vocabulary][:3]),
        FieldType.EDTF: lambda: st.sampled_from(_DATES),
        FieldType.COUNT: lambda: st.sampled_from(["20", "20..30", "21.."]),
        FieldType.ESTIMATE: lambda: st.sampled_from(["3", "3..4..5", "..5"]),
        FieldType.INTEGER: lambda: st.sampled_from([7, 8]),
        FieldType.NUMBER: lambda: st.sampled_from([35.5, 36.25]),
        FieldType.NAMES: lambda: st.sampled_from(["One", "Two", "Two | Second (alias)"]),
        FieldType.REFERENCE: lambda: references(field, within),
    }
    one = simple[field.type]()
    return (
        st.lists(one, min_size=1, max_size=2, unique=True) if field.many and field.type is not FieldType.NAMES else one
    )


def references(field: Field, within: frozenset[str]) -> st.SearchStrategy[str]:
    """The key of a row that this field may point to."""
    return st.sampled_from(
        [
            f"{kind}:{key}" if len(field.refers_to) > 1 else key
            for kind in field.refers_to
            if kind in within
            for key in KEYS[kind]
        ]
    )


@st.composite
def rows(draw: st.DrawFn, kinds: tuple[str, ...] = (*KINDS, "document", "source", "person", "relation")) -> Draft:
    """One row of any of these kinds, with any of its fields."""
    kind = KINDS[draw(st.sampled_from(kinds))]
    values: dict[str, Any] = {"level": draw(levels())}
    for field in kind.all_fields:
        if field.name in _ABSENT:
            continue
        likely = field.type is FieldType.REFERENCE or field.name in ("names", "kind", "class")
        if field.required or draw(st.integers(0, 1 if likely else 5)) == 0:
            values[field.name] = draw(value(field, frozenset(KINDS)))
    if kind.is_record:
        values["document"] = draw(st.sampled_from(KEYS["document"]))
    return draft(kind.name, draw(st.sampled_from(KEYS[kind.name])), **values)


def ground() -> list[Draft]:
    """A small public case in which everything hangs together, so that a change anywhere reaches something else."""
    made = [draft("source", key, kind="outlet", name=key, level="public") for key in KEYS["source"]]
    made += [
        draft("document", key, source=KEYS["source"][number % 3], kind="news", level="public")
        for number, key in enumerate(KEYS["document"][:3])
    ]
    made.append(
        draft("document", "document3", source="source0", kind="news", level="public", translation_of="document0")
    )
    home = {"names": "One", "kind": "town", "lat": 35.5, "lon": 36.25}
    rest: dict[str, list[dict[str, Any]]] = {
        "person": [{"names": f"Number {number}"} for number in range(4)] + [{"names": "One", "town": "location0"}],
        "unit": [{"names": "One"}, {"names": "Two", "cites": "document1"}, {"names": "Two", "cites": "document2"}],
        "location": [home, {"names": "Two", "within": "location2"}, {"names": "Three"}],
        "group": [{"description": "some"}, {"description": "others"}],
        "incident": [{"place": "location1"}, {"class": "order_or_listing"}, {"part_of": "incident0"}],
        "posting": [{"person": "person0", "unit": "unit0"}, {"person": "person1", "unit": "unit0"}],
        "unit_relation": [{"child": "unit0", "parent": "unit1"}],
        "unit_place": [{"unit": "unit1", "location": "location0"}],
        "place_use": [{"location": "location1", "use": "court"}],
        "perpetrator": [{"incident": "incident0"}, {"incident": "incident0", "who": "person:person2"}],
        "victim": [{"who": "person:person3", "incident": "incident0"}],
        "relation": [{"a": "person:person2", "b": "person:person3", "kind": "sibling"}],
        "fate": [{"who": "group:group0", "kind": "missing"}],
        "accusation": [{"about": "group:group1", "charge": "spying", "incident": "incident0"}],
        "part_of": [{"part": "group:group1", "whole": "group0"}],
        "figure": [{"about": "incident:incident0", "what": "killed", "count": "3"}],
    }
    usual: dict[str, dict[str, Any]] = {
        "incident": {"class": "harm", "date": "2015"},
        "unit_relation": {"kind": "command"},
        "unit_place": {"kind": "based_at"},
        "posting": {"kind": "commanded"},
    }
    for kind, rows_ in rest.items():
        for key, values in zip(KEYS[kind], rows_, strict=False):
            common = {"document": "document0", "cites": "document0|document1", "level": "public"}
            made.append(draft(kind, key, **{**common, **usual.get(kind, {}), **values}))
    return made


@st.composite
def decisions(draw: st.DrawFn) -> dict[str, Any]:
    """What somebody decides: type, keys of left and right, verdict, score, level, and whether a person decides."""
    type_ = draw(
        st.sampled_from(
            ["identity"] * 6
            + ["status", "status", "level", "level", "grade_source", "protect", "unprotect", "one_origin", "erase"]
        )
    )
    if type_ == "identity":
        kind = draw(st.sampled_from(["person", "person", "unit", "location", "incident", "group", "source"]))
        pair = draw(st.lists(st.sampled_from(KEYS[kind]), min_size=2, max_size=2, unique=True))
        verdict = draw(st.sampled_from(["same", "same", "different", "unsure"]))
    elif type_ == "one_origin":
        pair, verdict = draw(st.lists(st.sampled_from(KEYS["document"]), min_size=2, max_size=2, unique=True)), ""
    else:
        kind = {"grade_source": "source", "protect": "person", "unprotect": "person"}.get(type_, "")
        pair = [draw(st.sampled_from(KEYS[kind] if kind else ALL_KEYS)), ""]
        verdict = draw(st.sampled_from(_VERDICTS.get(type_, ("",))))
    person = draw(st.booleans())
    return {
        "type": type_,
        "left": pair[0],
        "right": pair[1],
        "verdict": verdict,
        "score": None if person else draw(st.sampled_from([0.5, 0.9])),
        "actor": "person" if person else "matcher",
        "level": int(LEVELS[draw(levels())]),
    }


_VERDICTS: dict[str, tuple[str, ...]] = {
    "status": ("vetted", "confirmed", "disputed", "retracted"),
    "level": tuple(LEVELS),
    "grade_source": ("A", "D"),
}
