"""The folder: everything in it or no folder; hashes that verify; the same bytes again; what the case remembers."""

from __future__ import annotations

import hashlib
import stat
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from openpyxl import load_workbook

from graph.case import create_case
from graph.errors import CaseError, Stopped
from queries.brief import package
from queries.brief.errors import CaseChanging, FolderTaken, NothingChosen, UnknownAudience
from queries.brief.package import make_brief, preview_brief
from queries.brief.selection import BadSelection, Selection, read_selection
from queries.saved_query import find
from tests.builders import incident
from tests.queries.brief.brief_case import ANN, BriefCase, BriefReport, rows, table, xml_text

FILES = {
    "brief.pdf", "brief.docx", "brief.xlsx", "graph.graphml", "figure.svg", "about.csv", "facts.csv", "values.csv",
    "counts.csv", "chains.csv", "against.csv", "exhibits.csv", "named.csv", "left_out.csv",
}  # fmt: skip


def test_one_folder_with_every_format_and_sums_that_verify(english: BriefReport) -> None:
    names = {path.name for path in english.folder.iterdir()}
    assert names == FILES | {"SHA256SUMS"} and set(english.files) == FILES
    lines = (english.folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(FILES)
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((english.folder / name).read_bytes()).hexdigest() == digest == english.files[name]
    assert stat.S_IMODE(english.folder.stat().st_mode) == 0o700


def test_the_same_case_and_day_give_the_same_bytes(made: BriefCase) -> None:
    made.brief()  # gives the exhibits their numbers, which is a revision
    assert made.brief().files == made.brief().files


def test_every_format_says_the_same_facts(english: BriefReport) -> None:
    facts = table(english, "facts")
    sheet = load_workbook(english.folder / "brief.xlsx")["facts"]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [fact["number"] for fact in facts]
    document = Document(str(english.folder / "brief.docx"))
    cells = {cell.text for found in document.tables for row in found.rows for cell in row.cells}
    assert {fact["number"] for fact in facts} <= cells


def test_the_docx_has_no_thumbnail_no_author_and_no_date(english: BriefReport) -> None:
    with zipfile.ZipFile(english.folder / "brief.docx") as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name or "customXml" in name]
        assert {one.date_time for one in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    core = Document(str(english.folder / "brief.docx")).core_properties
    assert not core.author and not core.last_modified_by and core.created is None
    assert "python-docx" not in xml_text(english, "brief.docx")


def test_the_case_remembers_what_was_given_to_whom(made: BriefCase) -> None:
    report = made.brief()
    (kept,) = made.case.evidence.packages()
    assert (kept.id, kept.audience, kept.purpose, kept.by) == (report.package, "counsel", "A test of the brief", "ann")
    assert kept.files == report.files and kept.revision == report.revision
    assert {made.thread["fall"], made.thread["fall_article"], made.thread["charge"]} <= set(kept.records)
    identity = [one.id for one in made.case.evidence.slice().decisions if one.type == "identity"]
    assert set(identity) <= set(kept.decisions)


def test_a_folder_that_holds_something_is_refused(made: BriefCase) -> None:
    out = made.folder / "taken"
    out.mkdir()
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FolderTaken):
        made.brief(out=out)
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("after", range(6))
def test_stopped_at_any_step_it_leaves_nothing(made: BriefCase, after: int) -> None:
    asked = iter(range(100))
    with pytest.raises(Stopped):
        made.brief(stop=lambda: next(asked) >= after)
    assert not [path for path in made.folder.iterdir() if "out" in path.name]
    assert made.case.evidence.packages() == []


def test_progress_rises_to_the_end(made: BriefCase) -> None:
    seen: list[tuple[int, int]] = []
    made.brief(on_progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen) and seen[-1][0] == seen[-1][1]


def test_a_case_that_changes_meanwhile_is_read_again(made: BriefCase, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, times = package._rendered, iter([True])

    def changing(brief: object, step: object) -> dict[str, bytes]:
        if next(times, False):
            made.decide("status", "f_article", "disputed")
        return whole(brief, step)  # type: ignore[arg-type]

    monkeypatch.setattr(package, "_rendered", changing)
    report = made.brief()
    assert any(row["status"] == "disputed" and "4–8" in row["says"] for row in table(report, "facts"))
    assert report.revision < made.case.evidence.revision() + 1


def test_a_change_elsewhere_does_not_matter(made: BriefCase, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, calls = package._rendered, []

    def changing(brief: object, step: object) -> dict[str, bytes]:
        calls.append(1)
        made.load(incident(f"far{len(calls)}", date="2001", locator="p. 9", level="public"))
        return whole(brief, step)  # type: ignore[arg-type]

    monkeypatch.setattr(package, "_rendered", changing)
    assert made.brief().facts and len(calls) == 1


def test_a_case_that_never_rests_is_said(made: BriefCase, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, calls = package._rendered, []

    def changing(brief: object, step: object) -> dict[str, bytes]:
        calls.append(1)
        made.decide("status", "f_article", ("disputed", "vetted")[len(calls) % 2])
        return whole(brief, step)  # type: ignore[arg-type]

    monkeypatch.setattr(package, "_rendered", changing)
    with pytest.raises(CaseChanging):
        made.brief()
    assert not [path for path in made.folder.iterdir() if "out" in path.name]


def test_what_nobody_can_see_is_no_selection(made: BriefCase) -> None:
    for keys in ((), ("I-999 999-9",), ("nonsense",), ("men",)):
        with pytest.raises(NothingChosen):
            make_brief(
                made.case, Selection(codes=tuple(made.code.get(key, key) for key in keys)), audience="counsel",
                purpose="x", out=made.folder / "none", actor=ANN,
            )  # fmt: skip
    with pytest.raises(UnknownAudience):
        made.brief(audience="the neighbours")
    with pytest.raises(CaseError):
        made.brief(language="fr")


def test_a_run_of_a_saved_query_is_a_selection(made: BriefCase) -> None:
    reader = made.case.reader(user="ann")
    find("records_behind").run(reader, entity=made.code["fall"])
    run = made.case.evidence.runs()[-1]
    codes = made.brief(out=made.folder / "by-code")
    by_run = make_brief(
        made.case, read_selection(f"run:{run.id}"), audience="counsel", purpose="A test of the brief",
        out=made.folder / "by-run", actor=ANN, today="2026-01-15",
    )  # fmt: skip
    assert by_run.facts == codes.facts
    with pytest.raises(BadSelection):
        make_brief(
            made.case, read_selection("run:nothing"), audience="counsel", purpose="x", out=made.folder / "y", actor=ANN
        )


def test_a_kept_list_is_a_selection_of_its_owner_alone(made: BriefCase) -> None:
    work = made.case.evidence.save_work("selection", {"codes": [made.code["fall"]]}, owner="ann")
    report = make_brief(
        made.case, read_selection(f"list:{work.id}", owner="ann"), audience="counsel", purpose="x",
        out=made.folder / "list", actor=ANN,
    )  # fmt: skip
    assert report.facts
    with pytest.raises(BadSelection):
        make_brief(
            made.case, read_selection(f"list:{work.id}", owner="bob"), audience="counsel", purpose="x",
            out=made.folder / "other", actor=ANN,
        )  # fmt: skip


def test_codes_are_read_as_people_write_them() -> None:
    assert read_selection(" I-171 247-2, U-747 379-9 ;P-1\n").codes == ("I-171 247-2", "U-747 379-9", "P-1")


def test_a_unit_or_an_office_holder_gives_a_brief_of_posts(made: BriefCase) -> None:
    facts = table(made.brief("battalion", "emir"), "facts")
    assert {row["kind"] for row in facts} == {"post", "relation of units"}


def test_a_preview_writes_nothing(made: BriefCase) -> None:
    revision = made.case.evidence.revision()
    found = preview_brief(made.case, Selection(codes=(made.code["fall"],)), audience="un_mechanism")
    assert (found.incidents, found.facts, found.exhibits, found.stops) == (1, 11, 3, ())
    assert found.doubts >= 4 and any("lie above the level" in line for line in found.left_out)
    assert made.case.evidence.revision() == revision and made.case.evidence.packages() == []


def test_the_example_says_on_every_page_and_picture_that_it_is_training_material(tmp_path: Path) -> None:
    with create_case(tmp_path / "case", title="Example", key_file=tmp_path / "key", example=True) as case:
        made = BriefCase(case=case, folder=tmp_path)
        made.load(*rows())
        report = made.brief()
    pages = pypdfium2.PdfDocument(report.folder / "brief.pdf")
    said = [page.get_textpage().get_text_range() for page in pages]
    pages.close()
    assert len(said) > 3 and all("Training material" in text for text in said)
    assert "Training material" in (report.folder / "figure.svg").read_text(encoding="utf-8")
    assert "Training material" in (report.folder / "about.csv").read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(report.folder / "brief.docx") as archive:
        assert "Training material" in archive.read("word/header1.xml").decode()
