"""Decisions as a reader sees them: with their words, within a clearance."""

from collections.abc import Iterable

from sqlalchemy import Connection

from graph.evidence.database import listed, rows
from graph.evidence.drafts import DecisionView
from graph.evidence.reading import read_slice
from graph.evidence.slices import Decision
from graph.evidence.visibility import usable, with_targets


def read_decisions(
    connection: Connection, threads: Iterable[str], clearance: int, known_on: str | None
) -> list[DecisionView]:
    """See :meth:`graph.evidence.store.Evidence.decisions_on`."""
    known = read_slice(connection, threads, known_on, names=False)
    within = [one for one in known.decisions if one.level <= clearance]
    # What a decision rests on may have been raised above the level that the decision was given.
    ends = {end for one in within for end in _ends(one)}
    shown = usable(with_targets(connection, ends, known_on), clearance)
    seen = [one for one in within if all(end in shown for end in _ends(one))]
    found = rows(
        connection,
        "SELECT id, words FROM vault.why WHERE id IN (SELECT value FROM json_each(?))",
        listed(one.id for one in seen),
    )
    why = {own: words for own, words in found}  # noqa: C416 - rows are plain sequences to the type checker
    return [
        DecisionView(
            id=one.id, type=one.type, left=one.left, right=one.right, verdict=one.verdict, score=one.score,
            reasons=one.reasons, by=one.by, actor=one.actor, version=one.version, at=one.at, level=one.level,
            why=why.get(one.id, ""), withdrawn=one.id in known.withdrawn_decisions,
        )
        for one in seen
    ]  # fmt: skip


def _ends(decision: Decision) -> tuple[str, ...]:
    return tuple(end for end in (decision.left, decision.right) if end)
