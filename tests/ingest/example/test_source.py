"""What the example is made of: training material that says so, real words behind every quote, nobody real."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from openpyxl import load_workbook

from graph.model import KINDS, validate
from ingest.example.tables import Rows, read_rows
from ingest.names.compare import score
from ingest.readers import read_attachment, read_document

TABLES = Path(str(resources.files("ingest.example"))) / "source" / "tables"
PUBLISHED, PROVINCE = read_rows(TABLES / "published.yaml"), read_rows(TABLES / "province.yaml")
BOTH = pytest.mark.parametrize("rows", [PUBLISHED, PROVINCE], ids=["published", "province"])
MARK = ("Training material", "مادة تدريبية")


def text_of(path: Path) -> str:
    """All that a reader of this file sees."""
    if path.suffix == ".xlsx":
        cells = (cell for sheet in load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row)
        return "\n".join(str(cell) for cell in cells if cell)
    if path.suffix == ".yaml":
        return path.read_text(encoding="utf-8")
    return "\n".join(page.text for page in read_document(path).pages)


def pages_of(path: Path) -> Iterator[tuple[str, str]]:
    """Label and text of every page, attachments included, as a case keeps them."""
    read = read_document(path)
    yield from ((page.label, page.text) for page in read.pages)
    for at, attachment in enumerate(read.attachments, start=1):
        attached = read_attachment(attachment).pages
        yield from ((f"attachment {at}, {page.label}", page.text) for page in attached)


def test_every_file_says_that_it_is_training_material(files: Path) -> None:
    for path in sorted(files.iterdir()):
        assert any(mark in text_of(path) for mark in MARK), path.name


def test_every_page_of_the_report_says_so(files: Path) -> None:
    pages = read_document(files / "09-report-en.pdf").pages
    assert [page.label for page in pages] == ["p. 1", "p. 2", "p. 3", "p. 4"]
    assert all(page.text.startswith("Training material") for page in pages)


def test_the_attachment_of_the_e_mail_can_be_read(files: Path) -> None:
    (attachment,) = read_document(files / "10-email.eml").attachments
    text = read_attachment(attachment).pages[0].text
    assert "سلّم أبو سهل الرمالي إمارة الحسبة" in text and MARK[1] in text


@BOTH
def test_every_row_is_valid_and_every_reference_has_its_row(rows: Rows) -> None:
    keys = {kind: {row["key"] for row in many} for kind, many in rows.items()}
    for kind, many in rows.items():
        assert len(keys[kind]) == len(many), f"a key twice among {kind}"
        for row in many:
            checked = validate(KINDS[kind], row)
            assert not checked.problems, (kind, row["key"], checked.problems)
            for field in KINDS[kind].all_fields:
                for target in _targets(field.name, field.many, checked.values.get(field.name), field.refers_to):
                    kinds = (target["kind"],) if target["kind"] else field.refers_to
                    assert any(target["key"] in keys.get(one, ()) for one in kinds), (kind, row["key"], field.name)


def _targets(name: str, many: bool, value: object, refers_to: tuple[str, ...]) -> list[dict[str, str]]:
    if not refers_to or value is None:
        return []
    return list(value) if many else [value]  # type: ignore[call-overload, list-item]


@BOTH
def test_every_quote_stands_word_for_word_on_the_page_it_names(rows: Rows, files: Path) -> None:
    pages = {
        row["key"]: {label: " ".join(text.split()) for label, text in pages_of(files / row["file"])}
        for row in rows["document"]
        if "file" in row
    }
    quoted = [row for many in rows.values() for row in many if "quote" in row]
    assert len(quoted) > 20
    for row in quoted:
        assert row["quote"] in pages[row["document"]][row["locator"]], row["key"]


@BOTH
def test_every_locator_names_a_page(rows: Rows, files: Path) -> None:
    labels = {
        row["key"]: {label for label, _ in pages_of(files / row["file"])} for row in rows["document"] if "file" in row
    }
    for many in rows.values():
        for row in many:
            if row.get("document") in labels and "locator" in row:
                assert row["locator"] in labels[row["document"]], row["key"]


def test_the_two_layers_share_no_document() -> None:
    files = [{row["file"] for row in rows["document"] if "file" in row} for rows in (PUBLISHED, PROVINCE)]
    assert not files[0] & files[1]


def test_published_incidents_name_nobody_but_the_group_that_claimed_them() -> None:
    assert set(PUBLISHED["unit"][0]["key"].split()) == {"U-GROUP"} and len(PUBLISHED["unit"]) == 1
    assert "posting" not in PUBLISHED
    for row in PUBLISHED["perpetrator"]:
        assert ("who" in row) == (row["degree"] == "claimed_responsibility"), row["key"]
        assert row.get("who", "unit:U-GROUP") == "unit:U-GROUP"


def test_the_couple_carries_no_accusation_no_relation_and_no_way_out() -> None:
    assert [row["names"] for row in PUBLISHED["person"]] == ["M. (initials)", "F. (initials)"]
    accused = {row["about"] for row in PUBLISHED["accusation"]}
    assert not accused & {"person:P-M", "person:P-F"}
    assert "relation" not in PUBLISHED
    fates = [row for row in PUBLISHED["fate"] if row["who"].startswith("person:")]
    assert len(fates) == 2 and all("place" not in row for row in fates)


def test_who_is_held_is_never_a_spouse() -> None:
    assert len(PROVINCE["held"]) == 2
    assert all("relation" not in rows for rows in (PUBLISHED, PROVINCE))


def invented_names() -> list[str]:
    """Names of invented people who are drawn by name."""
    cells = [row["names"] for row in PROVINCE["person"]]
    return sorted(
        {
            re.sub(r" \(\w+\)$", "", name.strip())
            for cell in cells
            for name in cell.split("|")
            if "Abu" in name or "أبو" in name
        }
    )


def listed_names(folder: Path) -> Iterator[str]:
    """Every primary name and alias of the two sanctions lists."""
    for file in ("un.jsonl", "ofac.jsonl"):
        with (folder / "names" / file).open(encoding="utf-8") as lines:
            for line in lines:
                entry = json.loads(line)
                yield entry["name"]
                yield from (alias if isinstance(alias, str) else alias["name"] for alias in entry["aliases"])
                if entry.get("original"):
                    yield entry["original"]


def test_no_invented_name_comes_near_a_listed_one(shared_data: Path) -> None:
    invented = invented_names()
    assert len(invented) > 15
    listed = set(listed_names(shared_data))
    assert len(listed) > 3_000
    near = [(own, other) for own in invented for other in listed if score(own, other) > 0.9]
    assert near == []
