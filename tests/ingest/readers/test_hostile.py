"""Files made to do harm, and files that are broken: one clear sentence each, and the next file is read as ever."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import LoadError
from ingest.readers import ReadLimits, read_document
from ingest.readers.tables import read_sheets
from tests.ingest.readers import builders as make

LIMITS = ReadLimits(memory=1 << 30)
WORD = f'<w:document xmlns:w="{make.W}"><w:body><w:p><w:r><w:t>'.encode()
SHEET = f'<worksheet xmlns="{make.S}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'.encode()
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
LAUGHS = (f'<!DOCTYPE d [<!ENTITY e0 "ha">{ENTITIES}]><w:document xmlns:w="{make.W}"><w:body><w:p><w:r>'
          "<w:t>&e11;</w:t></w:r></w:p></w:body></w:document>")  # fmt: skip
OUTSIDE = (f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document xmlns:w="{make.W}"><w:body><w:p><w:r>'
           "<w:t>before &x; after</w:t></w:r></w:p></w:body></w:document>")  # fmt: skip
TABLE = "<w:tbl><w:tr><w:tc>"


def sheet_parts() -> dict[str, str]:
    parts = make.xlsx_parts("")
    del parts["xl/worksheets/sheet1.xml"]
    return parts


def word_bomb() -> bytes:
    return make.zip_bomb("word/document.xml", {}, 1_000, WORD, b"a" * 1024)


def sheet_bomb() -> bytes:
    return make.zip_bomb("xl/worksheets/sheet1.xml", sheet_parts(), 1_000, SHEET, b"a" * 1024)


DOCUMENTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "encrypted.pdf": (make.encrypted_pdf, "is protected by a password"),
    "cut.pdf": (lambda: make.pdf(["words"])[:400], "is damaged or cut off"),
    "trash.pdf": (lambda: b"%PDF-1.4\n" + b"\x80garbage" * 200, "is damaged or cut off"),
    "bomb.pdf": (lambda: make.pdf_bomb(1_100), "made its reader stop|needs more memory|took longer"),
    "bomb.docx": (word_bomb, "unpacks to far more"),
    "understated.docx": (lambda: make.understate(word_bomb(), "word/document.xml", 1_000), "damaged|unpacks to"),
    "entities.docx": (lambda: make.zipped({"word/document.xml": LAUGHS}), "damaged"),
    "nested.docx": (lambda: make.docx(TABLE * 4_000 + "</w:tc></w:tr></w:tbl>" * 4_000), "nested too deeply"),
    "password.docx": (make.protected_office_file, "is protected by a password"),
    "cut.docx": (lambda: make.docx(make.paragraph("x" * 5_000))[:-200], "damaged"),
    "entries.docx": (lambda: make.zipped({f"word/{n}": "" for n in range(30_000)}), "unpacks to far more"),
    "gigapixel.png": (lambda: make.png_of(40_000, 40_000), "more pixels than can be read"),
    "cut.png": (lambda: make.png_of(400, 400)[:-30], "damaged"),
    "archive.zip": (lambda: make.zipped({"a.txt": "x"}), "a zip archive cannot be read as a document; unpack it"),
    "empty.pdf": (lambda: b"", "the file is empty"),
    "program.txt": (lambda: b"\x7fELF" + bytes(range(256)) * 20, "of an unknown kind cannot be read"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_one_clear_sentence_and_the_next_file_is_read(tmp_path: Path, name: str) -> None:
    build, sentence = DOCUMENTS[name]
    (tmp_path / name).write_bytes(build())
    with pytest.raises(LoadError, match=sentence) as caught:
        read_document(tmp_path / name, limits=LIMITS)
    assert str(caught.value).startswith(f"{name}: ")
    assert str(caught.value).count(".") <= 3
    assert "\n" not in str(caught.value)
    (tmp_path / "next.txt").write_text("still here")
    assert read_document(tmp_path / "next.txt").pages[0].text == "still here"


WORKBOOKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.xlsx": (sheet_bomb, "unpacks to far more"),
    "understated.xlsx": (
        lambda: make.understate(sheet_bomb(), "xl/worksheets/sheet1.xml", 1_000),
        "damaged|unpacks to",
    ),
    "password.xlsx": (make.protected_office_file, "protected by a password"),
    "cut.xlsx": (lambda: make.xlsx("<row/>")[:-100], "damaged"),
    "no-xml.xlsx": (lambda: make.zipped({**make.xlsx_parts(""), "xl/workbook.xml": "<workbook"}), "damaged"),
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_made_to_do_harm(tmp_path: Path, name: str) -> None:
    build, sentence = WORKBOOKS[name]
    (tmp_path / name).write_bytes(build())
    with pytest.raises(LoadError, match=sentence):
        read_sheets(tmp_path / name)


def test_ten_megabytes_of_nested_html_cost_time_but_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "nested.html").write_bytes(b"<html><body>" + b"<div>" * 2_000_000 + b"at the bottom")
    assert read_document(tmp_path / "nested.html").pages[0].text == "at the bottom"


def test_an_entity_from_outside_is_never_fetched(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(make.zipped({"word/document.xml": OUTSIDE}))
    assert read_document(tmp_path / "a.docx").pages[0].text == "before  after"


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    (tmp_path / "nested.html").write_bytes(b"<html><body>" + b"<div>" * 2_000_000)
    with pytest.raises(LoadError, match="took longer to read"):
        read_document(tmp_path / "nested.html", limits=ReadLimits(seconds=0.3))


def test_a_reader_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"words and " * 20_000_000)
    with pytest.raises(LoadError, match=r"more memory|made its reader stop"):
        read_document(tmp_path / "a.txt", limits=ReadLimits(memory=700 << 20))


def test_an_email_that_holds_itself_a_thousand_times_is_not_followed(tmp_path: Path) -> None:
    raw = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1_000))
    (tmp_path / "a.eml").write_bytes(b"From: a@b.example\nTo: c@d.example\nMIME-Version: 1.0\n" + raw + b"\nwords")
    try:
        found = read_document(tmp_path / "a.eml")
    except LoadError as error:
        assert "nested too deeply" in str(error)  # either outcome is right
    else:
        assert found.pages[0].label == "headers"


def test_no_sentence_quotes_the_file(tmp_path: Path) -> None:
    secret = "Abu-Secret-Name"
    (tmp_path / "a.docx").write_bytes(make.zipped({"word/document.xml": f"<w:{secret}>{secret}"}))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 " + secret.encode() * 50)
    (tmp_path / "c.jsonl").write_bytes(b'{"a": 1}\n{"' + secret.encode() + b'": \n')
    for name, read in (("a.docx", read_document), ("b.pdf", read_document), ("c.jsonl", read_sheets)):
        with pytest.raises(LoadError) as caught:
            read(tmp_path / name)
        assert secret not in str(caught.value)
