"""The order of day and month, settled once for a whole column."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from graph.folding import fold

_NUMERIC = re.compile(r"(?<![\d/.\-])(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4}|\d{2})(?![\d/.\-])", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How a column writes day and month.

    settled: `order`, proved by row `row` (index from 0). contradictory: row `row` proves one order and row
    `against` the other. unsettled: no row proves any; `undecided` counts the rows that need one.
    """

    state: Literal["settled", "unsettled", "contradictory"]
    order: Literal["dmy", "mdy"] | None = None
    row: int | None = None
    against: int | None = None
    undecided: int = 0


def settle_order(column: Iterable[str]) -> Order:
    """Which of day and month comes first in a column such as 12/03/2015, and which row proves it.

    A row proves an order where only that order gives a day of the calendar (25/03/2015). Rows of any
    other form, and those that are a day in neither order, are passed over.
    """
    proofs: dict[Literal["dmy", "mdy"], int] = {}
    undecided = 0
    for index, cell in enumerate(column):
        match = _NUMERIC.search(fold(str(cell))) if cell else None
        if match is None:
            continue
        one, other, year = int(match[1]), int(match[2]), int(match[3])
        day_first, month_first = _is_day(year, other, one), _is_day(year, one, other)
        if day_first and month_first:
            undecided += one != other
        elif day_first or month_first:
            proofs.setdefault("dmy" if day_first else "mdy", index)
    if len(proofs) == 2:
        return Order(state="contradictory", row=proofs["dmy"], against=proofs["mdy"], undecided=undecided)
    for order, index in proofs.items():
        return Order(state="settled", order=order, row=index, undecided=undecided)
    return Order(state="unsettled", undecided=undecided)


def _is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has this day; a year of two digits counts from 2000, for leap days."""
    year += 2000 if year < 100 else 0
    return 1 <= month <= 12 and year > 0 and 1 <= day <= monthrange(year, month)[1]
