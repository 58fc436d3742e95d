"""How well the matcher does on a case, by what people have judged in it so far.

Every judged pair is scored anew, as if nobody had judged it. In each *tier* (near certain, queued, left) the share of
judged pairs that people called the same estimates how many pairs of the tier are; what stands in a tier is known, so
precision and recall follow. Intervals are 95 %: Wilson's for a share; for recall, which joins several shares, the
middle of 4,000 draws from the shares' Beta distributions (Jeffreys' prior).

What people judged is no fair sample: the queue shows what it is unsure of first, and what is left is hardly ever seen.
Counting by tier takes out most of that, not what lies within a tier; and a true pair that never was compared is not
in any tier. Both are said in :attr:`Evaluation.caveats`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np

from graph.case import Case
from graph.identity import Pair, pair_of
from graph.verdicts import settle as settle_verdicts
from ingest.matching import engine, rivals
from ingest.matching.case.context import Context, Listed
from ingest.matching.match import KINDS, READ, Progress, gazetteer_of
from ingest.matching.outcome import names_are_sure
from ingest.matching.scoring import Pairs, Tier
from ingest.matching.spec import Kind

ENOUGH = 30
"""Judged pairs of a tier from which its share is known to about a sixth either way."""
SAMPLE = 20
"""Pairs that are named to be judged next."""
_DRAWS = 4_000
_Z = 1.959964
NOT_COMPARED = "not_compared"
_NOT_FAIR = (
    "People judge what the queue shows first, so the judged pairs are no fair sample; estimates are made tier by tier "
    "and put together by how many pairs each tier holds, which mends most of it, not all."
)
_NOT_SEEN = (
    "A true pair that blocking never brought together is in no tier: recall is a share of what was compared, and of "
    "the pairs that people found by themselves."
)
CAVEATS = (_NOT_FAIR, _NOT_SEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share and its 95 % interval, all in [0, 1]."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.0%} ({self.low:.0%} to {self.high:.0%})"


@dataclass(frozen=True, slots=True, kw_only=True)
class TierResult:
    """One tier of one kind.

    Attributes:
        tier: near_certain, queued, left, or not_compared.
        pairs: how many pairs are in it now; of *not_compared* those that people found.
        same, different: judged so by people.
        share: of the judged pairs that are the same; None where none was judged.
    """

    tier: str
    pairs: int
    same: int
    different: int
    share: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Judged pairs whose score lies between two values: is what the matcher says as often true as it says?"""

    low: float
    high: float
    said: float
    judged: int
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class KindResult:
    """One kind of record.

    Attributes:
        precision: of the near-certain tier; None where none of it was judged.
        recall: of the near-certain tier; ``recall_with_queue`` once every queued pair is judged rightly as well. None
            where too little was judged.
        at_most: nothing of what was left has been judged, so true pairs there are not counted and recall is at most
            this.
    """

    kind: str
    tiers: tuple[TierResult, ...]
    bins: tuple[Bin, ...]
    precision: Share | None
    recall: Share | None
    recall_with_queue: Share | None
    at_most: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to judge next, and some pairs of it by code, drawn by lot."""

    kind: str
    tier: str
    judged: int
    pairs: int
    sample: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The matcher on one case."""

    judged: int
    kinds: tuple[KindResult, ...]
    advice: tuple[Advice, ...]
    caveats: tuple[str, ...] = CAVEATS


@dataclass(frozen=True, slots=True)
class Scored:
    """All pairs of one kind, each with its tier and score, and what people said of some (same or different)."""

    kind: str
    tiers: dict[Pair, tuple[str, float]]
    said: dict[Pair, str]


def evaluate(
    case: Case, *, gazetteer: Path | None = None, seed: int = 1, on_progress: Progress | None = None
) -> Evaluation:
    """Hold the matcher against the verdicts of people.

    Args:
        gazetteer: as :func:`ingest.matching.match.match` takes it.
        seed: of the lot by which pairs to judge next are drawn, and of the draws behind intervals.
    """
    scored = list(_scored(case, gazetteer, on_progress))
    results = tuple(result(one, seed) for one in scored if one.said or one.tiers)
    return Evaluation(
        judged=sum(len(one.said) for one in scored), kinds=results, advice=tuple(_advice(case, scored, results, seed))
    )


def wilson(same: int, judged: int) -> Share:
    """Share with Wilson's score interval (1927): honest also for few, and for none or all."""
    share, square = same / judged, _Z * _Z
    middle = (share + square / (2 * judged)) / (1 + square / judged)
    half = _Z / (1 + square / judged) * math.sqrt(share * (1 - share) / judged + square / (4 * judged * judged))
    return Share(value=share, low=max(0.0, middle - half), high=min(1.0, middle + half))


def _scored(case: Case, gazetteer: Path | None, on_progress: Progress | None) -> Iterator[Scored]:
    context, places = Context(case), gazetteer_of(case, gazetteer)
    said = {
        pair: counts.verdict
        for pair, given in context.given().items()
        if (counts := settle_verdicts([one for one in given if one.actor == "person"]).counts) is not None
        and counts.verdict in ("same", "different")
    }
    for number, kind in enumerate(KINDS):
        listed = READ[kind.name](context, places)
        own = {pair: one for pair, one in said.items() if context.slice.kinds.get(pair[0]) == kind.name}
        pairs = rivals.settle(engine.compare(kind, listed.records).pairs, listed.sources) if listed.threads else None
        yield Scored(kind.name, {} if pairs is None else _tiers(kind, listed, pairs), own)
        context.join(pair for pair, verdict in own.items() if verdict == "same")
        if on_progress:
            on_progress(number + 1, len(KINDS))


def _tiers(kind: Kind, listed: Listed, pairs: Pairs) -> dict[Pair, tuple[str, float]]:
    likely = pairs.near_certain
    sure = likely & names_are_sure(listed, pairs, likely)
    found: dict[Pair, tuple[str, float]] = {}
    for row in range(len(pairs)):
        tier = Tier.QUEUED if likely[row] and not sure[row] else pairs.tier_of(row)
        pair = pair_of(listed.threads[int(pairs.left[row])], listed.threads[int(pairs.right[row])])
        found[pair] = (tier.value, float(pairs.probability[row]))
    return found


def result(one: Scored, seed: int) -> KindResult:
    """Tiers, precision and recall of one kind."""
    tiers = []
    for tier in (*(tier.value for tier in Tier), NOT_COMPARED):
        judged = [said for pair, said in one.said.items() if one.tiers.get(pair, (NOT_COMPARED, 0.0))[0] == tier]
        same = judged.count("same")
        tiers.append(
            TierResult(
                tier=tier,
                pairs=same if tier == NOT_COMPARED else sum(at == tier for at, _ in one.tiers.values()),
                same=same,
                different=len(judged) - same,
                share=wilson(same, len(judged)) if judged else None,
            )
        )
    certain, queued, left, missed = tiers
    rng = np.random.default_rng(seed)
    enough = certain.share is not None and queued.share is not None
    return KindResult(
        kind=one.kind,
        tiers=tuple(tiers),
        bins=tuple(_bins(one)),
        precision=certain.share,
        recall=_recall(rng, [certain], tiers[:3], missed.same) if enough else None,
        recall_with_queue=_recall(rng, [certain, queued], tiers[:3], missed.same) if enough else None,
        at_most=left.pairs > 0 and left.share is None,
    )


def _recall(
    rng: np.random.Generator, found: Sequence[TierResult], every: Sequence[TierResult], missed: int
) -> Share | None:
    """Share of the true pairs that lie in some tiers. A tier of which nothing was judged is left out of the sum,
    unless it is one of those asked for: nobody looks at what was left, and a prior there would outweigh the rest.
    """
    draws = {
        tier.tier: tier.pairs * rng.beta(tier.same + 0.5, tier.different + 0.5, _DRAWS)
        for tier in every
        if tier.share is not None or tier in found
    }
    true = sum(draws.values(), start=np.zeros(_DRAWS)) + missed
    hit = sum((draws[tier.tier] for tier in found), start=np.zeros(_DRAWS))
    shares = np.divide(hit, true, out=np.full(_DRAWS, np.nan), where=true > 0)
    if np.isnan(shares).all():
        return None
    low, value, high = np.nanpercentile(shares, [2.5, 50.0, 97.5]).tolist()
    return Share(value=value, low=low, high=high)


_EDGES = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)


def _bins(one: Scored) -> Iterator[Bin]:
    judged = [(one.tiers[pair][1], said == "same") for pair, said in one.said.items() if pair in one.tiers]
    for low, high in pairwise(_EDGES):
        inside = [(score, same) for score, same in judged if low <= score < high or (high == 1.0 and score == 1.0)]
        if inside:
            yield Bin(
                low=low,
                high=high,
                said=sum(score for score, _ in inside) / len(inside),
                judged=len(inside),
                share=wilson(sum(same for _, same in inside), len(inside)),
            )


def _advice(case: Case, scored: Sequence[Scored], results: Sequence[KindResult], seed: int) -> Iterator[Advice]:
    """Where a verdict tells most: many pairs in the tier, and a share known least; the first three."""
    open_ = sorted(
        ((-_worth(tier), result.kind, tier) for result in results for tier in result.tiers if _worth(tier) > 0),
        key=lambda one: one[:2],
    )
    by_kind = {one.kind: one for one in scored}
    for _, kind, tier in open_[:3]:
        one = by_kind[kind]
        waiting = sorted(pair for pair, (at, _) in one.tiers.items() if at == tier.tier and pair not in one.said)
        lot = Random(f"{seed} {kind} {tier.tier}")  # noqa: S311 - nothing secret hangs on it
        drawn = lot.sample(waiting, min(SAMPLE, len(waiting)))
        codes = case.evidence.codes({end for pair in drawn for end in pair})
        yield Advice(
            kind=kind,
            tier=tier.tier,
            judged=tier.same + tier.different,
            pairs=tier.pairs,
            sample=tuple((codes.get(left, left), codes.get(right, right)) for left, right in drawn),
        )


def _worth(tier: TierResult) -> float:
    judged = tier.same + tier.different
    if tier.tier == NOT_COMPARED or tier.pairs <= judged or judged >= ENOUGH:
        return 0.0
    width = 1.0 if tier.share is None else tier.share.high - tier.share.low
    # What is left is mostly rightly so, and each pair of it is worth less of a look.
    return width * tier.pairs * (0.2 if tier.tier == Tier.LEFT else 1.0)
