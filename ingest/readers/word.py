"""DOCX: headings, paragraphs, tables, notes. Runs in the locked worker.

A DOCX has no pages until a program lays it out, so locators name sections: a new one begins at a heading, at a
page break that somebody set, or after about 3,000 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from ingest.readers.archive import Archive
from ingest.readers.text import PAGE_CHARACTERS, bidi_notes, clean, paginate
from ingest.sandbox import Unreadable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
LOOSE = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DC = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
BREAK = "\f"
HEADING = re.compile(r"^(heading|title|überschrift|titre|título|عنوان)", re.I)


def read_word(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """Sections in reading order; footnotes, comments, headers and footers under labels of their own."""
    archive = Archive(data, int(options["unpacked"]))
    if "word/document.xml" not in archive.names:
        raise Unreadable("broken")
    root = _parse(archive.read("word/document.xml"))
    headings = _heading_styles(archive.read("word/styles.xml"))
    body = root.find(f"{W}body")
    blocks = list(_blocks(body if body is not None else root, headings))
    pages = [{"label": f"section {n}", "text": text} for n, text in enumerate(_sections(blocks), start=1)]
    pages += _beside(archive)
    core = archive.read("docProps/core.xml")
    meta = _parse(core) if core else None
    notes = bidi_notes("\n".join(page["text"] for page in pages))
    if root.find(f".//{W}del") is not None or root.find(f".//{W}moveFrom") is not None:
        notes.append("holds tracked changes; deleted words were not read")
    pictures = sum(1 for name in archive.names if name.startswith("word/media/"))
    if pictures:
        notes.append(f"holds {pictures} picture{'s' * (pictures > 1)}, not read")
    return {"kind": "report", "pages": pages or [{"label": "section 1", "text": ""}], "notes": notes,
            "title": _meta(meta, f"{DC}title"), "date": _meta(meta, f"{TERMS}created")[:10]}  # fmt: skip


def _parse(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                             remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        return etree.fromstring(content.replace(STRICT, LOOSE), parser)
    except etree.XMLSyntaxError as error:
        deep = "depth" in str(error).lower()
        raise Unreadable("nested" if deep else "broken") from None


def _heading_styles(content: bytes) -> set[str]:
    """Ids of paragraph styles that are headings, whatever language the program spoke."""
    if not content:
        return set()
    found = set()
    for style in _parse(content).iter(f"{W}style"):
        name = style.find(f"{W}name")
        words = name.get(f"{W}val", "") if name is not None else ""
        if HEADING.match(words) or style.find(f"{W}pPr/{W}outlineLvl") is not None:
            found.add(style.get(f"{W}styleId", ""))
    return found


def _blocks(parent: Any, headings: set[str]) -> Iterator[tuple[bool, str]]:
    """(is a heading, text) of each paragraph and table; BREAK in a text is a page break."""
    for child in parent:
        if child.tag == f"{W}p":
            yield _is_heading(child, headings), _paragraph(child)
        elif child.tag == f"{W}tbl":
            yield False, _table(child)
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _blocks(content, headings)
        elif isinstance(child.tag, str) and child.tag in (f"{W}customXml", f"{W}ins", f"{W}smartTag"):
            yield from _blocks(child, headings)


def _is_heading(paragraph: Any, headings: set[str]) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    if style is not None and style.get(f"{W}val") in headings:
        return True
    return paragraph.find(f"{W}pPr/{W}outlineLvl") is not None


def _paragraph(paragraph: Any) -> str:
    parts = [BREAK] if paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None else []
    for node in _walk(paragraph):
        if node.tag == f"{W}t":
            # An entity that was not resolved is a child here; the words behind it are its tail.
            parts.append((node.text or "") + "".join(child.tail or "" for child in node))
        elif node.tag == f"{W}tab":
            if node.getparent().tag == f"{W}r":
                parts.append("\t")
        elif node.tag in (f"{W}br", f"{W}cr"):
            parts.append(BREAK if node.get(f"{W}type") == "page" else "\n")
        elif node.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif node.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            parts.append(f"[{node.get(f'{W}id', '')}]")
    if paragraph.find(f"{W}pPr/{W}numPr") is not None:
        parts.insert(0, "- ")
    return clean("".join(parts))


def _walk(node: Any) -> Iterator[Any]:
    """Descendants in order, without what was deleted and without the second copy of text boxes."""
    for child in node:
        if child.tag in (f"{W}del", f"{W}moveFrom", FALLBACK, f"{W}pPr"):
            continue
        yield child
        yield from _walk(child)


def _table(table: Any) -> str:
    """One line a row, cells parted by " | "."""
    rows = []
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is not table:
            continue  # a row of a table inside a cell: it stands in that cell
        cells = []
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tr")) is row:
                inside = (text for _, text in _blocks(cell, set()))
                cells.append(" / ".join(text.replace(BREAK, " ").strip() for text in inside if text.strip()))
        rows.append(" | ".join(cells))
    return "\n".join(rows)


def _sections(blocks: list[tuple[bool, str]]) -> list[str]:
    sections: list[list[str]] = [[]]
    for heading, text in blocks:
        for number, piece in enumerate(text.split(BREAK)):
            if number or (heading and piece.strip()):
                sections.append([])
            if piece.strip():
                sections[-1].append(piece.strip("\n"))
    texts = ["\n\n".join(section) for section in sections if section]
    return [part for text in texts for part in paginate(text, PAGE_CHARACTERS)]


def _beside(archive: Archive) -> list[dict[str, str]]:
    """Notes, comments, headers and footers: what stands beside the text."""
    wanted = (("footnotes", r"word/footnotes\.xml", f"{W}footnote"), ("endnotes", r"word/endnotes\.xml", f"{W}endnote"),
              ("comments", r"word/comments\.xml", f"{W}comment"),
              ("headers and footers", r"word/(?:header|footer)\d*\.xml", f"{W}p"))  # fmt: skip
    pages = []
    for label, pattern, tag in wanted:
        lines: list[str] = []
        for name in sorted(name for name in archive.names if re.fullmatch(pattern, name)):
            for node in _parse(archive.read(name)).iter(tag):
                paragraphs = [node] if tag == f"{W}p" else list(node.iter(f"{W}p"))
                text = "\n".join(_paragraph(paragraph) for paragraph in paragraphs).replace(BREAK, "\n").strip()
                mark = node.get(f"{W}id", "")
                if text and text not in lines:
                    lines.append(f"[{mark}] {text}" if mark and tag != f"{W}comment" else text)
        pages += [{"label": label + (f", part {n}" if n > 1 else ""), "text": part}
                  for n, part in enumerate(paginate("\n".join(lines)), start=1) if part.strip()]  # fmt: skip
    return pages


def _meta(meta: Any, tag: str) -> str:
    found = meta.find(tag) if meta is not None else None
    return clean(found.text or "").strip() if found is not None else ""
