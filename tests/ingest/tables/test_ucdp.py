"""The real UCDP extract: counts taken from the file itself, by the csv module alone."""

import csv
import random
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.case import Case
from graph.evidence import Draft
from ingest.load import plan_jobs
from ingest.mapping import shipped_mappings
from tests.ingest.tables.conftest import records, take, titled

Row = dict[str, str]


@pytest.fixture
def ged(shared_data: Path) -> Path:
    return shared_data / "ucdp" / "ged_car.csv"


@pytest.fixture
def rows(ged: Path) -> list[Row]:
    with ged.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def write(path: Path, rows: Iterable[Row], columns: Iterable[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(columns), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def drafts_of(path: Path) -> list[Draft]:
    (job,) = plan_jobs(path, shipped_mappings())
    job.prepare()
    found = {id(draft): draft for _, cells in job.rows() for draft in job.plan.drafts(cells, "page")}
    return sorted(found.values(), key=lambda draft: (draft.kind, draft.key))


def same(one: list[Draft], other: list[Draft]) -> bool:
    plain = [sorted((draft.kind, draft.key, str(draft.values)) for draft in drafts) for drafts in (one, other)]
    return plain[0] == plain[1]


def test_every_event_becomes_an_incident_with_its_sides(case: Case, ged: Path, rows: list[Row]) -> None:
    report = take(case, ged)
    assert report.refused == []
    assert report.waiting == []
    kinds = Counter(draft.kind for draft in drafts_of(ged))
    assert kinds["incident"] == len(rows) == 1848
    one_sided = [row for row in rows if row["type_of_violence"] == "3"]
    assert len(one_sided) == 1076
    sides: dict[str, list[str | None]] = {}
    for view in records(case, "perpetrator"):
        sides.setdefault(view.locator, []).append(view.values.get("degree"))
    for row in rows:
        expected = [None] if row["type_of_violence"] == "3" else ["party_to_the_clash"] * 2
        assert sides[f"event {row['id']}"] == expected


def test_civilians_are_a_group_and_never_a_unit(case: Case, ged: Path, rows: list[Row]) -> None:
    take(case, ged)
    names = {name["words"] for view in records(case, "unit") for name in view.values["names"]}
    actors = {row[side] for row in rows for side in ("side_a", "side_b")} - {"Civilians"}
    assert names == actors
    victims = titled(case, "victim")
    assert all(f"event {row['id']}" in victims for row in rows if row["type_of_violence"] == "3")
    killed = {row["id"] for row in rows if row["type_of_violence"] == "3" or row["deaths_civilians"] != "0"}
    assert victims.keys() == {f"event {own}" for own in killed}


def test_figures_say_whose_dead_they_count(ged: Path, rows: list[Row]) -> None:
    figures = {draft.key: draft.values for draft in drafts_of(ged) if draft.kind == "figure"}
    for row in rows:
        low, best, high = (int(row[name]) for name in ("low", "best", "high"))
        whole = figures[f"{row['id']} all"]
        assert whole["count"] == [min(low, best, high), best, max(low, best, high)]
        assert ("remarks" in whole) is (not low <= best <= high)
        for side in ("a", "b"):
            part = figures.get(f"{row['id']} of side {side}")
            if row[f"deaths_{side}"] == "0":
                assert part is None
            else:
                assert part is not None
                assert part["count"] == [int(row[f"deaths_{side}"])] * 3
                assert part["of"] == {"kind": "unit", "key": row[f"side_{side}_new_id"], "dataset": ""}


def test_dates_and_places_are_as_exact_as_the_codes_say(ged: Path, rows: list[Row]) -> None:
    drafts = drafts_of(ged)
    incidents = {draft.key: draft.values for draft in drafts if draft.kind == "incident"}
    places = {draft.key: draft.values for draft in drafts if draft.kind == "location"}
    exactness = {"1": "exact", "2": "near", "3": "district", "4": "province", "5": "province", "6": "country"}
    for row in rows:
        date = incidents[row["id"]]["date"]
        assert (date["since_min"], date["until_max"]) == (row["date_start"][:10], row["date_end"][:10])
        place = places[incidents[row["id"]]["place"]["key"]]
        assert place["precision"] == exactness[row["where_prec"]]
        assert (place["lat"], place["lon"]) == (float(row["latitude"]), float(row["longitude"]))
        wider = place["within"]["key"].split(", ")
        assert wider == [part for part in (row["adm_2"], row["adm_1"], row["country"]) if part]


def test_each_record_of_an_event_rests_on_the_dataset_and_cites_its_articles(ged: Path, rows: list[Row]) -> None:
    drafts = drafts_of(ged)
    documents = {draft.key for draft in drafts if draft.kind == "document"}
    by_id = {draft.key: draft.values for draft in drafts if draft.kind == "incident"}
    for row in rows:
        values = by_id[row["id"]]
        assert values["document"]["key"] == "UCDP GED"
        assert values["level"] == 0
        cited = [one["key"] for one in values.get("cites", [])]
        assert set(cited) <= documents
        assert bool(cited) is bool(row["source_article"])
        if row["source_article"].startswith('"') and int(row["number_of_sources"]) > 0:
            # the file's own list of offices has one entry an article
            assert len(cited) <= len(row["source_office"].split(";"))


def test_the_same_file_twice_sorted_or_saved_by_another_program_adds_nothing(
    case: Case, ged: Path, rows: list[Row], tmp_path: Path
) -> None:
    take(case, ged)
    revision = case.evidence.revision()
    columns = list(rows[0])
    shuffled = rows.copy()
    random.Random(4).shuffle(shuffled)
    random.Random(5).shuffle(columns)
    again = take(case, write(tmp_path / "shuffled.csv", shuffled, columns))
    assert (again.new, again.changed) == (0, 0)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(columns)
    for row in shuffled:
        sheet.append([typed(name, row[name]) for name in columns])
    book.save(tmp_path / "saved.xlsx")
    saved = take(case, tmp_path / "saved.xlsx")
    assert (saved.new, saved.changed, saved.refused) == (0, 0, [])
    assert case.evidence.revision() == revision


def typed(name: str, text: str) -> object:
    """What a spreadsheet program makes of a cell."""
    if name in ("date_start", "date_end"):
        return datetime.fromisoformat(text)
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    return text


def test_fewer_columns_work_and_are_named(ged: Path, rows: list[Row], tmp_path: Path, case: Case) -> None:
    left = [name for name in rows[0] if name not in ("where_prec", "deaths_unknown", "adm_2", "source_article")]
    report = take(case, write(tmp_path / "older.csv", rows[:50], left))
    assert report.refused == []
    assert any("does not have: source_article, where_prec, adm_2, deaths_unknown" in one for one in report.sentences)


def test_names_cut_to_ten_letters_are_known(rows: list[Row], tmp_path: Path) -> None:
    cut = {"type_of_violence": "type_of_vi", "source_article": "source_art", "deaths_civilians": "deaths_civ",
           "where_coordinates": "where_coor"}  # fmt: skip
    shape = [{cut.get(name, name): text for name, text in row.items()} for row in rows[:30]]
    whole = write(tmp_path / "whole.csv", rows[:30], rows[0])
    assert same(drafts_of(write(tmp_path / "cut.csv", shape, shape[0])), drafts_of(whole))


def test_a_corrected_file_supersedes(case: Case, rows: list[Row], tmp_path: Path) -> None:
    first = [dict(row) for row in rows[:20]]
    path = write(tmp_path / "ged.csv", first, first[0])
    take(case, path)
    corrected = [*first[:19]]
    corrected[0] = {**corrected[0], "best": "9", "high": "9"}
    dry = take(case, write(path, corrected, first[0]), dry_run=True)
    assert dry.new == 0
    assert dry.by_kind["changed"]["figure"] == 1
    assert dry.vanished > 0
    report = take(case, path)
    assert (report.new, report.changed, report.vanished) == (0, dry.changed, dry.vanished)
    assert any("No longer in this file" in one for one in report.sentences)
