"""The page Queries without a browser: what is listed and drawn, who sees which names, what is taken away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component
from openpyxl import load_workbook

from dashboard.components import answers, chart, questions
from dashboard.components.own_form import check_text, draft_from, with_parameters
from dashboard.desk import Desk
from dashboard.jobs import Jobs
from dashboard.pages.queries import asking, choosing, editing, showing
from dashboard.sessions import Sessions
from dashboard.wording import LANGUAGES, Words
from graph.settings import Settings
from queries import own, runs
from queries.charts import Bar, Chart
from queries.errors import BadName, UnknownQuery
from queries.own import Draft
from queries.saved_query import Result, find, load_all
from tests.dashboard.small_case import PROTECTED, SmallCase, make_small_case

EN = Words("en")
UNITS = "MATCH (u:Unit)\nWHERE u.kind = $kind\nRETURN u.code AS code\nORDER BY code"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCase]:
    """A case of its own: these tests write queries into its folder."""
    made = make_small_case(tmp_path_factory.mktemp("queries") / "case")
    yield made
    made.case.close()


@pytest.fixture
def desk(small: SmallCase) -> Desk:
    return Desk(
        case=small.case, settings=Settings(), sessions=Sessions("case"), jobs=Jobs(small.case, Settings()), user="ann"
    )


def texts(drawn: Any) -> str:
    """Everything that can be read in what was drawn."""
    if isinstance(drawn, Component):
        read = [getattr(drawn, name, None) for name in ("children", "title", "alt", "rowData", "columnDefs", "label")]
        return " ".join(texts(each) for each in read if each is not None)
    if isinstance(drawn, list | tuple):
        return " ".join(map(texts, drawn))
    if isinstance(drawn, dict):
        return " ".join(map(texts, drawn.values()))
    return str(drawn)


def _victims(desk: Desk, small: SmallCase) -> Result:
    return find("victims_of_incident").run(desk.reader(), incident=small.code["shot"])


# Choosing


def test_every_query_is_listed_and_what_is_typed_keeps_to_what_holds_it(desk: Desk) -> None:
    whole = texts(choosing.listing(desk, EN, chosen="", text=""))
    assert all(query.title() in whole for query in load_all())
    some = texts(choosing.listing(desk, EN, chosen="", text="GAPS and over"))
    assert find("commanders_over_window").title() in some and find("chain_above").title() not in some
    assert texts(choosing.listing(desk, EN, chosen="", text="no such words")) == EN("queries.nothing_found")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_query_has_a_form_in_every_language(desk: Desk, language: str) -> None:
    words = Words(language)
    for query in load_all():
        told = texts(choosing.middle(desk, words, [query.name]))
        assert query.title(language) in told and words("queries.run") in told
        assert all(parameter.help[language] in told for parameter in query.parameters)


def test_a_broken_file_is_listed_with_its_reason_beside_the_others(desk: Desk) -> None:
    path = desk.folder / "queries" / "spoilt.cypher"
    path.write_text("nonsense")
    told = texts(choosing.listing(desk, EN, chosen="", text=""))
    assert "spoilt" in told and "two lines" in told and find("chain_above").title() in told
    assert "two lines" in texts(choosing.middle(desk, EN, ["spoilt"]))
    path.unlink()


@pytest.mark.parametrize("parts", [["nonsense"], ["run-nothing"], ["chain_above", "copy"], ["../../x"], ["<script>"]])
def test_an_address_that_names_nothing_is_answered_by_a_sentence(desk: Desk, parts: list[str]) -> None:
    (only,) = choosing.middle(desk, EN, parts)
    assert only.className == "error" and only.children


def test_another_page_and_a_forged_address_draw_nothing_here() -> None:
    assert choosing.place({"page": "sources", "parts": ["chain_above"]}) is None
    assert choosing.place("queries") is None and choosing.place(None) is None
    assert choosing.place({"page": "queries", "parts": [{"a": 1}, "x", "y", "z"]}) == ["x", "y"]


# Reading


def test_protected_people_stand_by_code_until_names_are_asked_for_on_the_screen(desk: Desk, small: SmallCase) -> None:
    answer = _victims(desk, small)
    drawn = texts(showing.answered(desk.reader(), desk.folder, answer, EN))
    assert small.code["nadir"] in drawn and not any(name in drawn for name in PROTECTED)
    named = answers.names_for(desk.reader(), answer, EN, protected=True)
    assert named[small.code["nadir"]] == PROTECTED[0]


@pytest.mark.parametrize("form", asking.FORMATS)
def test_no_download_holds_the_name_of_a_protected_person(desk: Desk, small: SmallCase, form: str) -> None:
    name, content, kind = asking.download(_victims(desk, small), form, desk.reader())
    assert name == f"answer.{form}" and kind == asking.FORMATS[form] and content
    if form != "xlsx":
        text = content.decode("utf-8-sig")
        assert small.code["nadir"] in text and not any(hidden in text for hidden in PROTECTED)
    if form == "csv":
        assert len(list(csv.DictReader(io.StringIO(text)))) == len(_victims(desk, small).rows)
    if form == "json":
        assert json.loads(text)["revision"] == desk.reader().revision


@pytest.mark.parametrize("form", asking.FORMATS)
def test_no_download_holds_an_id_that_only_the_program_knows(desk: Desk, small: SmallCase, form: str) -> None:
    answer = _victims(desk, small)
    threads = [thread for row in answer.rows for thread in row["records"]]
    _, content, _ = asking.download(answer, form, desk.reader())
    if form == "xlsx":
        cells = [cell.value for row in load_workbook(io.BytesIO(content))["rows"].iter_rows() for cell in row]
        text = "\n".join(map(str, cells))
    else:
        text = content.decode("utf-8-sig")
    assert threads and not [thread for thread in threads if thread in text]
    if form != "graphml":
        (view, *_) = desk.reader().records(threads[:1])
        place = ", ".join(filter(None, (view.document_code, view.locator)))
        assert place in text, "document and place stand instead"


def test_units_and_places_are_read_by_name_and_codes_in_words(desk: Desk, small: SmallCase) -> None:
    answer = find("chain_above").run(desk.reader(), unit=small.code["battalion"], day="2014-06-15")
    names = answers.names_for(desk.reader(), answer, EN, protected=False)
    assert names[small.code["brigade"]] == "Brigade One"
    columns = answers.columns_of(answer, EN, names)
    fields = [column["field"] for column in columns]
    assert "unit" in fields and "unit_name" not in fields and "data_as_of" not in fields
    unit = next(column for column in columns if column["field"] == "unit")
    assert unit["cellRenderer"] == "DossierCodes" and unit["cellRendererParams"]["names"] == names
    rows = answers.rows_of(answer, Words("ar"), columns)
    assert rows[0]["status"] in ("موثّق", "محتمل") and isinstance(rows[0]["records"], int)


def test_the_sentence_stands_above_the_figures_with_its_footnotes(desk: Desk, small: SmallCase) -> None:
    told = texts(showing.answered(desk.reader(), desk.folder, _victims(desk, small), EN))
    assert "6 to 8 people killed" in told and "the figures overlap and are not added" in told and "[1]" in told
    plain = find("chain_above").run(desk.reader(), unit=small.code["battalion"], day="2014-06-15")
    assert showing.said(desk.reader(), plain, "en") is None


def test_an_answer_without_rows_says_so(desk: Desk, small: SmallCase) -> None:
    answer = find("people_in_two_incidents").run(desk.reader(), at_least=9)
    assert EN("queries.no_rows") in texts(showing.answered(desk.reader(), desk.folder, answer, EN))


def test_a_past_run_shows_its_facts_and_its_differences(desk: Desk, small: SmallCase) -> None:
    answer = _victims(desk, small)
    told = texts(choosing.middle(desk, EN, [f"run-{answer.run}"]))
    assert answer.hash in told and "by ann" in told and EN("queries.differences") in told
    run = runs.find_run(desk.reader(), desk.folder, answer.run)
    same = showing.compared(desk.reader(), desk.folder, runs.compare(desk.reader(), run, desk.folder), EN)
    assert f"The same {len(answer.rows)} rows, same hash." in texts(same)
    then = runs.as_known_then(desk.reader(), run, desk.folder)
    assert "with the hash that was recorded" in texts(showing.answered(desk.reader(), desk.folder, then, EN, past=run))


# Charts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_is_a_drawing_with_its_words_and_the_same_as_a_table(language: str) -> None:
    words = Words(language)
    bars = (
        Bar(labels=(("method", "stoning"),), best=3), Bar(labels=(("method", ""),), best=1),
        Bar(labels=(("what", "killed"), ("who", "F-000 001-7")), low=4, best=5, high=8),
        Bar(labels=(("who", "<b>&\"'"),), low=6, best=None, high=None, is_open=True),
    )  # fmt: skip
    image, table = chart.draw(Chart(bars=bars, measure="incidents"), words, {})
    assert image.src.startswith("data:image/svg+xml,%3Csvg") and image.alt
    assert "4–8 (5)" in texts(table) and "6+" in texts(table) and words("queries.no_method") in texts(table)
    assert "%3Cb%3E" not in image.src  # what a value holds is text in the drawing, never a part of it


# One's own


def test_each_parameter_in_the_text_gets_a_line_and_two_ends_are_a_period() -> None:
    text = "MATCH (u:Unit) WHERE u.code = $unit AND u.a <= $when_last AND $when_first <= u.b AND u.n = $n RETURN 1 AS x"
    draft = with_parameters(Draft(cypher=text, parameters=(own.DraftParameter(name="n", type="int", help="how many"),)))
    assert [(each.name, each.type, each.help) for each in draft.parameters] == [
        ("unit", "unit", ""), ("when", "period", ""), ("n", "int", "how many")]  # fmt: skip


def test_whatever_the_browser_sends_becomes_a_draft_of_plain_text() -> None:
    assert draft_from(None) == Draft() and draft_from([1]) == Draft()
    sent = {"name": 7, "title": {"a": 1}, "cypher": "x" * 10**6, "parameters": ["x", {"name": ["y"], "type": 3}] * 100}
    draft = draft_from(sent)
    assert (draft.name, draft.title, len(draft.cypher), len(draft.parameters)) == ("", "", 200_000, 25)
    assert draft.parameters[0] == own.DraftParameter(name="", type="", help="", default=None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_has_words(desk: Desk, language: str) -> None:
    bad = (
        Draft(), Draft(name="X", title="x" * 300, cypher="RETURN 1"), Draft(name="chain_above", cypher="x" * 30_000),
        Draft(name="a", title="a", cypher="MATCH (u:Unit RETURN u.code AS code"),
        Draft(name="a", title="a", cypher="CREATE (n) RETURN n AS n"),
        Draft(name="a", title="a", cypher="RETURN $b AS c", parameters=(own.DraftParameter(name="A", type="?"),) * 21),
        Draft(name="a", title="a", cypher=UNITS.replace("$kind", "'army'")),
        Draft(name="a", title="a", cypher="MATCH (u)"),
    )  # fmt: skip
    seen = {each.what: check_text(each, Words(language)) for draft in bad
            for each in own.check(draft, desk.reader(), desk.folder)}  # fmt: skip
    assert len(seen) >= 15 and all(seen.values()) and not any("{" in text for text in seen.values())


def test_a_query_is_saved_run_edited_and_removed_from_the_page(desk: Desk) -> None:
    sent = {"title": "Units of a kind", "cypher": UNITS, "parameters": [{"name": "kind", "type": "text", "help": "k"}]}
    path, _ = editing._save(desk, sent, EN)
    assert path == "/en/queries/units_of_a_kind"
    assert len(questions.run(desk, "units_of_a_kind", {"kind": "battalion"}).rows) == 1
    told = texts(choosing.middle(desk, EN, ["units_of_a_kind", "edit"]))
    assert EN("queries.edit_title") in told
    with pytest.raises(BadName):
        editing._save(desk, sent | {"name": "units_of_a_kind"}, EN)
    editing._save(desk, sent | {"name": "kinds", "replaces": "units_of_a_kind"}, EN)
    assert sorted(path.name for path in Path(desk.folder, "queries").iterdir()) == ["kinds.cypher"]
    editing._remove(desk, {"replaces": "kinds"}, EN)
    assert list(Path(desk.folder, "queries").iterdir()) == []
    with pytest.raises(UnknownQuery):
        editing._remove(desk, {"replaces": "../case"}, EN)
