"""What the benchmarks compare with: the same rows written with nothing of ours in between.

Raw graph writes are what one would write by hand: `UNWIND $rows AS row MERGE ...` under a uniqueness constraint on
`id`, 5,000 rows at a time, with the same properties; of several ways to say it, the fastest one that we found on
that engine. Links that have a twin (same type and ends) cannot be told apart by MERGE: the further ones of a pair are
CREATEd. Rows are grouped and put in shape before the clock starts.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import kglite
import neo4j
from builders import ROOT

from graph.evidence import Evidence, tables
from graph.evidence.database import EVIDENCE, VAULT, Database
from graph.evidence.keys import derive
from graph.stores.store import LABELS, Link, Node

CHUNK = 5_000
Statement = tuple[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A Neo4j that may be emptied."""

    url: str
    password_file: Path

    def password(self) -> str:
        """Read anew each time."""
        return self.password_file.read_text(encoding="utf-8").strip()

    @property
    def process(self) -> int | None:
        """Its process, where tools/neo4j_server.py started it on this machine."""
        noted = self.password_file.with_name("server.json")
        return json.loads(noted.read_text())["pid"] if noted.exists() else None

    def driver(self) -> neo4j.Driver:
        """A driver of our own, for the baseline."""
        return neo4j.GraphDatabase.driver(self.url, auth=("neo4j", self.password()), telemetry_disabled=True)


def server() -> Server | None:
    """The server that DOSSIER_TEST_NEO4J names, else the one that `make neo4j` started. It is emptied!"""
    url, file = os.environ.get("DOSSIER_TEST_NEO4J"), os.environ.get("DOSSIER_TEST_NEO4J_PASSWORD_FILE")
    if not (url and file):
        url, file = "bolt://127.0.0.1:7687", str(ROOT / ".cache" / "neo4j" / "password")
    found = Server(url=url, password_file=Path(file))
    try:
        with found.driver() as driver:
            driver.verify_connectivity()
    except (OSError, neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError):
        return None
    return found


def wipe(where: Server) -> None:
    """Empty a server."""
    with where.driver() as driver, driver.session() as session:
        session.run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS").consume()
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()


def raw_kglite(nodes: Sequence[Node], links: Sequence[Link]) -> Callable[[], Any]:
    """Ready to write these into an empty embedded graph; returns the graph."""

    def pattern(name: str, keys: Iterable[str]) -> str:
        return ", ".join(f"{name}.{key} = row.{key}" for key in keys)

    statements: list[Statement] = []
    by_label: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
    for node in nodes:
        by_label[node.label, tuple(node.properties)].append({"id": node.id, **node.properties})
    for (label, keys), rows in by_label.items():
        statements.append((f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET {pattern('n', keys)}", rows))
    for (start, kind, end, verb, keys), rows in _links(links).items():
        flat = [{"start_": row["start"], "end_": row["end"], **row["properties"]} for row in rows]
        text = (
            f"UNWIND $rows AS row MATCH (a:{start} {{id: row.start_}}) MATCH (b:{end} {{id: row.end_}}) "
            f"{verb} (a)-[r:{kind}]->(b) SET {pattern('r', keys)}"
        )
        statements.append((text, flat))

    def write() -> Any:
        graph = kglite.KnowledgeGraph()
        graph.define_schema({"nodes": {label: {"primary_key": "id"} for label in LABELS}})
        for text, rows in statements:
            for chunk in _chunks(rows):
                graph.cypher(text, params={"rows": chunk})
        return graph

    return write


def raw_neo4j(nodes: Sequence[Node], links: Sequence[Link], where: Server) -> Callable[[], None]:
    """Ready to write these into an empty server."""
    statements: list[Statement] = []
    by_label: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for node in nodes:
        by_label[node.label].append({"id": node.id, "properties": {"id": node.id, **node.properties}})
    for label, rows in by_label.items():
        statements.append((f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n = row.properties", rows))
    for (start, kind, end, verb, _), rows in _links(links).items():
        text = (
            f"UNWIND $rows AS row MATCH (a:{start} {{id: row.start}}) MATCH (b:{end} {{id: row.end}}) "
            f"{verb} (a)-[r:{kind}]->(b) SET r = row.properties"
        )
        statements.append((text, rows))

    def write() -> None:
        with where.driver() as driver, driver.session() as session:
            for label in LABELS:
                name = f"{label.lower()}_id"
                session.run(f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE").consume()
            for text, rows in statements:
                for chunk in _chunks(rows):
                    session.execute_write(_run, text, chunk)

    return write


def count_kglite(graph: Any) -> tuple[int, int]:
    """Nodes and links of a raw embedded graph."""
    nodes = graph.cypher("MATCH (n) RETURN count(*) AS n").to_list()[0]["n"]
    return nodes, graph.cypher("MATCH ()-[r]->() RETURN count(*) AS n").to_list()[0]["n"]


def count_neo4j(where: Server) -> tuple[int, int]:
    """Nodes (without `Case`) and links of a server."""
    with where.driver() as driver:
        nodes = driver.execute_query("MATCH (n) WHERE NOT n:Case RETURN count(*) AS n").records[0]["n"]
        return nodes, driver.execute_query("MATCH ()-[r]->() RETURN count(*) AS n").records[0]["n"]


def _run(tx: neo4j.ManagedTransaction, text: str, rows: list[dict[str, Any]]) -> None:
    tx.run(text, rows=rows).consume()


def _links(links: Sequence[Link]) -> dict[tuple[str, str, str, str, tuple[str, ...]], list[dict[str, Any]]]:
    seen: set[tuple[str, str, str]] = set()
    grouped: dict[tuple[str, str, str, str, tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
    for link in links:
        ends = link.type, link.start, link.end
        verb = "CREATE" if ends in seen else "MERGE"
        seen.add(ends)
        key = link.start_label, link.type, link.end_label, verb, tuple(link.properties)
        grouped[key].append({"start": link.start, "end": link.end, "properties": link.properties})
    # A twin is made only after the link that MERGE would otherwise find.
    return dict(sorted(grouped.items(), key=lambda item: item[0][3] == "CREATE"))


def _chunks(rows: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    for first in range(0, len(rows), CHUNK):
        yield rows[first : first + CHUNK]


class RawEvidence:
    """Every row of an evidence store and its vault, to be written again by `executemany` alone."""

    def __init__(self, evidence: Evidence) -> None:
        self._tables: dict[str, list[tuple[str, list[tuple[Any, ...]]]]] = {}
        self.count = 0
        for file, metadata, texts in (
            (EVIDENCE, tables.evidence, ()),
            (VAULT, tables.vault, ("page_text", "name_text")),
        ):
            connection = evidence._database.raw(file)
            own = []
            for table in metadata.sorted_tables:
                rows = connection.execute(f'SELECT * FROM "{table.name}"').fetchall()  # noqa: S608
                own.append((tables.insert_sql(table), rows))
            for name in texts:
                rows = connection.execute(f"SELECT rowid, folded FROM {name}").fetchall()  # noqa: S608
                own.append((f"INSERT INTO {name} (rowid, folded) VALUES (?, ?)", rows))  # noqa: S608
            connection.close()
            self._tables[file] = own
            self.count += sum(len(rows) for _, rows in own)

    def write(self, folder: Path) -> None:
        """Into new files in a new folder within `folder`: one transaction a file, the same tables and settings."""
        with TemporaryDirectory(dir=folder) as fresh:
            database = Database(Path(fresh), derive(bytes(32)))
            database.create()
            for file, own in self._tables.items():
                connection = database.raw(file)
                connection.execute("BEGIN IMMEDIATE")
                for text, rows in own:
                    connection.executemany(text, rows)
                connection.execute("COMMIT")
                connection.close()
            database.close()
