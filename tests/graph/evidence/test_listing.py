"""The list of documents that is kept in memory is always the one that would be made anew, at every clearance."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest

from graph.errors import CaseError
from graph.evidence import Actor, Evidence, LoadInfo, NewDecision, PageText
from graph.model.levels import Level
from tests.builders import document, person, source

ANN = Actor(name="ann")
LEVELS = ("public", "restricted", "confidential", "sealed")


class Busy:
    """Somebody who enters, corrects, decides and takes back at random."""

    def __init__(self, evidence: Evidence, seed: int, folder: Path) -> None:
        self.evidence, self.chance, self.folder = evidence, random.Random(seed), folder
        self.documents: list[str] = []
        self.sources: list[str] = []
        self.decisions: list[str] = []
        self.loads: list[str] = []
        self.keys = 0

    def act(self) -> None:
        acts = [self.enter, self.enter, self.correct, self.decide, self.decide, self.join, self.give_pages, self.keep,
                self.take_back, self.undo, self.elsewhere]  # fmt: skip
        self.chance.choice(acts)()

    def enter(self) -> None:
        """Some documents of a new source, one of them made from another, perhaps from one that comes later."""
        self.keys += 1
        at, level = self.keys, self.chance.choice(LEVELS)
        batch = [source(f"s{at}", name=f"Source {at}", level=self.chance.choice(LEVELS))]
        batch += [document(f"d{at}", source=f"s{at}", title=f"Document {at}", level=level)]
        batch += [
            document(f"t{at}", source=f"s{at}", translation_of=f"d{self.chance.randrange(1, at + 3)}", level="public")
        ]
        with self.evidence.writing(ANN, load=LoadInfo(dataset="table")) as change:
            own, *documents = change.add(batch).threads
            self.loads.append(change.load_id)
        self.sources.append(own)
        self.documents += documents

    def correct(self) -> None:
        for thread in self.chance.sample(self.documents, min(1, len(self.documents))):
            # What was taken back can no longer be corrected.
            with suppress(CaseError), self.evidence.writing(ANN) as change:
                change.correct(thread, {"title": f"Corrected {self.chance.random()}"}, why="misread")

    def decide(self) -> None:
        """A level or grade of a document or source."""
        if not self.documents:
            return
        thread = self.chance.choice(self.documents + self.sources)
        new = self.chance.choice(
            [
                NewDecision(type="level", left=thread, verdict=self.chance.choice(LEVELS)),
                NewDecision(type="grade_source", left=thread, verdict=self.chance.choice("ABC")),
            ]
        )
        self._write(new)

    def join(self) -> None:
        if len(self.documents) > 1:
            left, right = self.chance.sample(self.documents, 2)
            self._write(
                NewDecision(type="one_origin", left=left, right=right, verdict=self.chance.choice(["", "different"]))
            )

    def give_pages(self) -> None:
        if self.documents:
            with self.evidence.writing(ANN) as change:
                texts = [PageText(number=n, label=f"p. {n}", text="x" * self.chance.randrange(2)) for n in (1, 2)]
                change.add_pages(self.chance.choice(self.documents), texts[: self.chance.randrange(1, 3)])

    def keep(self) -> None:
        if self.documents:
            path = self.folder / f"{self.chance.random()}.pdf"
            path.write_bytes(str(path).encode())
            with self.evidence.writing(ANN) as change:
                change.store_original(
                    self.chance.choice(self.documents), path, self.chance.choice(["a/b", "image/png"])
                )

    def take_back(self) -> None:
        if self.decisions:
            own = self.decisions.pop(self.chance.randrange(len(self.decisions)))
            with self.evidence.writing(ANN) as change:
                change.decide([NewDecision(type="withdraw_decision", left=own)])

    def undo(self) -> None:
        if self.loads and self.chance.random() < 0.5:
            self.evidence.undo_load(self.loads.pop(), ANN)

    def elsewhere(self) -> None:
        """Something that no list shows."""
        if self.documents:
            self.keys += 1
            with self.evidence.writing(ANN) as change:
                change.add([source(f"s{self.keys}"), document(f"d{self.keys}", source=f"s{self.keys}", level="sealed"),
                            person(f"p{self.keys}", document=f"d{self.keys}")])  # fmt: skip

    def _write(self, new: NewDecision) -> None:
        with self.evidence.writing(ANN) as change:
            self.decisions += change.decide([new])


@pytest.mark.parametrize("seed", range(12))
def test_a_kept_list_is_the_one_made_anew(tmp_path: Path, seed: int) -> None:
    with Evidence.create(tmp_path, bytes(range(32)), case_id="case") as evidence:
        busy = Busy(evidence, seed, tmp_path)
        busy.enter()
        for step in range(25):
            busy.act()
            kept = {level: evidence.documents(clearance=level) for level in Level}
            lists = evidence._lists
            evidence.forget_lists()
            anew = {level: evidence.documents(clearance=level) for level in Level}
            evidence._lists = lists
            assert kept == anew, step


def test_a_list_of_a_day_shows_what_was_known_then(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    day = [datetime(2026, 1, 1, tzinfo=UTC)]
    with Evidence.create(tmp_path, bytes(range(32)), case_id="case", clock=lambda: day[0]) as evidence:
        with evidence.writing(ANN) as change:
            threads = change.add([source(), document("one", title="one"), document("two", title="two")]).threads
        day[0] = datetime(2026, 1, 2, tzinfo=UTC)
        with evidence.writing(ANN) as change:
            change.correct(threads[1], {"title": "one, corrected"}, why="misread")
            change.add([document("three", title="three")])
            change.decide([NewDecision(type="one_origin", left=threads[1], right=threads[2])])
        then = evidence.documents(clearance=3, known_on="2026-01-01")
        now = evidence.documents(clearance=3)
    assert sorted(row.title for row in then) == ["one", "two"] and not any(row.one_origin for row in then)
    assert sorted(row.title for row in now) == ["one, corrected", "three", "two"]
    assert sum(bool(row.one_origin) for row in now) == 2
