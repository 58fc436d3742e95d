"""The server store: Neo4j 5 or later, Community or cluster, through the official driver.

- One database holds one case: the `Case` node says which, and every write locks that node first and compares
  the revision, so two writers cannot interleave.
- Schema: a uniqueness constraint on `id` for each label (what Community offers), and a plain index on `code`,
  which is not unique: a code has one node for each span of clearances.
- Reads are routed to followers, writes are managed transactions with retries. Notifications are off and the
  driver's own log is silenced, since both repeat whole queries.
"""

from __future__ import annotations

import logging
import re
import secrets
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Any, cast
from urllib.parse import unquote, urlsplit, urlunsplit

import neo4j
from neo4j import exceptions

from graph.errors import ForeignGraph, QueryRefused, QueryTimeout, StoreError, Unavailable
from graph.stores import guard
from graph.stores.neo4j_values import plain, plain_param
from graph.stores.reading import Reads
from graph.stores.shapes import check_clearance, gathered
from graph.stores.stopping import current
from graph.stores.store import (
    LABELS,
    LEVELS,
    REBUILDING,
    USUAL,
    Batch,
    GraphState,
    Limits,
    Params,
    Result,
    Row,
    Rows,
    check_batch,
    label_of,
)

CHUNK = 5_000
CONNECT_SECONDS = 5.0
RETRY_SECONDS = 30.0
_MARK = "dossier_run"
_TRIES_TO_END = 50
_WRITE_LIMITS = Limits(seconds=600.0, rows=0)

# The driver's own log repeats queries and server messages, which repeat values.
logging.getLogger("neo4j").setLevel(logging.CRITICAL + 1)


class Neo4jStore(Reads):
    """See `graph.stores.store.Store`."""

    name = "neo4j"

    def __init__(self, url: str, *, password: Callable[[], str] | None = None) -> None:
        """Connect when first used. The password is asked once, then; it is kept by the driver alone."""
        self._url, self._user, self._database = _parts(url)
        self._password = password
        self._connected: neo4j.Driver | None = None

    # State

    def state(self) -> GraphState | None:
        """See `Store.state`."""
        with _our_errors():
            with self._session(neo4j.READ_ACCESS) as session:
                return session.execute_read(_read_state)

    def claim(self, case: str, schema: int) -> None:
        """See `Store.claim`."""
        there = self.state()
        if there is None:
            self._make_schema()
        with _our_errors(), self._session(neo4j.WRITE_ACCESS) as session:
            session.execute_write(_claim, case, schema, 0)

    def count(self) -> dict[str, int]:
        """See `Store.count`."""
        found: dict[str, int] = {}
        for text in (
            "MATCH (n) RETURN labels(n)[0] AS kind, count(*) AS count",
            "MATCH ()-[r]->() RETURN type(r) AS kind, count(*) AS count",
        ):
            for row in self._read(text, {}, 0, Limits(rows=1_000)):
                found[row["kind"]] = row["count"]
        found.pop("Case", None)
        return found

    # Writing

    def apply(self, batch: Batch) -> None:
        """See `Store.apply`."""
        check_batch(batch)
        with _our_errors(), self._session(neo4j.WRITE_ACCESS) as session:
            session.execute_write(_apply, batch)

    def rebuild(self, batches: Iterable[Batch], *, case: str, schema: int, revision: int) -> None:
        """See `Store.rebuild`. Each gathered batch is a transaction; in between, the `Case` node says `REBUILDING`."""
        there = self.state()
        if there is not None and there.case != case:
            raise ForeignGraph("This graph database holds another case: use an empty database for this one.")
        self._make_schema()
        with _our_errors(), self._session(neo4j.WRITE_ACCESS) as session:
            session.execute_write(_claim, case, schema, REBUILDING)
            session.execute_write(_stamp, case, schema, REBUILDING)
            self._wipe(session)
            _drop_lookups(session)
            for batch in gathered(batches):
                check_batch(batch)
                session.execute_write(_write_while_rebuilding, batch)
            _make_lookups(session)
            session.execute_write(_stamp, case, schema, revision)

    def clear(self) -> None:
        """See `Store.clear`. Old bytes stay in the server's files until the database itself is removed."""
        there = self.state()
        if there is None:
            return
        with _our_errors(), self._session(neo4j.WRITE_ACCESS) as session:
            session.execute_write(_stamp, there.case, there.schema, REBUILDING)
            self._wipe(session)
            session.execute_write(lambda tx: tx.run("MATCH (c:Case) DELETE c").consume())

    def save(self) -> None:
        """See `Store.save`."""

    def close(self) -> None:
        """See `Store.close`."""
        if self._connected is not None:
            self._connected.close()
            self._connected = None

    # Reading

    def _read(self, cypher: str, params: Params, clearance: int, limits: Limits) -> Rows:
        check_clearance(clearance)
        result = self._ask(cypher, params, limits)
        return Rows(result.rows, truncated=result.truncated)

    def free(self, cypher: str, params: Params, *, limits: Limits = USUAL) -> Result:
        """See `Store.free`."""
        self.explain(cypher, params)
        return self._ask(cypher, {"clearance": max(LEVELS), **params}, limits)

    def explain(self, cypher: str, params: Params, *, limits: Limits = USUAL) -> None:
        """See `Store.explain`."""
        guard.check_text(cypher)
        with guard.explaining():
            kind, plan = self._explain(cypher, {"clearance": max(LEVELS), **params})
        guard.check_server_plan(kind, plan)

    def _ask(self, cypher: str, params: Params, limits: Limits) -> Result:
        stop = current()
        if stop is None:
            return self._ask_as(cypher, params, limits, {})
        mark, done = secrets.token_hex(8), threading.Event()
        with stop.ending_by(partial(self._terminate, mark, done)):
            try:
                return self._ask_as(cypher, params, stop.limits(limits), {_MARK: mark})
            finally:
                done.set()

    def _terminate(self, mark: str, done: threading.Event) -> None:
        """End the transaction that carries a mark; it may only be about to begin."""
        for _ in range(_TRIES_TO_END):
            with _our_errors(), self._session(neo4j.READ_ACCESS) as session:
                found = session.run(
                    f"SHOW TRANSACTIONS YIELD transactionId AS id, metaData WHERE metaData.{_MARK} = $mark RETURN id",
                    mark=mark,
                ).value()
                if found:
                    session.run("TERMINATE TRANSACTIONS $ids", ids=found).consume()
            if done.wait(0.1):
                return

    def _ask_as(self, cypher: str, params: Params, limits: Limits, marks: dict[str, str]) -> Result:
        @neo4j.unit_of_work(timeout=limits.seconds, metadata=marks)
        def work(tx: neo4j.ManagedTransaction) -> Result:
            answer = tx.run(cypher, {key: plain_param(value) for key, value in params.items()})
            columns = list(answer.keys())
            kept = islice(answer, limits.rows)
            rows = [dict(zip(columns, map(plain, record.values()), strict=True)) for record in kept]
            truncated = answer.peek() is not None
            return Result(columns=columns, rows=rows, truncated=truncated)

        with _our_errors(limits), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(work)

    def _explain(self, cypher: str, params: Params) -> tuple[str | None, dict[str, Any] | None]:
        with _our_errors(), self._session(neo4j.READ_ACCESS) as session:

            def work(tx: neo4j.ManagedTransaction) -> tuple[str | None, dict[str, Any] | None]:
                given = {key: plain_param(value) for key, value in params.items()}
                summary = tx.run(guard.EXPLAIN + cypher, given).consume()
                return summary.query_type, cast("dict[str, Any] | None", summary.plan)

            return session.execute_read(work)

    # Within

    def _driver(self) -> neo4j.Driver:
        if self._connected is None:
            auth = (self._user, self._password()) if self._password else None
            self._connected = neo4j.GraphDatabase.driver(
                self._url,
                auth=auth,
                telemetry_disabled=True,
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=CONNECT_SECONDS * 4,
                max_transaction_retry_time=RETRY_SECONDS,
                notifications_min_severity="OFF",
                warn_notification_severity="OFF",
                user_agent="dossier",
            )
        return self._connected

    def _session(self, mode: str) -> neo4j.Session:
        driver = self._driver()
        # One bookmark manager for all sessions: who writes reads what was written, also from a follower.
        return driver.session(
            database=self._database,
            default_access_mode=mode,
            fetch_size=1_000,
            bookmark_manager=driver.execute_query_bookmark_manager,
        )

    def _make_schema(self) -> None:
        with _our_errors(), self._session(neo4j.WRITE_ACCESS) as session:
            for label in (*LABELS, "Case"):
                name = f"{label.lower()}_id"
                text = f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
                session.run(text).consume()
            _make_lookups(session)

    @staticmethod
    def _wipe(session: neo4j.Session) -> None:
        """Delete all but the `Case` node, links before nodes so that no hub makes one huge transaction."""
        for text in (
            "MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS",
            "MATCH (n) WHERE NOT n:Case CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS",
        ):
            session.run(text).consume()


def _make_lookups(session: neo4j.Session) -> None:
    for label in LABELS:
        text = f"CREATE INDEX {label.lower()}_code IF NOT EXISTS FOR (n:{label}) ON (n.code)"
        session.run(text).consume()
    session.run("CALL db.awaitIndexes(600)").consume()


def _drop_lookups(session: neo4j.Session) -> None:
    """Before a rebuild: to make an index of what is there takes half the time of keeping it up to date."""
    for label in LABELS:
        session.run(f"DROP INDEX {label.lower()}_code IF EXISTS").consume()


def _read_state(tx: neo4j.ManagedTransaction) -> GraphState | None:
    found = tx.run("MATCH (c:Case) RETURN c.case_id AS case_id, c.revision AS revision, c.schema AS schema").data()
    if not found:
        if tx.run("MATCH (n) RETURN 1 AS one LIMIT 1").single() is not None:
            raise ForeignGraph("This graph database holds something that is not a case.")
        return None
    told = found[0]
    if len(found) > 1 or not isinstance(told["revision"], int) or not isinstance(told["schema"], int):
        raise ForeignGraph("This graph database holds something that is not a case.")
    return GraphState(case=told["case_id"], revision=told["revision"], schema=told["schema"])


def _claim(tx: neo4j.ManagedTransaction, case: str, schema: int, revision: int) -> None:
    there = _read_state(tx)
    if there is None:
        # The constraint on Case.id lets only one of two claims that run at once through.
        tx.run(
            "CREATE (:Case {id: 'case', case_id: $case, schema: $schema, revision: $revision})",
            case=case,
            schema=schema,
            revision=revision,
        ).consume()
    elif there.case != case:
        raise ForeignGraph("This graph database holds another case: use an empty database for this one.")


def _stamp(tx: neo4j.ManagedTransaction, case: str, schema: int, revision: int) -> None:
    text = "MATCH (c:Case {id: 'case', case_id: $case}) SET c.schema = $schema, c.revision = $revision RETURN 1 AS one"
    if tx.run(text, case=case, schema=schema, revision=revision).single() is None:
        raise ForeignGraph("This graph database holds another case.")


def _lock(tx: neo4j.ManagedTransaction) -> int | None:
    """The revision, read only after the Case node is locked by writing to it."""
    text = "MATCH (c:Case {id: 'case'}) SET c.locked = true WITH c REMOVE c.locked RETURN c.revision AS revision"
    found = tx.run(text).single()
    return found["revision"] if found else None


def _apply(tx: neo4j.ManagedTransaction, batch: Batch) -> None:
    if _lock(tx) != batch.base:
        raise StoreError("The graph is not at the revision that these changes start from.")
    groups: dict[str, list[Row]] = defaultdict(list)
    for code in batch.remove:
        label = label_of(code)
        if label is not None:
            groups[label].append({"code": code})
    for label, rows in groups.items():
        for chunk in _chunks(rows):
            text = f"UNWIND $rows AS row MATCH (n:{label} {{code: row.code}}) DETACH DELETE n"
            tx.run(text, rows=chunk).consume()
    _write_all(tx, batch)
    tx.run("MATCH (c:Case {id: 'case'}) SET c.revision = $revision", revision=batch.revision).consume()


def _write_while_rebuilding(tx: neo4j.ManagedTransaction, batch: Batch) -> None:
    if _lock(tx) != REBUILDING:
        raise StoreError("Another process has taken over this graph database.")
    _write_all(tx, batch)


def _write_all(tx: neo4j.ManagedTransaction, batch: Batch) -> None:
    for text, rows in [*_node_texts(batch), *_link_texts(batch)]:
        for chunk in _chunks(rows):
            made = tx.run(text, rows=chunk).consume().counters
            if made.nodes_created + made.relationships_created != len(chunk):
                raise StoreError("Links lack an end in the graph: nothing of this batch was written.")


def _node_texts(batch: Batch) -> Iterator[tuple[str, list[Row]]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for node in batch.nodes:
        groups[node.label].append({"properties": {**node.properties, "id": node.id}})
    for label, rows in groups.items():
        yield f"UNWIND $rows AS row CREATE (n:{label}) SET n = row.properties", rows


def _link_texts(batch: Batch) -> Iterator[tuple[str, list[Row]]]:
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for link in batch.links:
        row = {"start": link.start, "end": link.end, "properties": link.properties}
        groups[link.start_label, link.type, link.end_label].append(row)
    for (start, kind, end), rows in groups.items():
        text = (
            f"UNWIND $rows AS row MATCH (a:{start} {{id: row.start}}) MATCH (b:{end} {{id: row.end}}) "
            f"CREATE (a)-[r:{kind}]->(b) SET r = row.properties"
        )
        yield text, rows


def _chunks(rows: list[Row]) -> Iterator[list[Row]]:
    for first in range(0, len(rows), CHUNK):
        yield rows[first : first + CHUNK]


def _parts(url: str) -> tuple[str, str, str | None]:
    """Address, user and database of a URL such as neo4j://user@host:7687/database."""
    parts = urlsplit(url)
    if parts.password is not None:
        raise StoreError("A database URL may not carry a password: it would end in settings and logs.")
    host = parts.netloc.rpartition("@")[2]
    if not host:
        raise StoreError("A database URL names a host, for example bolt://127.0.0.1:7687.")
    address = urlunsplit((parts.scheme, host, "", parts.query, ""))
    return address, unquote(parts.username or "neo4j"), parts.path.strip("/") or None


@contextmanager
def _our_errors(limits: Limits | None = None) -> Iterator[None]:
    """Turn the driver's errors into ours, without their texts, which repeat queries and values."""
    try:
        yield
    except exceptions.AuthError:
        raise StoreError("The graph database does not accept this user and password.") from None
    except (exceptions.ServiceUnavailable, exceptions.SessionExpired, exceptions.RoutingServiceUnavailable):
        raise Unavailable("The graph database does not answer: is it running, and is the address right?") from None
    except exceptions.Neo4jError as error:
        raise _told(error.code or "", limits, error.message or "") from None
    except (exceptions.DriverError, OSError) as error:
        raise Unavailable(f"The graph database cannot be reached ({type(error).__name__}).") from None
    except (ValueError, TypeError, OverflowError):
        raise QueryRefused("A parameter has a value that the graph database cannot take.") from None


_PLACE = re.compile(r"\(line (\d+), column (\d+) \(offset")


def _told(code: str, limits: Limits | None, message: str = "") -> StoreError:
    """Ours for a server's error. Of its message only the place of a mistake is taken."""
    kind = code.rpartition(".")[2]
    if kind.startswith("TransactionTimedOut") or kind == "LockClientStopped":
        seconds = f" than {limits.seconds:g} seconds" if limits else ""
        return QueryTimeout(f"The query took longer{seconds}: narrow it.")
    if kind == "AccessMode":
        return QueryRefused(guard.READS_ONLY)
    if kind == "ConstraintValidationFailed":
        return StoreError("The graph did not take these nodes: an id is taken.")
    if kind in ("SyntaxError", "SemanticError", "ParameterMissing", "ProcedureNotFound"):
        place = _PLACE.search(message)
        return guard.misread((int(place[1]), int(place[2])) if place else None, kind)
    if ".Statement." in code:
        return QueryRefused(f"The graph database refused the query ({kind}).")
    if ".TransientError." in code or ".General." in code:
        return Unavailable(f"The graph database cannot do this now ({kind}).")
    return StoreError(f"The graph database refused ({kind}).")
