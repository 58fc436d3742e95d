"""What is odd about a name as written is told: look-alike letters, bidi controls, mixed scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.names import said
from ingest.names.compare import score
from ingest.names.flags import Flag, flags


@pytest.mark.parametrize(
    "name", ["Karim al-Shami", "محمد الشامي", "Владимир", "Jean-Pierre Lemaître", "محمد Karim", ""]
)
def test_an_ordinary_name_has_no_flag(name: str) -> None:
    assert flags(name) == frozenset()


def test_a_cyrillic_letter_in_a_latin_name_is_flagged_and_read_as_what_it_looks_like() -> None:
    assert flags("Kаrim Hassan") == {Flag.CONFUSABLE}  # the а is Cyrillic
    assert score("Kаrim Hassan", "Karim Hassan") == score("Karim Hassan", "Karim Hassan")


def test_two_scripts_in_one_word_are_flagged() -> None:
    assert flags("محمدkarim") == {Flag.MIXED_SCRIPTS}


def test_a_bidi_control_is_flagged() -> None:
    assert flags("Karim \u202eHassan") == {Flag.BIDI_CONTROL}
    assert score("Karim \u202eHassan", "Karim Hassan") == score("Karim Hassan", "Karim Hassan")


@given(st.text(max_size=60))
def test_any_text_has_its_flags(text: str) -> None:
    assert flags(text) <= set(Flag)


@pytest.mark.parametrize("language", said.LANGUAGES)
def test_every_flag_has_words(language: str) -> None:
    assert set(said.words(language)["flag"]) == set(Flag)
