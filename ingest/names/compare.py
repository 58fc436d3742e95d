"""Compare two names, token by token, and say why.

The score is the evidence of :mod:`ingest.names.evidence` on a curve that makes it a probability: 0.9 means that nine
in ten pairs with this score are the same name, where each name is met by the likeliest of a few hundred others and
half of those are somebody else's. A lone kunya or a lone given name in common never exceeds :data:`WEAK`. A letter
that tells two parts apart, or a part that contradicts another, keeps a pair below :data:`NEAR_CERTAIN`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.names import distance, evidence, normalise, parse
from ingest.names.alignment import Alignment, align
from ingest.names.distance import TELLS, UNLIKE, signs_differ
from ingest.names.evidence import NEAR_CERTAIN, WEAK, Reading, read, reading
from ingest.names.normalise import signs_of
from ingest.names.parse import Role, Token, parse_name
from ingest.names.rarity import MOST, SHIPPED, Rarity

__all__ = [
    "ALIGNED", "COMMON_ONLY", "NEAR_CERTAIN", "WEAK", "Aligned", "Comparison", "best", "explain", "explain_tokens",
    "forget", "score", "similarity",
]  # fmt: skip

COMMON_ONLY = SHIPPED
"""The shipped table alone, without a case's own counts."""
ALIGNED = 0.6
"""Two tokens less alike than this are seldom the same part of a name."""
_APART = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """One row of an explanation: a token of each name ("" where it has no counterpart), how alike, and why.

    ``reason`` is one of: exact, same_sounds, close, initial, joined, missing, conflict, other_role. ``similarity`` and
    ``weight`` are in [0, 1]; the weight of a token grows with its rarity.
    """

    left: str
    right: str
    role: Role
    similarity: float
    weight: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A score in [0, 1], and the table of tokens that it follows from."""

    score: float
    tokens: tuple[Aligned, ...]


def score(left: str, right: str) -> float:
    """How sure it is that two names as written are the same name, in [0, 1]."""
    if left > right:  # of equally good alignments the same one is chosen both ways
        left, right = right, left
    return align(read(left), read(right)).score


def similarity(left: Token, right: Token) -> tuple[float, str]:
    """How alike two tokens sound in [0, 1], with a reason code; what they do in their names does not count."""
    if left.text == right.text:
        return 1.0, "exact"
    differ = signs_differ(left.signs or signs_of(left.text), right.signs or signs_of(right.text))
    if differ == UNLIKE:
        return 0.0, "close"
    return 1.0 - (differ % TELLS) / _APART, "same_sounds" if left.skeleton == right.skeleton else "close"


def explain(left: str, right: str, rarity: Rarity = SHIPPED) -> Comparison:
    """Compare two names as written.

    Returns:
        The score and one row a token: both sides aligned one to one, free of order, in the order of the left name.
    """
    return _explain(left, right, parse_name(left), parse_name(right), rarity)


def explain_tokens(left: tuple[Token, ...], right: tuple[Token, ...], rarity: Rarity = SHIPPED) -> Comparison:
    """As :func:`explain`, for names already parsed."""
    written = [" ".join(token.text for token in tokens) for tokens in (left, right)]
    return _explain(written[0], written[1], left, right, rarity)


def _explain(left: str, right: str, one: tuple[Token, ...], other: tuple[Token, ...], rarity: Rarity) -> Comparison:
    here, there = reading(one, rarity), reading(other, rarity)
    if left > right:
        alignment = align(there, here)
        places = [(match.right, match.left, match.differ) for match in alignment.matches]
    else:
        alignment = align(here, there)
        places = [(match.left, match.right, match.differ) for match in alignment.matches]
    return Comparison(score=alignment.score, tokens=tuple(_rows(one, other, (here, there), alignment, places)))


def _rows(
    left: tuple[Token, ...],
    right: tuple[Token, ...],
    read_: tuple[Reading, Reading],
    alignment: Alignment,
    places: list[tuple[int, int, int]],
) -> list[Aligned]:
    if alignment.joined:
        return [_joined_row(left, right)]
    weights = [[part.bits / (100 * MOST) for part in name.parts] for name in read_]
    rows = []
    for one, other, differ in sorted(places):
        rows.append(
            Aligned(
                left=left[one].text,
                right=right[other].text,
                role=left[one].role,
                similarity=round(1.0 - (differ % TELLS) / _APART, 4),
                weight=round(min(weights[0][one], weights[1][other]), 4),
                reason=_reason(left[one], right[other], differ),
            )
        )
    for token, weight, mine in (
        *((token, weights[0][at], True) for at, token in enumerate(left) if at not in {place[0] for place in places}),
        *((token, weights[1][at], False) for at, token in enumerate(right) if at not in {place[1] for place in places}),
    ):
        conflict = alignment.conflict and token.role is not Role.TITLE and not token.initial
        rows.append(
            Aligned(
                left=token.text if mine else "",
                right="" if mine else token.text,
                role=token.role,
                similarity=0.0,
                weight=round(weight, 4),
                reason="conflict" if conflict else "missing",
            )
        )
    return rows


def _joined_row(left: tuple[Token, ...], right: tuple[Token, ...]) -> Aligned:
    return Aligned(
        left=" ".join(token.text for token in left),
        right=" ".join(token.text for token in right),
        role=next((token.role for token in left if token.role is not Role.TITLE), Role.ISM),
        similarity=1.0,
        weight=1.0,
        reason="joined",
    )


def _reason(left: Token, right: Token, differ: int) -> str:
    if left.initial != right.initial:
        return "initial"
    if left.role != right.role:
        return "other_role"
    if left.text == right.text:
        return "exact"
    return "same_sounds" if left.skeleton == right.skeleton and not differ & TELLS else "close"


def best(
    left: Mapping[str, tuple[Token, ...]], right: Mapping[str, tuple[Token, ...]], rarity: Rarity = SHIPPED
) -> tuple[Comparison, str, str]:
    """The best comparison among all spellings of two records, and the spellings that gave it."""
    best_: tuple[Comparison, str, str] = (Comparison(score=0.0, tokens=()), "", "")
    for one, one_tokens in left.items():
        for other, other_tokens in right.items():
            comparison = _explain(one, other, one_tokens, other_tokens, rarity)
            if comparison.score > best_[0].score:
                best_ = (comparison, one, other)
    return best_


def forget() -> None:
    """Drop every name that is kept in memory, for when the vault closes."""
    for module in (parse, normalise, distance, evidence, SHIPPED):
        module.forget()
