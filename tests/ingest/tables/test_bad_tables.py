"""Bad input: one clear sentence each, the rest goes on, and refused rows come back marked."""

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from graph.case import Case
from graph.errors import LoadError, Stopped
from graph.evidence import Actor
from ingest.load import load, write_refused_copy
from tests.ingest.tables.conftest import ME, records, take, titled

MAPPING = """\
dataset: mine
{order}
always:
  - {{kind: source, key: us, fields: {{kind: organisation, name: Us}}}}
  - {{kind: document, key: list, fields: {{source: {{refer: source, key: us}}, kind: dataset}}}}
tables:
  - name: list
    required: [Number, Day, Dead]
    optional: [Place, Part]
    rests_on: {{document: {{refer: document, key: list}}, locator: "row {{Number}}"}}
    records:
      - kind: incident
        key: "{{Number}}"
        fields:
          class: harm
          date: "{{Day}}"
          place: {{refer: location, key: "{{Place}}"}}
          part_of: {{refer: incident, key: "{{Part}}"}}
      - kind: figure
        key: "{{Number}}"
        when: {{text: "{{Dead}}", filled: true}}
        fields: {{about: {{refer: incident, key: "{{Number}}"}}, what: killed, count: "{{Dead}}"}}
"""


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    return stated(tmp_path, "")


def stated(folder: Path, order: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(MAPPING.format(order=order), encoding="utf-8")
    return path


def table(folder: Path, text: str, name: str = "list.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_refused_rows_are_listed_and_the_rest_goes_on(case: Case, mapping: Path, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "Report of the office\n\nNumber,Day,Dead\n1,2015-03-14,3\n2,31 February 2015,3\n3,1436-05,x\n4,May 2015,\n",
    )
    report = take(case, path, mapping=mapping)
    assert titled(case, "incident").keys() == {"row 1", "row 4"}
    assert {(one.row, one.column, one.value) for one in report.refused} == {
        (5, "Day", "31 February 2015"),
        (6, "Day", "1436-05"),
        (6, "Dead", "x"),
    }
    assert all("31 February" not in str(one) and "1436" not in str(one) for one in report.refused)
    assert "list.csv, row 5, column Day: expected " in str(report.refused[0])
    assert report.refused_rows == 2


def test_strict_loads_nothing_of_a_file_with_a_refused_row(case: Case, mapping: Path, tmp_path: Path) -> None:
    path = table(tmp_path, "Number,Day,Dead\n1,2015-03-14,3\n2,never,3\n")
    revision = case.evidence.revision()
    with pytest.raises(LoadError, match=r"1 row refused, so nothing of it was loaded \(strict\)"):
        take(case, path, mapping=mapping, strict=True)
    assert case.evidence.revision() == revision


def test_a_refused_row_comes_back_in_a_copy_of_the_table(case: Case, mapping: Path, tmp_path: Path) -> None:
    path = table(tmp_path, "Title\nNumber,Day,Dead,Own notes\n1,2015-03-14,3,a\n2,never,3,b\n")
    report = take(case, path, mapping=mapping)
    (copy,) = write_refused_copy(report, tmp_path)
    with copy.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle))
    assert rows[1] == ["Number", "Day", "Dead", "Own notes", "why"]
    assert rows[2] == ["1", "2015-03-14", "3", "a", ""]
    assert rows[3][:4] == ["2", "never", "3", "b"]
    assert rows[3][4].startswith("Day: expected ")
    copy.write_text(copy.read_text(encoding="utf-8-sig").replace("never", "May 2015"), encoding="utf-8")
    again = take(case, copy, mapping=mapping)
    assert (again.refused, again.by_kind["new"]["incident"], again.changed) == ([], 1, 0)


def test_in_a_workbook_the_cell_is_marked_and_says_why(case: Case, mapping: Path, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Number", "Day", "Dead"], [1, "2015-03-14", 3], [2, "never", "=1+1"]):
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    report = take(case, tmp_path / "list.xlsx", mapping=mapping)
    (copy,) = write_refused_copy(report, tmp_path)
    marked = load_workbook(copy).worksheets[0]
    assert marked["D1"].value == "why"
    assert marked["B3"].fill.fgColor.rgb == "00FFD7D2"
    assert marked["B3"].comment is not None
    assert marked["D2"].value in (None, "")
    assert "Day: expected" in str(marked["D3"].value)


def test_two_rows_with_one_key_are_both_refused_and_both_named(case: Case, mapping: Path, tmp_path: Path) -> None:
    path = table(tmp_path, "Number,Day,Dead\n1,2015-03-14,3\n2,2015-03-15,3\n1,2015-03-16,3\n2,2015-03-15,3\n")
    report = take(case, path, mapping=mapping)
    assert [(one.row, one.column) for one in report.refused] == [(2, "Number"), (4, "Number")]
    assert "row 4 has the same one" in report.refused[0].right
    assert "row 2 has the same one" in report.refused[1].right
    assert len(records(case, "incident")) == 1  # the same row twice says nothing else


def test_references_to_rows_that_do_not_exist_wait_and_are_listed(case: Case, mapping: Path, tmp_path: Path) -> None:
    path = table(tmp_path, "Number,Day,Dead,Place,Part\n1,2015-03-14,,nowhere,\n2,2015-03-15,,,1\n")
    report = take(case, path, mapping=mapping)
    assert report.refused == []
    assert report.waiting == ["list.csv, row 2: 'Place' names 1 location that has not been loaded."]


@pytest.mark.parametrize(
    ("days", "order", "read", "said"),
    [
        (("12/03/2015", "25/03/2015"), "", "2015-03-12", "row 3 can be nothing else"),
        (("12/03/2015", "03/25/2015"), "", "2015-12-03", "row 3 can be nothing else"),
        (("12/03/2015",), "order: dmy", "2015-03-12", "as the mapping says"),
        (("12/03/2015",), "order: mdy", "2015-12-03", "as the mapping says"),
    ],
)
def test_day_and_month_are_settled_once_a_column(
    case: Case, tmp_path: Path, days: tuple[str, ...], order: str, read: str, said: str
) -> None:
    path = table(tmp_path, "Number,Day,Dead\n" + "".join(f"{at},{day},\n" for at, day in enumerate(days)))
    report = take(case, path, mapping=stated(tmp_path, order))
    assert report.refused == []
    assert titled(case, "incident")["row 0"].values["date"]["edtf"] == read
    assert any("in column Day are read as" in one and said in one for one in report.sentences)


def test_what_no_row_settles_is_refused_with_how_to_say(case: Case, mapping: Path, tmp_path: Path) -> None:
    report = take(case, table(tmp_path, "Number,Day,Dead\n1,12/03/2015,\n2,2015-04-01,\n"), mapping=mapping)
    assert [one.row for one in report.refused] == [2]
    assert "order: dmy or order: mdy" in report.refused[0].right
    both = take(
        case, table(tmp_path, "Number,Day,Dead\n1,12/03/2015,\n2,25/03/2015,\n3,03/25/2015,\n"), mapping=mapping
    )
    assert "rows 3 and 4 prove opposite ones" in both.refused[0].right


def test_other_files_and_tables_are_refused_in_one_sentence(case: Case, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"empty.csv: the file is empty"):
        take(case, table(tmp_path, "", "empty.csv"))
    with pytest.raises(LoadError, match="its columns fit no mapping"):
        take(case, table(tmp_path, "a,b\n1,2\n"))
    with pytest.raises(LoadError, match="looks like 'events' of UCDP GED, but has no column high"):
        take(case, table(tmp_path, "id,type_of_violence,side_a,side_b,date_start,date_end,low,best\n1,1,A,B,x,y,1,1\n"))
    with pytest.raises(LoadError, match="there is no such file"):
        take(case, tmp_path / "nothing.csv")
    assert case.evidence.revision() == 0


def test_two_columns_of_one_name_are_refused(case: Case, mapping: Path, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="two columns are called 'Day'"):
        take(case, table(tmp_path, "Number,Day,Dead,Day\n1,2015,3,2016\n"), mapping=mapping)


def test_denied_columns_of_a_table_are_not_taken_and_said(case: Case, mapping: Path, tmp_path: Path) -> None:
    report = take(case, table(tmp_path, "Number,Day,Dead,Religion\n1,2015,3,x\n"), mapping=mapping)
    assert any("Not taken from column Religion" in one and "accusation" in one for one in report.sentences)


def test_other_encodings_and_direction_marks_are_read_and_said(case: Case, mapping: Path, tmp_path: Path) -> None:
    text = "Number,Day,Dead,Place\n1,2015-03-14,,الرقة\n2,2015-03-15,,\u202bحلب\u202c\n"
    report = take(case, table(tmp_path, text, encoding="utf-16"), mapping=mapping)
    assert report.by_kind["new"]["incident"] == 2
    assert any("direction" in one for one in report.sentences)


def test_stopping_between_transactions_keeps_what_was_committed(
    case: Case, mapping: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.writing.ROWS", 10)
    path = table(tmp_path, "Number,Day,Dead\n" + "".join(f"{at},2015-03-14,1\n" for at in range(35)))
    seen: list[tuple[int, int]] = []
    with pytest.raises(Stopped, match="stopped after 20 of 35 rows; what was loaded stays"):
        load(
            case,
            [path],
            mapping=mapping,
            actor=ME,
            on_progress=lambda *at: seen.append(at),
            stop=lambda: len(seen) == 2,
        )
    assert seen == [(10, 35), (20, 35)]
    assert len(records(case, "incident")) == 20
    report = take(case, path, mapping=mapping)
    assert report.by_kind["new"]["incident"] == 15
    assert case.evidence.check() == []


def test_a_large_file_is_one_load_and_is_taken_back_as_one(
    case: Case, mapping: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.writing.ROWS", 10)
    path = table(tmp_path, "Number,Day,Dead\n" + "".join(f"{at},2015-03-14,1\n" for at in range(35)))
    report = take(case, path, mapping=mapping)
    (one,) = case.evidence.loads()
    assert (one.id, one.added) == (report.load_id, report.new)
    case.evidence.undo_load(report.load_id, Actor(name="tester"), "wrong file")
    case.refresh()
    assert case.evidence.loads()[0].withdrawn
    again = take(case, path, mapping=mapping)
    assert (again.new, again.changed) == (0, report.new)
    assert case.evidence.check() == []


def test_a_dry_run_says_in_words_what_would_happen_and_writes_nothing(
    case: Case, mapping: Path, tmp_path: Path
) -> None:
    path = table(tmp_path, "Number,Day,Dead\n" + "".join(f"{at},May 2015,{at}\n" for at in range(12)))
    report = take(case, path, mapping=mapping, dry_run=True)
    assert case.evidence.revision() == 0
    assert "  Would be new: 1 sources, 1 documents, 12 incidents, 12 figures." in report.sentences
    previewed = [one for one in report.sentences if one.startswith("  Row ")]
    assert len(previewed) == 10
    assert previewed[2] == "  Row 4: May 2015: harm. Killed: 2."
