"""What a kind of record is compared by: blocks, comparisons and levels, declared once and run as SQL on columns.

The method is Fellegi and Sunter's (1969): a pair starts with the odds that two records drawn at random are the same,
``prior`` over the number of records, and every comparison adds the logarithm of how much more often its level is seen
on true pairs than on others. Bits are base-2: +1 doubles the odds. They are fixed, by rule or learned on other data;
nothing is re-estimated on the records at hand except how rare a name's parts are, so no level can come out empty.

Conditions and keys are SQL expressions that DuckDB and Spark both understand, over three aliases:

- ``l`` and ``r``: the two records, with the columns of :attr:`Kind.columns` and ``id``;
- the name of a label (:attr:`Kind.labels`): ``unit.step`` (1 to 4 where both are alike, 1 for the same sounds; else
  NULL) and ``unit.bits`` (how rare such a label is); ``l.unit`` is NULL where the record has none;
- ``n`` (only where :attr:`Kind.named`): how their best-agreeing spellings compare; see :data:`NAME_COLUMNS`.

An expression that comes out NULL does not hold: an absent value is neither for nor against.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2

from graph.errors import DossierError

Column = str
"""A column's SQL type: VARCHAR, INTEGER, DOUBLE, BOOLEAN, or a list of these (``VARCHAR[]``)."""

COLUMN_TYPES = frozenset({"VARCHAR", "INTEGER", "DOUBLE", "BOOLEAN", "VARCHAR[]", "INTEGER[]"})

FEWEST = 1_000
"""Records that are counted besides those at hand: among few, nothing is sure by being few."""

NAME_COLUMNS: Mapping[str, str] = {
    "bits": "evidence of the names alone, in bits: rarity of what agrees, less what conflicts",
    "agreeing": "how many parts agree, kunya included",
    "conflicting": "how many parts that both write differ in the same role",
    "telling": "how many of the parts that agree a letter tells apart (Hassan, Hussein)",
    "likeness": "mean similarity of the parts that agree, in [0, 1]; 0 where none does",
    "given": "similarity of the given names in [0, 1], 0 where they conflict; NULL where one side has none",
    "father": "the same for the fathers' names",
    "family": "the same for the nisba or last name",
    "kunya": "the same for the kunya",
}
"""Columns of ``n``."""


class BadSpec(DossierError):
    """A kind is declared with something the engine cannot run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One outcome of a comparison.

    Attributes:
        code: reason code as stored and shown, for example ``same_unit``; never a name or a value.
        when: SQL condition over ``l``, ``r`` and ``n``; of a comparison's levels the first that holds counts.
        bits: evidence that the pair is the same (positive) or is not (negative); an SQL expression where it depends
            on the pair, for example on how many records share the value.
    """

    code: str
    when: str
    bits: float | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A question asked of every pair; where no level holds it adds nothing and gives no reason."""

    name: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Keys that make two records worth comparing.

    Attributes:
        key: SQL expression over ``r`` (one record) that gives a key; NULL gives none.
        alone: sharing this key is enough; otherwise two keys must be shared (of the same or of different blocks).
        lists: the expression gives a list of keys.
    """

    name: str
    key: str
    alone: bool = False
    lists: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How records of one kind are blocked and compared.

    Attributes:
        columns: columns of a record and their types (:data:`COLUMN_TYPES`), besides ``id``.
        labels: texts such as a place or a unit, compared by their sounds without type words; they are keys too.
        named: whether records have names; their parts are then keys too, and ``n`` is there for the comparisons.
        comparisons: evidence besides the names'.
        name_weight: what the evidence of names is multiplied by.
        prior: how many true pairs one record has on average; see :meth:`prior_bits`.
        near_certain: probability from which a pair counts as the same without a person.
        queue_from: probability from which a pair is put before a person.
        demands: SQL condition that a near-certain pair must also meet, for example that a name alone is not enough.
        pairs_a_record: pairs to compare for each record, on average, at most; the largest blocks go first.
    """

    name: str
    columns: Mapping[str, Column] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    named: bool = True
    blocks: tuple[Block, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    name_weight: float = 1.0
    prior: float = 0.5
    near_certain: float = 0.97
    queue_from: float = 0.2
    demands: str = "true"
    pairs_a_record: int = 40

    def __post_init__(self) -> None:
        for column, type_ in self.columns.items():
            if not column.isidentifier() or type_ not in COLUMN_TYPES:
                raise BadSpec(f"{self.name}: column {column!r} needs a plain name and one of {sorted(COLUMN_TYPES)}.")
        if not all(label.isidentifier() for label in self.labels) or set(self.labels) & {*self.columns, "l", "r", "n"}:
            raise BadSpec(f"{self.name}: every label needs a plain name of its own.")
        codes = [level.code for comparison in self.comparisons for level in comparison.levels]
        if len(codes) != len(set(codes)):
            raise BadSpec(f"{self.name}: every level needs a code of its own.")

    def prior_bits(self, records: int, pairs: int) -> float:
        """Evidence before anything is compared: the more records, the less likely that two at random are the same.

        Where records have names, pairs were brought together by two keys in common. That is already telling, so long
        as keys are rare; in a large table most pairs share common keys, and what counts is how many pairs a record
        is compared in. The constants were learned together with the weights of names
        (:mod:`ingest.matching.name_evidence`).

        Args:
            records: how many records there are.
            pairs: how many pairs blocking brings together.
        """
        if not self.named:
            return log2(2.0 * self.prior / max(records, 2))
        at_random = log2(2.0 * self.prior / (records + FEWEST))
        among_compared = log2(self.prior * max(records, 1) / max(pairs, 1))
        return max(at_random + 4.6, among_compared - 3.05) if pairs > records else at_random + 4.6
