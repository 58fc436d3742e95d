"""Tables as documenters keep them: what each column is taken for, put right by a person, and what rows become."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.case import Case
from graph.errors import LoadError
from ingest.composing import compose
from ingest.layout import Layout, flaws, lay_out, layout_from
from ingest.mapping import parse_mapping, recognise
from ingest.propose import proposed_layout
from ingest.roles import EVENTS, PEOPLE, POSTS, ROLES
from tests.ingest.tables.conftest import records, take

VICTIMS: list[list[Any]] = [
    ["No.", "Date", "Governorate", "Town", "Name", "Father's name", "Sex", "Age", "Accused of", "Violation", "Result",
     "Armed group", "Source", "Remarks", "Religion"],
    ["1", "12 March 2015", "Invented province", "Ayn al-Wahm", "Invented One", "Invented Father", "f", "23", "spying",
     "detention", "survived", "The Office", "A neighbour", "Rain", "x"],
    ["2", "13 March 2015", "Invented province", "Ayn al-Wahm", "Invented Two", "", "male", "17", "a thing not listed",
     "killing", "killed", "", "A witness", "", "x"],
]  # fmt: skip


def written(rows: list[list[Any]], folder: Path, name: str = "sheet.csv") -> Path:
    path = folder / name
    path.write_text("\n".join("\t".join(map(str, row)) for row in rows), encoding="utf-8")
    return path


def loaded(case: Case, layout: Layout, rows: list[list[Any]], folder: Path) -> Any:
    mapping, _ = compose(layout)
    return take(case, written(rows, folder), mapping=mapping)


def test_a_list_of_victims_is_read_with_who_they_were_and_who_said_so(case: Case, tmp_path: Path) -> None:
    layout = lay_out(VICTIMS, 1, dataset="victims")
    assert layout.rows == EVENTS
    assert dict(zip(layout.headings, layout.roles, strict=True)) == {
        "No.": "key", "Date": "date", "Governorate": "province", "Town": "place", "Name": "names",
        "Father's name": "father", "Sex": "sex", "Age": "age", "Accused of": "charge", "Violation": "act",
        "Result": "outcome", "Armed group": "unit", "Source": "source", "Remarks": "remarks", "Religion": "",
    }  # fmt: skip
    report = loaded(case, layout, VICTIMS, tmp_path)
    assert report.refused == [] and report.waiting == []
    people = {view.values["names"][0]["words"]: view for view in records(case, "person")}
    assert people["Invented One"].values["sex"] == "female"
    assert people["Invented One"].values["age"] == [23, 23]
    assert people["Invented One"].level == 2 and people["Invented Two"].level == 3  # a minor's record is raised
    assert {view.values["outcome"] for view in records(case, "victim")} == {"survived", "killed"}
    charges = {view.values["charge_words"]: view.values["charge"] for view in records(case, "accusation")}
    assert charges == {"spying": "spying", "a thing not listed": "other"}
    towns = {view.values["names"][0]["words"]: view for view in records(case, "location")}
    assert towns["Ayn al-Wahm"].references["within"] == (towns["Invented province"].thread,)
    # Two rows rest on two people who spoke, not on one table.
    cited = {view.references["cites"] for view in records(case, "incident")}
    assert len(cited) == 2
    assert {view.values["name"] for view in records(case, "source")} == {
        "Whoever keeps victims", "A neighbour", "A witness",
    }  # fmt: skip
    assert {view.values.get("remarks") for view in records(case, "incident")} == {"Remarks: Rain", None}


def test_a_list_of_members_becomes_posts(case: Case, tmp_path: Path) -> None:
    rows = [
        ["Name", "Unit", "Position", "Rank", "Since"],
        ["Invented A", "The Office", "Deputy commander", "Captain", "2014"],
        ["Invented B", "The Office", "Commander", "", "March 2015"],
        ["", "The Office", "Guard", "", ""],
    ]
    layout = lay_out(rows, 1, dataset="members")
    assert layout.rows == POSTS and layout.roles == ("names", "unit", "post", "rank", "since")
    report = loaded(case, layout, rows, tmp_path)
    assert [(one.row, one.column) for one in report.refused] == [(4, "Name")]
    posts = {view.values["role_words"]: view.values["kind"] for view in records(case, "posting")}
    assert posts == {"Deputy commander": "member", "Commander": "commanded"}


def test_a_list_of_people_needs_no_date(case: Case, tmp_path: Path) -> None:
    rows = [["#", "Name", "Born", "Notes: other"], ["1", "Invented A", "1990", "x"], ["2", "Invented B", "", ""]]
    layout = lay_out(rows, 1, dataset="people").with_role(3, "remarks")
    assert layout.rows == PEOPLE
    loaded(case, layout, rows, tmp_path)
    assert {view.locator for view in records(case, "person")} == {"# 1", "# 2"}
    assert {view.values.get("remarks") for view in records(case, "person")} == {"Notes other: x", None}


def test_unnamed_victims_and_a_named_perpetrator_are_records_of_their_own(case: Case, tmp_path: Path) -> None:
    rows = [["Date", "Who they were", "Number killed", "Perpetrator name", "Document"],
            ["6 August 2015", "nine boys and men", "9", "Invented Judge", "Article D"]]  # fmt: skip
    layout = lay_out(rows, 1, dataset="unnamed")
    assert layout.roles == ("date", "group", "killed", "perpetrator", "document")
    loaded(case, layout, rows, tmp_path)
    assert [view.values["description"] for view in records(case, "group")] == ["nine boys and men"]
    (alleged,) = records(case, "perpetrator")
    (judge,) = records(case, "person")
    assert alleged.references["who"] == (judge.thread,)
    assert "Article D" in {view.values.get("title") for view in records(case, "document")}


def test_words_for_no_name_are_nobodys_name(case: Case, tmp_path: Path) -> None:
    rows = [
        ["No.", "Date", "Town", "Name", "Armed group"],
        ["1", "12 March 2015", "Ayn al-Wahm", "مجهولون", "The Office"],
        ["2", "13 March 2015", "غير معروف", "Invented Two", "مجهولة"],
        ["3", "14 March 2015", "Ayn al-Wahm", "unknown", "مجهولة"],
    ]
    report = loaded(case, lay_out(rows, 1, dataset="events"), rows, tmp_path)
    assert report.refused == [] and report.waiting == []
    assert [view.values["names"][0]["words"] for view in records(case, "person")] == ["Invented Two"]
    assert [view.values["names"][0]["words"] for view in records(case, "unit")] == ["The Office"]
    assert [view.values["names"][0]["words"] for view in records(case, "location")] == ["Ayn al-Wahm"]
    assert {view.values["description"] for view in records(case, "group")} == {"مجهولون", "unknown"}
    assert len(records(case, "victim")) == 3
    assert sorted(view.values.get("class_words", "") for view in records(case, "perpetrator")) == [
        "",
        "مجهولة",
        "مجهولة",
    ]


def test_a_column_whose_words_are_not_those_of_a_list_is_left_to_the_person() -> None:
    rows = [["Date", "Name", "Result"], *[["2015-03-12", "Invented", "see the file"]] * 3]
    assert lay_out(rows, 1, dataset="x").roles == ("date", "names", "")


def test_what_is_said_of_victims_is_not_proposed_where_none_is_named() -> None:
    layout = lay_out([["Date", "Age"], ["2015-03-12", "20"]], 1, dataset="x")
    assert layout.roles == ("date", "") and flaws(layout) == []
    assert [flaw.code for flaw in flaws(layout.with_role(1, "age"))] == ["no_victims"]


@pytest.mark.parametrize(
    ("rows", "roles", "codes"),
    [
        (["Place"], ["place"], ["no_date"]),
        (["Day", "Day"], ["date", ""], ["same_heading"]),
        (["Day", ""], ["date", "remarks"], ["no_heading"]),
        (["Day", "Other"], ["date", "date"], ["twice"]),
        (["Day", "Religion"], ["date", "remarks"], ["never"]),
    ],
)
def test_what_cannot_be_loaded_with_is_said_of_its_column(rows: list[str], roles: list[str], codes: list[str]) -> None:
    layout = Layout(dataset="x", header=1, headings=tuple(rows), roles=tuple(roles))
    assert [flaw.code for flaw in flaws(layout)] == codes
    with pytest.raises(LoadError, match=codes[0]):
        compose(layout)


def test_the_header_is_guessed_where_no_heading_is_known_and_can_be_moved() -> None:
    rows: list[list[Any]] = [
        ["A title"],
        [None],
        ["alpha", "beta", "gamma"],
        ["1", "2", "3"],
        ["Date", "Name"],
        ["2015", "x"],
    ]
    layout = proposed_layout(rows, dataset="x")
    assert layout is not None and layout.header == 5
    unknown = proposed_layout(rows[:4], dataset="x")
    assert unknown is not None and unknown.header == 3 and set(unknown.roles) == {""}
    assert lay_out(rows, 5, dataset="x").headings == ("Date", "Name")
    with pytest.raises(LoadError, match="row 9"):
        lay_out(rows, 9, dataset="x")
    assert proposed_layout([["only one"]], dataset="x") is None


def test_another_kind_of_rows_drops_what_these_cannot_say() -> None:
    layout = lay_out(VICTIMS, 1, dataset="x").with_rows(PEOPLE)
    assert "date" not in layout.roles and "names" in layout.roles
    assert flaws(layout) == []


@pytest.mark.parametrize("change", [{"rows": "no"}, {"order": "ymd"}, {"level": "none"}, {"roles": ["date"]},
                                    {"roles": ["nothing", ""]}, {"header": "x"}, {"header": 0}])  # fmt: skip
def test_a_layout_from_elsewhere_is_checked(change: dict[str, Any]) -> None:
    plain = Layout(dataset="x", header=1, headings=("Day", "b"), roles=("date", "")).as_plain()
    assert layout_from(plain).roles == ("date", "")
    with pytest.raises(LoadError):
        layout_from(plain | change)


WILD = st.lists(st.text(max_size=12), min_size=2, max_size=6)


@settings(max_examples=120, deadline=None)
@given(headings=WILD, data=st.data())
def test_whatever_the_headings_a_layout_without_flaws_makes_a_mapping_that_knows_the_sheet(
    headings: list[str], data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(sorted(ROLES)))
    roles = tuple(data.draw(st.sampled_from(("", *ROLES[kind]))) for _ in headings)
    own = tuple(heading.strip() for heading in headings)
    layout = Layout(dataset="x{y}", header=1, headings=own, roles=roles, rows=kind)
    if flaws(layout):
        with pytest.raises(LoadError):
            compose(layout)
        return
    mapping, text = compose(layout)
    assert parse_mapping(text, "again").dataset == mapping.dataset == yaml.safe_load(text)["dataset"]
    filled = [heading for heading in headings if heading.strip()]
    found = recognise([headings], [mapping])
    if len(filled) > 1:
        assert found is not None and -1 not in found.places
