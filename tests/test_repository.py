"""The repository itself: locks, licences, layout, and the scripts that install from them."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.bundle import MARKS, Pin, read_lock, wanted
from tools.make_venv import COVERED_BY, FOLDERS, fingerprint
from tools.readme_commands import blocks

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = ("graph", "ingest", "queries", "dashboard", "commands")
LOCKS = ("build", "run", "test", "bench", "py2neo")
# Licences that put no condition on what we are: unmodified LGPL, MPL and EPL wheels are used as they come.
REFUSED_LICENCE = re.compile(
    r"\bA-?GPL|\bAffero|\bGPL|(?<!Lesser )(?<!Library )\bGeneral Public|\bSSPL|\bBUSL|Commons Clause",
    re.IGNORECASE,
)
# What a package says of its licence where its metadata does not, read from the file it ships.
LICENCE_FILES = ("LICENSE*", "LICENCE*", "COPYING*", "licenses/*")


def pins(name: str) -> list[Pin]:
    """The pins of one lock."""
    return list(read_lock((ROOT / "locks" / f"{name}.lock").read_text(encoding="utf-8")))


def tracked() -> list[Path]:
    """Every file that git keeps, or would keep once added."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode != 0:
        pytest.skip("not a git checkout")
    return [path for name in told.stdout.split("\0") if name and (path := ROOT / name).is_file()]


# --- locks


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_an_exact_version_and_hashes(name: str) -> None:
    assert pins(name)
    for pin in pins(name):
        assert re.fullmatch(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==[0-9][\w.+!]*", pin.requirement), pin.requirement
        assert pin.hashes, pin.name
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in pin.hashes), pin.name


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host_and_no_folder(name: str) -> None:
    text = (ROOT / "locks" / f"{name}.lock").read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--find-links|--extra-index|--trusted-host|@ file|/home/", text)


@pytest.mark.parametrize("name", ["run", "bench", "py2neo"])
def test_a_package_has_the_same_version_in_all_locks(name: str) -> None:
    tested = {pin.line for pin in pins("test")}
    names = {pin.name for pin in pins("test")}
    assert [pin.requirement for pin in pins(name) if pin.name in names and pin.line not in tested] == []


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    project = PROJECT["project"]
    for lock, asked in {
        "run": project["dependencies"],
        "test": project["dependencies"] + project["optional-dependencies"]["test"],
        "bench": project["dependencies"] + project["optional-dependencies"]["bench"],
        "py2neo": project["dependencies"] + project["optional-dependencies"]["py2neo"],
        "build": PROJECT["dependency-groups"]["build"],
    }.items():
        versions = {pin.name: pin.requirement.partition("==")[2] for pin in pins(lock)}
        for requirement in map(Requirement, asked):
            version = versions[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version, prereleases=True), f"{requirement} in {lock}.lock"


def test_the_run_set_is_part_of_the_test_set() -> None:
    assert {pin.line for pin in pins("run")} <= {pin.line for pin in pins("test")}


# --- licences


def licence_of(distribution: Distribution) -> str:
    """All that a package's metadata says of its licence, or what its licence file opens with."""
    told = distribution.metadata.json
    said = [str(told.get("license_expression", ""))]
    said += [line for line in told.get("classifier", []) if line.startswith("License")]
    if not any(said):
        said.append(str(told.get("license", "")).strip()[:200])
    if not any(said):
        files = [file for file in distribution.files or [] if any(file.match(name) for name in LICENCE_FILES)]
        said += [Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")[:200] for file in files]
    return "; ".join(filter(None, said))


def refused(licence: str) -> bool:
    """Whether a licence leaves no choice: of several offered, one that we can take is enough."""
    choices = re.split(r"\s+OR\s+", licence) if "; " not in licence else [licence]
    return all(REFUSED_LICENCE.search(choice) for choice in choices)


@pytest.mark.parametrize("name", ["run", "test"])
def test_no_package_we_install_is_gpl_or_agpl(name: str) -> None:
    installed = {str(canonicalize_name(one.metadata["Name"])): one for one in distributions()}
    here = [pin for pin in pins(name) if not pin.marker or Marker(pin.marker).evaluate()]
    said = {pin.name: licence_of(installed[pin.name]) for pin in here if pin.name in installed}
    assert [pin.name for pin in here if pin.name not in said] == [], "not installed"
    assert not {package: licence for package, licence in said.items() if not licence}, "says nothing"
    assert not {package: licence for package, licence in said.items() if refused(licence)}


@pytest.mark.parametrize(
    ("licence", "is_refused"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("GNU GENERAL PUBLIC LICENSE Version 2", True),
        ("LGPL-3.0-only", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MPL-2.0", False),
        ("EPL-2.0", False),
        ("MIT OR GPL-2.0-only", False),
        ("Apache-2.0 AND BSD-3-Clause", False),
    ],
)
def test_which_licences_are_refused(licence: str, is_refused: bool) -> None:
    assert refused(licence) is is_refused


def test_our_own_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.lstrip().startswith("Apache License")
    assert "END OF TERMS AND CONDITIONS" in text
    assert PROJECT["project"]["license"] == "Apache-2.0"


# --- what git keeps


def test_no_file_names_a_registry_or_a_folder_of_the_machine_it_was_written_on() -> None:
    hosts = [
        f"{'pypi'}.org",
        f"{'pythonhosted'}.org",
        f"repo.{'maven'}.apache",
        f"registry.{'npmjs'}",
        f"/{'root'}/",
    ]
    for path in tracked():
        text = path.read_text(encoding="utf-8", errors="ignore")
        assert not [host for host in hosts if host in text], path.relative_to(ROOT)


def test_every_python_file_can_be_read_by_the_oldest_python_we_serve() -> None:
    for path in tracked():
        if path.suffix == ".py":
            ast.parse(path.read_text(encoding="utf-8"), str(path), feature_version=(3, 11))


def test_the_wheel_ships_every_file_of_the_packages_and_no_other(tmp_path: Path) -> None:
    copy, kept = tmp_path / "copy", [path.relative_to(ROOT) for path in tracked()]
    for path in kept:
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, copy / path)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=copy, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    expected = {path.as_posix() for path in kept if path.parts[0] in PACKAGES} | {"dossier.py"}
    assert inside == expected


@pytest.mark.parametrize("package", PACKAGES)
def test_no_folder_with_code_lacks_its_init(package: str) -> None:
    folders = {path.parent for path in (ROOT / package).rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


# --- scripts


LOCK = """\
# written by hand
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via click
landlock==1.0.0.dev5 ; sys_platform == 'linux' \\
    --hash=sha256:cc
orjson==3.13.0 \\
    --hash=sha256:dd
    # via dossier (pyproject.toml)
"""


def test_a_lock_is_read_as_pins_with_markers_and_hashes() -> None:
    assert list(read_lock(LOCK)) == [
        Pin(
            name="colorama",
            requirement="colorama==0.4.6",
            marker="sys_platform == 'win32'",
            hashes=("sha256:aa", "sha256:bb"),
        ),
        Pin(
            name="landlock",
            requirement="landlock==1.0.0.dev5",
            marker="sys_platform == 'linux'",
            hashes=("sha256:cc",),
        ),
        Pin(name="orjson", requirement="orjson==3.13.0", marker="", hashes=("sha256:dd",)),
    ]


@pytest.mark.parametrize(
    ("platform", "names"),
    [
        ("linux", ["landlock", "orjson"]),
        ("windows", ["colorama", "orjson"]),
        ("macos", ["orjson"]),
    ],
)
def test_a_bundle_holds_what_its_platform_needs_not_what_this_machine_needs(platform: str, names: list[str]) -> None:
    assert [pin.name for pin in read_lock(LOCK) if wanted(pin, platform, "3.11")] == names


@pytest.mark.parametrize("platform", sorted(MARKS))
def test_the_markers_of_the_lock_can_be_asked_for_every_platform(platform: str) -> None:
    names = {pin.name for pin in pins("run") if wanted(pin, platform, "3.11")}
    assert {"kglite", "dash-cytoscape", "sqlcipher3"} <= names
    assert ("landlock" in names) == (platform == "linux")


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_the_stamp_of_an_environment_follows_its_lock(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert name in COVERED_BY[name]
    before = fingerprint(name)
    assert before == fingerprint(name)
    for lock in LOCKS:
        (tmp_path / f"{lock}.lock").write_bytes((ROOT / "locks" / f"{lock}.lock").read_bytes())
    monkeypatch.setattr("tools.make_venv.LOCKS", tmp_path)
    assert fingerprint(name) == before
    (tmp_path / f"{name}.lock").write_text("orjson==0.0.1\n", encoding="utf-8")
    assert fingerprint(name) != before


def test_only_plain_sh_blocks_of_the_readme_are_run() -> None:
    readme = "# A\n```sh\nmake one\n```\n```sh no-ci\nmake two\n```\n```\nmake three\n```\n```sh\na\nb\n```\n"
    assert blocks(readme) == [(3, "make one"), (12, "a\nb")]


@given(st.lists(st.from_regex(r"[a-z ]{1,20}", fullmatch=True), max_size=5))
def test_every_block_is_found_with_its_line(commands: list[str]) -> None:
    readme = "".join(f"Say:\n\n```sh\n{command}\n```\n" for command in commands)
    lines = readme.split("\n")
    assert [text for _, text in blocks(readme)] == commands
    assert all(lines[line - 1] == text for line, text in blocks(readme))


def test_what_the_makefile_promises_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, re.MULTILINE))
    assert {"demo", "test", "lint", "bench", "neo4j", "neo4j-stop", "bundle", "locks", "secrets"} <= targets
    for script in re.findall(r"tools/(\w+\.py)", makefile):
        assert (ROOT / "tools" / script).is_file()


def test_make_venv_says_so_when_the_set_is_unknown() -> None:
    command = [sys.executable, str(ROOT / "tools" / "make_venv.py"), "everything"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Say which set: run, test, bench, py2neo.\n"
