"""What the page Brief says before anything is made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashboard import taking
from dashboard.desk import Desk
from dashboard.jobs import Jobs
from dashboard.pages.brief.making import preview
from dashboard.sessions import Sessions
from dashboard.wording import Words
from graph.settings import Settings
from queries.brief.errors import NoSource, UnacceptedMerges
from queries.brief.package import Preview
from tests.dashboard.small_case import SmallCase, make_small_case


def _shown(stopped: Exception, language: str) -> str:
    found = Preview(
        incidents=1, facts=0, exhibits=1, doubts=0, left_out=(), stops=(str(stopped),),
        merges=isinstance(stopped, UnacceptedMerges),
    )  # fmt: skip
    return str(preview(found, Words(language)))


def test_what_stops_a_brief_is_said_in_the_language_of_the_page_and_its_codes_open_cards() -> None:
    stopped = NoSource(["incident of I-000 001-7 in D-000 002-5 (record I-000 001-7)"])
    arabic, english = _shown(stopped, "ar"), _shown(stopped, "en")
    assert "فلم يُكتب شيء" in arabic and "so nothing was written" not in arabic
    assert "so nothing was written" in english
    for shown in (arabic, english):
        assert "I-000 001-7" in shown and "data-card" in shown and "/review" not in shown


def test_only_a_merge_is_sent_to_review() -> None:
    assert "/ar/review" in _shown(UnacceptedMerges([("P-000 001-7", "P-000 002-5")]), "ar")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCase]:
    made = make_small_case(tmp_path_factory.mktemp("taking") / "case")
    yield made
    made.case.close()


@pytest.fixture
def desk(small: SmallCase) -> Desk:
    return Desk(
        case=small.case, settings=Settings(), sessions=Sessions("case"), jobs=Jobs(small.case, Settings()), user="ann"
    )


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", ""), ("I-1", ""), ("I-417 20", ""), ("I-999 999-8", "unknown"), ("I-417 208-3", "misread"),
        ("nobody is called so", "nothing"), ("Brig", ""), ("zq", ""),
    ],
)  # fmt: skip
def test_what_is_typed_and_adds_nothing_is_answered(desk: Desk, typed: str, why: str) -> None:
    assert taking.missed(desk, [], typed) == why


def test_a_code_that_is_chosen_already_is_said_to_be(desk: Desk, small: SmallCase) -> None:
    code = small.code["shot"]
    assert taking.missed(desk, [], code) == "" and taking.added(desk, [], code) == [code]
    assert taking.missed(desk, [code], f" {code.lower()} ") == "twice" and taking.added(desk, [code], code) == [code]


@pytest.mark.parametrize(
    ("n", "language", "said"),
    [
        (1, "en", "1 incident "), (2, "en", "2 incidents "), (0, "en", "0 incidents "), (1, "ar", "حادثة واحدة"),
        (2, "ar", "حادثتان"), (3, "ar", "3 حوادث"), (11, "ar", "11 حادثة"), (100, "ar", "100 حادثة"),
        (103, "ar", "103 حوادث"),
    ],
)  # fmt: skip
def test_a_number_and_its_noun_agree(n: int, language: str, said: str) -> None:
    found = Preview(incidents=n, facts=0, exhibits=0, doubts=0, left_out=(), stops=())
    line = preview(found, Words(language))[0].children[0]
    assert f"{' '.join(part.children for part in line.children)} ".startswith(said)
