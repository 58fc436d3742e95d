"""Declarative mappings: anybody's tables to records. The language is told in ``docs/mappings.md``.

``find_mapping(name)`` gives a shipped mapping or one of a file, checked; ``check_mapping(mapping, headers)`` says
which of its tables these headers are and what they lack; ``recognise(rows, mappings)`` looks for a header near the
top of a sheet.
"""

from ingest.mapping.language import Mapping, TableSpec
from ingest.mapping.reading import find_mapping, parse_mapping, read_mapping, shipped, shipped_mappings
from ingest.mapping.recognise import Found, check_mapping, explain, recognise
from ingest.mapping.table import RowRefused, Survey, Table, Wrong

__all__ = [
    "Found",
    "Mapping",
    "RowRefused",
    "Survey",
    "Table",
    "TableSpec",
    "Wrong",
    "check_mapping",
    "explain",
    "find_mapping",
    "parse_mapping",
    "read_mapping",
    "recognise",
    "shipped",
    "shipped_mappings",
]
