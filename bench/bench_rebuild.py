"""Rebuild of the whole case graph from 100,000 records, against raw writes of the very nodes and links.

Measured: ``Projector.rebuild`` from an open evidence store to a whole graph at its revision (read and decrypt the
records and decisions, clusters, projection with its spans of clearances, write). Baseline in the same run: the nodes
and links that came of it, written by ``UNWIND ... MERGE`` under a uniqueness constraint in batches of 5,000 with the
same properties (``baselines.py``). Goals: 0.4 of the baseline's speed on the embedded store, 0.5 on Neo4j.

    python bench/bench_rebuild.py [RECORDS]

Neo4j: the server that DOSSIER_TEST_NEO4J and DOSSIER_TEST_NEO4J_PASSWORD_FILE name, or that `make neo4j` started.
It is emptied. Without one that part is left out.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import baselines
from builders import alternately, evidence_of, folder_for, machine, peak_mb, report, size_given

from graph.evidence import Evidence
from graph.projection import Projector, project
from graph.stores.store import Link, Node, Store, open_store


def main() -> int:
    """Measure on every store there is; exit code 1 where a goal is missed."""
    count = size_given(100_000)
    print(machine())
    with folder_for("rebuild") as folder:
        evidence = evidence_of(folder, count)
        nodes, links = parts(evidence)
        met = [embedded(evidence, nodes, links)]
        where = baselines.server()
        if where is None:
            print("Neo4j: no server answers (`make neo4j` starts one); left out.")
        else:
            met.append(on_server(evidence, nodes, links, where))
        evidence.close()
    print(f"peak memory {peak_mb():.0f} MB")
    return 0 if all(met) else 1


def parts(evidence: Evidence) -> tuple[list[Node], list[Link]]:
    """The graph that is to come, and where the time goes."""
    slice_ = evidence.slice()
    records = sum(map(len, slice_.versions.values()))
    reading, projecting = alternately(evidence.slice, lambda: project(slice_), rounds=2)
    print(f"{records:,} records: of it reading {reading}, projecting {projecting}", flush=True)
    return project(slice_)


def embedded(evidence: Evidence, nodes: list[Node], links: list[Link]) -> bool:
    """The embedded store."""
    write = baselines.raw_kglite(nodes, links)
    check("the baseline", baselines.count_kglite(write()), nodes, links)
    ours, raw = alternately(lambda: rebuild(evidence, open_store("memory:")), write)
    what = f"rebuild on kglite ({len(nodes):,} nodes, {len(links):,} links)"
    return report(what, ours, "raw writes", raw, 0.4)


def on_server(evidence: Evidence, nodes: list[Node], links: list[Link], where: baselines.Server) -> bool:
    """Neo4j. Emptying it between two rounds is not part of either time."""

    def ours() -> None:
        rebuild(evidence, open_store(where.url, password=where.password))

    def after(at: int) -> None:
        check(("rebuild", "the baseline")[at], baselines.count_neo4j(where), nodes, links)
        baselines.wipe(where)

    baselines.wipe(where)
    took, raw = alternately(
        ours, baselines.raw_neo4j(nodes, links, where), rounds=2, between=after, server=where.process
    )
    what = f"rebuild on Neo4j ({len(nodes):,} nodes, {len(links):,} links)"
    return report(what, took, "raw writes", raw, 0.5)


def rebuild(evidence: Evidence, store: Store) -> None:
    """What is measured."""
    Projector(evidence, store).rebuild()
    store.close()


def check(what: str, found: tuple[int, int], nodes: Sequence[Node], links: Sequence[Link]) -> None:
    """Both sides must have written the same."""
    if found != (len(nodes), len(links)):
        raise SystemExit(f"{what} wrote {found} nodes and links instead of {len(nodes), len(links)}.")


if __name__ == "__main__":
    sys.exit(main())
