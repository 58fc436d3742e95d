"""PDF by pdfium: text by page, and pictures of the pages that hold none. Runs in the locked worker."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.text import bidi_notes, clean, listed
from ingest.sandbox import Unreadable

DOTS_PER_INCH = 300
MOST_DOTS = 5_000  # on a side of a rendered page: A3 at 300 dpi
FEW_CHARACTERS = 8  # a stamp or page number over a scan is not its text
WHEN = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")


def read_pdf(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """Text of every page; ``scans`` are the numbers of pages that hold a picture and no text."""
    document = open_pdf(data)
    if len(document) > int(options["pages"]):
        raise Unreadable("pages")
    pages, scans, blank, broken, characters = [], [], [], [], 0
    for number in range(1, len(document) + 1):
        try:
            text, pictured = _page(document, number)
        except pdfium.PdfiumError:
            text, pictured = "", False
            broken.append(number)
        characters += len(text)
        if characters > int(options["characters"]):
            raise Unreadable("large")
        if len(text.strip()) < FEW_CHARACTERS and pictured:
            scans.append(number)
        elif not text.strip() and number not in broken:
            blank.append(number)
        pages.append({"label": f"p. {number}", "text": text})
    notes = []
    if broken:
        notes.append(f"{listed(broken, 'page')} damaged and not read")
    if blank:
        notes.append(f"{listed(blank, 'page')} empty")
    if any(page["text"].count("\ufffd") + page["text"].count("\ufffe") > 5 for page in pages):
        notes.append("some letters have no meaning in the file's fonts; compare with the page itself")
    meta = _meta(document)
    joined = "\n".join(page["text"] for page in pages)
    return {"kind": "report", "pages": pages, "scans": scans, "title": meta.get("Title", ""),
            "date": _date(meta), "notes": notes + bidi_notes(joined)}  # fmt: skip


def render_pdf(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """One page, ``options["page"]``, as a grey PNG for OCR."""
    document = open_pdf(data)
    page = document[int(options["page"]) - 1]
    width, height = page.get_size()
    scale = min(DOTS_PER_INCH / 72, MOST_DOTS / max(width, height, 1.0))
    picture = page.render(scale=scale, grayscale=True).to_pil()
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return {"blobs": [out.getvalue()]}


def open_pdf(data: bytes) -> Any:
    """A PDF of one page or more. Raises Unreadable "encrypted" or "broken"."""
    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise Unreadable("encrypted") from None
        raise Unreadable("broken") from None
    if count == 0:
        raise Unreadable("broken")
    return document


def _page(document: Any, number: int) -> tuple[str, bool]:
    """Text of a page, and whether something is drawn on it that could be a scan."""
    page = document[number - 1]
    try:
        words = page.get_textpage()
        text = clean(words.get_text_bounded()).strip()
        words.close()
        pictured = False
        if len(text) < FEW_CHARACTERS:
            kinds = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING)
            pictured = next(iter(page.get_objects(filter=kinds, max_depth=4)), None) is not None
        return text, pictured
    finally:
        page.close()


def _meta(document: Any) -> dict[str, str]:
    try:
        return {key: clean(value) for key, value in document.get_metadata_dict(skip_empty=True).items()}
    except (pdfium.PdfiumError, UnicodeDecodeError):
        return {}


def _date(meta: dict[str, str]) -> str:
    """When the file says that it was made: often not the day that the document speaks of."""
    found = WHEN.match(meta.get("CreationDate", ""))
    return "-".join(part for part in found.groups() if part) if found else ""
