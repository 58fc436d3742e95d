"""Whatever comes first, the same rows say the same."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.evidence import Draft, Evidence, LoadInfo
from tests.builders import document, draft, incident, person, posting, source, unit, victim
from tests.graph.evidence.stores import ANN, load, new_store, said

KEYS = st.sampled_from(["a", "b", "c"])


@st.composite
def rows(draw: st.DrawFn) -> list[Draft]:
    """Rows of every manner of reference, some of them to rows that may not be there, some ambiguous."""
    made: dict[tuple[str, str], Draft] = {}
    for _ in range(draw(st.integers(1, 9))):
        key, other, third = draw(KEYS), draw(KEYS), draw(KEYS)
        row = draw(
            st.sampled_from(
                [
                    source("observers"),
                    document(),
                    document(key, translation_of=other),
                    person(key, names=f"Person {key}", town=draw(st.sampled_from([None, other]))),
                    draft("group", key, description="some people"),
                    unit(key),
                    incident(key, part_of=draw(st.sampled_from([None, other]))),
                    posting(key, person=other, unit=third),
                    victim(key, who=other, incident=third),
                    draft("conduct", key, incident=other, concerns=f"{key}|unit:{third}|{other}"),
                    draft("location", key, names=key, within=other),
                ]
            )
        )
        made.setdefault((row.kind, row.key), row)
    return list(made.values())


# In memory where there is such a place: every transaction waits for the disk.
MEMORY = Path("/dev/shm")


@contextmanager
def _store() -> Iterator[Evidence]:
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        with new_store(Path(folder) / "case") as store:
            yield store


def _batches(drawn: Sequence[Draft], sizes: Sequence[int]) -> list[list[Draft]]:
    left, batches = list(drawn), []
    for size in sizes:
        batches.append(left[:size])
        left = left[size:]
    return [batch for batch in [*batches, left] if batch]


SIZES = st.lists(st.integers(1, 4), max_size=4)


@settings(max_examples=60, deadline=None)
@given(drawn=rows(), sizes=SIZES, data=st.data())
def test_the_order_of_rows_and_loads_does_not_matter(drawn: list[Draft], sizes: list[int], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(drawn))
    with _store() as at_once, _store() as piece_by_piece:
        load(at_once, drawn)
        for batch in _batches(shuffled, sizes):
            load(piece_by_piece, batch)
        assert said(piece_by_piece.slice()) == said(at_once.slice())
        assert _waiting(piece_by_piece) == _waiting(at_once)
        assert piece_by_piece.check() == at_once.check()


def _waiting(store: Evidence) -> set[tuple[str, str, str, str]]:
    return {(line.thread, line.field, line.ref_kind, line.key) for line in store.waiting()}


@settings(max_examples=30, deadline=None)
@given(drawn=rows(), data=st.data())
def test_loading_again_in_any_order_adds_nothing(drawn: list[Draft], data: st.DataObject) -> None:
    with _store() as store:
        load(store, drawn)
        before = store.slice()
        with store.writing(ANN, load=LoadInfo(dataset="table")) as change:
            again = change.add(data.draw(st.permutations(drawn)))
        assert again.unchanged == len(drawn)
        assert store.slice() == before


@settings(max_examples=60, deadline=None)
@given(drawn=rows(), sizes=SIZES, data=st.data())
def test_an_undone_load_equals_one_that_never_was(drawn: list[Draft], sizes: list[int], data: st.DataObject) -> None:
    batches = _batches(drawn, sizes)
    undone = data.draw(st.integers(0, len(batches) - 1))
    with _store() as store, _store() as never:
        for at, batch in enumerate(batches):
            load(store, batch)
            if at != undone:
                load(never, batch)
        store.undo_load(store.loads()[undone].id, ANN)
        assert said(store.slice()) == said(never.slice())


@settings(max_examples=40, deadline=None)
@given(drawn=rows(), sizes=SIZES, data=st.data())
def test_what_a_range_of_revisions_touched_is_never_left_out(
    drawn: list[Draft], sizes: list[int], data: st.DataObject
) -> None:
    """Whatever reads differently is named, or points to something that is named."""
    with _store() as store:
        then = {}
        for batch in _batches(drawn, sizes):
            load(store, batch)
            then[store.revision()] = said(store.slice())
        store.undo_load(data.draw(st.sampled_from(store.loads())).id, ANN)
        now = said(store.slice())
        base = data.draw(st.sampled_from(sorted(then)))
        changes = store.changes_since(base)
        reached = changes.threads | store.referring(changes.threads)
        assert {thread for thread in {*then[base], *now} if then[base].get(thread) != now.get(thread)} <= reached
        assert changes.revision == store.revision()
