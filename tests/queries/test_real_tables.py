"""Chains and posts over the real tables of a monitor, against an answer read straight from the table.

The answer here knows nothing of graphs: it goes through the rows one by one, by the rule in words. A citation gives
the inner bound of its end; the outer one is open unless the table says that the start or end is exact.
"""

from __future__ import annotations

import calendar
import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.case import Case, create_case
from graph.evidence import Actor
from ingest.load import load
from queries.saved_query import find

Table = list[dict[str, str]]
DAYS = ("2004-01-01", "2009-01-31", "2009-02-01", "2012-07-15", "2014-03-01", "2016-05-10", "2020-01-01")
STRONGEST = ("documented", "assumed", "possible", "excluded")
TABLES = ("organizations", "persons", "locations", "postings", "unit_relations", "sources")


@pytest.fixture(scope="module")
def tables(shared_data: Path) -> dict[str, Table]:
    """The tables as they are."""
    read = {}
    for name in TABLES:
        with (shared_data / "sfm" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            read[name] = list(csv.DictReader(file))
    return read


@pytest.fixture(scope="module")
def case(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A case with these tables, loaded as a user loads them."""
    folder = tmp_path_factory.mktemp("real")
    with create_case(folder / "case", title="t", key_file=folder / "key") as made:
        load(made, [shared_data / "sfm" / f"{name}.csv" for name in TABLES], actor=Actor(name="analyst-1"))
        made.refresh()
        yield made


def days_of(text: str, precision: str) -> tuple[str, str]:
    year, *rest = (int(part) for part in text.split("-"))
    if precision == "day":
        return text, text
    if precision == "month":
        last = calendar.monthrange(year, rest[0])[1]
        return f"{year:04}-{rest[0]:02}-01", f"{year:04}-{rest[0]:02}-{last:02}"
    return f"{year:04}-01-01", f"{year:04}-12-31"


def said(row: dict[str, str], day: str, *, continues: bool, exact_end: bool) -> str:
    start = days_of(row["start"], row["start_precision"]) if row["start"] else None
    end = days_of(row["end"], row["end_precision"]) if row["end"] else None
    if start is None and end is None:
        return "possible"
    first, last = start or end, end or start
    assert first and last
    if start and row["start_is_exact"] == "yes" and day < start[0]:
        return "excluded"
    if end and exact_end and day > end[1]:
        return "excluded"
    if first[1] <= day <= last[0]:
        return "documented"
    return "assumed" if continues and day > last[0] and day >= first[1] else "possible"


def by_name(case: Case, name: str) -> str | None:
    """The code of a unit whose name no other has."""
    rows = case.reader().rows("MATCH (u:Unit) WHERE u.name = $name RETURN u.code AS code ORDER BY code", name=name)
    return str(rows[0]["code"]) if len(rows) == 1 else None


@pytest.mark.parametrize("day", DAYS)
def test_parents_on_a_day_are_those_of_the_table(case: Case, tables: dict[str, Table], day: str) -> None:
    rows_of: dict[str, Table] = defaultdict(list)
    for row in tables["unit_relations"]:
        rows_of[row["child_name"]].append(row)
    compared = 0
    for name, rows in rows_of.items():
        unit = by_name(case, name)
        if unit is None or len({row["child"] for row in rows}) > 1:
            continue
        expected: dict[str, str] = {}
        for row in rows:
            answer = said(row, day, continues=row["open_ended"] == "Y", exact_end=row["open_ended"] == "E")
            expected[row["parent_name"]] = min(
                expected.get(row["parent_name"], "excluded"), answer, key=STRONGEST.index
            )
        found = find("chain_above").run(case.reader(), unit=unit, day=day, kinds="command, member of").rows
        level_one = [row for row in found if row["level"] == 1]
        assert {row["unit_name"] for row in level_one} == {
            parent for parent, answer in expected.items() if answer != "excluded"}  # fmt: skip
        for row in level_one:
            if not row["person"]:
                assert row["status"] == expected[row["unit_name"]]
                compared += 1
    assert compared > 30


@pytest.mark.parametrize("day", DAYS)
def test_posts_on_a_day_are_those_of_the_table(case: Case, tables: dict[str, Table], day: str) -> None:
    rows_of: dict[str, Table] = defaultdict(list)
    for row in tables["postings"]:
        rows_of[row["unit_name"]].append(row)
    compared = 0
    for name, rows in rows_of.items():
        unit = by_name(case, name)
        if unit is None:
            continue
        expected: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            expected[row["person_name"]].append(said(row, day, continues=False, exact_end=row["end_is_exact"] == "yes"))
        held = {each: answers for each, answers in expected.items() if set(answers) != {"excluded"}}
        found = [row for row in find("who_held_post").run(case.reader(), unit=unit, day=day).rows if row["person"]]
        assert {row["person_name"] for row in found} == set(held)
        for row in found:
            if len(held[row["person_name"]]) == 1:
                assert [row["status"]] == held[row["person_name"]]
                compared += 1
    assert compared > 20
