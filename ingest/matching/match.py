"""Match the records of a case: near-certain pairs become the matcher's decisions, the rest wait for a person.

A queued pair is the matcher's own verdict *unsure*; a person's verdict on a pair always wins and is never touched.
A run reads everything, decides, and writes once: what breaks in between leaves the case as it was, and the same run
again gives the same. What stands after many loads and runs is what one run over everything would have given, but for
pairs that the matcher once joined and no longer would: those wait for a person, for somebody may have relied on them.

Names are compared in memory while the vault is open and leave no trace outside it: decisions carry reason codes only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.case import Case
from graph.evidence import Actor, NewDecision
from graph.evidence.slices import Decision
from graph.identity import Pair
from graph.verdicts import settle as settle_verdicts
from ingest.matching import engine, remembered
from ingest.matching.blocking import Blocks
from ingest.matching.case.context import Context, Listed
from ingest.matching.case.groups import groups
from ingest.matching.case.incidents import incidents
from ingest.matching.case.levels import Levels
from ingest.matching.case.people import people
from ingest.matching.case.places import locations
from ingest.matching.case.units import units
from ingest.matching.gazetteer import FILE, NONE, Gazetteer, read_gazetteer
from ingest.matching.kinds.group import GROUP
from ingest.matching.kinds.incident import INCIDENT
from ingest.matching.kinds.location import LOCATION
from ingest.matching.kinds.person import PERSON
from ingest.matching.kinds.unit import UNIT
from ingest.matching.outcome import Judged, Outcome, Refused, queued_only, settle
from ingest.matching.spec import Kind

VERSION = "2"
MATCHER = Actor(name="matcher", kind="matcher", version=VERSION)
NO_LONGER = "no_longer_compared"
"""Reason of a pair that the matcher once joined and would not join now."""

Progress = Callable[[int, int], None]
"""Called with records done and records in all; an exception it raises ends the run, and nothing is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindReport:
    """What a run did with the records of one kind.

    Attributes:
        compared: pairs that were looked at, one that shares three keys three times.
        applied, queued, withdrawn: pairs newly written as *same*; as *unsure*; as *unsure* that were *same* before.
        dropped: pairs that waited and need not any more.
        decided_by_people: pairs left alone because a person has judged them.
        left_out: blocks that too many records share to look behind, and so were not looked at.
        unchanged: nothing that counts here has changed since the last run, so nothing was compared again.
    """

    kind: str
    records: int
    compared: int = 0
    applied: int = 0
    queued: int = 0
    withdrawn: int = 0
    dropped: int = 0
    decided_by_people: int = 0
    left_out: int = 0
    unchanged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchReport:
    """What a run compared and decided, in all and by kind.

    Attributes:
        keys_left_out: blocks too large to look behind, of all kinds.
        refused: unions that a verdict *different* forbids: the pair, and the pair that was judged different.
        waiting: pairs that wait for a person after this run.
    """

    compared: int = 0
    applied: int = 0
    queued: int = 0
    withdrawn: int = 0
    dropped: int = 0
    decided_by_people: int = 0
    keys_left_out: int = 0
    waiting: int = 0
    refused: tuple[Refused, ...] = ()
    kinds: tuple[KindReport, ...] = ()


def match(
    case: Case,
    *,
    propose_only: bool = False,
    gazetteer: Path | None = None,
    again: bool = False,
    on_progress: Progress | None = None,
) -> MatchReport:
    """Compare the case's places, units, people, incidents and groups, and append what follows as decisions.

    Args:
        propose_only: near-certain pairs are queued too; what was joined before stays.
        gazetteer: a CSV file of places; ``gazetteer.csv`` in the case folder where it is not given.
        again: compare also kinds of which nothing has changed since the last run.

    Raises:
        BadGazetteer: the file cannot be read.
    """
    run = _Run(case, gazetteer_of(case, gazetteer), propose_only=propose_only, again=again, on_progress=on_progress)
    return run.report()


def gazetteer_of(case: Case, given: Path | None = None) -> Gazetteer:
    """The places of a file, of ``gazetteer.csv`` in the case folder where none is given, or none."""
    path = given or case.folder / FILE
    return read_gazetteer(path) if given or path.is_file() else NONE


class _Run:
    """One run: kinds in the order in which one gives the other its context."""

    def __init__(
        self, case: Case, gazetteer: Gazetteer, *, propose_only: bool, again: bool, on_progress: Progress | None
    ) -> None:
        self._case, self._gazetteer, self._propose_only = case, gazetteer, propose_only
        self._on_progress = on_progress
        self._context = Context(case)
        self._given = self._context.given()
        self._kept = remembered.Memory(case, again=again or propose_only)
        self._new: list[NewDecision] = []
        self._refused: list[Refused] = []
        self._total = sum(1 for one in self._context.current.values() if one.kind in READ)
        self._done = 0

    def report(self) -> MatchReport:
        """Compare, decide, write."""
        kinds = [self._kind(kind) for kind in KINDS]
        if self._on_progress:
            self._on_progress(self._total, self._total)
        if self._new:
            with self._case.evidence.writing(MATCHER) as change:
                change.decide(self._new)
        self._kept.keep()
        return MatchReport(
            compared=sum(one.compared for one in kinds),
            applied=sum(one.applied for one in kinds),
            queued=sum(one.queued for one in kinds),
            withdrawn=sum(one.withdrawn for one in kinds),
            dropped=sum(one.dropped for one in kinds),
            decided_by_people=sum(one.decided_by_people for one in kinds),
            keys_left_out=sum(one.left_out for one in kinds),
            waiting=self._waiting(),
            refused=tuple(self._refused),
            kinds=tuple(kinds),
        )

    def _kind(self, kind: Kind) -> KindReport:
        listed = READ[kind.name](self._context, self._gazetteer)
        given = {
            pair: many for pair, many in self._given.items() if self._context.slice.kinds.get(pair[0]) == kind.name
        }
        said = {pair: verdict for pair, many in given.items() if (verdict := self._of_people(many))}
        matched = {pair: one for pair, many in given.items() if (one := _of_matcher(many)) and pair not in said}
        known = self._kept.same(kind, listed, said, matched, self._context.set_levels)
        if known is not None:
            self._context.join(known.together)
            self._refused += known.refused
            self._done += len(listed.threads)
            return KindReport(
                kind=kind.name, records=len(listed.threads), decided_by_people=len(said), unchanged=True,
                left_out=known.left_out,
            )  # fmt: skip
        if len(listed.threads) < 2 and not matched:
            return KindReport(kind=kind.name, records=len(listed.threads), decided_by_people=len(said))
        compared = engine.compare(kind, listed.records, on_progress=self._reported(len(listed.threads)))
        outcome = settle(kind, listed, compared.pairs, said)
        self._context.join(outcome.together)
        self._refused += outcome.refused
        self._levels = Levels(self._context)  # what is one thing has changed with this kind
        counts = self._write(kind, outcome, matched, given, said, set(listed.threads))
        self._kept.learn(kind, outcome, compared.blocks.left_out)
        return _report(kind, listed, compared.blocks, counts, len(said))

    def _of_people(self, given: Iterable[Decision]) -> str:
        """What people have said of a pair; a *same* that waits for a second person is left alone as *unsure* is."""
        settled = settle_verdicts(
            [one for one in given if one.actor == "person"], two_people=self._context.slice.two_people
        )
        if settled.counts is not None:
            return settled.counts.verdict
        return "unsure" if settled.waits is not None else ""

    def _write(
        self,
        kind: Kind,
        outcome: Outcome,
        matched: Mapping[Pair, Decision],
        given: Mapping[Pair, list[Decision]],
        said: Mapping[Pair, str],
        threads: set[str],
    ) -> Counter[str]:
        """What must be appended so that the outcome stands."""
        counts: Counter[str] = Counter()
        same, unsure = outcome.same, outcome.unsure
        if self._propose_only:
            kept = [one for one in same if one.pair in matched and matched[one.pair].verdict == "same"]
            unsure += queued_only(one for one in same if one not in kept)
            same = tuple(kept)
        wanted = {one.pair: (verdict, one) for verdict, many in (("same", same), ("unsure", unsure)) for one in many}
        for pair, (verdict, one) in sorted(wanted.items()):
            earlier = matched.get(pair)
            level = self._levels.of(kind.name, pair, one.reasons)
            if earlier is not None and earlier.verdict == verdict:
                if level > earlier.level:  # what it rests on has been raised: nobody below may read it any more
                    self._new += [*_taken_back(given[pair]), _decision(one, verdict, level)]
                continue
            was_same = earlier is not None and earlier.verdict == "same"
            counts["withdrawn" if was_same else "applied" if verdict == "same" else "queued"] += 1
            self._new.append(_decision(one, verdict, level))
        for pair, earlier in sorted(matched.items()):
            if pair in wanted or not threads.issuperset(pair) or NO_LONGER in earlier.reasons:
                continue
            if earlier.verdict == "same":
                counts["withdrawn"] += 1
                no_longer = Judged(pair=pair, score=earlier.score or 0.0, reasons=(NO_LONGER,))
                self._new.append(_decision(no_longer, "unsure", earlier.level))
            else:
                counts["dropped"] += 1
                self._new += _taken_back(given[pair])
        return counts

    def _reported(self, records: int) -> Progress | None:
        before = self._done
        self._done += records
        if self._on_progress is None:
            return None
        told = self._on_progress
        told(before, self._total)
        return lambda done, _: told(before + done, self._total)

    def _waiting(self) -> int:
        case = self._case
        standing = case.evidence.pair_verdicts(clearance=3)
        return sum(one.verdict == "unsure" and one.actor != "person" for one in standing)


READ: Mapping[str, Callable[[Context, Gazetteer], Listed]] = {
    "location": locations,
    "unit": lambda context, _: units(context),
    "person": lambda context, _: people(context),
    "incident": incidents,
    "group": lambda context, _: groups(context),
}


KINDS = (LOCATION, UNIT, PERSON, INCIDENT, GROUP)
"""In the order in which one gives the other its context."""


def _of_matcher(given: Iterable[Decision]) -> Decision | None:
    return next((one for one in reversed(list(given)) if one.actor == "matcher"), None)


def _taken_back(given: Iterable[Decision]) -> list[NewDecision]:
    """The matcher's own verdicts on a pair, each taken back."""
    return [
        NewDecision(type="withdraw_decision", left=one.id, level=one.level) for one in given if one.actor == "matcher"
    ]


def _decision(one: Judged, verdict: str, level: int) -> NewDecision:
    return NewDecision(
        type="identity", left=one.pair[0], right=one.pair[1], verdict=verdict, score=one.score, reasons=one.reasons,
        level=level,
    )  # fmt: skip


def _report(kind: Kind, listed: Listed, blocks: Blocks, counts: Counter[str], judged: int) -> KindReport:
    return KindReport(
        kind=kind.name,
        records=len(listed.threads),
        compared=blocks.pairs,
        applied=counts["applied"],
        queued=counts["queued"],
        withdrawn=counts["withdrawn"],
        dropped=counts["dropped"],
        decided_by_people=judged,
        left_out=blocks.left_out,
    )
