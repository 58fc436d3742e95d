"""Names compare across scripts and spellings, and one telling letter still parts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.names.compare import WEAK, explain, score
from ingest.names.normalise import skeleton
from ingest.names.parse import Role, parse_name


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("محمد", "Mohammed"),
        ("محمد", "Muhammad"),
        ("حسن", "Hassan"),
        ("يوسف", "Youssef"),
        ("وليد", "Walid"),
        ("عبدالرحمن", "Abdulrahman"),
        ("فاطمة", "Fatima"),
        ("قادر", "Qader"),
        ("شريف", "Sharif"),
        ("خالد", "Khaled"),
    ],
)
def test_one_skeleton_stands_for_both_scripts(left: str, right: str) -> None:
    assert [token.skeleton for token in parse_name(left)] == [token.skeleton for token in parse_name(right)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("محمد حسن الشامي", "Mohammed Hassan al-Shami"),
        ("عبد الله يوسف الحلبي", "Abdullah Youssef al-Halabi"),
        ("خالد بن وليد القادري", "Khaled ibn Walid al-Qadiri"),
        ("Alejandro Benjamín Meneses Cervantes", "Alejandro Benjamin Meneses Cervantes"),
        ("Djamel Cherif", "Jamal Sharif"),
    ],
)
def test_spellings_of_one_name_score_high(left: str, right: str) -> None:
    assert score(left, right) >= 0.85


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Hassan Ali Karim", "Hussein Ali Karim"),
        ("محمد حسن الشامي", "محمد حسين الشامي"),
        ("Alejandro Meneses Cervantes", "Alejandra Meneses Cervantes"),
        ("Rodolfo Carranza Hernández", "Rodolfo Carranza Fernández"),
        ("Sami Nasser al-Halabi", "Rami Nasser al-Halabi"),
    ],
)
def test_one_telling_letter_keeps_names_below_near_certain(left: str, right: str) -> None:
    assert score(left, right) < 0.95


def test_a_kunya_is_never_the_given_name() -> None:
    assert score("Abu Hassan", "Hassan") == 0.0


def test_a_kunya_alone_or_a_given_name_alone_is_weak_at_most() -> None:
    assert score("Abu Omar", "أبو عمر") <= WEAK
    assert score("Ahmad", "أحمد") <= WEAK


def test_abd_and_its_name_are_one_token_in_every_spelling() -> None:
    spellings = ["Abd al-Rahman", "Abdul Rahman", "Abdulrahman", "Abdel-Rahman", "عبد الرحمن", "عبدالرحمن"]
    assert len({tuple(token.skeleton for token in parse_name(spelling)) for spelling in spellings}) == 1


def test_roles_are_told_apart() -> None:
    roles = {token.text: token.role for token in parse_name("أبو عمر محمد بن خالد الشامي")}
    assert roles["عمر"] is Role.KUNYA
    assert roles["محمد"] is Role.ISM
    assert roles["خالد"] is Role.NASAB
    assert roles["الشامي"] is Role.NISBA


def test_an_explanation_names_every_token_once() -> None:
    table = explain("محمد حسن الشامي", "Mohammed al-Shami")
    assert sorted(row.reason for row in table.tokens) == ["missing", "same_sounds", "same_sounds"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_compare_without_error_and_alike_both_ways(left: str, right: str) -> None:
    assert 0.0 <= score(left, right) <= 1.0
    assert score(left, right) == pytest.approx(score(right, left))


@given(st.text(max_size=80))
def test_a_skeleton_is_made_of_few_letters(text: str) -> None:
    assert set(skeleton(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789")
