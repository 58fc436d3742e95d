"""The same events as other releases, programs and countries write them: the same records, and nothing lost."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import LoadError
from ingest.load import plan_jobs
from ingest.mapping import RowRefused, shipped_mappings

Row = dict[str, str]
Change = Callable[[Row], Row]

EVENT: Row = {
    "id": "36210", "year": "2009", "active_year": "1", "code_status": "Clear", "type_of_violence": "1",
    "conflict_new_id": "314", "conflict_name": "Invented: Government", "dyad_name": "Government of Invented - LIF",
    "side_a_dset_id": "90", "side_a_new_id": "90", "side_a": "Government of Invented",
    "side_b_dset_id": "488", "side_b_new_id": "488", "side_b": "LIF",
    "source_article": "Outlet 25/2-09; Другая газета", "where_prec": "5", "where_coordinates": "Región del Río",
    "where_description": "قرب النهر", "adm_1": "Norte", "adm_2": "", "country": "Invented", "country_id": "999",
    "event_clarity": "1", "date_prec": "1", "date_start": "2009-02-20", "date_end": "2009-02-20",
    "deaths_a": "0", "deaths_b": "3", "deaths_civilians": "1", "deaths_unknown": "0", "best": "4", "high": "5",
    "low": "4", "latitude": "5.399784", "longitude": "26.486881",
}  # fmt: skip
EVENTS = [
    EVENT,
    EVENT | {"id": "2", "type_of_violence": "2", "side_a": "Group One", "side_a_new_id": "11", "side_b": "Group Two",
             "side_b_new_id": "12", "where_prec": "7", "adm_1": "", "date_prec": "5", "date_start": "2010-01-01",
             "date_end": "2010-12-31"},
    EVENT | {"id": "3", "type_of_violence": "3", "side_a": "Group One", "side_a_new_id": "11", "side_b": "Civilians",
             "side_b_new_id": "9999", "deaths_b": "0", "country": "Neighbour", "adm_1": "Norte", "adm_2": "Valle",
             "where_prec": "3", "date_start": "2010-03-25", "date_end": "2010-03-29", "date_prec": "2"},
]  # fmt: skip
TYPES = {"1": "State-based conflict", "2": "Non-state conflict", "3": "One-sided violence"}
NUMBERS = ("id", "type_of_violence", "side_a_new_id", "side_b_new_id", "where_prec", "date_prec", "deaths_a",
           "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low")  # fmt: skip


def written(path: Path, change: Change = lambda row: row, *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    rows = [change(row) for row in EVENTS]
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def drafts(path: Path) -> dict[tuple[str, str], str]:
    """Every draft by kind and key, its values as text."""
    (job,) = plan_jobs(path, shipped_mappings())
    job.prepare()
    return {
        (draft.kind, draft.key): str(sorted(draft.values.items()))
        for _, cells in job.rows()
        for draft in job.plan.drafts(cells, "page")
    }


def dates(shape: Callable[[str, str, str], str]) -> Change:
    def change(row: Row) -> Row:
        return row | {name: shape(*row[name].split("-")) for name in ("date_start", "date_end")}

    return change


def renamed(**names: str) -> Change:
    return lambda row: {names.get(name, name): text for name, text in row.items()}


SHAPES: dict[str, tuple[Change, dict[str, str]]] = {
    "a byte order mark": (lambda row: row, {"encoding": "utf-8-sig"}),
    "tabs": (lambda row: row, {"delimiter": "\t"}),
    "semicolons and decimal commas": (
        lambda row: row | {name: row[name].replace(".", ",") for name in ("latitude", "longitude")},
        {"delimiter": ";"},
    ),
    "whole numbers written as decimals": (lambda row: row | {name: f"{row[name]}.0" for name in NUMBERS}, {}),
    "times of midnight": (dates(lambda y, m, d: f"{y}-{m}-{d} 00:00:00.000"), {}),
    "day before month": (dates(lambda y, m, d: f"{d}/{m}/{y}"), {}),
    "month before day": (dates(lambda y, m, d: f"{int(m)}/{int(d)}/{y} 0:00"), {}),
    "the type of violence in words": (lambda row: row | {"type_of_violence": TYPES[row["type_of_violence"]]}, {}),
    "names in capitals": (lambda row: {name.upper(): text for name, text in row.items()}, {}),
    "shorter names": (renamed(where_description="where_desc", date_start="date_star", best="best_est"), {}),
    "columns in another order, with others": (
        lambda row: {"priogrid_gid": "137213", **dict(reversed(row.items())), "gwnob": ""}, {}
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_another_shape_gives_the_same_records(tmp_path: Path, shape: str) -> None:
    change, how = SHAPES[shape]
    plain = drafts(written(tmp_path / "plain.csv"))
    assert {kind for kind, _ in plain} >= {"incident", "unit", "group", "victim", "perpetrator", "figure", "location"}
    assert drafts(written(tmp_path / "other.csv", change, **how)) == plain


def test_an_older_release_without_ids_of_sides_knows_them_by_name(tmp_path: Path) -> None:
    gone = ("side_a_new_id", "side_b_new_id", "side_a_dset_id", "side_b_dset_id", "code_status", "event_clarity")
    older = drafts(written(tmp_path / "old.csv", lambda row: {k: v for k, v in row.items() if k not in gone}))
    assert {key for kind, key in older if kind == "unit"} == {"Government of Invented", "LIF", "Group One", "Group Two"}


def test_a_type_of_violence_that_is_none_is_refused_and_not_half_taken(tmp_path: Path) -> None:
    (job,) = plan_jobs(written(tmp_path / "odd.csv", lambda row: row | {"type_of_violence": "9"}), shipped_mappings())
    job.prepare()
    for _, cells in job.rows():
        with pytest.raises(RowRefused):
            job.plan.drafts(cells, "page")


def test_day_numbers_of_a_spreadsheet_are_refused_with_what_to_do(tmp_path: Path) -> None:
    (job,) = plan_jobs(written(tmp_path / "serial.csv", dates(lambda *_: "39864")), shipped_mappings())
    job.prepare()
    for _, cells in job.rows():
        with pytest.raises(RowRefused) as refused:
            job.plan.drafts(cells, "page")
        assert any("format of the column" in wrong.right for wrong in refused.value.wrongs)


def test_two_countries_in_one_file_keep_their_places_apart(tmp_path: Path) -> None:
    places = {key for kind, key in drafts(written(tmp_path / "two.csv")) if kind == "location"}
    assert {"Invented", "Neighbour", "Norte, Invented", "Norte, Neighbour", "Valle, Norte, Neighbour"} <= places


def headings(path: Path, *names: str) -> Path:
    path.write_text("\n".join([",".join(names), ",".join("x" for _ in names)]), encoding="utf-8")
    return path


def test_units_that_lack_a_column_are_never_taken_for_persons(tmp_path: Path) -> None:
    names = ("id", "name", "aliases", "classifications", "first_cited", "last_cited", "confidence", "sources")
    with pytest.raises(LoadError, match="looks like 'units' of Security Force Monitor, but has no column open_ended"):
        plan_jobs(headings(tmp_path / "units.csv", *names), shipped_mappings())


def test_persons_need_no_more_than_a_name_and_their_sources(tmp_path: Path) -> None:
    (job,) = plan_jobs(headings(tmp_path / "persons.csv", "sources", "name", "id"), shipped_mappings())
    assert job.table == "persons"
