"""Dates as people write them: each form and each trap."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dates import OPEN_END, OPEN_START, Period, day, from_cell, from_edtf, parse_period
from graph.errors import BadDate


def bounds(period: Period) -> tuple[str, str, str, str]:
    return period.since_min, period.since_max, period.until_min, period.until_max


def vague(earliest: str, latest: str) -> tuple[str, str, str, str]:
    return earliest, latest, earliest, latest


# Text, EDTF, first day, last day: one day somewhere within.
ONE_DAY_WITHIN = [
    ("2015-03-14", "2015-03-14", "2015-03-14", "2015-03-14"),
    ("2009-02-20T00:00:00", "2009-02-20", "2009-02-20", "2009-02-20"),
    ("2009-02-20 00:00:00.000", "2009-02-20", "2009-02-20", "2009-02-20"),
    ("2009-02-20T22:10:00+02:00", "2009-02-20", "2009-02-20", "2009-02-20"),
    ("2015-03", "2015-03", "2015-03-01", "2015-03-31"),
    ("2015", "2015", "2015-01-01", "2015-12-31"),
    ("March 2015", "2015-03", "2015-03-01", "2015-03-31"),
    ("14 March 2015", "2015-03-14", "2015-03-14", "2015-03-14"),
    ("14th of March, 2015", "2015-03-14", "2015-03-14", "2015-03-14"),
    ("March 14, 2015", "2015-03-14", "2015-03-14", "2015-03-14"),
    ("Wednesday 4 Mar. 2015", "2015-03-04", "2015-03-04", "2015-03-04"),
    ("14-Mar-2015", "2015-03-14", "2015-03-14", "2015-03-14"),
    ("14 mars 2015", "2015-03-14", "2015-03-14", "2015-03-14"),
    ("1er août 2015", "2015-08-01", "2015-08-01", "2015-08-01"),
    ("14 de marzo de 2015", "2015-03-14", "2015-03-14", "2015-03-14"),
    ("2015/3/9", "2015-03-09", "2015-03-09", "2015-03-09"),
    ("03/2015", "2015-03", "2015-03-01", "2015-03-31"),
    ("25/03/2015", "2015-03-25", "2015-03-25", "2015-03-25"),
    ("03.25.2015", "2015-03-25", "2015-03-25", "2015-03-25"),
    ("12/12/2015", "2015-12-12", "2015-12-12", "2015-12-12"),
    ("25/03/2015 14:30", "2015-03-25", "2015-03-25", "2015-03-25"),
    ("29 February 2016", "2016-02-29", "2016-02-29", "2016-02-29"),
    ("early October 2014", "[2014-10-01..2014-10-10]", "2014-10-01", "2014-10-10"),
    ("mid-October 2014", "[2014-10-11..2014-10-20]", "2014-10-11", "2014-10-20"),
    ("late October 2014", "[2014-10-21..2014-10-31]", "2014-10-21", "2014-10-31"),
    ("late February 2015", "[2015-02-21..2015-02-28]", "2015-02-21", "2015-02-28"),
    ("early 2015", "[2015-01..2015-04]", "2015-01-01", "2015-04-30"),
    ("mid 2015", "[2015-05..2015-08]", "2015-05-01", "2015-08-31"),
    ("late 2014", "[2014-09..2014-12]", "2014-09-01", "2014-12-31"),
    ("the second half of 2014", "[2014-07..2014-12]", "2014-07-01", "2014-12-31"),
    ("summer 2015", "2015-22", "2015-06-01", "2015-08-31"),
    ("autumn of 2015", "2015-23", "2015-09-01", "2015-11-30"),
    ("winter 2014/15", "[2014-12..2015-02]", "2014-12-01", "2015-02-28"),
    # Which of two winters is not said, so both lie inside.
    ("winter 2015", "2015-24", "2014-12-01", "2016-02-29"),
    ("before April 2015", "[..2015-03-31]", OPEN_START, "2015-03-31"),
    ("by April 2015", "[..2015-04-30]", OPEN_START, "2015-04-30"),
    ("after 14 March 2015", "[2015-03-15..]", "2015-03-15", OPEN_END),
    ("between 3 March 2015 and June 2015", "[2015-03-03..2015-06-30]", "2015-03-03", "2015-06-30"),
    ("between March and June 2015", "[2015-03-01..2015-06-30]", "2015-03-01", "2015-06-30"),
    ("about June 2015", "2015-06~", "2015-06-01", "2015-06-30"),
    ("circa 2015", "2015~", "2015-01-01", "2015-12-31"),
    ("August 2015 (approx.)", "2015-08~", "2015-08-01", "2015-08-31"),
    ("about late October 2014", "[2014-10-21~..2014-10-31~]", "2014-10-21", "2014-10-31"),
    ("March or April 2015", "[2015-03,2015-04]", "2015-03-01", "2015-04-30"),
    ("2015 or 2016", "[2015,2016]", "2015-01-01", "2016-12-31"),
    ("sometime in 2015", "2015", "2015-01-01", "2015-12-31"),
    ("the 1990s", "199X", "1990-01-01", "1999-12-31"),
    ("20150314", "2015-03-14", "2015-03-14", "2015-03-14"),
    ("2015-03~", "2015-03~", "2015-03-01", "2015-03-31"),
    # Digits of both Arabic-script families
    ("٢٠١٥-٠٣-١٤", "2015-03-14", "2015-03-14", "2015-03-14"),
    ("۲۰۱۵/۳/۱۴", "2015-03-14", "2015-03-14", "2015-03-14"),
    ("١٤ آذار ٢٠١٥", "2015-03-14", "2015-03-14", "2015-03-14"),
    ("الأربعاء، ٤ آذار ٢٠١٥ م", "2015-03-04", "2015-03-04", "2015-03-04"),
    ("آب/أغسطس 2015", "2015-08", "2015-08-01", "2015-08-31"),
    ("أواخر تشرين الأول ٢٠١٤", "[2014-10-21..2014-10-31]", "2014-10-21", "2014-10-31"),
    ("صيف ٢٠١٥", "2015-22", "2015-06-01", "2015-08-31"),
    ("قبل نيسان ٢٠١٥", "[..2015-03-31]", OPEN_START, "2015-03-31"),
    ("بعد عام ٢٠١٤", "[2015-01-01..]", "2015-01-01", OPEN_END),
    ("بين آذار وحزيران ٢٠١٥", "[2015-03-01..2015-06-30]", "2015-03-01", "2015-06-30"),
    ("بين 2014 و2015", "[2014-01-01..2015-12-31]", "2014-01-01", "2015-12-31"),
    ("حوالي حزيران ٢٠١٥", "2015-06~", "2015-06-01", "2015-06-30"),
    ("١٤ی ئازاری ٢٠١٥", "2015-03-14", "2015-03-14", "2015-03-14"),
    ("١٤ من آذار من عام ٢٠١٥", "2015-03-14", "2015-03-14", "2015-03-14"),
    ("بتاريخ ١٤ آذار ٢٠١٥", "2015-03-14", "2015-03-14", "2015-03-14"),
    ("يوم 25-3-2015", "2015-03-25", "2015-03-25", "2015-03-25"),
    ("هاوینی ٢٠١٥", "2015-22", "2015-06-01", "2015-08-31"),
]


@pytest.mark.parametrize(("text", "edtf", "earliest", "latest"), ONE_DAY_WITHIN)
def test_a_date_is_read_as_one_day_within_its_range(text: str, edtf: str, earliest: str, latest: str) -> None:
    period = parse_period(text)
    assert (period.edtf, bounds(period)) == (edtf, vague(earliest, latest))
    assert period.words == text
    assert period.calendar == "gregorian"


INTERVALS = [
    ("2014-06/2015", "2014-06/2015", ("2014-06-01", "2014-06-30", "2015-01-01", "2015-12-31")),
    ("2011-2012", "2011/2012", ("2011-01-01", "2011-12-31", "2012-01-01", "2012-12-31")),
    ("from June 2014 to 2015", "2014-06/2015", ("2014-06-01", "2014-06-30", "2015-01-01", "2015-12-31")),
    ("June to September 2015", "2015-06/2015-09", ("2015-06-01", "2015-06-30", "2015-09-01", "2015-09-30")),
    ("3-5 March 2015", "2015-03-03/2015-03-05", ("2015-03-03", "2015-03-03", "2015-03-05", "2015-03-05")),
    ("من حزيران إلى أيلول ٢٠١٥", "2015-06/2015-09", ("2015-06-01", "2015-06-30", "2015-09-01", "2015-09-30")),
    # A part of a year does not fit into an EDTF interval: its outer day stands there, bounds keep the range.
    (
        "from late 2014 to March 2015",
        "2014-09-01/2015-03",
        ("2014-09-01", "2014-12-31", "2015-03-01", "2015-03-31"),
    ),
    ("June 2014-March 2015", "2014-06/2015-03", ("2014-06-01", "2014-06-30", "2015-03-01", "2015-03-31")),
    ("June-July 2015", "2015-06/2015-07", ("2015-06-01", "2015-06-30", "2015-07-01", "2015-07-31")),
    ("since June 2014", "2014-06/", ("2014-06-01", "2014-06-30", "2014-06-01", OPEN_END)),
    ("منذ حزيران ٢٠١٤", "2014-06/", ("2014-06-01", "2014-06-30", "2014-06-01", OPEN_END)),
    ("until March 2015", "/2015-03", (OPEN_START, "2015-03-31", "2015-03-01", "2015-03-31")),
]


@pytest.mark.parametrize(("text", "edtf", "expected"), INTERVALS)
def test_a_period_has_a_range_at_each_end(text: str, edtf: str, expected: tuple[str, ...]) -> None:
    period = parse_period(text)
    assert (period.edtf, bounds(period), period.words) == (edtf, expected, text)


MONTH_NAMES = {
    "Levantine": "كانون الثاني,شباط,آذار,نيسان,أيار,حزيران,تموز,آب,أيلول,تشرين الأول,تشرين الثاني,كانون الأول",
    "Egyptian and Gulf": "يناير,فبراير,مارس,أبريل,مايو,يونيو,يوليو,أغسطس,سبتمبر,أكتوبر,نوفمبر,ديسمبر",
    "Algerian and Tunisian": "جانفي,فيفري,مارس,أفريل,ماي,جوان,جويلية,أوت,سبتمبر,أكتوبر,نوفمبر,ديسمبر",
    "Moroccan": "يناير,فبراير,مارس,أبريل,ماي,يونيو,يوليوز,غشت,شتنبر,أكتوبر,نونبر,دجنبر",
    "Sorani": "کانوونی دووەم,شوبات,ئازار,نیسان,ئایار,حوزەیران,تەممووز,ئاب,ئەیلوول,تشرینی یەکەم,تشرینی دووەم,"
    "کانوونی یەکەم",
    "Kurmanji": "Çile,Sibat,Adar,Nîsan,Gulan,Hezîran,Tîrmeh,Tebax,Îlon,Cotmeh,Mijdar,Berfanbar",
    "English": "January,February,March,April,May,June,July,August,September,October,November,December",
    "French": "janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,novembre,décembre",
    "Spanish": "enero,febrero,marzo,abril,mayo,junio,julio,agosto,septiembre,octubre,noviembre,diciembre",
}


@pytest.mark.parametrize("family", MONTH_NAMES)
def test_all_twelve_months_of_each_family(family: str) -> None:
    read = [parse_period(f"7 {name} 2015").edtf for name in MONTH_NAMES[family].split(",")]
    assert read == [f"2015-{month:02}-07" for month in range(1, 13)]


HIJRI = [
    ("15 رمضان 1436", "2015-07-01", "2015-07-03"),
    ("١٥ رمضان ١٤٣٦ هـ", "2015-07-01", "2015-07-03"),
    ("15 Ramadan 1436 AH", "2015-07-01", "2015-07-03"),
    ("15/9/1436 هـ", "2015-07-01", "2015-07-03"),
    ("١٤٣٦/٩/١٥هـ", "2015-07-01", "2015-07-03"),
    ("1436-09-15 H", "2015-07-01", "2015-07-03"),
    ("شهر رمضان 1436", "2015-06-17", "2015-07-17"),
    ("1436 AH", "2014-10-24", "2015-10-14"),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), HIJRI)
def test_a_marked_hijri_date_is_converted_and_a_day_wider_at_each_end(text: str, earliest: str, latest: str) -> None:
    period = parse_period(text)
    assert bounds(period) == vague(earliest, latest)
    assert (period.calendar, period.words) == ("hijri", text)
    assert "±1 day" in period.note


def test_all_twelve_hijri_months_follow_each_other() -> None:
    names = [
        "محرم",
        "صفر",
        "ربيع الأول",
        "ربيع الآخر",
        "جمادى الأولى",
        "جمادى الآخرة",
        "رجب",
        "شعبان",
        "رمضان",
        "شوال",
    ]
    names += ["ذو القعدة", "ذو الحجة"]
    by_name = [bounds(parse_period(f"10 {name} 1436")) for name in names]
    by_number = [bounds(parse_period(f"10/{number}/1436 هـ")) for number in range(1, 13)]
    assert by_name == by_number == sorted(by_number)


REFUSED = [
    ("31 February 2015", "day of the calendar"),
    ("2015-02-31", "day of the calendar"),
    ("31/02/2015", "day of the calendar"),
    ("٣١ شباط ٢٠١٥", "day of the calendar"),
    ("2015-13", "month"),
    ("12/03/2015", "which comes first"),
    ("١٢/٠٣/٢٠١٥", "which comes first"),
    ("12.3.2015", "which comes first"),
    ("12/03/15", "four digits"),
    ("14 March 15", "four digits"),
    ("1436-05", "AH"),
    ("1436-05-12", "AH"),
    ("1436", "AH"),
    ("12/05/1436", "AH"),
    ("31/5/1436 هـ", "Hijri date"),
    ("1300 AH", "1343"),
    ("Ramadan 2015", "Hijri year"),
    ("three months earlier", "count from"),
    ("قبل ثلاثة أشهر", "count from"),
    ("from 2015 to 2014", "not after the end"),
    ("2015/2014", "not after the end"),
    ("between 2015 and 2014", "not after the end"),
    ("2014-15", "month"),
    ("soon", "such as"),
    ("", "such as"),
    ("   ", "such as"),
    ("March", "such as"),
    ("x" * 5000, "such as"),
    ("../..", "EDTF"),
    ("٢٠١٥²", "such as"),
]


@pytest.mark.parametrize(("text", "right"), REFUSED)
def test_what_would_need_a_guess_is_refused_and_told_what_would_be_right(text: str, right: str) -> None:
    with pytest.raises(BadDate) as refused:
        parse_period(text)
    assert right in refused.value.right


@pytest.mark.parametrize("text", ["Layla Haddad, 12/03/2015", "31 February 2015", "1436-05", "قتل خالد"])
def test_a_refusal_never_repeats_the_value(text: str) -> None:
    with pytest.raises(BadDate) as refused:
        parse_period(text)
    assert not any(word in str(refused.value) for word in ("Layla", "31", "1436", "خالد"))


def test_a_settled_order_reads_the_column() -> None:
    assert parse_period("12/03/2015", order="dmy").edtf == "2015-03-12"
    assert parse_period("12/03/2015", order="mdy").edtf == "2015-12-03"
    with pytest.raises(BadDate, match="other way round"):
        parse_period("25/03/2015", order="mdy")


@pytest.mark.parametrize(
    ("words", "earliest", "latest"),
    [
        ("three months earlier", "2015-02-14", "2015-04-14"),
        ("قبل ثلاثة أشهر", "2015-02-14", "2015-04-14"),
        ("10 days later", "2015-06-11", "2015-07-10"),
        ("بعد يومين", "2015-06-03", "2015-07-02"),
        ("two weeks before that", "2015-05-15", "2015-06-19"),
    ],
)
def test_words_that_count_from_another_date_keep_words_anchor_and_range(words: str, earliest: str, latest: str) -> None:
    period = parse_period(words, anchor=from_edtf("2015-06"))
    assert (bounds(period), period.words) == (vague(earliest, latest), words)
    assert "2015-06" in period.note


def test_an_anchor_does_not_change_a_date_that_stands_by_itself() -> None:
    assert parse_period("March 2015", anchor=day("2014-01-01")) == parse_period("March 2015")


@pytest.mark.parametrize("words", ["unknown", "undated", "غير معروف"])
def test_where_no_date_is_known_the_words_are_kept_and_all_is_open(words: str) -> None:
    period = parse_period(words)
    assert (period.edtf, period.words, bounds(period)) == ("", words, vague(OPEN_START, OPEN_END))


@pytest.mark.parametrize(
    ("cell", "edtf"),
    [
        (date(2015, 3, 14), "2015-03-14"),
        (datetime(2015, 3, 14, 23, 59), "2015-03-14"),  # noqa: DTZ001  (tables hold dates without a zone)
        (42077, "2015-03-14"),
        (42077.75, "2015-03-14"),
        (20150314, "2015-03-14"),
        (2015, "2015"),
        (2015.0, "2015"),
        ("March 2015", "2015-03"),
    ],
)
def test_a_cell_of_any_type(cell: date | datetime | float | str, edtf: str) -> None:
    assert from_cell(cell).edtf == edtf


@pytest.mark.parametrize("cell", [True, 0, -5, 3.5, 1436, float("nan"), float("inf"), 1e12])
def test_a_number_that_is_no_date_is_refused(cell: float) -> None:
    with pytest.raises(BadDate):
        from_cell(cell)


@given(st.text(max_size=40) | st.from_regex(r"[0-9/.\-~?X\[\]{} ]{1,24}"))
def test_any_text_is_read_or_refused_and_never_bends(text: str) -> None:
    try:
        period = parse_period(text)
    except BadDate:
        return
    assert period.words == text
    assert OPEN_START <= period.since_min <= period.since_max <= OPEN_END
    assert OPEN_START <= period.until_min <= period.until_max <= OPEN_END
    assert period.since_min <= period.until_max
    if period.edtf and period.edtf == text:
        assert from_edtf(period.edtf) == period


_WORDS = [
    "before",
    "after",
    "between",
    "and",
    "from",
    "to",
    "early",
    "about",
    "قبل",
    "March",
    "آذار",
    "رمضان",
    "AH",
]


@given(st.lists(st.sampled_from([*_WORDS, "14", "2015", "1436", "3", "months", "-", "/"]), max_size=7))
def test_any_order_of_date_words_is_read_or_refused(words: list[str]) -> None:
    text = " ".join(words)
    try:
        period = parse_period(text, anchor=day("2015-06-15"))
    except BadDate:
        return
    assert period.words == text
    assert period.since_min <= period.since_max and period.until_min <= period.until_max


@pytest.mark.parametrize("text", [text for text, *_ in ONE_DAY_WITHIN + HIJRI])
def test_the_edtf_text_of_a_date_says_the_same_as_its_bounds(text: str) -> None:
    period = parse_period(text)
    assert bounds(from_edtf(period.edtf)) == bounds(period)


@given(st.dates(min_value=date(1600, 1, 1)))
def test_a_day_reads_the_same_in_iso_words_and_numbers(when: date) -> None:
    months = MONTH_NAMES["Levantine"].split(",")
    forms = [
        when.isoformat(),
        f"{when.day} {months[when.month - 1]} {when.year}",
        f"{when.year}/{when.month}/{when.day}",
        f"{when.day}.{when.month}.{when.year}",
    ]
    assert {parse_period(form, order="dmy").edtf for form in forms} == {when.isoformat()}


def test_the_library_that_warns_at_import_is_not_needed_to_start_and_works_where_warnings_are_errors() -> None:
    program = (
        "import sys, graph.dates as d; assert 'edtf' not in sys.modules; d.parse_period('March 2015');"
        "assert 'edtf' not in sys.modules; print(d.from_edtf('201X').until_max)"
    )
    ran = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "2019-12-31"
