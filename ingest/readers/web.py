"""Saved web pages: the visible words, title, date and language. Runs in the locked worker."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from ingest.readers.text import bidi_notes, clean, decode, paginate

UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "head"))
BREAKS = frozenset((
    "p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "ul", "ol", "table", "blockquote",
    "h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "pre", "form", "fieldset", "dl", "details", "address",
))  # fmt: skip
LINES = frozenset(("br", "li", "tr", "dt", "dd", "hr", "option", "summary"))
VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
DATES = ("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate",
         "publishdate", "sailthru.date", "parsely-pub-date", "og:published_time", "dcterms.date")  # fmt: skip
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
MOST_DEEP = 100_000  # open elements that are remembered; deeper ones are read as text all the same


class _Words(HTMLParser):
    """Collects visible words without building a tree: nesting of any depth costs nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.article: list[str] = []
        self.rest: list[str] = []
        self.title: list[str] = []
        self.meta: dict[str, str] = {}
        self.language = self.time = ""
        self.is_article = False
        self._unseen: list[str] = []
        self._in_article = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = values.get("lang") or values.get("xml:lang", "")
        elif tag == "title" and not self.title:
            self._in_title = True
        elif tag == "meta":
            name = (values.get("property") or values.get("name") or values.get("itemprop", "")).lower()
            if name and name not in self.meta:
                self.meta[name] = values.get("content", "")
        elif tag == "time" and not self.time:
            self.time = values.get("datetime", "")
        if tag == "body":
            self._unseen.clear()  # a head that was never closed
        elif tag in UNSEEN and tag not in VOID:
            if len(self._unseen) < MOST_DEEP:
                self._unseen.append(tag)
        elif tag == "article":
            self._in_article += 1
            self.is_article = True
        self._space(tag)
        if tag == "img" and values.get("alt") and not self._unseen:
            self._out().append(f" [{values['alt']}] ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if tag in self._unseen:
            while self._unseen.pop() != tag:
                pass
        elif tag == "article":
            self._in_article = max(0, self._in_article - 1)
        self._space(tag)

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title.append(data)
        elif not self._unseen:
            self._out().append(data.replace("\x01", "").replace("\x02", ""))  # ours alone, for breaks

    def _space(self, tag: str) -> None:
        if not self._unseen:
            if tag in BREAKS:
                self._out().append("\x02")
            elif tag in LINES:
                self._out().append("\x01")
            elif tag in ("td", "th"):
                self._out().append("\t")

    def _out(self) -> list[str]:
        return self.article if self._in_article else self.rest


def read_web(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """The article's words in pages of a readable size; what stands outside it follows under its own label."""
    declared = CHARSET.search(data[:8192])
    decoded = decode(data, declared.group(1).decode("ascii") if declared else "")
    words = _parse(decoded.text)
    article, rest = _tidy(words.article), _tidy(words.rest)
    if len(article) < 400 and len(rest) > 4 * len(article):  # teasers are articles too on a front page
        article, rest = _tidy([*words.article, "\x02", *words.rest]), ""
    first, outside = (article, rest) if article else (rest, "")
    pages = [{"label": f"section {n}", "text": part} for n, part in enumerate(paginate(first), start=1)]
    pages += [{"label": "outside the article" + (f", part {n}" if n > 1 else ""), "text": part}
              for n, part in enumerate(paginate(outside), start=1) if part]  # fmt: skip
    published = words.is_article or words.meta.get("og:type", "").lower() == "article"
    return {
        "kind": "news" if published else "other",
        "pages": pages,
        "title": clean(words.meta.get("og:title") or " ".join("".join(words.title).split())).strip(),
        "date": _date(words),
        "declared_language": words.language[:2].lower(),
        "notes": [*decoded.notes, *bidi_notes(first)],
    }


def visible(html: str) -> str:
    """The visible words of a piece of HTML."""
    words = _parse(html)
    return _tidy([*words.article, "\x02", *words.rest])


def _parse(html: str) -> _Words:
    words = _Words()
    words.feed(html)
    words.close()
    return words


def _tidy(parts: list[str]) -> str:
    """Blank space as a browser shows it: runs are one space, blocks are paragraphs, rows and breaks are lines."""
    text = "".join(parts)
    text = re.sub(r"[ \n\r\f\xa0]+", " ", text)
    text = re.sub(r" *\t[ \t]*", "\t", text)
    text = re.sub(r"[ \t]*([\x01\x02])[ \t]*", r"\1", text)
    text = re.sub(r"[\x01\x02]*\x02[\x01\x02]*", "\n\n", text)
    return clean(re.sub(r"\x01+", "\n", text)).strip()


def _date(words: _Words) -> str:
    for name in DATES:
        found = DAY.search(words.meta.get(name, ""))
        if found:
            return "-".join(part for part in found.groups() if part)
    found = DAY.search(words.time)
    return "-".join(part for part in found.groups() if part) if found else ""
