"""Who stood above those named as involved, as of the days of each incident: fetched once for all incidents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from queries.claims import segments
from queries.command import Post, chain_on, posts_on
from queries.network import Network, add_posts, fetch
from queries.reading import OPEN_END, OPEN_START, Row
from queries.saved_query import find

KINDS = ("command", "de_facto")
MOST_STRETCHES = 6
"""A vague date cuts into stretches on which the chain differs; more than this are counted, not printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboveIncident:
    """The chain above one unit or person on one stretch of days.

    Attributes:
        why: "" with rows; else why there is no chain: class_only, no_unit_known, no_date, more_stretches.
    """

    involved: str
    degrees: tuple[str, ...]
    first: str
    last: str
    rows: tuple[Row, ...] = ()
    why: str = ""


def chains_of(
    reader: Any, involved: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]], nodes: Mapping[str, Row]
) -> dict[str, list[AboveIncident]]:
    """Incident to the chains above each of those named as involved (code, degrees) on its days."""
    _, memberships, links, posts = find("superiors_for_incident").statements
    named = {code for pairs in involved.values() for code, _ in pairs if code}
    people = sorted(code for code in named if code.startswith("P"))
    units = sorted(code for code in named if code.startswith("U") and not _unnamed(nodes.get(code)))
    own = Network()
    if people:
        add_posts(reader, own, memberships, people)
    network = fetch(reader, links, posts, [*units, *own.posts], kinds=KINDS)
    found: dict[str, list[AboveIncident]] = {}
    for incident, pairs in involved.items():
        days = nodes[incident]["properties"]
        first, last = str(days["since_min"]), str(days["until_max"])
        found[incident] = [
            each for code, degrees in pairs for each in _above(network, own, code, degrees, first, last, set(units))
        ]
    return found


def _unnamed(node: Row | None) -> bool:
    return node is None or node["properties"].get("unnamed") is True


def _above(
    network: Network, own: Network, code: str, degrees: tuple[str, ...], first: str, last: str, units: set[str]
) -> Iterable[AboveIncident]:
    def without(why: str) -> AboveIncident:
        return AboveIncident(involved=code, degrees=degrees, first=first, last=last, why=why)

    if not code or (code.startswith("U") and code not in units):
        return [without("class_only")]
    if first == OPEN_START or last == OPEN_END:
        return [without("no_date")]
    stretches = _stretches(network, own, code, first, last)
    if not any(rows for _, _, rows in stretches):
        return [without("no_unit_known")]
    found = [
        AboveIncident(involved=code, degrees=degrees, first=start, last=end, rows=tuple(rows))
        for start, end, rows in stretches[:MOST_STRETCHES]
    ]
    return [*found, without("more_stretches")] if len(stretches) > MOST_STRETCHES else found


def _stretches(network: Network, own: Network, code: str, first: str, last: str) -> list[tuple[str, str, list[Row]]]:
    """[first, last] cut where the chain changes."""
    found: list[tuple[str, str, list[Row]]] = []
    for start, end in segments([*network.claims(), *own.claims()], first, last):
        rows = _rows(network, own, code, start)
        if found and found[-1][2] == rows:
            found[-1] = (found[-1][0], end, rows)
        else:
            found.append((start, end, rows))
    return found


def _rows(network: Network, own: Network, code: str, day: str) -> list[Row]:
    if code.startswith("U"):
        return chain_on(network, code, day)
    held: dict[str, Post] = {}
    for unit in sorted(own.posts):
        for post in posts_on(own, unit, day):
            if post.person == code:
                held.setdefault(unit, post)
    return [row for unit, post in held.items() for row in chain_on(network, unit, day, before=[post.step])]
