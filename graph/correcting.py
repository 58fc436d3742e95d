"""What a correction really changes: values as people write them, held against what a record says now.

What reads as it stands is left as it stands. So the words in which a source gave a date, the language of a name and
whatever else a form does not show survive a correction of something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.dates import parse_period
from graph.errors import BadDate, BadValue, CaseError
from graph.model import KINDS, validate
from graph.model.fields import Field, FieldType
from graph.model.kinds import Kind
from graph.model.levels import LEVELS, Level
from graph.model.validation import plain_period

Values = dict[str, Any]
NAME_PARTS = frozenset({"words", "type", "script", "language", "period", "used_by"})
_RANGES = (FieldType.COUNT, FieldType.ESTIMATE)


def corrected(kind: str, standing: Mapping[str, Any], given: Mapping[str, Any]) -> Values:
    """The plain values that change, None for a field that is taken out.

    Args:
        standing: what the record says now, as ``RecordView.values``.
        given: fields as people write them or as plain values; None or "" takes one out.

    Raises:
        BadValue: a value that the model does not allow, or a required field taken out.
        CaseError: a field that there is not, a level below the record's, or nothing that changes.
    """
    declared = KINDS[kind]
    fresh: Values = {}
    out: set[str] = set()
    for name, value in given.items():
        field = declared.field(str(name))
        if field is None or name == "key":
            raise CaseError(f"A record of the kind '{kind}' has no such field that could be corrected.")
        if value is None or value in ("", [], ()):
            out |= {name} & standing.keys()
        elif not _stands(value, standing.get(name)):
            fresh[name] = _shaped(declared, field, value)
    level = _level(standing, fresh.pop("level", None))
    changed = _read(declared, standing, fresh, out)
    level = max(level, _level_of_ages(declared, standing, changed))
    if level != standing.get("level"):
        changed["level"] = int(level)
    if not changed:
        raise CaseError("This says what the record says already; nothing was written.")
    return changed


def _stands(value: Any, standing: Any) -> bool:
    """Whether this is what the record says; a date may be told by its words, which were read in their context."""
    if isinstance(standing, Mapping) and isinstance(value, str):
        return value.strip() in (standing.get("words"), standing.get("edtf"))
    return bool(value == standing)


def _read(declared: Kind, standing: Mapping[str, Any], fresh: Values, out: set[str]) -> Values:
    """Fields that change, read by the model together with what stays."""
    kept = {name: value for name, value in standing.items() if name not in ("key", "level") and name not in out}
    done = validate(declared, {**kept, **fresh})
    for problem in done.problems:
        if problem.field in fresh or problem.field in out:
            raise BadValue(f"{declared.name}.{problem.field}", problem.right)
    changed: Values = dict.fromkeys(out)
    for name in fresh:
        field = declared.field(name)
        if field is not None:
            value = _as_it_stood(field, done.values[name], standing.get(name))
            if value != standing.get(name):
                changed[name] = value
    return changed


def _shaped(declared: Kind, field: Field, value: Any) -> Any:
    """A value that may be read, or a refusal of what no form sends: plain values are taken as they are."""
    where = f"{declared.name}.{field.name}"
    if isinstance(value, list | tuple):
        if not field.many and field.type not in _RANGES:
            raise BadValue(where, "one value")
        if field.type is not FieldType.NAMES:
            return [each if field.type in _RANGES else _shaped_one(where, field, each) for each in value]
        return [_name(where, each) for each in value]
    return _shaped_one(where, field, value)


def _shaped_one(where: str, field: Field, value: Any) -> Any:
    if not isinstance(value, Mapping):
        if isinstance(value, str | int | float):
            return value
        raise BadValue(where, "a text or a number")
    if field.type is FieldType.REFERENCE:
        kind, key, dataset = (str(value.get(part, "")) for part in ("kind", "key", "dataset"))
        if not key or kind not in ("", *field.refers_to):
            raise BadValue(where, "the key or the code of another record")
        told = {"kind": kind, "key": key, "dataset": dataset}
        return {**told, "thread": str(value["thread"])} if value.get("thread") else told
    if field.type is FieldType.EDTF:
        return _date(where, value)
    raise BadValue(where, "a text or a number")


def _date(where: str, value: Mapping[str, Any]) -> Values:
    try:
        period = plain_period(parse_period(str(value.get("edtf", ""))))
    except BadDate as bad:
        raise BadValue(where, bad.right) from None
    words = str(value.get("words") or "").strip()
    return {**period, "words": words} if words else period


def _name(where: str, value: Any) -> Any:
    if isinstance(value, str):
        return value
    if not isinstance(value, Mapping) or not all(isinstance(part, str) for part in value.values()):
        raise BadValue(where, "at least one name")
    return {part: text for part, text in value.items() if part in NAME_PARTS and text}


def _as_it_stood(field: Field, read: Any, standing: Any) -> Any:
    """What was read, with all that the record knows of it already."""
    if field.type is FieldType.EDTF and isinstance(standing, Mapping):
        words = str(standing.get("words") or "")
        if words and read.get("words", "") in ("", read["edtf"]):  # another reading of the words of the source
            return standing if read["edtf"] == standing.get("edtf") else {**read, "words": words}
    if field.type is FieldType.NAMES and isinstance(standing, list):
        known = {(str(one.get("words")), str(one.get("type"))): one for one in standing}
        return [{**known.get((one["words"], one["type"]), {}), **one} for one in read]
    return read


def _level(standing: Mapping[str, Any], given: Any) -> Level:
    now = Level(int(standing.get("level", Level.CONFIDENTIAL)))
    if given is None or given == int(now):
        return now
    level = LEVELS.get(str(given)) if not isinstance(given, int) else Level(given) if given in list(Level) else None
    if level is None:
        raise BadValue("level", f"one of: {', '.join(LEVELS)}")
    if level < now:
        raise CaseError("A correction may raise a record's level; to lower it is a decision of its own.")
    return level


def _level_of_ages(declared: Kind, standing: Mapping[str, Any], changed: Values) -> Level:
    """One step up where the ages now reach below 18 and did not before."""
    before = {name: value for name, value in standing.items() if name not in ("key", "level")}
    after = {name: value for name, value in {**before, **changed}.items() if value is not None}
    now = Level(int(standing.get("level", Level.CONFIDENTIAL)))
    raised = validate(declared, after).values["level"] > validate(declared, before).values["level"]
    return now.raised() if raised else now
