"""Records in, scored pairs out: parse once, block, score, in chunks that fit the memory given.

    records -> ``record``                    tables.fill_records
    names   -> ``spelling``, ``agreeing_..`` spellings.fill_spellings (the only Python call per name)
    blocks  -> ``used``                      blocking.find
    pairs   -> bits, probability, reasons    scoring.statement, chunk by chunk
    clusters                                 cluster.choose

The statements run on DuckDB in memory; :mod:`~ingest.matching.tables` says where Spark would take over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np

from ingest.matching import blocking, scoring, tables
from ingest.matching.scoring import Pairs
from ingest.matching.spec import Kind
from ingest.matching.spellings import fill_spellings, join_labels
from ingest.matching.tables import Records

Progress = Callable[[int, int], None]
"""Called with records done and records in all; an exception it raises ends the work."""


class Kept(Protocol):
    """A place for scored chunks: row numbers, bits and reason codes, never a name."""

    def chunk(self, number: int) -> dict[str, np.ndarray] | None:
        """A chunk that an earlier run kept, or None."""

    def keep(self, number: int, columns: Mapping[str, np.ndarray]) -> None:
        """Keep a chunk."""


PAIRS_A_CHUNK = 2_000_000
"""Pairs scored at once; about 400 bytes each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Scored pairs, and what blocking left out."""

    pairs: Pairs
    blocks: blocking.Blocks


def compare(
    kind: Kind,
    records: Records,
    *,
    on_progress: Progress | None = None,
    on_parsed: Progress | None = None,
    memory: str = "4GB",
    threads: int = 2,
    least: float = 0.01,
    kept: Kept | None = None,
) -> Compared:
    """Block and score the records of one kind.

    Args:
        on_progress: called after each chunk of pairs; raise in it to cancel.
        on_parsed: called while names are parsed, which comes first; the same.
        memory: the most the database may hold ("4GB").
        least: pairs less probable than this are not kept.
        kept: where scored chunks are put, so that work that was stopped goes on where it stood.

    Raises:
        BadSpec: the kind's columns are not those of the records.
        TooLittleMemory: the work needs more than ``memory``.
    """
    with tables.memory_told(memory), tables.connect(memory=memory, threads=threads) as connection:
        tables.fill_records(connection, kind, records)
        fill_spellings(connection, records.names if kind.named else (), records.labels, on_parsed)
        join_labels(connection, kind)
        blocks = blocking.find(connection, kind, records.size)
        sql = scoring.statement(kind, records.size, blocks.pairs)
        bits = float(np.log2(least) - np.log2(1.0 - least))
        chunks = []
        for number, (first, behind) in enumerate(_ranges(records.size, blocks.pairs)):
            found = kept.chunk(number) if kept else None
            if found is None:
                found = scoring.score(connection, sql, first=first, behind=behind, least=bits)
                if kept:
                    kept.keep(number, found)
            chunks.append(found)
            if on_progress:
                on_progress(behind, records.size)
    return Compared(pairs=scoring.joined(kind, chunks), blocks=blocks)


def _ranges(records: int, pairs: int) -> list[tuple[int, int]]:
    """Ranges of rows with about :data:`PAIRS_A_CHUNK` pairs each: the first rows are left records most often."""
    chunks = max(1, min(records, -(-pairs // PAIRS_A_CHUNK)))
    edges = np.round(records * (1.0 - np.sqrt(1.0 - np.linspace(0.0, 1.0, chunks + 1)))).astype(int).tolist()
    return list(pairwise(edges))
