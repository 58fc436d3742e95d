"""Where a reviewer is, as the browser keeps it: threads and ids alone, and nothing of it is trusted when it returns."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from typing import Any

from graph.model.kinds import KINDS
from ingest.reviewing import MATCHER, WHOSE, Filter, Pair
from ingest.reviewing_acts import MOST_DONE, Done, Sitting

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_MOST_LATER = 2_000


def sitting_in(told: Any) -> Sitting:
    """A sitting from what the browser kept; whatever is not as this page wrote it is left out."""
    if not isinstance(told, dict):
        return Sitting()
    done = [
        Done(pair=pair, decisions=tuple(ids))
        for each in _list(told.get("done"), MOST_DONE)
        if isinstance(each, dict)
        and (pair := _pair(each.get("pair"))) is not None
        and (ids := [one for one in _list(each.get("decisions"), 9) if _is_id(one)])
    ]
    later = [pair for each in _list(told.get("later"), _MOST_LATER) if (pair := _pair(each)) is not None]
    shown, count = told.get("shown"), told.get("count")
    return Sitting(
        pair=_pair(told.get("pair")),
        shown=str(shown) if _is_id(shown) else "",
        chosen=filter_in(told.get("who"), told.get("kind"), told.get("load"), told.get("of")),
        later=tuple(later),
        done=tuple(done),
        count=count if isinstance(count, int) and 0 <= count < 10**6 else len(done),
    )


def filter_in(who: Any, kind: Any, load: Any, of: Any = "") -> Filter:
    """A filter from what the browser chose."""
    return Filter(
        who=who if who in WHOSE else MATCHER,
        kind=kind if isinstance(kind, str) and kind in KINDS else "",
        load=load if _is_id(load) else "",
        of=of if _is_id(of) else "",
    )


def sitting_out(now: Sitting, tick: int, told: str) -> dict[str, Any]:
    """What the browser keeps. ``tick`` makes each answer another one, so that the page hears of it; ``told`` is a
    sentence that the reviewer must see."""
    return {
        "pair": list(now.pair) if now.pair else None,
        "shown": now.shown,
        "who": now.chosen.who,
        "kind": now.chosen.kind,
        "load": now.chosen.load,
        "of": now.chosen.of,
        "later": [list(pair) for pair in now.later],
        "done": [{"pair": list(one.pair), "decisions": list(one.decisions)} for one in now.done],
        "count": now.count,
        "tick": tick,
        "told": told,
    }


class Sittings:
    """The sittings of the windows that are open, in memory: a page in another language goes on where this one was.

    A window is known by a random name of its own, which says nothing.
    """

    _MOST = 100

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Sitting] = OrderedDict()

    def of(self, window: Any) -> Sitting | None:
        """Where a window was; None for one that was not here yet."""
        with self._lock:
            return self._kept.get(window) if _is_id(window) else None

    def keep(self, window: Any, now: Sitting) -> None:
        """Note where a window is; of very many the oldest is forgotten."""
        if not _is_id(window):
            return
        with self._lock:
            self._kept[window] = now
            self._kept.move_to_end(window)
            while len(self._kept) > self._MOST:
                self._kept.popitem(last=False)


def tick_in(told: Any) -> int:
    """The tick of the last answer."""
    tick = told.get("tick") if isinstance(told, dict) else None
    return tick if isinstance(tick, int) and 0 <= tick < 10**9 else 0


def _list(told: Any, most: int) -> list[Any]:
    return told[-most:] if isinstance(told, list) else []


def _is_id(told: Any) -> bool:
    return isinstance(told, str) and bool(_ID.match(told))


def _pair(told: Any) -> Pair | None:
    if not isinstance(told, list) or len(told) != 2 or not all(map(_is_id, told)) or told[0] == told[1]:
        return None
    return str(told[0]), str(told[1])
