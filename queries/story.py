"""The history of records as a story: who entered, corrected, joined and judged them, when, and why.

Made from the versions of the records and the decisions on them, as far as the reader sees both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph.dates import day as period_of_day
from graph.dates import show
from graph.model.words import code_label, field_label, plain
from queries.claims import merged
from queries.naming import isolated
from queries.records import views_of

_UNTOLD = frozenset({"key"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One thing that happened.

    Attributes:
        at: UTC, ISO 8601.
        text: one sentence in the language asked for, codes and names isolated.
        why: the reason given, as written; "" for none.
        decision: its id, "" for a version of a record.
        taken_back: one sentence, "" where it stands.
        other: code of the other record that it names, "" for none.
        without_effect: one sentence that says why it changes nothing, "" where it does: a second person must agree, or
            two records that it would bring together were judged different.
    """

    at: str
    text: str
    why: str = ""
    decision: str = ""
    taken_back: str = ""
    other: str = ""
    without_effect: str = ""


@cache
def _sentences() -> dict[str, Any]:
    return dict(yaml.safe_load(Path(__file__).with_name("story.yaml").read_text(encoding="utf-8")))


def story(
    reader: Any, views: Sequence[Any], *, language: str = "en", files: Mapping[str, str] | None = None
) -> tuple[Chapter, ...]:
    """What happened to these records, oldest first.

    Args:
        files: load to the name of its file.
    """
    if not views or not hasattr(reader, "decisions_on"):
        return ()
    return _Teller(reader, views, language, files or {}).chapters()


class _Teller:
    def __init__(self, reader: Any, views: Sequence[Any], language: str, files: Mapping[str, str]) -> None:
        self._views = {view.thread: view for view in views}
        self._language = language if language in _sentences() else "en"
        self._say: dict[str, Any] = _sentences()[self._language]
        self._files = files
        self._decisions = reader.decisions_on(list(self._views))
        others = merged((one.left, one.right) for one in self._decisions)
        self._known = views_of(reader, [thread for thread in others if thread]) | self._views
        taken = [one.id for one in self._decisions if one.withdrawn]
        self._taken = {one.decision: one for one in reader.taken_back(taken)} if taken else {}
        self._idle = self._without_effect(reader)

    def _without_effect(self, reader: Any) -> dict[str, str]:
        """Verdicts *same* that change nothing as things stand now: id to why."""
        if not any(one.type == "identity" and one.verdict == "same" and not one.withdrawn for one in self._decisions):
            return {}
        found = reader.cluster(next(iter(self._views)))
        own = {end for one in found.refused for end in one.because}
        codes = {view.thread: view for view in reader.records(own)} if own else {}
        idle = {one.decision: str(self._say["waits"]) for one in found.verdicts if one.waits}
        standing = {one.pair: one.decision for one in found.verdicts}
        for one in found.refused:
            left, right = (self._called(codes.get(end)) for end in one.because)
            idle[standing.get(one.pair, "")] = str(self._say["refused"]).format(left=left, right=right)
        return idle

    def chapters(self) -> tuple[Chapter, ...]:
        """In the order in which it happened."""
        told = [chapter for view in self._views.values() for chapter in self._versions(view)]
        told += [self._decision(one) for one in self._decisions]
        return tuple(sorted(told, key=lambda chapter: chapter.at))

    # --- versions

    def _versions(self, view: Any) -> list[Chapter]:
        told = []
        before: Any = None
        for version in view.history:
            fields: list[str] = [] if before is None else _changed(before.values, version.values)
            key = self._way(version, view, first=before is None)
            text = self._sentence(
                key,
                version.entered_at,
                version.entered_by,
                view,
                document=self._place(view),
                file=isolated(self._files.get(version.load, "")),
                fields=self._fields(view.kind, fields),
            )
            gone = self._say["load_taken_back"] if version.withdrawn else ""
            told.append(Chapter(at=version.entered_at, text=text, why=version.why, taken_back=gone))
            before = version
        return told

    def _way(self, version: Any, view: Any, *, first: bool) -> str:
        loaded = bool(self._files.get(version.load))
        if not first:
            return "loaded_again" if loaded else "corrected"
        return f"{'loaded' if loaded else 'entered'}{'_from' if view.document_code else ''}"

    def _place(self, view: Any) -> str:
        return " ".join(isolated(part) for part in (_unbroken(view.document_code), view.locator) if part)

    def _fields(self, kind: str, names: Sequence[str]) -> str:
        comma = "، " if self._language == "ar" else ", "
        return comma.join(field_label(name, self._language, kind=kind) for name in names)

    # --- decisions

    def _decision(self, one: Any) -> Chapter:
        thread = one.left if one.left in self._views else one.right
        other = one.right if thread == one.left else one.left
        scored = one.actor == "matcher" and one.score is not None
        key = one.verdict if one.type in ("identity", "status") else one.type
        key = f"{key}_scored" if one.type == "identity" and scored else key
        vocabulary = {"level": "level"}.get(one.type, "")
        text = self._sentence(
            key if key in self._say else "other",
            one.at,
            self._say["matcher"] if one.actor == "matcher" else one.by,
            self._views[thread],
            other=self._called(self._known.get(other)),
            score=isolated(f"{one.score:.2f}") if one.score is not None else "",
            reasons=self._reasons(one.reasons),
            verdict=code_label(vocabulary, one.verdict, self._language) if vocabulary else isolated(one.verdict),
        )
        known = self._known.get(other)
        return Chapter(
            at=one.at, text=text, why=one.why, decision=one.id, taken_back=self._undone(one),
            other=known.code if known else "", without_effect="" if one.withdrawn else self._idle.get(one.id, ""),
        )  # fmt: skip

    def _undone(self, one: Any) -> str:
        if not one.withdrawn:
            return ""
        by = self._taken.get(one.id)
        if by is None:
            return str(self._say["taken_back"]).format(day="", by="").strip()
        key = "taken_back_why" if by.why else "taken_back"
        return str(self._say[key]).format(day=self._day(by.at), by=isolated(by.by), why=isolated(by.why))

    def _reasons(self, codes: Sequence[str]) -> str:
        comma = "، " if self._language == "ar" else ", "
        return comma.join(dict.fromkeys(self._reason(code) for code in codes))

    def _reason(self, code: str) -> str:
        words: dict[str, str] = self._say["reason"]
        head, _, rest = code.partition(":")
        if head == "name" and rest:
            return words["name"].format(score=isolated(rest))
        return words.get(rest or head) or plain(rest or head)

    # --- words

    def _sentence(self, key: str, at: str, by: str, view: Any, **more: str) -> str:
        named = {"day": self._day(at), "by": isolated(by), "it": self._called(view), **more}
        return str(self._say[key]).format(**named)

    def _called(self, view: Any) -> str:
        code = str(getattr(view, "code", "") or "")
        return isolated(_unbroken(code)) if code else str(self._say["it"])

    def _day(self, at: str) -> str:
        return show(period_of_day(at[:10]), "ar" if self._language == "ar" else "en")


def _unbroken(code: str) -> str:
    """A code that no line breaks; whoever copies it can still look it up."""
    return code.replace(" ", "\u00a0").replace("-", "\u2060-\u2060")


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Fields that a later version says otherwise."""
    names = [*after, *(name for name in before if name not in after)]
    return [name for name in names if name not in _UNTOLD and before.get(name) != after.get(name)]
