"""What a file is taken for, and how its columns are put right, before anything of it is loaded."""

import io
import stat
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from graph.case import Case, create_case
from graph.errors import CaseError, DossierError, LoadError, Stopped
from graph.evidence import Actor
from graph.evidence.incoming import KEPT
from graph.model import Level
from ingest import arrivals as arriving
from ingest.arrival import SHEETS, Arrival, arrival_from, look_at
from ingest.load import known_mappings, load, write_refused_copy
from ingest.mapping import parse_mapping
from ingest.own_mappings import drop_mapping, save_mapping, saved_mappings
from ingest.roles import role_of
from ingest.workbook import write_template

ME = Actor(name="tester")
OWNER = "tester"
# Invented: a sheet as a field office keeps it, with a title row, Arabic headings and three styles of dates.
SHEET: list[list[Any]] = [
    ["سجل الوقائع (مادة تدريبية)", None, None, None, None],
    [],
    ["الرقم", "التاريخ", "المكان", "ما حدث", "عدد القتلى", "الديانة", "ملاحظة خاصة"],
    ["1", "12/03/2015", "عين الوهم", "جلد في الساحة", 1, "x", "a"],
    ["2", "25/03/2015", "تل الخيال", "إطلاق نار", "اثنان", "x", "b"],
    ["3", date(2015, 4, 1), "عين الوهم", "اعتقال", None, "x", "c"],
]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with create_case(tmp_path / "case", title="Adding", passphrase="correct horse battery") as opened:
        yield opened


def workbook(folder: Path, rows: list[list[Any]] = SHEET, name: str = "وقائع.xlsx") -> Path:
    book = Workbook()
    own = book.active
    assert own is not None
    for row in rows:
        own.append(row)
    book.save(folder / name)
    return folder / name


def packed(folder: Path, files: dict[str, bytes], name: str = "documents.zip") -> Path:
    with zipfile.ZipFile(folder / name, "w") as archive:
        for own, content in files.items():
            archive.writestr(own, content)
    return folder / name


def brought(case: Case, path: Path) -> arriving.Arrived:
    upload = case.evidence.keep_file(path, owner=OWNER)
    return arriving.arrive(case, upload.id, owner=OWNER)


def looked(case: Case, path: Path) -> Arrival:
    return look_at(path, known_mappings(case))


# --- what it is taken for


def test_a_sheet_nobody_knows_is_shown_with_its_header_its_dates_and_what_is_never_stored(
    case: Case, tmp_path: Path
) -> None:
    look = looked(case, workbook(tmp_path))
    assert look.taken_for == "new_table" and look.layout is not None
    assert look.layout.header == 3
    roles = dict(zip(look.layout.headings, look.layout.roles, strict=True))
    assert roles["التاريخ"] == "date" and roles["الديانة"] == "" and roles["ملاحظة خاصة"] == ""
    (order,) = look.orders
    assert (order.state, order.order, order.row) == ("settled", "dmy", 5)
    assert look.sheets[0].head[3][1] == "12/03/2015"
    assert arrival_from(look.as_plain()) == look


def test_a_column_that_no_row_settles_or_two_rows_contradict_is_said(case: Case, tmp_path: Path) -> None:
    open_ = tmp_path / "open.csv"
    open_.write_text("Date,Place,Name,Born\n12/03/2015,A,X,31/12/1990\n11/03/2015,B,Y,12/31/1990\n", encoding="utf-8")
    look = looked(case, open_)
    assert look.layout is not None
    assert dict(zip(look.layout.headings, look.layout.roles, strict=True)) == {
        "Date": "date", "Place": "place", "Name": "names", "Born": "born",
    }  # fmt: skip
    assert [(one.heading, one.state) for one in look.orders] == [("Date", "open"), ("Born", "contradictory")]
    assert (look.orders[1].row, look.orders[1].against) == (2, 3)


def test_a_known_table_an_intake_workbook_and_a_document_are_told_apart(case: Case, tmp_path: Path) -> None:
    template = tmp_path / "intake.xlsx"
    write_template(template)
    assert looked(case, template).taken_for == "intake"
    letter = tmp_path / "letter.txt"
    letter.write_text("An invented letter.\n\nIt says nothing.", encoding="utf-8")
    assert looked(case, letter).taken_for == "document"
    first = looked(case, workbook(tmp_path))
    assert first.layout is not None
    found = brought(case, workbook(tmp_path))
    arriving.save_for_case(case, found.id, "سجل المكتب", owner=OWNER)
    again = looked(case, workbook(tmp_path))
    assert again.taken_for == "table" and again.sheets[0].mapping == "وقائع"
    assert "الديانة" in again.sheets[0].refused


def test_what_cannot_be_read_says_why(case: Case, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    junk = tmp_path / "junk.xlsx"
    junk.write_bytes(bytes(range(256)) * 40)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(workbook(tmp_path).read_bytes()[:900])
    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    prose = tmp_path / "one-column.csv"
    prose.write_text("only\n", encoding="utf-8")
    for path, said in ((empty, "empty"), (junk, "cannot be read"), (broken, ""), (locked, "password"),
                       (prose, "headings"), (tmp_path / "gone.csv", "cannot be opened")):  # fmt: skip
        look = looked(case, path)
        assert look.taken_for == "unreadable" and said in look.why and look.why.startswith(path.name)


def test_a_name_that_says_something_else_than_the_content_is_told(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "table.pdf"
    path.write_bytes(workbook(tmp_path).read_bytes())
    look = looked(case, path)
    assert look.taken_for == "new_table" and look.named_otherwise


# --- putting the columns right


def test_columns_are_changed_one_by_one_and_the_trial_of_the_old_ones_no_longer_counts(
    case: Case, tmp_path: Path
) -> None:
    found = brought(case, workbook(tmp_path))
    found = arriving.note_job(case, found.id, owner=OWNER, dry="job")
    assert arriving.arrival(case, found.id, owner=OWNER) == found and found.dry == "job"
    changed = arriving.edit(case, found.id, {"do": "role", "at": 6, "value": "remarks"}, owner=OWNER)
    assert changed.layout is not None and changed.layout.roles[6] == "remarks" and changed.dry == ""
    changed = arriving.edit(case, found.id, {"do": "order", "value": "mdy"}, owner=OWNER)
    changed = arriving.edit(case, found.id, {"do": "level", "value": "sealed"}, owner=OWNER)
    changed = arriving.edit(case, found.id, {"do": "dataset", "value": "المكتب"}, owner=OWNER)
    request = arriving.request_for(changed, language="ar")
    mapping = parse_mapping(request["mapping_text"], "x")
    assert (mapping.order, mapping.level, mapping.dataset) == ("mdy", "sealed", "المكتب")
    assert request["language"] == "ar" and request["uploads"] == [found.upload]


def test_the_header_can_be_moved_and_another_kind_of_rows_chosen(case: Case, tmp_path: Path) -> None:
    rows = [["Names of the invented", "Their dates"], ["Name", "Year of birth"], ["Invented A", "1990"]]
    found = brought(case, workbook(tmp_path, rows, "people.xlsx"))
    assert found.layout is not None and found.layout.header == 2 and found.layout.rows == "people"
    moved = arriving.edit(case, found.id, {"do": "header", "value": 1}, owner=OWNER)
    assert moved.layout is not None and moved.layout.headings == ("Names of the invented", "Their dates")
    with pytest.raises(LoadError, match="no_date"):
        arriving.request_for(moved, language="en")
    again = arriving.edit(case, found.id, {"do": "columns"}, owner=OWNER)
    assert again.layout is not None and again.layout.header == 2


def test_a_known_table_can_be_read_by_chosen_columns_all_the_same(case: Case, tmp_path: Path) -> None:
    first = brought(case, workbook(tmp_path))
    arriving.save_for_case(case, first.id, "office", owner=OWNER)
    found = brought(case, workbook(tmp_path))
    assert found.layout is None and arriving.request_for(found, language="en")["mapping_text"] == ""
    chosen = arriving.edit(case, found.id, {"do": "columns"}, owner=OWNER)
    assert chosen.layout is not None and chosen.layout.header == 3


@pytest.mark.parametrize("change", [{"do": "role", "at": "6", "value": "date"}, {"do": "role", "at": 99, "value": ""},
                                    {"do": "role", "at": True, "value": ""}, {"do": "role", "at": 1, "value": "drop"},
                                    {"do": "order", "value": "ymd"}, {"do": "level", "value": 3}, {"do": "exec"}, {},
                                    {"do": "header", "value": "3"}, {"do": "sheet", "value": "../x"},
                                    {"do": "rows", "value": "none"}])  # fmt: skip
def test_what_a_page_never_sends_is_refused(case: Case, tmp_path: Path, change: dict[str, Any]) -> None:
    found = brought(case, workbook(tmp_path))
    with pytest.raises(DossierError):
        arriving.edit(case, found.id, change, owner=OWNER)
    assert arriving.arrival(case, found.id, owner=OWNER) == found


def test_what_somebody_brought_is_theirs_alone_and_goes_with_its_file(case: Case, tmp_path: Path) -> None:
    found = brought(case, workbook(tmp_path))
    assert arriving.arrival(case, found.id, owner="another") is None
    with pytest.raises(CaseError):
        arriving.edit(case, found.id, {"do": "order", "value": "dmy"}, owner="another")
    assert [one.id for one in arriving.arrivals(case, owner=OWNER)] == [found.id]
    case.evidence.drop_upload(found.upload, owner=OWNER)
    assert arriving.arrivals(case, owner=OWNER) == []
    other = brought(case, workbook(tmp_path))
    arriving.forget(case, other.id, owner=OWNER)
    assert case.evidence.upload(other.upload, owner=OWNER) is None


def test_what_was_loaded_stays_on_the_list_for_a_day(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = brought(case, workbook(tmp_path))
    arriving.note_job(case, found.id, owner=OWNER, load="a job")
    case.evidence.drop_upload(found.upload, owner=OWNER)  # as a load does
    assert [one.load for one in arriving.arrivals(case, owner=OWNER)] == ["a job"]
    monkeypatch.setattr(arriving, "KEPT", -KEPT)
    assert arriving.arrivals(case, owner=OWNER) == []


def test_a_workbook_of_many_wide_sheets_is_kept_small_enough_to_be_looked_at(case: Case, tmp_path: Path) -> None:
    book = Workbook(write_only=True)
    for at in range(25):
        own = book.create_sheet(f"Sheet {at}")
        for _ in range(45):
            own.append([f"عمود {column} " * 20 for column in range(70)])
    book.save(tmp_path / "wide.xlsx")
    found = brought(case, tmp_path / "wide.xlsx")
    assert len(found.look.sheets) == 25 and sum(bool(one.head) for one in found.look.sheets) <= SHEETS


def test_nothing_of_a_file_on_its_way_in_stands_in_plain_in_the_case(case: Case, tmp_path: Path) -> None:
    rows = [["Name", "Date"], ["Unmistakable Invention", "12 March 2015"]]
    brought(case, workbook(tmp_path, rows, "unmistakable-name.xlsx"))
    for path in case.folder.rglob("*"):
        if path.is_file():
            assert b"Unmistakable" not in path.read_bytes() and "unmistakable" not in path.name


# --- saving a mapping


def test_a_mapping_is_saved_whole_under_a_name_and_found_by_every_load(case: Case, tmp_path: Path) -> None:
    found = brought(case, workbook(tmp_path))
    saved = arriving.save_for_case(case, found.id, "سجل المكتب", owner=OWNER)
    assert saved.saved == "سجل المكتب" and saved_mappings(case) == ["سجل المكتب"]
    assert [path.name for path in (case.folder / "mappings").iterdir()] == ["سجل المكتب.yaml"]
    with pytest.raises(LoadError, match="already"):
        arriving.save_for_case(case, found.id, "سجل المكتب", owner=OWNER)
    arriving.save_for_case(case, found.id, "سجل المكتب", owner=OWNER, replace_it=True)
    report = load(case, [workbook(tmp_path)], actor=ME)  # nothing named: known by its columns
    assert report.new and report.refused_rows == 1
    drop_mapping(case, "سجل المكتب")
    assert saved_mappings(case) == []


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "con", "ucdp_ged", "x" * 61, "a\\b", "a\nb"])
def test_a_name_that_could_be_a_path_or_is_taken_is_refused(case: Case, name: str) -> None:
    record = "{kind: source, key: '{A}', fields: {kind: person, name: '{A}'}}"
    text = f"{{dataset: x, tables: [{{name: t, required: [A], records: [{record}]}}]}}"
    save_mapping(case, text, "a name")
    drop_mapping(case, "a name")
    with pytest.raises(LoadError):
        save_mapping(case, text, name)
    with pytest.raises(LoadError):
        save_mapping(case, "dataset: [", "fine")
    assert saved_mappings(case) == []


# --- loading what was put right


def test_refused_rows_come_back_as_the_users_own_table(case: Case, tmp_path: Path) -> None:
    path = workbook(tmp_path)
    found = brought(case, path)
    mapping = parse_mapping(arriving.request_for(found, language="en")["mapping_text"], "x")
    report = load(case, [path], mapping=mapping, actor=ME)
    assert [(one.row, one.column) for one in report.refused] == [(5, "عدد القتلى")]
    (copy,) = write_refused_copy(report, tmp_path)
    sheet = load_workbook(copy).active
    assert sheet is not None
    assert sheet.cell(3, 8).value == "why" and "عدد القتلى" in str(sheet.cell(5, 8).value)
    assert sheet.cell(5, 5).fill.fgColor.rgb == "00FFD7D2" and sheet.cell(4, 5).fill.fgColor.rgb != "00FFD7D2"


def test_a_copy_that_was_put_right_is_the_same_dataset_and_speaks_the_users_language(
    case: Case, tmp_path: Path
) -> None:
    path = workbook(tmp_path)
    found = brought(case, path)
    mapping = parse_mapping(arriving.request_for(found, language="ar")["mapping_text"], "x")
    report = load(case, [path], mapping=mapping, actor=ME, language="ar")
    (copy,) = write_refused_copy(report, tmp_path)
    sheet = load_workbook(copy).active
    assert sheet is not None and sheet.sheet_view.rightToLeft
    assert str(sheet.cell(5, 8).value).startswith("عدد القتلى: المطلوب عدد صحيح")
    again = brought(case, copy)
    assert found.layout is not None and again.layout is not None
    assert again.layout.dataset == found.layout.dataset


def test_a_table_like_one_that_was_put_right_is_read_like_it(case: Case, tmp_path: Path) -> None:
    """Whoever corrected how the columns are read does not do so again for the refused rows, or next month."""
    path = workbook(tmp_path)
    found = brought(case, path)
    arriving.edit(case, found.id, {"do": "role", "at": 6, "value": "remarks"}, owner=OWNER)
    arriving.edit(case, found.id, {"do": "level", "value": "sealed"}, owner=OWNER)
    right = arriving.edit(case, found.id, {"do": "dataset", "value": "المكتب"}, owner=OWNER)
    mapping = parse_mapping(arriving.request_for(right, language="en")["mapping_text"], "x")
    (copy,) = write_refused_copy(load(case, [path], mapping=mapping, actor=ME), tmp_path)
    again = brought(case, copy)
    assert right.layout is not None and again.layout is not None
    assert again.layout.roles[:7] == right.layout.roles and again.layout.roles[7:] == ("",)
    assert (again.layout.level, again.layout.dataset) == ("sealed", "المكتب")
    another = brought(case, workbook(tmp_path, name="another month.xlsx"))
    assert another.layout is not None and another.layout.roles == right.layout.roles
    assert another.layout.dataset == "another month"


@pytest.mark.parametrize("heading", ["عدد الضحايا", "Victims"])
def test_victims_are_not_taken_for_dead(heading: str) -> None:
    assert role_of(heading) != "killed"


def test_a_dry_run_speaks_the_language_that_was_asked_for(case: Case, tmp_path: Path) -> None:
    path = workbook(tmp_path)
    found = brought(case, path)
    mapping = parse_mapping(arriving.request_for(found, language="ar")["mapping_text"], "x")
    report = load(case, [path], mapping=mapping, actor=ME, dry_run=True, language="ar")
    assert any("سيكون جديداً: " in one and "الحوادث 2" in one for one in report.sentences)
    assert any("العمود عدد القتلى: المطلوب عدد صحيح" in one for one in report.sentences)
    assert any("السطر 5 لا يحتمل غير ذلك" in one for one in report.sentences)
    assert report.shown[0].startswith("السطر 4: ") and "عين الوهم" in report.shown[0]
    assert not case.evidence.loads()


# --- archives


def test_an_archive_of_documents_is_one_load_and_undone_in_one(case: Case, tmp_path: Path) -> None:
    path = packed(tmp_path, {
        "folder/one.txt": b"The first invented document.", "folder/two.html": b"<html><p>The second.</p></html>",
        "table.csv": b"a,b\n1,2\n", "__MACOSX/._one.txt": b"x", "broken.pdf": b"%PDF-1.4 nothing",
    })  # fmt: skip
    look = looked(case, path)
    assert look.taken_for == "archive"
    assert [(one.name, one.why) for one in look.members] == [
        ("folder/one.txt", ""), ("folder/two.html", ""), ("table.csv", "table"), ("broken.pdf", ""),
    ]  # fmt: skip
    before = case.evidence.loads()
    report = load(case, [path], actor=ME)
    assert before == [] and len(case.evidence.loads()) == 1 == len(report.loads)
    assert len(report.left_out) == 2 and any("table.csv" in one for one in report.left_out)
    views = documents(case)
    assert {view.values["title"] for view in views} == {"one.txt", "two.html"}
    again = load(case, [path], actor=ME)
    assert again.new == 0 and again.loads == []
    case.evidence.undo_load(report.load_id, ME, "wrong archive")
    assert documents(case) == []


def documents(case: Case) -> list[Any]:
    slice_ = case.evidence.slice(None)
    threads = [thread for thread, own in slice_.kinds.items() if own == "document"]
    return case.evidence.records(sorted(threads), clearance=Level.SEALED)


def test_a_dry_run_of_an_archive_writes_nothing(case: Case, tmp_path: Path) -> None:
    path = packed(tmp_path, {"one.txt": b"The first invented document."})
    report = load(case, [path], actor=ME, dry_run=True, language="ar")
    assert report.new == 2 and case.evidence.loads() == []
    assert any("أرشيف" in one for one in report.sentences)


def test_what_leads_out_of_an_archive_is_left_out_and_a_bomb_is_not_unpacked(case: Case, tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../escape.txt", b"An invented document that wants out.")
        archive.writestr("/absolute.txt", b"An invented document.")
        archive.writestr(info, b"/etc/passwd")
        archive.writestr("fine.txt", b"An invented document that stays.")
    path = tmp_path / "hostile.zip"
    path.write_bytes(out.getvalue())
    look = looked(case, path)
    assert [one.why for one in look.members] == ["path", "path", "link", ""]
    report = load(case, [path], actor=ME)
    assert len(report.left_out) == 3 and [view.values["title"] for view in documents(case)] == ["fine.txt"]
    assert not (tmp_path.parent / "escape.txt").exists()
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for at in range(3):
            archive.writestr(f"{at}.txt", bytes(200 << 20))
    assert "unpacks to far more" in looked(case, bomb).why
    secret = tmp_path / "locked.zip"
    secret.write_bytes(out.getvalue().replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0"))
    assert "password" in looked(case, secret).why


def test_an_archive_with_nothing_to_read_is_refused(case: Case, tmp_path: Path) -> None:
    path = packed(tmp_path, {"a.csv": b"a,b\n1,2\n", "inner.zip": packed(tmp_path, {"x": b"y"}, "i.zip").read_bytes()})
    assert looked(case, path).taken_for == "unreadable"
    with pytest.raises(LoadError, match="no document in this archive"):
        load(case, [path], actor=ME)


def test_an_archive_can_be_stopped_between_two_files_and_completed_later(case: Case, tmp_path: Path) -> None:
    path = packed(tmp_path, {f"{at}.txt": f"Invented document {at}.".encode() for at in range(4)})
    done: list[int] = []
    with pytest.raises(Stopped, match="2 of 4"):
        load(case, [path], actor=ME, on_progress=lambda n, _: done.append(n), stop=lambda: len(done) >= 2)
    assert len(documents(case)) == 2
    load(case, [path], actor=ME)
    assert len(documents(case)) == 4
