"""What the canvas asks, translated into calls of ``queries.explore`` and back into changes of what is drawn.

Everything asked comes from a browser: codes, numbers and names are checked here, and the reader decides what they
may show. A change names what to add, move, filter or say; it is never the whole picture.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dashboard.wording import Words
from graph.errors import DossierError
from graph.projection.links import PROPERTIES
from queries import explore, layout
from queries.bundles import Bundle, bundles
from queries.explore import Choice, Shown
from queries.parameters import read_span, resolve_code
from queries.saved_query import CODE

Change = dict[str, Any]
Ask = Mapping[str, Any]
Places = dict[str, tuple[float, float]]

FAR = 1_000_000.0
AROUND = 60
REPORTED = "REPORTED_IN"


class BadAsk(DossierError):
    """The browser sent something that this page never sends."""

    def __init__(self) -> None:
        super().__init__("This cannot be shown; load the page again.")


def answer(reader: Any, ask: Any, words: Words, *, most: int) -> tuple[Change, list[Choice]]:
    """The change that an ask brings about, and the choices of a hub where it has to be asked first.

    Args:
        most: nodes that the canvas shows at most.
    """
    if not isinstance(ask, dict) or not isinstance(ask.get("do"), str) or ask["do"] not in _ANSWERS:
        return {"error": words.said(BadAsk())}, []
    number = ask.get("n")
    try:
        change = _ANSWERS[ask["do"]](reader, ask, words, most)
    except DossierError as error:
        change = {"error": words.said(error)}
    change["n"] = number
    return change, change.pop("choices", [])


def codes_in(value: object, most: int = 20_000) -> list[str]:
    """The codes in a list that a browser sent, each once; what is no code is left out."""
    if not isinstance(value, list | dict):
        raise BadAsk
    return [code for code in list(dict.fromkeys(map(str, value)))[:most] if CODE.fullmatch(code)]


def places_in(value: object) -> Places:
    """Code to position, as a browser sent them."""
    if not isinstance(value, dict):
        raise BadAsk
    places: Places = {}
    for code in codes_in(value):
        at = value[code]
        if not isinstance(at, list) or len(at) != 2 or not all(is_place(part) for part in at):
            raise BadAsk
        places[code] = (float(at[0]), float(at[1]))
    return places


def is_place(part: object) -> bool:
    """Whether this is a coordinate that a browser may send."""
    return isinstance(part, int | float) and not isinstance(part, bool) and abs(part) < FAR


def _code(reader: Any, value: object) -> str:
    text = str(value or "").strip()
    return resolve_code(reader, text) if text else ""


def drawn(shown: Shown, words: Words, *, at: Places | None = None, known: Places | None = None) -> list[dict[str, Any]]:
    """Elements for the canvas, their lines saying what they are, when, and from how many independent origins."""
    elements = explore.elements(shown, positions=at or {}, language=words.language, known=known or {})
    groups = {bundle.id: bundle for bundle in bundles(shown.links)}
    for element in elements:
        data = element["data"]
        if element["group"] == "edges":
            bundle = groups[data["id"]]
            data["what"] = _what(bundle, words)
            data["dates"] = bundle.periods(words.language)
            several = f" ×{data['n']}" if data["n"] > 1 else ""
            said = data["label"].replace(" | ", "\n")  # each period on a line of its own
            data["label"] = "\n".join(part for part in (data["what"] + several, said) if part)
        data["label"] = words.directed(data["label"])
    return elements


def _placed(reader: Any, shown: Shown, words: Words, at: Places, most: int) -> Change:
    """New nodes beside what is there, which stays where it is."""
    if len(shown.nodes) + len(at) > most:
        return {"error": words("canvas.too_many", most=most)}
    return {"add": drawn(shown, words, at=_positions(shown, at), known=at)}


def _positions(shown: Shown, fixed: Places) -> Places:
    pairs = [(link["start"], link["end"]) for link in shown.links]
    return layout.positions([*fixed, *(code for code in shown.nodes if code not in fixed)], pairs, fixed)


def _expand(reader: Any, ask: Ask, words: Words, most: int) -> Change:
    code, at = _code(reader, ask.get("code")), places_in(ask.get("shown", {}))
    if not code:
        return {"error": words("canvas.gone")}
    picked = ask.get("picked")
    if picked is None:
        choices = explore.picker(reader, code)
        usual = _usual(choices)
        if explore.is_hub(usual):
            return {"picker": code, "choices": choices}
        shown = explore.expand(reader, code, exclude=at, types=sorted({each.type for each in usual}))
    else:
        shown = _picked(reader, code, picked, _limit(ask.get("limit"), most), at)
    change = _placed(reader, shown, words, at, most)
    if "add" in change:
        change["say"] = _told(shown, words)
    return change


def _usual(choices: list[Choice]) -> list[Choice]:
    """Without what everything hangs on: documents come when they are asked for, on the card or in the picker."""
    return [each for each in choices if (each.type, each.direction) != (REPORTED, "out")] or choices


def _picked(reader: Any, code: str, picked: object, limit: int, at: Places) -> Shown:
    """The chosen lines of the picker, each so many at most."""
    if not isinstance(picked, list):
        raise BadAsk
    shown = Shown()
    for line in picked[:50]:
        if not isinstance(line, list) or len(line) != 2 or not all(isinstance(part, str) for part in line):
            raise BadAsk
        type_, kind = line
        have = {*at, *shown.nodes}
        left = limit - len(shown.nodes)
        if kind not in explore.KINDS or left <= 0:
            continue
        found = explore.expand(reader, code, kinds=[kind], types=[type_], limit=left, exclude=have)
        shown = explore.joined(shown, found)
    return shown


def _limit(value: object, most: int) -> int:
    return max(1, min(value, most)) if isinstance(value, int) and not isinstance(value, bool) else 50


def _told(shown: Shown, words: Words) -> str:
    if not shown.nodes:
        return words("canvas.nothing_new")
    said = words("canvas.added", n=len(shown.nodes))
    return f"{said} {words('canvas.more')}" if shown.after else said


def _what(bundle: Bundle, words: Words) -> str:
    """What a line is; what somebody only says of somebody says so itself."""
    said = bundle.words(words.language)
    of_itself = words.maybe(f"link.{bundle.type}", bundle.type)
    if bundle.type not in explore.ALLEGED or (bundle.type == "PERPETRATOR_OF" and not said):
        return said or of_itself  # "alleged involvement"
    return words("canvas.alleged", what=said or of_itself)


def _gather(reader: Any, ask: Ask, words: Words, most: int) -> Change:
    at = places_in(ask.get("shown", {}))
    codes = [code for each in codes_in(ask.get("codes", [])) if (code := _code(reader, each))]
    if not codes:
        return {"error": words("canvas.gone")}
    shown = explore.gather(reader, codes, shown=list(at))
    change = _placed(reader, shown, words, at, most)
    if ask.get("around") and "add" in change and len(codes) <= AROUND:
        change = _with_neighbours(reader, shown, codes, words, at, most)
    focus = _code(reader, ask.get("focus"))
    if focus and "add" in change:
        change["focus"] = focus
    return change


def _with_neighbours(reader: Any, shown: Shown, codes: list[str], words: Words, at: Places, most: int) -> Change:
    """A start card shows what it speaks of with what hangs on it; hubs stay as they are."""
    for code in codes:
        usual = _usual(explore.picker(reader, code))
        if usual and not explore.is_hub(usual):
            types = sorted({each.type for each in usual})
            shown = explore.joined(shown, explore.expand(reader, code, exclude={*at, *shown.nodes}, types=types))
    return _placed(reader, shown, words, at, most)


def _path(reader: Any, ask: Ask, words: Words, most: int) -> Change:
    a, b = _code(reader, ask.get("a")), _code(reader, ask.get("b"))
    if not a or not b:
        return {"error": words("path.need_two")}
    day = str(ask.get("day") or "").strip()
    on_day = read_span("day", day)[0] if day else None
    # Being named in one document joins nearly everything: it is a way only to or from a document.
    types = () if "D" in (a[0], b[0]) else sorted(PROPERTIES.keys() - {REPORTED})
    way = explore.path(reader, a, b, types=types, on_day=on_day)
    if not way.nodes:
        return {"error": words("path.none")}
    at = places_in(ask.get("shown", {}))
    change = _placed(reader, explore.gather(reader, way.codes, shown=list(at)), words, at, most)
    if "add" in change:
        change["ways"] = [*way.codes, *(bundle.id for bundle in bundles(way.links))]
        change["say"] = words("path.found", n=len(way.codes))
    return change


def _filter(reader: Any, ask: Ask, words: Words, most: int) -> Change:
    kept = filtered(reader, codes_in(ask.get("shown", {})), ask.get("filter"))
    edges = [each for each in drawn(kept, words) if each["group"] == "edges"]
    return {"visible": kept.codes, "edges": edges}


def filtered(reader: Any, codes: list[str], told: object) -> Shown:
    """What a filter, as the browser tells it, leaves of these entities and the links among them.

    Raises:
        BadAsk, BadParameter: the period cannot be read.
    """
    if not isinstance(told, dict):
        raise BadAsk
    kinds = [kind for kind in explore.KINDS if kind in told.get("kinds", explore.KINDS)]
    vetting = [str(status) for status in told.get("vetting", [])]
    time = str(told.get("time") or "").strip()
    span = dict(zip(("first", "last"), read_span("time", time), strict=True)) if time else {}
    return explore.filtered(explore.gather(reader, codes), kinds=kinds, vetting=vetting, **span)


def _arrange(reader: Any, ask: Ask, words: Words, most: int) -> Change:
    at = places_in(ask.get("shown", {}))
    pinned = set(codes_in(ask.get("pinned", [])))
    shown = explore.gather(reader, list(at))
    fixed = {code: place for code, place in at.items() if code in pinned}
    return {"move": _positions(shown, fixed)}


def _refresh(reader: Any, ask: Ask, words: Words, most: int) -> Change:
    """The same codes as they are now; a code that was merged into another gives that one."""
    at = places_in(ask.get("shown", {}))
    now = {code: at[each] for each in at if (code := _code(reader, each))}
    shown = explore.gather(reader, list(now))
    return {"replace": drawn(shown, words, at=now), "say": words("canvas.refreshed")}


def _restore(reader: Any, ask: Ask, words: Words, most: int) -> Change:
    at = places_in(ask.get("shown", {}))
    return {"add": drawn(explore.gather(reader, list(at)), words, at=at)}


_ANSWERS: dict[str, Callable[[Any, Ask, Words, int], Change]] = {
    "expand": _expand,
    "gather": _gather,
    "path": _path,
    "filter": _filter,
    "arrange": _arrange,
    "refresh": _refresh,
    "restore": _restore,
}
