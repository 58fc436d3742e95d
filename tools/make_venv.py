"""Make `.venv` from the locks: every package at the version and hash that locks/ names, then Dossier itself.

    python tools/make_venv.py run       what Dossier needs to run
    python tools/make_venv.py test      the same and the test tools
    python tools/make_venv.py bench     the run set and the bench extra, in .venv-bench

Nothing happens where the folder already holds what the locks say: a stamp in it carries their hash. Needs
Python 3.11 or later and nothing else: no root, no compiler.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "locks"
# The folder that a set lives in; a set is also there where one that covers it is.
FOLDERS = {"run": ".venv", "test": ".venv", "bench": ".venv-bench", "py2neo": ".venv-py2neo"}
COVERED_BY = {"run": ("run", "test"), "test": ("test",), "bench": ("bench",), "py2neo": ("py2neo",)}


def main() -> None:
    """Make the environment for the set named on the command line."""
    wanted = sys.argv[1] if len(sys.argv) == 2 else ""
    if wanted not in FOLDERS:
        fail(f"Say which set: {', '.join(FOLDERS)}.")
    if sys.version_info < (3, 11):
        fail(f"Dossier needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    folder = ROOT / FOLDERS[wanted]
    if not is_current(folder, wanted):
        build(folder, wanted)


def is_current(folder: Path, wanted: str) -> bool:
    """Whether `folder` was built from the locks as they are now, for this set or one that covers it."""
    try:
        stamp = json.loads((folder / "dossier-stamp.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return False
    return (
        python_in(folder).exists()
        and stamp.get("set") in COVERED_BY[wanted]
        and stamp.get("fingerprint") == fingerprint(stamp["set"])
    )


def build(folder: Path, wanted: str) -> None:
    """Make `folder` anew: a half-made one is of no use to anybody."""
    began = time.monotonic()
    lock = LOCKS / f"{wanted}.lock"
    count = len(re.findall(r"^[A-Za-z0-9][^ ]*==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    say(f"Making {folder.name} with Python {sys.version.split()[0]} ...")
    shutil.rmtree(folder, ignore_errors=True)
    run(
        [sys.executable, "-m", "venv", str(folder)],
        "Python's venv module is missing: apt-get install python3-venv",
    )
    quietly = ["--disable-pip-version-check", "--no-input", "--quiet"]
    pip = [str(python_in(folder)), "-m", "pip", *quietly, "install"]
    trouble = "pip could not install what the locks name; its message stands above."
    say(f"Installing {count} packages named in locks/{lock.name} (a minute or two, about 1 GB on disk) ...")
    run([*pip, "--require-hashes", "-r", str(LOCKS / "build.lock")], trouble)
    run([*pip, "--no-build-isolation", "--require-hashes", "-r", str(lock)], trouble)
    run([*pip, "--no-index", "--no-deps", "--no-build-isolation", "-e", str(ROOT)], trouble)
    stamp = {"set": wanted, "fingerprint": fingerprint(wanted)}
    (folder / "dossier-stamp.json").write_text(json.dumps(stamp), encoding="utf-8")
    say(f"{folder.name} is ready after {time.monotonic() - began:.0f} s.")


def fingerprint(name: str) -> str:
    """SHA-256 over all that decides what gets installed: locks, what pyproject.toml packs, this Python."""
    import tomllib  # not before main() has said which Python is needed

    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    installed = [sys.version, told["build-system"], told["project"], told["tool"]["hatch"]]
    digest = hashlib.sha256(json.dumps(installed, sort_keys=True).encode())
    for path in (LOCKS / "build.lock", LOCKS / f"{name}.lock"):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def python_in(folder: Path) -> Path:
    """The interpreter of a virtual environment, on Windows as elsewhere."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(command: list[str], trouble: str) -> None:
    """Run `command`; where it fails, end with the sentence `trouble`."""
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        fail(trouble)


def say(sentence: str) -> None:
    """Tell what is being done."""
    print(sentence, flush=True)


def fail(sentence: str) -> NoReturn:
    """Say what went wrong, and end with exit code 1."""
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
