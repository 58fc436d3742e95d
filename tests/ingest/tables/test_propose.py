"""The first own spreadsheet: a title above, Arabic headings, mixed dates, no mapping."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.case import Case
from graph.errors import LoadError
from ingest.propose import find_header, propose_mapping
from ingest.readers.tables import read_sheets
from ingest.roles import role_of
from tests.ingest.tables.conftest import records, take

ROWS = [
    ["سجل الوقائع", None],
    [],
    ["الرقم", "تاريخ الحادثة", "المكان", "ما حدث", "الجهة", "عدد القتلى", "الديانة", "ملف"],
    [1, date(2015, 3, 14), "الرقة", "جلد في الساحة", "الحسبة", 2, "x", "a"],
    [2, "١٥ آذار ٢٠١٥", "الرقة", "إطلاق نار", None, "3..5", "x", "b"],
    [3, "31 شباط 2015", "منبج", "اعتقال", None, None, "x", "c"],
]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    book = Workbook()
    own = book.active
    assert own is not None
    for row in ROWS:
        own.append(row)
    book.save(tmp_path / "وقائع.xlsx")
    return tmp_path / "وقائع.xlsx"


def test_the_header_is_found_and_columns_are_taken_by_their_words(sheet: Path) -> None:
    proposal = propose_mapping(read_sheets(sheet)[0].rows, dataset="وقائع")
    assert proposal.header == 3
    assert proposal.taken == {
        "الرقم": "key", "تاريخ الحادثة": "date", "المكان": "place", "ما حدث": "description", "الجهة": "unit",
        "عدد القتلى": "killed",
    }  # fmt: skip
    assert proposal.refused == ("الديانة",)
    assert proposal.left == ("ملف",)


def test_the_proposal_once_saved_loads_the_good_rows_and_returns_the_others(case: Case, sheet: Path) -> None:
    proposal = propose_mapping(read_sheets(sheet)[0].rows, dataset="وقائع")
    path = sheet.parent / "own.yaml"
    path.write_text(proposal.text, encoding="utf-8")
    preview = take(case, sheet, mapping=path, dry_run=True)
    assert any(
        one.replace("\u2068", "").replace("\u2069", "")
        == "  Row 4: 2015-03-14, الرقة: harm, جلد في الساحة. Alleged perpetrator: الحسبة. Killed: 2."
        for one in preview.sentences
    )
    report = take(case, sheet, mapping=path)
    assert {(one.row, one.column) for one in report.refused} == {(6, "تاريخ الحادثة")}
    incidents = {view.values["date"]["edtf"] for view in records(case, "incident")}
    assert incidents == {"2015-03-14", "2015-03-15"}
    assert [view.values["names"][0]["words"] for view in records(case, "location")] == ["الرقة"]
    assert sorted(view.values["count"] for view in records(case, "figure")) == [[2, 2, 2], [3, None, 5]]
    assert {view.level for view in records(case, "incident")} == {2}
    assert report.waiting == []


def test_a_sheet_without_known_headings_is_refused_with_what_to_do() -> None:
    with pytest.raises(LoadError, match="intake workbook"):
        find_header([["a", "b"], [1, 2]])
    with pytest.raises(LoadError, match="neither a date of events nor persons"):
        propose_mapping([["Number", "Town"], [1, "x"]], dataset="x")


@pytest.mark.parametrize(
    ("headings", "roles"),
    [
        (["الرقم", "اسم العنصر", "الوحدة", "المنصب", "الرتبة العسكرية", "منذ", "سنة الولادة"],
         ["key", "names", "unit", "post", "rank", "since", "born"]),
        (["رقم", "تاريخ وقوع الحادث", "الناحية", "مكان الحدث", "عدد الشهداء", "مصدر المعلومات"],
         ["key", "date", "province", "place", "killed", "source"]),
        (["Case number", "Date of violation", "Wilaya", "Localidad", "Victim's name", "Fate"],
         ["key", "date", "province", "place", "names", "outcome"]),
        (["N°", "Nom complet", "Date de naissance", "Unité", "Fonction", "Depuis"],
         ["key", "names", "born", "unit", "post", "since"]),
    ],
)  # fmt: skip
def test_headings_of_field_offices_in_several_languages_are_known(headings: list[str], roles: list[str]) -> None:
    assert [role_of(heading) for heading in headings] == roles
