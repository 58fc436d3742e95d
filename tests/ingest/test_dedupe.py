"""dossier dedupe: any table of people in, clusters of row ids out, and nothing else left behind."""

import csv
import importlib.util
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from dossier import app
from graph.errors import LoadError
from ingest import dedupe as module
from ingest.dedupe import dedupe
from ingest.dedupe_columns import read_given
from ingest.matching import engine

HEAD = ("record_id", "name", "birth_year", "place", "unit", "source")
ROWS = (
    ("a", "قصي نجيب الدمشقي", "1970", "بلاثوس", "كتيبة برزان", "registry"),
    ("b", "Qousay Najib al-Dimashqi", "1970", "Plathos", "Katiba Barzan", "press"),
    ("c", "Tariq Samir al-Halabi", "1981", "Plathos", "", "press"),
    ("d", "Barzan Yar", "", "", "Liwa Tariq", "registry"),
)
NAMES = ("قصي", "Qousay", "Dimashqi", "Tariq", "Barzan")
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "names"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write(tmp_path / "people.csv", HEAD, ROWS)


def write(path: Path, head: Sequence[str], rows: Sequence[Sequence[object]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def clusters(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["record_id"]: row["cluster_id"] for row in csv.DictReader(file)}


def run(table: Path, columns: Mapping[str, tuple[str, ...]] | None = None) -> dict[str, str]:
    out = table.with_name("clusters.csv")
    dedupe(table, out, columns=columns, threads=1)
    return clusters(out)


def test_one_person_in_two_scripts_is_one_cluster_and_everyone_is_listed(table: Path) -> None:
    found = run(table)
    assert list(found) == ["a", "b", "c", "d"]
    assert found["a"] == found["b"]
    assert len({found["a"], found["c"], found["d"]}) == 3


def test_a_workbook_and_a_parquet_file_give_what_the_csv_gives(table: Path, tmp_path: Path) -> None:
    expected = run(table)
    book = openpyxl.Workbook()
    for row in (HEAD, *ROWS):
        book.active.append(row)
    book.save(tmp_path / "people.xlsx")
    with duckdb.connect() as connection:
        connection.read_csv(str(table), all_varchar=True).write_parquet(str(tmp_path / "people.parquet"))
    assert run(tmp_path / "people.xlsx") == expected
    assert run(tmp_path / "people.parquet") == expected


def test_headings_in_arabic_and_rows_of_titles_above_them_are_found(tmp_path: Path) -> None:
    head = ("الرقم", "الاسم الكامل", "سنة الميلاد", "البلدة", "الوحدة", "المصدر")
    path = tmp_path / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("سجل تدريبي", "", "", "", "", ""), head, *ROWS])
    found = run(path)
    assert found["a"] == found["b"]


def test_given_columns_win_and_two_can_make_one_name(tmp_path: Path) -> None:
    rows = [(row[0], *row[1].split(" ", 1), *row[2:]) for row in ROWS]
    path = write(tmp_path / "people.csv", ("Nr.", "First", "Rest", "Year", "Where", "With whom", "From"), rows)
    given_columns = read_given(
        ["name=First+Rest,birth_year=Year,place=Where", "unit=With whom,record_id=Nr.,source=From"]
    )
    found = run(path, given_columns)
    assert found["a"] == found["b"]


def test_rows_without_ids_are_named_by_their_row(tmp_path: Path) -> None:
    path = write(tmp_path / "people.csv", ("name",), [("Qusay Barzan",), ("",), ("Tariq Samir",)])
    assert list(run(path)) == ["row 2", "row 4"]


def test_pairs_come_with_tier_and_reasons_and_no_name_is_written_anywhere(table: Path, tmp_path: Path) -> None:
    dedupe(table, tmp_path / "out.csv", pairs_out=tmp_path / "pairs.csv", threads=1)
    with (tmp_path / "pairs.csv").open(encoding="utf-8", newline="") as file:
        (pair,) = [row for row in csv.DictReader(file) if {row["left"], row["right"]} == {"a", "b"}]
    assert pair["tier"] == "near_certain"
    assert "given_same" in pair["reasons"].split()
    for path in (tmp_path / "out.csv", tmp_path / "pairs.csv"):
        assert not any(name in path.read_text(encoding="utf-8") for name in NAMES)


def test_nothing_is_left_beside_the_output(table: Path, tmp_path: Path) -> None:
    run(table)
    assert {path.name for path in tmp_path.iterdir()} == {"people.csv", "clusters.csv"}


def test_a_run_that_was_stopped_goes_on_where_it_stood(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PAIRS_A_CHUNK", 12)
    expected = run(write(tmp_path / "whole.csv", HEAD, [(f"{row[0]}{n}", *row[1:]) for n in range(3) for row in ROWS]))
    out = tmp_path / "stopped.csv"

    def stop(step: str, done: int, total: int) -> None:
        if step == "comparing" and done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dedupe(tmp_path / "whole.csv", out, on_progress=stop, threads=1)
    (kept,) = [path for path in tmp_path.iterdir() if path.name.endswith(".partial")]
    assert not out.exists()
    assert not any(name.encode() in path.read_bytes() for path in kept.iterdir() for name in NAMES)
    done = dedupe(tmp_path / "whole.csv", out, threads=1)
    assert done.resumed > 0
    assert clusters(out) == expected
    assert not kept.exists()


def test_what_another_table_left_is_not_used(table: Path, tmp_path: Path) -> None:
    def stop(step: str, done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dedupe(table, tmp_path / "out.csv", on_progress=stop, threads=1)
    write(table, HEAD, ROWS[::-1])
    assert dedupe(table, tmp_path / "out.csv", threads=1).resumed == 0


def test_a_damaged_checkpoint_is_scored_again(table: Path, tmp_path: Path) -> None:
    def stop(step: str, done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dedupe(table, tmp_path / "out.csv", on_progress=stop, threads=1)
    (kept,) = [path for path in tmp_path.iterdir() if path.name.endswith(".partial")]
    for chunk in kept.glob("*.npz"):
        chunk.write_bytes(chunk.read_bytes()[:20])
    assert dedupe(table, tmp_path / "out.csv", threads=1).resumed == 0


def test_an_output_that_stood_there_stays_until_the_new_one_is_whole(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "clusters.csv"
    out.write_text("before", encoding="utf-8")

    def stop(step: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dedupe(table, out, on_progress=stop, threads=1)
    assert out.read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize(
    ("head", "rows", "says"),
    [
        (("record_id", "born"), [("a", "1970")], "headed|heading known for names"),
        (("record_id", "name"), [], "no row below"),
        (("record_id", "name"), [("a", "x"), ("a", "y")], "rows 2 and 3: column record_id"),
        (("1", "2"), [("3", "4")], "no row near the top"),
    ],
)
def test_a_table_that_cannot_be_used_says_where_and_what_would_be_right(
    tmp_path: Path, head: Sequence[str], rows: Sequence[Sequence[object]], says: str
) -> None:
    path = write(tmp_path / "people.csv", head, rows)
    with pytest.raises(LoadError, match=says) as refused:
        run(path)
    assert "people.csv" in str(refused.value)


def test_a_heading_that_is_not_there_is_named(table: Path) -> None:
    with pytest.raises(LoadError, match="no column is headed 'Town' in row 1"):
        run(table, {"place": ("Town",)})


@pytest.mark.parametrize("text", ["name", "colour=Name", "name="])
def test_columns_are_said_as_field_and_heading(text: str) -> None:
    with pytest.raises(LoadError, match="field=heading"):
        read_given([text])


def test_files_that_are_no_tables_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "no.parquet").write_bytes(b"PAR1 nothing")
    for name in ("empty.csv", "no.parquet", "absent.csv"):
        with pytest.raises(LoadError, match=name):
            dedupe(tmp_path / name, tmp_path / "out.csv", threads=1)


def test_the_table_is_never_written_over(table: Path) -> None:
    with pytest.raises(LoadError, match="a file each"):
        dedupe(table, table, threads=1)


def test_rows_that_cannot_be_read_whole_are_said_by_number(tmp_path: Path) -> None:
    rows = [("a", "", "1970"), ("b", "x" * 500, "1970"), ("c", "Qusay Barzan", "long ago")]
    path = write(tmp_path / "people.csv", ("record_id", "name", "birth_year"), rows)
    notes = " ".join(dedupe(path, tmp_path / "out.csv", threads=1).notes)
    assert "rows 2 have no name" in notes
    assert "rows 3 have a name longer" in notes
    assert "rows 4 have a birth year" in notes
    assert "Barzan" not in notes


def test_a_table_of_one_source_may_repeat_a_person(tmp_path: Path) -> None:
    rows = [(*row[:5], "one list") for row in ROWS]
    found = run(write(tmp_path / "people.csv", HEAD, rows))
    assert found["a"] == found["b"]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=6)), min_size=1, max_size=6))
def test_any_cells_give_every_row_a_cluster(tmp_path: Path, cells: list[tuple[str, str]]) -> None:
    rows = [(f"r{number}", name.replace("\0", ""), year.replace("\0", "")) for number, (name, year) in enumerate(cells)]
    path = write(tmp_path / "any.csv", ("record_id", "name", "birth_year"), rows)
    assert list(run(path)) == [row[0] for row in rows]


def test_the_command_says_what_it_took_and_found(table: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["dedupe", str(table), "--out", str(tmp_path / "out.csv"), "--json"])
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert (told["rows"], told["clusters"]) == (4, 1)
    assert told["fields"]["birth_year"] == "birth_year"
    said = CliRunner().invoke(app, ["dedupe", str(table), "--out", str(tmp_path / "out.csv")])
    assert "4 rows: 2 in 1 clusters of two or more" in " ".join(said.stdout.split())


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the real tables in ../shared/data")
def test_records_of_five_sources_are_resolved_as_well_as_promised(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("measure", SHARED / "measure.py")
    assert spec and spec.loader
    measure = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(measure)
    dedupe(SHARED / "dossier_4400" / "records.csv", tmp_path / "out.csv")
    reached = measure.clusters(SHARED / "dossier_4400" / "truth.csv", tmp_path / "out.csv")
    assert reached["pair"]["f1"] >= 0.8
    assert reached["pair"]["p"] >= 0.85
    assert reached["b_cubed"]["f1"] >= 0.9
    assert reached["whole_cluster"]["f1"] >= 0.65
    assert reached["largest"] <= 25


def test_the_version_of_scores_is_part_of_what_a_checkpoint_is_of(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(step: str, done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dedupe(table, tmp_path / "out.csv", on_progress=stop, threads=1)
    monkeypatch.setattr(module, "VERSION", "next")
    assert dedupe(table, tmp_path / "out.csv", threads=1).resumed == 0
