"""Which records a text may speak of: by the names that stand in it, in either script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.case import Case, create_case
from graph.evidence import Actor
from graph.model import Level
from tests.builders import document, location, person, source, unit


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """Invented names."""
    folder: Path = tmp_path_factory.mktemp("named") / "case"
    made = create_case(folder, title="Named", key_file=folder.with_suffix(".key"))
    with made.evidence.writing(Actor(name="ann")) as change:
        change.add(
            [
                source(),
                document(title="The account of Karim of the town"),
                person("karim", names="Karim Abu Omar Invented (full) | أبو عمر المخترع (kunya)"),
                person("hidden", names="Nadir Sealed", level="sealed"),
                *(person(f"a{n}", names=f"Ahmad Number{n}") for n in range(8)),
                unit("north", names="The Battalion of the North"),
                location("town", names="مدينة المثال (full) | Exampletown (alias)"),
            ]
        )
    yield made
    made.close()


def keys(case: Case, text: str, clearance: Level = Level.SEALED) -> list[str]:
    return [hit.words for hit in case.reader(clearance).names_in(text)]


def test_a_name_is_found_in_the_middle_of_a_text_in_either_script(case: Case) -> None:
    assert keys(case, "She said that Karim Omar came") == ["Karim Abu Omar Invented"]
    assert keys(case, "قالت إن أبا عمر وعمر المخترع جاءا") == ["أبو عمر المخترع"]


def test_a_place_is_found_with_what_is_written_together_with_it(case: Case) -> None:
    assert keys(case, "كان في بمدينة المثال") == ["مدينة المثال"]
    assert keys(case, "in exampletown, at night") == ["Exampletown"]


def test_one_word_is_enough_where_few_are_called_so(case: Case) -> None:
    assert keys(case, "a certain Karim") == ["Karim Abu Omar Invented"]
    assert keys(case, "a certain Ahmad") == []
    assert keys(case, "Ahmad Number3 was there")[0] == "Ahmad Number3"


def test_small_words_and_titles_of_documents_say_nothing(case: Case) -> None:
    assert keys(case, "the account of the of the") == []


def test_nobody_learns_of_whom_they_may_not_see(case: Case) -> None:
    assert keys(case, "Nadir Sealed") == ["Nadir Sealed"]
    assert keys(case, "Nadir Sealed", Level.CONFIDENTIAL) == []


def test_a_long_text_is_answered(case: Case) -> None:
    assert keys(case, "word " * 20_000 + "Karim Invented") == ["Karim Abu Omar Invented"]
