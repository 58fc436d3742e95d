"""Pairs of names that are nearly the same and are not: what a tolerant comparison gets wrong.

Made from real names by rule: one letter that tells (m for n, b for t, r for l ...), parts that changed places, another
father, companies that differ by a word or number. The changed letter keeps its sound class far away: pairs that
spellings confuse (kh and h, z and dh) are left out, for those may be one name.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from ingest.names.particles import LINKS, MAYBE_TITLES, SON, TITLES

LATIN = "m:n n:m b:t t:b r:l l:r k:m d:r f:l s:m h:b g:n j:t z:m y:r w:s".split()
ARABIC = "م:ن ن:م ب:ت ت:ب ر:ل ل:ر ك:م د:ر ف:ل س:م ح:ب غ:ن ج:ت ز:م ق:ب ش:ن".split()
FATHERS = "Qutayba Dirar Humam Labid Sufyan Rabi Wathiq Kinan Bakri Lutfi".split()
FATHERS_ARABIC = "قتيبة ضرار همام لبيد سفيان ربيع واثق كنان بكري لطفي".split()
_STARTS = "North Golden Red River Atlas Orient Gulf Euphrates Levant Cedar Palm Falcon Delta Summit Harbour".split()
_SECONDS = "Star Stone Gate Bridge Line Point Field Crown Wave Rock Light Wing Trade Forge Wheel".split()
_TRADES = "Trading Transport Construction Exchange Shipping Textiles Petroleum Security Logistics Foods".split()
_FORMS = "LLC Ltd Company Group Corporation GmbH".split()
Pair = tuple[str, str]
_WORD = re.compile(r"[^\W\d_]{4,}")
_SMALL = TITLES | MAYBE_TITLES | LINKS | SON | frozenset("abdul abdel allah abou abo umm oum ام أم".split())
_JOINED = ("al", "abu", "abd", "el", "ال", "ابو", "أبو", "عبد", "أبا", "ابا", "ابي")


def one_letter(name: str, rng: random.Random) -> str | None:
    """The name with one telling letter of one of its words changed; None where no word has any."""
    arabic = bool(re.search("[\u0600-\u06ff]", name))
    swaps = dict(pair.split(":") for pair in (ARABIC if arabic else LATIN))
    words = [match for match in _WORD.finditer(name) if match[0].lower() not in _SMALL]
    rng.shuffle(words)
    for word in words:
        start = 2 if arabic and word[0].startswith("ال") else 0
        places = [
            at for at in range(start, len(word[0])) if word[0][at].lower() in swaps and _alone(word[0], at, swaps)
        ]
        if places:
            at = rng.choice(places)
            letter = swaps[word[0][at].lower()]
            changed = letter.upper() if word[0][at].isupper() else letter
            return name[: word.start() + at] + changed + name[word.start() + at + 1 :]
    return None


def _alone(word: str, at: int, swaps: dict[str, str]) -> bool:
    """Not doubled, no half of a digraph, and no article's letter."""
    before, here, after = word[at - 1 : at].lower(), word[at].lower(), word[at + 1 : at + 2].lower()
    return (
        here not in (before, after)
        and swaps[here] not in (before, after)
        and after != "h"
        and swaps[here] + after not in ("ت", "th", "kh", "gh", "sh", "dh")
        and before + here not in ("ch", "th", "kh", "gh", "sh", "dh", "ph", "dj", "al", "el")
    )


def swapped(name: str) -> str | None:
    """The first two of at least three plain words in each other's place."""
    words = name.split()
    if len(words) < 2 or not all(map(_plain, words[:2])) or words[0].lower() == words[1].lower():
        return None
    return " ".join([words[1], words[0], *words[2:]])


def other_father(name: str, rng: random.Random) -> str | None:
    """The second of at least three plain words replaced by another father's name."""
    words = name.split()
    if len(words) < 3 or not all(map(_plain, words[:3])) or words[0].lower() == words[1].lower():
        return None
    fathers = FATHERS_ARABIC if re.search("[\u0600-\u06ff]", name) else FATHERS
    return " ".join([words[0], rng.choice([father for father in fathers if father[:2] != words[1][:2]]), *words[2:]])


def _plain(word: str) -> bool:
    """A word that is a part of a name by itself."""
    folded = word.lower().strip(",")
    return len(folded) >= 3 and folded.isalpha() and folded not in _SMALL and not folded.startswith(_JOINED)


def companies(rng: random.Random, count: int) -> Iterator[Pair]:
    """Company names that differ in one word, a number, or a letter."""
    for _ in range(count):
        words = [rng.choice(_STARTS), rng.choice(_SECONDS), rng.choice(_TRADES), rng.choice(_FORMS)]
        other = list(words)
        kind = rng.randrange(4)
        if kind < 3:
            other[kind] = rng.choice([word for word in (_STARTS, _SECONDS, _TRADES)[kind] if word != words[kind]])
        else:
            number = rng.randrange(2, 90)
            words.insert(2, str(number))
            other.insert(2, str(number + rng.randrange(1, 9)))
        yield " ".join(words), " ".join(other)


def negatives(names: Sequence[str], across: Sequence[Pair], seed: int = 7) -> dict[str, list[Pair]]:
    """Pairs of two names by kind.

    Args:
        names: real names in either script.
        across: the same name in Arabic and Latin letters.
    """
    rng = random.Random(seed)
    found: dict[str, list[Pair]] = {
        "one letter, Latin": [], "one letter, Arabic": [], "one letter, across": [],
        "parts swapped": [], "another father": [], "companies": list(companies(rng, 2_000)),
    }  # fmt: skip
    for name in names:
        arabic = bool(re.search("[\u0600-\u06ff]", name))
        for _ in range(3):
            if changed := one_letter(name, rng):
                found["one letter, Arabic" if arabic else "one letter, Latin"].append((name, changed))
        if turned := swapped(name):
            found["parts swapped"].append((name, turned))
        if other := other_father(name, rng):
            found["another father"].append((name, other))
    for arabic_name, latin in across:
        for _ in range(4):
            if changed := one_letter(latin, rng):
                found["one letter, across"].append((arabic_name, changed))
            if changed := one_letter(arabic_name, rng):
                found["one letter, across"].append((changed, latin))
    return found
