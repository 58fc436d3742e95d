"""Decisions that nobody has made: what they would be, were they written now."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from graph.errors import CaseError
from graph.evidence.database import listed, rows
from graph.evidence.drafts import Changes, NewDecision
from graph.evidence.reading import hit, newest, takes_records
from graph.evidence.slices import Decision
from graph.evidence.visibility import rests_on_level
from graph.evidence.withdrawals import Withdrawn, withdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """Decisions as they would stand in the store.

    Attributes:
        decisions: of a person, each at the level of the most sensitive record that it rests on.
        out: what would then be withdrawn, by these and by all that is written.
        changes: what the revision that they would become would touch.
    """

    decisions: tuple[Decision, ...]
    out: Withdrawn
    changes: Changes


def supposed(connection: Connection, batch: Sequence[NewDecision]) -> Supposition:
    """What these decisions would be as the next revision. Nothing is written.

    Raises:
        CaseError: one takes back, or gives back, a whole load: what follows from that is more than decisions.
    """
    _refuse_loads(connection, batch)
    revision = newest(connection) + 1
    ends = {end for one in batch if not one.type.startswith("withdraw") for end in (one.left, one.right) if end}
    levels = rests_on_level(connection, ends) if ends else {}
    decisions = tuple(
        Decision(
            id=f"supposed {number}",
            type=one.type,
            left=one.left,
            right=one.right,
            verdict=one.verdict,
            score=one.score,
            reasons=one.reasons,
            level=max(one.level, levels.get(one.left, 0), levels.get(one.right, 0)),
            revision=revision,
        )
        for number, one in enumerate(batch)
    )
    fresh = [(one.type, one.left, one.right) for one in decisions]
    return Supposition(
        decisions=decisions,
        out=withdrawn(
            connection, more=[(one.id, one.type, one.left) for one in decisions if one.type == "withdraw_decision"]
        ),
        changes=Changes(
            threads=hit(connection, fresh),
            whole=False,
            revision=revision,
            withdrawals=takes_records(connection, fresh),
        ),
    )


def _refuse_loads(connection: Connection, batch: Sequence[NewDecision]) -> None:
    taken = [one.left for one in batch if one.type == "withdraw_decision"]
    kinds = {one.type for one in batch}
    if taken:
        kinds |= {
            row[0]
            for row in rows(
                connection,
                "SELECT type FROM decision WHERE id IN (SELECT value FROM json_each(?))",
                listed(taken),
            )
        }
    if "withdraw_load" in kinds:
        raise CaseError("What undoing a load would change is said by a dry run, not by supposing decisions.")
