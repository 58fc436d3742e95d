"""From the rows of a sheet to the texts of the columns that a table declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from ingest.mapping.templates import Cells


def text(cell: object) -> str:
    """A cell as text, the same from a CSV file and from a workbook: 36210.0 is 36210, a midnight is its day."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        midnight = not (cell.hour or cell.minute or cell.second)
        return cell.date().isoformat() if midnight else cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def tidy(cell: str) -> str:
    """The text of a cell that was text, without what another program added: 36210.0 is 36210."""
    words = cell.strip()
    return words[:-2] if words.endswith(".0") and words[:-2].isdecimal() else words


def cells_of(rows: Iterable[Sequence[Any]], places: Sequence[int], header: int) -> Iterator[tuple[int, Cells]]:
    """Row number and texts of every row below the header that holds anything in a declared column.

    Args:
        places: where each declared column stands, -1 where it does not.
    """
    for number, row in enumerate(rows, start=1):
        if number <= header or not row:
            continue
        width = len(row)
        cells = [
            "" if at < 0 or at >= width or (cell := row[at]) is None
            else tidy(cell) if type(cell) is str else text(cell)
            for at in places
        ]  # fmt: skip
        if any(cells):
            yield number, cells
