"""Small files of every kind, made here byte by byte: good ones, and those that somebody made to do harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from email.message import EmailMessage
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


# --- PDF ---------------------------------------------------------------------------------------------------


def pdf_objects(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects; object 1 is the catalog."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n" % (len(content), extra) + content + b"\nendstream"


def pdf(pages: list[str], *, title: str = "", created: str = "", trailer: bytes = b"") -> bytes:
    """A PDF with one line of text a page in any script: glyph numbers stand for letters by a ToUnicode map,
    as office programs write them."""
    letters = sorted({letter for page in pages for letter in page})
    glyphs = {letter: number for number, letter in enumerate(letters, start=1)}
    kids = b" ".join(b"%d 0 R" % (6 + 2 * n) for n in range(len(pages)))
    info = 6 + 2 * len(pages)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H /DescendantFonts [4 0 R] "
            b"/ToUnicode 5 0 R >>"
        ),
        (
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 600 "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        ),
        stream(_to_unicode(glyphs)),
    ]
    for number, text in enumerate(pages):
        drawn = text[::-1] if any("\u0600" <= letter <= "\u06ff" for letter in text) else text  # from the left
        shown = b"".join(b"%04x" % glyphs[letter] for letter in drawn)
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (7 + 2 * number),
            stream(b"BT /F 12 Tf 40 700 Td <%s> Tj ET" % shown if text else b""),
        ]
    objects.append(b"<< /Title %s /CreationDate %s >>" % (_pdf_text(title), _pdf_text(created)))
    return pdf_objects(objects, b"/Info %d 0 R %s" % (info, trailer))


def _pdf_text(text: str) -> bytes:
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode() + b">"


def _to_unicode(glyphs: dict[str, int]) -> bytes:
    pairs = "\n".join(f"<{glyph:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, glyph in glyphs.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(glyphs)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
    ).encode()


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password (one that nobody knows)."""
    secret = b"<" + b"5a" * 32 + b">"
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >> /ID [<00> <00>]" % (secret, secret)
    return pdf(["secret"], trailer=lock)


def pdf_bomb(megabytes: int = 2_000) -> bytes:
    """A page whose content unpacks, in two layers, to ``megabytes``."""
    block = b"0 0 m " * 170_000
    once = zlib.compressobj(9)
    inner = b"".join(once.compress(block) for _ in range(megabytes)) + once.flush()
    content = stream(zlib.compress(inner, 9), b"/Filter [/FlateDecode /FlateDecode]")
    return pdf_objects([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>", content,
    ])  # fmt: skip


# --- DOCX --------------------------------------------------------------------------------------------------


def paragraph(text: str, *, style: str = "", before: str = "") -> str:
    """A paragraph; ``before`` is raw XML inside its run."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r>{before}<w:t xml:space='preserve'>{escape(text)}</w:t></w:r></w:p>"


def docx(body: str, *, title: str = "", created: str = "", parts: dict[str, str] | None = None) -> bytes:
    """A DOCX of this body (raw WordprocessingML)."""
    styles = (f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="Berschrift1">'
              '<w:name w:val="heading 1"/></w:style></w:styles>')  # fmt: skip
    core = ('<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
            f"<dc:title>{escape(title)}</dc:title><dcterms:created>{created}</dcterms:created>"
            "</cp:coreProperties>")  # fmt: skip
    return zipped({
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": styles, "docProps/core.xml": core, **(parts or {}),
    })  # fmt: skip


def zipped(parts: dict[str, str] | dict[str, bytes], *, packed: bool = True) -> bytes:
    """A zip container of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def zip_bomb(name: str, others: dict[str, str], megabytes: int, opening: bytes, filler: bytes) -> bytes:
    """A container with one entry that unpacks to ``megabytes`` and says so in its directory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for other, content in others.items():
            archive.writestr(other, content)
        with archive.open(name, "w", force_zip64=True) as entry:
            entry.write(opening)
            block = filler * ((1 << 20) // len(filler))
            for _ in range(megabytes):
                entry.write(block)
    return out.getvalue()


def understate(container: bytes, name: str, said: int) -> bytes:
    """The same container, its directory claiming that ``name`` unpacks to ``said`` bytes."""
    at = container.rfind(b"PK\x01\x02", 0, container.rfind(name.encode()))
    return container[: at + 24] + struct.pack("<L", said) + container[at + 28 :]


# --- XLSX --------------------------------------------------------------------------------------------------


def xlsx(*sheets: str, names: tuple[str, ...] = ("Sheet1", "Sheet2", "Sheet3")) -> bytes:
    """A workbook from the raw ``sheetData`` of each sheet; cells of type inlineStr or numbers."""
    return zipped(xlsx_parts(*sheets, names=names))


def xlsx_parts(*sheets: str, names: tuple[str, ...] = ("Sheet1", "Sheet2", "Sheet3")) -> dict[str, str]:
    """The entries of such a workbook."""
    listed = "".join(f'<sheet name="{names[n]}" sheetId="{n + 1}" r:id="rId{n + 1}"/>' for n in range(len(sheets)))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relations = "".join(
        f'<Relationship Id="rId{n + 1}" Type="{kind}" Target="worksheets/sheet{n + 1}.xml"/>'
        for n in range(len(sheets))
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    parts = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": f'<Relationships xmlns="{package}">'
                       f'<Relationship Id="rId1" Type="{office}" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels":
            f'<Relationships xmlns="{package}">{relations}</Relationships>',
    }  # fmt: skip
    for n, data in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{n}.xml"] = f'<worksheet xmlns="{S}"><sheetData>{data}</sheetData></worksheet>'
    return parts


def cell(place: str, text: str) -> str:
    """A cell of text, at a place such as B7."""
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def protected_office_file() -> bytes:
    """What an office program writes under a password: an OLE container with an encrypted package."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000


# --- the rest ----------------------------------------------------------------------------------------------


def png_of(width: int, height: int) -> bytes:
    """A PNG of that size, all black, one bit a pixel, written row by row."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0))
            + chunk(b"IDAT", body) + chunk(b"IEND", b""))  # fmt: skip


def letter(subject: str, body: str, *, html: str = "") -> EmailMessage:
    """An e-mail as a mail program writes it."""
    message = EmailMessage()
    message["From"] = "المكتب <office@example.org>"
    message["To"] = "desk@example.org"
    message["Date"] = "Mon, 02 Mar 2015 18:04:00 +0300"
    message["Subject"] = subject
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    return message
