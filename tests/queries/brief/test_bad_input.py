"""Long, mixed, hostile and many: a brief comes out that can be read, or a sentence that says why not."""

from __future__ import annotations

from openpyxl import load_workbook

from queries.brief.package import make_brief
from queries.brief.releasing import QUOTE_LENGTH
from queries.brief.selection import Selection
from tests.builders import incident, unit, victim
from tests.queries.brief.brief_case import ANN, BriefCase, pdf_text, table


def test_a_quotation_of_100_000_characters_is_cut_with_a_mark_and_that_is_said(made: BriefCase) -> None:
    long = "كلمة طويلة and more " * 5_000
    made.load(incident("long", date="2015", quote=long, translation=long, locator="p. 1", level="public"))
    report = made.brief("long")
    (fact,) = table(report, "facts")
    assert len(long) >= 100_000 and len(fact["quote"]) <= QUOTE_LENGTH + 6
    assert fact["quote"].endswith("[…]") and fact["quote_cut"] == "yes"
    assert any("cut at 1500 characters" in row["why"] for row in table(report, "left_out"))


def test_both_scripts_and_controls_in_every_field(made: BriefCase) -> None:
    odd = "A\u202eB كلمة \u2067 Ж α \x07 #panic() *x* <b> & \"q\" 'z' `code` $x$ \\n @ref"
    made.load(
        unit("odd_unit", names=odd, locator="ص. ٤ p. 4", level="public"),
        incident("odd", date="2015", description=odd, quote=odd, translation=odd, locator="صفحة ٤ \u202e p. 4",
                 level="public"),
        victim("v_odd", who="group:men", incident="odd", quote=odd, locator="#read(\"x\")", level="public"),
    )  # fmt: skip
    for language in ("en", "ar"):
        text = pdf_text(made.brief("odd", language=language))
        assert "panic" in text and "Ж" in text, "words of a source are printed, never run"


def test_text_that_a_spreadsheet_would_run_is_text(made: BriefCase) -> None:
    formula = '=HYPERLINK("http://example.org","x")'
    made.load(incident("formula", date="2015", quote=formula, locator="=1+1", level="public"))
    report = made.brief("formula")
    (fact,) = table(report, "facts")
    assert fact["quote"] == f"'{formula}" and fact["locator"] == "'=1+1"
    sheet = load_workbook(report.folder / "brief.xlsx")["facts"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}, "never f"


def test_a_selection_of_ten_thousand_codes_with_few_that_mean_something(made: BriefCase) -> None:
    codes = (made.code["fall"], *(f"I-{number:06d}"[:5] + f" {number:03d}-1" for number in range(10_000)))
    report = make_brief(
        made.case, Selection(codes=codes), audience="counsel", purpose="x", out=made.folder / "many", actor=ANN
    )  # fmt: skip
    assert report.facts
    assert any("cannot see or that the case does not hold" in row["why"] for row in table(report, "left_out"))


def test_thirty_incidents_make_one_readable_brief(made: BriefCase) -> None:
    keys = [f"i{number}" for number in range(30)]
    made.load(
        *(incident(key, date=f"2015-02-{number % 28 + 1:02}", place="town", methods="shooting",
                   quote=f"Number {number} كما قيل", locator=f"p. {number}", level="public")
          for number, key in enumerate(keys)),
        *(victim(f"v{key}", who="group:men", incident=key, locator="p. 1", level="public") for key in keys),
    )  # fmt: skip
    report = made.brief(*keys)
    assert report.facts == 61 and "30 Shooting" in " ".join(pdf_text(report).split())


def test_a_case_without_an_incident_or_a_document_makes_no_brief_and_says_so(made: BriefCase) -> None:
    import pytest

    from graph.case import create_case
    from queries.brief.errors import NothingChosen

    with create_case(made.folder / "empty", title="Empty", key_file=made.folder / "empty.key") as empty:
        with pytest.raises(NothingChosen):
            make_brief(
                empty, Selection(codes=("I-171 247-2",)), audience="counsel", purpose="x", out=made.folder / "e",
                actor=ANN,
            )  # fmt: skip
