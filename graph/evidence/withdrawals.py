"""Which loads and decisions have been taken back. A withdrawal can itself be withdrawn: then what it took counts
again."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from graph.evidence.database import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """Ids of loads and decisions that do not count."""

    loads: frozenset[str]
    decisions: frozenset[str]


def withdrawn(
    connection: Connection, known: frozenset[int] | None = None, *, more: Sequence[tuple[str, str, str]] = ()
) -> Withdrawn:
    """What is withdrawn, by the decisions of all revisions or of the ``known`` ones alone.

    Args:
        more: id, type and target of withdrawals that are not written but come after all that are; oldest first.
    """
    loads: set[str] = set()
    decisions: set[str] = set()
    # Newest first: a withdrawal can only be taken back by a later one, which has then been seen already.
    found = rows(
        connection,
        'SELECT id, type, "left", revision FROM decision'
        " WHERE type IN ('withdraw_load', 'withdraw_decision') ORDER BY n DESC",
    )
    counted = [row[:3] for row in found if known is None or row[3] in known]
    for own, kind, left in [*reversed(more), *counted]:
        if own in decisions:
            continue
        (loads if kind == "withdraw_load" else decisions).add(left)
    return Withdrawn(loads=frozenset(loads), decisions=frozenset(decisions))
