"""The shipped table: how common a part of a name is, whatever it is spelled like."""

import pytest

from ingest.names.frequency import ANY, TABLE, bearers
from ingest.names.parse import parse_name


def per_100(name: str, role: str = ANY) -> float:
    """Bearers among 100 people."""
    return bearers()[role].get(parse_name(name)[0].skeleton, 0.0) / 1000


def test_about_one_arabic_given_name_in_eight_is_muhammad() -> None:
    assert 10 < per_100("محمد", "ism") < 15


@pytest.mark.parametrize("spelling", ["Muhammad", "Mohammed", "Mohamad", "Mohamed", "محمد"])
def test_spellings_and_scripts_share_their_counts(spelling: str) -> None:
    assert per_100(spelling, "ism") == per_100("محمد", "ism")


@pytest.mark.parametrize(
    ("common", "rarer"),
    [("محمد", "ابراهيم"), ("Ahmad", "Ibrahim"), ("ابراهيم", "قنطرجي"), ("Smith", "Winterbottom")],
)
def test_what_many_bear_is_more_common_than_what_few_bear(common: str, rarer: str) -> None:
    assert per_100(common) > per_100(rarer)


def test_a_name_of_god_in_two_words_is_one_name() -> None:
    assert per_100("عبد الرحمن", "ism") == per_100("Abdel Rahman", "ism") > 0.5


def test_the_table_holds_no_token_that_only_a_few_people_bear() -> None:
    fewest = {"arabic": 5 / 34_400, "sanctions": 3 / 1_000, "census": 10 / 100_000}
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        source, role, _, count = line.split("\t")
        of_each = 3 if role == "nasab" else 1  # a person has several fathers' names
        assert float(count) * of_each >= 100_000 * fewest[source] - 0.1
