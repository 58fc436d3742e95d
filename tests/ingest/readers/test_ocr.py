"""Scans: words by tesseract where it is installed, and a plain note where it is not."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont, features

from ingest.readers import ocr, read_document
from tests.ingest.readers import builders as make

FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


def picture(text: str) -> Image.Image:
    page = Image.new("L", (1_600, 400), 255)
    ImageDraw.Draw(page).text((60, 120), text, fill=0, font=ImageFont.load_default(80))
    return page


def scanned_pdf(text: str) -> bytes:
    out = io.BytesIO()
    picture(text).save(out, "PDF", resolution=200)
    return out.getvalue()


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "tesseract", lambda: "")
    monkeypatch.setattr(ocr, "languages", lambda: ())


@pytest.mark.tool("tesseract")
def test_a_scanned_page_is_read_and_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(scanned_pdf("THE COURT OF THE PROVINCE"))
    found = read_document(tmp_path / "scan.pdf")
    assert "COURT OF THE PROVINCE" in found.pages[0].text
    assert any(note.startswith("page 1 read by OCR") for note in found.notes)


@pytest.mark.tool("tesseract")
@pytest.mark.skipif(not features.check("raqm"), reason="Pillow here cannot shape Arabic (libfribidi0)")
def test_a_scan_in_arabic(tmp_path: Path) -> None:
    font = next((path for folder in FONTS for path in sorted(folder.rglob("DejaVuSans.ttf"))), None)
    if font is None:
        pytest.skip("needs a font with Arabic letters: apt-get install fonts-dejavu-core")
    page = Image.new("L", (1_800, 400), 255)
    words = "قال الشاهد إن الرجل كان في السوق"
    ImageDraw.Draw(page).text((60, 120), words, fill=0, font=ImageFont.truetype(str(font), 70))
    page.save(tmp_path / "scan.png")
    found = read_document(tmp_path / "scan.png")
    assert (found.pages[0].text, found.language) == (words, "ar")


@pytest.mark.tool("tesseract")
def test_a_photograph_is_turned_upright_and_read(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    exif.get_ifd(0x8769)[36867] = "2015:03:02 10:00:00"
    picture("HELD AT THE MARKET").rotate(90, expand=True).save(tmp_path / "photo.jpg", exif=exif)
    found = read_document(tmp_path / "photo.jpg")
    assert "MARKET" in found.pages[0].text
    assert (found.kind, found.date) == ("photograph", "2015-03-02")


@pytest.mark.tool("tesseract")
def test_a_picture_without_words_is_an_empty_page(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(make.png_of(300, 200))
    found = read_document(tmp_path / "a.png")
    assert found.pages[0].text == ""
    assert "OCR found no words on page 1" in found.notes


@pytest.mark.usefixtures("without_tesseract")
def test_without_tesseract_the_page_is_empty_and_the_note_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(scanned_pdf("THE COURT"))
    found = read_document(tmp_path / "scan.pdf")
    assert found.pages[0].text == ""
    assert found.notes == (("page 1 holds no text (scan or picture); OCR: tesseract not found "
                           "(on Debian: apt-get install tesseract-ocr tesseract-ocr-ara)"),)  # fmt: skip
