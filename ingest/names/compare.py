"""Compare two parsed names, token by token, and say why.

Score = sum over aligned tokens of similarity times weight, over the weight of the longer side, where a token's weight
falls with its frequency among the names at hand (inverse document frequency) and a missing grandfather costs little.
A lone kunya or a lone given name in common never exceeds :data:`WEAK`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ingest.names.parse import Role, Token, parse_name
from ingest.names.rarity import SHIPPED, Rarity

WEAK = 0.5
"""The most that a kunya alone, or one given name alone, can reach."""
ALIGNED = 0.6
"""Two tokens less alike than this are not the same part of a name."""

_CHEAP = str.maketrans({"x": "h", "g": "j", "z": "d", "c": "s"})
_ROLE_WEIGHT = {Role.TITLE: 0.0, Role.KUNYA: 0.8, Role.ISM: 1.0, Role.NASAB: 0.9, Role.NISBA: 1.0, Role.LAQAB: 1.0}
_MISSING = {Role.TITLE: 0.0, Role.KUNYA: 0.15, Role.ISM: 0.8, Role.NASAB: 0.3, Role.NISBA: 0.3, Role.LAQAB: 0.3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """One row of an explanation: a token of each name ("" where it has no counterpart), how alike, and why.

    ``reason`` is one of: exact, same_sounds, close, missing, conflict, other_role.
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


COMMON_ONLY = SHIPPED
"""The shipped table alone, without a case's own counts."""


def similarity(left: Token, right: Token) -> tuple[float, str]:
    """How alike two tokens are in [0, 1], with a reason code."""
    if left.text == right.text:
        return 1.0, "exact"
    bones = Levenshtein.normalized_similarity(left.skeleton, right.skeleton)
    if bones < 1.0:
        near = Levenshtein.normalized_similarity(left.skeleton.translate(_CHEAP), right.skeleton.translate(_CHEAP))
        bones = max(bones, near - 0.1)
    if left.arabic == right.arabic:
        # one script writes both the same way, so a letter that differs tells
        vowels = Levenshtein.normalized_similarity(left.long, right.long)
        score = max(0.0, 1.0 - 2.5 * (1.0 - 0.45 * bones - 0.55 * vowels))
    else:
        arabic, latin = (left, right) if left.arabic else (right, left)
        # short vowels are written in Latin only: adding one is nearly free, losing a long one is not
        distance = Levenshtein.distance(arabic.long, latin.long, weights=(1, 4, 4))
        vowels = max(0.0, 1.0 - distance / (4.0 * max(len(arabic.long), 1)))
        # ai and au in Latin are letters that Arabic writes: حسن is Hassan, only حسين is Hussein
        unwritten = max(0, latin.long.count("ai") - arabic.long.count("i")) + max(
            0, latin.long.count("au") - arabic.long.count("u")
        )
        score = max(0.0, 0.75 * bones + 0.25 * vowels - 0.2 * unwritten)
    if len(left.skeleton) <= 1 or len(right.skeleton) <= 1:
        score = min(score, 0.9)
    return score, "same_sounds" if bones == 1.0 else "close"


def explain(left: str, right: str, rarity: Rarity = COMMON_ONLY) -> Comparison:
    """Compare two names as written.

    Returns:
        The score and one row a token: both sides aligned one to one, best pairs first, free of order.
    """
    return explain_tokens(parse_name(left), parse_name(right), rarity)


def explain_tokens(left: tuple[Token, ...], right: tuple[Token, ...], rarity: Rarity = COMMON_ONLY) -> Comparison:
    """As :func:`explain`, for names already parsed."""
    if not left or not right:
        return Comparison(score=0.0, tokens=())
    rows: list[Aligned] = []
    free_left, free_right = list(left), list(right)
    for score, reason, one, other in _best_pairs(left, right):
        if one in free_left and other in free_right:
            free_left.remove(one)
            free_right.remove(other)
            weight = max(_ROLE_WEIGHT[one.role], _ROLE_WEIGHT[other.role]) * min(
                rarity.weight(one), rarity.weight(other)
            )
            rows.append(
                Aligned(
                    left=one.text,
                    right=other.text,
                    role=one.role,
                    similarity=score,
                    weight=weight,
                    reason=reason if one.role == other.role else "other_role",
                )
            )
    earned = sum(row.similarity * row.weight for row in rows)
    possible = sum(row.weight for row in rows)
    for token, mine in [*((token, True) for token in free_left), *((token, False) for token in free_right)]:
        conflict = _conflicts(token, free_right if mine else free_left)
        cost = _ROLE_WEIGHT[token.role] * rarity.weight(token) if conflict else _MISSING[token.role]
        possible += cost
        rows.append(
            Aligned(
                left=token.text if mine else "",
                right="" if mine else token.text,
                role=token.role,
                similarity=0.0,
                weight=cost,
                reason="conflict" if conflict else "missing",
            )
        )
    score = earned / possible if possible else 0.0
    telling = [row for row in rows if row.left and row.right and row.role is not Role.TITLE]
    if len(telling) < 2:
        score *= WEAK
    return Comparison(score=score, tokens=tuple(rows))


def score(left: str, right: str) -> float:
    """How alike two names are in [0, 1]."""
    return explain(left, right).score


def _best_pairs(left: tuple[Token, ...], right: tuple[Token, ...]) -> list[tuple[float, str, Token, Token]]:
    pairs = []
    for one in left:
        for other in right:
            if (one.role is Role.KUNYA) != (other.role is Role.KUNYA):
                continue  # "Abu X" is never the given name "X"
            alike, reason = similarity(one, other)
            if alike >= ALIGNED:
                same_role = 0.01 if one.role == other.role else 0.0
                pairs.append((alike + same_role, reason, one, other))
    pairs.sort(key=lambda pair: -pair[0])
    return [(min(alike, 1.0), reason, one, other) for alike, reason, one, other in pairs]


def _conflicts(token: Token, others: list[Token]) -> bool:
    return token.role is not Role.TITLE and any(other.role is token.role for other in others)


def best(
    left: Mapping[str, tuple[Token, ...]], right: Mapping[str, tuple[Token, ...]], rarity: Rarity = COMMON_ONLY
) -> tuple[Comparison, str, str]:
    """The best comparison among all spellings of two records, and the spellings that gave it."""
    best_: tuple[Comparison, str, str] = (Comparison(score=0.0, tokens=()), "", "")
    for one, one_tokens in left.items():
        for other, other_tokens in right.items():
            comparison = explain_tokens(one_tokens, other_tokens, rarity)
            if comparison.score > best_[0].score:
                best_ = (comparison, one, other)
    return best_
