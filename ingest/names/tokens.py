"""What a name is parsed into."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a token does in a name."""

    TITLE = "title"
    KUNYA = "kunya"
    ISM = "ism"
    NASAB = "nasab"
    NISBA = "nisba"
    LAQAB = "laqab"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One part of a name with the keys that it is compared by.

    Attributes:
        text: as written, with what belongs to it (``Abd al-Rahman``); without its particle.
        role: what it does in the name.
        skeleton: its consonants in one alphabet for both scripts; equal for most spellings of one name.
        long: its sounds with the vowels that are written.
        arabic: whether it is written in Arabic letters.
        particle: what stood before it and is left out of its keys: ``al``, ``bin``, ``abu``, ``umm`` or "".
        signs: the row of signs that :mod:`ingest.names.distance` compares.
    """

    text: str
    role: Role
    skeleton: str
    long: str
    arabic: bool
    particle: str = ""
    signs: str = ""

    @property
    def initial(self) -> bool:
        """Whether this is one letter that may stand for a name."""
        return len(self.signs) == 1 and not self.signs.isdigit() and self.role is not Role.KUNYA
