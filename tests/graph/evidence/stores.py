"""Evidence stores for tests: a clock that ticks, ids that follow from what they are for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from graph.evidence import Actor, Draft, Evidence, LoadInfo, Slice, Version
from graph.evidence.ids import SeededIds

KEY = bytes(range(32))
ANN = Actor(name="ann")
CASE = "a-case"


class Clock:
    """A minute later every time it is asked."""

    def __init__(self, start: str = "2026-01-01T09:00:00") -> None:
        self.now = datetime.fromisoformat(start).replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def new_store(folder: Path, *, clock: Clock | None = None) -> Evidence:
    """An empty store."""
    folder.mkdir(parents=True, exist_ok=True)
    return Evidence.create(folder, KEY, case_id=CASE, clock=clock or Clock(), ids=SeededIds())


def reopened(store: Evidence, **more: Any) -> Evidence:
    """The same store, closed and opened again."""
    store.close()
    return Evidence.open(store.folder, KEY, clock=Clock("2026-06-01T09:00:00"), ids=SeededIds(), **more)


def load(store: Evidence, drafts: Iterable[Draft], *, dataset: str = "table") -> list[str]:
    """One load of one batch; returns the threads."""
    with store.writing(ANN, load=LoadInfo(dataset=dataset, file="table.csv")) as change:
        return change.add(drafts).threads


def thread_of(store: Evidence, draft: Draft) -> str:
    """The thread of a draft that has been added."""
    known = store.compare([draft])
    assert known.states == ["unchanged"]
    with store.writing(ANN) as change:
        return change.add([draft]).threads[0]


def said(known: Slice) -> dict[str, Any]:
    """What a slice says that counts, without when and by which load: equal for cases that hold the same."""
    live = {thread: version for thread, own in known.versions.items() if (version := latest(own, known))}
    return {
        thread: (
            version.kind,
            version.level,
            version.values,
            {
                field: [(target.thread if target.thread in live else "", target.kind) for target in many]
                for field, many in version.references.items()
            },
            known.codes.get(thread),
            known.names.get(thread),
        )
        for thread, version in live.items()
    }


def latest(versions: Sequence[Version], known: Slice) -> Version | None:
    """The latest version that counts."""
    return next((one for one in reversed(versions) if one.load not in known.withdrawn_loads), None)
