"""From what stands in a form to drafts: everything is checked here again, for it comes from a browser.

What a form holds (JSON, as typed):
    words, dates, numbers  text                     codes      a code, or a list of codes
    names                  list of {words, type, language}
    references             {"code": "P-417 208-8"} or {"thread": id} for a record that was chosen,
                           {"new": "person", "values": {…}} for one that is made with it, {"text": "…"} for words
                           that nobody has settled yet; a list of these where a field holds many
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from graph.dates import parse_period
from graph.errors import BadDate
from graph.evidence import Draft
from graph.evidence.codes import read_code
from graph.model import KINDS, Field, FieldType, Kind, validate
from graph.model.levels import Level
from graph.model.vocabularies import VOCABULARIES
from graph.model.words import field_label
from ingest.entry_dates import show_meant
from ingest.entry_wording import kinds_said, said, sentence

DATASET = "entered by hand"
"""Whose keys the ids of forms are."""
LONGEST = 1_000_000
"""Characters of one text: a long page; whole books are documents."""
MOST = 200
"""Entries of one field."""
DEEPEST = 3
"""A record, its new document, and that document's new source."""
INLINE = ("source", "document", "person", "group", "unit", "location", "incident")
"""Kinds that can be made within the form of another."""

_EXISTING = frozenset(
    ("cites", "documents", "translation_of", "transcript_of", "copy_of", "redaction_of", "derived_from")
)
"""Fields that only name what is there: a document of its own is entered by itself."""

_LONGEST_CODE = 40
_THREAD = re.compile(r"[0-9a-f]{20}")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_MORE = re.compile(r"(\d+)\s*(?:\+|or more|فأكثر|أو أكثر)")
_RANGE = re.compile(r"(\d+)\s*(?:to|إلى|الى)\s*(\d+)")
_TEXTS = (FieldType.WORDS, FieldType.EDTF, FieldType.COUNT, FieldType.ESTIMATE, FieldType.INTEGER, FieldType.NUMBER,
          FieldType.FILE)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One field that cannot be taken, and a sentence that says what would be right.

    Attributes:
        field: its name; within a new record of the form the way to it, such as ``document/source/name``.
    """

    field: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A record that a reference may name."""

    thread: str
    kind: str
    code: str


@dataclass(slots=True, kw_only=True)
class Read:
    """What a form says: drafts, what it refers to, and what cannot be taken.

    Attributes:
        main: the values of the form's own record, validated.
        told: field to how its date was understood.
    """

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    told: dict[str, str] = field(default_factory=dict)
    main: dict[str, Any] = field(default_factory=dict)


def storable(text: str) -> str:
    """Text as it can be kept: without control signs and halves of characters.

    Marks of direction stay: they are what somebody wrote.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    return "".join(sign for sign in plain if sign in "\n\t" or unicodedata.category(sign) != "Cc")


def tidy(text: str) -> str:
    """The same without blanks around it."""
    return storable(text).strip()


def references_in(values: object, deep: int = 0) -> Iterator[str]:
    """Whatever may be a code or thread in a form, in that of its new records too."""
    if isinstance(values, str):
        if len(values) <= _LONGEST_CODE and (_THREAD.fullmatch(values) or read_code(values)):
            yield values
    elif deep <= 2 * DEEPEST + 2 and isinstance(values, Mapping | list):
        inside = values.values() if isinstance(values, Mapping) else values[: MOST + 1]
        for inner in inside:
            yield from references_in(inner, deep + 1)


class FormReading:
    """Reads one form.

    Args:
        key: of the form; the records it makes have keys that begin so.
        found: what each code or thread in it names, as far as whoever asks sees it.
        together: key and kind of the forms that are entered with it, to which it may refer by ``{"with": key}``.
    """

    def __init__(
        self, key: str, found: Mapping[str, Found], language: str, together: Mapping[str, str] | None = None
    ) -> None:
        self._key, self._found, self._language, self._together = key, found, language, together or {}
        self._read = Read()

    def read(self, kind: str, values: object) -> Read:
        """The whole form."""
        if kind not in KINDS:
            self._problem("", said("form", self._language))
            return self._read
        self._read.main = self._entry(KINDS[kind], values, "", self._key, None, None)
        return self._read

    # --- one record

    def _entry(
        self, kind: Kind, values: object, path: str, key: str, level: int | None, document: Any
    ) -> dict[str, Any]:
        """Add the draft of one record and of those made with it.

        Args:
            level, document: what it has where it says nothing itself, as a record made within another does.
        """
        given = values if isinstance(values, Mapping) else {}
        raw, inner, refused = self._raw(kind, given, path)
        if kind.is_record and document is not None:
            raw["document"] = document
        if "level" not in raw and level is not None:
            raw["level"] = Level(level).code
        checked = validate(kind, raw)
        for problem in checked.problems:
            declared = kind.field(problem.field)
            if declared is not None and problem.field not in refused:
                self._problem(path + problem.field, sentence(declared, problem.right, self._language, kind=kind.name))
        own = checked.values
        for name, made, said_of_it in inner:
            rests_on = None if made.name in ("source", "document") else own.get("document")
            if made.is_record and rests_on is None:
                continue  # without a document nothing can rest on it; that has been said
            self._entry(made, said_of_it, f"{path}{name}/", f"{self._key} {path}{name}", own["level"], rests_on)
        self._read.drafts.append(Draft(kind=kind.name, dataset=DATASET, key=key, values=own))
        return own

    def _raw(
        self, kind: Kind, given: Mapping[Any, Any], path: str
    ) -> tuple[dict[str, Any], list[tuple[str, Kind, object]], set[str]]:
        """What the model validates, the records that are made with this one, and the fields refused already."""
        raw: dict[str, Any] = {}
        inner: list[tuple[str, Kind, object]] = []
        before = len(self._read.problems)
        for name, value in given.items():
            declared = kind.field(str(name))
            if declared is None or declared.name in ("key", "file"):
                if value not in (None, "", [], {}):
                    self._problem(f"{path}{str(name)[:60]}", said("unknown", self._language))
            elif declared.type is FieldType.REFERENCE:
                raw[declared.name] = self._references(kind, declared, value, path, inner)
            else:
                raw[declared.name] = self._plain(kind, declared, value, path)
        refused = {one.field.removeprefix(path) for one in self._read.problems[before:]}
        return {name: value for name, value in raw.items() if value not in (None, "", [])}, inner, refused

    # --- values

    def _plain(self, kind: Kind, declared: Field, value: object, path: str) -> Any:
        at = path + declared.name
        if value in (None, "", []):
            return None
        if declared.type is FieldType.NAMES:
            return self._names(kind, declared, value, at)
        if declared.many:
            parts = self._list(kind, declared, value, at)
            return [text for part in parts if (text := self._text(kind, declared, part, at))]
        return self._text(kind, declared, value, at)

    def _text(self, kind: Kind, declared: Field, value: object, at: str) -> Any:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self._wrong_shape(kind, declared, at)
            return None
        text = tidy(str(value))
        if len(text) > LONGEST:
            label = self._label(kind, declared)
            self._problem(at, said("long", self._language, label=label, most=f"{LONGEST:,}"))
            return None
        if declared.type in (FieldType.COUNT, FieldType.ESTIMATE):
            return _count(text)
        if declared.type is FieldType.EDTF and text:
            with suppress(BadDate):  # validation says so
                self._read.told[at] = show_meant(parse_period(text), self._language)
        return text

    def _names(self, kind: Kind, declared: Field, value: object, at: str) -> list[dict[str, str]]:
        names = []
        for part in self._list(kind, declared, value, at):
            one = part if isinstance(part, Mapping) else {"words": part}
            if not all(isinstance(text, str) for text in one.values()):
                self._wrong_shape(kind, declared, at)
                continue
            kept = {name: tidy(str(one.get(name) or "")) for name in ("words", "type", "language")}
            if kept["language"] not in VOCABULARIES["language"]:
                kept["language"] = ""
            if kept["words"]:
                names.append({name: text for name, text in kept.items() if text})
        return names

    def _list(self, kind: Kind, declared: Field, value: object, at: str) -> list[Any]:
        parts = value if isinstance(value, list) else [value]
        if len(parts) > MOST:
            self._problem(at, said("many", self._language, label=self._label(kind, declared), most=MOST))
        return parts[:MOST]

    # --- references

    def _references(
        self, kind: Kind, declared: Field, value: object, path: str, inner: list[tuple[str, Kind, object]]
    ) -> Any:
        at = path + declared.name
        if not declared.many:
            return self._reference(kind, declared, value, path, declared.name, inner)
        parts = self._list(kind, declared, value, at) if value not in (None, "", {}) else []
        many = [
            self._reference(kind, declared, part, path, f"{declared.name}/{number}", inner)
            for number, part in enumerate(parts)
        ]
        unique = {(one.get("thread") or one["key"]): one for one in many if one}
        return list(unique.values())

    def _reference(
        self, kind: Kind, declared: Field, value: object, path: str, name: str, inner: list[tuple[str, Kind, object]]
    ) -> dict[str, str] | None:
        at = path + declared.name
        given = value if isinstance(value, Mapping) else {"code": value} if isinstance(value, str) else {}
        if "new" in given:
            return self._new(kind, declared, given, path, name, inner)
        if isinstance(given.get("with"), str) and self._together.get(given["with"]) in declared.refers_to:
            return {"kind": self._together[given["with"]], "key": given["with"], "dataset": DATASET}
        chosen = given.get("code") or given.get("thread")
        if isinstance(chosen, str) and chosen.strip():
            found = self._found.get(chosen)
            if found is None:
                self._problem(at, said("gone", self._language))
            elif found.kind not in declared.refers_to:
                self._problem(at, said("kind", self._language, kinds=kinds_said(declared.refers_to, self._language)))
            else:
                self._read.threads.add(found.thread)
                return {"kind": found.kind, "key": found.code or found.thread, "dataset": "", "thread": found.thread}
            return None
        if isinstance(given.get("text"), str) and tidy(given["text"]):
            self._problem(at, said("not_chosen", self._language))
        return None

    def _new(
        self, kind: Kind, declared: Field, given: Mapping[Any, Any], path: str, name: str,
        inner: list[tuple[str, Kind, object]],
    ) -> dict[str, str] | None:  # fmt: skip
        made = given["new"]
        if made not in offered_new(kind, declared) or path.count("/") >= DEEPEST:
            kinds = kinds_said(declared.refers_to, self._language)
            self._problem(path + declared.name, said("kind", self._language, kinds=kinds))
            return None
        inner.append((name, KINDS[made], given.get("values")))
        return {"kind": made, "key": f"{self._key} {path}{name}", "dataset": DATASET}

    # --- what is wrong

    def _label(self, kind: Kind, declared: Field) -> str:
        return field_label(declared.name, self._language, kind=kind.name)

    def _wrong_shape(self, kind: Kind, declared: Field, at: str) -> None:
        self._problem(at, said("shape", self._language, label=self._label(kind, declared)))

    def _problem(self, at: str, words: str) -> None:
        if not any(one.field == at for one in self._read.problems):
            self._read.problems.append(Problem(field=at, sentence=words))


def offered_new(kind: Kind, declared: Field) -> tuple[str, ...]:
    """Kinds of record that can be made within a field: what rests on a document only where the form names one."""
    return tuple(
        one
        for one in declared.refers_to
        if one in INLINE and declared.name not in _EXISTING and (kind.is_record or not KINDS[one].is_record)
    )


def _count(text: str) -> str:
    """A count as people say it, in the signs that the model reads: ``6+``, ``4 to 8``."""
    plain = text.translate(_DIGITS)
    if more := _MORE.fullmatch(plain):
        return f"{more[1]}.."
    if span := _RANGE.fullmatch(plain):
        return f"{span[1]}..{span[2]}"
    return text
