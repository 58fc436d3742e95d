"""Cards, overview and queries over a real case: from rows that a source gave to what a reader of some clearance
sees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.case import Case, create_case
from graph.evidence import NewDecision, PageText
from graph.model.levels import Level
from queries import cards, explore
from queries.overview import overview
from queries.saved_query import find
from tests.builders import (
    document,
    draft,
    group,
    incident,
    location,
    perpetrator,
    person,
    posting,
    source,
    unit,
    victim,
)
from tests.graph.evidence.stores import ANN, load
from tests.queries.builders import only

PUBLIC = {"level": "public"}
ROWS = [
    source(**PUBLIC),
    source("clinic", name="A clinic", level="sealed"),
    document(title="A report", **PUBLIC),
    document("letter", title="A letter", **PUBLIC),
    document("notes", source="clinic", title="Notes", level="sealed"),
    location("town", names="Invented Town", **PUBLIC),
    unit("battalion", names="Invented Battalion | كتيبة (alias)", kind="battalion", **PUBLIC),
    unit("brigade", names="Invented Brigade", kind="brigade", **PUBLIC),
    person("emir", names="Invented Emir", **PUBLIC),
    person("emir2", names="Invented Ameer", document="letter", **PUBLIC),
    posting("post", person="emir", unit="battalion", role="commander", since="2014-06-01", until="2015-06-30",
            locator="p. 4", quote="he led the battalion", **PUBLIC),
    posting("post2", person="emir2", unit="battalion", role="commander", since="2014", until="2015-03",
            document="letter", **PUBLIC),
    draft("unit_relation", "under", child="battalion", parent="brigade", kind="command", since="2014-01-01",
          until="2016-01-01", **PUBLIC),
    incident("killing", date="2015-03-10", place="town", methods="stoning", **PUBLIC),
    incident("killing2", date="2015-03-20", place="town", methods="stoning", **PUBLIC),
    person("v", names="Protected Name", level="confidential"),
    victim("v1", who="person:v", incident="killing", act="killing", level="confidential"),
    victim("v2", who="person:v", incident="killing2", act="killing", level="confidential"),
    group("men", description="some men", count="5..8", **PUBLIC),
    victim("v3", who="group:men", incident="killing", **PUBLIC),
    draft("figure", "f1", about="incident:killing", what="killed", count="8", **PUBLIC),
    draft("figure", "f2", about="incident:killing", what="killed", count="5", document="letter", **PUBLIC),
    draft("figure", "f3", about="incident:killing", what="killed", count="40", document="notes", level="sealed"),
    perpetrator("p", who="unit:battalion", incident="killing", **PUBLIC),
]  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A small case whose two emirs were judged one person."""
    folder: Path = tmp_path_factory.mktemp("cards")
    with create_case(folder / "case", title="t", key_file=folder / "key") as made:
        threads = dict(zip((row.key for row in ROWS), load(made.evidence, ROWS), strict=True))
        with made.evidence.writing(ANN) as change:
            change.decide([NewDecision(type="identity", left=threads["emir"], right=threads["emir2"], verdict="same")])
            change.add_pages(threads["report"], [PageText(number=4, label="4", text="In March he led the battalion.")])
        made.refresh()
        yield made


def code_of(case: Case, name: str) -> str:
    (hit,) = [hit for hit in explore.search(case.reader(), name) if hit.why == "name"]
    return hit.code


def test_the_card_of_a_unit_shows_every_value_with_who_says_so(case: Case) -> None:
    card = cards.entity_card(case.reader(Level.PUBLIC), code_of(case, "Invented Battalion"))
    assert card is not None
    facts = {fact.field: [value.text for value in fact.alternatives] for fact in card.facts}
    assert facts["names"] == ["\u2066Invented Battalion\u2069 (full)", "\u2067كتيبة\u2069 (alias)"]
    assert facts["kind"] == ["battalion"]
    (citation,) = card.citations
    assert (citation.document_title, citation.source) == ("A report", "Observers")
    assert ("COMMANDED", "in", 2) in [(row["type"], row["direction"], row["count"]) for row in card.links]


def test_two_records_judged_one_person_are_one_card_with_both_spellings(case: Case) -> None:
    reader = case.reader(Level.PUBLIC)
    found = {hit.code for hit in explore.search(reader, "Invented") if hit.kind == "person"}
    assert len(found) == 1  # a hit on either record leads to the one entity
    card = cards.entity_card(reader, found.pop())
    assert card is not None and card.n_records == 2 and len(card.aliases) == 1
    (names,) = [fact for fact in card.facts if fact.field == "names"]
    assert names.disputed and {value.text for value in names.alternatives} == {
        "\u2066Invented Emir\u2069 (full)", "\u2066Invented Ameer\u2069 (full)"}  # fmt: skip
    assert cards.entity_card(reader, card.aliases[0]) == card


def test_the_card_of_a_link_shows_where_periods_differ_with_quoted_words(case: Case) -> None:
    reader = case.reader(Level.PUBLIC)
    emir, battalion = code_of_person(case), code_of(case, "Invented Battalion")
    card = cards.link_card(reader, emir, "COMMANDED", battalion)
    assert card is not None and not card.alleged
    assert [period.text for period in card.periods] == [
        "from 1 June 2014 to 30 June 2015",
        "from 2014 to March 2015",
    ]
    assert {citation.quote for citation in card.citations} == {"he led the battalion", ""}
    assert {citation.locator for citation in card.citations} == {"p. 4", ""}
    assert (card.of, card.several, len(card.documents)) == ("commander", True, 2)
    assert cards.link_card(reader, battalion, "COMMANDED", emir) is None


def code_of_person(case: Case) -> str:
    return next(hit.code for hit in explore.search(case.reader(), "Invented Emir") if hit.kind == "person")


def test_involvement_is_alleged_on_the_card(case: Case) -> None:
    reader = case.reader(Level.PUBLIC)
    battalion = code_of(case, "Invented Battalion")
    (incident_,) = explore.expand(reader, battalion, kinds=["incident"]).codes
    card = cards.link_card(reader, battalion, "PERPETRATOR_OF", incident_)
    assert card is not None and card.alleged


def test_a_card_holds_nothing_above_the_reader_s_clearance(case: Case) -> None:
    battalion = code_of(case, "Invented Battalion")
    (killing,) = explore.expand(case.reader(), battalion, kinds=["incident"]).codes
    low, full = (cards.entity_card(case.reader(level), killing) for level in (Level.PUBLIC, Level.SEALED))
    assert low is not None and full is not None
    assert [text for _, text in low.figures] == ["killed 5", "killed 8"]
    assert [text for _, text in full.figures] == ["killed 5", "killed 8", "killed 40"]
    victims = find("victims_of_incident").run(case.reader(Level.PUBLIC), incident=killing).rows
    assert sorted(only(victims, "row", "range")) == [
        ("figure", "5"), ("figure", "8"), ("range", "5–8"), ("victim", "5–8")]  # fmt: skip
    assert explore.search(case.reader(Level.PUBLIC), "Protected Name") == []


def test_a_protected_person_has_no_name_in_anything_that_is_drawn(case: Case) -> None:
    reader = case.reader()
    (hit,) = explore.search(reader, "Protected Name")
    drawn = explore.elements(explore.gather(reader, [hit.code]))
    assert drawn[0]["data"]["label"] == hit.code and "Protected" not in str(drawn)
    result = find("people_in_two_incidents").run(reader)
    assert only(result.rows, "person", "person_name", "incidents") == [(hit.code, "", 2)]


def test_search_finds_words_on_a_page_and_leads_to_the_document(case: Case) -> None:
    hits = [hit for hit in explore.search(case.reader(Level.PUBLIC), "led the battalion") if hit.page]
    assert [(hit.kind, hit.page, hit.code[0]) for hit in hits] == [("page", 4, "D")]


def test_the_chain_over_a_real_case(case: Case) -> None:
    battalion = code_of(case, "Invented Battalion")
    rows = find("chain_above").run(case.reader(Level.PUBLIC), unit=battalion, day="10 March 2015").rows
    assert only(rows, "level", "person", "unit_name", "status", "flags") == [
        (0, code_of_person(case), "Invented Battalion", "documented", []),
        (1, "", "Invented Brigade", "documented", ["none_known"]),
    ]
    assert rows[0]["posting_dates"] == "2014-06-01/2015-06-30 | 2014/2015-03"


def test_records_behind_a_link_name_document_and_place_but_no_words(case: Case) -> None:
    reader = case.reader(Level.PUBLIC)
    rows = find("records_behind").run(
        reader, entity=code_of_person(case), to=code_of(case, "Invented Battalion"), link="COMMANDED").rows  # fmt: skip
    assert sorted(only(rows, "kind", "locator", "dates")) == [
        ("posting", "", "2014/2015-03"), ("posting", "p. 4", "2014-06-01/2015-06-30")]  # fmt: skip
    assert "he led" not in str(rows)


def test_every_run_stays_in_the_case(case: Case) -> None:
    before = len(case.evidence.runs())
    result = find("people_in_two_incidents").run(case.reader(user="analyst-1"))
    run = case.evidence.runs()[-1]
    assert len(case.evidence.runs()) == before + 1
    assert (run.query, run.by, run.rows, run.revision) == (result.query, "analyst-1", 1, result.revision)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_overview_counts_what_is_seen_and_offers_ways_in_that_run(case: Case, language: str) -> None:
    reader = case.reader()
    seen = overview(reader, loads=case.evidence.loads(), language=language)
    assert seen.counts == {"person": 2, "group": 1, "unit": 2, "location": 1, "figure": 3, "incident": 2, "document": 3}
    assert [load_.file for load_ in seen.loads] == ["table.csv"]
    assert [card.kind for card in seen.cards] == [
        "above_on_day", "how_many", "split", "repeated_method", "two_incidents"]  # fmt: skip
    for card in seen.cards:
        assert card.title and card.text and "{" not in card.title + card.text
        assert not card.query or find(card.query).run(reader, **card.parameters).rows
        assert not card.codes or explore.gather(reader, card.codes).codes == list(card.codes)
    assert [(each.kind, each.count) for each in seen.attention] == [("one_source", 3)]


def test_a_lower_clearance_has_its_own_overview(case: Case) -> None:
    seen = overview(case.reader(Level.PUBLIC))
    assert seen.counts["person"] == 1 and seen.counts["figure"] == 2
    assert "two_incidents" not in [card.kind for card in seen.cards]
    (how_many,) = [card for card in seen.cards if card.kind == "how_many"]
    assert "40" not in how_many.title
