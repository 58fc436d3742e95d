"""The bridge to py2neo, and the notebook that shows it, on the real server."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from graph.case import create_case
from graph.evidence import Actor
from graph.model.levels import Level
from tests.builders import document, draft, person, posting, source, unit
from tests.graph.stores.conftest import wipe

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [pytest.mark.neo4j, pytest.mark.py2neo]

# Runs in the environment that has py2neo: reads rows, gives back what the subgraph and the server then hold.
ASK = """
import json, sys
from py2neo import Graph
from graph.stores.py2neo_bridge import to_subgraph
told = json.load(sys.stdin)
made = to_subgraph(told["nodes"], told["links"])
server = Graph(told["url"], auth=tuple(told["auth"]))
server.merge(made)
server.merge(made)
print(json.dumps({
    "nodes": sorted([node["code"], *sorted(node.labels)] for node in made.nodes),
    "links": sorted([type(line).__name__, line.start_node["code"], line.end_node["code"], line["records"]]
                    for line in made.relationships),
    "on_server": server.run("MATCH (n) WHERE n.code IS NOT NULL RETURN count(n) AS n").data()[0]["n"],
    "links_there": server.run("MATCH (n)-[r]->(m) WHERE n.code IS NOT NULL RETURN count(r) AS n").data()[0]["n"],
    "without": [key for node in made.nodes for key, value in node.items() if value is None],
}))
"""


def run(python: Path, *arguments: str, say: str = "", **environment: str) -> str:
    done = subprocess.run(
        [str(python), *arguments], input=say, capture_output=True, text=True, timeout=300, cwd=ROOT, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


def test_a_selection_is_a_subgraph_that_py2neo_merges_once(
    neo4j_server: Any, py2neo_python: Path, tmp_path: Path
) -> None:
    with create_case(tmp_path / "case", title="Small", key_file=tmp_path / "key") as case:
        codes = small_chain(case)
        reader = case.reader(Level.SEALED)
        nodes, links = reader.nodes(codes), reader.links_among(codes)
    wipe(neo4j_server)
    told = {"nodes": nodes, "links": links, "url": neo4j_server.url, "auth": neo4j_server.auth}
    found = json.loads(run(py2neo_python, "-c", ASK, say=json.dumps(told)))
    wipe(neo4j_server)
    assert [code for code, _ in found["nodes"]] == sorted(codes) and len(codes) == 3
    assert {label for _, label in found["nodes"]} == {"Person", "Unit"}
    assert {(type_, tuple(records)) for type_, _, _, records in found["links"]} == {
        (link["type"], tuple(link["properties"]["records"])) for link in links
    }
    assert (found["on_server"], found["links_there"]) == (3, len(links))
    assert found["without"] == []


def small_chain(case: Any) -> list[str]:
    """Two units, one above the other, and who led the lower one; invented."""
    rows = [
        source(),
        document(),
        unit("lower"),
        unit("upper"),
        person("lead"),
        draft("unit_relation", "under", child="lower", parent="upper", kind="command"),
        posting("post", person="lead", unit="lower"),
    ]
    with case.evidence.writing(Actor(name="ann")) as change:
        threads = dict(zip((row.key for row in rows), change.add(rows).threads, strict=True))
    case.refresh()
    codes = case.evidence.codes([threads[key] for key in ("lower", "upper", "lead")])
    return sorted(codes.values())


def test_the_notebook_runs_from_its_first_cell_to_its_last(neo4j_server: Any, py2neo_python: Path) -> None:
    wipe(neo4j_server)
    said = run(
        py2neo_python, "tools/run_notebook.py", "docs/py2neo.ipynb",
        DOSSIER_NOTEBOOK_DATABASE=neo4j_server.url,
        DOSSIER_NOTEBOOK_PASSWORD_FILE=str(neo4j_server.password_file),
    )  # fmt: skip
    wipe(neo4j_server)
    assert "-> under ->" in said
    assert "[{'n': " in said  # what py2neo itself found on the server


def test_the_notebook_is_kept_without_its_output() -> None:
    told = json.loads((ROOT / "docs" / "py2neo.ipynb").read_text(encoding="utf-8"))
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in told["cells"])
