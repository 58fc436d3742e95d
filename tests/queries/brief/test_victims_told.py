"""What became of victims, who held them, within whom they are counted; and which units are part of which."""

from __future__ import annotations

import pytest

from tests.builders import draft, group, location, person, unit, victim
from tests.queries.brief.brief_case import BriefCase, everything, pdf_text, table, xml_text


@pytest.fixture
def told(made: BriefCase) -> BriefCase:
    """The case with a captive, a prison, an escape, and the unit as part of another."""
    page = {"locator": "p. 7", "level": "public"}
    made.load(
        unit("prison", names="Prison of the Invented Store", kind="prison", **page),
        unit("corps", names="Invented Corps", kind="other", **page),
        unit("bureau", names="Invented Bureau of Forms", kind="organisation", **page),
        location("store", names="Invented Store | المخزن المتخيل", **page),
        location("haven", names="Havenport | ميناء الملاذ", **page),
        person("captive", names="Rana Hidden Captive | رنا المخفية", level="restricted", locator="p. 7"),
        group("freed", description="four of the men", count="4", **page),
        victim("v_captive", who="person:captive", incident="fall", act="detention", outcome="held", **page),
        draft("held", "h", who="person:captive", holder="unit:prison", location="store", since="2015-02",
              until="2015-05", end="released", capacity="servant, the guard said",
              quote="Rana stayed with us from February to May", **page),
        draft("fate", "f_missing", who="person:captive", kind="missing", as_of="2015-06", quote="بقيت رنا مفقودة",
              quote_language="ar", translation="Rana stayed missing", **page),
        draft("fate", "f_escaped", who="person:captive", kind="escaped", as_of="2015-09", place="haven",
              quote="She reached Havenport in September", **page),
        draft("part_of", "p_freed", part="group:freed", whole="men", quote="four of them were freed", **page),
        draft("fate", "f_freed", who="group:freed", kind="transferred", as_of="2015-04", **page),
        draft("unit_relation", "within", child="battalion", parent="corps", kind="member_of", since="2014-06",
              until="2016", quote="a battalion of the corps", **page),
        draft("unit_relation", "forms", child="battalion", parent="bureau", kind="administrative", since="2016-02",
              since_is_start="yes", until="2016-11", **page),
    )  # fmt: skip
    return made


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", {
            "captivity": ": held by Prison of the Invented Store (", "fate": ": missing, as of 2015-06",
            "part of a group": "Four of the men (",
        }),
        ("ar", {"احتجاز": ": احتجاز لدى Prison of the Invented Store (", "مصير": ": مفقود، حتى تاريخ 2015-06",
                "جزء من مجموعة": "Four of the men ("}),
    ],
)  # fmt: skip
def test_captivity_fate_and_parts_are_facts_with_cite_and_quote(
    told: BriefCase, language: str, sentences: dict[str, str]
) -> None:
    report = told.brief(language=language)
    facts = [row for row in table(report, "facts") if row["locator"] == "p. 7"]
    for kind, sentence in sentences.items():
        row = next(row for row in facts if row["kind"] == kind and sentence in row["says"])
        assert row["cite"] and row["quote"], "the place and the words"
        for text in (" ".join(pdf_text(report).split()), " ".join(xml_text(report, "brief.docx").split())):
            assert row["number"] in text
    graph = (report.folder / "graph.graphml").read_text()
    assert 'type">held<' in graph and 'type">part_of<' in graph


def test_captivity_says_where_by_whom_and_from_when_to_when(told: BriefCase) -> None:
    (row,) = [row for row in table(told.brief(), "facts") if row["kind"] == "captivity"]
    assert row["says"].endswith(f"({told.code['prison']}), in Invented Store, from 2015-02, until 2015-05")
    values = {
        value["label"]: value["value"] for value in table(told.brief(), "values") if value["number"] == row["number"]
    }
    assert "released" in values.values() and "servant, the guard said" in values.values()
    assert "servant" not in everything(told.brief(audience="public"))


def test_the_fate_of_those_counted_within_a_group_is_told(told: BriefCase) -> None:
    rows = [row for row in table(told.brief(), "facts") if row["kind"] == "fate"]
    assert any(row["says"].startswith("Four of the men") and "transferred" in row["says"] for row in rows)


def test_where_somebody_escaped_to_is_in_no_file(told: BriefCase) -> None:
    for audience in ("counsel", "un_mechanism"):
        report = told.brief(audience=audience)
        text = everything(report)
        assert "escaped, as of 2015-09" in text
        assert "Havenport" not in text and "الملاذ" not in text and told.code["haven"] not in text
        assert "She reached [name withheld] in September" in text


def test_where_somebody_escaped_to_is_named_where_something_happened_there(told: BriefCase) -> None:
    told.load(draft("fate", "f_near", who="group:freed", kind="escaped", place="town", locator="p. 8", level="public"))
    assert "Invented Town" in everything(told.brief())


def test_a_given_name_in_the_words_of_a_fate_is_withheld(told: BriefCase) -> None:
    text = everything(told.brief())
    assert "Rana" not in text and "رنا" not in text and "stayed missing" in text


def test_a_unit_that_is_part_of_another_is_told_on_the_days_of_the_incident(told: BriefCase) -> None:
    said = [row["says"] for row in table(told.brief(), "facts") if row["kind"] == "relation of units"]
    assert any("is part of Invented Corps" in one for one in said)
    assert not any("Bureau of Forms" in one for one in said), "that link began a year later"


def test_somebody_dead_by_one_document_and_alive_later_by_another_is_a_doubt(told: BriefCase) -> None:
    told.load(draft("fate", "f_killed", who="person:captive", kind="killed", as_of="2015-03", locator="p. 8",
                    level="public"))  # fmt: skip
    (row,) = [row for row in table(told.brief(), "against") if row["doubt"] == "Fates differ"]
    assert "killed" in row["says"] and "escaped" in row["says"] and "p. 8" in row["says"]


def test_missing_first_and_killed_later_is_no_doubt(told: BriefCase) -> None:
    told.load(draft("fate", "f_killed", who="person:captive", kind="killed", as_of="2016", locator="p. 8",
                    level="public"))  # fmt: skip
    assert not [row for row in table(told.brief(), "against") if row["doubt"] == "Fates differ"]


def test_a_captivity_without_a_place_in_its_document_stops_the_brief(told: BriefCase) -> None:
    from queries.brief.errors import NoSource

    told.load(draft("held", "bare", who="person:captive", holder="unit:prison", level="public"))
    with pytest.raises(NoSource) as stopped:
        told.brief()
    assert str(stopped.value).startswith("1 fact of this brief lacks a document")


def test_sealed_captivity_is_in_no_file_below_its_level(told: BriefCase) -> None:
    told.load(
        unit("cellar", names="Cellar Guard of Canaryville", locator="p. 9", level="sealed"),
        draft("held", "sealed", who="person:captive", holder="unit:cellar", locator="p. 9", level="sealed",
              quote="canary words of the sealed page about the cellar"),
        draft("fate", "sealed_fate", who="person:captive", kind="killed", locator="p. 9", level="sealed",
              quote="canary words of the sealed page about the end"),
    )  # fmt: skip
    below, above = told.brief(audience="un_mechanism"), told.brief(audience="counsel")
    assert "canary" in everything(above).casefold()
    assert "canary" not in everything(below).casefold() and told.code["cellar"] not in everything(below)
    assert any(
        row["why"].startswith("Records about these incidents that lie above") for row in table(below, "left_out")
    )


def test_a_chosen_captive_without_an_incident_has_a_section_of_captivity_and_fate(told: BriefCase) -> None:
    report = told.brief("captive")
    facts = table(report, "facts")
    assert {row["kind"] for row in facts} == {"captivity", "fate"}
    assert facts[0]["section_title"] == "Captivity and fate: person" and facts[0]["section"] == told.code["captive"]
    assert "Rana" not in everything(report)


def test_a_chosen_unit_tells_whom_it_held(told: BriefCase) -> None:
    assert {row["kind"] for row in table(told.brief("prison"), "facts")} == {"captivity"}


def test_a_captive_whose_incident_was_chosen_too_is_told_once(told: BriefCase) -> None:
    both = table(told.brief("fall", "captive"), "facts")
    alone = table(told.brief("fall"), "facts")
    assert sorted(row["says"] for row in both) == sorted(row["says"] for row in alone)
