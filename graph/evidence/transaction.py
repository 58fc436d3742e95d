"""What every part of a transaction on the evidence store works with."""

from pathlib import Path

from sqlalchemy import Connection

from graph.evidence import tables
from graph.evidence.database import insert, rows
from graph.evidence.drafts import Actor, LoadInfo
from graph.evidence.hashing import Hasher
from graph.evidence.ids import Ids
from graph.evidence.keys import Keys
from graph.evidence.reading import newest
from graph.evidence.references import KeyHashes


class Transaction:
    """One transaction: its two connections, who writes, and the next free numbers of the tables.

    Attributes:
        number: of the revision that it becomes.
        load_id: of the load that it is, "" for none.
        changed_anything: whether there will be a revision.
    """

    def __init__(
        self,
        evidence: Connection,
        vault: Connection,
        *,
        folder: Path,
        keys: Keys,
        keyed: Hasher,
        ids: Ids,
        at: str,
        actor: Actor,
        load: LoadInfo | None,
    ) -> None:
        self._evidence, self._vault = evidence, vault
        self._folder, self._keys = folder, keys
        self._keyed, self._ids, self._at, self._actor, self._load = keyed, ids, at, actor, load
        self.number = newest(evidence) + 1
        self.load_id = (load.continues or ids.new("load", load.dataset, str(self.number))) if load else ""
        self.refused = load.refused if load else 0
        self.changed_anything = False
        self._counts = {"new": 0, "changed": 0, "unchanged": 0, "same_key": 0}
        self._hashes = KeyHashes(keyed)
        self._seen: dict[str, str] = {}
        self._touched: dict[tuple[str, str], set[str]] = {}
        self._datasets: set[str] = set()
        self._threads = int(rows(evidence, "SELECT count(*) FROM thread")[0][0])
        self._next_record = _after(evidence, "record", "n")
        self._next_waiting = _after(evidence, "waiting", "n")
        self._next_decision = _after(evidence, "decision", "n")
        self._next_name = _after(vault, "name", "id")
        self._next_page = _after(vault, "page", "id")
        self._any_waiting = bool(rows(evidence, "SELECT 1 FROM waiting WHERE target IS NULL LIMIT 1"))

    def _begin(self) -> None:
        """Something is written: from here on there is a revision."""
        if not self.changed_anything:
            self.changed_anything = True
            made = (self.number, self._at, self._actor.name, self._actor.kind, self._actor.version, self.load_id)
            insert(self._evidence, tables.revision, [made])

    def _write_why(self, own: str, words: str) -> None:
        if words:
            insert(self._vault, tables.why, [(own, words, self.number)])


def _after(connection: Connection, table: str, column: str) -> int:
    return int(rows(connection, f"SELECT coalesce(max({column}), 0) + 1 FROM {table}")[0][0])
