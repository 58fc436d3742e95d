"""What a person is about to take away: chosen codes, for whom and why, kept as work of theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from dashboard.desk import Desk
from dashboard.wording import LANGUAGES
from graph.case import AUDIENCES
from graph.evidence.codes import read_code
from queries.brief.selection import Selection, chosen_codes
from queries.naming import title_of
from queries.parameters import Parameter, resolve_code, suggest
from queries.saved_query import CODE

KIND = "selection"
MOST = 10_000
LONGEST = 300
SHORTEST = 3
"""Letters from which on it is said that nothing is called like this."""
_LIKE_A_CODE = re.compile(r"[A-Za-z][\s\-–]*\d(?:[\s\-–]*\d){6,}")
Chosen = dict[str, Any]
EMPTY: Chosen = {"codes": [], "audience": "counsel", "purpose": "", "title": "", "language": "en"}


def checked(told: object) -> Chosen:
    """A selection as a browser says it, with what it may not say left out."""
    given: dict[str, Any] = told if isinstance(told, dict) else {}
    codes = given.get("codes")
    audience, language = str(given.get("audience")), str(given.get("language"))
    return {
        "codes": _codes(codes if isinstance(codes, list) else []),
        "audience": audience if audience in AUDIENCES else EMPTY["audience"],
        "purpose": str(given.get("purpose") or "")[:LONGEST],
        "title": str(given.get("title") or "")[:LONGEST],
        "language": language if language in LANGUAGES else LANGUAGES[0],
    }


def _codes(given: Iterable[object]) -> list[str]:
    return [code for code in dict.fromkeys(map(str, given)) if CODE.fullmatch(code)][:MOST]


def begin(desk: Desk, codes: Iterable[object], *, language: str) -> str:
    """Keep a new selection of these codes; returns its id."""
    body = checked({**EMPTY, "codes": list(codes), "language": language})
    return str(desk.case.evidence.save_work(KIND, body, owner=desk.user).id)


def opened(desk: Desk, part: str, *, language: str) -> tuple[str, Chosen] | None:
    """The selection that an address names: by its id, by ``run-<id>``, or the latest one; None where it is not there.

    Raises:
        DossierError: the run cannot be asked again.
    """
    evidence = desk.case.evidence
    if part.startswith("run-"):
        reader = desk.reader()
        codes = chosen_codes(evidence, reader, Selection(run=part.removeprefix("run-")))
        own = begin(desk, codes, language=language)
        return own, checked({**EMPTY, "codes": codes, "language": language})
    if part:
        found = evidence.work(part, owner=desk.user)
        return (found.id, checked(found.body)) if found and found.kind == KIND else None
    latest = evidence.works(KIND, owner=desk.user)
    if latest:
        return latest[0].id, checked(latest[0].body)
    return begin(desk, [], language=language), {**EMPTY, "language": language}


def keep(desk: Desk, own: str, told: object) -> Chosen:
    """Keep a selection as it now is.

    Raises:
        CaseError: it is not this person's, or was dropped.
    """
    body = checked(told)
    desk.case.evidence.save_work(KIND, body, owner=desk.user, id=own)
    return body


def added(desk: Desk, codes: list[str], text: str) -> list[str]:
    """The codes with one more, given as somebody typed it; as they were where it names nothing."""
    code = resolve_code(desk.reader(), text.strip()) if text.strip() else ""
    return _codes([*codes, code] if code else codes)


def missed(desk: Desk, codes: list[str], text: str) -> str:
    """Why what somebody typed adds nothing: "twice", "unknown" (a code of nothing here), "misread" (no code, though it
    looks like one) or "nothing" (no name begins like this); "" while they are still typing, or where it is added."""
    typed = text.strip()
    if not typed:
        return ""
    code = resolve_code(desk.reader(), typed)
    if code:
        return "twice" if code in codes else ""
    if _LIKE_A_CODE.fullmatch(typed):
        return "unknown" if read_code(typed) else "misread"
    known = suggest(desk.reader(), Parameter(name="entity", type="entity", help={"en": ""}), typed, limit=1)
    return "" if known or len(typed) < SHORTEST or typed[1:2] == "-" else "nothing"


def titles(desk: Desk, codes: list[str], language: str) -> list[tuple[str, str, str]]:
    """Code, kind and one line for each entity among these that is still there."""
    return [
        (row["properties"]["code"], row["label"].lower(), title_of(row["label"], row["properties"], language))
        for row in desk.reader().nodes(codes)
    ]


def unfinished(desk: Desk) -> str:
    """The job of a brief that this person started and that still runs: a page opened anew finds it again."""
    found = desk.case.evidence.jobs(owner=desk.user, kind="brief")
    return found[0].id if found and not found[0].finished else ""
