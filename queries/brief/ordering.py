"""The facts of a brief in their order: by kind, then the best supported first; and what they stand in."""

from __future__ import annotations

from graph.evidence.drafts import RecordView
from queries.brief.gathering import POSTS, TOLD, Gathered, Told
from queries.cards import GRADE_ORDER, STATUS_ORDER
from queries.claims import merged

INFORMATION_ORDER = ("1", "2", "3", "6", "", "4", "5")
"""6 is "cannot be judged", not the worst."""


def cited_documents(gathered: Gathered) -> list[str]:
    """Documents (threads) that the facts stand in or cite, in the order in which they first come up."""
    facts = [gathered.views[thread] for told in gathered.told for thread in in_order(told, gathered)]
    return list(merged([document.thread for document in gathered.documents_of(view)] for view in facts))


def without_source(gathered: Gathered) -> list[str]:
    """Facts that stand in no document, or at no place in it, each named by kind, entity, document and record."""
    lacking = []
    for told in gathered.told:
        for thread in in_order(told, gathered):
            view = gathered.views[thread]
            if view.document not in gathered.views or not view.locator.strip():
                where = f" in {view.document_code}" if view.document_code else ""
                lacking.append(f"{view.kind} of {told.code}{where} (record {view.code or view.thread[:8]})")
    return list(dict.fromkeys(lacking))


def in_order(told: Told, gathered: Gathered) -> list[str]:
    """Threads of the facts of a section: by kind, then the best supported first. What was retracted is no fact."""
    found: list[RecordView] = []
    for kind in (*TOLD, *POSTS):
        own = [
            gathered.views[thread] for thread in dict.fromkeys(told.records.get(kind, ())) if thread in gathered.views
        ]
        found += sorted((view for view in own if view.status != "retracted"), key=standing)
    return [view.thread for view in found]


def standing(view: RecordView) -> tuple[int, int, int, str, str]:
    """Sorts facts: status, then each grade in its own order, then time of entry."""
    orders = (
        (STATUS_ORDER, view.status),
        (GRADE_ORDER, view.grade_source),
        (INFORMATION_ORDER, view.grade_information),
    )
    first, second, third = (order.index(value) if value in order else len(order) for order, value in orders)
    return first, second, third, view.entered_at, view.thread
