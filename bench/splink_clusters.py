"""The baseline of bench/resolution.py: Splink 5 on ICU transliteration and Metaphone keys, as one would set it up.

Runs in an environment that has splink, metaphone and, if it can be had, pyicu (`make bench` makes one without it):

    PYTHON bench/splink_clusters.py RECORDS.csv OUT.csv [--threshold 0.5]

Writes record_id and cluster_id, and prints JSON: seconds, peak memory, records.
"""

import argparse
import csv
import json
import os
import resource
import time
from pathlib import Path

import duckdb
import splink.comparison_library as cl
from metaphone import doublemetaphone
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

FIELDS = ("unique_id", "source", "first", "middle", "last", "first_key", "last_key", "birth_year", "place", "unit")
try:
    import icu
except ImportError:  # it has no wheels: anyascii reads the same letters, a little more roughly
    from anyascii import anyascii

    def _romanised(text: str) -> str:
        return str(anyascii(text)).lower()
else:
    _romanised = icu.Transliterator.createInstance("Any-Latin; Latin-ASCII; Lower").transliterate
_NO_PARTS = frozenset("al el bin ibn ben abu abou".split())


def latin(text: str) -> str:
    """A text in Latin letters, without punctuation."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in _romanised(text)).split())


def prepared(path: Path) -> list[tuple[str | None, ...]]:
    """Rows of FIELDS; an absent value is None."""
    rows = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = latin(row["name"])
            parts = [part for part in name.split() if part not in _NO_PARTS] or name.split() or [""]
            keys = [doublemetaphone(part)[0] or None for part in (parts[0], parts[-1])]
            rest = [latin(row[field]) or None for field in ("place", "unit")]
            names = (parts[0] or None, " ".join(parts[1:-1]) or None, parts[-1] if len(parts) > 1 else None)
            rows.append((row["record_id"], row["source"], *names, *keys, row["birth_year"] or None, *rest))
    return rows


def clusters(rows: list[tuple[str | None, ...]], out: Path, threshold: float) -> None:
    """Train, predict and cluster."""
    folder = out.parent
    table = folder / f"{out.name}.prepared.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([FIELDS, *rows])
    connection = duckdb.connect(config={"threads": str(os.cpu_count() or 1)})
    connection.read_csv(str(table), all_varchar=True).create("records")
    table.unlink()
    api = DuckDBAPI(connection)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("first", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("last", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("middle", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("birth_year", 1),
            cl.JaroWinklerAtThresholds("place", [0.9]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("unit", [0.9]).configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("first_key", "last_key"),
            block_on("last_key", "place"),
            block_on("last_key", "birth_year"),
            block_on("first_key", "unit"),
            block_on("last_key", "unit"),
            block_on("first_key", "place"),
            block_on("first_key", "birth_year"),
        ],
    )
    linker = Linker(api.register("records"), settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match([block_on("first_key", "last_key")], recall=0.3)
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000, seed=7)
    for rule in (block_on("first_key", "last_key"), block_on("birth_year", "last_key")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=0.05)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold)
    cursor = connection.table(found.physical_name).select("unique_id", "cluster_id")
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("record_id", "cluster_id"), *cursor.fetchall()])


def main() -> None:
    """Run and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--threshold", type=float, default=0.5)
    given = parser.parse_args()
    started = time.perf_counter()
    rows = prepared(given.records)
    clusters(rows, given.out, given.threshold)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "seconds": round(time.perf_counter() - started, 1),
        "processor": round(used.ru_utime + used.ru_stime, 1),
        "megabytes": round(peak),
        "records": len(rows),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
