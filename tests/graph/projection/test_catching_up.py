"""Whatever was entered, corrected, decided and taken back, in whatever order, and whenever the graph was brought up
to date or lost: it is the graph that a rebuild from nothing would give."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from graph.evidence import Actor, Added, Draft, Evidence, LoadInfo, NewDecision
from graph.evidence.ids import SeededIds
from graph.projection import Projector, as_known_on, project
from graph.projection.compare import Canonical, canonical, stored
from graph.stores.store import Store, open_store
from tests.conftest import Neo4jServer
from tests.graph.projection.strategies import decisions, ground, rows

PEOPLE = Actor(name="sara")
ANOTHER = Actor(name="omar")
MATCHER = Actor(name="matcher", kind="matcher", version="1")


class Case(RuleBasedStateMachine):
    """A case somebody works on, with a graph that follows at a distance."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="dossier-test-"))
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.evidence = Evidence.create(self.folder, b"k" * 32, case_id="case", clock=lambda: self.now, ids=SeededIds())
        self.store = self.opened()
        self.threads: dict[str, str] = {}  # key to thread
        self.shown: dict[str, Canonical] = {}  # day to graph at its end

    def opened(self) -> Store:
        """A graph file, as the case opens it."""
        return open_store(f"kglite:{self.folder / 'graph.kgl'}")

    def projector(self) -> Projector:
        """What keeps the graph up to date."""
        return Projector(self.evidence, self.store)

    @initialize(with_ground=st.sampled_from([True, True, True, False]))
    def begin(self, with_ground: bool) -> None:
        """Most cases have a ground on which records meet; no load that can be undone brought it."""
        if with_ground:
            with self.evidence.writing(PEOPLE) as change:
                self.note(ground(), change.add(ground()))
            self.catch_up()
            self.store.save()

    def note(self, batch: list[Draft], added: Added) -> None:
        """Remember which thread each key has."""
        self.threads.update((row.key, thread) for row, thread in zip(batch, added.threads, strict=True) if thread)

    @rule(batch=st.lists(rows(), min_size=1, max_size=4, unique_by=lambda row: row.key), follow=st.booleans())
    def load(self, batch: list[Draft], follow: bool) -> None:
        """A load: rows that are new, the same again, or corrected."""
        with self.evidence.writing(PEOPLE, load=LoadInfo(dataset="table")) as change:
            self.note(batch, change.add(batch))
        self.followed(follow)

    def followed(self, follow: bool) -> None:
        """The graph comes along at once, or the change waits for the next time."""
        if follow:
            self.catch_up()

    @rule(on=st.booleans(), follow=st.booleans())
    def ask_for_two_people(self, on: bool, follow: bool) -> None:
        """From now on a merge counts once two have said so, or one is enough again."""
        with self.evidence.writing(PEOPLE) as change:
            change.decide([NewDecision(type="two_people", left="", verdict="on" if on else "off")])
        self.followed(follow)

    @rule(
        made=st.lists(decisions(), min_size=1, max_size=3),
        who=st.sampled_from([PEOPLE, ANOTHER]),
        follow=st.booleans(),
    )
    def decide(self, made: list[dict[str, Any]], who: Actor, follow: bool) -> None:
        """Decisions of a person or of the matcher about records that are there."""
        for one in made:
            ends = self.threads.get(one["left"]), self.threads.get(one["right"])
            if ends[0] is None or (one["right"] and ends[1] is None):
                continue
            new = NewDecision(
                type=one["type"],
                left=ends[0],
                right=ends[1] or "",
                verdict=one["verdict"],
                score=one["score"],
                level=one["level"],
            )
            with self.evidence.writing(who if one["actor"] == "person" else MATCHER) as change:
                change.decide([new])
        self.followed(follow)

    @rule(data=st.data(), follow=st.booleans())
    def take_back_a_decision(self, data: st.DataObject, follow: bool) -> None:
        """The decision before it counts again; a withdrawal, of a load too, can be taken back itself."""
        decided = [one.id for one in self.evidence.slice().decisions]
        if decided:
            taken = data.draw(st.sampled_from(decided))
            with self.evidence.writing(PEOPLE) as change:
                change.decide([NewDecision(type="withdraw_decision", left=taken)])
        self.followed(follow)

    @rule(data=st.data(), follow=st.booleans())
    def undo_a_load(self, data: st.DataObject, follow: bool) -> None:
        """Its records leave, the decisions on them sleep."""
        there = [one.id for one in self.evidence.loads() if not one.withdrawn]
        if there:
            self.evidence.undo_load(data.draw(st.sampled_from(there)), PEOPLE)
        self.followed(follow)

    @rule()
    def catch_up(self) -> None:
        """The graph is what a rebuild would give, and catching up again finds nothing to do."""
        state = self.store.state()
        rebuilt = self.projector().catch_up()
        assert rebuilt is (state is None or state.revision == 0 < self.evidence.revision())
        assert stored(self.store) == canonical(*project(self.evidence.slice()))
        assert self.projector().catch_up() is False

    @rule()
    def save(self) -> None:
        """The graph's file is written; what comes later is in memory alone."""
        self.store.save()

    @rule()
    def crash(self) -> None:
        """The graph falls back to what was saved, or to nothing."""
        self.store.close()
        self.store = self.opened()

    @rule()
    def next_day(self) -> None:
        """Night falls; the graph of this evening is kept to be compared."""
        self.shown[self.now.date().isoformat()] = canonical(*project(self.evidence.slice()))
        self.now += timedelta(days=1)

    @precondition(lambda self: self.shown)
    @rule(data=st.data())
    def look_back(self, data: st.DataObject) -> None:
        """As known on a day is as it was built that day."""
        day = data.draw(st.sampled_from(sorted(self.shown)))
        past = as_known_on(self.evidence, day)
        assert stored(past) == self.shown[day]
        past.close()

    def teardown(self) -> None:
        """The last word, and nothing left behind."""
        try:
            self.catch_up()
        finally:
            self.store.close()
            self.evidence.close()
            shutil.rmtree(self.folder)


class ServedCase(Case):
    """The same on a server, which keeps what it was given."""

    server: Neo4jServer

    def opened(self) -> Store:
        """The server's database, emptied for each new case."""
        store = open_store(self.server.url, password=lambda: self.server.auth[1])
        if not hasattr(self, "store"):
            store.clear()
        return store


TestEmbedded = pytest.mark.timeout(600)(Case.TestCase)
TestEmbedded.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)


@pytest.mark.neo4j
class TestServer:
    """Fewer, for each costs a server's time."""

    def test_a_server_follows_too(self, neo4j_server: Neo4jServer) -> None:
        from hypothesis.stateful import run_state_machine_as_test

        ServedCase.server = neo4j_server
        run_state_machine_as_test(
            ServedCase,
            settings=settings(
                max_examples=4,
                stateful_step_count=12,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
