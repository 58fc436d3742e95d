"""R12: no field of an export holds what a person is: orientation, gender identity, religion, ethnicity."""

from __future__ import annotations

import dataclasses
import inspect
import re

from graph.model.denied import is_denied
from graph.model.kinds import KINDS
from queries.brief import released
from queries.brief.allowed import LEGAL_AUDIENCES, allowed
from queries.brief.data import tables_of
from tests.queries.brief.brief_case import BriefReport, table


def test_r12_no_released_field_and_no_column_is_such_a_property(english: BriefReport) -> None:
    fields = {
        field.name
        for _, kind in inspect.getmembers(released, dataclasses.is_dataclass)
        for field in dataclasses.fields(kind)
    }
    columns = {name for path in english.folder.glob("*.csv") for name in table(english, path.stem)[0]}
    keys = set(re.findall(r'attr\.name="([^"]*)"', (english.folder / "graph.graphml").read_text(encoding="utf-8")))
    assert len(fields) > 40 and len(columns) > 30 and len(keys) >= 4
    assert [name for name in fields | columns | keys if is_denied(name)] == []
    assert is_denied("religion") and is_denied("sexual_orientation"), "the lint can see"


def test_r12_no_list_of_allowed_fields_names_one_or_a_persons_name() -> None:
    for audience in (*LEGAL_AUDIENCES, "public", "somebody new"):
        for kind, names in allowed(audience).items():
            assert names <= {field.name for field in KINDS[kind].all_fields} | {"locator"}
            assert not [name for name in names if is_denied(name)]
        assert not {"names", "father", "contact", "address_then", "occupation", "born", "town"} & allowed(audience).get(
            "person", frozenset()
        )


def test_r12_every_table_is_looked_at(english: BriefReport) -> None:
    assert {path.stem for path in english.folder.glob("*.csv")} == set(
        re.findall(r'^        "(\w+)": \(', inspect.getsource(tables_of), re.MULTILINE)
    )
