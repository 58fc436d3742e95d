"""Pairs to bits, a probability, and reason codes: one statement a chunk, assembled from the kind's declaration."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import duckdb
import numpy as np

from ingest.matching import name_evidence
from ingest.matching.blocking import PAIRS
from ingest.matching.forms import LIKENESS
from ingest.matching.spec import Kind


class Tier(StrEnum):
    """What happens to a pair: applied, put before a person, or left."""

    NEAR_CERTAIN = "near_certain"
    QUEUED = "queued"
    LEFT = "left"


PARTS = ("given", "father", "grand", "family", "kunya", "kunya_of")
NAME_CODES = tuple(f"{part}_{said}" for part in PARTS for said in ("same", "close", "differs"))
"""Reason codes that the names of any kind give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Compared pairs, column by column, ordered by left and right.

    Attributes:
        left, right: row numbers of the records; left is the smaller.
        bits: evidence in all, the prior included.
        probability: that the pair is the same, in [0, 1].
        demanded: mask of the pairs that meet the kind's demands for being near certain.
        reasons: bit masks over ``codes``; see :meth:`reasons_of`.
    """

    left: np.ndarray
    right: np.ndarray
    bits: np.ndarray
    probability: np.ndarray
    demanded: np.ndarray
    reasons: np.ndarray
    codes: tuple[str, ...]
    near_certain_from: float
    queue_from: float

    def __len__(self) -> int:
        return len(self.left)

    @property
    def near_certain(self) -> np.ndarray:
        """Mask of the pairs that count as the same without a person."""
        return np.asarray((self.probability >= self.near_certain_from) & self.demanded)

    @property
    def queued(self) -> np.ndarray:
        """Mask of the pairs to put before a person."""
        return np.asarray((self.probability >= self.queue_from) & ~self.near_certain)

    def with_evidence(self, rows: np.ndarray, bits: float, code: str) -> "Pairs":
        """These pairs with one more piece of evidence for some of them (``rows`` is a mask)."""
        added = self.bits + np.where(rows, np.float32(bits), np.float32(0.0))
        mask = np.int64(1 << len(self.codes))
        return replace(
            self,
            bits=added,
            probability=_probability(added),
            reasons=self.reasons | np.where(rows, mask, np.int64(0)),
            codes=(*self.codes, code),
        )

    def reasons_of(self, row: int) -> tuple[str, ...]:
        """Why a pair has its score, as codes; never a name."""
        mask = int(self.reasons[row])
        return tuple(code for place, code in enumerate(self.codes) if mask >> place & 1)

    def tier_of(self, row: int) -> Tier:
        """What happens to a pair."""
        if self.probability[row] >= self.near_certain_from and self.demanded[row]:
            return Tier.NEAR_CERTAIN
        return Tier.QUEUED if self.probability[row] >= self.queue_from else Tier.LEFT


def codes(kind: Kind) -> tuple[str, ...]:
    """Every reason code that a kind's pairs can have, in the order of the mask's bits."""
    own = tuple(level.code for comparison in kind.comparisons for level in comparison.levels)
    return (*NAME_CODES, *own) if kind.named else own


def statement(kind: Kind, records: int, pairs: int) -> str:
    """SQL that scores one chunk of blocks; binds ``$first``, ``$behind`` and ``$least`` (bits from which to keep)."""
    known = codes(kind)
    bits, reasons = [f"{kind.prior_bits(records, pairs)}"], ["0"]
    if kind.named:
        bits.append(f"{kind.name_weight} * n.bits")
        for part in PARTS:
            first = known.index(f"{part}_same")
            reasons.append(
                f"CASE WHEN n.{part}_step IS NULL THEN 0 WHEN n.{part}_step = 0 THEN {1 << first + 2} "
                f"WHEN n.{part}_step = 1 THEN {1 << first} ELSE {1 << first + 1} END"
            )
    for comparison in kind.comparisons:
        worth = " ".join(f"WHEN {level.when} THEN {level.bits}" for level in comparison.levels)
        mask = " ".join(f"WHEN {level.when} THEN {1 << known.index(level.code)}" for level in comparison.levels)
        bits.append(f"coalesce(CASE {worth} END, 0.0)")
        reasons.append(f"coalesce(CASE {mask} END, 0)")
    labels = " ".join(
        f"LEFT JOIN agreeing_{label} AS {label} ON {label}.pair = l.{label}::BIGINT * 4294967296 + r.{label}"
        for label in kind.labels
    )
    names = f"({_named(PAIRS)})" if kind.named else f"({PAIRS})"
    return f"""
SELECT l, r, bits::FLOAT AS bits, reasons, demanded FROM (
    SELECT n.l AS l, n.r AS r, {" + ".join(bits)} AS bits, {" + ".join(f"({reason})::BIGINT" for reason in reasons)}
           AS reasons, coalesce({kind.demands}, false) AS demanded
    FROM {names} AS n
    JOIN record AS l ON l.id = n.l
    JOIN record AS r ON r.id = n.r
    {labels}
) AS scored WHERE bits >= $least ORDER BY l, r
"""


def _named(pairs: str) -> str:
    likeness = {
        part: f"CASE {part}_step WHEN 0 THEN 0.0 {' '.join(f'WHEN {k} THEN {v}' for k, v in LIKENESS.items())} END"
        for part in PARTS
    }
    agreeing = " + ".join(f"CASE WHEN {part}_step >= 1 THEN 1 ELSE 0 END" for part in PARTS)
    conflicting = " + ".join(f"CASE WHEN {part}_step = 0 THEN 1 ELSE 0 END" for part in PARTS)
    telling = " + ".join(f"CASE WHEN {part}_step >= 3 THEN 1 ELSE 0 END" for part in PARTS)
    alike = " + ".join(f"coalesce({likeness[part]}, 0.0)" for part in PARTS)
    return f"""
SELECT *, {agreeing} AS agreeing, {conflicting} AS conflicting, {telling} AS telling,
       ({alike}) / greatest({agreeing}, 1) AS likeness,
       {", ".join(f"{likeness[part]} AS {part}" for part in PARTS)}
FROM ({name_evidence.statement(pairs)}) AS evidence
"""


def score(
    connection: duckdb.DuckDBPyConnection, sql: str, *, first: int, behind: int, least: float
) -> dict[str, np.ndarray]:
    """Score the pairs whose left record is one of a range of rows."""
    found: dict[str, np.ndarray] = connection.execute(
        sql, {"first": first, "behind": behind, "least": least}
    ).fetchnumpy()
    return found


def joined(kind: Kind, chunks: Sequence[dict[str, np.ndarray]]) -> Pairs:
    """All chunks as one."""

    def column(name: str, dtype: type) -> np.ndarray:
        parts: list[np.ndarray] = [np.asarray(chunk[name], dtype=dtype) for chunk in chunks]
        return np.concatenate(parts) if parts else np.empty(0, dtype=dtype)

    bits = column("bits", np.float32)
    return Pairs(
        left=column("l", np.int32),
        right=column("r", np.int32),
        bits=bits,
        probability=_probability(bits),
        demanded=column("demanded", np.bool_),
        reasons=column("reasons", np.int64),
        codes=codes(kind),
        near_certain_from=kind.near_certain,
        queue_from=kind.queue_from,
    )


def _probability(bits: np.ndarray) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp2(-np.clip(bits, -60.0, 60.0))), dtype=np.float32)
