"""What a person keeps of the canvas: work of theirs, in the vault, so that it outlives the window and the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.canvas import BadAsk, codes_in, is_place, places_in
from dashboard.desk import Desk
from graph.errors import DossierError

LONGEST_NAME = 120
LONGEST_NOTE = 2_000
MOST_NOTES = 200
State = dict[str, Any]


class NoName(DossierError):
    """A view is found by its name."""

    def __init__(self) -> None:
        super().__init__("Give the view a name.")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view in the list: its id is its address; ``size`` counts the entities on it."""

    id: str
    name: str
    size: int


def state_in(told: object) -> State:
    """What a browser says of its canvas, checked.

    Raises:
        BadAsk: it is not what this page sends.
    """
    if not isinstance(told, dict):
        raise BadAsk
    return {
        "at": places_in(told.get("at", {})),
        "hidden": codes_in(told.get("hidden", [])),
        "pinned": codes_in(told.get("pinned", [])),
        "notes": _notes_in(told.get("notes", [])),
        "filter": _filter_in(told.get("filter", {})),
    }


def _notes_in(told: object) -> list[State]:
    if not isinstance(told, list) or len(told) > MOST_NOTES:
        raise BadAsk
    notes: list[State] = []
    for each in told:
        at = each.get("at") if isinstance(each, dict) else None
        text = each.get("text") if isinstance(each, dict) else None
        if not isinstance(text, str) or not isinstance(at, list) or len(at) != 2 or not all(map(is_place, at)):
            raise BadAsk
        notes.append({"text": text[:LONGEST_NOTE], "at": [float(at[0]), float(at[1])]})
    return notes


def _filter_in(told: object) -> State:
    if not isinstance(told, dict):
        raise BadAsk
    off = {name: [str(each)[:40] for each in told.get(name, [])][:40] for name in ("kinds_off", "vetting_off")}
    return {**off, "time": str(told.get("time") or "")[:60]}


def canvas_of(desk: Desk) -> State:
    """The canvas as this person left it; {} for none."""
    found = desk.case.evidence.works("canvas", owner=desk.user)
    return dict(found[0].body) if found else {}


def shown_codes(desk: Desk) -> list[str]:
    """Codes that the canvas shows, as this person left it."""
    state = canvas_of(desk)
    return [code for code in state.get("at", {}) if code not in state["hidden"]]


def keep_canvas(desk: Desk, told: object) -> None:
    """Keep the canvas as it is; what is no canvas is not kept."""
    try:
        state = state_in(told)
    except BadAsk:
        return
    found = desk.case.evidence.works("canvas", owner=desk.user)
    desk.case.evidence.save_work("canvas", state, owner=desk.user, id=found[0].id if found else "")


def views(desk: Desk) -> list[View]:
    """The named views of this person, newest first."""
    found = desk.case.evidence.works("view", owner=desk.user)
    return [View(id=each.id, name=each.body["name"], size=len(each.body["state"]["at"])) for each in found]


def view(desk: Desk, own: str) -> State | None:
    """What a view holds, None where this person has none of this id."""
    found = desk.case.evidence.work(own, owner=desk.user)
    return dict(found.body["state"]) if found and found.kind == "view" else None


def save_view(desk: Desk, name: object, told: object) -> str:
    """Keep the canvas under a name; the same name again takes its place. Returns the name.

    Raises:
        NoName, BadAsk.
    """
    called = " ".join(str(name or "").split())[:LONGEST_NAME]
    if not called:
        raise NoName
    body = {"name": called, "state": state_in(told)}
    same = next((each.id for each in views(desk) if each.name == called), "")
    desk.case.evidence.save_work("view", body, owner=desk.user, id=same)
    return called


def drop_view(desk: Desk, own: str) -> None:
    """Throw a view away."""
    if view(desk, own) is not None:
        desk.case.evidence.drop_work(own, owner=desk.user)
