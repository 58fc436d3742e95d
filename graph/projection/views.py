"""What can be seen at each clearance: which version of which record, under which verdicts.

A view is what a case would look like that never held anything above its clearance. Views are computed only
for the clearances at which something can change: the levels that versions and decisions really have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.evidence.slices import Decision, Slice, Version
from graph.identity import Identity, identity
from graph.model.levels import LEVELS, Level

FIRST = tuple[int, str, str]  # level, entered_at, thread: the order in which an entity's records stand
_AT_EVERY_CLEARANCE = frozenset(
    {"level", "protect", "unprotect", "erase", "withdraw_load", "withdraw_decision", "two_people"}
)


class Facts:
    """A slice, read once: what is neither withdrawn nor erased, at the level that counts.

    Attributes:
        live: thread to (level, version), oldest first; threads without a live version are absent.
        refs: version id to the threads it refers to; "" stands for a row that has not been loaded.
        decisions: those that are not withdrawn, in order of revision.
        clearances: where a view can differ from the one below, rising.
    """

    def __init__(self, slice_: Slice) -> None:
        self.slice = slice_
        self.decisions = [one for one in slice_.decisions if one.id not in slice_.withdrawn_decisions]
        self.decisions.sort(key=lambda one: one.revision)
        self.overridden = {one.left: int(LEVELS[one.verdict]) for one in self.decisions if one.type == "level"}
        self.live: dict[str, list[tuple[int, Version]]] = {}
        self.refs: dict[str, frozenset[str]] = {}
        self.many: dict[str, None] = {}  # threads with several live versions
        self._single: dict[int, dict[str, Version]] = {int(level): {} for level in Level}  # the others, by level
        levels = {one.level for one in self.decisions if one.type not in _AT_EVERY_CLEARANCE}
        withdrawn, erased, overridden = slice_.withdrawn_loads, slice_.erased, self.overridden
        for thread, versions in slice_.versions.items():
            if thread in erased:
                continue
            level = overridden.get(thread)
            live = [
                (version.level if level is None else level, version)
                for version in versions
                if version.load not in withdrawn
            ]
            if not live:
                continue
            self.live[thread] = live
            if len(live) > 1:
                self.many[thread] = None
            else:
                self._single[live[0][0]][thread] = live[0][1]
            for own, version in live:
                levels.add(own)
                references = version.references
                self.refs[version.id] = frozenset(
                    [target.thread for targets in references.values() for target in targets]
                )
        self.clearances = sorted(levels)

    @cached_property
    def referrers(self) -> dict[str, list[str]]:
        """Thread to the threads of which a live version refers to it."""
        found: dict[str, list[str]] = defaultdict(list)
        for thread, live in self.live.items():
            for _, version in live:
                for target in self.refs[version.id]:
                    found[target].append(thread)
        return found

    def view(self, clearance: int, below: View | None = None) -> View:
        """The view at a clearance, given the next lower one (without which everything is looked at anew)."""
        chosen = self._visible(clearance)
        status = self._latest("status", clearance)
        retracted = [thread for thread, verdict in status.items() if verdict == "retracted"]
        for thread in retracted:
            chosen.pop(thread, None)
        self._drop_dangling(chosen, retracted, {} if below is None else below.chosen)
        found = identity(
            self.decisions,
            clearance=clearance,
            usable=chosen,
            kinds=self.slice.kinds,
            withdrawn=self.slice.withdrawn_decisions,
            two_people=self.slice.two_people,
        )
        return View(
            clearance=clearance,
            chosen=chosen,
            status=status,
            identity=found,
            grades=self._latest("grade_source", clearance),
            one_origin=self._one_origin(clearance, chosen),
            first={thread: self._first(thread, clearance) for thread in self.many if thread in chosen},
            head={thread: cluster[0] for cluster in found.clusters for thread in cluster},
            members={cluster[0]: cluster for cluster in found.clusters},
        )

    def latest(self) -> dict[str, Version]:
        """The latest live version of each thread whatever its level, waiting ones included, retracted ones
        not."""
        retracted = {
            thread for thread, verdict in self._latest("status", Level.SEALED).items() if verdict == "retracted"
        }
        return {thread: live[-1][1] for thread, live in self.live.items() if thread not in retracted}

    def _visible(self, clearance: int) -> dict[str, Version]:
        chosen: dict[str, Version] = {}
        for level, single in self._single.items():
            if level <= clearance:
                chosen.update(single)
        for thread in self.many:
            for level, version in reversed(self.live[thread]):
                if level <= clearance:
                    chosen[thread] = version
                    break
        return chosen

    def _drop_dangling(self, chosen: dict[str, Version], retracted: list[str], below: Mapping[str, Version]) -> None:
        """Take out, until nothing changes, what refers to something that is not there.

        Records that refer to each other in a circle stay together: only what really is missing takes others along.
        What was whole in the view below is looked at again only where something that it refers to left.
        """
        refs, seen, known, many = self.refs, chosen.keys(), below.get, self.many
        gone = [
            thread
            for thread, version in chosen.items()
            if known(thread) is not version and not seen >= refs[version.id]
        ]
        for thread in retracted:
            gone += self.referrers.get(thread, ())
        while gone:
            thread = gone.pop()
            left = chosen.get(thread)
            # A record with one version refers to what left; one with several may do so in another version.
            if left is not None and (thread not in many or not seen >= refs[left.id]):
                del chosen[thread]
                gone += self.referrers.get(thread, ())

    def _latest(self, type_: str, clearance: int) -> dict[str, str]:
        return {one.left: one.verdict for one in self.decisions if one.type == type_ and one.level <= clearance}

    def _one_origin(self, clearance: int, chosen: dict[str, Version]) -> list[tuple[str, str]]:
        verdicts: dict[tuple[str, str], str] = {}
        for one in self.decisions:
            if one.type == "one_origin" and one.level <= clearance and one.left in chosen and one.right in chosen:
                verdicts[min(one.left, one.right), max(one.left, one.right)] = one.verdict
        return [pair for pair, verdict in verdicts.items() if verdict in ("", "same")]

    def _first(self, thread: str, clearance: int) -> FIRST:
        visible = [(level, version) for level, version in self.live[thread] if level <= clearance]
        return min(level for level, _ in visible), visible[0][1].entered_at, thread


@dataclass(slots=True, kw_only=True)
class View:
    """What a clearance sees.

    Attributes:
        chosen: usable threads and the version of each that counts.
        status: vetting status by thread, where one was given.
        grades: grade A to F by source thread.
        one_origin: pairs of documents that go back to one origin.
        first: for threads with several versions, their place in the order of an entity's records.
        head, members: of threads that are joined with others, their cluster's first thread; and its members.
    """

    clearance: int
    chosen: dict[str, Version]
    status: dict[str, str]
    grades: dict[str, str]
    one_origin: list[tuple[str, str]]
    first: dict[str, FIRST]
    identity: Identity
    head: dict[str, str]
    members: dict[str, tuple[str, ...]]


def protecting(decisions: Iterable[Decision]) -> dict[str, str]:
    """Thread to ``protect`` or ``unprotect``, whichever was decided last. They count at every clearance."""
    return {one.left: one.type for one in decisions if one.type in ("protect", "unprotect")}
