"""The codes of the example case are the same wherever it is made, so that the tutorial can name them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from graph.evidence.ids import RandomIds


class ExampleIds(RandomIds):
    """Random ids, except within a step of making the example: there the n-th id is the same in every example case.

    Such ids can be guessed, which does not matter for training material and would for anything else.
    """

    def __init__(self) -> None:
        self._step, self._count = "", 0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step; taken again after an interruption, it gives the same ids again."""
        self._step, self._count = name, 0
        try:
            yield
        finally:
            self._step = ""

    def new(self, *seed: str) -> str:
        """See :class:`graph.evidence.ids.Ids`."""
        if not self._step:
            return super().new(*seed)
        self._count += 1
        return _hash("id", self._step, str(self._count))[:20]

    def digits(self, count: int, *seed: str) -> str:
        """See :class:`graph.evidence.ids.Ids`."""
        if not self._step:
            return super().digits(count, *seed)
        return f"{int(_hash('digits', *seed), 16) % 10**count:0{count}d}"


def _hash(*seed: str) -> str:
    return hashlib.sha256("\0".join(("example", *seed)).encode()).hexdigest()
