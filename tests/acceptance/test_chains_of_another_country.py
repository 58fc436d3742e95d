"""Chains and posts of an invented country in a monitor's sheets; every answer here is worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from graph.case import Case
from queries.saved_query import find
from tests.acceptance.conftest import take
from tests.acceptance.sfm_country import INCIDENTS, PERSONS, POSTINGS, RELATIONS, UNITS, write_tables

Row = dict[str, Any]
UNIT_KEYS = {name: key for key, name in UNITS.items()}
PERSON_KEYS = {name: key for key, name in PERSONS.items()} | {"": ""}


@pytest.fixture(scope="module")
def case(empty_case: Case, tmp_path_factory: pytest.TempPathFactory) -> Case:
    report = take(empty_case, write_tables(tmp_path_factory.mktemp("tables")))
    assert (report.refused, report.waiting) == ([], [])
    return empty_case


def code(case: Case, unit: str) -> str:
    (row,) = case.reader().rows("MATCH (u:Unit) WHERE u.name = $name RETURN u.code AS code", name=UNITS[unit])
    return str(row["code"])


def chain(case: Case, unit: str, day: str, **more: Any) -> list[Row]:
    return find("chain_above").run(case.reader(), unit=code(case, unit), day=day, **more).rows


def said(rows: Sequence[Row], *more: str) -> list[tuple[Any, ...]]:
    """Level, unit, person and status of each row, by the keys of the sheets; then other columns."""
    plain = (
        (row["level"], UNIT_KEYS[row["unit_name"]], PERSON_KEYS[row["person_name"]], row["status"]) for row in rows
    )
    return sorted((*known, *(row[name] for name in more)) for known, row in zip(plain, rows, strict=True))


def test_before_a_hand_over_with_a_parent_that_ends_exactly(case: Case) -> None:
    assert said(chain(case, "bn", "2012-06-15"), "paths", "flags") == [
        (0, "bn", "mustafa", "possible", 1, []),  # one citation documents its own day only
        (0, "bn", "tun", "possible", 1, ["superseded"]),
        (1, "div", "", "documented", 1, ["several_parents", "none_known"]),
        (1, "reg", "", "possible", 1, ["several_parents", "none_known"]),  # the link was first cited a year later
        (2, "hq", "maung", "possible", 2, []),  # "2012" on a day of 2012
    ]


def test_two_parents_at_once_and_the_strongest_way_counts(case: Case) -> None:
    rows = chain(case, "bn", "2013-07-01")
    assert said(rows, "paths", "link_kind") == [
        (0, "bn", "jose", "documented", 1, ""),
        (0, "bn", "mustafa", "possible", 1, ""),
        (0, "bn", "tun", "possible", 1, ""),
        (1, "div", "", "documented", 1, "command"),
        (1, "reg", "", "documented", 2, "command"),  # through the division; directly it is only possible
        (2, "hq", "maung", "possible", 2, "command"),  # the division's own link ended with 2012
    ]
    superseded = {PERSON_KEYS[row["person_name"]] for row in rows if "superseded" in row["flags"]}
    assert superseded == {"mustafa", "tun"}


def test_after_the_last_citation_what_is_said_to_continue_is_assumed_and_is_the_weakest_step(case: Case) -> None:
    rows = chain(case, "bn", "2015-01-01")
    units = {(level, unit, status) for level, unit, person, status in said(rows) if not person}
    assert units == {(1, "reg", "assumed")}
    links = {row["unit_name"]: row["weakest_step"] for row in rows if not row["person"]}
    assert links[UNITS["reg"]] == f"{code(case, 'bn')} → {code(case, 'div')} (command): assumed"
    assert (1, "div", "jose", "possible") in said(rows)  # cited as from one month, never since


def test_what_is_not_known_to_continue_is_possible_at_most(case: Case) -> None:
    assert (1, "reg", "", "possible") in said(chain(case, "bn", "2017-01-01"))


def test_a_person_with_two_posts_comes_once_in_each_and_is_marked(case: Case) -> None:
    rows = [row for row in chain(case, "bn", "2014-03-10") if row["person_name"] == PERSONS["jose"]]
    assert [(row["level"], UNIT_KEYS[row["unit_name"]], "own_superior" in row["flags"]) for row in rows] == [
        (1, "div", False),
        (2, "hq", True),
    ]


def test_administrative_and_membership_links_are_followed_only_when_asked_for(case: Case) -> None:
    for kinds, expected in (("", set()), ("administrative", {"adm"}), ("administrative, member_of", {"adm", "op"})):
        more = {"kinds": kinds} if kinds else {}
        units = {unit for level, unit, *_ in said(chain(case, "bn", "2012-06-15", **more)) if level}
        assert units & {"adm", "op"} == expected
    exact_end = said(chain(case, "bn", "2013-01-01", kinds="member_of"))
    assert {unit for _, unit, *_ in exact_end} == {"bn"}


def test_a_link_that_nobody_classed_is_not_charted_as_command(case: Case) -> None:
    assert {unit for _, unit, *_ in said(chain(case, "b4", "2011-01-01"))} == {"b4"}
    assert "div" in {unit for _, unit, *_ in said(chain(case, "b4", "2011-01-01", kinds="administrative"))}


def test_a_placeholder_and_a_link_without_dates_are_kept_and_marked(case: Case) -> None:
    rows = chain(case, "b2", "2012-06-15")
    assert [row[:4] for row in said(rows)] == [
        (0, "b2", "", "documented"),
        (1, "ph", "", "possible"),
        (2, "div", "", "possible"),
        (3, "hq", "maung", "possible"),
    ]
    assert ["placeholder" in row["flags"] for row in rows] == [False, True, False, False]


def test_a_circle_ends_and_is_marked(case: Case) -> None:
    rows = chain(case, "c1", "2011-01-01")
    assert [row[:2] for row in said(rows)] == [(0, "c1"), (1, "c2"), (2, "c3")]
    assert any("circle" in row["flags"] for row in rows)


def test_a_start_after_its_end_is_never_swapped(case: Case) -> None:
    rows = [row for row in chain(case, "b3", "2013-01-01") if row["level"] == 1]
    assert all(row["status"] != "documented" and "start_after_end" in row["flags"] for row in rows)
    found = {row["edtf"] for row in case.reader().rows(
        "MATCH (c:Unit)-[r:SUBORDINATE_TO]->(:Unit) WHERE c.name = $name RETURN r.edtf AS edtf", name=UNITS["b3"]
    )}  # fmt: skip
    assert found == {"2015-01-01/2011-01-01"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2010-05-01", {("tun", "documented"), ("koko", "documented"), ("koko", "possible")}),
        ("2011-06-01", {("tun", "possible"), ("koko", "documented"), ("koko", "possible")}),
        ("2011-09-01", {("tun", "possible"), ("mustafa", "documented"), ("koko", "documented"), ("koko", "possible")}),
        # an end in a month that is not known to the day
        ("2013-12-15", {("tun", "possible"), ("mustafa", "possible"), ("jose", "possible"), ("koko", "documented"),
                        ("koko", "possible")}),
        ("2014-01-01", {("tun", "possible"), ("mustafa", "possible"), ("koko", "documented"), ("koko", "possible")}),
    ],
)  # fmt: skip
def test_who_held_a_post_on_a_day(case: Case, day: str, expected: set[tuple[str, str]]) -> None:
    rows = find("who_held_post").run(case.reader(), unit=code(case, "bn"), day=day).rows
    assert {(PERSON_KEYS[row["person_name"]], row["status"]) for row in rows} == expected
    kinds = {PERSON_KEYS[row["person_name"]]: row["post"] for row in rows}
    assert kinds["koko"] == "member" and kinds["tun"] == "commanded"


def test_commanders_over_a_window_with_the_days_that_are_documented(case: Case) -> None:
    rows = find("commanders_over_window").run(
        case.reader(), unit=code(case, "bn"), window="2010-01-01/2013-12-31"
    ).rows  # fmt: skip
    posts = {
        PERSON_KEYS[row["person_name"]]: (row["documented_days"], row["assumed_days"], row["possible_days"])
        for row in rows if row["row"] == "posting"
    }  # fmt: skip
    assert posts == {"tun": (365, 0, 1096), "mustafa": (1, 0, 852), "jose": (290, 0, 30)}
    assert [(row["row"], row["from"], row["to"]) for row in rows if row["row"] != "posting"] == [
        ("undocumented", "2010-01-01", "2010-04-30"),
        ("undocumented", "2011-05-01", "2011-08-31"),
        ("undocumented", "2011-09-02", "2013-02-14"),
        ("undocumented", "2013-12-02", "2013-12-31"),
    ]


def test_gaps_and_overlaps_are_rows(case: Case) -> None:
    query = find("commanders_over_window")
    gaps = query.run(case.reader(), unit=code(case, "reg"), window="2010-01-01/2012-01-01").rows
    assert [(row["row"], row["from"], row["to"], row["days"]) for row in gaps if row["row"] != "posting"] == [
        ("gap", "2011-01-01", "2011-02-28", 59)
    ]
    coast = query.run(case.reader(), unit=code(case, "coast"), window="2010-01-01/2013-01-01").rows
    assert [(row["row"], row["from"], row["to"]) for row in coast if row["row"] != "posting"] == [
        ("overlap", "2011-06-01", "2012-01-01")
    ]


def test_superiors_of_an_incident_stand_above_whoever_is_named(case: Case) -> None:
    reader = case.reader()
    codes: dict[str, str] = {}
    for row in reader.rows("MATCH (i:Incident) RETURN i.code AS code, i.since_min AS day, i.until_max AS until"):
        names = find("superiors_for_incident").run(reader, incident=row["code"]).rows
        involved = {each["involved_name"] for each in names}
        if UNITS["bn"] in involved:
            codes["by a unit" if row["day"] == row["until"] else "in a month"] = row["code"]
        else:
            codes["by a person" if PERSONS["jose"] in involved else "by a class"] = row["code"]
    assert set(codes) == {incident[0] for incident in INCIDENTS}

    def above(which: str) -> list[Row]:
        return find("superiors_for_incident").run(reader, incident=codes[which]).rows

    whole = {(unit, person, status) for _, unit, person, status in said(chain(case, "bn", "2013-07-01"))}
    by_unit = [row for row in above("by a unit") if row["involved_name"] == UNITS["bn"]]
    assert {(unit, person, status) for _, unit, person, status in said(by_unit)} == whole
    by_person = {(UNIT_KEYS[row["unit_name"]], PERSON_KEYS[row["person_name"]]) for row in above("by a person")}
    assert {("div", ""), ("reg", ""), ("hq", "maung")} <= by_person
    assert {(row["from"], row["to"]) for row in above("in a month")} == {
        ("2013-02-01", "2013-02-14"),
        ("2013-02-15", "2013-02-28"),
    }
    assert all(not row["unit"] and row["flags"] == ["class_only"] for row in above("by a class"))


def test_sheets_backwards_and_without_their_sources_give_the_same_chain(case: Case, tmp_path: Path) -> None:
    before = case.evidence.revision()
    again = take(case, write_tables(tmp_path, backwards=True))
    assert (again.new, again.changed, again.vanished, again.refused) == (0, 0, 0, [])
    assert case.evidence.revision() == before


def test_counts_are_those_of_the_sheets(case: Case) -> None:
    counted = {
        link: case.reader().rows(f"MATCH ()-[r:{link}]->() RETURN count(r) AS n")[0]["n"]
        for link in ("COMMANDED", "MEMBER_OF", "SUBORDINATE_TO")
    }
    commanded = sum(role == "Commander" for _, _, _, role, *_ in POSTINGS)
    assert counted == {"COMMANDED": commanded, "MEMBER_OF": len(POSTINGS) - commanded,
                       "SUBORDINATE_TO": len(RELATIONS)}  # fmt: skip
