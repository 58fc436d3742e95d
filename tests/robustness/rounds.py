"""Rounds of kill -9: a load is killed at any moment, checked, run again, and held against an undisturbed one."""

from __future__ import annotations

import math
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.robustness.front_door import Child, Door, Nursery
from tests.robustness.picture import picture

ROWS = (400, 5_000)  # rows a transaction, by turns: several transactions, or one


class Rounds:
    """Kills loads.

    Args:
        load: the words after ``dossier load CASE``.
        door: of a case that does not exist yet; it is made once, and put back empty before every round.
        empty: empties the graph database, where there is one.
    """

    def __init__(
        self, door: Door, load: Sequence[object], *, empty: Callable[[], None], seed: int = 20_150_314
    ) -> None:
        self._door, self._load, self._empty = door, load, empty
        self._chance = random.Random(seed)
        self._template = door.folder.with_name("template")
        self._nursery = Nursery(door.folder.parent)
        self._seconds = 0.0
        self._undisturbed: Counter[str] = Counter()
        self.killed_after: list[int] = []

    def prepare(self) -> None:
        """Load once without disturbance: what must come of every round, and how long it takes."""
        self._empty()
        self._door.create()
        shutil.copytree(self._door.folder, self._template)
        child = self._door.start(self._nursery, "load", *self._load, rows=ROWS[0])
        while (worked := child.worked()) < math.inf:
            self._seconds = worked
            time.sleep(0.02)
        done = child.ended()
        assert done.code == 0, done
        with self._door.open() as case:
            self._undisturbed = picture(case)

    def round(self, number: int) -> None:
        """Kill, check, load again, compare."""
        self._empty()
        shutil.rmtree(self._door.folder)
        shutil.copytree(self._template, self._door.folder)
        child = self._door.start(self._nursery, "load", *self._load, rows=ROWS[number % 2])
        # Half of them while evidence is written, which is the shorter part; the others at any moment.
        begun = self._writing(child) if number % 4 < 2 else 0.0
        child.send(signal.SIGKILL, after=begun + self._chance.random() * (0.3 if begun else self._seconds))
        child.ended().calm()
        checked = self._door.check()
        assert checked.code == 0, (number, checked)
        with self._door.open() as case:
            self.killed_after.append(case.evidence.revision())
        again = self._door.load(*self._load)
        assert again.code == 0, (number, again)
        with self._door.open() as case:
            assert case.check() == [], number
            assert picture(case) == self._undisturbed, number

    def _writing(self, child: Child) -> float:
        """Wait until the vault's log grows; how long the load has worked by then."""
        log = self._door.folder / "vault.db-wal"
        while child.worked() < math.inf and not (log.exists() and log.stat().st_size):
            time.sleep(0.002)
        return min(child.worked(), 3600.0)

    def close(self) -> None:
        """End what was started."""
        self._nursery.close()


def main() -> None:
    """By hand, as many rounds as one likes: python -m tests.robustness.rounds FOLDER ROUNDS [URL PASSWORD_FILE]"""
    from tests.conftest import Neo4jServer
    from tests.graph.stores.conftest import wipe
    from tests.robustness.tables import write_units

    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    server = Neo4jServer(url=sys.argv[3], user="neo4j", password_file=Path(sys.argv[4])) if sys.argv[3:] else None
    folder.mkdir(parents=True)
    door = Door(folder=folder / "case", key_file=folder / "key", server=server)
    table, mapping = write_units(folder, 2_000)
    rounds = Rounds(door, (table, "--mapping", mapping), empty=lambda: wipe(server) if server else None)
    rounds.prepare()
    begun = time.monotonic()
    for number in range(count):
        rounds.round(number)
        print(number, rounds.killed_after[-1], round(time.monotonic() - begun, 1), flush=True)
    rounds.close()


if __name__ == "__main__":
    main()
