"""The country reports a monitor offers for download: headings with colons, dates as exact as they are written."""

from __future__ import annotations

import csv
from pathlib import Path

from graph.case import Case, create_case
from queries.saved_query import find
from tests.acceptance.conftest import take

UNIT = {
    "unit:id:admin": "u-1", "unit:name": "Batallón 1", "unit:country": "zz", "unit:classification": "Army;Military",
    "unit:other_names": "1 Batallón;Primer Batallón", "unit:first_cited_date": "2008",
    "unit:last_cited_date": "2016-03", "unit:first_cited_date_start": "Y", "unit:last_cited_date_open": "N",
}  # fmt: skip
PARENT = UNIT | {"unit:id:admin": "u-2", "unit:name": "División 9", "unit:other_names": ""}
OPERATION = PARENT | {"unit:id:admin": "u-3", "unit:name": "Operación Rayo"}
LINK = {
    "unit:related_unit": "u-2", "unit:related_unit:name": "División 9", "unit:related_unit:country": "zz",
    "unit:related_unit_class": "Command", "unit:related_unit_first_cited_date": "2010-03",
    "unit:related_unit_first_cited_date_start": "N", "unit:related_unit_last_cited_date": "2014-06-01",
    "unit:related_unit_open": "Y",
}  # fmt: skip
MEMBERSHIP = {
    "unit:membership_id": "u-3", "unit:related_unit": "Operación Rayo", "unit:member_country": "zz",
    "unit:member_classification": "Joint Operation", "unit:related_unit_first_cited_date": "2012-01-01",
    "unit:related_unit_first_cited_date_start": "Y", "unit:related_unit_last_cited_date": "2012-12-31",
    "unit:related_unit_open": "E",
}  # fmt: skip
POST = {
    "person:admin:id": "p-1", "person:name": "Ana Ruiz Ocaña", "person:other_names": "A. Ruiz", "person:country": "zz",
    "person:posting_role": "Commander", "person:posting_rank": "Coronel", "person:posting_title": "",
    "person:posting_first_cited_date": "2011-05-01", "person:posting_first_cited_date_start": "Y",
    "person:posting_first_cited_date_start_context": "", "person:posting_last_cited_date": "2013-01-31",
    "person:posting_last_cited_date_end": "Y", "person:posting_last_cited_date_end_context": "",
}  # fmt: skip


def report(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def loaded(tmp_path: Path) -> Case:
    case = create_case(tmp_path / "case", title="t", key_file=tmp_path / "key")
    told = take(case, [
        report(tmp_path / "personnel.csv", UNIT | POST),
        report(tmp_path / "parentage.csv", UNIT | LINK),
        report(tmp_path / "memberships.csv", UNIT | MEMBERSHIP),
        report(tmp_path / "basic.csv", UNIT, PARENT, OPERATION),
    ])  # fmt: skip
    assert (told.refused, told.waiting) == ([], [])
    return case


def test_reports_give_units_links_and_posts_with_their_flags(tmp_path: Path) -> None:
    with loaded(tmp_path) as case:
        (unit,) = case.reader().rows("MATCH (u:Unit) WHERE u.name = 'Batallón 1' RETURN u.code AS code")
        chain = find("chain_above")
        rows = chain.run(case.reader(), unit=unit["code"], day="2012-06-15", kinds="command, member_of").rows
        assert {(row["level"], row["unit_name"], row["person_name"], row["status"]) for row in rows} == {
            (0, "Batallón 1", "Ana Ruiz Ocaña", "documented"),
            (1, "División 9", "", "documented"),
            (1, "Operación Rayo", "", "documented"),
        }
        after = chain.run(case.reader(), unit=unit["code"], day="2015-01-01", kinds="command, member_of").rows
        assert [(row["unit_name"], row["person_name"], row["status"]) for row in after] == [
            ("Batallón 1", "", "documented"),
            ("División 9", "", "assumed"),
        ]
