"""Make the example case through the functions that users have: load, match, decide."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from graph.case import CASE_FILE, Case, create_case, open_case
from graph.errors import CaseError
from graph.evidence import Actor, NewDecision
from ingest.example.files import MAPPING, SHEET, SOURCE, TABLES, write_example
from ingest.example.ids import ExampleIds
from ingest.load import load
from ingest.matching.match import match

Say = Callable[[str], None]
Report = Callable[[int, int], None]
Progress = Callable[[str], AbstractContextManager[Report]]

TITLE = "Example case (training material / مادة تدريبية)"
KEY_FILE = "case.key"
ENTERED_BY = Actor(name="example")
"""Loads and decides; that it has decided is how a finished example case is known."""


@contextmanager
def demo_case(folder: Path, *, say: Say, progress: Progress) -> Iterator[Case]:
    """The example case, made on the first call and opened on every later one.

    Its key is generated and lies in its own folder, as no other case's may. A call that was interrupted is finished
    by the next: what was loaded is recognised, and decisions are written in one transaction, last.

    Args:
        folder: where the case is kept; new, empty, or an earlier example case.
        say: called with sentences for people.
        progress: called with a unit ("rows"), gives a context whose value is called with done and total.

    Raises:
        CaseError: the folder holds something else.
    """
    key, ids = folder / KEY_FILE, ExampleIds()
    if (folder / CASE_FILE).is_file():
        case = open_case(folder, key_file=key, ids=ids)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        case = create_case(folder, title=TITLE, key_file=key, example=True, ids=ids)
        say(f"Made the example case in {folder}. Its key lies beside it ({KEY_FILE}): never do that with a real case.")
    with case:
        if not case.is_example:
            raise CaseError(f"{folder.name} holds a case of yours; the example wants a folder of its own.")
        if not _finished(case):
            _fill(case, ids, say, progress)
        yield case


def _finished(case: Case) -> bool:
    """Whether its decisions, written last and in one transaction, are there."""
    first = _key(read_decisions()[0][1]["left"])
    threads = case.evidence.threads_by_key([first])
    decided = case.evidence.slice(threads.values()).decisions if threads else []
    return any(decision.by == ENTERED_BY.name for decision in decided)


def _fill(case: Case, ids: ExampleIds, say: Say, progress: Progress) -> None:
    with TemporaryDirectory(prefix="dossier-example-") as scratch:
        directory = Path(scratch)
        written = write_example(directory)
        say(f"Loading {len(written)} files: tables, letters, an order, a report, messages, an e-mail …")
        for name, mapping in (*((f"{table}.xlsx", None) for table in TABLES), (SHEET, directory / MAPPING)):
            with progress("rows") as report, ids.step(name):
                done = load(
                    case, [directory / name], mapping=mapping, strict=True, actor=ENTERED_BY, on_progress=report
                )
            for sentence in done.sentences:
                say(sentence)
    with progress("pairs") as report, ids.step("match"):
        matched = match(case, on_progress=report)
    say(f"Matched: {matched.applied} near-certain pairs joined, {matched.queued} wait for a person.")
    with ids.step("decide"):
        count = decide(case)
    say(f"Decided: {count} things that people decide (one merge of them is wrong: the tutorial splits it).")
    case.refresh()
    case.save()


def decide(case: Case) -> int:
    """Write the example's decisions, in one transaction; returns how many.

    Raises:
        CaseError: a row that a decision names has not been loaded.
    """
    planned = read_decisions()
    wanted = [_key(one[end]) for _, one in planned for end in ("left", "right") if end in one]
    threads = case.evidence.threads_by_key(wanted)
    if missing := sorted(set(wanted) - threads.keys()):
        raise CaseError(
            f"The example's decisions name rows that are not in the case: {', '.join(map(' '.join, missing))}."
        )
    decisions = [
        NewDecision(
            type=type_,
            left=threads[_key(one["left"])],
            right=threads[_key(one["right"])] if "right" in one else "",
            verdict=one.get("verdict", ""),
            why=one["why"],
        )
        for type_, one in planned
    ]
    with case.evidence.writing(ENTERED_BY) as change:
        return len(change.decide(decisions))


def read_decisions() -> list[tuple[str, dict[str, Any]]]:
    """(type, decision) in the order in which they are written."""
    text = (files("ingest.example") / SOURCE / "decisions.yaml").read_text(encoding="utf-8")
    return [(type_, one) for type_, many in yaml.safe_load(text).items() for one in many]


def _key(text: str) -> tuple[str, str, str]:
    dataset, kind, key = text.split(" ", 2)
    return dataset, kind, key
