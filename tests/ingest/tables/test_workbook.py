"""The intake workbook: written empty in two languages, loaded filled, columns in any order."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from graph.case import Case
from graph.errors import LoadError
from graph.model import KINDS, FieldType
from graph.model.words import code_label, field_label, kind_label
from ingest.workbook import write_template
from tests.ingest.tables.conftest import records, take

FILLED: dict[str, list[dict[str, Any]]] = {
    "source": [{"key": "s1", "kind": "organisation", "name": "A team"}],
    "document": [{"key": "d1", "source": "s1", "kind": "testimony", "title": "First account", "file": "account.txt"}],
    "person": [
        {"key": "p1", "names": "أبو محمد (kunya) | محمد العلي", "document": "d1", "sex": "male"},
        {"key": "p2", "names": "A. B.", "document": "d1"},
    ],
    "unit": [{"key": "u1", "names": "Hisba office", "kind": "religious_police", "document": "d1"}],
    "incident": [{"key": "i1", "class": "harm", "date": "آب 2015", "document": "d1", "methods": "flogging | beating"}],
    "victim": [{"who": "person:p1", "incident": "i1", "act": "torture", "document": "d1"}],
    "posting": [{"person": "p2", "unit": "u1", "kind": "member", "since": "late 2014", "document": "d1"}],
}


def fill(path: Path, language: str, *, backwards: bool = False, rows: dict[str, list[dict[str, Any]]] = FILLED) -> Path:
    """Fill the template as a person would: labels of the drop-downs, and columns moved about where asked."""
    write_template(path, language)
    book = load_workbook(path)
    book.worksheets[0]["B3"] = "team"
    for kind, many in rows.items():
        sheet = book[kind_label(kind, language)]
        if backwards:
            heads = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=2)]
            for number, head in enumerate(heads, start=1):
                for at, value in enumerate(reversed(head), start=1):
                    sheet.cell(number, at, value)
        places = {str(sheet.cell(1, at).value).rstrip(" *"): at for at in range(1, sheet.max_column + 1)}
        for number, row in enumerate(many, start=3):
            for name, value in row.items():
                field = KINDS[kind].field(name)
                assert field is not None
                if field.type is FieldType.CODE:
                    value = " | ".join(
                        code_label(field.vocabulary, code.strip(), language) for code in value.split("|")
                    )
                sheet.cell(number, places[field_label(name, language, kind=kind)], value)
    book.save(path)
    (path.parent / "account.txt").write_text("They came at night.", encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_template_has_a_sheet_a_kind_with_help_lists_and_text_cells(tmp_path: Path, language: str) -> None:
    write_template(tmp_path / "intake.xlsx", language)
    book = load_workbook(tmp_path / "intake.xlsx")
    for kind in KINDS.values():
        sheet = book[kind_label(kind.name, language)]
        assert sheet.sheet_view.rightToLeft is (language == "ar")
        heads = [str(cell.value).rstrip(" *") for cell in sheet[1]]
        assert heads == [field_label(field.name, language, kind=kind.name) for field in kind.all_fields]
        assert all(cell.value for cell in sheet[2])
        offered = {str(drop.sqref).split("3:")[0] for drop in sheet.data_validations.dataValidation}
        codes = [at for at, field in enumerate(kind.all_fields) if field.type is FieldType.CODE and not field.many]
        assert offered == {sheet.cell(1, at + 1).column_letter for at in codes}
    about = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    words = ("routes", "shelters", "religion") if language == "en" else ("طرق العبور", "الملاجئ", "دين")
    assert all(any(word in line for line in about) for word in words)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_filled_one_loads(case: Case, tmp_path: Path, language: str, backwards: bool) -> None:
    report = take(case, fill(tmp_path / "intake.xlsx", language, backwards=backwards))
    assert (report.refused, report.waiting) == ([], [])
    for kind, rows in FILLED.items():
        assert len(records(case, kind)) == len(rows), kind
    (person,) = [view for view in records(case, "person") if view.values.get("sex") == "male"]
    assert person.values["names"] == [
        {"words": "أبو محمد", "type": "kunya"},
        {"words": "محمد العلي", "type": "alias"},
    ]
    (incident,) = records(case, "incident")
    assert incident.values["date"]["edtf"] == "2015-08"
    assert incident.values["methods"] == ["flogging", "beating"]
    (document,) = records(case, "document")
    assert case.evidence.original(document.thread) == b"They came at night."


def test_the_same_workbook_in_the_other_language_adds_nothing(case: Case, tmp_path: Path) -> None:
    take(case, fill(tmp_path / "english.xlsx", "en"))
    report = take(case, fill(tmp_path / "arabic.xlsx", "ar", backwards=True))
    assert (report.new, report.changed) == (0, 0)


def test_a_row_that_cannot_be_taken_names_sheet_row_and_column(case: Case, tmp_path: Path) -> None:
    rows = {
        **FILLED,
        "incident": [{"key": "i1", "class": "harm", "date": "31 February 2015", "document": "d1"}, {"key": "i2"}],
    }
    report = take(case, fill(tmp_path / "intake.xlsx", "en", rows=rows))
    said = [str(one) for one in report.refused]
    assert said[0].startswith("intake.xlsx, sheet Incidents, row 3, column Date: expected ")
    assert {one.row for one in report.refused} == {3, 4}
    assert any("column 'Document'" in one or "column Document" in one for one in said[1:])
    assert report.waiting == [
        "intake.xlsx, sheet Victims, row 3: 'Incident' names 1 incident that has not been loaded."
    ]


def test_a_file_outside_the_folder_is_never_read(case: Case, tmp_path: Path) -> None:
    document = {**FILLED["document"][0], "file": "../../etc/hostname"}
    report = take(case, fill(tmp_path / "intake.xlsx", "en", rows={**FILLED, "document": [document]}))
    assert [one.right for one in report.refused] == ["the name of a file that lies beside this table"]


def test_only_english_and_arabic(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="en, ar"):
        write_template(tmp_path / "x.xlsx", "fr")
