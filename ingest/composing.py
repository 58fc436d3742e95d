"""From a layout to a mapping: which records a row gives, by what its columns were taken for."""

from __future__ import annotations

from typing import Any

import yaml

from graph.errors import LoadError
from graph.model.words import code_lookup
from ingest.layout import Layout, flaws
from ingest.mapping import Mapping, parse_mapping
from ingest.roles import COUNTED, EVENTS, PEOPLE, POSTS

NAME = "the proposed mapping"
_TABLE = "table"  # key of the document that a table itself is
NAMELESS = (
    "unknown", "not known", "unnamed", "no name", "name unknown", "name withheld", "withheld", "n/a",
    "na", "none", "-", "?",
    "مجهول", "مجهولة", "مجهولون", "مجهولين", "مجهول الاسم", "مجهولة الاسم", "مجهول الهوية", "مجهولو الهوية",
    "جهة مجهولة",
    "غير معروف", "غير معروفة", "غير معروفين", "غير مسمى", "غير مسماة", "بلا اسم", "لا يوجد", "؟",
)  # fmt: skip
"""What people write where they know no name: never the name of anybody, nor the same somebody twice."""
_NAMING = frozenset(("names", "perpetrator", "unit", "place", "province", "town"))
_TELLS_APART = ("date", "names", "group", "description", "place", "unit", "perpetrator", "since")
_COMMANDS = {
    "*deputy*": "member", "*نائب*": "member", "*assistant*": "member", "*مساعد*": "member",
    "*commander*": "commanded", "*قائد*": "commanded", "emir*": "commanded", "amir*": "commanded",
    "أمير*": "commanded",
}  # fmt: skip
Spec = dict[str, Any]


class _Plain(yaml.SafeDumper):
    """Writes what stands twice twice: mappings have no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def compose(layout: Layout) -> tuple[Mapping, str]:
    """The mapping of a layout, checked, and its YAML.

    Raises:
        LoadError: the layout has flaws; :func:`ingest.layout.flaws` says which.
    """
    if found := flaws(layout):
        codes = ", ".join(dict.fromkeys(flaw.code for flaw in found))
        raise LoadError(f"The columns cannot be loaded as they are chosen: {codes}.")
    said = yaml.dump(_Composer(layout).mapping(), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
    return parse_mapping(said, NAME), said


class _Composer:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._cell = {role: f"{{{layout.column(role)}}}" for role in dict.fromkeys(layout.roles) if role}
        self._key = self._cell.get("key") or self._apart()
        self._made: list[Spec] = []

    def mapping(self) -> Spec:
        layout = self._layout
        listed = {"refer": "document", "key": _TABLE}
        if layout.rows == EVENTS:
            self._events()
        else:
            self._person()
            if layout.rows == POSTS:
                self._posts()
        columns = [name for role in self._cell for name in layout.columns(role)]
        table: Spec = {"name": layout.rows, "required": columns, "rests_on": self._rests(), "records": self._made}
        ordered = {"order": layout.order} if layout.order else {}
        return {
            "dataset": layout.dataset,
            "level": layout.level,
            **ordered,
            "always": [
                {"kind": "source", "key": _TABLE,
                 "fields": {"kind": "not_known", "name": f"Whoever keeps {_literal(layout.dataset)}"}},
                {"kind": "document", "key": _TABLE,
                 "fields": {"source": {"refer": "source", "key": _TABLE}, "kind": "dataset",
                            "title": _literal(layout.dataset)}},
            ],
            "tables": [table | {"records": [self._documented(one, listed) for one in self._made]}],
        }  # fmt: skip

    @staticmethod
    def _documented(spec: Spec, listed: Spec) -> Spec:
        """What rows share names its document itself; sources and documents name none."""
        if not spec.get("once") or spec["kind"] in ("source", "document"):
            return spec
        return spec | {"fields": {"document": listed, **spec["fields"]}}

    def _apart(self) -> str:
        """What tells rows apart where no column numbers them: all that was taken of these."""
        return "".join(f"[{self._cell[role]} ]" for role in _TELLS_APART if role in self._cell)

    def _rests(self) -> Spec:
        rests: Spec = {"document": {"refer": "document", "key": _TABLE}}
        if "key" in self._cell:
            # In the sheet's own words: its number is not the row in which a spreadsheet program shows it.
            rests["locator"] = f"{_literal(self._layout.columns('key')[0])} {self._cell['key']}"
        if "description" in self._cell:
            rests["quote"] = self._cell["description"]
        return rests | self._cites()

    def _cites(self) -> Spec:
        """Who said it and in what: their documents are what a row rests on beside the table."""
        said, written = self._cell.get("source"), self._cell.get("document")
        always = {"refer": "source", "key": _TABLE}
        cited: list[Spec] = []
        if said:
            self._shared("source", "source", f"source: {said}", {"kind": "not_known", "name": said})
        if written:
            by = {"first": [{"refer": "source", "key": f"source: {said}"}, always]} if said else always
            fields = {"source": by, "kind": "other", "title": written}
            self._shared("document", "document", f"document: {written}", fields)
            cited.append({"refer": "document", "key": f"document: {written}"})
        if said:
            alone: list[Spec] = [{"text": said, "filled": True}]
            alone += [{"text": written, "filled": False}] if written else []
            fields = {"source": {"refer": "source", "key": f"source: {said}"}, "kind": "other", "title": said}
            self._made.append(
                {"kind": "document", "once": True, "when": alone, "key": f"source: {said}", "fields": fields}
            )
            cited.append({"refer": "document", "key": f"source: {said}"})
        return {} if not cited else {"cites": {"first": cited} if len(cited) > 1 else cited[0]}

    # --- records

    def _shared(self, role: str, kind: str, key: str, fields: Spec) -> None:
        self._made.append({"kind": kind, "once": True, "when": self._given(role), "key": key, "fields": fields})

    def _given(self, role: str) -> Spec:
        """The column says something; where it should name somebody, a name."""
        nameless = {"not": list(NAMELESS)} if role in _NAMING else {}
        return {"text": self._cell[role], "filled": True, **nameless}

    def _row(self, kind: str, fields: Spec, *filled: str, key: str = "") -> None:
        """A record that each row gives once, where the columns of these roles are filled."""
        tests = [self._given(role) for role in filled]
        when = {"when": tests if len(tests) > 1 else tests[0]} if tests else {}
        self._made.append({"kind": kind, "key": key or self._key, **when, "fields": fields})

    def _unnamed(self, kind: str, role: str, fields: Spec) -> None:
        """A record of each row whose column says that no name is known."""
        when = {"text": self._cell[role], "is": list(NAMELESS)}
        self._made.append({"kind": kind, "key": f"{self._key} unnamed", "when": when, "fields": fields})

    def _own(self, *roles: str) -> Spec:
        """Fields that are called like their roles."""
        return {role: self._cell[role] for role in roles if role in self._cell}

    def _remarks(self) -> Spec:
        columns = self._layout.columns("remarks")
        return {"remarks": "".join(f"[{name}: {{{name}}}\n]" for name in columns)} if columns else {}

    def _refer(self, role: str, kind: str, field: str) -> Spec:
        if role not in self._cell:
            return {}
        named = {"refer": kind, "key": self._place_key(role)}
        return {field: {"value": named, "when": self._given(role)} if role in _NAMING else named}

    def _named(self, role: str, kind: str, extra: Spec | None = None) -> None:
        if role in self._cell:
            names = {"names": {"names": [{"words": self._cell[role]}]}}
            self._shared(role, kind, self._place_key(role), names | (extra or {}))

    def _place_key(self, role: str) -> str:
        """A province and its town often share a name."""
        return f"province: {self._cell[role]}" if role == "province" else self._cell[role]

    def _person(self) -> None:
        if "names" not in self._cell:
            return
        self._named("town", "location")
        names: list[Spec] = [{"words": self._cell["names"]}]
        if "alias" in self._cell:
            names.append({"words": self._cell["alias"], "at": "|", "type": "alias"})
        fields: Spec = {"names": {"names": names}}
        fields |= self._own("father", "sex", "age", "born", "occupation")
        fields |= self._refer("town", "location", "town")
        if self._layout.rows == EVENTS:
            self._row("person", fields, "names")
        else:  # a row without a name is refused: there is nobody whom it speaks of
            self._row("person", fields | (self._remarks() if self._layout.rows == PEOPLE else {}))

    def _posts(self) -> None:
        self._named("unit", "unit")
        post = self._cell.get("post")
        fields: Spec = {"person": {"refer": "person", "key": self._key}} | self._refer("unit", "unit", "unit")
        fields["kind"] = {"map": post, "to": _COMMANDS, "otherwise": "member"} if post else "member"
        fields |= {"role_words": post} if post else {}
        self._row("posting", fields | self._own("rank", "since", "until") | self._remarks(), "unit")

    def _events(self) -> None:
        self._places()
        self._named("unit", "unit")
        self._person()
        if "perpetrator" in self._cell:
            names = {"names": {"names": [{"words": self._cell["perpetrator"]}]}}
            self._row("person", names, "perpetrator", key=f"{self._key} perpetrator")
        if "group" in self._cell:
            self._row("group", {"description": self._cell["group"]}, "group")
        elif "names" in self._cell:
            self._unnamed("group", "names", {"description": self._cell["names"]})
        self._incident()
        self._victims()
        self._alleged()
        for what in COUNTED:
            if what in self._cell:
                counted = {"about": self._this(), "what": what, "count": self._cell[what]}
                self._row("figure", counted, what, key=f"{self._key} {what}")

    def _places(self) -> None:
        if "province" in self._cell:
            self._named("province", "location", {"kind": "province"})
        if "place" in self._cell:
            self._named("place", "location", self._refer("province", "location", "within"))

    def _incident(self) -> None:
        date: Any = self._cell["date"]
        if "until" in self._cell:
            date = {"lasts": [self._cell["date"], self._cell["until"]]}
        fields: Spec = {"class": "harm", "date": date}
        where = [self._refer(role, "location", "")[""] for role in ("place", "province") if role in self._cell]
        if where:
            fields["place"] = {"first": where} if len(where) > 1 else where[0]
        fields |= {"methods": self._cell["method"]} if "method" in self._cell else {}
        self._row("incident", fields | self._own("description") | self._remarks())

    def _this(self) -> Spec:
        return {"refer": "incident", "key": self._key}

    def _victims(self) -> None:
        for role, kind in (("names", "person"), ("group", "group")):
            if role in self._cell:
                who = {"refer": kind, "key": self._key}
                fields = {"who": who, "incident": self._this()} | self._own("act", "outcome")
                self._row("victim", fields, role, key=self._key if role == "names" else f"{self._key} group")
                if "charge" in self._cell:
                    self._accusation(role, who)
        if "names" in self._cell and "group" not in self._cell:
            fields = {"who": {"refer": "group", "key": f"{self._key} unnamed"}, "incident": self._this()}
            self._unnamed("victim", "names", fields | self._own("act", "outcome"))

    def _accusation(self, role: str, who: Spec) -> None:
        charge = self._cell["charge"]
        fields: Spec = {"about": who, "incident": self._this(), "charge_words": charge}
        fields["charge"] = {"map": charge, "to": code_lookup("charge"), "otherwise": "other"}
        fields |= self._refer("unit", "unit", "by")
        self._row("accusation", fields, "charge", role, key=f"{self._key} {role}")

    def _alleged(self) -> None:
        if "unit" in self._cell:
            fields = {**self._refer("unit", "unit", "who"), "incident": self._this()}
            self._row("perpetrator", fields, "unit")
            self._unnamed("perpetrator", "unit", {"class_words": self._cell["unit"], "incident": self._this()})
        if "perpetrator" in self._cell:
            key = f"{self._key} perpetrator"
            self._row("perpetrator", {"who": {"refer": "person", "key": key}, "incident": self._this()},
                      "perpetrator", key=key)  # fmt: skip


def _literal(words: str) -> str:
    """Words that a template takes as they are."""
    for sign in "{}[]":
        words = words.replace(sign, sign * 2)
    return words
