"""How well and how fast rows are resolved into people: every row of the goal table for clusters, in one go.

    python bench/resolution.py [--data ../shared/data] [--splink PYTHON] [--million] [--quick]

It reads the generated dossiers in ``../shared/data/names`` and their own measure. ``--splink`` names the Python of an
environment that has splink, metaphone and pyicu (this one, where it has them): bench/splink_clusters.py is then run on
the same tables, as the baseline. ``--million`` also resolves a table of a million records (bench/people.py), ours and
theirs; ``--quick`` leaves out what takes over a minute. Every run is a process of its own; times are wall-clock and
processor seconds.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import people
from builders import ROOT, machine

from ingest.dedupe import dedupe
from ingest.dedupe_kind import ROW
from ingest.dedupe_table import read_people
from ingest.matching import engine

SPLINK = ROOT / "bench" / "splink_clusters.py"
GIGABYTE = 1024
_DATA = ROOT.parent / "shared" / "data"


class Table:
    """The rows as printed; ``missed`` counts those whose goal was not reached."""

    def __init__(self) -> None:
        self.missed = 0
        print(f"{'measure':58} {'goal':>9} {'ours':>9} {'splink':>9}")

    def row(self, what: str, goal: str, ours: float, theirs: float | None = None) -> None:
        """One measure; a goal is ``>= x``, ``<= x`` or empty."""
        met = not goal or (ours >= float(goal[2:]) if goal.startswith(">=") else ours <= float(goal[2:]))
        self.missed += not met
        baseline = "" if theirs is None else f"{theirs:9.3f}"
        print(f"{what:58} {goal:>9} {ours:9.3f} {baseline:>9}{'' if met else '  MISSED'}", flush=True)


def main() -> int:
    """Measure; exit code 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=_DATA)
    parser.add_argument("--splink", type=Path, default=sys.executable if importlib.util.find_spec("splink") else None)
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--once", nargs=3, metavar=("TABLE", "OUT", "PAIRS"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once:
        return once(*map(Path, given.once))
    print(machine())
    print(f"load {os.getloadavg()[0]:.1f}; baseline: {given.splink or 'Splink not given (--splink PYTHON)'}")
    measure = _module(given.data / "names" / "measure.py")
    table = Table()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("dossier_4400",) if given.quick else ("dossier_4400", "dossier_40000"):
            quality(table, measure, given.data / "names" / name, Path(folder), given.splink)
        if not given.quick:
            halves(table, measure, given.data / "names" / "dossier_40000", Path(folder))
            speed(table, measure, 40_000, Path(folder), given.splink)
        if given.million:
            speed(table, measure, 1_000_000, Path(folder), given.splink)
    return 1 if table.missed else 0


def quality(table: Table, measure: Any, data: Path, folder: Path, splink: Path | None) -> None:
    """Clusters, tiers and blocking on a dossier with its truth."""
    large = data.name.endswith("40000")
    out, pairs = folder / f"{data.name}.csv", folder / f"{data.name}-pairs.csv"
    ours = resolved(data / "records.csv", out, pairs)
    reached = measure.clusters(data / "truth.csv", out)
    theirs: dict[str, Any] = {}
    took: dict[str, float] = {}
    if splink:
        took = baseline(splink, data / "records.csv", folder / "splink.csv")
        theirs = measure.clusters(data / "truth.csv", folder / "splink.csv")
    print(f"-- {data.name}: {ours['seconds']} s, {ours['processor']} s of processor, {ours['megabytes']} MB")
    goals = {"pair": ">=.45"} if large else {"pair": ">=.65", "b_cubed": ">=.86", "whole_cluster": ">=.42"}
    for what in ("pair", "b_cubed", "whole_cluster"):
        table.row(f"{what} F1", goals.get(what, ""), reached[what]["f1"], theirs[what]["f1"] if theirs else None)
    table.row("pair precision", "" if large else ">=.75", reached["pair"]["p"], theirs["pair"]["p"] if theirs else None)
    table.row("largest cluster", "<=25", reached["largest"], theirs["largest"] if theirs else None)
    precision, recall = near_certain(pairs, truth_of(data))
    table.row("near-certain tier: pair precision", ">=.97", precision)
    table.row("near-certain tier: recall", "" if large else ">=.35", recall)
    if not large:
        table.row("share of true pairs that blocking compares", "", blocking_recall(data))
    if took:
        table.row("seconds, ours over theirs", "<=1" if large else "", ours["seconds"] / took["seconds"])


def halves(table: Table, measure: Any, data: Path, folder: Path) -> None:
    """Two random halves of the people: no setting may be tuned to one size or one set of people."""
    truth = truth_of(data)
    everybody = sorted(set(truth.values()))
    random.Random(7).shuffle(everybody)
    for number, part in enumerate((everybody[::2], everybody[1::2]), start=1):
        chosen = set(part)
        for name in ("records.csv", "truth.csv"):
            with (data / name).open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            with (folder / name).open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([rows[0], *(row for row in rows[1:] if truth[row[0]] in chosen)])
        resolved(folder / "records.csv", folder / "half.csv", folder / "half-pairs.csv")
        reached = measure.clusters(folder / "truth.csv", folder / "half.csv")
        table.row(f"half {number} of its people: pair F1", ">=.45", reached["pair"]["f1"])


def speed(table: Table, measure: Any, size: int, folder: Path, splink: Path | None) -> None:
    """Time and memory on a table made by bench/people.py."""
    made = folder / f"people-{size}"
    people.write(made, size)
    ours = resolved(made / "records.csv", made / "out.csv", made / "pairs.csv")
    reached = measure.clusters(made / "truth.csv", made / "out.csv")
    print(f"-- {size:,} invented records")
    table.row("pair F1", "", reached["pair"]["f1"])
    table.row("largest cluster", "<=25", reached["largest"])
    million = size >= 1_000_000
    table.row("minutes", "<=15" if million else "", ours["seconds"] / 60)
    table.row("processor minutes", "", ours["processor"] / 60)
    table.row("gigabytes", "<=8" if million else "", ours["megabytes"] / GIGABYTE)
    if splink:
        theirs = baseline(splink, made / "records.csv", made / "splink.csv")
        table.row("seconds, ours over theirs", "<=.55" if million else "<=1", ours["seconds"] / theirs["seconds"])
        table.row("gigabytes of theirs", "", theirs["megabytes"] / GIGABYTE)


def resolved(records: Path, out: Path, pairs: Path) -> dict[str, float]:
    """Resolve in a fresh process; what it took."""
    return _told([sys.executable, __file__, "--once", str(records), str(out), str(pairs)])


def once(records: Path, out: Path, pairs: Path) -> int:
    """Resolve here, and say what it took."""
    started = time.perf_counter()
    dedupe(records, out, pairs_out=pairs)
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "seconds": round(time.perf_counter() - started, 1),
        "processor": round(used.ru_utime + used.ru_stime, 1),
        "megabytes": round(used.ru_maxrss / 1024),
    }
    print(json.dumps(told))
    return 0


def baseline(splink: Path, records: Path, out: Path) -> dict[str, float]:
    """Splink on the same records."""
    return _told([str(splink), str(SPLINK), str(records), str(out), "--threshold", "0.9"])


def near_certain(pairs: Path, truth: dict[str, str]) -> tuple[float, float]:
    """Precision and recall of the pairs of the near-certain tier."""
    with pairs.open(encoding="utf-8", newline="") as file:
        sure = [row for row in csv.DictReader(file) if row["tier"] == "near_certain"]
    right = sum(truth[row["left"]] == truth[row["right"]] for row in sure)
    return right / max(len(sure), 1), right / max(_true_pairs(truth.values()), 1)


def blocking_recall(data: Path) -> float:
    """The share of true pairs that are compared at all: no scoring can find the rest."""
    rows = read_people(data / "records.csv")
    truth = truth_of(data)
    person = np.array([int(truth[id_][1:]) for id_ in rows.ids])
    pairs = engine.compare(ROW, rows.records, least=1e-12).pairs
    return float((person[pairs.left] == person[pairs.right]).sum()) / _true_pairs(truth.values())


def truth_of(data: Path) -> dict[str, str]:
    """Person by record."""
    with (data / "truth.csv").open(encoding="utf-8", newline="") as file:
        return {row["record_id"]: row["person_id"] for row in csv.DictReader(file)}


def _true_pairs(persons: Any) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(persons).values())


def _told(command: list[str]) -> dict[str, float]:
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    told: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("measure", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is not there: say --data FOLDER")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
