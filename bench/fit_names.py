"""Look for better weights of the comparison of names: one weight at a time, on both halves of the public lists.

    python bench/fit_names.py [--data ../shared/data] [--rounds 2]

The weights of ``ingest/names/evidence.py`` were found so, from round numbers set by hand. A neighbour of a weight is
kept only where it helps the whole list and neither half of it loses; what is printed is put into the file by hand. What
is maximised is the sum of: recall at 1 and 5 of good aliases, recall at 1 of low ones and of Arabic names, and recall
at 1 with strangers let through, averaged around 1 % and 5 % because few strangers decide each of these.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
from names import measures

from ingest.names.aligning import NameArrays
from ingest.names.evidence import WEIGHTS, Weights, read
from ingest.names.together import Together

STEPS = (0.7, 0.85, 1.15, 1.4)
LEAST_GAIN = 0.002
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


class Lists:
    """Aliases and strangers against all primary names of the UN list."""

    def __init__(self, measure: ModuleType) -> None:
        people = measure.lines("un.jsonl")
        self.primary = [person["name"] for person in people]
        asked = [(alias["name"], alias["quality"], gold) for gold, one in enumerate(people) for alias in one["aliases"]]
        asked += [
            (person["original"].split(";")[0], "arabic", gold)
            for gold, person in enumerate(people)
            if person["original"] and not any(letter.isascii() and letter.isalpha() for letter in person["original"])
        ]
        asked = [one for one in asked if measure.squash(one[0]) != measure.squash(self.primary[one[2]])]
        strangers = [person for person in measure.lines("ofac.jsonl") if person["years"]]
        random.Random(7).shuffle(strangers)
        self._years = [person["years"] for person in people]
        self._strangers = strangers[:300]
        self.kind = np.array([kind for _, kind, _ in asked])
        self.gold = np.array([gold for _, _, gold in asked])
        names = [name for name, _, _ in asked] + [person["name"] for person in self._strangers]
        distinct = sorted({*names, *self.primary})
        place = {name: number for number, name in enumerate(distinct)}
        one = np.repeat([place[name] for name in names], len(self.primary))
        other = np.tile([place[name] for name in self.primary], len(names))
        self._pairs = np.minimum(one, other), np.maximum(one, other)
        self._readings = [read(name) for name in distinct]

    def worth(self, weights: Weights) -> list[float]:
        """The sum of recalls: of the whole list, of its even half, of its odd half."""
        scores = Together(NameArrays(self._readings, weights)).scores(*self._pairs).reshape(-1, len(self.primary))
        found = scores[: len(self.gold)]
        own = found[np.arange(len(self.gold)), self.gold]
        higher = (found > own[:, None]).sum(axis=1)
        others = found.copy()
        others[np.arange(len(self.gold)), self.gold] = -1
        wrong = [self._wrong(row) for row in zip(scores[len(self.gold) :], self._strangers, strict=True)]
        strangers = np.array([score for score in wrong if score >= 0])
        top, hit = found.max(axis=1), (higher == 0) & (own > 0)
        sums = []
        for half in (self.gold >= 0, self.gold % 2 == 0, self.gold % 2 == 1):
            latin, arabic = half & (self.kind != "arabic"), half & (self.kind == "arabic")
            good, low = half & (self.kind == "good"), half & (self.kind == "low")
            recalls = [hit[good].mean(), ((higher < 5) & (own > 0))[good].mean(), hit[low].mean(), hit[arabic].mean()]
            silent = [_silent(top[latin], hit[latin], strangers, share) for share in (0.01, 0.05)]
            silent.append(_silent(top[arabic], hit[arabic], others.max(axis=1)[arabic], 0.05))
            sums.append(float(sum(recalls) + sum(silent)))
        return sums

    def _wrong(self, row: tuple[Floats, dict[str, list[int]]]) -> float:
        """The best score of a stranger, or -1 where it may be the same person after all."""
        scores, person = row
        years = self._years[int(scores.argmax())]
        known = years and not any(abs(a - b) <= 1 for a in years for b in person["years"])
        return float(scores.max()) if known else -1.0


def _silent(top: Floats, hit: Floats, wrong: Floats, share: float) -> float:
    """Recall at 1 where about this share of strangers gets an answer, averaged from half to twice the share."""
    limits = np.sort(wrong)[::-1][int(len(wrong) * share / 2) : int(len(wrong) * share * 1.5) + 1]
    return float(np.mean([(hit & (top > limit)).mean() for limit in limits]))


def neighbours(weights: Weights) -> list[tuple[str, Weights]]:
    """Weights that differ in one number, with its name."""
    found = []
    for name in Weights.__dataclass_fields__:
        value = getattr(weights, name)
        for step in STEPS:
            if isinstance(value, tuple):
                for at, one in enumerate(value):
                    changed = (*value[:at], round(one * step), *value[at + 1 :])
                    found.append((f"{name}[{at}] {one} -> {changed[at]}", replace(weights, **{name: changed})))
            else:
                found.append(
                    (f"{name} {value} -> {round(value * step)}", replace(weights, **{name: round(value * step)}))
                )
    return [(name, other) for name, other in found if other != weights]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--rounds", type=int, default=1)
    asked = parser.parse_args()
    if not (asked.data / "names" / "measure.py").is_file():
        sys.exit(f"{asked.data} holds no names/measure.py: give the folder of the public lists with --data.")
    lists = Lists(measures(asked.data / "names" / "measure.py"))
    weights, best = WEIGHTS, lists.worth(WEIGHTS)
    print("now", [round(one, 4) for one in best], flush=True)
    for _ in range(asked.rounds):
        for name, other in neighbours(weights):
            worth = lists.worth(other)
            if worth[0] > best[0] + LEAST_GAIN and all(new >= old for new, old in zip(worth, best, strict=True)):
                weights, best = other, worth
                print(name, [round(one, 4) for one in worth], flush=True)
    print(weights)


if __name__ == "__main__":
    main()
