"""What speaks for and against two records being the same, and which tier that makes.

A name alone is never near certain: a person also needs a shared unit, or place and year ("names agree and a
posting agrees", as Security Force Monitor asks); a unit the same numbers in its name and a
shared parent or place; a place the same surroundings. One document that lists both, two sexes, birth years more than
five apart, or other numbers in a unit's name speak against.
"""

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from graph.folding import fold
from ingest.matching.columns import Candidate
from ingest.names.compare import COMMON_ONLY, Aligned, best
from ingest.names.rarity import Rarity

VERSION = "first-1"


class Tier(StrEnum):
    """What happens to a pair: applied, put before a person, or left."""

    NEAR_CERTAIN = "near_certain"
    QUEUED = "queued"
    LEFT = "left"


QUEUE_FROM = 0.72
NEAR_CERTAIN_FROM = {"person": 0.95, "unit": 0.97, "location": 0.97}
_YEARS_APART = 5
_SAME_POINT_KM = 5.0
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One compared pair.

    Attributes:
        score: in [0, 1].
        reasons: codes, never names, for example ``name:0.97``, ``same_unit``, ``one_document_lists_both``.
        tokens: the token table, held in memory only (it shows names).
    """

    left: str
    right: str
    score: float
    tier: Tier
    reasons: tuple[str, ...]
    tokens: tuple[Aligned, ...]


def score_pair(left: Candidate, right: Candidate, rarity: Rarity = COMMON_ONLY) -> Scored:
    """Compare two records of one kind."""
    comparison, one, other = best(left.names, right.names, rarity)
    against = _against(left, right, one, other)
    context = _context(left, right)
    name = comparison.score
    score = max(0.0, min(1.0, name + 0.02 * len(context) - 0.25 * len(against)))
    near_certain = name >= NEAR_CERTAIN_FROM[left.kind] and not against and _enough(left, right, context, one, other)
    tier = Tier.NEAR_CERTAIN if near_certain else Tier.QUEUED if score >= QUEUE_FROM else Tier.LEFT
    reasons = (f"name:{name:.2f}", *sorted({f"token:{row.reason}" for row in comparison.tokens}), *context, *against)
    return Scored(
        left=left.thread,
        right=right.thread,
        score=round(score, 4),
        tier=tier,
        reasons=reasons,
        tokens=comparison.tokens,
    )


def _context(left: Candidate, right: Candidate) -> list[str]:
    found = []
    if left.units & right.units:
        found.append("same_unit")
    if left.places & right.places:
        found.append("same_place")
    if left.years & right.years:
        found.append("same_year")
    if left.point and right.point and _kilometres(left.point, right.point) <= _SAME_POINT_KM:
        found.append("same_point")
    return found


def _against(left: Candidate, right: Candidate, one: str, other: str) -> list[str]:
    found = []
    if left.documents & right.documents:
        found.append("one_document_lists_both")
    if left.sex in ("female", "male") and right.sex in ("female", "male") and left.sex != right.sex:
        found.append("sex_differs")
    if left.years and right.years and min(abs(a - b) for a in left.years for b in right.years) > _YEARS_APART:
        found.append("years_apart")
    if left.kind in ("unit", "location") and _NUMBER.findall(fold(one)) != _NUMBER.findall(fold(other)):
        found.append("numbers_differ")
    if left.kind != "person" and left.subtype and right.subtype and left.subtype != right.subtype:
        found.append("kind_differs")
    if left.point and right.point and _kilometres(left.point, right.point) > 10 * _SAME_POINT_KM:
        found.append("far_apart")
    return found


def _enough(left: Candidate, right: Candidate, context: list[str], one: str, other: str) -> bool:
    if left.kind == "person":
        return "same_unit" in context or {"same_place", "same_year"} <= set(context)
    if left.kind == "unit":
        return "same_unit" in context or "same_place" in context  # many armies have a "Military Police"
    return "same_point" in context or ("same_place" in context and fold(one) == fold(other))


def _kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance (haversine, mean Earth radius 6371 km)."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))
