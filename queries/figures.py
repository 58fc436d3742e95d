"""How many: every source's figure beside the others, and the range. Nothing is added, nothing averaged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from queries.claims import merged
from queries.naming import span_of
from queries.reading import Reading, Row

NOT_STATED = -1
_BLANK: Row = {
    "row": "", "who": "", "who_name": "", "act": "", "method": "", "outcome": "", "what": "", "counted_in": "",
    "low": NOT_STATED, "best": NOT_STATED, "high": NOT_STATED, "range": "", "as_of": "", "claimed_by": "",
    "counts": "", "vetting": "", "n_independent": 0, "documents": [], "records": [],
}  # fmt: skip


def victims(reader: Reading, statements: Sequence[str], params: Mapping[str, Any]) -> list[Row]:
    """Victims of an incident, each source's figure, and the range of each thing counted.

    Args:
        statements: victims; figures about the incident; figures about groups among the victims.
        params: incident.
    """
    people, about, groups = (reader.rows(statement, **params) for statement in statements)
    figures = [{**_BLANK, **_plain(row), "row": "figure"} for row in (*about, *groups)]
    for figure in figures:
        figure["range"] = _stated(figure)
    victims_ = [{**_BLANK, **_plain(row), "row": "victim", "range": _people(row)} for row in people]
    return [*victims_, *figures, *ranges(figures)]


def _plain(row: Row) -> Row:
    return {key: value for key, value in row.items() if value is not None}


def _people(row: Row) -> str:
    return "1" if str(row["who"]).startswith("P") else span_of(row["low"], row["high"])


def _stated(figure: Row) -> str:
    span = span_of(figure["low"], figure["high"])
    best = figure["best"]
    if best == NOT_STATED or span == str(best):
        return span
    return str(best) if span == "?" else f"{span} (best {best})"


def ranges(figures: Iterable[Row]) -> list[Row]:
    """One row for each thing counted, from the lowest to the highest figure; its ``claimed_by`` is empty.

    A figure without a lower bound counts from its best, or from its upper one; a figure "at least six" leaves the
    range open above unless it states a best (``high`` is then the highest stated, and ``range`` ends in ``+``).
    """
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for figure in figures:
        groups[figure["what"], figure["counted_in"]].append(figure)
    return [_range(what, counted_in, group) for (what, counted_in), group in sorted(groups.items())]


def bounds(figures: Iterable[Row]) -> tuple[int, int, bool]:
    """The lowest and the highest of some figures, -1 for none, and whether one of them is open above."""
    figures = list(figures)
    lows = [_first(figure["low"], figure["best"], figure["high"]) for figure in figures]
    highs = [_first(figure["high"], figure["best"], figure["low"]) for figure in figures]
    low = min((low for low in lows if low != NOT_STATED), default=NOT_STATED)
    high = max((high for high in highs if high != NOT_STATED), default=NOT_STATED)
    return low, high, any(figure["high"] == figure["best"] == NOT_STATED != figure["low"] for figure in figures)


def _range(what: str, counted_in: str, figures: list[Row]) -> Row:
    low, high, is_open = bounds(figures)
    return {
        **_BLANK,
        "row": "range",
        "what": what,
        "counted_in": counted_in,
        "low": low,
        "high": high,
        "range": span_of(low, high) + ("+" if is_open else ""),
        "counts": ", ".join(sorted({figure["counts"] for figure in figures})),
        "vetting": "disputed" if any(figure["vetting"] == "disputed" for figure in figures) else "",
        "n_independent": max(figure["n_independent"] for figure in figures),
        "documents": list(merged(figure["documents"] for figure in figures)),
        "records": list(merged(figure["records"] for figure in figures)),
    }


def _first(*counts: int) -> int:
    return next((count for count in counts if count != NOT_STATED), NOT_STATED)
