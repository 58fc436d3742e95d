"""The example case through the front door: what was known on a day, and a question of one's own."""

import json
import shutil
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dossier import app
from graph.errors import BadDate

ALL_PEOPLE = "MATCH (p:Person) WHERE p.clear_max = 3 RETURN p.code AS code ORDER BY code"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "case"))


def ask(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["query", "run", str(folder), "-", "--format", "json", *options], input=ALL_PEOPLE)


def codes(answer: Result) -> list[str]:
    return [row["code"] for row in json.loads(answer.stdout)["rows"]]


def test_today_everything_is_known_and_the_day_before_it_was_entered_nothing(folder: Path) -> None:
    now = codes(ask(folder))
    today, before = datetime.now(UTC).date(), datetime.now(UTC).date() - timedelta(days=2)
    assert len(now) == 20
    assert codes(ask(folder, "--known-on", today.isoformat())) == now
    assert codes(ask(folder, "--known-on", before.isoformat())) == []


def test_a_day_that_is_none_is_refused(folder: Path) -> None:
    assert isinstance(ask(folder, "--known-on", "2026-13-20").exception, BadDate)


def test_a_question_of_ones_own_needs_full_clearance(folder: Path) -> None:
    assert "full clearance" in str(ask(folder, "--clearance", "public").exception)


def test_a_sheet_nobody_has_mapped_is_proposed_a_mapping_and_loads_with_it(folder: Path, tmp_path: Path) -> None:
    sheet, mapping = tmp_path / "sheet.csv", tmp_path / "sheet.yaml"
    sheet.write_text(
        "سجل المكتب,,,\nالاسم,التاريخ,المكان,ما حدث\nحسن,12/03/2015,الموصل,اعتقال\nسعاد,25/03/2015,الرقة,تهديد\n",
        encoding="utf-8",
    )
    proposed = CliRunner().invoke(app, ["propose", str(sheet), "--out", str(mapping)])
    assert proposed.exit_code == 0
    assert "Header in row 2" in proposed.stdout
    load = ["load", str(folder), str(sheet), "--mapping", str(mapping), "--json"]
    loaded = json.loads(CliRunner().invoke(app, load).stdout)
    assert loaded["refused"] == []
    assert loaded["rows"] == 2


def test_a_wrong_merge_is_parted_by_a_verdict_and_joined_again_by_a_later_one(folder: Path) -> None:
    both = "MATCH (p:Person) WHERE p.code IN $codes AND p.clear_max = 3 RETURN p.code AS code ORDER BY code"
    codes_ = ["P-721 268-0", "P-264 311-0"]

    def drawn() -> list[str]:
        text = both.replace("$codes", str(codes_))
        run = ["query", "run", str(folder), "-", "--format", "json"]
        return codes(CliRunner().invoke(app, run, input=text))

    def decide(verdict: str) -> Result:
        return CliRunner().invoke(app, ["decide", str(folder), *codes_, verdict, "--why", "a kunya alone is weak"])

    assert drawn() == ["P-721 268-0"]
    assert decide("different").exit_code == 0
    assert drawn() == sorted(codes_)
    assert decide("same").exit_code == 0
    assert drawn() == ["P-721 268-0"]
    assert "A verdict is one of" in str(decide("perhaps").exception)


def test_a_verdict_on_records_of_two_kinds_or_on_none_is_refused(folder: Path) -> None:
    for right, words in (("U-747 379-9", "of one kind"), ("P-000 000-0", "No record of this case")):
        answer = CliRunner().invoke(app, ["decide", str(folder), "P-721 268-0", right, "same", "--why", "x"])
        assert words in str(answer.exception)


def test_a_case_that_asks_for_a_second_person_keeps_apart_what_one_alone_joined(folder: Path) -> None:
    def people() -> int:
        return len(codes(ask(folder)))

    def two(*more: str) -> str:
        return CliRunner().invoke(app, ["two-people", str(folder), *more]).stdout

    before = people()
    assert two() == "One person is enough for a merge.\n"
    said = two("on", "--why", "agreed with counsel")
    assert said.startswith("A merge counts once two people have said the same.") and "0 wait" not in said
    assert people() > before
    two("off")
    assert people() == before


def test_files_of_an_archive_that_are_left_out_show_in_the_exit_code(folder: Path, tmp_path: Path) -> None:
    """A script must not take a load for whole that left something out."""
    packed = tmp_path / "documents.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("note.txt", "An invented note on an invented village.")
    whole = CliRunner().invoke(app, ["load", str(folder), str(packed), "--dry-run"])
    assert whole.exit_code == 0
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("table.csv", "a,b\n1,2\n")
    part = CliRunner().invoke(app, ["load", str(folder), str(packed), "--dry-run"])
    assert part.exit_code == 3
