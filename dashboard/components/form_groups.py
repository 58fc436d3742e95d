"""Which fields of a kind a form shows first; the rest waits behind "more fields"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.model import KINDS, Field

# What is usually known, in the order in which people tell it. Required fields are always shown.
USUAL: dict[str, tuple[str, ...]] = {
    "source": ("kind", "name", "relation_to_events", "level"),
    "document": ("source", "kind", "title", "date", "language", "obtained", "level"),
    "person": ("names", "father", "sex", "age", "town"),
    "group": ("description", "count", "men", "women", "boys", "girls"),
    "unit": ("names", "kind"),
    "location": ("names", "kind", "within"),
    "incident": ("class", "date", "place", "place_words", "methods", "description"),
    "victim": ("who", "incident", "act", "outcome"),
    "perpetrator": ("who", "class_words", "incident", "degree", "acts"),
    "witness": ("who", "incident", "how"),
    "figure": ("about", "what", "count", "counted_in", "as_of"),
    "accusation": ("by", "about", "charge", "charge_words", "incident", "charge_basis"),
    "conduct": ("incident", "issued_by", "addressed_to", "concerns"),
    "posting": ("person", "unit", "kind", "role", "role_words", "since", "until"),
    "unit_relation": ("child", "parent", "kind", "since", "until"),
    "unit_place": ("unit", "location", "kind", "since", "until"),
    "place_use": ("location", "use", "unit", "since", "until"),
    "held": ("holder", "who", "location", "since", "until", "end"),
    "fate": ("who", "kind", "as_of", "place"),
    "relation": ("a", "kind", "b"),
    "part_of": ("part", "whole"),
    "consent": ("who", "purposes", "documents", "how", "date", "conditions"),
}
SOURCE_FIRST = ("document", "locator", "quote", "quote_language", "level")
SOURCE_MORE = ("translation", "basis", "cites", "remarks")
# What a record made within another form asks for.
SHORT: dict[str, tuple[str, ...]] = {
    "source": ("kind", "name"),
    "document": ("kind", "title", "source", "date", "level"),
    "person": ("names",),
    "group": ("description", "count"),
    "unit": ("names", "kind"),
    "location": ("names", "kind"),
    "incident": ("class", "date", "place_words"),
}
LONG = frozenset(
    {"quote", "translation", "description", "remarks", "conditions", "prompts", "charge_words", "capacity"}
)
"""Words that are often several lines."""
_HIDDEN = frozenset({"key", "file"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that stand together.

    Attributes:
        name: "first", "more", "source" (where it stands) or "source_more".
    """

    name: str
    fields: tuple[Field, ...]

    @property
    def folded(self) -> bool:
        """Whether it waits behind a line that opens it."""
        return self.name.endswith("more")


def groups(kind: str, only: Sequence[str] = ()) -> list[Group]:
    """The fields of a kind as a form shows them; with ``only`` just these, none of them folded away."""
    known = {field.name: field for field in KINDS[kind].all_fields if field.name not in _HIDDEN}
    if only:
        return [Group(name="first", fields=tuple(known[name] for name in only if name in known))]
    own = [name for name in known if name not in SOURCE_FIRST and name not in SOURCE_MORE]
    if not KINDS[kind].is_record:
        own = list(known)
    first = [name for name in USUAL[kind] if name in known]
    first += [name for name in own if known[name].required and name not in first]
    source = SOURCE_FIRST if KINDS[kind].is_record else ()
    parts = {
        "source": source,
        "first": tuple(first),
        "more": tuple(name for name in own if name not in first),
        "source_more": SOURCE_MORE if KINDS[kind].is_record else (),
    }
    return [Group(name=name, fields=tuple(known[one] for one in names)) for name, names in parts.items() if names]


def short(kind: str) -> tuple[Field, ...]:
    """The fields of a record that is made within another form."""
    found = (KINDS[kind].field(name) for name in SHORT[kind])
    return tuple(field for field in found if field is not None)
