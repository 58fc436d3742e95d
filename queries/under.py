"""Downwards and across: incidents under a person's command, and whether one person stood above another.

A post proves a title, nothing more. A row says that a post and the links below it are documented, assumed, possible
or in conflict on the days in question; it never says that anybody controlled, knew or ordered anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.dates import OPEN_END, OPEN_START, Answer
from queries.claims import MINIMUM, STRENGTH, Claim, claim_of, merged, segments, standing, weaker
from queries.command import Post, Step, common, posts_on, walk
from queries.errors import BadParameter
from queries.naming import names_in_graph
from queries.network import BATCH, DEPTH, Network, add_posts, fetch
from queries.reading import Reading, Row

Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """A way from a unit down to another: the units in order, and the claims of each link."""

    units: tuple[str, ...]
    links: tuple[tuple[tuple[str, str, str], tuple[Claim, ...]], ...] = ()

    @property
    def unit(self) -> str:
        """The unit at the bottom."""
        return self.units[-1]


# --- incidents under a person's command


def incidents(reader: Reading, statements: Sequence[str], params: Params) -> list[Row]:
    """Incidents of the units at and below each post of command of a person, stretch by stretch, the weakest last.

    Args:
        statements: posts of the person; links below units; incidents of units.
        params: person, depth, kinds, minimum.
    """
    posts, links, alleged = statements
    network = Network()
    add_posts(reader, network, posts, [params["person"]], minimum=params["minimum"])
    ways = ways_below(reader, links, sorted(network.posts), params)
    units = sorted({way.unit for found in ways.values() for way in found})
    by_unit: dict[str, list[Row]] = defaultdict(list)
    for at in range(0, len(units), BATCH):
        for row in reader.rows(alleged, units=units[at : at + BATCH]):
            if str(row["vetting"] or "unvetted") in MINIMUM[params["minimum"]]:
                by_unit[str(row["unit"])].append(row)
    names = names_in_graph(reader, [params["person"], *units, *network.posts])
    rows = [
        {**row, "data_as_of": reader.revision}
        for top, found in ways.items()
        for way in found
        for incident in by_unit[way.unit]
        for row in _incident_rows(network, top, way, incident, names)
    ]
    return sorted(_strongest(rows), key=_order)


def ways_below(reader: Reading, statement: str, tops: Sequence[str], params: Params) -> dict[str, list[Below]]:
    """Every way down from each unit, none through one unit twice."""
    found: dict[str, list[Below]] = {top: [Below(units=(top,))] for top in tops}
    below: dict[str, dict[tuple[str, str], list[Claim]]] = {}
    frontier = {top: list(ways) for top, ways in found.items()}
    for _ in range(min(params["depth"], DEPTH)):
        wanted = sorted({way.unit for ways in frontier.values() for way in ways} - below.keys())
        _fetch_below(reader, statement, wanted, below, params)
        frontier = {top: [longer for way in ways for longer in _longer(way, below)] for top, ways in frontier.items()}
        if not any(frontier.values()):
            break
        for top, ways in frontier.items():
            found[top] += ways
    return found


def _fetch_below(
    reader: Reading, statement: str, units: Sequence[str], below: dict[str, dict[tuple[str, str], list[Claim]]],
    params: Params,
) -> None:  # fmt: skip
    for unit in units:
        below[unit] = {}
    for at in range(0, len(units), BATCH):
        for row in reader.rows(statement, units=list(units[at : at + BATCH]), kinds=list(params["kinds"])):
            claim = claim_of(row)
            if claim.vetting in MINIMUM[params["minimum"]]:
                below[claim.end].setdefault((claim.start, claim.of), []).append(claim)


def _longer(way: Below, below: Mapping[str, Mapping[tuple[str, str], list[Claim]]]) -> list[Below]:
    return [
        Below(units=(*way.units, child), links=(*way.links, ((child, way.unit, kind), tuple(claims))))
        for (child, kind), claims in sorted(below.get(way.unit, {}).items())
        if child not in way.units
    ]


def _incident_rows(network: Network, top: str, way: Below, incident: Row, names: Mapping[str, str]) -> list[Row]:
    """One row a stretch of the incident's days on which the answer is the same; none where a step is excluded."""
    claims = [claim for groups in network.posts[top].values() for claim in groups]
    claims += [claim for _, group in way.links for claim in group]
    rows: list[Row] = []
    for start, end in segments(claims, str(incident["first"]), str(incident["last"])):
        links = _links_on(way, start)
        if links is None:
            continue
        for post in posts_on(network, top, start):
            row = {
                "from": start, "to": end, "incident": str(incident["incident"]), "date": str(incident["date"] or ""),
                "unit": way.unit, "unit_name": names.get(way.unit, ""), "below": len(way.links),
                "path": list(way.units), "person": post.person, "person_name": names.get(post.person, ""),
                "post_unit": top, "post_unit_name": names.get(top, ""), "role": post.role,
                "degree": str(incident["degree"] or ""), "acts": list(incident["acts"] or ()),
                **_with_incident(common([post.step, *links]), incident),
            }  # fmt: skip
            _append(rows, row)
    return rows


def _links_on(way: Below, day: str) -> list[Step] | None:
    """The links of a way as steps on a day, None where one of them is excluded."""
    steps = []
    for (child, parent, kind), claims in way.links:
        found = standing(claims, day)
        if found.answer is Answer.EXCLUDED:
            return None
        steps.append(Step(words=f"{child} → {parent} ({kind}): {found.answer}", standing=found))
    return steps


def _with_incident(told: Row, incident: Row) -> Row:
    """The involvement rests on records of its own."""
    return {**told, "records": list(merged([told["records"], incident["records"] or ()]))}


def _append(rows: list[Row], row: Row) -> None:
    """Stretches that say the same and touch are one."""
    before = next((each for each in reversed(rows) if each["role"] == row["role"]), None)
    same = before is not None and all(before[key] == row[key] for key in row if key not in ("from", "to"))
    if before is not None and same and _days(before["to"], row["from"]) == 2:
        before["to"] = row["to"]
    else:
        rows.append(row)


def _strongest(rows: Sequence[Row]) -> list[Row]:
    """Of several ways that lead to one incident on the same days, the strongest."""
    best: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = tuple(str(row[name]) for name in ("from", "to", "incident", "unit", "post_unit", "role", "degree"))
        if key not in best or _strength(row) > _strength(best[key]):
            best[key] = row
    return list(best.values())


def _strength(row: Row) -> tuple[int, int]:
    return STRENGTH[Answer(row["status"])], -int(row["below"])


def _order(row: Row) -> tuple[Any, ...]:
    return (-STRENGTH[Answer(row["status"])], row["from"], row["incident"], row["below"], row["unit"], row["post_unit"],
            row["role"], row["degree"])  # fmt: skip


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


# --- whether one stood above another


def between(reader: Reading, statements: Sequence[str], params: Params) -> list[Row]:
    """For each post of the superior above each unit of the subordinate: the common time in a window.

    Args:
        statements: posts of the subordinate; links above units; posts of command in units.
        params: superior, subordinate (a person or a unit), window_first, window_last, kinds, minimum.
    """
    own_posts, links, posts = statements
    superior, subordinate = params["superior"], params["subordinate"]
    if superior == subordinate:
        raise BadParameter("subordinate", "another person than the superior: nobody commands himself")
    if subordinate[:1] not in ("P", "U"):
        raise BadParameter("subordinate", "the code of a person or a unit of this case, such as U-417 208-1")
    own = Network()
    if subordinate[:1] == "P":
        add_posts(reader, own, own_posts, [subordinate], minimum=params["minimum"])
    units = sorted(own.posts) if subordinate[:1] == "P" else [subordinate]
    network = fetch(reader, links, posts, units, kinds=params["kinds"], minimum=params["minimum"])
    rows = []
    for unit in units:
        mine = own if subordinate[:1] == "P" else None
        rows += _pairs(network, mine, unit, superior, params)
    names = names_in_graph(reader, [superior, subordinate, *(row["superior_unit"] for row in rows), *units])
    told = [
        {
            "superior": superior, "superior_name": names.get(superior, ""), "superior_unit": row["superior_unit"],
            "superior_unit_name": names.get(row["superior_unit"], ""), "role": row["role"], "subordinate": subordinate,
            "subordinate_name": names.get(subordinate, ""), "subordinate_unit": row["subordinate_unit"],
            "subordinate_unit_name": names.get(row["subordinate_unit"], ""), **row, "data_as_of": reader.revision,
        }
        for row in rows
    ]  # fmt: skip
    return sorted(told, key=lambda row: (-row["documented_days"], -row["days"], row["from"], row["superior_unit"],
                                         row["role"], row["subordinate_unit"]))  # fmt: skip


def _pairs(network: Network, own: Network | None, unit: str, superior: str, params: Params) -> list[Row]:
    """Posts of the superior at or above one unit, each with the stretches on which it may have stood there."""
    claims = [*network.claims(), *(own.claims() if own else ())]
    first, last = _clamped(claims, params["window_first"], params["window_last"])
    held: dict[tuple[str, str], list[tuple[str, str, int, list[Step]]]] = defaultdict(list)
    for start, end in segments(claims, first, last) if first <= last else ():
        below = _own_posts(own, unit, params["subordinate"], start)
        if below is None:
            continue
        for above in walk(network, unit, start):
            for post in posts_on(network, above.unit, start):
                if post.person == superior:
                    steps = [*below, *above.steps, post.step]
                    held[above.unit, post.role].append((start, end, above.level, steps))
    return [_pair(unit, top, role, found) for (top, role), found in sorted(held.items())]


def _own_posts(own: Network | None, unit: str, person: str, day: str) -> list[Step] | None:
    """The strongest post through which the subordinate belongs to the unit on a day; None where there is none."""
    if own is None:
        return []
    posts: list[Post] = [post for post in posts_on(own, unit, day) if post.person == person]
    return [posts[0].step] if posts else None


def _clamped(claims: Sequence[Claim], first: str, last: str) -> tuple[str, str]:
    """The window, an open end of it drawn in to the days that the claims speak of: days are counted."""
    days = sorted(day for claim in claims for day in claim.change_days if day not in (OPEN_START, OPEN_END))
    if first == OPEN_START:
        first = days[0] if days else last
    if last == OPEN_END:
        last = max(days[-1], first) if days else first
    return first, last


def _pair(unit: str, top: str, role: str, found: Sequence[tuple[str, str, int, list[Step]]]) -> Row:
    days: dict[Answer, int] = dict.fromkeys(STRENGTH, 0)
    documented: list[tuple[str, str]] = []
    steps: dict[str, Step] = {}
    for start, end, _, on_way in found:
        answer = weaker(Answer.DOCUMENTED, *(step.standing.answer for step in on_way))
        days[answer] += _days(start, end)
        if answer is Answer.DOCUMENTED:
            documented.append((start, end))
        steps.update({step.words: step for step in on_way})
    whole = sum(days.values())
    best = max((answer for answer in days if days[answer]), key=STRENGTH.__getitem__)
    told = common(list(steps.values()))
    status = ("throughout" if days[Answer.DOCUMENTED] == whole else "part") if documented else str(best)
    return {
        "superior_unit": top, "role": role, "subordinate_unit": unit, "level": min(level for _, _, level, _ in found),
        "from": found[0][0], "to": found[-1][1], "days": whole,
        "documented_from": documented[0][0] if documented else "",
        "documented_to": documented[-1][1] if documented else "", "documented_days": days[Answer.DOCUMENTED],
        "assumed_days": days[Answer.ASSUMED], "possible_days": days[Answer.POSSIBLE] + days[Answer.CONFLICT],
        **told, "status": status,
    }  # fmt: skip
