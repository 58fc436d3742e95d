"""Files in formats that are no plain text, made from text: DOCX, PDF, e-mail, a spreadsheet."""

import datetime
import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from openpyxl import Workbook

MADE_AT = datetime.datetime(2016, 4, 1)  # noqa: DTZ001 - both formats keep it without a zone
PAGE_BREAK = re.compile(r"(?m)^===\n")
ARABIC = re.compile("[\u0600-\u06ff]")


def write_docx(text: str, target: Path) -> None:
    """A DOCX: lines with ``# `` are headings, every other line is a paragraph; Arabic runs from right to left."""
    document = Document()
    document.core_properties.author = "Training material"
    document.core_properties.created = document.core_properties.modified = MADE_AT
    for line in text.splitlines():
        if line.startswith("# "):
            paragraph = document.add_heading(line[2:], level=1)
        else:
            paragraph = document.add_paragraph(line)
        if ARABIC.search(line):
            paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
    document.save(str(target))


def write_email(plan: dict[str, Any], target: Path) -> None:
    """An e-mail with one attachment of text."""
    message = EmailMessage()
    for header in ("from", "to", "date", "subject"):
        message[header.title()] = plan[header]
    message.set_content(plan["body"])
    attached = plan["attachment"]
    message.add_attachment(attached["text"], filename=attached["name"])
    message.set_boundary("training-material")
    target.write_bytes(message.as_bytes())


def write_arabic_sheet(plan: dict[str, Any], target: Path) -> None:
    """A sheet with a title row, an empty row, Arabic headers, and dates as people mix them."""
    book = Workbook()
    book.properties.creator = "Training material"
    book.properties.created = book.properties.modified = MADE_AT
    sheet = book.active
    sheet.title = plan["sheet"]
    sheet.sheet_view.rightToLeft = True
    sheet.append([plan["title"]])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(plan["headers"]))
    sheet.append([])
    for row in (plan["headers"], *plan["rows"]):
        sheet.append(row)
    book.save(target)


def write_pdf(text: str, target: Path) -> None:
    """A PDF of one page for each part between lines ``===``, in Helvetica, with real text (Latin letters only).

    Written by hand (ISO 32000-1, 7.5): header, one object a page and its content, the table of their places.
    """
    pages = [page.rstrip() for page in PAGE_BREAK.split(text)]
    first = 4  # 1 catalog, 2 page tree, 3 font
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, page in enumerate(pages):
        content = _page_content(page)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>"
            + f" /Contents {first + 2 * at + 1} 0 R >>".encode()
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream")
    info = len(objects) + 1
    objects.append(b"<< /Title (Who ruled Wilayat al-Sarab, training material) /CreationDate (D:20151130120000Z) >>")
    target.write_bytes(_pdf_file(objects, info))


def _page_content(page: str) -> bytes:
    lines = [re.sub(r"([\\()])", r"\\\1", line) for line in page.split("\n")]
    shown = "\n".join(f"({line}) Tj T*" for line in lines)
    return f"BT /F 11 Tf 15 TL 60 780 Td\n{shown}\nET".encode("cp1252")


def _pdf_file(objects: list[bytes], info: int) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {info} 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)
