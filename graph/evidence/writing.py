"""One transaction on the evidence store: the only way in."""

import secrets
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection

from graph.errors import CaseError
from graph.evidence import custody, originals, tables
from graph.evidence.codes import length_for
from graph.evidence.collector import collector_paused
from graph.evidence.database import insert, listed, rows
from graph.evidence.drafts import Actor, Added, Draft, LoadInfo, NewDecision, PageText, Values
from graph.evidence.hashing import Hasher, content_hash, dataset_hash
from graph.evidence.ids import Ids
from graph.evidence.keys import Keys
from graph.evidence.planning import Plan, live_threads, plan
from graph.evidence.reading import newest, read_slice
from graph.evidence.references import KeyHashes, resolve, threads_of
from graph.evidence.visibility import rests_on_level
from graph.folding import fold
from graph.model.fields import FieldType
from graph.model.kinds import KINDS
from graph.model.validation import joined, split

_IN = "IN (SELECT value FROM json_each(?))"
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
        "withdraw_load",
        "withdraw_decision",
    }
)


class Change:
    """What is being written in one transaction, which becomes one revision if anything is.

    Made by :meth:`graph.evidence.store.Evidence.writing`; use it from one thread.
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
        self.load_id = ids.new("load", load.dataset, str(self.number)) if load else ""
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

    # --- records

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

    def correct(self, thread: str, values: Values, *, why: str) -> str:
        """Add a version that says something else; the older ones stay.

        Args:
            values: plain values of the fields that change; None takes a field out.

        Returns:
            The id of the new version.

        Raises:
            CaseError: there is no such thread.
        """
        known = read_slice(self._evidence, [thread], names=False)
        standing = [one for one in known.versions.get(thread, ()) if one.load not in known.withdrawn_loads]
        if not standing:
            raise CaseError(f"There is no record {thread} to correct.")
        latest, number = standing[-1], known.versions[thread][-1].number
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
            drawn = {thread: self._ids.digits(length, thread, str(attempt)) for thread in todo}
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
        records: list[tuple[Any, ...]] = []
        vault: list[tuple[Any, ...]] = []
        pointing: set[tuple[str, str]] = set()
        waiting: list[tuple[Any, ...]] = []
        names: list[tuple[str, str, str]] = []
        dumps = orjson.dumps
        for at in todo:
            draft, thread, number = batch[at], planned.threads[at], planned.numbers[at] + 1
            version = thread if number == 1 else self._ids.new("version", thread, str(number), planned.contents[at])
            open_, hidden = split(KINDS[draft.kind], draft.values)
            refs = resolve(wanted[at], threads)
            n = self._next_record
            self._next_record += 1
            records.append(
                (
                    n,
                    version,
                    thread,
                    number,
                    draft.kind,
                    self.number,
                    int(open_.get("level", 2)),
                    planned.contents[at],
                    corrects,
                    dumps(open_),
                    dumps(refs.refs),
                )
            )
            vault.append((n, version, dumps({"k": draft.key, "p": draft.page, "v": hidden}), self.number))
            pointing.update((target, thread) for target in refs.targets)
            for field, position, rank, kind, hashed, target in refs.waiting:
                waiting.append(
                    (
                        self._next_waiting,
                        version,
                        thread,
                        field,
                        position,
                        rank,
                        kind,
                        hashed,
                        target,
                        None if target is None else self.number,
                    )
                )
                self._next_waiting += 1
            names += ((version, thread, words) for words in _searchable(draft))
        insert(self._vault, tables.vault_record, vault)
        self._write_names(names)
        insert(self._evidence, tables.record, records)
        insert(self._evidence, tables.waiting, waiting)
        self._any_waiting = self._any_waiting or any(row[8] is None for row in waiting)
        self._point(pointing)
        return [record[1] for record in records]

    def _point(self, pointing: set[tuple[str, str]]) -> None:
        if pointing:
            self._evidence.exec_driver_sql(
                "INSERT OR IGNORE INTO reference (target, thread) VALUES (?, ?)", sorted(pointing)
            )

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
        self._point({(fresh[key], thread) for _, thread, key in found})

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

    # --- decisions

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

    def _write_why(self, own: str, words: str) -> None:
        if words:
            insert(self._vault, tables.why, [(own, words, self.number)])

    # --- what an earlier load had

    def vanished(self, dataset: str, kind: str, keys_seen: Iterable[str] | None = None) -> list[str]:
        """Threads of a dataset and kind that neither this transaction nor ``keys_seen`` has; nothing is retracted.

        Args:
            keys_seen: the user's keys; None where everything seen went through :meth:`add`.
        """
        seen = set(self._touched.get((dataset, kind), ()))
        if keys_seen is not None:
            hashes = [self._hashes.of(dataset, kind, key) for key in keys_seen]
            seen |= set(threads_of(self._evidence, hashes).values())
        return sorted(live_threads(self._evidence, dataset_hash(self._keyed, dataset), kind) - seen)

    # --- pages

    def add_pages(self, document_thread: str, pages: Iterable[PageText]) -> None:
        """Keep the text of a document by page and make it searchable; the same pages again add nothing."""
        wanted = [(page.number, page.label, page.language, page.text) for page in pages]
        if not wanted or wanted == self._pages_kept(document_thread):
            return
        self._begin()
        first = self._next_page
        self._next_page += len(wanted)
        insert(
            self._vault,
            tables.page,
            [(first + at, document_thread, *one, self.number) for at, one in enumerate(wanted)],
        )
        self._vault.exec_driver_sql(
            "INSERT INTO page_text (rowid, folded) VALUES (?, ?)",
            [(first + at, fold(one[3])) for at, one in enumerate(wanted)],
        )

    def _pages_kept(self, document_thread: str) -> list[tuple[int, str, str, str]]:
        found = rows(
            self._vault,
            "SELECT number, label, language, words, revision FROM page WHERE thread = ? ORDER BY id",
            document_thread,
        )
        last = max((row[4] for row in found), default=0)
        return [(row[0], row[1], row[2], row[3]) for row in found if row[4] == last]

    # --- originals

    def store_original(self, thread: str, path: Path, media_type: str) -> None:
        """Keep an encrypted copy of a document's file, and a line in the chain of custody.

        A file that the case holds already, for this or another document, is not stored again.

        Raises:
            CaseError: the file cannot be read.
        """
        try:
            hashed = originals.file_hash(path, self._keys.hashing)
        except OSError as error:
            raise CaseError(f"{path.name} cannot be read.") from error
        found = rows(self._evidence, "SELECT id, size FROM original WHERE hash = ?", hashed)
        if found:
            own, size = found[0]
            digest = rows(self._vault, "SELECT sha256 FROM original_hash WHERE id = ?", own)[0][0]
            if rows(self._evidence, "SELECT 1 FROM custody WHERE thread = ? AND original = ?", thread, own):
                return
        else:
            own = self._ids.new("original", hashed)
            digest, size = self._keep_file(path, own, hashed)
        self._begin()
        last = rows(self._evidence, "SELECT n, hash FROM custody ORDER BY n DESC LIMIT 1")
        n, before = (last[0][0] + 1, last[0][1]) if last else (1, "")
        by = self._actor.name
        sealed = custody.seal(
            self._keys.custody, before, n=n, thread=thread, original=own, action="received",
            media_type=media_type, at=self._at, by=by, sha256=digest, size=size,
        )  # fmt: skip
        insert(
            self._evidence,
            tables.custody,
            [(n, thread, own, "received", media_type, self._at, by, sealed, self.number)],
        )
        custody.note_last(self._evidence, sealed)

    def _keep_file(self, path: Path, own: str, hashed: str) -> tuple[str, int]:
        folder = self._folder / originals.FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        name = secrets.token_hex(16)
        fresh = folder / (name + originals.NEW)
        digest, size = originals.encrypt(path, fresh, key=self._keys.originals, own=own)
        insert(self._vault, tables.original_hash, [(own, digest, self.number)])
        insert(self._evidence, tables.original, [(own, hashed, name, size, self.number)])
        return digest, size

    # --- the end

    def finish(self) -> None:
        """Write the load and what the vault keeps of it."""
        if self._load is not None:
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


def _taken(connection: Connection, digits: Iterable[str]) -> set[str]:
    found = rows(connection, f"SELECT digits FROM thread WHERE digits {_IN}", listed(digits))
    return {row[0] for row in found}


def _after(connection: Connection, table: str, column: str) -> int:
    return int(rows(connection, f"SELECT coalesce(max({column}), 0) + 1 FROM {table}")[0][0])


@cache
def _name_fields(kind: str) -> tuple[str, ...]:
    if kind == "document":
        return ("title",)
    return tuple(f.name for f in KINDS[kind].all_fields if f.type is FieldType.NAMES)


def _searchable(draft: Draft) -> Iterable[str]:
    """The names by which a draft's record is found."""
    for field in _name_fields(draft.kind):
        value = draft.values.get(field)
        if isinstance(value, str):
            yield value
        elif value:
            yield from (str(one["words"]) for one in value)
