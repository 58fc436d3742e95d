"""Load of 20,000 table rows end to end (matching apart), against raw writes of what came of them.

Measured: ``ingest.load.load`` of a CSV in the shape of UCDP's Georeferenced Event Dataset, made here, into an empty
case: read the file in its cage, recognise and map the columns, validate, write evidence and vault, clusters,
projection. Baseline in the same run: the very rows of every table of both evidence files, full-text indexes included,
by ``executemany`` into fresh SQLCipher files with the same tables and settings, plus the very nodes and links by
``UNWIND ... MERGE`` (``baselines.py``). Goal on each store: 0.4 of the baseline's speed.

    python bench/bench_load.py [ROWS]

Neo4j: as in bench_rebuild.py. The server is emptied.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Callable
from pathlib import Path

import baselines
from builders import SEED, WRITER, Times, alternately, folder_for, machine, peak_mb, report, size_given, times_of

from graph.case import Case, create_case
from graph.projection import project
from ingest.load import load

COLUMNS = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 priogrid_gid country country_id region event_clarity date_prec "
    "date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob longitude latitude"
).split()


def main() -> int:
    """Measure on every store there is; exit code 1 where a goal is missed."""
    count = size_given(20_000)
    print(machine())
    with folder_for("load") as folder:
        table = folder / "events.csv"
        write_table(table, count)
        met = [measure(folder, table, None)]
        where = baselines.server()
        if where is None:
            print("Neo4j: no server answers (`make neo4j` starts one); left out.")
        else:
            met.append(measure(folder, table, where))
    print(f"peak memory {peak_mb():.0f} MB")
    return 0 if all(met) else 1


def measure(folder: Path, table: Path, where: baselines.Server | None) -> bool:
    """One store: Neo4j `where`, or the embedded one."""
    cases: list[Case] = []
    process = where.process if where else None

    def ours() -> None:
        said = load(cases[-1], [table], actor=WRITER)
        if said.refused:
            raise SystemExit(f"{len(said.refused)} rows refused: {said.refused[0]}")

    best = Times(wall=float("inf"), cpu=float("inf"))
    for attempt in range(2):
        if where:
            baselines.wipe(where)
        cases.append(new_case(folder / f"case-{len(cases)}-{'server' if where else 'own'}", where))
        took = times_of(ours, process)
        best = Times(wall=min(best.wall, took.wall), cpu=min(best.cpu, took.cpu))
        if attempt == 0:
            cases[-1].close()
    case = cases[-1]
    nodes, links = project(case.evidence.slice())
    copied = baselines.RawEvidence(case.evidence)
    if where:
        baselines.wipe(where)
    write = baselines.raw_neo4j(nodes, links, where) if where else baselines.raw_kglite(nodes, links)
    rows, graph = alternately(
        lambda: copied.write(folder), write, rounds=2, between=emptied(where, last=1), server=process
    )
    raw = Times(wall=rows.wall + graph.wall, cpu=rows.cpu + graph.cpu)
    records = len(case.evidence.slice(None).versions)
    case.close()
    store = "Neo4j" if where else "kglite"
    print(
        f"{store}: {records:,} records, {copied.count:,} rows of evidence, {len(nodes):,} nodes, {len(links):,} links"
    )
    return report(f"load on {store}", best, f"raw rows {rows} and raw graph {graph}, together", raw, 0.4)


def emptied(where: baselines.Server | None, *, last: int) -> Callable[[int], None]:
    """Empties the server after the raw graph was written."""

    def after(at: int) -> None:
        if where is not None and at == last:
            baselines.wipe(where)

    return after


def new_case(folder: Path, where: baselines.Server | None) -> Case:
    """An empty case."""
    return create_case(
        folder,
        title="Benchmark",
        key_file=folder.with_suffix(".key"),
        database=where.url if where else "",
        password=where.password if where else None,
    )


def write_table(path: Path, count: int) -> None:
    """Events of an invented country: 40 groups, 3,000 places in 150 districts, one article for two events."""
    chance = random.Random(SEED)
    places = [
        (f"Town {n}", f"Province {n % 15}", f"District {n % 150}", round(33 + n / 1_000, 4), round(38 + n / 500, 4))
        for n in range(3_000)
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, COLUMNS)
        out.writeheader()
        out.writerows(row(number, chance, places) for number in range(1, count + 1))


def row(number: int, chance: random.Random, places: list[tuple[str, str, str, float, float]]) -> dict[str, object]:
    """One event."""
    kind = chance.choices((1, 2, 3), (35, 15, 50))[0]
    first, second = chance.randrange(1, 41), 1 if kind == 3 else chance.randrange(50, 90)
    place, province, district, north, east = chance.choice(places)
    year, month, day = chance.randrange(2005, 2022), chance.randrange(1, 13), chance.randrange(1, 28)
    precision = chance.choices((1, 2, 4), (80, 10, 10))[0]
    start = f"{year}-{month:02}-{day:02}" if precision < 4 else f"{year}-{month:02}-01"
    end = f"{year}-{month:02}-{day + (precision > 1):02}" if precision < 4 else f"{year}-{month:02}-28"
    best = chance.randrange(1, 12)
    articles = [
        f'"Agency {article % 60},{year}-{month:02}-28,Report {article} on the events of the month"'
        for article in (chance.randrange(20_000 // 2) for _ in range(chance.choices((1, 2, 3), (75, 15, 10))[0]))
    ]
    side_b = "Civilians" if kind == 3 else f"Group {second}"
    conflict = f"Group {first} - {side_b}"
    return dict(
        zip(
            COLUMNS,
            (
                *(number, 0, year, 1, "Clear", kind, first, first, conflict, first, first, conflict, first, first),
                *(f"Group {first}", second, second, side_b, len(articles), ";".join(articles), "", "", "", "OCHA"),
                *(chance.choice((1, 1, 1, 2, 3)), place, f"near {place}", province, district, 135_000 + number % 150),
                *("Examplia", 999, "Africa", 1, precision, f"{start}T00:00:00", f"{end}T00:00:00"),
                *((0, 0, best, 0) if kind == 3 else (best // 2, best - best // 2, 0, 0)),
                *(best, best + 2, max(0, best - 1), "", "", east, north),
            ),
            strict=True,
        )
    )


if __name__ == "__main__":
    sys.exit(main())
