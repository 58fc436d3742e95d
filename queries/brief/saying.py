"""From records to words in the brief's language: who is meant, what is said, each value under its label."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graph.evidence.drafts import RecordView
from graph.folding import isolate
from graph.model.fields import Field, FieldType
from graph.model.kinds import KINDS
from graph.model.words import code_label, field_label
from queries.brief.allowed import Fields
from queries.brief.gathering import Gathered
from queries.brief.protected import OPEN_SOURCES
from queries.brief.released import Value
from queries.brief.wording import Words
from queries.naming import span_of
from queries.reading import OPEN_END, OPEN_START, Row, label_of

Cleaned = Callable[[str], str]
_SAID: dict[str, frozenset[str]] = {
    "incident": frozenset({"place", "methods"}),
    "victim": frozenset({"who", "act", "incident"}),
    "part_of": frozenset({"part", "whole"}),
    "held": frozenset({"who", "holder", "location", "since", "until"}),
    "fate": frozenset({"who", "kind", "place", "as_of"}),
    "figure": frozenset({"what", "count", "counted_in", "about"}),
    "perpetrator": frozenset({"who", "degree", "incident", "class_words"}),
    "accusation": frozenset({"by", "about", "charge", "incident", "charge_basis"}),
    "conduct": frozenset({"incident", "issued_by", "addressed_to", "concerns"}),
    "posting": frozenset({"person", "unit", "kind", "role", "since", "until"}),
    "unit_relation": frozenset({"child", "parent", "kind", "since", "until"}),
}
"""Fields that the sentence says already; those of an incident stand below it, each with the words of the source."""
_CITED = frozenset({"quote", "quote_language", "translation", "basis", "locator"})


class Saying:
    """Puts what was gathered into words.

    Args:
        clean: takes protected names out of text that people wrote.
        coded: codes whose names a protected person bears too: they are called by code.
    """

    def __init__(
        self,
        gathered: Gathered,
        words: Words,
        language: str,
        fields: Fields,
        *,
        clean: Cleaned,
        coded: frozenset[str] = frozenset(),
    ) -> None:
        self._of, self.words, self.language, self._fields = gathered, words, language, fields
        self.clean, self._coded = clean, coded

    # --- who

    def who(self, code: str) -> str:
        """An entity in a few words: its name and code, its description and code, or its code alone."""
        node = self._of.nodes.get(code)
        if node is None:
            return code
        name = self.name(code)
        if name and node["label"] == "Location":
            return isolate(name)
        if name:
            return self.words("named", name=isolate(name), code=code)
        return self._unnamed(node, code)

    def name(self, code: str) -> str:
        """The name that the graph draws, in the brief's script where there is one; "" for everybody else."""
        names = self.names(code)
        wanted = "AL" if self.language == "ar" else "L"
        return next((name for name in names if _script(name) == wanted), names[0] if names else "")

    def names(self, code: str) -> tuple[str, ...]:
        """Every spelling of somebody or something drawn by name; () for all others."""
        node = self._of.nodes.get(code)
        if node is None or code in self._coded:
            return ()
        return drawn_names(self._of, node)

    def _unnamed(self, node: Row, code: str) -> str:
        properties = node["properties"]
        if node["label"] == "Person":
            return self.words("protected_person", code=code)
        if node["label"] == "Group":
            return self.words("group_of", words=isolate(self.described(code)), code=code)
        if node["label"] == "Unit":
            return self.words("class_of", words=isolate(self.described(code)), code=code)
        if node["label"] == "Incident":
            return self.words("named", name=self.what(properties), code=code)
        return code

    def described(self, code: str) -> str:
        """What somebody or something without a name is called by, without its code; "" for a person."""
        node = self._of.nodes[code]
        if node["label"] == "Unit":
            return self.class_words(node) or self.words("somebody")
        counts = node["properties"].get("count_min"), node["properties"].get("count_max")
        return (self._description(code) or span_of(*counts)) if node["label"] == "Group" else ""

    def _description(self, code: str) -> str:
        if "description" not in self._fields["group"]:
            return ""
        given = (str(view.values.get("description") or "") for view in self._of.described.get(code, ()))
        return self.clean(next(filter(None, given), ""))

    def class_words(self, node: Row) -> str:
        """The class that a unit without a name was called by."""
        return self.clean("; ".join(node["properties"].get("classes") or ()))

    def all_of(self, codes: Iterable[str]) -> str:
        """Several entities in a row."""
        return self.words("and").join(self.who(code) for code in codes)

    # --- what

    def what(self, properties: Mapping[str, Any], most: int = 2) -> str:
        """An incident in a few words: its methods, else its class."""
        methods = [self.code("method", method) for method in properties.get("methods") or () if method != "not_known"]
        return self.words("and").join(methods[:most]) or self.code("incident_class", properties.get("class") or "")

    def code(self, vocabulary: str, code: str) -> str:
        """The label of a code; "not stated" for none."""
        return code_label(vocabulary, code, self.language) if code else self.words("not_stated")

    def when(self, value: Mapping[str, Any] | None) -> str:
        """A date as the source words it, with its EDTF where that says more."""
        if not value:
            return self.words("not_stated")
        words, edtf = self.clean(str(value.get("words") or "")), str(value.get("edtf") or "")
        if not words or words == edtf:
            return edtf or self.words("not_stated")
        return f"{isolate(words)} ({edtf})" if edtf else isolate(words)

    def says(self, view: RecordView) -> str:
        """What a record says, as one sentence."""
        return capital(str(getattr(self, f"_{view.kind}")(view)))

    def _one(self, view: RecordView, field: str) -> str:
        codes = self._of.codes_of(view, field)
        return self.who(codes[0]) if codes else ""

    def _incident(self, view: RecordView) -> str:
        where = self._one(view, "place")
        key = "said_incident" if where else "said_incident_nowhere"
        return self.words(key, what=self.what(view.values, 99), where=where, when=self.when(view.values.get("date")))

    def _victim(self, view: RecordView) -> str:
        return self.words("said_victim", who=self._one(view, "who"), act=self.code("act", view.values.get("act", "")))

    def _part_of(self, view: RecordView) -> str:
        return self.words("said_part_of", part=self._one(view, "part"), whole=self._one(view, "whole"))

    def _held(self, view: RecordView) -> str:
        by = self._one(view, "holder") or self.words("somebody")
        return self._dated(self.words("said_held", who=self._one(view, "who"), by=by), view)

    def _fate(self, view: RecordView) -> str:
        where, when = "" if flees(view) else self._one(view, "place"), view.values.get("as_of")
        return self.words("comma").join(filter(None, (
            self.words(
                "said_fate", who=self._one(view, "who"), fate=self.code("fate_kind", view.values.get("kind", ""))
            ),
            self.words("said_in", where=where) if where else "",
            self.words("said_as_of", when=self.when(when)) if when else "",
        )))  # fmt: skip

    def _figure(self, view: RecordView) -> str:
        counted_in = view.values.get("counted_in")
        key = "said_figure_in" if counted_in else "said_figure"
        return self.words(
            key, what=self.code("figure_what", view.values["what"]), count=estimate(view.values.get("count")),
            counted_in=self.code("counted_in", counted_in or ""),
        )  # fmt: skip

    def _perpetrator(self, view: RecordView) -> str:
        who = self._one(view, "who") or self.words(
            "class_of",
            words=isolate(self.clean(str(view.values.get("class_words") or self.words("somebody")))), code=view.code,
        )  # fmt: skip
        return self.words("said_perpetrator", who=who, degree=self.code("degree", view.values.get("degree", "")))

    def _accusation(self, view: RecordView) -> str:
        basis = view.values.get("charge_basis", "")
        key = "said_accusation_inferred" if basis.startswith("inferred") else "said_accusation"
        return self.words(
            key, by=self._one(view, "by") or self.words("somebody"), about=self._one(view, "about"),
            charge=self.code("charge", view.values["charge"]), basis=self.code("charge_basis", basis),
        )  # fmt: skip

    def _conduct(self, view: RecordView) -> str:
        incident = next(iter(self._of.codes_of(view, "incident")), "")
        to, about = self._of.codes_of(view, "addressed_to"), self._of.codes_of(view, "concerns")
        said = self.words(
            "said_conduct_to" if to else "said_conduct", what=self.who(incident) or self.words("not_stated"),
            by=self._one(view, "issued_by") or self.words("somebody"), to=self.all_of(to),
        )  # fmt: skip
        return self.words("said_concerning", said=said, about=self.all_of(about)) if about else said

    def _posting(self, view: RecordView) -> str:
        key = "said_posting" if view.values.get("kind") == "commanded" else "said_posting_member"
        said = self.words(
            key, person=self._one(view, "person"), unit=self._one(view, "unit"),
            role=self.code("role", view.values.get("role", "")),
        )  # fmt: skip
        return self._dated(said, view)

    def _unit_relation(self, view: RecordView) -> str:
        part = view.values["kind"] == "member_of"
        said = self.words(
            "said_unit_part" if part else "said_unit_relation", child=self._one(view, "child"),
            parent=self._one(view, "parent"), kind=self.code("unit_relation_kind", view.values["kind"]),
        )  # fmt: skip
        return self._dated(said, view)

    def _dated(self, said: str, view: RecordView) -> str:
        """What was said, with where and from when until when."""
        where = self._one(view, "location")
        since, until = view.values.get("since"), view.values.get("until")
        return self.words("comma").join(filter(None, (
            said,
            self.words("said_in", where=where) if where else "",
            self.words("said_since", when=self.when(since)) if since else "",
            self.words("said_until", when=self.when(until)) if until else "",
        )))  # fmt: skip

    # --- values

    def values(self, view: RecordView) -> tuple[Value, ...]:
        """Every allowed field that the sentence does not say, under its label, in the order of the model."""
        allowed = self._fields.get(view.kind, frozenset()) - _SAID.get(view.kind, frozenset()) - _CITED
        found: list[Value] = []
        for field in KINDS[view.kind].fields:
            if field.name in allowed:
                found += self._value(field, view)
        return tuple(value for value in (*found, *self._notes(view)) if value.text)

    def _notes(self, view: RecordView) -> list[Value]:
        """Notes on the dates that the sentence says, each once."""
        said = _SAID.get(view.kind, frozenset()) & self._fields.get(view.kind, frozenset())
        dates = (view.values.get(field.name) for field in KINDS[view.kind].fields
                 if field.name in said and field.type is FieldType.EDTF)  # fmt: skip
        notes = dict.fromkeys(self._note(date) for date in dates if date and date.get("note"))
        return [Value(label=self.words("calendar_note"), text=note) for note in notes]

    def _note(self, date: Mapping[str, Any]) -> str:
        hijri = date.get("calendar") == "hijri"
        return self.words("note_hijri") if hijri else self.clean(str(date["note"]))

    def withheld(self, view: RecordView) -> list[str]:
        """Labels of fields that this record fills and that the audience is not given."""
        allowed = self._fields.get(view.kind, frozenset())
        return [
            field_label(field.name, self.language, kind=view.kind)
            for field in KINDS[view.kind].fields
            if (field.name not in allowed or (field.name == "place" and flees(view)))
            and (view.values.get(field.name) or view.references.get(field.name))
        ]

    def _value(self, field: Field, view: RecordView) -> list[Value]:
        label = field_label(field.name, self.language, kind=view.kind)
        if field.type is FieldType.REFERENCE:
            return [
                Value(label=label, text=self.all_of(self._of.codes_of(view, field.name)) or self._speaker(field, view))
            ]
        value = view.values.get(field.name)
        if value is None or (field.vocabulary == "flag" and value == "not_known"):
            return []
        if field.type is FieldType.EDTF:
            return self._date(label, value)
        given = value if field.many and isinstance(value, list) else [value]
        return [Value(label=label, text=self.words("and").join(self._plain(field, each) for each in given))]

    def _speaker(self, field: Field, view: RecordView) -> str:
        """A source that a figure is claimed by, where its name may be given out."""
        for thread in view.references.get(field.name, ()):
            source = self._of.views.get(thread)
            if source is not None and source.kind == "source":
                return self.source_name(source)
        return ""

    def source_name(self, source: RecordView | None) -> str:
        """The name of a source that is no person, "" for all others."""
        if source is None or source.values.get("kind") not in OPEN_SOURCES or "name" not in self._fields["source"]:
            return ""
        return isolate(self.clean(str(source.values.get("name") or "")))

    def _date(self, label: str, value: Mapping[str, Any]) -> list[Value]:
        words, edtf = str(value.get("words") or ""), str(value.get("edtf") or "")
        found = [Value(label=self.words("as_written", label=label), text=isolate(self.clean(words or edtf)))]
        if edtf and words != edtf:
            found.append(Value(label=self.words("as_edtf", label=label), text=edtf))
        if value.get("note"):
            found.append(Value(label=self.words("calendar_note"), text=self._note(value)))
        return found

    def _plain(self, field: Field, value: Any) -> str:
        if field.type is FieldType.CODE:
            return self.code(field.vocabulary, str(value))
        if field.type is FieldType.COUNT:
            return span_of(value[0], value[-1])
        if field.type is FieldType.ESTIMATE:
            return estimate(value)
        if field.type is FieldType.WORDS:
            return isolate(self.clean(str(value)))
        return str(value) if field.type in (FieldType.INTEGER, FieldType.NUMBER) else ""

    def text_of(self, view: RecordView, name: str) -> str:
        """One field of a record in words: what stands beside another record's different value."""
        field = KINDS[view.kind].field(name)
        if field is None or name not in self._fields.get(view.kind, frozenset()):
            return self.words("not_stated")
        if field.type is FieldType.EDTF:
            return self.when(view.values.get(name))
        return self.words("and").join(value.text for value in self._value(field, view)) or self.words("not_stated")

    def kind(self, view: RecordView) -> str:
        """The kind of a record in words."""
        return self.words(f"one_{view.kind}")


def drawn_names(gathered: Gathered, node: Row) -> tuple[str, ...]:
    """The names under which the graph draws a person, unit or place, the one to show first; () for protected people."""
    properties = node["properties"]
    if node["label"] == "Person":
        if properties.get("protected") is not False or not properties.get("name"):
            return ()
        described = gathered.described.get(str(properties["code"]), ())
        given = (str(name["words"]) for view in described for name in view.values.get("names") or ())
        return tuple(dict.fromkeys([str(properties["name"]), *given]))
    if node["label"] in ("Unit", "Location"):
        return tuple(dict.fromkeys(filter(None, [properties.get("name"), *(properties.get("names") or ())])))
    return ()


def flees(view: RecordView) -> bool:
    """Whether a record says where somebody who escaped is, or went: such a place is never told."""
    return view.kind == "fate" and view.values.get("kind") == "escaped"


def capital(text: str) -> str:
    """A sentence begins with a capital letter, where its script has any."""
    first = 1 if text[:1] in "\u2066\u2067" else 0  # what keeps a name's direction stands before it
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :]


def estimate(count: Any) -> str:
    """A count as low to high, with the best figure where it lies between; "?" where nothing is stated."""
    low, best, high = [*count, None, None, None][:3] if count else (None, None, None)
    span = span_of(low, high)
    if best is None or span == str(best):
        return span
    return str(best) if span == "?" else f"{span} ({best})"


def days(first: str, last: str) -> str:
    """A stretch of days in few signs."""
    first, last = (".." if first == OPEN_START else first), (".." if last == OPEN_END else last)
    return first.removeprefix("..") if first == last else f"{first}/{last}"


def _script(text: str) -> str:
    return next((kind for letter in text if (kind := unicodedata.bidirectional(letter)) in ("L", "AL", "R")), "")


def is_named(code: str) -> bool:
    """Whether things of this kind stand in the list of those named."""
    return label_of(code) in ("Person", "Unit", "Location", "Group")
