"""One test for each way round "free Cypher may read this graph, and nothing else", on each backend."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from graph.errors import QueryRefused, QueryTimeout, StoreError
from graph.stores import guard
from graph.stores.store import Limits, Store
from tests.graph.stores.builders import fill, link, node

QUICK = Limits(seconds=2, rows=100)


@pytest.fixture
def filled(store: Store) -> Store:
    """Two people, an incident, two links."""
    fill(
        store,
        *(node("P-1", role="guard"), node("P-2"), node("I-1")),
        *(link("VICTIM_OF", "P-1", "I-1"), link("RELATED_TO", "P-1", "P-2", kind="brother")),
    )
    return store


WRITES = [
    "CREATE (n:Person {id: 'x', code: 'P-9'})",
    "CREATE (n:Person {id: 'x', code: 'P-9'}) RETURN n",
    "MERGE (n:Person {code: 'P-9'}) RETURN n.code",
    "MATCH (n:Person) SET n.role = 'x'",
    "MATCH (n:Person) SET n += {role: 'x'} RETURN n",
    "MATCH (n:Person) SET n:Suspect",
    "MATCH (n:Person) REMOVE n.role",
    "MATCH (n:Person)-[r]-() DELETE r",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n:Person) FOREACH (x IN [1] | SET n.role = 'x')",
    "MATCH (n:Person) WITH n LIMIT 1 SET n.role = 'x' RETURN n.code",
    "MATCH (n:Person) RETURN n.code UNION MATCH (n:Person) SET n.role = 'x' RETURN n.code",
    "CREATE INDEX sneaky FOR (n:Person) ON (n.role)",
    "DROP INDEX person_code",
    "CREATE CONSTRAINT sneaky FOR (n:Person) REQUIRE n.role IS UNIQUE",
    "DROP CONSTRAINT person_id",
    "CREATE USER sneaky SET PASSWORD 'long enough for it'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "CREATE DATABASE sneaky",
    # written so that a search for words would miss it
    "cReAtE (n:Person {id: 'x', code: 'P-9'})",
    "MATCH (n:Person)\n//\nSET\n//\nn.role = 'x'",
    "/* RETURN 1 */ CREATE (n:Person {id: 'x', code: 'P-9'})",
    "// RETURN 1\nCREATE (n:Person {id: 'x', code: 'P-9'})",
    "\\u0043REATE (n:Person {id: 'x', code: 'P-9'})",
    "MATCH (n:Person) \\u0053ET n.role = 'x'",
    "MATCH (n:Person) SET n.`role` = 'x'",
    # inside a subquery
    "CALL { CREATE (n:Person {id: 'x', code: 'P-9'}) } RETURN 1 AS one",
    "CALL { CREATE (n:Person {id: 'x', code: 'P-9'}) RETURN n } RETURN n",
    "MATCH (n:Person) CALL (n) { SET n.role = 'x' } RETURN n.code",
    "MATCH (n:Person) CALL { WITH n SET n.role = 'x' RETURN 1 AS one } RETURN one",
    "UNWIND [1] AS x CALL (x) { CREATE (n:Person {id: 'x'}) } IN TRANSACTIONS RETURN x",
    "RETURN EXISTS { CREATE (n:Person {id: 'x'}) RETURN n }",
    "RETURN COUNT { MATCH (n) SET n.role = 'x' RETURN n }",
]


@pytest.mark.parametrize("text", WRITES)
def test_nothing_can_be_written(filled: Store, text: str) -> None:
    before = filled.nodes(["P-1", "P-2", "I-1"], clearance=3)
    with pytest.raises(QueryRefused):
        filled.free(text, {}, limits=QUICK)
    assert filled.count() == {"Person": 2, "Incident": 1, "VICTIM_OF": 1, "RELATED_TO": 1}
    assert filled.nodes(["P-1", "P-2", "I-1"], clearance=3) == before


@pytest.mark.parametrize("text", [text for text in WRITES if "USER" not in text and "DATABASE" not in text])
def test_a_shipped_query_cannot_write_either(filled: Store, text: str) -> None:
    """Trusted queries are not judged by their plan, but the engine's own read mode holds for them too."""
    with pytest.raises(StoreError):
        filled.rows(text, {}, clearance=3, limits=QUICK)
    assert filled.count() == {"Person": 2, "Incident": 1, "VICTIM_OF": 1, "RELATED_TO": 1}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A file that anybody could read."""
    path = tmp_path / "secret.csv"
    path.write_text("secret\n", encoding="utf-8")
    path.chmod(0o644)
    return path


FILES = [
    "LOAD CSV FROM '{file}' AS line RETURN line",
    "LOAD CSV WITH HEADERS FROM '{file}' AS line RETURN line",
    "load csv from '{file}' as line return line",
    "LOAD\n//\nCSV FROM '{file}' AS line RETURN line",
    "LOAD /* */ CSV FROM '{file}' AS line RETURN line",
    "LOAD C\u017fV FROM '{file}' AS line RETURN line",
    "\\u004cOAD CSV FROM '{file}' AS line RETURN line",
    "USING PERIODIC COMMIT LOAD CSV FROM '{file}' AS line CREATE (n)",
    "RETURN ['x'] AS line UNION LOAD CSV FROM '{file}' AS line RETURN line",
    "RETURN ['x'] AS line UNION ALL LOAD CSV FROM '{file}' AS line RETURN line",
    "RETURN '\\\\' AS line UNION LOAD CSV FROM '{file}' AS line RETURN line //'",
    "RETURN `'` AS line UNION LOAD CSV FROM '{file}' AS line RETURN line //'",
    "CALL {{ LOAD CSV FROM '{file}' AS line RETURN line }} RETURN line",
    "CALL {{ RETURN ['x'] AS line UNION LOAD CSV FROM '{file}' AS line RETURN line }} RETURN line",
    "MATCH (n:Person) CALL (n) {{ LOAD CSV FROM '{file}' AS line RETURN line }} RETURN line",
    "UNWIND [1] AS x LOAD CSV FROM '{file}' AS line RETURN line",
    "RETURN EXISTS {{ LOAD CSV FROM '{file}' AS line RETURN line }} AS x",
    "LOAD CSV FROM $address AS line RETURN line",
    # where Neo4j's plan does not show the subquery
    "RETURN [x IN [1] | EXISTS {{ LOAD CSV FROM '{file}' AS line RETURN line }}] AS x",
    "RETURN [x IN [1] | COLLECT {{ LOAD CSV FROM '{file}' AS line RETURN line }}] AS x",
    "RETURN CASE WHEN true THEN COUNT {{ LOAD CSV FROM '{file}' AS line RETURN line }} END AS x",
    "RETURN reduce(s = 0, x IN [1] | s + COUNT {{ LOAD CSV FROM '{file}' AS line RETURN line }}) AS x",
    """MATCH p = shortestPath((a:Person)-[*..3]-(b:Incident))
    WHERE all(x IN nodes(p) WHERE EXISTS {{ LOAD CSV FROM '{file}' AS line RETURN line }}) RETURN p""",
]


@pytest.mark.parametrize("text", FILES)
def test_no_file_can_be_read(filled: Store, table: Path, text: str) -> None:
    address = table.as_uri()
    with pytest.raises(QueryRefused):
        filled.free(text.format(file=address), {"address": address}, limits=QUICK)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and what was asked there."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/table", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("text", FILES)
def test_no_address_is_asked(filled: Store, listener: tuple[str, list[str]], text: str) -> None:
    address, asked = listener
    with pytest.raises(QueryRefused):
        filled.free(text.format(file=address), {"address": address}, limits=QUICK)
    assert asked == []


@pytest.mark.parametrize(
    "text",
    [
        "CALL dbms.listConfig() YIELD name, value RETURN name, value",
        "CALL dbms.procedures() YIELD name RETURN name",
        "CALL dbms.components()",
        "CALL dbms.queryJmx('*:*')",
        "CALL dbms.security.createUser('x', 'long enough for it', false)",
        "CALL dbms.killQuery('1')",
        "CALL db.clearQueryCaches()",
        "CALL db.createLabel('Sneaky')",
        "CALL db.awaitIndexes(1)",
        "CALL db.index.fulltext.queryNodes('x', 'y') YIELD node RETURN node",
        "CALL apoc.load.json('file:///etc/passwd') YIELD value RETURN value",
        "CALL apoc.export.csv.all('x.csv', {})",
        "CALL apoc.cypher.run('MATCH (n) DETACH DELETE n', {})",
        "MATCH (n:Person) CALL (n) { CALL dbms.components() YIELD name RETURN name } RETURN name",
        "MATCH (n:Person) CALL { CALL dbms.components() YIELD name RETURN name } RETURN name",
        "CALL { RETURN 'x' AS name UNION CALL dbms.components() YIELD name RETURN name } RETURN name",
        "RETURN 'x' AS name UNION CALL dbms.components() YIELD name RETURN name",
        "RETURN EXISTS { CALL dbms.components() YIELD name RETURN name } AS x",
        "RETURN [x IN [1] | COLLECT { CALL dbms.components() YIELD name RETURN name }] AS x",
        "RETURN [x IN [1] | COLLECT { CALL db.ping() YIELD success RETURN success }] AS x",
        "RETURN [x IN [1] | COLLECT { SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery }] AS x",
        "RETURN 'x' AS name UNION SHOW FUNCTIONS YIELD name",
        "// it's\nRETURN 'x' AS name UNION CALL dbms.components() YIELD name RETURN name //'",
        "/* ' */ RETURN 'x' AS name UNION CALL dbms.components() YIELD name RETURN name //'",
        "// x\rCALL dbms.components()",
        "CALL //\n dbms.components()",
        "CALL /* x */ dbms.components()",
        "CALL `dbms`.`components`()",
        "call DBMS.components()",
        "SHOW PROCEDURES",
        "SHOW FUNCTIONS YIELD name",
        "SHOW INDEXES",
        "SHOW CONSTRAINTS",
        "SHOW SETTINGS",
        "SHOW USERS",
        "SHOW DATABASES",
        "SHOW TRANSACTIONS YIELD currentQuery",
        "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    ],
)
def test_no_procedure_or_command_outside_the_list(filled: Store, text: str) -> None:
    with pytest.raises(QueryRefused):
        filled.free(text, {}, limits=QUICK)


@pytest.mark.parametrize(
    "call",
    [
        "pagerank()",
        "refresh_stats()",
        "list_procedures()",
        "outline()",
        "table.delete({node: 1})",
        "db.cdc.enable()",
        "db.cdc.query({})",
        "db.temporal.declare({})",
        "db.ontology.clear()",
        "db.node_text_index.build({})",
        "db.embeddings.drop({})",
        "affected_tests({})",
        "rev_diff({})",
    ],
)
def test_the_embedded_engines_own_procedures_are_out(filled: Store, call: str) -> None:
    for text in (f"CALL {call}", f"RETURN 1 AS x UNION CALL {call} YIELD x RETURN x"):
        with pytest.raises(QueryRefused):
            filled.free(text, {}, limits=QUICK)


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n:Person) RETURN n.code AS code; MATCH (n) DETACH DELETE n",
        "RETURN 1 AS x; RETURN 2 AS x",
        "RETURN 1 AS x;;",
        "; RETURN 1 AS x",
        "EXPLAIN MATCH (n) RETURN n",
        "PROFILE MATCH (n) DETACH DELETE n",
        "  // words\n PROFILE MATCH (n) DETACH DELETE n",
        "/* words */ EXPLAIN MATCH (n) DETACH DELETE n",
        "CYPHER runtime=slotted MATCH (n) RETURN n",
        "CYPHER PROFILE MATCH (n) DETACH DELETE n",
        "USE system SHOW USERS",
        "USING PERIODIC COMMIT MATCH (n) RETURN n",
        "MATCH (n:Person) RETURN n.code FORMAT CSV",
        "MATCH (n:Person) RETURN n.code AS x INTO OUTFILE '/tmp/x'",
        "BEGIN",
        "COMMIT",
        ":source /etc/passwd",
        "RETURN 1 AS x\x00",
        "RETURN " + "1 + " * 60_000 + "1 AS x",
    ],
)
def test_one_plain_statement_and_nothing_before_it(filled: Store, text: str) -> None:
    with pytest.raises(QueryRefused):
        filled.free(text, {}, limits=QUICK)
    assert filled.count()["Person"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*) AS n",
        "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c RETURN sum(a * b * c) AS n",
        "UNWIND range(1, 1000000000) AS x WITH x WHERE x % 7 = 8 RETURN x",
        "RETURN size(range(1, 2000000000)) AS n",
        "WITH range(1, 2000000000) AS long RETURN reduce(s = 0, x IN long | s + x) AS n",
        "UNWIND range(1, 1000000000) AS x RETURN collect(x) AS all",
    ],
)
def test_what_would_take_all_time_or_memory_is_stopped(filled: Store, text: str) -> None:
    try:
        result = filled.free(text, {}, limits=Limits(seconds=1, rows=10))
    except (QueryTimeout, QueryRefused, StoreError):
        pass
    else:
        assert len(result.rows) <= 1  # an engine that answers a range's size without making it
    assert filled.free("RETURN 1 AS one", {}).rows == [{"one": 1}]


READS = [
    "MATCH (n:Person) RETURN n.code AS code ORDER BY code",
    "MATCH (n:Person) RETURN n.code AS code ORDER BY code;",
    "// who's that, call it\nMATCH (n:Person) RETURN n.code AS code // all",
    "MATCH (n:Person {role: $role}) RETURN n",
    "MATCH (n:Person) WHERE n.role = 'CREATE' RETURN n",
    "MATCH (n:Person) WHERE n.role = 'call centre' RETURN n",
    "MATCH (created:Person) RETURN created.code AS set",
    "MATCH (n:Person)-[r:VICTIM_OF|RELATED_TO]->(m) RETURN type(r) AS type, count(*) AS n ORDER BY n DESC LIMIT 5",
    "MATCH (n:Person) OPTIONAL MATCH (n)-[r:VICTIM_OF]->(i) RETURN n.code AS n, collect(i.code) AS i",
    "MATCH (n:Person) CALL (n) { MATCH (n)--(m) RETURN count(m) AS k } RETURN n.code AS n, k",
    "MATCH (n:Person) WHERE EXISTS { (n)-[:VICTIM_OF]->() } RETURN n.code AS n",
    "MATCH (n:Person) RETURN n.code AS n, COUNT { (n)--() } AS k",
    "MATCH (n:Person) RETURN [(n)--(m) | m.code] AS l",
    "MATCH p = shortestPath((a:Person {code: 'P-2'})-[*..4]-(b:Incident {code: 'I-1'})) RETURN length(p) AS n",
    "MATCH p = allShortestPaths((a:Person {code: 'P-2'})-[*..4]-(b:Incident {code: 'I-1'})) RETURN length(p) AS n",
    "MATCH (a:Person {code: 'P-2'})-[:RELATED_TO|VICTIM_OF*1..3]-(b) RETURN DISTINCT b.code AS b",
    "MATCH (n:Person) RETURN n.code AS c UNION ALL MATCH (n:Incident) RETURN n.code AS c",
    "MATCH (n) RETURN labels(n) AS l, count(*) AS n",
    "MATCH ()-[r]->() RETURN count(r) AS n",
    "MATCH (n:Person) WITH n.role AS role, count(*) AS k WHERE k > 0 RETURN role, k ORDER BY k SKIP 0 LIMIT 3",
    "UNWIND $codes AS code MATCH (n:Person {code: code}) RETURN n.code AS n",
    "MATCH (n:Person) WHERE n.code STARTS WITH 'P' AND n.code <> 'P-3' RETURN max(n.code) AS n",
    "MATCH (n:Person), (i:Incident) WHERE n.clear_min = i.clear_min RETURN count(*) AS n",
    "MATCH (n:Person) RETURN DISTINCT n.clear_max AS x",
    "CALL db.labels() YIELD label RETURN label",
    "CALL db.relationshipTypes()",
    "RETURN CASE WHEN $clearance = 3 THEN 'full' ELSE 'part' END AS level",
]


@pytest.mark.parametrize("text", READS)
def test_ordinary_reading_is_let_through(filled: Store, text: str) -> None:
    result = filled.free(text, {"role": "guard", "codes": ["P-1"]}, limits=QUICK)
    assert result.columns
    assert all(list(row) == result.columns for row in result.rows)


def test_a_plan_with_an_unknown_step_is_refused() -> None:
    with pytest.raises(QueryRefused):
        guard.check_embedded_plan(["Match :Person", "Exfiltrate"])
    with pytest.raises(QueryRefused):
        guard.check_embedded_plan([])
    reading = {"operatorType": "ProduceResults@neo4j", "args": {}, "children": []}
    guard.check_server_plan("r", reading)
    with pytest.raises(QueryRefused):
        guard.check_server_plan("r", reading | {"children": [{"operatorType": "Exfiltrate@neo4j"}]})
    for kind in ("rw", "w", "s", None):
        with pytest.raises(QueryRefused):
            guard.check_server_plan(kind, reading)
    with pytest.raises(QueryRefused):
        guard.check_server_plan("r", None)
