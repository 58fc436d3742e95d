"""Two lists of the same events, as two newsrooms would keep them: made from one list of events, with a seed.

Every event goes into both lists, or into one only (a list never knows everything). The articles that it rests on are
split between the two, so they share no source. Dates move within their precision, places within theirs (a list may
also only know the district or the province), names of places are misspelled now and then, and counts differ as counts
do. What is true stays in ``event``, which nothing but the judge may read.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from graph.folding import fold
from ingest.matching.case.context import Listed as Columns
from ingest.matching.case.context import columns
from ingest.matching.kinds.geography import RADIUS_KM as RADIUS_OF_RANK
from ingest.matching.kinds.incident import INCIDENT, citing_bits, key_columns, share_bits
from ingest.matching.kinds.words import weighed
from ingest.matching.tables import Records

KM_A_DEGREE = 111.2
SLACK = {1: 0, 2: 6, 3: 7, 4: 31, 5: 366}
RANK = {1: 1, 2: 2, 3: 3, 4: 4, 5: 4, 6: 5, 7: 5}
"""The dataset's precision of a place as :data:`ingest.matching.kinds.geography.RANK` counts it."""
RADIUS_KM = {1: 1.0, 2: 25.0, 3: 50.0, 4: 150.0, 5: 200.0, 6: 800.0, 7: 800.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One event as one list has it.

    Attributes:
        event: the truth: the same in both lists for one event.
        list: 0 or 1.
        date_precision: 1 a day, 2 two to six days, 3 a week, 4 a month, 5 up to a year.
        place_precision: 1 exact, 2 within 25 km, 3 district, 4 province, 5 a line or area, 6 country.
        low, best, high: people killed.
    """

    key: str
    event: str
    list: int
    since: date
    until: date
    date_precision: int
    place: str
    district: str
    province: str
    country: str
    lat: float
    lon: float
    place_precision: int
    violence: str
    sides: tuple[str, ...]
    low: int
    best: int
    high: int
    articles: tuple[str, ...]


def two_lists(
    events: Sequence[dict[str, str]], *, seed: int, in_both: float = 0.6, coarser: float = 0.15, misspelled: float = 0.1
) -> list[Listed]:
    """Both lists, shuffled.

    Args:
        events: rows of the UCDP Georeferenced Event Dataset.
        in_both: share of the events that both lists have; the others are in one of them.
        coarser: share of the rows whose list knows the place one step less exactly.
        misspelled: share of the rows whose place has one letter wrong.
    """
    random = Random(seed)
    rows: list[Listed] = []
    for event in events:
        articles = sorted({part.strip() for part in event["source_article"].split(";") if part.strip()})
        random.shuffle(articles)
        halves = (tuple(articles[::2]), tuple(articles[1::2]))
        chosen = (0, 1) if random.random() < in_both else (random.randrange(2),)
        rows += [_listed(event, side, halves[side], random, coarser, misspelled) for side in chosen]
    random.shuffle(rows)
    return rows


def read_events(path: Path) -> list[dict[str, str]]:
    """The rows of the dataset's CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _listed(
    event: dict[str, str], side: int, articles: tuple[str, ...], random: Random, coarser: float, misspelled: float
) -> Listed:
    precision = int(event["where_prec"])
    since, until = _dates(event, random)
    lat, lon = _moved(float(event["latitude"]), float(event["longitude"]), precision, random)
    place = event["where_coordinates"]
    if random.random() < misspelled:
        place = _misspelled(place, random)
    if precision < 4 and random.random() < coarser:
        precision = 3 if precision < 3 and event["adm_2"] else 4
        place = (event["adm_2"] if precision == 3 else event["adm_1"]) or event["country"]
        lat, lon = _moved(lat, lon, precision, random)
    low, best, high = _counts(event, random)
    return Listed(
        key=f"{side}-{event['id']}", event=event["id"], list=side, since=since, until=until,
        date_precision=int(event["date_prec"]), place=place, district=event["adm_2"] if precision <= 3 else "",
        province=event["adm_1"] if precision <= 5 else "", country=event["country"], lat=lat, lon=lon,
        place_precision=precision, violence=event["type_of_violence"],
        sides=tuple(one for one in (event["side_a"], event["side_b"]) if one and one != "Civilians"),
        low=low, best=best, high=high, articles=articles,
    )  # fmt: skip


def _dates(event: dict[str, str], random: Random) -> tuple[date, date]:
    """The range itself, or a shorter one inside it: what a list may know without contradicting the event."""
    since, until = (date.fromisoformat(event[name][:10]) for name in ("date_start", "date_end"))
    days = (until - since).days
    if days == 0 or random.random() < 0.4:
        return since, until
    first, last = sorted((random.randint(0, days), random.randint(0, days)))
    return since + timedelta(days=first), since + timedelta(days=last)


def _moved(lat: float, lon: float, precision: int, random: Random) -> tuple[float, float]:
    away = RADIUS_KM[precision] * (0.0 if precision == 1 else min(1.0, abs(random.gauss(0.0, 0.45))))
    bearing = random.uniform(0.0, 2 * math.pi)
    north, east = away * math.cos(bearing), away * math.sin(bearing)
    return lat + north / KM_A_DEGREE, lon + east / (KM_A_DEGREE * math.cos(math.radians(lat)))


def _misspelled(name: str, random: Random) -> str:
    at = random.randrange(len(name))
    letter = random.choice("abdeiklmnorstu")
    return random.choice(
        (name[:at] + name[at + 1 :], name[:at] + letter + name[at + 1 :], name[:at] + letter + name[at:])
    )


def _counts(event: dict[str, str], random: Random) -> tuple[int, int, int]:
    """As the list has it: now and then the same, else other by a fifth or by one, the range as wide as its words."""
    low, best, high = (int(event[name]) for name in ("low", "best", "high"))
    if random.random() < 0.5:
        return low, best, high
    moved = max(0, round(best * math.exp(random.gauss(0.0, 0.2))) + (random.choice((-1, 0, 1)) if best > 2 else 0))
    return min(low, moved), moved, max(high, moved)


def as_columns(rows: Sequence[Listed]) -> Columns:
    """Both lists as the engine compares incidents; each list is one document."""
    epoch = date(1970, 1, 1).toordinal()
    places = Counter(fold(row.place) for row in rows)
    citing = {one: citing_bits(count) for one, count in Counter(one for row in rows for one in row.articles).items()}
    made = []
    for row in rows:
        since, until, rank = row.since.toordinal() - epoch, row.until.toordinal() - epoch, RANK[row.place_precision]
        slack = SLACK[row.date_precision] if since == until else min(31, until - since)
        within = [fold(one) for one in (row.place if rank < 5 else "", row.district, row.province) if one]
        exact = rank <= 3
        made.append({
            "since": since, "until": until, "slack": slack, "rank": rank, "radius": RADIUS_OF_RANK[rank],
            "lat": row.lat if rank < 5 else None, "lon": row.lon if rank < 5 else None, "place": fold(row.place),
            "place_bits": share_bits(places[fold(row.place)], len(rows), least=2, most=8), "within": within,
            "sides": list(row.sides), "methods": [] if row.violence == "3" else ["armed_clash"], "victims": [],
            "low": row.low, "best": row.best, "high": row.high, "cites": weighed(row.articles, citing),
            "documents": [f"list {row.list}"], "subtype": "harm",
            **key_columns(since=since, until=until, slack=slack, sides=row.sides, places=within,
                          lat=row.lat if exact else None, lon=row.lon if exact else None),
        })  # fmt: skip
    return Columns(
        threads=[f"{number:06}" for number in range(len(rows))],
        records=Records(size=len(rows), columns=columns(INCIDENT.columns, made)),
        sources=[f"list {row.list}" for row in rows],
    )
