"""What the locked worker can do, by name. Importing this imports every parser and codec: once locked, the
process can open no file, its own library's included."""

from __future__ import annotations

import codecs
import encodings.aliases  # noqa: F401
import importlib
import io
import zipfile
from typing import Any

import pypdfium2 as pdfium

from ingest.readers import images, mail, members, pdf, picturing, sheets, threads, web, word
from ingest.readers.text import bidi_notes, clean, decode, paginate
from ingest.sandbox import Function


def read_text(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """Plain text in pages: at form feeds, else at paragraph ends after about 3,000 characters."""
    decoded = decode(data)
    text = clean(decoded.text)
    parts = paginate(text)
    label = "p." if "\f" in text else "section"
    pages = [{"label": f"{label} {number}", "text": part} for number, part in enumerate(parts, start=1)]
    return {"kind": "other", "pages": pages, "notes": [*decoded.notes, *bidi_notes(text)]}


FUNCTIONS: dict[str, Function] = {
    "text": read_text,
    "web": web.read_web,
    "mail": mail.read_mail,
    "pdf": pdf.read_pdf,
    "render": pdf.render_pdf,
    "picture_of_pdf": picturing.picture_of_pdf,
    "picture_of_image": picturing.picture_of_image,
    "word": word.read_word,
    "image": images.read_image,
    "thread": threads.read_thread,
    "telegram": threads.read_telegram,
    "chat_archive": threads.read_archive,
    "sheets": sheets.read_workbook,
    "members": members.read_members,
}


def _warm() -> None:
    """Touch what Python and the libraries import at their first use."""
    for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "ascii",
                 "latin-1", "cp1252", "cp1256", "iso8859-6", "iso8859-9", "iso8859-15", "cp1254", "cp1250", "cp1251",
                 "cp1253", "cp1255", "cp720", "cp864", "mac_arabic", "mac_farsi", "koi8-r", "iso8859-2", "gb18030",
                 "gbk", "big5", "euc-jp", "shift_jis", "iso2022_jp", "euc-kr", "utf-7", "idna", "cp437", "quopri",
                 "base64", "uu", "unicode_escape", "raw_unicode_escape"):  # fmt: skip
        codecs.lookup(name)
    for name in ("_strptime", "stringprep", "unicodedata", "quopri", "base64", "binascii", "email.iterators",
                 "email.generator", "email._header_value_parser", "email.headerregistry", "email.contentmanager",
                 "email.feedparser", "email.mime.text", "html.entities", "ctypes.util"):  # fmt: skip
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    options: dict[str, Any] = {"attachments": 1 << 20, "pages": 10, "characters": 10_000, "unpacked": 1 << 20}
    mail.read_mail(
        b"From: =?utf-8?b?2YU=?= <a@b.example>\r\nDate: Mon, 2 Mar 2015 18:04:00 +0300\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        b"--x\r\nContent-Type: text/html; charset=windows-1256\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<p>=E3</p>\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: y\r\n\r\nz\r\n--x--\r\n",
        options,
    )
    _warm_pictures(options)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<d xmlns:w="{word.W[1:-1]}"><w:p><w:r><w:t>x</w:t></w:r></w:p></d>')
    word.read_word(packed.getvalue(), options)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("a.txt", "x y\nz"), ("b.csv", "a;b\n1;2"), ("c", "From: a\nTo: b\n\n<html>")):
            archive.writestr(name, text)
    members.read_members(packed.getvalue(), options)


def _warm_pictures(options: dict[str, Any]) -> None:
    from PIL import Image

    Image.init()  # every format's module
    for kind in ("PNG", "JPEG"):
        out = io.BytesIO()
        Image.new("RGB", (4, 4)).save(out, kind)
        images.read_image(out.getvalue(), {"pixels": 100})
    document = pdfium.PdfDocument.new()
    document.new_page(20, 20)
    out = io.BytesIO()
    document.save(out)
    pdf.read_pdf(out.getvalue(), options)
    pdf.render_pdf(out.getvalue(), {"page": 1})
    picturing.picture_of_pdf(out.getvalue(), {"page": 1, "bytes": 1 << 20})
    Image.new("RGBA", (4, 4)).save(out := io.BytesIO(), "PNG")
    picturing.picture_of_image(out.getvalue(), {"page": 1, "bytes": 1 << 20, "pixels": 100})


_warm()
