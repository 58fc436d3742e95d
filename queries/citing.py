"""Records as a reader finds them again: by document and place in it, where an answer leaves the program.

Within the program a row names the records it rests on by their own ids; nobody can look these up on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from queries.records import views_of
from queries.saved_query import Result

COLUMNS = frozenset({"record", "records", "undermining", "involvement_records"})
"""Columns of saved queries that name records."""


def cited(result: Result, reader: Any) -> Result:
    """The same answer with each record named as "D-417 208-8, p. 4", or by its own code where it is a document.

    Records that this reader does not see are left out.
    """
    columns = [column for column in result.columns if column in COLUMNS]
    threads = dict.fromkeys(thread for row in result.rows for column in columns for thread in _several(row[column]))
    if not threads:
        return result
    views = views_of(reader, list(threads))
    places = {thread: _place(view) for thread, view in views.items()}
    return replace(result, rows=[_row(row, columns, places) for row in result.rows])


def _several(value: Any) -> Iterable[str]:
    return (value,) if isinstance(value, str) else value or ()


def _row(row: Mapping[str, Any], columns: Iterable[str], places: Mapping[str, str]) -> dict[str, Any]:
    found = dict(row)
    for column in columns:
        named = list(dict.fromkeys(places[one] for one in _several(row[column]) if one in places))
        found[column] = "; ".join(named) if isinstance(row[column], str) else named
    return found


def _place(view: Any) -> str:
    if view.kind == "document":
        return str(view.code)
    return ", ".join(filter(None, (str(view.document_code or ""), str(view.locator or "").strip()))) or str(view.code)
