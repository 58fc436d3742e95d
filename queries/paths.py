"""The shortest ways between two entities, step by step. The search itself is the store's own (``Store``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from queries.bundles import OF
from queries.errors import BadParameter
from queries.naming import period_of
from queries.reading import OPEN_END, OPEN_START, Reading, Row


def shortest(reader: Reading, statements: Sequence[str], params: Mapping[str, Any]) -> list[Row]:
    """A row a step. ``against`` says that the link runs against the way.

    Args:
        params: a, b, day_first, day_last (a single day, or open for any).
    """
    first, last = params["day_first"], params["day_last"]
    if first != last and (first, last) != (OPEN_START, OPEN_END):
        raise BadParameter("day", "one day, such as 2015-03-14, or nothing")
    found = reader.paths(params["a"], params["b"], on_day=first if first == last else None, limit=5)
    rows: list[Row] = []
    for number, path in enumerate(found, 1):
        for step, (start, link) in enumerate(zip(path.nodes, path.links, strict=False), 1):
            properties = link["properties"]
            field = OF.get(link["type"], ("", ""))[0]
            rows.append({
                "path": number, "step": step, "from": start, "link": link["type"],
                "of": str(properties.get(field) or "") if field else "", "to": path.nodes[step],
                "against": link["start"] != start, "dates": period_of(properties),
                "vetting": str(properties.get("vetting") or ""),
                "n_independent": int(properties.get("n_independent") or 0),
                "documents": list(properties.get("documents") or ()), "records": list(properties.get("records") or ()),
            })  # fmt: skip
    return rows
