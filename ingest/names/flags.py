"""What is odd about a name as written: look-alike letters, bidi controls, two scripts in one token."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from graph.folding import BIDI_CONTROLS


class Flag(StrEnum):
    """Something to show beside a name before it is believed."""

    CONFUSABLE = "confusable"
    """A letter of another script that looks like the letters around it: Cyrillic а in a Latin name."""
    MIXED_SCRIPTS = "mixed_scripts"
    """Letters of two scripts in one word that do not look alike."""
    BIDI_CONTROL = "bidi_control"
    """An invisible character that turns the direction of the text around."""


# Letters that look like Latin ones (Unicode TR39, confusables): Cyrillic and Greek to Latin.
LOOK_ALIKES = str.maketrans(
    dict(
        zip(
            "аеорсухіјѕԁһӏкмтвнАВЕКМНОРСТХІЈЅУ" + "ονραικτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
            "aeopcyxijsdhlkmtbhABEKMHOPCTXIJSY" + "ovpaiktuxABEZHIKMNOPTYX",
            strict=True,
        )
    )
)
_INVISIBLE = frozenset({0x061C, 0x200E, 0x200F, *BIDI_CONTROLS})
_WORD = re.compile(r"[^\W\d_]+")


def flags(name: str) -> frozenset[Flag]:
    """The flags of a name as written; empty for nearly all names. Never raises."""
    found = set()
    if any(ord(letter) in _INVISIBLE for letter in name):
        found.add(Flag.BIDI_CONTROL)
    if not name.isascii():
        for word in _WORD.findall(name):
            scripts = {_script(letter) for letter in word} - {""}
            if len(scripts) > 1:
                plain = {_script(letter) for letter in word.translate(LOOK_ALIKES)} - {""}
                found.add(Flag.CONFUSABLE if plain == {"LATIN"} else Flag.MIXED_SCRIPTS)
    return frozenset(found)


def _script(letter: str) -> str:
    """The first word of a letter's Unicode name (LATIN, ARABIC, CYRILLIC); "" for marks."""
    if unicodedata.category(letter)[0] != "L" or letter == "\u0640":
        return ""
    return unicodedata.name(letter, "").partition(" ")[0]
