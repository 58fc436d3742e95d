"""The answers of docs/tutorial.md, worked out by hand from the example's papers; the same on both stores."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dossier import app
from graph.case import open_case
from graph.errors import QueryRefused
from graph.model import Level
from graph.reader import Reader
from queries import free, saved_query
from queries.output import rendered
from tests.conftest import ROOT
from tests.ingest.example.conftest import At, Find

TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
CODE = re.compile(r"\b[A-Z]-\d{3} \d{3}-\d\b")


def ask(reader: Reader, query: str, *columns: str, **given: Any) -> list[tuple[Any, ...]]:
    """These columns of every row."""
    result = saved_query.find(query).run(reader, **given)
    return [tuple(row[column] for column in columns) for row in result.rows]


def test_every_code_that_the_docs_name_is_in_every_copy_of_the_case(reader: Reader) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = sorted(set(CODE.findall(TUTORIAL + readme)))
    assert len(named) >= 8
    drawn = [row["properties"] for row in reader.nodes(named)]
    joined = {alias for properties in drawn for alias in properties["aliases"]}
    assert [code for code in named if code not in joined] == sorted(properties["code"] for properties in drawn)


def test_1_the_chain_before_and_after_the_hand_over(reader: Reader, code: Find) -> None:
    unit = code("province unit U-HISBA")
    assert unit == "U-747 379-9"
    columns = ("level", "unit_name", "person_name", "status")
    wali = (1, "Wali of Wilayat al-Sarab (invented)", "Abu Durayd al-Khayali", "documented")
    office = "Hisba office of Ayn al-Wahm"
    assert ask(reader, "chain_above", *columns, unit=unit, day="2015-03-10", kinds=["command"]) == [
        (0, office, "Abu Sahl al-Rimali", "documented"),
        wali,
    ]
    assert ask(reader, "chain_above", *columns, unit=unit, day="2015-03-20", kinds=["command"]) == [
        (0, office, "Abu Tamim al-Wahmi", "documented"),
        wali,
    ]


def test_1_a_de_facto_link_is_disputed_and_an_administrative_one_is_shown_only_when_asked_for(
    reader: Reader, code: Find
) -> None:
    unit, day = code("province unit U-HISBA"), "2015-03-20"
    usual = ask(reader, "chain_above", "unit_name", "link_kind", "flags", unit=unit, day=day)
    (security,) = [row for row in usual if row[0] == "Security office of al-Sarab"]
    assert security[1] == "de_facto" and "disputed" in security[2]
    bureau = "Central Hisba Bureau (invented)"
    assert bureau not in {row[0] for row in usual}
    asked = ask(reader, "chain_above", "unit_name", unit=unit, day=day, kinds=["administrative"])
    assert (bureau,) in asked


def test_1_a_unit_moves_and_an_open_posting_is_superseded(reader: Reader, code: Find) -> None:
    unit = code("province unit U-RIMAL")
    assert unit == "U-516 942-0"
    for day, above in (("2015-03-20", "Western sector"), ("2015-04-10", "Security office of al-Sarab")):
        rows = ask(reader, "chain_above", "level", "unit_name", "person_name", "status", "flags", unit=unit, day=day)
        assert {row[1] for row in rows if row[0] == 1} == {above}
        assert {(row[2], row[3], tuple(row[4])) for row in rows if row[0] == 0} == {
            ("Abu Khattar al-Rimali", "documented", ()),
            ("أبو نعيم الوهمي", "possible", ("superseded",)),
        }


def test_2_the_empty_chair_is_a_row(reader: Reader, code: Find) -> None:
    unit, incident = code("province unit U-COURT"), code("province incident I-STONED")
    assert (unit, incident) == ("U-514 489-3", "I-924 272-7")
    rows = ask(
        reader, "commanders_over_window", "row", "from", "to", "days", "person_name",
        unit=unit, window="2014-12-01/2015-04-30",
    )  # fmt: skip
    assert sorted(rows) == [
        ("gap", "2015-01-21", "2015-02-28", 39, ""),
        ("posting", "2014-12-01", "2015-01-20", 51, "Abu al-Fadl al-Zilli"),
        ("posting", "2015-03-01", "2015-04-30", 61, "Abu Rabi al-Sarabi"),
    ]
    above = ask(reader, "superiors_for_incident", "level", "person_name", "flags", incident=incident)
    assert above == [(0, "", ["none_known"]), (1, "Abu Nasim al-Sarabi", [])]


def test_3_four_figures_one_range_and_no_sum(reader: Reader, code: Find) -> None:
    incident = code("province incident I-TOWER")
    assert incident == "I-171 247-2"
    rows = ask(reader, "victims_of_incident", "row", "low", "best", "high", incident=incident)
    assert sorted(row[1:] for row in rows if row[0] == "figure") == [(2, 3, 4), (3, -1, -1), (3, 3, 3), (3, 3, 3)]
    assert [row[1:] for row in rows if row[0] == "range"] == [(2, -1, 4)]


def test_3_a_quotation_is_not_a_second_witness(reader: Reader, code: Find) -> None:
    incident = code("province incident I-TOWER")
    rows = ask(reader, "victims_of_incident", "row", "documents", "n_independent", incident=incident)
    letters = sorted([code("province document D-TEACHER"), code("province document D-ELDERS")])
    assert [row[2] for row in rows if row[0] == "figure" and sorted(row[1]) == letters] == [1]


def test_3_incidents_and_people_are_two_ranges(reader: Reader, code: Find) -> None:
    incident = code("published incident I-SERIES")
    assert incident == "I-963 305-7"
    rows = ask(reader, "victims_of_incident", "row", "counted_in", "low", "high", incident=incident)
    assert sorted(row[1:] for row in rows if row[0] == "range") == [("incidents", 6, 8), ("people", 4, 5)]


def test_4_the_wrong_merge_is_split_as_the_tutorial_says(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(made, tmp_path / "demo-case")
    (snippet,) = re.findall(r"```python\n(.*?)```", TUTORIAL, re.DOTALL)
    found: list[list[tuple[Any, ...]]] = []
    for text in ("", snippet):
        monkeypatch.chdir(tmp_path)
        exec(compile(text, "tutorial.md", "exec"), {})  # noqa: S102 - the code block of the tutorial
        with open_case(tmp_path / "demo-case", key_file=tmp_path / "demo-case" / "case.key") as case:
            held = ask(case.reader(), "who_held_post", "person_name", "person", unit="U-227 328-9", day="2015-05-01")
            found.append(sorted(held))
            assert case.evidence.check() == []
    before, after = found
    assert [row[0] for row in before] == ["Abu Sahl al-Ghubari", "Abu Sahl al-Rimali", "Abu Wasim al-Zilli"]
    assert [row[0] for row in after] == ["Abu Sahl al-Ghubari", "Abu Wasim al-Zilli", "أبو سهل"]
    assert "P-721 268-0" in {row[1] for row in before} and "P-721 268-0" not in {row[1] for row in after}


def test_5_below_sealed_nothing_hints_at_the_fourth_man(at: At, reader: Reader, code: Find) -> None:
    incident, hidden = code("province incident I-SQUARE"), code("province person P-R")
    assert (incident, hidden) == ("I-376 966-2", "P-964 588-4")
    seen = {
        level: ask(at(level), "victims_of_incident", "row", "who", "low", "high", incident=incident)
        for level in (Level.CONFIDENTIAL, Level.SEALED)
    }
    victims = {level: {row[1] for row in rows if row[0] == "victim"} for level, rows in seen.items()}
    assert victims[Level.SEALED] - victims[Level.CONFIDENTIAL] == {hidden}
    assert [row[2:] for row in seen[Level.CONFIDENTIAL] if row[0] == "victim"] == [(4, 4)]
    lower = at(Level.CONFIDENTIAL)
    assert lower.nodes([hidden]) == []
    assert hidden not in str(lower.neighbours(incident)) + str(lower.neighbour_counts(incident))
    assert lower.search_names("R.") == [] or hidden not in str(lower.search_names("R."))
    assert lower.search_pages("telephones") == []
    assert len(reader.search_pages("telephones")) == 1


def test_5_what_rests_on_a_withdrawn_consent_is_sealed(at: At, reader: Reader, code: Find) -> None:
    incident = code("province incident I-T")
    assert reader.nodes([incident]) != []
    for level in (Level.PUBLIC, Level.RESTRICTED, Level.CONFIDENTIAL):
        assert at(level).nodes([incident]) == []


def test_6_a_query_of_ones_own_is_refused_below_full_clearance(at: At, reader: Reader) -> None:
    statement = "MATCH (p:Person) RETURN p.code ORDER BY p.code"
    with pytest.raises(QueryRefused, match="full clearance"):
        free.run(at(Level.CONFIDENTIAL), statement)
    assert len(free.run(reader, statement, record=False).rows) >= 20
    with pytest.raises(QueryRefused):
        free.run(reader, "CREATE (p:Person {name: 'x'}) RETURN p.name", record=False)


def test_6_a_file_holds_what_its_clearance_shows(at: At) -> None:
    lower = at(Level.RESTRICTED)
    result = saved_query.find("victims_of_incident").run(lower, incident="I-171 247-2")
    given = rendered(result, "graphml", lower)
    assert isinstance(given, bytes)
    figures = set(re.findall(r"F-\d{3} \d{3}-\d", given.decode()))
    assert len(figures) == 2


def blocks(fence: str) -> list[str]:
    """Lines of every block of the tutorial with exactly this fence."""
    found = re.findall(rf"^```{fence}\n(.*?)^```$", TUTORIAL, re.DOTALL | re.MULTILINE)
    return [line for block in found for line in block.splitlines()]


def test_every_command_of_the_tutorial_runs_as_written(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(made, tmp_path / "demo-case")
    monkeypatch.chdir(tmp_path)
    lines = blocks("sh")
    assert len(lines) >= 12
    for line in lines:
        program, *arguments = shlex.split(line)
        done = CliRunner().invoke(app, arguments)
        assert (program, done.exit_code) == ("dossier", 0), f"{line}\n{done.output}"
    assert (tmp_path / "tower.graphml").stat().st_size > 0


def test_every_command_that_the_tutorial_calls_refused_is_refused(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(made, tmp_path / "demo-case")
    monkeypatch.chdir(tmp_path)
    lines = blocks("sh no-ci")
    assert len(lines) == 2
    for line in lines:
        said, _, command = line.partition(" | dossier ")
        statement = shlex.split(said)[1]
        done = CliRunner().invoke(app, shlex.split(command), input=statement)
        assert isinstance(done.exception, QueryRefused), line
