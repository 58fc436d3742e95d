"""Who followed whom at the head of the units named as involved, around the days of an incident."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from graph.dates import OPEN_END, OPEN_START
from queries.claims import Claim, date_basis, merged, period_text
from queries.errors import BadParameter
from queries.measures import days_between
from queries.naming import names_in_graph
from queries.network import Network, fetch
from queries.reading import Reading, Row

NONE_NEAR = "none_near"


def near(reader: Reading, statements: Sequence[str], params: Mapping[str, Any]) -> list[Row]:
    """Hand-overs in units involved in an incident and, where asked, in those above, at most so many days away.

    An incident that lies on both sides of a hand-over has a row for each side. A unit without one near has a row that
    says so.

    Args:
        statements: those involved with the days of the incident; links above units; posts of command.
        params: incident, days, above (yes or no), minimum.
    """
    involved, links, posts = statements
    rows = reader.rows(involved, **params)
    if not rows:
        raise BadParameter("incident", "the code of an incident of this case in which a unit is named as involved")
    first, last = str(rows[0]["first"]), str(rows[0]["last"])
    units = list(dict.fromkeys(str(row["unit"]) for row in rows))
    depth = 12 if params["above"] == "yes" else 0
    network = fetch(reader, links, posts, units, kinds=("command", "de_facto"), minimum=params["minimum"], depth=depth)
    if not depth:
        network.cut = frozenset()
    found = [row for unit in sorted(network.posts or units) for row in _of_unit(network, unit, first, last, params)]
    found += [_none(unit) for unit in units if not any(row["unit"] == unit for row in found)]
    people = [row[name] for row in found for name in ("unit", "out", "in") if row[name]]
    names = names_in_graph(reader, people)
    told = ({**row, **{f"{name}_name": names.get(row[name], "") for name in ("unit", "out", "in")}} for row in found)
    order = [{name: row[name] for name in _COLUMNS} for row in told]
    return [{**row, "data_as_of": reader.revision} for row in sorted(order, key=_order)]


_COLUMNS = (
    "row", "unit", "unit_name", "role", "out", "out_name", "out_until", "in", "in_name", "in_since", "exact", "between",
    "days", "phase", "days_away", "date_basis", "n_independent", "documents", "records",
)  # fmt: skip


def _of_unit(network: Network, unit: str, first: str, last: str, params: Mapping[str, Any]) -> Iterable[Row]:
    """Each pair of neighbours in one post, in order of their starts."""
    roles: dict[str, list[Claim]] = {}
    for (_, _, role), claims in network.posts.get(unit, {}).items():
        roles.setdefault(role, []).extend(claim for claim in claims if not claim.contradictory)
    for role, claims in sorted(roles.items()):
        held = sorted(_tenures(claims), key=lambda each: (each.since_max, each.until_min, each.start))
        for out, into in pairwise(held):
            away = _away(out.until_min, into.since_max, first, last)
            if out.start != into.start and away <= params["days"]:
                for phase in _phases(out, into, first, last):
                    yield _row(unit, role, out, into, phase=phase, away=away)


def _tenures(claims: Iterable[Claim]) -> list[Claim]:
    """One claim for each tenure of a person: the one that is cited longest stands for those that overlap it."""
    found: list[Claim] = []
    for claim in sorted(claims, key=lambda each: (each.start, each.cited[0], each.cited[1])):
        before = found[-1] if found else None
        if before is not None and before.start == claim.start and claim.cited[0] <= before.cited[1]:
            found[-1] = max(before, claim, key=lambda each: (days_between(*each.cited), each.n_independent))
        else:
            found.append(claim)
    return found


def _away(out: str, into: str, first: str, last: str) -> int:
    """Days between the hand-over and the incident, 0 where they touch or an end is open."""
    begun, ended = min(out, into), max(out, into)
    if last < begun:
        return max(days_between(last, begun), 0)
    return max(days_between(ended, first), 0) if ended < first else 0


def _phases(out: Claim, into: Claim, first: str, last: str) -> list[str]:
    """On which side of the hand-over the incident lies; both where it may lie on either."""
    begun, ended = min(out.until_min, into.since_max), max(out.until_min, into.since_max)
    if last <= begun:
        return ["before_hand_over"]
    return ["after_hand_over"] if first >= ended else ["before_hand_over", "after_hand_over"]


def _row(unit: str, role: str, out: Claim, into: Claim, *, phase: str, away: int) -> Row:
    exact = out.until_min == out.until_max and into.since_min == into.since_max
    apart = days_between(out.until_min, into.since_max)
    between = "gap" if apart > 1 else "overlap" if out.until_min >= into.since_max else "none"
    return {
        "row": "hand_over", "unit": unit, "role": role, "out": out.start, "out_until": _end(out), "in": into.start,
        "in_since": _start(into), "exact": "exact" if exact else "cited", "between": between,
        "days": abs(apart) - 1 if between == "gap" else abs(apart) + 1 if between == "overlap" else 0, "phase": phase,
        "days_away": away, "date_basis": f"{date_basis(out)}; {date_basis(into)}",
        "n_independent": min(out.n_independent, into.n_independent),
        "documents": list(merged([out.documents, into.documents])),
        "records": list(merged([out.records, into.records])),
    }  # fmt: skip


def _none(unit: str) -> Row:
    texts = ("role", "out", "out_until", "in", "in_since", "exact", "between", "phase", "date_basis")
    return {
        **dict.fromkeys(texts, ""), "row": NONE_NEAR, "unit": unit, "days": 0, "days_away": -1, "n_independent": 0,
        "documents": [], "records": [],
    }  # fmt: skip


def _end(claim: Claim) -> str:
    return claim.until_min if claim.until_min != OPEN_START else period_text(claim)


def _start(claim: Claim) -> str:
    return claim.since_max if claim.since_max != OPEN_END else period_text(claim)


def _order(row: Row) -> tuple[Any, ...]:
    return row["row"], row["days_away"], row["unit"], row["role"], row["in_since"], row["phase"], row["out"], row["in"]
