"""One pair of names: which part answers to which, and the evidence that follows.

:mod:`ingest.names.batch` does the same over columns; both give equal numbers, and a test holds them to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.names.distance import TELLS, UNLIKE, in_arabic, initial_fits, signs_differ
from ingest.names.evidence import (
    CURVE,
    DOUBT,
    ISM,
    KUNYA,
    LONE,
    NASAB,
    TITLE,
    WEAK,
    WEIGHTS,
    Reading,
    curve_place,
)

SHORTEST_JOINED = 4
"""Consonants of a name, at least, to be known again where its words are joined or parted otherwise."""
_SHARE: list[list[int]] = WEIGHTS.role_share().tolist()


@dataclass(frozen=True, slots=True)
class Match:
    """Two parts that answer to each other: their places, how far apart they sound, and what that tells."""

    left: int
    right: int
    differ: int
    gain: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """What was aligned, whether it took joining words, whether two parts contradict each other, and the score."""

    matches: tuple[Match, ...]
    joined: bool
    conflict: bool
    score: float


NOTHING = Alignment((), joined=False, conflict=False, score=0.0)


def align(left: Reading, right: Reading) -> Alignment:
    """Align two names part by part, the strongest pair first, free of order."""
    if left.proper == 1 == right.proper:
        lone = _lone(left, right)
        if lone is not None:
            return lone
    matches = _matches(left, right)
    joined = _joined(left, right)
    if not matches and not joined:
        return NOTHING
    evidence, conflict = _evidence(left, right, matches)
    agreeing = sum(left.parts[m.left].proper and right.parts[m.right].proper for m in matches)
    disorder = _disorder(left, right, matches)
    evidence -= WEIGHTS.disorder * disorder
    if joined and joined > evidence:
        found = _score(joined, weak=min(left.proper, right.proper) < 2, doubt=0)
        return Alignment((), joined=True, conflict=False, score=found)
    doubt = 2 if conflict else int(disorder > 0 or any(_is_doubtful(left, right, match) for match in matches))
    found = _score(evidence, weak=agreeing < 2, doubt=doubt)
    return Alignment(tuple(matches), joined=False, conflict=conflict, score=found)


def _score(evidence: int, *, weak: bool, doubt: int) -> float:
    score = CURVE[curve_place(evidence)]
    return float(score * _WEAK if weak else score * DOUBT[doubt])


_WEAK = CURVE.dtype.type(WEAK)


def _lone(left: Reading, right: Reading) -> Alignment | None:
    """Two names of one part each: how alike they sound, and no more; None where a kunya meets another part."""
    one = next(place for place, part in enumerate(left.parts) if part.proper)
    other = next(place for place, part in enumerate(right.parts) if part.proper)
    here, there = left.parts[one], right.parts[other]
    if (here.role == KUNYA) != (there.role == KUNYA):
        return NOTHING
    found = signs_differ(here.signs, there.signs)
    if found == UNLIKE:
        return NOTHING
    return Alignment(
        (Match(one, other, found, here.bits),), joined=False, conflict=False, score=float(LONE[found % TELLS])
    )


def _gain(left: Reading, right: Reading, one: int, other: int) -> tuple[int, int]:
    here, there = left.parts[one], right.parts[other]
    share = _SHARE[here.role][there.role]
    if here.initial or there.initial:
        if initial_fits(here.first, there.first) and share:
            return WEIGHTS.initial, 0
        return 0, UNLIKE
    found = signs_differ(here.signs, there.signs) if share else UNLIKE
    if found == UNLIKE:
        return 0, UNLIKE
    across = in_arabic(here.signs) != in_arabic(there.signs)
    reach = WEIGHTS.reach_across if across else WEIGHTS.reach
    told = min(here.bits, there.bits) * share // 100 * (reach - found % TELLS) // reach
    return told - WEIGHTS.shifted * ({here.role, there.role} == {ISM, NASAB}), found


def _matches(left: Reading, right: Reading) -> list[Match]:
    pairs = []
    for one in range(len(left.parts)):
        for other in range(len(right.parts)):
            gain, found = _gain(left, right, one, other)
            if gain > 0:
                pairs.append(Match(one, other, found, gain))
    pairs.sort(key=lambda match: -match.gain)  # stable: of equals the first in the order of the names
    taken_left, taken_right, matches = set(), set(), []
    for match in pairs:
        if match.left not in taken_left and match.right not in taken_right:
            taken_left.add(match.left)
            taken_right.add(match.right)
            matches.append(match)
    return matches


def _evidence(left: Reading, right: Reading, matches: list[Match]) -> tuple[int, bool]:
    evidence = sum(match.gain for match in matches)
    evidence -= sum(_telling(left, right, match) for match in matches if match.differ & TELLS)
    against = []
    for parts, taken in ((left.parts, {m.left for m in matches}), (right.parts, {m.right for m in matches})):
        alone = [part for place, part in enumerate(parts) if place not in taken]
        evidence -= sum(WEIGHTS.missing[part.role] for part in alone)
        told = [part.role for part in alone if not part.initial]
        against.append(
            [sum(WEIGHTS.conflict[role] for role in told if (role == KUNYA) == kunya) for kunya in (True, False)]
        )
    conflict = sum(min(one, other) for one, other in zip(*against, strict=True))
    return evidence - conflict, conflict > 0


def _is_doubtful(left: Reading, right: Reading, match: Match) -> bool:
    """Whether a letter tells two aligned parts apart, or one is a title and the other a name."""
    titles = left.parts[match.left].role == TITLE, right.parts[match.right].role == TITLE
    return bool(match.differ & TELLS) or titles[0] != titles[1]


def _telling(left: Reading, right: Reading, match: Match) -> int:
    """What it costs that a letter tells two aligned parts apart: a share of a conflict, more the further apart."""
    here, there = left.parts[match.left], right.parts[match.right]
    cost = max(WEIGHTS.conflict[here.role], WEIGHTS.conflict[there.role]) * WEIGHTS.telling // 100
    return cost * (match.differ % TELLS) // WEIGHTS.reach


def _disorder(left: Reading, right: Reading, matches: list[Match]) -> int:
    """Pairs of proper parts that stand in another order, two at most."""
    order = [m.right for m in sorted(matches, key=lambda m: m.left) if left.parts[m.left].role not in (TITLE, KUNYA)]
    return min(2, sum(a > b for place, a in enumerate(order) for b in order[place + 1 :]))


def _joined(left: Reading, right: Reading) -> int:
    """What it tells that two names are the same once the spaces are left out; 0 where they are not."""
    if left.proper == right.proper or len(left.joined) < SHORTEST_JOINED or left.joined != right.joined:
        return 0
    return min(sum(part.bits for part in name.parts if part.proper) for name in (left, right)) * WEIGHTS.joined // 100
