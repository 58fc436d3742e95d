"""docker-compose.yml is held to what is tested: no Docker engine runs among the tests, so it is read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from graph.settings import read_settings, settings_table

ROOT = Path(__file__).resolve().parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")

each_service = pytest.mark.parametrize("name", sorted(SERVICES))


def pom_version() -> str:
    """The version of Neo4j that the tests run."""
    maven = {"m": "http://maven.apache.org/POM/4.0.0"}
    pom = ElementTree.parse(ROOT / "tools" / "pom.xml")  # noqa: S314 (our own file)
    (version,) = pom.findall("m:dependencies/m:dependency/m:version", maven)
    assert version.text
    return version.text


def test_neo4j_is_the_version_that_the_tests_run() -> None:
    assert SERVICES["neo4j"]["image"] == f"neo4j:{pom_version()}-community"


def test_dossier_is_built_at_the_version_of_the_project() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = SERVICES["dossier"]["image"].removeprefix("dossier:")
    assert f'version = "{version}"' in project


def test_every_variable_of_dossier_is_a_setting_with_a_value_that_reads() -> None:
    environment = SERVICES["dossier"]["environment"]
    assert set(environment) <= {setting.name for setting in settings_table()}
    settings = read_settings(environment)
    assert settings.neo4j_password_file == Path("/run/secrets/neo4j_password")
    assert settings.key_file == Path("/run/secrets/case_key")


def test_the_server_named_in_the_file_is_the_one_that_dossier_listens_as() -> None:
    settings = read_settings(SERVICES["dossier"]["environment"])
    assert SERVICES["dossier"]["ports"] == [f"127.0.0.1:{settings.port}:{settings.port}"]
    assert str(settings.port) in SERVICES["dossier"]["healthcheck"]["test"][-1]
    assert "127.0.0.1" in settings.trusted_hosts


def test_passwords_come_from_files_that_must_exist() -> None:
    for name, secret in COMPOSE["secrets"].items():
        assert secret == {"file": f"./secrets/{name}"}
    asked = {secret for service in SERVICES.values() for secret in service["secrets"]}
    assert asked == set(COMPOSE["secrets"])


@each_service
def test_no_password_stands_in_the_environment_or_has_a_default(name: str) -> None:
    for variable, value in SERVICES[name]["environment"].items():
        assert "${" not in str(value), "no value may come from the caller's environment"
        if any(word in variable.upper() for word in ("AUTH", "PASSWORD", "KEY", "SECRET")):
            assert variable.endswith("_FILE")
            assert value.removeprefix("/run/secrets/") in SERVICES[name]["secrets"]


@each_service
def test_ports_are_published_on_this_machine_alone(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", []))


def test_neo4j_is_reached_by_dossier_alone_and_reaches_nothing() -> None:
    assert "ports" not in SERVICES["neo4j"]
    assert SERVICES["neo4j"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


@each_service
def test_a_service_has_no_rights_it_does_not_need(name: str) -> None:
    service = SERVICES[name]
    user, _, group = service["user"].partition(":")
    assert int(user) > 0
    assert int(group) > 0
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service


def test_dossier_runs_on_a_read_only_root() -> None:
    assert SERVICES["dossier"]["read_only"] is True
    assert SERVICES["dossier"]["tmpfs"]


def test_dossier_runs_as_the_user_that_the_image_makes() -> None:
    user = SERVICES["dossier"]["user"]
    assert f"USER {user}\n" in DOCKERFILE
    assert f"--uid {user.partition(':')[0]} " in DOCKERFILE


@each_service
def test_what_must_last_is_in_named_volumes_and_health_is_checked(name: str) -> None:
    sources = [volume.partition(":")[0] for volume in SERVICES[name]["volumes"]]
    assert sources
    assert set(sources) <= set(COMPOSE["volumes"])
    assert {"test", "interval", "timeout", "retries"} <= set(SERVICES[name]["healthcheck"])


def test_dossier_waits_until_neo4j_is_healthy() -> None:
    assert SERVICES["dossier"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}


def test_the_image_is_installed_from_the_locks_alone() -> None:
    installs = [line for line in DOCKERFILE.splitlines() if "pip install" in line]
    assert installs
    assert all("--require-hashes" in line or "--no-index" in line for line in installs)


def test_secrets_are_made_once_and_never_overwritten(tmp_path: Path) -> None:
    script = tmp_path / "tools" / "make_secrets.py"
    script.parent.mkdir()
    script.write_text((ROOT / "tools" / "make_secrets.py").read_text(encoding="utf-8"), encoding="utf-8")
    made = [read_secrets(script) for _ in range(2)]
    assert made[0] == made[1]
    assert set(made[0]) == set(COMPOSE["secrets"])
    assert made[0]["neo4j_auth"] == f"neo4j/{made[0]['neo4j_password']}"
    assert len(set(made[0].values())) == 3
    if os.name == "posix":
        assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def read_secrets(script: Path) -> dict[str, str]:
    """Run the script, and read what it wrote."""
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    files = {path.name: path.read_text() for path in (script.parent.parent / "secrets").iterdir()}
    assert not any(secret in done.stdout for secret in files.values()), "a secret is never printed"
    return files
