"""Levels of protection, and the clearances that read up to them."""

from enum import IntEnum


class Level(IntEnum):
    """How closely a record is held. A clearance is the highest level a reader may see."""

    PUBLIC = 0
    RESTRICTED = 1
    CONFIDENTIAL = 2
    SEALED = 3

    @property
    def code(self) -> str:
        """The word a table or page uses: ``public``, ``restricted``, ``confidential``, ``sealed``."""
        return self.name.lower()

    def raised(self) -> "Level":
        """One step up; sealed stays sealed."""
        return Level(min(self + 1, Level.SEALED))


LEVELS: dict[str, Level] = {level.code: level for level in Level}

DEFAULT_LEVEL = Level.CONFIDENTIAL
"""A record without a level is confidential: deny by default."""
