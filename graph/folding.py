"""Letters to letters, both scripts: the one folding that full text, suggestions and names share.

Folding makes two spellings of one word equal (احمد and أحمد, Raqqa and raqqa, ١٤ and 14). It never guesses
sounds: that is what the parsed name keys do. What is shown is always the original: `fold_with_offsets` says
where each folded letter came from, so that a snippet is cut from the text as written.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

# Marks that writers put in or leave out at will: apostrophes, and ʿayn and hamza of transliterations.
APOSTROPHES = frozenset("'`´’‘‛′ʹʼʻʽʾʿˀˁʔʕ＇｀")
TATWEEL = "\u0640"
# Hamza alone, and the high hamza that U+0675..0678 decompose to.
LONE_HAMZA = frozenset("\u0621\u0674")
# Opening and closing of embeddings, overrides and isolates.
BIDI_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"

LETTERS = {
    # Arabic; أ إ آ ؤ ئ fall apart into letter and mark by themselves (NFKD)
    "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ة": "ه", "ى": "ي",
    # Persian and Kurdish
    "ک": "ك", "ڪ": "ك", "ی": "ي", "ێ": "ي", "ې": "ي", "ۍ": "ي", "ے": "ي", "ە": "ه",
    "ہ": "ه", "ھ": "ه", "ۃ": "ه",
    "ۆ": "و", "ۇ": "و", "ۈ": "و", "ۋ": "و", "ڕ": "ر", "ڵ": "ل",
    # Latin letters that do not fall apart
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th",
}  # fmt: skip


def _is_dropped(char: str) -> bool:
    """Whether folding leaves this character out: marks, apostrophes, tatweel, invisible controls."""
    if char in APOSTROPHES or char in LONE_HAMZA or char == TATWEEL:
        return True
    if "\u06d6" <= char <= "\u06ed":  # Quranic marks, of which a few are no combining characters
        return True
    return unicodedata.category(char) in {"Mn", "Me", "Cf"} or (
        unicodedata.category(char) == "Cc" and not char.isspace()
    )


def _fold_char(char: str) -> str:
    """What one character becomes; folding the result again changes nothing."""
    if _is_dropped(char):
        return ""
    if char.isspace():
        return " "
    if char in LETTERS:
        return LETTERS[char]
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKD", char).casefold()
    return plain if plain == char else "".join(map(_fold_char, plain))


class _Table(dict[int, str]):
    """Code point to folded text, filled as characters turn up, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_char(chr(code))
        return folded


_TABLE = _Table({code: _fold_char(chr(code)) for code in range(128)})


def fold(text: str) -> str:
    """The text as search compares it.

    Hamza and alef forms become ا, ta marbuta ه, final ya and alef maqsura ي, Persian and Kurdish letters
    their Arabic base, presentation forms plain letters, every script's digits ASCII; Latin loses case and
    diacritics; tatweel, marks, apostrophes, bidi controls and zero-width characters go; whitespace runs
    become one space, none at the ends. ``fold(fold(text)) == fold(text)``.
    """
    return " ".join(text.translate(_TABLE).split())


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the index in `text` that it came from.

    The offsets never fall, and end with ``len(text)``, so they are one longer than the folded text, and
    ``text[offsets[a]:offsets[b]]`` is the original of ``folded[a:b]``, with the marks that follow its last
    letter.
    """
    folded: list[str] = []
    offsets: list[int] = []
    gap = -1  # where whitespace began that may turn out to lie between words
    for index, char in enumerate(text):
        for letter in _TABLE[ord(char)]:
            if letter == " ":
                gap = index if gap < 0 else gap
                continue
            if gap >= 0 and folded:
                folded.append(" ")
                offsets.append(gap)
            gap = -1
            folded.append(letter)
            offsets.append(index)
    offsets.append(len(text))
    return "".join(folded), offsets


_WORD = re.compile(r"[^\W_]+")


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Each word as (folded, start, end): ``text[start:end]`` is the word as written, with its marks."""
    folded, offsets = fold_with_offsets(text)
    found = []
    for match in _WORD.finditer(folded):
        end = offsets[match.end() - 1] + 1
        while end < len(text) and (text[end] == TATWEEL or unicodedata.combining(text[end])):
            end += 1
        found.append((match.group(), offsets[match.start()], end))
    return found


def folded_words(folded: str) -> list[str]:
    """The words of a text that has been folded already, as :func:`tokens` tells them, without their places."""
    return _WORD.findall(folded)


def direction(text: str) -> Literal["rtl", "ltr"]:
    """The direction of the first letter that has one; "ltr" where none has."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def isolate(text: str) -> str:
    """The text wrapped so that it does not reorder what stands beside it; bidi controls inside are taken out.

    An unbalanced control in a name would otherwise reach out of its label and turn the line around.
    """
    if not text:
        return ""
    opening = RLI if direction(text) == "rtl" else LRI
    return f"{opening}{text.translate(BIDI_CONTROLS)}{PDI}"


_SORANI = frozenset("ێۆڕڵەڤ")
_PERSIAN = frozenset("پچژگیک")
_ARABIC = frozenset("يكةىأإآؤئءضظذثصطحع")
_PERSIAN_WORDS = frozenset("است این که را از برای بود شد آن های می با".split())
_STOPWORDS = {
    "en": frozenset("the of and to in was were is that by from with on at for he she they his her who it".split()),
    "fr": frozenset("le la les des du et est une un dans par pour avec sur qui que au aux sont ont il elle".split()),
    "es": frozenset("el la los las del y es una un en por para con que se su al fue son como lo".split()),
}
_ACCENTS = {"fr": frozenset("çèêëîïûùœ"), "es": frozenset("ñ¿¡")}


def language_of(text: str) -> str:
    """A cheap guess at the language: "ar", "ckb", "fa", "en", "fr", "es", or "" where nothing tells.

    By script first, then telling letters, then common words. Short texts often give "".
    """
    letters = [char for char in text.lower() if char.isalpha()]
    arabic_script = sum("\u0600" <= char <= "\u06ff" or "\ufb50" <= char <= "\ufeff" for char in letters)
    if arabic_script * 2 > len(letters):
        return _language_in_arabic_script(text, letters)
    words = re.findall(r"[^\W\d_]+", text.lower())
    scores = {
        language: sum(word in known for word in words)
        + sum(char in _ACCENTS.get(language, ()) for char in text.lower())
        for language, known in _STOPWORDS.items()
    }
    best = max(scores.values())
    winners = [language for language, score in scores.items() if score == best]
    return winners[0] if best > 0 and len(winners) == 1 else ""


def _language_in_arabic_script(text: str, letters: list[str]) -> str:
    sorani = sum(char in _SORANI for char in letters)
    if sorani and sorani * 20 >= len(letters):
        return "ckb"
    persian = sum(char in _PERSIAN for char in letters) + 2 * sum(word in _PERSIAN_WORDS for word in text.split())
    arabic = sum(char in _ARABIC for char in letters)
    return "fa" if persian > arabic else "ar"
