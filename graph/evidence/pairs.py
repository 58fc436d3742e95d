"""Pairs of records and the verdict that stands on each: lean reads for whoever settles who is who."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import orjson
from sqlalchemy import Connection

from graph.collector import collector_paused
from graph.evidence.codes import written
from graph.evidence.database import Row, listed, rows
from graph.evidence.drafts import Values
from graph.evidence.opened import Opened
from graph.evidence.reading import two_people
from graph.evidence.visibility import usable, with_targets
from graph.evidence.withdrawals import withdrawn
from graph.model.kinds import KINDS
from graph.verdicts import Settled, settle

_IN = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairVerdict:
    """The verdict that counts on a pair: the latest that is not taken back, a person's over the matcher's.

    Attributes:
        left, right: threads, the smaller first.
        decision: id of the decision.
        actor: person, matcher or system; ``by`` is who.
        score: of the matcher, in [0, 1]; None for a person's.
        waits: who called the two the same where the case asks for two people and nobody has agreed yet, "" for
            nobody. Then ``decision`` is that *same*, while ``verdict``, ``actor`` and the rest are of what counts
            until then ("" for nothing).
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
    waits: str = ""

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

    def two_people(self) -> bool:
        """Whether the case asks for a second person before a merge counts."""
        with self._database.reading() as connection:
            return two_people(connection, withdrawn(connection))

    def vault_values(self, versions: Iterable[str]) -> Mapping[str, Values]:
        """What lies in the vault of each of these versions (by id): names, fathers, descriptions. For whoever compares
        many records at once; what is read stays in memory.
        """
        with self._database.reading() as connection, collector_paused():
            found = rows(
                connection,
                "SELECT r.id, v.fields FROM record r JOIN vault.record v ON v.n = r.n AND v.id = r.id"
                f" WHERE r.id {_IN}",
                listed(set(versions)),
            )
        return {row[0]: orjson.loads(row[1])["v"] for row in found}

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
    """By the same rule as the graph: :func:`graph.verdicts.settle`."""
    out = withdrawn(connection)
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
    given: dict[tuple[str, str], list[PairVerdict]] = {}
    for own, left, right, verdict, score, reasons, actor, by, at in found:
        if own in out.decisions or left == right:
            continue
        pair = (min(left, right), max(left, right))
        one = PairVerdict(
            left=pair[0], right=pair[1], decision=own, verdict=verdict, actor=actor, by=by, at=at, score=score,
            reasons=tuple(orjson.loads(reasons)),
        )  # fmt: skip
        given.setdefault(pair, []).append(one)
    two = two_people(connection, out)
    return {pair: _settled(pair, settle(many, two_people=two)) for pair, many in given.items()}


def _settled(pair: tuple[str, str], found: Settled[PairVerdict]) -> PairVerdict:
    """What counts on a pair; and what waits for a second person."""
    if found.waits is None:
        if found.counts is None:
            raise ValueError("A pair without a verdict was never judged.")
        return found.counts
    counts = found.counts or PairVerdict(
        left=pair[0], right=pair[1], decision="", verdict="", actor="", by="", at="", score=None, reasons=()
    )
    return replace(counts, decision=found.waits.decision, waits=found.waits.by)
