"""Ids, codes and the clock: everything in the evidence store that is not given, injectable for tests."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

Clock = Callable[[], datetime]


class Ids(Protocol):
    """Where ids and the digits of codes come from. ``seed`` names what the id is for."""

    def new(self, *seed: str) -> str:
        """An id that no other thing has: 20 hex digits."""

    def digits(self, count: int, *seed: str) -> str:
        """``count`` decimal digits."""


class RandomIds:
    """80 random bits an id; what it is for does not matter."""

    def new(self, *seed: str) -> str:
        """See :class:`Ids`."""
        return secrets.token_hex(10)

    def digits(self, count: int, *seed: str) -> str:
        """See :class:`Ids`."""
        return f"{secrets.randbelow(10**count):0{count}d}"


class SeededIds:
    """Ids that follow from what they are for: two stores that hold the same rows hold the same ids.

    For tests that compare stores; in a case it would let ids be guessed.
    """

    def new(self, *seed: str) -> str:
        """See :class:`Ids`."""
        return hashlib.sha256("\0".join(seed).encode()).hexdigest()[:20]

    def digits(self, count: int, *seed: str) -> str:
        """See :class:`Ids`."""
        return f"{int(self.new('digits', *seed), 16) % 10**count:0{count}d}"


def utc_now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def iso(at: datetime) -> str:
    """A time as it is stored: UTC, ISO 8601, microseconds always, so that text order is time order."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
