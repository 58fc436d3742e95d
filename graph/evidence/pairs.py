"""Pairs of records and the verdict that stands on each: lean reads for whoever settles who is who."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson
from sqlalchemy import Connection

from graph.evidence.codes import written
from graph.evidence.collector import collector_paused
from graph.evidence.database import Row, listed, rows
from graph.evidence.opened import Opened
from graph.evidence.visibility import usable, with_targets
from graph.evidence.withdrawals import withdrawn
from graph.model.kinds import KINDS

_IN = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairVerdict:
    """The verdict that counts on a pair: the latest that is not taken back, a person's over the matcher's.

    Attributes:
        left, right: threads, the smaller first.
        decision: id of the decision.
        actor: person, matcher or system; ``by`` is who.
        score: of the matcher, in [0, 1]; None for a person's.
    """

    left: str
    right: str
    decision: str
    verdict: str
    actor: str
    by: str
    at: str
    score: float | None
    reasons: tuple[str, ...]

    @property
    def pair(self) -> tuple[str, str]:
        """Both threads."""
        return self.left, self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """What a record is and how much hangs on it.

    Attributes:
        load: by which it came in, "" for none.
        hanging: how many records refer to it.
    """

    thread: str
    kind: str
    code: str
    load: str
    hanging: int


class Pairing(Opened):
    """The reads."""

    def pair_verdicts(self, threads: Iterable[str] | None = None, *, clearance: int) -> list[PairVerdict]:
        """The verdicts that stand on pairs with an end among these threads (on all pairs), by their threads.

        Only pairs of which this clearance sees both records: one whose load was taken back is not seen.
        """
        with self._database.reading() as connection, collector_paused():
            standing = _standing(connection, threads, clearance)
            ends = {end for one in standing.values() for end in one.pair}
            shown = usable(with_targets(connection, ends), clearance)
        return [one for pair, one in sorted(standing.items()) if pair[0] in shown and pair[1] in shown]

    def bearings(self, threads: Iterable[str]) -> Mapping[str, Bearing]:
        """What each of these threads is; those that there are not are absent."""
        chosen = listed(set(threads))
        with self._database.reading() as connection:
            found = rows(
                connection,
                "SELECT t.id, t.kind, t.digits, r.load,"
                " (SELECT count(*) FROM reference WHERE target = t.id)"
                " FROM thread t JOIN record f ON f.id = t.id JOIN revision r ON r.number = f.revision"
                f" WHERE t.id {_IN}",
                chosen,
            )
        return {row[0]: _bearing(row) for row in found}


def _bearing(row: Row) -> Bearing:
    thread, kind, digits, load, hanging = row
    code = written(KINDS[kind].letter, digits) if digits else ""
    return Bearing(thread=thread, kind=kind, code=code, load=load, hanging=hanging)


def _standing(
    connection: Connection, threads: Iterable[str] | None, clearance: int
) -> dict[tuple[str, str], PairVerdict]:
    """By the same rule as :func:`graph.identity.identity`."""
    out = withdrawn(connection).decisions
    asked = (
        'SELECT d.id, d."left", d."right", d.verdict, d.score, d.reasons, r.actor, r.by, r.at FROM decision d'
        " JOIN revision r ON r.number = d.revision WHERE d.type = 'identity' AND d.level <= ?"
    )
    if threads is None:
        found = rows(connection, f"{asked} ORDER BY d.n", clearance)
    else:
        chosen = listed(set(threads))
        either = (
            f' AND d.n IN (SELECT n FROM decision WHERE "left" {_IN} UNION SELECT n FROM decision WHERE "right" {_IN})'
        )
        found = rows(connection, f"{asked}{either} ORDER BY d.n", clearance, chosen, chosen)
    standing: dict[tuple[str, str], PairVerdict] = {}
    for own, left, right, verdict, score, reasons, actor, by, at in found:
        pair = (min(left, right), max(left, right))
        before = standing.get(pair)
        if own in out or left == right or (actor != "person" and before is not None and before.actor == "person"):
            continue
        standing[pair] = PairVerdict(
            left=pair[0], right=pair[1], decision=own, verdict=verdict, actor=actor, by=by, at=at, score=score,
            reasons=tuple(orjson.loads(reasons)),
        )  # fmt: skip
    return standing
