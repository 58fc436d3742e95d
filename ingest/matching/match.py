"""Match the records of a case: near-certain pairs become the matcher's decisions, the rest wait for a person.

A queued pair is the matcher's own verdict *unsure*; a person's verdict on a pair always wins and is never touched.
Names are compared in memory while the vault is open and leave no trace outside it: decisions carry reason codes only.
"""

from collections.abc import Callable
from dataclasses import dataclass

from graph.case import Case
from graph.evidence import Actor, NewDecision
from graph.evidence.slices import Decision
from ingest.matching.block import pairs
from ingest.matching.columns import candidates
from ingest.matching.score import VERSION, Scored, Tier, score_pair
from ingest.names.rarity import SHIPPED

Progress = Callable[[int, int], None]
MATCHER = Actor(name="matcher", kind="matcher", version=VERSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchReport:
    """What a run compared and decided.

    Attributes:
        applied: near-certain pairs written as *same*.
        queued: pairs put before a person.
        withdrawn: earlier verdicts of the matcher that no longer hold, now *unsure*.
        decided_by_people: pairs left alone because a person has judged them.
        keys_left_out: keys too common to look behind.
    """

    compared: int
    applied: int
    queued: int
    withdrawn: int
    decided_by_people: int
    keys_left_out: int


def match(case: Case, *, propose_only: bool = False, on_progress: Progress | None = None) -> MatchReport:
    """Compare the case's persons, units and places, and append what follows as decisions.

    Args:
        propose_only: near-certain pairs are queued too.
        on_progress: called with pairs compared and pairs in all.
    """
    slice_ = case.evidence.slice()
    found = candidates(slice_)
    blocks = pairs(found)
    standing = _standing(slice_.decisions, slice_.withdrawn_decisions)
    rarity = {
        kind: SHIPPED.counted(
            name for candidate in found.values() if candidate.kind == kind for name in candidate.names
        )
        for kind in ("person", "unit", "location")
    }
    new: list[NewDecision] = []
    counts = {"applied": 0, "queued": 0, "withdrawn": 0, "people": 0}
    compared: set[tuple[str, str]] = set()
    for done, (one, other) in enumerate(blocks.pairs, start=1):
        if on_progress and done % 500 == 0:
            on_progress(done, len(blocks.pairs))
        compared.add((one, other))
        earlier = standing.get((one, other))
        if earlier is not None and earlier.actor == "person":
            counts["people"] += 1
            continue
        scored = score_pair(found[one], found[other], rarity[found[one].kind])
        verdict = _verdict(scored, propose_only, earlier)
        if verdict == "" or (earlier is not None and earlier.verdict == verdict):
            continue
        if earlier is not None and earlier.verdict == "same":
            counts["withdrawn"] += 1
        else:
            counts["applied" if verdict == "same" else "queued"] += 1
        new.append(_decision(scored, verdict))
    for pair, earlier in standing.items():
        if earlier.actor == "matcher" and earlier.verdict == "same" and pair not in compared:
            counts["withdrawn"] += 1
            new.append(
                NewDecision(
                    type="identity",
                    left=pair[0],
                    right=pair[1],
                    verdict="unsure",
                    score=earlier.score,
                    reasons=("no_longer_compared",),
                )
            )
    if new:
        with case.evidence.writing(MATCHER) as change:
            change.decide(new)
    if on_progress:
        on_progress(len(blocks.pairs), len(blocks.pairs))
    return MatchReport(
        compared=len(compared),
        applied=counts["applied"],
        queued=counts["queued"],
        withdrawn=counts["withdrawn"],
        decided_by_people=counts["people"],
        keys_left_out=blocks.keys_left_out,
    )


def _verdict(scored: Scored, propose_only: bool, earlier: Decision | None) -> str:
    if scored.tier is Tier.NEAR_CERTAIN and not propose_only:
        return "same"
    if scored.tier is Tier.LEFT:
        return "unsure" if earlier is not None and earlier.verdict == "same" else ""
    return "unsure"


def _decision(scored: Scored, verdict: str) -> NewDecision:
    return NewDecision(
        type="identity",
        left=scored.left,
        right=scored.right,
        verdict=verdict,
        score=scored.score,
        reasons=scored.reasons,
    )


def _standing(decisions: list[Decision], withdrawn: frozenset[str]) -> dict[tuple[str, str], Decision]:
    """The verdict that counts for each pair: a person's over the matcher's, then the latest."""
    standing: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        if decision.type != "identity" or decision.id in withdrawn:
            continue
        pair = (min(decision.left, decision.right), max(decision.left, decision.right))
        earlier = standing.get(pair)
        if earlier is None or decision.actor == "person" or earlier.actor != "person":
            standing[pair] = decision
    return standing
