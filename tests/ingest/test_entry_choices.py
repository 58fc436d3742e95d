"""What a reference field offers: by code, by name in either script, by what an incident was; the latest first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.case import Case, create_case
from graph.evidence import Actor
from graph.model import Level
from ingest.entry_choices import choices, labels
from tests.builders import document, group, incident, location, person, source, unit


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """Invented throughout."""
    folder = tmp_path_factory.mktemp("offered") / "case"
    made = create_case(folder, title="Offered", key_file=folder.with_suffix(".key"))
    with made.evidence.writing(Actor(name="ann")) as change:
        change.add(
            [
                source(name="Invented observers مراقبون"),
                document(title="The report تقرير", date="2016"),
                person("karim", names="Karim Invented (full) | كريم المخترع (full)"),
                person("hidden", names="Karim Sealed", level="sealed"),
                unit("north", names="Northern Battalion"),
                group("men", description="nine boys and men", count="9"),
                location("town", names="Exampletown (full) | بلدة المثال (alias)"),
                location("other", names="Othertown"),
                incident("stoned", place="town", date="late October 2014", methods="stoning"),
                incident("shot", place="other", date="2015-03-14", methods="shooting"),
                incident("ruled", place="town", class_="ruling", date="2015-03"),
            ]
        )
    made.refresh()
    yield made
    made.close()


def offered(case: Case, text: str, *kinds: str, clearance: Level = Level.SEALED, language: str = "en") -> list[str]:
    found = choices(case, case.reader(clearance), kinds, text, language)
    return [one.label.strip("\u2066\u2067\u2069") for one in found]


def test_people_are_found_by_name_in_either_script_and_only_of_the_kinds_asked(case: Case) -> None:
    assert offered(case, "karim inv", "person", "group") == ["Karim Invented"]
    assert offered(case, "المخترع", "person") == ["Karim Invented"]
    assert offered(case, "karim", "unit") == []


def test_nobody_is_offered_what_they_may_not_see(case: Case) -> None:
    assert "Karim Sealed" in offered(case, "Karim", "person")
    assert "Karim Sealed" not in offered(case, "Karim", "person", clearance=Level.CONFIDENTIAL)
    assert "Karim Sealed" not in offered(case, "", "person", clearance=Level.CONFIDENTIAL)


def test_sources_documents_and_groups_are_found_by_their_words(case: Case) -> None:
    assert offered(case, "مراقبون", "source") == ["Invented observers مراقبون"]
    assert offered(case, "report", "document") == ["The report تقرير"]
    assert offered(case, "boys", "person", "group") == ["nine boys and men"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("stoning", ["stoning"]),
        ("رجم", ["stoning"]),
        ("2015", ["shooting", "ruling"]),
        ("March 2015", ["shooting", "ruling"]),
        ("14 March 2015 shooting", ["shooting"]),
        ("exampletown", ["ruling", "stoning"]),
        ("بلدة المثال 2014", ["stoning"]),
        ("shooting exampletown", []),
        ("1999", []),
        ("nowhere at all", []),
    ],
)
def test_incidents_are_found_by_when_where_and_how(case: Case, text: str, found: list[str]) -> None:
    assert sorted(one.partition(" · ")[0] for one in offered(case, text, "incident")) == sorted(found)


def test_a_code_finds_its_record_however_it_is_written(case: Case) -> None:
    thread = case.evidence.newest(["unit"], 1)
    code = case.evidence.codes(thread)[thread[0]]
    assert offered(case, code.lower().replace(" ", ""), "unit") == ["Northern Battalion"]
    assert offered(case, code, "person") == []


def test_where_nothing_is_typed_the_latest_are_offered(case: Case) -> None:
    assert len(offered(case, "", "incident")) == 3
    assert offered(case, "", "document") == ["The report تقرير"]


def test_what_a_form_refers_to_is_called_by_its_name_as_far_as_it_is_seen(case: Case) -> None:
    hidden = next(
        thread for thread in case.evidence.newest(["person"], 5)
        if case.evidence.records([thread], Level.SEALED)[0].level == Level.SEALED
    )  # fmt: skip
    code = case.evidence.codes([hidden])[hidden]
    values = {"who": {"code": code}, "document": {"new": "document", "values": {"source": {"thread": hidden}}}}
    assert "Karim Sealed" in labels(case, case.reader(), values)[code]["label"]
    assert labels(case, case.reader(Level.CONFIDENTIAL), values) == {}
