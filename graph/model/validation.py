"""From what people write to plain values, or to a sentence that says what would be right."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from graph.dates import Period, from_cell, parse_period
from graph.errors import BadDate
from graph.folding import fold
from graph.model.fields import Field, FieldType
from graph.model.kinds import Kind
from graph.model.levels import DEFAULT_LEVEL, LEVELS
from graph.model.vocabularies import VOCABULARIES
from graph.model.words import code_lookup, plain

Values = dict[str, Any]
_WHOLE = re.compile(r"\d{1,9}")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_TYPED_NAME = re.compile(r"(?s)(.+?)\s*\(([^()]+)\)")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
MINORS_BELOW = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One field that cannot be taken, and what would be right. It never holds the value."""

    field: str
    right: str

    def __str__(self) -> str:
        return f"{self.field}: expected {self.right}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """The plain values of one row (absent fields are absent), and every problem found in it.

    ``values["level"]`` is always set: confidential where none was given, one step up where an age range reaches
    below 18.
    """

    values: Values
    problems: tuple[Problem, ...]


class _Refused(Exception):
    def __init__(self, right: str) -> None:
        self.right = right


def validate(kind: Kind, raw: Mapping[str, Any], *, extra_codes: Mapping[str, Mapping[str, str]] = {}) -> Validated:
    """Check one row of a kind.

    Args:
        raw: field name to value as given: text, number, date, ``Period``, or an already plain value.
        extra_codes: codes that the case has added, by vocabulary: what people write (folded) to code.

    Returns:
        Plain values as in :class:`~graph.model.fields.FieldType`, and problems. Unknown field names are problems.
    """
    values: Values = {}
    problems: list[Problem] = []
    known = _fields_of(kind)
    for name, given in raw.items():
        field = known.get(name)
        if field is None:
            problems.append(Problem(field=name, right=f"a field of {plain(kind.name)}"))
        elif given is not None and given != "" and given != []:
            try:
                values[name] = _read(field, given, extra_codes)
            except _Refused as refused:
                problems.append(Problem(field=name, right=refused.right))
    problems += (
        Problem(field=field.name, right="a value, for it is required")
        for field in known.values()
        if field.required and field.name not in values and not any(problem.field == field.name for problem in problems)
    )
    values["level"] = _level(values)
    return Validated(values=values, problems=tuple(problems))


_FIELDS: dict[str, dict[str, Field]] = {}


def _fields_of(kind: Kind) -> dict[str, Field]:
    if kind.name not in _FIELDS:
        _FIELDS[kind.name] = {field.name: field for field in kind.all_fields}
    return _FIELDS[kind.name]


def _level(values: Values) -> int:
    level = LEVELS[values["level"]] if "level" in values else DEFAULT_LEVEL
    ages = [values.get("age"), values.get("ages"), values.get("girls"), values.get("boys")]
    below = any(ages_ and ages_[0] is not None and ages_[0] < MINORS_BELOW for ages_ in ages[:2])
    children = any(count and (count[0] or count[-1]) for count in ages[2:])
    return int(level.raised() if below or children else level)


def _read(field: Field, given: Any, extra_codes: Mapping[str, Mapping[str, str]]) -> Any:
    read = _READERS[field.type]
    if field.many and field.type is not FieldType.NAMES:
        parts = given if isinstance(given, list | tuple) else str(given).split("|")
        return [
            read(field, part.strip() if isinstance(part, str) else part, extra_codes)
            for part in parts
            if part not in ("", None)
        ]
    return read(field, given, extra_codes)


def _words(field: Field, given: Any, _extra: object) -> str:
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    text = str(given).strip()
    if not text:
        raise _Refused("some text")
    return text


def _code(field: Field, given: Any, extra: Mapping[str, Mapping[str, str]]) -> str:
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    if given in VOCABULARIES.get(field.vocabulary, ()):
        return str(given)
    folded = fold(str(given))
    code = code_lookup(field.vocabulary).get(folded) or extra.get(field.vocabulary, {}).get(folded)
    if code is None:
        codes = VOCABULARIES[field.vocabulary]
        shown = ", ".join(plain(code) for code in codes[:30])
        raise _Refused(f"one of: {shown}{' …' if len(codes) > 30 else ''}")
    return code


def _edtf(field: Field, given: Any, _extra: object) -> dict[str, str]:
    if isinstance(given, dict):
        return given
    try:
        if isinstance(given, Period):
            period = given
        elif isinstance(given, str):
            period = parse_period(given)
        elif isinstance(given, date | datetime | int | float):
            period = from_cell(given)
        else:
            raise _Refused("a date or period")
    except BadDate as bad:
        raise _Refused(bad.right) from None
    return plain_period(period)


def plain_period(period: Period) -> dict[str, str]:
    """A period as it is kept: EDTF, four ISO day bounds, words as written; calendar and note where they matter."""
    kept = {
        "edtf": period.edtf,
        "since_min": period.since_min,
        "since_max": period.since_max,
        "until_min": period.until_min,
        "until_max": period.until_max,
        "words": period.words,
    }
    if period.calendar != "gregorian":
        kept["calendar"] = period.calendar
    if period.note:
        kept["note"] = period.note
    return kept


def _whole(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        raise _Refused("a whole number such as 3, or a range such as 3..5, 3.. or ..5")
    return int(text)


def _count(field: Field, given: Any, _extra: object) -> list[int | None]:
    low, _, high = _estimate(field, given, _extra)
    return [low, high]


def _estimate(field: Field, given: Any, _extra: object) -> list[int | None]:
    if isinstance(given, list | tuple):
        parts = [None if part is None else _whole(str(part)) for part in given]
    elif isinstance(given, int | float):
        if given != int(given) or given < 0:
            raise _Refused("a whole number such as 3, or a range such as 3..5")
        parts = [int(given)]
    else:
        text = re.sub(r"(?<=\d)\s*[-–]\s*(?=\d)", "..", str(given).translate(_DIGITS).strip())
        parts = [_whole(part) for part in text.split("..")]
    if len(parts) == 1:
        low = best = high = parts[0]
    elif len(parts) == 2:
        (low, high), best = parts, None
    elif len(parts) == 3:
        low, best, high = parts
    else:
        raise _Refused("at most low..best..high")
    stated = [part for part in (low, best, high) if part is not None]
    if not stated:
        raise _Refused("at least one number")
    if stated != sorted(stated):
        raise _Refused("low..best..high in rising order")
    return [low, best, high]


def _integer(field: Field, given: Any, _extra: object) -> int:
    text = str(int(given) if isinstance(given, float) and given.is_integer() else given).translate(_DIGITS).strip()
    if not re.fullmatch(r"[+-]?\d{1,15}", text):
        raise _Refused("a whole number")
    return int(text)


_RANGES = {"lat": 90.0, "lon": 180.0}


def _number(field: Field, given: Any, _extra: object) -> float:
    text = str(given).translate(_DIGITS).strip()
    if not _NUMBER.fullmatch(text) and not isinstance(given, float):
        raise _Refused("a number such as 12.5")
    number = float(text)
    limit = _RANGES.get(field.name)
    if number != number or (limit is not None and abs(number) > limit):
        raise _Refused(f"a number from -{limit} to {limit}")
    return number


def _reference(field: Field, given: Any, _extra: object) -> dict[str, str]:
    if isinstance(given, dict):
        plain = {"kind": given.get("kind", ""), "key": str(given["key"]), "dataset": given.get("dataset", "")}
        return {**plain, "thread": str(given["thread"])} if given.get("thread") else plain
    text = _words(field, given, _extra)
    head, colon, key = text.partition(":")
    head = head.strip().lower().replace(" ", "_")
    if colon and head in field.refers_to and key.strip():
        return {"kind": head, "key": key.strip(), "dataset": ""}
    return {"kind": field.refers_to[0] if len(field.refers_to) == 1 else "", "key": text, "dataset": ""}


def _names(field: Field, given: Any, extra: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    parts = given if isinstance(given, list | tuple) else str(given).split("|")
    kind = Field(name="type", type=FieldType.CODE, vocabulary=field.vocabulary)
    names: list[dict[str, str]] = []
    for part in parts:
        name = dict(part) if isinstance(part, dict) else _typed(str(part).strip(), kind, extra)
        if not str(name.get("words", "")).strip():
            continue
        name.setdefault("type", "full" if not names else "alias")
        name["type"] = _code(kind, name["type"], extra)
        names.append(name)
    if not names:
        raise _Refused("at least one name")
    return names


def _typed(text: str, kind: Field, extra: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    match = _TYPED_NAME.fullmatch(text)
    if match:
        try:
            return {"words": match[1], "type": _code(kind, match[2], extra)}
        except _Refused:
            pass  # brackets that belong to the name
    return {"words": text}


_READERS: dict[FieldType, Callable[[Field, Any, Any], Any]] = {
    FieldType.WORDS: _words,
    FieldType.CODE: _code,
    FieldType.EDTF: _edtf,
    FieldType.COUNT: _count,
    FieldType.ESTIMATE: _estimate,
    FieldType.INTEGER: _integer,
    FieldType.NUMBER: _number,
    FieldType.REFERENCE: _reference,
    FieldType.NAMES: _names,
    FieldType.FILE: _words,
}


def split(kind: Kind, values: Values) -> tuple[Values, Values]:
    """The same values parted into what the evidence store may hold and what lies in the vault.

    The words and note of a date always go to the vault, for they are free text. References lose their key (it is
    the user's own text) and keep kind only; the evidence store adds the keyed hash by which they are resolved.
    """
    known = _fields_of(kind)
    open_: Values = {}
    vault: Values = {}
    for name, value in values.items():
        field = known[name]
        if name == "key" or field.vault:
            vault[name] = value
        elif field.type is FieldType.EDTF:
            open_[name] = {part: text for part, text in value.items() if part not in ("words", "note")}
            vault[name] = {part: value[part] for part in ("words", "note") if value.get(part)}
        elif field.type is FieldType.REFERENCE:
            vault[name] = value
        else:
            open_[name] = value
    return open_, vault


def joined(kind: Kind, open_: Values, vault: Values) -> Values:
    """The inverse of :func:`split`."""
    values = dict(open_)
    for name, value in vault.items():
        if isinstance(value, dict) and isinstance(open_.get(name), dict):
            values[name] = {**open_[name], **value}
        else:
            values[name] = value
    return values
