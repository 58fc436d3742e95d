"""Units that were around when and where an incident happened: places to look, never findings."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.dates import Answer
from queries.claims import STRENGTH, Claim, claim_of, date_basis, merged, period_text, segments, standing
from queries.naming import names_in_graph
from queries.reading import OPEN_END, OPEN_START, Reading, Row

DEPTH = 6
"""Levels of places within and around places."""
EARTH_KM = 6371.0
WHY = {"BASED_AT": "based_at", "OPERATED_IN": "operated_in", "USED": "used", "CLASS": "by_class"}
_FROM_BELOW = "from_below"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place that is looked at: how it lies to the incident's, and how far, -1 where that is not known."""

    status: str
    distance: float = -1.0


def units(reader: Reading, statements: Sequence[str], params: Mapping[str, Any]) -> list[Row]:
    """A row for each unit, reason and place; the nearest and best documented first.

    Args:
        statements: see ``saved/candidate_units.cypher``.
        params: incident, radius.
    """
    where, within, around, mapped, at_places, above, classes, of_classes = statements
    here = reader.rows(where, incident=params["incident"])
    first, last = _days(reader, here, params["incident"])
    spots = _spots(reader, [str(row["code"]) for row in here], within, around, mapped, params["radius"])
    found = [claim_of(row) for row in reader.rows(at_places, codes=sorted(spots))] if spots else []
    rows = _rows(found, spots, first, last)
    rows += _from_below(reader, above, rows, first, last)
    named = sorted({word for row in reader.rows(classes, incident=params["incident"]) for word in row["classes"] or ()})
    if named:
        of_class = [claim_of(row) for row in reader.rows(of_classes, classes=named)]
        rows += _rows(of_class, {"": Spot(status="")}, first, last)
    names = names_in_graph(reader, [row["unit"] for row in rows] + [row["place"] for row in rows])
    told = [
        {**row, "unit_name": names.get(row["unit"], ""), "place_name": names.get(row["place"], ""),
         "data_as_of": reader.revision}
        for row in rows
    ]  # fmt: skip
    return sorted(told, key=_order)


_NEAR = {"same_place": 0, "within": 1, "around": 2, "radius": 3, "": 4}


def _order(row: Row) -> tuple[Any, ...]:
    return (_NEAR[row["place_status"]], -STRENGTH[Answer(row["time_status"])], row["why"], row["unit"], row["place"],
            row["through"])  # fmt: skip


def _days(reader: Reading, here: Sequence[Row], incident: str) -> tuple[str, str]:
    """First and last day on which the incident may have happened; open where nothing is known."""
    if here:
        return str(here[0]["first"]), str(here[0]["last"])
    for node in reader.nodes([incident]):
        return str(node["properties"]["since_min"]), str(node["properties"]["until_max"])
    return OPEN_START, OPEN_END


def _spots(reader: Reading, here: Sequence[str], within: str, around: str, mapped: str, radius: int) -> dict[str, Spot]:
    spots = {code: Spot(status="same_place", distance=0.0) for code in here}
    for statement, status in ((within, "within"), (around, "around")):
        frontier = list(here)
        for _ in range(DEPTH):
            rows = reader.rows(statement, codes=frontier) if frontier else []
            frontier = [str(row["code"]) for row in rows if row["code"] not in spots]
            spots.update({code: Spot(status=status) for code in frontier})
    if radius and here:
        on_map = {str(row["code"]): (float(row["lat"]), float(row["lon"])) for row in reader.rows(mapped)}
        centres = [on_map[code] for code in here if code in on_map]
        for code, place in on_map.items():
            distance = min((_kilometres(centre, place) for centre in centres), default=math.inf)
            if distance <= radius and code not in here:
                status = spots[code].status if code in spots else "radius"
                spots[code] = Spot(status=status, distance=round(distance, 1))
    return spots


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """As the crow flies, between two places given by latitude and longitude."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, place)) for place in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def _rows(claims: Iterable[Claim], spots: Mapping[str, Spot], first: str, last: str) -> list[Row]:
    groups: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.start, claim.type, claim.end].append(claim)
    rows = []
    for (unit, type_, place), group in groups.items():
        answer = _on_days(group, first, last)
        if answer is not Answer.EXCLUDED:
            rows.append(_row(unit, WHY[type_], "", place, spots[place], answer, group))
    return rows


def _on_days(claims: Sequence[Claim], first: str, last: str) -> Answer:
    """The strongest answer of any day on which the incident may have happened."""
    answers = [standing(claims, start).answer for start, _ in segments(claims, first, last)]
    return max(answers, key=STRENGTH.__getitem__)


def _row(
    unit: str, why: str, through: str, place: str, spot: Spot, answer: Answer, claims: Sequence[Claim]
) -> Row:  # fmt: skip
    return {
        "unit": unit, "unit_name": "", "why": why, "through": through, "place": place, "place_name": "",
        "place_status": spot.status, "dates": " | ".join(dict.fromkeys(period_text(claim) for claim in claims)),
        "distance_km": spot.distance, "time_status": str(answer), "status": "candidate",
        "date_basis": date_basis(claims[0]), "n_sources": len(merged(claim.documents for claim in claims)),
        "n_independent": max(claim.n_independent for claim in claims),
        "records": list(merged(claim.records for claim in claims)),
        "undermining": list(merged(claim.records for claim in claims if claim.vetting == "disputed")),
    }  # fmt: skip


def _from_below(reader: Reading, statement: str, rows: Sequence[Row], first: str, last: str) -> list[Row]:
    """Units one step above those at the places, in the days in question."""
    below = {row["unit"]: row for row in sorted(rows, key=_order, reverse=True)}  # the nearest of each counts
    if not below:
        return []
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for row in reader.rows(statement, units=sorted(below)):
        claim = claim_of(row)
        if claim.of in ("command", "de_facto"):
            groups[claim.end, claim.start].append(claim)
    found = []
    for (parent, child), claims in groups.items():
        answer = _on_days(claims, first, last)
        if answer is not Answer.EXCLUDED:
            near = below[child]
            weakest = min(answer, Answer(near["time_status"]), key=STRENGTH.__getitem__)
            spot = Spot(status=near["place_status"], distance=near["distance_km"])
            found.append(_row(parent, _FROM_BELOW, child, near["place"], spot, weakest, claims))
    return found
