"""Names of the people a brief speaks of in the other script than they are recorded in, as a translation writes them.

Compared by their consonants alone, which is over-inclusive on purpose: it takes names out of quoted words, where one
withheld word too many harms nobody, and stops no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.folding import APOSTROPHES, fold
from queries.brief.sentence_forms import GENITIVE, bases

_ARABIC = dict(zip("بتثجحخدذرزسشصضطظعغفقكلمنهپچژگڤ", "bttjhhddrzsssdtz-gfkklmnhbszkf", strict=True))
_LATIN = (
    ("kh", "h"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"), ("q", "k"), ("c", "k"), ("p", "b"),
    ("v", "f"), ("x", "ks"),
)  # fmt: skip
_INITIALS = {
    "ا": "AEIOU", "ع": "AEIOU", "ب": "B", "ت": "T", "ث": "T", "ج": "JG", "ح": "H", "خ": "K", "د": "D", "ذ": "DZ",
    "ر": "R", "ز": "Z", "س": "S", "ش": "S", "ص": "S", "ض": "D", "ط": "T", "ظ": "DZ", "غ": "G", "ف": "F", "ق": "QK",
    "ك": "KC", "ل": "L", "م": "M", "ن": "N", "ه": "H", "و": "WO", "ي": "YI",
}  # fmt: skip
_WORD = re.compile(rf"[^\W\d_]+(?:[{''.join(sorted(APOSTROPHES))}\u0640\u064b-\u0655\u0670]+[^\W\d_]+)*")
_ENOUGH = 3
"""Consonants that tell a name wherever it stands; two do so only within a sentence, behind a word without a capital."""
_VOWELS = re.compile("[aeiouwy'-]|h$")


class Transliterated:
    """Finds in one script what is recorded in the other.

    Args:
        words: words of names, each by itself; names: whole names, of which those of one letter are initials.
    """

    def __init__(self, words: Iterable[str], names: Iterable[str] = ()) -> None:
        self._of_arabic: set[str] = set()
        self._of_latin: set[str] = set()
        for word in words:
            (self._of_arabic if _is_arabic(word) else self._of_latin).add(skeleton(word))
        letters = (name.strip().rstrip(".") for name in names)
        initials = {latin for letter in letters for latin in _INITIALS.get(fold(letter), "") if len(letter) == 1}
        self._initials = re.compile(rf"(?<![^\W_])[{''.join(sorted(initials))}]\.") if initials else None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where such a name may stand."""
        if self._initials is not None:
            yield from (match.span() for match in self._initials.finditer(text))
        for match in _WORD.finditer(text) if self._of_arabic or self._of_latin else ():
            word = GENITIVE.sub("", match.group())
            if self._may_be(word, text[: match.start()]):
                yield match.start(), match.start() + len(word)

    def _may_be(self, word: str, before: str) -> bool:
        if _is_arabic(word):
            found = (skeleton(base) for base in bases(fold(word), _ENOUGH))
            return any(len(each) >= _ENOUGH and each in self._of_latin for each in found)
        own = skeleton(word)
        if not word[0].isupper() or own not in self._of_arabic:
            return False
        return len(own) >= _ENOUGH or (len(own) == _ENOUGH - 1 and bool(re.search(r"[^\W\d_A-Z]+,? $", before)))


def skeleton(word: str) -> str:
    """The consonants of a word in classes that both scripts share, doubled ones once; no article."""
    folded = fold(word)
    if _is_arabic(folded):
        folded = folded.removeprefix("ال") if len(folded) > 4 else folded
        letters = "".join(_ARABIC.get(letter, "") for letter in folded.removesuffix("ه")).replace("-", "")
    else:
        for several, one in _LATIN:
            folded = folded.replace(several, one)
        letters = _VOWELS.sub("", folded)
    return re.sub(r"(.)\1+", r"\1", letters)


def _is_arabic(word: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in word)
