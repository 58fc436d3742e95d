"""What a person or a unit may have heard of before a day: earlier incidents and notices, and how they reached them.

A row says by which way word may have come. It never says that anybody knew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.dates import Answer
from queries.claims import Claim, merged, weaker
from queries.errors import BadParameter
from queries.measures import days_between
from queries.naming import names_in_graph
from queries.network import BATCH, Network, add_posts
from queries.reading import Reading, Row
from queries.under import Below, ways_below

HOW = ("addressed", "own_unit", "under_command", "same_place", "same_method", "public")
"""Ways by which word may have come, the nearest first. The last two are told of what another way found."""
PUBLIC = frozenset({"public", "announced", "published"})
NO_MATERIAL = "no_material"


@dataclass(slots=True, kw_only=True)
class _Word:
    """One event by one unit: how it may have reached them."""

    event: Row
    unit: str
    place: str = ""
    how: dict[str, None] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    found: list[Row] = field(default_factory=list)


def before(reader: Reading, statements: Sequence[str], params: Mapping[str, Any]) -> list[Row]:
    """Earlier incidents and notices, the last before the day first; nothing known is a row too.

    "Before" where the last day on which it may have happened lies before the day, else "possibly_before".

    Args:
        statements: posts of a person; links below units; incidents of units; conduct addressed to a unit, to a person;
            places of units; incidents at places; methods of an incident.
        params: who, day_first, day_last, like ("" for none), depth, kinds, minimum.
    """
    posts, links, alleged, to_unit, to_person, based, at_places, like = statements
    who = str(params["who"])
    if who[:1] not in ("P", "U"):
        raise BadParameter("who", "the code of a person or a unit of this case, such as U-417 208-1")
    network = Network()
    if who[:1] == "P":
        add_posts(reader, network, posts, [who], minimum=params["minimum"])
    tops = sorted(network.posts) if who[:1] == "P" else [who]
    words: dict[tuple[str, str], _Word] = {}
    for row in reader.rows(to_person if who[:1] == "P" else to_unit, who=[who]):
        _add(words, row, who, "addressed", Answer.DOCUMENTED, params)
    if who[:1] == "P":
        for row in _asked(reader, to_unit, "who", tops):
            _by_post(words, network, who, row, "addressed", params)
    ways = [way for found in ways_below(reader, links, tops, params).values() for way in found]
    by_unit = _grouped(_asked(reader, alleged, "units", sorted({way.unit for way in ways})), "unit")
    for way in ways:
        for row in by_unit[way.unit]:
            _by_command(words, network, who, way, row, params)
    places = _grouped(_asked(reader, based, "units", tops), "unit")
    events = _grouped(_asked(reader, at_places, "places", sorted(_places(places))), "place")
    for unit in tops:
        for place in places[unit]:
            for row in events[str(place["place"])]:
                if _meets(place, row):
                    _by_post(words, network, who, {**row, "unit": unit}, "same_place", params)
    methods = {method for row in (reader.rows(like, like=params["like"]) if params["like"] else ())
               for method in row["methods"] or ()}  # fmt: skip
    rows = [_row(word, params, methods) for word in words.values()]
    return _told(reader, sorted(rows, key=_order))


def _asked(reader: Reading, statement: str, name: str, codes: Sequence[str]) -> list[Row]:
    return [
        row for at in range(0, len(codes), BATCH) for row in reader.rows(statement, **{name: codes[at : at + BATCH]})
    ]


def _grouped(rows: Iterable[Row], by: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[str(row[by])].append(row)
    return found


def _places(places: Mapping[str, Sequence[Row]]) -> set[str]:
    return {str(row["place"]) for rows in places.values() for row in rows}


def _meets(period: Row, event: Row) -> bool:
    return str(period["since_min"]) <= str(event["last"]) and str(event["first"]) <= str(period["until_max"])


def _add(
    words: dict[tuple[str, str], _Word], row: Row, unit: str, how: str, answer: Answer, params: Mapping[str, Any]
) -> None:
    if str(row["first"]) > str(params["day_last"]):
        return
    word = words.setdefault((str(row["event"]), unit), _Word(event=row, unit=unit))
    word.how[how] = None
    word.answers.append(answer)
    word.found.append(row)
    word.place = word.place or str(row.get("place") or "")


def _by_post(
    words: dict[tuple[str, str], _Word], network: Network, who: str, row: Row, how: str, params: Mapping[str, Any]
) -> None:
    """Word that came to a unit: a person counts as reached where their post may have lasted then, or begun since."""
    unit = str(row["unit"])
    answer = _post(network, who, unit, row, params)
    if answer is not None:
        _add(words, row, unit, how, answer, params)


def _by_command(
    words: dict[tuple[str, str], _Word], network: Network, who: str, way: Below, row: Row, params: Mapping[str, Any]
) -> None:
    top = _post(network, who, way.units[0], row, params)
    links = [_on(claims, str(row["first"]), str(row["last"])) for _, claims in way.links]
    if top is None or Answer.EXCLUDED in links:
        return
    _add(words, row, way.unit, "under_command" if way.links else "own_unit", weaker(top, *links), params)


def _post(network: Network, who: str, unit: str, row: Row, params: Mapping[str, Any]) -> Answer | None:
    """How sure it is that the person had a post in the unit from the event to the day; None where none is possible."""
    if who[:1] == "U":
        return Answer.DOCUMENTED
    first, last = str(row["first"]), str(row["last"])
    held = [
        claim
        for claims in network.posts.get(unit, {}).values()
        for claim in claims
        if claim.since_min <= str(params["day_last"]) and first <= claim.until_max
    ]
    if not held:
        return None
    answer = _on(held, first, last)
    return Answer.POSSIBLE if answer is Answer.EXCLUDED else answer  # the post may have begun after the event


def _on(claims: Sequence[Claim], first: str, last: str) -> Answer:
    """What the strongest of some claims says about every day of an event: documented on both its ends, or less."""
    order = [Answer.EXCLUDED, Answer.CONFLICT, Answer.POSSIBLE, Answer.ASSUMED, Answer.DOCUMENTED]
    best = [max((claim.on(day) for claim in claims), key=order.index) for day in (first, last)]
    touches = any(claim.since_min <= last and first <= claim.until_max for claim in claims)
    found = weaker(*best)
    return Answer.POSSIBLE if found is Answer.EXCLUDED and touches else found


def _row(word: _Word, params: Mapping[str, Any], methods: set[str]) -> Row:
    event = word.event
    first, last, day = str(event["first"]), str(event["last"]), str(params["day_first"])
    how = dict(word.how)
    how |= dict.fromkeys(["same_method"] if methods & set(event["methods"] or ()) else [])
    how |= dict.fromkeys(["public"] if PUBLIC & set(event["staging"] or ()) else [])
    return {
        "event": str(event["event"]), "class": str(event["class"] or ""), "date": str(event["date"] or ""),
        "how": [each for each in HOW if each in how], "unit": word.unit, "unit_name": "", "place": word.place,
        "place_name": "", "when": "before" if last < day else "possibly_before",
        "days_before": days_between(last, day) if last < day else 0,
        "days_at_most": days_between(first, str(params["day_last"])), "status": str(weaker(*word.answers)),
        "n_independent": max(int(row["n_independent"] or 0) for row in word.found),
        "documents": list(merged(row["documents"] or () for row in word.found)),
        "records": list(merged(row["records"] or () for row in word.found)),
    }  # fmt: skip


def _order(row: Row) -> tuple[Any, ...]:
    return row["when"], row["days_before"], row["date"], row["event"], row["unit"]


def _told(reader: Reading, rows: Sequence[Row]) -> list[Row]:
    names = names_in_graph(reader, [row[name] for row in rows for name in ("unit", "place") if row[name]])
    told = [
        {**row, "unit_name": names.get(row["unit"], ""), "place_name": names.get(row["place"], "")} for row in rows
    ] or [
        {
            **dict.fromkeys(("event", "class", "date", "unit", "unit_name", "place", "place_name", "status"), ""),
            "how": [NO_MATERIAL], "when": "", "days_before": -1, "days_at_most": -1, "n_independent": 0,
            "documents": [], "records": [],
        }
    ]  # fmt: skip
    return [{**{name: row[name] for name in _COLUMNS}, "data_as_of": reader.revision} for row in told]


_COLUMNS = (
    "event", "class", "date", "how", "unit", "unit_name", "place", "place_name", "when", "days_before", "days_at_most",
    "status", "n_independent", "documents", "records",
)  # fmt: skip
