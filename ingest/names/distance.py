"""How far apart two rows of signs are: a weighted edit distance with a table of costs made by hand.

A cost of 100 is one letter that tells (m for n); a short vowel that Arabic does not write is nearly free, and letters
that spellings confuse (kh, h; gh, g; z, dh) cost little. Costs are whole numbers, so that one pair and a million pairs
come out the same. Costs were set from the spelling habits of the languages; `bench/names.py` measures them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Length = TypeVar("Length", int, NDArray[np.int64])
_ARABIC = "أابپتثجچحخدذرزژسشصضطظعغفڤقكگلمنهويىةەŷŵẋ"
_LATIN = "abdefghijklmnopqrstuvwxyzSCKGTDJZʿYWăAEIOUáéíóúščž"
_DIGITS = "0123456789"
_SHARED = "ŁŮĀĎĽ"
_SIGNS = _ARABIC + _LATIN + _SHARED + _DIGITS
INDEX = {sign: index for index, sign in enumerate(_SIGNS)}
UNKNOWN = len(_SIGNS)
_WHOLE = 100
_PLACES = ("aeiou", "AEIOU", "áéíóú")

# Cost of writing one sign for another; a vowel stands for itself in every place of the token. What is in no line is
# 100. Across the scripts: Arabic letter, then Latin signs with their costs.
_ACROSS = """
ب b0 p10 v40 | پ p0 b10 f60 v50 | ت t0 T10 d50 D70 | ث T0 t10 s30 D60 | ج j0 J0 g10 G30 C30 Z10 S50 y50 k60
چ C0 j20 J20 S20 k60 | ح h0 K30 j60 x20 | ه h0 x60 | خ K0 k30 h20 j40 C30 G60 q60 x30 | د d0 D10 t50
ذ D0 d10 z20 T10 | ر r0 G70 | ز z0 s40 Z30 j60 | ژ Z0 j10 z30 g30 J10 | س s0 z30 S60 T50 x50 | ص s0 z40 S60
ش S0 C10 s50 j50 x50 | ض d0 D0 z40 | ط t0 T20 d50 | ظ z0 D10 d20 T30 | ع ʿ0 a0 e0 o0 i0 u0 Y20 W20 ă0
غ G0 g0 k50 r50 q40 j50 J60 | ف f0 v0 p50 w60 | ڤ v0 f20 w20 | ق q0 k0 g20 G20 | ك k0 q0 g50 G60 C20 h70 x50
گ g0 G10 k20 j30 | ل l0 | م m0 n70 | ن n0 m70 | و w0 v30 W5 f70 o0 u0 a70 e70 i70 | ي y0 Y0 j50 i0 e10 a60 o70 u60
ا a0 e20 o30 i40 u35 Y40 W30 ʿ20 | أ a0 e0 o5 i0 u0 Y20 W20 ʿ20 y40 h60 ă0 | ى a0 e0 i0 o40 u60 y0 Y0
ة t10 h0 a0 e0 i50 o50 u60 | ە a0 e0 i30 o40 u40 | ŷ Y0 y5 i20 e20 a20 o70 u70 | ŵ W0 w5 v20 o5 u5 a30 e60 i70
ẋ x0 k60 s60
"""
_LATIN_COSTS = """
y i0 e25 j60 J70 | Y y10 W60 i15 e15 a45 o60 u60 | W w10 u15 o10 a25 e60 i60 | w v25 u5 o15 | v f20 b50
K k20 h20 C40 | G g10 r70 q30 k50 | q k0 g40 | T t10 D50 s50 d60 | D d10 z30 t60 | J j0 g30 C40 d60
j g25 Z20 C30 h50 | Z z20 S40 s60 | S s40 C10 | z s40 | b p60 | t d60 | g k60 | C k40 s60 | m n90
š s0 S0 C20 ش0 س20 | č C0 k0 s20 S10 j30 چ0 ش20 ج20 ك40 | ž z0 Z0 j10 ژ0 ز20 ج20
x h25 K30 s50 k50 S40 | ă a30 e30 i40 u40 o50
"""
_ARABIC_COSTS = """
ا أ10 ع60 ى30 ة30 ŷ50 ŵ50 ە20 ه60 | ي ى0 ŷ50 | و ŵ50 | ة ه0 ت30 ى30 | ب پ10 | ت ط40 ث40 د60 | ث س40 ذ60
ج چ20 گ20 غ20 ژ20 ق50 ي60 ك50 | ح ه50 خ60 | خ ك60 ه60 | د ض50 ذ40 ط60 | ذ ز40 ض60 ظ30 | ز ظ50 س60 ژ30 ص70
س ص40 ش60 | ض ظ20 | غ ق40 گ10 ك40 | ف ڤ10 پ50 | ق ك40 گ30 | ك گ20 چ60 | ش چ20 | م ن90 | ع أ30
"""
_VOWELS = {"ae": 25, "ai": 45, "ao": 45, "au": 50, "ei": 25, "eo": 50, "eu": 60, "io": 60, "iu": 60, "ou": 15}
_FIRST_OR_LAST = 1.5
"""Vowels that begin or end both tokens differ more (Alejandro, Alejandra)."""

# Cost of a sign with nothing in its place: in the same script, in the other script.
_GAPS = {
    "aeo": (35, 6),
    "iu": (45, 12),
    "AEIOU": (70, 60),
    "áó": (50, 25),
    "é": (25, 12),
    "íú": (60, 60),
    "ă": (15, 15),
    "Y": (70, 50),
    "W": (70, 70),
    "y": (60, 50),
    "w": (70, 70),
    "h": (40, 45),
    "ʿ": (5, 5),
    "KGn": (90, 90),
    "dt": (90, 90),
    "ا": (40, 35),
    "أ": (60, 40),
    "و": (60, 50),
    "ي": (70, 50),
    "ع": (60, 10),
    "ه": (50, 40),
    "ةە": (15, 5),
    "ى": (40, 20),
    "ŷŵ": (90, 60),
    "Ł": (10, 8),
    "Ů": (250, 250),
    "ĀĎĽ": (60, 60),
}


def _substitutions() -> NDArray[np.int32]:
    size = len(_SIGNS) + 1
    table = np.full((size, size), _WHOLE, np.int32)
    for text in (_ACROSS, _LATIN_COSTS, _ARABIC_COSTS):
        for row in text.replace("\n", "|").split("|"):
            sign, *others = row.split() or [""]
            for other in others:
                for place in _in_every_place(other[0]) if sign not in "aeiou" else other[0]:
                    table[INDEX[sign], INDEX[place]] = table[INDEX[place], INDEX[sign]] = int(other[1:])
    for one in range(5):
        for other_ in range(5):
            cost = _VOWELS.get("".join(sorted("aeiou"[one] + "aeiou"[other_])), 0)
            for here in _PLACES:
                for there in _PLACES:
                    outer = here is there and here is not _PLACES[0]
                    table[INDEX[here[one]], INDEX[there[other_]]] = int(cost * _FIRST_OR_LAST) if outer else cost
    for digit in _DIGITS:
        table[INDEX[digit], :] = table[:, INDEX[digit]] = 3 * _WHOLE
    np.fill_diagonal(table, 0)
    return table


def _in_every_place(sign: str) -> str:
    return "".join(place["aeiou".index(sign)] for place in _PLACES) if sign in "aeiou" else sign


def _gaps() -> NDArray[np.int32]:
    table = np.full((len(_SIGNS) + 1, 2), _WHOLE, np.int32)
    for signs, costs in _GAPS.items():
        for sign in signs:
            table[INDEX[sign]] = costs
    for digit in _DIGITS:
        table[INDEX[digit]] = 3 * _WHOLE
    return table


SUBSTITUTION = _substitutions()
GAP = _gaps()
_SUB_ROWS: list[list[int]] = SUBSTITUTION.tolist()
_GAP_ROWS: list[list[int]] = GAP.tolist()

UNLIKE = 255
"""The difference of tokens that are not the same part of a name."""
TELLS = 64
"""Added to a difference where a letter tells the two apart (Karim, Karin)."""
MOST_LETTERS = 32
"""Signs of a token that are compared; the rest of a longer one is left out, so that time stays linear."""
NEAREST = 22
"""A greater difference than this is UNLIKE."""
TELLING = (45, 60)
"""Cost from which a difference tells: in one script, across two."""
SHORT, TELLING_SHORT = 7, 40
"""The same for two Arabic rows of so many signs together: in a short name an alif tells (عمر, عمار), in a longer one it
is often left out (اسحق, اسحاق)."""
_ALONE = 90
"""A sign whose gap and substitutions all cost at least this can be looked for without comparing the rows."""
FITS = 20
"""Cost up to which an initial fits the first sign of a name."""


def difference(cost: int, lengths: int, across: bool, arabic: bool) -> int:
    """A cost relative to the length of both rows together, in per cent, with TELLS added; or UNLIKE."""
    share = 100 * cost // (50 * lengths + 60)
    if share > NEAREST:
        return UNLIKE
    from_here = TELLING_SHORT if arabic and not across and lengths <= SHORT else TELLING[across]
    return share + TELLS if cost >= from_here else share


@lru_cache(maxsize=262_144)
def signs_differ(left: str, right: str) -> int:
    """How far apart two rows of signs are: 0 for the same sounds, at most 22, TELLS added; or UNLIKE."""
    if left == right:
        return 0
    left, right = left[:MOST_LETTERS], right[:MOST_LETTERS]
    if not may_be_alike(left, right):
        return UNLIKE
    arabic = in_arabic(left)
    across = arabic != in_arabic(right)
    return difference(_cost(left, right, across), len(left) + len(right), across, arabic)


def initial_fits(left: int, right: int) -> bool:
    """Whether an initial may stand for a name, by the numbers of their first signs."""
    return _SUB_ROWS[left][right] <= FITS


def _cost(left: str, right: str, across: bool) -> int:
    one = [INDEX.get(sign, UNKNOWN) for sign in left]
    other = [INDEX.get(sign, UNKNOWN) for sign in right]
    gaps = [_GAP_ROWS[sign][across] for sign in other]
    row = [0]
    for gap in gaps:
        row.append(row[-1] + gap)
    for sign in one:
        gap_here, costs = _GAP_ROWS[sign][across], _SUB_ROWS[sign]
        before, best = row[0], row[0] + gap_here
        following = [best]
        for place, (there, gap_there) in enumerate(zip(other, gaps, strict=True), start=1):
            above = row[place]
            best = min(before + costs[there], above + gap_here, best + gap_there)
            following.append(best)
            before = above
        row = following
    return row[-1]


@lru_cache(maxsize=262_144)
def in_arabic(signs: str) -> bool:
    """Whether a row of signs came from Arabic letters."""
    return any(sign in _ARABIC_SET for sign in signs)


_ARABIC_SET = frozenset(_ARABIC)
_BITS = {
    sign: 1 << place
    for place, sign in enumerate(sign for sign in _ARABIC + _LATIN if int(GAP[INDEX[sign]].min()) >= _ALONE)
}
_ACCEPTED = {
    sign: sum(bit for other, bit in _BITS.items() if SUBSTITUTION[INDEX[sign], INDEX[other]] < _ALONE)
    for sign in _SIGNS
}


@lru_cache(maxsize=262_144)
def masks(signs: str) -> tuple[int, int]:
    """The telling signs of a row as bits, and the telling signs that the row has a cheap counterpart for."""
    has = accepts = 0
    for sign in signs[:MOST_LETTERS]:
        has |= _BITS.get(sign, 0)
        accepts |= _ACCEPTED.get(sign, 0)
    return has, accepts


def may_be_alike(left: str, right: str) -> bool:
    """False where signs without any counterpart alone already make two rows unlike; exact, never a guess."""
    (has, accepts), (has_too, accepts_too) = masks(left), masks(right)
    alone = max((has & ~accepts_too).bit_count(), (has_too & ~accepts).bit_count())
    return alone < bound(min(len(left), MOST_LETTERS) + min(len(right), MOST_LETTERS))


def bound(lengths: Length) -> Length:
    """How many telling signs without counterpart make rows of these lengths together unlike."""
    return -(-(NEAREST + 1) * (50 * lengths + 60) // (100 * _ALONE))


def forget() -> None:
    """Drop every row of signs that is kept in memory."""
    signs_differ.cache_clear()
    in_arabic.cache_clear()
    masks.cache_clear()
