"""Codes that can be said over a bad line: ``P-417 208-8``.

A letter for the kind, six random digits (more as the case grows) and a check digit by ISO/IEC 7064, MOD 11,10,
which finds every single wrong digit and nearly every swap of two neighbours. No two records of a case share
their digits, whatever their letter.
"""

import re

SHORTEST = 6
# At most one number in twenty is taken, so that a digit heard wrong rarely names another record.
SPARSE = 20
_WRITTEN = re.compile(r"[A-Z]-[0-9][0-9 ]*-[0-9]")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def check_digit(digits: str) -> str:
    """The ISO/IEC 7064 MOD 11,10 check digit of some decimal digits."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def length_for(count: int) -> int:
    """How many digits a case of ``count`` codes needs."""
    length = SHORTEST
    while 10**length < count * SPARSE:
        length += 1
    return length


def code_of(letter: str, digits: str) -> str:
    """The code as it is written: ``code_of("P", "417208")`` is ``P-417 208-8``."""
    return written(letter, digits + check_digit(digits))


def written(letter: str, checked: str) -> str:
    """The code with these digits, of which the last is the check digit."""
    if len(checked) == SHORTEST + 1:  # by far the most
        return f"{letter}-{checked[:3]} {checked[3:6]}-{checked[6]}"
    digits = checked[:-1]
    head = len(digits) % 3
    groups = [digits[:head]] if head else []
    groups += [digits[at : at + 3] for at in range(head, len(digits), 3)]
    return f"{letter}-{' '.join(groups)}-{checked[-1]}"


def read_code(text: str) -> str | None:
    """The code that somebody wrote or heard, in whatever spacing and digits; None where it can be no code."""
    plain = "".join(char for char in text.translate(_DIGITS).upper() if char.isalnum())
    letter, digits, check = plain[:1], plain[1:-1], plain[-1:]
    if not (letter.isascii() and letter.isalpha() and digits.isascii() and digits.isdigit()):
        return None
    if len(digits) < SHORTEST or check != check_digit(digits):
        return None
    return code_of(letter, digits)


def codes_in(text: str) -> set[str]:
    """Every code that stands in a text, as :func:`written` writes them."""
    return set(_WRITTEN.findall(text))
