"""One transaction on the evidence store: the only way in."""

from collections.abc import Iterable
from typing import Any

import orjson

from graph.errors import CaseError
from graph.evidence import tables
from graph.evidence.adding import Adding
from graph.evidence.attaching import Attaching
from graph.evidence.database import insert
from graph.evidence.drafts import NewDecision
from graph.evidence.hashing import dataset_hash
from graph.evidence.visibility import rests_on_level

DECISION_TYPES = frozenset(
    {
        "identity",
        "status",
        "grade_source",
        "grade_information",
        "level",
        "protect",
        "unprotect",
        "erase",
        "one_origin",
        "consent_checked",
        "overlap",
        "translation_checked",
        "exhibit",
        "two_people",
        "withdraw_load",
        "withdraw_decision",
    }
)


class Change(Adding, Attaching):
    """What is being written in one transaction, which becomes one revision if anything is.

    Made by :meth:`graph.evidence.store.Evidence.writing`; use it from one thread.
    """

    def decide(self, decisions: Iterable[NewDecision]) -> list[str]:
        """Append decisions; returns their ids.

        Raises:
            CaseError: a type that there is not.
        """
        batch = list(decisions)
        for one in batch:
            if one.type not in DECISION_TYPES:
                raise CaseError(f"There is no decision of type '{one.type}'.")
        if not batch:
            return []
        self._begin()
        ends = {end for one in batch if not one.type.startswith("withdraw") for end in (one.left, one.right) if end}
        levels = rests_on_level(self._evidence, ends)
        made: list[tuple[Any, ...]] = []
        for one in batch:
            n = self._next_decision
            self._next_decision += 1
            own = self._ids.new("decision", one.type, one.left, one.right, one.verdict, str(n))
            level = max(one.level, levels.get(one.left, 0), levels.get(one.right, 0))
            made.append(
                (
                    n,
                    own,
                    one.type,
                    one.left,
                    one.right,
                    one.verdict,
                    one.score,
                    orjson.dumps(one.reasons).decode(),
                    level,
                    self.number,
                )
            )
        for one, row in zip(batch, made, strict=True):
            self._write_why(row[1], one.why)
        insert(self._evidence, tables.decision, made)
        return [row[1] for row in made]

    def finish(self) -> None:
        """Write the load and what the vault keeps of it."""
        if self._load is not None and self._load.continues:
            self._evidence.exec_driver_sql(
                "UPDATE load SET added = added + ?, changed = changed + ?, unchanged = unchanged + ?,"
                " refused = refused + ? WHERE id = ?",
                (*(self._counts[state] for state in ("new", "changed", "unchanged")), self.refused, self.load_id),
            )
        elif self._load is not None:
            insert(
                self._vault,
                tables.load_words,
                [(self.load_id, self._load.dataset, self._load.file, self._load.mapping, self.number)],
            )
            insert(
                self._evidence,
                tables.load,
                [
                    (
                        self.load_id,
                        self.number,
                        dataset_hash(self._keyed, self._load.dataset),
                        self._counts["new"],
                        self._counts["changed"],
                        self._counts["unchanged"],
                        self.refused,
                    )
                ],
            )
        self._vault.exec_driver_sql(
            "INSERT INTO meta (name, value) VALUES ('revision', ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (str(self.number),),
        )
