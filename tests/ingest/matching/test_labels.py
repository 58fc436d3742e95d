"""Places and units as people write them: type words are set apart, the rest is compared by its sounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.matching.labels import read_label


@pytest.mark.parametrize(
    "text", ["Katiba Qousay", "كتيبة قصي", "Qusay Battalion", "QUSAY BATTALION", "bataillon Qusay"]
)
def test_one_unit_in_three_languages_has_one_sort_and_one_skeleton(text: str) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.sort, label.skeleton) == ("battalion", "ks")


def test_another_sort_of_unit_is_another_label() -> None:
    brigade, company = read_label("Liwa Barzan"), read_label("سرية برزان")
    assert brigade is not None
    assert company is not None
    assert brigade.skeleton == company.skeleton
    assert brigade.sort != company.sort


def test_numbers_are_part_of_the_sort() -> None:
    eighth, ninth = read_label("8 Regiment"), read_label("9 Regiment")
    assert eighth is not None
    assert ninth is not None
    assert eighth.sort != ninth.sort


def test_a_label_of_type_words_alone_keeps_them_as_its_name() -> None:
    label = read_label("Brigade")
    assert label is not None
    assert label.skeleton


@pytest.mark.parametrize("text", ["", " ", "-", "«»", "؛"])
def test_what_holds_no_letter_and_no_digit_is_no_label(text: str) -> None:
    assert read_label(text) is None


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_reads_the_same_again(text: str) -> None:
    assert read_label(text) == read_label(text)
