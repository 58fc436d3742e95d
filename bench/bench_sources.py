"""The page of Sources in a case of 5,000 documents and 100,000 records: what the server needs for each answer.

Each is the whole answer, from the question of a browser to the JSON that it gets: the list made from nothing (which
the server does as it starts), the list after a decision on a document and on something else, other pages and filters
of it, and a page of a document with its words, what rests on it and what belongs to it. Beside them stands the bare
SQL of a page of the list: fifty documents with their titles and sources, as the database gives them, for everybody
and in no order.

    python bench/bench_sources.py [DOCUMENTS]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import dash._utils as framework
from builders import SEED, WRITER, Times, evidence_of, folder_for, machine, percentile, size_given, times_of

from dashboard.desk import Desk
from dashboard.pages.sources import listing, viewing
from dashboard.pages.sources.ids import Ids
from dashboard.pages.sources.places import Place
from dashboard.wording import Words
from graph.evidence import Evidence, NewDecision, PageText
from graph.evidence.database import rows
from graph.model.levels import Level
from graph.reader import Reader
from graph.settings import Settings
from graph.stores.store import open_store

RECORDS_A_DOCUMENT = 20
PAGES_A_DOCUMENT = 3
ROUNDS = 20
FEW_ROUNDS = 3
GOAL = 200.0
"""Milliseconds for a page."""
WORDS = Words("en")
_LINE = "The witness of page {page} of report {number} saw the column pass. رأى الشاهد كتيبة الشمال عند الجسر.\n"
_BARE = (
    "SELECT t.digits, r.fields, v.fields, w.fields FROM record r JOIN thread t ON t.id = r.thread"
    " JOIN vault.record v ON v.n = r.n AND v.id = r.id"
    " JOIN record s ON s.thread = json_extract(r.fields, '$.r.source[0][0]')"
    " JOIN vault.record w ON w.n = s.n AND w.id = s.id"
    " WHERE r.n > ? AND r.kind = 'document' ORDER BY r.n LIMIT 50"
)


def main() -> int:
    """Measure and print; 1 where a goal is missed."""
    size = size_given(5_000)
    print(machine())
    with folder_for("sources") as folder:
        evidence = evidence_of(folder, size * RECORDS_A_DOCUMENT)
        codes = with_pages(evidence)
        desk = desk_over(evidence)
        met = measured(desk, evidence, codes)
        evidence.close()
    return 0 if met else 1


def with_pages(evidence: Evidence) -> list[str]:
    """Give each document its pages; the codes of the documents."""
    documents = [thread for thread, kind in evidence.slice().kinds.items() if kind == "document"]
    with evidence.writing(WRITER) as change:
        for number, thread in enumerate(documents):
            change.add_pages(
                thread,
                [
                    PageText(number=page, label=f"p. {page}", text=_LINE.format(page=page, number=number) * 20)
                    for page in range(1, PAGES_A_DOCUMENT + 1)
                ],
            )
    return list(evidence.codes(documents).values())


def desk_over(evidence: Evidence) -> Desk:
    """A desk over the evidence alone: Sources asks nothing of the graph."""
    store = open_store("memory:")

    def reader(**_: Any) -> Reader:
        return Reader(evidence=evidence, store=store, clearance=Level.SEALED, revision=evidence.revision())

    case: Any = SimpleNamespace(evidence=evidence, reader=reader, folder=evidence.folder)
    nobody: Any = None
    return Desk(case=case, settings=Settings(), sessions=nobody, jobs=nobody)


def measured(desk: Desk, evidence: Evidence, codes: list[str]) -> bool:
    """Print each answer's time; whether all meet the goal."""
    chance = random.Random(SEED)
    to_json: Any = framework.to_json
    people = [thread for thread, kind in evidence.slice().kinds.items() if kind == "person"]
    documents = list(evidence.threads_by_code(codes).values())

    def decide(threads: list[str]) -> None:
        """Off the clock: somebody decides something."""
        with evidence.writing(WRITER) as change:
            change.decide([NewDecision(type="status", left=chance.choice(threads), verdict="vetted")])

    def shown(number: int = 1, *, text: str = "", **given: Any) -> None:
        to_json(listing.drawn(desk, given, WORDS, text=text, sort="title", number=number, chosen=[]))

    def read() -> None:
        place = Place(code=chance.choice(codes), number=chance.randrange(1, PAGES_A_DOCUMENT + 1))
        to_json(viewing.drawn(desk, place, WORDS, beside_it="", searched="northern")[0])

    def bare() -> None:
        with evidence._database.reading() as connection:
            rows(connection, _BARE, chance.randrange(len(codes)))

    last = -(-len(codes) // 50)
    answers: list[tuple[str, Callable[[], None], Callable[[], object] | None, bool]] = [
        ("the list made from nothing (the server does it as it starts)", shown, evidence.forget_lists, False),
        ("the list, after a decision on a document", shown, lambda: decide(documents), True),
        ("the list, after a decision elsewhere", shown, lambda: decide(people), True),
        ("another page of it", lambda: shown(chance.randrange(1, last + 1)), None, True),
        ("with filters", lambda: shown(**{Ids.TYPED: "report 4", Ids.SINCE: "2014"}), None, True),
        ("a page of a document", read, None, True),
        ("words that stand on 20 pages", lambda: shown(text=f"report {chance.randrange(100, 999)}"), None, False),
        ("words that stand on every page", lambda: shown(text="كتيبة"), None, False),
    ]
    raw = timed(bare, None, ROUNDS)
    print(f"bare SQL of 50 documents: {said(raw)}")
    met = True
    for name, work, before, has_goal in answers:
        seen = timed(work, before, ROUNDS if has_goal else FEW_ROUNDS)
        high = percentile([one.wall for one in seen], 0.95) * 1_000
        goal = f" (goal {GOAL:g} ms: {'met' if high <= GOAL else 'MISSED'})" if has_goal else ""
        met = met and (not has_goal or high <= GOAL)
        ratio = percentile([one.wall for one in raw], 0.5) / percentile([one.wall for one in seen], 0.5)
        print(f"{name}: {said(seen)}; ratio {ratio:.3f}{goal}", flush=True)
    return met


def said(seen: Sequence[Times]) -> str:
    """Median and p95 by the clock on the wall, and the median of processor time, in milliseconds."""
    wall, cpu = [one.wall * 1_000 for one in seen], [one.cpu * 1_000 for one in seen]
    return (
        f"median {percentile(wall, 0.5):.1f} ms, p95 {percentile(wall, 0.95):.1f} ms (cpu {percentile(cpu, 0.5):.1f})"
    )


def timed(work: Callable[[], None], before: Callable[[], object] | None, rounds: int) -> list[Times]:
    """The time of each round, the first left out: it fills the caches of the database."""
    seen = []
    for _ in range(rounds + 1):
        if before is not None:
            before()
        seen.append(times_of(work))
    return seen[1:]


if __name__ == "__main__":
    sys.exit(main())
