"""The distinct parts of the names of an index, and which of them a part of a query may mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.folding import fold, tokens
from ingest.names.compare import ALIGNED, similarity
from ingest.names.normalise import is_arabic, long_form, skeleton
from ingest.names.parse import Role, Token, parse_name
from ingest.names.search_words import Beginnings, Neighbours

MOST_FORMS = 1_000
"""So many forms are looked at for a part of a query that is only begun."""
NEAREST = 40
"""So many skeletons that differ by a letter or two."""
_BEGUN, _KUNYA_FOR_NAME, _NAME_FOR_KUNYA = 0.95, 0.8, 0.55
_LAM_ARTICLE = 4
_ARTICLE = re.compile(r"^(?:al|el|ul|il|ash|as|ad|an|ar|at|az|adh|ath|es|ech|ed|en|er|et|ez)[-‐– ](?=\w)")
_ALONE = frozenset("abu abou abo umm um oum bin ibn ben bint ould ابو ابا ابي ام بن ابن بنت ولد".split())
_SERVANT = re.compile(r"^(عبد|abd)(?:ال|[aeu]l-?)(.{0,2})$")
_CHEAP = str.maketrans({"x": "h", "g": "j", "z": "d", "c": "s"})


@dataclass(frozen=True, slots=True)
class Form:
    """A part of a name as it is written, without its article; that of a kunya is another than the same given name."""

    bare: str
    kunya: bool
    token: Token


def forms_of(name: str) -> Iterator[Form]:
    """The forms of a name, in the order written; the words between them (Abu, bin) come last."""
    for token in parse_name(name):
        yield _form(token)
    for word, _, _ in tokens(name):
        if word in _ALONE:
            yield _form(_plain(word))


def asked_of(query: str) -> list[Form]:
    """The forms of a query: as those of a name, but a title, or a word like Abu, counts only where nothing else is
    there."""
    parsed = parse_name(query)
    telling = [token for token in parsed if token.role is not Role.TITLE] or parsed
    found = [_form(_begun(token)) for token in telling]
    return found or [_form(_plain(word)) for word, _, _ in tokens(query) if any(map(str.isalnum, word))]


def _form(token: Token) -> Form:
    return Form(_bare(token.text), token.role is Role.KUNYA, token)


def _begun(token: Token) -> Token:
    """``Abd al-R`` while it is being typed: too short for the parser to see an article in it."""
    match = _SERVANT.match(re.sub(r"[\s-]", "", fold(token.text)))
    return _plain(match[1] + match[2], token.role) if match else token


def _plain(word: str, role: Role = Role.ISM) -> Token:
    return Token(text=word, role=role, skeleton=skeleton(word), long=long_form(word), arabic=is_arabic(word))


def _bare(text: str) -> str:
    folded = fold(text)
    if folded.startswith("ال") and len(folded) > _LAM_ARTICLE:
        folded = folded[2:]
    return re.sub(r"[-‐–' ]", "", _ARTICLE.sub("", folded))


def _readings(bare: str) -> list[str]:
    """A short word in ``ال`` may be a name that begins so, or one letter of a name with its article."""
    return [bare, bare[2:]] if bare.startswith("ال") and len(bare) > len("ال") else [bare]


class Forms:
    """Every form of an index once, by a number that stays; forms that no name has any more are forgotten."""

    def __init__(self) -> None:
        self._forms: list[Form | None] = []
        self._number: dict[tuple[str, bool], int] = {}
        self._by_skeleton: defaultdict[str, list[int]] = defaultdict(list)
        self._by_cheap: defaultdict[str, set[str]] = defaultdict(set)
        self._beginnings, self._bones, self._near = Beginnings(), Beginnings(), Neighbours()

    def __len__(self) -> int:
        return len(self._number)

    def number(self, form: Form) -> int:
        """The number of a form; it gets one where it has none."""
        key = (form.bare, form.kunya)
        found = self._number.get(key)
        return self._add(key, form) if found is None else found

    def _add(self, key: tuple[str, bool], form: Form) -> int:
        number = self._number[key] = len(self._forms)
        self._forms.append(form)
        if (form.bare, not form.kunya) not in self._number:
            self._beginnings.add(form.bare)
        bones = form.token.skeleton
        if not self._by_skeleton[bones]:
            self._bones.add(bones)
            self._near.add(bones)
            self._by_cheap[bones.translate(_CHEAP)].add(bones)
        self._by_skeleton[bones].append(number)
        return number

    def discard(self, number: int) -> None:
        """Forget a form, for good."""
        form = self._forms[number]
        if form is None:
            return
        self._forms[number] = None
        del self._number[form.bare, form.kunya]
        if (form.bare, not form.kunya) not in self._number:
            self._beginnings.discard(form.bare)
        bones = form.token.skeleton
        self._by_skeleton[bones].remove(number)
        if not self._by_skeleton[bones]:
            del self._by_skeleton[bones]
            self._bones.discard(bones)
            self._near.discard(bones)
            self._by_cheap[bones.translate(_CHEAP)].discard(bones)

    def as_written(self, asked: Form) -> dict[int, float]:
        """Forms that are, or begin with, what was asked: number to how alike, in (0, 1]."""
        found: dict[int, float] = {}
        for beginning in _readings(asked.bare):
            for bare in self._beginnings.starting(beginning, MOST_FORMS):
                alike = 1.0 if bare == beginning else _BEGUN
                for kunya in (False, True):
                    number = self._number.get((bare, kunya))
                    if number is not None and kunya >= asked.kunya:
                        found[number] = alike if kunya == asked.kunya else alike * _KUNYA_FOR_NAME
        return found

    def variants(self, asked: Form, *, begun: bool) -> dict[int, float]:
        """Forms that sound like what was asked, in either script: number to how alike, in [ALIGNED, 1].

        Args:
            begun: the form may still be typed, so that forms which go on from it count too.
        """
        bones = asked.token.skeleton
        sounding = {bones, *self._by_cheap.get(bones.translate(_CHEAP), ()), *self._near.near(bones, NEAREST)}
        found = {number: alike for number in self._with(sounding) if (alike := self._alike(asked, number)) >= ALIGNED}
        if begun:
            for longer in self._bones.starting(bones, MOST_FORMS):
                reached = ALIGNED + 0.2 * len(bones) / len(longer)
                for number in self._by_skeleton[longer]:
                    found[number] = max(reached, found.get(number, 0.0))
        return {number: self._by_role(asked, number, alike) for number, alike in found.items()}

    def _with(self, skeletons: Iterable[str]) -> Iterator[int]:
        for bones in skeletons:
            yield from self._by_skeleton.get(bones, ())

    def _alike(self, asked: Form, number: int) -> float:
        form = self._forms[number]
        return similarity(asked.token, form.token)[0] if form else 0.0

    def _by_role(self, asked: Form, number: int, alike: float) -> float:
        form = self._forms[number]
        if form is None or form.kunya == asked.kunya:
            return alike
        return alike * (_KUNYA_FOR_NAME if form.kunya else _NAME_FOR_KUNYA)
