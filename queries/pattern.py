"""Where the same was done again: incidents by method, place, class and unit, with who was at its head on their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from graph.dates import OPEN_END, OPEN_START, Answer
from queries.claims import merged, segments
from queries.command import posts_on
from queries.figures import ranges
from queries.naming import names_in_graph
from queries.network import BATCH, Network, add_posts
from queries.reading import Reading, Row

NOT_KNOWN = "not_known"


def cells(reader: Reading, statements: Sequence[str], params: Mapping[str, Any]) -> list[Row]:
    """Each cell with its incidents, each source's figures as ranges by incident, and commanders; nothing is added up.

    An incident with several methods, or units, stands in the cell of each. A commander is documented where that is so
    for every day of one of the incidents, else possible.

    Args:
        statements: incidents with their places; units alleged to be involved; posts of command; figures.
        params: class, window_first, window_last, at_least, minimum.
    """
    found, alleged, posts, about = statements
    incidents = {str(row["incident"]): row for row in reader.rows(found, **params)}
    codes = sorted(incidents)
    units: dict[str, list[str]] = defaultdict(list)
    for row in _asked(reader, alleged, codes):
        if row["unit"] not in units[str(row["incident"])]:
            units[str(row["incident"])].append(str(row["unit"]))
    network = Network()
    add_posts(reader, network, posts, sorted({unit for each in units.values() for unit in each}),
              minimum=params["minimum"])  # fmt: skip
    figures = _figures(_asked(reader, about, codes))
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for code, row in incidents.items():
        for method in row["methods"] or (NOT_KNOWN,):
            for unit in units[code] or ("",):
                groups[str(method), str(row["place"] or ""), unit].append(row)
    rows = [
        _cell(key, rows, network, figures, str(params["class"]))
        for key, rows in groups.items()
        if len(rows) >= params["at_least"]
    ]
    names = names_in_graph(reader, [row[name] for row in rows for name in ("place", "unit") if row[name]])
    told = ({**row, "place_name": names.get(row["place"], ""), "unit_name": names.get(row["unit"], "")} for row in rows)
    return [
        {**{name: row[name] for name in _COLUMNS}, "data_as_of": reader.revision} for row in sorted(told, key=_order)
    ]


_COLUMNS = (
    "method", "place", "place_name", "class", "unit", "unit_name", "incidents", "codes", "figures", "commanders",
    "possible_commanders", "first", "last", "records",
)  # fmt: skip


def _asked(reader: Reading, statement: str, codes: Sequence[str]) -> list[Row]:
    return [row for at in range(0, len(codes), BATCH) for row in reader.rows(statement, events=codes[at : at + BATCH])]


def _figures(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Incident to what was counted there, each as the range of its sources' figures."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[str(row["about"])].append({key: -1 if value is None else value for key, value in row.items()})
    return {code: [f"{code}: {row['what']} {row['range']}" for row in ranges(own)] for code, own in groups.items()}


def _cell(
    key: tuple[str, str, str], rows: Sequence[Row], network: Network, figures: Mapping[str, list[str]], class_: str
) -> Row:
    method, place, unit = key
    ordered = sorted(rows, key=lambda row: (str(row["first"]), str(row["incident"])))
    documented, possible, behind = _commanders(network, unit, ordered)
    codes = [str(row["incident"]) for row in ordered]
    return {
        "method": method, "place": place, "class": class_, "unit": unit, "incidents": len(codes), "codes": codes,
        "figures": [text for code in codes for text in figures.get(code, ())], "commanders": documented,
        "possible_commanders": [person for person in possible if person not in documented],
        "first": _day(str(ordered[0]["first"])), "last": _day(max(str(row["last"]) for row in ordered)),
        "records": list(merged([*(row["records"] or () for row in ordered), behind])),
    }  # fmt: skip


def _commanders(network: Network, unit: str, incidents: Sequence[Row]) -> tuple[list[str], list[str], list[str]]:
    """Documented on all days of one of the incidents; at least possible on a day of one; the records of both."""
    documented: dict[str, None] = {}
    possible: dict[str, None] = {}
    behind: dict[str, None] = {}
    claims = [claim for group in network.posts.get(unit, {}).values() for claim in group]
    for row in incidents if claims else ():
        stretches = segments(claims, str(row["first"]), str(row["last"]))
        sure = [
            {post.person for post in posts_on(network, unit, start) if post.standing.answer is Answer.DOCUMENTED}
            for start, _ in stretches
        ]
        documented.update(dict.fromkeys(sorted(set.intersection(*sure))))
        for start, _ in stretches:
            for post in posts_on(network, unit, start):
                possible[post.person] = None
                behind.update(dict.fromkeys(post.standing.records))
    return list(documented), list(possible), list(behind)


def _day(day: str) -> str:
    """A day, "" for an open end."""
    return "" if day in (OPEN_START, OPEN_END) else day


def _order(row: Row) -> tuple[Any, ...]:
    return -row["incidents"], row["method"], row["place"], row["unit"]
