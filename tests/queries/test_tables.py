"""Results taken away: what a cell holds is never run, and the same result gives the same bytes."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from rich.console import Console

from queries.saved_query import Result
from queries.tables import FORMULA_STARTS, safe, to_csv, to_json, to_table, to_xlsx

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", '=HYPERLINK("http://x")']


def result(*values: object) -> Result:
    return Result(
        query="q", title="Who, and when", columns=("what", "count"), parameters={"unit": "U-000 001-7"}, revision=3,
        rows=[{"what": value, "count": number} for number, value in enumerate(values)],
    )  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_makes_a_formula_a_text(text: str) -> None:
    (_, row) = csv.reader(io.StringIO(to_csv(result(text))))
    assert row == [f"'{text}", "0"]


@given(st.text())
def test_no_text_in_csv_begins_as_a_formula(text: str) -> None:
    assert not safe(text).lstrip(" \u00a0\u200b\ufeff").startswith(FORMULA_STARTS)
    assert safe(text) in (text, f"'{text}")


def test_csv_joins_lists_keeps_numbers_and_quotes_what_needs_it() -> None:
    assert to_csv(result(["r-1", "r-2"], 'a "b", c', None, [True])).split("\r\n") == [
        "what,count", "r-1; r-2,0", '"a ""b"", c",1', ",2", "yes,3", ""]  # fmt: skip


def test_xlsx_holds_texts_numbers_and_no_formula_nor_hidden_sheet() -> None:
    book = load_workbook(io.BytesIO(to_xlsx(result(*HOSTILE, "كتيبة", -5))))
    assert book.sheetnames == ["rows", "asked"]
    assert all(sheet.sheet_state == "visible" for sheet in book)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [row[0].value for row in book["rows"].iter_rows(min_row=2)] == [*HOSTILE, "كتيبة", -5]
    assert ("parameter unit", "U-000 001-7") in [tuple(c.value for c in row) for row in book["asked"].iter_rows()]


def test_xlsx_says_nothing_of_who_worked_when() -> None:
    first, second = to_xlsx(result("a")), to_xlsx(result("a"))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert core.count("2000-01-01T00:00:00Z") == 2 and "openpyxl" not in core


def test_xlsx_takes_control_letters_and_very_long_texts() -> None:
    book = load_workbook(io.BytesIO(to_xlsx(result("a\x00b\x1f", "x" * 40_000))))
    assert [len(row[0].value) for row in book["rows"].iter_rows(min_row=2)] == [2, 32_767]


def test_json_says_what_was_asked_and_on_which_revision() -> None:
    told = json.loads(to_json(result("كتيبة")))
    assert told["rows"] == [{"what": "كتيبة", "count": 0}]
    assert (told["query"], told["revision"], told["parameters"]) == ("q", 3, {"unit": "U-000 001-7"})


def test_the_terminal_table_takes_no_cell_for_markup() -> None:
    console = Console(file=io.StringIO(), width=100)
    console.print(to_table(result("[red]not red[/red]")))
    assert "[red]not red[/red]" in console.file.getvalue()  # type: ignore[attr-defined]


def test_a_wide_result_is_shown_row_by_row_without_its_empty_columns() -> None:
    columns = tuple(f"column_{at}" for at in range(20))
    row = {column: column[-1] if at < 10 else "" for at, column in enumerate(columns)}
    wide = Result(
        query="q",
        title="Wide",
        columns=columns,
        rows=[row, row],
        parameters={},
        revision=3,
        truncated=False,
        seconds=0.0,
    )
    console = Console(file=io.StringIO(), width=80)
    console.print(to_table(wide))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert shown.count("column_9 ") == 2 and "column_10" not in shown
