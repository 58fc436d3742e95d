"""R32: Arabic that goes in comes out of the text layer, from body and figure, through both extractors."""

from __future__ import annotations

import pytest
from docx import Document

from graph.folding import tokens
from tests.builders import perpetrator, unit
from tests.queries.brief.brief_case import (
    ARABIC_QUOTE,
    ARABIC_UNIT,
    BriefCase,
    BriefReport,
    pdf_text,
    poppler_text,
    table,
    xml_text,
)  # fmt: skip

PARTIES = (ARABIC_UNIT, "كريم أبو عمر", "بلدة متخيلة")


def _holds(text: str, phrase: str) -> bool:
    """Whether all words of a phrase stand beside each other, in the order of reading or of the page."""
    words, wanted = ([word for word, _, _ in tokens(each)] for each in (text, phrase))
    orders = (wanted, wanted[::-1])
    return any(words[at : at + len(wanted)] in orders for at in range(len(words)))


@pytest.mark.tool("pdftotext")
def test_r32_poppler_reads_names_and_quotations(english: BriefReport, arabic: BriefReport) -> None:
    for report in (english, arabic):
        text = poppler_text(report)
        assert all(_holds(text, phrase) for phrase in (*PARTIES, ARABIC_QUOTE))


def test_r32_pdfium_reads_names_and_quotations(english: BriefReport, arabic: BriefReport) -> None:
    for report in (english, arabic):
        text = pdf_text(report)
        assert all(_holds(text, phrase) for phrase in (*PARTIES, ARABIC_QUOTE))


def test_r32_the_figure_has_its_arabic_in_the_text_layer(arabic: BriefReport) -> None:
    assert _holds(pdf_text(arabic, pages=[1]), ARABIC_UNIT), "page 2 holds nothing but the figure"
    assert ARABIC_UNIT in (arabic.folder / "figure.svg").read_text(encoding="utf-8")


def test_r32_the_editable_copy_is_from_right_to_left(arabic: BriefReport) -> None:
    document = Document(str(arabic.folder / "brief.docx"))
    body = document.element.body.xml
    assert body.count("<w:bidi/>") > 20 and body.count("<w:rtl/>") > 20 and "<w:bidiVisual/>" in body
    assert all(_holds(xml_text(arabic, "brief.docx"), phrase) for phrase in (*PARTIES, ARABIC_QUOTE))


def test_r32_an_arabic_quotation_in_an_english_copy_runs_from_the_right(english: BriefReport) -> None:
    document = Document(str(english.folder / "brief.docx"))
    quoted = [
        paragraph
        for found in document.tables
        for row in found.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        if ARABIC_QUOTE in paragraph.text
    ]
    assert quoted and all("<w:bidi/>" in paragraph._p.xml and "<w:rtl/>" in paragraph._p.xml for paragraph in quoted)


def test_r32_the_arabic_brief_speaks_arabic(arabic: BriefReport) -> None:
    assert {row["kind"] for row in table(arabic, "facts")} >= {"حادثة", "ضحية", "ضلوع مزعوم", "منصب"}
    assert _holds(pdf_text(arabic), "ما حُذف وسبب حذفه")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_r32_vowel_marks_and_letters_of_other_languages_stop_no_pdf(made: BriefCase, language: str) -> None:
    marks = "".join(map(chr, (*range(0x064B, 0x0656), 0x0670)))
    vocalised = " ".join(f"ب{mark}ت" for mark in marks) + " خطّار مُتَخَيَّلَة الله لآ لأ لإ ـعـ"
    others = "پ چ ژ گ ێ ۆ ڕ ڵ ە ی ک ھ ے ٹ ڈ é ö ʿAyn ʾ Ḥ ā ī ş ğ İ ı ł Ж"
    made.load(
        unit("marked", names=f"كتيبة {vocalised} | {others}", locator="p. 1", level="public"),
        perpetrator("by_marked", incident="later", who="unit:marked", locator="p. 1", level="public",
                    quote=f"{vocalised} {others}"),
    )  # fmt: skip
    report = made.brief("later", language=language)
    (fact,) = [row for row in table(report, "facts") if row["kind"] in ("alleged involvement", "ضلوع مزعوم")]
    assert "خطّار" in fact["quote"] and report.files["brief.pdf"]
