"""The language of mappings, and what is refused before anything loads."""

import re
from pathlib import Path

import pytest

from graph.errors import LoadError
from ingest.mapping import check_mapping, find_mapping, parse_mapping, shipped
from ingest.mapping.splitters import articles
from ingest.mapping.templates import NO_ITEM, Columns, compile_template

SMALL = """\
dataset: mine
always:
  - {kind: source, key: us, fields: {kind: organisation, name: Us}}
  - {kind: document, key: list, fields: {source: {refer: source, key: us}, kind: dataset}}
tables:
  - name: list
    required: [number, name, day]
    optional: [town]
    rests_on: {document: {refer: document, key: list}, locator: "row {number}"}
    records:
      - kind: incident
        key: "{number}"
        fields: {class: harm, date: "{day}", description: "{name}"}
"""


def test_what_is_shipped_is_found_by_name_and_a_file_by_its_path(tmp_path: Path) -> None:
    assert shipped() == ["sfm", "sfm_downloads", "ucdp_ged"]
    assert find_mapping("ucdp_ged").dataset == "UCDP GED"
    (tmp_path / "mine.yaml").write_text(SMALL, encoding="utf-8")
    assert find_mapping(tmp_path / "mine.yaml").dataset == "mine"
    assert find_mapping("mine", folder=tmp_path).dataset == "mine"
    with pytest.raises(LoadError, match="no mapping 'nothing'; shipped are: sfm, sfm_downloads, ucdp_ged"):
        find_mapping("nothing")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("class: harm", "class: harm, colour: red"), "incident has no field 'colour'"),
        (("required:", "requird:"), "line 6: 'required' is missing; mine.yaml, line 7: 'requird' is no key"),
        (("kind: incident", "kind: happening"), "no kind 'happening'"),
        (("{name}", "{nome}"), "column 'nome' is used but stands neither"),
        (("{refer: document, key: list}, loc", "{refer: unit, key: list}, loc"), "document cannot refer to a unit"),
        (('date: "{day}", ', ""), "a record of kind incident also needs: date"),
        (("optional: [town]", "optional: [religion]"), "column 'religion' cannot be taken. Dossier never stores what"),
        (("dataset: mine", "dataset: [mine"), "line 2: not YAML"),
        (('locator: "row {number}"', 'locator: "row {number"'), "brace"),
        (("dataset: mine", "dataset: mine\nlevel: secret"), "line 2, level"),
    ],
)
def test_a_mapping_is_checked_line_by_line(change: tuple[str, str], said: str) -> None:
    assert change[0] in SMALL
    with pytest.raises(LoadError) as refused:
        parse_mapping(SMALL.replace(*change, 1), "mine.yaml")
    assert said in str(refused.value)


def test_a_mapping_says_which_table_headers_are_and_what_they_lack() -> None:
    mapping = parse_mapping(SMALL, "mine.yaml")
    assert check_mapping(mapping, ["Day", "NAME", "Number", "more"]) == ("list", {"list": []})
    assert check_mapping(mapping, ["Day", "Number"]) == ("", {"list": ["name"]})


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{a}", "A"),
        ("{a}, {b}", "A, B"),
        ("{a}, {empty}", ""),
        ("{a}[, {empty}]", "A"),
        ("{a}[, {b}]", "A, B"),
        ("{empty|b}", "B"),
        ("{n:number}", "6.15"),
        ("{when:day}", "2015-03-14"),
        ("{{a}} [[b]]", "{a} [b]"),
        ("plain", "plain"),
    ],
)
def test_templates(template: str, text: str) -> None:
    columns = Columns(["a", "b", "empty", "n", "when"])
    cells = ["A", "B", "", "6.1500", "2015-03-14T10:00:00"]
    assert compile_template(template, columns).text(cells, NO_ITEM) == text


def test_articles_come_in_two_shapes() -> None:
    quoted = articles('"Agence France Presse,2013-06-27,C. Africa in grip, says UN";"OCHA,2017-09-03,Aperçu"')
    assert [(one["outlet"], one["date"], one["title"]) for one in quoted] == [
        ("Agence France Presse", "2013-06-27", "C. Africa in grip, says UN"),
        ("OCHA", "2017-09-03", "Aperçu"),
    ]
    free = articles("BBC Monitoring Newsfile 10/9-09; The New Vision website, Kampala, in English 10 Sep 09")
    assert [(one["outlet"], one["date"]) for one in free] == [
        ("BBC Monitoring Newsfile", ""),
        ("The New Vision website", ""),
    ]
    (single,) = articles('ICG, "LRA: A Strategy; beyond Kony", appendix B')
    assert single["title"] == 'ICG, "LRA: A Strategy; beyond Kony", appendix B'
    assert articles('AFP 2001-06-06 "Patasse questions" AND Reuters 2001-05-29 "Fresh shooting') == [
        {"outlet": "AFP", "date": "2001-06-06", "title": 'AFP 2001-06-06 "Patasse questions"',
         "text": 'AFP 2001-06-06 "Patasse questions"'},
        {"outlet": "Reuters", "date": "2001-05-29", "title": 'Reuters 2001-05-29 "Fresh shooting',
         "text": 'Reuters 2001-05-29 "Fresh shooting'},
    ]  # fmt: skip
    assert articles("") == []
    assert articles('"AFP,2013-02-31,Never"')[0]["date"] == ""


def test_the_example_of_the_documentation_is_a_mapping() -> None:
    page = (Path(__file__).parents[3] / "docs" / "mappings.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert parse_mapping(example, "mappings.md").tables[0].name == "events"
