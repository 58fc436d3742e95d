"""What the form of a card writes: a decision or a correction, or a sentence that says why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.card_forms import second_side
from dashboard.components.card_actions import LONGEST_REASON, OTHER_STATUS, STATUS
from dashboard.components.form import read_form
from dashboard.desk import Desk
from dashboard.wording import Words
from graph import deciding
from graph.errors import ChangedMeanwhile, DossierError
from ingest.entry import Problem, plain_values
from ingest.entry_values import typed_values
from queries.cards import records_behind
from queries.parameters import resolve_code
from queries.splitting import plan_join, plan_split


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of it.

    Attributes:
        said: what was done; "" where nothing was.
        decisions: ids of what was written, for undo; none for a correction.
        problem: why nothing was written.
        problems: which fields of a correction must be put right.
        again: the card shows something else by now: draw it anew.
    """

    said: str = ""
    decisions: tuple[str, ...] = ()
    problem: str = ""
    problems: tuple[Problem, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as the browser sends it: nothing in it is trusted.

    Attributes:
        values: of its own fields, by name; ``record`` of the form of a record; ``sides`` of a split; ``other`` of a
            join.
    """

    do: str
    on: str
    values: Mapping[str, Any]
    version: int = 0
    record: Any = None
    sides: Any = None
    other: str = ""


def write(desk: Desk, filled: Filled, words: Words) -> Written:
    """Do what the form says, as far as whoever asks sees what it is about."""
    why = str(filled.values.get("why") or "").strip()[:LONGEST_REASON]
    threads = records_behind(desk.reader(), filled.on)
    if not threads:
        return Written(problem=words("card.gone_text"), again=True)
    if not why:
        return Written(problem=words("card.need_why"))
    try:
        return _ACTIONS.get(filled.do, _nothing)(desk, filled, threads, why, words)
    except ChangedMeanwhile:
        return Written(problem=words("card.changed_meanwhile"), again=True)
    except DossierError as error:
        return Written(problem=words.said(error))


def _nothing(*_: Any) -> Written:
    return Written()


def _status(desk: Desk, filled: Filled, threads: Sequence[str], why: str, words: Words) -> Written:
    asked = filled.values.get("status")
    status = STATUS.get(filled.do) or (asked if asked in OTHER_STATUS else "")
    made = deciding.set_status(desk.case, threads, str(status), actor=desk.actor(), why=why)
    label = words.maybe(f"vetting.{status}", str(status))
    said = words("card.done_status", n=len(threads), status=label)
    return Written(
        said=said if len(threads) > 1 else words("card.done_status_one", status=label), decisions=tuple(made)
    )


def _grade(desk: Desk, filled: Filled, threads: Sequence[str], why: str, words: Words) -> Written:
    source, information = (str(filled.values.get(name) or "") for name in ("source", "information"))
    if not source and not information:
        return Written(problem=words("card.need_grade"))
    made = deciding.grade(desk.case, threads[0], source=source, information=information, actor=desk.actor(), why=why)
    return Written(said=words("card.done_grade"), decisions=tuple(made))


def _split(desk: Desk, filled: Filled, _: Sequence[str], why: str, words: Words) -> Written:
    apart = second_side(filled.sides)
    if not apart:
        return Written(problem=words("card.need_side"))
    planned = plan_split(desk.case, desk.reader(), filled.on, apart)
    made = _judged(desk, planned, why)
    return Written(said=words("card.done_split_waits" if _waits(desk, planned) else "card.done_split"), decisions=made)


def _same(desk: Desk, filled: Filled, threads: Sequence[str], why: str, words: Words) -> Written:
    reader = desk.reader()
    other = resolve_code(reader, filled.other)
    if not other:
        return Written(problem=words("card.need_other"))
    verdict = str(filled.values.get("verdict") or "same")
    if verdict != "same":
        made = deciding.judge(
            desk.case, threads[0], records_behind(reader, other)[0], verdict, actor=desk.actor(), why=why
        )
        return Written(said=words("card.done_judged"), decisions=tuple(made))
    planned = plan_join(desk.case, reader, filled.on, other)
    joined = _judged(desk, planned, why)
    return Written(said=words("card.done_waits" if _waits(desk, planned) else "card.done_same"), decisions=joined)


def _waits(desk: Desk, planned: Sequence[Any]) -> bool:
    """Whether something of it counts only once a second person has said it too."""
    return desk.case.evidence.two_people() and any(one.verdict == "same" for one in planned)


def _judged(desk: Desk, planned: Sequence[Any], why: str) -> tuple[str, ...]:
    verdicts = [(one.left, one.right, one.verdict) for one in planned]
    return tuple(deciding.judge_each(desk.case, verdicts, actor=desk.actor(), why=why))


def _correct(desk: Desk, filled: Filled, threads: Sequence[str], why: str, words: Words) -> Written:
    reader = desk.reader()
    view = reader.record(threads[0])
    kind, typed = read_form(filled.record)
    if view is None or kind != view.kind:
        return Written(problem=words("card.gone_text"), again=True)
    if view.history[-1].number != filled.version:
        return Written(problem=words("card.changed_meanwhile"), again=True)
    before = typed_values(desk.case, view)
    names = [name for name in {*typed, *before} if _empty(typed.get(name)) != _empty(before.get(name))]
    if not names:
        return Written(problem=words("card.same_already"))
    read, problems = plain_values(desk.case, reader, kind, typed, words.language)
    wrong = tuple(one for one in problems if one.field.partition("/")[0] in names or not one.field)
    if wrong:
        return Written(problem=wrong[0].sentence, problems=wrong)
    values = {name: read.values.get(name) for name in names}
    deciding.correct(desk.case, threads[0], values, actor=desk.actor(), why=why, expects=filled.version)
    return Written(said=words("card.done_correct"))


def _empty(value: Any) -> Any:
    """A value as it is compared: empty ones are all alike, and so are ends of lines."""
    if value in (None, "", [], {}):
        return None
    if isinstance(value, str):
        return value.strip().replace("\r\n", "\n") or None
    if isinstance(value, list):
        return [_empty(each) for each in value]
    if isinstance(value, dict):
        return {key: kept for key, each in value.items() if (kept := _empty(each)) is not None}
    return value


_ACTIONS = {
    "confirm": _status,
    "dispute": _status,
    "vet": _status,
    "status": _status,
    "grade": _grade,
    "split": _split,
    "same": _same,
    "correct": _correct,
}
