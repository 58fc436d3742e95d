"""Entering by hand: what a form holds becomes records, in one load, all of it or nothing.

The id of a form is the key of what it makes: sending the same form twice adds nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.case import Case
from graph.errors import CaseError
from graph.evidence import Actor, Draft, LoadInfo, PageText
from graph.model import KINDS
from graph.model.validation import Validated
from graph.reader import Reader
from ingest.entry_reading import DATASET, FormReading, Found, Problem, Read, references_in
from ingest.entry_wording import said

__all__ = ["DATASET", "Entry", "EntryReport", "Problem", "check", "enter", "plain_values", "read_forms", "understood"]

_PROVENANCE = ("document", "locator", "quote", "quote_language", "translation", "basis", "level")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One form, filled in.

    Attributes:
        key: the id of the form.
        values: as typed; see :mod:`ingest.entry_reading`. What it rests on may stand there or in the fields below.
        document: code or thread of the document.
        pages: text of the document that this form makes (a telephone call's words).
    """

    kind: str
    values: Mapping[str, Any]
    key: str
    document: str = ""
    locator: str = ""
    quote: str = ""
    quote_language: str = ""
    translation: str = ""
    basis: str = ""
    level: str = ""
    pages: tuple[PageText, ...] = ()

    @property
    def whole(self) -> dict[str, Any]:
        """Values and what they rest on, together."""
        beside = {name: getattr(self, name) for name in _PROVENANCE if getattr(self, name)}
        return {**beside, **self.values}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryReport:
    """What became of some forms.

    Attributes:
        problems: why nothing was written, by the number of the form; empty where all is well.
        load: id of the load that was written, "" where nothing was.
        threads: of the record of each form, in order.
        codes: of every record that was made and has one, by thread; those made with another included.
        already: the forms had been entered before; nothing was added.
    """

    problems: list[list[Problem]] = field(default_factory=list)
    load: str = ""
    threads: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    already: bool = False

    @property
    def refused(self) -> bool:
        """Whether something must be put right first."""
        return any(self.problems)


class _Refused(Exception):
    """Something was found wrong under the lock: the transaction becomes nothing."""


def enter(
    case: Case, entries: Sequence[Entry], *, actor: Actor, language: str = "en", reader: Reader | None = None
) -> EntryReport:
    """Write some forms as one load named "entered by hand": everything, or nothing where anything is wrong.

    Args:
        reader: whoever enters; what a form refers to must be visible to them. The whole case where it is left out.

    Raises:
        CaseError: the case cannot be written now.
    """
    asking = reader or case.reader()
    read = read_forms(case, asking, entries, language)
    if any(one.problems for one in read):
        return EntryReport(problems=[one.problems for one in read])
    report = EntryReport()
    try:
        with case.evidence.writing(actor, load=LoadInfo(dataset=DATASET, mapping="form")) as change:
            known = _known(case, asking, entries)
            if known is not None:
                report = EntryReport(threads=known, codes=case.evidence.codes(known), already=True)
            else:
                # Under the lock nothing else is written: what a form refers to is there now, or it never will be.
                _still_there(case, asking, entries, read, language)
                drafts = [draft for one in read for draft in one.drafts]
                added = change.add(drafts)
                if added.same_key:
                    raise CaseError("Two of these forms have the same id; load the page again.")
                mains = _mains(entries, drafts, added.threads)
                for entry, thread in zip(entries, mains, strict=True):
                    if entry.pages:
                        change.add_pages(thread, entry.pages)
                report = EntryReport(load=change.load_id, threads=mains)
                made = added.threads
    except _Refused as refused:
        return EntryReport(problems=list(refused.args[0]))
    case.refresh()
    if report.already:
        return report
    return EntryReport(load=report.load, threads=report.threads, codes=case.evidence.codes(made))


def check(
    kind: str,
    values: Mapping[str, Any],
    language: str = "en",
    *,
    case: Case | None = None,
    reader: Reader | None = None,
) -> list[Problem]:
    """What is wrong with a form as one types, in the language of the page; [] where it can be entered.

    Args:
        case: where it is given, references are looked up too; without it they are taken as they are.
    """
    return _read(kind, values, language, case, reader).problems


def understood(kind: str, values: Mapping[str, Any], language: str = "en") -> dict[str, str]:
    """Field to how its date is understood, for those that can be read."""
    return _read(kind, values, language, None, None).told


def plain_values(
    case: Case, reader: Reader, kind: str, values: Mapping[str, Any], language: str = "en"
) -> tuple[Validated, list[Problem]]:
    """A form as plain values of the model, for a correction: it makes no record of its own.

    A new record within it is a problem: first enter that one.
    """
    read = _read(kind, values, language, case, reader)
    problems = list(read.problems)
    if len(read.drafts) > 1:
        problems.append(Problem(field="", sentence=said("not_chosen", language)))
    return Validated(values=read.main, problems=()), problems


def read_forms(case: Case, reader: Reader, entries: Sequence[Entry], language: str) -> list[Read]:
    """What each form says, with what it refers to looked up at one go."""
    found = _lookup(case, reader, [entry.whole for entry in entries])
    together = {entry.key: entry.kind for entry in entries}
    return [FormReading(entry.key, found, language, together).read(entry.kind, entry.whole) for entry in entries]


def _read(
    kind: str, values: Mapping[str, Any], language: str, case: Case | None, reader: Reader | None
) -> Read:  # fmt: skip
    if case is not None:
        found: Mapping[str, Found] = _lookup(case, reader or case.reader(), [values])
    else:
        found = {text: Found(thread=text, kind="", code="") for text in references_in(values)}
        return _without_case(kind, values, language, found)
    return FormReading("form", found, language).read(kind, values)


def _without_case(kind: str, values: Mapping[str, Any], language: str, found: Mapping[str, Found]) -> Read:
    """Read a form whose references nobody looks up: their kind follows from the letter of their code."""
    letters = {one.letter: name for name, one in KINDS.items() if one.label}
    typed = {
        text: Found(thread=text, kind=letters.get(text[:1], "source") if "-" in text else "source", code=text)
        for text in found
    }
    return FormReading("form", typed, language).read(kind, values)


def _lookup(case: Case, reader: Reader, forms: Iterable[object]) -> dict[str, Found]:
    """What each code or thread names, as far as the reader sees it."""
    asked = list(dict.fromkeys(text for values in forms for text in references_in(values)))
    by_code = case.evidence.threads_by_code(asked)
    views = {view.thread: view for view in reader.records([*by_code.values(), *(one for one in asked if one)])}
    found = {}
    for text in asked:
        view = views.get(by_code.get(text, text))
        if view is not None:
            found[text] = Found(thread=view.thread, kind=view.kind, code=view.code)
    return found


def _known(case: Case, reader: Reader, entries: Sequence[Entry]) -> list[str] | None:
    """Threads of forms that have been entered already and still count; None where any is new."""
    asked = [(DATASET, entry.kind, entry.key) for entry in entries]
    threads = case.evidence.threads_by_key(asked)
    known = [threads[one] for one in asked if one in threads]
    standing = {view.thread for view in reader.records(known)}
    return known if known and set(known) <= standing and len(known) == len(asked) else None


def _still_there(case: Case, reader: Reader, entries: Sequence[Entry], read: Sequence[Read], language: str) -> None:
    wanted = {thread for one in read for thread in one.threads}
    there = {view.thread for view in reader.records(wanted)}
    if wanted - there:
        again = read_forms(case, reader, entries, language)
        raise _Refused([one.problems for one in again])


def _mains(entries: Sequence[Entry], drafts: Sequence[Draft], threads: Sequence[str]) -> list[str]:
    by_key = {(draft.kind, draft.key): thread for draft, thread in zip(drafts, threads, strict=True)}
    return [by_key[entry.kind, entry.key] for entry in entries]
