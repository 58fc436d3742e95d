"""Which of the verdicts on one pair of records counts: the one rule that every reader of decisions follows.

Pure: nothing here knows what a record says, or how decisions are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

NEEDED = 2
"""People who must have said *same* where the case asks for a second person."""


class Given(Protocol):
    """A verdict as somebody gave it."""

    @property
    def verdict(self) -> str:
        """Same, different or unsure."""

    @property
    def actor(self) -> str:
        """Person, or anything else for a machine."""

    @property
    def by(self) -> str:
        """Who gave it."""


V = TypeVar("V", bound=Given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled(Generic[V]):
    """What stands on a pair.

    Attributes:
        counts: the verdict that counts, None for none.
        waits: a person's *same* that counts once another person has said the same, None for none.
    """

    counts: V | None = None
    waits: V | None = None


def settle(given: Iterable[V], *, two_people: bool = False) -> Settled[V]:
    """The verdict that counts: the latest, a person's over the matcher's whatever their order in time.

    Where the case asks for two people, a person's *same* counts only once two different people have said it since
    anybody last said otherwise; until then it changes nothing, and whatever stood before it stands. To part, or to
    doubt, one person is enough: a wrong merge is worse than a missed one.

    Args:
        given: verdicts on one pair that are not taken back, oldest first.
    """
    machine: V | None = None
    counts: V | None = None
    waits: V | None = None
    agreed: set[str] = set()
    for one in given:
        if one.actor != "person":
            machine = one
        elif one.verdict != "same" or not two_people:
            counts, waits = one, None
            agreed.clear()
        else:
            agreed.add(same_person(one.by))
            if len(agreed) >= NEEDED:
                counts, waits = one, None
            else:
                waits = one
    return Settled(counts=machine if counts is None else counts, waits=waits)


def same_person(name: str) -> str:
    """A person's name as it is held against another: spaces around it and capitals make nobody a second person."""
    return " ".join(name.split()).casefold()
