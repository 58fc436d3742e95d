"""What an audience does not see: counted for the last page, and looked for in the finished files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from graph.evidence.slices import Slice
from graph.evidence.visibility import usable
from graph.model.levels import Level
from queries.brief.contradictions import weaknesses
from queries.brief.gathering import NEVER, POSTS, TOLD, Gathered, gather
from queries.claims import merged

_AGAINST = frozenset({
    "values_differ", "fates_differ", "figures_differ", "disputed", "retracted", "speaks_against", "recanted",
    "conflict", "overlap", "start_after_end",
})  # fmt: skip
WORDS, NAMES = 4, 2
"""From how many words on a text, and a name, above the level is looked for."""


def counts(case: Any, seen: Gathered, clearance: Level) -> dict[str, int]:
    """How many records about the same things the audience does not see; the full reader does nothing but count."""
    full = case.reader(Level.SEALED)
    codes = [told.code for told in seen.told]
    found = {"witness": _witnesses(case.evidence, case.reader(clearance), seen), "waiting": _waiting(seen)}
    if clearance == Level.SEALED:
        return found
    whole = gather(case.evidence, full, codes)
    hidden = {
        thread
        for told in whole.told
        for thread in told.threads
        if thread not in seen.views and whole.views[thread].kind in (*TOLD, *POSTS)
    }
    against = {
        thread
        for each in weaknesses(whole, full).values()
        for weak in each
        if weak.kind in _AGAINST
        for thread in weak.threads
    }
    return {**found, "above": len(hidden), "against": len(hidden & against)}


def _witnesses(evidence: Any, reader: Any, seen: Gathered) -> int:
    threads = merged(seen.nodes[told.code]["properties"].get("records") or () for told in seen.told)
    return sum(view.kind in NEVER for view in reader.records(evidence.referring(threads)))


def _waiting(seen: Gathered) -> int:
    return sum(view.waiting for view in seen.views.values())


def texts_above(evidence: Any, everything: Slice, clearance: Level) -> Iterator[tuple[str, int]]:
    """Every text of records that a clearance does not show, with the number of words from which it is looked for."""
    shown, newest = usable(everything, int(clearance)), usable(everything, int(Level.SEALED))
    above = [thread for thread, version in newest.items() if shown.get(thread) is not version]
    for view in evidence.records(above, Level.SEALED):
        for name, value in view.values.items():
            yield from _texts(value, NAMES if name in ("names", "name", "title") else WORDS)


def texts_seen(gathered: Gathered) -> Iterator[str]:
    """Every text that the audience's own reader was given: what stands in one of these is no secret."""
    described = (view for views in gathered.described.values() for view in views)
    for view in (*gathered.views.values(), *described):
        for value in view.values.values():
            yield from (text for text, _ in _texts(value, 0))
    for node in gathered.nodes.values():
        properties = node["properties"]
        for name in ("name", "names", "classes"):
            yield from (text for text, _ in _texts(properties.get(name), 0))


def _texts(value: Any, shortest: int) -> Iterable[tuple[str, int]]:
    if isinstance(value, str):
        return [(value, shortest)]
    if isinstance(value, dict):
        return [(str(value["words"]), shortest)] if value.get("words") else []
    return [text for each in value for text in _texts(each, shortest)] if isinstance(value, list | tuple) else []
