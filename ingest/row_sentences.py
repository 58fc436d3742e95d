"""A row in a sentence: what its records would say, for whoever looks at a dry run and has never seen a mapping."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from graph.evidence import Draft
from graph.model import KINDS
from graph.model.words import code_label, field_label, kind_label
from ingest.sentences import own, told

_UNSAID = frozenset(("level", "document", "cites", "locator", "quote_language"))
_USED: dict[str, tuple[str, ...]] = {
    "incident": ("class", "date", "place", "methods", "description"),
    "person": ("names", "father", "sex", "age"),
    "group": ("description", "count"),
    "victim": ("who", "incident", "act", "outcome"),
    "perpetrator": ("who", "class_words", "incident", "degree"),
    "figure": ("about", "what", "count"),
    "accusation": ("about", "incident", "charge", "charge_words", "by"),
    "posting": ("person", "unit", "kind", "role_words", "rank", "since", "until"),
}
"""Fields that the sentence of a kind says; the others follow with their labels."""


def in_words(drafts: Sequence[Draft], language: str = "en") -> str:
    """The drafts of one row, one short sentence each; what many rows share is only named by the others."""
    row = _Row(drafts, language)
    return " ".join(row.sentence(draft) for draft in drafts if draft.page)


class _Row:
    def __init__(self, drafts: Sequence[Draft], language: str) -> None:
        self._language = language
        self._named = {(one.kind, one.key): name for one in drafts if (name := self._name(one))}
        self._quotes = {one.values["description"] for one in drafts if "description" in one.values}

    def sentence(self, draft: Draft) -> str:
        """What one record says."""
        lead = _LEADS.get(draft.kind)
        if lead is None:
            return f"{kind_label(draft.kind, self._language)}: {_ended(self._rest(draft, ()))}"
        said = lead(self, draft).strip(" ,،")
        said = said[:1].upper() + said[1:]
        rest = self._rest(draft, _USED[draft.kind])
        return _ended(f"{said}{'; ' if self._language == 'en' else '؛ '}{rest}" if rest else said)

    # --- values

    def value(self, draft: Draft, name: str) -> str:
        """One value as people write it, "" where there is none."""
        value = draft.values.get(name)
        if value is None or value == []:
            return ""
        if isinstance(value, list) and all(part is None or isinstance(part, int) for part in value):
            return numbers(value)
        many = value if isinstance(value, list) else [value]
        return self._and(self._one(draft.kind, name, one) for one in many)

    def _one(self, kind: str, name: str, value: Any) -> str:
        if isinstance(value, dict):
            if "key" in value:
                return own(self._named.get((str(value["kind"]), str(value["key"])), str(value["key"])), self._language)
            return own(str(value.get("words") or value.get("edtf") or ""), self._language)
        field = KINDS[kind].field(name)
        if field is not None and field.vocabulary:
            return code_label(field.vocabulary, str(value), self._language)
        return own(str(value), self._language)

    def _rest(self, draft: Draft, used: Sequence[str]) -> str:
        said = []
        for field in KINDS[draft.kind].all_fields:
            value = draft.values.get(field.name)
            repeated = field.name == "quote" and value in self._quotes
            if value is not None and field.name not in _UNSAID and field.name not in used and not repeated:
                label = field_label(field.name, self._language, kind=draft.kind).lower()
                said.append(f"{label} {self.value(draft, field.name)}")
        return self._and(said)

    def _and(self, parts: Any) -> str:
        return ("، " if self._language == "ar" else ", ").join(part for part in parts if part)

    def _name(self, draft: Draft) -> str:
        names = draft.values.get("names")
        if isinstance(names, list) and names:
            return str(names[0]["words"])
        return str(draft.values.get("description") or draft.values.get("title") or draft.values.get("name") or "")

    # --- sentences

    def say(self, key: str, *parts: str) -> str:
        """A word of ours, and values after it."""
        return f"{told(self._language, key)} {self._and(parts)}"

    def values(self, draft: Draft, *names: str) -> list[str]:
        """Several values."""
        return [self.value(draft, name) for name in names]

    def incident(self, draft: Draft) -> str:
        """When, where, what."""
        head = self._and(self.values(draft, "date", "place"))
        return f"{head}: {self._and(self.values(draft, 'class', 'methods', 'description'))}"

    def person(self, draft: Draft) -> str:
        """Who."""
        father = self.value(draft, "father")
        age = self.value(draft, "age")
        return self.say(
            "a_person", self.value(draft, "names"), self.say("father", father) if father else "",
            self.value(draft, "sex"), self.say("age", age) if age else "",
        )  # fmt: skip

    def figure(self, draft: Draft) -> str:
        """How many."""
        return f"{self.value(draft, 'what')}: {self.value(draft, 'count')}"

    def accusation(self, draft: Draft) -> str:
        """Of what, by whom: never as a fact."""
        by = self.value(draft, "by")
        words = self.value(draft, "charge_words") or self.value(draft, "charge")
        return f"{self.say('accused', words)}{' ' + self.say('accused_by', by) if by else ''}"

    def posting(self, draft: Draft) -> str:
        """Who held what post where, and when."""
        post = self.value(draft, "role_words") or self.value(draft, "kind")
        when = " – ".join(part for part in self.values(draft, "since", "until") if part)
        return self.say("a_post", post, *self.values(draft, "unit", "rank"), when)


_LEADS: dict[str, Callable[[_Row, Draft], str]] = {
    "incident": _Row.incident,
    "person": _Row.person,
    "figure": _Row.figure,
    "accusation": _Row.accusation,
    "posting": _Row.posting,
    "group": lambda row, draft: row.say("unnamed", *row.values(draft, "description", "count")),
    "victim": lambda row, draft: row.say("victim", *row.values(draft, "who", "act", "outcome")),
    "perpetrator": lambda row, draft: row.say("alleged", *row.values(draft, "who", "class_words", "degree")),
}


def _ended(sentence: str) -> str:
    """With a full stop, once: what a source says may bring its own."""
    return sentence if sentence.endswith((".", "!", "?", "…", "؟")) else f"{sentence}."


def numbers(parts: list[int | None]) -> str:
    """An estimate as people write it: one number where all that is stated agrees."""
    low, high = parts[0], parts[-1]
    best = parts[1] if len(parts) == 3 else None
    if low == high and low is not None:
        return str(low)
    around = f"{'' if low is None else low}..{'' if high is None else high}"
    return f"{around} ({best})" if best is not None else around
