"""Taking in records: new threads, new versions, references that find each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection

from graph.collector import collector_paused
from graph.errors import CaseError, ChangedMeanwhile
from graph.evidence import tables
from graph.evidence.codes import check_digit, length_for
from graph.evidence.database import insert, listed, rows
from graph.evidence.drafts import Added, Draft, Values
from graph.evidence.hashing import content_hash, dataset_hash
from graph.evidence.planning import Plan, live_threads, plan
from graph.evidence.reading import read_slice
from graph.evidence.references import Resolved, resolve, threads_of
from graph.evidence.transaction import Transaction
from graph.folding import fold
from graph.model.fields import FieldType
from graph.model.kinds import KINDS
from graph.model.levels import DEFAULT_LEVEL
from graph.model.validation import joined, split

_IN = "IN (SELECT value FROM json_each(?))"


@dataclass(slots=True)
class _Rows:
    """Rows of a batch on their way into the tables, each with all columns in order; names as version, thread, words."""

    records: list[tuple[Any, ...]] = field(default_factory=list)
    vault: list[tuple[Any, ...]] = field(default_factory=list)
    pointing: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    waiting: list[tuple[Any, ...]] = field(default_factory=list)
    names: list[tuple[str, str, str]] = field(default_factory=list)


class Adding(Transaction):
    """The part of a transaction that takes in records."""

    def add(self, drafts: Iterable[Draft]) -> Added:
        """Take in a batch of drafts; in any order, also where they refer to each other.

        Of two drafts of a batch with one key and different content neither is written, and of two in different
        batches of one transaction the second is not: see :class:`~graph.evidence.drafts.SameKey`.
        """
        with collector_paused():
            return self._add(list(drafts))

    def _add(self, batch: list[Draft]) -> Added:
        planned = plan(self._evidence, batch, self._keyed, self._seen)
        fresh: dict[str, str] = {}
        for at, state in enumerate(planned.states):
            key = planned.keys[at]
            if state == "new":
                fresh[key] = planned.threads[at] = self._ids.new("thread", key)
            elif state == "unchanged" and not planned.threads[at]:
                planned.threads[at] = fresh.get(key, "")  # the same row twice in one batch
            if state != "same_key":
                self._seen[key] = planned.contents[at]
                self._touched.setdefault((batch[at].dataset, batch[at].kind), set()).add(planned.threads[at])
        self._write_threads(batch, planned)
        self._write_versions(batch, planned, fresh)
        self._resolve_waiting(fresh)
        for state in planned.states:
            self._counts[state] += 1
        return Added(states=planned.states, threads=planned.threads, same_key=planned.same_key)

    def correct(self, thread: str, values: Values, *, why: str, expects: int | None = None) -> str:
        """Add a version that says something else; the older ones stay.

        Args:
            values: plain values of the fields that change; None takes a field out.
            expects: the number of the version that the person was looking at (``History.number``).

        Returns:
            The id of the new version.

        Raises:
            CaseError: there is no such thread.
            ChangedMeanwhile: a newer version than the expected one counts.
        """
        known = read_slice(self._evidence, [thread], names=False)
        standing = [one for one in known.versions.get(thread, ()) if one.load not in known.withdrawn_loads]
        if not standing:
            raise CaseError(f"There is no record {thread} to correct.")
        latest, number = standing[-1], known.versions[thread][-1].number
        if expects is not None and latest.number != expects:
            raise ChangedMeanwhile(
                f"The record {thread} has been changed meanwhile: look at it again, then correct it."
            )
        n, dataset, key = rows(
            self._evidence,
            "SELECT r.n, t.dataset, t.key_hash FROM record r JOIN thread t ON t.id = r.thread WHERE r.id = ?",
            latest.id,
        )[0]
        vault = orjson.loads(rows(self._vault, "SELECT fields FROM record WHERE n = ? AND id = ?", n, latest.id)[0][0])
        new = {**joined(KINDS[latest.kind], latest.values, vault["v"]), **values}
        new = {name: value for name, value in new.items() if value is not None}
        names = rows(self._vault, "SELECT name FROM dataset WHERE hash = ?", dataset)
        draft = Draft(kind=latest.kind, dataset=names[0][0], key=vault["k"], values=new, page=vault["p"])
        planned = Plan(
            states=["changed"],
            threads=[thread],
            keys=[key],
            contents=[content_hash(self._keyed, new)],
            numbers=[number],
            same_key=[],
        )
        version = self._write_versions([draft], planned, {}, corrects=latest.id)[0]
        self._write_why(version, why)
        return version

    def _write_threads(self, batch: list[Draft], planned: Plan) -> None:
        new = [at for at, state in enumerate(planned.states) if state == "new"]
        if not new:
            return
        digits = self._digits([planned.threads[at] for at in new if KINDS[batch[at].kind].letter])
        hashes = {name: dataset_hash(self._keyed, name) for name in {batch[at].dataset for at in new}}
        insert(
            self._evidence,
            tables.thread,
            sorted(
                (
                    planned.threads[at],
                    batch[at].kind,
                    hashes[batch[at].dataset],
                    planned.keys[at],
                    digits.get(planned.threads[at]),
                )
                for at in new
            ),
        )
        self._threads += len(new)
        missing = hashes.keys() - self._datasets
        self._datasets |= missing
        self._vault.exec_driver_sql(
            "INSERT OR IGNORE INTO dataset (hash, name, revision) SELECT value ->> 0, value ->> 1, ? FROM json_each(?)",
            (self.number, listed([hashes[name], name] for name in sorted(missing))),
        )

    def _digits(self, threads: list[str]) -> dict[str, str]:
        """Digits of a code for each thread, none taken yet."""
        length = length_for(self._threads + len(threads))
        given: dict[str, str] = {}
        taken: set[str] = set()
        todo = threads
        attempt = 0
        while todo:
            plain = {thread: self._ids.digits(length, thread, str(attempt)) for thread in todo}
            drawn = {thread: digits + check_digit(digits) for thread, digits in plain.items()}
            if self._threads:
                taken |= _taken(self._evidence, drawn.values())
            for thread, digits in drawn.items():
                if digits not in taken:
                    taken.add(digits)
                    given[thread] = digits
            todo = [thread for thread in todo if thread not in given]
            attempt += 1
        return given

    def _write_versions(
        self, batch: list[Draft], planned: Plan, fresh: Mapping[str, str], *, corrects: str = ""
    ) -> list[str]:
        todo = [at for at, state in enumerate(planned.states) if state in ("new", "changed")]
        if not todo:
            return []
        self._begin()
        wanted = {at: self._hashes.wanted(batch[at].kind, batch[at].dataset, batch[at].values) for at in todo}
        hashes = {hashed for many in wanted.values() for one in many for _, hashed in one.hashes}
        threads = {**threads_of(self._evidence, hashes - fresh.keys()), **fresh}
        written = _Rows()
        for at in todo:
            self._take(
                written,
                batch[at],
                planned.threads[at],
                planned.numbers[at] + 1,
                planned.contents[at],
                corrects,
                resolve(wanted[at], threads),
            )
        insert(self._vault, tables.vault_record, written.vault)
        self._write_names(written.names)
        insert(self._evidence, tables.record, written.records)
        insert(self._evidence, tables.waiting, written.waiting)
        self._any_waiting = self._any_waiting or any(row[8] is None for row in written.waiting)
        self._point(written.pointing)
        return [record[1] for record in written.records]

    def _take(
        self, written: "_Rows", draft: Draft, thread: str, number: int, content: str, corrects: str, refs: Resolved
    ) -> None:
        """Add the rows of one version; this runs for every row of a load."""
        version = thread if number == 1 else self._ids.new("version", thread, str(number), content)
        open_, hidden = split(KINDS[draft.kind], draft.values)
        n, revision = self._next_record, self.number
        self._next_record += 1
        fields = orjson.dumps({"v": open_, "r": refs.refs})
        level = int(open_.get("level", DEFAULT_LEVEL))
        written.records.append((n, version, thread, number, draft.kind, revision, level, content, corrects, fields))
        words = orjson.dumps({"k": draft.key, "p": draft.page, "v": hidden})
        written.vault.append((n, version, words, revision))
        for target in refs.targets:
            written.pointing[target].add(thread)
        for name, position, rank, kind, hashed, found in refs.waiting:
            resolved = None if found is None else revision
            written.waiting.append(
                (self._next_waiting, version, thread, name, position, rank, kind, hashed, found, resolved)
            )
            self._next_waiting += 1
        for spelling in _searchable(draft):
            written.names.append((version, thread, spelling))

    def _point(self, pointing: Mapping[str, set[str]]) -> None:
        # In the order of the table's key: in any other, filling it takes twice as long.
        many = [(target, thread) for target in sorted(pointing) for thread in sorted(pointing[target])]
        if many:
            self._evidence.exec_driver_sql("INSERT OR IGNORE INTO reference (target, thread) VALUES (?, ?)", many)

    def _resolve_waiting(self, fresh: Mapping[str, str]) -> None:
        """Fill in the references that waited for what has just come."""
        if not fresh or not self._any_waiting:
            return
        found = rows(
            self._evidence,
            f"SELECT n, thread, key_hash FROM waiting WHERE target IS NULL AND key_hash {_IN}",
            listed(fresh),
        )
        if not found:
            return
        self._evidence.exec_driver_sql(
            "UPDATE waiting SET target = ?, resolved = ? WHERE n = ?",
            [(fresh[key], self.number, n) for n, _, key in found],
        )
        pointing: dict[str, set[str]] = defaultdict(set)
        for _, thread, key in found:
            pointing[fresh[key]].add(thread)
        self._point(pointing)

    def _write_names(self, names: list[tuple[str, str, str]]) -> None:
        first = self._next_name
        self._next_name += len(names)
        insert(
            self._vault,
            tables.name,
            [(first + at, version, thread, words, self.number) for at, (version, thread, words) in enumerate(names)],
        )
        if names:
            self._vault.exec_driver_sql(
                "INSERT INTO name_text (rowid, folded) VALUES (?, ?)",
                [(first + at, fold(words)) for at, (_, _, words) in enumerate(names)],
            )

    def vanished(self, dataset: str, kind: str, keys_seen: Iterable[str] | None = None) -> list[str]:
        """Threads of a dataset and kind that neither this transaction nor ``keys_seen`` has; nothing is retracted.

        Args:
            keys_seen: the user's keys; None where everything seen went through :meth:`add`.
        """
        seen = set(self._touched.get((dataset, kind), ()))
        if keys_seen is not None:
            hashes = [self._hashes.of(dataset, kind, key) for key in keys_seen]
            seen |= set(threads_of(self._evidence, hashes).values())
        return sorted(live_threads(self._evidence, {dataset_hash(self._keyed, dataset): {kind}}) - seen)


def _taken(connection: Connection, digits: Iterable[str]) -> set[str]:
    found = rows(connection, f"SELECT digits FROM thread WHERE digits {_IN}", listed(digits))
    return {row[0] for row in found}


@cache
def name_fields(kind: str) -> tuple[str, ...]:
    """The fields by whose words a record of a kind is found."""
    if kind == "document":
        return ("title",)
    return tuple(f.name for f in KINDS[kind].all_fields if f.type is FieldType.NAMES)


def _searchable(draft: Draft) -> Iterable[str]:
    """The names by which a draft's record is found."""
    for declared in name_fields(draft.kind):
        value = draft.values.get(declared)
        if isinstance(value, str):
            yield value
        elif value:
            yield from (str(one["words"]) for one in value)
