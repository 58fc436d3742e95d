"""Security Force Monitor's real tables; expectations read from the files by the csv module alone."""

import csv
from itertools import permutations
from pathlib import Path

import pytest

from graph.case import Case
from tests.ingest.tables.conftest import records, take, titled

Row = dict[str, str]
TABLES = ("organizations", "persons", "postings", "unit_relations", "unit_places", "incidents", "locations", "sources")


@pytest.fixture
def sfm(shared_data: Path) -> dict[str, Path]:
    return {name: shared_data / "sfm" / f"{name}.csv" for name in TABLES}


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_every_table_is_known_by_its_columns_and_nothing_waits_at_the_end(case: Case, sfm: dict[str, Path]) -> None:
    report = take(case, *sfm.values())
    assert (report.refused, report.waiting) == ([], [])
    kinds = {"organizations": "unit", "persons": "person", "postings": "posting", "unit_relations": "unit_relation",
             "unit_places": "unit_place", "incidents": "incident", "locations": "location"}  # fmt: skip
    for table, kind in kinds.items():
        assert len(records(case, kind)) == len(rows(sfm[table])), table
    assert len(records(case, "document")) == len(rows(sfm["sources"])) + 1


@pytest.mark.parametrize("order", list(permutations(("postings", "persons", "organizations"))), ids="-".join)
def test_the_order_of_files_does_not_matter_and_what_is_missing_is_named(
    case: Case, sfm: dict[str, Path], order: tuple[str, ...]
) -> None:
    waiting = take(case, *(sfm[name] for name in order)).waiting
    assert any("postings.csv, row 2: 'Also cites' names 23 documents" in one for one in waiting)
    assert take(case, sfm["sources"]).waiting == []
    assert case.evidence.waiting() == []


def test_only_commander_is_said_to_have_commanded(case: Case, sfm: dict[str, Path]) -> None:
    take(case, sfm["postings"])
    found = titled(case, "posting")
    for row in rows(sfm["postings"]):
        values = found[row["id"]].values
        assert values["kind"] == ("commanded" if row["role"] == "Commander" else "member")
        assert values.get("role_words", "") == row["role"]
        assert values.get("rank", "") == row["rank"]
        assert values["continues"] == "not_known"
        assert len(values["cites"]) == len(set(row["sources"].split("|")))


def test_first_and_last_cited_keep_their_precision_and_flags(case: Case, sfm: dict[str, Path]) -> None:
    take(case, sfm["postings"], sfm["unit_relations"], sfm["organizations"])
    postings = titled(case, "posting")
    for row in rows(sfm["postings"]):
        values = postings[row["id"]].values
        for field, flag, column in (("since", "since_is_start", "start"), ("until", "until_is_end", "end")):
            if not row[column]:
                assert field not in values
                assert flag not in values
                continue
            length = {"day": 10, "month": 7, "year": 4}[row[f"{column}_precision"]]
            assert values[field]["edtf"] == row[column][:length]
            assert values[flag] == row[f"{column}_is_exact"]
    continues = {"Y": "yes", "N": "not_known", "E": "no", "": "not_known"}
    relations = titled(case, "unit_relation")
    for row in rows(sfm["unit_relations"]):
        values = relations[row["id"]].values
        assert values["continues"] == continues[row["open_ended"]]
        assert values["kind"] == ("member_of" if row["relation"] == "member-of" else row["classification"])
        if row["end"]:
            assert (values["until_is_end"] == "yes") is (row["open_ended"] == "E")
    units = titled(case, "unit")
    for row in rows(sfm["organizations"]):
        values = units[f"unit {row['id']}"].values
        assert values.get("placeholder", "") == row["placeholder"]
        words = [name["words"] for name in values["names"]]
        assert words[0] == row["name"]
        assert set(words[1:]) == {name.strip() for name in row["aliases"].split("|") if name.strip()} - {row["name"]}


def test_places_and_incidents(case: Case, sfm: dict[str, Path]) -> None:
    take(case, sfm["unit_places"], sfm["incidents"])
    places = titled(case, "unit_place")
    for row in rows(sfm["unit_places"]):
        assert places[row["id"]].values["kind"] == ("based_at" if row["kind"] == "site" else "operated_in")
    incidents = titled(case, "incident")
    classes: dict[str, set[str]] = {}
    for view in records(case, "perpetrator"):
        classes.setdefault(view.locator, set()).add(view.values["class_words"])
        assert "degree" not in view.values
    for row in rows(sfm["incidents"]):
        date = incidents[f"incident {row['id']}"].values["date"]
        same = row["start"] == row["end"]
        assert date["edtf"] == (row["start"] if same else f"{row['start']}/{row['end']}")
        assert classes[f"incident {row['id']}"] == set(row["perpetrator_classes"].split("|"))


def test_persons_in_posts_are_not_told_apart_by_case_or_country(case: Case, sfm: dict[str, Path]) -> None:
    take(case, sfm["persons"])
    names = {view.values["names"][0]["words"] for view in records(case, "person")}
    assert names == {row["name"] for row in rows(sfm["persons"])}
