"""What a file is, by its content. Its name is only asked where the content leaves a choice (CSV or prose)."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import BinaryIO

from graph.errors import LoadError
from ingest.readers.archive import MOST_ENTRIES, entries
from ingest.readers.text import detect

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
CSV = "text/csv"
TSV = "text/tab-separated-values"
JSONL = "text/x-json-lines"
JSON = "application/json"
HTML = "text/html"
MAIL = "message/rfc822"
TEXT = "text/plain"
THREAD = "text/x-message-thread"
TELEGRAM = "application/x-telegram-export"
CHAT_ZIP = "application/x-message-thread-zip"
ZIP = "application/zip"
PNG, JPEG = "image/png", "image/jpeg"
EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"

TABLES = frozenset((CSV, TSV, JSONL, XLSX, XLS, ODS))
DOCUMENTS = frozenset((PDF, DOCX, HTML, MAIL, TEXT, THREAD, TELEGRAM, CHAT_ZIP, PNG, JPEG, "image/tiff", "image/webp",
                       "image/bmp", "image/gif"))  # fmt: skip

ENDINGS = {
    ".pdf": {PDF},
    ".docx": {DOCX},
    ".docm": {DOCX},
    ".xlsx": {XLSX},
    ".xlsm": {XLSX},
    ".xls": {XLS},
    ".ods": {ODS},
    ".csv": {CSV},
    ".tsv": {TSV},
    ".tab": {TSV},
    ".jsonl": {JSONL},
    ".ndjson": {JSONL},
    ".json": {JSON, TELEGRAM, JSONL},
    ".html": {HTML},
    ".htm": {HTML},
    ".xhtml": {HTML},
    ".eml": {MAIL},
    ".mht": {MAIL},
    ".mhtml": {MAIL},
    ".txt": {TEXT, THREAD, CSV, TSV, JSONL},
    ".zip": {ZIP, CHAT_ZIP},
    ".png": {PNG},
    ".jpg": {JPEG},
    ".jpeg": {JPEG},
}
WORDS = {
    PDF: "a PDF", DOCX: "a Word document (DOCX)", XLSX: "an Excel workbook (XLSX)", XLS: "an old Office file",
    ODS: "an OpenDocument spreadsheet", CSV: "a table (CSV)", TSV: "a table (TSV)", JSONL: "JSON lines", JSON: "JSON",
    HTML: "a web page (HTML)", MAIL: "an e-mail", TEXT: "plain text", THREAD: "a message thread",
    TELEGRAM: "a Telegram export", CHAT_ZIP: "a zipped message thread", ZIP: "a zip archive", PNG: "a PNG picture",
    JPEG: "a JPEG picture", EMPTY: "an empty file", UNKNOWN: "a file of an unknown kind",
}  # fmt: skip

HEAD = 1 << 16
MAGIC = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", XLS),
    (b"{\\rtf", "application/rtf"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf", "application/x-7z"),
    (b"Rar!", "application/x-rar"),
    (b"\x7fELF", UNKNOWN),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/x-matroska"),
)
HEADER = re.compile(r"^([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]")
MAIL_HEADERS = frozenset(
    (
        "from",
        "to",
        "date",
        "subject",
        "message-id",
        "received",
        "mime-version",
        "return-path",
        "delivered-to",
        "content-type",
        "x-mozilla-status",
        "x-received",
        "cc",
        "sender",
    )
)
HTML_START = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b", re.I | re.S
)


def sniff(path: Path) -> str:
    """The media type of a file, by its content.

    Raises:
        LoadError: the file cannot be opened.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
            tail = b""
            if head[:2] == b"PK":
                file.seek(max(0, size - (MOST_ENTRIES + 66) * 1024))
                tail = file.read()
    except OSError as error:
        raise LoadError(f"{path.name}: cannot be opened ({error.strerror or 'input error'}).") from None
    if head[:2] == b"PK":
        return _container(path, head) if entries(tail) <= MOST_ENTRIES else _by_head(head)
    return sniff_head(head, path.suffix.lower())


def sniff_bytes(content: bytes, name: str) -> str:
    """The same for content in memory."""
    if content[:2] == b"PK":
        small = entries(content) <= MOST_ENTRIES
        return _container(io.BytesIO(content), content[:HEAD]) if small else _by_head(content[:HEAD])
    return sniff_head(content[:HEAD], Path(name).suffix.lower())


def sniff_head(head: bytes, ending: str = "") -> str:
    """The media type by a file's first 64 KB. ``ending`` (".csv") decides between kinds of text alone."""
    if not head.strip(b"\0 \r\n\t\xef\xbb\xbf\xff\xfe"):
        return UNKNOWN if b"\0" in head else EMPTY
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024]:
        return PDF
    if head[:2] == b"PK":
        return ZIP
    if head[:4] == b"RIFF":
        return "image/webp" if head[8:12] == b"WEBP" else UNKNOWN
    if head[4:8] == b"ftyp":
        return "video/mp4"
    if head[:2] == b"BM" and b"\0\0" in head[:14]:
        return "image/bmp"
    encoding, skip = detect(head)
    if not skip and encoding.startswith("utf-8") and head.count(b"\0") > max(8, len(head) // 10):
        return UNKNOWN
    text = head[skip:].decode(encoding, errors="replace")
    odd = sum(1 for letter in text if letter < " " and letter not in "\t\n\r\f\0")
    if odd > len(text) // 20:
        return UNKNOWN
    return _text_kind(text, ending)


def disagreement(name: str, media_type: str) -> str:
    """A clause where a file's name says something else than its content ("" where they agree)."""
    expected = ENDINGS.get(Path(name).suffix.lower())
    if expected is None or media_type in expected:
        return ""
    return f"its name ends in {Path(name).suffix.lower()}, but it is {words_for(media_type)}"


def words_for(media_type: str) -> str:
    """A media type as people say it."""
    return WORDS.get(media_type, f"a file of type {media_type}")


def _by_head(head: bytes) -> str:
    """What a zip container that cannot be opened was meant to be, so that its own reader says what is wrong."""
    return DOCX if b"word/" in head else XLSX if b"xl/" in head else ZIP


def _container(file: Path | BinaryIO, head: bytes) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            kind = archive.read("mimetype")[:100] if "mimetype" in names[:3] else b""
    except Exception:  # noqa: BLE001  whatever a broken directory makes the library raise, it is a zip of some kind
        return _by_head(head)
    return _by_names(names, kind)


def _by_names(names: list[str], head: bytes) -> str:
    from ingest.readers.threads import chat_entry

    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return XLSX
    if b"opendocument.spreadsheet" in head:
        return ODS
    if b"opendocument.text" in head:
        return "application/vnd.oasis.opendocument.text"
    return CHAT_ZIP if chat_entry(names) else ZIP


def _text_kind(text: str, ending: str) -> str:
    from ingest.readers.threads import is_telegram, looks_like_thread

    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] == "{" or start[:2] in ("[{", "[\n", "[\r") or (start[:1] == "[" and ending == ".json"):
        kind = _json_kind(start, is_telegram(text))
        if kind:
            return kind
    if HTML_START.match(text[:20_000]) or (ending in (".html", ".htm") and re.search(r"<\w+[^>]*>", text)):
        return HTML
    if looks_like_thread(text):
        return THREAD
    if _is_mail(text):
        return MAIL
    if ending in (".tsv", ".tab"):
        return TSV
    if ending == ".csv":
        return CSV
    return _table_kind(text)


def _json_kind(start: str, telegram: bool) -> str:
    if telegram:
        return TELEGRAM
    lines = [line.strip() for line in start.split("\n")[:5] if line.strip()]
    if len(lines) > 1 and all(line.startswith("{") for line in lines) and lines[0].endswith("}"):
        return JSONL
    if len(lines) == 1 and lines[0].startswith("{"):
        return JSONL if lines[0].endswith("}") or len(start) >= HEAD // 2 else JSON
    return JSON if re.match(r'[\[{]\s*(?:[\[{"\]}]|-?\d|$)', start) else ""


def _is_mail(text: str) -> bool:
    lines = text.lstrip("\ufeff").split("\n")
    if lines and lines[0].startswith("From "):  # the first line of an mbox
        lines = lines[1:]
    names = []
    for line in lines[:60]:
        if not line.strip():
            break
        found = HEADER.match(line)
        if found:
            names.append(found.group(1).lower())
        elif not line.startswith((" ", "\t")):
            return False
    known = MAIL_HEADERS.intersection(names)
    sure = {"message-id", "mime-version", "received", "from"}
    return len(known) >= 3 or (len(known) == 2 and bool(known & sure))


def _table_kind(text: str) -> str:
    """CSV or TSV where the lines agree on how many separators they hold; prose does not."""
    lines = [line for line in text.split("\n")[:40] if line.strip()]
    if len(text) >= HEAD // 2 and len(lines) > 2:
        lines.pop()
    for separator, kind in (("\t", TSV), (";", CSV), (",", CSV), ("|", CSV)):
        counts = Counter(re.sub(r'"[^"]*"', "", line).count(separator) for line in lines)
        most, times = counts.most_common(1)[0] if counts else (0, 0)
        enough = 1 if separator != "," else 2  # one comma a line is prose, or verse
        if most >= enough and len(lines) >= 2 and times >= 0.9 * len(lines):
            return kind
    return TEXT
