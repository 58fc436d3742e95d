"""One name as others write it: without its marks, the family first, an initial for a given name, a surname left out."""

from __future__ import annotations

import random
from collections.abc import Iterator

from anyascii import anyascii

VARIANTS = ("marks left out", "family first", "an initial", "a part left out", "hyphen", "a vowel", "Cyrillic")
_VOWELS = {"a": "e", "e": "a", "i": "e", "o": "u", "u": "o", "y": "i"}
_CYRILLIC = dict(zip("abvgdeziklmnoprstufhyc", "абвгдезиклмнопрстуфхйк", strict=True)) | {"j": "дж"}


def variants(name: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Kinds of :data:`VARIANTS` that apply to a name, and the name written so."""
    words = name.split()
    plain = anyascii(name)
    if plain != name:
        yield "marks left out", plain
    yield "family first", f"{words[-1].upper()}, {' '.join(words[:-1])}"
    if len(words) > 2:
        at = rng.randrange(len(words) - 1)
        yield "an initial", " ".join([*words[:at], f"{words[at][0]}.", *words[at + 1 :]])
        at = rng.randrange(1, len(words))
        yield "a part left out", " ".join(words[:at] + words[at + 1 :])
        yield "hyphen", " ".join([*words[:-2], f"{words[-2]}-{words[-1]}"])
    places = [at for at, letter in enumerate(plain.lower()) if letter in _VOWELS and 0 < at < len(plain) - 1]
    if places:
        at = rng.choice(places)
        yield "a vowel", plain[:at] + _VOWELS[plain[at].lower()] + plain[at + 1 :]
    if all(letter in _CYRILLIC or not letter.isalpha() for letter in plain.lower()):
        yield "Cyrillic", "".join(_CYRILLIC.get(letter, letter) for letter in plain.lower())
