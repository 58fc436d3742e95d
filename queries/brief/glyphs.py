"""Which characters the brief's fonts can set: read from their own tables, once."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files("queries.brief") / "fonts"))
SUBSTITUTE = "\N{REPLACEMENT CHARACTER}"
_INVISIBLE = frozenset("\n\t\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\ufeff")


@cache
def known() -> frozenset[int]:
    """Code points that the regular faces have."""
    found: set[int] = set()
    for path in sorted(FOLDER.glob("*-Regular.ttf")):
        found |= _cmap(path.read_bytes())
    return frozenset(found)


def settable(text: str) -> tuple[str, int]:
    """The text with a substitute for every character that no font has, and how many there were."""
    if text.isascii() and text.isprintable():
        return text, 0
    have = known()
    substitute = SUBSTITUTE if ord(SUBSTITUTE) in have else "?"
    count = 0
    letters = []
    for letter in text:
        if ord(letter) in have or letter in _INVISIBLE:
            letters.append(letter)
        elif unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn"):
            continue
        else:
            letters.append(substitute)
            count += 1
    return "".join(letters), count


def _cmap(font: bytes) -> set[int]:
    """Code points of a TrueType font's Unicode tables (formats 4 and 12)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    start = next(
        struct.unpack_from(">I", font, 12 + 16 * n + 8)[0]
        for n in range(tables)
        if font[12 + 16 * n : 16 + 16 * n] == b"cmap"
    )
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for n in range(count):
        platform, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * n)
        if platform in (0, 3):
            found |= _subtable(font, start + offset)
    return found


def _subtable(font: bytes, at: int) -> set[int]:
    (form,) = struct.unpack_from(">H", font, at)
    found: set[int] = set()
    if form == 4:
        (twice,) = struct.unpack_from(">H", font, at + 6)
        ends = struct.unpack_from(f">{twice // 2}H", font, at + 14)
        starts = struct.unpack_from(f">{twice // 2}H", font, at + 16 + twice)
        for first, last in zip(starts, ends, strict=True):
            found.update(range(first, last + 1))
        found.discard(0xFFFF)
    elif form == 12:
        (groups,) = struct.unpack_from(">I", font, at + 12)
        for n in range(groups):
            first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * n)
            found.update(range(first, last + 1))
    return found
