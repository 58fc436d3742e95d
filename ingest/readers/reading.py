"""From a file to a ReadDocument: choose the reader, run it in the locked process, send scans to OCR."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graph.errors import LoadError
from graph.folding import language_of
from ingest.readers import ocr, sniffing
from ingest.readers.document import Attachment, Page, ReadDocument, ReadLimits
from ingest.readers.text import clean, listed
from ingest.sandbox import SENTENCES, Refused, Result, run_confined

Progress = Callable[[int, int], None]

READERS = {
    sniffing.PDF: "pdf", sniffing.DOCX: "word", sniffing.HTML: "web", sniffing.MAIL: "mail", sniffing.TEXT: "text",
    sniffing.THREAD: "thread", sniffing.TELEGRAM: "telegram", sniffing.CHAT_ZIP: "chat_archive",
    sniffing.PNG: "image", sniffing.JPEG: "image", "image/tiff": "image", "image/webp": "image", "image/bmp": "image",
    "image/gif": "image", sniffing.JSON: "text", sniffing.CSV: "text", sniffing.TSV: "text", sniffing.JSONL: "text",
}  # fmt: skip
ADVICE = {
    sniffing.XLS: "open it in an office program and save it as DOCX, XLSX or PDF; if it asks for a password, save a "
    "copy without one",
    sniffing.XLSX: "load it as a table",
    sniffing.ODS: "load it as a table",
    sniffing.ZIP: "unpack it and load the files in it",
    "application/rtf": "save it as DOCX or PDF",
    "application/vnd.oasis.opendocument.text": "save it as DOCX or PDF",
}
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # inside an OLE container: an Office file under a password
FEW_LETTERS = 20  # too few to tell a language of the Latin script by
LANGUAGES = frozenset(("ar", "ckb", "kmr", "fa", "tr", "syr", "en", "fr", "es", "de", "pt", "ha", "sg"))


def read_document(
    path: Path, *, limits: ReadLimits | None = None, on_progress: Progress = lambda done, total: None
) -> ReadDocument:
    """Read a document as text by page.

    Args:
        on_progress: called with (pages done, pages in all), pages sent to OCR included.

    Raises:
        LoadError: the file cannot be read; one sentence that says why and what would help.
    """
    limits = limits or ReadLimits()
    kind = sniffing.sniff(path)
    try:
        size = path.stat().st_size
        if size > limits.bytes:
            raise LoadError(f"{path.name}: larger than {limits.bytes >> 20} MB; split it, or raise the limit.")
        content = path.read_bytes()
    except OSError as error:
        raise LoadError(f"{path.name}: cannot be opened ({error.strerror or 'input error'}).") from None
    return _read(content, path.name, kind, limits, on_progress)


def read_attachment(
    attachment: Attachment, *, name: str = "", limits: ReadLimits | None = None,
    on_progress: Progress = lambda done, total: None,
) -> ReadDocument:  # fmt: skip
    """The same for a file inside a document; ``name`` is how messages speak of it, the sender's name never is.

    Raises:
        LoadError: as ``read_document``.
    """
    kind = sniffing.sniff_bytes(attachment.content, attachment.name)
    return _read(attachment.content, name or "the attachment", kind, limits or ReadLimits(), on_progress)


def _read(content: bytes, name: str, media_type: str, limits: ReadLimits, on_progress: Progress) -> ReadDocument:
    if media_type == sniffing.EMPTY:
        raise LoadError(f"{name}: the file is empty.")
    reader = READERS.get(media_type)
    if media_type == sniffing.XLS and ENCRYPTED in content:
        raise LoadError(f"{name}: the file {SENTENCES['encrypted']}.")
    if reader is None:
        advice = ADVICE.get(media_type, "documents can be PDF, DOCX, HTML, e-mail, text, message exports, PNG or JPEG")
        raise LoadError(f"{name}: {sniffing.words_for(media_type)} cannot be read as a document; {advice}.")
    try:
        result = _confined(reader, content, asdict(limits), limits)
        pages, notes = _pages(result, content, reader, limits, on_progress)
    except Refused as error:
        raise LoadError(f"{name}: the file {error}.") from None
    value = result.value
    if sum(len(page.text) for page in pages) > limits.characters:
        raise LoadError(f"{name}: the file holds more than {limits.characters:,} letters; split it.")
    beside = [sniffing.disagreement(name, media_type), *map(str, value.get("notes", ())), *notes, result.cage.missing]
    return ReadDocument(
        media_type=media_type, kind=str(value.get("kind", "other")), pages=pages,
        attachments=_attachments(result), title=clean(str(value.get("title", "")))[:1_000].strip(),
        date=_edtf(str(value.get("date", ""))), language=_main_language(pages, str(value.get("declared_language", ""))),
        notes=tuple(note for note in beside if note),
    )  # fmt: skip


def _confined(function: str, content: bytes, options: dict[str, Any], limits: ReadLimits) -> Result:
    return run_confined(function, content, options, memory=limits.memory, seconds=limits.seconds, bare=limits.bare)


def _pages(
    result: Result, content: bytes, reader: str, limits: ReadLimits, on_progress: Progress
) -> tuple[tuple[Page, ...], list[str]]:
    """Pages as the worker gave them, the scanned ones with what OCR read; notes on what it could not."""
    given = result.value.get("pages", ())
    scans = [int(number) for number in result.value.get("scans", ())]
    words, notes = _scanned(scans, result, content, reader, limits, on_progress, len(given))
    pages = []
    for number, page in enumerate(given, start=1):
        text = words.get(number) or str(page["text"])
        pages.append(Page(number=number, label=str(page["label"]), text=text, language=_language(text)))
    on_progress(len(pages), len(pages))
    return tuple(pages), notes


def _scanned(
    scans: list[int], result: Result, content: bytes, reader: str, limits: ReadLimits, on_progress: Progress, total: int
) -> tuple[dict[int, str], list[str]]:
    if not scans:
        return {}, []
    where = f"{listed(scans, 'page')} hold{'s' * (len(scans) == 1)} no text (scan or picture)"
    if not ocr.languages():
        return {}, [f"{where}; {ocr.missing()}"]
    words: dict[int, str] = {}
    failed: list[int] = []
    for done, number in enumerate(scans[: limits.ocr_pages], start=1):
        png = result.blobs[0] if reader == "image" else _rendered(content, number, limits)
        found = ocr.words_on(png, limits.ocr_seconds) if png else None
        if found is None:
            failed.append(number)
        else:
            words[number] = found
        on_progress(total - len(scans) + done, total)
    read = [number for number, text in words.items() if text.strip()]
    blank = [number for number, text in words.items() if not text.strip()]
    left = scans[limits.ocr_pages :]
    notes = [f"{listed(read, 'page')} read by OCR ({'+'.join(ocr.languages())}); check quotations against the page"] \
        if read else []  # fmt: skip
    notes += [f"OCR found no words on {listed(blank, 'page')}"] if blank else []
    notes += [f"OCR failed on {listed(failed, 'page')}"] if failed else []
    notes += [f"{listed(left, 'page')} not sent to OCR: more than {limits.ocr_pages} scanned pages"] if left else []
    return words, notes + ([ocr.missing()] if ocr.missing() else [])


def _rendered(content: bytes, number: int, limits: ReadLimits) -> bytes:
    """A page as PNG; b"" where it cannot be drawn."""
    try:
        return _confined("render", content, {"page": number}, limits).blobs[0]
    except (Refused, IndexError):
        return b""


def _attachments(result: Result) -> tuple[Attachment, ...]:
    found = []
    for about, content in zip(result.value.get("attachments", ()), result.blobs, strict=False):
        name = str(about["name"])
        kind = str(about.get("media_type") or sniffing.sniff_bytes(content, name))
        found.append(Attachment(name=name, media_type=kind, content=content))
    return tuple(found)


def _language(text: str) -> str:
    head = text[:20_000]
    if head.isascii() and sum(map(str.isalpha, head)) < FEW_LETTERS:
        return "und"
    found = language_of(head)
    return found if found in LANGUAGES else "und"


def _main_language(pages: tuple[Page, ...], declared: str) -> str:
    """The language of most letters; what the page says of itself where the letters do not tell."""
    counts: Counter[str] = Counter()
    for page in pages:
        if page.language != "und" and page.label != "headers":  # header names are English everywhere
            counts[page.language] += len(page.text)
    if counts:
        return counts.most_common(1)[0][0]
    whole = _language("\n".join(page.text for page in pages[:50]))
    return whole if whole != "und" else declared if declared in LANGUAGES else "und"


def _edtf(text: str) -> str:
    return text if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?(/\d{4}-\d{2}-\d{2})?", text) else ""
