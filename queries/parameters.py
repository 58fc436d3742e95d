"""Parameters of saved queries: typed, checked before anything runs, offered with suggestions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from graph.dates import Period, parse_period
from graph.errors import BadDate
from graph.evidence.codes import read_code
from graph.model.words import plain
from queries.errors import BadParameter, MissingParameters, UnknownParameters
from queries.naming import title_of
from queries.reading import LABEL_OF, Reading, label_of

ENTITY_TYPES: dict[str, str] = {
    "unit": "U",
    "person": "P",
    "group": "G",
    "incident": "I",
    "location": "L",
    "document": "D",
    "entity": "".join(LABEL_OF),
}
PARAMETER_TYPES = (*ENTITY_TYPES, "date", "period", "int", "text", "choice")
MAX_INT = 1_000_000
MAX_TEXT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter, as a query's head declares it.

    Attributes:
        many: a list; given as a list or as text with commas.
        vague: of a date: more than one day is meant seriously ("March 2015"), and two values reach the
            statement.
    """

    name: str
    type: str
    help: dict[str, str]
    required: bool = True
    default: Any = None
    choices: tuple[str, ...] = ()
    many: bool = False
    vague: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Names under which its values reach the statement."""
        if self.type == "period" or (self.type == "date" and self.vague):
            return f"{self.name}_first", f"{self.name}_last"
        return (self.name,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Values as the statement gets them, and the same as people may see them and give them again."""

    values: dict[str, Any]
    shown: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A value that may be given, and what it is called."""

    value: str
    label: str


def bind(query: str, parameters: Sequence[Parameter], given: Mapping[str, Any], reader: Reading) -> Bound:
    """Check what was given and turn it into values.

    Raises:
        MissingParameters, UnknownParameters, BadParameter.
    """
    known = {parameter.name for parameter in parameters}
    unknown = set(given) - known
    if unknown:
        raise UnknownParameters(query, unknown, known)
    present = {name: value for name, value in given.items() if value is not None and value != ""}
    missing = {parameter.name for parameter in parameters if parameter.required} - set(present)
    if missing:
        raise MissingParameters(query, missing)
    values: dict[str, Any] = {}
    shown: dict[str, Any] = {}
    for parameter in parameters:
        value = present.get(parameter.name, parameter.default)
        read, show = _read(parameter, value, reader)
        values.update(read)
        shown[parameter.name] = show
    return Bound(values=values, shown=shown)


def _read(parameter: Parameter, value: Any, reader: Reading) -> tuple[dict[str, Any], Any]:
    if parameter.type in ("date", "period"):
        return _dates(parameter, value)
    if parameter.many:
        parts = value if isinstance(value, list | tuple) else str(value or "").split(",")
        read = [_one(parameter, part, reader) for part in parts if str(part).strip()]
        return {parameter.name: read}, read
    one = _one(parameter, value, reader)
    return {parameter.name: one}, one


def _one(parameter: Parameter, value: Any, reader: Reading) -> Any:
    if parameter.type in ENTITY_TYPES:
        return _entity(parameter, str(value or ""), reader)
    if parameter.type == "int":
        text = _digits(str(value)).strip()
        if isinstance(value, bool) or not re.fullmatch(r"\d{1,7}", text) or int(text) > MAX_INT:
            raise BadParameter(parameter.name, f"a whole number from 0 to {MAX_INT:,}")
        return int(text)
    text = str("" if value is None else value).strip()
    if parameter.type == "choice":
        return _choice(parameter, text)
    if len(text) > MAX_TEXT or any(unicodedata.category(letter) == "Cc" for letter in text):
        raise BadParameter(parameter.name, f"at most {MAX_TEXT} letters in one line")
    return text


def _choice(parameter: Parameter, text: str) -> str:
    if text in parameter.choices or (not parameter.required and text == parameter.default):
        return text
    folded = text.lower().replace(" ", "_").replace("-", "_")
    found = next((choice for choice in parameter.choices if choice.lower() == folded), None)
    if found is None:
        raise BadParameter(parameter.name, f"one of: {', '.join(map(plain, parameter.choices))}")
    return found


def _entity(parameter: Parameter, text: str, reader: Reading) -> str:
    if not text.strip() and not parameter.required:
        return ""
    letters = ENTITY_TYPES[parameter.type]
    code = resolve_code(reader, text)
    if not code or code[0] not in letters:
        what = "an entity" if parameter.type == "entity" else f"a {parameter.type}"
        raise BadParameter(parameter.name, f"the code of {what} of this case, such as {letters[0]}-417 208-1")
    return code


def _dates(parameter: Parameter, value: Any) -> tuple[dict[str, Any], Any]:
    span = parameter.keys
    if value is None or value == "":
        first, last, shown = "0001-01-01", "9999-12-31", ""
    else:
        first, last = read_span(parameter.name, value)
        shown = first if first == last else f"{first}/{last}"
    if len(span) == 2:
        return {span[0]: first, span[1]: last}, shown
    if first != last:
        raise BadParameter(parameter.name, "one day, such as 2015-03-14")
    return {span[0]: first}, shown


def read_span(name: str, value: Any) -> tuple[str, str]:
    """First and last ISO day of a day, a vague date or a period as people write it.

    Raises:
        BadParameter: it cannot be read, or ends before it begins.
    """
    try:
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            return value.isoformat(), value.isoformat()
        period = value if isinstance(value, Period) else parse_period(_digits(str(value)).strip())
    except BadDate as bad:
        raise BadParameter(name, f"a day such as 2015-03-14, or a period such as 2014-06/2015 ({bad.right})") from None
    if period.since_min > period.until_max:
        raise BadParameter(name, "a period that ends after it begins")
    return period.since_min, period.until_max


_DASHES = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "\u00a0": " "})
_BY_ALIAS = """
MATCH (n:{label})
WHERE n.clear_min <= $clearance AND $clearance <= n.clear_max AND any(alias IN n.aliases WHERE alias IN $codes)
RETURN n.code AS code, n.aliases AS aliases
ORDER BY code
"""


def entities_of(reader: Reading, codes: Iterable[str]) -> dict[str, str]:
    """Code of a record or entity to the code of the entity that it belongs to, as far as the reader sees it.

    One query where all are entities; one scan a label for those of records that were merged into another.
    """
    wanted = [code for code in dict.fromkeys(codes) if label_of(code)]
    found = {str(row["properties"]["code"]): str(row["properties"]["code"]) for row in reader.nodes(wanted)}
    merged: dict[str, list[str]] = {}
    for code in wanted:
        if code not in found:
            merged.setdefault(label_of(code), []).append(code)
    for label, group in merged.items():
        for row in reader.rows(_BY_ALIAS.format(label=label), codes=group):
            found.update((alias, str(row["code"])) for alias in row["aliases"] if alias in group)
    return found


def resolve_code(reader: Reading, text: str) -> str:
    """The code of the entity that this text names by its code, or by that of a record merged into it; "" for none.

    Spaces, dashes, letter case and digits may be written in any way.
    """
    code = read_code(text)
    return entities_of(reader, [code]).get(code, "") if code else ""


def _digits(text: str) -> str:
    return "".join(
        str(unicodedata.digit(letter)) if letter.isdigit() and not letter.isascii() else letter for letter in text
    )


def suggest(reader: Any, parameter: Parameter, text: str, *, limit: int = 10, language: str = "en") -> list[Suggestion]:
    """What may be meant by the text typed so far, best first.

    Entities by code or name (names of protected people only where the reader may search them), choices by
    their
    words, dates as they would be understood.
    """
    if parameter.type in ENTITY_TYPES:
        return _suggest_entities(reader, parameter, text.strip(), limit, language)
    if parameter.type == "choice":
        wanted = text.strip().lower().replace("_", " ")
        return [
            Suggestion(value=choice, label=plain(choice))
            for choice in parameter.choices
            if wanted in plain(choice).lower()
        ][:limit]
    if parameter.type in ("date", "period") and text.strip():
        try:
            first, last = read_span(parameter.name, text)
        except BadParameter:
            return []
        shown = first if first == last else f"{first}/{last}"
        return [Suggestion(value=shown, label=shown)]
    return []


_BY_CODE = """
MATCH (n:{label})
WHERE n.clear_min <= $clearance AND $clearance <= n.clear_max AND n.code STARTS WITH $start
RETURN n.code AS code
ORDER BY code LIMIT $limit
"""


def _suggest_entities(reader: Any, parameter: Parameter, text: str, limit: int, language: str) -> list[Suggestion]:
    from queries import explore

    letters = ENTITY_TYPES[parameter.type]
    codes: list[str] = []
    start = _digits(text).translate(_DASHES).upper()
    if re.fullmatch(r"[A-Z]-[\d -]*", start) and start[0] in letters:
        codes = [row["code"] for row in reader.rows(_BY_CODE.format(label=label_of(start)), start=start, limit=limit)]
    elif not text:
        for letter in letters[:1]:
            codes += [
                row["code"] for row in reader.rows(_BY_CODE.format(label=label_of(letter)), start=letter, limit=limit)
            ]
    else:
        kinds = {label_of(letter).lower() for letter in letters}
        found = explore.search(reader, text, limit=limit * 3, kinds=kinds)
        codes = [hit.code for hit in found if hit.code[:1] in letters]
    return [
        Suggestion(value=row["properties"]["code"], label=title_of(row["label"], row["properties"], language))
        for row in reader.nodes(list(dict.fromkeys(codes))[:limit])
    ]
