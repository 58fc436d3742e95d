"""What was noted for and against control, knowledge and measures: side by side, without a score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from queries.errors import BadParameter
from queries.reading import Reading, Row

ABOUT = ("control", "knowledge", "measures")
SIDES = ("for", "against")
NO_MATERIAL = "no_material"


def listed(reader: Reading, statements: Sequence[str], params: Mapping[str, Any]) -> list[Row]:
    """Conduct of a person or unit by what it speaks to, then for before against, then in time; gaps are rows too.

    Args:
        statements: conduct of a person; conduct of a unit.
        params: who, window_first, window_last.
    """
    kind = str(params["who"])[:1]
    if kind not in ("P", "U"):
        raise BadParameter("who", "the code of a person or a unit of this case, such as U-417 208-1")
    found = [_line(row) for row in reader.rows(statements["PU".index(kind)], **params)]
    rows = [row for about in ABOUT for side in SIDES for row in _side(found, about, side)]
    noted = {(about, side) for about in ABOUT for side in SIDES}
    rows += [row for row in found if (row["speaks_to"], row["speaks"]) not in noted]
    return [{**row, "data_as_of": reader.revision} for row in rows]


def _side(found: Sequence[Row], about: str, side: str) -> list[Row]:
    own = [row for row in found if (row["speaks_to"], row["speaks"]) == (about, side)]
    return own or [{**_EMPTY, "speaks_to": about, "speaks": side, "link": NO_MATERIAL, "documents": [], "records": []}]


_EMPTY: Row = {
    "speaks_to": "", "speaks": "", "incident": "", "class": "", "date": "", "link": "", "vetting": "",
    "n_independent": 0, "documents": [], "records": [],
}  # fmt: skip


def _line(row: Row) -> Row:
    own = {key: row[key] for key in _EMPTY if row.get(key) is not None}
    return {**_EMPTY, **own, "documents": list(row["documents"] or ()), "records": list(row["records"] or ())}
