"""What is weak in the command links of a unit or of the whole case: run it before anything leaves.

Each row is a claim, or a unit, and one doubt about it. "No source" is the gravest: a link that rests on nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph.dates import OPEN_END
from queries.claims import Claim, date_basis, merged, period_text, superseded_by
from queries.network import Network, add_posts, fetch, fetch_links
from queries.reading import Reading, Row

DOUBTS = (
    "no_source", "start_after_end", "circle", "conflict", "disputed", "overlap", "open_and_superseded", "placeholder",
    "vague", "no_dates", "one_source",
)  # fmt: skip
"""Kinds of doubt, the gravest first."""
AFFECTED = "chain_above, commanders_over_window, superiors_for_incident, who_held_post"
PAGE = 1_000
_EVERY_KIND = ("command", "de_facto", "administrative", "member_of")

Params = Mapping[str, Any]
Found = tuple[str, Sequence[Claim], Sequence[str]]  # doubt, claims, records that speak against them


def find_weak(reader: Reading, statements: Sequence[str], params: Params) -> list[Row]:
    """Doubts about the claims of a unit and everything above it, or of every unit of the case.

    Args:
        statements: a page of units after ``$after``; links above units; posts in units.
        params: unit ("" for the case).
    """
    units, links, posts = statements
    if params["unit"]:
        network = fetch(reader, links, posts, [params["unit"]], kinds=_EVERY_KIND)
        found = _doubts(network)
    else:
        found = _of_case(reader, units, links, posts)
    rows = [_row(doubt, claims, against, reader.revision) for doubt, claims, against in found]
    return sorted(rows, key=lambda row: (DOUBTS.index(row["doubt"]), row["start"], row["end"], row["records"]))


def _of_case(reader: Reading, units: str, links: str, posts: str) -> list[Found]:
    """Page by page, so that a large case fits; circles are found over all links together."""
    above: list[Claim] = []
    found: list[Found] = []
    for page in _pages(reader, units):
        network = Network()
        fetch_links(reader, network, links, page, kinds=_EVERY_KIND)
        add_posts(reader, network, posts, page)
        above += (claim for groups in network.above.values() for claims in groups.values() for claim in claims)
        found += (each for each in _doubts(network) if each[0] != "circle")
    return [*found, *_circles(above)]


def _pages(reader: Reading, statement: str) -> Iterator[list[str]]:
    after = ""
    while True:
        page = [str(row["code"]) for row in reader.rows(statement, after=after, limit=PAGE)]
        if not page:
            return
        yield page
        after = page[-1]


def _doubts(network: Network) -> list[Found]:
    found: list[Found] = []
    for unit, posts in network.posts.items():
        found += _of_posts(posts)
        if network.nodes.get(unit, {}).get("placeholder") == "unknown":
            found += (("placeholder", claims, ()) for claims in posts.values())
    for groups in network.above.values():
        for (parent, _), claims in groups.items():
            found += _of_claims(claims)
            if network.nodes.get(parent, {}).get("placeholder") == "unknown":
                found.append(("placeholder", claims, ()))
    links = (claim for groups in network.above.values() for claims in groups.values() for claim in claims)
    return [*found, *_circles(links)]


def _of_posts(posts: Mapping[tuple[str, str, str], list[Claim]]) -> list[Found]:
    found: list[Found] = []
    everyone = [claim for claims in posts.values() for claim in claims]
    for (person, type_, _), claims in posts.items():
        found += _of_claims(claims)
        successor = superseded_by(claims, (claim for claim in everyone if claim.type == type_), OPEN_END)
        if successor:
            found.append(("open_and_superseded", claims, successor))
        if type_ == "COMMANDED":
            others = [each for each in everyone if each.type == type_ and each.start > person]
            found += (
                ("overlap", [claim, other], ())
                for claim in claims
                for other in others
                if _both_documented(claim, other)
            )
    return found


def _both_documented(one: Claim, other: Claim) -> bool:
    return max(one.since_max, other.since_max) <= min(one.until_min, other.until_min)


def _of_claims(claims: Sequence[Claim]) -> list[Found]:
    found: list[Found] = []
    for claim in claims:
        if not claim.records or not claim.documents:
            found.append(("no_source", [claim], ()))
        elif claim.n_independent <= 1:
            found.append(("one_source", [claim], ()))
        if claim.contradictory:
            found.append(("start_after_end", [claim], ()))
        elif claim.since_max == OPEN_END:
            found.append(("no_dates", [claim], ()))
        elif claim.since_max > claim.until_min:
            found.append(("vague", [claim], ()))
        if claim.vetting == "disputed":
            found.append(("disputed", [claim], ()))
    found += (
        ("conflict", [one, other], ()) for at, one in enumerate(claims) for other in claims[at + 1 :]
        if _cannot_both_hold(one, other)
    )  # fmt: skip
    return found


def _cannot_both_hold(one: Claim, other: Claim) -> bool:
    """Whether two claims of one tenure exclude days that the other documents."""
    if one.contradictory or other.contradictory:
        return False
    if max(one.cited[0], other.cited[0]) > min(one.cited[1], other.cited[1]):
        return False  # two tenures
    return any(
        a.until_max < b.until_min or b.since_max < a.since_min for a, b in ((one, other), (other, one))
        if b.since_max <= b.until_min
    )  # fmt: skip


def _circles(claims: Iterable[Claim]) -> list[Found]:
    """Links that stand in a circle: those whose parent leads back to the child."""
    ups: dict[str, set[str]] = defaultdict(set)
    listed = list(claims)
    for claim in listed:
        ups[claim.start].add(claim.end)
    group = _strongly_joined(ups)
    return [
        ("circle", [claim], ()) for claim in listed
        if claim.start == claim.end or group[claim.start] == group.get(claim.end)
    ]  # fmt: skip


def _strongly_joined(ups: Mapping[str, set[str]]) -> dict[str, int]:
    """Each unit to the number of its strongly connected part (Tarjan's algorithm, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    group: dict[str, int] = {}
    path: list[str] = []
    for root in sorted(ups):
        work = [] if root in index else [(root, iter(sorted(ups[root])))]
        if work:
            index[root] = low[root] = len(index)
            path.append(root)
        while work:
            code, parents = work[-1]
            parent = next(parents, None)
            if parent is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[code])
                if low[code] == index[code]:
                    while True:
                        member = path.pop()
                        group[member] = index[code]
                        if member == code:
                            break
            elif parent not in index:
                index[parent] = low[parent] = len(index)
                path.append(parent)
                work.append((parent, iter(sorted(ups.get(parent, ())))))
            elif parent not in group:
                low[code] = min(low[code], index[parent])
    return group


def _row(doubt: str, claims: Sequence[Claim], against: Sequence[str], revision: int) -> Row:
    first = claims[0]
    return {
        "doubt": doubt,
        "start": first.start,
        "link": first.type,
        "of": first.of,
        "end": first.end,
        "other": claims[1].start if doubt == "overlap" else "",
        "dates": " | ".join(dict.fromkeys(map(period_text, claims))),
        "date_basis": date_basis(first),
        "vetting": first.vetting,
        "n_independent": max(claim.n_independent for claim in claims),
        "documents": list(merged(claim.documents for claim in claims)),
        "records": list(merged(claim.records for claim in claims)),
        "undermining": list(against),
        "affects": AFFECTED if first.type != "MEMBER_OF" else "who_held_post",
        "fails_export": doubt == "no_source",
        "data_as_of": revision,
    }
