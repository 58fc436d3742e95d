"""What a run of the matcher did, in sentences and as plain values: codes and counts, never a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

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


def _of_kind(one: KindReport) -> str:
    what = _MANY.get(one.kind, one.kind)
    if one.unchanged:
        return f"{what}: nothing that counts for the {one.records} has changed since the last run."
    text = (
        f"{what}: {one.records} records, {one.compared} pairs compared, {one.applied} applied, {one.queued} queued, "
        f"{one.withdrawn} withdrawn, {one.dropped} dropped."
    )
    if one.left_out:
        text += f" {one.left_out} groups of records that share too common a trait were not looked into."
    return text


def _why_it_ended(done: MatchReport) -> str:
    if done.waiting:
        return f"Ended because what is left is for people to judge: {done.waiting} pairs wait (dossier review)."
    return "Ended because every pair worth comparing is settled."
