"""What was done after an incident about it or about those named as involved: for and against, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from graph.dates import OPEN_END, OPEN_START
from queries.claims import claim_of
from queries.errors import BadParameter
from queries.reading import Reading, Row

NO_MATERIAL = "no_material"
CLASSES = frozenset({"measure", "ruling", "control_act", "order_or_listing"})
NOT_KNOWN = -1
_EMPTY: Row = {
    "row": "", "event": "", "class": "", "date": "", "when": "", "days_after": NOT_KNOWN, "days_at_most": NOT_KNOWN,
    "speaks": "", "by": [], "about": "", "link": "", "unit": "", "role": "", "vetting": "", "n_independent": 0,
    "documents": [], "records": [],
}  # fmt: skip


def after(reader: Reading, statements: Sequence[str], params: Mapping[str, Any]) -> list[Row]:
    """Measures, rulings and acts of control after an incident, then new posts of the people named as involved.

    "After" where the first day it may have happened lies behind the last day of the incident, else "possibly_after".

    Args:
        statements: the incident; conduct that concerns it; those involved; conduct about units, about persons; who
            issued it; posts of persons.
        params: incident.
    """
    own, concerning, involved, units, people, issued, posts = statements
    incident = next(iter(reader.rows(own, **params)), None)
    if incident is None:
        raise BadParameter("incident", "the code of an incident of this case, such as I-417 208-1")
    who = sorted({str(row["who"]) for row in reader.rows(involved, **params)})
    conduct = [*reader.rows(concerning, **params), *reader.rows(units, who=who), *reader.rows(people, who=who)]
    rows = [_event(row, incident) for row in conduct if _counts(row, incident, params["incident"])]
    by = _issuers(reader, issued, rows)
    rows = [{**row, "by": by.get(row["event"], [])} for row in rows]
    rows += [row for row in (_post(row, incident) for row in reader.rows(posts, who=who)) if row]
    found = sorted(_once(rows), key=_order) or [{**_EMPTY, "row": NO_MATERIAL}]
    return [{**row, "data_as_of": reader.revision} for row in found]


def _counts(row: Row, incident: Row, own: str) -> bool:
    measure = row["speaks_to"] == "measures" or row["class"] in CLASSES
    return measure and row["event"] != own and str(row["last"]) > str(incident["first"])


def _event(row: Row, incident: Row) -> Row:
    return {
        **_EMPTY, "row": "conduct", "event": str(row["event"]), "class": str(row["class"] or ""),
        "date": str(row["date"] or ""), **_apart(incident, str(row["first"]), str(row["last"])),
        "speaks": str(row["speaks"] or ""), "about": str(row["about"]), "link": str(row["link"]),
        "vetting": str(row["vetting"] or ""), "n_independent": int(row["n_independent"] or 0),
        "documents": list(row["documents"] or ()), "records": list(row["records"] or ()),
    }  # fmt: skip


def _post(row: Row, incident: Row) -> Row | None:
    """A post whose true start is known and lies after the incident."""
    claim = claim_of(row)
    if not claim.known_start or claim.contradictory or claim.since_max <= str(incident["last"]):
        return None
    return {
        **_EMPTY, "row": "new_post", "date": claim.edtf, **_apart(incident, claim.since_min, claim.since_max),
        "about": claim.start, "link": claim.type, "unit": claim.end, "role": claim.of, "vetting": claim.vetting,
        "n_independent": claim.n_independent, "documents": list(claim.documents), "records": list(claim.records),
    }  # fmt: skip


def _apart(incident: Row, first: str, last: str) -> Row:
    """Whether it came after, and by how many days at least and at most; -1 where an end is open."""
    begun, ended = str(incident["first"]), str(incident["last"])
    least, most = days_between(ended, first), days_between(begun, last)
    return {
        "when": "after" if first > ended else "possibly_after", "days_after": max(least, 0) if first > ended else 0,
        "days_at_most": most,
    }  # fmt: skip


def days_between(first: str, last: str) -> int:
    """Days from one day to another, -1 where either is open."""
    if {first, last} & {OPEN_START, OPEN_END}:
        return NOT_KNOWN
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _issuers(reader: Reading, statement: str, rows: Sequence[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in reader.rows(statement, events=sorted({row["event"] for row in rows})):
        if row["who"] not in found[str(row["event"])]:
            found[str(row["event"])].append(str(row["who"]))
    return found


def _once(rows: Sequence[Row]) -> list[Row]:
    """Each row once: a measure may concern the incident and somebody involved by one link of each."""
    return list({(row["event"], row["about"], row["link"], row["speaks"], row["unit"], row["role"], row["date"]): row
                 for row in rows}.values())  # fmt: skip


def _order(row: Row) -> tuple[Any, ...]:
    return (row["row"], row["when"], row["days_after"], row["date"], row["event"], row["about"], row["link"],
            row["speaks"], row["unit"], row["role"])  # fmt: skip
