"""Which rows of a table are about the same person: a table in, a table of clusters out.

The output names rows by their ids and holds no name. It is written beside its place and moved there whole.
"""

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from graph.collector import collector_paused
from graph.errors import LoadError
from ingest.dedupe_checkpoint import Checkpoint
from ingest.dedupe_kind import JOIN_FROM, ROW, listed_once
from ingest.dedupe_table import People, read_people
from ingest.matching import blocking, cluster, engine
from ingest.matching.scoring import Pairs

VERSION = "3"
"""Of scores: chunks that another version kept are not used."""
LEAST = 0.01
"""Pairs less probable than this are dropped as they are scored."""

Progress = Callable[[str, int, int], None]
"""Called with the step (reading, parsing, comparing, joining), how much is done and of how much (0: not known)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupeReport:
    """What a run found.

    Attributes:
        rows: rows compared; ``joined``: of these, in a cluster of two or more.
        clusters: clusters of two or more; ``largest``: rows in the largest.
        near_certain, queued: pairs in each tier.
        left_out: blocks that too many rows share to be looked behind.
        resumed: chunks taken from an earlier run that was stopped.
        fields: which heading each field was found under.
        notes: sentences for the user.
    """

    rows: int
    joined: int
    clusters: int
    largest: int
    near_certain: int
    queued: int
    left_out: int
    resumed: int
    fields: dict[str, str]
    notes: tuple[str, ...]


def dedupe(
    table: Path,
    out: Path,
    *,
    columns: Mapping[str, tuple[str, ...]] | None = None,
    pairs_out: Path | None = None,
    on_progress: Progress | None = None,
    memory: str = "4GB",
    threads: int = 2,
) -> DedupeReport:
    """Find the rows of a table that are about the same person.

    Args:
        table: CSV, TSV, XLSX, JSON lines or Parquet, with a row of headings.
        out: CSV to write: ``record_id``, ``cluster_id``, ``rows`` in the cluster, ``weakest_link`` (the probability of
            the least sure link that holds it together; empty for a row that stays alone).
        columns: headings of fields, where the headings alone do not say it.
        pairs_out: CSV of the pairs worth a look: ids, probability, tier, reason codes.
        on_progress: raise in it to stop; what was scored is kept beside ``out`` and used by the next run.

    Raises:
        LoadError: the table cannot be used, or the output cannot be written.
    """
    say = on_progress or (lambda *_: None)
    _check_places(table, out, pairs_out)
    say("reading", 0, 0)
    people = read_people(table, columns)
    settings = {"version": VERSION, "fields": people.fields, "chunk": engine.PAIRS_A_CHUNK, "least": LEAST}
    kept = Checkpoint(out.with_name(f".{out.name}.partial"), table, settings)
    compared = engine.compare(
        ROW,
        people.records,
        on_progress=lambda done, total: say("comparing", done, total),
        on_parsed=lambda done, total: say("parsing", done, total),
        memory=memory,
        threads=threads,
        least=LEAST,
        kept=kept,
    )
    say("joining", 0, 0)
    pairs, chosen = _join(people, compared.pairs)
    sizes = np.bincount(chosen.labels, minlength=people.records.size)
    _write(out, _cluster_rows(people.ids, chosen, sizes))
    if pairs_out:
        _write(pairs_out, _pair_rows(people.ids, pairs, chosen))
    kept.remove()
    return DedupeReport(
        rows=people.records.size,
        joined=int(sizes[sizes > 1].sum()),
        clusters=int((sizes > 1).sum()),
        largest=int(sizes.max()),
        near_certain=int(pairs.near_certain.sum()),
        queued=int(pairs.queued.sum()),
        left_out=compared.blocks.left_out,
        resumed=kept.resumed,
        fields=people.fields,
        notes=(*people.notes, *_capped(compared.blocks)),
    )


def _join(people: People, pairs: Pairs) -> tuple[Pairs, cluster.Clusters]:
    sources = people.records.columns["source"]
    against = listed_once(pairs, sources)
    if against < 0.0:
        numbers = {source: number for number, source in enumerate(dict.fromkeys(sources)) if source is not None}
        codes = np.array([numbers.get(source, -1) for source in sources], dtype=np.int64)
        one_source = (codes[pairs.left] == codes[pairs.right]) & (codes[pairs.left] >= 0)
        pairs = pairs.with_evidence(one_source, against, "one_source_lists_both")
    with collector_paused():
        chosen = cluster.choose(
            pairs,
            people.records.size,
            threshold=JOIN_FROM,
            apart=sources if against < 0.0 else None,
            apart_bits=against,
        )
    return pairs, chosen


def _cluster_rows(ids: Sequence[str], chosen: cluster.Clusters, sizes: np.ndarray) -> Iterator[Sequence[object]]:
    yield "record_id", "cluster_id", "rows", "weakest_link"
    numbers: dict[int, int] = {}
    for id_, label in zip(ids, chosen.labels.tolist(), strict=True):
        number = numbers.setdefault(label, len(numbers) + 1)
        weakest = chosen.weakest.get(label)
        yield id_, number, int(sizes[label]), "" if weakest is None else f"{weakest:.3f}"


def _pair_rows(ids: Sequence[str], pairs: Pairs, chosen: cluster.Clusters) -> Iterator[Sequence[object]]:
    yield "left", "right", "probability", "tier", "one_cluster", "reasons"
    worth = np.flatnonzero(pairs.near_certain | pairs.queued)
    for row in worth[np.lexsort((pairs.right[worth], pairs.left[worth], -pairs.bits[worth]))].tolist():
        left, right = int(pairs.left[row]), int(pairs.right[row])
        together = "yes" if chosen.labels[left] == chosen.labels[right] else "no"
        yield (
            ids[left],
            ids[right],
            f"{pairs.probability[row]:.3f}",
            pairs.tier_of(row).value,
            together,
            " ".join(pairs.reasons_of(row)),
        )


def _capped(blocks: blocking.Blocks) -> list[str]:
    if not blocks.left_out:
        return []
    note = (
        f"{blocks.left_out} groups of more than {blocks.largest} rows share two keys, such as a common name and a "
        "place; within them only rows that share something rarer were compared."
    )
    return [note]


def _check_places(table: Path, out: Path, pairs_out: Path | None) -> None:
    targets = [target.resolve() for target in (out, pairs_out) if target is not None]
    if len(set(targets)) < len(targets) or table.resolve() in targets:
        raise LoadError(f"{out.name}: the table, the clusters and the pairs need a file each.")
    for target in targets:
        if not target.parent.is_dir():
            raise LoadError(f"{target.name}: there is no folder {target.parent.name} to write it to.")
        if target.is_dir():
            raise LoadError(f"{target.name} is a folder; say a file to write.")


def _write(target: Path, rows: Iterable[Sequence[object]]) -> None:
    try:
        with _moved_there(target) as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    except OSError as error:
        raise LoadError(f"{target.name} cannot be written ({error.strerror or 'output error'}).") from None


@contextmanager
def _moved_there(target: Path) -> Iterator[IO[str]]:
    """A file that takes its place when it is whole; an earlier one stays until then."""
    handle, draft = tempfile.mkstemp(prefix=".", suffix=".new", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
