"""Tables: every row and cell as the user's own program shows it, whatever wrote the file."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import LoadError
from ingest.readers.document import ReadLimits
from ingest.readers.tables import LazyRows, csv_rows, flag_bidi, read_sheets
from tests.ingest.readers import builders as make


def write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_separator_is_found_out(tmp_path: Path, separator: str, ends: str) -> None:
    lines = [["id", "name", "note"], ["1", "أبو عمر", "a"], ["2", "", "b"]]
    path = write(tmp_path, "people.csv", ends.join(separator.join(line) for line in lines) + ends)
    (sheet,) = read_sheets(path)
    assert sheet.name == "people"
    assert list(sheet.rows) == [("id", "name", "note"), ("1", "أبو عمر", "a"), ("2", None, "b")]
    assert sheet.notes == ()


def test_a_quoted_cell_over_several_lines_is_one_row_and_lines_are_told_apart(tmp_path: Path) -> None:
    path = write(tmp_path, "t.csv", 'a,b\n1,"first\nsecond, ""quoted"""\n\n2,c\n')
    rows = list(csv_rows(path))
    assert [(row.number, row.line) for row in rows] == [(1, 1), (2, 2), (3, 4), (4, 5)]
    assert rows[1].cells == ("1", 'first\nsecond, "quoted"')
    assert rows[2].cells == ()


def test_commas_inside_quotes_do_not_decide_the_separator(tmp_path: Path) -> None:
    path = write(tmp_path, "t.csv", 'id;place\n1;"Raqqa, Syria, centre"\n2;"Mosul, Iraq, east"\n')
    assert read_sheets(path)[0].rows[1] == ("1", "Raqqa, Syria, centre")


def test_the_hint_that_excel_hides_is_hidden_here_too(tmp_path: Path) -> None:
    path = write(tmp_path, "t.csv", "sep=;\r\na;b\r\n1;2\r\n")
    assert [(row.number, row.line, row.cells) for row in csv_rows(path)] == [
        (1, 2, ("a", "b")), (2, 3, ("1", "2"))]  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"),
     ("utf-16-le", b""), ("utf-16-be", b""), ("windows-1256", b""), ("iso8859-6", b"")],
)  # fmt: skip
def test_arabic_in_every_encoding_that_it_comes_in(tmp_path: Path, encoding: str, mark: bytes) -> None:
    text = "الاسم,المكان,السنة\r\nمحمد بن أحمد,الرقة في سوريا,2015\r\nعلي,الموصل,2014\r\n"
    path = write(tmp_path, "t.csv", mark + text.encode(encoding))
    (sheet,) = read_sheets(path)
    assert list(sheet.rows) == [tuple(line.split(",")) for line in text.strip().split("\r\n")]
    assert bool(sheet.notes) == (encoding in ("windows-1256", "iso8859-6"))  # a guess is said to be one


def test_western_letters_are_not_taken_for_arabic(tmp_path: Path) -> None:
    path = write(tmp_path, "t.csv", "id,nom\n1,Général Régis Ngaïkosset\n2,préfet André\n".encode("windows-1252"))
    assert read_sheets(path)[0].rows[1] == ("1", "Général Régis Ngaïkosset")


def test_a_file_of_two_encodings_keeps_both_and_names_the_lines(tmp_path: Path) -> None:
    good = [f"{n},الرقة".encode() for n in range(2, 7)]
    path = write(tmp_path, "t.csv", b"\n".join([b"id,place", *good, "7,الموصل في العراق".encode("windows-1256"), b""]))
    (sheet,) = read_sheets(path)
    assert sheet.rows[5] == ("6", "الرقة")
    assert sheet.rows[6] == ("7", "الموصل في العراق")
    assert sheet.notes == ("mixed encodings: UTF-8, but line 7 decoded as Windows-1256 (Arabic)",)


def test_zero_bytes_go_direction_marks_stay_and_both_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, "t.csv", "id,name\n1,a\0b\n2,\u200fعمر\u202egpj.exe\n")
    (sheet,) = read_sheets(path)
    assert list(sheet.rows[1:]) == [("1", "ab"), ("2", "\u200fعمر\u202egpj.exe")]
    assert sheet.notes == ("zero bytes left out: line 2", "direction marks, kept as they are: line 3")
    assert flag_bidi(sheet.rows) == [3]


def test_a_quotation_mark_that_is_never_closed_is_named_by_row(tmp_path: Path) -> None:
    path = write(tmp_path, "t.csv", 'a,b\n1,x\n2,"open\n3,y\n4,z\n')
    with pytest.raises(LoadError, match=r"t\.csv: row 3 \(line 3\) opens a quotation mark"):
        read_sheets(path)


def test_a_line_break_outside_quotes_is_named_by_row(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"row 2 \(line 2\) holds a line break outside quotation marks"):
        read_sheets(write(tmp_path, "t.csv", "a,b\n1,x\ry\n2,z\n"))


def test_old_mac_line_ends(tmp_path: Path) -> None:
    assert list(read_sheets(write(tmp_path, "t.csv", "a,b\r1,x\u2028y\r2,z"))[0].rows) == [
        ("a", "b"), ("1", "x\u2028y"), ("2", "z")]  # fmt: skip


def test_a_mark_inside_a_plain_cell_is_a_letter(tmp_path: Path) -> None:
    path = write(tmp_path, "t.csv", 'a,b\n1,5" pipe\n2,y\n"one\ntwo",6" pipe\n3,z\n')
    assert list(read_sheets(path)[0].rows) == [
        ("a", "b"),
        ("1", '5" pipe'),
        ("2", "y"),
        ("one\ntwo", '6" pipe'),
        ("3", "z"),
    ]


def test_ten_thousand_columns_and_a_cell_of_a_megabyte_are_read(tmp_path: Path) -> None:
    wide = (
        ",".join(f"c{n}" for n in range(10_000))
        + "\n"
        + ",".join(map(str, range(9_999)))
        + ',"'
        + "x" * (1 << 20)
        + '"\n'
    )
    (sheet,) = read_sheets(write(tmp_path, "t.csv", wide))
    assert (len(sheet.rows[0]), len(sheet.rows[1]), len(str(sheet.rows[1][-1]))) == (10_000, 10_000, 1 << 20)


def test_more_columns_than_a_spreadsheet_holds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="row 2 has more than 16,384 columns"):
        read_sheets(write(tmp_path, "t.csv", "a,b\n" + "," * 20_000 + "x\n"))


def test_a_file_without_line_ends_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="longer than 32 MB"):
        read_sheets(write(tmp_path, "t.csv", b"ab," * (12 << 20)))


def test_a_large_table_is_read_anew_at_each_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.readers.tables.HELD_BYTES", 100)
    path = write(tmp_path, "t.csv", "id,name\n" + "".join(f"{n},عمر\u200f\n" for n in range(50)))
    (sheet,) = read_sheets(path)
    assert isinstance(sheet.rows, LazyRows)
    assert len(sheet.rows) == 51
    assert sheet.rows[0] == ("id", "name")
    assert sheet.rows[1:3] == [("0", "عمر\u200f"), ("1", "عمر\u200f")]
    assert sheet.rows[-1] == sheet.rows[50] == ("49", "عمر\u200f")
    assert [row[0] for row in sheet.rows] == ["id", *map(str, range(50))]
    with pytest.raises(IndexError):
        sheet.rows[51]
    assert "direction marks" in sheet.notes[0]


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), min_size=2, max_size=5),
                min_size=1, max_size=8))  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_python_writes_comes_back(tmp_path: Path, rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["head", "er"], *rows])
    expected: list[tuple[str | None, ...]] = [("head", "er")]
    for row in rows:
        cells = [cell or None for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        expected.append(tuple(cells))
    while not expected[-1]:
        expected.pop()
    assert list(read_sheets(write(tmp_path, "t.csv", "\ufeff" + out.getvalue()))[0].rows) == expected


def test_json_lines_are_a_table_whose_header_is_every_key(tmp_path: Path) -> None:
    lines = ['{"id": 1, "name": "عمر"}', "", '{"id": 2, "tags": ["a", "b"], "ok": true, "name": ""}']
    (sheet,) = read_sheets(write(tmp_path, "t.jsonl", "\n".join(lines) + "\n"))
    assert list(sheet.rows) == [("id", "name", "tags", "ok"), (1, "عمر"), (), (2, None, '["a","b"]', True)]


def test_a_broken_line_of_json_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "t.jsonl", '{"id": 1}\n{"id": 2}\n{"id": \n')
    with pytest.raises(LoadError, match="line 3 is not JSON"):
        read_sheets(path)


def workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "الأشخاص"
    sheet.append(["الاسم", "من", "عدد", "نعم", "=1+1"])
    sheet["A5"], sheet["B5"], sheet["C5"], sheet["D5"] = "عمر", date(2015, 3, 2), 9, True
    sheet["B6"], sheet["C6"] = datetime(2015, 3, 2, 18, 4), 2.5  # noqa: DTZ001  cells have no zone
    book.create_sheet("empty")
    book.create_sheet("hidden").sheet_state = "hidden"
    book["hidden"]["C3"] = "x"
    path = folder / "book.xlsx"
    book.save(path)
    return path


def test_a_workbook_gives_typed_cells_at_their_own_rows(tmp_path: Path) -> None:
    sheets = read_sheets(workbook(tmp_path))
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("الأشخاص", False), ("empty", False), ("hidden", True)]
    assert list(sheets[0].rows) == [
        ("الاسم", "من", "عدد", "نعم"), (), (), (), ("عمر", date(2015, 3, 2), 9, True),
        (None, datetime(2015, 3, 2, 18, 4), 2.5),  # noqa: DTZ001
    ]  # fmt: skip
    assert [type(cell) for cell in sheets[0].rows[4]] == [str, date, int, bool]
    assert list(sheets[1].rows) == []
    assert list(sheets[2].rows) == [(), (), (None, None, "x")]


def test_a_formula_without_a_saved_value_is_named_by_its_cell(tmp_path: Path) -> None:
    notes = read_sheets(workbook(tmp_path))[0].notes
    assert any("read as empty: E1;" in note for note in notes)


def test_a_cell_that_shows_an_error_is_empty_and_named(tmp_path: Path) -> None:
    data = '<row r="1"><c r="A1"><v>3</v></c><c r="B1" t="e"><f>NA()</f><v>#N/A</v></c></row>'
    (sheet,) = read_sheets(write(tmp_path, "t.xlsx", make.xlsx(data)))
    assert list(sheet.rows) == [(3,)]
    assert any(note.endswith("read as empty: B1") for note in sheet.notes)


def test_two_cells_in_opposite_corners(tmp_path: Path) -> None:
    data = f'<row r="1">{make.cell("A1", "a")}</row><row r="1048576">{make.cell("XFD1048576", "z")}</row>'
    (sheet,) = read_sheets(write(tmp_path, "t.xlsx", make.xlsx(data)))
    assert len(sheet.rows) == 1_048_576
    assert sheet.rows[0] == ("a",)
    assert (len(sheet.rows[-1]), sheet.rows[-1][-1], set(sheet.rows[-1][:-1])) == (16_384, "z", {None})


def test_a_million_formatted_rows_with_twelve_used_ones(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}">{make.cell(f"A{n}", f"v{n}") if n <= 12 else ""}<c r="B{n}" s="1"/><c r="AA{n}" s="1"/></row>'
        for n in range(1, 1_048_577)
    )
    (sheet,) = read_sheets(write(tmp_path, "t.xlsx", make.xlsx(rows)))
    assert list(sheet.rows) == [(f"v{n}",) for n in range(1, 13)]


@given(st.dictionaries(st.tuples(st.integers(1, 1_048_576), st.integers(1, 16_384)),
                       st.one_of(st.integers(-10**9, 10**9), st.sampled_from(["عمر", "a b", "7"])),
                       min_size=1, max_size=6))  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=12)
def test_cells_stand_where_they_stood_however_far_apart(tmp_path: Path, cells: dict[tuple[int, int], object]) -> None:
    book = openpyxl.Workbook(write_only=False)
    assert book.active is not None
    for (row, column), value in cells.items():
        book.active.cell(row=row, column=column, value=value)
    book.save(tmp_path / "far.xlsx")
    rows = read_sheets(tmp_path / "far.xlsx")[0].rows
    found = {(y, x): cell for y, row in enumerate(rows, 1) for x, cell in enumerate(row, 1) if cell is not None}
    assert found == cells


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("t.csv", b"", "the file is empty"),
        ("t.csv", b"\n\n \n", "the file is empty"),
        ("t.xlsx", b"", "the file is empty"),
        ("t.xlsx", make.protected_office_file(), "protected by a password"),
        ("t.xlsx", make.xlsx("")[:-60], "damaged"),
        ("t.xlsx", make.docx(make.paragraph("x")), "a Word document .* not a table"),
        ("t.csv", make.pdf(["x"]), "a PDF, not a table"),
        ("t.xlsx", make.zipped({"a.txt": "x"}), "a zip archive, not a table"),
    ],
)
def test_what_is_no_table_is_said_in_one_sentence(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(LoadError, match=sentence) as caught:
        read_sheets(write(tmp_path, name, content))
    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)


def test_a_table_under_a_wrong_name_is_read_and_the_name_is_told(tmp_path: Path) -> None:
    (sheet,) = read_sheets(write(tmp_path, "t.xlsx", "a,b,c\n1,2,3\n"))
    assert list(sheet.rows) == [("a", "b", "c"), ("1", "2", "3")]
    assert sheet.notes == ("its name ends in .xlsx, but it is a table (CSV)",)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"none\.csv: cannot be opened"):
        read_sheets(tmp_path / "none.csv")


def test_too_many_cells_are_refused(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 200))
    with pytest.raises(LoadError, match="more cells than can be read"):
        read_sheets(write(tmp_path, "t.xlsx", make.xlsx(rows)), limits=ReadLimits(cells=100))


@pytest.mark.shared_data
def test_real_tables_are_read_as_the_standard_library_reads_them(shared_data: Path) -> None:
    paths = sorted(shared_data.glob("*/*.csv"))
    assert len(paths) >= 9
    for path in paths:
        with path.open(newline="", encoding="utf-8-sig") as file:
            expected = [[cell or None for cell in row] for row in csv.reader(file)]
        found = [list(row) + [None] * (len(whole) - len(row)) for row, whole in zip(read_sheets(path)[0].rows, expected,
                                                                                   strict=True)]  # fmt: skip
        assert found == expected, path.name


def test_a_workbook_of_a_real_table_says_the_same_as_its_csv(tmp_path: Path, shared_data: Path) -> None:
    source = shared_data / "sfm" / "postings.csv"
    as_csv = read_sheets(source)[0].rows
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("postings")
    for row in as_csv:
        sheet.append(row)
    book.save(tmp_path / "postings.xlsx")
    assert list(read_sheets(tmp_path / "postings.xlsx")[0].rows) == list(as_csv)


def test_jsonl_without_an_ending_is_known_by_its_content(tmp_path: Path) -> None:
    path = write(tmp_path, "export", "\n".join(json.dumps({"id": n}) for n in range(3)))
    assert list(read_sheets(path)[0].rows) == [("id",), (0,), (1,), (2,)]


def test_a_cell_merged_over_rows_speaks_for_each_of_them_and_a_merged_title_stays_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Invented list", None, None], ["No.", "Place", "Name"], [1, "مدينة مخترعة", "A"], [2, None, "B"],
                [3, "Elsewhere", "C"]):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B3:B4")
    book.save(tmp_path / "merged.xlsx")
    (read,) = read_sheets(tmp_path / "merged.xlsx")
    assert list(read.rows) == [
        ("Invented list",), ("No.", "Place", "Name"), (1, "مدينة مخترعة", "A"), (2, "مدينة مخترعة", "B"),
        (3, "Elsewhere", "C"),
    ]  # fmt: skip
    assert read.notes == ("cells merged over several rows, read as if each row said the same: B3:B4",)
