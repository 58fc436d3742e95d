"""Which loads and decisions have been taken back. A withdrawal can itself be withdrawn: then what it took counts
again."""

from dataclasses import dataclass

from sqlalchemy import Connection

from graph.evidence.database import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """Ids of loads and decisions that do not count."""

    loads: frozenset[str]
    decisions: frozenset[str]


def withdrawn(connection: Connection, known: frozenset[int] | None = None) -> Withdrawn:
    """What is withdrawn, by the decisions of all revisions or of the ``known`` ones alone."""
    loads: set[str] = set()
    decisions: set[str] = set()
    # Newest first: a withdrawal can only be taken back by a later one, which has then been seen already.
    for own, kind, left, revision in rows(
        connection,
        'SELECT id, type, "left", revision FROM decision'
        " WHERE type IN ('withdraw_load', 'withdraw_decision') ORDER BY n DESC",
    ):
        if own in decisions or (known is not None and revision not in known):
            continue
        (loads if kind == "withdraw_load" else decisions).add(left)
    return Withdrawn(loads=frozenset(loads), decisions=frozenset(decisions))
