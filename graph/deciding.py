"""What people decide of records, written down: status, grades, identity, origin, corrections, and taking back.

Every function appends and never changes anything, brings the graph up to it, and gives back the ids of what it
wrote, so that :func:`take_back` can undo it. Who may decide is for the caller to ask; who is named in ``actor`` has
decided. A message names ids, codes and fields, never what a record says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph.correcting import corrected
from graph.errors import BadValue, CaseError, ChangedMeanwhile
from graph.evidence import Actor, NewDecision
from graph.evidence.codes import read_code
from graph.identity import JOINABLE
from graph.model import KINDS, Field, FieldType
from graph.model.levels import Level
from graph.model.vocabularies import VOCABULARIES
from graph.model.words import plain

if TYPE_CHECKING:
    from graph.case import Case

VERDICTS = ("same", "different", "unsure")


def set_status(case: Case, threads: Sequence[str], status: str, *, actor: Actor, why: str) -> list[str]:
    """Say how far some records have been vetted, in one transaction; a later status takes its place.

    Args:
        status: a code of the vocabulary *vetting_status*.

    Raises:
        CaseError: no such status, or a thread that there is not.
    """
    _one_of(status, "vetting_status", "A status")
    chosen = list(dict.fromkeys(threads))
    _kinds(case, chosen)
    return _decide(case, [NewDecision(type="status", left=one, verdict=status, why=why) for one in chosen], actor)


def grade(case: Case, thread: str, *, source: str = "", information: str = "", actor: Actor, why: str) -> list[str]:
    """Grade what a record says (1 to 6), the source behind it (A to F), or both; the two are apart.

    The grade of a source belongs to who speaks, so it is given to the source of the record's document and holds for
    everything that rests on it.

    Raises:
        CaseError: no such grade, none given, no such record, or a grade of information for a source.
    """
    kind = _kinds(case, [thread])[thread]
    decisions = []
    if source:
        _one_of(source, "grade_of_source", "A grade of a source")
        graded = source_of(case, thread)
        decisions.append(NewDecision(type="grade_source", left=graded, verdict=source, why=why))
    if information:
        _one_of(information, "grade_of_information", "A grade of information")
        if kind == "source":
            raise CaseError("What a record says has a grade from 1 to 6; a source has one from A to F.")
        decisions.append(NewDecision(type="grade_information", left=thread, verdict=information, why=why))
    if not decisions:
        raise CaseError("A grade is missing: A to F for the source, or 1 to 6 for the information.")
    return _decide(case, decisions, actor)


def source_of(case: Case, thread: str) -> str:
    """The thread of the source that speaks in a record or document (of the source itself, where it is one).

    Raises:
        CaseError: there is no such record, or it does not lead to a source.
    """
    at = thread
    for step in ("document", "source"):
        view = case.evidence.record(at, clearance=Level.SEALED)
        if view is None:
            raise CaseError(f"There is no record {thread} in this case.")
        at = next(iter(view.references.get(step, ())), at)
    return at


def judge(case: Case, left: str, right: str, verdict: str, *, actor: Actor, why: str) -> list[str]:
    """Say whether two records speak of one and the same thing.

    Args:
        left, right: threads or codes, as cards and results print them ("Joined from" lists merged ones).
        verdict: same, different or unsure.

    Raises:
        CaseError: no such record, the two are one, are of different kinds or of one that is never joined, or the
            verdict is none.
    """
    return judge_many(case, [(left, right)], verdict, actor=actor, why=why)


def judge_many(case: Case, pairs: Sequence[tuple[str, str]], verdict: str, *, actor: Actor, why: str) -> list[str]:
    """The same verdict on many pairs, in one transaction. See :func:`judge`."""
    return judge_each(case, [(left, right, verdict) for left, right in pairs], actor=actor, why=why)


def judge_each(case: Case, verdicts: Sequence[tuple[str, str, str]], *, actor: Actor, why: str) -> list[str]:
    """Verdicts of any kind on many pairs, as (left, right, verdict), in one transaction. See :func:`judge`."""
    if any(verdict not in VERDICTS for _, _, verdict in verdicts):
        raise CaseError(f"A verdict is one of: {', '.join(VERDICTS)}.")
    named = {end for left, right, _ in verdicts for end in (left, right)}
    threads = _threads(case, named)
    kinds = _kinds(case, threads.values())
    decisions = []
    for left, right, verdict in verdicts:
        one, other = threads[left], threads[right]
        if one == other or kinds[one] != kinds[other]:
            raise CaseError("A verdict joins or parts two records of one kind; these are one record, or of two kinds.")
        if kinds[one] not in JOINABLE:
            raise CaseError(f"Two records of the kind '{kinds[one]}' are never one: each stays what its source says.")
        decisions.append(NewDecision(type="identity", left=one, right=other, verdict=verdict, why=why))
    return _decide(case, decisions, actor)


def ask_for_two_people(case: Case, *, on: bool, actor: Actor, why: str) -> list[str]:
    """Say whether a merge by a person counts only once a second person has said the same (see
    :func:`graph.verdicts.settle`). It holds for all verdicts, earlier ones too; nothing is written where the case is so
    already."""
    if case.evidence.two_people() == on:
        return []
    return _decide(case, [NewDecision(type="two_people", left="", verdict="on" if on else "off", why=why)], actor)


def one_origin(case: Case, documents: Sequence[str], *, actor: Actor, why: str) -> list[str]:
    """Say that some documents (by thread) go back to one origin: together they count as one source.

    Raises:
        CaseError: fewer than two, or something that is no document.
    """
    chosen = list(dict.fromkeys(documents))
    if len(chosen) < 2:
        raise CaseError("One origin is said of two documents or more.")
    if any(kind != "document" for kind in _kinds(case, chosen).values()):
        raise CaseError("One origin is said of documents; one of these is something else.")
    first, *others = chosen
    return _decide(
        case,
        [NewDecision(type="one_origin", left=first, right=other, verdict="same", why=why) for other in others],
        actor,
    )


def check_translation(case: Case, document: str, *, actor: Actor, why: str = "") -> list[str]:
    """Say that somebody has read a translation (a document, by thread) beside its original and found it right.

    Raises:
        CaseError: there is no such document, or it is no translation.
    """
    view = case.evidence.record(document, clearance=Level.SEALED)
    if view is None or not view.references.get("translation_of"):
        raise CaseError("A translation is checked: this is no document that is a translation of another one.")
    return _decide(
        case, [NewDecision(type="translation_checked", left=document, verdict="checked", why=why)], actor
    )  # fmt: skip


def correct(case: Case, thread: str, values: Mapping[str, Any], *, actor: Actor, why: str, expects: int) -> str:
    """Say what a record should say; the older versions stay. Returns the id of the new version.

    Args:
        values: the fields that change, as people write them or as plain values; None or "" takes a field out. What
            reads as it stands is left as it stands, so that the words of a date survive.
        expects: ``History.number`` of the version that the person was looking at.

    Raises:
        CaseError: there is no such record, nothing changes, a value cannot be taken, or the level would be lowered.
        ChangedMeanwhile: somebody else has corrected it since.
    """
    if not why.strip():
        raise CaseError("A correction needs a reason; it stays with the record.")
    with case.evidence.writing(actor) as change:
        # Read under the lock: from here on nobody else writes.
        view = case.evidence.record(thread, clearance=Level.SEALED)
        if view is None:
            raise CaseError(f"There is no record {thread} in this case.")
        if view.history[-1].number != expects:
            raise ChangedMeanwhile("Somebody else has corrected this record since it was opened; look at it again.")
        chosen = corrected(view.kind, view.values, _targets(case, view.kind, values))
        version = change.correct(thread, chosen, why=why, expects=expects)
    case.refresh()
    return version


def take_back(case: Case, decisions: Sequence[str], *, actor: Actor, why: str = "") -> list[str]:
    """Take back decisions, in one transaction: what counted before counts again. To take back a taking back gives
    the decision back.

    Raises:
        CaseError: there is no such decision, or it has been taken back already.
    """
    chosen = list(dict.fromkeys(decisions))
    levels = case.evidence.levels_of(chosen)
    if missing := [own for own in chosen if own not in levels]:
        raise CaseError(f"There is no decision {missing[0]} in this case.")
    gone = case.evidence.withdrawn_decisions()
    if any(own in gone for own in chosen):
        raise CaseError("That has been taken back already; the page shows what counts now once it is opened again.")
    return _decide(
        case,
        [NewDecision(type="withdraw_decision", left=own, why=why, level=levels[own]) for own in chosen],
        actor,
    )


def _decide(case: Case, decisions: Sequence[NewDecision], actor: Actor) -> list[str]:
    if not decisions:
        return []
    with case.evidence.writing(actor) as change:
        written = change.decide(decisions)
    case.refresh()
    return written


def _kinds(case: Case, threads: Iterable[str]) -> dict[str, str]:
    """Kind of each thread. Raises CaseError where one is not there."""
    asked = set(threads)
    kinds = case.evidence.kinds(asked)
    if missing := sorted(asked - kinds.keys()):
        raise CaseError(f"There is no record {missing[0]} in this case.")
    return kinds


def _threads(case: Case, named: Iterable[str]) -> dict[str, str]:
    """Thread of everything that is named by thread or by code. Raises CaseError where one names nothing."""
    asked = set(named)
    threads = {one: one for one in case.evidence.kinds(asked)}
    threads |= case.evidence.threads_by_code(asked - threads.keys())
    if missing := sorted(asked - threads.keys()):
        raise CaseError(f"No record of this case has the code {' or '.join(missing)}.")
    return threads


def _targets(case: Case, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values, references by code told by the record that the code names."""
    given = dict(values)
    for name, value in values.items():
        field = KINDS[kind].field(name)
        if field is not None and field.type is FieldType.REFERENCE and value:
            each = value if isinstance(value, list | tuple) else [value]
            found = [_target(case, field, one) for one in each]
            given[name] = found if isinstance(value, list | tuple) else found[0]
    return given


def _target(case: Case, field: Field, value: Any) -> Any:
    named = value.get("thread", "") if isinstance(value, Mapping) else value if isinstance(value, str) else ""
    if not isinstance(named, str) or not (isinstance(value, Mapping) or read_code(named)):
        return value  # a key of the same table, or nothing that can be read: the model says what would be right
    if not named:
        return value
    thread = _threads(case, [named])[named]
    kind = _kinds(case, [thread])[thread]
    if kind not in field.refers_to:
        raise BadValue(field.name, f"a record of the kind {' or '.join(map(plain, field.refers_to))}")
    key = value.get("key") if isinstance(value, Mapping) else ""
    return {"kind": kind, "key": str(key or named), "dataset": "", "thread": thread}


def _one_of(code: str, vocabulary: str, what: str) -> None:
    if code not in VOCABULARIES[vocabulary]:
        raise CaseError(f"{what} is one of: {', '.join(VOCABULARIES[vocabulary])}.")
