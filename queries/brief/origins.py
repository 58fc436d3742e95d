"""Which documents of a brief go back to one origin: as the graph counts origins, told one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.evidence.drafts import RecordView
from graph.projection.origins import DERIVED


def origins_of(evidence: Any, views: Mapping[str, RecordView], clearance: int) -> dict[str, str]:
    """Document (thread) to the document or source that stands for its origin.

    Two documents are of one origin where the same source spoke (after following translations, copies and the like;
    sources judged the same are one), or where somebody judged so.
    """
    documents = {thread: view for thread, view in views.items() if view.kind == "document"}
    heads: dict[str, str] = {}

    def find(thread: str) -> str:
        while heads.get(thread, thread) != thread:
            thread = heads[thread]
        return thread

    def join(one: str, other: str) -> None:
        first, second = sorted((find(one), find(other)))
        heads[second] = first

    for thread, view in documents.items():
        for target in _ends(view, DERIVED) or _ends(view, ("source",)):
            join(thread, target)
    verdicts: dict[tuple[str, str, str], str] = {}
    for decision in evidence.decisions_on(list(heads), clearance=clearance):
        if decision.type in ("one_origin", "identity") and not decision.withdrawn:
            pair = sorted((decision.left, decision.right))
            verdicts[decision.type, pair[0], pair[1]] = decision.verdict
    for (_, left, right), verdict in verdicts.items():
        if verdict in ("", "same") and left in views and right in views:
            join(left, right)
    return {thread: find(thread) for thread in documents}


def _ends(view: RecordView, fields: Iterable[str]) -> tuple[str, ...]:
    """What the first filled of these fields refers to."""
    return next((view.references[name][:1] for name in fields if view.references.get(name)), ())
