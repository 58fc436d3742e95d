"""R31: PDF/A-2a and PDF/UA-1, every font embedded, no missing glyph, alternative text on the figure, a title."""

from __future__ import annotations

import re
import subprocess
import zipfile

import pypdfium2
import pytest

from queries.brief.errors import CannotTypeset
from queries.brief.glyphs import known, settable
from queries.brief.pdf import STANDARDS, set_pdf
from tests.builders import incident
from tests.queries.brief.brief_case import BriefCase, BriefReport, pdf_text, table


def _metadata(report: BriefReport) -> str:
    """XMP stands in the file as plain XML."""
    content = (report.folder / "brief.pdf").read_bytes()
    return content[content.index(b"<x:xmpmeta") : content.index(b"</x:xmpmeta>")].decode()


def test_r31_it_claims_both_standards_and_typst_checked_them(english: BriefReport, arabic: BriefReport) -> None:
    assert STANDARDS == ["a-2a", "ua-1"]
    for report in (english, arabic):
        metadata = _metadata(report)
        assert re.search(r"pdfaid:part>2<", metadata) and re.search(r"pdfaid:conformance>A<", metadata)
        assert re.search(r"pdfuaid:part>1<", metadata)


def test_r31_typst_refuses_a_picture_without_words_for_it(english: BriefReport) -> None:
    svg = (english.folder / "figure.svg").read_text(encoding="utf-8")
    bare = b'#set document(title: "T", date: datetime(year: 2026, month: 1, day: 1))\n#image(bytes(sys.inputs.figure))'
    with pytest.raises(CannotTypeset):
        set_pdf(bare, {"figure": svg}, "2026-01-01")


@pytest.mark.tool("pdftotext")
def test_r31_every_font_is_embedded_and_is_one_of_ours(english: BriefReport, arabic: BriefReport) -> None:
    for report in (english, arabic):
        listed = subprocess.run(["pdffonts", str(report.folder / "brief.pdf")], capture_output=True, check=True)
        lines = listed.stdout.decode().splitlines()[2:]
        assert lines and all(re.search(r"\+(NotoSerif|Amiri)", line) for line in lines)
        assert all(line.split()[-5] == "yes" for line in lines), "the column emb"


def test_r31_the_picture_of_the_editable_copy_has_words_too(english: BriefReport) -> None:
    with zipfile.ZipFile(english.folder / "brief.docx") as archive:
        assert re.search(r'descr="A chart of \d+ boxes', archive.read("word/document.xml").decode())


def test_r31_the_title_is_set_and_nobody_is_its_author(english: BriefReport) -> None:
    content = (english.folder / "brief.pdf").read_bytes()
    document = pypdfium2.PdfDocument(content)
    assert document.get_metadata_dict()["Title"] == "Brief – A test of the brief"
    assert not document.get_metadata_dict()["Author"]
    document.close()


def test_r31_characters_without_a_glyph_get_a_substitute_and_are_said(made: BriefCase) -> None:
    made.load(incident("odd", date="2015", quote="Seen 漢字 and 🙂 there", locator="p. 1", level="public"))
    report = made.brief("odd")
    text = " ".join(pdf_text(report).split())
    assert "Characters that the fonts of the PDF lack" in text and "Seen" in text
    assert "漢字" in next(row["quote"] for row in table(report, "facts")), "the tables have them"


def test_r31_what_a_font_has_is_read_from_the_font() -> None:
    assert {ord("A"), ord("é"), ord("Ж"), ord("ش"), ord("پ"), ord("ێ")} <= known()
    assert settable("a漢b\u2067ش\u2069") == (settable("a漢b\u2067ش\u2069")[0], 1)
    assert settable("كتيبة Hisba 12") == ("كتيبة Hisba 12", 0)
