"""The test server that `make neo4j` starts: real, local, with a password that nobody else can read."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

from tests.conftest import Neo4jServer
from tools import neo4j_server as server


@pytest.mark.neo4j
def test_it_is_the_community_edition_of_the_version_in_the_pom(neo4j_server: Neo4jServer) -> None:
    from neo4j import GraphDatabase

    with GraphDatabase.driver(neo4j_server.url, auth=neo4j_server.auth) as driver:
        records, _, _ = driver.execute_query("CALL dbms.components() YIELD versions, edition RETURN *")
    (component,) = [record.data() for record in records]
    assert component["edition"] == "community"
    assert f"<version>{component['versions'][0]}</version>" in server.POM.read_text(encoding="utf-8")


@pytest.mark.neo4j
def test_its_password_is_for_its_owner_alone(neo4j_server: Neo4jServer) -> None:
    assert neo4j_server.password_file.stat().st_mode & 0o077 == 0
    assert len(neo4j_server.auth[1]) >= 20


@pytest.mark.neo4j
def test_it_cannot_be_entered_with_the_password_it_came_with(neo4j_server: Neo4jServer) -> None:
    from neo4j import GraphDatabase
    from neo4j.exceptions import AuthError

    with GraphDatabase.driver(neo4j_server.url, auth=("neo4j", "neo4j")) as driver, pytest.raises(AuthError):
        driver.verify_connectivity()


def test_nothing_is_running_where_nothing_was_started(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert server.state(tmp_path) is None
    server.stop(tmp_path)
    assert capsys.readouterr().out == "Neo4j is not running.\n"


def test_a_process_number_that_belongs_to_another_program_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "server.json").write_text(json.dumps({"pid": os.getpid(), "url": "bolt://127.0.0.1:1"}))
    assert server.state(tmp_path) is None
    server.stop(tmp_path)


def test_a_port_in_use_is_not_taken() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert server.free_port(taken) != taken


def test_a_free_port_is_taken_as_asked() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    assert server.free_port(port) == port


def test_without_java_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit):
        server.need_java()
    assert capsys.readouterr().err == ("Neo4j needs Java 17 or later: apt-get install openjdk-17-jre-headless\n")


def test_the_password_file_is_made_once(tmp_path: Path) -> None:
    first = server.password_file(tmp_path).read_text(encoding="utf-8")
    assert server.password_file(tmp_path).read_text(encoding="utf-8") == first
    assert len(first) >= 20
    assert (tmp_path / "password").stat().st_mode & 0o077 == 0 or os.name == "nt"
