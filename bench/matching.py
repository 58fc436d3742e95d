"""How well incidents and units are matched, beside what plain tools do on the same: ``python -m bench.matching``.

Incidents: lists made from the UCDP events of one country (:mod:`bench.incident_lists`); a pair counts as found where
the matcher would join it without a person ("joined"), or thinks it more likely than not ("likely"). Goal: pair F1 of
.85 or more at a precision of .9 or more. Units: other spellings of the names of one monitor's units
(:mod:`bench.unit_spellings`) against all of them. Goal: recall@1 of .95 or more.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import duckdb
import numpy as np
from rapidfuzz import fuzz, process

from bench.incident_lists import Listed, as_columns, read_events, two_lists
from bench.unit_spellings import respelled
from graph.folding import fold
from ingest.matching import engine, rivals
from ingest.matching.kinds.incident import INCIDENT
from ingest.matching.kinds.unit import UNIT, columns_of
from ingest.matching.kinds.words import word_bits
from ingest.matching.outcome import settle
from ingest.matching.tables import Records, fill_records
from ingest.matching.unit_names import parse_unit

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SEEDS = (11, 12, 13)
SPELLINGS = 4
"""Other spellings of each unit, by seed."""
Pairs = set[tuple[int, int]]


def incidents(events: Sequence[dict[str, str]]) -> None:
    """Print precision, recall and F1 of each way, by how many of the events both lists have."""
    print(f"{'incidents':34} {'P':>6} {'R':>6} {'F1':>6} {'seconds':>8}")
    for in_both, coarser in ((1.0, 0.15), (0.6, 0.15), (0.3, 0.15), (0.6, 0.4)):
        rows = [two_lists(events, seed=seed, in_both=in_both, coarser=coarser) for seed in SEEDS]
        name = f"{in_both:.0%} in both" + (", places vaguer" if coarser > 0.2 else "")
        for way, found in (("joined", _joined), ("likely", _likely), ("same day, place, sides", _exact),
                           ("rapidfuzz token_set >= 95", _fuzzy)):  # fmt: skip
            _print_scores(f"{name}: {way}", rows, found)


def _print_scores(name: str, lists: Sequence[Sequence[Listed]], found: Callable[[Sequence[Listed]], Pairs]) -> None:
    hits = said = true = 0
    started = time.perf_counter()
    for rows in lists:
        pairs = found(rows)
        hits += sum(rows[one].event == rows[other].event for one, other in pairs)
        said += len(pairs)
        true += len(rows) - len({row.event for row in rows})
    seconds = (time.perf_counter() - started) / len(lists)
    precision, recall = hits / max(said, 1), hits / max(true, 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"{name:34} {precision:6.3f} {recall:6.3f} {both:6.3f} {seconds:8.2f}")


def _joined(rows: Sequence[Listed]) -> Pairs:
    listed = as_columns(rows)
    outcome = settle(INCIDENT, listed, engine.compare(INCIDENT, listed.records).pairs, {})
    return {(int(one.pair[0]), int(one.pair[1])) for one in outcome.same}


def _likely(rows: Sequence[Listed]) -> Pairs:
    listed = as_columns(rows)
    pairs = rivals.settle(engine.compare(INCIDENT, listed.records).pairs, listed.sources)
    likely = pairs.probability >= 0.5
    return set(zip(pairs.left[likely].tolist(), pairs.right[likely].tolist(), strict=True))


def _exact(rows: Sequence[Listed]) -> Pairs:
    """Baseline: the same first and last day, place as folded, and sides."""
    return _across(rows, lambda row: (row.since, row.until, fold(row.place), row.sides))


def _across(rows: Sequence[Listed], key: Callable[[Listed], object]) -> Pairs:
    by_key: dict[object, list[int]] = {}
    for number, row in enumerate(rows):
        by_key.setdefault(key(row), []).append(number)
    return {
        (one, other)
        for many in by_key.values()
        for one in many
        for other in many
        if one < other and rows[one].list != rows[other].list
    }


def _fuzzy(rows: Sequence[Listed]) -> Pairs:
    """Baseline: date, place, sides and count as one text, token_set_ratio of 95 or more, each row's best."""
    texts = [f"{row.since} {fold(row.place)} {' '.join(row.sides)} {row.best}" for row in rows]
    sides = [[number for number, row in enumerate(rows) if row.list == which] for which in (0, 1)]
    scores = process.cdist(
        [texts[one] for one in sides[0]], [texts[one] for one in sides[1]], scorer=fuzz.token_set_ratio, workers=1
    )
    best = scores.argmax(axis=1)
    return {
        tuple(sorted((sides[0][row], sides[1][int(at)])))  # type: ignore[misc]
        for row, at in enumerate(best)
        if scores[row, at] >= 95
    }


def units(rows: Sequence[dict[str, str]]) -> None:
    """Print recall@1 of each way, on other spellings made with seeds and on the monitor's own aliases."""
    named = [row for row in rows if not row["placeholder"]]
    names = [row["name"] for row in named]
    asked: dict[str, list[tuple[int, str]]] = {
        f"respelled, seed {seed}": [
            (number, respelled(name, seed * 100 + turn))
            for number, name in enumerate(names)
            for turn in range(SPELLINGS)
        ]
        for seed in SEEDS
    }
    asked["the monitor's own aliases"] = [
        (number, alias) for number, row in enumerate(named) for alias in row["aliases"].split("|") if alias
    ]
    print(f"\n{'units: recall@1':34} {'ours':>6} {'token_set':>10} {'WRatio':>7} {'exact':>6}")
    for what, questions in asked.items():
        texts = [text for _, text in questions]
        right = [number for number, _ in questions]
        ours = _share(right, _ours(names, texts))
        folded, plain = [fold(name) for name in names], [fold(text) for text in texts]
        token_set = _share(right, process.cdist(plain, folded, scorer=fuzz.token_set_ratio).argmax(axis=1))
        w_ratio = _share(right, process.cdist(plain, folded, scorer=fuzz.WRatio).argmax(axis=1))
        exact = _share(right, [folded.index(one) if one in folded else -1 for one in plain])
        print(f"{what:34} {ours:6.3f} {token_set:10.3f} {w_ratio:7.3f} {exact:6.3f}")


def _ours(names: Sequence[str], texts: Sequence[str]) -> Sequence[int]:
    """For each text the unit with the most evidence; all are compared with all, so that blocking plays no part."""
    parsed = [parse_unit([name]) for name in (*names, *texts)]
    bits = word_bits(one.words for one in parsed[: len(names)])
    rows = [{**dict.fromkeys(UNIT.columns), **columns_of(one, bits)} for one in parsed]
    columns = {name: [None if row[name] == [] else row[name] for row in rows] for name in UNIT.columns}
    worth = " + ".join(
        f"coalesce(CASE {' '.join(f'WHEN {level.when} THEN {level.bits}' for level in comparison.levels)} END, 0.0)"
        for comparison in UNIT.comparisons
    )
    with duckdb.connect() as connection:
        fill_records(connection, UNIT, Records(size=len(rows), columns=columns))
        found = connection.execute(
            "SELECT r.id, l.id FROM plain_record AS l, plain_record AS r WHERE l.id < $known AND r.id >= $known"  # noqa: S608
            f" QUALIFY row_number() OVER (PARTITION BY r.id ORDER BY {worth} DESC, l.id) = 1 ORDER BY r.id",
            {"known": len(names)},
        ).fetchall()
    return [unit for _, unit in found]


def _share(right: Sequence[int], found: Iterable[int]) -> float:
    return float(np.mean([one == other for one, other in zip(right, found, strict=True)]))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """Print both tables."""
    if not DATA.is_dir():
        sys.exit(f"The data that this is measured on is not at {DATA.name}.")
    incidents(read_events(DATA / "ucdp" / "ged_car.csv"))
    units(_rows(DATA / "sfm" / "organizations.csv"))


if __name__ == "__main__":
    main()
