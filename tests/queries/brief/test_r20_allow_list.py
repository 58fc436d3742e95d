"""R20: fields are released by a list for each audience; a new field is hidden until somebody allows it."""

from __future__ import annotations

import dataclasses

import pytest

from graph.model import kinds, validation
from graph.model.fields import Field, FieldType
from queries.brief.allowed import allowed
from tests.builders import incident, victim
from tests.queries.brief.brief_case import BriefCase, everything, table

CANARY = "Canaryword"


def test_r20_a_new_field_of_the_model_is_in_no_file_until_it_is_allowed(
    made: BriefCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = kinds.KINDS["victim"]
    wider = dataclasses.replace(kind, fields=(*kind.fields, Field(name="brand_new", type=FieldType.WORDS)))
    monkeypatch.setitem(kinds.KINDS, "victim", wider)
    monkeypatch.setattr(validation, "_FIELDS", {})
    made.load(victim("v_new", who="group:men", incident="later", brand_new=CANARY, locator="p. 2", level="public"))
    report = made.brief("later")
    assert CANARY not in everything(report)
    withheld = next(row["why"] for row in table(report, "left_out") if row["why"].startswith("Fields not given"))
    assert "brand new" in withheld, "and the last page says so"
    monkeypatch.setattr(
        "queries.brief.releasing.allowed", lambda audience: {**allowed(audience), "victim": frozenset({"brand_new"})}
    )
    assert CANARY in everything(made.brief("later")), "the test would see it"


def test_r20_counsel_reads_the_description_and_the_public_does_not(made: BriefCase) -> None:
    made.load(
        incident("told", date="2015", description="A description with Canaryword", locator="p. 3", level="public")
    )  # fmt: skip
    assert CANARY in everything(made.brief("told", audience="counsel"))
    assert CANARY not in everything(made.brief("told", audience="public"))


def test_r20_an_audience_that_nobody_listed_gets_the_narrowest_list() -> None:
    assert allowed("a new audience") == allowed("public")
    assert allowed("public")["incident"] < allowed("counsel")["incident"]
    assert "person" not in allowed("public")


def test_r20_titles_of_documents_only_where_they_are_published(made: BriefCase) -> None:
    text = everything(made.brief())
    assert "مقال منشور عن الشمال" in text and "Report with a title nobody publishes" not in text
