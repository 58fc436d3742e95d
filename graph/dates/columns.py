"""The order of day and month, settled once for a whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from graph.folding import fold

_NUMERIC = re.compile(
    r"(?<![\d/.\-])(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4}|\d{2})(?![\d/.\-])", re.ASCII
)


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

    A row proves an order where one of the two numbers is above 12. Rows of any other form are passed over.
    """
    proofs: dict[Literal["dmy", "mdy"], int] = {}
    undecided = 0
    for index, cell in enumerate(column):
        match = _NUMERIC.search(fold(str(cell))) if cell else None
        if match is None:
            continue
        first, second = int(match[1]), int(match[2])
        if 12 < first <= 31 and 1 <= second <= 12:
            proofs.setdefault("dmy", index)
        elif 12 < second <= 31 and 1 <= first <= 12:
            proofs.setdefault("mdy", index)
        elif first != second:
            undecided += 1
    if len(proofs) == 2:
        return Order(state="contradictory", row=proofs["dmy"], against=proofs["mdy"], undecided=undecided)
    for order, index in proofs.items():
        return Order(state="settled", order=order, row=index, undecided=undecided)
    return Order(state="unsettled", undecided=undecided)
