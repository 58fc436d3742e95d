"""R34: posts and links of units are dated, and a chain says as of when it holds."""

from __future__ import annotations

from tests.builders import incident, perpetrator, person, posting
from tests.queries.brief.brief_case import BriefCase, BriefReport, pdf_text, table


def test_r34_the_chain_is_that_of_the_incidents_days(shared: BriefCase, english: BriefReport) -> None:
    rows = table(english, "chains")
    assert {row["as_of"] for row in rows} == {"2015-03-09/2015-03-11"}
    assert [(row["level"], row["answer"]) for row in rows] == [("0", "documented"), ("1", "documented")]
    assert rows[0]["post_dates"] == "2014-05-01/2015-05-31" and rows[1]["unit_dates"] == "2014-01-01/2016-12-31"
    assert all(row["cites"] and row["facts"] for row in rows)


def test_r34_the_successor_of_a_later_day_is_not_in_it(made: BriefCase) -> None:
    made.load(
        person("next", names="Next Emir Invented", level="public"),
        posting("post_next", person="next", unit="battalion", role="emir", since="2015-06-01", since_is_start="yes",
                until="2016-01-01", until_is_end="yes", locator="p. 5", level="public"),
        perpetrator("by_later", incident="later", who="unit:battalion", locator="p. 5", level="public"),
    )  # fmt: skip
    assert not any("Next Emir" in row["post"] for row in table(made.brief("fall"), "chains"))
    later = [row["post"] for row in table(made.brief("later"), "chains") if row["level"] == "0"]
    assert len(later) == 1 and "Next Emir Invented" in later[0]


def test_r34_the_chart_states_its_as_of(english: BriefReport) -> None:
    said = "As of 2015-03-09/2015-03-11. Involvement is alleged."
    assert said in (english.folder / "figure.svg").read_text(encoding="utf-8")
    assert said in pdf_text(english, pages=[1]).replace("\u200b", "")


def test_r34_a_chart_of_many_dates_states_their_whole_span_and_leaves_none_out(made: BriefCase) -> None:
    dates = [f"2014-{month:02}-03" for month in range(1, 8)]
    made.load(
        *(incident(f"i{n}", date=date, locator="p. 1", level="public") for n, date in enumerate(dates)),
        *(
            perpetrator(f"by{n}", incident=f"i{n}", who="unit:battalion", locator="p. 1", level="public")
            for n in range(len(dates))
        ),
    )
    few = (made.brief(*(f"i{n}" for n in range(5, 0, -1))).folder / "figure.svg").read_text(encoding="utf-8")
    assert f"As of {', '.join(dates[1:6])}." in few
    many = (made.brief(*(f"i{n}" for n in range(7))).folder / "figure.svg").read_text(encoding="utf-8")
    assert "As of 2014-01-03/2014-07-03." in many


def test_r34_without_a_date_no_chain_is_drawn_and_it_says_why(made: BriefCase) -> None:
    made.load(
        incident("undated", date="not known", locator="p. 1", level="public"),
        perpetrator("by_undated", incident="undated", who="unit:battalion", locator="p. 1", level="public"),
        perpetrator("by_class", incident="undated", class_words="masked men", locator="p. 1", level="public"),
    )
    notes = [row["note"] for row in table(made.brief("undated"), "chains")]
    assert any("date of the incident is not known" in note for note in notes)
    assert any("Only a class of people is named" in note and "masked men" in note for note in notes)
