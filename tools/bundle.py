"""Pack Dossier for a laptop that never sees the network: wheels, their lock and a start script.

    python tools/bundle.py linux|windows|macos [--python 3.11]

Writes dist/dossier-bundle-PLATFORM/ and a zip of it. Run it with .venv's Python. Every wheel is one that
locks/run.lock names, checked by its hash; what comes as source only (pure Python) is built here.

On the laptop, start.sh (start.bat) makes an environment from the wheels with the index switched off, once,
and runs `dossier` with whatever follows, `demo` where nothing does.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]
# Packages that are published as source only; all are pure Python, so a wheel built here serves everywhere.
FROM_SOURCE = ("dash-cytoscape",)
# The oldest systems served: glibc 2.28 (Debian 10, RHEL 8), Windows 10, macOS 13 on Apple silicon.
TAGS = {
    "linux": [*(f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)), "manylinux2014_x86_64"],
    "windows": ["win_amd64"],
    "macos": [f"macosx_{major}_0_{kind}" for major in (13, 12, 11, 10) for kind in ("arm64", "universal2")],
}
# What markers in the lock are asked about, on the platform that the bundle is for.
MARKS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "machine": "x86_64"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "machine": "AMD64"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "machine": "arm64"},
}

START_SH = """\
#!/bin/sh
# Start Dossier from this folder, without any network: ./start.sh [COMMAND ...], for example ./start.sh demo
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
if [ ! -f "$here/env/ready" ]; then
    python=$(command -v python@PYTHON@ || true)
    [ -n "$python" ] || { echo "Dossier needs Python @PYTHON@ (python@PYTHON@ was not found)." >&2; exit 1; }
    echo "Installing Dossier into $here/env (once, about a minute) ..."
    rm -rf "$here/env"
    "$python" -m venv "$here/env"
    "$here/env/bin/python" -m pip --disable-pip-version-check --quiet install \\
        --no-index --find-links "$here/wheels" --no-deps --require-hashes -r "$here/bundle.lock"
    touch "$here/env/ready"
fi
[ $# -gt 0 ] || set -- demo
exec "$here/env/bin/dossier" "$@"
"""

START_BAT = """\
@echo off
rem Start Dossier from this folder, without any network: start.bat [COMMAND ...], for example start.bat demo
setlocal
set "HERE=%~dp0"
if exist "%HERE%env\\ready" goto run
py -@PYTHON@ --version >nul 2>nul || (echo Dossier needs Python @PYTHON@. & exit /b 1)
echo Installing Dossier into %HERE%env (once, about a minute) ...
if exist "%HERE%env" rmdir /s /q "%HERE%env"
py -@PYTHON@ -m venv "%HERE%env" || exit /b 1
"%HERE%env\\Scripts\\python.exe" -m pip --disable-pip-version-check --quiet install ^
    --no-index --find-links "%HERE%wheels" --no-deps --require-hashes -r "%HERE%bundle.lock" || exit /b 1
echo ready> "%HERE%env\\ready"
:run
if "%~1"=="" ("%HERE%env\\Scripts\\dossier.exe" demo) else ("%HERE%env\\Scripts\\dossier.exe" %*)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One package of a lock: its name, `name==version`, its marker ("" for always) and its hash options."""

    name: str
    requirement: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def line(self) -> str:
        """As pip reads it, without the marker."""
        return " ".join([self.requirement, *(f"--hash={one}" for one in self.hashes)])


def main() -> None:
    """Pack the bundle for the platform named on the command line."""
    parser = argparse.ArgumentParser(description="Pack Dossier for a laptop without network.")
    parser.add_argument("platform", choices=sorted(TAGS))
    parser.add_argument("--python", default="3.11", help="Python of the laptop, for example 3.11")
    args = parser.parse_args()
    target = DIST / f"dossier-bundle-{args.platform}"
    shutil.rmtree(target, ignore_errors=True)
    wheels = target / "wheels"
    wheels.mkdir(parents=True)
    lock = (ROOT / "locks" / "run.lock").read_text(encoding="utf-8")
    pins = [pin for pin in read_lock(lock) if wanted(pin, args.platform, args.python)]
    print(f"Fetching {len(pins)} wheels for {args.platform}, Python {args.python} ...", flush=True)
    fetch(pins, wheels, args.platform, args.python)
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(wheels), str(ROOT))
    (target / "bundle.lock").write_text("".join(f"{line}\n" for line in lock_of(wheels)), encoding="utf-8")
    shutil.copytree(ROOT / "locks", target / "locks")
    for name in ("LICENSE", "README.md"):
        shutil.copyfile(ROOT / name, target / name)
    write_start(target, args.platform, args.python)
    packed = shutil.make_archive(str(target), "zip", DIST, target.name)
    size = Path(packed).stat().st_size / 1e6
    print(f"{target.relative_to(ROOT)} and {Path(packed).relative_to(ROOT)} ({size:.0f} MB) are ready.")


def read_lock(text: str) -> Iterator[Pin]:
    """The pins of a lock as `uv pip compile --generate-hashes` writes it."""
    for entry in re.findall(r"^[A-Za-z0-9].*(?:\n[ ]+--hash=.*)*", text, re.MULTILINE):
        head, *rest = entry.replace("\\\n", "\n").split("\n")
        requirement, _, marker = head.partition(";")
        hashes = tuple(line.strip().removeprefix("--hash=") for line in rest)
        yield Pin(
            name=requirement.split("==")[0].strip(),
            requirement=requirement.strip(),
            marker=marker.strip(),
            hashes=hashes,
        )


def wanted(pin: Pin, platform: str, python: str) -> bool:
    """Whether the lock wants this pin on that platform (pip itself would ask this machine)."""
    told = MARKS[platform]
    asked = {
        "sys_platform": told["sys_platform"],
        "platform_system": told["platform_system"],
        "platform_machine": told["machine"],
        "os_name": told["os_name"],
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    return not pin.marker or Marker(pin.marker).evaluate(asked)


def fetch(pins: list[Pin], wheels: Path, platform: str, python: str) -> None:
    """Download each wheel by its hash, and build those that come as source."""
    source = [pin for pin in pins if pin.name in FROM_SOURCE]
    ready = [pin for pin in pins if pin.name not in FROM_SOURCE]
    nodot = python.replace(".", "")
    abis = [part for abi in (f"cp{nodot}", "abi3", "none") for part in ("--abi", abi)]
    tags = [part for tag in TAGS[platform] for part in ("--platform", tag)]
    chosen = ["--only-binary", ":all:", *tags, "--python-version", python, "--implementation", "cp", *abis]
    names = wheels.parent / "fetch.lock"
    names.write_text("".join(f"{pin.line}\n" for pin in ready), encoding="utf-8")
    pip("download", "--no-deps", "--require-hashes", *chosen, "-r", str(names), "-d", str(wheels))
    names.write_text("".join(f"{pin.line}\n" for pin in source), encoding="utf-8")
    built = ["--no-deps", "--no-build-isolation", "--require-hashes", "--no-binary", ":all:"]
    pip("wheel", *built, "-r", str(names), "-w", str(wheels))
    names.unlink()


def lock_of(wheels: Path) -> Iterator[str]:
    """A line for each wheel in the folder: name, version and hash of the very file."""
    for wheel in sorted(wheels.glob("*.whl")):
        name, version = wheel.name.split("-")[:2]
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        yield f"{name}=={version} --hash=sha256:{digest}"


def write_start(target: Path, platform: str, python: str) -> None:
    """The script that installs once and starts."""
    if platform == "windows":
        script, text, newline = target / "start.bat", START_BAT, "\r\n"
    else:
        script, text, newline = target / "start.sh", START_SH, "\n"
    script.write_text(text.replace("@PYTHON@", python), encoding="utf-8", newline=newline)
    script.chmod(0o755)


def pip(*arguments: str) -> None:
    """Run pip; its own message stands where it fails."""
    if subprocess.run([*PIP, *arguments], cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise SystemExit("pip could not fetch or build what the bundle needs; its message stands above.")


if __name__ == "__main__":
    main()
