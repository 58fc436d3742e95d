"""An index that follows its records. All names are invented."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.names.search import Found, search
from ingest.names.search_index import NameIndex

NAMES = [
    "Karim al-Najjar",
    "كريم النجار",
    "Abu Karim",
    "Kareem Najar",
    "Salim",
    "سليم حداد",
    "Abd al-Karim",
    "عبد الكريم",
]


def test_a_record_that_is_put_again_has_its_new_names_alone() -> None:
    names = NameIndex([(1, "Karim al-Najjar")])
    names.put(1, ["Salim Haddad", "سليم حداد"])
    assert search(names, "karim") == Found()
    assert [hit.name for hit in search(names, "salim").exact] == ["Salim Haddad"]
    assert names.names_of(1) == ["Salim Haddad", "سليم حداد"]
    assert len(names) == 1


def test_a_record_that_is_removed_leaves_nothing_behind() -> None:
    names = NameIndex([(1, "Karim al-Najjar"), (2, "Salim Haddad")])
    names.remove(1)
    assert 1 not in names
    assert len(names.forms) == len(NameIndex([(2, "Salim Haddad")]).forms)
    assert "Najjar" not in repr(vars(names)) + repr(vars(names.forms))
    assert search(names, "najjar") == Found()


def test_removing_what_is_not_there_is_no_matter() -> None:
    names = NameIndex([(1, "Karim")])
    names.remove(2)
    names.put(3, [])
    assert len(names) == 1


def test_a_group_may_change() -> None:
    names = NameIndex([(1, "Karim")], "person")
    names.put(1, ["Karim"], "unit")
    assert names.group_of(1) == "unit"
    assert search(names, "karim", groups={"person"}) == Found()


CHANGES = st.lists(
    st.tuples(st.integers(0, 5), st.lists(st.sampled_from(NAMES), max_size=3, unique=True)), min_size=1, max_size=25
)


@settings(max_examples=60)
@given(changes=CHANGES, query=st.sampled_from([*NAMES, "kar", "naj", "سل", "abu k"]))
def test_an_index_that_was_changed_answers_as_one_that_was_built(
    changes: list[tuple[int, list[str]]], query: str
) -> None:
    changed = NameIndex()
    state: dict[int, list[str]] = {}
    for record, names in changes:
        changed.put(record, names)
        state[record] = names
    built = NameIndex((record, name) for record, names in state.items() for name in names)
    assert search(changed, query) == search(built, query)
    assert len(changed.forms) == len(built.forms)
