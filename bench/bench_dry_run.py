"""Dry run of 20,000 table rows, against reading and validating the same rows alone.

Measured: ``ingest.load.load(dry_run=True)`` of the CSV of bench_load.py into a case that is empty, and into one that
has loaded it already: what is compared is then all there. Baseline in the same run: the same sheet read in its cage,
recognised, both passes over its rows, drafts through the mapping with the model's validation, and nothing compared
or told. Goal: a dry run takes at most 1.3 times as long, which is a ratio of 0.77.

    python bench/bench_dry_run.py [ROWS]
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench_load import new_case, write_table
from builders import WRITER, alternately, folder_for, machine, peak_mb, report, size_given

from graph.case import Case
from graph.collector import collector_paused
from ingest.load import known_mappings, load, plan_jobs

GOAL = 1 / 1.3


def main() -> int:
    """Measure; exit code 1 where a goal is missed."""
    count = size_given(20_000)
    print(machine())
    with folder_for("dry-run") as folder:
        table = folder / "events.csv"
        write_table(table, count)
        with new_case(folder / "case", None) as case:
            met = [measure("dry run, empty case", case, table, count)]
            load(case, [table], actor=WRITER)
            met.append(measure("dry run, loaded before", case, table, count))
    print(f"peak memory {peak_mb():.0f} MB")
    return 0 if all(met) else 1


def measure(what: str, case: Case, table: Path, count: int) -> bool:
    """Dry run and baseline in turn."""

    def ours() -> None:
        said = load(case, [table], dry_run=True, actor=WRITER)
        if said.rows != count or said.refused:
            raise SystemExit(f"{said.rows} rows, {len(said.refused)} refused.")

    def read_and_validate() -> None:
        with collector_paused():
            rows = 0
            for job in plan_jobs(table, known_mappings(case)):
                job.prepare()
                for number, cells in job.rows():
                    job.plan.drafts(cells, job.page(number))
                    rows += 1
        if rows != count:
            raise SystemExit(f"{rows} rows were read.")

    dry, plain = alternately(ours, read_and_validate, rounds=2)
    print(f"{what}: {dry.wall / plain.wall:.2f} times as long, of processor time {dry.cpu / plain.cpu:.2f}")
    return report(what, dry, "reading and validating", plain, GOAL)


if __name__ == "__main__":
    sys.exit(main())
