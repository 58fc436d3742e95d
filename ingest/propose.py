"""Propose a mapping for a sheet that nobody has mapped: the header found, columns to fields by their words.

Nothing is loaded by it: the proposal is shown to the user, who puts it right and saves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from graph.errors import LoadError
from graph.model.denied import is_denied
from ingest.composing import compose
from ingest.layout import LOOKED_AT, Layout, flaws, lay_out, left, refused
from ingest.mapping import Mapping
from ingest.readers.tables import read_sheets
from ingest.refused import own_name
from ingest.roles import role_of

SEARCHED = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A mapping proposed for a sheet.

    Attributes:
        mapping: checked, as :func:`ingest.mapping.read_mapping` gives it; ``text`` is its YAML, to be saved.
        header: number of the row where the headings stand.
        taken: heading to what it was taken for; ``left``: headings that nothing is taken from.
        refused: headings that no field may hold.
        layout: the same as plain data, to be edited.
    """

    mapping: Mapping
    text: str
    header: int
    taken: dict[str, str]
    left: tuple[str, ...]
    refused: tuple[str, ...]
    layout: Layout


def find_header(rows: Iterable[Sequence[Any]]) -> tuple[int, tuple[str, ...]]:
    """Number and headings of the row with most known headings; a row of titles has one at most.

    Raises:
        LoadError: no row near the top has two.
    """
    best: tuple[int, int, tuple[str, ...]] = (1, 0, ())
    for number, row in enumerate(islice(rows, SEARCHED), start=1):
        known = len({role for cell in row if (role := role_of(cell))})
        if known > best[0]:
            best = (known, number, tuple(cell.strip() if isinstance(cell, str) else "" for cell in row))
    if not best[1]:
        raise LoadError(
            "No row near the top holds headings that are known. Write a mapping (docs/mappings.md), or copy the rows "
            "into the intake workbook."
        )
    return best[1], best[2]


def likely_header(rows: Sequence[Sequence[Any]]) -> int:
    """The row that a person would most likely call the headings, where no words are known: the first widest of texts.

    0 where no row near the top holds two texts.
    """
    best = (1, 0)
    for number, row in enumerate(rows[:SEARCHED], start=1):
        texts = [cell.strip() for cell in row if isinstance(cell, str) and cell.strip()]
        if len(set(texts)) > best[0]:
            best = (len(set(texts)), number)
    return best[1]


def proposed_layout(rows: Sequence[Sequence[Any]], *, dataset: str, sheet: str = "") -> Layout | None:
    """A layout to begin with, whether or not it can be loaded with yet; None where a sheet holds no headings."""
    try:
        header, _ = find_header(rows)
    except LoadError:
        header = likely_header(rows)
    return lay_out(rows, header, dataset=dataset, sheet=sheet) if header else None


def propose_mapping(rows: Iterable[Sequence[Any]], *, dataset: str) -> Proposal:
    """Propose how a sheet's rows become records.

    Args:
        rows: of the sheet, from its first row.
        dataset: name for it; the file's name will do.

    Raises:
        LoadError: the header is not found, or the headings say neither when something happened nor who.
    """
    head = list(islice(rows, SEARCHED + LOOKED_AT))
    number, _ = find_header(head)
    return proposal_of(lay_out(head, number, dataset=dataset))


def proposal_of(layout: Layout) -> Proposal:
    """The proposal that a layout amounts to.

    Raises:
        LoadError: it cannot be loaded with; see :func:`ingest.layout.flaws`.
    """
    lacking = {flaw.code for flaw in flaws(layout)} & {"no_date", "no_names"}
    if lacking and not {"date", "names"} & set(layout.roles):
        raise LoadError("The headings name neither a date of events nor persons, so no record can be proposed.")
    mapping, text = compose(layout)
    return Proposal(
        mapping=mapping,
        text=text,
        header=layout.header,
        taken={
            heading: role for heading, role in zip(layout.headings, layout.roles, strict=True)
            if role and not is_denied(heading)
        },
        left=left(layout),
        refused=refused(layout),
        layout=layout,
    )  # fmt: skip


def propose_for_file(path: Path) -> Proposal:
    """A proposal for the first sheet of a table file in which a header is found; the dataset is named by the file.

    Raises:
        LoadError: no table, or no sheet of it has a header whose words are known.
    """
    failed: LoadError | None = None
    for sheet in read_sheets(path):
        try:
            return propose_mapping(sheet.rows, dataset=own_name(path.stem))
        except LoadError as error:
            failed = failed or error
    raise LoadError(f"{path.name}: {failed or 'it has no sheet'}")
