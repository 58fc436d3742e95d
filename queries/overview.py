"""What is in the case, what was loaded last, what needs attention, and where to begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph.model.words import code_label
from queries.naming import isolated
from queries.reading import LABEL_OF, OPEN_END, OPEN_START, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """Something that somebody should look at.

    Attributes:
        kind: waiting, refused, unsure, one_source, disputed.
        query: a saved query that lists it, "" for none.
    """

    kind: str
    count: int
    query: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCard:
    """A way into the case, made from what is in it: a saved query with its parameters, or entities to open.

    Attributes:
        kind: above_on_day, how_many, split, repeated_method or two_incidents.
        title, text: sentences in the language asked for; names isolated, protected people as codes.
        codes: what to put onto the canvas.
    """

    kind: str
    title: str
    text: str
    query: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    codes: tuple[str, ...] = ()


@cache
def _sentences() -> dict[str, Any]:
    return dict(yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))["start"])


def _card(kind: str, language: str, words: Mapping[str, str], **more: Any) -> StartCard:
    sentences = _sentences()[kind]
    told = sentences.get(language) or sentences["en"]
    return StartCard(kind=kind, title=told["title"].format(**words), text=told["text"].format(**words), **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One look at the case, within a reader's clearance.

    Attributes:
        counts: kind of entity to number, in the order of the model; documents among them.
        loads: the latest first (``graph.evidence.Load``).
    """

    counts: dict[str, int]
    loads: tuple[Any, ...]
    attention: tuple[Attention, ...]
    cards: tuple[StartCard, ...]


_COUNT = """
MATCH (n:{label})
WHERE n.clear_min <= $clearance AND $clearance <= n.clear_max
RETURN count(n) AS n
ORDER BY n
"""
_LINKS = """
MATCH ()-[r]->()
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN type(r) AS type, count(r) AS n
ORDER BY type
"""


def counts(reader: Reading) -> dict[str, int]:
    """Entities of each kind that this reader sees."""
    return {label.lower(): int(reader.rows(_COUNT.format(label=label))[0]["n"]) for label in LABEL_OF.values()}


def link_counts(reader: Reading) -> dict[str, int]:
    """Links of each type that this reader sees."""
    return {row["type"]: int(row["n"]) for row in reader.rows(_LINKS)}


def overview(reader: Any, *, loads: Any = None, language: str = "en") -> Overview:
    """Everything for the first page.

    Args:
        loads: loads of the case, oldest first, where the caller may show them (``case.evidence.loads()``).
    """
    listed = tuple(reversed(list(loads or ())))
    return Overview(
        counts=counts(reader),
        loads=listed[:10],
        attention=attention(reader, listed),
        cards=tuple(start_cards(reader, language=language)),
    )


def attention(reader: Any, loads: tuple[Any, ...]) -> tuple[Attention, ...]:
    """What needs a look, as far as there is any; the most urgent first."""
    waiting = len(reader.waiting()) if hasattr(reader, "waiting") else 0
    verdicts = reader.pair_verdicts() if hasattr(reader, "pair_verdicts") else []
    unsure = sum(one.verdict == "unsure" or bool(one.waits) for one in verdicts)
    refused = sum(int(load.refused) for load in loads if not load.withdrawn)
    found = [
        Attention(kind="waiting", count=waiting),
        Attention(kind="refused", count=refused),
        Attention(kind="unsure", count=unsure),
    ]
    found.append(Attention(kind="one_source", count=_one_source(reader), query="weak_links"))
    return tuple(each for each in found if each.count)


_ONE_SOURCE = """
MATCH (a)-[r:COMMANDED|MEMBER_OF|SUBORDINATE_TO]->(b:Unit)
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max AND r.n_independent <= 1
RETURN count(r) AS n
ORDER BY n
"""


def _one_source(reader: Reading) -> int:
    return int(reader.rows(_ONE_SOURCE)[0]["n"])


def start_cards(reader: Reading, *, language: str = "en") -> list[StartCard]:
    """Ways in that this case really offers, the most telling first; none for an empty case."""
    found = [make(reader, language) for make in (_above, _how_many, _merged, _repeated, _twice)]
    return [card for card in found if card is not None]


SAMPLE = 10_000
"""So many links or entities are looked at for a start card: it offers a way in, it does not answer, and the page
must not wait."""

_PARENTS = """
MATCH (u:Unit)-[s:SUBORDINATE_TO]->(parent:Unit)
WHERE s.clear_min <= $clearance AND $clearance <= s.clear_max
WITH u, s LIMIT $sample
RETURN u.code AS code, u.name AS name, min(s.since_min) AS since, max(s.until_max) AS until, count(s) AS links
ORDER BY links DESC, code
"""
_ALLEGED = """
MATCH (u:Unit)-[r:PERPETRATOR_OF]->(i:Incident)
WHERE u.code IN $units AND r.clear_min <= $clearance AND $clearance <= r.clear_max
  AND i.since_min > $open AND i.until_max < $never
WITH u, i LIMIT $sample
RETURN u.code AS code, i.since_min AS first, i.until_max AS last
ORDER BY first, last, code LIMIT 200
"""
_COMMANDED = """
MATCH (p:Person)-[c:COMMANDED]->(u:Unit)
WHERE u.code IN $units AND c.clear_min <= $clearance AND $clearance <= c.clear_max
  AND c.since_max <= c.until_min AND c.since_max > $open AND c.since_max < $never
WITH u, c LIMIT $sample
RETURN u.code AS code, max(c.since_max) AS first, max(c.since_max) AS last
ORDER BY first DESC, code LIMIT 200
"""


def _above(reader: Reading, language: str) -> StartCard | None:
    """Who stood above X on this day: a unit with a parent and an alleged involvement then, else a commanded one."""
    parents = {str(row["code"]): row for row in reader.rows(_PARENTS, sample=SAMPLE)}
    params = {"units": list(parents)[:1_000], "open": OPEN_START, "never": OPEN_END, "sample": SAMPLE}
    row = next(
        (
            row
            for statement in (_ALLEGED, _COMMANDED)
            for row in reader.rows(statement, **params)
            if parents[row["code"]]["since"] <= row["last"] and row["first"] <= parents[row["code"]]["until"]
        ),
        None,
    )
    if row is None:
        return None
    code, first, last = str(row["code"]), str(row["first"]), str(row["last"])
    unit = isolated(str(parents[code]["name"] or "")) or code
    day = first if first == last else f"{first}/{last}"
    return _card(
        "above_on_day", language, {"unit": unit, "day": day}, query="chain_above",
        parameters={"unit": code, "day": day}, codes=(code,),
    )  # fmt: skip


_MOST_FIGURES = """
MATCH (f:Figure)-[r:ABOUT]->(i:Incident)
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
WITH f, i LIMIT $sample
WITH i.code AS code, f.what AS what, count(DISTINCT f.code) AS n, min(f.low) AS low, max(f.high) AS high
WHERE n > 1 AND low <> high
RETURN code, n, low, high
ORDER BY n DESC, code LIMIT 1
"""
_FIGURES_OF = """
MATCH (f:Figure)-[r:ABOUT]->(i:Incident {code: $code})
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN f.what AS what, f.low AS low, f.best AS best, f.high AS high
ORDER BY what, low, best, high LIMIT 8
"""


def _how_many(reader: Reading, language: str) -> StartCard | None:
    """Why 8, 5 or 6: the incident about which most sources give different figures."""
    rows = reader.rows(_MOST_FIGURES, sample=SAMPLE)
    if not rows:
        return None
    code = str(rows[0]["code"])
    said = [max(row["best"], row["low"], row["high"] if row["low"] < 0 else -1)
            for row in reader.rows(_FIGURES_OF, code=code)]  # fmt: skip
    numbers = list(dict.fromkeys(str(number) for number in said if number >= 0))
    return _card(
        "how_many", language, {"numbers": ", ".join(numbers), "incident": code}, query="victims_of_incident",
        parameters={"incident": code}, codes=(code,),
    )  # fmt: skip


_MERGED = """
MATCH (n:{label})
WHERE n.clear_min <= $clearance AND $clearance <= n.clear_max AND size(n.aliases) > 0
RETURN n.code AS code, n.name AS name, size(n.aliases) AS n
ORDER BY n DESC, code LIMIT 1
"""


def _merged(reader: Reading, language: str) -> StartCard | None:
    """Split a wrong merge: the person (else unit) that most records were joined into."""
    for label in ("Person", "Unit"):
        rows = reader.rows(_MERGED.format(label=label))
        if rows:
            name = isolated(str(rows[0]["name"] or "")) or str(rows[0]["code"])
            code, words = str(rows[0]["code"]), {"entity": name, "records": str(int(rows[0]["n"]) + 1)}
            return _card("split", language, words, codes=(code,))
    return None


_REPEATED = """
MATCH (i:Incident)
WHERE i.clear_min <= $clearance AND $clearance <= i.clear_max AND i.class = 'harm'
WITH i LIMIT $sample
MATCH (i)-[r:OCCURRED_AT]->(l:Location)
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
UNWIND i.methods AS method
WITH method, l.code AS place, l.name AS name, count(DISTINCT i.code) AS n
WHERE n > 1 AND method <> 'not_known'
RETURN method, place, name, n
ORDER BY n DESC, method, place LIMIT 1
"""


def _repeated(reader: Reading, language: str) -> StartCard | None:
    rows = reader.rows(_REPEATED, sample=SAMPLE)
    if not rows:
        return None
    row = rows[0]
    place = str(row["place"])
    words = {
        "method": code_label("method", row["method"], language),
        "place": isolated(str(row["name"] or "")) or place,
    }  # fmt: skip
    return _card("repeated_method", language, words, query="incidents_by_method_place_month", codes=(place,))


_TWICE = """
MATCH (p:Person)
WHERE p.clear_min <= $clearance AND $clearance <= p.clear_max
WITH p LIMIT $sample
MATCH (p)-[r:VICTIM_OF|PERPETRATOR_OF]->(i:Incident)
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
WITH p.code AS code, count(DISTINCT i.code) AS n
WHERE n > 1
RETURN count(code) AS people
ORDER BY people
"""


def _twice(reader: Reading, language: str) -> StartCard | None:
    rows = reader.rows(_TWICE, sample=SAMPLE)
    if not rows or not rows[0]["people"]:
        return None
    return _card("two_incidents", language, {}, query="people_in_two_incidents")
