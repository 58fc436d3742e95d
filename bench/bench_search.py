"""Searching names in a million: how long a search takes, the index to build and to keep, and what it weighs.

    python bench/bench_search.py [--names 1000000]

The names are invented: parts drawn as often as they are borne (``ingest/names/data``), with a long tail of rare ones
made of syllables, in both scripts and several spellings. The baseline is what one would do without an index:
rapidfuzz's ``process.extract`` over all names, which finds no other script. Times are given as they pass and,
for a machine that is busy otherwise, as processor time.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from graph.collector import collector_paused
from ingest.names.frequency import TABLE
from ingest.names.search import search
from ingest.names.search_index import NameIndex

SYLLABLES = "ba bi da di fa ghi ha ja ji ka la li ma mi na ni qa ra ri sa sha ta ti wa ya za zu".split()
ENDS = "b d f h j k l m n q r s sh t".split()
ARABIC = dict(zip("bdfghjklmnqrstwyz", "بدفغهجكلمنقرستويز", strict=True)) | {"a": "ا", "i": "ي", "u": "و"}


def parts(role: str, *sources: str) -> tuple[list[str], list[float]]:
    """Tokens of the shipped table and how common they are."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    kept = [(token, float(count)) for source, its, token, count in rows if its == role and source in sources]
    return [token for token, _ in kept], [count for _, count in kept]


def invented(rng: random.Random) -> str:
    """A rare name, in Latin letters, or letter by letter in Arabic ones."""
    latin = "".join(rng.choice(SYLLABLES) for _ in range(rng.choice((2, 2, 3)))) + rng.choice(ENDS)
    return latin if rng.random() < 0.5 else "".join(ARABIC[letter] for letter in latin)


def names(count: int, seed: int) -> Iterator[str]:
    """So many invented names of two to four parts, some with a kunya."""
    rng = random.Random(seed)
    tail = [invented(rng) for _ in range(count // 10)]
    arabic, sanctions = parts("ism", "arabic"), parts("ism", "sanctions", "census")
    families = parts("nisba", "arabic"), parts("nisba", "sanctions", "census")
    for _ in range(count):
        which = rng.random() < 0.5
        given, family = (arabic, families[0]) if which else (sanctions, families[1])
        chosen = rng.choices(*given, k=rng.choice((1, 2, 2, 3)))
        last = rng.choice(tail) if rng.random() < 0.5 else rng.choices(*family)[0]
        kunya = [("ابو" if which else "Abu"), rng.choices(*given)[0]] if rng.random() < 0.1 else []
        yield " ".join([*kunya, *chosen, last])


def queries(from_names: list[str], count: int, seed: int) -> list[str]:
    """What people type: a whole name, one part of it, two parts, a name that breaks off, one that nobody bears."""
    rng = random.Random(seed)
    asked = []
    for name in rng.sample(from_names, count):
        words = name.split()
        ways: list[Callable[[], str]] = [
            lambda words=words: " ".join(words),
            lambda words=words: rng.choice(words),
            lambda words=words: " ".join(words[-2:]),
            lambda words=words: " ".join(words)[: -rng.randint(1, 4)],
            lambda words=words: " ".join(words[:1]),
            lambda: invented(rng),
        ]
        asked.append(rng.choice(ways)())
    return asked


def timed(run: Callable[[str], object], asked: list[str]) -> dict[str, float]:
    """Milliseconds at the middle, at 95 % and at worst, and the same of the processor."""
    taken, worked = [], []
    for query in asked:
        start, busy = time.perf_counter(), time.process_time()
        run(query)
        taken.append(1000 * (time.perf_counter() - start))
        worked.append(1000 * (time.process_time() - busy))
    shares = {"p50": 50, "p95": 95, "worst": 100}
    return {
        f"{name}_{of}": round(float(np.percentile(values, share)), 1)
        for of, values in (("ms", taken), ("cpu_ms", worked))
        for name, share in shares.items()
    }


def megabytes() -> float:
    """Memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--baseline", type=int, default=12, help="queries of the slow baseline")
    asked = parser.parse_args()
    given = list(names(asked.names, 7))
    before, start, busy = megabytes(), time.perf_counter(), time.process_time()
    with collector_paused():
        index = NameIndex(enumerate(given))
    built, worked, weight = time.perf_counter() - start, time.process_time() - busy, megabytes() - before
    questions = queries(given, asked.queries, 11)
    for warm in queries(given, 5, 3):
        search(index, warm)
    result: dict[str, object] = {
        "names": len(index),
        "forms": len(index.forms),
        "build_s": round(built, 1),
        "build_cpu_s": round(worked, 1),
        "memory_mb": round(weight),
        "search": timed(lambda query: search(index, query), questions),
        "search_exact_only": timed(lambda query: search(index, query, variants=False), questions),
        "change_a_record": timed(lambda name: index.put(hash(name) % len(given), [name, "Other Name"]), questions),
        "baseline_rapidfuzz_extract": timed(
            lambda query: process.extract(query, given, scorer=fuzz.WRatio, limit=20), questions[: asked.baseline]
        ),
    }
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
