"""The PDF: PDF/A-2a and PDF/UA-1 in one file, set by typst with the fonts that come with the product."""

from __future__ import annotations

import calendar
import json
import re
import time
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from queries.brief.errors import CannotTypeset
from queries.brief.figure import Drawing
from queries.brief.glyphs import FOLDER, settable
from queries.brief.released import Brief, Doubt, Exhibit, Fact, FactGroup, Section, Step
from queries.brief.wording import Words, from_right, runs, steady, words_in

STANDARDS: list[Any] = ["a-2a", "ua-1"]
_DOTS = 150.0
_JOINED = re.compile(r"(\bp\.|\bEx\.|\bsection|\brow|\bmessage|\banswer|المستند|\bص|القسم) (?=\d{1,4}\b)")
"""Spaces within "p. 4", "section 3" and the like: a place that is cited does not part at the end of a line."""
_ON_THE_TITLE_PAGE = 18
"""So many of those named stand on the title page, where a reader looks for what a code means; more at the end."""
_LONG = 900
"""Characters of a quotation with its translation from which a fact may run on over the foot of a page."""
_PARTED = re.compile(r"(?<=[\d\]~?X])/(?=[\d\[.])")
"""Where a long period may be broken over two lines: never inside brackets, whose halves nobody can read."""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


@cache
def _template() -> bytes:
    return (files("queries.brief") / "brief.typ").read_bytes()


def to_pdf(brief: Brief, drawing: Drawing) -> bytes:
    """The brief as PDF; the same brief gives the same bytes.

    Raises:
        CannotTypeset: typst refused; what it says may quote the text, so it is not passed on.
    """
    figure, _ = settable(drawing.svg)
    data = json.dumps(data_of(brief, drawing), ensure_ascii=False)
    return set_pdf(_template(), {"data": data, "figure": figure}, brief.as_of)


def to_png(drawing: Drawing) -> bytes:
    """The figure as a picture, for the editable copy: 200 dots an inch, no metadata.

    Raises:
        CannotTypeset: as :func:`to_pdf`.
    """
    figure, _ = settable(drawing.svg)
    source = (
        b"#set page(width: auto, height: auto, margin: 0pt)\n"
        b'#image(bytes(sys.inputs.figure), format: "svg")'
    )  # fmt: skip
    try:
        compiler = typst.Compiler(source, root=str(FOLDER), font_paths=_fonts(), sys_inputs={"figure": figure})
        found = compiler.compile(format="png", ppi=_DOTS)
    except typst.TypstError:
        raise CannotTypeset from None
    if not isinstance(found, bytes):
        raise CannotTypeset
    return found


def set_pdf(template: bytes, inputs: dict[str, str], day: str) -> bytes:
    """A template and its inputs as PDF, dated with a day.

    Raises:
        CannotTypeset: as :func:`to_pdf`.
    """
    stamp = calendar.timegm(time.strptime(day, "%Y-%m-%d"))
    try:
        compiler = typst.Compiler(template, root=str(FOLDER), font_paths=_fonts(), sys_inputs=inputs)
        found = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=stamp)
    except typst.TypstError:
        raise CannotTypeset from None
    if not isinstance(found, bytes):
        raise CannotTypeset
    return found


def data_of(brief: Brief, drawing: Drawing) -> dict[str, Any]:
    """What the template is given, with substitutes for characters that no font has."""
    words = words_in(brief.language)
    data = {
        "language": brief.language, "title": brief.title, "heading": f"{brief.title} – {brief.purpose}",
        "training": brief.training, "day": [int(part) for part in brief.as_of.split("-")],
        "foot": f"{brief.title} · {brief.audience} · {words('as_of')} {brief.as_of}",
        "front": [
            {"label": words("audience"), "text": brief.audience}, {"label": words("level_of"), "text": brief.level},
            {"label": words("purpose"), "text": brief.purpose},
            {"label": words("as_of"), "text": words("as_of_text", day=brief.as_of, revision=brief.revision)},
        ],
        "contents": _contents(brief, words), "broad": drawing.broad, "large": drawing.large,
        "figure": {"title": brief.figure.title, "alt": brief.figure.alt, "note": brief.figure.note},
        "sections": [_section(section, words) for section in brief.sections],
        "exhibits": [_exhibit(exhibit, words) for exhibit in brief.exhibits],
        "parties": [
            {"code": party.code, "kind": party.kind, "names": words("and").join(party.names)} for party in brief.parties
        ],
        "parties_first": len(brief.parties) <= _ON_THE_TITLE_PAGE,
        "left_out": [asdict(line) for line in brief.left_out],
        "words": {key: words(key) for key in _KEYS},
    }  # fmt: skip
    missing: list[int] = []
    clean: dict[str, Any] = _settable(data, missing, rtl=brief.language == "ar")
    if sum(missing):
        clean["left_out"].append({"why": words("out_glyphs"), "count": sum(missing)})
    return clean


_KEYS = (
    "translation", "not_graded", "number", "statement", "source", "status", "grade_source_short",
    "grade_information_short", "level", "unit", "post", "answer", "against", "against_kind", "against_said",
    "against_facts", "against_none", "contents", "how_to_read", "how_to_read_text", "line_key", "figure", "counts",
    "chain", "exhibits", "exhibits_note", "exhibit_number", "code", "exhibit_kind", "exhibit_title", "exhibit_date",
    "exhibit_language", "parties", "kind", "names", "left_out", "left_why", "left_count", "left_out_nothing",
    "out_never",
)  # fmt: skip


def _settable(part: Any, missing: list[int], *, rtl: bool) -> Any:
    if isinstance(part, str):
        text, count = settable(part)
        missing.append(count)
        text = _JOINED.sub("\\1\u00a0", _PARTED.sub("\\g<0>\u200b", text))
        # On a page read from the right a line that begins with a Latin name turns its dates around as well.
        return steady(text) if rtl or from_right(text) else text
    if isinstance(part, dict):
        return {key: _settable(value, missing, rtl=rtl) for key, value in part.items()}
    return [_settable(each, missing, rtl=rtl) for each in part] if isinstance(part, list) else part


def _contents(brief: Brief, words: Words) -> str:
    incidents = sum(section.code.startswith("I") for section in brief.sections)
    key = "contents_text" if incidents else "contents_posts"
    return words(key, incidents=incidents, facts=len(brief.facts), exhibits=len(brief.exhibits))


def _section(section: Section, words: Words) -> dict[str, Any]:
    posts = [group for group in section.groups if group.title in (words("group_posting"), words("group_unit_relation"))]
    return {
        "number": section.number, "title": section.title, "code": section.code,
        "weak": words("weak_points", count=len(section.doubts)) if section.doubts else "",
        "weak_short": words("weak_short", count=len(section.doubts)) if section.doubts else "",
        "told": [_group(group, words) for group in section.groups if group not in posts],
        "posts": [_group(group, words) for group in posts],
        "counts": [
            {"range": count.range, "figures": [f"{number} {said} – {cite}" for number, said, cite in count.figures]}
            for count in section.counts
        ],
        "chains": [
            {"involved": chain.involved, "note": chain.note, "steps": [_step(step, words) for step in chain.steps]}
            for chain in section.chains
        ],
        "doubts": [_doubt(doubt, words) for doubt in section.doubts],
    }  # fmt: skip


def _step(step: Step, words: Words) -> dict[str, Any]:
    return {**asdict(step), "cites": words("semicolon").join(step.cites), "facts": runs(step.facts)}


def _doubt(doubt: Doubt, words: Words) -> dict[str, str]:
    cites = words("semicolon").join(doubt.cites)
    return {"kind": doubt.kind, "said": doubt.said, "facts": runs(doubt.facts), "cites": cites}


def _group(group: FactGroup, words: Words) -> dict[str, Any]:
    return {"title": group.title, "facts": [_fact(fact, words) for fact in group.facts]}


def _fact(fact: Fact, words: Words) -> dict[str, Any]:
    quote, why = fact.quote, fact.grade_information_why
    return {
        "number": fact.number, "said": fact.said, "values": [asdict(value) for value in fact.values],
        "cite": fact.cite.shown, "basis": fact.basis, "status": fact.status,
        "long": quote is not None and len(quote.words) + len(quote.translation) > _LONG,
        "repeated": words("same_origin", facts=runs(fact.same_origin)) if fact.same_origin else "",
        "whys": [{"label": words("grade_information_why"), "text": why}] if why else [],
        "grade_source": fact.grade_source, "grade_information": fact.grade_information,
        "quote": {"words": _own(quote.words), "translation": _own(quote.translation)} if quote else None,
    }  # fmt: skip


def _own(text: str) -> dict[str, Any]:
    return {"text": text, "rtl": from_right(text)}


def _exhibit(exhibit: Exhibit, words: Words) -> dict[str, Any]:
    graded = "graded" if exhibit.grade_source_why else "graded_only"
    grade = words(graded, grade=exhibit.grade_source, why=exhibit.grade_source_why) if exhibit.grade_source else ""
    return {**asdict(exhibit), "more": words("and").join(filter(None, (exhibit.made_from, exhibit.remarks, grade)))}
