"""The goals for incidents and units, on lists and spellings made from real tables with a seed of their own."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bench.incident_lists import as_columns, read_events, two_lists
from bench.unit_spellings import respelled
from ingest.matching import engine
from ingest.matching.kinds.incident import INCIDENT
from ingest.matching.kinds.unit import UNIT, columns_of
from ingest.matching.kinds.words import word_bits
from ingest.matching.outcome import settle
from ingest.matching.tables import Records
from ingest.matching.unit_names import parse_unit

SEED = 20


@pytest.mark.parametrize("in_both", [1.0, 0.5])
def test_incidents_of_two_lists_are_joined_rightly(shared_data: Path, in_both: float) -> None:
    rows = two_lists(read_events(shared_data / "ucdp" / "ged_car.csv"), seed=SEED, in_both=in_both)
    listed = as_columns(rows)
    same = settle(INCIDENT, listed, engine.compare(INCIDENT, listed.records).pairs, {}).same
    right = sum(rows[int(one.pair[0])].event == rows[int(one.pair[1])].event for one in same)
    precision, recall = right / len(same), right / (len(rows) - len({row.event for row in rows}))
    assert precision >= 0.9
    assert 2 * precision * recall / (precision + recall) >= 0.85


def test_a_unit_is_found_first_by_another_spelling_of_its_name(shared_data: Path) -> None:
    with (shared_data / "sfm" / "organizations.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file) if not row["placeholder"]]
    parsed = [parse_unit([name]) for name in (*names, *(respelled(name, SEED) for name in names))]
    bits = word_bits(one.words for one in parsed[: len(names)])
    rows = [{**dict.fromkeys(UNIT.columns), **columns_of(one, bits)} for one in parsed]
    columns = {name: [None if row[name] == [] else row[name] for row in rows] for name in UNIT.columns}
    # blocking and scoring as for a case, so a unit that is never compared with its other spelling is not found
    pairs = engine.compare(UNIT, Records(size=len(rows), columns=columns), least=1e-9).pairs
    best: dict[int, tuple[float, int]] = {}
    for left, right, worth in zip(pairs.left.tolist(), pairs.right.tolist(), pairs.bits.tolist(), strict=True):
        if left < len(names) <= right:
            best[right] = max(best.get(right, (-1e9, -1)), (worth, left))
    found = sum(best.get(len(names) + number, (0.0, -1))[1] == number for number in range(len(names)))
    assert found / len(names) >= 0.95
