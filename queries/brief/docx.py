"""The editable copy: a DOCX whose every part is made here, so that it holds no thumbnail, author or old date."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.shared import Cm, Emu

from queries.brief.blank import blank_docx
from queries.brief.released import Brief, Fact, Section
from queries.brief.wording import runs, words_in
from queries.brief.wordml import NAMESPACE, paragraph, table

_TIME = (2000, 1, 1, 0, 0, 0)
_WIDTH = 17.2
_FACTS = (1.2, 8.6, 3.0, 2.2, 1.1, 1.1)
_CHAIN = (1.2, 5.2, 5.2, 2.4, 3.2)


def to_docx(brief: Brief, drawing: bytes) -> bytes:
    """The brief as DOCX; the same brief gives the same bytes.

    Args:
        drawing: the figure as PNG, for Word does not set SVG everywhere; the PDF is the record.
    """
    return _fixed(_Copy(brief).made(drawing))


class _Copy:
    def __init__(self, brief: Brief) -> None:
        self._brief, self._words = brief, words_in(brief.language)
        self._rtl = brief.language == "ar"
        self._document = Document(io.BytesIO(blank_docx()))

    def made(self, drawing: bytes) -> bytes:
        brief, words = self._brief, self._words
        core = self._document.core_properties
        core.title, core.language = f"{brief.title} – {brief.purpose}", brief.language
        self._margins()
        if brief.training:
            self._document.sections[0].header.paragraphs[0].text = brief.training
            self._line(brief.training, bold=True)
        self._line(brief.title, style="Title")
        self._line(f"{words('audience')}: {brief.audience}")
        self._line(f"{words('level_of')}: {brief.level}")
        self._line(f"{words('purpose')}: {brief.purpose}")
        self._line(f"{words('as_of')}: {words('as_of_text', day=brief.as_of, revision=brief.revision)}")
        self._head(words("how_to_read"), 1)
        self._line(words("how_to_read_text"))
        self._line(words("line_key"))
        self._head(words("figure"), 1)
        self._figure(drawing)
        for section in brief.sections:
            self._section(section)
        self._ends()
        buffer = io.BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()

    def _margins(self) -> None:
        page = self._document.sections[0]
        page.orientation = WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(1.9)
        page.top_margin = page.bottom_margin = Cm(2)

    def _head(self, text: str, level: int) -> None:
        self._line(text, style=f"Heading {level}")

    def _line(self, text: str, *, style: str = "Normal", bold: bool = False) -> None:
        self._add(paragraph(text, style=style, bold=bold, rtl=self._rtl))

    def _add(self, xml: str) -> None:
        """Append an element to the body, before the section that closes it."""
        body = self._document.element.body
        body.insert(len(body) - 1, parse_xml(xml.replace(">", f" {NAMESPACE}>", 1)))

    def _figure(self, drawing: bytes) -> None:
        figure = self._brief.figure
        shape = self._document.add_paragraph().add_run().add_picture(io.BytesIO(drawing))
        scale = min(Cm(_WIDTH) / shape.width, Cm(20) / shape.height, 1.0)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        described = shape._inline.docPr
        described.set("descr", figure.alt)
        described.set("name", "figure")
        self._line(f"{figure.title}. {figure.as_of}")
        if figure.note:
            self._line(figure.note)

    def _section(self, section: Section) -> None:
        words = self._words
        self._head(f"{section.number} {section.title} ({section.code})", 1)
        if section.doubts:
            self._line(words("weak_points", count=len(section.doubts)), bold=True)
        head = [words(key) for key in ("number", "statement", "source", "status", "grade_source_short",
                                       "grade_information_short")]  # fmt: skip
        for group in section.groups:
            self._head(group.title, 2)
            self._table(head, _FACTS, [self._cells(fact) for fact in group.facts])
        if section.counts:
            self._head(words("counts"), 2)
        for count in section.counts:
            self._line(count.range, bold=True)
            for number, said, cite in count.figures:
                self._line(f"{number} {said} – {cite}")
        if section.chains:
            self._head(words("chain"), 2)
        for chain in section.chains:
            self._head(chain.involved, 3)
            if chain.note:
                self._line(chain.note)
            rows = [
                [str(step.level), "\n".join(filter(None, (step.unit, step.unit_dates))),
                 "\n".join(filter(None, (step.post, step.post_dates))),
                 "\n".join(filter(None, (step.answer, step.remarks))),
                 "\n".join((words("semicolon").join(step.cites), runs(step.facts)))]
                for step in chain.steps
            ]  # fmt: skip
            if rows:
                self._table([words(key) for key in ("level", "unit", "post", "answer", "source")], _CHAIN, rows)
        self._head(words("against"), 2)
        if not section.doubts:
            self._line(words("against_none"))
            return
        doubts = [
            [doubt.kind, doubt.said, "\n".join(filter(None, (runs(doubt.facts), words("semicolon").join(doubt.cites))))]
            for doubt in section.doubts
        ]
        self._table([words(key) for key in ("against_kind", "against_said", "against_facts")], (3.4, 9.2, 4.6), doubts)

    def _cells(self, fact: Fact) -> list[str]:
        words = self._words
        said = [fact.said, " · ".join(f"{value.label}: {value.text}" for value in fact.values)]
        if fact.quote:
            said.append(fact.quote.words)
            if fact.quote.translation:
                said.append(f"{words('translation')}: {fact.quote.translation}")
        said += (
            f"{words(key)}: {text}"
            for key, text in (
                ("grade_information_why", fact.grade_information_why),
            ) if text
        )  # fmt: skip
        repeated = words("same_origin", facts=runs(fact.same_origin)) if fact.same_origin else ""
        grades = [letter or words("not_graded") for letter in (fact.grade_source, fact.grade_information)]
        return [
            fact.number,
            "\n".join(filter(None, said)),
            "\n".join(filter(None, (fact.cite.shown, fact.basis, repeated))),
            fact.status,
            *grades,
        ]

    def _ends(self) -> None:
        brief, words = self._brief, self._words
        self._head(words("exhibits"), 1)
        self._line(words("exhibits_note"))
        rows = [
            [
                str(one.number), one.code, one.kind,
                "\n".join(filter(None, (one.title, one.source, one.made_from, one.remarks, one.grade_source_why))),
                one.date, one.language,
            ]
            for one in brief.exhibits
        ]  # fmt: skip
        heads = ("exhibit_number", "code", "exhibit_kind", "exhibit_title", "exhibit_date", "exhibit_language")
        self._table([words(key) for key in heads], (1.2, 2.5, 2.7, 5.6, 3.2, 2.0), rows)
        if brief.parties:
            self._head(words("parties"), 1)
            named = [[party.code, party.kind, words("and").join(party.names)] for party in brief.parties]
            self._table([words(key) for key in ("code", "kind", "names")], (3.0, 3.0, 11.2), named)
        self._head(words("left_out"), 1)
        if brief.left_out:
            lines = [[line.why, str(line.count)] for line in brief.left_out]
            self._table([words(key) for key in ("left_why", "left_count")], (14.2, 3.0), lines)
        else:
            self._line(words("left_out_nothing"))
        self._line(words("out_never"))

    def _table(self, head: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str]]) -> None:
        self._add(table(head, widths, rows, rtl=self._rtl))


def _fixed(content: bytes) -> bytes:
    """The same file with its parts in one order and every time inside the archive set to one moment."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            new.writestr(zipfile.ZipInfo(name, date_time=_TIME), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
