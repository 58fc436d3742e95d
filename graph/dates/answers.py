"""From citations to bounds, and from bounds to one of five answers for a day."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from graph.dates.period import OPEN_END, OPEN_START, Bounds, HasBounds, Period, check_iso

Continues = Literal["yes", "no", "not known"]


class Answer(StrEnum):
    """What the evidence says about a day."""

    DOCUMENTED = "documented"
    ASSUMED = "assumed"
    POSSIBLE = "possible"
    EXCLUDED = "excluded"
    CONFLICT = "conflict"


def posting_period(
    since: Period | None,
    until: Period | None,
    *,
    since_is_start: bool | None,
    until_is_end: bool | None,
    continues: Continues,
) -> Bounds:
    """The four bounds of a posting or link from its first and last citation.

    The first citation gives `since_max` (its last day), and `since_min` (its first day) if it is flagged as
    the true start, else that is open. The last gives `until_min` (its first day), and `until_max` (its last
    day) if it is flagged as the true end, else that is open. Only one citation gives both inner bounds:
    documented only if it is a single day. A flag without its own citation says nothing. `continues` "yes"
    does not move a bound: it turns *possible* into *assumed* (`on_day`); against an exact end, the end
    wins.

    A last citation that lies wholly before the first is kept as it is, marked `contradictory`.
    """
    del continues  # part of the claim, but no bound follows from it
    first, last = since or until, until or since
    if first is None or last is None:
        return Bounds(since_min=OPEN_START, since_max=OPEN_END, until_min=OPEN_START, until_max=OPEN_END)
    return Bounds(
        since_min=first.since_min if since is not None and since_is_start else OPEN_START,
        since_max=first.until_max,
        until_min=last.since_min,
        until_max=last.until_max if until is not None and until_is_end else OPEN_END,
        contradictory=last.until_max < first.since_min,
    )


def on_day(bounds: HasBounds, day: str, *, continues: str) -> Answer:
    """What the bounds say about one ISO day.

    documented: since_max <= day <= until_min. assumed: after both inner bounds, not after `until_max`, and
    `continues` is "yes". possible: inside the outer bounds only. excluded: outside them. conflict: the
    claim contradicts itself (start after end).

    Raises:
        BadDate: `day` is no ISO day.
    """
    check_iso(day)
    if getattr(bounds, "contradictory", False) or bounds.since_min > bounds.until_max:
        return Answer.CONFLICT
    if not bounds.since_min <= day <= bounds.until_max:
        return Answer.EXCLUDED
    if bounds.since_max <= day <= bounds.until_min:
        return Answer.DOCUMENTED
    if continues == "yes" and day >= bounds.since_max and day > bounds.until_min:
        return Answer.ASSUMED
    return Answer.POSSIBLE
