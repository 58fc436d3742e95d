"""Codes that can be said over a bad line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.evidence.codes import check_digit, code_of, length_for, read_code
from graph.evidence.ids import RandomIds

DIGITS = st.text("0123456789", min_size=6, max_size=12)


def test_a_code_worked_by_hand() -> None:
    # ISO/IEC 7064 MOD 11,10 over 0794, the example of the standard: check digit 5.
    assert check_digit("0794") == "5"
    assert code_of("P", "417208") == f"P-417 208-{check_digit('417208')}"
    assert code_of("U", "1234567").startswith("U-1 234 567-")


@given(digits=DIGITS, at=st.integers(0, 11), other=st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(digits: str, at: int, other: int) -> None:
    at %= len(digits)
    wrong = digits[:at] + str((int(digits[at]) + other) % 10) + digits[at + 1 :]
    assert check_digit(wrong) != check_digit(digits)


@given(digits=DIGITS)
def test_a_code_is_read_back_however_it_is_written(digits: str) -> None:
    code = code_of("P", digits)
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for written in (code, code.lower(), code.replace(" ", ""), code.replace("-", " "), arabic, f" {code} "):
        assert read_code(written) == code


@given(text=st.text(max_size=30))
def test_whatever_is_read_is_a_code_or_nothing(text: str) -> None:
    read = read_code(text)
    assert read is None or read_code(read) == read


def test_codes_grow_with_the_case() -> None:
    assert length_for(1) == length_for(50_000) == 6
    assert length_for(50_001) == 7
    assert length_for(1_000_000) == 8


def test_random_ids_do_not_repeat() -> None:
    ids = RandomIds()
    assert len({ids.new("thread", "the same") for _ in range(10_000)}) == 10_000
    assert all(len(ids.digits(6)) == 6 for _ in range(100))
