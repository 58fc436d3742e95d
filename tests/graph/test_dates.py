"""EDTF text, bounds, the five answers, columns, and periods for people."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.dates import (
    OPEN_END,
    OPEN_START,
    Answer,
    Bounds,
    Period,
    between,
    day,
    describes_single_day,
    from_edtf,
    month_bounds,
    on_day,
    parse_period,
    posting_period,
    settle_order,
    show,
    with_precision,
    year_bounds,
)
from graph.dates.answers import Continues
from graph.errors import BadDate

days = st.dates(min_value=date(1600, 1, 1), max_value=date(2100, 12, 31)).map(date.isoformat)
simple = st.one_of(days, days.map(lambda iso: iso[:7]), days.map(lambda iso: iso[:4]))


def bounds(period: Period | Bounds) -> tuple[str, str, str, str]:
    return period.since_min, period.since_max, period.until_min, period.until_max


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2015-06/..", ("2015-06-01", "2015-06-30", "2015-06-01", OPEN_END)),
        # An unknown end is open: never start + 10 years.
        ("2015-06/", ("2015-06-01", "2015-06-30", "2015-06-01", OPEN_END)),
        ("../2015-06", (OPEN_START, "2015-06-30", "2015-06-01", "2015-06-30")),
        ("/2015-06", (OPEN_START, "2015-06-30", "2015-06-01", "2015-06-30")),
        ("2014/2016~", ("2014-01-01", "2014-12-31", "2016-01-01", "2016-12-31")),
        ("[2015-03-01,2015-03-04]", ("2015-03-01", "2015-03-04", "2015-03-01", "2015-03-04")),
        ("[..2015-03]", (OPEN_START, "2015-03-31", OPEN_START, "2015-03-31")),
        ("[2014,2015-03..]", ("2014-01-01", OPEN_END, "2014-01-01", OPEN_END)),
        ("{2015..2017}", ("2015-01-01", "2015-12-31", "2017-01-01", "2017-12-31")),
        ("201X", ("2010-01-01", "2019-12-31", "2010-01-01", "2019-12-31")),
        ("2015-XX-12", ("2015-01-12", "2015-12-12", "2015-01-12", "2015-12-12")),
        ("2004-06-~01", ("2004-06-01", "2004-06-01", "2004-06-01", "2004-06-01")),
        ("2015-22", ("2015-06-01", "2015-08-31", "2015-06-01", "2015-08-31")),
        ("2015-34", ("2015-04-01", "2015-06-30", "2015-04-01", "2015-06-30")),
        ("2015-41", ("2015-07-01", "2015-12-31", "2015-07-01", "2015-12-31")),
        ("2015-29", ("2015-09-01", "2015-11-30", "2015-09-01", "2015-11-30")),
        ("2016-02", ("2016-02-01", "2016-02-29", "2016-02-01", "2016-02-29")),
    ],
)
def test_edtf_gives_four_bounds(edtf: str, expected: tuple[str, str, str, str]) -> None:
    assert bounds(from_edtf(edtf)) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("2015-02-30", "2015-2-3", "2015-99", "0000", "2015-06/2015-13", "XXXX-XX-XX5"),
        *("March 2015", "12/03/2015", "", "-0100", "Y17E8", "1436-05"),
        *("2016/2015", "[2016..2015]", "/", "../..", "2015//2016", "[2015", "[]", "[..]"),
    ],
)
def test_what_is_not_edtf_is_refused(text: str) -> None:
    with pytest.raises(BadDate):
        from_edtf(text)


@given(
    simple,
    simple,
    st.sampled_from(["{a}", "{a}~", "{a}?", "{a}/{b}", "{a}/", "{a}/..", "../{b}", "[{a}..{b}]"]),
)
def test_edtf_round_trips_and_bounds_are_ordered(one: str, other: str, form: str) -> None:
    edtf = form.format(a=one, b=other)
    try:
        period = from_edtf(edtf, "as written")
    except BadDate:
        assert from_edtf(one).since_min > from_edtf(other).until_max
        return
    assert period.words == "as written"
    assert period.since_min <= period.since_max and period.until_min <= period.until_max
    assert from_edtf(period.edtf, "as written") == period
    assert parse_period(edtf).edtf == edtf and bounds(parse_period(edtf)) == bounds(period)


def test_months_and_years() -> None:
    assert month_bounds(2016, 2) == ("2016-02-01", "2016-02-29")
    assert year_bounds(2015) == ("2015-01-01", "2015-12-31")
    for wrong in (0, 13):
        with pytest.raises(BadDate):
            month_bounds(2015, wrong)


@pytest.mark.parametrize(
    ("value", "precision", "edtf"),
    [
        ("2009-09-14", "day", "2009-09-14"),
        ("2009-09-01", "month", "2009-09"),
        ("2009-01-01", "Year", "2009"),
        ("2009-09", "day", "2009-09"),
        ("2009-00-00", "year", "2009"),
        ("2009-09-14 00:00:00", "day", "2009-09-14"),
    ],
)
def test_a_value_is_as_vague_as_its_precision_column(value: str, precision: str, edtf: str) -> None:
    period = with_precision(value, precision)
    assert (period.edtf, period.words) == (edtf, value)


@pytest.mark.parametrize(("value", "precision"), [("2009-09-14", "week"), ("2009-02-31", "month"), ("9/2009", "month")])
def test_an_unknown_precision_or_an_impossible_day_is_refused(value: str, precision: str) -> None:
    with pytest.raises(BadDate):
        with_precision(value, precision)


def test_an_event_between_two_days() -> None:
    assert between("2009-02-20 00:00:00.000", "2009-02-20").edtf == "2009-02-20"
    assert between("2009-02-01", "2009-02-28").edtf == "2009-02"
    assert between("2009-01-01", "2009-12-31").edtf == "2009"
    week = between("2009-02-20", "2009-02-27")
    assert bounds(week) == ("2009-02-20", "2009-02-27", "2009-02-20", "2009-02-27")
    assert from_edtf(week.edtf, week.words) == week
    with pytest.raises(BadDate, match="not before the start"):
        between("2009-02-27", "2009-02-20")


def test_a_single_day_is_neither_vague_nor_about() -> None:
    assert describes_single_day(day("2015-03-14"))
    assert not any(map(describes_single_day, map(from_edtf, ["2015-03", "2015-03-14~", "2015-03-14/2015-03-15"])))


# --- first and last citations


def posting(
    since: str,
    until: str,
    *,
    start: bool | None = None,
    end: bool | None = None,
    continues: Continues = "not known",
) -> Bounds:
    return posting_period(
        from_edtf(since) if since else None,
        from_edtf(until) if until else None,
        since_is_start=start,
        until_is_end=end,
        continues=continues,
    )


@pytest.mark.parametrize(
    ("since", "until", "start", "end", "expected"),
    [
        ("2015-01-15", "2015-03-16", None, None, (OPEN_START, "2015-01-15", "2015-03-16", OPEN_END)),
        ("2015-01-15", "2015-03-16", True, True, ("2015-01-15", "2015-01-15", "2015-03-16", "2015-03-16")),
        ("2015-01", "2015-03", False, False, (OPEN_START, "2015-01-31", "2015-03-01", OPEN_END)),
        # A vague exact end is not shrunk to its first day.
        ("2015-01", "2015-03", True, True, ("2015-01-01", "2015-01-31", "2015-03-01", "2015-03-31")),
        # One citation gives both inner bounds.
        ("2015-01-15", "", None, None, (OPEN_START, "2015-01-15", "2015-01-15", OPEN_END)),
        ("2015-01", "", True, None, ("2015-01-01", "2015-01-31", "2015-01-01", OPEN_END)),
        ("", "2015-03", None, True, (OPEN_START, "2015-03-31", "2015-03-01", "2015-03-31")),
        # A flag without its citation says nothing.
        ("2015-01", "", None, True, (OPEN_START, "2015-01-31", "2015-01-01", OPEN_END)),
        ("", "", True, True, (OPEN_START, OPEN_END, OPEN_START, OPEN_END)),
    ],
)
def test_citations_give_four_bounds(
    since: str, until: str, start: bool | None, end: bool | None, expected: tuple[str, str, str, str]
) -> None:
    assert bounds(posting(since, until, start=start, end=end)) == expected


@pytest.mark.parametrize(
    ("when", "answer"),
    [
        ("2014-12-31", Answer.EXCLUDED),
        ("2015-01-10", Answer.POSSIBLE),
        ("2015-01-31", Answer.DOCUMENTED),
        ("2015-03-01", Answer.DOCUMENTED),
        ("2015-03-02", Answer.POSSIBLE),
        ("2015-03-31", Answer.POSSIBLE),
        ("2015-04-01", Answer.EXCLUDED),
    ],
)
def test_each_day_of_an_exact_posting_with_vague_ends(when: str, answer: Answer) -> None:
    assert on_day(posting("2015-01", "2015-03", start=True, end=True), when, continues="no") is answer


def test_after_the_last_citation_a_posting_is_assumed_only_if_the_researcher_said_that_it_continues() -> None:
    cited = posting("2015-01", "2015-03")
    assert on_day(cited, "2016-01-01", continues="yes") is Answer.ASSUMED
    assert on_day(cited, "2016-01-01", continues="not known") is Answer.POSSIBLE
    assert on_day(cited, "2016-01-01", continues="no") is Answer.POSSIBLE
    assert on_day(cited, "2014-01-01", continues="yes") is Answer.POSSIBLE


def test_an_exact_end_wins_over_a_flag_that_it_continues() -> None:
    ended = posting("2015-01", "2015-03-16", end=True, continues="yes")
    assert on_day(ended, "2015-03-17", continues="yes") is Answer.EXCLUDED


def test_one_citation_is_documented_only_if_it_is_a_single_day() -> None:
    assert on_day(posting("2015-01-15", ""), "2015-01-15", continues="not known") is Answer.DOCUMENTED
    assert on_day(posting("2015-01", ""), "2015-01-15", continues="not known") is Answer.POSSIBLE


def test_a_last_citation_before_the_first_is_a_conflict_and_not_swapped() -> None:
    turned = posting("2015-03-16", "2015-01-15", start=True, end=True)
    assert bounds(turned) == ("2015-03-16", "2015-03-16", "2015-01-15", "2015-01-15")
    assert on_day(turned, "2015-02-01", continues="yes") is Answer.CONFLICT
    assert on_day(posting("2015-03-16", "2015-01-15"), "2015-02-01", continues="no") is Answer.CONFLICT
    # The same four bounds as the graph gives them back
    row = Bounds(since_min="2015-03-16", since_max="2015-03-16", until_min="2015-01-15", until_max="2015-01-15")
    assert on_day(row, "2015-02-01", continues="no") is Answer.CONFLICT


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(BadDate):
        on_day(posting("2015", "2016"), "2015-02-30", continues="no")


@given(simple, simple, st.booleans(), st.booleans(), days, st.sampled_from(["yes", "no", "not known"]))
def test_a_flag_only_ever_narrows_and_the_answer_agrees_with_the_bounds(
    since: str, until: str, start: bool, end: bool, when: str, continues: Continues
) -> None:
    assume(from_edtf(since).since_min <= from_edtf(until).until_max)
    narrow = posting(since, until, start=start, end=end, continues=continues)
    wide = posting(since, until, continues=continues)
    assert narrow.since_min <= narrow.since_max and narrow.until_min <= narrow.until_max
    assert wide.since_min <= narrow.since_min and narrow.until_max <= wide.until_max
    answer = on_day(narrow, when, continues=continues)
    assert (answer is Answer.EXCLUDED) == (not narrow.since_min <= when <= narrow.until_max)
    assert (answer is Answer.DOCUMENTED) == (narrow.since_max <= when <= narrow.until_min)
    assert answer is not Answer.ASSUMED or (continues == "yes" and when > narrow.until_min)


# --- columns


def test_one_row_settles_the_order_of_a_column_and_is_named() -> None:
    settled = settle_order(["12/03/2015", "", "March 2015", "٢٥/٠٣/٢٠١٥", "26/3/2015"])
    assert (settled.state, settled.order, settled.row, settled.undecided) == ("settled", "dmy", 3, 1)
    assert settle_order(["12/03/2015", "3/25/15"]).order == "mdy"


def test_an_order_that_no_row_proves_stays_unsettled() -> None:
    unsettled = settle_order(["12/03/2015", "2015-03-25", "05/05/2015", "40/50/2015", "31/02/2015"])
    assert (unsettled.state, unsettled.order, unsettled.row, unsettled.undecided) == (
        "unsettled",
        None,
        None,
        1,
    )


def test_two_rows_that_prove_different_orders_are_both_named() -> None:
    turned = settle_order(["01/02/2015", "25/03/2015", "03/25/2015"])
    assert (turned.state, turned.order, turned.row, turned.against) == ("contradictory", None, 1, 2)


@given(st.lists(st.tuples(st.integers(1, 31), st.integers(1, 31)), max_size=8), st.randoms())
def test_the_order_of_rows_does_not_matter(pairs: list[tuple[int, int]], random: Random) -> None:
    column = [f"{one:02}/{other:02}/2015" for one, other in pairs]
    shuffled = list(column)
    random.shuffle(shuffled)
    one, other = settle_order(column), settle_order(shuffled)
    assert (one.state, one.order, one.undecided) == (other.state, other.order, other.undecided)
    if one.order:
        assert one.row is not None
        assert parse_period(column[one.row]) == parse_period(column[one.row], order=one.order)


# --- for people


@pytest.mark.parametrize(
    ("text", "english", "arabic"),
    [
        ("2015-03-14", "14 March 2015", "14 آذار/مارس 2015"),
        ("2015-03", "March 2015", "آذار/مارس 2015"),
        ("2015", "2015", "2015"),
        ("about June 2015", "about June 2015", "نحو حزيران/يونيو 2015"),
        ("2014-06/2015", "from June 2014 to 2015", "من حزيران/يونيو 2014 إلى 2015"),
        ("2014-06/", "since June 2014, end open", "منذ حزيران/يونيو 2014، النهاية مفتوحة"),
        ("../2015", "until 2015, start open", "حتى 2015، البداية مفتوحة"),
        ("before April 2015", "by 31 March 2015", "حتى 31 آذار/مارس 2015"),
        ("after 2014", "1 January 2015 or later", "1 كانون الثاني/يناير 2015 أو بعده"),
        ("3-5 March 2015", "from 3 March 2015 to 5 March 2015", "من 3 آذار/مارس 2015 إلى 5 آذار/مارس 2015"),
        ("unknown", "unknown", "unknown"),
    ],
)
def test_a_period_in_words_for_people(text: str, english: str, arabic: str) -> None:
    assert (show(parse_period(text)), show(parse_period(text), "ar")) == (english, arabic)


def test_a_period_cited_later_still_says_until_when() -> None:
    cited = replace(parse_period("2015-01/2015-03-03"), edtf="/", until_max=OPEN_END)
    assert show(cited) == "from January 2015 to 3 March 2015 or later"


def test_a_converted_date_says_so() -> None:
    assert "Hijri, ±1 day" in show(parse_period("15 رمضان 1436"))


@given(simple, st.sampled_from(["{}/", "/{}", "{}/..", "[..{}]", "[{}..]"]), st.sampled_from(["en", "ar"]))
def test_an_open_bound_is_never_shown_as_a_year(one: str, form: str, language: Literal["en", "ar"]) -> None:
    shown = show(from_edtf(form.format(one)), language)
    assert "9999" not in shown and "0001" not in shown


def test_every_first_and_last_citation_of_the_real_tables_is_read(shared_data: Path) -> None:
    with (shared_data / "sfm" / "postings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cited = [(row[f"{end}"], row[f"{end}_precision"]) for row in rows for end in ("start", "end") if row[end]]
    assert cited
    for value, precision in cited:
        period = with_precision(value, precision)
        assert period.since_min[: len(period.edtf)] == period.edtf
