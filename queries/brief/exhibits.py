"""Exhibit numbers: given to a document by the first brief that cites it, kept for ever, never given to another.

A number is a decision on the document (type ``exhibit``, its verdict the number), so it is appended with who and
when, stands in every copy of the evidence, and a later load of the document's table leaves it alone. A decision
that is taken back keeps its number out of use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.evidence import Actor, NewDecision
from graph.evidence.slices import Decision


def numbers_of(decisions: Iterable[Decision]) -> dict[str, int]:
    """Document (thread) to its number: the first that it was given."""
    found: dict[str, int] = {}
    for decision in decisions:
        if decision.type == "exhibit" and decision.verdict.isdigit():
            found.setdefault(decision.left, int(decision.verdict))
    return found


def proposed(known: Mapping[str, int], documents: Iterable[str]) -> dict[str, int]:
    """The number of each of these documents; new ones go on after the highest, in the order given."""
    numbers = dict(known)
    following = max(known.values(), default=0) + 1
    for document in dict.fromkeys(documents):
        if document not in numbers:
            numbers[document] = following
            following += 1
    return numbers


def give_numbers(evidence: Any, documents: Iterable[str], actor: Actor) -> dict[str, int]:
    """Give a number to each of these documents that has none; returns the numbers of all.

    What is numbered at the same time by another process waits: the numbers are read under the writer's lock.
    """
    wanted = list(dict.fromkeys(documents))
    known = numbers_of(evidence.slice(wanted).decisions)
    if all(document in known for document in wanted):
        return known
    with evidence.writing(actor) as change:
        known = numbers_of(evidence.slice().decisions)
        numbers = proposed(known, wanted)
        change.decide(
            NewDecision(type="exhibit", left=document, verdict=str(numbers[document]))
            for document in wanted
            if document not in known
        )
    return numbers
