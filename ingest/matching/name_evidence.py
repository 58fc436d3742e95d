"""What two names say: which parts agree, which conflict, and how many bits that is worth.

A part that both write and that is not alike conflicts; a part that one leaves out says next to nothing (sources drop
grandfathers, fathers and nisbas). Parts are aligned once, free of order where people write it freely: a father may be
skipped (the father of one is the grandfather of the other), a family name may stand without its article at the end of
the chain, and given and family name may change places.
"""

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one part of a name is worth, in bits.

    Attributes:
        rarity: what the bits of rarity of an agreeing part are multiplied by; parts of one name do not vary
            independently, and pairs were brought together by what is rare in them.
        agrees: added where the part agrees; an agreement as a whole never counts against.
        differs: where both write the part and the two are not alike.
    """

    rarity: float
    agrees: float
    differs: float


WORTH = {
    "given": Part(rarity=0.8, agrees=0.8, differs=-0.5),
    "father": Part(rarity=0.8, agrees=-2.4, differs=-2.9),
    "grand": Part(rarity=0.35, agrees=-0.7, differs=-2.3),
    "family": Part(rarity=0.68, agrees=-2.5, differs=-4.5),
    "kunya": Part(rarity=0.6, agrees=-1.4, differs=-3.2),
    "kunya_of": Part(rarity=0.9, agrees=0.0, differs=-0.8),
}
"""Learned by logistic regression on generated records of people (4,400 of them; on 40,000 others the same weights
separate as well as weights learned there)."""
STEPS = {1: 0.0, 2: -0.3, 3: -1.0, 4: -1.8}
"""Bits for how an agreement is written, beyond what rarity says of it; see :mod:`ingest.matching.forms`. A letter that
tells counts for more than was learned: the records it was learned on hold slips of the pen and hardly any brothers."""
SKIPPED = -1.5
"""Bits where the father of one is the grandfather of the other."""
SWAPPED = -2.0
"""Bits where given and family name have changed places."""

_PAIRS_OF_PARTS = {
    "gg": ("given", "given"),
    "ff": ("father", "father"),
    "hh": ("grand", "grand"),
    "fh": ("father", "grand"),
    "hf": ("grand", "father"),
    "zz": ("last", "last"),
    "gz": ("given", "last"),
    "zg": ("last", "given"),
    "kk": ("kunya", "kunya"),
    "oo": ("kunya_of", "kunya_of"),
}


def _lookups() -> str:
    return "\n".join(
        f"LEFT JOIN agreeing_{alias} AS {alias} ON {alias}.pair = a.{left}::BIGINT * 4294967296 + b.{right}"
        for alias, (left, right) in _PAIRS_OF_PARTS.items()
    )


def look_up(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``agreeing_<..>``, one small table for each pair of parts: what of ``telling`` can be asked for there."""
    for part in sorted({part for pair in _PAIRS_OF_PARTS.values() for part in pair}):
        connection.execute(f"CREATE TABLE used_{part} AS SELECT DISTINCT {part} AS form FROM spelling")
    for alias, (left, right) in _PAIRS_OF_PARTS.items():
        bits = "kunya_bits" if left == "kunya" else "bits"
        connection.execute(f"""
            CREATE TABLE agreeing_{alias} AS
            SELECT a::BIGINT * 4294967296 + b AS pair, step, telling.{bits} AS bits
            FROM telling JOIN used_{left} AS x ON x.form = a JOIN used_{right} AS y ON y.form = b
        """)


def _earned(part: str, alias: str) -> str:
    """Bits of an agreement found by one look-up."""
    steps = " ".join(f"WHEN {step} THEN {offset}" for step, offset in STEPS.items())
    worth = WORTH[part]
    return f"greatest(0.0, {worth.rarity} * {alias}.bits + {worth.agrees} + CASE {alias}.step {steps} END)"


def _outcomes() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """By part: (condition, bits, step or 0 for a conflict), the first that holds; none is a part left out."""
    swapped = "gg.step IS NULL AND gz.step IS NOT NULL AND zg.step IS NOT NULL"
    half = f"0.5 * ({_earned('given', 'gz')} + {_earned('family', 'zg')} + {SWAPPED})"
    both_family = "a.family IS NOT NULL AND b.family IS NOT NULL"
    one_family = "(a.family IS NULL) <> (b.family IS NULL)"
    # a family name without its article stands in the chain: its place there is no father's
    taken = (
        f"({one_family} AND zz.step IS NOT NULL AND CASE WHEN a.family IS NULL THEN a.grand ELSE b.grand END IS NULL)"
    )
    taken_grand = (
        f"({one_family} AND zz.step IS NOT NULL AND CASE WHEN a.family IS NULL THEN a.older ELSE b.older END IS NULL)"
    )
    return {
        "given": (
            (swapped, half, "4"),
            ("gg.step IS NOT NULL", _earned("given", "gg"), "gg.step"),
            ("a.given IS NOT NULL AND b.given IS NOT NULL", str(WORTH["given"].differs), "0"),
        ),
        "father": (
            (swapped, "NULL", "NULL"),
            ("ff.step IS NOT NULL", _earned("father", "ff"), "ff.step"),
            ("fh.step IS NOT NULL", f"{_earned('father', 'fh')} + {SKIPPED}", "4"),
            ("hf.step IS NOT NULL", f"{_earned('father', 'hf')} + {SKIPPED}", "4"),
            (taken, "NULL", "NULL"),
            ("a.father IS NOT NULL AND b.father IS NOT NULL", str(WORTH["father"].differs), "0"),
        ),
        "grand": (
            (swapped, "NULL", "NULL"),
            ("ff.step IS NULL AND (fh.step IS NOT NULL OR hf.step IS NOT NULL)", "NULL", "NULL"),
            ("hh.step IS NOT NULL", _earned("grand", "hh"), "hh.step"),
            (taken_grand, "NULL", "NULL"),
            ("a.grand IS NOT NULL AND b.grand IS NOT NULL", str(WORTH["grand"].differs), "0"),
        ),
        "family": (
            (swapped, half, "4"),
            (f"zz.step IS NOT NULL AND ({both_family} OR {one_family})", _earned("family", "zz"), "zz.step"),
            (both_family, str(WORTH["family"].differs), "0"),
        ),
        "kunya": (
            ("kk.step IS NOT NULL", _earned("kunya", "kk"), "kk.step"),
            ("a.kunya IS NOT NULL AND b.kunya IS NOT NULL", str(WORTH["kunya"].differs), "0"),
        ),
        "kunya_of": (
            ("oo.step IS NOT NULL", _earned("kunya_of", "oo"), "oo.step"),
            ("a.kunya_of IS NOT NULL AND b.kunya_of IS NOT NULL", str(WORTH["kunya_of"].differs), "0"),
        ),
    }


_MOST_BITS = 1_000
"""Bits are packed as whole numbers from minus this."""
_GRAIN = 1_024
"""Steps in a bit when packed."""
_LEFT_OUT = 7
"""How a part that one side leaves out is packed."""


def statement(pairs: str) -> str:
    """SQL that gives one row per pair of ``pairs`` (``l``, ``r``): its best spellings' outcomes.

    Columns: l, r, bits, and for each part ``<part>_step`` (NULL: left out by one; 0: conflict; 1 to 4: agreement).
    The spellings with most bits count. Bits and steps are packed into one whole number, whose maximum is found far
    faster than that of several columns.
    """
    outcomes = _outcomes()
    bits, steps = [], []
    for place, cases in enumerate(outcomes.values()):
        worth = " ".join(f"WHEN {condition} THEN {value}" for condition, value, _ in cases)
        step = " ".join(f"WHEN {condition} THEN {value}" for condition, _, value in cases)
        bits.append(f"coalesce(CASE {worth} END, 0.0)")
        steps.append(f"(coalesce(CASE {step} END, {_LEFT_OUT})::BIGINT << {3 * place})")
    width = 3 * len(outcomes)
    unpacked = ", ".join(
        f"nullif((best >> {3 * place}) & 7, {_LEFT_OUT}) AS {part}_step" for place, part in enumerate(outcomes)
    )
    return f"""
SELECT l, r, (best >> {width}) / {_GRAIN}.0 - {_MOST_BITS} AS bits, {unpacked} FROM (
    SELECT p.l AS l, p.r AS r,
           max((round(({" + ".join(bits)} + {_MOST_BITS}) * {_GRAIN})::BIGINT << {width}) + {" + ".join(steps)}) AS best
    FROM ({pairs}) AS p
    JOIN spelling AS a ON a.record = p.l
    JOIN spelling AS b ON b.record = p.r
    {_lookups()}
    GROUP BY p.l, p.r
) AS chosen
"""
