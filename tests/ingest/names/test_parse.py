"""A name is read into its parts, whoever wrote it: in Arabic, Persian or Sorani letters, or Latin ones of any style."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.names.compare import similarity
from ingest.names.keys import blocking_keys, kunya_key
from ingest.names.parse import MOST_TOKENS, Role, parse_name, parse_names


def roles(name: str) -> list[tuple[str, str]]:
    return [(token.text, token.role.value) for token in parse_name(name)]


def skeletons(name: str) -> list[str]:
    return [token.skeleton for token in parse_name(name)]


def test_every_part_of_an_arabic_name_has_its_role() -> None:
    assert roles("الشيخ أبو عمر محمد بن خالد الشامي") == [
        ("الشيخ", "title"), ("عمر", "kunya"), ("محمد", "ism"), ("خالد", "nasab"), ("الشامي", "nisba"),
    ]  # fmt: skip


def test_the_same_in_latin_letters() -> None:
    assert roles("Sheikh Abu Omar Mohammed bin Khaled al-Shami") == [
        ("Sheikh", "title"), ("Omar", "kunya"), ("Mohammed", "ism"), ("Khaled", "nasab"), ("Shami", "nisba"),
    ]  # fmt: skip


def test_a_by_name_in_quotes_or_brackets_is_a_laqab() -> None:
    assert ("Saqr", "laqab") in roles('Karim "Saqr" Hamdan')
    assert ("صقر", "laqab") in roles("كريم حمدان (صقر)")


@pytest.mark.parametrize(
    "spellings",
    [
        ("Abd al-Rahman", "Abdul Rahman", "Abdulrahman", "Abdel-Rahman", "Abdurrahman", "عبد الرحمن", "عبدالرحمن"),
        ("Abd Allah", "Abdullah", "Abdallah", "Abdellah", "Abdoulaye", "عبد الله", "عبدالله"),
        ("Saif al-Din", "Saifuddin", "Saif ud-Din", "سيف الدين", "سيفالدين"),
        ("Hidayat Ullah", "Hidayatullah", "هدايت الله", "هدايتالله"),
        ("Shams ur-Rahman", "Shams al-Rahman", "شمس الرحمن"),
    ],
)
def test_a_joined_name_is_one_part_in_every_spelling(spellings: tuple[str, ...]) -> None:
    assert {len(parse_name(spelling)) for spelling in spellings} == {1}
    assert len({tuple(skeletons(spelling)) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    "spellings",
    [
        ("al-Shami", "ash-Shami", "el-Shami", "Al Shami", "Alshami", "الشامي"),
        ("al-Sabbar", "Essabar", "as-Sabbar", "الصبار"),
    ],
)
def test_the_article_is_left_out_of_the_keys_and_remembered(spellings: tuple[str, ...]) -> None:
    tokens = [parse_name(f"Karim {spelling}")[-1] for spelling in spellings]
    assert len({token.skeleton for token in tokens}) == 1
    assert parse_name("Karim al-Shami")[-1].particle == "al"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Djouadi", "جوادي"),  # French
        ("Dschamal", "جمال"),  # German would write so
        ("Mo7amad", "محمد"),  # Arabizi
        ("5aled", "خالد"),
        ("کریم", "كريم"),  # Persian letters
        ("محەمەد", "محمد"),  # Sorani vowels
        ("ئەحمەد", "أحمد"),
        ("موسى", "Musa"),
        ("حمزة", "Hamza"),
        ("Youcef", "يوسف"),
        ("Cheikhani", "شيخاني"),
    ],
)
def test_spelling_styles_meet_in_one_skeleton_or_nearly_the_same_sounds(one: str, other: str) -> None:
    assert similarity(parse_name(one)[0], parse_name(other)[0])[0] >= 0.8


def test_harakat_tatweel_and_bidi_marks_change_nothing() -> None:
    plain = skeletons("محمد الشامي")
    assert skeletons("مُحَمَّد الشّامي") == plain
    assert skeletons("محـــمد الشامي") == plain
    assert skeletons("\u202bمحمد الشامي\u202c") == plain


def test_family_first_with_a_comma_is_turned_around() -> None:
    assert roles("al-Shami, Karim Hassan") == [("Karim", "ism"), ("Hassan", "nasab"), ("Shami", "nisba")]
    assert [role for _, role in roles("الشامي، كريم حسن")] == ["ism", "nasab", "nisba"]


def test_names_of_the_world_are_given_name_and_the_rest() -> None:
    assert [role for _, role in roles("Alejandra Benítez de la Cruz")] == ["ism", "nasab", "nasab"]
    assert len(parse_name("Jean-Pierre Lemaître")) == 3
    assert parse_name("J. Lemaître")[0].initial


@pytest.mark.parametrize(
    ("written", "latin"),
    [("Владимир Иванов", "Vladimir Ivanov"), ("Γιώργος Νικολαΐδης", "Giorgos Nikolaidis"), ("გიორგი", "giorgi")],
)
def test_other_scripts_are_read_through_latin_letters_and_shown_as_written(written: str, latin: str) -> None:
    assert skeletons(written) == skeletons(latin)
    assert " ".join(token.text for token in parse_name(written)) == written


def test_a_kunya_has_a_key_of_its_own() -> None:
    assert kunya_key(parse_name("Abu Hamza al-Shami")) == kunya_key(parse_name("أبو حمزة")) != ""
    assert kunya_key(parse_name("Hamza")) == ""
    assert set(blocking_keys(parse_name("Abu Hamza"))).isdisjoint(blocking_keys(parse_name("Hamza")))


def test_blocking_keys_bring_both_scripts_together_and_leave_titles_out() -> None:
    one, other = (set(blocking_keys(parse_name(name))) for name in ("Dr. Karim al-Shami", "كريم الشامي"))
    assert one == other


@pytest.mark.parametrize("nothing", ["", " ", "😀", "---", "\u202e", "،", "()", "Fnu Lnu"])
def test_what_holds_no_name_raises_nothing(nothing: str) -> None:
    assert len(parse_name(nothing)) <= 2


@pytest.mark.parametrize("alone", ["Dr.", "الشيخ", "Abu", "أبو", "bin", "al", "ال"])
def test_a_title_or_a_particle_alone_is_not_lost(alone: str) -> None:
    assert len(parse_name(alone)) == 1


def test_a_text_of_ten_thousand_letters_is_read_in_linear_time_and_cut_off() -> None:
    started = time.process_time()
    assert len(parse_name("محمد" * 2_500)) == 1
    assert len(parse_name("Abd al-" * 1_500)) <= MOST_TOKENS
    assert len(parse_name("a " * 5_000)) <= MOST_TOKENS
    assert time.process_time() - started < 1.0


@given(st.text(max_size=60))
def test_any_text_is_read_without_error_and_the_same_again(text: str) -> None:
    tokens = parse_name(text)
    assert parse_names([text, text]) == [tokens, tokens]
    for token in tokens:
        assert token.signs
        assert token.skeleton.isascii()
        assert token.role in Role
