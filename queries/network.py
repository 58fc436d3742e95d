"""Units above units, and who commanded them: fetched level by level, never one query a unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from queries.claims import MINIMUM, Claim, claim_of
from queries.errors import QueryError
from queries.reading import Reading, Row

DEPTH = 12
"""More levels than any army has; what lies beyond is cut, and said."""
BATCH = 1_000


@dataclass(slots=True, kw_only=True)
class Network:
    """Claims around some units.

    Attributes:
        above: unit to (parent, kind of link) to claims.
        posts: unit to (person, link type, role) to claims.
        nodes: code to properties, of units and persons.
        cut: units at the depth limit, whose parents were not fetched.
    """

    above: dict[str, dict[tuple[str, str], list[Claim]]] = field(default_factory=dict)
    posts: dict[str, dict[tuple[str, str, str], list[Claim]]] = field(default_factory=dict)
    nodes: dict[str, Row] = field(default_factory=dict)
    cut: frozenset[str] = frozenset()

    def claims(self) -> list[Claim]:
        """Every claim, of links and of posts."""
        links = (claims for groups in self.above.values() for claims in groups.values())
        posts = (claims for groups in self.posts.values() for claims in groups.values())
        return [claim for claims in (*links, *posts) for claim in claims]

    def name(self, code: str) -> str:
        """The name the graph holds, "" for a protected person."""
        return str(self.nodes.get(code, {}).get("name") or "")


def fetch(
    reader: Reading,
    links: str,
    posts: str,
    units: Sequence[str],
    *,
    kinds: Sequence[str],
    minimum: str = "any",
    depth: int = DEPTH,
) -> Network:
    """Everything above some units: at most ``depth`` queries for links, then one for posts and one for names.

    Args:
        links, posts: statements that take ``$units`` and return claims.
        kinds: kinds of links to follow (command, de_facto, administrative, member_of).
        minimum: any, vetted or confirmed.
    """
    network = Network()
    frontier = list(dict.fromkeys(units))
    seen: set[str] = set(frontier)
    for _ in range(depth):
        if not frontier:
            break
        found = fetch_links(reader, network, links, frontier, kinds=kinds, minimum=minimum)
        frontier = [parent for parent in found if parent not in seen]
        seen.update(frontier)
    network.cut = frozenset(frontier)
    add_posts(reader, network, posts, sorted(seen), minimum=minimum)
    return network


def fetch_links(
    reader: Reading,
    network: Network,
    links: str,
    units: Sequence[str],
    *,
    kinds: Sequence[str],
    minimum: str = "any",
) -> list[str]:
    """Add the links above these units; returns their parents, each once."""
    parents: dict[str, None] = {}
    for claim in _accepted(_batched(reader, links, units, kinds=list(kinds)), MINIMUM[minimum]):
        network.above.setdefault(claim.start, {}).setdefault((claim.end, claim.of), []).append(claim)
        parents[claim.end] = None
    return list(parents)


def add_posts(reader: Reading, network: Network, posts: str, units: Sequence[str], *, minimum: str = "any") -> None:
    """Who held posts in these units, and the names of units and persons."""
    found: dict[str, dict[tuple[str, str, str], list[Claim]]] = defaultdict(dict)
    for claim in _accepted(_batched(reader, posts, units), MINIMUM[minimum]):
        found[claim.end].setdefault((claim.start, claim.type, claim.of), []).append(claim)
    network.posts.update(found)
    people = sorted({person for groups in found.values() for person, _, _ in groups})
    for row in reader.nodes([*units, *people]):
        network.nodes[row["properties"]["code"]] = row["properties"]


def _batched(reader: Reading, statement: str, units: Sequence[str], **params: object) -> list[Row]:
    rows: list[Row] = []
    for at in range(0, len(units), BATCH):
        rows += _page(reader, statement, list(units[at : at + BATCH]), params)
    return rows


def _page(reader: Reading, statement: str, units: list[str], params: dict[str, object]) -> list[Row]:
    """All rows of some units; halved where they are more than one answer may hold, for nothing is
    silently cut."""
    page = reader.rows(statement, units=units, **params)
    if not page.truncated:
        return list(page)
    if len(units) == 1:
        raise QueryError("One unit of this chain has more links than one answer can hold.")
    half = len(units) // 2
    return _page(reader, statement, units[:half], params) + _page(reader, statement, units[half:], params)


def _accepted(rows: Iterable[Row], accepted: frozenset[str]) -> list[Claim]:
    return [claim for row in rows if (claim := claim_of(row)).vetting in accepted]
