"""Names of protected people in text: found, and taken out, in every spelling that the case stores.

Spellings of several words are compared folded (both scripts, case, marks) and in the forms that they take in a
sentence. A single word is compared more closely, for folding makes the name Ali equal to the word "on"; initials and
other very short ones only exactly as written.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

from graph.folding import APOSTROPHES, TATWEEL, fold, tokens
from queries.brief.sentence_forms import GENITIVE, Begun, Stems, bases, without_articles
from queries.brief.transliterated import Transliterated

MARKS = {"rtl": "[حُجب الاسم]", "ltr": "[name withheld]"}
"""What stands for a name that was taken out: of one length, for a length gives short names away."""

_PARTICLES = frozenset(
    fold(word) for word in "al el ul abd abu abi umm um bin ibn ben ال عبد ابو أبو ام أم بن ابن بنت bint van de".split()
)
_PARENTS = frozenset(fold(word) for word in "abu abou umm um ابو أبو ام أم".split())
_SHORT = 3
_WORD = re.compile(r"[^\W_]+")
_NAME_WORD = re.compile(rf"[^\W_]+(?:[{''.join(sorted(APOSTROPHES))}{TATWEEL}\u064b-\u0655\u0670]+[^\W_]+)*")


class _Marks(dict[int, int | None]):
    """Marks, apostrophes and invisible controls to nothing, all else to itself; filled as characters turn up."""

    def __missing__(self, code: int) -> int | None:
        letter = chr(code)
        dropped = letter in APOSTROPHES or unicodedata.category(letter) in ("Mn", "Me", "Cf")
        self[code] = kept = None if dropped else code
        return kept


_MARKS = _Marks({ord(TATWEEL): None})
Span = tuple[int, int]


class Spellings:
    """Matches the spellings of protected names.

    Args:
        names: every stored spelling.
        excused: names that are drawn, and words of our own: a single-word name inside one of these is no hit. A
            spelling of several words is one wherever it stands as it is stored.
        parts: names of which each word alone is taken out of a text, and looked for in the finished files.
        labels: words that the files themselves bring along (labels of codes, names of fonts and styles). A name of
            one word that is also one of these is still taken out of what people wrote, but found nowhere in a file,
            where it stands beside every record.
    """

    def __init__(
        self,
        names: Iterable[str],
        excused: Iterable[str] = (),
        parts: Iterable[str] = (),
        labels: Iterable[str] = (),
    ) -> None:
        self._stems = Stems()
        self._begun = Begun(self._stems)
        self._bent: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        parts = list(parts)
        self._parts = {_light(word) for name in parts for word in _telling(name)}
        self._other_script = Transliterated((word for name in parts for word in _telling(name)), parts)
        self._several: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._single: set[str] = set()
        exact: set[str] = set()
        for name in names:
            folded = tuple(word for word, _, _ in tokens(name))
            letters = sum(map(len, folded))
            if len(folded) > 1 and letters > _SHORT:
                for words in _forms(folded):
                    self._several[words[0]].add(words)
                plain = tuple(self._stems[folded[at]] for at in without_articles(folded))
                for words in _forms(plain) if len(plain) > 1 else ():
                    self._bent[words[0]].add(words)
            elif letters >= _SHORT:
                self._single.add(_light(name))
            elif len(name.strip()) > 1:
                exact.add(name.strip())
        self._alone = frozenset(self._single | self._parts)
        self._short = frozenset(exact)
        self._exact = (
            re.compile("|".join(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])" for name in sorted(exact)))
            if exact
            else None
        )
        self._excused: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        excused = list(excused)
        self._ours = frozenset(_light(word) for text in (*excused, *labels) for word in _NAME_WORD.findall(text))
        for phrase in excused:
            words = tuple(word for word, _, _ in tokens(phrase))
            if words:
                self._excused[words[0]].add(words)

    def __bool__(self) -> bool:
        return bool(self._several or self._single or self._parts or self._exact)

    def spans(self, text: str) -> list[Span]:
        """Where names stand in a text, as ranges of it, in order, joined where they overlap."""
        if not text:
            return []
        return self._spans(text, self._alone)

    def _spans(self, text: str, single: Set[str], besides: Set[str] = frozenset()) -> list[Span]:
        words = tokens(text)
        found = _sequences(words, self._several)
        loose = [(words[first][1], words[last][2]) for first, last in self._bent_in([word for word, _, _ in words])]
        loose += self._of_one_word(text, words, single, besides)
        kept = _sequences(words, self._excused) if loose else []
        found += (span for span in loose if not any(a <= span[0] and span[1] <= b for a, b in kept))
        if self._exact is not None:
            found += (match.span() for match in self._exact.finditer(text))
        return _joined(found)

    def _of_one_word(
        self, text: str, words: Iterable[tuple[str, int, int]], single: Set[str], besides: Set[str] = frozenset()
    ) -> Iterator[Span]:
        for _, start, end in words if single else ():
            written = GENITIVE.sub("", text[start:end])
            if _light(written) in besides:
                continue
            for base in bases(_light(written), _SHORT):
                # A word of a longer name may be an ordinary one: where letters have a case, a name has a capital.
                if base in single and (base in self._single or not written[0].islower()):
                    yield start, start + len(written)
                    break

    def _bent_in(self, words: Sequence[str]) -> list[Span]:
        """First and last word of each spelling of several words that stands here in another form."""
        if not self._bent:
            return []
        places = without_articles(words)
        found = []
        for at, place in enumerate(places):
            for stem in self._begun[words[place]]:
                for phrase in self._bent.get(stem, ()):
                    there = places[at : at + len(phrase)]
                    if tuple(self._stems[words[one]] for one in there[1:]) == phrase[1:]:
                        found.append((place, there[-1]))
        return found

    def borne_by(self, name: str) -> bool:
        """Whether a name that is drawn is that of somebody protected: the whole of it, or several words within it."""
        words = tokens(name)
        light = [_light(name[start:end]) for _, start, end in words]
        whole = len(words) == 1 and light[0] in self._single
        return whole or bool(_sequences(words, self._several)) or name.strip() in self._short

    def stands_in(self, text: str, words: Sequence[str]) -> bool:
        """Whether any name stands in a file's text, whose folded words are given: from the left or from the right.

        What people wrote is looked at more closely, by :meth:`spans`: there no word is excused as a label.
        """
        if self._several and (_any(words, self._several) or _any(words[::-1], self._several)):
            return True
        if self._exact is not None and self._exact.search(text):
            return True
        if self._bent_in(words) or not self._alone.isdisjoint(_light_words(text)):
            return bool(self._spans(text, self._alone, self._ours))
        backwards = words[::-1]
        bent = self._bent_in(backwards)
        kept = _sequences([(word, at, at) for at, word in enumerate(backwards)], self._excused) if bent else []
        return any(not any(a <= first and last <= b for a, b in kept) for first, last in bent)

    def _in_other_script(self, text: str) -> Iterator[Span]:
        kept = _sequences(tokens(text), self._excused)
        for start, end in self._other_script.spans(text):
            if not any(a <= start and end <= b for a, b in kept):
                yield start, end

    def count(self, text: str) -> int:
        """How many names stand in a text."""
        return len(self.spans(text))

    def withheld(self, text: str) -> tuple[str, int]:
        """The text with a mark in the place of each name, and how many there were."""
        spans = _joined([*self.spans(text), *self._in_other_script(text)])
        for start, end in reversed(spans):
            mark = MARKS["rtl" if unicodedata.bidirectional(text[start]) in ("R", "AL") else "ltr"]
            text = text[:start] + mark + text[end:]
        return text, len(spans)


def _forms(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A spelling, and the two shorter ones by which a person of three names or more is called."""
    forms = [words]
    if len(words) > 2:
        forms += (
            pair
            for pair in (words[:2], (words[0], words[-1]))
            if not _PARTICLES & set(pair) and min(map(len, pair)) >= _SHORT
        )
    return forms


def _telling(name: str) -> list[str]:
    """The words of a name by which somebody may be known, without particles, kunyas and what is shorter than a name."""
    words = _NAME_WORD.findall(name)
    folded = [fold(word) for word in words]
    return [
        word
        for at, word in enumerate(words)
        if len(folded[at]) >= _SHORT and folded[at] not in _PARTICLES and folded[max(at - 1, 0)] not in _PARENTS
    ]


def _sequences(words: Sequence[tuple[str, int, int]], sought: dict[str, set[tuple[str, ...]]]) -> list[Span]:
    found: list[Span] = []
    for at, (word, start, _) in enumerate(words):
        found += (
            (start, words[at + len(phrase) - 1][2])
            for phrase in sought.get(word, ())
            if at + len(phrase) <= len(words) and all(words[at + n][0] == each for n, each in enumerate(phrase))
        )
    return found


def _any(words: Sequence[str], sought: dict[str, set[tuple[str, ...]]]) -> bool:
    return any(
        tuple(words[at : at + len(phrase)]) == phrase
        for at, word in enumerate(words)
        if word in sought
        for phrase in sought[word]
    )


def _light_words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", text).translate(_MARKS).casefold()
    return {base for word in _WORD.findall(plain) for base in bases(word, _SHORT)} | {
        _light(GENITIVE.sub("", word)) for word in text.split() if GENITIVE.search(word)
    }


def _light(text: str) -> str:
    """A single word without case and marks, its letters kept apart."""
    plain = unicodedata.normalize("NFKC", text).translate(_MARKS).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
