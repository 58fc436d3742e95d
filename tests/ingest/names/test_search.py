"""Finding names as people type them. All names are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.names.search import Found, Hit, search
from ingest.names.search_index import NameIndex

PEOPLE = {
    "qantarji": "مزمل القنطرجي",
    "latin": "Muzammil al-Qantarji",
    "muhammad": "محمد أحمد الحمداني",
    "mohamed": "Mohamed Hamdani",
    "kunya": "Abu Hassan al-Shami",
    "hasan": "حسن الشامي",
    "husayn": "Husayn al-Shami",
    "servant": "Abd al-Rahman Sulayman",
    "other": "Peter Winterbottom",
}


@pytest.fixture(scope="module")
def names() -> NameIndex:
    return NameIndex(PEOPLE.items())


def records(hits: tuple[Hit, ...]) -> list[object]:
    return [hit.record for hit in hits]


def found(names: NameIndex, query: str) -> list[object]:
    """Records of either sort, the exact ones first."""
    hits = search(names, query)
    return records(hits.exact) + records(hits.variants)


def test_a_name_without_its_article_is_the_same_name(names: NameIndex) -> None:
    assert records(search(names, "مزمل قنطرجي").exact) == ["qantarji"]
    assert records(search(names, "Muzammil Qantarji").exact) == ["latin"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("Muzammil Qantarji", "qantarji"),
        ("مزمل القنطرجي", "latin"),
        ("Mohammed Ahmad al-Hamdani", "muhammad"),
        ("محمد الحمداني", "mohamed"),
        ("Hasan al-Shami", "hasan"),
        ("ابو حسن الشامي", "kunya"),
        ("Abdurrahman Suleiman", "servant"),
        ("عبد الرحمن سليمان", "servant"),
    ],
)
def test_one_script_finds_the_other_and_one_spelling_another(names: NameIndex, query: str, wanted: str) -> None:
    assert wanted in records(search(names, query).variants)


@pytest.mark.parametrize("query", ["qan", "Qantar", "muzammil qant", "QANTARJI", "muz qan"])
def test_the_beginning_of_a_part_is_enough(names: NameIndex, query: str) -> None:
    assert records(search(names, query).exact) == ["latin"]


@pytest.mark.parametrize("query", ["قنطر", "مزمل قنط", "مزمل الق"])
def test_the_beginning_of_a_part_is_enough_in_arabic(names: NameIndex, query: str) -> None:
    assert records(search(names, query).exact) == ["qantarji"]


@pytest.mark.parametrize("query", ["Qantar", "Muzammil Qant"])
def test_what_is_still_typed_finds_the_other_script(names: NameIndex, query: str) -> None:
    assert "qantarji" in records(search(names, query).variants)


@pytest.mark.parametrize("query", ["عبد الر", "abd al-r", "Abd"])
def test_a_name_of_two_words_is_found_while_it_is_typed(names: NameIndex, query: str) -> None:
    assert "servant" in found(names, query)


def test_the_order_of_the_parts_is_free(names: NameIndex) -> None:
    assert records(search(names, "al-Hamdani Mohamed").exact) == ["mohamed"]


def test_a_kunya_is_found_before_the_given_name_and_the_given_name_before_the_kunya(names: NameIndex) -> None:
    assert found(names, "Abu Hassan")[0] == "kunya"
    assert found(names, "حسن")[0] == "hasan"
    assert "kunya" in found(names, "abu")


def test_a_name_written_in_full_comes_first() -> None:
    names = NameIndex([(1, "Karim al-Najjar al-Halabi"), (2, "Karim"), (3, "Karim al-Najjar")])
    assert found(names, "karim")[0] == 2
    assert found(names, "Karim al-Najjar")[0] == 3


def test_a_letter_that_differs_is_a_variant_and_another_name_is_none(names: NameIndex) -> None:
    assert records(search(names, "Winterbotom").variants) == ["other"]
    assert search(names, "Summerfield") == Found()


def test_every_part_counts(names: NameIndex) -> None:
    assert "other" not in found(names, "Muzammil Winterbottom")[:1]
    assert search(names, "Muzammil Winterbottom").exact == ()


def test_variants_can_be_turned_off(names: NameIndex) -> None:
    without = search(names, "Hasan al-Shami", variants=False)
    assert without.variants == ()
    assert without.exact == search(names, "Hasan al-Shami").exact


def test_no_record_comes_twice(names: NameIndex) -> None:
    both = NameIndex([("one", "Karim al-Najjar"), ("one", "Kareem al-Najjar"), ("one", "كريم النجار")])
    assert found(both, "karim") == ["one"]


def test_groups_narrow_a_search_before_the_best_are_chosen() -> None:
    names = NameIndex(((n, "Karim") for n in range(300)), "person")
    names.put("place", ["Karim district"], "location")
    assert records(search(names, "karim", groups={"location"}).exact) == ["place"]
    assert search(names, "karim", groups={"unit"}) == Found()


def test_titles_of_documents_are_found_as_they_are_written_alone() -> None:
    names = NameIndex([("report", "Report on Karim")], "document")
    names.put("karim", ["Kareem"], "person")
    hits = search(names, "karim", written_only=("document",))
    assert (records(hits.exact), records(hits.variants)) == (["report"], ["karim"])
    assert records(search(names, "kareem", written_only=("document",)).variants) == []


@pytest.mark.parametrize("query", ["", " ", "x", "'", "--", "ال", "bin", "…", "\x00\u202e", "1", "a" * 5_000, "ابن"])
def test_what_names_nobody_finds_nobody(names: NameIndex, query: str) -> None:
    assert found(names, query) == []


@given(query=st.text(max_size=40))
def test_nothing_that_can_be_typed_fails(names: NameIndex, query: str) -> None:
    hits = search(names, query, limit=3)
    assert len(hits.exact) <= 3
    assert not set(records(hits.exact)) & set(records(hits.variants))
    assert all(0 <= hit.rank <= 1 for hit in (*hits.exact, *hits.variants))


@given(others=st.lists(st.sampled_from([*PEOPLE.values(), "Qantara", "Muhammad", "محمود"]), max_size=8))
def test_the_rank_of_a_hit_does_not_tell_who_else_is_there(others: list[str]) -> None:
    query = "Muzammil Qantarji"
    alone = NameIndex([("latin", PEOPLE["latin"]), ("qantarji", PEOPLE["qantarji"])])
    among = NameIndex([*((f"other {n}", name) for n, name in enumerate(others)), *PEOPLE.items()])
    ranks = {hit.record: hit.rank for hit in [*search(among, query, limit=50).exact, *search(among, query).variants]}
    for hit in [*search(alone, query).exact, *search(alone, query).variants]:
        assert ranks[hit.record] == hit.rank
