"""What a load says, in both languages: ours in full, and what checks and readers say as far as it is known."""

import re

import pytest

from graph.dates.period import HIJRI_OR_NOT
from graph.dates.points import READABLE
from graph.dates.relative import NEEDS_ANCHOR
from graph.evidence import Draft
from graph.model.denied import OFFER
from ingest.row_sentences import in_words, numbers
from ingest.sandbox import SENTENCES
from ingest.sentences import _TOLD, in_language, told

ARABIC = re.compile("[\u0600-\u06ff]")


def test_every_sentence_of_a_load_has_both_languages_with_the_same_places_filled() -> None:
    for key, entry in _TOLD.items():
        assert set(entry) == {"en", "ar"}, key
        assert ARABIC.search(entry["ar"]) or entry["ar"] == entry["en"], key
        assert set(re.findall(r"{(\w+)}", entry["ar"])) <= set(re.findall(r"{(\w+)}", entry["en"])) | {"number"}, key


@pytest.mark.parametrize("sentence", SENTENCES.values())
def test_why_a_file_cannot_be_read_is_known_in_arabic(sentence: str) -> None:
    said = in_language("ar", f"sheet.xlsx: the workbook {sentence}.")
    assert ARABIC.search(said) and said.startswith("\u2068sheet.xlsx\u2069")
    assert in_language("en", sentence) == sentence


@pytest.mark.parametrize(
    "right",
    [READABLE, HIJRI_OR_NOT, NEEDS_ANCHOR, f"{OFFER}.", "one of: female, male, not recorded", "a whole number",
     "a value for names, which every person needs", "a whole number such as 3, or a range such as 3..5, 3.. or ..5",
     "a key of its own: row 7 has the same one and says something else"],
)  # fmt: skip
def test_what_would_be_right_in_a_cell_is_known_in_arabic(right: str) -> None:
    assert ARABIC.search(in_language("ar", right))


def test_words_of_a_list_are_given_in_the_readers_language() -> None:
    assert in_language("ar", "one of: female, male") == "إحدى هذه: أنثى، ذكر"


def test_what_is_not_known_in_a_language_stays_as_it_is() -> None:
    assert in_language("ar", "A sentence that nobody wrote down.") == "A sentence that nobody wrote down."


def test_the_users_own_words_are_kept_apart_where_their_script_runs_the_other_way() -> None:
    assert "\u2068وقائع.xlsx\u2069" in told(
        "en", "document", name="وقائع.xlsx", pages="1 page", language="ar", number=1
    )
    assert "\u2068" not in told("en", "document", name="list.xlsx", pages="1 page", language="ar", number=1)
    assert "\u2068list.xlsx\u2069" in told("ar", "document", name="list.xlsx", pages="", language="العربية", number=1)


@pytest.mark.parametrize(
    ("parts", "said"),
    [([3, 3], "3"), ([3, None, 5], "3..5"), ([1, 2, 5], "1..5 (2)"), ([None, 4], "..4"), ([6, None], "6..")],
)
def test_an_estimate_is_told_as_people_write_it(parts: list[int | None], said: str) -> None:
    assert numbers(parts) == said


def test_a_row_is_told_as_sentences_and_names_what_it_refers_to() -> None:
    names = [{"words": "Invented One", "type": "full"}]
    person = Draft(
        kind="person", dataset="d", key="1", page="row 1", values={"names": names, "sex": "female", "age": [23, 23]}
    )  # fmt: skip
    who, where = {"kind": "person", "key": "1"}, {"kind": "incident", "key": "1"}
    told_of = {"who": who, "incident": where, "outcome": "survived", "remarks": "from the list"}
    victim = Draft(kind="victim", dataset="d", key="1", page="row 1", values=told_of)
    said = "Person: Invented One, female, aged 23. Victim: Invented One, survived; remarks from the list."
    assert in_words([person, victim]) == said
    arabic = in_words([person, victim], "ar")
    assert "أنثى" in arabic and "العمر 23" in arabic and "female" not in arabic
