"""From an incident upwards: whoever is named as involved, and the chain above them on its days.

Involvement is alleged. Where only a class is named ("soldiers"), there is no chain: it would be invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from queries.claims import segments
from queries.command import NONE_KNOWN, Post, chain_on, common, posts_on, words_of
from queries.network import Network, add_posts, fetch
from queries.reading import Reading, Row

Params = Mapping[str, Any]
CLASS_ONLY = "class_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Involved:
    """Somebody named as involved: a unit, a person, or a class of people only."""

    code: str
    name: str
    degree: str
    class_only: bool
    records: tuple[str, ...]


def for_incident(reader: Reading, statements: Sequence[str], params: Params) -> list[Row]:
    """The chain above each person or unit named as involved, for each stretch of the incident's days.

    Args:
        statements: involvement; units of the persons involved; links above units; posts of command.
        params: incident, kinds, minimum.
    """
    involvement, memberships, links, posts = statements
    rows = reader.rows(involvement, incident=params["incident"])
    if not rows:
        return []
    involved = _involved(rows)
    first, last = str(rows[0]["first"]), str(rows[0]["last"])
    people = [each.code for each in involved if each.code.startswith("P")]
    own = Network()
    if people:
        own = _own_units(reader, memberships, people, params["minimum"])
    units = [each.code for each in involved if each.code.startswith("U") and not each.class_only]
    network = fetch(
        reader, links, posts, [*units, *own.posts], kinds=params["kinds"], minimum=params["minimum"]
    )  # fmt: skip
    found: list[Row] = []
    for each in involved:
        head = {"involved": each.code, "involved_name": each.name, "degree": each.degree,
                "involvement_records": list(each.records)}  # fmt: skip
        for start, end, chain in _stretches(network, own, each, first, last):
            found += ({"from": start, "to": end, **head, **row, "data_as_of": reader.revision} for row in chain)
    return found


def _involved(rows: Iterable[Row]) -> list[Involved]:
    found: dict[tuple[str, str], Involved] = {}
    for row in rows:
        code, degree = str(row["involved"]), str(row["degree"] or "")
        before = found.get((code, degree))
        records = (*(before.records if before else ()), *row["records"])
        found[code, degree] = Involved(
            code=code,
            name=str(row["name"] or ""),
            degree=degree,
            class_only=bool(row["unnamed"]) or code.startswith("G"),
            records=tuple(dict.fromkeys(records)),
        )
    return list(found.values())


def _own_units(reader: Reading, statement: str, people: Sequence[str], minimum: str) -> Network:
    """Posts of the persons involved, by unit, as a network without links."""
    network = Network()
    add_posts(reader, network, statement, people, minimum=minimum)
    return network


def _stretches(
    network: Network, own: Network, each: Involved, first: str, last: str
) -> list[tuple[str, str, list[Row]]]:
    if each.class_only:
        return [(first, last, [_without_chain(CLASS_ONLY)])]
    found: list[tuple[str, str, list[Row]]] = []
    for start, end in segments([*network.claims(), *own.claims()], first, last):
        rows = _chain(network, own, each.code, start)
        if found and found[-1][2] == rows:
            found[-1] = (found[-1][0], end, rows)
        else:
            found.append((start, end, rows))
    return found


def _chain(network: Network, own: Network, code: str, day: str) -> list[Row]:
    if code.startswith("U"):
        return chain_on(network, code, day)
    posts = [post for unit in sorted(own.posts) for post in posts_on(own, unit, day) if post.person == code]
    rows = [row for post in _one_a_unit(posts) for row in chain_on(network, post.unit, day, before=[post.step])]
    return rows or [_without_chain("no_unit_known")]


def _one_a_unit(posts: Iterable[Post]) -> list[Post]:
    """The strongest post of a person in each unit: ``posts_on`` gives them in that order."""
    return list({post.unit: post for post in reversed(list(posts))}.values())[::-1]


def _without_chain(why: str) -> Row:
    return {
        "level": 0, "unit": "", "unit_name": "", "via": [], "link_kind": "", "link_dates": "", "paths": 0,
        "person": "", "person_name": "", "role": "", **words_of(None), "posting_dates": "", "posting_status": "",
        "flags": [why], **common([]), "status": NONE_KNOWN,
    }  # fmt: skip
