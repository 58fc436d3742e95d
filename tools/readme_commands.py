"""Run the commands of README.md as a reader would: every ```sh block, in order, in one shell.

    python tools/readme_commands.py [--list]

A block whose fence says `sh no-ci` is left alone (it opens a browser, or runs until stopped). The shell is
in a scratch copy of the repository, so that nothing it writes stays, with the programs of .venv on the path.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 900


def main() -> None:
    """Run the blocks, or list them."""
    found = blocks((ROOT / "README.md").read_text(encoding="utf-8"))
    if "--list" in sys.argv[1:]:
        print("\n".join(text for _, text in found))
        return
    if not found:
        print("README.md has no commands to run.")
        return
    with tempfile.TemporaryDirectory(prefix="dossier-readme-") as scratch:
        copy = Path(scratch) / "dossier"
        copy_tracked(copy)
        raise SystemExit(run(found, copy))


def blocks(readme: str) -> list[tuple[int, str]]:
    """The line number and the text of every block fenced as ```sh and nothing else."""
    return [
        (readme.count("\n", 0, fence.start()) + 2, fence[1].rstrip("\n"))
        for fence in re.finditer(r"^```sh\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    ]


def copy_tracked(copy: Path) -> None:
    """Copy the files that git keeps, and lend the copy our .venv."""
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, told.stdout.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    (copy / ".venv").symlink_to(ROOT / ".venv", target_is_directory=True)


def run(found: list[tuple[int, str]], copy: Path) -> int:
    """Run the blocks in one bash that stops at the first failure; returns its exit code."""
    script = "set -euo pipefail\n" + "".join(f"echo '--- README.md, line {line}'\n{text}\n" for line, text in found)
    path = f"{copy / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "HOME": str(copy.parent), "BROWSER": "true"}
    shell = ["bash", "-c", script]
    return subprocess.run(
        shell, cwd=copy, env=environment, stdin=subprocess.DEVNULL, timeout=SECONDS, check=False
    ).returncode


if __name__ == "__main__":
    main()
