"""Folding: spellings that must be one, and offsets that lead back to the text as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.folding import direction, fold, fold_with_offsets, isolate, language_of, tokens

# Letters, marks, controls and spaces of both scripts, dense enough that they meet.
mixed = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("أآإٱةىیکەێـًَُِّ\u200f\u200c ab'’Éı١۲2\t\n")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("احمد", "أحمد"),
        ("إبراهيم", "ابراهيم"),
        ("آمنة", "امنه"),
        ("مصطفى", "مصطفي"),
        ("محـــمد", "محمد"),
        ("مُحَمَّد", "محمد"),
        ("مسؤول", "مسوول"),
        ("کریم", "كريم"),
        ("کوێستان", "كويستان"),
        ("ڕۆژ", "روژ"),
        ("ﻻ ﷲ", "لا الله"),
        ("١٤ ۱۴", "14 14"),
        ("Ḥusayn ʿAlī", "husayn ali"),
        ("al-Shaʾm", "AL-SHAM"),
        ("O’Neil", "o'neil"),
        ("Straße", "STRASSE"),
        ("a\u202eb\u200b\u2069c", "abc"),
        ("  two \t\n words ", "two words"),
    ],
)
def test_spellings_of_one_word_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), [("حسن", "حسين"), ("Ali", "Alia"), ("12", "21"), ("a b", "ab")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(mixed)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(mixed)
def test_offsets_never_fall_and_lead_back_into_the_text(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)
    assert all(0 <= offset < len(text) for offset in offsets[:-1])


@given(mixed, st.data())
def test_a_piece_of_the_folded_text_is_cut_from_the_original(text: str, data: st.DataObject) -> None:
    folded, offsets = fold_with_offsets(text)
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    # One character may fold to several (ﷲ): such a piece is cut one character wider, never elsewhere.
    assert fold(folded[start:end]) in fold(text[offsets[start] : offsets[end] + 1])


def test_a_word_is_found_with_the_marks_it_was_written_with() -> None:
    text = "قال  أَحْمـَدُ: «نعم»"
    assert tokens(text) == [("قال", 0, 3), ("احمد", 5, 14), ("نعم", 17, 20)]
    assert text[5:14] == "أَحْمـَدُ:"[:-1]


@given(mixed)
def test_tokens_are_folded_words_of_the_text(text: str) -> None:
    for folded, start, end in tokens(text):
        assert 0 <= start < end <= len(text)
        assert folded in fold(text[start:end])


@pytest.mark.parametrize(
    ("text", "way"), [("Raqqa الرقة", "ltr"), ("الرقة Raqqa", "rtl"), ("12 – 15", "ltr"), ("", "ltr")]
)
def test_direction_is_that_of_the_first_letter(text: str, way: str) -> None:
    assert direction(text) == way


def test_a_label_is_isolated_and_nothing_in_it_reaches_out() -> None:
    assert isolate("الرقة 3") == "\u2067الرقة 3\u2069"
    assert isolate("Unit 3") == "\u2066Unit 3\u2069"
    assert isolate("a\u202e\u2069b") == "\u2066ab\u2069"
    assert isolate("") == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The letter was read in the square by a judge", "en"),
        ("Le tribunal a condamné les hommes dans la ville", "fr"),
        ("El comandante de la zona y los hombres del pueblo", "es"),
        ("قرأ القاضي الحكم في ساحة المدينة", "ar"),
        ("دادوەر بڕیاری لە ناوەڕاستی شار خوێندەوە", "ckb"),
        ("قاضی حکم را در میدان شهر خواند", "fa"),
        ("Raqqa 2015", ""),
        ("", ""),
    ],
)
def test_language_is_guessed_or_left_open(text: str, language: str) -> None:
    assert language_of(text) == language
