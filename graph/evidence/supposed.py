"""Decisions that nobody has made: what they would be, were they written now."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from graph.errors import CaseError
from graph.evidence.database import listed, rows
from graph.evidence.drafts import Changes, NewDecision
from graph.evidence.reading import hit, newest, takes_records, two_people
from graph.evidence.slices import Decision
from graph.evidence.visibility import rests_on_level
from graph.evidence.withdrawals import Withdrawn, withdrawn

_TAKE = "withdraw_decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """Decisions as they would stand in the store.

    Attributes:
        decisions: of a person, each at the level of the most sensitive record that it rests on; where the case asks
            for two people a *same* stands there twice, as of two, so that one sees what it is asked for.
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
    out = withdrawn(
        connection, more=[(f"supposed {n}", one.type, one.left) for n, one in enumerate(batch) if one.type == _TAKE]
    )
    seconded = two_people(connection, out)
    decisions = tuple(
        Decision(
            id=f"supposed {number}{' seconded' * second}",
            type=one.type,
            left=one.left,
            right=one.right,
            verdict=one.verdict,
            score=one.score,
            reasons=one.reasons,
            by=f"{second}",
            level=max(one.level, levels.get(one.left, 0), levels.get(one.right, 0)),
            revision=revision,
        )
        for number, one in enumerate(batch)
        for second in range(2 if seconded and one.verdict == "same" and one.type == "identity" else 1)
    )
    fresh = [(one.type, one.left, one.right) for one in decisions]
    return Supposition(
        decisions=decisions,
        out=out,
        changes=Changes(
            threads=hit(connection, fresh),
            whole=False,
            revision=revision,
            withdrawals=takes_records(connection, fresh),
        ),
    )


def _refuse_loads(connection: Connection, batch: Sequence[NewDecision]) -> None:
    taken = [one.left for one in batch if one.type == _TAKE]
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
