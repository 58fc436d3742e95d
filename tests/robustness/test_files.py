"""Files as they come: each bad one is refused in one sentence, or read for what it holds; the case stays whole."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from graph.evidence import RecordView
from graph.model.levels import Level
from tests.ingest.readers import builders
from tests.robustness.front_door import Door, do
from tests.robustness.tables import EVENTS, POSTS, UNITS, event, write_rows

BIDI = "\u202e\u2066"


def records(door: Door, kind: str) -> list[RecordView]:
    """The records of a kind in the case."""
    with door.open() as case:
        threads = [thread for thread, own in case.evidence.slice().kinds.items() if own == kind]
        return case.evidence.records(sorted(threads), clearance=Level.SEALED)


def untouched(door: Door) -> bool:
    """Nothing was loaded, and the case passes its check."""
    with door.open() as case:
        return case.evidence.revision() == 0 and case.check() == []


def mapping(tmp_path: Path, text: str = POSTS) -> Path:
    """A mapping file."""
    path = tmp_path / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def people(tmp_path: Path, *rows: tuple[str, str, str], **how: str) -> Path:
    """A table of people."""
    return write_rows(tmp_path / "people.csv", [("key", "name", "seen"), *rows], **how)


def _bomb(name: str, inside: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        others = {} if name.endswith("docx") else builders.xlsx_parts("")
        others.pop(inside, None)
        (folder / name).write_bytes(builders.zip_bomb(inside, others, 1_000, b"<x>", b"a" * 1024))
        return folder / name

    return make


def workbook(path: Path, rows: Iterable[Sequence[object]], *, at: Sequence[int] = ()) -> Path:
    """A workbook of one sheet; ``at`` are the numbers of its rows where they do not follow each other."""
    book = Workbook()
    for number, row in zip(at or count(1), rows, strict=False):
        for column, value in enumerate(row, start=1):
            cell = book.worksheets[0].cell(number, column, value)
            cell.data_type = "s"
    book.save(path)
    return path


def _written(name: str, content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "an empty file": (_written("events.csv", b""), "empty"),
    "nothing but a byte order mark": (_written("events.csv", b"\xef\xbb\xbf"), "empty"),
    "a broken PDF that is called a table": (_written("events.csv", b"%PDF-1.7 broken"), "damaged"),
    "a program that is called a workbook": (_written("events.xlsx", b"\x7fELF" + bytes(4096)), "unknown kind"),
    "half a workbook": (_written("events.xlsx", b"PK\x03\x04xl/workbook.xml" + bytes(300)), "workbook"),
    "a zip bomb in a workbook": (_bomb("b.xlsx", "xl/worksheets/sheet1.xml"), "unpacks to far more"),
    "a zip bomb in a document": (_bomb("b.docx", "word/document.xml"), "unpacks to far more"),
    "an encrypted PDF": (_written("e.pdf", builders.encrypted_pdf()), "password"),
    "a broken PDF": (_written("b.pdf", b"%PDF-1.7\n1 0 obj <<"), "b.pdf"),
    "a table that no mapping knows": (_written("t.csv", b"a,b,c\n1,2,3\n"), "fit no mapping"),
    "a header without rows of another table": (_written("t.csv", b"id,best,low\n"), "no column|fit no mapping"),
    "ten thousand columns": (
        lambda folder: write_rows(folder / "w.csv", [[f"column {n}" for n in range(10_000)], ["1"] * 10_000]), "w.csv"
    ),
}  # fmt: skip


@pytest.mark.parametrize("bad", REFUSED)
def test_what_is_no_table_or_document_is_refused_in_one_sentence(door: Door, tmp_path: Path, bad: str) -> None:
    make, expected = REFUSED[bad]
    path = make(tmp_path)
    sentence = door.load(path).sentence()
    assert path.name in sentence
    assert re.search(expected, sentence), sentence
    assert untouched(door)


def test_ten_thousand_columns_beside_those_that_are_known_are_left_out(door: Door, tmp_path: Path) -> None:
    row = event(1, random.Random(1))
    extra = [f"column {number}" for number in range(9_000)]
    table = write_rows(tmp_path / "wide.csv", [[*extra, *EVENTS], ["x"] * 9_000 + [row[name] for name in EVENTS]])
    assert door.load(table).code == 0
    assert len(records(door, "incident")) == 1


def test_cells_of_a_megabyte_are_kept_whole(door: Door, tmp_path: Path) -> None:
    name = "Salih " * (1 << 18)
    done = door.load(people(tmp_path, ("p1", name, "1980"), ("p2", "Nadir", "1990")), "--mapping", mapping(tmp_path))
    assert done.code in (0, 3)
    kept = {str(view.values["names"][0]["words"]) for view in records(door, "person")}
    assert "Nadir" in kept
    assert done.code == 3 or name.strip() in kept, "kept whole, or refused: never cut"
    assert door.check().code == 0


def test_a_sheet_of_a_million_rows_of_which_twelve_are_used(door: Door, tmp_path: Path) -> None:
    rows = [("key", "name", "seen"), *((f"p{number}", f"Person {number}", "1980") for number in range(11))]
    book = workbook(tmp_path / "people.xlsx", rows, at=[*range(1, 12), 1_048_576])
    done = door.load(book, "--mapping", mapping(tmp_path))
    assert done.code == 0, done
    assert len(records(door, "person")) == 11


def test_mixed_encodings_and_direction_marks_are_read_and_said(door: Door, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    lines = ["key,name,seen", "p1,أحمد,1980", f"p2,{BIDI}Nadir,1981"]
    table.write_bytes("\n".join(lines).encode() + "\np3,سعيد,1982\n".encode("cp1256"))
    done = door.load(table, "--mapping", mapping(tmp_path))
    assert done.code == 0, done
    assert "mixed encodings" in done.told
    assert "direction marks" in done.told
    names = {view.values["names"][0]["words"] for view in records(door, "person")}
    assert {"أحمد", "سعيد"} < names


def test_formulas_are_taken_as_words_and_never_written_back_as_formulas(door: Door, tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://example.invalid","x")'
    book = workbook(tmp_path / "people.xlsx", [("key", "name", "seen"), ("p1", formula, "31.02.2015")])
    done = door.load(book, "--mapping", mapping(tmp_path))
    assert done.code == 3, done
    copy = load_workbook(tmp_path / "people refused.xlsx").worksheets[0]
    assert all(cell.data_type != "f" for row in copy.iter_rows() for cell in row)


def test_dates_that_are_none_or_not_settled_are_refused_by_row_and_column(door: Door, tmp_path: Path) -> None:
    table = people(
        tmp_path, ("p1", "One", "31.02.2015"), ("p2", "Two", "1436-05"), ("p3", "Three", "12/03/2015"),
        ("p4", "Four", "1980"),
    )  # fmt: skip
    done = door.load(table, "--mapping", mapping(tmp_path))
    assert done.code == 3, done
    for row in (2, 3, 4):
        assert f"people.csv, row {row}, column seen: expected" in done.told, done.told
    assert len(records(door, "person")) == 1, "the rest goes on"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_refused_rows_come_back_marked_and_load_once_put_right(door: Door, tmp_path: Path, ending: str) -> None:
    rows = [("key", "name", "seen"), ("p1", "One", "1980"), ("p2", "Two", "31.02.2015")]
    table = people(tmp_path, *rows[1:]) if ending == "csv" else workbook(tmp_path / "people.xlsx", rows)
    how = ("--mapping", mapping(tmp_path))
    assert door.load(table, *how).code == 3
    copy = tmp_path / f"people refused.{ending}"
    if ending == "csv":
        text = copy.read_text(encoding="utf-8-sig")
        assert text.splitlines()[0] == "key,name,seen,why"
        assert "seen: expected" in text.splitlines()[2]
        copy.write_text(text.replace("31.02.2015", "28.02.2015"), encoding="utf-8")
    else:
        book = load_workbook(copy)
        sheet = book.worksheets[0]
        assert [cell.value for cell in sheet[1]] == ["key", "name", "seen", "why"]
        assert sheet["C3"].fill.fgColor.rgb.endswith("FFD7D2")
        sheet["C3"] = "28.02.2015"
        book.save(copy)
    again = door.load(copy, *how)
    assert (again.code, len(records(door, "person"))) == (0, 2), again
    assert door.check().code == 0


def test_two_rows_with_one_key_that_say_different_things_are_refused(door: Door, tmp_path: Path) -> None:
    done = door.load(
        people(tmp_path, ("p1", "One", "1980"), ("p1", "Other", "1990"), ("p2", "Two", "1980")),
        "--mapping", mapping(tmp_path),
    )  # fmt: skip
    assert done.code in (0, 3)
    assert "the same" in done.told, "it is said"
    assert len(records(door, "person")) in (1, 2)
    assert door.check().code == 0


def test_references_to_rows_that_do_not_exist_wait_and_are_listed(door: Door, tmp_path: Path) -> None:
    table = write_rows(tmp_path / "units.csv", [("key", "name", "above"), ("u1", "First", "u9")])
    done = door.load(table, "--mapping", mapping(tmp_path, UNITS))
    assert done.code == 0, done
    assert "not been loaded" in done.told
    assert door.check().code == 0
    with door.open() as case:
        assert case.store.count().get("SUBORDINATE_TO", 0) == 0
    later = write_rows(tmp_path / "units.csv", [("key", "name", "above"), ("u9", "Ninth", "")])
    assert door.load(later, "--mapping", mapping(tmp_path, UNITS)).code == 0
    with door.open() as case:
        assert case.store.count()["SUBORDINATE_TO"] == 1, "the order of loads does not matter"


def test_units_above_each_other_are_loaded_drawn_and_asked_without_end(door: Door, tmp_path: Path) -> None:
    ring = [("u1", "First", "u2"), ("u2", "Second", "u3"), ("u3", "Third", "u1"), ("u4", "Self", "u4")]
    table = write_rows(tmp_path / "units.csv", [("key", "name", "above"), *ring])
    done = door.load(table, "--mapping", mapping(tmp_path, UNITS))
    assert done.code in (0, 3), done
    assert door.check().code == 0
    with door.open() as case:
        assert case.store.count()["SUBORDINATE_TO"] >= 3
        [hit] = case.reader().search_names("First")
    words = ("chain_above", "-p", f"unit={hit.code}", "-p", "day=2015-03-14", "--format", "csv")
    asked = do("query", "run", door.folder, *words, "--key-file", door.key_file)
    assert asked.code == 0, asked
    assert "Second" in asked.out
    assert "Third" in asked.out


def test_a_mapping_with_keys_that_there_are_not_is_refused_by_line(door: Door, tmp_path: Path) -> None:
    wrong = mapping(tmp_path, POSTS.replace("required:", "requird:"))
    sentence = door.load(people(tmp_path, ("p1", "One", "1980")), "--mapping", wrong).sentence()
    assert "mapping.yaml, line" in sentence
    assert "requird" in sentence
    assert untouched(door)


def test_a_strict_load_takes_all_rows_or_none(door: Door, tmp_path: Path) -> None:
    table = people(tmp_path, ("p1", "One", "1980"), ("p2", "Two", "31.02.2015"))
    assert "strict" in door.load(table, "--mapping", mapping(tmp_path), "--strict").sentence()
    assert untouched(door)


def test_twenty_megabytes_are_read_row_by_row(door: Door, tmp_path: Path) -> None:
    rows = 50_000
    table = people(
        tmp_path, *((f"p{number}", f"Person {number} " + "of the town " * 34, "1980") for number in range(rows))
    )
    assert table.stat().st_size > 20 << 20
    done = door.load(table, "--mapping", mapping(tmp_path), "--dry-run")
    assert done.code == 0, done
    assert f"Would be new: 1 sources, 1 documents, {rows} people" in done.told or f"{rows:,} rows" in done.told
    assert untouched(door)


def test_no_word_of_a_refused_row_reaches_standard_error(door: Door, tmp_path: Path) -> None:
    """Values stand on the loader's screen and in the copy; what ends in logs names places."""
    secret = "Zumurrud bint Yaqut"
    table = people(tmp_path, ("p1", secret, "31.02.2015"), (secret, "One", secret))
    for extra in ((), ("--strict",), ("--dry-run",), ("--json",)):
        done = door.load(table, "--mapping", mapping(tmp_path), *extra)
        assert done.code in (1, 3)
        assert "Zumurrud" not in done.err
        if "--json" in extra:
            assert "Zumurrud" not in done.out
