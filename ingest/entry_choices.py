"""What somebody may mean who types into a field that refers to a record: by code, by name in either script, or by
what it is; the records entered last where nothing has been typed.

Names of protected people may stand here: a form is one of the places where they may.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.case import Case
from graph.evidence import RecordView
from graph.evidence.codes import read_code
from graph.folding import fold, isolate, tokens
from graph.model.words import code_label
from graph.reader import Reader
from ingest.entry_incidents import find_incidents
from ingest.entry_reading import references_in
from ingest.entry_values import count_typed

LATEST = 400
"""Records without names that are looked through, the last entered first."""
_NAMED = frozenset(("person", "unit", "location", "document"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One record that may be meant.

    Attributes:
        value: what the form then holds.
        label: its name, or what it is; ``hint``: its code and what tells it from others.
    """

    value: dict[str, str]
    label: str
    hint: str
    kind: str


def choices(
    case: Case, reader: Reader, kinds: Sequence[str], text: str, language: str = "en", *, limit: int = 8
) -> list[Choice]:
    """Records of some kinds that the text may mean, the likeliest first, as far as the reader sees them."""
    text = text.strip()
    if not text:
        views = reader.records(case.evidence.newest(kinds, limit * 3))
        return [_choice(view, language) for view in views][:limit]
    found: dict[str, RecordView] = {}
    code = read_code(text)
    if code and (thread := case.evidence.thread_by_code(code)):
        found.update((view.thread, view) for view in reader.records([thread]) if view.kind in kinds)
    if _NAMED & set(kinds):
        hits = [hit.thread for hit in reader.search_names(text, limit, kinds=kinds)]
        found.update((view.thread, view) for view in reader.records(hits[:limit]))
    if "incident" in kinds and len(found) < limit:
        threads = case.evidence.threads_by_code(find_incidents(reader, text, limit)).values()
        found.update((view.thread, view) for view in reader.records(threads))
    others = [kind for kind in kinds if kind not in _NAMED]
    if others and len(found) < limit:
        wanted = [word for word, _, _ in tokens(text)]
        for view in reader.records(case.evidence.newest(others, LATEST)):
            if wanted and _holds(view, wanted, language):
                found.setdefault(view.thread, view)
    return [_choice(view, language) for view in found.values()][:limit]


def labels(case: Case, reader: Reader, values: object, language: str = "en") -> dict[str, dict[str, str]]:
    """Code or thread to label, hint and kind, of every record that a form refers to and the reader sees."""
    asked = list(dict.fromkeys(references_in(values)))
    by_code = case.evidence.threads_by_code(asked)
    views = {view.thread: view for view in reader.records([*by_code.values(), *asked])}
    said = {}
    for text in asked:
        view = views.get(by_code.get(text, text))
        if view is not None:
            one = _choice(view, language)
            said[text] = {"label": one.label, "hint": one.hint, "kind": one.kind}
    return said


def _choice(view: RecordView, language: str) -> Choice:
    label, *more = _described(view, language)
    value = {"code": view.code} if view.code else {"thread": view.thread}
    hint = [part for part in (isolate(view.code) if view.code else "", *more) if part]
    return Choice(value=value, label=label or view.code, hint=" · ".join(hint), kind=view.kind)


def _holds(view: RecordView, wanted: Iterable[str], language: str) -> bool:
    """Whether each word begins some word of what is said about a record, in either language."""
    said = {word for each in {language, "en", "ar"} for part in _described(view, each) for word, _, _ in tokens(part)}
    said |= {fold(str(value)) for value in view.values.get("methods", ())}
    return all(any(word.startswith(one) for word in said) for one in wanted)


def _described(view: RecordView, language: str) -> list[str]:
    """What a record is called, and what tells it from others."""
    values = view.values
    names = [str(one["words"]) for one in values.get("names", ())]
    if names:
        kind = values.get("kind")
        rest = code_label(f"{view.kind}_kind", kind, language) if kind else _age(values)
        return [isolate(names[0]), isolate(names[1]) if len(names) > 1 else "", rest, _document(view)]
    if view.kind == "incident":
        methods = [code_label("method", one, language) for one in values.get("methods", ())[:2]]
        what = ", ".join(methods) or code_label("incident_class", values.get("class", ""), language)
        words = str(values.get("place_words") or values.get("description") or "")
        return [f"{what} · {_date(values.get('date'))}", isolate(words[:60]) if words else "", _document(view)]
    if view.kind == "group":
        count = count_typed(values["count"]) if values.get("count") else ""
        return [isolate(str(values.get("description", ""))[:80]), count, _document(view)]
    if view.kind == "figure":
        count = count_typed(values["count"]) if values.get("count") else ""
        return [f"{code_label('figure_what', values.get('what', ''), language)} {count}", _document(view)]
    if view.kind == "document":
        kind = code_label("document_kind", values.get("kind", ""), language)
        title = str(values.get("title") or "")
        return [
            isolate(title) if title else kind,
            kind if title else "",
            _date(values.get("date")),
            isolate(view.source_name),
        ]
    if view.kind == "source":
        return [isolate(str(values.get("name", ""))), code_label("source_kind", values.get("kind", ""), language)]
    return [""]


def _age(values: Mapping[str, Any]) -> str:
    return count_typed(values["age"]) if values.get("age") else ""


def _date(value: Any) -> str:
    said = str(value.get("words") or value.get("edtf") or "") if isinstance(value, Mapping) else ""
    return isolate(said) if said else ""


def _document(view: RecordView) -> str:
    return isolate(view.document_title[:50]) if view.document_title else ""
