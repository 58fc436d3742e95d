"""How well names are compared, and how fast: every row of the goal table for names, with baselines of the same run.

    python bench/names.py [--data ../shared/data] [--quick]

It reads the public lists in ``../shared/data/names`` and their own measure, which are not part of the product. The
baselines: Jaro-Winkler and WRatio over Latin letters (anyascii), and token_set_ratio over folded letters. Printed is
one row a measure: its goal, ours, the baselines. Times are processor time of one core.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
from anyascii import anyascii
from name_negatives import Pair, negatives
from name_variants import VARIANTS, variants
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from graph.folding import fold
from ingest.names import batch, compare
from ingest.names.compare import NEAR_CERTAIN
from ingest.names.parse import parse_name

Scorer = Callable[[str, str], float]
MILLION = 1_000_000


@cache
def latin(name: str) -> str:
    """A name in lower-case Latin letters."""
    return " ".join(anyascii(fold(name)).lower().replace("-", " ").split())


@cache
def folded(name: str) -> str:
    """A name folded, both scripts kept."""
    return fold(name).replace("-", " ")


SCORERS: dict[str, Scorer] = {
    "ours": compare.score,
    "jaro_winkler": lambda one, other: JaroWinkler.similarity(latin(one), latin(other)),
    "wratio": lambda one, other: fuzz.WRatio(latin(one), latin(other)) / 100,
    "token_set": lambda one, other: fuzz.token_set_ratio(folded(one), folded(other)) / 100,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--quick", action="store_true", help="leave the baselines out")
    asked = parser.parse_args()
    if not (asked.data / "names" / "measure.py").is_file():
        sys.exit(f"{asked.data} holds no names/measure.py: give the folder of the public lists with --data.")
    scorers = {"ours": compare.score} if asked.quick else SCORERS
    print(f"{'measure':58}{'goal':>10}" + "".join(f"{name:>14}" for name in scorers))
    measure = measures(asked.data / "names" / "measure.py")
    retrieval(measure, scorers)
    near_pairs(measure, scorers)
    world(asked.data, scorers)
    near_misses(asked.data / "names")
    calibration(measure)
    speed(asked.data / "names")


def measures(path: Path) -> ModuleType:
    """The measure that lies beside the lists."""
    spec = importlib.util.spec_from_file_location("measure", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} cannot be read as a module.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def row(name: str, goal: str, values: Sequence[object]) -> None:
    """Print one row."""
    shown = "".join(f"{value:14.3f}" if isinstance(value, float) else f"{value!s:>14}" for value in values)
    print(f"{name:58}{goal:>10}{shown}", flush=True)


def retrieval(measure: ModuleType, scorers: dict[str, Scorer]) -> None:
    """Every alias and every name in Arabic letters against all primary names of the UN list."""
    found = [measure.retrieve(scorer) for scorer in scorers.values()]
    for title, goal, kind, value in (
        ("Arabic name finds its Latin one, recall at 1", ".99", "arabic", "recall1"),
        ("   at 5", "1.0", "arabic", "recall5"),
        ("   at 1, strangers let through 5 %", ".90", "arabic_with_strangers", "recall1_at_fpr5"),
        ("good Latin alias finds the primary name, recall at 1", ".65", "good", "recall1"),
        ("   at 5", ".72", "good", "recall5"),
        ("low-quality alias, recall at 1", ".16", "low", "recall1"),
        ("Latin aliases, strangers let through 1 %", ".28", "latin_with_strangers", "recall1_at_fpr1"),
        ("   5 %", ".38", "latin_with_strangers", "recall1_at_fpr5"),
    ):
        row(title, goal, [float(one[kind][value]) for one in found])


def near_pairs(measure: ModuleType, scorers: dict[str, Scorer]) -> None:
    """Spellings of single names in two scripts against the nearest other names."""
    found = [measure.pairs(scorer)["near"] for scorer in scorers.values()]
    for title, goal, value in (("AUC", ".98", "auc"), ("F1", ".95", "f1"), ("recall at P .95", ".94", "recall_at_p95")):
        row(f"Latin/Arabic pairs, near negatives: {title}", goal, [float(one[value]) for one in found])


def world(data: Path, scorers: dict[str, Scorer]) -> None:
    """Names from all over the world against themselves written otherwise, and against their nearest neighbour."""
    with (data / "sfm" / "persons.csv").open(encoding="utf-8", newline="") as file:
        names = {line["name"].strip() for line in csv.DictReader(file)}
    with (data / "sfm" / "postings.csv").open(encoding="utf-8", newline="") as file:
        names |= {line["person_name"].strip() for line in csv.DictReader(file)}
    names |= {person["name"] for person in lists(data / "names", "un") if not person["original"]}
    kept = sorted(name for name in names if len(name.split()) > 1 and latin(name).replace(" ", "").isalpha())
    rng = random.Random(7)
    right = [(name, kind, other) for name in kept for kind, other in variants(name, rng)]
    keys = [latin(name) for name in kept]
    near = process.cdist(keys, keys, scorer=fuzz.token_sort_ratio)
    np.fill_diagonal(near, 0)
    wrong = [(name, kept[int(at)]) for name, at in zip(kept, near.argmax(axis=1), strict=True)]
    results = {}
    for title, scorer in scorers.items():
        against = np.sort([scorer(one, other) for one, other in wrong])
        found = {kind: np.array([scorer(one, other) for one, its, other in right if its == kind]) for kind in VARIANTS}
        limit = against[int(len(against) * 0.99)]
        results[title] = {kind: float((scores > limit).mean()) for kind, scores in found.items()}
    for kind in VARIANTS:
        row(f"world, {kind}: recall, neighbours let through 1 %", "", [found[kind] for found in results.values()])


def near_misses(folder: Path) -> None:
    """Pairs that differ by one telling letter and the like: how many come out near certain."""
    people = [*lists(folder, "un"), *lists(folder, "ofac")]
    across = [
        (person["original"].split(";")[0], person["name"])
        for person in people
        if re.search("[\u0600-\u06ff]", person.get("original", ""))
    ]
    names = [person["name"] for person in people] + [arabic for arabic, _ in across]
    with (folder / "dossier_4400" / "records.csv").open(encoding="utf-8", newline="") as file:
        records = [line["name"] for line in csv.DictReader(file)]
    names += random.Random(3).sample(records, 2_500)
    total = false = 0
    for kind, pairs in negatives(names, across).items():
        over = int((scored(pairs) >= NEAR_CERTAIN).sum())
        row(f"near misses, {kind}: near certain, of {len(pairs):,}", "", [over])
        total, false = total + len(pairs), false + over
    row(f"near misses, all: share near certain, of {total:,}", "<= .001", [f"{false / total:.5f}"])


def scored(pairs: Sequence[Pair]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Scores of pairs."""
    return batch.scores([one for one, _ in pairs], [other for _, other in pairs])


def calibration(measure: ModuleType) -> None:
    """Likeliest candidates and likeliest wrong ones for each alias and stranger: how many are right, by score."""
    people = measure.lines("un.jsonl")
    primary = [person["name"] for person in people]
    pairs: list[tuple[float, bool]] = []
    for gold, person in enumerate(people):
        asked = [alias["name"] for alias in person["aliases"]]
        if re.search("[\u0600-\u06ff]", person["original"]):
            asked.append(person["original"])
        for name in asked:
            if measure.squash(name) != measure.squash(primary[gold]):
                pairs += likeliest(batch.scores([name] * len(primary), primary), gold)
    strangers = [person for person in measure.lines("ofac.jsonl") if person["years"]]
    random.Random(7).shuffle(strangers)
    for person in strangers[:300]:
        scores = batch.scores([person["name"]] * len(primary), primary)
        years = people[int(scores.argmax())]["years"]
        if years and not any(abs(a - b) <= 1 for a in years for b in person["years"]):
            pairs.append((float(scores.max()), False))
    found = np.array([pair for pair in pairs if pair[0] > 0])
    for low, high in ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)):
        some = found[(found[:, 0] >= low) & (found[:, 0] < high)]
        if len(some):
            row(f"calibration, score {low:.2f} to {min(high, 1):.2f}: mean, share right, n", "",
                [float(some[:, 0].mean()), float(some[:, 1].mean()), len(some)])  # fmt: skip


def likeliest(scores: np.ndarray[tuple[int], np.dtype[np.float32]], gold: int) -> list[tuple[float, bool]]:
    """The best candidate, and where it is right the best wrong one too."""
    best = int(scores.argmax())
    if best != gold:
        return [(float(scores[best]), False)]
    others = np.delete(scores, gold)
    return [(float(scores[best]), True), (float(others.max()), False)]


def speed(folder: Path) -> None:
    """A million comparisons in one batch, beside rapidfuzz; parsing; what importing costs."""
    names = [person["name"] for kind in ("un", "ofac") for person in lists(folder, kind)]
    names += [person["original"] for person in lists(folder, "un") if person["original"]]
    rng = random.Random(5)
    left, right = ([rng.choice(names) for _ in range(MILLION)] for _ in range(2))
    ours, theirs = [], []
    batch.scores(left, right)
    for _ in range(3):
        ours.append(cpu_seconds(lambda: batch.scores(left, right)))
        theirs.append(cpu_seconds(lambda: process.cpdist(left, right, scorer=fuzz.token_set_ratio, workers=1)))
    row("a million comparisons, warm, one core: seconds", "<= 5", [min(ours)])
    row("   beside rapidfuzz.process.cpdist of token_set_ratio", "<= 6x", [f"{min(ours) / min(theirs):.2f}x"])
    with (folder / "dossier_40000" / "records.csv").open(encoding="utf-8", newline="") as file:
        words = [line["name"].split() for line in csv.DictReader(file)]
    mixed = list({" ".join(rng.choice(words)[:2] + rng.choice(words)[-2:]) for _ in range(100_000)})
    took = cpu_seconds(lambda: [parse_name(name) for name in mixed])
    row("parsing a million distinct names: seconds", "<= 60", [took * MILLION / len(mixed)])
    code = "import time; t = time.process_time(); import ingest.names.compare; print(time.process_time() - t)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    row("importing ingest.names.compare: seconds", "", [float(said)])


def cpu_seconds(work: Callable[[], object]) -> float:
    """Processor time of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def lists(folder: Path, name: str) -> list[dict[str, str]]:
    """The people of a list."""
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
