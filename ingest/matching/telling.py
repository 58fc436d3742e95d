"""What a run of the matcher did, in sentences and as plain values: codes and counts, never a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from ingest.matching.evaluate import ENOUGH, Evaluation
from ingest.matching.match import KindReport, MatchReport

_MANY = {"location": "places", "unit": "units", "person": "people", "incident": "incidents", "group": "groups"}


def sentences(done: MatchReport, codes: Mapping[str, str]) -> Iterator[str]:
    """What happened kind by kind, what was refused and why, and why the run ended.

    Args:
        codes: code of each thread that a refusal names.
    """
    for one in done.kinds:
        if one.records:
            yield _of_kind(one)
    for refused in done.refused:
        pair, because = (" and ".join(codes.get(end, end) for end in ends) for ends in (refused.pair, refused.because))
        who = "Somebody judged" if refused.by_people else "The matcher would join"
        same = " the same, but" if refused.by_people else ", but"
        yield f"{who} {pair}{same} {because} were judged different, and that stands."
    yield (
        f"{done.applied} near certain and applied, {done.queued} newly wait for a person, {done.withdrawn} earlier "
        f"ones no longer hold, {done.dropped} need no longer be looked at, {done.decided_by_people} left as people "
        "judged them."
    )
    yield _why_it_ended(done)


def as_dict(done: MatchReport, codes: Mapping[str, str]) -> dict[str, Any]:
    """For a script; refusals by code."""
    plain = asdict(done)
    plain["refused"] = [
        {
            "pair": [codes.get(end, end) for end in one.pair],
            "because": [codes.get(end, end) for end in one.because],
            "by_people": one.by_people,
        }
        for one in done.refused
    ]
    plain["ended_because"] = _why_it_ended(done)
    return plain


def _pairs(one: KindReport) -> int:
    """Pairs that share several keys are met several times: never more are told than there are."""
    return min(one.compared, one.records * (one.records - 1) // 2)


def _of_kind(one: KindReport) -> str:
    what = _MANY.get(one.kind, one.kind)
    if one.unchanged:
        return f"{what}: nothing that counts for the {one.records} has changed since the last run."
    text = (
        f"{what}: {one.records} records, {_pairs(one)} pairs compared, {one.applied} applied, {one.queued} queued, "
        f"{one.withdrawn} withdrawn, {one.dropped} dropped."
    )
    if one.left_out:
        text += f" {one.left_out} groups of records that share too common a trait were not looked into."
    return text


def _why_it_ended(done: MatchReport) -> str:
    if done.waiting:
        return f"Ended because what is left is for people to judge: {done.waiting} pairs wait (dossier review)."
    return "Ended because every pair worth comparing is settled."


_TIERS = {
    "near_certain": "near certain",
    "queued": "queued",
    "left": "left",
    "not_compared": "found by people alone",
}


def evaluated(done: Evaluation) -> Iterator[str]:
    """An evaluation in sentences, what it cannot say included."""
    if not done.judged:
        yield "Nobody has judged a pair yet: judge some in Review, then run this again."
    for one in done.kinds:
        yield f"{_MANY.get(one.kind, one.kind).capitalize()}:"
        for tier in one.tiers:
            if tier.pairs or tier.share is not None:
                judged = tier.same + tier.different
                share = "nothing judged yet" if tier.share is None else f"{tier.share} of them the same"
                yield f"  {_TIERS[tier.tier]}: {tier.pairs} pairs, {judged} judged, {share}"
        if one.precision is not None:
            yield f"  precision of what is joined without a person: {one.precision}"
        if one.recall is not None and one.recall_with_queue is not None:
            most = "; at most, for nothing that was left has been judged" if one.at_most else ""
            yield f"  true pairs joined without a person: {one.recall}; with the queue: {one.recall_with_queue}{most}"
        elif one.precision is not None or any(tier.share for tier in one.tiers):
            yield "  how many true pairs are found cannot be said before pairs of both tiers were judged"
    for advice in done.advice:
        yield (
            f"Judge next: {_MANY.get(advice.kind, advice.kind)}, {_TIERS[advice.tier]} ({advice.judged} of "
            f"{advice.pairs} judged; {ENOUGH} tell enough), drawn by lot:"
        )
        for left, right in advice.sample[:5]:
            yield f'  dossier decide CASE "{left}" "{right}" same|different|unsure --why "…"'
    yield from done.caveats
