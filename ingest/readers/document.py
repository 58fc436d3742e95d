"""What a reader gives back, and how much a file may cost."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page, section or message of a document.

    Attributes:
        number: from 1, without gaps.
        label: how a locator names it: "p. 4", "section 3", "message 12 (2015-03-02 18:04)".
        text: NFC; direction marks stay where the source has them. "" where nothing could be read.
        language: a guess, one of the codes of the vocabulary *language*; "und" where there is too little text.
    """

    number: int
    label: str
    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside a document, as it was sent. ``name`` comes from the sender: never use it as a path."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document as text.

    Attributes:
        kind: proposed code of the vocabulary *document_kind*; a person decides.
        date: EDTF, as the document itself says; "" where it does not.
        language: a guess over all pages.
        notes: sentences about what was not read or is doubtful ("page 3 holds no text ..."); never any content.
    """

    media_type: str
    kind: str
    pages: tuple[Page, ...]
    attachments: tuple[Attachment, ...] = ()
    title: str = ""
    date: str = ""
    language: str = "und"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """What reading one file may cost at most.

    Attributes:
        bytes: size of the file itself.
        seconds: wall clock time in the reading process; OCR counts apart, by page.
        memory: address space of the reading process, in bytes.
        pages: pages or messages.
        characters: characters of text in all.
        attachments: bytes of attachments in all.
        unpacked: bytes that a zip container (DOCX, XLSX, message export) may unpack to.
        pixels: pixels of an image.
        cells: cells of a workbook, used ones.
        columns: columns of a table; 16,384 is what spreadsheet programs hold.
        ocr_pages: pages without text that are sent to OCR.
        ocr_seconds: time for one of them.
        bare: on Linux, read even where neither landlock nor seccomp can lock the reader.
    """

    bytes: int = 256 * MEGABYTE
    seconds: float = 60.0
    memory: int = 2048 * MEGABYTE
    pages: int = 20_000
    characters: int = 50_000_000
    attachments: int = 200 * MEGABYTE
    unpacked: int = 512 * MEGABYTE
    pixels: int = 120_000_000
    cells: int = 10_000_000
    columns: int = 16_384
    ocr_pages: int = 200
    ocr_seconds: float = 90.0
    bare: bool = False
