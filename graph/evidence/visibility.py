"""Which version of a record a clearance shows, if any.

A thread is *usable* at a clearance where its latest version that counts and has at most that level exists, and
everything this version refers to is usable there as well. A decision on the level of a thread stands for the
level of all its versions. References in a circle do not hide each other: what nothing speaks against is usable.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from graph.evidence.reading import read_slice
from graph.evidence.slices import Decision, Slice, Version
from graph.model.levels import LEVELS, Level


def with_targets(connection: Connection, threads: Iterable[str], known_on: str | None = None) -> Slice:
    """The slice of some threads and of everything they refer to, over any number of steps; no names."""
    versions: dict[str, list[Version]] = {}
    codes: dict[str, str] = {}
    kinds: dict[str, str] = {}
    decisions: dict[str, Decision] = {}
    fresh = set(threads)
    while True:
        part = read_slice(connection, fresh, known_on, names=False)
        versions |= part.versions
        codes |= part.codes
        kinds |= part.kinds
        decisions |= {decision.id: decision for decision in part.decisions}
        targets = {
            target.thread
            for own in part.versions.values()
            for version in own
            for many in version.references.values()
            for target in many
        }
        fresh = targets - versions.keys() - fresh - {""}
        if not fresh:
            break
    return Slice(
        versions=versions,
        codes=codes,
        kinds=kinds,
        decisions=sorted(decisions.values(), key=lambda decision: decision.revision),
        withdrawn_loads=part.withdrawn_loads,
        withdrawn_decisions=part.withdrawn_decisions,
        erased=frozenset(
            d.left for d in decisions.values() if d.type == "erase" and d.id not in part.withdrawn_decisions
        ),
    )


def usable(known: Slice, clearance: int) -> dict[str, Version]:
    """The version that a clearance shows of each usable thread of a slice that holds all it refers to.

    A reference that still waits for its row hides nothing here: it names nothing.
    """
    levels = set_levels(known)
    shown: dict[str, Version] = {}
    for thread, versions in known.versions.items():
        version = _latest(versions, levels.get(thread), known, clearance)
        if version is not None and thread not in known.erased:
            shown[thread] = version
    _take_out(shown)
    return shown


def _latest(versions: list[Version], level: int | None, known: Slice, clearance: int) -> Version | None:
    if level is not None and level > clearance:
        return None
    for version in reversed(versions):
        if version.load not in known.withdrawn_loads and (level is not None or version.level <= clearance):
            return version
    return None


def _take_out(shown: dict[str, Version]) -> None:
    """Take out what refers to something that is not shown, and what refers to that, and so on."""
    pointing: dict[str, list[str]] = defaultdict(list)
    out: list[str] = []
    for thread, version in shown.items():
        for many in version.references.values():
            for target in many:
                if target.thread in shown:
                    pointing[target.thread].append(thread)
                elif target.thread:
                    out.append(thread)
    while out:
        thread = out.pop()
        if shown.pop(thread, None) is not None:
            out += pointing[thread]


def set_levels(known: Slice) -> Mapping[str, int]:
    """Levels that decisions have set, by thread; the latest that counts."""
    return {
        decision.left: int(LEVELS[decision.verdict])
        for decision in known.decisions
        if decision.type == "level" and decision.id not in known.withdrawn_decisions
    }


def rests_on_level(connection: Connection, threads: Iterable[str]) -> dict[str, int]:
    """For each thread the lowest clearance that shows its latest version and all it refers to.

    Sealed where no clearance does, as with a thread whose only load is withdrawn.
    """
    chosen = set(threads)
    known = with_targets(connection, chosen)
    latest = usable(known, Level.SEALED)
    found: dict[str, int] = {}
    for clearance in Level:
        shown = usable(known, clearance)
        for thread in chosen:
            if thread in latest and shown.get(thread) is latest[thread]:
                found.setdefault(thread, int(clearance))
    return {thread: found.get(thread, int(Level.SEALED)) for thread in chosen}
