"""The queue leaves as a workbook, is filled where there is no network, and its verdicts come back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from graph.case import Case, create_case
from graph.deciding import judge
from graph.errors import LoadError
from graph.evidence import Actor
from graph.model.levels import Level
from ingest.matching.match import match
from ingest.queue_file import Loaded, load_queue, write_queue
from ingest.queue_file.words import COLUMNS, words
from tests import builders as b

FIELD, DESK = Actor(name="field office"), Actor(name="desk")
PAIRS = 3


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """Three pairs that wait: people of whom only the name agrees."""
    with create_case(tmp_path / "matter", title="Matter", key_file=tmp_path / "key") as made:
        names = ["Qutayba Wadi al-Ruqi", "Sufyan Marwan al-Zilli", "=Hazim Bakr al-Sarabi"]
        drafts = [b.source(), b.document(), b.source("press", name="Press"), b.document("article", source="press")]
        for number, name in enumerate(names):
            drafts.append(b.person(f"one{number}", names=name))
            drafts.append(b.person(f"two{number}", names=name, document="article"))
        with made.evidence.writing(DESK) as change:
            change.add(drafts)
        assert match(made).queued == PAIRS
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "queue.xlsx"


def fill(file: Path, *verdicts: str, language: str = "en", column: str = "verdict") -> None:
    """Write into the answer column, row by row."""
    book = load_workbook(file)
    sheet = book.worksheets[1]
    for row, verdict in enumerate(verdicts, start=2):
        sheet.cell(row, COLUMNS.index(column) + 1, verdict)
    book.save(file)


def bring(case: Case, file: Path) -> Loaded:
    return load_queue(case, file, actor=FIELD)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_verdicts_come_back_as_those_of_whoever_brings_them(case: Case, file: Path, language: str) -> None:
    write_queue(case, file, by="desk", language=language)
    said = words(language)
    fill(file, said["same"], "", said["different"])
    fill(file, "one mother", column="why")
    done = bring(case, file)
    assert (dict(done.written), done.empty) == ({"same": 1, "different": 1, "unsure": 0}, 1)
    assert (done.conflicts, done.refused) == ((), ())
    standing = case.evidence.pair_verdicts(clearance=Level.SEALED)
    assert sorted((one.verdict, one.by) for one in standing if one.actor == "person") == [
        ("different", "field office"), ("same", "field office"),
    ]  # fmt: skip
    why = {one.why for one in case.evidence.decisions_on([standing[0].left], clearance=Level.SEALED)}
    assert why & {"queue.xlsx", "queue.xlsx: one mother", ""}


def test_loading_a_file_again_changes_nothing(case: Case, file: Path) -> None:
    write_queue(case, file, by="desk")
    fill(file, "same", "different", "unsure")
    bring(case, file)
    revision = case.evidence.revision()
    again = bring(case, file)
    assert (sum(again.written.values()), again.unchanged, case.evidence.revision()) == (0, PAIRS, revision)


def test_what_somebody_judged_meanwhile_stands_and_is_reported(case: Case, file: Path) -> None:
    write_queue(case, file, by="desk")
    row = [cell.value for cell in load_workbook(file).worksheets[1][2]]
    judge(case, str(row[1]), str(row[2]), "different", actor=DESK, why="two mothers")
    fill(file, "same", "same")
    done = bring(case, file)
    assert done.written["same"] == 1
    (conflict,) = done.conflicts
    assert "row 2" in conflict and "desk judged different" in conflict


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("verdict", "perhaps", "column F (verdict): expected one of same, different, unsure;"),
        ("left", "P-000 000-1", "column B (first record): expected the code of a record"),
    ],
)
def test_what_cannot_be_read_is_named_by_sheet_row_and_column(
    case: Case, file: Path, column: str, value: str, says: str
) -> None:
    write_queue(case, file, by="desk")
    fill(file, "same", "same")
    fill(file, value, column=column)
    done = bring(case, file)
    (refusal,) = done.refused
    assert refusal.startswith("queue.xlsx, sheet Queue, row 2, ") and says in refusal
    assert done.written["same"] == 1 and "perhaps" not in refusal


def test_one_pair_with_two_verdicts_is_refused(case: Case, file: Path) -> None:
    write_queue(case, file, by="desk")
    book = load_workbook(file)
    sheet = book.worksheets[1]
    for at in (1, 2):
        sheet.cell(3, COLUMNS.index("left") + at, sheet.cell(2, COLUMNS.index("left") + at).value)
    book.save(file)
    fill(file, "same", "different")
    done = bring(case, file)
    assert sum(done.written.values()) == 0
    assert "one pair with two verdicts" in done.refused[0]


def test_a_record_above_the_level_of_the_file_is_not_in_it(case: Case, file: Path) -> None:
    with case.evidence.writing(DESK) as change:
        change.add([
            b.person("three", names="Talib Numan al-Hadi", level="sealed"),
            b.person("four", names="Talib Numan al-Hadi", document="article"),
        ])  # fmt: skip
    match(case)
    written = write_queue(case, file, by="desk", level=Level.CONFIDENTIAL)
    assert (written.pairs, written.left_out) == (PAIRS, 1)
    text = " ".join(str(cell.value) for sheet in load_workbook(file) for row in sheet for cell in row)
    assert "Talib" not in text


def test_the_file_says_what_it_holds_and_runs_nothing(case: Case, file: Path) -> None:
    write_queue(case, file, by="desk")
    book = load_workbook(file)
    about, sheet = book.worksheets
    assert "holds names" in str(about["A2"].value)
    assert all(cell.data_type != "f" for row in sheet for cell in row)
    assert any(str(cell.value).startswith("=Hazim") for row in sheet for cell in row)
    (drop,) = sheet.data_validations.dataValidation
    assert drop.formula1 == '"same,different,unsure"' and str(drop.sqref) == "F2:F4"
    assert sheet.protection.sheet and not sheet["F2"].protection.locked and sheet["B2"].protection.locked


def test_an_arabic_file_runs_from_right_to_left(case: Case, file: Path) -> None:
    write_queue(case, file, by="desk", language="ar")
    assert all(sheet.sheet_view.rightToLeft for sheet in load_workbook(file).worksheets)


def test_another_workbook_is_refused_with_what_helps(case: Case, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("name,born\nx,1980\n", encoding="utf-8")
    with pytest.raises(LoadError, match="dossier review export"):
        bring(case, other)
