"""An answer as bars, where that makes sense: counts by month, method or place, and figures with their range.

Nothing is added up: an incident counts once under each value it has, and a figure is drawn from its lowest to its
highest, with its best inside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from queries.figures import NOT_STATED
from queries.reading import Row
from queries.saved_query import Result, SavedQuery

MOST = 40
GROUPS = ("month", "method", "place")
"""Columns by which counts can be grouped, where a query has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar. ``low`` and ``high`` are None where it is a plain count; ``high`` too where it is open above.

    Attributes:
        labels: column and value of what it stands for, such as ("method", "stoning").
    """

    labels: tuple[tuple[str, str], ...]
    best: int | None
    low: int | None = None
    high: int | None = None
    is_open: bool = False

    @property
    def end(self) -> int:
        """The largest number that it shows."""
        return max(each for each in (self.low, self.best, self.high, 0) if each is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars in order; ``left_out`` more would not fit. ``by`` says what they are grouped by, ``groups`` what else may
    be."""

    bars: tuple[Bar, ...]
    measure: str
    by: str = ""
    groups: tuple[str, ...] = ()
    left_out: int = 0


def chart_of(query: SavedQuery, result: Result, *, by: str = "") -> Chart | None:
    """The bars of an answer, None where its query has none or nothing counts.

    Args:
        by: month, method or place, where counts can be grouped; anything else is the query's own choice.
    """
    if not query.chart or not result.rows:
        return None
    if "count" in query.chart:
        groups = tuple(each for each in GROUPS if each in query.columns)
        by = by if by in groups else query.chart["of"]
        found = _counts(result.rows, by, query.chart["count"])
        measure = "incidents"
    else:
        found, groups, by = [_figure(row, query.chart) for row in result.rows], (), query.chart["of"]
        found = [bar for bar in found if bar.best is not None or bar.low is not None or bar.high is not None]
        measure = query.chart.get("best", query.chart.get("low", ""))
    if not found:
        return None
    return Chart(bars=tuple(found[:MOST]), measure=measure, by=by, groups=groups, left_out=max(0, len(found) - MOST))


def _counts(rows: Iterable[Row], by: str, codes: str) -> list[Bar]:
    groups: dict[str, set[str]] = {}
    for row in rows:
        groups.setdefault(str(row.get(by) or ""), set()).update(row.get(codes) or ())
    bars = [Bar(labels=((by, value),), best=len(found)) for value, found in groups.items()]
    if by == "month":  # time runs on; what has no date comes last
        return sorted(bars, key=lambda bar: (bar.labels[0][1] == "", bar.labels[0][1]))
    return sorted(bars, key=lambda bar: (-(bar.best or 0), bar.labels[0][1]))


def _figure(row: Row, spec: dict[str, str]) -> Bar:
    low, best, high = (_number(row.get(spec[key])) if key in spec else None for key in ("low", "best", "high"))
    labels = [(spec[key], _label(row.get(spec[key]))) for key in ("over", "of") if spec.get(key)]
    if labels and not labels[0][1] and row.get("row"):
        labels.insert(0, ("row", str(row["row"])))
    if row.get("counted_in") not in (None, "", "people"):
        labels.append(("counted_in", str(row["counted_in"])))
    is_open = "high" in spec and high is None and low is not None and best is None
    return Bar(labels=tuple(each for each in labels if each[1]), best=best, low=low, high=high, is_open=is_open)


def _number(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value in (NOT_STATED,):
        return None
    return int(value)


def _label(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
