"""The same data for other programs: CSV (one file a table), one XLSX, and the figure as GraphML."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from queries.brief.released import Brief
from queries.brief.wording import words_in
from queries.cells import csv_text, xlsx_bytes

Table = tuple[Sequence[str], list[list[Any]]]
BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Marks of direction help on paper; in a cell they would keep words from being found."""


def tables_of(brief: Brief) -> dict[str, Table]:
    """Every table by name. Columns are named in English, so that programs find them; values are in words."""
    return {
        "about": (("what", "value"), _about(brief)),
        "facts": (
            (
                "number", "section", "section_title", "kind", "says", "exhibit", "locator", "cite", "status", "line",
                "grade_source", "grade_source_why", "grade_information", "grade_information_why",
                "independent_origins", "one_origin_with", "basis", "quote_language", "quote", "translation",
                "quote_cut", "codes",
            ),
            _facts(brief),
        ),
        "values": (
            ("number", "label", "value"),
            [[fact.number, value.label, value.text] for fact in brief.facts for value in fact.values],
        ),
        "counts": (
            ("section", "what", "range", "number", "figure", "cite"),
            [
                [section.code, count.what, count.range, *figure]
                for section in brief.sections for count in section.counts for figure in count.figures
            ],
        ),
        "chains": (
            (
                "section", "chain", "as_of", "level", "unit", "unit_dates", "post", "post_dates", "answer", "remarks",
                "cites", "facts", "note",
            ),
            _chains(brief),
        ),
        "against": (
            ("section", "doubt", "says", "facts", "cites", "codes"),
            [
                [section.code, doubt.kind, doubt.said, doubt.facts, doubt.cites, doubt.codes]
                for section in brief.sections for doubt in section.doubts
            ],
        ),
        "exhibits": (
            ("exhibit", "code", "kind", "title", "source", "date", "language", "made_from", "remarks",
                "grade_source", "grade_source_why",
            ),
            [
                [
                    one.number, one.code, one.kind, one.title, one.source, one.date, one.language, one.made_from,
                    one.remarks, one.grade_source, one.grade_source_why,
                ]
                for one in brief.exhibits
            ],
        ),
        "named": (("code", "kind", "names"), [[party.code, party.kind, party.names] for party in brief.parties]),
        "left_out": (("why", "count"), [[line.why, line.count] for line in brief.left_out]),
    }  # fmt: skip


def _about(brief: Brief) -> list[list[Any]]:
    words = words_in(brief.language)
    lines: list[list[Any]] = [
        ["title", brief.title], ["audience", brief.audience],
        ["level", brief.level], ["purpose", brief.purpose], ["as_of", brief.as_of],
        ["revision", brief.revision], ["how_to_read", words("how_to_read_text")], ["lines", words("line_key")],
        ["never", words("out_never")],
    ]  # fmt: skip
    return [["training", brief.training], *lines] if brief.training else lines


def _facts(brief: Brief) -> list[list[Any]]:
    found = []
    for section in brief.sections:
        for fact in section.facts:
            quote = fact.quote
            found.append([
                fact.number, section.code, section.title, fact.kind, fact.said, fact.cite.exhibit, fact.cite.locator,
                fact.cite.shown, fact.status, fact.line, fact.grade_source, fact.grade_source_why,
                fact.grade_information, fact.grade_information_why, fact.origins, fact.same_origin, fact.basis,
                quote.language if quote else "", quote.words if quote else "", quote.translation if quote else "",
                quote.cut if quote else False, fact.codes,
            ])  # fmt: skip
    return found


def _chains(brief: Brief) -> list[list[Any]]:
    found: list[list[Any]] = []
    for section in brief.sections:
        for chain in section.chains:
            head = [section.code, chain.involved, chain.as_of]
            found += (
                [
                    *head, step.level, step.unit, step.unit_dates, step.post, step.post_dates, step.answer,
                    step.remarks, step.cites, step.facts, "",
                ]
                for step in chain.steps
            )  # fmt: skip
            if not chain.steps:
                found.append([*head, *[""] * 9, chain.note])
    return found


def _plain(table: Table) -> tuple[Sequence[str], Iterable[list[Any]]]:
    columns, rows = table
    return columns, ([_without_marks(value) for value in row] for row in rows)


def _without_marks(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(BIDI)
    return tuple(map(_without_marks, value)) if isinstance(value, tuple) else value


def to_csv_files(brief: Brief) -> dict[str, bytes]:
    """File name to content; UTF-8 with its mark, which spreadsheets need to read Arabic."""
    return {
        f"{name}.csv": csv_text(*_plain(table)).encode("utf-8-sig") for name, table in tables_of(brief).items()
    }  # fmt: skip


def to_xlsx(brief: Brief) -> bytes:
    """One workbook with a sheet for each table."""
    return xlsx_bytes({name: _plain(table) for name, table in tables_of(brief).items()})


def to_graphml(brief: Brief) -> bytes:
    """The figure as a graph, codes and all, without a limit of boxes."""
    import networkx  # a tenth of a second that only this needs

    graph = networkx.MultiDiGraph()
    for box in (*brief.figure.boxes, *brief.figure.more_boxes):
        graph.add_node(box.code, kind=box.kind, label=_without_marks(box.label))
    for number, line in enumerate((*brief.figure.lines, *brief.figure.more_lines)):
        graph.add_edge(
            line.start, line.end, key=f"e{number}", type=line.kind, line=line.style,
            label=_without_marks(" · ".join(line.labels)),
        )  # fmt: skip
    buffer = io.BytesIO()
    networkx.write_graphml(graph, buffer, named_key_ids=True)
    return buffer.getvalue()
