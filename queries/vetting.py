"""The queue of records to vet: how many of which status, kind and load, and one page of them in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.vocabularies import VOCABULARIES
from queries.sayings import sayings

STATUSES = VOCABULARIES["vetting_status"]
ORDERS = ("oldest", "newest", "fewest")
"""The oldest load first, the newest first, or those that rest on the fewest documents first."""
SIZE = 50
MOST = 10_000
"""Records that are decided on in one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What of the queue somebody looks at; "" for any kind or load."""

    status: str = "unvetted"
    kind: str = ""
    load: str = ""
    order: str = "oldest"
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One record of the queue: what it says in a sentence, the quoted words, and where they stand.

    Attributes:
        documents: on how many documents it rests.
    """

    thread: str
    code: str
    kind: str
    text: str
    quote: str
    translation: str
    document: str
    document_title: str
    locator: str
    source: str
    status: str
    load: str
    documents: int
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the queue.

    Attributes:
        total: records that the choice holds; ``first`` the number of the first row, from 1.
        statuses, kinds, loads: how many there are of each within the rest of the choice, in the order of the model
            and of the loads.
    """

    rows: tuple[Row, ...]
    total: int
    first: int
    page: int
    pages: int
    statuses: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    loads: tuple[tuple[str, int], ...]


def vetting_page(reader: Any, choice: Choice, *, language: str = "en", size: int = SIZE) -> Page:
    """One page of the queue, as far as this reader sees it; a page too far is the last one."""
    found = reader.vetting_list()
    status = found.status
    counted = Counter((status.get(one.thread, STATUSES[0]), one.kind, one.load) for one in found.records)
    chosen = _chosen(found, choice)
    pages = max(1, -(-len(chosen) // size))
    page = min(max(choice.page, 0), pages - 1)
    shown = chosen[page * size : (page + 1) * size]
    return Page(
        rows=_rows(reader, shown, status, language),
        total=len(chosen),
        first=page * size + 1 if shown else 0,
        page=page,
        pages=pages,
        statuses=_counts(counted, 0, choice, list(STATUSES)),
        kinds=_counts(counted, 1, choice),
        loads=_counts(counted, 2, choice),
    )


def chosen_threads(reader: Any, choice: Choice, *, most: int = MOST) -> list[str]:
    """Threads of everything that a choice holds, the first ``most`` of them."""
    return [one.thread for one in _chosen(reader.vetting_list(), choice)[:most]]


def _chosen(found: Any, choice: Choice) -> list[Any]:
    status = found.status
    chosen = [
        one
        for one in found.records
        if status.get(one.thread, STATUSES[0]) == choice.status
        and choice.kind in ("", one.kind)
        and choice.load in ("", one.load)
    ]
    if choice.order == "newest":
        chosen.reverse()
    elif choice.order == "fewest":
        chosen.sort(key=lambda one: one.documents)
    return chosen


def _counts(
    counted: Counter[tuple[str, str, str]], at: int, choice: Choice, always: Sequence[str] = ()
) -> tuple[tuple[str, int], ...]:
    """How many of each status (0), kind (1) or load (2) there are, the two others as chosen."""
    wanted = (choice.status, choice.kind, choice.load)
    sums: Counter[str] = Counter()
    for key, n in counted.items():
        if all(other == at or wanted[other] in ("", key[other]) for other in range(3)):
            sums[key[at]] += n
    names = always or list(sums)
    return tuple((name, sums[name]) for name in names)


def _rows(reader: Any, shown: Sequence[Any], status: dict[str, str], language: str) -> tuple[Row, ...]:
    views = {view.thread: view for view in reader.records([one.thread for one in shown])}
    said = sayings(reader, list(views.values()), language)
    return tuple(
        Row(
            thread=one.thread, code=view.code, kind=view.kind, text=said[one.thread], quote=view.quote,
            translation=view.translation, document=view.document_code, document_title=view.document_title,
            locator=view.locator, source=view.source_name, status=status.get(one.thread, STATUSES[0]),
            load=one.load, documents=one.documents, level=view.level,
        )
        for one in shown
        if (view := views.get(one.thread)) is not None
    )  # fmt: skip
