"""Who wrote what and when is read once and kept; a transaction that was rolled back leaves no trace in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.evidence import Actor, Evidence, NewDecision
from graph.evidence.reading import revisions
from tests import builders as b


class Broken(Exception):
    """Whatever breaks a transaction."""


def test_a_revision_that_was_rolled_back_is_that_of_whoever_writes_next(tmp_path: Path) -> None:
    with Evidence.create(tmp_path, b"k" * 32, case_id="case") as evidence:
        with evidence.writing(Actor(name="sara")) as change:
            (thread,) = change.add([b.source()]).threads
        with pytest.raises(Broken), evidence.writing(Actor(name="omar")) as change:
            change.decide([NewDecision(type="grade_source", left=thread, verdict="A")])  # reads its own revision
            change.decide([NewDecision(type="grade_source", left=thread, verdict="B")])
            raise Broken
        for name in ("layla", "nadia"):
            with evidence.writing(Actor(name=name)) as change:
                change.decide([NewDecision(type="grade_source", left=thread, verdict="C")])
        assert [one.by for one in evidence.slice([thread]).decisions] == ["layla", "nadia"]
        with evidence._database.writers() as (connection, _):
            assert [one.by for one in revisions(connection).values()] == ["sara", "layla", "nadia"]


def test_each_reader_sees_what_others_have_written_since(tmp_path: Path) -> None:
    with Evidence.create(tmp_path, b"k" * 32, case_id="case") as one, Evidence.open(tmp_path, b"k" * 32) as other:
        for number in range(3):
            with (one, other)[number % 2].writing(Actor(name=f"person {number}")) as change:
                change.add([b.source(f"s{number}", name=f"S {number}")])
            for each in (one, other):
                with each._database.reading() as connection:
                    assert [made.by for made in revisions(connection).values()] == [
                        f"person {at}" for at in range(number + 1)
                    ]
